"""Marked reports: the project's own corpus, read from a form that a person can write and review.

The format is described in ``examples/corpus/README.md``; ``python -m dateline.evaluate.marked FOLDER``
checks files.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from dateline.codebook import load as load_codebook
from dateline.errors import InputError
from dateline.model import ActorRole, ClaimStance, Effect, Group, Stage, Stance
from dateline.reader.parts import settled_part

ROLES = tuple(r.value for r in ActorRole if r is not ActorRole.CLAIMANT)
EFFECTS = tuple(e.value for e in Effect)
CLAIMS = tuple(c.value for c in ClaimStance)
LABELS = frozenset(("ev", *ROLES, "thing", "weapon", "where", "when", *EFFECTS, "src", *CLAIMS, "by"))
STANCES = {"": Stance.ASSERTED, "?": Stance.DOUBTED, "~": Stance.CLAIMED, "!": Stance.DENIED}
VOICES = frozenset(("wire", "broadcast", "local", "ngo", "official"))
_LABEL = re.compile(r"(?P<label>[a-z]+)(?P<stance>[?~!]?)(?:\s+(?P<incidents>[a-z](?:,[a-z])*))?")
_WORDS = range(110, 421)


@dataclass(frozen=True, slots=True)
class Mark:
    """Marked words: ``start``/``end`` in the text without marks, the label, the incidents' letters ("" for
    sources) and the stance."""

    start: int
    end: int
    label: str
    incidents: tuple[str, ...]
    stance: Stance


@dataclass(frozen=True, slots=True)
class MarkedIncident:
    """One incident as the header tells it; ``sides`` and ``claims`` are ``(role or kind, wordings…)``."""

    type: str
    subtype: str
    stage: Stage
    main: bool
    when: str | None
    where: tuple[str, ...]
    sides: tuple[tuple[str, ...], ...]
    tolls: tuple[tuple[Any, ...], ...]
    claims: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class MarkedReport:
    """A report with its gold reading. ``text`` holds no marks; ``marks`` are in reading order."""

    id: str
    title: str
    outlet: str
    published: date
    text: str
    marks: tuple[Mark, ...]
    incidents: dict[str, MarkedIncident]
    about: dict[str, Any] = field(default_factory=dict)


def part(report_id: str) -> str:
    """``"test"`` for a stable third of the reports, ``"train"`` for the others."""
    return "test" if hashlib.sha256(report_id.encode()).digest()[0] % 3 == 0 else "train"


def read(folder: Path) -> Iterator[MarkedReport]:
    """Every ``*.txt`` under ``folder``, by name. Raises InputError with file and fault at the first bad
    one."""
    for path in sorted(folder.rglob("*.txt")):
        report, faults = parse(path.read_text("utf-8"))
        if report is None or faults:
            raise InputError(f"{path.name}: {faults[0]}", "see examples/corpus/README.md")
        yield report


def parse(raw: str) -> tuple[MarkedReport | None, list[str]]:
    """The report in a file's text, and what is wrong with it (None where it cannot be read at all)."""
    head = re.match(r"---\n(.*?)\n---\n(.*)", raw, re.S)
    if head is None:
        return None, ["no header between two lines of ---"]
    try:
        about = yaml.safe_load(head[1])
    except yaml.YAMLError as error:
        return None, [f"header: {' '.join(str(error).split())}"]
    first_line = raw[: head.start(2)].count("\n") + 1
    text, marks, faults = _marks(head[2].strip("\n"), first_line)
    try:
        incidents = {str(k): _incident(v) for k, v in (about.get("incidents") or {}).items()}
        report = MarkedReport(
            str(about["id"]), about["title"], about["outlet"], _day(about["published"]), text, tuple(marks),
            incidents, about,
        )  # fmt: skip
    except (KeyError, ValueError, TypeError, AttributeError, IndexError) as error:
        return None, [*faults, f"header: {type(error).__name__} {error}"]
    return _with_settled_parts(report), [*faults, *_faults(report)]


def _day(value: Any) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def _incident(told: dict[str, Any]) -> MarkedIncident:
    kind, _, subtype = told["type"].partition("/")
    when = told.get("when")
    return MarkedIncident(
        type=kind,
        subtype=subtype,
        stage=Stage(told.get("stage", "accomplished")),
        main=bool(told["main"]),
        when=None if when is None else str(when),
        where=tuple(str(w) for w in told.get("where") or ()),
        sides=tuple(tuple(str(w) for w in s) for s in told.get("sides") or ()),
        tolls=tuple(tuple(t) for t in told.get("tolls") or ()),
        claims=tuple(tuple(str(w) for w in c) for c in told.get("claims") or ()),
    )


def _marks(marked: str, first_line: int) -> tuple[str, list[Mark], list[str]]:
    """The text without its marks, the marks, and faults by line."""
    out: list[str] = []
    length, at = 0, 0
    open_at: list[int] = []
    marks: list[Mark] = []
    faults: list[str] = []
    while at < len(marked):
        char = marked[at]
        line = first_line + marked.count("\n", 0, at)
        if char == "{":
            open_at.append(length)
        elif char == "|" and open_at:
            close = marked.find("}", at)
            label = marked[at + 1 : close] if close > 0 else ""
            start = open_at.pop()
            marks += _labels(label, start, length, f"line {line}", faults)
            at = close if close > 0 else len(marked)
        elif char in "{}|":
            faults.append(f"line {line}: a stray {char!r}")
        else:
            out.append(char)
            length += 1
        at += 1
    if open_at:
        faults.append("a mark that is opened is never closed")
    marks.sort(key=lambda m: (m.start, -m.end, m.label))
    return "".join(out), marks, faults


def _labels(label: str, start: int, end: int, line: str, faults: list[str]) -> Iterator[Mark]:
    if end <= start:
        faults.append(f"{line}: a mark without words")
        return
    for one in label.split(";"):
        match = _LABEL.fullmatch(one.strip())
        if match is None or match["label"] not in LABELS:
            faults.append(f"{line}: no such label: {one.strip()!r}")
            continue
        incidents = tuple((match["incidents"] or "").split(",")) if match["incidents"] else ()
        if (match["label"] == "src") == bool(incidents):
            faults.append(f"{line}: {one.strip()!r}: all labels but src name their incident")
        yield Mark(start, end, match["label"], incidents, STANCES[match["stance"]])


@cache
def _types() -> frozenset[tuple[str, str]]:
    codebook = load_codebook("dateline")
    return frozenset((t.type, s) for t in codebook.types for s in ("", *(u.subtype for u in t.subtypes)))


def _with_settled_parts(report: MarkedReport) -> MarkedReport:
    kinds = {letter: incident.type for letter, incident in report.incidents.items()}
    marks = tuple(
        replace(mark, label=settled_part(kinds.get(mark.incidents[0], ""), mark.label))
        if mark.incidents
        else mark
        for mark in report.marks
    )
    incidents = {
        letter: replace(
            one, sides=tuple((settled_part(one.type, role), *names) for role, *names in one.sides)
        )
        for letter, one in report.incidents.items()
    }
    return replace(
        report, marks=tuple(_with_settled_stance(mark, marks) for mark in marks), incidents=incidents
    )


def _with_settled_stance(mark: Mark, marks: Sequence[Mark]) -> Mark:
    """A perpetrator by words of a claim is only claimed to be one, and who is blamed is doubted:
    some files mark such words as asserted and some do not, though neither assert anything."""
    if mark.label != "perpetrator" or mark.stance is not Stance.ASSERTED:
        return mark
    own = [
        m.label
        for m in marks
        if m.start < mark.end and mark.start < m.end and set(m.incidents) & set(mark.incidents)
    ]
    if "blamed" in own:
        return replace(mark, stance=Stance.DOUBTED)
    return replace(mark, stance=Stance.CLAIMED) if "claims" in own else mark


def _faults(report: MarkedReport) -> Iterator[str]:
    words = len(report.text.split())
    if words not in _WORDS:
        yield f"{words} words"
    if report.about.get("voice") not in VOICES or report.about.get("invented") is not True:
        yield "voice and invented: see the README"
    for mark in report.marks:
        quote = report.text[mark.start : mark.end]
        if quote != quote.strip() or "\n\n" in quote or len(quote) > 120:
            yield f"odd marked words: {quote!r}"
        for letter in mark.incidents:
            if letter not in report.incidents:
                yield f"{quote!r}: incident {letter!r} is not in the header"
    if report.incidents and sum(i.main for i in report.incidents.values()) < 1:
        yield "no incident is main"
    for letter, incident in report.incidents.items():
        for fault in _incident_faults(report, letter, incident):
            yield f"incident {letter}: {fault}"


def _incident_faults(report: MarkedReport, letter: str, incident: MarkedIncident) -> Iterator[str]:
    own = [m for m in report.marks if letter in m.incidents]
    labels = {m.label for m in own}
    if "ev" not in labels:
        yield "no ev mark"
    if (incident.type, incident.subtype) not in _types():
        yield f"no such type: {incident.type}/{incident.subtype}"
    if incident.when is not None and not re.fullmatch(r"[\dX./~?-]{4,30}", incident.when):
        yield f"when: {incident.when!r} is no EDTF"
    for what, allowed, rows in (("sides", ROLES, incident.sides), ("claims", CLAIMS, incident.claims)):
        for kind, *names in rows:
            if kind not in allowed or not names:
                yield f"{what}: {kind!r} {names}"
            # a blamed party is followed by who blames it; the report itself may do so, in other words
            for name in names[:1] if what == "claims" else names:
                if name.casefold() not in report.text.casefold():
                    yield f"{what}: {name!r} does not stand in the text"
            if kind not in labels:
                yield f"{what}: no words are marked {kind}"
    for effect, group, *numbers in incident.tolls:
        known = [n for n in numbers if n is not None]
        if effect not in EFFECTS or group not in set(Group) or len(numbers) != 3 or known != sorted(known):
            yield f"tolls: {[effect, group, *numbers]}"
        if effect not in labels:
            yield f"tolls: no words are marked {effect}"


def main(arguments: Sequence[str]) -> int:
    """Check files or folders; print what is wrong, by file."""
    bad = count = 0
    for path in _files(arguments):
        count += 1
        report, faults = parse(path.read_text("utf-8"))
        if report is not None and report.id != path.stem:
            faults.append(f"id is {report.id!r}, the file's name is {path.stem!r}")
        bad += bool(faults)
        for fault in faults:
            print(f"{path.name}: {fault}")
    print(f"{count} reports, {bad} with faults")
    return 1 if bad else 0


def _files(arguments: Iterable[str]) -> Iterator[Path]:
    for argument in arguments:
        path = Path(argument)
        yield from sorted(path.rglob("*.txt")) if path.is_dir() else [path]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
