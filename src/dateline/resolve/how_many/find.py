"""Text → counts of people who were killed, hurt, taken, arrested, displaced or freed."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from functools import lru_cache
from operator import itemgetter

from dateline.model import Effect, Group, Span, Toll
from dateline.resolve.how_many.effects import Clause, Hit
from dateline.resolve.how_many.lexicon import lexicon
from dateline.resolve.how_many.people import People, find_people
from dateline.resolve.how_many.referents import Referents
from dateline.resolve.how_many.tallies import find_tallies
from dateline.resolve.how_many.tokens import Tokens, tokenise
from dateline.resolve.how_many.triggers import find_hits
from dateline.resolve.how_many.types import CountMention, Individual

_CONTEXT = 140  # characters before and after a count in which words like "so far this year" reach it
_CLAUSE_BEGINS = frozenset(', ; : and but after when before said say says that " “ ”'.split())
_OTHERS = frozenset("other others additional further".split())
_GRAVELY = frozenset("seriously critically badly severely gravely".split())
_EACH = frozenset(("each", "every"))  # "each victim was shot in the head": no number of them
_HARM = ("killed", "injured", "abducted", "missing")


def find_counts(text: str, report_id: str) -> list[CountMention]:
    """The tolls that ``text`` tells of, in reading order. Spans count in ``text``; linear in its length.

    >>> [(m.toll.effect.value, m.toll.low) for m in find_counts("A blast killed at least 20 cadets.", "r")]
    [('killed', 20)]
    """
    words = lexicon()
    referents = Referents()
    found: list[CountMention] = []
    for number, tokens in enumerate(tokenise(text)):
        people = find_people(tokens, words)
        if not people and "no" not in tokens.low:  # "There were no deaths" names nobody
            continue
        clause = Clause(tokens, people, words)
        hits = find_hits(clause)
        cumulative = {hit.at: _cumulative(text, tokens, hit.at) for hit in hits}
        suffered: dict[int, set[str]] = {}
        for hit in hits:
            if hit.effect in _HARM and not hit.negated and not cumulative[hit.at]:
                for phrase in hit.people:
                    suffered.setdefault(phrase.first, set()).add(hit.effect)
        further = {p.first for hit in hits for p in hit.people if _is_another(tokens, hit, p)}
        numbers = {
            p.first: referents.resolve(
                replace(p, additional=True) if p.first in further else p,
                number,
                frozenset(suffered.get(p.first, ())),
            )
            for p in people
            if p.kind != "nobody" and _single(p)
        }
        for hit in hits:
            if _whenever(tokens, hit.at) or _none_gravely(tokens, hit):
                continue
            agent = numbers.get(hit.agent.first) if hit.agent is not None and hit.effect in _HARM else None
            if agent is not None:
                referents.accuse(agent)
            place = _Place(text, report_id, tokens, number, cumulative[hit.at])
            found += _mentions(place, hit, numbers, referents)
    counted = _linked_parts(_renumbered(found, referents.merged()))
    tallies = find_tallies(text, report_id, counted)
    if not tallies:
        return counted
    told = {(t.toll.effect, _line(text, t)) for t in tallies}
    # "its count of people killed … to 16": the people are the sixteen
    kept = [m for m in counted if m.toll.best is not None or (m.toll.effect, _line(text, m)) not in told]
    return sorted([*kept, *tallies], key=lambda m: m.span)


def _is_another(tokens: Tokens, hit: Hit, phrase: People) -> bool:
    """ "A teacher was also killed": somebody without a name who is none of those told of before."""
    return not phrase.name and not phrase.definite and "also" in tokens.low[max(0, hit.at - 2) : hit.at]


def _line(text: str, mention: CountMention) -> int:
    """Where the mention's sentence or paragraph begins, roughly."""
    return max(text.rfind(". ", 0, mention.span.start), text.rfind("\n", 0, mention.span.start))


def _renumbered(found: list[CountMention], to: dict[int, int]) -> list[CountMention]:
    """The mentions after people whom nothing tells apart were taken for one."""
    return [
        replace(m, individuals=tuple(replace(i, referent=to[i.referent]) for i in m.individuals))
        if any(to[i.referent] != i.referent for i in m.individuals)
        else m
        for m in found
    ]


class _Place:
    """Where a hit stands: its report and sentence."""

    __slots__ = ("cumulative", "report_id", "sentence", "text", "tokens")

    def __init__(self, text: str, report_id: str, tokens: Tokens, sentence: int, cumulative: bool) -> None:
        self.text, self.report_id, self.tokens = text, report_id, tokens
        self.sentence, self.cumulative = sentence, cumulative

    def span(self, first: int, last: int) -> Span:
        return Span(self.report_id, self.tokens.start[first], self.tokens.end[last - 1])


def _single(phrase: People) -> bool:
    return (
        phrase.kind in ("one", "pronoun")
        and not phrase.partitive
        and (phrase.amount is None or bool(phrase.head and phrase.age is not None) or bool(phrase.name))
    )


def _mentions(
    place: _Place, hit: Hit, numbers: dict[int, int | None], referents: Referents
) -> list[CountMention]:
    found = []
    for phrase in hit.people:
        individuals: tuple[Individual, ...] = ()
        # "his two gunmen were hurt": the gunmen that somebody keeps are his guards
        attacker = (phrase.group is Group.ATTACKERS and not phrase.possessed) or hit.oneself
        number = numbers.get(phrase.first)
        if _others_spared(place.tokens, phrase) or place.tokens.word(phrase.first) in _EACH:
            continue
        if _single(phrase):
            if number is None:
                continue  # a name or a "they" that leads to nobody
            attacker = attacker or referents.is_attacker(number)
            individuals = (_individual(place, phrase, number),)
        toll = _toll(hit, phrase, attacker)
        span = place.span(phrase.first, phrase.last)
        found.append(
            CountMention(
                span=_trimmed(place.text, span),
                toll=toll,
                effect_span=place.span(hit.at, hit.at + 1),
                noun=phrase.head,
                individuals=individuals,
                role_hint="attacker" if attacker else "victim" if hit.effect in ("killed", "injured") else "",
                negated=hit.negated or phrase.kind == "nobody",
                cumulative=place.cumulative,
                tentative=hit.tentative,
                inclusive=hit.inclusive,
                additional=phrase.additional,
                definite=phrase.definite,
                partitive=phrase.partitive
                or (phrase.kind == "nobody" and place.tokens.word(phrase.last) == "of"),
                weak=hit.weak,
                part_of=span if hit.part_of else None,
                sentence=place.sentence,
                effect_form=_form(place.tokens.low[hit.at]),
            )
        )
    return found


def _whenever(tokens: Tokens, at: int) -> bool:
    """ "Any time a student is hurt": what is said of such deeds in general, in the clause of the word at
    ``at``."""
    for here in range(at - 1, -1, -1):
        word = tokens.low[here]
        if word in _CLAUSE_BEGINS:
            return False
        if word in ("whenever", "anytime"):
            return True
        if word == "time" and tokens.word(here - 1) in ("any", "every") and tokens.word(here - 2) != "at":
            return True
    return False


def _none_gravely(tokens: Tokens, hit: Hit) -> bool:
    """ "No one was seriously hurt": some were."""
    none = hit.negated or any(p.kind == "nobody" for p in hit.people)
    gravely = tokens.word(hit.at - 1) in _GRAVELY or tokens.word(hit.at + 1) in _GRAVELY
    return none and hit.effect == "injured" and gravely


def _others_spared(tokens: Tokens, phrase: People) -> bool:
    """ "No one else was hurt", "no other information about those hurt": nothing about those told of."""
    if phrase.kind != "nobody":
        return False
    after = tokens.word(phrase.last)
    if after == "of":  # "none of the others was hurt"
        after = tokens.word(phrase.last + 1 + (tokens.word(phrase.last + 1) == "the"))
    return phrase.additional or "else" in (after, tokens.word(phrase.last - 1)) or after in _OTHERS


def _form(word: str) -> str:
    trigger = lexicon().triggers.get(word)
    return trigger.form if trigger else ""


def _trimmed(text: str, span: Span) -> Span:
    """The span without the comma that an age took along."""
    end = span.end
    while text[end - 1] in ",;( ":
        end -= 1
    return Span(span.report_id, span.start, end)


def _individual(place: _Place, phrase: People, number: int) -> Individual:
    span = _trimmed(place.text, place.span(phrase.first, phrase.last))
    return Individual(span, number, phrase.name, phrase.age, phrase.gender, place.text[span.start : span.end])


def _toll(hit: Hit, phrase: People, attacker: bool) -> Toll:
    group = phrase.group
    if group is Group.ATTACKERS and not attacker:
        group = Group.UNKNOWN
    if attacker and group in (Group.UNKNOWN, Group.CIVILIANS):
        group = Group.ATTACKERS
    effect = Effect(hit.effect)
    if phrase.kind == "nobody" or (hit.negated and phrase.kind == "set" and not phrase.definite):
        return Toll(effect, group, 0, 0, 0)
    if phrase.amount is not None:
        amount = phrase.amount
        return Toll(effect, group, amount.low, amount.best, amount.high, amount.words)
    if phrase.kind in ("one", "pronoun"):
        return Toll(effect, group, 1, 1, 1)
    return Toll(effect, group, 2, None, None)


def _cumulative(text: str, tokens: Tokens, at: int) -> bool:
    """Whether the words around count over months or years: "the 45th homicide of the year"."""
    start = max(tokens.start[0], tokens.start[at] - _CONTEXT)
    end = min(tokens.end[-1], tokens.end[at] + _CONTEXT)
    told = _told_of_time(text)
    near = bisect_right(told, start, key=itemgetter(1))
    if near == len(told) or told[near][0] >= end:
        return False  # most counts: no word of the whole text that could reach them is here
    return lexicon().cumulative.search(text, start, end) is not None


@lru_cache(maxsize=2)  # every count of a report asks
def _told_of_time(text: str) -> tuple[tuple[int, int], ...]:
    words, small = lexicon(), text.lower()
    if len(small) != len(text):  # a letter whose small form is two: the places would be others
        return tuple(m.span() for m in words.cumulative.finditer(text))
    return tuple(m.span() for m in words.cumulative_small.finditer(small))


def _linked_parts(found: list[CountMention]) -> list[CountMention]:
    """Gives each part the span of the total before it in its sentence."""
    done: list[CountMention] = []
    for mention in found:
        if mention.part_of is not None:
            total = next(
                (m for m in reversed(done[-30:]) if m.sentence == mention.sentence and m.part_of is None
                 and (m.toll.effect is mention.toll.effect or m.inclusive)), None,
            )  # fmt: skip
            mention = replace(mention, part_of=total.span if total else None)
        done.append(mention)
    return done
