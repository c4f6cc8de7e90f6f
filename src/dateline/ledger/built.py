"""Statements that are built once and asked again and again.

Building a statement out of tables and columns takes longer than SQLite takes to answer it, and one more
report asks some thirty of them. So those are put into the database's words once, for each number of ids that
they may be asked about: fewer ids are filled up by the last of them, which changes no answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any

import sqlalchemy as sa

#: Ids in one statement: SQLite's limit on variables was 999 for long.
MOST = 500
_STYLES = {"sqlite": "qmark", "postgresql": "format"}
_SIDES = ("left", "right")
Ids = Sequence[sa.BindParameter[Any]]


class Built:
    """One statement in the words of each kind of database, with its variables by name."""

    def __init__(self, make: Callable[[], Any]) -> None:
        self._make = make
        self._texts: dict[str, tuple[str, tuple[str, ...], dict[str, Any]]] = {}

    def rows(self, connection: sa.Connection, **values: Any) -> list[Any]:
        """What it finds."""
        text, order, fixed = self._text(connection)
        told = {**fixed, **values}
        return list(connection.exec_driver_sql(text, tuple([told[name] for name in order])).all())

    def write(self, connection: sa.Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Have it done for each of these rows, which tell all of its variables."""
        if rows:
            text, order, _ = self._text(connection)
            told = map(itemgetter(*order), rows) if len(order) > 1 else ((row[order[0]],) for row in rows)
            connection.exec_driver_sql(text, list(told))

    def write_in_order(
        self, connection: sa.Connection, names: Sequence[str], rows: Sequence[tuple[Any, ...]]
    ) -> None:
        """The same for very many rows, which tell the variables (two or more) in the order of ``names``."""
        if rows:
            text, order, _ = self._text(connection)
            told = map(itemgetter(*(names.index(name) for name in order)), rows)
            connection.exec_driver_sql(text, list(told))

    def _text(self, connection: sa.Connection) -> tuple[str, tuple[str, ...], dict[str, Any]]:
        name = connection.dialect.name
        if name not in self._texts:
            dialect: Any = type(connection.dialect)
            compiled = self._make().compile(dialect=dialect(paramstyle=_STYLES[name]))
            self._texts[name] = str(compiled), tuple(compiled.positiontup), dict(compiled.params)
        return self._texts[name]


class ByIds:
    """A query about ids: ``make`` is given them as variables, as often as it needs them."""

    def __init__(self, make: Callable[[Any], Any], kind: type[Any] = sa.Text, most: int = MOST) -> None:
        self._make, self._kind, self._most = make, kind, most
        self._built: dict[int, Built] = {}

    def rows(self, connection: sa.Connection, ids: Iterable[Any]) -> list[Any]:
        """What it finds of these ids; many are asked about in several statements."""
        wanted, found = sorted(set(ids)), []
        for begin in range(0, len(wanted), self._most):
            part = wanted[begin : begin + self._most]
            size = min(self._most, 1 << (len(part) - 1).bit_length())
            full = part + part[-1:] * (size - len(part))
            found += self._of(size).rows(connection, **self._values(full))
        return found

    def _of(self, size: int) -> Built:
        if size not in self._built:
            self._built[size] = Built(lambda: self._make([self._variable(f"id{n}") for n in range(size)]))
        return self._built[size]

    def _variable(self, name: str) -> Any:
        return sa.bindparam(name, type_=self._kind)

    def _values(self, ids: Sequence[Any]) -> dict[str, Any]:
        return {f"id{n}": one for n, one in enumerate(ids)}


class ByPairs(ByIds):
    """A query about pairs of ids."""

    def _variable(self, name: str) -> Any:
        return [super(ByPairs, self)._variable(f"{name} {side}") for side in _SIDES]

    def _values(self, ids: Sequence[Any]) -> dict[str, Any]:
        return {f"id{n} {side}": pair[i] for n, pair in enumerate(ids) for i, side in enumerate(_SIDES)}


def by(query: sa.Select[Any], column: sa.Column[Any], kind: type[Any] = sa.Text) -> ByIds:
    """The rows of a query in which a column is one of the ids."""
    return ByIds(lambda ids: query.where(column.in_(ids)), kind)


def gone(table: sa.Table, column: sa.Column[Any]) -> Built:
    """The end of the rows in which a column is ``gone``."""
    return Built(lambda: table.delete().where(column == sa.bindparam("gone", type_=sa.Text)))


def put(table: sa.Table, *but: str) -> Built:
    """New rows of a table, all columns told but those that the database numbers."""
    told = [c.name for c in table.columns if c.name not in but]
    return Built(lambda: table.insert().inline().values({name: sa.bindparam(name) for name in told}))
