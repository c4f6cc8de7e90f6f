"""Which group, force or person a phrase stands for."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from dateline.model import ActorKind, Span
from dateline.reader.claims.mention import NamedActor, Party
from dateline.reader.claims.sentence import Range, Sentence
from dateline.reader.claims.words import lists

_WORD = r"(?:[^\W\d_a-z][\w'’.-]*|\d{1,2}(?:st|nd|rd|th)?)"
_NAME = rf"{_WORD}(?:(?: (?:of|for|the|and|de|del|la|al|e|in)){{0,2}} {_WORD}){{0,6}}"
# "a group that calls itself the April 9 Column": whatever follows is the name, dates and places included
_CALLED = re.compile(
    r"(?:(?i:call(?:s|ed|ing)? (?:itself|themselves)|styl(?:es|ed|ing) (?:itself|themselves)"
    r"|identif\w+ (?:itself|themselves) as|"
    rf"known as|named|by the name of|under the name(?: of)?|self-styled)) (?:(?i:the) )?[\"“'‘]?({_NAME})"
)
# what stands in every phrase of the kind, in small letters
_CALLS = ("itself", "themselves", "known as", "named", "the name", "self-styled")
_ORGANISED = re.compile(rf" (?:{lists().organisations})(?![\w-])")
_ORGANISATION = re.compile(
    rf"\b({_WORD}(?: (?:(?:of|for|the|and|de|del|la) )?{_WORD}){{0,5}}? (?:{lists().organisations}))(?![\w-])"
)
_ARMED = frozenset([ActorKind.REBELS, ActorKind.MILITIA, ActorKind.CRIMINAL, ActorKind.COMMUNAL])
_STATE = frozenset([ActorKind.STATE_FORCES, ActorKind.POLICE, ActorKind.EXTERNAL, ActorKind.GOVERNMENT])
_ACCUSABLE = _ARMED | _STATE | {ActorKind.OTHER, ActorKind.PROTESTERS, ActorKind.UNIDENTIFIED}
# "through its Amaq outlet", "the attack on the police": no subject and no one blamed
_NO_HEAD = re.compile(
    r"\b(?i:through|via|by|on|using|against|near|with|from|(?<!attributed )to|at|between"
    r"|than)\s+(?i:its|the|their|a|an)?\s*"
    r"(?:[a-z'’]+[ -]){0,2}$"
)
# watchers and authors of reports: they tell of claims and make none
_COMMON = frozenset("army force forces party council fighters alliance coalition".split())
_NO_GROUP = re.compile(
    r"\b(?:Intelligence|Monitor\w*|Rights|Human|Press|Media|United Nations|Research|Crisis"
    r"|Observatory|News)\b"
)
_SPLINTER = re.compile(
    r"(?i)\s*(?:\([^)]{0,20}\)\s*)?(?:splinter(?: group)?|breakaway (?:group|faction)|faction"
    r"|affiliate|offshoot|wing|branch|front group)\s+"
)
_ARTICLE = re.compile(r"(?i)^(?:an?|the|its|their|this|that|these|those|some)\s+")
_NAMED = re.compile(_NAME)
_LATE = re.compile(r"(?i)(?:\s+(?:today|tonight|yesterday|also|later|on|has|have|had|\w+day))+$")
_DAY = re.compile(r"(?i)(?:mon|tues|wednes|thurs|fri|satur|sun)day\b")
_JOINED = re.compile(r"(?i)[\s,]*(?:\([^)]{0,40}\))?[\s,]*(?:and|as well as)\s+(?:the\s+)?")


class Parties:
    """The actors of one report, by position, with those that no registry holds but the text names."""

    def __init__(self, text: str, report_id: str, actors: Sequence[NamedActor]) -> None:
        self.text, self.report_id = text, report_id
        small = text.lower()
        self._calls = any(words in small for words in _CALLS)
        known = [self._party(a) for a in actors]
        self._accusable = {
            a.span.start
            for a in actors
            if a.kind in _ACCUSABLE or (a.kind is not ActorKind.CIVILIANS and a.named)
        }
        self._armed = {
            a.span.start for a in actors if a.kind in _ARMED or (a.kind is ActorKind.OTHER and a.named)
        }
        taken = [(p.span.start, p.span.end) for p in known]
        unknown = self._unknown(taken)
        over = self._marked(unknown)
        known = [p for p in known if not any(over[p.span.start : p.span.end])]
        self.all = sorted(known + unknown, key=lambda p: p.span.start)
        self._starts = [p.span.start for p in self.all]
        self._named = [p for p in self.all if p.proper and p.armed]
        self._named_starts = [p.span.start for p in self._named]

    def _party(self, actor: NamedActor) -> Party:
        state = actor.kind in _STATE or actor.kind in (ActorKind.CIVILIANS, ActorKind.PROTESTERS)
        part = actor.actor_id is None and actor.faction_of is not None
        force = actor.kind in (ActorKind.STATE_FORCES, ActorKind.POLICE, ActorKind.EXTERNAL)
        proper = actor.named and not part
        return Party(actor.name, actor.span, actor.actor_id, not state, proper, part, force)

    def _unknown(self, taken: Sequence[tuple[int, int]]) -> list[Party]:
        """Names after "calls itself", and runs of capitals that end in "Front", "Brigades", "Column"."""
        if self.text.isupper():
            return []
        starts = [s for s, _ in taken]
        found: list[Party] = []
        over = self._marked(())
        called_so = _CALLED.finditer(self.text) if self._calls else ()
        organised = _ORGANISATION.finditer(self.text) if _ORGANISED.search(self.text) else ()
        for match in (*called_so, *organised):
            begin, end = match.span(1)
            words = match.group(1)
            if words.startswith("The "):
                begin, words = begin + 4, words[4:]
            span = Span(self.report_id, begin, end)
            near = taken[max(0, bisect_left(starts, begin) - 1) : bisect_right(starts, end)]
            covering = [(s, e) for s, e in near if s <= begin and end <= e]
            partly = [(s, e) for s, e in near if s < end and begin < e]
            called = match.re is _CALLED
            if covering or (partly and not called) or any(over[begin:end]):
                continue
            if (" " not in words or _NO_GROUP.search(words)) and not called:
                continue
            found.append(Party(words, span, None))
            over[begin:end] = b"\x01" * (end - begin)
            self._accusable.add(begin)
            self._armed.add(begin)
        return found + self._again(found, taken)

    def _marked(self, parties: Sequence[Party]) -> bytearray:
        """One byte a character of the text: whether one of the parties stands there."""
        over = bytearray(len(self.text))
        for party in parties:
            over[party.span.start : party.span.end] = b"\x01" * (party.span.end - party.span.start)
        return over

    def _again(self, found: list[Party], taken: Sequence[tuple[int, int]]) -> list[Party]:
        """The other mentions of a name that "calls itself" gave once."""
        names = {p.name: p for p in found}
        if not names:
            return []
        pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(names, key=len, reverse=True)))})\b")
        more: list[Party] = []
        over = self._marked(found)
        starts = [s for s, _ in taken]
        for match in pattern.finditer(self.text):
            begin, end = match.span()
            near = taken[max(0, bisect_left(starts, begin) - 1) : bisect_right(starts, end)]
            clash = any(s < end and begin < e and not (begin <= s and e <= end) for s, e in near)
            if not clash and not any(over[begin:end]):
                more.append(Party(match.group(), Span(self.report_id, begin, end), None))
                self._accusable.add(begin)
                self._armed.add(begin)
        return more

    def within(self, start: int, end: int) -> list[Party]:
        """The parties whose words lie in ``text[start:end]``."""
        found = self.all[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
        return [p for p in found if p.span.end <= end]

    def violent_one(self, party: Party) -> bool:
        """Whether the party is an armed group, known or introduced, and no person, state or outlet."""
        return party.armed and (party.span.start in self._armed or party.actor_id is not None)

    def last_armed(self, before: int, reach: int = 1200) -> Party | None:
        """The named group that was told of last."""
        at = bisect_left(self._named_starts, before)
        party = self._named[at - 1] if at else None
        return party if party and party.span.start >= before - reach else None

    def last_named(self, before: int, word: str) -> Party | None:
        """ "the front": the party told of last whose name ends so."""
        at = bisect_left(self._named_starts, before)
        return next((p for p in reversed(self._named[:at]) if p.name.lower().split()[-1] == word), None)

    def last_two(self, before: int) -> list[Party]:
        """ "Both groups": the two that were named last, in reading order."""
        found: dict[str, Party] = {}
        for party in reversed(self._named[: bisect_left(self._named_starts, before)]):
            if before - 1200 <= party.span.start and len(found) < 2:
                found.setdefault(party.actor_id or party.name, party)
        return list(reversed(found.values())) if len(found) == 2 else []

    def in_phrase(self, sentence: Sentence, where: Range, told: Party | None) -> list[Party]:
        """Whom the tokens of a phrase stand for; none when they name nobody. ``told``: who "it" would be."""
        first, last = where
        while first < last and sentence.low[first] in (",", '"', "“", "and", "but", "then", "meanwhile"):
            first += 1
        while first < last and sentence.low[last - 1] in (",", "and", "or", "but", "—", "–"):
            last -= 1
        if last <= first:
            return []
        start, end = sentence.starts[first], sentence.ends[last - 1]
        called = _CALLED.search(self.text, start, min(end + 1, sentence.end)) if self._calls else None
        heads = [p for p in self.within(start, end) if not _NO_HEAD.search(self.text, start, p.span.start)]
        if called is not None:
            heads = [p for p in heads if p.span.start >= called.start(1)] or heads
        chosen = self._choose(heads)
        if called is not None and not any(p.span.start >= called.start(1) and p.proper for p in chosen):
            chosen = self._called(called, end) or chosen
        split = _SPLINTER.match(self.text, chosen[0].span.end, end) if len(chosen) == 1 else None
        named = _NAMED.match(self.text, split.end(), end) if split else None
        if named is not None and not sentence.capitals:  # "the Taliban splinter group Ahrar ul Hind"
            return [Party(named.group(), Span(self.report_id, named.start(), named.end()))]
        if any(p.proper or p.actor_id for p in chosen):
            return chosen
        return (
            self._referred(sentence, (first, last), told)
            or chosen
            or self._described(sentence, (first, last))
        )

    def _called(self, called: re.Match[str], end: int) -> list[Party]:
        """The name after "calling itself" in lines of capitals, where only the verb ends it."""
        words = _LATE.sub("", self.text[called.start(1) : min(called.end(1), end)])
        if not words.strip():
            return []
        return [Party(words, Span(self.report_id, called.start(1), called.start(1) + len(words)))]

    def _choose(self, heads: list[Party]) -> list[Party]:
        """The first that has a name, with those joined to it by "and"; else the first."""
        at = next((i for i, p in enumerate(heads) if p.proper or p.part), 0)
        while at + 1 < len(heads) and heads[at + 1].proper:
            if not _SPLINTER.fullmatch(self.text, heads[at].span.end, heads[at + 1].span.start):
                break
            at += 1  # "the Pakistani Taliban splinter group Jamaat-ul-Ahrar"
        chosen = heads[at : at + 1]
        for party in heads[at + 1 :]:
            if not _JOINED.fullmatch(self.text, chosen[-1].span.end, party.span.start):
                break
            chosen.append(party)
        return chosen

    def _referred(self, sentence: Sentence, where: Range, told: Party | None) -> list[Party]:
        """ "it", "the group", "the same faction", "its spokesman", "the front itself": one told of before."""
        first, last = where
        start = sentence.starts[first]
        span = Span(self.report_id, start, sentence.ends[last - 1])
        low = sentence.low[first:last]
        while len(low) > 1 and (low[-1] in ("itself", "themselves") or low[-1] in sentence.lists.helpers):
            low = low[:-1]
        if low[:1] == ["both"] and len(low) < 5:
            return [_as(p, span) for p in self.last_two(sentence.start)]
        known: Party | None = None
        if len(low) == 1 and low[0] in ("it", "they", "which"):
            known = told
        elif low[0] in ("its", "their") and any(w in sentence.lists.spokesmen for w in low):
            known = self.last_armed(start)
        elif low[0] in ("the", "this", "that", "same") and len(low) <= 5 and "of" not in low:
            noun = low[-1]
            known = self.last_named(start, noun) if noun not in _COMMON else None
            if known is None and noun in sentence.lists.groups and not sentence.capital(last - 1):
                known = self.last_armed(start) if noun not in _COMMON else None
            if known is not None and noun == "faction" and "same" in low:
                known = self._last_faction(start) or known
        elif (
            low[-1] in sentence.lists.groups
            and low[-2:-1] in (["the"], ["that"])
            and low[-3:-2] in (["of"], ["for"])
        ):
            known = self.last_armed(start)  # "a spokesman for the group"
        return [_as(known, span)] if known is not None else []

    def _last_faction(self, before: int) -> Party | None:
        at = bisect_left(self._starts, before)
        return next(
            (p for p in reversed(self.all[:at]) if "faction" in self.text[p.span.start : p.span.end]), None
        )

    def _described(self, sentence: Sentence, where: Range) -> list[Party]:
        """ "a previously unknown group", "an anonymous caller"; names that no list holds."""
        first, last = where
        low = sentence.low[first:last]
        if any(w in sentence.lists.nobody for w in low):
            return []
        span = Span(self.report_id, sentence.starts[first], sentence.ends[last - 1])
        words = _ARTICLE.sub("", sentence.words((first, last)))
        if any(w in sentence.lists.groups for w in low) and len(low) <= 12:
            return [Party(" ".join(words.split()), span, None, True, False)]
        capitals = [t for t in range(first, last) if sentence.capital(t) and not _DAY.match(sentence.raw[t])]
        capitals = [t for t in capitals if t > 0 or len(capitals) > 1]
        if not capitals or sentence.low[first] in ("in", "on", "at", "after", "as"):
            return []
        begin = end = capitals[0]
        while end < last and (end in capitals or sentence.low[end] in ("of", "the", "al", "de", "-", "bin")):
            end += 1
        while end - 1 not in capitals:
            end -= 1
        if sentence.low[begin] in ("the", "a", "an"):
            begin += 1
        if end <= begin:
            return []
        span = Span(self.report_id, sentence.starts[begin], sentence.ends[end - 1])
        return [Party(" ".join(sentence.words((begin, end)).split()), span, None, False, True)]

    def accused(self, sentence: Sentence, where: Range, told: Party | None) -> list[Party]:
        """Whom a phrase after "blamed" names: groups and forces, not the villagers beside them."""
        found = self.in_phrase(sentence, where, told)
        return [p for p in found if p.span.start in self._accusable or p.actor_id or p is told or p.proper]


def spoken_by(sentence: Sentence, where: Range) -> str:
    """The words of a phrase as the name of who speaks: without article, at most twelve words."""
    first, last = where
    while last > first and (
        sentence.low[last - 1] in (",", "—", "–", "-") or sentence.low[last - 1] == "and"
    ):
        last -= 1
    while first < last and (
        sentence.low[first] in (",", "and", "but", "“", '"', "”", "meanwhile", "however", "also", "later")
        or (sentence.low[first].endswith("ly") and sentence.low[first] not in ("family", "assembly", "italy"))
    ):
        first += 1
    for day in range(last - 1, first - 1, -1):  # "On Friday the police", "Police in Kano on Friday"
        if _DAY.match(sentence.raw[day]) and day - first <= 2:
            first = day + 1
            break
    while first < last and sentence.low[first] in (",", "and", "but"):
        first += 1
    while (
        last > first and not sentence.low[last - 1][-1].isalnum() and sentence.low[last - 1] not in (")", "]")
    ):
        last -= 1
    words = " ".join(sentence.words((first, last)).split())
    return "" if last - first > 14 else _ARTICLE.sub("", words)


def _as(party: Party, span: Span) -> Party:
    return replace(party, span=span)
