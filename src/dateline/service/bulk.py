"""What the machinery of scale asks for: reading and linking in parts, without a ledger.

Linking is cut so that nothing depends on where the cuts lie: an account's keys follow from it alone;
whether two accounts meet, from the members of one key; the verdict on a pair, from the pair; an incident,
from its part.
"""

from __future__ import annotations

import hashlib
import signal
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dateline.ledger import Failed, every_value
from dateline.model import Account, Incident, Judgement, Page, Report
from dateline.model.codec import from_json, to_json
from dateline.service import rooms
from dateline.service.crew import PAGE_SECONDS, Crew
from dateline.service.hand import PassedOver, Setup, read_each, use_together
from dateline.service.lots import BATCH, Lot

__all__ = [
    "Failed", "KeyRow", "PassedOver", "Told", "choose_reader", "files_of", "from_json", "groups_of",
    "incidents_of", "judge_pair", "keys_of", "linking_version", "make_crew", "meetings", "read_files",
    "reading_version", "states_of", "to_json",
]  # fmt: skip

choose_reader, reading_version = rooms.choose_reader, rooms.reading_version
linking_version = rooms.linking_version


@dataclass(frozen=True, slots=True)
class Told:
    """A report with its accounts, and what is compared of each of them, packed."""

    report: Report
    accounts: tuple[Account, ...]
    profiles: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class KeyRow:
    """An account under one of its keys: ``word`` numbers what the key belongs to, ``weight`` is what
    sharing it counts, ``rank`` the account's place among all that have the key."""

    key: int
    rank: int
    account: str
    word: int
    weight: float


def files_of(path: str) -> list[str]:
    """The files that are read of a path, absolute and in their order: the same as a ledger's ingest reads."""
    from dateline.ingest.pages import files_of as found

    return [str(file.absolute()) for file in found(Path(path))]


def states_of(files: Iterable[str]) -> str:
    """A digest of the states that some files are in: other sizes or times, another digest."""
    from dateline.ingest.placed import source_of

    told = "\n".join(source_of(Path(file)) for file in files)
    return hashlib.sha256(told.encode("utf-8", "surrogateescape")).hexdigest()


def read_files(
    files: Sequence[str], sift: bool = False, crew: Crew | None = None
) -> Iterator[Told | Failed | PassedOver]:
    """What the pages of some files tell, one after the other. With a ``crew`` they are tried in a process of
    its own first, and one that brings it down is quarantined."""
    some: list[Page] = []
    for placed in rooms.placed(files, None, {}):
        if not isinstance(placed.item, Page):
            yield Failed.of(placed.item.origin, placed.item.error)
            continue
        some.append(placed.item)
        if len(some) >= BATCH:
            yield from _told_safely(some, sift, crew)
            some = []
    yield from _told_safely(some, sift, crew)


def _told_safely(
    pages: Sequence[Page], sift: bool, crew: Crew | None
) -> Iterator[Told | Failed | PassedOver]:
    if crew is None:
        with _limited(len(pages)):
            told = list(_told(pages, sift))
        yield from told
        return
    outcomes = [o for _, done in crew.read([Lot(list(pages))]) for o in done.outcomes]
    tried = list(zip(pages, outcomes, strict=True))
    yield from (outcome for _, outcome in tried if isinstance(outcome, Failed))
    yield from _told([page for page, outcome in tried if not isinstance(outcome, Failed)], sift)


@contextmanager
def _limited(pages: int) -> Iterator[None]:
    """End this process when some pages take more of the processor than any may: whoever tries again knows."""
    if not hasattr(signal, "setitimer"):
        yield
        return
    signal.setitimer(signal.ITIMER_PROF, PAGE_SECONDS * (pages // 8 + 1))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _told(pages: Sequence[Page], sift: bool) -> Iterator[Told | Failed | PassedOver]:
    kept = [page for page in pages if not sift or rooms.matters(page)]
    yield from (PassedOver(page.origin) for page in pages if page not in kept)
    for _, told in use_together(read_each(kept), rooms.extract_all):
        if isinstance(told, Failed):
            yield told
        else:
            report, accounts = told
            profiles = rooms.profiles_of(accounts, report) if accounts else []
            packed = tuple((p.id, rooms.pack(p)) for p in profiles)
            yield Told(report, tuple(accounts), packed)


def make_crew(reader: str, sift: bool) -> Crew:
    """A process that tries pages."""
    return Crew(1, Setup(reader, 1, rooms.reading_version(), sift))


def keys_of(packed: str) -> list[KeyRow]:
    """The keys that an account is found under."""
    from dateline.link.keys import rank, words_of

    profile = rooms.unpack(packed)
    place = rank(profile.id)
    return [
        KeyRow(key, place, profile.id, number, word.weight)
        for number, word in enumerate(words_of(profile))
        for key in word.keys
    ]


def meetings(rows: Sequence[KeyRow]) -> Iterator[tuple[str, str, int, float]]:
    """Who meets whom under one key: (smaller id, larger id, word of the larger, its weight). ``rows`` are all
    that have the key."""
    from dateline.link.block import PIVOTS, WORD_PIVOTS
    from dateline.link.keys import STRONG

    ordered = sorted(rows, key=lambda r: (r.rank, r.account))
    for place, own in enumerate(ordered):
        pivots = PIVOTS if own.weight >= STRONG else WORD_PIVOTS
        upto = len(ordered) if place < pivots else pivots
        for other in ordered[:upto]:
            if other.account < own.account:
                yield other.account, own.account, own.word, own.weight


def judge_pair(left: str, right: str, weight: float) -> Judgement | None:
    """The judgement on two packed accounts that share so much; None when they are not compared, or when it
    does not matter."""
    from dateline.link.block import is_enough
    from dateline.link.judge import judgement

    one, other = rooms.unpack(left), rooms.unpack(right)
    return judgement(one, other) if is_enough(weight, one, other) else None


def groups_of(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """For every account of some pairs the smallest account that it hangs together with."""
    above: dict[str, str] = {}

    def root(name: str) -> str:
        while (up := above.get(name, name)) != name:
            above[name] = above.get(up, up)
            name = up
        return name

    for left, right in pairs:
        one, other = sorted((root(left), root(right)))
        above[other] = one
        above.setdefault(one, one)
    return {name: root(name) for name in above}


def is_undated(report: Report) -> bool:
    """Whether links may date a report: all that it tells then hangs together."""
    return rooms.is_undated(report)


def incidents_of(
    accounts: Sequence[Account], reports: Mapping[str, Report], judgements: Sequence[Judgement]
) -> list[tuple[Incident, dict[str, Any]]]:
    """The incidents of some whole parts, each with the columns that a table of them has."""
    outcome = rooms.outcome(accounts, reports, judgements, [], rooms.known([], {}))
    return [(incident, _columns(incident)) for incident in outcome.incidents]


def _columns(incident: Incident) -> dict[str, Any]:
    when, where = incident.when.value, incident.where.value
    tolls: dict[str, Any] = defaultdict(lambda: None)
    for chosen in incident.tolls:
        effect = getattr(chosen.value, "effect", "")
        tolls.setdefault(str(effect), getattr(chosen.value, "best", None))
    return {
        "id": incident.id,
        "type": incident.type,
        "subtype": incident.subtype,
        "earliest": _iso(getattr(when, "earliest", None)),
        "latest": _iso(getattr(when, "latest", None)),
        "country": getattr(where, "country", None),
        "place": getattr(where, "name", None),
        "lat": getattr(where, "lat", None),
        "lon": getattr(where, "lon", None),
        "killed": tolls["killed"],
        "injured": tolls["injured"],
        "reports": len({a.report_id for a in incident.accounts}),
        "origins": incident.origins,
        "disputed": any(chosen.dissent for chosen in every_value(incident)),
    }


def _iso(day: Any) -> str | None:
    return None if day is None else str(day.isoformat())
