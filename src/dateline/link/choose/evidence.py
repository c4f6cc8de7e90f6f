"""What the rules of choice see: the statements of one incident with their origins and their age."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import blake2b

from dateline.link.places import fold
from dateline.model import Account, Field, How, Published, Report, Statement
from dateline.text import sentence_at, sentences

_WORD = re.compile(r"[^\W_]+")
_TELLING = 8  # words that two do not write alike by chance


@dataclass(frozen=True, slots=True)
class Witness:
    """One statement with the account that makes it, the origin of its report and the day of publication."""

    statement: Statement
    account: Account
    origin: str
    published: date | None
    rank: int  # position among the account's statements of this field: 0 is the assembler's best
    repeats: bool = False  # rests on a sentence that an earlier report of another origin has word for word

    @property
    def human(self) -> bool:
        """Whether a person wrote, corrected or accepted it."""
        return self.statement.how is How.HUMAN


class Sentences:
    """The sentences that statements rest on, as digests of their words: equal ones are equal."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, int], bytes] = {}

    def of(self, statement: Statement, reports: Mapping[str, Report]) -> bytes:
        """That of the first words of a statement; nothing for a short one, which two may write by chance."""
        if not statement.spans:
            return b""
        span = statement.spans[0]
        key = span.report_id, span.start
        found = self._known.get(key)
        if found is None:
            report = reports.get(span.report_id)
            found = self._known[key] = _digest_at(report.text, span.start) if report else b""
        return found


def _digest_at(text: str, offset: int) -> bytes:
    bounds = sentences(text)
    if not bounds:
        return b""
    start, end = bounds[sentence_at(bounds, offset)]
    return digest(text[start:end])


def digest(sentence: str) -> bytes:
    """What stands for the words of a sentence; nothing for a short one."""
    words = _WORD.findall(sentence.casefold())
    return blake2b(" ".join(words).encode(), digest_size=12).digest() if len(words) >= _TELLING else b""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One incident's accounts, with what is needed to weigh them against each other.

    ``published`` holds days of publication inferred through links; ``dated`` the inferred WHEN
    statement of an account. ``sentences`` may hand in those that were looked up before.
    """

    accounts: Sequence[Account]
    reports: Mapping[str, Report]
    origins: Mapping[str, str]
    published: Mapping[str, Published]
    dated: Mapping[str, Statement]
    sentences: Sentences = field(default_factory=Sentences, compare=False)
    _told: dict[Field, list[Witness]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _media: dict[str, list[str]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def day_of(self, report_id: str) -> date | None:
        """Day on which a report came out, as read or as inferred through a link."""
        report = self.reports.get(report_id)
        if report is not None and report.published.day is not None:
            return report.published.day
        return self.published[report_id].day if report_id in self.published else None

    def of(self, name: Field) -> list[Witness]:
        """All statements on a field in a fixed order: by age of the report, account id, rank."""
        if not self._told:
            self._hear_all()
        return self._told.get(name, [])

    def _hear_all(self) -> None:
        """All fields at once: a crowd has thousands of accounts, and every rule asks."""
        several = len({self.origins.get(a.report_id, a.report_id) for a in self.accounts}) > 1
        first: dict[tuple[Field, bytes], Witness] = {}
        days = [(self.day_of(account.report_id), account) for account in self.accounts]
        for day, account in sorted(days, key=lambda d: (d[0] or date.max, d[1].id)):
            ranks: Counter[Field] = Counter()
            for statement in account.statements:
                name = statement.field
                origin = self._origin_of(account, statement)
                witness = Witness(statement, account, origin, day, ranks[name])
                ranks[name] += 1
                sentence = self.sentences.of(statement, self.reports) if several else b""
                if sentence:
                    witness = _as_told_first(witness, first.setdefault((name, sentence), witness))
                self._told.setdefault(name, []).append(witness)

    def _origin_of(self, account: Account, statement: Statement) -> str:
        """The origin of the report; that of the outlet or agency that it names for this very statement.

        "A local daily put the dead at 59": a report that repeats another's figure adds nothing to it.
        """
        speaker = statement.said_by
        if speaker.kind in _MEDIA and speaker.name:
            name = fold(speaker.name).removeprefix("the ")
            for other in self._carried_by(name):
                if other != account.report_id:
                    return self.origins.get(other, other)
            return f"media {name}"
        return self.origins.get(account.report_id, account.report_id)

    def _carried_by(self, name: str) -> Sequence[str]:
        """The reports of an outlet or agency, sorted."""
        if not self._media:
            for report_id in sorted({a.report_id for a in self.accounts}):
                report = self.reports.get(report_id)
                for own in {fold(n) for n in (report.outlet, report.agency) if n} if report else ():
                    self._media.setdefault(own, []).append(report_id)
        return self._media.get(name, ())


def _as_told_first(witness: Witness, first: Witness) -> Witness:
    """A sentence that stands in two stories was written once: whoever prints it later (an agency's paragraph
    within a story of one's own) adds nothing to what it says, and says nothing newer."""
    if witness.origin == first.origin or witness.human:
        return witness
    return replace(witness, origin=first.origin, published=first.published, repeats=True)


_MEDIA = frozenset({"media", "agency", "news_agency", "broadcaster"})


def independent(witnesses: Iterable[Witness]) -> int:
    """Number of origins behind some statements: four outlets with one wire story are one."""
    return len({w.origin for w in witnesses})


def rests_on(witnesses: Sequence[Witness]) -> str:
    """How many origins are behind some statements, in words, and how many reports only repeat a sentence."""
    again = len({w.account.id for w in witnesses if w.repeats})
    told = in_words(independent(witnesses))
    return f"{told}, {print_again(again)}" if again else told


def print_again(reports: int) -> str:
    """That some reports have a sentence of another, in words."""
    return f"whose sentence {reports} more {'prints' if reports == 1 else 'print'} word for word"


def in_words(origins: int) -> str:
    """A number of origins as a person says it."""
    return "one origin" if origins == 1 else f"{origins} independent origins"


def ids(witnesses: Iterable[Witness]) -> tuple[str, ...]:
    """The statements' ids, sorted, each once."""
    return tuple(sorted({w.statement.id for w in witnesses}))


def persons_first(witnesses: list[Witness]) -> list[Witness]:
    """Only what persons said, where they said anything: the machine never overrides them."""
    return [w for w in witnesses if w.human] or witnesses


def rest(witnesses: Iterable[Witness], chosen: Iterable[Witness]) -> tuple[str, ...]:
    """Ids of the statements that were not chosen: the dissent."""
    taken = {w.statement.id for w in chosen}
    return tuple(sorted({w.statement.id for w in witnesses} - taken))
