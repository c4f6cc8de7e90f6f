"""Case 5 of the triggers: harm told by a phrase ("suffered a gunshot wound", "claimed 12 lives")."""

from __future__ import annotations

from collections.abc import Iterator

from dateline.model import Group
from dateline.resolve.how_many.effects import Clause, Hit, negated, passive, unreal
from dateline.resolve.how_many.people import People

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
_SELVES = frozenset("himself herself themselves".split())
_WORN = frozenset("vest vests belt belts jacket jackets explosives".split())
_THEIR = frozenset("his her their the a suicide explosive off".split())
_SENDS = frozenset(
    "sent sends put puts left leaves landed lands sending putting leaving landing striking hitting".split()
)
_BROUGHT = frozenset("sent sends landed lands".split())  # of these, people may be the subject, too
_EVENTS = frozenset(
    "blast explosion crash wreck fire shooting attack fight gunfire bombing collision accident melee brawl "
    "stabbing clash clashes attacks shootings blasts stampede riot poisoning incident ambush drive-by".split()
)
_TO_CARE = frozenset(
    "the a an local nearby area hospital hospitals two three different various separate".split()
)
_KEPT = frozenset(
    "psychiatric mental secure prison field".split()
)  # hospitals that are sent to for other things
_GUNS = frozenset(
    "shot shots fired fire gun gunman gunmen gunfire shooting bullets rounds opened shooter".split()
)
_LIFE_VERBS = frozenset("claimed took taken taking claiming lost cost ended".split())
_TO_DEATH = frozenset(
    "hacked burned burnt beaten bludgeoned clubbed trampled crushed choked stoned starved frozen tortured "
    "knifed axed battered buried bayoneted".split()
)
_TAKES = frozenset("take takes took taken taking hold holds held holding".split())
_HOMES = frozenset(
    "home homes house houses village villages area areas fighting violence clashes town towns city country "
    "region camp camps border".split()
)
_AWAY_FROM = frozenset("their the from homes houses".split())  # "fled to a village" tells where to
_ARMED = (Group.MILITANTS, Group.ATTACKERS, Group.SECURITY_FORCES)
_BODIES = frozenset("bodies body corpses corpse".split())
#: The words on which a phrase turns.
STARTS = (
    _HURT_VERBS | _CARRIED | _STRUCK | _LIFE_VERBS | _BODIES
    | _SENDS
    | {"blew", "blow", "blowing", "detonated", "detonating", "set"}
    | _TO_DEATH
    | {"hostage", "custody", "passed", "fled", "flee", "rounded"}
    | {"condition", "suicide", "turned", "turning", "fatally", "critically"}
)  # fmt: skip


def find_phrase(clause: Clause, at: int, word: str) -> Iterator[Hit]:
    """What happened to whom by the phrase that turns on the word at ``at``; ``word`` is one of STARTS."""
    if word in _HURT_VERBS:
        yield from _wounds(clause, at)
    elif word == "condition" and clause.word(at - 1) in _CONDITIONS:
        here = at - 1
        while here > 0 and (clause.word(here) in _CONDITIONS or clause.word(here) in ("but", "and", '"')):
            here -= 1
        if clause.word(here) == "in":
            yield Hit("injured", at, clause.subjects(clause.group_start(here)), inclusive=False, weak=True)
    elif word in _CARRIED and any(clause.word(k) in _CARE for k in range(at + 1, at + 9)):
        yield from _carried(clause, at)
    elif word in _STRUCK:
        yield from _struck(clause, at)
    elif word == "left" and clause.word(at + 1) == "their" and clause.word(at + 2) in _HOMES:
        yield from _fled(clause, at, "fled")
    elif word in _SENDS:
        yield from _sent(clause, at)
    elif word in _LIFE_VERBS:
        yield from _lives(clause, at, word)
    elif word in ("blew", "blow", "blowing", "detonated", "detonating", "set"):
        yield from _blown_up(clause, at, word)
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
    elif word in _BODIES:
        yield from _bodies(clause, at)
    elif word in _TO_DEATH:
        yield from _to_death(clause, at)
    elif word in ("hostage", "custody"):
        yield from _taken(clause, at, word)
    elif word == "passed" and clause.word(at + 1) == "away":
        begin = clause.group_start(at)
        if not unreal(clause, begin, at):
            yield Hit("killed", at, clause.subjects(begin), negated=negated(clause, begin, at))
    elif word in ("fled", "flee"):
        yield from _fled(clause, at, word)
    elif word == "rounded" and clause.word(at + 1) == "up":
        begin = clause.group_start(at)
        people = clause.subjects(begin) if passive(clause, begin, at) else clause.objects(at + 2)
        if not unreal(clause, begin, at):
            yield Hit("arrested", at, people, negated=negated(clause, begin, at))


def _to_death(clause: Clause, at: int) -> Iterator[Hit]:
    """ "eight people were hacked to death", "burned 35 people alive"."""
    begin = clause.group_start(at)
    if unreal(clause, begin, at):
        return
    people: tuple[People, ...] = ()
    if is_death(clause, at + 1):
        people = clause.subjects(begin) if passive(clause, begin, at) else clause.right_before(begin)
    elif told := clause.objects(at + 1):
        people = told if is_death(clause, told[-1].last) else ()
    if people:
        yield Hit("killed", at, people, negated=negated(clause, begin, at))


def is_death(clause: Clause, at: int) -> bool:
    """Whether the words at ``at`` say that what was done killed: "to death", "burned alive", "shot dead"."""
    return clause.word(at) in ("alive", "dead") or [clause.word(at), clause.word(at + 1)] == ["to", "death"]


def _taken(clause: Clause, at: int, word: str) -> Iterator[Hit]:
    """ "three aid workers were taken hostage", "took seven people into custody"."""
    effect, verb = ("abducted", at - 1) if word == "hostage" else ("arrested", at - 2)
    if word == "custody" and clause.word(at - 1) != "into":
        return
    phrase = clause.ending.get(verb + 1) or clause.ending.get(at + 1)  # "two nuns hostage" may be read as one
    if phrase is not None and phrase.first < at and clause.word(phrase.first - 1) in _TAKES:
        yield Hit(effect, at, clause.objects(phrase.first))
    elif clause.word(verb) in ("taken", "held"):
        begin = clause.group_start(verb)
        if passive(clause, begin, verb) and not unreal(clause, begin, verb):
            yield Hit(effect, at, clause.subjects(begin), negated=negated(clause, begin, verb))


def _fled(clause: Clause, at: int, word: str) -> Iterator[Hit]:
    """ "3,000 people fled their homes", "forced 200 families to flee", "were forced to": numbers only."""
    people: tuple[People, ...] = ()
    if word == "fled":
        begin = clause.group_start(at)
        away = clause.word(at + 1) in _AWAY_FROM and clause.word(begin - 1) not in ("who", "that")
        if away and any(clause.word(k) in _HOMES for k in range(at + 1, at + 6)):
            people = clause.subjects(begin)
    elif clause.word(at - 1) == "to":
        phrase = clause.ending.get(at - 1)
        if phrase is not None and clause.word(phrase.first - 1) in ("forced", "forcing", "forces"):
            people = (phrase,)
        elif clause.word(at - 2) == "forced":
            people = clause.subjects(clause.group_start(at - 2))
    if any(p.amount is not None and p.group not in _ARMED for p in people):
        yield Hit("displaced", at, people)


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


def _carried(clause: Clause, at: int) -> Iterator[Hit]:
    """ "Four people were sent to the hospital", "a blast sent four people to the hospital"."""
    begin = clause.group_start(at)
    if not passive(clause, begin, at):
        if clause.word(at) in _SENDS:
            yield from _sent(clause, at)
    elif not unreal(clause, begin, at):
        yield Hit("injured", at, clause.subjects(begin), inclusive=True, weak=True)


def _sent(clause: Clause, at: int) -> Iterator[Hit]:
    """ "sent four people to the hospital", "left three others in the clinic", "striking four people"."""
    people = clause.objects(at + 1)
    if not people or unreal(clause, clause.group_start(at), at):
        return
    if clause.word(at) in ("striking", "hitting"):
        if any(w in _GUNS for w in clause.tokens.low):
            yield Hit("injured", at, people, inclusive=True)
        return
    here = people[-1].last
    if clause.word(at) in _BROUGHT and not _by_event(clause, at):
        return  # "the charity sent 20 doctors to a hospital"
    way = [clause.word(k) for k in range(here + 1, here + 7)]
    care = next((n for n, w in enumerate(way) if w in _CARE), -1)
    led = clause.word(here) in ("to", "in", "at") and care >= 0 and _KEPT.isdisjoint(way[:care])
    if led and (clause.word(here) != "to" or way[0] in _TO_CARE or clause.tokens.capital(here + 1)):
        yield Hit("injured", at, people, inclusive=True, weak=True)


def _by_event(clause: Clause, at: int) -> bool:
    """Whether an event is the subject of the verb at ``at``: "the shooting on Elm Street sent"."""
    if clause.word(at - 1) in ("that", "which"):
        return True
    for here in range(at - 1, max(-1, at - 9), -1):
        if clause.word(here) in _EVENTS:
            return True
        if clause.word(here) == "," and here < at - 1:
            return False
    return False


def begin_of_number(clause: Clause, at: int) -> bool:
    """Whether "dead" is a noun here: "the dead", "the number of dead"."""
    return clause.word(at - 1) == "the" or clause.word(at - 2) in ("number", "toll", "count", "total")


def told_after(clause: Clause, at: int, effect: str) -> Iterator[Hit]:
    """ "the dead were 60 cadets and a soldier", "put the injured at 118", "the wounded included two nuns"."""
    effect = "injured" if effect == "shot" else effect
    if clause.word(at - 2) == "among":  # "three children were among those killed"
        begin = clause.group_start(at - 2)
        if passive(clause, begin, at):
            yield Hit(effect, at, clause.subjects(begin), part_of=True)
            return
    for here in range(at + 1, min(at + 4, len(clause.tokens))):
        word = clause.word(here)
        if word in ("at", "to", "were", "was", "include", "included", "includes"):
            people = clause.objects(here + 1)
            if word in ("at", "to") and not (people and people[0].amount is not None and not people[0].head):
                return  # "the wounded at the hospital"
            yield Hit(effect, at, people, part_of=word.startswith("include"))
            return


def _bodies(clause: Clause, at: int) -> Iterator[Hit]:
    """ "three bodies were found", "recovered two bodies", "the bodies of two nuns"."""
    phrase = next((p for p in clause.people if p.first <= at < p.last), None)
    if phrase is None or phrase.last != at + 1:
        return
    if phrase.amount is not None and not phrase.partitive:  # "some of the body was burnt" is one
        yield Hit("killed", at, (phrase,))
    elif clause.word(at + 1) == "of":
        yield Hit("killed", at, clause.objects(at + 2, governed=True))


def _blown_up(clause: Clause, at: int, word: str) -> Iterator[Hit]:
    """ "two of them blew themselves up", "the third detonated his vest": those who did are dead."""
    after = [clause.word(k) for k in range(at + 1, at + 6)]
    if word.startswith("bl"):
        done = after[0] in _SELVES and "up" in after[:3]
    else:
        done = any(w in _WORN for w in after) and any(w in _THEIR for w in after[:3])
    begin = clause.group_start(at)
    if done and not unreal(clause, begin, at):
        yield Hit("killed", at, clause.subjects(begin)[-1:], oneself=True)


def _struck(clause: Clause, at: int) -> Iterator[Hit]:
    begin = clause.group_start(at)
    if unreal(clause, begin, at):
        return
    if not passive(clause, begin, at):
        if clause.word(begin - 1) in _BY and clause.word(at) != "grazed":
            yield Hit("injured", at, clause.objects(at + 1), inclusive=True)  # "gunfire struck three others"
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
