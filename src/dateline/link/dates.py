"""Dates by link: a dated report dates an undated one.

An undated page speaks of "the Monday night raid", four days before it came out. Beside it lies a report
that dates the same attack. Then the page came out four days after that date, and everything else that it
only counts from its own publication gets its day. What all linked reports say of days is solved together
(:mod:`dateline.link.network`): what a report says itself comes first, then the links, those first that more
independent origins speak for. A link that contradicts what stands dates nothing, and says why. All of it is
computed from the links that stand; undo the link and nothing of it is left.

Nothing is circular: a day that was inferred is never counted as a witness for another, only what reports say
is, and an inferred value names the statements that it follows from.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from dateline.link import told_days
from dateline.link.cluster import Cluster
from dateline.link.judge import BY
from dateline.link.network import Constraint, Interval, Network
from dateline.link.told_days import WEEKDAYS, WIDEST, Asking, Link, published, told
from dateline.model import DateCandidate, Field, Granularity, How, Published, Report, Stage, Statement, When


@dataclass(frozen=True, slots=True)
class Inferred:
    """What links tell of time: days of publication by report, WHEN statements by account, and for each
    account the contradictions that kept a link from dating its report."""

    published: dict[str, Published] = field(default_factory=dict)
    dated: dict[str, Statement] = field(default_factory=dict)
    refused: dict[str, tuple[str, ...]] = field(default_factory=dict)


def infer_dates(
    clusters: Sequence[Cluster], reports: Mapping[str, Report], origins: Mapping[str, str]
) -> Inferred:
    """Date undated reports, and accounts that name no day, through their neighbours.

    The day of publication must fit the weekday that the report speaks of ("officials said Friday"); where
    links contradict each other, the day with more independent origins stands and a tie dates nothing.
    """
    found = Inferred()
    asked: list[Asking] = []
    facts: list[Constraint] = []
    linked: list[Link] = []
    for cluster in clusters if any(len(c.accounts) > 1 for c in clusters) else ():
        open_here = told_days.asking(cluster, reports, origins)
        asked += open_here
        for found_here in told_days.links(cluster, open_here, reports, origins):
            if isinstance(found_here, Link):
                linked.append(found_here)
            else:
                facts.append(found_here)
    if not linked:
        return found
    network = Network()
    for constraint in (*_said(asked, reports), *facts):
        network.take(constraint)
    for link in _strongest_first(linked, reports, found):
        against = network.take(link.constraint)
        if against:
            _refuse(found, link, _contradiction(link, network, against))
    for one in asked:
        for constraint in told_days.not_before(one, reports.get(one.account.report_id)):
            if network.take(constraint):
                _note(found, one.account.id, "its report came out before the day that linked reports give")
    _tell(found, asked, linked, network, reports)
    return found


def came_before(cluster: Cluster, day: date | None, reports: Mapping[str, Report]) -> list[str]:
    """Accounts whose report came out before the incident's day: one of the two days was read wrongly, or the
    link is wrong. A day is let pass for the clocks of two continents."""
    if day is None:
        return []
    found = []
    for account in cluster.accounts:
        report = reports.get(account.report_id)
        out = report.published.latest if report else None
        if out is not None and (day - out).days > 1 and account.stage is Stage.ACCOMPLISHED:
            found.append(f"{account.id}: its report came out {out.isoformat()}, before {day.isoformat()}")
    return found


def _said(asked: Sequence[Asking], reports: Mapping[str, Report]) -> Iterable[Constraint]:
    for name in sorted({one.account.report_id for one in asked}):
        yield from told_days.of_report(reports.get(name), name)
    for one in sorted(asked, key=lambda a: a.account.id):
        yield from told_days.of_account(one, reports.get(one.account.report_id))
    yield from told_days.between_accounts(sorted(asked, key=lambda a: a.account.id))


# --- which link is believed first ---------------------------------------------------------------------------


def _strongest_first(linked: Sequence[Link], reports: Mapping[str, Report], found: Inferred) -> list[Link]:
    """The links in the order in which they are taken in. Those of a report that give it different days of
    publication, none with more origins than the other, are refused at once."""
    support: dict[int, int] = {id(link): 0 for link in linked}
    of_report: dict[str, list[tuple[Link, frozenset[int]]]] = defaultdict(list)
    for link in linked:
        days = _days_of_publication(link, reports.get(link.asking.account.report_id))
        if days:
            of_report[link.asking.account.report_id].append((link, days))
    tied: set[int] = set()
    for voters in of_report.values():
        by_days: dict[frozenset[int], int] = defaultdict(int)
        for link, days in voters:
            by_days[days] += link.weight
        shared = {one: sum(w for other, w in by_days.items() if one & other) for one in by_days}
        best = min(by_days, key=lambda d: (-by_days[d], len(d), sorted(d)))
        rival = max((shared[d] for d in by_days if not d & best), default=0)
        for link, days in voters:
            support[id(link)] = shared[days] if days & best else 0
            if rival >= shared[best]:
                tied.add(id(link))
                _refuse(
                    found,
                    link,
                    "links give the report different days of publication, and none has more origins",
                )
    kept = [link for link in linked if id(link) not in tied]
    return sorted(kept, key=lambda k: (-support[id(k)], -k.weight, k.asking.account.id))


def _days_of_publication(link: Link, report: Report | None) -> frozenset[int]:
    """The days on which the report can have come out, if the link holds; none where it names no day, or where
    weekdays speak against it."""
    when = link.asking.when
    if link.day is None or when.offset is None or (report and report.published.day):
        return frozenset()
    if when.weekday is not None and when.weekday != date.fromordinal(link.day).isoweekday():
        return frozenset()
    days = range(link.day - when.offset.high, link.day - when.offset.low + 1)
    weekday = report.published.weekday if report else None
    return frozenset(d for d in days if weekday is None or date.fromordinal(d).isoweekday() == weekday)


def _contradiction(link: Link, network: Network, against: frozenset[int]) -> str:
    """Why a link was not counted from, in words."""
    rules = [network.constraints[n] for n in sorted(against)]
    day = date.fromordinal(link.day).isoformat() if link.day is not None else "the day of the linked reports"
    own = {told(link.asking.account.id)}
    if any(rule.about == told_days.WEEKDAY and rule.day in own for rule in rules):
        return f"“{link.asking.when.words}” does not fit {day}, the day that linked reports give"
    weekdays = [r.weekday for r in rules if r.about == told_days.CAME_OUT and r.weekday]
    if weekdays:
        name = WEEKDAYS[weekdays[0] - 1]
        return f"counted from {day}, the report would not have come out on its weekday ({name})"
    words = "; ".join(dict.fromkeys(r.words for r in rules if r.words))
    return f"not counted from {day}, because of what else is said: {words}"


def _refuse(found: Inferred, link: Link, reason: str) -> None:
    _note(found, link.asking.account.id, reason)


def _note(found: Inferred, name: str, reason: str) -> None:
    old = found.refused.get(name, ())
    if reason not in old:
        found.refused[name] = (*old, reason)


# --- what follows -------------------------------------------------------------------------------------------


def _tell(
    found: Inferred,
    asked: Sequence[Asking],
    linked: Sequence[Link],
    network: Network,
    reports: Mapping[str, Report],
) -> None:
    by_account = {link.asking.account.id: link for link in linked}
    for one in sorted(asked, key=lambda a: a.account.id):
        name = one.account.report_id
        came_out = network.of(published(name))
        if name not in found.published and _is_news(came_out, network, _known(reports.get(name))):
            used = [by_account[a] for a in _links_behind(came_out, network)]
            found.published[name] = _published(reports.get(name), came_out, network, used[0].asking)
        day = network.of(told(one.account.id))
        if _is_news(day, network, one.when):
            used = [by_account[a] for a in _links_behind(day, network)]
            found.dated[one.account.id] = _statement(one, day, network, used)


def _known(report: Report | None) -> Published:
    return report.published if report else Published()


def _is_news(day: Interval, network: Network, known: Published | When) -> bool:
    """Whether a link says more of a day than was known, and little enough is open."""
    if day.width is None or day.width > WIDEST:
        return False
    if not _links_behind(day, network):
        return False
    if known.earliest is None or known.latest is None:
        return True
    return day.width < (known.latest - known.earliest).days


def _links_behind(day: Interval, network: Network) -> list[str]:
    """The accounts whose links a day follows from, in the order in which these were believed."""
    rules = (network.constraints[n] for n in sorted(day.why))
    return [rule.about for rule in rules if isinstance(rule.about, str)]


def _edtf(day: Interval) -> tuple[str, date, date]:
    assert day.first is not None and day.last is not None
    first, last = date.fromordinal(day.first), date.fromordinal(day.last)
    return (first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"), first, last


def _published(report: Report | None, day: Interval, network: Network, one: Asking) -> Published:
    edtf, first, last = _edtf(day)
    words, _ = network.said(day.why)
    reason = "; ".join(sorted(words, key=lambda w: not w.startswith("linked")))
    known = _known(report)
    exact = first if first == last else None
    candidate = DateCandidate("link", one.when.words, exact, True, reason)
    return replace(
        known,
        edtf=edtf,
        earliest=first,
        latest=last,
        how=str(How.INFERRED),
        reason=reason,
        candidates=(*known.candidates, candidate),
    )


def _statement(one: Asking, day: Interval, network: Network, used: Sequence[Link]) -> Statement:
    """The day of an account that names none, from all that was said."""
    edtf, first, last = _edtf(day)
    when, statement = one.when, one.statement
    anchor = next((link.through for link in used if link.through), used[0].asking.account.id)
    value = replace(
        when,
        edtf=edtf,
        earliest=first,
        latest=last,
        granularity=_granularity((last - first).days),
        anchor=f"link:{anchor}",
        reason="",
        within=None,
        likeliest=None,
    )
    words, sources = network.said(day.why)
    rests_on = tuple(dict.fromkeys((statement.id, *sources)))
    name = hashlib.sha256("\x1f".join((one.account.id, *rests_on, edtf)).encode()).hexdigest()[:16]
    return replace(
        statement,
        id=f"link-{name}",
        field=Field.WHEN,
        value=value,
        how=How.INFERRED,
        by=BY,
        reason="; ".join(sorted(words, key=lambda w: not w.startswith("linked"))),
        inferred_from=rests_on,
    )


def _granularity(days: int) -> Granularity:
    if days == 0:
        return Granularity.DAY
    return Granularity.RANGE if days < 7 else Granularity.WEEK if days == 7 else Granularity.MONTH
