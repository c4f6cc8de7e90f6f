"""Profiles as text, for an index that outlives the process. No pickles: a ledger may come from a stranger."""

from __future__ import annotations

import json
from array import array
from base64 import b64decode, b64encode
from dataclasses import fields
from typing import Any

from dateline.link.bag import Bag
from dateline.link.counts import Total
from dateline.link.profile import Profile
from dateline.model import PlaceClass, Where

_SETS = frozenset("ages hours persons blocks actors parents weapons targets".split())
_NAMES = tuple(f.name for f in fields(Profile))
_PLACE = tuple(f.name for f in fields(Where))


def pack(profile: Profile) -> str:
    """The exact day (or nothing, for whoever needs no more) and one line of JSON; equal profiles give equal
    lines."""
    values = [_down(name, getattr(profile, name)) for name in _NAMES]
    day = "" if profile.exact_day is None else str(profile.exact_day)
    return day + "\t" + json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def unpack(line: str) -> Profile:
    """The profile of a line that :func:`pack` made."""
    values = zip(_NAMES, json.loads(line[line.index("\t") + 1 :]), strict=True)
    return Profile(**{name: _up(name, value) for name, value in values})


def _down(name: str, value: Any) -> Any:
    if isinstance(value, Bag):
        return [_bytes(value.ids), _bytes(value.weights), value.square]
    if isinstance(value, array):
        return _bytes(value)
    if isinstance(value, Total):
        return [value.low, value.best, value.high, value.parts]
    if isinstance(value, Where):
        return [getattr(value, n) for n in _PLACE]
    return sorted(value) if name in _SETS else value


def _up(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in ("words", "title"):
        return Bag(_array("I", value[0]), _array("f", value[1]), value[2])
    if name == "sketch":
        return _array("I", value)
    if name in ("killed", "injured"):
        return Total(value[0], value[1], value[2], (), value[3])
    if name == "where":
        told = dict(zip(_PLACE, value, strict=True))
        line = tuple((lat, lon) for lat, lon in told.get("line", ()))
        return Where(**{**told, "place_class": PlaceClass(told["place_class"]), "line": line})
    if name == "names":
        return tuple(value)
    return frozenset(value) if name in _SETS else value


def _bytes(values: array[Any]) -> str:
    return b64encode(values.tobytes()).decode()


def _array(code: Any, text: str) -> array[Any]:
    found = array(code)
    found.frombytes(b64decode(text))
    return found
