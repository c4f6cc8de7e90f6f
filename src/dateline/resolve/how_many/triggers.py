"""The numbered cases in which a word of harm meets its people; see :func:`find_hits`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dateline.resolve.how_many.asides import part_at
from dateline.resolve.how_many.effects import Clause, Hit, doubtful, negated, passive, unreal
from dateline.resolve.how_many.lexicon import Trigger
from dateline.resolve.how_many.numerals import NUMBER_WORDS
from dateline.resolve.how_many.people import People
from dateline.resolve.how_many.wordings import STARTS, begin_of_number, find_phrase, is_death, told_after

_NOT_VERB_BEFORE = frozenset("a the one single warning first each per by gun head this that no any".split())
_SHOT_ELSEWHERE = frozenset("at into toward towards from through off back up out down".split())
_FATAL = frozenset("fatally mortally".split())
_DETERMINERS = frozenset("a an the his her their its another this these those several many".split())
_TOLL_AT = frozenset(("to", "at", "of", "was", "is", "stood", ":"))  # "from 12 to 61": the latter
_TOLL_REACH = 16  # words from the toll to its number: "The death toll from Monday's attack has risen to 23"
_CAPTIVE = (
    "kidnap",
    "hostage",
    "abduct",
    "captiv",
    "captor",
    "prisoner",
    "detainee",
    "ransom",
    "seized",
    "jailed",
)
_DEEDS = frozenset(
    "attack raid operation plan plot bombing ambush assault order warrant mission strike".split()
)
_INVERTED = 8  # words of an inverted sentence up to its verb
_SELVES = frozenset("himself herself themselves".split())
_HEADLINE_AFTER = frozenset(
    """in on by at while during to dead outside inside near after as multiple several with when , . ; - – —
    and or early late monday tuesday wednesday thursday friday saturday sunday overnight twice""".split()
) | {""}


def find_hits(clause: Clause) -> list[Hit]:
    """What happened to whom in one sentence, in reading order of the triggers."""
    found: list[Hit] = []
    triggers = clause.lexicon.triggers
    for at, word in enumerate(clause.tokens.low):
        if word in triggers:
            found += [h for h in _triggered(clause, at, triggers[word]) if h.people]
        elif word in STARTS:
            found += [h for h in find_phrase(clause, at, word) if h.people]
    found += [
        Hit(p.state, p.state_at, (replace(p, state=""),))
        for p in clause.people
        if p.state and p.state != "shot" and clause.word(p.first) != "any"
    ]
    return sorted(found, key=lambda h: h.at)


def _triggered(clause: Clause, at: int, trigger: Trigger) -> Iterator[Hit]:
    if trigger.form == "past":
        return _past(clause, at, trigger.effect)
    if trigger.form in ("present", "gerund"):
        return _active_only(clause, at, trigger.effect, trigger.form)
    if trigger.form == "state":
        return _state(clause, at, trigger.effect)
    return _noun(clause, at, trigger.effect)


# --- case 1: "killed 61 people", "61 people were killed", "four militants killed in …" ------------------
def _past(clause: Clause, at: int, effect: str) -> Iterator[Hit]:
    if any(p.state_at == at for p in clause.people):
        return
    after = clause.word(at + 1)
    if at == 0 and (told := _inverted(clause)):
        yield Hit("injured" if effect == "shot" else effect, at, told, inclusive=effect == "shot")
        return
    if clause.word(at - 1) in ("the", "those"):
        yield from told_after(clause, at, effect)  # "the wounded were flown out", "the injured at 118"
        return
    if effect == "shot" and clause.word(at - 1) in _NOT_VERB_BEFORE:
        return
    if after == "and" and _next_trigger(clause, at + 2):
        return  # "shot and killed": the second verb says what came of it
    begin = clause.group_start(_conjoined_start(clause, at))
    if unreal(clause, begin, at):
        return
    if clause.word(at) == "released" and not _captivity(clause):
        return  # "treated and released", "names were not released"
    effect, inclusive = _outcome(clause, begin, at, effect)
    marks = Hit(effect, at, (), inclusive, negated(clause, begin, at), doubtful(clause, begin, at))
    is_passive = passive(clause, begin, at)
    dead = clause.word(at + 1) == "dead"  # "then shot dead the constable"
    relative = clause.word(begin - 1) in ("that", "which", "who")  # "the attack that killed 13 people was …"
    active = clause.objects(at + 1 + dead, governed=relative) if not is_passive else ()
    if active and active[0].head in _SELVES:
        yield replace(marks, people=clause.self_harmed(begin), oneself=True)
        yield replace(marks, people=active[1:])
    elif active:
        if effect == "injured" and is_death(clause, active[-1].last):
            marks = replace(marks, effect="killed", inclusive=False)  # "shot two mothers and their sons dead"
        yield replace(marks, people=active, agent=clause.agent(begin))
        yield from _parts(clause, active[-1].last, marks)
    elif is_passive or _reduced(clause, begin, at, effect):
        people = () if is_passive else clause.right_before(begin)  # "names of four victims injured in …"
        people = people or clause.subjects(begin)
        if clause.word(at) == "executed" and _of_a_deed(clause, begin, people):
            return
        yield replace(marks, people=people)
        yield from _passive_parts(clause, people, at, marks)


def _inverted(clause: Clause) -> tuple[People, ...]:
    """ "Killed were six members of a family", "Killed in the attack was the chief of police, Omar Dell"."""
    for here in range(1, min(_INVERTED, len(clause.tokens))):
        if clause.word(here) in ("was", "were"):
            return clause.objects(here + 1)
        if here in clause.starting or not clause.word(here)[:1].isalpha():
            return ()
    return ()


def _of_a_deed(clause: Clause, begin: int, people: tuple[People, ...]) -> bool:
    """ "The attack on the house of Juma Otieno was executed by a team": the attack was, and not he."""
    told = any(clause.word(k) in _DEEDS for k in range(begin))
    return told and all(clause.is_governed(p) for p in people)


def _captivity(clause: Clause) -> bool:
    return any(w.startswith(_CAPTIVE) for w in clause.tokens.low)


def _next_trigger(clause: Clause, at: int) -> bool:
    while clause.word(at) in clause.lexicon.adverbs:
        at += 1
    nxt = clause.trigger(at)
    return nxt is not None and nxt.form == "past" and at not in clause.starting


def _conjoined_start(clause: Clause, at: int) -> int:
    """The first of joined verbs: "were shot and later killed" is one verb group from "shot" on."""
    here = at
    while clause.word(here - 1) in clause.lexicon.adverbs:
        here -= 1
    if clause.word(here - 1) in ("found", "discovered", "left"):
        return here - 1  # "four people found shot to death"
    if clause.word(here - 1) in ("and", "or"):
        first = clause.trigger(here - 2)
        if first is not None and first.form == "past":
            return here - 2
        if clause.word(here - 2) in ("hit", "struck", "grazed") or clause.word(here - 2) in (
            "beaten",
            "tortured",
            "attacked",
        ):
            return here - 2
    return at


def _outcome(clause: Clause, begin: int, at: int, effect: str) -> tuple[str, bool]:
    """The effect, and whether the count may hold the dead too. "shot" alone wounds; "shot dead" kills."""
    group = {clause.word(k) for k in range(begin, at)}
    after = [clause.word(k) for k in range(at + 1, at + 4)]
    if effect in ("shot", "injured"):
        if group & _FATAL or after[0] in ("dead", "fatally") or after[:2] == ["to", "death"]:
            return "killed", False
        if effect == "shot" and ("dead" in after[1:3] or after[1:] == ["to", "death"]):
            return "killed", False
    if effect == "shot":
        nonfatal = group & {"non-fatally", "nonfatally"}
        return "injured", not nonfatal
    return effect, False


def _reduced(clause: Clause, begin: int, at: int, effect: str) -> bool:
    """Whether people right before a bare participle suffered it: "four militants killed in a raid"."""
    if clause.word(at + 1) in _SHOT_ELSEWHERE and effect == "injured" and clause.word(at) == "shot":
        return False
    follows = clause.word(at + 1 + (clause.word(at + 1) == "dead"))
    if follows in _DETERMINERS or follows in NUMBER_WORDS or follows[:1].isdecimal():
        return False  # "assailants shot dead an elder": they suffered nothing, whoever the elder is
    here = begin
    if clause.word(here - 1) in ("who", "that", "which"):
        return False  # "the man who killed …"
    if clause.word(here - 1) in ("and", ",") and here - 1 not in clause.ending:
        # "two men killed, one wounded" has its people right before; "a man shot in the leg and killed"
        here -= 1
        if clause.word(at + 1) not in _HEADLINE_AFTER:
            return False
    nearest = clause.ending.get(here)
    if nearest is None and clause.word(here - 1) in (",", "-", "—", "–"):
        nearest = clause.ending.get(here - 1)
    if nearest is None or nearest.kind == "pronoun":
        return False
    return clause.word(at + 1) in _HEADLINE_AFTER or nearest.amount is not None


def _passive_parts(clause: Clause, people: tuple[People, ...], at: int, marks: Hit) -> Iterator[Hit]:
    """ "Seven people, among them two children, were killed": parts before the verb, or after it."""
    between = [
        p for p in clause.people if people and people[-1].last <= p.first < at and part_at(clause, p.first)
    ]
    if between:
        yield replace(marks, people=clause.objects(between[0].first) or (between[0],), part_of=True)
    else:
        yield from _parts(clause, at + 1, marks)


def _parts(clause: Clause, at: int, marks: Hit) -> Iterator[Hit]:
    """ "61 people, including 60 cadets and a soldier"; "seven, among them two children"."""
    part = clause.starting.get(at + 1) if clause.word(at) == "," else None
    if part is not None and part.partitive and part.head in ("them", "whom"):
        who = clause.starting.get(part.last)  # "17 people, five of them children"
        yield replace(marks, people=(replace(part, noun=who.noun if who else None),), part_of=True)
        return
    begin, limit = at, at + 8
    while at < limit and clause.word(at) not in ("including", "among", ".", ""):
        if at > begin and at in clause.starting and clause.starting[at].amount is not None:
            return  # "a girl was killed and five people, including …": parts of the next count
        at += 1
    if clause.word(at) == "among" and clause.word(at + 1) in ("them", "whom", "those"):
        at += 1
    elif clause.word(at) != "including":
        return
    people = clause.objects(at + 1)
    yield replace(marks, people=people, part_of=True)


# --- case 2: "killing 8 people and wounding about 20", "militants kill 12" ------------------------------
def _active_only(clause: Clause, at: int, effect: str, form: str) -> Iterator[Hit]:
    begin = clause.group_start(at)
    before = clause.word(at - 1)
    if form == "present" and (before in ("to", "of") or unreal(clause, begin, at)):
        return
    if form == "gerund" and clause.word(at + 1) == "of":
        yield from _noun(clause, at, effect)
        return
    if form == "gerund" and (
        before in ("a", "the", "this", "that", "fatal", "deadly", "mass") or unreal(clause, begin, at)
    ):
        return
    people = clause.objects(at + 1)
    effect, inclusive = ("injured", True) if effect == "shot" else (effect, False)
    if effect == "injured" and clause.word(at - 1) in _FATAL:
        effect, inclusive = "killed", False
    marks = Hit(
        effect, at, people, inclusive, clause.word(begin - 1) == "without" or negated(clause, begin, at)
    )
    if people and people[0].head in _SELVES:
        yield replace(marks, people=clause.self_harmed(begin), oneself=True)
        return
    if people and people[0].kind == "nobody":
        marks = replace(marks, negated=False)
    yield marks
    if people:
        yield from _parts(clause, people[-1].last, marks)


# --- case 3: "12 dead", "two people died", "was pronounced dead", "is missing" --------------------------
def _state(clause: Clause, at: int, effect: str) -> Iterator[Hit]:
    word = clause.word(at)
    if any(p.first <= at < p.last for p in clause.people):
        return
    if clause.word(at - 1) in ("the", "of") and begin_of_number(clause, at):
        yield from told_after(clause, at, effect)  # "the dead were 60 cadets", "put the number of dead at 59"
        return
    begin = clause.group_start(at)
    previous = clause.word(begin - 1)
    if word in ("die", "dying") and (previous == "to" or unreal(clause, begin, at)):
        return
    if unreal(clause, begin, at):
        return
    marks = Hit(effect, at, (), False, negated(clause, begin, at), doubtful(clause, begin, at))
    if word == "dead":
        trigger = clause.trigger(begin - 1)
        if trigger is not None and trigger.effect == "shot":
            return
        if previous in ("pronounced", "declared", "found", "left", "discovered", "lay", "lie", "lying"):
            begin = clause.group_start(begin - 1)
            people = clause.objects(begin) or clause.subjects(begin)
            yield replace(marks, people=people)
            return
        if begin == at and begin not in clause.ending:
            return
    if word == "missing" and begin == at and begin not in clause.ending:
        return
    beside = clause.right_before(begin) if begin == at else ()  # "the rebels' figure of 34 dead"
    people = beside or clause.subjects(begin)
    yield replace(marks, people=people)
    yield from _passive_parts(clause, people, at, marks)


# --- case 4: "12 deaths", "the death of two nuns", "the death toll rose to 61", "no casualties" -----------
def _noun(clause: Clause, at: int, effect: str) -> Iterator[Hit]:
    word = clause.word(at)
    kind = (
        "killed"
        if effect == "killed"
        else "injured"
        if effect in ("injured", "casualties", "shot")
        else effect
    )
    marks = Hit(kind, at, (), inclusive=effect in ("casualties", "shot"))
    if clause.word(at - 1) in ("attempted", "alleged", "second-degree", "first-degree"):
        return
    before = clause.ending.get(at)
    if before is not None and before.kind == "set" and not before.head:
        yield replace(marks, people=(before,))
        return
    if clause.word(at + 1) == "toll":
        yield from _toll(clause, at, marks)
        return
    if clause.word(at + 1) == "of":
        fatal = clause.word(at - 1) in ("fatal", "deadly")
        people = clause.objects(at + 2, governed=True)
        if effect == "shot" and fatal:
            marks = replace(marks, effect="killed", inclusive=False)
        yield replace(marks, people=people)
        return
    if (
        clause.word(at - 1) == "'s"
        and (owner := clause.ending.get(at - 1))
        and word not in ("arrest", "release")
    ):
        yield replace(marks, people=(owner,))
    elif _none_before(clause, at):
        nobody = People(at - 1, at + 1, "nobody", head=word)
        yield replace(marks, people=(nobody,), inclusive=False)
        if effect == "casualties":
            yield replace(marks, effect="killed", people=(nobody,), inclusive=False)


def _none_before(clause: Clause, at: int) -> bool:
    return clause.word(at - 1) in ("no", "any", "without") and (
        clause.word(at - 1) != "any"
        or any(clause.word(k) in ("without", "not", "n't") for k in range(at - 5, at))
    )


def _toll(clause: Clause, at: int, marks: Hit) -> Iterator[Hit]:
    """ "the death toll has risen to 61", "put the death toll at 59", "the death toll of 12"."""
    for here in range(at + 2, min(at + _TOLL_REACH, len(clause.tokens))):
        phrase = clause.starting.get(here)
        if phrase is not None and phrase.amount is not None and clause.word(here - 1) in _TOLL_AT:
            yield replace(marks, people=(phrase,))
            return
