"""Texts of the public data sets that bear no marks of ours: what a better reader teaches a faster one."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from dateline.evaluate.scoring import lines_of
from dateline.train.reader.data import gva, muc4

#: A text with a name of its own.
Text = tuple[str, str]
_SHORT = 200  # characters; what is shorter tells of nothing that could be taught
_LONG = 3500  # characters: an account is in the first of them
_NO_SPACE_BEFORE = re.compile(r" (?=[.,:;!?%)\]’]|n't\b|'(?:s|re|ve|ll|d|m)\b|'(?=\s|$))")
_NO_SPACE_AFTER = re.compile(r"(?<=[(\[$“‘]) ")
_NOT = re.compile(r"(?i)\b(ca|do|does|did|was|were|is|are|has|have|had|wo|would|could|should) n't\b")


def texts(bench: Path) -> Iterator[Text]:
    """Modern news and the training messages of MUC-4, as far as they are under ``bench``. Nothing that a
    figure is measured on: of the archive of gun violence only the half to tune on."""
    for source in (_messages, _archive, _passages, _notes):
        for name, text in source(bench):
            if len(text) >= _SHORT:
                yield name, text[:_LONG]


def _messages(bench: Path) -> Iterator[Text]:
    folder = bench / "muc4"
    if folder.is_dir():
        yield from ((e.id, e.text) for e in muc4.examples(folder, "train"))


def _archive(bench: Path) -> Iterator[Text]:
    folder = bench / "gva"
    if folder.is_dir():
        yield from ((f"gva-{report.id}", report.text) for report, _ in gva.half_to_tune_on(folder))


def _passages(bench: Path) -> Iterator[Text]:
    """The passages of RAMS and the stories of WikiEvents, which are kept as words."""
    for path in sorted((bench / "rams").rglob("*.jsonlines")):
        if path.stem in ("dev", "test"):
            for told in lines_of(path):
                yield told["doc_key"], joined([word for sentence in told["sentences"] for word in sentence])
    for path in sorted((bench / "wikievents").rglob("*.jsonl")):
        for told in lines_of(path):
            if "tokens" in told:
                yield told["doc_id"], joined(told["tokens"])


def _notes(bench: Path) -> Iterator[Text]:
    """Notes on incidents in South Asia and Central America: the longest column of each row."""
    for path in sorted((bench / "conflibert").rglob("train.tsv")):
        with path.open(encoding="utf-8", newline="") as lines:
            for number, row in enumerate(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)):
                if row:
                    yield f"{path.parent.name}-{number}", max(row, key=len)


def joined(words: Sequence[str]) -> str:
    """Words of a treebank as they were written, nearly: blanks only where a newspaper has them."""
    text = _NOT.sub(r"\1n't", " ".join(words))
    return _NO_SPACE_AFTER.sub("", _NO_SPACE_BEFORE.sub("", text))
