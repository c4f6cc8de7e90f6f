"""``watch``: follow feeds and sitemaps, and read what they name into a ledger, in rounds.

What is known of a feed changes in one transaction with the addresses that it named, and what is known of an
address in one with its report: whenever the process ends, nothing that was named is forgotten, and nothing
that was read is read twice.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from dateline import __version__
from dateline.errors import ConnectionLost, DatelineError
from dateline.fetch import Guard
from dateline.ledger import Acknowledged, Address, Batch, Failed, Fate, Feed, Ledger, Prepared
from dateline.model import Page
from dateline.service import rooms
from dateline.service.asking_net import Had, Net, WatchOptions
from dateline.service.crew import Crew
from dateline.service.hand import Done, Outcome, Setup, handle
from dateline.service.linking import bring_up_to_date
from dateline.service.metrics import METRICS
from dateline.service.operations import LOG
from dateline.service.sources import Source, sources

__all__ = ["Guard", "Round", "Source", "WatchOptions", "make_crew", "sources", "watch"]

_LOOK_AGAIN = (3_600, 6 * 3_600, 24 * 3_600, 72 * 3_600)  # seconds after which a story is looked at again
_MOST_TRIES = 8
_LOT = 16
_MOST_SITEMAPS = 100  # that one index may add


@dataclass(slots=True)
class Round:
    """What one round did."""

    feeds: int = 0
    feeds_failed: int = 0
    found: int = 0
    fetched: int = 0
    unchanged: int = 0
    copies: int = 0
    failed: int = 0
    acknowledged: list[Acknowledged] = field(default_factory=list)

    @property
    def revised(self) -> int:
        """Reports of which a new version came."""
        return sum(told.fate is Fate.SUPERSEDED for told in self.acknowledged)


def watch(watched: Sequence[Source], ledger: Ledger, options: WatchOptions) -> Iterator[Round]:
    """Follow sources: one :class:`Round` after the other, for as long as they are asked for.

    A lost connection to the ledger ends no watch: the round is given up, and what it did not store is done by
    the next. Other errors of the ledger are raised.
    """
    net = Net(options)
    while True:
        try:
            done = _round(watched, ledger, net)
        except ConnectionLost as error:
            LOG.warning("ledger out of reach", extra={"problem": error.problem})
            options.sleep(min(options.pause, 30.0))
            continue
        METRICS.last_round.set(options.clock().timestamp())
        yield done
        options.sleep(options.pause)


def make_crew(size: int | None) -> Crew | None:
    """Processes to read in, so that a page that crashes a parser ends no watch; None for none."""
    if size == 0:
        return None
    return Crew(size or 1, Setup(rooms.chosen_reader(), 1, rooms.reading_version()))


def _round(watched: Sequence[Source], ledger: Ledger, net: Net) -> Round:
    done = Round()
    _ask_feeds(watched, ledger, net, done)
    _ask_addresses(ledger, net, done)
    METRICS.due.set(len(ledger.addresses_due(_stamp(net.now()))))
    return done


def _ask_feeds(watched: Sequence[Source], ledger: Ledger, net: Net, done: Round) -> None:
    known = ledger.feeds()
    fresh = {source.url: known.get(source.url, Feed(source.url)) for source in watched}
    named = {source.url: replace(fresh[source.url], every=source.every) for source in watched}
    # those that an index of sitemaps named are followed for as long as anything is
    followed = {**{url: feed for url, feed in known.items() if not feed.listed}, **named}
    METRICS.feeds.set(len(followed))
    moment = _stamp(net.now())
    for feed in followed.values():
        if feed.due <= moment:
            done.feeds += 1
            done.feeds_failed += not _ask_feed(feed, ledger, net, done)
    METRICS.feeds_failing.set(done.feeds_failed)


def _ask_feed(feed: Feed, ledger: Ledger, net: Net, done: Round) -> bool:
    had = net.ask(feed.url, feed.etag, feed.modified)
    now = net.now()
    if had.problem:
        tries = feed.tries + 1
        due = _stamp(now + timedelta(seconds=max(had.wait, net.backoff(tries))))
        ledger.write_feed(replace(feed, tries=tries, problem=had.problem, due=due), [])
        LOG.warning("feed failed", extra={"feed": feed.url, "problem": had.problem, "tries": tries})
        return False
    after = replace(feed, tries=0, problem="", due=_stamp(now + timedelta(seconds=feed.every)))
    after = replace(after, etag=had.etag or feed.etag, modified=had.modified or feed.modified)
    if had.page is None:
        ledger.write_feed(after, [])
        return True
    try:
        listing = rooms.listing(had.page.content, had.url)
    except DatelineError as error:
        after = replace(after, tries=feed.tries + 1, problem=error.problem, etag="", modified="")
        ledger.write_feed(after, [])
        return False
    for index in listing.further[:_MOST_SITEMAPS]:
        if index not in ledger.feeds():
            ledger.write_feed(Feed(index, every=feed.every, listed=False), [])
    due = _stamp(now)
    stories = [Address(s.url, due=due, published=s.published, updated=s.updated) for s in listing.stories]
    done.found += ledger.write_feed(after, stories)
    LOG.info("feed read", extra={"feed": feed.url, "stories": len(stories)})
    return True


def _ask_addresses(ledger: Ledger, net: Net, done: Round) -> None:
    due = ledger.addresses_due(_stamp(net.now()))
    if not due:
        return
    run = ledger.start_run("watch", __version__, net.now())
    lot: list[tuple[Address, Had]] = []
    for address, had in net.ask_all(due):
        lot.append((address, had))
        if len(lot) >= _LOT:
            _take_in(lot, ledger, net, run, done)
            lot = []
    _take_in(lot, ledger, net, run, done)
    bring_up_to_date(ledger)
    counts = {"fetched": done.fetched, "failed": done.failed, "copies": done.copies, "revised": done.revised}
    ledger.end_run(run, net.now(), counts, ())
    LOG.info("round", extra=counts)


def _take_in(lot: Sequence[tuple[Address, Had]], ledger: Ledger, net: Net, run: int, done: Round) -> None:
    """Read what came, and store it with what is now known of its addresses."""
    now = net.now()
    version = rooms.reading_version()
    after: list[Address] = []
    failures: list[Failed] = []
    fresh: list[tuple[Address, Page]] = []
    for address, had in lot:
        if had.problem:
            done.failed += 1
            after.append(_failed(address, had, net, now))
            failures.append(Failed(address.url, had.problem, "it is tried again" if not had.gone else "none"))
        elif had.page is None or had.page.sha256 == address.sha256:
            done.unchanged += 1
            after.append(_kept(address, had, now))
        else:
            done.fetched += 1
            fresh.append((_kept(address, had, now), _page(address, had.page)))
    outcomes = _read([page for _, page in fresh], net, version)
    entries: list[Prepared] = []
    for (address, page), outcome in zip(fresh, outcomes, strict=True):
        if isinstance(outcome, Prepared):
            address = replace(address, digest=_digest(outcome), sha256=page.sha256)
            before = next(a.digest for a, _ in lot if a.url == address.url)
            original = _original(address, ledger, after)
            if original is not None:
                done.copies += 1
                address = replace(address, state="copy", copy_of=original.url, due="")
            elif address.digest != before:  # else only what stands around the story has changed
                entries.append(outcome)
        elif isinstance(outcome, Failed):
            done.failed += 1
            failures.append(outcome)
            address = replace(address, sha256=page.sha256, problem=outcome.problem)
        after.append(address)
    kept = ledger.store(Batch(entries, failures, {}, run, version, after))
    done.acknowledged += kept
    for told in kept:
        METRICS.pages.labels(told.fate.value).inc()


def _read(pages: Sequence[Page], net: Net, version: str) -> list[Outcome]:
    if not pages:
        return []
    if net.crew is None:
        read: Done = handle(pages, Setup(version=version))
        return read.outcomes
    from dateline.service.lots import Lot

    return [o for _, lot in net.crew.read([Lot(list(pages))]) for o in lot.outcomes]


def _page(address: Address, page: Page) -> Page:
    given = dict(page.given) | {"id": report_id(address.url)}
    if address.published:
        given["published"] = address.published
    return replace(page, url=address.url, given=given, origin=address.url)


def report_id(url: str) -> str:
    """The id of the report at an address: its revisions are versions of one report."""
    return "w-" + hashlib.sha256(url.encode()).hexdigest()[:16]


def _digest(outcome: Prepared) -> str:
    words = "".join(json.loads(outcome.report["data"])["text"].split())
    return hashlib.sha256(words.casefold().encode("utf-8", "replace")).hexdigest()


def _original(address: Address, ledger: Ledger, beside: Sequence[Address]) -> Address | None:
    """Another address of the same host with the same words: a print view, a second channel. The same words on
    another host are another outlet's copy of a wire story, and stay a report of their own."""
    host = urlsplit(address.url).hostname
    known = [*ledger.addresses_with([address.digest]), *(a for a in beside if a.state == "kept")]
    others = [a for a in known if a.digest == address.digest and a.url != address.url]
    return next((a for a in others if urlsplit(a.url).hostname == host), None)


def _failed(address: Address, had: Had, net: Net, now: datetime) -> Address:
    tries = address.tries + 1
    if had.gone or tries >= _MOST_TRIES:
        state = "kept" if address.sha256 else "gone"
        return replace(address, state=state, due="", tries=tries, problem=had.problem)
    due = now + timedelta(seconds=max(had.wait, net.backoff(tries)))
    return replace(address, tries=tries, problem=had.problem, due=_stamp(due))


def _kept(address: Address, had: Had, now: datetime) -> Address:
    again = _LOOK_AGAIN[address.looks] if address.looks < len(_LOOK_AGAIN) else None
    due = _stamp(now + timedelta(seconds=again)) if again else ""
    tags = {"etag": had.etag or address.etag, "modified": had.modified or address.modified}
    return replace(address, state="kept", due=due, tries=0, problem="", looks=address.looks + 1, **tags)


def _stamp(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
