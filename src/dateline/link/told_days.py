"""What linked reports say of days, as constraints: see :mod:`dateline.link.network`.

Days that are asked for are those on which undated reports came out, those that accounts speak of without
naming them ("Monday night", "four days earlier", "last week"), and those of incidents that no report names.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dateline.link.choose import Evidence, Witness, dated, independent, most_attested, weekdays_only
from dateline.link.cluster import Cluster, log_odds
from dateline.link.network import Constraint
from dateline.link.tables import thresholds
from dateline.model import Account, Field, Report, Stage, Statement, When

WIDEST = 31  # days: an offset of "earlier this year" dates nothing
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
#: What a constraint on a weekday is about. That of a link is about the account that it would date: a name.
CAME_OUT, WEEKDAY = ("weekday", "came out"), ("weekday", "told")
Day = tuple[str, str]


def published(report_id: str) -> Day:
    """The day on which a report came out."""
    return ("published", report_id)


def told(account_id: str) -> Day:
    """The day that an account speaks of."""
    return ("told", account_id)


def happened(cluster: Cluster) -> Day:
    """The day of an incident."""
    return ("happened", cluster.accounts[0].id)


@dataclass(frozen=True, slots=True)
class Asking:
    """An account that speaks of a day without naming it."""

    account: Account
    statement: Statement
    cluster: Cluster

    @property
    def when(self) -> When:
        """What it says of the day."""
        assert isinstance(self.statement.value, When)
        return self.statement.value


@dataclass(frozen=True, slots=True)
class Link:
    """A link that would date an account: the constraint, and what speaks for it. ``day`` is the day that
    other accounts of the incident name (an ordinal; None where none does), ``weight`` the number of
    independent origins that name it."""

    asking: Asking
    constraint: Constraint
    day: int | None
    weight: int
    through: str


def _is_named(cluster: Cluster, reports: Mapping[str, Report], origins: Mapping[str, str]) -> bool:
    """Whether the reports of an incident themselves name its day; one that was inferred does not count."""
    evidence = Evidence(cluster.accounts, reports, origins, {}, {})
    return most_attested(dated(evidence)) is not None


def asking(cluster: Cluster, reports: Mapping[str, Report], origins: Mapping[str, str]) -> list[Asking]:
    """The accounts of an incident whose day is asked for. Where the incident's day is named, a stretch that
    another report gives is no question."""
    vague = [a for a in cluster.accounts if a.when is not None and not _is_exact(a.when)]
    if not vague:
        return []
    is_named = len(vague) < len(cluster.accounts) and _is_named(cluster, reports, origins)
    found = []
    for account in vague:
        when = account.when
        assert when is not None
        if when.earliest is None and not _is_counted(when) and (when.weekday is None or is_named):
            continue
        if when.earliest is not None and is_named and _is_dated(reports.get(account.report_id)):
            continue
        statement = next(s for s in account.of(Field.WHEN) if s.value is when)
        found.append(Asking(account, statement, cluster))
    return found


def _is_exact(when: When) -> bool:
    return when.earliest is not None and when.earliest == when.latest


def _is_counted(when: When) -> bool:
    return when.offset is not None and when.offset.high - when.offset.low <= WIDEST


def _is_dated(report: Report | None) -> bool:
    return report is not None and report.published.day is not None


def of_report(report: Report | None, report_id: str) -> Iterator[Constraint]:
    """What a report without a day of its own says of the day on which it came out."""
    if report is None or _is_dated(report):
        return
    day, known = published(report_id), report.published
    if known.earliest is not None or known.latest is not None:
        first, last = (d.toordinal() if d else None for d in (known.earliest, known.latest))
        yield Constraint(day, None, first, last, words=f"the report came out {known.edtf}")
    if known.weekday is not None:
        words = f"the report speaks of {WEEKDAYS[known.weekday - 1]} as of its own day"
        yield Constraint(day, weekday=known.weekday, words=words, about=CAME_OUT)


def of_account(asked: Asking, report: Report | None) -> Iterator[Constraint]:
    """What an account says of the day that it speaks of."""
    when, day, source = asked.when, told(asked.account.id), (asked.statement.id,)
    words = f"the report says “{when.words}”" if when.words else ""
    if _is_counted(when) and not _is_dated(report):
        assert when.offset is not None
        base = published(asked.account.report_id)
        yield Constraint(day, base, when.offset.low, when.offset.high, sources=source, words=words)
    elif when.earliest is not None and when.latest is not None:
        yield Constraint(
            day, None, when.earliest.toordinal(), when.latest.toordinal(), sources=source, words=words
        )
    if when.weekday is not None:
        yield Constraint(day, weekday=when.weekday, sources=source, words=words, about=WEEKDAY)


def between_accounts(asked: Sequence[Asking]) -> Iterator[Constraint]:
    """ "Two days later" is counted from another day of the story: whatever that day is, two lie between."""
    where: dict[tuple[str, str], Asking] = {}
    for one in asked:
        for span in one.statement.spans:
            where[one.account.report_id, f"span:{span.start}-{span.end}"] = one
    for one in asked:
        base = where.get((one.account.report_id, one.when.anchor))
        if base is None or base is one or one.when.offset is None or base.when.offset is None:
            continue
        low = one.when.offset.low - base.when.offset.low
        if low == one.when.offset.high - base.when.offset.high:
            sources = (one.statement.id, base.statement.id)
            words = f"the report counts “{one.when.words}” from “{base.when.words}”"
            yield Constraint(
                told(one.account.id), told(base.account.id), low, low, sources=sources, words=words
            )


def not_before(asked: Asking, report: Report | None) -> Iterator[Constraint]:
    """A report of something that happened came out on its day or later."""
    if asked.account.stage is not Stage.ACCOMPLISHED:
        return
    day, source = told(asked.account.id), (asked.statement.id,)
    words = "a report comes out after what it tells of"
    if _is_dated(report):
        assert report is not None and report.published.day is not None
        out = report.published.day
        words = f"the report came out on {out.isoformat()}"
        yield Constraint(day, None, None, out.toordinal(), sources=source, words=words)
    else:
        yield Constraint(published(asked.account.report_id), day, 0, None, sources=source, words=words)


def links(
    cluster: Cluster, asked: Sequence[Asking], reports: Mapping[str, Report], origins: Mapping[str, str]
) -> Iterator[Constraint | Link]:
    """The incident's day, where reports name it, and the links through which it dates the accounts that
    ask for it. An incident of one account has no links."""
    if len(cluster.accounts) < 2 or not asked:
        return
    evidence = Evidence(cluster.accounts, reports, origins, {}, {})
    known, weekdays = dated(evidence), weekdays_only(evidence)
    best = most_attested(known, weekdays)
    if best is not None:
        day = best[0].toordinal()
        yield Constraint(happened(cluster), None, day, day)
    fitting = {w: _fitting(known, weekdays, w) or best for w in {a.when.weekday for a in asked}}
    for one in asked:
        chosen = fitting[one.when.weekday]
        if best is None or chosen is None:
            words = f"linked with {_others(cluster, one)}"
            gap = Constraint(told(one.account.id), happened(cluster), 0, 0, words=words, about=one.account.id)
            yield Link(one, gap, None, 0, "")
            continue
        through = _nearest(cluster.votes.get(one.account.id, {}), chosen[1])
        words = f"linked with {through.account.id}, which dates the incident to {chosen[0].isoformat()}"
        shift = (chosen[0] - best[0]).days
        gap = Constraint(
            told(one.account.id),
            happened(cluster),
            shift,
            shift,
            sources=(through.statement.id,),
            words=words,
            about=one.account.id,
        )
        yield Link(one, gap, chosen[0].toordinal(), independent(chosen[1]), through.account.id)


def _others(cluster: Cluster, one: Asking) -> str:
    return next(a.id for a in cluster.accounts if a.id != one.account.id)


def _fitting(
    known: Sequence[Witness], weekdays: Sequence[Witness], weekday: int | None
) -> tuple[date, list[Witness]] | None:
    """The day that is attested best among those that fit a weekday: where the attack of Monday night is
    reported under both days, "Monday night" is counted from the Monday."""
    fit = [w for w in known if weekday is None or _is_on(w, weekday)]
    return most_attested(fit, weekdays)


def _is_on(witness: Witness, weekday: int) -> bool:
    when = witness.statement.value
    return isinstance(when, When) and when.earliest is not None and when.earliest.isoweekday() == weekday


def _nearest(sure: Mapping[str, float], told_by: Sequence[Witness]) -> Witness:
    """The dated account that an undated one is linked with most surely (``sure``: log-odds by account)."""
    least = log_odds(thresholds()["same"])
    linked = [w for w in told_by if sure.get(w.account.id, -math.inf) >= least] if sure else []
    chosen = linked or told_by
    return min(chosen, key=lambda w: (-sure.get(w.account.id, -math.inf), w.account.id, w.statement.id))
