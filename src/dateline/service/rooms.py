"""What the service needs of the rooms that read and link, in one place.

Imported when first called: `dateline --help` must not wait for a gazetteer.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.model import Account, Decision, Effect, Incident, Judgement, Page, Report, Span, When, Where

if TYPE_CHECKING:
    from dateline.codebook.shapes import Coded
    from dateline.ingest import Failure, Limits, Placed
    from dateline.ingest.feeds import Listing
    from dateline.link import Options
    from dateline.link.grow import Growth, Index
    from dateline.link.history import Change
    from dateline.link.incident import Outcome, Part
    from dateline.link.keys import Word
    from dateline.link.profile import Profile
    from dateline.link.union import Groups
    from dateline.reader.contract import Reader
    from dateline.resolve.who import Registry

_HEAD = 400_000  # bytes in which a page names its own address


def pages(
    paths: Iterable[str | Path], limits: Limits | None, took: Callable[[int], None] = lambda consumed: None
) -> Iterator[Page | Failure]:
    """The pages of files and folders, failures in their places; ``took`` hears of the bytes taken in."""
    from dateline.ingest import Limits, checked, iter_placed

    bounds = limits or Limits()
    for placed in iter_placed(paths, bounds):
        took(placed.consumed)
        yield checked(placed.item, bounds) if isinstance(placed.item, Page) else placed.item


def placed(paths: Iterable[str | Path], limits: Limits | None, marks: Mapping[str, str]) -> Iterator[Placed]:
    """The pages of files and folders with their places, from the marks on; unchecked."""
    from dateline.ingest import iter_placed

    return iter_placed(paths, limits, marks)


def decoded(page: Page) -> str:
    """The text of a page that offsets count in. Raises InputError."""
    from dateline.ingest import decode

    return decode(page)


def listing(page: Page, url: str) -> Listing:
    """The stories that a feed or sitemap names. Raises InputError."""
    from dateline.ingest.feeds import read_listing

    return read_listing(page.content, url, page.given.get("charset", ""))


def canonical(url: str) -> str:
    """One form for the many in which an address comes."""
    from dateline.ingest.addresses import canonical

    return canonical(url)


def own_address(page: Page) -> str | None:
    """How a page of HTML calls itself."""
    from dateline.ingest.reading import own_address

    is_html = page.media_type == "text/html"
    return own_address(page.content[:_HEAD].decode("utf-8", "replace")) if is_html else None


def shingles(text: str) -> frozenset[str]:
    """The runs of words by which texts are compared."""
    from dateline.link.sketch import shingles

    return shingles(text)


def matters(page: Page) -> bool:
    """Whether a quick look leaves open that a page is about an incident."""
    from dateline.assemble.sift import matters as looked

    return looked(page)


def read(page: Page) -> Report:
    """The report of a page. Raises InputError."""
    from dateline import ingest

    return ingest.read(page)


def extract(report: Report) -> list[Account]:
    """What a report tells of."""
    return extract_all([report])[0]


def extract_all(reports: Sequence[Report]) -> list[list[Account]]:
    """What some reports tell of, in their order; together they are read faster."""
    from dateline import assemble

    return assemble.extract_all(reports)


def muc4_templates(reports: Sequence[Report]) -> list[str]:
    """The templates of MUC-4 of some reports, each in the official layout. Raises UsageError, ReaderError."""
    from dateline.assemble.muc4.reading import extract_templates
    from dateline.codebook.muc4.templates import write

    found = extract_templates(reports)
    return [write({report.id: found[report.id]}) for report in reports]


Reports = Mapping[str, Report]


def profiles_of(told: Sequence[Account], report: Report | None) -> list[Profile]:
    """What is compared of the accounts of one report."""
    from dateline.link.profile import profiles_of as made

    return made(told, report)


def words_of(profile: Profile) -> list[Word]:
    """Under what an account is looked up."""
    from dateline.link.keys import words_of as made

    return made(profile)


def grow(profile: Profile, words: Sequence[Word], index: Index) -> Growth:
    """What one more account changes."""
    from dateline.link.grow import grow as grown

    return grown(profile, words, index)


def rank(account_id: str) -> int:
    """The account's place in every block."""
    from dateline.link.keys import rank as drawn

    return drawn(account_id)


def pivots_of(word: Word) -> int:
    """How many accounts of a block are compared with all of it."""
    from dateline.link.block import pivots_of as of

    return of(word)


def pack(profile: Profile) -> str:
    """A profile as it is stored."""
    from dateline.link.packed import pack as packed

    return packed(profile)


def unpack(line: str) -> Profile:
    """The profile that was packed."""
    from dateline.link.packed import unpack as unpacked

    return unpacked(line)


def is_undated(report: Report | None) -> bool:
    """Whether links may date a report."""
    from dateline.link.closures import is_undated as undated

    return undated(report)


def outcome(
    accounts: Sequence[Account],
    reports: Reports,
    judgements: Sequence[Judgement],
    decisions: Sequence[Decision],
    options: Options,
    large: list[Part] | None = None,
) -> Outcome:
    """The incidents that follow, and the days of publication that undated reports have through links. Parts
    that are worth keeping are put into ``large``."""
    from dateline.link.incident import outcome as computed

    return computed(accounts, reports, judgements, decisions, options, large)


def groups(ids: Iterable[str]) -> Groups:
    """Disjoint groups of ids."""
    from dateline.link.union import Groups as made

    return made(ids)


def check_toll_rule(name: str) -> None:
    """Raises UsageError when no rule for counts has this name."""
    from dateline.link.choose.rules import rule_of

    rule_of(name)


def is_built_in(codebook: str) -> bool:
    """Whether a codebook comes with Dateline, and changes with it."""
    return not codebook.endswith((".yaml", ".yml"))


def toll_rule_of(codebook: str) -> str:
    """The rule for counts that a codebook names. Raises CodebookError, UsageError."""
    from dateline.codebook import load

    name = load(codebook).default_toll_rule
    check_toll_rule(name)
    return name


def known(invented: Iterable[str], names: Mapping[str, int], tolls: str = "") -> Options:
    """What the ledger knows beside the accounts."""
    from dateline import link

    return link.Options(invented_reports=frozenset(invented), names=names, tolls=tolls)


def differences(before: Sequence[Incident], after: Sequence[Incident]) -> list[Change]:
    """What became of incidents."""
    from dateline.link.history import differences as told

    return told(before, after)


def chains(reports: Reports, known: Mapping[str, str]) -> dict[str, str]:
    """How each report came by its story: "outlet B from agency A"."""
    from dateline import link

    return link.chains(reports, known)


def fitted(
    accounts: Sequence[Account], reports: Reports, pairs: Sequence[tuple[str, str, bool]]
) -> dict[str, float]:
    """The linker's weights, moved towards what persons decided."""
    from dateline.link.teach import fitted as taught

    return taught(accounts, reports, pairs)


def weights_file(table: Mapping[str, float]) -> str:
    """Weights as a file."""
    from dateline.link.teach import weights_file as written

    return written(table)


def standing(decisions: Sequence[Decision]) -> list[Decision]:
    """The decisions that are in force."""
    from dateline.link.overlay import standing as in_force

    return in_force(decisions)


def name_of(account_id: str) -> str:
    """The id of the incident that an account founded."""
    from dateline.link.incident import name_of as named

    return named(account_id)


def origins(reports: Mapping[str, Report]) -> Mapping[str, str]:
    """For each report the origin it depends on: copies of one wire story share theirs."""
    from dateline import link

    return link.origins(reports)


def times_of(report: Report) -> list[tuple[Span, When]]:
    """The times that a report speaks of, counted from its publication."""
    from dateline.resolve.when import find_times

    return [(m.span, m.when) for m in find_times(report.text, report.id, report.published)]


def places_of(report: Report) -> list[tuple[Span, Where]]:
    """The places that a report names."""
    from dateline.resolve.where import find_places

    return [(m.span, m.where) for m in find_places(report)]


def count_in(report: Report, start: int, end: int) -> tuple[int | None, int | None, int | None, str]:
    """Low, best, high and qualifier of the first amount in some words; all unknown where there is none."""
    from dateline.resolve.how_many import count_of

    for word in re.finditer(r"\S+", report.text[start:end]):
        found = count_of(report.text, report.span(start + word.start(), end), Effect.KILLED, 0)
        if found is not None:
            return found.toll.low, found.toll.best, found.toll.high, found.toll.qualifier
    return None, None, None, ""


def choose_reader(name: str, threads: int = 0) -> None:
    """Read with another reader from now on, in so many threads (0: as many as there are cores). Raises
    UsageError, ReaderError."""
    from dateline import assemble

    assemble.choose_reader(name, threads)


def chosen_reader() -> str:
    """The name of the reader that reads; "" for one that only this process has."""
    from dateline.assemble.extract import chosen_name

    return chosen_name()


def use_reader(reader: Reader) -> None:
    """Read with a reader that was made elsewhere."""
    from dateline import assemble

    assemble.use_reader(reader)


def reader_called(name: str) -> Reader:
    """A reader by its name. Raises UsageError, ReaderError."""
    from dateline import assemble

    return assemble.reader_called(name)


@cache
def few_shot_reader(base: str, file: str) -> Reader:
    """The trained reader ``base`` with the types of a codebook file that it was not taught. Raises
    UsageError, ReaderError, CodebookError."""
    from dateline.codebook import load as load_codebook
    from dateline.errors import UsageError
    from dateline.reader.fewshot import FewShotReader, kinds_of, learn
    from dateline.reader.fewshot.learn import contrasts
    from dateline.reader.model import folder_of, load

    if base == "rules":
        raise UsageError("the rules have no examples to learn from", f"write --reader base+{file}")
    book, weights = load_codebook(file), load(folder_of(base))
    kinds = kinds_of(book, weights.heads.questions["type"])
    others = contrasts(book, [kind.name for kind in kinds])
    return FewShotReader(weights, learn(kinds, others, weights), f"{book.name}@{book.version}")


def extract_with(reports: Sequence[Report], reader: Reader) -> list[list[Account]]:
    """What some reports tell of to a certain reader."""
    from dateline import assemble

    return assemble.extract_all(reports, reader)


def imported(coded: Coded, source: str) -> tuple[Page, Report, Account]:
    """A row of a table as a report with its account."""
    from dateline.reader.imported import read_row

    return read_row(coded, source, _registry())


def page_of_row(coded: Coded, source: str) -> Page:
    """A row of a table as the page that it is kept as."""
    from dateline.reader.imported import page_of

    return page_of(coded, source)


@cache
def _registry() -> Registry:
    from dateline.resolve.who import Registry

    return Registry.load()


def reading_version() -> str:
    """What reads: a page that another version read is read again."""
    from dateline import __version__, assemble

    return f"dateline@{__version__} {assemble.BY} {assemble.chosen_reader().by}"


@cache
def linking_version() -> str:
    """What judges and computes incidents."""
    from dateline import __version__, link

    own = os.environ.get("DATELINE_LINK_WEIGHTS", "")
    digest = hashlib.sha256(Path(own).read_bytes()).hexdigest()[:8] if own and Path(own).is_file() else own
    return f"dateline@{__version__} {link.BY} {digest}".rstrip()
