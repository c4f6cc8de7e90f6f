"""Time expressions: spans and values against gold, with the measures of TempEval-3.

UzZaman et al., "SemEval-2013 Task 1: TempEval-3", section 4: strict and relaxed span precision, recall
and F1; value F1 is relaxed F1 times the share of matched spans whose value is right.

Two kinds of gold are read, whichever the folder holds:

- ``*.tml``: TimeML documents with TIMEX3 elements in their TEXT. Everything that is found in running
  text counts against precision. Files in which only the creation time is marked are left out.
- ``timenorm_tsv/datasets/<language>/*.tsv``: expression, type, value; blocks of a document begin with its
  creation time. The sentences around the expressions are not in these files, so tense is unknown, and
  precision only counts what is found beside the gold span within an expression.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from dateline.evaluate.progress import through
from dateline.evaluate.result import Evaluation
from dateline.model import Published
from dateline.resolve.when import find_times

_GAP = ".\n\n"


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """A text, the day it counts from, and its gold: ``(start, end, type, value)``."""

    name: str
    text: str
    created: date
    language: str
    gold: tuple[tuple[int, int, str, str], ...]


@dataclass(slots=True)
class Tally:
    """Counts over documents; ``missed`` and ``wrong`` keep examples for reading."""

    gold: int = 0
    found: int = 0
    strict: int = 0
    relaxed: int = 0
    value: int = 0
    type: int = 0
    errors: list[tuple[str, str, str, str]] = field(default_factory=list)

    def f1(self, hits: int) -> float:
        """Harmonic mean of precision and recall for ``hits``."""
        return 2 * hits / (self.gold + self.found) if self.gold + self.found else 0.0

    def add(self, document: GoldDocument) -> None:
        """Finds the times of one document and counts them against its gold (one to one, in order)."""
        day = document.created
        published = Published(day.isoformat(), day, day, how="exact")
        mentions = find_times(document.text, document.name, published, document.language)
        self.gold += len(document.gold)
        self.found += len(mentions)
        used: set[int] = set()
        for start, end, kind, value in document.gold:
            hit = _best(mentions, start, end, used)
            words = document.text[start:end]
            if hit is None:
                self.errors.append(("missed", words, value, ""))
                continue
            used.add(hit)
            mention = mentions[hit]
            self.relaxed += 1
            self.strict += (mention.span.start, mention.span.end) == (start, end)
            self.type += mention.kind.upper() == kind
            if same_value(mention.timex_value, value):
                self.value += 1
            else:
                self.errors.append(("value", words, value, mention.timex_value))
        for index, mention in enumerate(mentions):
            if index not in used:
                self.errors.append(
                    ("extra", document.text[mention.span.start : mention.span.end], "", mention.timex_value)
                )


def _best(mentions: list, start: int, end: int, used: set[int]) -> int | None:  # type: ignore[type-arg]
    best, overlap = None, 0
    for index, mention in enumerate(mentions):
        common = min(end, mention.span.end) - max(start, mention.span.start)
        if index not in used and common > overlap:
            best, overlap = index, common
    return best


def same_value(found: str, gold: str) -> bool:
    """Whether two TIMEX3 values are the same: ``T03:30`` and ``T03:30:00`` are, and case does not count."""
    return _plain(found) == _plain(gold)


def _plain(value: str) -> str:
    value = value.strip().upper()
    return re.sub(r"(T\d\d:\d\d):00$", r"\1", value).removesuffix("Z")


def read_tsv(path: Path, language: str) -> Iterator[GoldDocument]:
    """Documents of a timenorm table; blocks whose first row is no day are left out."""
    for number, block in enumerate(re.split(r"\n\s*\n", path.read_text(encoding="utf-8"))):
        rows = [row.split("\t") for row in block.strip().splitlines() if row.count("\t") == 2]
        day = re.match(r"(\d{4})-?(\d\d)-?(\d\d)", rows[0][2]) if rows else None
        if not day:
            continue
        text, gold = "", []
        for words, kind, value in rows[1:]:
            gold.append((len(text), len(text) + len(words), kind, value))
            text += words + _GAP
        created = date(int(day[1]), int(day[2]), int(day[3]))
        yield GoldDocument(f"{path.name}:{number}", text, created, language, tuple(gold))


def read_tml(path: Path) -> GoldDocument | None:
    """A TimeML document, or None when nothing but its creation time is marked."""
    root = ElementTree.parse(path).getroot()
    stamp = next((t for t in root.iter("TIMEX3") if t.get("functionInDocument") == "CREATION_TIME"), None)
    body = root.find("TEXT")
    day = re.match(r"(\d{4})-?(\d\d)-?(\d\d)", stamp.get("value", "")) if stamp is not None else None
    if body is None or day is None:
        return None
    pieces: list[str] = []
    gold: list[tuple[int, int, str, str]] = []
    _walk(body, pieces, gold)
    if not gold:
        return None
    created = date(int(day[1]), int(day[2]), int(day[3]))
    return GoldDocument(path.name, "".join(pieces), created, "en", tuple(gold))


def _walk(node: ElementTree.Element, pieces: list[str], gold: list[tuple[int, int, str, str]]) -> None:
    start = sum(map(len, pieces))
    pieces.append(node.text or "")
    for child in node:
        _walk(child, pieces, gold)
        pieces.append(child.tail or "")
    if node.tag == "TIMEX3":
        gold.append((start, sum(map(len, pieces)), node.get("type", ""), node.get("value", "")))
    if node.tag == "s":
        pieces.append("\n")


def parts(data: Path) -> Iterator[tuple[str, list[GoldDocument]]]:
    """The named parts of a folder that carry gold values."""
    for table in sorted(data.glob("**/datasets/*/*.tsv")):
        language = table.parent.name
        yield f"timenorm {language} {table.stem}", list(read_tsv(table, language))
    for folder in sorted({path.parent for path in data.glob("**/*.tml")}):
        documents = [d for path in sorted(folder.glob("*.tml")) if (d := read_tml(path)) is not None]
        if documents:
            yield folder.name, documents


def run(data: Path) -> Evaluation:
    """Scores every part of ``data`` that carries gold values; parts without are named in the notes."""
    rows: list[tuple[str, ...]] = []
    figures: dict[str, float] = {}
    for name, documents in parts(data):
        tally = Tally()
        for document in through(documents):
            tally.add(document)
        strict, relaxed, value = tally.f1(tally.strict), tally.f1(tally.relaxed), tally.f1(tally.value)
        kind = tally.f1(tally.type)
        rows.append(
            (
                name,
                str(len(documents)),
                str(tally.gold),
                *(f"{100 * x:.1f}" for x in (strict, relaxed, value, kind)),
            )
        )
        key = name.replace(" ", "_")
        figures |= {f"{key}_strict": strict, f"{key}_relaxed": relaxed, f"{key}_value": value}
    bare = sorted({p.parent.name for p in data.glob("**/*.tml")} - {row[0] for row in rows})
    notes = ["value F1 is relaxed F1 times the share of matched spans with the right value (TempEval-3)"]
    if any(row[0].startswith("timenorm") for row in rows):
        notes.append(
            "timenorm rows are expressions without their sentences: no tense to go by, precision flatters"
        )
    if bare:
        notes.append("only creation times are marked, not scored: " + ", ".join(bare))
    columns = ("part", "documents", "expressions", "strict F1", "relaxed F1", "value F1", "type F1")
    return Evaluation(
        "timex", "dateline evaluate timex --data PATH", columns, tuple(rows), figures, tuple(notes)
    )
