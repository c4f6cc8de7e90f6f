"""A table that a user holds, row by row: its shape, its lines in whatever encoding, and the rows that cannot
be read."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from dateline.codebook.shapes import Coded, RowError, Shape, nearest, read_row, shape_of
from dateline.errors import InputError

_FIRST = 1 << 16


class TableFile:
    """A CSV shaped like ACLED's, UCDP GED's or GTD's. It is read line by line: the memory that is needed does
    not grow with the file. Raises InputError for a file of another form."""

    def __init__(self, path: Path) -> None:
        self._lines = _Lines(path)
        self._reader = csv.reader(self._lines, delimiter=self._lines.delimiter)
        self._cells = _cells(self._reader)
        self._header = [name.strip().lstrip("\ufeff") for name in next(self._cells, (0, []))[1]]
        self.shape = _shape(path, self._header)

    @property
    def odd_lines(self) -> int:
        """How many of the lines so far were not in UTF-8 and were read as Windows-1252."""
        return self._lines.odd

    @property
    def consumed(self) -> int:
        """Bytes of the file that were read so far."""
        return self._lines.consumed

    def __iter__(self) -> Iterator[tuple[int, Coded | RowError]]:
        """Line number, and what the row says or why it cannot be read. Empty rows are left out."""
        shape, header = self.shape, self._header
        for line, cells in self._cells:
            if not any(cells):
                continue
            beyond = len(cells) - len(header)
            if beyond:
                words = f"{abs(beyond)} cells {'more' if beyond > 0 else 'fewer'} than the header has"
                yield line, RowError(words)
                continue
            try:
                yield line, read_row(shape, dict(zip(header, cells, strict=True)))
            except RowError as error:
                yield line, error


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


def _cells(reader: Iterable[list[str]]) -> Iterator[tuple[int, list[str]]]:
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
        self._path, self.odd, self.consumed = path, 0, 0
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
                for told in text:
                    self.consumed += len(told) * 2  # all but rare letters take two bytes
                    yield told
            return
        with self._path.open("rb") as file:
            for line in file:
                self.consumed += len(line)
                try:
                    told = line.decode("utf-8")
                except UnicodeDecodeError:
                    self.odd += 1
                    told = line.decode("cp1252", "replace")
                yield told.replace("\x00", "")
