"""How the trained reader is made: data, network, fitting, export. Needs the extra ``train``."""
