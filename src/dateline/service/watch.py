"""``watch``: follow feeds and sitemaps, and read what they name into a ledger, in rounds.

What is known of a feed changes in one transaction with the addresses that it named, and what is known of an
address in one with its report: whenever the process ends, nothing that was named is forgotten, and nothing
that was read is read twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from dateline import __version__
from dateline.errors import ConnectionLost, DatelineError, LedgerBusy, UsageError
from dateline.fetch import Guard
from dateline.ledger import Acknowledged, Address, Batch, Failed, Fate, Feed, Ledger, Prepared
from dateline.masking import masked
from dateline.model import Page
from dateline.service import rooms
from dateline.service.asking_net import Had, Net, WatchOptions, readable
from dateline.service.copies import canonical_of, digest_of, is_retitled, original, report_id, text_of
from dateline.service.crew import Crew
from dateline.service.hand import Outcome, Setup, handle
from dateline.service.linking import bring_up_to_date
from dateline.service.logs import LOG
from dateline.service.lots import Lot
from dateline.service.metrics import METRICS
from dateline.service.sources import Source, sources

__all__ = ["Guard", "Round", "Source", "WatchOptions", "make_crew", "sources", "watch"]

_LOOK_AGAIN = (3_600, 6 * 3_600, 24 * 3_600, 72 * 3_600)  # seconds after which a story is looked at again
_MOST_TRIES = 14  # failures in a row, over some four days, after which an address is given up
_LOT = 16
_MOST_SITEMAPS = 50_000  # of one index, as sitemaps.org has it
_SELDOM = 86_400.0  # seconds between two looks at a sitemap of an index that has nothing new


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

    A lost connection to the ledger ends no watch, and neither does one that others hold: the round is given
    up, and what it did not store is done by the next. Other errors of the ledger are raised.
    """
    net = Net(options)
    while True:
        try:
            done = _round(watched, ledger, net)
        except (ConnectionLost, LedgerBusy) as error:
            told = "ledger in use" if isinstance(error, LedgerBusy) else "ledger out of reach"
            LOG.warning(told, extra={"problem": error.problem})
            options.sleep(min(options.pause, 30.0))
            continue
        METRICS.last_round.set(options.clock().timestamp())
        yield done
        options.sleep(options.pause)


def make_crew(size: int | None) -> Crew | None:
    """Processes to read in, so that a page that crashes a parser ends no watch; None for none."""
    if size == 0:
        return None
    reader = rooms.chosen_reader()
    if not reader:
        raise UsageError("only a reader with a name can watch", "leave out --reader, or write base")
    return Crew(size or 1, Setup(reader, 1, rooms.reading_version()))


def _round(watched: Sequence[Source], ledger: Ledger, net: Net) -> Round:
    done = Round()
    net.recall(ledger.quiet_hosts())
    _ask_feeds(watched, ledger, net, done)
    _ask_addresses(ledger, net, done)
    if fresh := net.news():
        ledger.write_quiet_hosts(fresh)
    METRICS.due.set(ledger.count_due(_stamp(net.now())))
    if net.crew is not None:
        METRICS.lost_children.set(net.crew.lost)
    return done


def _ask_feeds(watched: Sequence[Source], ledger: Ledger, net: Net, done: Round) -> None:
    followed = _followed(watched, ledger)
    moment = _stamp(net.now())
    due = sorted((feed for feed in followed if feed.due <= moment), key=lambda feed: (feed.due, feed.url))
    for feed, had in net.ask_all(due, net.within):
        done.feeds += 1
        done.feeds_failed += not _take_feed(feed, had, ledger, net, done)
    followed = _followed(watched, ledger)
    METRICS.feeds.set(len(followed))
    METRICS.feeds_failing.set(sum(feed.tries > 0 for feed in followed))


def _followed(watched: Sequence[Source], ledger: Ledger) -> list[Feed]:
    """What is followed: the sources, and, for as long as anything is, sitemaps that an index named."""
    known = ledger.feeds()
    fresh = {source.url: known.get(source.url, Feed(source.url)) for source in watched}
    named = {source.url: replace(fresh[source.url], every=source.every, listed=True) for source in watched}
    return list({**{url: feed for url, feed in known.items() if not feed.listed}, **named}.values())


def _take_feed(feed: Feed, had: Had, ledger: Ledger, net: Net, done: Round) -> bool:
    """Note what a feed named, or how it failed; whether it could be had."""
    now = net.now()
    if had.problem:
        _feed_failed(feed, had.problem, max(had.wait, net.backoff(feed.tries + 1)), ledger, now)
        return False
    after = replace(feed, tries=0, problem="", due=_stamp(now + timedelta(seconds=feed.every)))
    after = replace(after, etag=had.etag or feed.etag, modified=had.modified or feed.modified)
    if had.page is None:
        ledger.write_feed(_less_often(after))
        return True
    try:
        listing = rooms.listing(had.page, had.url)
    except DatelineError as error:
        _feed_failed(replace(feed, etag="", modified=""), error.problem, feed.every, ledger, now)
        return False
    named = [Feed(index, every=feed.every, listed=False) for index in listing.further[:_MOST_SITEMAPS]]
    due = _stamp(now)
    stories = [Address(s.url, due=due, published=s.published, updated=s.updated) for s in listing.stories]
    found = ledger.write_feed(after, stories, named)
    if not found:
        ledger.write_feed(_less_often(after))
    done.found += found
    LOG.info("feed read", extra={"feed": feed.url, "stories": len(stories), "new": found})
    return True


def _feed_failed(feed: Feed, problem: str, wait: float, ledger: Ledger, now: datetime) -> None:
    due = _stamp(now + timedelta(seconds=wait))
    ledger.write_feed(replace(feed, tries=feed.tries + 1, problem=problem, due=due))
    LOG.warning("feed failed", extra={"feed": feed.url, "problem": problem, "tries": feed.tries + 1})


def _less_often(feed: Feed) -> Feed:
    """A sitemap of an index, of which most are of past months, is asked more and more seldom while it has
    nothing new."""
    return feed if feed.listed else replace(feed, every=min(feed.every * 2, max(feed.every, _SELDOM)))


def _ask_addresses(ledger: Ledger, net: Net, done: Round) -> None:
    due = ledger.addresses_due(_stamp(net.now()))
    if not due:
        return
    run = ledger.start_run("watch", __version__, net.now())
    lot: list[tuple[Address, Had]] = []
    for address, had in net.ask_all(due, net.within):
        lot.append((address, had))
        if len(lot) >= _LOT:
            _take_in(lot, ledger, net, run, done)
            lot = []
    _take_in(lot, ledger, net, run, done)
    with METRICS.stage("link"):
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
        if had.page is not None and not readable(had.page.media_type):
            problem = f"{masked(address.url)} is {had.page.media_type[:60]}, which is not read"
            had = Had(had.url, problem=problem, gone=True)
        if had.problem:
            done.failed += 1
            after.append(_failed(address, had, net, now))
            failures.append(Failed(address.url, had.problem, "it is tried again" if not had.gone else "none"))
        elif had.page is None or had.page.sha256 == address.sha256:
            done.unchanged += 1
            after.append(_kept(address, had, now))
        else:
            done.fetched += 1
            kept = replace(_kept(address, had, now), canonical=canonical_of(had.page, had.url))
            fresh.append((kept, _page(address, had.page)))
    outcomes = _read([page for _, page in fresh], net, version)
    entries: list[Prepared] = []
    texts: dict[str, str] = {}
    for (address, page), outcome in zip(fresh, outcomes, strict=True):
        if isinstance(outcome, Prepared):
            text = texts[address.url] = text_of(outcome)
            address = replace(address, digest=digest_of(text), sha256=page.sha256)
            before = next(a.digest for a, _ in lot if a.url == address.url)
            first = original(address, text, ledger, after, texts)
            if first is not None:
                done.copies += 1
                address = replace(address, state="copy", copy_of=first.url, due="")
            elif address.digest != before or is_retitled(outcome, ledger):  # else only what stands around it
                entries.append(outcome)
        elif isinstance(outcome, Failed):
            done.failed += 1
            failures.append(outcome)
            address = replace(address, sha256=page.sha256, problem=outcome.problem)
        after.append(address)
    with METRICS.stage("store"):
        told = ledger.store(Batch(entries, failures, {}, run, version, after))
    done.acknowledged += told
    METRICS.pages.labels("failed").inc(len(failures))
    for one in told:
        METRICS.pages.labels(one.fate.value).inc()


def _read(pages: Sequence[Page], net: Net, version: str) -> list[Outcome]:
    if not pages:
        return []
    if net.crew is None:
        read = [handle(pages, Setup(version=version))]
    else:
        read = [done for _, done in net.crew.read([Lot(list(pages))])]
    for done in read:
        METRICS.read(done.seconds)
        METRICS.memory.set(done.memory)
    return [outcome for done in read for outcome in done.outcomes]


def _page(address: Address, page: Page) -> Page:
    given = dict(page.given) | {"id": report_id(address.url)}
    if address.published:
        given["published"] = address.published
    if address.sha256 and page.retrieved:  # a page that goes back to what it said is a version of its own
        given["retrieved"] = page.retrieved.isoformat()
    return replace(page, url=rooms.canonical(page.url or address.url), given=given, origin=address.url)


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
