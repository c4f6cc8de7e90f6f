"""The families of the native codebook's incident types, for the rooms that tell one kind from another.

They stand here as constants because every reading needs them and the codebook itself takes half a second
to load and check; a test holds them to ``builtin/dateline.yaml``.
"""

from __future__ import annotations

#: Acts that hurt people or things (family ``violence``), accidents with weapons among them.
VIOLENCE = frozenset(
    """battle armed_attack bombing air_strike shelling chemical_attack kidnapping hijacking arson
    property_destruction robbery sexual_violence ill_treatment execution security_operation mob_violence
    repression accident""".split()
)
#: What follows violence or stands beside it. A protest is not violent either, but it is no development of
#: something else: people gather, clash and are hurt in it as in an attack.
DEVELOPMENTS = frozenset(
    """arrest release inquiry ceasefire agreement surrender escape trial troop_movement displacement
    weapons_seizure sanction statement""".split()
)


def family(incident_type: str) -> str:
    """``violent``, ``development``, or the type itself where it is a family of its own (``protest``)."""
    if incident_type in VIOLENCE:
        return "violent"
    return "development" if incident_type in DEVELOPMENTS else incident_type
