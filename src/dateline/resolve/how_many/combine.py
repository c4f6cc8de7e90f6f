"""Many counts of one incident → one ranked toll for each effect, with what it rests on and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from dateline.model import Effect, Group, Toll
from dateline.resolve.how_many.referents import GENERIC
from dateline.resolve.how_many.tokens import age_of
from dateline.resolve.how_many.types import CountMention

_ALONE = "told of one by one"
_MANY_DEAD = 5
_VAGUE = frozenset(("", "several", "some", "many", "few", "numerous", "dozens", "scores", "hundreds"))
_NEAR = 8  # sentences: the victims of one incident are told of together, those of others further down


@dataclass(frozen=True, slots=True)
class IncidentToll:
    """A toll of the incident. ``whole`` marks the total over all groups; the others are its groups.

    ``rank`` 0 is the best reading of its effect and group; further ranks are figures that differ.
    """

    toll: Toll
    mentions: tuple[CountMention, ...]
    reason: str
    whole: bool = True
    rank: int = 0


@dataclass(slots=True)
class _Count:
    """What one trigger says: the sum over the people it takes."""

    toll: Toll
    mentions: list[CountMention]
    people: set[int]
    explicit: bool
    additional: bool


def combine(mentions: Iterable[CountMention]) -> list[IncidentToll]:
    """The tolls of the incident that all ``mentions`` speak of: for each effect the total (``whole``), best
    first, then its groups. Nothing is averaged: figures that differ stay as further ranks."""
    kept = [m for m in mentions if not m.cumulative]
    found: list[IncidentToll] = []
    killed = _with_attackers(_ranked(kept, Effect.KILLED), kept)
    found += killed
    found += _injured(kept, killed)
    for effect in Effect:
        if effect not in (Effect.KILLED, Effect.INJURED):
            found += _ranked(kept, effect)
    for total in [f for f in found if f.rank == 0]:
        found += _groups(kept, total)
    return found


def _counts(mentions: Sequence[CountMention]) -> list[_Count]:
    """One count a trigger, parts left out."""
    by_trigger: dict[tuple[int, str], list[CountMention]] = {}
    for mention in mentions:
        if mention.part_of is None and not (mention.negated and mention.toll.best != 0):
            by_trigger.setdefault((mention.effect_span.start, mention.toll.effect.value), []).append(mention)
    found = []
    for group in by_trigger.values():
        people = {i.referent for m in group for i in m.individuals}
        sets = [m for m in group if not m.individuals]
        toll = _sum(group, people)
        found.append(_Count(toll, group, people, bool(sets), any(m.additional for m in group)))
    return found


def _sum(mentions: Sequence[CountMention], people: set[int]) -> Toll:
    tolls = [m.toll for m in mentions if not m.individuals]
    first = mentions[0].toll
    group = first.group if len({m.toll.group for m in mentions}) == 1 else Group.UNKNOWN
    if len(tolls) == 1 and not people:
        return replace(first, group=group)
    alone = len(people)
    if not mentions[0].individuals and _spelled_out(mentions, tolls, alone):
        # "two victims, a boy and a man, died"; "five people, four teachers and a driver"
        return replace(first, group=group)
    if _named_one_by_one(mentions, tolls):  # "the traders, Juma Otieno and Ann Bett"
        return Toll(first.effect, group, alone, alone, alone)

    def add(values: list[int | None]) -> int | None:
        return None if any(v is None for v in values) else sum(v for v in values if v is not None) + alone

    return Toll(
        first.effect, group, add([t.low for t in tolls]), add([t.best for t in tolls]),
        add([t.high for t in tolls]), " ".join(dict.fromkeys(t.qualifier for t in tolls if t.qualifier)),
    )  # fmt: skip


def _spelled_out(mentions: Sequence[CountMention], tolls: Sequence[Toll], alone: int) -> bool:
    """Whether the first figure is that of all who are told of after it: as many, and of any group. "Two
    guards, a driver and a cook" are four; of names that follow fewer may have been seen than there are."""
    first, rest = tolls[0].best, [t.best for t in tolls[1:]]
    if first is None or None in rest or not (rest or alone):
        return False
    if rest and (tolls[0].group is not Group.UNKNOWN or len(rest) + alone < 2):
        return False  # "two soldiers and two civilians" are four
    if not all(_may_be_of(mentions[0], m) for m in mentions[1:] if m.individuals):
        return False
    if not rest and _apposed_names(mentions):
        return first >= alone
    return first == alone + sum(v for v in rest if v is not None)


def _may_be_of(whole: CountMention, one: CountMention) -> bool:
    """Whether somebody may be one of a figure's: by name, or where one of the two is told of in general."""
    named = any(i.name for i in one.individuals)
    general = one.noun in GENERIC or not one.noun or age_of(one.noun) is not None
    return named or general or whole.toll.group is Group.UNKNOWN or one.noun in whole.noun


def _named_one_by_one(mentions: Sequence[CountMention], tolls: Sequence[Toll]) -> bool:
    """ "The traders, Juma Otieno and Ann Bett": people without a number, and then their names."""
    vague = len(tolls) == 1 and not mentions[0].individuals and tolls[0].best is None
    return vague and mentions[0].definite and not tolls[0].qualifier and _apposed_names(mentions)


def _apposed_names(mentions: Sequence[CountMention]) -> bool:
    """Whether only names follow, and the first of them behind a comma: "and" would add them."""
    names = mentions[1:]
    if not names or not all(m.individuals and all(i.name for i in m.individuals) for m in names):
        return False
    return len(names) > 1 and names[0].span.start - mentions[0].span.end <= len(", ")


def _ranked(mentions: Sequence[CountMention], effect: Effect) -> list[IncidentToll]:
    """Readings of the total of one effect, best first."""
    relevant = [m for m in mentions if m.toll.effect is effect and not m.inclusive]
    if not relevant:
        return []
    return _rank(_counts(relevant), effect, set())


def _rank(counts: list[_Count], effect: Effect, without: set[int]) -> list[IncidentToll]:
    people: set[int] = set()
    counted: set[int] = set()  # who is in a figure already: "two farmers and a trader"
    first_told: int | None = None
    readings: list[tuple[Toll, list[CountMention], str]] = []
    alone: list[CountMention] = []
    for count in counts:
        mine = count.people - without
        if count.explicit and not _vague_repeat(count):
            toll, reason = count.toll, "told as a number"
            others = count.additional and not any(m.definite for m in count.mentions)
            if others and not count.people and people:
                toll, reason = _plus(toll, len(people)), "others beside those told of one by one"
            readings.append((toll, count.mentions, reason))
            counted |= mine
        told = count.mentions[0].sentence
        first_told = told if first_told is None else first_told
        if told - first_told <= _NEAR:
            people |= mine
            alone += count.mentions if mine else []
    if people := people - counted:
        toll = Toll(effect, Group.UNKNOWN, len(people), len(people), len(people))
        own = [m for m in alone if any(i.referent in people for i in m.individuals)]
        readings.append((toll, own, _ALONE))
    return _ordered(readings)


def _with_attackers(ranked: list[IncidentToll], mentions: Sequence[CountMention]) -> list[IncidentToll]:
    """Adds attackers who died to a figure that counts their victims: "killing four before shooting himself".

    "Five dead" counts everybody, "killed five" only the victims; where both are told, the former stands.
    """
    dead = [
        m for m in mentions if m.toll.effect is Effect.KILLED and m.role_hint == "attacker" and not m.negated
    ]
    fallen = {i.referent for m in dead for i in m.individuals}
    if not ranked or not fallen or ranked[0].reason == _ALONE:
        return ranked
    best = ranked[0]
    more = len(fallen - {i.referent for m in best.mentions for i in m.individuals})
    states = {m.effect_form for m in best.mentions}
    if not more or "state" in states or any(m.toll.group is Group.ATTACKERS for m in best.mentions):
        return ranked
    total = IncidentToll(
        _plus(best.toll, more), (*best.mentions, *dead), "the killed and the attackers who died"
    )
    return [total, *(replace(t, rank=t.rank + 1) for t in ranked)]


def _vague_repeat(count: _Count) -> bool:
    """ "the victims", "the two men": no count of its own where others give one."""
    return all(m.toll.best is None and m.toll.high is None and not m.toll.qualifier for m in count.mentions)


def _plus(toll: Toll, more: int) -> Toll:
    def up(value: int | None) -> int | None:
        return None if value is None else value + more

    return replace(toll, low=up(toll.low), best=up(toll.best), high=up(toll.high))


def _ordered(readings: list[tuple[Toll, list[CountMention], str]]) -> list[IncidentToll]:
    """Explicit figures before sums, those told more often before others, earlier before later."""
    merged: dict[tuple[int | None, int | None, int | None], tuple[Toll, list[CountMention], str]] = {}
    for toll, mentions, reason in readings:
        key = (toll.low, toll.best, toll.high)
        if key in merged:
            merged[key][1].extend(mentions)
        else:
            merged[key] = (toll, list(mentions), reason)
    values = list(merged.values())
    # "several people were shot … five people": a figure stands before a vague word, whichever came first
    values.sort(
        key=lambda v: (
            _value(v[0]) == 0,
            v[2] == _ALONE,
            v[0].best is None and v[0].qualifier in _VAGUE,
            min(m.span.start for m in v[1]),
        )
    )
    return [IncidentToll(t, tuple(m), r, True, n) for n, (t, m, r) in enumerate(values)]


def _value(toll: Toll) -> int:
    return next((v for v in (toll.best, toll.low, toll.high) if v is not None), 0)


def _injured(mentions: Sequence[CountMention], killed: list[IncidentToll]) -> list[IncidentToll]:
    """The hurt: explicit figures; else all who were shot without the dead; else those told of one by one."""
    dead = {i.referent for t in killed for m in t.mentions for i in m.individuals}
    hurt = [m for m in mentions if m.toll.effect is Effect.INJURED]
    plain = _rank(_counts([m for m in hurt if not m.inclusive and not m.weak]), Effect.INJURED, dead)
    everyone = _rank(_counts([m for m in hurt if m.inclusive and not m.weak]), Effect.INJURED, set())
    carried = _rank(_counts([m for m in hurt if m.weak]), Effect.INJURED, dead)
    one_by_one = _rank(_counts([m for m in hurt if m.individuals]), Effect.INJURED, dead)
    found = [t for t in plain if t.reason != _ALONE]
    lost = _value(killed[0].toll) if killed else 0
    for total in everyone:
        if total.reason == _ALONE or _value(total.toll) < lost:
            continue
        beside = all(m.additional and not m.individuals for m in total.mentions)
        rest = total.toll if beside else _plus(total.toll, -lost)  # "three others were shot" are not the dead
        if _value(rest) == 0:
            continue  # "the four were shot": all of them are among the dead
        found.append(replace(total, toll=rest, reason="all who were hit, without the dead"))
    found += [t for t in carried if t.reason != _ALONE]
    # "the gunmen shot a sentry … 61 people were killed": the sentry may be one of the dead
    open_fate = lost >= _MANY_DEAD and killed[0].reason != _ALONE
    found += [t for t in one_by_one if t.reason == _ALONE and not (open_fate and _only_shot(t))]
    found.sort(key=_part_was_spared)
    return [replace(t, rank=n) for n, t in enumerate(found)]


def _part_was_spared(toll: IncidentToll) -> bool:
    """ "Five were shot … none of the children was hurt", "no employees were": nothing is said of others."""
    none = _value(toll.toll) == 0
    return none and all(m.partitive or m.toll.group is not Group.UNKNOWN for m in toll.mentions)


def _only_shot(toll: IncidentToll) -> bool:
    return all(m.inclusive and not m.weak for m in toll.mentions)


def _groups(mentions: Sequence[CountMention], total: IncidentToll) -> list[IncidentToll]:
    """The total's groups, where its words name them."""
    by_group: dict[Group, list[CountMention]] = {}
    for mention in mentions:
        if (
            mention.toll.effect is total.toll.effect
            and mention.toll.group is not Group.UNKNOWN
            and not mention.negated
        ):
            by_group.setdefault(mention.toll.group, []).append(mention)
    found = []
    for group, members in by_group.items():
        # "ten people, among them two soldiers" has two soldiers; "two soldiers, including a captain" no three
        told = {m.span for m in members}
        whole = [m if m.part_of in told else replace(m, part_of=None) for m in members]
        best = _rank(_counts(whole), total.toll.effect, set())
        if best:
            figure = best[0].toll
            own = {m.span for m in best[0].mentions} <= {m.span for m in total.mentions}
            if own and total.toll.best is not None and _value(figure) > total.toll.best:
                figure = total.toll  # "two teachers, a man and a woman": no more than there are
            found.append(replace(best[0], toll=replace(figure, group=group), whole=False))
    return found
