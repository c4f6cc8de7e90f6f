"""Days that hang together: sound, with grounds for every bound, and a refused constraint leaves nothing."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.link.network import Constraint, Interval, Network

DAYS = ("a", "b", "c", "d")
MONDAY = date(2016, 10, 24).toordinal()


def _weekday(day: int) -> int:
    return date.fromordinal(day).isoweekday()


@st.composite
def _true_constraint(draw: st.DrawFn, where: dict[str, int]) -> Constraint:
    """Something that holds of the days in ``where``."""
    day = draw(st.sampled_from(DAYS))
    below, above = draw(st.integers(0, 4)), draw(st.integers(0, 4))
    low, high = draw(st.sampled_from([(True, True), (True, False), (False, True)]))
    kind = draw(st.sampled_from(["stretch", "gap", "weekday"]))
    if kind == "weekday":
        return Constraint(day, weekday=_weekday(where[day]))
    base = draw(st.sampled_from([d for d in DAYS if d != day])) if kind == "gap" else None
    real = where[day] - (where[base] if base else 0)
    return Constraint(day, base, real - below if low else None, real + above if high else None)


@st.composite
def _worlds(draw: st.DrawFn) -> tuple[dict[str, int], list[Constraint]]:
    where = {day: MONDAY + draw(st.integers(-20, 20)) for day in DAYS}
    return where, draw(st.lists(_true_constraint(where), max_size=14))


def _holds(interval: Interval, day: int) -> bool:
    return (interval.first is None or interval.first <= day) and (
        interval.last is None or day <= interval.last
    )


@settings(max_examples=60, deadline=None)
@given(_worlds())
def test_what_is_true_is_never_refused_and_never_shut_out(
    world: tuple[dict[str, int], list[Constraint]],
) -> None:
    where, constraints = world
    network = Network()
    for constraint in constraints:
        assert not network.take(constraint)
    assert all(_holds(network.of(day), where[day]) for day in DAYS)


@settings(max_examples=60, deadline=None)
@given(_worlds())
def test_a_bound_follows_from_the_constraints_that_it_names_alone(
    world: tuple[dict[str, int], list[Constraint]],
) -> None:
    network = Network()
    for constraint in world[1]:
        network.take(constraint)
    for day in DAYS:
        known = network.of(day)
        alone = Network()
        for number in sorted(known.why_first):
            alone.take(network.constraints[number])
        assert alone.of(day).first == known.first
        other = Network()
        for number in sorted(known.why_last):
            other.take(network.constraints[number])
        assert other.of(day).last == known.last


@settings(max_examples=60, deadline=None)
@given(_worlds(), _worlds(), st.randoms(use_true_random=False))
def test_what_is_refused_leaves_nothing_behind(
    one: tuple[dict[str, int], list[Constraint]],
    other: tuple[dict[str, int], list[Constraint]],
    rng: object,
) -> None:
    mixed = [*one[1], *other[1]]
    rng.shuffle(mixed)  # type: ignore[attr-defined]  # Hypothesis hands in a random.Random
    network, kept = Network(), []
    for constraint in mixed:
        against = network.take(constraint)
        if against:
            assert all(network.constraints[n] in [*kept, constraint] for n in against)
        else:
            kept.append(constraint)
    only = Network()
    assert not any(only.take(constraint) for constraint in kept)
    for day in DAYS:
        mine, theirs = network.of(day), only.of(day)
        assert (mine.first, mine.last) == (theirs.first, theirs.last)


def test_two_stretches_and_a_weekday_make_a_day() -> None:
    network = Network()
    assert not network.take(
        Constraint("day", None, MONDAY - 6, MONDAY + 3, words="last week", sources=("s1",))
    )
    assert not network.take(
        Constraint("day", None, MONDAY - 2, MONDAY + 8, words="the week", sources=("s2",))
    )
    assert not network.take(Constraint("day", weekday=1, words="Monday", sources=("s3",)))
    found = network.of("day")
    assert (found.first, found.last) == (MONDAY, MONDAY)
    assert network.said(found.why) == (["last week", "the week", "Monday"], ("s1", "s2", "s3"))


def test_a_circle_of_gaps_that_cannot_hold_is_refused() -> None:
    network = Network()
    assert not network.take(Constraint("b", "a", 1, None))
    assert not network.take(Constraint("c", "b", 1, None))
    assert not network.take(Constraint("a", None, MONDAY, None))
    assert network.take(Constraint("a", "c", 1, None)) >= {0, 1}
    assert network.of("c").first == MONDAY + 2
    assert not network.take(Constraint("a", "c", -5, None))


def test_who_contradicts_is_told() -> None:
    network = Network()
    network.take(Constraint("came out", weekday=5, words="a Friday"))
    network.take(Constraint("told", "came out", -4, -4, words="Monday"))
    network.take(Constraint("happened", None, MONDAY, MONDAY))
    assert network.take(Constraint("told", "happened", 1, 1)) == {0, 1, 2}
    assert network.of("came out") == Interval()
    assert not network.take(Constraint("told", "happened", 0, 0))
    assert network.of("came out").first == MONDAY + 4
