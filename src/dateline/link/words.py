"""The words that a report spends on one incident: names, rare words, and how rare they are."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from dateline.link.tables import BACKGROUND, common_words
from dateline.model import Account, Report, Span
from dateline.text import sentences

_TOKEN = re.compile(r"[^\W\d_](?:[^\W_]|['’-](?=[^\W\d_]))+|\d{2,}")
_READ = 8000  # code points of a story that are read for its words; what follows is background or furniture
# "(Reuters) –", "said", weekdays: words of the trade, in every story and so never telling
_NEVER = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july "
    "august september october november december reuters associated press afp news update updated "
    "posted".split()
)

Bigram = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Words:
    """``tokens``: lower-cased words and numbers; ``names``: pairs of capitalised neighbours, lower-cased."""

    tokens: frozenset[str]
    names: frozenset[Bigram]


NOTHING = Words(frozenset(), frozenset())


def read_words(text: str) -> Words:
    """The words of one sentence or title."""
    tokens: list[str] = []
    names: list[Bigram] = []
    last, last_end = "", -9
    for match in _TOKEN.finditer(text):
        raw = match.group()
        token = raw.lower()
        if token.endswith(("'s", "’s")):
            token = token[:-2]
        tokens.append(token)
        if raw[0].isupper():
            # "Abdullah Afridi" is a name; "Quetta. Police" is not: only a blank may stand between
            if last and match.start() == last_end + 1 and text[last_end] == " ":
                names.append((last, token))
            last, last_end = token, match.end()
        else:
            last = ""
    return Words(frozenset(tokens) - _NEVER, frozenset(names))


def _union(parts: Iterable[Words]) -> Words:
    tokens: set[str] = set()
    names: set[Bigram] = set()
    for part in parts:
        tokens |= part.tokens
        names |= part.names
    return Words(frozenset(tokens), frozenset(names))


class Story:
    """One report cut into sentences, so that each account gets the words of its own sentences."""

    def __init__(self, report: Report) -> None:
        self._bounds = sentences(report.text[:_READ])
        self._words = [read_words(report.text[s:e]) for s, e in self._bounds]
        self.title = read_words(report.title)

    def _touched(self, spans: Iterable[Span]) -> set[int]:
        starts = [s for s, _ in self._bounds]
        found = set()
        for span in spans:
            # sentences do not overlap, so a span lies in the last one that starts before it
            index = _last_at_most(starts, span.start)
            if index >= 0 and span.start < self._bounds[index][1]:
                found.add(index)
        return found

    def words_of(self, account: Account, others: Sequence[Account]) -> Words:
        """The words of ``account``; ``others`` are the remaining accounts of the same report.

        A main account owns the whole story but for the sentences in which only others lie: a report of
        today's raid that recalls Monday's attack must not look like a report of the attack.
        """
        own = self._touched(_spans(account))
        if account.main:
            foreign = self._touched(s for o in others for s in _spans(o)) - own
            chosen: Collection[int] = [i for i in range(len(self._words)) if i not in foreign]
            return _union([self.title, *(self._words[i] for i in chosen)])
        return _union(self._words[i] for i in sorted(own))


def _spans(account: Account) -> Iterable[Span]:
    return (span for statement in account.statements for span in statement.spans)


def _last_at_most(starts: Sequence[int], position: int) -> int:
    low, high = 0, len(starts)
    while low < high:
        middle = (low + high) // 2
        if starts[middle] <= position:
            low = middle + 1
        else:
            high = middle
    return low - 1


class Rarity:
    """How telling a word is, counted over the given stories and a background of common news English.

    ``tokens`` and ``names`` hold in how many of the stories each stands.
    """

    def __init__(self, stories: Collection[Words]) -> None:
        self.tokens: Counter[str] = Counter()
        self.names: Counter[Bigram] = Counter()
        for story in stories:
            self.tokens.update(story.tokens)
            self.names.update(story.names)
        self._top = float(BACKGROUND + len(stories))
        self._of_token: dict[str, float] = {}
        self._of_name: dict[Bigram, float] = {}

    def token(self, token: str) -> float:
        """Inverse document frequency of a word, in nats."""
        known = self._of_token.get(token)
        if known is None:
            seen = self.tokens.get(token, 0) + common_words().get(token, 0)
            known = self._of_token[token] = math.log(self._top / max(seen, 1))
        return known

    def name(self, name: Bigram) -> float:
        """Inverse document frequency of a name; "Police Department" is worth no more than its words."""
        known = self._of_name.get(name)
        if known is None:
            seen = max(self.names.get(name, 0), 1)
            parts = min(common_words().get(name[0], 0), common_words().get(name[1], 0)) // 4
            known = self._of_name[name] = math.log(self._top / (seen + parts))
        return known
