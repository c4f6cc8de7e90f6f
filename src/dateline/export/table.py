"""A table that any format can be written from: columns with kinds, rows, and a point for each row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dateline.export.coded import Coded
from dateline.export.material import Material, scrubber
from dateline.export.tables import columns as native_columns
from dateline.export.tables import incident_row
from dateline.model import Incident, Where

Cell = str | int | float | bool | None
Point = tuple[float, float]  # longitude, latitude

#: Kinds of the native columns that are no text.
_INTEGERS = frozenset({"radius_m", "geonames_id", "reports", "origins"})
_NUMBERS = frozenset({"latitude", "longitude"})
_DAYS = frozenset({"date_earliest", "date_latest"})


@dataclass(frozen=True, slots=True)
class Column:
    """``kind``: text, integer, number, day (ISO) or yesno. ``hxl`` is the tag of the column, or ""."""

    name: str
    kind: str = "text"
    hxl: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns. ``tags``: whether a row of HXL tags follows the header; ``delimiter`` parts the
    fields of a text file."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    points: tuple[Point | None, ...]
    ids: tuple[str, ...]
    tags: bool = False
    delimiter: str = ","


def native_table(material: Material) -> Table:
    """The table of the native codebook: the columns of the CSV."""
    names = native_columns()
    rows = [incident_row(incident, material) for incident in material.incidents]
    kinds = tuple(Column(name, _kind(name)) for name in names)
    cells = tuple(tuple(row[name] for name in names) for row in rows)
    return Table("dateline", kinds, cells, _points(material.incidents), _ids(material.incidents))


def coded_table(coded: Coded, tags: bool = False) -> Table:
    """The table of another codebook."""
    export = coded.book.export
    assert export is not None
    table = Table(
        coded.book.name,
        tuple(Column(c.name, c.kind, c.hxl) for c in export.columns),
        coded.rows,
        _points(coded.incidents),
        _ids(coded.incidents),
        tags or export.hxl,
        export.delimiter,
    )
    return scrubbed(table, coded.incidents)


def scrubbed(table: Table, incidents: Sequence[Incident]) -> Table:
    """The table without names of private persons inside other texts."""
    rows = []
    for row, incident in zip(table.rows, incidents, strict=True):
        clean = scrubber(incident)
        rows.append(tuple(clean(cell) if isinstance(cell, str) else cell for cell in row))
    return replace(table, rows=tuple(rows))


def _kind(name: str) -> str:
    if name in _INTEGERS or name.endswith(("_low", "_best", "_high")):
        return "integer"
    if name in _NUMBERS:
        return "number"
    return "day" if name in _DAYS else "text"


def _ids(incidents: Sequence[Incident]) -> tuple[str, ...]:
    return tuple(i.id for i in incidents)


def _points(incidents: Sequence[Incident]) -> tuple[Point | None, ...]:
    return tuple(point_of(i) for i in incidents)


def point_of(incident: Incident) -> Point | None:
    """Longitude and latitude, or None."""
    where = incident.where.value
    if isinstance(where, Where) and where.lat is not None and where.lon is not None:
        return where.lon, where.lat
    return None
