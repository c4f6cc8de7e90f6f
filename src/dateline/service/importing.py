"""``import``: a table that the user holds becomes a source in the ledger; ``coverage``: what either side
lacks."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from dateline.codebook.shapes import RowError, Shape, nearest, shape_of
from dateline.codebook.shapes import read_row as coded_row
from dateline.errors import InputError
from dateline.evaluate.coverage import Coverage, coverage_of
from dateline.ledger import Entry, Failed, Fate, Filter, Ledger
from dateline.service import rooms
from dateline.service.asking import gather, incidents
from dateline.service.joining import bring_up_to_date

#: Rows in one transaction, and rows after which the ledger is linked: the memory that is needed does not
#: grow with the file.
BATCH, LINK_EVERY = 256, 2_048
_MOST_FAILURES = 1_000
_FIRST = 1 << 16


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did. ``odd_lines`` are those that were not in UTF-8 and were read as Windows-1252."""

    shape: str
    source: str
    new: int = 0
    known: int = 0
    superseded: int = 0
    failed: int = 0
    failures: tuple[Failed, ...] = ()
    odd_lines: int = 0


def import_table(ledger: Ledger, path: Path, source: str = "") -> Imported:
    """Read a CSV shaped like ACLED's, UCDP GED's or GTD's into ``ledger``, row by row, as the source
    ``source`` (default: the shape's name). A row that cannot be read is told with its line and stops
    nothing. Raises InputError for a file of another form."""
    lines = _Lines(path)
    reader = csv.reader(lines, delimiter=lines.delimiter)
    header = [name.strip().lstrip("\ufeff") for name in next(_rows(reader), (0, []))[1]]
    shape = _shape(path, header)
    source = (source or shape.name).replace(":", " ").strip() or shape.name
    fates = dict.fromkeys(Fate, 0)
    failures: list[Failed] = []
    failed = waiting = 0
    batch: list[Entry] = []
    for line, cells in _rows(reader):
        if not any(cells):
            continue
        try:
            batch.append(
                _entry(shape, dict(zip(header, cells, strict=False)), len(cells) - len(header), source)
            )
        except RowError as error:
            failed += 1
            if len(failures) < _MOST_FAILURES:
                failures.append(Failed(f"{path.name}:{line}", str(error), "mend the row and import again"))
        if len(batch) >= BATCH:
            waiting += _store(ledger, batch, fates)
        if waiting >= LINK_EVERY:
            bring_up_to_date(ledger)
            waiting = 0
    _store(ledger, batch, fates)
    bring_up_to_date(ledger)
    counts = {fate.value: number for fate, number in fates.items()}
    return Imported(
        shape.name, source, **counts, failed=failed, failures=tuple(failures), odd_lines=lines.odd
    )


def _shape(path: Path, header: list[str]) -> Shape:
    found = shape_of(header)
    if found is None:
        close = nearest(header)
        missing = ", ".join(close.missing(header)[:5])
        known = "acled, ucdp-ged, gtd"
        raise InputError(
            f"{path} is not shaped like a table that is known ({known}); "
            f"nearest is {close.name}, without {missing}",
            "give the file as the provider publishes it, with its header",
        )
    return found


def _entry(shape: Shape, row: dict[str, str], beyond: int, source: str) -> Entry:
    if beyond:
        raise RowError(f"{abs(beyond)} cells {'more' if beyond > 0 else 'fewer'} than the header has")
    page, report, account = rooms.imported(coded_row(shape, row), source)
    return Entry(page, report, (account,), rooms.import_version())


def _store(ledger: Ledger, batch: list[Entry], fates: dict[Fate, int]) -> int:
    for done in ledger.add(batch) if batch else ():
        fates[done.fate] += 1
    stored = len(batch)
    batch.clear()
    return stored


def _rows(reader: Iterable[list[str]]) -> Iterator[tuple[int, list[str]]]:
    """Line number and cells; a cell beyond the limit of the csv module ends the row, not the file."""
    source = iter(reader)
    while True:
        try:
            cells = next(source)
        except StopIteration:
            return
        except csv.Error as error:
            yield getattr(reader, "line_num", 0), [f"({error})"]
            continue
        yield getattr(reader, "line_num", 0), cells


class _Lines:
    """The lines of a file as text, one at a time: UTF-8 (or UTF-16 by its mark), else line by line
    Windows-1252, in which older exports are. Raises InputError for what is no text."""

    def __init__(self, path: Path) -> None:
        self._path, self.odd = path, 0
        try:
            with path.open("rb") as file:
                first = file.read(_FIRST)
        except OSError as error:
            raise InputError(f"{path} cannot be read ({error.strerror})", "check the path") from error
        if first.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
            raise InputError(f"{path} is a spreadsheet or an archive", "save it as CSV (UTF-8) first")
        self._wide = "utf-16" if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else ""
        if not self._wide and first.count(b"\x00") > len(first) // 10:
            raise InputError(f"{path} is no text", "save it as CSV (UTF-8) first")
        if not first.strip():
            raise InputError(f"{path} is empty", "give a CSV file with a header")
        head = first.decode(self._wide or "utf-8", "replace").splitlines()[0]
        self.delimiter = max(",;\t|", key=head.count)

    def __iter__(self) -> Iterator[str]:
        if self._wide:
            with self._path.open(encoding=self._wide, errors="replace", newline="") as text:
                yield from text
            return
        with self._path.open("rb") as file:
            for line in file:
                try:
                    told = line.decode("utf-8")
                except UnicodeDecodeError:
                    self.odd += 1
                    told = line.decode("cp1252", "replace")
                yield told.replace("\x00", "")


def coverage(ledger: Ledger, wanted: Filter | None = None) -> Coverage:
    """What the imported sources and the reports of a ledger have in common, and what either lacks."""
    material = gather(ledger, incidents(ledger, wanted))
    return coverage_of(material.incidents, {name: rooms.source_of(r) for name, r in material.reports.items()})
