"""Rows of what is watched: feeds, and the addresses that they name."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urlsplit

import sqlalchemy as sa

from dateline.ledger import schema
from dateline.ledger.adding import among, upsert
from dateline.ledger.records import Address, Feed, dump
from dateline.model.codec import from_json, to_json

_QUIET = "quiet hosts"


def write_feeds(connection: sa.Connection, feeds: Iterable[Feed]) -> None:
    """Put feeds in the place of what was known of them."""
    for feed in feeds:
        upsert(connection, schema.feeds, {"url": feed.url}, {"data": dump(to_json(feed))})


def feeds(connection: sa.Connection) -> dict[str, Feed]:
    """All feeds, by address."""
    rows = connection.execute(sa.select(schema.feeds.c.data).order_by(schema.feeds.c.url))
    found = [from_json(Feed, json.loads(row.data)) for row in rows]
    return {feed.url: feed for feed in found}


def add_feeds(connection: sa.Connection, feeds: Iterable[Feed]) -> None:
    """Take in feeds that are not known."""
    given = {feed.url: feed for feed in feeds}
    rows = among(connection, sa.select(schema.feeds.c.url), schema.feeds.c.url, given)
    known = {row.url for row in rows}
    write_feeds(connection, (feed for url, feed in given.items() if url not in known))


def write_addresses(connection: sa.Connection, addresses: Iterable[Address]) -> None:
    """Put addresses in the place of what was known of them."""
    for address in addresses:
        row = {
            "state": address.state,
            "due": address.due,
            "digest": address.digest,
            "canonical": address.canonical,
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
    for url, old in known.items():
        said = given[url].updated
        if old.state == "kept" and _is_later(said, old.updated):
            yield replace(old, updated=said, due=given[url].due)


def _is_later(said: str, known: str) -> bool:
    """Whether a feed tells of an update that is not known. A feed and a sitemap that both name a story write
    its one update in two ways, to the second and to the day: the vaguer is no news."""
    if not said or said == known:
        return False
    try:
        moments = [datetime.fromisoformat(each) for each in (said, known or said)]
    except ValueError:
        return True
    one, other = (moment if moment.tzinfo else moment.replace(tzinfo=UTC) for moment in moments)
    return one > other or not known


def quiet_hosts(connection: sa.Connection) -> dict[str, tuple[str, str]]:
    """Hosts that asked to be left alone: from when, until when (ISO 8601, UTC)."""
    query = sa.select(schema.meta.c.value).where(schema.meta.c.key == _QUIET)
    said = connection.execute(query).scalar()
    return {host: (since, until) for host, (since, until) in json.loads(said or "{}").items()}


def write_quiet_hosts(connection: sa.Connection, hosts: Mapping[str, tuple[str, str]]) -> None:
    """Add hosts that want to be left alone to those that are noted; those whose time is over at the first
    moment among ``hosts`` are forgotten."""
    begun = min((since for since, _ in hosts.values()), default="")
    kept = {host: span for host, span in quiet_hosts(connection).items() if span[1] > begun}
    value = json.dumps({**kept, **hosts}, sort_keys=True)
    upsert(connection, schema.meta, {"key": _QUIET}, {"value": value})


def due(connection: sa.Connection, at: str, most: int) -> list[Address]:
    """Addresses whose time has come, the longest due first; of one host at most ``most``."""
    table = schema.addresses
    query = sa.select(table.c.url).where(*_is_due(at)).order_by(table.c.due, table.c.url)
    by_host: Counter[str] = Counter()
    chosen: list[str] = []
    for row in connection.execute(query):
        host = urlsplit(row.url).netloc
        by_host[host] += 1
        if by_host[host] <= most:
            chosen.append(row.url)
    rows = among(connection, sa.select(table.c.data), table.c.url, chosen)
    found = [from_json(Address, json.loads(row.data)) for row in rows]
    return sorted(found, key=lambda address: (address.due, address.url))


def count_due(connection: sa.Connection, at: str) -> int:
    """How many addresses wait to be asked."""
    query = sa.select(sa.func.count()).select_from(schema.addresses).where(*_is_due(at))
    return connection.execute(query).scalar() or 0


def _is_due(at: str) -> tuple[sa.ColumnElement[bool], ...]:
    table = schema.addresses
    return table.c.state.in_(("due", "kept")), table.c.due != "", table.c.due <= at
