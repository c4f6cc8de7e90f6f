"""A table as a file: CSV, JSON Lines, GeoJSON; and, with the extra ``formats``, XLSX, Parquet, GeoParquet and
GeoPackage."""

from __future__ import annotations

import csv
import io
import json
import struct
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

from dateline.errors import UsageError
from dateline.export.table import Point, Table
from dateline.export.tables import guarded

#: Formats beside the evidence page, with the ending of their files and their media types.
FORMATS: Mapping[str, tuple[str, str]] = {
    "csv": (".csv", "text/csv; charset=utf-8"),
    "jsonl": (".jsonl", "application/x-ndjson"),
    "geojson": (".geojson", "application/geo+json"),
    "xlsx": (".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "parquet": (".parquet", "application/vnd.apache.parquet"),
    "geoparquet": (".parquet", "application/vnd.apache.parquet"),
    "gpkg": (".gpkg", "application/geopackage+sqlite3"),
    "html": (".html", "text/html; charset=utf-8"),
}
_MARK = b"\xef\xbb\xbf"  # Excel takes a CSV file for the local code page unless it begins with this


def write_table(table: Table, to: str, out: BinaryIO) -> None:
    """Write ``table`` in the format ``to``. Raises UsageError where what the format needs is not
    installed."""
    _WRITERS[to](table, out)


def _csv(table: Table, out: BinaryIO) -> None:
    """No cell is a formula. A codebook with tabs gets tabs; HXL tags stand below the header."""
    text = io.TextIOWrapper(out, "utf-8", newline="", write_through=True)
    if table.delimiter == ",":
        out.write(_MARK)
    writer = csv.writer(text, delimiter=table.delimiter, lineterminator="\r\n")
    writer.writerow([guarded(c.name) for c in table.columns])
    if table.tags:
        writer.writerow([c.hxl for c in table.columns])
    for row in table.rows:
        writer.writerow([guarded(_yes(cell)) for cell in row])
    text.detach()


def _yes(cell: Any) -> Any:
    return {True: "yes", False: "no"}[cell] if isinstance(cell, bool) else cell


def _jsonl(table: Table, out: BinaryIO) -> None:
    names = [c.name for c in table.columns]
    for row in table.rows:
        out.write(json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False).encode() + b"\n")


def _geojson(table: Table, out: BinaryIO) -> None:
    names = [c.name for c in table.columns]
    features = [
        {
            "type": "Feature",
            "id": name,
            "geometry": {"type": "Point", "coordinates": list(point)} if point else None,
            "properties": dict(zip(names, row, strict=True)),
        }
        for name, point, row in zip(table.ids, table.points, table.rows, strict=True)
    ]
    whole = {"type": "FeatureCollection", "features": features}
    out.write(json.dumps(whole, ensure_ascii=False, indent=1).encode() + b"\n")


def _xlsx(table: Table, out: BinaryIO) -> None:
    """Texts are written as texts: a cell that begins with "=" is no formula, an address is no link."""
    with _needs("xlsx"):
        import xlsxwriter
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "in_memory": True,
    }
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, options) as book:
        # the moment of making would make two exports of the same rows differ
        book.set_properties({"created": datetime(2000, 1, 1)})
        sheet = book.add_worksheet(table.name[:31])
        bold, days = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        for number, column in enumerate(table.columns):
            sheet.write_string(0, number, column.name, bold)
            if table.tags:
                sheet.write_string(1, number, column.hxl)
        for line, row in enumerate(table.rows, 2 if table.tags else 1):
            for number, (column, cell) in enumerate(zip(table.columns, row, strict=True)):
                if cell is None:
                    continue
                if isinstance(cell, bool):
                    sheet.write_boolean(line, number, cell)
                elif isinstance(cell, int | float):
                    sheet.write_number(line, number, cell)
                elif column.kind == "day" and (day := _day(cell)) and day.year >= 1900:
                    sheet.write_datetime(line, number, datetime(day.year, day.month, day.day), days)
                else:
                    sheet.write_string(line, number, _short(cell))
        sheet.freeze_panes(2 if table.tags else 1, 1)
    out.write(buffer.getvalue())


def _short(text: str) -> str:
    """A cell of Excel holds 32,767 characters."""
    return text if len(text) <= 32_767 else text[:32_766] + "…"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _parquet(table: Table, out: BinaryIO) -> None:
    with _needs("parquet"):
        import pyarrow.parquet
    pyarrow.parquet.write_table(_arrow(table), out)


def _geoparquet(table: Table, out: BinaryIO) -> None:
    """GeoParquet 1.1: points as WKB in a column of its own, WGS 84, longitude first."""
    with _needs("geoparquet"):
        import pyarrow
        import pyarrow.parquet
    geometry = pyarrow.array([_wkb(p) for p in table.points], pyarrow.binary())
    known = [p for p in table.points if p]
    column: dict[str, Any] = {"encoding": "WKB", "geometry_types": ["Point"] if known else []}
    if known:
        lons, lats = zip(*known, strict=True)
        column["bbox"] = [min(lons), min(lats), max(lons), max(lats)]
    about = {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}
    whole = _arrow(table).append_column("geometry", geometry)
    pyarrow.parquet.write_table(whole.replace_schema_metadata({"geo": json.dumps(about)}), out)


def _gpkg(table: Table, out: BinaryIO) -> None:
    with _needs("gpkg"):
        import pyarrow
        import pyogrio
    # a GeoPackage has an `fid` of its own, and tells no columns apart by their case
    geometry = pyarrow.array([_wkb(p) for p in table.points], pyarrow.binary())
    whole = _arrow(table).append_column("geom", geometry)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export.gpkg"
        pyogrio.write_arrow(
            whole,
            path,
            layer="incidents",
            driver="GPKG",
            geometry_name="geom",
            geometry_type="Point",
            crs="EPSG:4326",
        )
        out.write(path.read_bytes())


def _wkb(point: Point | None) -> bytes | None:
    return struct.pack("<BIdd", 1, 1, *point) if point else None


def _arrow(table: Table) -> Any:
    import pyarrow

    kinds = {
        "text": pyarrow.string(),
        "integer": pyarrow.int64(),
        "number": pyarrow.float64(),
        "day": pyarrow.date32(),
        "yesno": pyarrow.bool_(),
    }
    arrays, fields = [], []
    for number, column in enumerate(table.columns):
        cells = [row[number] for row in table.rows]
        if column.kind == "day":
            cells = [_day(c) if isinstance(c, str) else None for c in cells]  # type: ignore[misc]  # days for arrow
        elif column.kind == "text":
            cells = [None if c is None else str(_yes(c)) for c in cells]
        arrays.append(pyarrow.array(cells, kinds[column.kind]))
        meta = {"hxl": column.hxl} if column.hxl else None
        fields.append(pyarrow.field(column.name, kinds[column.kind], metadata=meta))
    return pyarrow.Table.from_arrays(arrays, schema=pyarrow.schema(fields))


@contextmanager
def _needs(to: str) -> Iterator[None]:
    try:
        yield
    except ImportError as error:
        raise UsageError(
            f"{to} needs a package that is not installed ({error.name})", "pip install 'dateline[formats]'"
        ) from error


_WRITERS: Mapping[str, Callable[[Table, BinaryIO], None]] = {
    "csv": _csv,
    "jsonl": _jsonl,
    "geojson": _geojson,
    "xlsx": _xlsx,
    "parquet": _parquet,
    "geoparquet": _geoparquet,
    "gpkg": _gpkg,
}
