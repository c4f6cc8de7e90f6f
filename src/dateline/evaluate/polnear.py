"""Sources against PolNeAR: who says what in political news (Newell et al., 2018), by overlap.

An attribution counts as found when its source and its content both overlap with those of the corpus,
one to one. ``strict`` asks that the two contents share at least half of their joint length.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dateline.assemble.extract import sources_of
from dateline.errors import InputError
from dateline.evaluate.progress import through
from dateline.evaluate.result import Evaluation
from dateline.model import OffsetMap, Report
from dateline.reader.sources import SourceMention

COMMAND = "dateline evaluate polnear --data PATH"
Pieces = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Attribution:
    """One attribution of the corpus; ``source`` is empty where the text names none."""

    source: Pieces
    cue: Pieces
    content: Pieces


def read_brat(path: Path) -> list[Attribution]:
    """The attributions of one brat file. Pieces are ``(start, end)`` in the text beside it."""
    spans: dict[str, Pieces] = {}
    events: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        fields = line.split("\t")
        if len(fields) < 2:
            continue
        if fields[0].startswith("T"):
            offsets = fields[1].split(" ", 1)[1]
            spans[fields[0]] = tuple(_pair(piece) for piece in offsets.split(";"))
        elif fields[0].startswith("E"):
            events.append(fields[1])
    found = []
    for event in events:
        parts: dict[str, Pieces] = {}
        for argument in event.split():
            role, _, name = argument.partition(":")
            role = role.rstrip("0123456789")
            parts[role] = parts.get(role, ()) + spans.get(name, ())
        if parts.get("Content"):
            found.append(Attribution(parts.get("Source", ()), parts.get("Cue", ()), parts["Content"]))
    return found


def _pair(piece: str) -> tuple[int, int]:
    start, end = piece.split()
    return int(start), int(end)


def documents(data: Path, part: str) -> Iterator[tuple[str, list[Attribution]]]:
    """``(text, attributions)`` of one part ("train" or "dev"), by file name; where several people
    annotated a document (the file names end in their id), the first of them."""
    marks: dict[str, Path] = {}
    for path in sorted((data / part / "attributions").glob("*.ann")):
        marks.setdefault(path.stem.rpartition("_")[0], path)
    for path in sorted((data / part / "text").glob("*.txt")):
        if path.stem in marks:
            yield path.read_bytes().decode("utf-8"), read_brat(marks[path.stem])


def _shared(pieces: Pieces, start: int, end: int) -> int:
    return sum(max(0, min(e, end) - max(s, start)) for s, e in pieces)


def _jaccard(pieces: Pieces, start: int, end: int) -> float:
    shared = _shared(pieces, start, end)
    joint = sum(e - s for s, e in pieces) + (end - start) - shared
    return shared / joint if joint else 0.0


def matches(gold: list[Attribution], found: list[SourceMention], least: float) -> int:
    """How many attributions are found, each by one mention; ``least`` is the smallest overlap of contents."""
    pairs = []
    for i, wanted in enumerate(gold):
        for j, mention in enumerate(found):
            content = mention.content_span
            share = _jaccard(wanted.content, content.start, content.end)
            source = mention.source_span
            same = not wanted.source or (
                source is not None and _shared(wanted.source, source.start, source.end) > 0
            )
            if share > least and same:
                pairs.append((share, -i, -j))
    taken_gold: set[int] = set()
    taken_found: set[int] = set()
    for _, i, j in sorted(pairs, reverse=True):
        if i not in taken_gold and j not in taken_found:
            taken_gold.add(i)
            taken_found.add(j)
    return len(taken_gold)


def _read(text: str) -> list[SourceMention]:
    """The attributions of one text, by the rules and by the reader that is chosen."""
    report = Report("r", text, OffsetMap.identity(len(text)), "0" * 64, language="en")
    return sources_of(report)


def score(data: Path, part: str, least: float) -> tuple[float, float, float, int]:
    """Precision, recall, F1 and number of documents of one part."""
    right = wanted = said = number = 0
    for text, gold in through(documents(data, part)):
        found = [s for s in _read(text) if s.source_span is not None]
        right += matches(gold, found, least)
        wanted += len(gold)
        said += len(found)
        number += 1
    precision, recall = right / max(said, 1), right / max(wanted, 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9), number


def run(data: Path) -> Evaluation:
    """Precision, recall and F1 of attributions on the parts that ``data`` has ("train", "dev"); the rules
    were made on "train" alone. Raises InputError where there is none."""
    rows: list[tuple[str, ...]] = []
    figures: dict[str, float] = {}
    for part in (p for p in ("train", "dev") if (data / p).is_dir()):
        for name, least in (("overlap", 0.0), ("strict", 0.5)):
            precision, recall, f1, number = score(data, part, least)
            rows.append((part, name, str(number), *(f"{100 * v:.1f}" for v in (precision, recall, f1))))
            figures |= {f"{part}_{name}_{k}": v for k, v in (("p", precision), ("r", recall), ("f1", f1))}
    if not rows:
        raise InputError(f"{data} has no articles of PolNeAR", "name the folder of train and dev with --data")
    notes = ("The rules were made on the train part only.",)
    columns = ("part", "match", "documents", "precision %", "recall %", "F1 %")
    return Evaluation("polnear", COMMAND, columns, tuple(rows), figures, notes)
