"""What goes into a ledger and how it looks as rows."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from dateline.errors import DatelineError
from dateline.masking import masked
from dateline.model import (
    Account,
    Decision,
    Incident,
    Judgement,
    Page,
    Published,
    Report,
    Stage,
    Statement,
    Verdict,
)
from dateline.model.codec import from_json, to_json

Rows = list[dict[str, Any]]


class Fate(StrEnum):
    """What became of a page that was handed to the ledger."""

    NEW = "new"  # a report that was not there
    KNOWN = "known"  # the same page, read by the same version: nothing was written
    SUPERSEDED = "superseded"  # the report was there from another page or version; that one stands back


@dataclass(frozen=True, slots=True)
class Entry:
    """A page with what was read from it, ready to be stored. ``extraction`` names the versions of the
    components that read it; ``invented`` marks a report that an example labels as invented."""

    page: Page
    report: Report
    accounts: tuple[Account, ...]
    extraction: str
    invented: bool = False


@dataclass(slots=True)
class Prepared:
    """An entry as rows, all but the numbers that the store gives. Made where reports are read, which spares
    the one writer the work."""

    origin: str
    page: dict[str, Any]
    report: dict[str, Any]
    accounts: Rows
    statements: Rows


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed or sitemap that is watched: what is known of it, when it is due, and how it failed last."""

    url: str
    due: str = ""
    etag: str = ""
    modified: str = ""
    tries: int = 0
    problem: str = ""
    every: float = 900.0
    listed: bool = True  # in the file of what is watched, or by an index that is


@dataclass(frozen=True, slots=True)
class Address:
    """A story's address: ``state`` is "due", "kept", "copy" (of another) or "gone"; ``due`` when it is asked
    (again), "" for never; ``digest`` is that of its report's words; ``looks`` counts how often it was had;
    ``canonical`` is where it led, or how the page calls itself."""

    url: str
    state: str = "due"
    due: str = ""
    digest: str = ""
    etag: str = ""
    modified: str = ""
    sha256: str = ""
    published: str = ""
    updated: str = ""
    tries: int = 0
    looks: int = 0
    problem: str = ""
    copy_of: str = ""
    canonical: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """What one transaction of reading stores: reports, pages that could not be read (met by ``run``), and the
    places in archives that are thereby done by this ``version``, by source."""

    entries: Sequence[Prepared] = ()
    failures: Sequence[Failed] = ()
    marks: Mapping[str, str] = field(default_factory=dict)
    run: int = 0
    version: str = ""
    addresses: Sequence[Address] = ()


@dataclass(frozen=True, slots=True)
class Computed:
    """What follows from the ledger: incidents, days of publication inferred through links (by report),
    and the accounts as the machine wrote them, from which both were computed."""

    incidents: Sequence[Incident]
    dated: Mapping[str, Published]
    accounts: Sequence[Account]


@dataclass(frozen=True, slots=True)
class Indexed:
    """An account as the index holds it: its packed profile, and the blocks it stands in with its rank and
    its exact day (an ordinal)."""

    account: str
    report: str
    undated: bool
    packed: str
    rank: int
    day: int | None
    keys: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that became of an incident; ``data`` is JSON with the old and the new value and the report
    that caused it, ``at`` is empty until it is stored."""

    kind: str
    incident: str
    successor: str
    data: str
    at: str = ""


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A decision as it stands in the ledger, not yet read whole; ``seq`` orders decisions by their coming."""

    seq: int
    id: str
    verb: str
    data: str

    @property
    def subject(self) -> tuple[str, ...]:
        """The ids that it is about."""
        return tuple(json.loads(self.data)["subject"])

    @property
    def decision(self) -> Decision:
        """All of it."""
        return from_json(Decision, json.loads(self.data))


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A report that is safe in the ledger, and what became of it."""

    report_id: str
    origin: str
    fate: Fate


@dataclass(frozen=True, slots=True)
class Failed:
    """A page that could not be read: where it is, what is wrong, what to do."""

    origin: str
    problem: str
    way_out: str

    @classmethod
    def of(cls, origin: str, error: DatelineError) -> Failed:
        """The record of ``error`` at ``origin``."""
        return cls(origin, error.problem, error.way_out)

    def shown(self) -> Failed:
        """As people are shown it: addresses without their passwords, tokens and keys."""
        return Failed(masked(self.origin), masked(self.problem), masked(self.way_out))

    def __str__(self) -> str:
        told = self.shown()
        line = f"{told.problem}: {told.way_out}"
        return line if told.origin in line else f"{told.origin}: {line}"


@dataclass(frozen=True, slots=True)
class Filter:
    """Which incidents to list; fields left at their defaults do not filter.

    ``type`` and ``country`` (ISO 3166-1 alpha-2) may name several, parted by commas. ``first``/``last`` are
    days that an incident's interval must touch. ``place`` and ``actor`` are contained in a name, whatever
    the case; ``text`` are words that stand side by side in a report of the incident. ``box`` is west, south,
    east, north in degrees. ``dated``/``located``: whether a day, a point is known. ``review``: "open" (no
    account is cleared), "part" or "done".
    """

    type: str | None = None
    first: str | None = None
    last: str | None = None
    country: str | None = None
    place: str | None = None
    actor: str | None = None
    min_killed: int | None = None
    disputed: bool | None = None
    text: str | None = None
    claimed: bool | None = None
    dated: bool | None = None
    located: bool | None = None
    min_origins: int | None = None
    invented: bool | None = None
    review: str | None = None
    box: tuple[float, float, float, float] | None = None


def page_key(page: Page) -> str:
    """What makes two pages the same: their bytes, and the identity given beside them.

    Four outlets that carry a wire story letter for letter are four pages when their records say so.
    """
    given = json.dumps([page.given, page.url], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(page.sha256.encode() + given.encode()).hexdigest()


def prepare(entry: Entry) -> Prepared:
    """The rows of an entry."""
    key = page_key(entry.page)
    heads, parts = account_rows(0, entry.accounts)
    report = {
        "id": entry.report.id,
        "page": key,
        "extraction": entry.extraction,
        "superseded": 0,
        "invented": int(entry.invented),
        "data": dump(to_json(entry.report)),
    }
    return Prepared(entry.page.origin, page_row(entry.page, key), report, heads, parts)


def page_row(page: Page, key: str) -> dict[str, Any]:
    """The row of ``pages``."""
    return {
        "key": key,
        "sha256": page.sha256,
        "url": _storable(page.url) if page.url else None,
        "media_type": page.media_type,
        "retrieved": page.retrieved.isoformat() if page.retrieved else None,
        "given": dump(page.given),
        "origin": _storable(page.origin),
        "content": zlib.compress(page.content, 6),
    }


def _storable(text: str) -> str:
    """Without what no database takes as text: PostgreSQL has no zero bytes, and neither has lone
    surrogates."""
    return text.replace("\x00", "\ufffd").encode("utf-8", "replace").decode("utf-8")


def page_of(row: Any) -> Page:
    """The page of a row of ``pages``."""
    return Page(
        content=zlib.decompress(row.content),
        media_type=row.media_type,
        url=row.url,
        retrieved=datetime.fromisoformat(row.retrieved) if row.retrieved else None,
        given=json.loads(row.given),
        origin=row.origin,
    )


def account_rows(report: int, accounts: Iterable[Account]) -> tuple[Rows, Rows]:
    """The rows of ``accounts`` and ``statements`` for the accounts of the report with row ``report``."""
    heads: Rows = []
    parts: Rows = []
    for position, account in enumerate(accounts):
        heads.append(
            {
                "report": report,
                "position": position,
                "id": account.id,
                "main": int(account.main),
                "type": account.type,
                "subtype": account.subtype,
                "stage": account.stage.value,
            }
        )
        parts.extend(
            {
                "report": report,
                "account": account.id,
                "position": number,
                "id": statement.id,
                "field": statement.field.value,
                "data": dump(to_json(statement)),
            }
            for number, statement in enumerate(account.statements)
        )
    return heads, parts


def account_of(row: Any, report_id: str, statements: Sequence[Statement]) -> Account:
    """The account of a row of ``accounts``."""
    return Account(
        id=row.id,
        report_id=report_id,
        main=bool(row.main),
        type=row.type,
        subtype=row.subtype,
        stage=Stage(row.stage),
        statements=tuple(statements),
    )


def judgement_of(data: str) -> Judgement:
    """The judgement of a ``data`` column. Spelled out, since a crowd of reports has a hundred thousand of
    them, and reading each by its types takes six times as long."""
    told = json.loads(data)
    return Judgement(
        told["left"],
        told["right"],
        Verdict(told["verdict"]),
        told["score"],
        tuple(told["reasons"]),
        told["by"],
    )


def dump(data: Any) -> str:
    """JSON with one form for one value, so that equal rows are equal bytes."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def telling(data: Any) -> Any:
    """A value as JSON without the parts that are null or empty."""
    if isinstance(data, dict):
        return {k: told for k, v in data.items() if (told := telling(v)) not in (None, "", [], {})}
    return [telling(one) for one in data] if isinstance(data, list) else data
