"""Rows of what is watched: feeds, and the addresses that they name."""

from __future__ import annotations

import json
from collections.abc import Iterable

import sqlalchemy as sa

from dateline.ledger import schema
from dateline.ledger.adding import among, upsert
from dateline.ledger.records import Address, Feed, dump
from dateline.model.codec import from_json, to_json


def write_feeds(connection: sa.Connection, feeds: Iterable[Feed]) -> None:
    """Put feeds in the place of what was known of them."""
    for feed in feeds:
        upsert(connection, schema.feeds, {"url": feed.url}, {"data": dump(to_json(feed))})


def feeds(connection: sa.Connection) -> dict[str, Feed]:
    """All feeds, by address."""
    rows = connection.execute(sa.select(schema.feeds.c.data).order_by(schema.feeds.c.url))
    found = [from_json(Feed, json.loads(row.data)) for row in rows]
    return {feed.url: feed for feed in found}


def write_addresses(connection: sa.Connection, addresses: Iterable[Address]) -> None:
    """Put addresses in the place of what was known of them."""
    for address in addresses:
        row = {
            "state": address.state,
            "due": address.due,
            "digest": address.digest,
            "data": dump(to_json(address)),
        }
        upsert(connection, schema.addresses, {"url": address.url}, row)


def add_addresses(connection: sa.Connection, addresses: Iterable[Address]) -> int:
    """Take in addresses that are not known, and have those asked again that a feed says were updated; how
    many were new."""
    given = {address.url: address for address in addresses}
    query = sa.select(schema.addresses.c.data)
    rows = among(connection, query, schema.addresses.c.url, given)
    known = {a.url: a for a in (from_json(Address, json.loads(row.data)) for row in rows)}
    write_addresses(connection, (a for url, a in given.items() if url not in known))
    write_addresses(connection, _updated(given, known))
    return len(given) - len(known)


def _updated(given: dict[str, Address], known: dict[str, Address]) -> Iterable[Address]:
    from dataclasses import replace

    for url, old in known.items():
        said = given[url].updated
        if said and said != old.updated and old.state == "kept":
            yield replace(old, updated=said, due=given[url].due)


def due(connection: sa.Connection, at: str, most: int) -> list[Address]:
    """Addresses whose time has come."""
    table = schema.addresses
    query = (
        sa.select(table.c.data)
        .where(table.c.state.in_(("due", "kept")), table.c.due != "", table.c.due <= at)
        .order_by(table.c.due, table.c.url)
        .limit(most)
    )
    return [from_json(Address, json.loads(row.data)) for row in connection.execute(query)]
