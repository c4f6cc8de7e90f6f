"""The place of the incident in wire dispatches: MUC-4 messages that tell of one place only.

Where the gun-violence reports come from papers of the town, these come from bureaus: "BOGOTA, 3 JAN 90 --"
is mostly not where it happened. A message counts when all its templates name the same place below the
country and the message has a word of the incident's type. Right: the place chosen bears the name of the
finest part of the key that the message's places know at all (else of a coarser one below the country).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from dateline.errors import UsageError
from dateline.evaluate.muc4_keys import TRIGGERS
from dateline.evaluate.progress import through
from dateline.evaluate.result import Evaluation, two_halves
from dateline.model import OffsetMap, Report, Span, Where
from dateline.resolve.where.find import find_places
from dateline.resolve.where.gazetteer import default_gazetteer
from dateline.resolve.where.incident import choose_incident_place
from dateline.resolve.where.key import name_key
from dateline.resolve.where.mention import PlaceMention

_HEAD = re.compile(r"^((?:DEV|TST\d)-MUC\d-\d{4})\b.*$", re.MULTILINE)
_MARKS = re.compile(r"\[[^\]]{0,80}\]\s*")


@dataclass(frozen=True, slots=True)
class MucCase:
    """A message, its word of the incident, the names of its key (the finest first); ``half`` by message."""

    report: Report
    trigger: Span
    names: tuple[str, ...]
    half: int

    def right(self, places: Sequence[Where]) -> set[int]:
        """Positions of the places that bear the finest name of the key that any of them bears."""
        for name in self.names:
            if found := {i for i, p in enumerate(places) if name_key(p.name) == name}:
                return found
        return set()


def read_cases(data: Path) -> Iterator[MucCase]:
    """The messages of the dev part. Raises UsageError when it is not there."""
    folder = data / "corpora" / "dev"
    if not folder.is_dir():
        raise UsageError(f"no corpora/dev in {data}", "pass the folder of the muc4 set")
    keys = _keys("\n".join(p.read_text("latin-1") for p in sorted(folder.glob("key*"))))
    for path in sorted(folder.glob("dev-muc3-*")):
        parts = _HEAD.split(path.read_text("latin-1"))
        for name, body in zip(parts[1::2], parts[2::2], strict=True):
            if name in keys:
                yield from _case(name, body, *keys[name])


def _keys(text: str) -> dict[str, tuple[str, tuple[str, ...]]]:
    """By message: the type and the one place of its templates, as names, the finest first."""
    found: dict[str, set[tuple[str, str]]] = {}
    for block in re.split(r"(?m)^0\.\s+MESSAGE: ID\s+", text)[1:]:
        place = re.search(r"(?m)^3\.\s+INCIDENT: LOCATION\s+(.*)$", block)
        kind = re.search(r"(?m)^4\.\s+INCIDENT: TYPE\s+(\w+)", block)
        if place and kind:
            found.setdefault(block.split()[0], set()).add((kind[1], place[1].strip()))
    made = {}
    for message, told in found.items():
        if len({place for _, place in told}) == 1:
            kind_of, where = min(told)
            names = [name_key(re.sub(r"\s*\(.*?\)\??", "", part)) for part in re.split(r":\s+", where)]
            if len(names) > 1 and not any(set("-/*") & set(n) for n in re.split(r":\s+", where)):
                made[message] = (kind_of, tuple(reversed(names[1:])))
    return made


def _case(name: str, body: str, kind: str, names: tuple[str, ...]) -> Iterator[MucCase]:
    text = _MARKS.sub("", body.strip())
    found = re.search(rf"(?i)\b(?:{TRIGGERS.get(kind, TRIGGERS['ATTACK'])})\b", text)
    if found:
        report = Report(name, text, OffsetMap.identity(len(text)), "")
        yield MucCase(report, report.span(*found.span()), names, sha256(name.encode()).digest()[0] % 2)


def by_name(case: MucCase, groups: Sequence[Sequence[PlaceMention]]) -> set[int]:
    """The right ones of some groups of mentions."""
    return case.right([g[0].where for g in groups])


def measured(data: Path, half: int | None = None) -> dict[str, float]:
    """Share of messages with the right place, where a place found can be right; ``half`` restricts."""
    gazetteer = default_gazetteer()
    right = dateline = away = total = 0
    for case in through(read_cases(data)):
        if half is not None and case.half != half:
            continue
        places = find_places(case.report, gazetteer)
        good = case.right([m.where for m in places])
        if not good:
            continue
        best = choose_incident_place(case.report, places, case.trigger, (), gazetteer)[0]
        hit = any(places[i].where.name == best.where.name for i in good)
        total += 1
        right += hit
        if not any(places[i].role == "dateline" for i in good):
            away += 1
            dateline += hit
    return {
        "messages": float(total),
        "right": right / max(1, total),
        "away from the bureau": float(away),
        "right away from the bureau": dateline / max(1, away),
        "right at the bureau": (right - dateline) / max(1, total - away),
    }


def run(data: Path) -> Evaluation:
    """The same for the half that fitted the weights, and for the other one: the honest figures."""
    return two_halves(
        "where-muc4", "dateline evaluate where-muc4 --data PATH", [measured(data, half) for half in (0, 1)]
    )
