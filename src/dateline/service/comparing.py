"""Readers by their names, language models among them; ``compare`` two of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.evaluate.compare import Agreement, Difference, agreement, differences
from dateline.ledger import Failed
from dateline.model import Account, Report
from dateline.service import language_model, rooms
from dateline.service.reading import extract_with

if TYPE_CHECKING:
    from dateline.reader.contract import Reader


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two readers make of the same pages."""

    agreement: Agreement
    differences: tuple[Difference, ...]
    failures: tuple[Failed, ...]


def choose_reader(name: str) -> None:
    """Read with another reader from now on: rules, base, an installed one, ``base+FILE.yaml`` (with the
    types of a codebook that it was not taught), or ``openai:MODEL``. Raises UsageError, ReaderError,
    CodebookError."""
    if name.startswith(language_model.PREFIX) or "+" in name:
        rooms.use_reader(reader_called(name))
    else:
        rooms.choose_reader(name)


def reader_called(name: str) -> Reader:
    """The reader of that name. Raises UsageError, ReaderError, CodebookError (``base+FILE.yaml``)."""
    if name.startswith(language_model.PREFIX):
        return language_model.reader_of(name, language_model.Settings.of(os.environ))[0]
    base, plus, file = name.partition("+")
    return rooms.few_shot_reader(base, file) if plus else rooms.reader_called(name)


def spent(name: str) -> str:
    """What reading with a language model took so far; "" for other readers."""
    if not name.startswith(language_model.PREFIX):
        return ""
    reader, server = language_model.reader_of(name, language_model.Settings.of(os.environ))
    return language_model.spent(reader.tally, server)


def compare(
    paths: Iterable[str | Path],
    left: str,
    right: str,
    progress: Callable[[int, int], None] = lambda count, consumed: None,
) -> Comparison:
    """Read pages with two readers and tell where they differ; ``progress`` hears of the pages that are done
    and of the bytes of the input that were taken in. Raises UsageError, ReaderError."""
    readers = reader_called(left), reader_called(right)
    told: list[tuple[Report, list[Account], list[Account]]] = []
    failures: list[Failed] = []
    taken = 0

    def took(consumed: int) -> None:
        nonlocal taken
        taken = consumed

    for count, item in enumerate(_both(paths, readers, took), 1):
        progress(count, taken)
        if isinstance(item, Failed):
            failures.append(item)
        else:
            told.append(item)
    found = tuple(d for report, one, other in told for d in differences(report, one, other))
    return Comparison(agreement(told), found, tuple(failures))


def _both(
    paths: Iterable[str | Path], readers: tuple[Reader, Reader], took: Callable[[int], None]
) -> Iterator[tuple[Report, list[Account], list[Account]] | Failed]:
    def use(reports: list[Report]) -> list[tuple[list[Account], list[Account]]]:
        one, other = (rooms.extract_with(reports, reader) for reader in readers)
        return list(zip(one, other, strict=True))

    for item in extract_with(paths, use, took):
        yield item if isinstance(item, Failed) else (item[0], *item[1])
