"""The words of one sentence, and the phrases that stand before and after its verbs."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import accumulate

from dateline.reader.claims.words import Lists, lists

# One group around all of it: split() then gives the words with what stands between them.
_TOKEN = re.compile(r"(\w+(?:['’.-]\w+)*|[^\w\s])")
_FRONTED = frozenset("in on at after for with by as from according following since during while when".split())
Range = tuple[int, int]  # tokens, the last one excluded


class Sentence:
    """``text[start:end]`` as tokens; all positions handed in and out are offsets into the text or tokens."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text, self.start, self.end = text, start, end
        self.next_end = end  # where the sentence after this one ends
        written = text[start:end]
        pieces = _TOKEN.split(written)
        bounds = list(accumulate(map(len, pieces), initial=start))
        self.starts, self.ends = bounds[1:-1:2], bounds[2::2]
        self.raw = pieces[1::2]
        self.low = list(map(str.lower, self.raw))
        self.lists: Lists = lists()
        self.capitals = written.isupper()
        self._small = written.lower()

    def has(self, *stems: str) -> bool:
        """Whether one of some pieces of words occurs: cheap, so that no pattern runs in vain."""
        small = self._small
        return True in [stem in small for stem in stems]  # asked of every sentence: any() is slower

    def token_at(self, offset: int) -> int:
        """The first token at or behind an offset."""
        return bisect_left(self.starts, offset)

    def words(self, where: Range) -> str:
        """What is written over a range of tokens."""
        first, last = where
        return self.text[self.starts[first] : self.ends[last - 1]] if last > first else ""

    def capital(self, token: int) -> bool:
        """Whether a token is written with a capital, in a sentence where that says something."""
        return self.raw[token][0].isupper() and not self.capitals

    def verb_group(self, token: int) -> tuple[int, frozenset[str]]:
        """Where the verb group that ends at ``token`` begins, and its helpers ("has", "not")."""
        known, seen = self.lists, set()
        while token > 0:
            word = self.low[token - 1]
            if self.capital(token - 1) and not word.endswith("day"):
                break  # "IS had claimed"
            if not (
                word in known.helpers
                or word in known.negations
                or word in known.modals
                or word.endswith(("n't", "n’t"))
                or (word.endswith("ly") and not self.capital(token - 1))
                or (word == "to" and token > 1 and self.low[token - 2] == "yet")
            ):
                break
            seen.add("not" if word.endswith(("n't", "n’t")) else word)
            token -= 1
        return token, frozenset(seen)

    def before(self, verb: int) -> list[Range]:
        """The phrases that may be the subject of the verb group that begins at token ``verb``, the head of
        an apposition before the apposition: "Jamaat-ul-Ahrar, a faction of the Taliban, claimed"."""
        if verb == 0:
            return []
        word = self.low[verb - 1]
        if word in ("and", "or", "but"):
            return self._joined(verb - 1)
        if word in ("which", "who", "that"):
            return self._antecedent(verb - 1)
        if word in (",", "—", "–", "-"):
            return self._across(verb - 1)
        near = self._ending(verb)
        return self._with_head(verb) if self._describes(near) else [near]

    def _describes(self, near: Range) -> bool:
        """ "Jundullah, a splinter group of the Taliban claimed": a description without its second comma."""
        first, last = near
        if (
            first < 2
            or self.low[first - 1] != ","
            or self.low[first] not in ("a", "an", "another", "one", "the")
        ):
            return False
        head = self._ending(first - 1)
        if not 0 < head[1] - head[0] <= 8 or self.low[head[1] - 1].endswith("day"):
            return False
        named = self.capital(head[0]) or self.low[head[0]] in ("the", "a", "an")
        fronted = self.low[head[0]] in _FRONTED
        return named and not fronted and bool(self.lists.groups & set(self.low[first:last]))

    def antecedent_of_object(self, verb: int) -> list[Range]:
        """ "the front, which police had blamed": whom "which" means, when its verb begins at ``verb``."""
        ranges = self.before(verb)
        pronoun = ranges[0][0] - 1 if ranges else -1
        if pronoun <= 0 or self.low[pronoun] not in ("which", "whom", "who", "that"):
            return []
        return self._antecedent(pronoun)

    def _antecedent(self, pronoun: int) -> list[Range]:
        if pronoun == 0:
            return []
        if self.low[pronoun - 1] == "of":  # "LeJ, a faction of which claimed"
            return [self._ending(pronoun - 1)]
        last = pronoun - (self.low[pronoun - 1] in (",", "—", "–", "-"))
        return [self._nearest(where) for where in self._with_head(last)]

    def _nearest(self, where: Range) -> Range:
        """ "results of an inquiry by a panel, which said": the panel."""
        first, last = where
        for token in range(last - 2, first, -1):
            if self.low[token] in ("by", "from", "with", "to", "against"):
                return token + 1, last
        return where

    def _with_head(self, last: int) -> list[Range]:
        """The phrase that ends at ``last``; when it is itself an apposition, its head first."""
        near = self._ending(last)
        comma = near[0] - 1
        if comma > 0 and self.low[comma] == "," and self.low[near[0]] in ("a", "an", "another", "the", "one"):
            return [self._ending(comma), near]
        return [near]

    def _across(self, mark: int) -> list[Range]:
        """Past "…, a faction of X," and "… — which police blame —" to the head; the apposition second."""
        opening = mark - 1
        while opening > 0 and self.low[opening] != self.low[mark]:
            if self.low[opening] in ('"', "“", "”", ";", ":"):
                opening = 0
                break
            opening -= 1
        if opening <= 0 or mark - opening > 40:
            return [self._ending(mark)]
        aside = (opening + 1, mark)
        if self.low[opening + 1] in (
            "which",
            "who",
            "whose",
            "whom",
            "in",
            "on",
            "at",
            "by",
            "through",
            "via",
        ):
            return [self._ending(opening)]
        return [self._ending(opening), aside]

    def _joined(self, conjunction: int) -> list[Range]:
        """ "IS released pictures and said": the subject of the verb before, which opens its clause."""
        verb = self.low[conjunction + 1 : conjunction + 2]
        first = 0
        if verb and not verb[0].endswith("s"):
            for token in range(conjunction - 1, 0, -1):
                if self.low[token] == "that" and self.low[token - 1] in self.lists.verbs:
                    first = token + 1
                    break
        return [self.opening(first)]

    def opening(self, first: int = 0) -> Range:
        """The phrase that begins a clause, up to its verb."""
        last = first
        while last < len(self.low):
            word = self.low[last]
            if last > first and word in self.lists.edges - {"(", ")", ","}:
                break
            verbal = word.endswith("ed") and not self.capital(last) and last > first
            small = not self.capital(last) or last == 0  # "IS" is no verb
            if (small and (word in self.lists.verbs or word in self.lists.auxiliaries)) or verbal:
                break
            last += 1
        return first, last

    def _ending(self, last: int) -> Range:
        """The phrase whose last token is ``last - 1``, brackets included."""
        first, verbs = last, self.lists.verbs | self.lists.auxiliaries
        while first > 0:
            word = self.low[first - 1]
            if word in (")", "]"):
                opening = first - 1
                while opening > 0 and self.low[opening] not in ("(", "["):
                    opening -= 1
                first = opening
                continue
            if word == "that" and self.low[first : first + 1] in (["calls"], ["called"], ["call"]):
                first -= 1
                continue
            if word == "that" and first < last and (first == 1 or self.low[first - 2] in (",", "and", "but")):
                return first - 1, last  # "However, that group denied it"
            if word in self.lists.edges or (word in verbs and not self.capital(first - 1)):
                break
            if first < last and word == "and" and first > 1 and self.low[first - 2] == ",":
                break
            first -= 1
        return first, last

    def after(self, offset: int, longest: int = 14) -> Range:
        """The phrase that begins behind an offset, up to the next verb or mark: whom somebody blames."""
        first = self.token_at(offset)
        last, verbs = first, self.lists.verbs | self.lists.auxiliaries
        while last < len(self.low) and last - first < longest:
            word = self.low[last]
            if word in ("(", "["):
                while last < len(self.low) and self.low[last] not in (")", "]"):
                    last += 1
                last += 1
                continue
            if word in self.lists.edges or word == "for" or (word in verbs and not self.capital(last)):
                break
            if word == "of" and self.low[last + 1 : last + 2] and self._act(last + 1):
                break
            last += 1
        return first, min(last, len(self.low))

    def _act(self, token: int) -> bool:
        return self.low[token].endswith("ing") or self.low[token] in (
            "having",
            "being",
            "its",
            "the",
            "a",
            "an",
        )
