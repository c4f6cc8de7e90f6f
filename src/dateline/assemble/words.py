"""What words for people say by themselves, read from ``people_words.yaml``."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import yaml

from dateline.model import ActorKind, ActorRole, Group

_DATA: dict[str, Any] = yaml.safe_load(
    files("dateline.assemble").joinpath("people_words.yaml").read_text(encoding="utf-8")
)


def _words(name: str) -> frozenset[str]:
    return frozenset(str(_DATA[name]).split())


SUSPECTS = _words("suspects")
TITLES = _words("titles")
_VAGUE = _words("vague")
_VAGUE_DOERS = _VAGUE | _words("vague_doers")


def vague_in(role: ActorRole) -> frozenset[str]:
    """Words for people that say less than any other name for those who play the same part. Among those
    who suffered, "men" and "women" are people of their own."""
    return _VAGUE_DOERS if role is ActorRole.PERPETRATOR else _VAGUE


def kind_of(group: Group) -> ActorKind:
    """What the people of a toll are."""
    return {
        Group.CIVILIANS: ActorKind.CIVILIANS,
        Group.SECURITY_FORCES: ActorKind.STATE_FORCES,
        Group.MILITANTS: ActorKind.REBELS,
        Group.ATTACKERS: ActorKind.UNIDENTIFIED,
    }.get(group, ActorKind.OTHER)
