"""The rules that choose one count of several, by name. None of them averages.

ACLED: Codebook (2023), "the most conservative reported estimate". GTD: Codebook (2021), section on
casualties: the most recent credible source, else the majority, else the lowest. UCDP GED: Codebook 23.1,
low, best and high estimates. Each name may stand in a codebook as ``default_toll_rule``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dateline.errors import UsageError

RULE = "ucdp-low-best-high"
OFFICIAL = frozenset({"official", "police", "military", "medical", "government"})


@dataclass(frozen=True, slots=True)
class Count:
    """One count of one account, ready to be weighed: a stated one, or the sum of an account's groups.

    ``open_above`` marks "at least 20": more are not denied. ``side`` marks a count that rests on the word
    of an armed group, or on a claim that the report does not share. ``first`` marks the count that the
    account stands by; "earlier, officials had put the dead at 59" in the same story is not its own.
    ``repeats``: it rests on a sentence of an earlier report.
    """

    low: int
    best: int
    high: int
    open_above: bool
    side: bool
    first: bool
    official: bool
    origin: str
    repeats: bool
    speaker: str
    published: date | None
    account: str
    statements: tuple[str, ...]

    @property
    def age(self) -> date:
        """Day of publication; a report without one proves nothing about the latest state."""
        return self.published or date.min


Strength = Callable[[int, Sequence[Count]], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A way to choose. ``strength`` gives what a figure is sorted by, the best first; ``words`` says it."""

    name: str
    words: str
    strength: Strength

    def choose(self, stand: Sequence[Count]) -> tuple[int, list[Count]]:
        """The figure that is chosen of the counts that stand, with the counts that give it."""
        by_figure: dict[int, list[Count]] = defaultdict(list)
        for count in [c for c in stand if c.first] or stand:
            by_figure[count.best].append(count)
        # "at least 20" of the first hour says nothing against the 59 that others counted
        closed = {n: told for n, told in by_figure.items() if not all(c.open_above for c in told)}
        figures = closed or by_figure
        best = min(figures, key=lambda n: self.strength(n, figures[n]))
        return best, by_figure[best]


def _origins(told: Sequence[Count]) -> int:
    return len({c.origin for c in told})


def _latest(told: Sequence[Count]) -> int:
    return -max(c.age for c in told).toordinal()


def _unofficial(told: Sequence[Count]) -> bool:
    return not any(c.official for c in told)


RULES: Mapping[str, Rule] = {
    rule.name: rule
    for rule in (
        Rule(
            RULE,
            "what most independent origins give, then the latest, the official, the lower figure",
            lambda n, told: (-_origins(told), _latest(told), _unofficial(told), n),
        ),
        Rule("acled-conservative", "the lowest figure that stands", lambda n, told: (n,)),
        Rule(
            "gtd-cascade",
            "the most recent figure, then what most independent origins give, then the lowest",
            lambda n, told: (_latest(told), -_origins(told), n),
        ),
        Rule(
            "latest-official",
            "the last figure of officials, police, army or hospitals; without one the last of all",
            lambda n, told: (_unofficial(told), _latest(_voices(told)), -_origins(told), n),
        ),
    )
}


def _voices(told: Sequence[Count]) -> Sequence[Count]:
    return [c for c in told if c.official] or told


def rule_of(name: str) -> Rule:
    """The rule of this name. Raises UsageError."""
    if name not in RULES:
        known = ", ".join(sorted(RULES))
        raise UsageError(f"no rule for counts is called {name!r}", f"choose one of {known}")
    return RULES[name]


def standing_counts(counts: Sequence[Count]) -> list[Count]:
    """Of each origin and speaker only the last day's counts: "59", and in the evening "60", are one count."""
    last: dict[tuple[str, str], date] = {}
    for count in counts:
        key = (count.origin, count.speaker)
        last[key] = max(last.get(key, date.min), count.age)
    return [c for c in counts if c.age == last[c.origin, c.speaker]]


def unlike(counts: Sequence[Count], best: int) -> str:
    """How the figures that were not chosen stand to the chosen one, in words.

    An *update*: the other figure is of an earlier day, or of one that its own speaker replaced. A *dispute*:
    two figures of about one day, none of which leaves the other open.
    """
    chosen = [c for c in counts if c.best == best]
    others = [c for c in counts if c.best != best and not c.open_above]
    if not chosen or not others:
        return ""
    stand = set(map(id, standing_counts(counts)))
    since = max(c.age for c in chosen)
    earlier = sorted({c.best for c in others if c.age < since or id(c) not in stand})
    disputed = sorted({c.best for c in others if c.age >= since and id(c) in stand})
    told = []
    if earlier:
        told.append("earlier counts: " + ", ".join(map(str, earlier)))
    if disputed:
        told.append("in dispute with " + ", ".join(map(str, disputed)))
    return "; ".join(told)
