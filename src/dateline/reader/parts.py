"""The names of parts in developments: nobody perpetrates an arrest.

Texts word it alike ("police detained", "gunmen took"), so readers and authors of examples name whoever acts
in three ways. One name for each kind of incident makes their readings comparable.
"""

from __future__ import annotations

_SEIZING = frozenset(("arrest", "weapons_seizure"))
_TURNING = frozenset(("surrender", "escape"))
_PEACEFUL = _TURNING | frozenset(
    "release inquiry trial ceasefire agreement troop_movement sanction statement".split()
)


def settled_part(kind: str, part: str) -> str:
    """The name of a part in an incident of that type: who makes an arrest or a seizure responds; in other
    developments nobody is perpetrator, target or responder of anything."""
    if kind in _SEIZING:
        return "responder" if part == "perpetrator" else part
    if kind in _TURNING and part == "target":
        return "other"
    return "other" if kind in _PEACEFUL and part in ("perpetrator", "responder") else part
