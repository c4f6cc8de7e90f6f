"""Parquet: a page a row, with the columns that records of JSON Lines have as fields."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from dateline.errors import InputError, TooLarge
from dateline.ingest.limits import Failure, Limits, size
from dateline.ingest.placed import number_of
from dateline.ingest.records import as_page
from dateline.model import Page

_READ = ("id", "url", "title", "published", "retrieved", "html", "text")
_ROWS = 64  # held at once
_WAY_OUT = "obtain the file again"


def iter_columns(
    path: Path, origin: str, limits: Limits, after: str = ""
) -> Iterator[tuple[Page | Failure, str]]:
    """A page for every row, with the number of rows that are done; row groups before ``after`` are not read.

    A file that is not Parquet, or has neither ``text`` nor ``html``, is one Failure.
    """
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError:
        error = InputError(f"{origin} is a Parquet file", "pip install 'dateline[archives]'")
        yield Failure(origin, error), ""
        return
    done = number_of(after)
    try:
        with parquet.ParquetFile(path) as file:
            names = [name for name in _READ if name in file.schema_arrow.names]
            if not {"text", "html"} & set(names):
                way_out = "a row has text or html, and may have id, url, title, published, retrieved"
                yield Failure(origin, InputError(f"{origin} has no column of pages", way_out)), ""
                return
            for number, row in _rows(file, names, done):
                done = number
                if isinstance(row, str):
                    problem = InputError(f"{origin} is damaged before row {number + 1} ({row})", _WAY_OUT)
                    yield Failure(f"{origin}:{number}", problem), str(number)
                else:
                    yield _checked(row, f"{origin}:{number}", limits), str(number)
    except (pa.ArrowException, OSError, ValueError) as error:
        why = " ".join(str(error).split())[:80]
        problem = InputError(f"{origin} is damaged or no Parquet file after row {done} ({why})", _WAY_OUT)
        yield Failure(origin, problem), str(done)


def _rows(file: Any, names: list[str], done: int) -> Iterator[tuple[int, dict[str, Any] | str]]:
    """``(number, row)`` behind row ``done``; where a row group is damaged, the number of its last row and
    why: it costs its own rows alone."""
    number = 0
    for group in range(file.metadata.num_row_groups):
        end = number + file.metadata.row_group(group).num_rows
        if end > done:
            try:
                for batch in file.iter_batches(batch_size=_ROWS, row_groups=[group], columns=names):
                    for row in batch.to_pylist():
                        number += 1
                        if number > done:
                            yield number, row
            except (OSError, ValueError) as error:  # pyarrow's own are among them
                yield end, " ".join(str(error).split())[:80]
        number = end


def _checked(row: dict[str, Any], place: str, limits: Limits) -> Page | Failure:
    body = next(
        (name for name in ("html", "text") if isinstance(row.get(name), bytes) and row[name].strip()), ""
    )
    page = as_page({name: _plain(value) for name, value in row.items()}, place)
    if body and isinstance(page, Page):
        page = replace(page, content=row[body])  # bytes are the page: their encoding is told as for any other
    if isinstance(page, Page) and len(page.content) > limits.page_bytes:
        way_out = "raise the limit for one page (--max-page)"
        return Failure(place, TooLarge(f"{place} is larger than {size(limits.page_bytes)}", way_out))
    return page


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return value if isinstance(value, str | int | float | list | dict | None) else str(value)
