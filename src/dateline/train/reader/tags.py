"""The labels that the network gives to words and to spans. Their order is the order of its outputs."""

from __future__ import annotations

from dateline.codebook import load as load_codebook
from dateline.model import Group

# Words of an account, as the project's own corpus marks them (examples/corpus/README.md).
EFFECTS = ("killed", "injured", "missing", "abducted", "arrested", "displaced", "released")
ROLES = ("perpetrator", "target", "victim", "responder", "other")
CLAIMS = ("claims", "denies", "blamed", "by")
NATIVE = ("ev", *ROLES, "thing", "weapon", "where", "when", *EFFECTS, "src", *CLAIMS)
# Fillers of MUC-4 templates: what counts there follows rules of its own, so they have labels of their own.
MUC = ("m.ind", "m.org", "m.phys", "m.name", "m.desc", "m.weapon")
# PolNeAR: who says what.
SAYING = ("p.source", "p.cue", "p.content")
TAGS = (*NATIVE, *MUC, *SAYING)

STANCES = ("asserted", "claimed", "denied", "doubted")
GROUPS = tuple(g.value for g in Group)
STAGES = ("accomplished", "attempted", "threatened", "prevented")
MUC_TYPES = ("attack", "bombing", "kidnapping", "arson", "robbery", "forced work stoppage")
# The set fills of MUC-4 that go with a filler, or with its incident (m.type, m.stage, m.category).
# "none" stands for an empty slot. Rare members that no key of the training part uses are left out.
MUC_QUESTIONS: dict[str, tuple[str, ...]] = {
    "m.type": MUC_TYPES,
    "m.stage": ("accomplished", "attempted", "threatened"),
    "m.category": ("none", "terrorist act", "state-sponsored violence"),
    "m.confidence": (
        "none",
        "reported as fact",
        "claimed or admitted",
        "suspected or accused by authorities",
        "suspected or accused",
        "possible",
    ),
    "m.phys_type": (
        "other",
        "civilian residence",
        "commercial",
        "communications",
        "diplomat office or residence",
        "energy",
        "financial",
        "government office or residence",
        "law enforcement facility",
        "organization office",
        "political figure office or residence",
        "transport vehicle",
        "transportation facility",
        "transportation route",
        "water",
    ),
    "m.phys_effect": (
        "none",
        "destroyed",
        "some damage",
        "no damage",
        "money taken from target",
        "property taken from target",
        "target taken",
    ),
    "m.hum_type": (
        "civilian",
        "active military",
        "diplomat",
        "former active military",
        "former government official",
        "government official",
        "law enforcement",
        "legal or judicial",
        "political figure",
        "security guard",
    ),
    "m.hum_effect": (
        "none",
        "death",
        "injury",
        "no injury",
        "no injury or death",
        "no death",
        "regained freedom",
        "resignation",
    ),
    "m.weapon_type": (
        "none",
        "gun",
        "machine gun",
        "mortar",
        "rifle",
        "cutting device",
        "fire",
        "explosive",
        "aerial bomb",
        "bomb",
        "dynamite",
        "molotov cocktail",
        "grenade",
        "mine",
        "rocket",
        "vehicle bomb",
        "torture",
        "stone",
    ),
}
# The questions that are asked of a whole window.
WINDOW = ("relevant", *(f"m.{t}" for t in ("relevant", *MUC_TYPES)))


def native_types() -> tuple[str, ...]:
    """``type`` and ``type/subtype`` of the native codebook, in its order."""
    return tuple(
        f"{t.type}/{s.subtype}" if s else t.type
        for t in load_codebook("dateline").types
        for s in (None, *t.subtypes)
    )
