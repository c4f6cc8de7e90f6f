"""Incidents put together by hand, with as much as a test of a codebook's rule needs to see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from dateline.codebook import load
from dateline.export.coded import Coded, Wanted, code
from dateline.export.material import Material
from dateline.link.choose import (
    Evidence,
    choose_actors,
    choose_claims,
    choose_targets,
    choose_tolls,
    choose_weapons,
    choose_when,
    choose_where,
)
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
    Incident,
    OffsetMap,
    PlaceClass,
    Published,
    Report,
    Speaker,
    Stage,
    Stance,
    Statement,
    Target,
    Toll,
    Weapon,
    When,
    Where,
)

TEXT = "Words that everything rests on, twenty of them at least, so that spans lie apart from each other."
QUETTA = Where(
    "Quetta",
    30.18414,
    67.00141,
    1167528,
    "PK",
    "Balochistan",
    "Quetta District",
    PlaceClass.POPULATED_PLACE,
    9000,
)
GUNMEN = Actor("gunmen", ActorRole.PERPETRATOR, kind=ActorKind.UNIDENTIFIED)
REBELS = Actor("Lashkar-e-Jhangvi", ActorRole.PERPETRATOR, "lej", ActorKind.REBELS, "PK")
ARMY = Actor("Pakistan Army", ActorRole.TARGET, "pk-army", ActorKind.STATE_FORCES, "PK")
CADETS = Actor("cadets", ActorRole.VICTIM, kind=ActorKind.STATE_FORCES)
VILLAGERS = Actor("villagers", ActorRole.VICTIM, kind=ActorKind.CIVILIANS)


def report(name: str, outlet: str = "", day: str = "2016-10-25", **more: Any) -> Report:
    """A report of that day, in words of its own."""
    published = date.fromisoformat(day)
    text = f"{TEXT.removesuffix('.')} in {name}."
    return Report(
        id=name,
        text=text,
        offsets=OffsetMap.identity(len(text)),
        page_sha256="0" * 64,
        title=more.pop("title", f"Headline of {name}"),
        outlet=outlet or f"Outlet {name}",
        published=Published(day, published, published, "exact"),
        **more,
    )


def killed(best: int | None, low: int | None = None, high: int | None = None, **more: Any) -> Toll:
    """So many killed; of nobody in particular unless a group is given."""
    low, high = (best, best) if best is not None and low is None and high is None else (low, high)
    return Toll(more.pop("effect", Effect.KILLED), more.pop("group", Group.UNKNOWN), low, best, high, **more)


def day(text: str) -> When:
    """A day; "2016-10-20/2016-10-26" a stretch of them; "2016-10" a month."""
    if "/" in text:
        first, last = (date.fromisoformat(part) for part in text.split("/"))
        return When(text, first, last, Granularity.RANGE, text)
    if len(text) == 7:
        year, month = map(int, text.split("-"))
        last = (date(year + month // 12, month % 12 + 1, 1)).toordinal() - 1
        return When(text, date(year, month, 1), date.fromordinal(last), Granularity.MONTH, text)
    return When.day(date.fromisoformat(text), text)


def account(name: str, report_id: str, kind: str, values: Sequence[Any]) -> Account:
    """An account with a statement for every value; ``(value, speaker, stance)`` where it is not the
    report's."""
    kind, _, subtype = kind.partition("/")
    made = []
    for number, one in enumerate([kind, *values]):
        value, speaker, stance = one if isinstance(one, tuple) else (one, Speaker(), Stance.ASSERTED)
        field = {When: Field.WHEN, Where: Field.WHERE, Toll: Field.TOLL, Actor: Field.ACTOR,
                 Claim: Field.CLAIM,
                 Target: Field.TARGET, Weapon: Field.WEAPON}.get(type(value), Field.TYPE)  # fmt: skip
        at = 3 * number
        words = report(report_id).span(at, at + 2)
        made.append(Statement(f"{name}/{field.value}@{number}", field, value, (words,), speaker, stance))
    return Account(name, report_id, True, kind, subtype, Stage.ACCOMPLISHED, tuple(made))


def incident(
    kind: str, *values: Any, name: str = "i000000000001", reports: Sequence[Report] = (), **more: Any
) -> Incident:
    """An incident of one report (or one account for each of ``reports``) that says ``values``."""
    told = list(reports) or [report("r1")]
    each = more.pop("each", None) or [values] * len(told)
    accounts = [account(f"{r.id}#{name}", r.id, kind, said) for r, said in zip(told, each, strict=True)]
    evidence = Evidence(accounts, {r.id: r for r in told}, {r.id: r.id for r in told}, {}, {})
    kind, _, subtype = kind.partition("/")
    made = Incident(
        name, kind, subtype, "accomplished", tuple(accounts), choose_when(evidence), choose_where(evidence),
        choose_actors(evidence), choose_targets(evidence), choose_weapons(evidence), choose_tolls(evidence),
        choose_claims(evidence), origins=len(told),
    )  # fmt: skip
    return replace(made, **more)


def material(*incidents: Incident, reports: Sequence[Report] = ()) -> Material:
    """The incidents with their reports, each report an origin of its own."""
    names = {a.report_id for i in incidents for a in i.accounts}
    known = {r.id: r for r in reports} or {name: report(name) for name in sorted(names)}
    return Material(tuple(incidents), known, {n: n for n in known}, "By hand")


def coded(book: str, *incidents: Incident, reports: Sequence[Report] = (), **options: str) -> Coded:
    """The table of a built-in codebook."""
    return code(material(*incidents, reports=reports), Wanted(load(book), options))


def rows(
    book: str, *incidents: Incident, reports: Sequence[Report] = (), **options: str
) -> list[dict[str, Any]]:
    """Its rows by column."""
    table = coded(book, *incidents, reports=reports, **options)
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def claim(name: str, stance: ClaimStance = ClaimStance.CLAIMS, **more: Any) -> Claim:
    """A claim of a group."""
    return Claim(name, stance, more.pop("by", name), **more)


def attack(*values: object, kind: str = "armed_attack/shooting", **more: object) -> Incident:
    """An attack of gunmen in Quetta on 24 October, unless told otherwise."""
    given = {type(v) for v in values if not isinstance(v, tuple)}
    usual = [v for v in (day("2016-10-24"), QUETTA, GUNMEN, VILLAGERS, killed(3)) if type(v) not in given]
    return incident(kind, *values, *usual, **more)


def ucdp_attack(*values: object) -> Incident:
    """An attack of an organised group on villagers."""
    return attack(*values, *(() if any(isinstance(v, Actor) for v in values) else (REBELS, VILLAGERS)))
