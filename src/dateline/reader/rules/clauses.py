"""The grammar of one trigger: which parties of its sentence act in it, and which suffer it.

The sentence is walked word by word from the trigger, leftwards to its subject, rightwards to its object
and its agent. Every walk is bounded, so that a text costs no more than its length.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from dateline.model import ActorRole
from dateline.reader.rules.triggers import Trigger
from dateline.reader.rules.words import (
    ADVERBS,
    AUXILIARIES,
    BE,
    BREAKS,
    EVENTS,
    HARM_NOUNS,
    HARM_VERBS,
    HEADS_OF,
    HELPED,
    LIGHT,
    ON,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVES,
    dies,
)

_WORD = re.compile(r"\w+(?:[.'’-]\w+)*|[^\w\s]")
_REACH = 26  # items that a walk may pass
_NO_LIST = PREPOSITIONS | AUXILIARIES | BREAKS  # words that end a list of people
_COMMAS = 2  # asides that may part a subject from its verb


class Item(NamedTuple):
    """One word or mark of a sentence, or a whole party (its index), or a whole trigger."""

    start: int
    end: int
    word: str
    party: int = -1
    trigger: int = -1


@dataclass(slots=True)
class Clause:
    """The items of one sentence, with its triggers and parties in their places."""

    items: list[Item]
    at: dict[int, int] = field(default_factory=dict)  # trigger -> item

    @classmethod
    def read(
        cls,
        text: str,
        bounds: tuple[int, int],
        parties: Sequence[tuple[int, int, int]],
        triggers: Sequence[tuple[int, int, int]],
    ) -> Clause:
        """``parties`` and ``triggers`` are ``(start, end, index)``; where both claim a word it is the
        trigger's."""
        marks = sorted([(s, e, -1, i) for s, e, i in triggers] + [(s, e, i, -1) for s, e, i in parties])
        taken = sorted((s, e) for s, e, _ in triggers)
        items: list[Item] = []
        here, at = bounds[0], {}
        for start, end, party, trigger in marks:
            if start < here or (trigger < 0 and any(s < end and start < e for s, e in _near(taken, start))):
                continue
            items += _words(text, here, start)
            at[trigger] = len(items)
            items.append(Item(start, end, text[start:end].lower(), party, trigger))
            here = end
        items += _words(text, here, bounds[1])
        at.pop(-1, None)
        return cls(items, at)

    def word(self, index: int) -> str:
        """The word there in lower case; "" beyond the sentence."""
        return self.items[index].word if 0 <= index < len(self.items) else ""

    def party(self, index: int) -> int:
        """The party there, or -1."""
        return self.items[index].party if 0 <= index < len(self.items) else -1


def _near(pairs: Sequence[tuple[int, int]], start: int) -> Sequence[tuple[int, int]]:
    at = bisect_right(pairs, (start, start))
    return pairs[max(at - 3, 0) : at + 3]


def _words(text: str, start: int, end: int) -> Iterator[Item]:
    for match in _WORD.finditer(text, start, end):
        yield Item(match.start(), match.end(), match.group().lower())


def parts(clause: Clause, index: int, trigger: Trigger) -> Iterator[tuple[int, ActorRole]]:
    """The parties that take part in what the trigger tells, each with its role."""
    at = clause.at.get(index)
    if at is None:
        return
    if trigger.word.endswith(" between"):
        for party in _phrase(clause, at + 1):
            yield party, ActorRole.OTHER  # "clashes between the army and rebels": nobody began it
    elif trigger.noun:
        yield from _of_noun(clause, at, trigger)
    else:
        yield from _of_verb(clause, at, trigger)


# ---- verbs


def _of_verb(clause: Clause, at: int, trigger: Trigger) -> Iterator[tuple[int, ActorRole]]:
    held = trigger.word.endswith((" by", " at the hands of"))  # triggers that hold their preposition
    if dies(trigger.word):
        for party in _subject(clause, at):
            yield party, ActorRole.VICTIM
        for party in _phrase(clause, at + 1) if held else ():
            yield party, ActorRole.PERPETRATOR
        return
    passive = _passive(clause, at)
    doer, sufferer = ActorRole.PERPETRATOR, ActorRole.TARGET
    for party in _subject(clause, at):
        yield party, sufferer if passive else doer
    if passive:
        for party in _phrase(clause, at + 1) if held else _agent(clause, at):
            yield party, doer
    else:
        for party in _object(clause, at):
            yield party, sufferer


def _passive(clause: Clause, at: int) -> bool:
    """ "was shot", "being held"; and without a form of "be" where a verb that needs an object has none:
    "a sentry shot by gunmen", "the people killed in the attack"."""
    word = clause.word(at)
    before = at - 1
    while clause.word(before) in ADVERBS or clause.word(before).endswith("ly"):
        before -= 1
    if clause.word(before) in BE or any(w in BE for w in word.split()[:-1]):
        return True
    first = word.split()[0] if word else ""
    if first not in HARM_VERBS or clause.word(before) in ("have", "has", "had", "having"):
        return False
    after = at + 1
    while clause.word(after) in ("dead", "and", "or") or clause.word(after) in HARM_VERBS:
        after += 1
    follows = clause.word(after)
    return follows == "by" or (follows in PREPOSITIONS | {"", ".", ","} and follows not in ON)


def _subject(clause: Clause, at: int) -> list[int]:
    """The parties that are the subject of the verb at ``at``.

    Right before the verb stands its subject; where "and" or a gerund joins it to a verb before
    ("raided a compound and killed four"), the subject is the first of the clause.
    """
    here = at - 1
    while clause.word(here) in AUXILIARIES | ADVERBS or clause.word(here).endswith("ly"):
        here -= 1
    joined = clause.word(here) in ("and", "then", "before", "after", "to") or _gerund(clause.word(at))
    if joined:
        here -= clause.word(here) in ("and", "then", "before", "after", "to")
    found, commas, first = -1, 0, here
    for _ in range(_REACH):
        word = clause.word(here)
        if not word or commas > _COMMAS + joined:
            break
        if clause.party(here) >= 0:
            governed = _governor(clause, here)
            if governed is None:
                found = here
                if not joined:
                    break
            elif clause.word(governed) == "by" and not joined and not _passive(clause, at):
                found = here  # "an attack by the group killed nine"
                break
            else:
                here = governed
        elif word == "," and here == first:
            here = _past_aside(clause, here)
        elif word in RELATIVES and found < 0:
            return _antecedent(clause, here)
        elif word in BREAKS or (not joined and (word in PRONOUNS or clause.items[here].trigger >= 0)):
            break
        elif word in EVENTS and not joined and _governor(clause, here) is None:
            break  # "when troops arrived, a bomb killed three": the bomb, not the troops
        commas += word == ","
        here -= 1
    return [clause.party(k) for k in _coordinated(clause, found, -1)] if found >= 0 else []


def _past_aside(clause: Clause, at: int) -> int:
    """The comma that opens the aside which closes at ``at``: "The group, which has stepped up its attacks,
    killed six"."""
    for here in range(at - 1, max(at - 20, 0), -1):
        if clause.word(here) == ",":
            return here if clause.word(here + 1) in RELATIVES else at
    return at


def _gerund(word: str) -> bool:
    return word.split(" ")[0].endswith("ing")


def _antecedent(clause: Clause, at: int) -> list[int]:
    """The party that "who" or "which" stands for: right before it, or the head of "men of the LeJ who"."""
    here = at - 1 - (clause.word(at - 1) == ",")
    if clause.party(here) < 0:
        return []
    governed = _governor(clause, here)
    if governed is not None and clause.word(governed) == "of" and clause.party(governed - 1) >= 0:
        return [clause.party(governed - 1)]
    return [clause.party(here)]


def _governor(clause: Clause, at: int) -> int | None:
    """The preposition that governs the noun phrase of the item at ``at``; None where none does.
    "Members of the gang", "a team of police" are led by a word that only counts or gathers them."""
    for here in range(at - 1, max(at - 6, -1), -1):
        word = clause.word(here)
        if word in PREPOSITIONS:
            if word == "of" and any(clause.word(k) in HEADS_OF for k in (here - 1, here - 2)):
                return None if _governor(clause, here - 1) is None else _governor(clause, here - 1)
            return here
        if clause.items[here].trigger >= 0 and word.split()[-1] in PREPOSITIONS:
            return here  # the trigger holds its preposition: "clashes between"
        if not word.replace("-", "").isalnum() or clause.party(here) >= 0 or clause.items[here].trigger >= 0:
            return None
        if word in ("and", "or") and clause.party(here - 1) >= 0:
            return _governor(clause, here - 1)  # "clashes between the army and rebels"
        if word in AUXILIARIES | BREAKS | PRONOUNS or word in ("and", "or", "but"):
            return None
    return None


def _object(clause: Clause, at: int) -> list[int]:
    """The parties right after the verb, or behind "on", "at", "against": "fired on a convoy of police"."""
    for here in range(at + 1, at + 9):
        word = clause.word(here)
        if clause.party(here) >= 0:
            return [clause.party(k) for k in _coordinated(clause, here, 1)]
        if not word or word in BREAKS or word in AUXILIARIES or word in (",", ".", "and", "in", "by", "from"):
            break
        if word in PREPOSITIONS and word not in ON and word not in ("of", "with"):
            break
        if clause.items[here].trigger >= 0 or word in EVENTS:
            break
    return []


def _agent(clause: Clause, at: int) -> list[int]:
    """The parties behind "by": "was shot dead in his car late on Monday by two gunmen"."""
    for here in range(at + 1, at + 16):
        word = clause.word(here)
        if not word or word in BREAKS or word == ".":
            break
        if word == "by":
            return _phrase(clause, here + 1)
    return []


def _phrase(clause: Clause, at: int) -> list[int]:
    """The parties of the noun phrase that begins at ``at``."""
    for here in range(at, at + 6):
        if clause.party(here) >= 0:
            title = [clause.party(here)] if clause.party(here + 1) >= 0 else []  # "union leader Ana Sol"
            return title + [clause.party(k) for k in _coordinated(clause, here + len(title), 1)]
        word = clause.word(here)
        if not word.replace("-", "").isalnum() and word != "(":
            break
        if (word in PREPOSITIONS and word != "of") or word in BREAKS or word in AUXILIARIES:
            break
    return []


def _coordinated(clause: Clause, at: int, step: int) -> list[int]:
    """The item at ``at`` and those joined to it: "gunmen and bombers", "a soldier, two police and a boy"."""
    found, here, gap = [at], at + step, 0
    while gap < 5:
        word = clause.word(here)
        if clause.party(here) >= 0:
            between = {clause.word(k) for k in range(min(at, here) + 1, max(at, here))}
            if not between & {"and", "or", ",", "including"}:
                break
            found.append(here)
            at, gap = here, 0
        elif word in ("and", "or", ",") or (word.isalnum() and word not in _NO_LIST):
            gap += 1
        else:
            break
        here += step
    return found


# ---- nouns


def _of_noun(clause: Clause, at: int, trigger: Trigger) -> Iterator[tuple[int, ActorRole]]:
    harm = any(w in HARM_NOUNS for w in trigger.word.split())
    battle = trigger.type == "battle"
    owner = clause.party(at - 1) if clause.party(at - 1) >= 0 else -1
    if clause.word(at - 1) in ("s", "'", "’", "'s", "’s") or clause.word(at - 2) in ("'", "’"):
        owner = max(clause.party(at - 2), clause.party(at - 3))
    if owner >= 0:
        yield owner, ActorRole.TARGET if harm else ActorRole.PERPETRATOR
    yield from _after_noun(clause, at, harm, battle, trigger.word.split()[-1:])
    yield from _helped(clause, at)


def _after_noun(
    clause: Clause, at: int, harm: bool, battle: bool, ends: Sequence[str]
) -> Iterator[tuple[int, ActorRole]]:
    # some triggers hold their preposition: "attack on"
    if ends and ends[0] in ON | {"of"}:
        for party in _phrase(clause, at + 1):
            yield party, ActorRole.TARGET
    if battle and ends and ends[0] in ("with", "between"):
        for party in _phrase(clause, at + 1):
            yield party, ActorRole.OTHER
        return
    for here in range(at + 1, at + 16):
        word = clause.word(here)
        if not word or word in BREAKS or word == "." or clause.items[here].trigger >= 0:
            return
        if word == "by":
            for party in _phrase(clause, here + 1):
                yield party, ActorRole.PERPETRATOR
            return
        if (word in ON and here < at + 9) or (word == "of" and here <= at + 2):
            for party in _phrase(clause, here + 1):
                yield party, ActorRole.TARGET
        elif word in ("with", "between") and battle:
            for party in _phrase(clause, here + 1):
                yield party, ActorRole.OTHER


def _helped(clause: Clause, at: int) -> Iterator[tuple[int, ActorRole]]:
    """ "carried out an attack", "a raid was launched by": the verb that a noun leans on."""
    for here in range(at - 1, max(at - 6, -1), -1):
        if clause.word(here) in LIGHT:
            if _passive(clause, here):
                return
            for party in _subject(clause, here):
                yield party, ActorRole.PERPETRATOR
            return
        if clause.word(here) in BREAKS | PREPOSITIONS - {"out", "of"} or clause.party(here) >= 0:
            return
    for here in range(at + 1, at + 10):
        if clause.word(here) in LIGHT | HELPED and clause.word(here - 1) in BE | ADVERBS | {"was"}:
            for party in _agent(clause, here):
                yield party, ActorRole.PERPETRATOR
            return
        if clause.word(here) in BREAKS:
            return
