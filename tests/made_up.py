"""A small reader for tests of the rooms behind it: what it finds is plain, so that what is stored,
computed and shown can be compared with it. It reads "killed 61", "in Quetta", "on 2016-10-24"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from dateline.ingest import decode
from dateline.model import (
    Account,
    Actor,
    ActorKind,
    ActorRole,
    Claim,
    ClaimStance,
    Effect,
    Field,
    Group,
    OffsetMap,
    Page,
    PlaceClass,
    Published,
    Report,
    Span,
    Speaker,
    Stage,
    Statement,
    Toll,
    Value,
    When,
    Where,
)

if TYPE_CHECKING:
    import pytest

PLACES = {
    "Quetta": Where(
        "Quetta", 30.18, 67.0, 1167528, "PK", "Balochistan", None, PlaceClass.POPULATED_PLACE, 9000
    ),
    "Beni": Where("Beni", 0.49, 29.47, 217562, "CD", "North Kivu", None, PlaceClass.POPULATED_PLACE, 5000),
}


def report_of(text: str, name: str, published: str | None = None, outlet: str | None = None) -> Report:
    """A report with this text."""
    day = date.fromisoformat(published) if published else None
    stated = Published(published, day, day, "exact") if day else Published(reason="no date on the page")
    page = Page(text.encode(), "text/plain")
    return Report(
        id=name,
        text=text,
        offsets=OffsetMap.identity(len(text)),
        page_sha256=page.sha256,
        title=text[:30],
        outlet=outlet or name.title(),
        language="en",
        published=stated,
    )


def read(page: Page) -> Report:
    """The page's text as a report; its id is the one given, else from its bytes."""
    text = decode(page)
    name = page.given.get("id") or "r" + page.sha256[:10]
    return report_of(text, name, page.given.get("published"))


def extract(report: Report) -> list[Account]:
    """One account for every "killed N" of a report."""
    return [
        _account(report, number, hit) for number, hit in enumerate(re.finditer(r"killed (\d+)", report.text))
    ]


def _account(report: Report, number: int, hit: re.Match[str]) -> Account:
    name = f"{report.id}-{number}"
    span = report.span(*hit.span())
    statements: list[Statement] = []

    def say(field: Field, value: Value, spans: Sequence[Span], **more: object) -> None:
        identity = f"{name}-s{len(statements)}"
        statements.append(Statement(identity, field, value, tuple(spans), by="made-up@1", **more))  # type: ignore[arg-type]

    say(Field.TYPE, "bombing", [span])
    toll = Toll(Effect.KILLED, Group.UNKNOWN, *[int(hit[1])] * 3)
    say(Field.TOLL, toll, [span], said_by=Speaker("a police official", "police", "off"))
    for place, where in PLACES.items():
        if (at := report.text.find(place)) >= 0:
            say(Field.WHERE, where, [report.span(at, at + len(place))])
    day = re.search(r"\d{4}-\d\d-\d\d", report.text)
    if day:
        say(Field.WHEN, When.day(date.fromisoformat(day[0]), day[0]), [report.span(*day.span())])
    else:
        say(Field.WHEN, None, [], reason="no date to count from")
    _actors(report, say)
    return Account(name, report.id, number == 0, "bombing", "", Stage.ACCOMPLISHED, tuple(statements))


def _actors(report: Report, say: Callable[[Field, Value, Sequence[Span]], None]) -> None:
    claim = re.search(r"(\w+) claimed it", report.text)
    if claim:
        value = Claim(claim[1], ClaimStance.CLAIMS, claim[1], channel="video")
        say(Field.CLAIM, value, [report.span(*claim.span())])
    private = re.search(r"shopkeeper (\w+)", report.text)
    if private:
        actor = Actor(private[1], ActorRole.VICTIM, kind=ActorKind.CIVILIANS, private=True)
        say(Field.ACTOR, actor, [report.span(*private.span(1))])


def use(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the service read with this reader."""
    from dateline.service import rooms

    monkeypatch.setattr(rooms, "read", read)
    monkeypatch.setattr(rooms, "extract_all", lambda reports: [extract(report) for report in reports])
    monkeypatch.setattr(rooms, "reading_version", lambda: "made-up@1")


def folder(root: Path, texts: Sequence[str]) -> Path:
    """A folder with one text file each."""
    root.mkdir(parents=True, exist_ok=True)
    for number, text in enumerate(texts):
        (root / f"{number:03}.txt").write_text(text, "utf-8")
    return root
