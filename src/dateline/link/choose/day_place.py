"""When and where: the rules ``most-attested-day`` and ``finest-consistent-place``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from dateline.link.choose.evidence import Evidence, Witness, ids, independent, persons_first, rest, rests_on
from dateline.link.places import FINENESS, fold, relate
from dateline.model import Chosen, Field, How, Value, When, Where
from dateline.model.geo import distance_km

WHEN_RULE = "most-attested-day"
WHERE_RULE = "finest-consistent-place"


def _when(witness: Witness) -> When:
    assert isinstance(witness.statement.value, When)
    return witness.statement.value


def _where(witness: Witness) -> Where:
    assert isinstance(witness.statement.value, Where)
    return witness.statement.value


def dated(evidence: Evidence) -> list[Witness]:
    """Each account's best WHEN statement that knows an absolute day or stretch."""
    found = []
    seen: set[str] = set()
    for witness in persons_first([w for w in evidence.of(Field.WHEN) if isinstance(w.statement.value, When)]):
        if _when(witness).earliest is not None and witness.account.id not in seen:
            seen.add(witness.account.id)
            found.append(witness)
    return found


def weekdays_only(evidence: Evidence) -> list[Witness]:
    """Statements that name a weekday and cannot say which: an undated report's "Monday night"."""
    told = [w for w in evidence.of(Field.WHEN) if isinstance(w.statement.value, When)]
    return [w for w in told if _when(w).earliest is None and _when(w).weekday is not None]


def most_attested(
    witnesses: Sequence[Witness], weekdays: Sequence[Witness] = ()
) -> tuple[date, list[Witness]] | None:
    """The exact day that most independent origins give, with the statements that give it.

    A report that only knows the weekday (``weekdays``) speaks for a day that fits it, but brings none of
    its own. Main accounts weigh before background ones (a story of today is surer of its own day than of
    last month's); then absolute dates before counted ones, then the earlier day: what began at night on
    the 24th is also reported under the 25th.
    """
    by_day: dict[date, list[Witness]] = defaultdict(list)
    for witness in witnesses:
        when = _when(witness)
        if when.earliest is not None and when.earliest == when.latest:
            by_day[when.earliest].append(witness)
    if not by_day:
        return None

    def strength(day: date) -> tuple[int, int, int, int]:
        told = by_day[day]
        fit = [*told, *(w for w in weekdays if _when(w).weekday == day.isoweekday())]
        return (
            -independent(w for w in fit if w.account.main),
            -independent(fit),
            -sum(_when(w).anchor == "absolute" for w in told),
            day.toordinal(),
        )

    best = min(by_day, key=strength)
    return best, by_day[best]


def choose_when(evidence: Evidence) -> Chosen:
    """``most-attested-day``: see :func:`most_attested`; without an exact day the narrowest stretch that
    most origins allow; without that a day inferred through a link; else unknown, with the reason."""
    witnesses = dated(evidence)
    chosen = most_attested(witnesses, weekdays_only(evidence))
    if chosen is not None:
        day, told = chosen
        best = min(told, key=lambda w: (w.rank, w.account.id))
        dissent = [w for w in witnesses if not _allows(_when(w), day, day)]
        return Chosen(
            "when",
            _when(best),
            WHEN_RULE,
            ids(told),
            ids(dissent),
            str(best.statement.how),
            f"{day.isoformat()} rests on {rests_on(told)}",
        )
    stretch = _narrowest(witnesses) if witnesses else None
    return _through_links(evidence, stretch) or stretch or _unknown_when(evidence)


def _through_links(evidence: Evidence, stretch: Chosen | None) -> Chosen | None:
    """The narrowest day or stretch that follows from links, where it says more than what reports say: it
    lies within the ``stretch`` that is chosen of theirs. It rests on itself alone, and names the statements
    that it was inferred from; those are no witnesses for it."""
    inferred = [evidence.dated[a.id] for a in evidence.accounts if a.id in evidence.dated]
    if not inferred:
        return None
    first = min(inferred, key=lambda s: (_width(s.value), s.id))
    if stretch is not None:
        when, told = first.value, stretch.value
        assert isinstance(when, When) and isinstance(told, When)
        if stretch.how == How.HUMAN or _width(when) >= _width(told) or not _within(when, told):
            return None
    dissent = stretch.dissent if stretch else ()
    return Chosen("when", first.value, WHEN_RULE, (first.id,), dissent, "inferred", first.reason)


def _width(when: Value) -> int:
    assert isinstance(when, When) and when.earliest is not None
    return ((when.latest or date.max) - when.earliest).days


def _within(when: When, stretch: When) -> bool:
    first, last = stretch.earliest or date.min, stretch.latest or date.max
    return first <= (when.earliest or date.min) and (when.latest or date.max) <= last


def _allows(when: When, first: date, last: date) -> bool:
    return when.earliest is not None and when.earliest <= last and (when.latest or when.earliest) >= first


def _narrowest(witnesses: list[Witness]) -> Chosen:
    def key(witness: Witness) -> tuple[int, int, str]:
        when = _when(witness)
        first, last = when.earliest or date.min, when.latest or date.max
        allowing = [w for w in witnesses if _allows(_when(w), first, last)]
        return (-independent(allowing), (last - first).days, witness.account.id)

    best = min(witnesses, key=key)
    when = _when(best)
    first, last = when.earliest or date.min, when.latest or date.max
    agree = [w for w in witnesses if _allows(_when(w), first, last)]
    return Chosen(
        "when",
        when,
        WHEN_RULE,
        ids(agree),
        rest(witnesses, agree),
        str(best.statement.how),
        "no report names the day",
    )


def _unknown_when(evidence: Evidence) -> Chosen:
    told = evidence.of(Field.WHEN)
    said = [w for w in told if isinstance(w.statement.value, When)]
    reasons = {_when(w).reason for w in said} | {w.statement.reason for w in told}
    reason = "; ".join(sorted(r for r in reasons if r)) or "no report says when"
    relations = sorted({_relation(_when(w)) for w in said} - {""})
    if relations:
        reason += "; known only: " + ", ".join(relations)
    return Chosen("when", None, WHEN_RULE, ids(said), (), "", reason)


def _relation(when: When) -> str:
    """ "Monday night": four days before publication, in words."""
    if when.offset is None:
        return f"“{when.words}”" if when.words else ""
    low, high = when.offset.low, when.offset.high
    span = f"{-low}" if low == high else f"{-high} to {-low}"
    return f"“{when.words}” is {span} days before publication" if high <= 0 else f"“{when.words}”"


def choose_where(evidence: Evidence) -> Chosen:
    """``finest-consistent-place``: the town that most independent origins name, main accounts first, and
    of the statements that agree with it the finest class (a college in the town before the town).
    Without a town the finest area that most origins agree with."""
    witnesses = persons_first([w for w in evidence.of(Field.WHERE) if isinstance(w.statement.value, Where)])
    if not witnesses:
        reasons = sorted({w.statement.reason for w in evidence.of(Field.WHERE)} - {""})
        return Chosen("where", None, WHERE_RULE, reason="; ".join(reasons) or "no report says where")
    first: dict[str, Witness] = {}
    for witness in witnesses:
        first.setdefault(witness.account.id, witness)
    told: dict[Where, list[Witness]] = defaultdict(list)
    for witness in first.values():
        told[_where(witness)].append(witness)
    anchor = min(told, key=lambda place: _place_strength(place, told))
    agreeing = {place for place in {_where(w) for w in witnesses} if _agree(anchor, place)}
    agree = [w for w in witnesses if _where(w) in agreeing]
    best = min(agree, key=lambda w: _finest(w, anchor))
    support = [
        w for w in agree if FINENESS[_where(w).place_class] >= min(4, FINENESS[_where(best).place_class])
    ]
    return Chosen(
        "where",
        _where(best),
        WHERE_RULE,
        ids([best, *support]),
        rest(witnesses, agree),
        str(best.statement.how),
        f"{_where(best).name} rests on {rests_on([best, *support])}",
    )


def _place_strength(place: Where, told: dict[Where, list[Witness]]) -> tuple[bool, int, int, int, str]:
    fine = FINENESS[place.place_class]
    same = [w for other, witnesses in told.items() if _same_town(place, other) for w in witnesses]
    return (
        fine < 4,
        -independent(w for w in same if w.account.main),
        -independent(same),
        -fine,
        f"{fold(place.name)} {min(w.statement.id for w in told[place])}",
    )


def _same_town(left: Where, right: Where) -> bool:
    if FINENESS[left.place_class] >= 4 and FINENESS[right.place_class] >= 4:
        km = distance_km(left, right)
        return km <= 15 if km is not None else fold(left.name) == fold(right.name)
    return FINENESS[left.place_class] == FINENESS[right.place_class] and fold(left.name) == fold(right.name)


def _agree(anchor: Where, other: Where) -> bool:
    return relate(anchor, other).kind in ("same", "near", "within") or _same_town(anchor, other)


def _finest(witness: Witness, anchor: Where) -> tuple[int, bool, bool, bool, bool, str]:
    place = _where(witness)
    return (
        -FINENESS[place.place_class],
        place.lat is None,
        not _same_town(place, anchor),
        not place.detail,
        place.name.isupper(),  # "QUETTA:" is how a dateline shouts; the name is Quetta
        f"{fold(place.name)} {witness.statement.id}",
    )
