"""Texts that are, or are not, about an incident: what the first filter is made from and measured on.

Each set is split into a part to make the filter from and a part held back: by incident, outlet or the set's
own parts. ``relevant`` is None where nobody says: MUC-4 leaves out violence of other kinds than its own,
and a report that it calls irrelevant may be relevant here.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from dateline.errors import DatelineError, InputError
from dateline.evaluate import marked, polnear
from dateline.evaluate.geoparsing_corpora import CORPORA, read_corpus
from dateline.evaluate.tolls_gva import half
from dateline.ingest import read as read_page
from dateline.model import Page

# Incident types of CASE 2021 that the codebook has none for, and those that it may have one for.
_CASE_NOT, _CASE_OPEN = (
    frozenset(("NATURAL_DISASTER", "OTHER")),
    frozenset(("MAN_MADE_DISASTER", "DIPLO", "ATTRIB")),
)
_RAMS = ("conflict.", "life.die", "life.injure", "justice.arrest", "artifactexistence.damagedestroy")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text with what is known of it. ``held`` texts are measured on and never fitted to; ``trusted`` is
    False where the whole set is mostly irrelevant and nobody looked at this one."""

    set: str
    title: str
    text: str
    relevant: bool | None
    held: bool
    trusted: bool = True


def read_all(bench: Path, corpus: Path | None = None) -> Iterator[Labelled]:
    """All texts of the folders under ``bench`` that are there, and of the project's own corpus. Raises
    InputError where there are none."""
    readers = {
        "muc4": _muc4, "gva": _gva, "conflibert": _conflibert, "ceha": _ceha, "case2021": _case,
        "rams": _rams, "wikievents": _wikievents, "polnear": _polnear,
        "geoparsing": _geoparsing, "page_dates": _pages,
    }  # fmt: skip
    there = [name for name in readers if (bench / name).is_dir()]
    if not there:
        raise InputError(f"{bench} holds none of {', '.join(readers)}", "name the folder that holds them")
    if corpus is not None:
        for one in marked.read(corpus):
            held = marked.part(one.id) == "test"
            yield Labelled("corpus", one.title, one.text, bool(one.incidents), held)
    for name in there:
        yield from readers[name](bench / name)


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _odd(key: str) -> bool:
    return sha256(key.encode()).digest()[0] % 2 == 1


def _muc4(data: Path) -> Iterator[Labelled]:
    for part in ("train", "dev"):
        for told in _lines(data / "gtt" / f"{part}.jsonl"):
            yield Labelled("muc4", "", told["doctext"], bool(told["templates"]) or None, part == "dev")


def _gva(data: Path) -> Iterator[Labelled]:
    for told in _lines(data / "reports.jsonl"):
        held = half(str(told["incident_id"])) == 1
        yield Labelled("gva", told["title"] or "", told["text"] or "", True, held)


def _conflibert(data: Path) -> Iterator[Labelled]:
    """Notes of incidents (SATP), all relevant; analyses of organised crime (InSight Crime), relevant where
    one of its kinds is ticked."""
    for part in ("train", "dev", "test"):
        for name, path in (("satp", data / "satp_relevant"), ("insightcrime", data / "insightCrime")):
            for line in (path / f"{part}.tsv").read_text("utf-8").splitlines():
                text, *ticks = line.split("\t")
                yield Labelled(name, "", text, True if "1" in ticks else None, part == "test")


def _ceha(data: Path) -> Iterator[Labelled]:
    """All held back. What is outside the Horn of Africa or sums up several incidents is irrelevant only
    there."""
    with (data / "data" / "CEHA_dataset.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            values = list(row.values())
            verdict = True if values[9] == "Yes" else False if values[10].startswith("2") else None
            yield Labelled("ceha", "", row["Event Description"], verdict, True)


def _case(data: Path) -> Iterator[Labelled]:
    path = data / "task2" / "test_dataset" / "test_set_final_release_with_labels.tsv"
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            text, kind = row["EventSnippet"], row["SubType"]
            relevant = None if kind in _CASE_OPEN else kind not in _CASE_NOT
            yield Labelled("case2021", "", text, relevant, _odd(text))


def _rams(data: Path) -> Iterator[Labelled]:
    """Passages of five sentences around one event."""
    for part in ("dev", "test"):
        for told in _lines(data / "data" / "rams" / f"{part}.jsonlines"):
            kind = told["evt_triggers"][0][2][0][0]
            text = " ".join(word for sentence in told["sentences"] for word in sentence)
            yield Labelled("rams", "", text, kind.startswith(_RAMS) or None, part == "test")


def _wikievents(data: Path) -> Iterator[Labelled]:
    for part in ("dev", "test"):
        for told in _lines(data / "data" / "wikievents" / f"{part}.jsonl"):
            yield Labelled("wikievents", "", told["text"], True, part == "test")


def _polnear(data: Path) -> Iterator[Labelled]:
    for part in ("train", "dev"):
        for text, _ in polnear.documents(data, part):
            yield Labelled("polnear", "", text, False, part == "dev", False)


def _geoparsing(data: Path) -> Iterator[Labelled]:
    """Local news, news of all kinds, and articles on epidemics."""
    for name in CORPORA:
        for article in read_corpus(data, name):
            report = article.report
            yield Labelled(name.lower(), report.title or "", report.text, False, article.half == 1, False)


def _pages(data: Path) -> Iterator[Labelled]:
    """Pages from all over the web, those in English."""
    for path in sorted((data / "html").iterdir()):
        try:
            report = read_page(Page(path.read_bytes(), "text/html", origin=path.name))
        except DatelineError:
            continue
        if report.language == "en":
            yield Labelled("pages", report.title or "", report.text, False, _odd(path.name), False)
