"""Which people each word of harm, arrest or release speaks of: who was killed, wounded, freed …

One sentence at a time, over its tokens and the phrases of :mod:`people`. A trigger takes the people after
it (active voice), before it (passive voice, states), or beside it ("the death of two nuns").
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from dateline.model import Group
from dateline.resolve.how_many.asides import apposed, described, is_aside
from dateline.resolve.how_many.lexicon import Lexicon, Trigger
from dateline.resolve.how_many.people import People
from dateline.resolve.how_many.tokens import Tokens
from dateline.resolve.how_many.words import BE, date_before

_JOIN = frozenset((",", ";", "and", "&", "plus", "or"))
_SINGULAR = frozenset("was is has".split())
_SEVERITY = frozenset("fatally critically seriously mortally slightly gravely severely".split())
# prepositions that open a clause as well: "after two men were shot"
_CLAUSE_OPENERS = frozenset("after before when as until since than like following".split())
_MAY_NAME = frozenset("and or but when while after before as until since that if because where then".split())
_LOCATIVE = frozenset("in from near at outside around inside".split())
_LONGEST_BRACKET = 12
_CLAUSE_STARTS = frozenset("; . but while when after before because although though".split())
_HAVE = frozenset("has have had having".split())
_SHOT_AT = frozenset("at into toward towards from through off back up out a the one video footage".split())
_DEATH_AFTER = ("dead", "fatally")
_AGENTS = frozenset("by".split())


@dataclass(frozen=True, slots=True)
class Hit:
    """One trigger with its people. ``inclusive``: a count that holds the dead as well as the hurt, as
    "four people were shot" does before "one of them fatally"."""

    effect: str
    at: int
    people: tuple[People, ...]
    inclusive: bool = False
    negated: bool = False
    tentative: bool = False
    oneself: bool = False  # the harm was done by the one harmed
    weak: bool = False  # only "taken to hospital"
    part_of: bool = False
    agent: People | None = None  # who did it, where the sentence says so right before the verb


class Clause:
    """One sentence with its people, ready to be asked who stands where."""

    def __init__(self, tokens: Tokens, people: list[People], lexicon: Lexicon) -> None:
        self.tokens, self.people, self.lexicon = tokens, people, lexicon
        self.starting = {p.first: p for p in people}
        self.ending = {p.last: p for p in people}
        self.order = {p.first: n for n, p in enumerate(people)}

    def word(self, at: int) -> str:
        return self.tokens.word(at)

    def trigger(self, at: int) -> Trigger | None:
        return self.lexicon.triggers.get(self.tokens.word(at))

    # --- the people after a trigger -------------------------------------------------------------------
    def objects(self, at: int, governed: bool = False) -> tuple[People, ...]:
        """The people that an active verb takes; ``at`` is the token after the verb. ``governed``: those of a
        noun ("the deaths of three soldiers were confirmed"), whose verb is another's."""
        while self.word(at) in self.lexicon.adverbs and at not in self.starting:
            at += 1
        first = self.starting.get(at)
        if first is None or (not governed and self._own_clause(first, first=True)):
            return ()
        found = [first]
        here = first.last
        while (nxt := self._joined(here)) is not None:
            phrase = self.starting[nxt]
            if apposed(self, found[-1], phrase):  # "the death of Elijah Walker, his friend's son"
                found[-1], here = described(found[-1], phrase), phrase.last
                if self.word(here) == "and" or self.word(here + 1) == "and":
                    continue  # "Juma Otieno, a teacher, and Ann Bett, a nurse"
                break
            if self._own_clause(phrase, first=False) or phrase.kind == "pronoun":
                break
            if phrase.partitive and phrase.head in ("them", "whom"):
                break  # "17 people, five of them children"
            if self.word(nxt - 1) == "," and phrase.definite and phrase.amount is None:
                break  # "killing 18 people, the director of the hospital said"
            found.append(phrase)
            here = phrase.last
        return _counted_only(found)

    def _joined(self, here: int) -> int | None:
        """The token where the next phrase of an enumeration starts. "A headman (a clerk of the village) and a
        trader": what stands in brackets joins nobody."""
        at = here
        if self.word(at) == "(":
            closing = next((k for k in range(at, at + _LONGEST_BRACKET) if self.word(k) == ")"), at - 1)
            at = here = closing + 1
        comma = self.word(at - 1) == ","  # taken in with an age: "Reyna, 38, and"
        while self.word(at) in _JOIN or (self.word(at) == "as" and self.word(at + 1) == "well"):
            at += 3 if self.word(at) == "as" else 1
        return at if (at > here or comma) and at in self.starting else None

    def _own_clause(self, phrase: People, first: bool) -> bool:
        """Whether the phrase is the subject of a verb of its own: "killed a man and two others were hurt"."""
        at = phrase.last
        if not first and self.word(at) in _SEVERITY:
            return True  # "injured four people, one seriously"
        while self.word(at) in self.lexicon.adverbs and self.word(at) not in BE:
            at += 1
        word = self.word(at)
        if word in BE or word in _HAVE:
            return True
        trigger = self.trigger(at)
        if trigger is None or trigger.form not in ("past", "state", "present"):
            return False
        return not first or word in ("dead",)

    # --- the people before a trigger ------------------------------------------------------------------
    def subjects(self, at: int) -> tuple[People, ...]:
        """The people that a passive verb or a state is said of; ``at`` is where the verb group begins."""
        here = at - 1
        before = self.word(here)
        joined = before in ("and", "or", "but", "then") or (before == "," and self.word(here - 1) == ",")
        relative = before in ("who", "whom", "that", "which")
        fallback: People | None = None
        while here >= 0:
            phrase = self.ending.get(here + 1)
            if phrase is None:
                # what stands in brackets is no subject: "the shutdown (general strike), died"
                here = self._bracket(here) - 1 if self.word(here) == ")" else here - 1
                continue
            if relative and not joined:
                whole = phrase.inner if phrase.inner is not None else phrase.amount
                return (replace(phrase, amount=whole),)  # "one of six people who were hurt": six were
            if self.word(at) == "being" and phrase.last == at:
                return (phrase,)  # "resulted in Hall being shot"
            if joined and self.word(phrase.last) == "who":
                return (phrase,)  # "a child who had shot himself and was bleeding"
            passed = self._passed_over(phrase, at, joined)
            if not passed:
                return self._one_in_two_words(self._enumerated_before(phrase), at)
            if passed == "fallback":
                fallback = fallback or phrase
            here = phrase.first - 1
        return (fallback,) if fallback is not None else ()

    def _bracket(self, closing: int) -> int:
        """The token of the bracket that opens what ``closing`` closes."""
        at = closing
        while at > 0 and closing - at < _LONGEST_BRACKET and self.word(at) != "(":
            at -= 1
        return at if self.word(at) == "(" else closing

    def _passed_over(self, phrase: People, at: int, joined: bool) -> str:
        """Why the phrase is not the subject of the verb at ``at``: "" when it is."""
        if self.word(phrase.last) in _SEVERITY and phrase.last < at - 1:
            return "part"  # "four teens, one fatally, were shot"
        if self.word(phrase.last) in self.lexicon.saying and phrase.last < at - 1:
            return "speaker"  # "what police called an accident"
        if joined and self._is_object(phrase):
            return "object"
        before = self.word(phrase.first - 1)
        if self._maybe_place(phrase):
            return "fallback"
        if before.endswith("ing") and before not in (
            "during",
            "including",
            "following",
            "morning",
            "evening",
        ):
            return "fallback"  # "a passenger accompanying the judge was hurt"
        if self.is_governed(phrase) or is_aside(self, phrase):
            return "fallback"
        return ""

    def _maybe_place(self, phrase: People) -> bool:
        """Whether a name may be that of a place: "a man in New Orleans died", "three engineers … in northern
        Bolivia were freed"."""
        if not phrase.name or phrase.head or phrase.extra or phrase.age is not None:
            return False
        before = self.word(phrase.first - 1)
        if before in _LOCATIVE:
            return True
        plain = " " not in phrase.name and before.isalpha() and not self.tokens.capital(phrase.first - 1)
        return plain and not (
            before in self.lexicon.saying or self.trigger(phrase.first - 1) or before in _MAY_NAME
        )

    def right_before(self, at: int) -> tuple[People, ...]:
        """The phrase that ends at ``at`` and those enumerated before it; none where it may be a place."""
        phrase = self.ending.get(at)
        return () if phrase is None or self._maybe_place(phrase) else self._enumerated_before(phrase)

    def _is_object(self, phrase: People) -> bool:
        before = self.trigger(phrase.first - 1)
        return (before is not None and before.form in ("past", "present", "gerund")) or self.is_governed(
            phrase
        )

    def is_governed(self, phrase: People) -> bool:
        """Whether the phrase stands behind a preposition."""
        at = phrase.first - 1
        if phrase.amount is not None and not phrase.head and self.word(at) == "the":
            at -= 1  # "four people out of the 75 inside were shot"
        return self.word(at) in self.lexicon.prepositions and self.word(at) not in _CLAUSE_OPENERS

    def _enumerated_before(self, phrase: People) -> tuple[People, ...]:
        """The phrase and those enumerated before it: "two officers, a guard and a passerby died"."""
        found = [phrase]
        while True:
            before = self.ending.get(found[0].first - 1)
            if before is not None and apposed(self, before, found[0]):
                found[0] = described(before, found[0])  # "Ann Bett, a nurse, died"
            at = found[0].first - 1
            conjunction = False
            while at + 1 not in self.ending and (self.word(at) in _JOIN or self.word(at) == "both"):
                conjunction = conjunction or self.word(at) not in (",", ";")
                at -= 1
            previous = self.ending.get(at + 1)
            if previous is None or at == found[0].first - 1:
                break
            if len(found) == 1 and not conjunction and self.word(found[0].first - 2) not in ("and",):
                break
            if self._is_object(previous) or (previous.kind == "pronoun" and previous.head in ("him", "them")):
                break
            found.insert(0, previous)
        return _counted_only(found)

    def _one_in_two_words(self, found: tuple[People, ...], at: int) -> tuple[People, ...]:
        """ "A teacher and activist was killed" tells of one, by the verb; "a guard and a cook was", by the
        articles, of two, and so does "a man and woman was"."""
        if self.word(at) not in _SINGULAR:
            return found
        again = [
            p
            for p in found[1:]
            if p.kind == "one"
            and not p.name
            and p.last - p.first == 1
            and (not p.gender or p.gender == found[0].gender or not found[0].gender)
        ]
        return tuple(p for p in found if p not in again)

    def agent(self, begin: int) -> People | None:
        """The single person right before an active verb, unless it is one of the forces of order."""
        phrase = self.ending.get(begin) or (
            self.ending.get(begin - 1) if self.word(begin - 1) == "who" else None
        )
        if phrase is None or phrase.kind not in ("one", "pronoun") or phrase.group is Group.SECURITY_FORCES:
            return None
        return phrase

    def self_harmed(self, at: int) -> tuple[People, ...]:
        """Who turned the weapon on himself: the nearest single person who is no object of another verb."""
        for phrase in reversed([p for p in self.people if p.last <= at and p.kind in ("one", "pronoun")]):
            if phrase.head not in ("himself", "herself") and not self._is_object(phrase):
                return (phrase,)
        return ()

    # --- the verb group --------------------------------------------------------------------------------
    def group_start(self, at: int) -> int:
        """The first token of the verb group that ends at ``at``: "had reportedly been [killed]"."""
        lexicon = self.lexicon
        here = at
        while here > 0:
            word = self.word(here - 1)
            negated = word in lexicon.negative and word not in ("no", "none", "nobody", "zero", "without")
            if here in self.ending and word not in lexicon.auxiliaries:
                break
            if not (
                word in lexicon.auxiliaries or word in lexicon.adverbs or word in lexicon.irrealis or negated
            ):
                if (date := date_before(self.tokens, here)) < here and self.word(
                    date - 1
                ) in lexicon.auxiliaries:
                    here = date  # "were on July 27 injured"
                    continue
                break
            here -= 1
        return here


def _counted_only(found: list[People]) -> tuple[People, ...]:
    """ "34 traders and shoppers": the bare plural is in the number, not beside it."""
    if any(p.amount is not None for p in found):
        found = [p for p in found if p.amount is not None or p.kind != "set" or p.definite or p.additional]
    return tuple(found)


def passive(clause: Clause, begin: int, at: int) -> bool:
    """Whether the verb group ``begin..at`` holds a form of "be"."""
    return any(clause.word(k) in BE for k in range(begin, at))


def unreal(clause: Clause, begin: int, at: int) -> bool:
    """Whether the verb group only speaks of what could, should or was meant to happen."""
    lexicon = clause.lexicon
    group = [clause.word(k) for k in range(begin, at)]
    modal = [w for w in group if w in lexicon.irrealis and w not in ("may", "might")]
    if modal == ["would"] and any(w in _AFTERWARDS for w in group):
        return False  # "he would later die of his wounds"
    if modal == ["to"] and clause.word(at).endswith("ing"):
        modal = []  # "pleaded guilty to fatally shooting four people"
    if modal == ["to"] and "have" in group:
        return False  # "claimed to have killed five"
    if modal:
        return not ("to" in modal and len(modal) == 1 and clause.word(begin - 1) in _REAL_TO)
    subject = clause.ending.get(begin)
    asked = subject is not None and clause.word(subject.first - 1) in ("if", "whether")
    if asked and any(w in BE or w in ("had", "has", "have") for w in group):
        return True  # "could not say if the man had died"
    before = [clause.word(k) for k in range(max(0, begin - 3), begin)]
    return any(w in lexicon.irrealis_verbs for w in before) and clause.word(at) not in ("dead",)


_AFTERWARDS = frozenset("later eventually subsequently ultimately".split())
_REAL_TO = frozenset(
    "managed continued went believed thought known reported presumed said confirmed feared".split()
)


def negated(clause: Clause, begin: int, at: int) -> bool:
    """Whether the verb group says "not", or "without" governs it."""
    words = [clause.word(k) for k in range(begin, at)]
    return any(w in ("not", "n't", "never", "nor", "neither", "cannot") for w in words) or (
        clause.word(at - 1) == "without"
    )


def doubtful(clause: Clause, begin: int, at: int) -> bool:
    """Whether the verb group itself marks doubt: "may have been killed", "were feared dead"."""
    return any(clause.word(k) in clause.lexicon.tentative for k in range(begin, at))
