"""What the service needs of the rooms that read and link, in one place.

Imported when first called: `dateline --help` must not wait for a gazetteer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dateline.model import Account, Decision, Incident, Judgement, Page, Published, Report

if TYPE_CHECKING:
    from dateline.ingest import Failure, Limits


def pages(paths: Iterable[str | Path], limits: Limits | None) -> Iterator[Page | Failure]:
    """The pages of files and folders, failures in their places."""
    from dateline.ingest import iter_pages

    return iter_pages(paths, limits)


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


def judge(accounts: Sequence[Account], reports: Mapping[str, Report]) -> list[Judgement]:
    """The machine's judgements of which accounts tell of the same incident."""
    from dateline import link

    return link.judge(accounts, reports)


def incidents(
    accounts: Sequence[Account],
    reports: Mapping[str, Report],
    judgements: Sequence[Judgement],
    decisions: Sequence[Decision],
    invented: Iterable[str] = (),
) -> list[Incident]:
    """The incidents that follow; ``invented`` are the ids of reports that are labelled so."""
    from dateline import link

    options = link.Options(invented_reports=frozenset(invented))
    return link.incidents(accounts, reports, judgements, decisions, codebook(), options)


def inferred_published(
    accounts: Sequence[Account],
    reports: Mapping[str, Report],
    judgements: Sequence[Judgement],
    decisions: Sequence[Decision],
) -> dict[str, Published]:
    """The days of publication that undated reports have through links."""
    from dateline import link

    return link.inferred_published(accounts, reports, judgements, decisions)


def origins(reports: Mapping[str, Report]) -> Mapping[str, str]:
    """For each report the origin it depends on: copies of one wire story share theirs."""
    from dateline import link

    return link.origins(reports)


@cache
def codebook() -> Any:
    """The native codebook."""
    return None  # link knows one set of rules so far


def choose_reader(name: str) -> None:
    """Read with another reader from now on. Raises UsageError, ReaderError."""
    from dateline import assemble

    assemble.choose_reader(name)


def reading_version() -> str:
    """What reads: a page that another version read is read again."""
    from dateline import __version__, assemble

    return f"dateline@{__version__} {assemble.BY} {assemble.chosen_reader().by}"


@cache
def linking_version() -> str:
    """What judges and computes incidents."""
    from dateline import __version__, link

    return f"dateline@{__version__} {link.BY}"
