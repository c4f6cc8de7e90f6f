"""The 24 slots of a MUC-4 template: their names, the kind of their fillers, and the set lists.

Source: template-doc-part1.v7 and the set lists of the task (Sundheim, 1992). A set list is a hierarchy:
``parents`` names, for a filler, the broader ones, which earn half the credit (scoring-guidelines.v7, 3.2).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["date", "location", "set", "string", "number"]

_NATIONS = 76  # items of set-list-foreign-nation.v5; only their number is used, for fallout


@dataclass(frozen=True, slots=True)
class Slot:
    """One slot. ``header`` is the line's beginning in a template, ``name`` the row in a report; ``choices``
    is the length of the set list (0: not a set fill); ``broader`` leads from a filler to those above it;
    ``refs`` are the slots that a cross-reference may point to."""

    number: int
    name: str
    header: str
    kind: Kind
    choices: int = 0
    broader: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
    refs: tuple[int, ...] = ()


def _broader(*pairs: tuple[str, str]) -> dict[str, tuple[str, ...]]:
    """``(broader, narrower)`` pairs as: narrower to all that are above it."""
    above = {narrow: broad for broad, narrow in pairs}
    found: dict[str, tuple[str, ...]] = {}
    for narrow in above:
        chain: list[str] = []
        step = narrow
        while step in above:
            step = above[step]
            chain.append(step)
        found[narrow] = tuple(chain)
    return found


_ATTACK = _broader(
    *(
        ("ATTACK", kind)
        for kind in ("ARSON", "BOMBING", "KIDNAPPING", "HIJACKING", "ROBBERY", "FORCED WORK STOPPAGE")
    )
)
_INSTRUMENTS = _broader(
    *(("GUN", kind) for kind in ("MACHINE GUN", "MORTAR", "HANDGUN", "RIFLE")),
    *(("EXPLOSIVE", kind) for kind in ("BOMB", "GRENADE", "MOLOTOV COCKTAIL")),
    *(("BOMB", kind) for kind in ("VEHICLE BOMB", "DYNAMITE", "MINE", "AERIAL BOMB")),
    *(("PROJECTILE", kind) for kind in ("MISSILE", "ROCKET")),
)
_CONFIDENCE = _broader(("SUSPECTED OR ACCUSED", "SUSPECTED OR ACCUSED BY AUTHORITIES"))
_OFFICES = _broader(("POLITICAL FIGURE OFFICE OR RESIDENCE", "GOVERNMENT OFFICE OR RESIDENCE"))
_DAMAGE = _broader(("DESTROYED", "SOME DAMAGE"))
_PEOPLE = _broader(
    ("POLITICAL FIGURE", "GOVERNMENT OFFICIAL"),
    ("GOVERNMENT OFFICIAL", "FORMER GOVERNMENT OFFICIAL"),
    ("ACTIVE MILITARY", "FORMER ACTIVE MILITARY"),
)
_HARM = {"NO INJURY OR DEATH": ("NO INJURY", "NO DEATH")}

SLOTS: tuple[Slot, ...] = (
    Slot(2, "inc-date", "2.  INCIDENT: DATE", "date"),
    Slot(3, "inc-loc", "3.  INCIDENT: LOCATION", "location"),
    Slot(4, "inc-type", "4.  INCIDENT: TYPE", "set", 7, _ATTACK),
    Slot(5, "inc-stage", "5.  INCIDENT: STAGE OF EXECUTION", "set", 3),
    Slot(6, "inc-instr-id", "6.  INCIDENT: INSTRUMENT ID", "string"),
    Slot(7, "inc-instr-type", "7.  INCIDENT: INSTRUMENT TYPE", "set", 20, _INSTRUMENTS, (6,)),
    Slot(8, "perp-inc-cat", "8.  PERP: INCIDENT CATEGORY", "set", 2),
    Slot(9, "perp-ind-id", "9.  PERP: INDIVIDUAL ID", "string"),
    Slot(10, "perp-org-id", "10. PERP: ORGANIZATION ID", "string"),
    Slot(11, "perp-org-conf", "11. PERP: ORGANIZATION CONFIDENCE", "set", 6, _CONFIDENCE, (10,)),
    Slot(12, "phys-tgt-id", "12. PHYS TGT: ID", "string"),
    Slot(13, "phys-tgt-type", "13. PHYS TGT: TYPE", "set", 15, _OFFICES, (12,)),
    Slot(14, "phys-tgt-num", "14. PHYS TGT: NUMBER", "number", refs=(12,)),
    Slot(15, "phys-tgt-nation", "15. PHYS TGT: FOREIGN NATION", "set", _NATIONS, refs=(12,)),
    Slot(16, "phys-tgt-effect", "16. PHYS TGT: EFFECT OF INCIDENT", "set", 6, _DAMAGE, (12,)),
    Slot(17, "phys-tgt-total-num", "17. PHYS TGT: TOTAL NUMBER", "number"),
    Slot(18, "hum-tgt-name", "18. HUM TGT: NAME", "string"),
    Slot(19, "hum-tgt-desc", "19. HUM TGT: DESCRIPTION", "string", refs=(18,)),
    Slot(20, "hum-tgt-type", "20. HUM TGT: TYPE", "set", 10, _PEOPLE, (18, 19)),
    Slot(21, "hum-tgt-num", "21. HUM TGT: NUMBER", "number", refs=(18, 19)),
    Slot(22, "hum-tgt-nation", "22. HUM TGT: FOREIGN NATION", "set", _NATIONS, refs=(18, 19)),
    Slot(23, "hum-tgt-effect", "23. HUM TGT: EFFECT OF INCIDENT", "set", 9, _HARM, (18, 19)),
    Slot(24, "hum-tgt-total-num", "24. HUM TGT: TOTAL NUMBER", "number"),
)
BY_NUMBER: Mapping[int, Slot] = {slot.number: slot for slot in SLOTS}
BY_NAME: Mapping[str, Slot] = {slot.name: slot for slot in SLOTS}

GROUPS: tuple[tuple[str, range], ...] = (
    ("inc-total", range(2, 8)),
    ("perp-total", range(8, 12)),
    ("phys-tgt-total", range(12, 18)),
    ("hum-tgt-total", range(18, 25)),
)
"""The rows that sum a report's slots by what they are about."""
