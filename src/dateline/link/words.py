"""The words that a report spends on one incident: names, rare words, and details such as ages and hours."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

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

_DIGIT = re.compile(r"\d")
# "a 17-year-old boy"; "Abdullah Afridi, 23, was"
_AGE = re.compile(r"\b(\d{1,2})[- ]years?[- ]old\b|(?<=[a-z]), (\d{1,2}),")
_PERSON = re.compile(r"\b([A-Z][a-z’'-]+) (?:[A-Z]\.? )?([A-Z][A-Za-z’'-]+)(?: Jr\.?| Sr\.?)?, (\d{1,2}),")
_AGED = re.compile(r"\b\d{1,2}-year-old ([A-Z][a-z’'-]+) (?:[A-Z]\.? )?([A-Z][A-Za-z’'-]+)")
_HOUR = re.compile(r"\b(1[0-2]|0?[1-9])(?:[:.]([0-5]\d))? ?([ap])\.?m\b", re.IGNORECASE)
# "in the 3400 block of South Hill Avenue"
_BLOCK = re.compile(r"\b(\d{2,5}) block of (?:[NSEW]\.? |North |South |East |West )?([A-Z0-9]\w+)")

Bigram = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Words:
    """``tokens``: lower-cased words and numbers; ``names``: pairs of capitalised neighbours, lower-cased;
    ``details``: ``("age", 17)``, ``("hour", minute of the day)``, ``("person", "abdullah afridi")``,
    ``("block", "3400 hill")``."""

    tokens: frozenset[str]
    names: frozenset[Bigram]
    details: frozenset[tuple[str, str | int]] = frozenset()


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
    return Words(frozenset(tokens) - _NEVER, frozenset(names), frozenset(_details(text)))


def _details(text: str) -> Iterator[tuple[str, str | int]]:
    if _DIGIT.search(text) is None:
        return
    for match in _AGE.finditer(text):
        yield "age", int(match.group(1) or match.group(2))
    for pattern in (_PERSON, _AGED):
        for match in pattern.finditer(text):
            yield "person", f"{match.group(1)} {match.group(2)}".lower()
    for match in _HOUR.finditer(text):
        hour = int(match.group(1)) % 12 + (12 if match.group(3).lower() == "p" else 0)
        yield "hour", hour * 60 + int(match.group(2) or 0)
    for match in _BLOCK.finditer(text):
        yield "block", f"{match.group(1)} {match.group(2).lower()}"


def _union(parts: Iterable[Words]) -> Words:
    tokens: set[str] = set()
    names: set[Bigram] = set()
    details: set[tuple[str, str | int]] = set()
    for part in parts:
        tokens |= part.tokens
        names |= part.names
        details |= part.details
    return Words(frozenset(tokens), frozenset(names), frozenset(details))


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
