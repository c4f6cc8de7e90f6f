"""A row of somebody's table as a report with one account: every value rests on the words that say it in the
row."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from dateline.codebook.shapes import Coded
from dateline.model import (
    Account,
    Actor,
    ActorKind,
    ActorRole,
    Claim,
    ClaimStance,
    Effect,
    Field,
    Granularity,
    Group,
    How,
    OffsetMap,
    Page,
    Published,
    Report,
    Span,
    Stage,
    Stance,
    Statement,
    Toll,
    Value,
    When,
    Where,
)
from dateline.model.report import IMPORTED
from dateline.resolve.who import ActorMention, Registry, find_actors

VERSION = "import@2"


def page_of(coded: Coded, source: str) -> Page:
    """The row's words as a page. The same row of the same source is the same page."""
    text = _Words(coded).text
    given = {"id": f"{source}-{coded.id}", "title": coded.notes[:120]}
    return Page(text.encode(), "text/plain", given=given, origin=f"{IMPORTED}{source}:{coded.id}")


def read_row(coded: Coded, source: str, registry: Registry) -> tuple[Page, Report, Account]:
    """The page, report and account of a row."""
    page, words = page_of(coded, source), _Words(coded)
    name = f"r-{hashlib.sha256(page.given['id'].encode()).hexdigest()[:16]}"
    report = Report(
        id=name,
        text=words.text,
        offsets=OffsetMap.identity(len(words.text)),
        page_sha256=page.sha256,
        title=page.given["title"],
        language="en",
        outlet=source,
        published=Published(reason="a row of a table has no date of publication"),
        origin=page.origin,
    )
    return page, report, _Maker(coded, words, report, registry).account()


class _Words:
    """The row in words, with where each value stands. No names of columns: words that all rows of a table
    share would make them look like copies of each other."""

    def __init__(self, coded: Coded) -> None:
        self.text = ""
        self.places: dict[str, tuple[int, int]] = {}
        self._say("type", (coded.subtype or coded.type).replace("_", " "))
        self._say("when", _days(coded), " on " if coded.first == coded.last else " between ")
        where = ", ".join(p for p in (coded.place.name, coded.place.admin1, coded.place.country or "") if p)
        self._say("where", where, " in ")
        self._say("first", coded.sides[0], ". ")
        self._say("second", coded.sides[1], "; ")
        for number, (group, _, _) in enumerate(coded.groups):
            self._say(f"group{number}", group, "; ")
        self._say("killed", str(coded.killed[1]) if coded.killed else "", ". Killed ")
        self._say("civilians", str(coded.civilians) if coded.civilians else "", ", civilians ")
        self._say("injured", str(coded.injured[1]) if coded.injured else "", ", injured ")
        self._say("notes", " ".join(coded.notes.split())[:4000], ".\n")

    def _say(self, name: str, words: str, before: str = "") -> None:
        if words:
            self.text += before
            self.places[name] = (len(self.text), len(self.text) + len(words))
            self.text += words


def _days(coded: Coded) -> str:
    first, last = coded.first.isoformat(), coded.last.isoformat()
    return first if first == last else f"{first} and {last}"


@lru_cache(maxsize=50_000)
def _named(words: str, registry: Registry) -> ActorMention | None:
    """The named actor that a cell tells of. A table names the same few thousand in all its rows."""
    return next((a for a in find_actors(words, "", registry) if a.named), None)


class _Maker:
    """Makes the statements of a row."""

    def __init__(self, coded: Coded, words: _Words, report: Report, registry: Registry) -> None:
        self._coded, self._words, self._report, self._registry = coded, words, report, registry
        self._id = f"{report.id}#0"
        self._made: list[Statement] = []

    def account(self) -> Account:
        """The account of the row: it is what the row is about."""
        coded = self._coded
        kind = f"{coded.type}/{coded.subtype}" if coded.subtype else coded.type
        self._say(Field.TYPE, kind, "type")
        self._say(Field.STAGE, Stage.ACCOMPLISHED.value, "type")
        self._say(Field.WHEN, self._when(), "when")
        if "where" in self._words.places:
            self._say(Field.WHERE, self._where(), "where")
        for name, role in (("first", ActorRole.PERPETRATOR), ("second", ActorRole.TARGET)):
            if name in self._words.places:
                peaceful = coded.type in ("protest", "agreement", "ceasefire", "statement")
                self._say(Field.ACTOR, self._actor(name, ActorRole.OTHER if peaceful else role), name)
        self._groups()
        for effect, counts in ((Effect.KILLED, coded.killed), (Effect.INJURED, coded.injured)):
            if counts is not None and effect.value in self._words.places:
                self._say(Field.TOLL, Toll(effect, Group.UNKNOWN, *counts), effect.value)
        if coded.civilians and "civilians" in self._words.places:
            self._say(Field.TOLL, Toll(Effect.KILLED, Group.CIVILIANS, *(coded.civilians,) * 3), "civilians")
        return Account(
            self._id, self._report.id, True, coded.type, coded.subtype, Stage.ACCOMPLISHED, tuple(self._made)
        )

    def _when(self) -> When:
        first, last = self._coded.first, self._coded.last
        start, end = self._words.places["when"]
        words = self._words.text[start:end]
        if first == last:
            return When.day(first, words)
        return When(
            f"{first.isoformat()}/{last.isoformat()}", first, last, Granularity.RANGE, words, "absolute"
        )

    def _where(self) -> Where:
        place = self._coded.place
        return Where(
            place.name or place.admin1 or place.country or "",
            place.lat,
            place.lon,
            country=place.country,
            admin1=place.admin1 or None,
            place_class=place.place_class,
            radius_m=place.radius_m,
            centroid=place.radius_m > 5_000,
        )

    def _actor(self, name: str, role: ActorRole) -> Actor:
        start, end = self._words.places[name]
        words = self._words.text[start:end]
        known = _named(words, self._registry)
        if known is None:
            kind = ActorKind.CIVILIANS if words.casefold().startswith("civilian") else ActorKind.OTHER
            return Actor(words, role, kind=kind)
        return Actor(words, role, known.actor_id, known.kind, known.country, known.faction_of)

    def _groups(self) -> None:
        for number, (group, claims, uncertain) in enumerate(self._coded.groups):
            name = f"group{number}"
            if claims or uncertain:
                stance = ClaimStance.CLAIMS if claims else ClaimStance.BLAMED
                claim = Claim(group, stance, group if claims else "")
                self._say(Field.CLAIM, claim, name, Stance.CLAIMED)
            else:
                self._say(Field.ACTOR, self._actor(name, ActorRole.PERPETRATOR), name)

    def _say(self, field: Field, value: Value, where: str, stance: Stance = Stance.ASSERTED) -> None:
        start, end = self._words.places[where]
        span: Span = self._report.span(start, end)
        same = sum(s.field is field for s in self._made)
        name = f"{self._id}/{field.value}@{start}-{end}" + (f".{same + 1}" if same else "")
        how = How.EXACT if field is not Field.TYPE else How.NORMALISED
        self._made.append(
            Statement(name, field, value, (span,), stance=stance, how=how, by=VERSION, confidence=0.9)
        )
