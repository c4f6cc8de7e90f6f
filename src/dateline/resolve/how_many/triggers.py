"""The numbered cases in which a word of harm meets its people; see :func:`find_hits`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dateline.resolve.how_many.effects import Clause, Hit, doubtful, negated, passive, unreal
from dateline.resolve.how_many.people import People

_NOT_VERB_BEFORE = frozenset("a the one single warning first each per by gun head this that no any".split())
_SHOT_ELSEWHERE = frozenset("at into toward towards from through off back up out down".split())
_FATAL = frozenset("fatally mortally".split())
_HURT_VERBS = frozenset("suffered sustained received suffering sustaining receiving suffers with".split())
_CONDITIONS = frozenset(
    """critical serious stable fair good guarded grave satisfactory poor extremely very life-threatening
    "stable" critical-but-stable""".split()
)
_CARRIED = frozenset("taken transported rushed airlifted flown sent brought admitted treated driven".split())
_CARE = frozenset("hospital hospitals medical clinic er trauma hospitalized".split())
_STRUCK = frozenset("hit struck grazed".split())
_BY = frozenset("gunfire bullet bullets gunshots gunshot stray shrapnel shots round rounds pellets".split())
_BODY = frozenset(
    """leg legs arm arms head chest foot feet back hand hands thigh stomach abdomen face neck shoulder torso
    buttocks hip knee ankle elbow calf side groin wrist jaw upper lower left right""".split()
)
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
_SELVES = frozenset("himself herself themselves".split())
_HEADLINE_AFTER = frozenset(
    """in on by at while during to dead outside inside near after as multiple several with when , . ; - – —
    and or early late monday tuesday wednesday thursday friday saturday sunday overnight twice""".split()
) | {""}


def find_hits(clause: Clause) -> list[Hit]:
    """What happened to whom in one sentence, in reading order of the triggers."""
    found: list[Hit] = []
    taken: set[int] = set()
    for at, word in enumerate(clause.tokens.low):
        if at in taken:
            continue
        trigger = clause.lexicon.triggers.get(word)
        hits: Iterator[Hit] = iter(())
        if trigger is not None:
            if trigger.form == "past":
                hits = _past(clause, at, trigger.effect)
            elif trigger.form in ("present", "gerund"):
                hits = _active_only(clause, at, trigger.effect, trigger.form)
            elif trigger.form == "state":
                hits = _state(clause, at, trigger.effect)
            elif trigger.form == "noun":
                hits = _noun(clause, at, trigger.effect)
        else:
            hits = _phrase(clause, at, word)
        found += [h for h in hits if h.people]
    found += [
        Hit(p.state, p.state_at, (replace(p, state=""),))
        for p in clause.people
        if p.state and p.state != "shot"
    ]
    return sorted(found, key=lambda h: h.at)


# --- case 1: "killed 61 people", "61 people were killed", "four militants killed in …" ------------------
def _past(clause: Clause, at: int, effect: str) -> Iterator[Hit]:
    if any(p.state_at == at for p in clause.people):
        return
    after = clause.word(at + 1)
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
    active = clause.objects(at + 1) if not is_passive else ()
    if active and active[0].head in _SELVES:
        yield replace(marks, people=clause.self_harmed(begin), oneself=True)
    elif active:
        yield replace(marks, people=active, agent=clause.agent(begin))
        yield from _parts(clause, active[-1].last, marks)
    elif is_passive or _reduced(clause, begin, at, effect):
        yield replace(marks, people=clause.subjects(begin))
        yield from _parts(clause, at + 1, marks)


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
        if clause.word(here - 2) in _STRUCK or clause.word(here - 2) in ("beaten", "tortured", "attacked"):
            return here - 2
    return at


def _outcome(clause: Clause, begin: int, at: int, effect: str) -> tuple[str, bool]:
    """The effect, and whether the count may hold the dead too. "shot" alone wounds; "shot dead" kills."""
    group = {clause.word(k) for k in range(begin, at)}
    after = [clause.word(k) for k in range(at + 1, at + 4)]
    if effect in ("shot", "injured"):
        if group & _FATAL or after[0] in ("dead", "fatally") or after[:2] == ["to", "death"]:
            return "killed", False
        if "dead" in after[1:3] and effect == "shot":
            return "killed", False
    if effect == "shot":
        nonfatal = group & {"non-fatally", "nonfatally"}
        return "injured", not nonfatal
    return effect, False


def _reduced(clause: Clause, begin: int, at: int, effect: str) -> bool:
    """Whether people right before a bare participle suffered it: "four militants killed in a raid"."""
    if clause.word(at + 1) in _SHOT_ELSEWHERE and effect == "injured" and clause.word(at) == "shot":
        return False
    here = begin
    if clause.word(here - 1) in ("who", "that", "which"):
        return False  # "the man who killed …"
    if clause.word(here - 1) in ("and", ",") and here - 1 not in clause.ending:
        # "two men killed, one wounded" has its people right before; "a man shot in the leg and killed"
        here -= 1
    nearest = clause.ending.get(here) or clause.ending.get(here - 1)
    if nearest is None or nearest.kind == "pronoun":
        return False
    return clause.word(at + 1) in _HEADLINE_AFTER or nearest.amount is not None


def _parts(clause: Clause, at: int, marks: Hit) -> Iterator[Hit]:
    """ "61 people, including 60 cadets and a soldier"; "seven, among them two children"."""
    limit = at + 8
    while at < limit and clause.word(at) not in ("including", "among", ".", ""):
        at += 1
    if clause.word(at) == "among" and clause.word(at + 1) in ("them", "whom", "those"):
        at += 1
    elif clause.word(at) != "including":
        return
    if clause.word(at + 1) == "at" and clause.word(at + 2) == "least":
        pass
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
        if previous in ("pronounced", "declared", "found", "left", "discovered"):
            begin = clause.group_start(begin - 1)
            people = clause.objects(begin) or clause.subjects(begin)
            yield replace(marks, people=people)
            return
        if begin == at and begin not in clause.ending:
            return
    if word == "missing" and begin == at and begin not in clause.ending:
        return
    yield replace(marks, people=clause.subjects(begin))
    yield from _parts(clause, at + 1, marks)


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
        people = clause.objects(at + 2)
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
    for here in range(at + 2, min(at + 9, len(clause.tokens))):
        phrase = clause.starting.get(here)
        if phrase is not None and phrase.amount is not None and clause.word(here - 1) in ("to", "at", "of", "was",
                                                                                         "is", "stood", ":", "from"):  # fmt: skip
            if clause.word(here - 1) == "from":
                continue
            yield replace(marks, people=(phrase,))
            return


# --- case 5: phrases: "suffered a gunshot wound", "in critical condition", "claimed 12 lives" -------------
def _phrase(clause: Clause, at: int, word: str) -> Iterator[Hit]:
    if word in _HURT_VERBS:
        yield from _wounds(clause, at)
    elif word == "condition" and clause.word(at - 1) in _CONDITIONS:
        here = at - 1
        while here > 0 and (clause.word(here) in _CONDITIONS or clause.word(here) in ("but", "and", '"')):
            here -= 1
        if clause.word(here) == "in":
            yield Hit("injured", at, clause.subjects(clause.group_start(here)), inclusive=False, weak=True)
    elif word in _CARRIED and any(clause.word(k) in _CARE for k in range(at + 1, at + 9)):
        begin = clause.group_start(at)
        if passive(clause, begin, at) and not unreal(clause, begin, at):
            yield Hit("injured", at, clause.subjects(begin), inclusive=True, weak=True)
    elif word in _STRUCK:
        yield from _struck(clause, at)
    elif word in ("claimed", "took", "taken", "taking", "claiming", "lost", "cost", "ended"):
        yield from _lives(clause, at, word)
    elif word == "suicide" and clause.word(at - 1) in ("committed", "commits", "committing"):
        yield Hit("killed", at, clause.self_harmed(at), oneself=True)
    elif word in ("turned", "turning") and clause.word(at + 2) in ("gun", "weapon", "rifle", "pistol"):
        if any(clause.word(k) in _SELVES for k in range(at + 3, at + 5)):
            yield Hit("killed", at, clause.self_harmed(at), oneself=True)
    elif word in ("fatally", "critically"):
        phrase = clause.ending.get(at)
        if phrase is not None and clause.trigger(at + 1) is None:
            # "14 shot, one fatally": a part of the shot, but the whole of the dead
            yield Hit("killed" if word == "fatally" else "injured", at, (phrase,), part_of=word != "fatally")
    elif word in ("bodies", "body", "corpses", "corpse"):
        yield from _bodies(clause, at)


def _wounds(clause: Clause, at: int) -> Iterator[Hit]:
    fatal = ""
    for here in range(at + 1, min(at + 9, len(clause.tokens))):
        word = clause.word(here)
        if word in ("fatal", "mortal"):
            fatal = word
        if word in ("wound", "wounds", "injury", "injuries", "gunshot", "burns"):
            break
        if word in (".", ";", "who", "charged"):
            return
    else:
        return
    if clause.word(at + 1) == "no" or clause.word(at + 1) == "any":
        return
    begin = clause.group_start(at)
    if unreal(clause, begin, at):
        return
    self_made = any(clause.word(k) == "self-inflicted" for k in range(at, at + 6))
    yield Hit(
        "killed" if fatal else "injured", at, clause.subjects(begin), inclusive=not fatal,
        negated=negated(clause, begin, at), oneself=self_made, weak=clause.word(at) == "with",
    )  # fmt: skip


def _bodies(clause: Clause, at: int) -> Iterator[Hit]:
    """ "three bodies were found", "recovered two bodies", "the bodies of two nuns"."""
    phrase = next((p for p in clause.people if p.first <= at < p.last), None)
    if phrase is None or phrase.last != at + 1:
        return
    if clause.word(at + 1) == "of":
        yield Hit("killed", at, clause.objects(at + 2))
    elif phrase.amount is not None:
        yield Hit("killed", at, (phrase,))


def _struck(clause: Clause, at: int) -> Iterator[Hit]:
    begin = clause.group_start(at)
    if not passive(clause, begin, at) or unreal(clause, begin, at):
        return
    after = [clause.word(k) for k in range(at + 1, at + 8)]
    by_bullet = "by" in after[:2] and any(w in _BY for w in after)
    body = "in" in after[:3] and any(w in _BODY for w in after)
    if by_bullet or body or after[:1] in (["multiple"], ["several"]):
        yield Hit("injured", at, clause.subjects(begin), inclusive=True, negated=negated(clause, begin, at))


def _lives(clause: Clause, at: int, word: str) -> Iterator[Hit]:
    """ "claimed 12 lives", "lost his life", "took his own life", "claimed the lives of two nuns"."""
    begin = clause.group_start(at)
    if unreal(clause, begin, at):
        return
    after = [clause.word(k) for k in range(at + 1, at + 5)]
    if after[1:3] == ["own", "life"] or after[1:3] == ["own", "lives"]:
        yield Hit("killed", at, clause.self_harmed(at), oneself=True)
    elif word == "lost" and after[1:2] in (["life"], ["lives"]):
        yield Hit("killed", at, clause.subjects(begin))
    elif after[:3] == ["the", "lives", "of"] or after[:3] == ["the", "life", "of"]:
        yield Hit("killed", at, clause.objects(at + 4))
    elif (phrase := clause.starting.get(at + 1)) is not None and phrase.head == "lives" and phrase.amount:
        yield Hit("killed", at, (phrase,))
