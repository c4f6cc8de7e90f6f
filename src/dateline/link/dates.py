"""Dates by link: a dated report dates an undated one.

An undated page speaks of "the Monday night raid", four days before it came out. Beside it lies a report
that dates the same attack. Then the page came out four days after that date, and everything else that it
only counts from its own publication gets its day. All of it is computed from the links that stand; undo
the link and nothing of it is left.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from dateline.link.choose import Evidence, Witness, dated, independent, most_attested, weekdays_only
from dateline.link.cluster import Cluster
from dateline.link.judge import BY
from dateline.model import (
    Account,
    DateCandidate,
    DayOffset,
    Field,
    Granularity,
    How,
    Published,
    Report,
    Statement,
    When,
)

_WIDEST = 31  # days: an offset of "earlier this year" dates nothing


@dataclass(frozen=True, slots=True)
class Inferred:
    """What links tell of time: days of publication by report, WHEN statements by account, and for each
    account the contradictions that kept a link from dating its report."""

    published: dict[str, Published] = field(default_factory=dict)
    dated: dict[str, Statement] = field(default_factory=dict)
    refused: dict[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Clue:
    """One link that would date a report: the days on which it can have come out, and through what."""

    days: frozenset[date]
    weight: int
    account: Account
    through: Witness
    incident_day: date
    statements: tuple[str, ...]


def infer_dates(
    clusters: Sequence[Cluster], reports: Mapping[str, Report], origins: Mapping[str, str]
) -> Inferred:
    """Date undated reports through their dated neighbours.

    In rounds: only days that a report knows itself, or that an earlier round inferred, are counted from,
    and each report is dated once, so nothing is circular. The day of publication must fit the weekday
    that the report speaks of ("officials said Friday"); where links contradict each other, the day with
    more independent origins stands and a tie dates nothing.
    """
    found = Inferred()
    by_report: dict[str, list[Account]] = defaultdict(list)
    for cluster in clusters:
        for account in cluster.accounts:
            by_report[account.report_id].append(account)
    while True:
        clues = _clues(clusters, reports, origins, found)
        new = {
            r: p for r in sorted(clues) if (p := _publication(reports.get(r), clues[r], found)) is not None
        }
        if not new:
            return found
        for report_id, (published, clue) in new.items():
            found.published[report_id] = published
            for account in sorted(by_report[report_id], key=lambda a: a.id):
                statement = _day_of(account, published, clue)
                if statement is not None:
                    found.dated[account.id] = statement


def _clues(
    clusters: Sequence[Cluster], reports: Mapping[str, Report], origins: Mapping[str, str], found: Inferred
) -> dict[str, list[_Clue]]:
    clues: dict[str, list[_Clue]] = defaultdict(list)
    for cluster in clusters:
        waiting = [
            (account, statement)
            for account in cluster.accounts
            for statement in _countable(account, reports.get(account.report_id), found)
        ]
        if not waiting:
            continue
        evidence = Evidence(cluster.accounts, reports, origins, found.published, {})
        known = dated(evidence) + list(_through_links(evidence, found))
        weekdays = weekdays_only(evidence)
        for account, statement in waiting:
            chosen = most_attested(_fitting(known, statement), weekdays) or most_attested(known, weekdays)
            if chosen is None:
                continue
            day, told = chosen
            through = _nearest(cluster, account, told)
            clues[account.report_id].append(
                _Clue(
                    frozenset(_days_of_publication(day, statement)),
                    independent(told),
                    account,
                    through,
                    day,
                    (statement.id, through.statement.id),
                )
            )
    return clues


def _countable(account: Account, report: Report | None, found: Inferred) -> Iterator[Statement]:
    """The WHEN statement of an account that is only counted from an unknown day of publication."""
    if account.report_id in found.published or (report and report.published.earliest is not None):
        return
    when = account.when
    if when is None or when.earliest is not None or when.offset is None:
        return
    if when.offset.high - when.offset.low <= _WIDEST:
        yield next(s for s in account.of(Field.WHEN) if s.value is when)


def _fitting(known: Sequence[Witness], statement: Statement) -> list[Witness]:
    """The dated statements that fit the weekday of an undated one: where the attack of Monday night is
    reported under both days, "Monday night" is counted from the Monday."""
    weekday = statement.value.weekday if isinstance(statement.value, When) else None
    days = [(w, w.statement.value) for w in known]
    return [
        w
        for w, when in days
        if weekday is None
        or (isinstance(when, When) and when.earliest is not None and when.earliest.isoweekday() == weekday)
    ]


def _through_links(evidence: Evidence, found: Inferred) -> Iterator[Witness]:
    for account in evidence.accounts:
        if account.id in found.dated:
            origin = evidence.origins.get(account.report_id, account.report_id)
            day = evidence.day_of(account.report_id)
            yield Witness(found.dated[account.id], account, origin, day, 0)


def _days_of_publication(day: date, statement: Statement) -> Iterator[date]:
    when = statement.value
    assert isinstance(when, When) and when.offset is not None
    if when.weekday is not None and when.weekday != day.isoweekday():
        return  # "Monday night" is not the night of a Tuesday: nothing can be counted from this link
    for offset in range(when.offset.low, when.offset.high + 1):
        yield day - timedelta(days=offset)


def _nearest(cluster: Cluster, account: Account, told: Sequence[Witness]) -> Witness:
    """The dated account that the undated one is linked with most surely."""
    sure: dict[str, float] = {}
    for link in cluster.links:
        if account.id in (link.left, link.right):
            sure[link.right if link.left == account.id else link.left] = link.score
    return min(told, key=lambda w: (-sure.get(w.account.id, 0.0), w.account.id, w.statement.id))


def _publication(
    report: Report | None, clues: Sequence[_Clue], found: Inferred
) -> tuple[Published, _Clue] | None:
    weekday = report.published.weekday if report else None
    votes: dict[frozenset[date], list[_Clue]] = defaultdict(list)
    for clue in clues:
        days = frozenset(d for d in clue.days if weekday is None or d.isoweekday() == weekday)
        if days:
            votes[days].append(clue)
        else:
            _refuse(found, clue, _against_weekday(clue, weekday))
    ranked = sorted(votes, key=lambda d: (-sum(c.weight for c in votes[d]), len(d), sorted(d)))
    if not ranked:
        return None
    best = ranked[0]
    agree = [d for d in ranked if d & best]
    against = [d for d in ranked if not d & best]
    rival = max((sum(c.weight for c in votes[d]) for d in against), default=0)
    if rival >= sum(c.weight for d in agree for c in votes[d]):
        for clue in clues:
            _refuse(
                found, clue, "links give the report different days of publication, and none has more origins"
            )
        return None
    days = frozenset.intersection(*agree) or best
    for other in against:
        for clue in votes[other]:
            _refuse(found, clue, f"other links date the report to {min(days).isoformat()}")
    clue = min((c for d in agree for c in votes[d]), key=lambda c: (len(c.days), -c.weight, c.account.id))
    return _published(report, days, clue), clue


def _against_weekday(clue: _Clue, weekday: int | None) -> str:
    when = clue.account.when
    name = when.words if when else ""
    if not clue.days:
        return f"“{name}” does not fit {clue.incident_day.isoformat()}, the day that linked reports give"
    day = clue.incident_day.isoformat()
    return f"counted from {day}, the report would not have come out on its weekday ({weekday})"


def _refuse(found: Inferred, clue: _Clue, reason: str) -> None:
    old = found.refused.get(clue.account.id, ())
    if reason not in old:
        found.refused[clue.account.id] = (*old, reason)


def _published(report: Report | None, days: frozenset[date], clue: _Clue) -> Published:
    first, last = min(days), max(days)
    words = clue.account.when.words if clue.account.when else ""
    reason = (
        f"linked with {clue.through.account.id}, which dates the incident to "
        f"{clue.incident_day.isoformat()}; the report says “{words}”"
    )
    edtf = first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"
    before = report.published.candidates if report else ()
    candidate = DateCandidate("link", words, first if first == last else None, True, reason)
    weekday = report.published.weekday if report else None
    return Published(edtf, first, last, str(How.INFERRED), reason, weekday, (*before, candidate))


def _day_of(account: Account, published: Published, clue: _Clue) -> Statement | None:
    """The day of an account that was only counted from publication, now that publication is known."""
    statement = next(
        (s for s in account.of(Field.WHEN) if isinstance(s.value, When) and s.value.offset is not None), None
    )
    if statement is None or published.earliest is None or published.latest is None:
        return None
    when = statement.value
    assert isinstance(when, When) and when.offset is not None
    if when.earliest is not None:
        return None
    days = _counted(published, when.offset, when.weekday)
    if not days:
        return None
    first, last = min(days), max(days)
    day = first == last
    value = When(
        edtf=first.isoformat() if day else f"{first.isoformat()}/{last.isoformat()}",
        earliest=first,
        latest=last,
        granularity=_granularity((last - first).days),
        words=when.words,
        anchor=f"link:{clue.through.account.id}",
        offset=when.offset,
        weekday=when.weekday,
        time_of_day=when.time_of_day,
    )
    used = tuple(dict.fromkeys((statement.id, *clue.statements)))
    name = hashlib.sha256("\x1f".join((account.id, *used, value.edtf or "")).encode()).hexdigest()[:16]
    reason = f"published {published.edtf} ({published.reason}); “{when.words}” counted from it"
    return Statement(
        id=f"link-{name}",
        field=Field.WHEN,
        value=value,
        spans=statement.spans,
        said_by=statement.said_by,
        stance=statement.stance,
        how=How.INFERRED,
        by=BY,
        confidence=statement.confidence,
        reason=reason,
        inferred_from=used,
    )


def _granularity(days: int) -> Granularity:
    if days == 0:
        return Granularity.DAY
    return Granularity.RANGE if days < 7 else Granularity.WEEK if days == 7 else Granularity.MONTH


def _counted(published: Published, offset: DayOffset, weekday: int | None) -> list[date]:
    assert published.earliest is not None and published.latest is not None
    first = published.earliest + timedelta(days=offset.low)
    last = published.latest + timedelta(days=offset.high)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [d for d in days if weekday is None or d.isoweekday() == weekday]
