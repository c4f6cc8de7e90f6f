"""Tolls: the rule ``ucdp-low-best-high``, over all statements, with what dissents. Never an average."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from dateline.link.choose.evidence import Evidence, Witness, persons_first
from dateline.link.counts import Total, figure, total, total_figure
from dateline.model import Account, Chosen, Effect, Field, Group, Stance, Toll

RULE = "ucdp-low-best-high"
_OFFICIAL = frozenset({"official", "police", "military", "medical", "government"})


@dataclass(frozen=True, slots=True)
class Count:
    """One count of one account, ready to be weighed: a stated one, or the sum of an account's groups.

    ``open_above`` marks "at least 20": more are not denied. ``side`` marks a count that rests on the word
    of an armed group, or on a claim that the report does not share. ``first`` marks the count that the
    account stands by; "earlier, officials had put the dead at 59" in the same story is not its own.
    """

    low: int
    best: int
    high: int
    open_above: bool
    side: bool
    first: bool
    official: bool
    origin: str
    speaker: str
    published: date | None
    account: str
    statements: tuple[str, ...]

    @property
    def age(self) -> date:
        """Day of publication; a report without one proves nothing about the latest state."""
        return self.published or date.min


def choose_tolls(evidence: Evidence) -> tuple[Chosen, ...]:
    """One value for each effect and group that is counted, and one total (group ``unknown``) an effect.

    ``ucdp-low-best-high``: of every origin and speaker only the last count stands (the others were
    earlier states of it). *best* is the figure that most independent origins give; among equals the
    latest, then the official one, then the lower. *low* and *high* are the ends of all counts that
    stand; "at least 20" only sets the low end when nobody counted more closely. A count that rests on the
    word of an armed group ("we killed a hundred soldiers") widens the range and is never the best one
    while there is another. Denied counts are dissent.
    """
    witnesses = [w for w in evidence.of(Field.TOLL) if isinstance(w.statement.value, Toll)]
    by_kind: dict[tuple[Effect, Group], list[Witness]] = defaultdict(list)
    for witness in witnesses:
        toll = witness.statement.value
        assert isinstance(toll, Toll)
        if figure(toll) is not None:
            by_kind[toll.effect, toll.group].append(witness)
    found = []
    for effect in Effect:
        groups = sorted(g for e, g in by_kind if e is effect)
        if not groups:
            continue
        found.append(_total(effect, [w for g in groups for w in by_kind[effect, g]], evidence))
        found += [_of_group(effect, g, by_kind[effect, g]) for g in groups if g is not Group.UNKNOWN]
    return tuple(found)


def _of_group(effect: Effect, group: Group, witnesses: list[Witness]) -> Chosen:
    usable = persons_first([w for w in witnesses if w.statement.stance is not Stance.DENIED])
    return _chosen(effect, group, [_count(w) for w in usable], _all_ids(witnesses))


def _total(effect: Effect, witnesses: list[Witness], evidence: Evidence) -> Chosen:
    """The total over groups. Persons' totals win; else each account's total, stated or added from groups."""
    by_persons = [w for w in witnesses if w.human and _toll(w).group is Group.UNKNOWN]
    if by_persons:
        return _chosen(effect, Group.UNKNOWN, [_count(w) for w in by_persons], _all_ids(witnesses))
    by_account: dict[str, list[Witness]] = defaultdict(list)
    for witness in witnesses:
        if witness.statement.stance is not Stance.DENIED:
            by_account[witness.account.id].append(witness)
    counts = []
    for account in evidence.accounts:
        told = by_account.get(account.id)
        if told:
            counts += _totals_of(account, effect, told)
    return _chosen(effect, Group.UNKNOWN, counts, _all_ids(witnesses))


def _totals_of(account: Account, effect: Effect, told: list[Witness]) -> list[Count]:
    """Every stated total of an account ("police: 7, hospital: 11"), or the sum of its groups."""
    stated = sorted((w for w in told if _toll(w).group is Group.UNKNOWN), key=lambda w: w.rank)
    if stated:
        own, *others = [replace(_count(w), first=w is stated[0]) for w in stated]
        # beside 61 dead, "all three were dead" counts a part of them: no second estimate of the whole
        return [own, *(c for c in others if 2 * c.high >= own.best)]
    added = total(account, effect)
    return [_added(added, told)] if added is not None else []


def _toll(witness: Witness) -> Toll:
    assert isinstance(witness.statement.value, Toll)
    return witness.statement.value


def _count(witness: Witness) -> Count:
    toll = _toll(witness)
    best = figure(toll)
    assert best is not None
    speaker = witness.statement.said_by
    return Count(
        low=toll.low if toll.low is not None else best,
        best=best,
        high=toll.high if toll.high is not None else best,
        open_above=toll.high is None,
        side=speaker.kind == "armed_group" or witness.statement.stance is not Stance.ASSERTED,
        first=True,
        official=speaker.kind in _OFFICIAL,
        origin=witness.origin,
        speaker=speaker.name.casefold(),
        published=witness.published,
        account=witness.account.id,
        statements=(witness.statement.id,),
    )


def _added(added: Total, told: list[Witness]) -> Count:
    best = total_figure(added)
    assert best is not None
    used = [w for w in told if w.statement.id in added.support]
    return Count(
        low=added.low if added.low is not None else best,
        best=best,
        high=added.high if added.high is not None else best,
        open_above=added.high is None,
        side=any(_count(w).side for w in used),
        first=True,
        official=all(_count(w).official for w in used),
        origin=used[0].origin,
        speaker="",
        published=used[0].published,
        account=used[0].account.id,
        statements=added.support,
    )


def _all_ids(witnesses: list[Witness]) -> frozenset[str]:
    return frozenset(w.statement.id for w in witnesses)


def _chosen(effect: Effect, group: Group, counts: Sequence[Count], every: frozenset[str]) -> Chosen:
    if not counts:
        reason = f"every count of {effect} was denied"
        return Chosen("toll", None, RULE, (), tuple(sorted(every)), "", reason)
    stand = _standing(counts)
    best, told = _best([c for c in stand if not c.side] or stand)
    low, high = _ends(stand, best)
    support = sorted({s for c in told for s in c.statements})
    # nobody counted closely: "at least 70" leaves the high end open for the incident, too
    closed = not all(c.open_above for c in stand)
    value = Toll(effect, group, low, best, high if closed else None, _qualifier(told))
    added = all(len(c.statements) > 1 for c in told)
    origins = len({c.origin for c in told})
    reason = f"{best} rests on {'one origin' if origins == 1 else f'{origins} independent origins'}"
    if added:
        reason += ", added from the groups that one report counts"
    return Chosen(
        "toll",
        value,
        RULE,
        tuple(support),
        tuple(sorted(every - set(support))),
        "part-sum" if added else "stated",
        reason,
    )


def _qualifier(told: Sequence[Count]) -> str:
    return "at least" if all(c.open_above for c in told) else ""


def _standing(counts: Sequence[Count]) -> list[Count]:
    """Of each origin and speaker only the last day's counts: "59", and in the evening "60", are one count."""
    last: dict[tuple[str, str], date] = {}
    for count in counts:
        key = (count.origin, count.speaker)
        last[key] = max(last.get(key, date.min), count.age)
    return [c for c in counts if c.age == last[c.origin, c.speaker]]


def _best(stand: Sequence[Count]) -> tuple[int, list[Count]]:
    by_figure: dict[int, list[Count]] = defaultdict(list)
    for count in [c for c in stand if c.first] or stand:
        by_figure[count.best].append(count)
    # "at least 20" of the first hour says nothing against the 59 that others counted
    closed = {n: told for n, told in by_figure.items() if not all(c.open_above for c in told)} or by_figure

    def strength(number: int) -> tuple[int, int, bool, int]:
        told = closed[number]
        return (
            -len({c.origin for c in told}),
            -max(c.age for c in told).toordinal(),
            not any(c.official for c in told),
            number,
        )

    best = min(closed, key=strength)
    return best, by_figure[best]


def _ends(stand: Sequence[Count], best: int) -> tuple[int, int]:
    closed = [c for c in stand if not c.open_above] or list(stand)
    low = min(min(c.low for c in closed), best)
    high = max([c.high for c in stand] + [best])
    return low, high
