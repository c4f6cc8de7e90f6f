"""The names of parts in developments: nobody perpetrates an arrest.

Texts word it alike ("police detained", "gunmen took"), so readers and authors of examples name whoever acts
in three ways. One name for each kind of incident makes their readings comparable.
"""

from __future__ import annotations

from collections.abc import Sequence

_SEIZING = frozenset(("arrest", "weapons_seizure"))
_TURNING = frozenset(("surrender", "escape"))
#: Violence of those who have the power to enforce: who is said to have come to a crowd that then was fired at
#: has fired.
_ENFORCED = frozenset(("repression",))
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


def settled_parts(kind: str, parts: Sequence[str]) -> list[str]:
    """The names of all parts of one incident: each by itself, and where nobody has used the force that the
    incident is about, the forces that came have ("police burst teargas shells and opened fire")."""
    settled = [settled_part(kind, part) for part in parts]
    if kind in _ENFORCED and "perpetrator" not in settled:
        return ["perpetrator" if part == "responder" else part for part in settled]
    return settled
