"""``import``: a table that the user holds becomes a source in the ledger; ``coverage``: what either side
lacks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from dateline.codebook.shapes import Coded, RowError
from dateline.evaluate.coverage import Coverage, coverage_of
from dateline.ledger import Entry, Failed, Fate, Filter, Ledger, page_key
from dateline.service import rooms
from dateline.service.asking import gather, incidents
from dateline.service.joining import bring_up_to_date
from dateline.service.table_files import TableFile

#: Rows in one transaction, and rows after which the ledger is linked: the memory that is needed does not
#: grow with the file.
BATCH, LINK_EVERY = 256, 2_048
_MOST_FAILURES = 1_000


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


@dataclass(frozen=True, slots=True)
class Checked:
    """What a table holds: rows that can be read, and those that cannot, with their lines."""

    shape: str
    rows: int
    failed: int
    failures: tuple[Failed, ...]
    odd_lines: int


#: Told of the rows that are done and of the bytes of the file that they took.
Progress = Callable[[int, int], None]


def _silent(rows: int, consumed: int) -> None:
    """Progress for nobody."""


def import_table(ledger: Ledger, path: Path, source: str = "", progress: Progress = _silent) -> Imported:
    """Read a CSV shaped like ACLED's, UCDP GED's or GTD's into ``ledger``, row by row, as the source
    ``source`` (default: the shape's name). A row that cannot be read is told with its line and stops
    nothing. After a kill the same command goes on: rows that are there are passed over. Raises InputError for
    a file of another form."""
    table = TableFile(path)
    source = (source or table.shape.name).replace(":", " ").strip() or table.shape.name
    fates = dict.fromkeys(Fate, 0)
    refused = _Refused(path.name)
    rows = refused.without(table)
    waiting = 0
    while batch := list(islice(rows, BATCH)):
        waiting += _store(ledger, batch, source, fates)
        progress(sum(fates.values()) + refused.count, table.consumed)
        if waiting >= LINK_EVERY:
            bring_up_to_date(ledger)
            waiting = 0
    bring_up_to_date(ledger)
    counts = {fate.value: number for fate, number in fates.items()}
    failures = tuple(refused.failures)
    return Imported(
        table.shape.name, source, **counts, failed=refused.count, failures=failures, odd_lines=table.odd_lines
    )


def check_table(path: Path, progress: Progress = _silent) -> Checked:
    """Read a table as :func:`import_table` does, and store nothing. Raises InputError."""
    table = TableFile(path)
    refused = _Refused(path.name)
    rows = 0
    for rows, _ in enumerate(refused.without(table), 1):
        if not rows % BATCH:
            progress(rows + refused.count, table.consumed)
    return Checked(table.shape.name, rows, refused.count, tuple(refused.failures), table.odd_lines)


class _Refused:
    """The rows that cannot be read: all are counted, the first are kept."""

    def __init__(self, name: str) -> None:
        self._name, self.count = name, 0
        self.failures: list[Failed] = []

    def without(self, table: TableFile) -> Iterator[Coded]:
        """The rows that can be read."""
        for line, row in table:
            if isinstance(row, RowError):
                self.count += 1
                if len(self.failures) < _MOST_FAILURES:
                    mend = "mend the row and import again"
                    self.failures.append(Failed(f"{self._name}:{line}", str(row), mend))
            else:
                yield row


def _store(ledger: Ledger, batch: list[Coded], source: str, fates: dict[Fate, int]) -> int:
    """Store a batch as one transaction; how many of its rows were not there."""
    from dateline.reader.imported import VERSION  # a gazetteer is loaded with it

    keys = [page_key(rooms.page_of_row(row, source)) for row in batch]
    there = ledger.known_pages(keys, VERSION)
    fresh = [row for row, key in zip(batch, keys, strict=True) if key not in there]
    fates[Fate.KNOWN] += len(batch) - len(fresh)
    told = (rooms.imported(row, source) for row in fresh)
    entries = [Entry(page, report, (account,), VERSION) for page, report, account in told]
    for done in ledger.add(entries) if entries else ():
        fates[done.fate] += 1
    return len(fresh)


def coverage(ledger: Ledger, wanted: Filter | None = None) -> Coverage:
    """What the imported sources and the reports of a ledger have in common, and what either lacks."""
    material = gather(ledger, incidents(ledger, wanted))
    return coverage_of(material.incidents, {name: r.table for name, r in material.reports.items()})
