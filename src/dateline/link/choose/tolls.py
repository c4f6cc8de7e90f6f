"""Tolls: a value by a named rule over all statements, with what dissents. Never an average."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from dateline.link.choose.evidence import Evidence, Witness, in_words, persons_first, print_again
from dateline.link.choose.rules import OFFICIAL, RULE, Count, Rule, rule_of, standing_counts, unlike
from dateline.link.counts import Total, figure, total, total_figure
from dateline.model import Account, Chosen, Effect, Field, Group, Stance, Toll


def choose_tolls(evidence: Evidence, rule: str = RULE) -> tuple[Chosen, ...]:
    """One value for each effect and group that is counted, and one total (group ``unknown``) an effect.

    Of every origin and speaker only the last count stands (the others were earlier states of it). *best*
    is what the named ``rule`` chooses (:mod:`dateline.link.choose.rules`). *low* and *high* are the ends
    of all counts that stand; "at least 20" only sets the low end when nobody counted more closely. A count
    that rests on the word of an armed group ("we killed a hundred soldiers") widens the range and is never
    the best one while there is another. Denied counts are dissent. Raises UsageError for an unknown rule.
    """
    choice = rule_of(rule)
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
        found.append(_total(effect, [w for g in groups for w in by_kind[effect, g]], evidence, choice))
        own = _stated_totals(by_kind.get((effect, Group.UNKNOWN), ()))
        for group in groups:
            if group is not Group.UNKNOWN:
                found.append(_of_group((effect, group), by_kind[effect, group], own, choice))
    return tuple(found)


def _stated_totals(witnesses: Sequence[Witness]) -> dict[str, int]:
    """The total that each account stands by."""
    found: dict[str, int] = {}
    for witness in sorted(witnesses, key=lambda w: w.rank):
        if witness.statement.stance is not Stance.DENIED:
            found.setdefault(witness.account.id, _count(witness).best)
    return found


def _of_group(
    kind: tuple[Effect, Group], witnesses: list[Witness], totals: Mapping[str, int], rule: Rule
) -> Chosen:
    """The count of a group. What is larger than the total of its own account is no part of it: the 200 pupils
    of the school, beside one who was shot dead, were read wrongly."""
    usable = persons_first([w for w in witnesses if w.statement.stance is not Stance.DENIED])
    counts = [_count(w) for w in usable]
    fit = [
        c for c, w in zip(counts, usable, strict=True) if w.human or c.best <= totals.get(c.account, c.best)
    ]
    every = _all_ids(witnesses)
    if counts and not fit:
        effect, group = kind
        reason = f"every count of {effect} {group} is larger than its own report's total"
        return Chosen("toll", None, rule.name, (), tuple(sorted(every)), "", reason)
    return _chosen(kind, fit, every, rule)


def _total(effect: Effect, witnesses: list[Witness], evidence: Evidence, rule: Rule) -> Chosen:
    """The total over groups. Persons' totals win; else each account's total, stated or added from groups."""
    by_persons = [w for w in witnesses if w.human and _toll(w).group is Group.UNKNOWN]
    if by_persons:
        return _chosen((effect, Group.UNKNOWN), [_count(w) for w in by_persons], _all_ids(witnesses), rule)
    by_account: dict[str, list[Witness]] = defaultdict(list)
    for witness in witnesses:
        if witness.statement.stance is not Stance.DENIED:
            by_account[witness.account.id].append(witness)
    counts = []
    for account in evidence.accounts:
        told = by_account.get(account.id)
        if told:
            counts += _totals_of(account, effect, told)
    return _chosen((effect, Group.UNKNOWN), counts, _all_ids(witnesses), rule)


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
        official=speaker.kind in OFFICIAL,
        origin=witness.origin,
        repeats=witness.repeats,
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
        repeats=all(w.repeats for w in used),
        speaker="",
        published=used[0].published,
        account=used[0].account.id,
        statements=added.support,
    )


def _all_ids(witnesses: list[Witness]) -> frozenset[str]:
    return frozenset(w.statement.id for w in witnesses)


def _chosen(kind: tuple[Effect, Group], counts: Sequence[Count], every: frozenset[str], rule: Rule) -> Chosen:
    effect, group = kind
    if not counts:
        reason = f"every count of {effect} was denied"
        return Chosen("toll", None, rule.name, (), tuple(sorted(every)), "", reason)
    stand = standing_counts(counts)
    best, told = rule.choose([c for c in stand if not c.side] or stand)
    low, high = _ends(stand, best)
    support = sorted({s for c in told for s in c.statements})
    # nobody counted closely: "at least 70" leaves the high end open for the incident, too
    closed = not all(c.open_above for c in stand)
    value = Toll(effect, group, low, best, high if closed else None, _qualifier(told))
    added = all(len(c.statements) > 1 for c in told)
    reason = f"{best} rests on {in_words(len({c.origin for c in told}))}"
    if again := len({c.account for c in told if c.repeats}):
        reason += f", {print_again(again)}"
    if added:
        reason += ", added from the groups that one report counts"
    reason += "".join(f"; {words}" for words in (unlike(counts, best),) if words)
    dissent = tuple(sorted(every - set(support)))
    return Chosen(
        "toll", value, rule.name, tuple(support), dissent, "part-sum" if added else "stated", reason
    )


def _qualifier(told: Sequence[Count]) -> str:
    return "at least" if all(c.open_above for c in told) else ""


def _ends(stand: Sequence[Count], best: int) -> tuple[int, int]:
    closed = [c for c in stand if not c.open_above] or list(stand)
    low = min(min(c.low for c in closed), best)
    high = max([c.high for c in stand] + [best])
    return low, high
