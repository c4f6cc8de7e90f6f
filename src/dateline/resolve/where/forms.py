"""The forms under which a gazetteer may hold a name that somebody marked in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator

_POSSESSIVE = re.compile(r"['’]s?$")
_FRAME = re.compile(
    r"^(?:the\s+|(?:city|town|village|port|state|province|district|county|isle|lake|mount|river|"
    r"(?:north|south|east|west)(?:ern)?|central|greater|upper|lower|downtown|old|new)\s+(?:of\s+)?)+",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"\s+(?:city|town|township|village|county|province|district|state|area|region|river|valley|harbou?r|park|"
    r"island|islands|lake|hills|heights|beach|metropolitan area|peninsula)$",
    re.IGNORECASE,
)


def forms(name: str) -> Iterator[str]:
    """The name, and what is left without its frame: "the town of Groton", "Greater Boston"."""
    yield name
    bare = _POSSESSIVE.sub("", name)
    yield bare
    for form in (_FRAME.sub("", bare), _TAIL.sub("", bare), _TAIL.sub("", _FRAME.sub("", bare))):
        if form != bare and form:
            yield form
