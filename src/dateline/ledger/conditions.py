"""A filter as conditions of SQL: the one place where lists, counts, maps and exports say what passes."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from dateline.ledger import schema, words
from dateline.ledger.records import Filter

Condition = sa.ColumnElement[bool]

#: The order of every list: by day, unknown days last.
BY_DAY: tuple[sa.ColumnElement[Any], ...] = (
    schema.incidents.c.earliest.is_(None),
    schema.incidents.c.earliest,
    schema.incidents.c.id,
)


def of(wanted: Filter, dialect: str) -> list[Condition]:
    """The conditions on ``incidents`` that all must hold."""
    table = schema.incidents
    found: list[Condition | None] = [
        sa.or_(*[_typed(name) for name in _several(wanted.type)]) if wanted.type else None,
        table.c.latest >= wanted.first if wanted.first else None,
        table.c.earliest <= wanted.last if wanted.last else None,
        _country(wanted.country) if wanted.country else None,
        table.c.places.contains(wanted.place.casefold(), autoescape=True) if wanted.place else None,
        table.c.actors.contains(wanted.actor.casefold(), autoescape=True) if wanted.actor else None,
        table.c.killed >= wanted.min_killed if wanted.min_killed is not None else None,
        table.c.origins >= wanted.min_origins if wanted.min_origins is not None else None,
        _flag(table.c.disputed, wanted.disputed),
        _flag(table.c.claimed, wanted.claimed),
        _flag(table.c.invented, wanted.invented),
        _known(table.c.earliest, wanted.dated),
        _known(table.c.lat, wanted.located),
        _speaking(wanted.text, dialect) if wanted.text else None,
        _reviewed(wanted.review) if wanted.review else None,
        *(_inside(wanted.box) if wanted.box else ()),
    ]
    return [condition for condition in found if condition is not None]


def _several(names: str) -> list[str]:
    return [name.strip() for name in names.split(",") if name.strip()]


def _country(codes: str) -> Condition:
    """``none`` stands for incidents of which no country is known."""
    column, wanted = schema.incidents.c.country, _several(codes)
    named = column.in_([code.upper() for code in wanted])
    return sa.or_(named, column.is_(None)) if "none" in wanted else named


def _flag(column: sa.Column[int], wanted: bool | None) -> Condition | None:
    return None if wanted is None else column == int(wanted)


def _known(column: sa.Column[Any], wanted: bool | None) -> Condition | None:
    return None if wanted is None else column.is_not(None) if wanted else column.is_(None)


def _typed(name: str) -> Condition:
    """``bombing``, ``bombing/car_bombing`` or a subtype alone."""
    table = schema.incidents
    kind, _, fine = name.partition("/")
    if fine:
        return sa.and_(table.c.type == kind, table.c.subtype == fine)
    return sa.or_(table.c.type == kind, table.c.subtype == kind)


def _inside(box: tuple[float, float, float, float]) -> list[Condition]:
    """West of east, the box is what lies between; else it reaches across the 180th meridian."""
    west, south, east, north = box
    lat, lon = schema.incidents.c.lat, schema.incidents.c.lon
    if west <= east:
        return [lat.between(south, north), lon.between(west, east)]
    return [lat.between(south, north), sa.or_(lon >= west, lon <= east)]


def _speaking(text: str, dialect: str) -> Condition:
    """What a superseded report tells is no longer in ``members``."""
    told = words.telling(text, dialect)
    if told is None:
        return sa.false()
    hits = sa.select(schema.members.c.number).where(schema.members.c.report.in_(told))
    return schema.incidents.c.number.in_(hits)


def _reviewed(state: str) -> Condition:
    """Asked of what persons cleared, which is little beside what there is."""
    members, number = schema.members, schema.incidents.c.number
    cleared = members.c.account.in_(sa.select(schema.cleared.c.account))
    touched = sa.select(members.c.number).where(cleared, members.c.number.is_not(None))
    if state == "open":
        return number.not_in(touched)
    begun = members.c.incident.in_(sa.select(members.c.incident).where(cleared))
    left = sa.select(members.c.number).where(begun, ~cleared, members.c.number.is_not(None))
    return sa.and_(number.in_(touched), number.not_in(left) if state == "done" else number.in_(left))
