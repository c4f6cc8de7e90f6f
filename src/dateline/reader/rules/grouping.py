"""Which triggers speak of the same incident.

News tells an incident once and then speaks of it again and again: "raided a compound", "the raid", "the
team killed four". Other incidents come in with a sign: another day, another town, another toll, an
indefinite article, "a separate attack", "last year". The triggers are taken in reading order; each joins
the group that it fits best, or founds one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from dateline.codebook.families import DEVELOPMENTS
from dateline.model import Effect, Stage, When, Where
from dateline.model import Group as People
from dateline.reader.rules.facts import Facts
from dateline.reader.rules.kinds import PLAIN_TYPES, kind_of
from dateline.reader.rules.nouns import Determiner
from dateline.reader.rules.triggers import Trigger
from dateline.reader.rules.words import dies
from dateline.resolve.where import contains, distance_km

# Types that one incident may be called by turns. What is not listed goes only with itself.
_FAMILIES: tuple[frozenset[str], ...] = (
    frozenset(
        "battle armed_attack bombing air_strike shelling security_operation execution arson chemical_attack "
        "property_destruction mob_violence".split()
    ),
    frozenset(("kidnapping", "hijacking", "armed_attack")),
    frozenset(("robbery", "armed_attack", "property_destruction", "mob_violence")),
    frozenset(("protest", "mob_violence", "repression")),
    frozenset(("accident", "armed_attack")),
    frozenset(("ill_treatment", "armed_attack", "sexual_violence")),
)
# Words that may stand for any act of violence told before: "the attack", "the incident".
_ANY_VIOLENCE = frozenset(
    "attack attacks assault violence raid incident shooting killing killings strike blast explosion "
    "operation bloodshed rampage massacre crime onslaught".split()
)
# Developments that are news in themselves; the others follow from an act of violence that the report tells.
NEWS_THEMSELVES = frozenset(
    "release ceasefire agreement surrender escape troop_movement displacement".split()
)
# Types whose weak words ("gathered", "blocked", "fight") say too little without a toll.
_NEEDS_TOLL = frozenset(("protest", "mob_violence", "property_destruction", "repression", "robbery"))
_HARM = frozenset((Effect.KILLED, Effect.INJURED))
_BETWEEN = 3  # words of "in a drone" between "died" and "strike"
_TELLING = 200  # triggers that say what kind of incident it is; a longer story only repeats them
_FAR_KM = 60.0
_JOIN = 0.0
_NEXT_DAY, _EXCLUDED = -1.2, -9.0
# A word most often goes on about what the word before it told of.
_NEXT, _SAME_SENTENCE = 0.3, 1.0


@dataclass(slots=True)
class Group:
    """The triggers of one incident so far, with what they say of day, town and toll."""

    triggers: list[Trigger] = field(default_factory=list)
    days: list[When] = field(default_factory=list)
    towns: list[Where] = field(default_factory=list)
    tolls: dict[Effect, set[int]] = field(default_factory=dict)
    _kind: tuple[int, bool, tuple[str, str]] | None = None

    def add(self, trigger: Trigger, facts: Facts) -> None:
        """Let the trigger and its facts join."""
        self.triggers.append(trigger)
        self.days += facts.days
        self.towns += facts.towns
        for effect, number in _numbers(facts):
            self.tolls.setdefault(effect, set()).add(number)

    def absorb(self, other: Group) -> None:
        """Let another group join, its triggers in reading order."""
        self.triggers = sorted([*self.triggers, *other.triggers], key=lambda t: t.start)
        self.days += other.days
        self.towns += other.towns
        for effect, numbers in other.tolls.items():
            self.tolls.setdefault(effect, set()).update(numbers)

    @property
    def type(self) -> tuple[str, str]:
        """Type and subtype, by what the first triggers say (:func:`kind_of`)."""
        told = self.triggers[:_TELLING]
        hurt = bool(_HARM & self.tolls.keys())
        if self._kind is None or self._kind[:2] != (len(told), hurt):
            self._kind = (len(told), hurt, kind_of(told, hurt=hurt))
        return self._kind[2]

    @property
    def stage(self) -> Stage:
        """Accomplished as soon as one trigger says so; else what the first one says."""
        stages = [t.stage for t in self.triggers]
        return Stage.ACCOMPLISHED if Stage.ACCOMPLISHED in stages else stages[0]


def group(triggers: Sequence[Trigger], facts: Sequence[Facts]) -> list[Group]:
    """The groups in the order in which the report brings them up."""
    groups: list[Group] = []
    latest: Group | None = None
    told: Group | None = None
    for trigger, own in zip(triggers, _lent(triggers, facts), strict=True):
        if trigger.generic and not own.counts and not (own.days and own.towns):
            continue  # "attacks have become rarer"; "air strikes pummelled Khartoum on Saturday" is told
        scores = [_fit(trigger, own, candidate, last=candidate is latest) for candidate in groups]
        best = max(range(len(groups)), key=lambda i: (scores[i], i), default=None)
        if best is not None and scores[best] > _JOIN:
            latest = groups[best]
        elif _may_found(trigger, own):
            latest = Group()
            groups.append(latest)
        else:
            continue
        latest.add(trigger, own)
        if trigger.type in DEVELOPMENTS:
            latest = told  # the story goes on about the violence it told of before
        else:
            told = latest
    return _merged(groups)


def _lent(triggers: Sequence[Trigger], facts: Sequence[Facts]) -> Iterator[Facts]:
    """ "Three farmers died in a raid": they are the raid's, for the verb founds nothing by itself."""
    before, theirs = None, Facts(0)
    for trigger, own in zip(triggers, facts, strict=True):
        if before is not None and not own.counts and _of_those_who_died(before, trigger):
            own = replace(own, counts=theirs.counts)
        yield own
        before, theirs = trigger, own


def _of_those_who_died(before: Trigger, trigger: Trigger) -> bool:
    if not trigger.noun or before.founds or not dies(before.word):
        return False
    return before.sentence == trigger.sentence and 0 < trigger.first - before.last <= _BETWEEN


def _merged(groups: Sequence[Group]) -> list[Group]:
    """Groups that nothing keeps apart are one: a report that tells of two incidents gives each its own
    day, town or toll, or says that they are two."""
    kept: list[Group] = []
    for one in groups:
        host = next((g for g in kept if _mergeable(g, one)), None)
        if host is None:
            kept.append(one)
        else:
            host.absorb(one)
    return kept


def _mergeable(first: Group, second: Group) -> bool:
    kinds = {first.type[0], second.type[0]}
    if kinds & DEVELOPMENTS:
        return len(kinds) == 1
    if len(kinds) > 1 and not any(kinds <= family for family in _FAMILIES):
        return False
    founder = second.triggers[0]
    if founder.determiner in (Determiner.NEW, Determiner.NUMBER):
        return False
    if founder.relates and _beside(founder, first):
        return False  # "arrested in connection with a shooting" is of the shooting that is told elsewhere
    if first.stage is not second.stage:
        return False
    day = day_fit(second.days, first.days)
    if day is None:
        return False
    return day + town_fit(second.towns, first.towns) + _tolls_agree(first, second) >= 0.0


def _beside(trigger: Trigger, group: Group) -> bool:
    """Whether a group is told in a trigger's sentence otherwise than as what that sentence relates to: "a
    shooting that injured five", in connection with which somebody was arrested, is one incident."""
    return any(t.sentence == trigger.sentence and not t.relates for t in group.triggers)


def _tolls_agree(first: Group, second: Group) -> float:
    """-1 where both give other figures of the same harm, greater than the one or two of a single victim."""
    for effect in (Effect.KILLED, Effect.INJURED, Effect.ABDUCTED):
        ours, theirs = first.tolls.get(effect), second.tolls.get(effect)
        if ours and theirs and not ours & theirs and max(ours) > 2 and max(theirs) > 2:
            return -1.0
    return 0.0


def stem(word: str) -> str:
    """The word without its ending, so that "raided" and "raid" are one; rough, and good enough here."""
    for ending in ("ings", "ing", "ers", "er", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def _may_found(trigger: Trigger, facts: Facts) -> bool:
    """A weak word ("hit", "struck") founds an incident only beside a toll, a day or a town."""
    if not trigger.founds:
        return trigger.in_court and trigger.type not in DEVELOPMENTS and bool(_numbers(facts))
    if trigger.type in DEVELOPMENTS:
        return trigger.strong
    if trigger.determiner is Determiner.NEW and facts.days:
        return True
    placed = bool(facts.days and facts.towns) and trigger.type not in _NEEDS_TOLL
    return trigger.strong or bool(_numbers(facts)) or placed


def _fit(trigger: Trigger, facts: Facts, candidate: Group, *, last: bool) -> float:
    """How well a trigger fits a group; ``-inf`` where something forbids it."""
    kind = _kind_fit(trigger, candidate)
    day = day_fit(facts.days, candidate.days)
    town = town_fit(facts.towns, candidate.towns)
    toll = _toll_fit(facts, candidate)
    if kind is None or day is None:
        return float("-inf")
    distance = trigger.sentence - candidate.triggers[-1].sentence
    score = kind + day + town + toll - 0.1 * min(distance, 10) + _NEXT * last
    if last and distance == 0:
        score += _SAME_SENTENCE
    if not _plain_verb(trigger) and any(stem(t.word) == stem(trigger.word) for t in candidate.triggers):
        score += 1.3
    if any(t.sentence == 0 for t in candidate.triggers):
        score += 0.4
    sums_up = trigger.sums_up and trigger.determiner is not Determiner.NEW
    if (sums_up or trigger.type in DEVELOPMENTS) and distance == 0:
        return score + 1.0
    return score + _determiner_fit(trigger, facts, candidate, distance)


def _kind_fit(trigger: Trigger, candidate: Group) -> float | None:
    kind, subtype = candidate.type
    if trigger.type in DEVELOPMENTS or kind in DEVELOPMENTS:
        return 0.8 if trigger.type == kind else None
    if trigger.stage is not candidate.stage and Stage.ACCOMPLISHED not in (trigger.stage, candidate.stage):
        return None
    if trigger.stage is not candidate.stage:
        return -1.5 if trigger.type == kind else None
    if _plain_verb(trigger):
        return 0.8  # "killed", "injured": what any act of violence does
    if trigger.type == kind:
        return 1.2 if trigger.subtype in ("", subtype) else 0.8
    if trigger.noun and trigger.word in _ANY_VIOLENCE and trigger.determiner is not Determiner.INDEFINITE:
        return 0.8
    if any({trigger.type, kind} <= family for family in _FAMILIES):
        return 0.3
    return None


def _plain_verb(trigger: Trigger) -> bool:
    """Whether a trigger only tells of harm ("killed", "were injured"), not of how it came."""
    return not trigger.noun and not trigger.strong and trigger.type in PLAIN_TYPES and not trigger.subtype


def _determiner_fit(trigger: Trigger, facts: Facts, candidate: Group, distance: int) -> float:
    if trigger.relates and _beside(trigger, candidate):
        return -3.0
    match trigger.determiner:
        case Determiner.NEW:
            return -3.0
        case Determiner.INDEFINITE:
            # "police are investigating a shooting" sums up; with a day or toll that the group has already
            # and that is another, it brings in an incident of its own
            told = bool(facts.days and candidate.days) or bool(_numbers(facts) and candidate.tolls)
            return -2.0 if told else -0.6 - (0.5 if distance == 0 else 0.0)
        case Determiner.DEFINITE | Determiner.POSSESSIVE:
            return 0.5
        case Determiner.NUMBER:
            return -1.0
        case _:
            return 0.0 if trigger.noun else 0.4


def day_fit(own: Sequence[When], theirs: Sequence[When]) -> float | None:
    """None when the days exclude each other; better the surer they agree."""
    if not own or not theirs:
        return 0.0
    verdicts = [_agreement(a, b) for a in _finest(own)[:2] for b in _finest(theirs)[:6]]
    known = [v for v in verdicts if v is not None]
    if not known:
        return 0.0
    return max(known) if max(known) > _EXCLUDED else None


def _finest(days: Sequence[When]) -> Sequence[When]:
    """Single days where there are any: "24 October" says more than "the same year"."""
    single = [d for d in days if _is_single(_absolute(d)) or _is_single(_relative(d))]
    return single or days


def _is_single(stretch: tuple[int, int] | None) -> bool:
    return stretch is not None and stretch[0] == stretch[1]


def _agreement(a: When, b: When) -> float | None:
    """How well two days agree: 1.5 on one single day, 0.2 where only stretches overlap ("earlier in the
    week" and "late Thursday"), less on neighbouring days ("late Sunday" is "early Monday" elsewhere in the
    story), least where they exclude each other; None when nothing is known."""
    for one, other in ((_absolute(a), _absolute(b)), (_relative(a), _relative(b))):
        if one and other:
            apart = max(one[0] - other[1], other[0] - one[1])
            if apart > 0:
                return _NEXT_DAY if apart == 1 else _EXCLUDED
            return 1.5 if one == other and one[0] == one[1] else 0.2
    return None


def _absolute(when: When) -> tuple[int, int] | None:
    if when.earliest is None or when.latest is None:
        return None
    return when.earliest.toordinal(), when.latest.toordinal()


def _relative(when: When) -> tuple[int, int] | None:
    return (when.offset.low, when.offset.high) if when.offset else None


def town_fit(own: Sequence[Where], theirs: Sequence[Where]) -> float:
    """A far town speaks against, but does not forbid: a name may be taken for the wrong town."""
    if not own or not theirs:
        return 0.0
    pairs = [(a, b) for a in own[:2] for b in theirs[:6]]
    if any(a.name.lower() == b.name.lower() or contains(a, b) or contains(b, a) for a, b in pairs):
        return 0.8
    distances = [d for a, b in pairs if (d := distance_km(a, b)) is not None]
    return -1.5 if distances and min(distances) > _FAR_KM else 0.0


def _toll_fit(facts: Facts, candidate: Group) -> float:
    """Another number dead is a sign of another incident; the same number of the same one."""
    score = 0.0
    for effect, number in _numbers(facts):
        known = candidate.tolls.get(effect)
        if effect not in (Effect.KILLED, Effect.INJURED, Effect.ABDUCTED) or not known:
            continue
        score += 0.8 if number in known else (-0.9 if number > 2 and max(known) > 2 else -0.2)
    return score


def _numbers(facts: Facts) -> list[tuple[Effect, int]]:
    """The figures of a trigger's tolls; how many attackers died says nothing of which attack it was."""
    return [
        (c.toll.effect, c.toll.best)
        for c in facts.counts
        if c.toll.best is not None and c.toll.group is not People.ATTACKERS
    ]
