"""How the models inside the wheel are made; never imported at run time."""
