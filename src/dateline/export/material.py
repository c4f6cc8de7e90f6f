"""What every export is given, and what they all look up in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from unicodedata import combining, normalize
from urllib.parse import urlsplit

from dateline.link import TollRow, toll_over_time
from dateline.model import (
    Account,
    Actor,
    Chosen,
    Claim,
    ClaimStance,
    Effect,
    Field,
    Group,
    Incident,
    Published,
    Report,
    Speaker,
    Statement,
    Toll,
    Value,
)

#: Kinds of speakers who are private persons: known by what they are, not by their names.
_PRIVATE_SPEAKERS = frozenset({"witness", "relative"})


@dataclass(frozen=True, slots=True)
class Material:
    """Incidents, the reports behind them, for each report the origin that it depends on, and days of
    publication that reports have through links."""

    incidents: tuple[Incident, ...]
    reports: Mapping[str, Report]
    origins: Mapping[str, str] = field(default_factory=dict)
    title: str = ""
    published: Mapping[str, Published] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Source:
    """A statement with the account that it belongs to."""

    statement: Statement
    account: Account


def retold(
    incident: Incident, statement_of: Callable[[Statement], Statement], value_of: Callable[[Value], Value]
) -> Incident:
    """The incident with other values, and its statements told otherwise: wherever it holds any."""

    def statement(one: Statement) -> Statement:
        return statement_of(replace(one, value=value_of(one.value)))

    def account(one: Account) -> Account:
        return replace(one, statements=tuple(statement(s) for s in one.statements))

    def chosen(one: Chosen) -> Chosen:
        return replace(one, value=value_of(one.value))

    return replace(
        incident,
        accounts=tuple(account(a) for a in incident.accounts),
        where=chosen(incident.where),
        actors=tuple(chosen(c) for c in incident.actors),
        claims=tuple(chosen(c) for c in incident.claims),
        inferred=tuple(statement(s) for s in incident.inferred),
    )


def sources(incident: Incident) -> dict[str, Source]:
    """The statements of an incident by id: those of its accounts, then those that links brought in.

    An inferred statement stands with the account of the first statement that it was inferred from.
    """
    found = {s.id: Source(s, account) for account in incident.accounts for s in account.statements}
    for statement in incident.inferred:
        bases = [found[name].account for name in statement.inferred_from if name in found]
        for account in (*bases, *incident.accounts)[:1]:
            found.setdefault(statement.id, Source(statement, account))
    return found


def grounds(name: str, known: Mapping[str, Source]) -> list[str]:
    """The statements with spans that a statement rests on: itself, or what it was inferred from."""
    waiting, seen, found = [name], set[str](), list[str]()
    while waiting:
        current = waiting.pop(0)
        source = known.get(current)
        if source is None or current in seen:
            continue
        seen.add(current)
        if source.statement.spans:
            found.append(current)
        waiting.extend(source.statement.inferred_from)
    return found


def every_value(incident: Incident) -> Iterator[Chosen]:
    """All chosen values, in the order in which exports list them."""
    yield incident.when
    yield incident.where
    for many in (incident.actors, incident.targets, incident.weapons, incident.tolls, incident.claims):
        yield from many


def headline(incident: Incident, effect: Effect) -> Toll | None:
    """The one toll of ``effect`` that a flat table shows: the greatest, the attackers' own apart.

    Groups are not added up: "61 killed, most of them cadets" beside "60 cadets killed" is no 121.
    """
    tolls = [c.value for c in incident.tolls if isinstance(c.value, Toll) and c.value.effect is effect]
    others = [toll for toll in tolls if toll.group is not Group.ATTACKERS]
    return max(others or tolls, key=_size, default=None)


def _size(toll: Toll) -> int:
    return next((n for n in (toll.best, toll.high, toll.low) if n is not None), -1)


def over_time(incident: Incident, material: Material, effect: Effect) -> list[TollRow]:
    """What each source said of ``effect``, by day of publication; undated reports last."""
    rows = toll_over_time(incident, material.reports, material.published)
    return [row for row in rows if row.effect is effect]


def published_of(report: Report, material: Material) -> Published:
    """The day of publication: the report's own, or the one that a link gives."""
    inferred = material.published.get(report.id)
    return report.published if report.published.edtf or inferred is None else inferred


def outlet_of(report: Report) -> str:
    """The outlet, or the next best name for where a report came from."""
    return report.outlet or report.agency or report.title or report.id


def outlet_or_site(report: Report) -> str:
    """The outlet for a cell that holds outlets: a headline is none, and may name whom the export does not."""
    host = (urlsplit(report.url or "").hostname or "").removeprefix("www.")
    return report.outlet or report.agency or host or "unknown outlet"


def without_private_names(value: Value) -> Value:
    """The value with the name of a private person left out; its role and kind stay."""
    return replace(value, name="") if isinstance(value, Actor) and value.private else value


def private_names(incident: Incident) -> frozenset[str]:
    """The names of private persons that stand among the statements of an incident, but those of claimants."""
    values = [s.value for account in incident.accounts for s in account.statements]
    values += [chosen.value for chosen in incident.actors]
    claims = [*values, *(chosen.value for chosen in incident.claims)]
    claiming = {c.claimant for c in claims if isinstance(c, Claim) and c.stance is ClaimStance.CLAIMS}
    names = {v.name for v in values if isinstance(v, Actor) and v.private and v.name}
    # "Aceh Movement", taken for a person, is not to be cut out of the Free Aceh Movement that claims it
    return frozenset(n for n in names if not any(re.search(rf"\b{re.escape(n)}\b", c) for c in claiming))


def scrubber(incident: Incident) -> Callable[[str], str]:
    """Takes the names of an incident's private persons out of other texts: a headline may hold the name that
    its own cell leaves out."""
    return scrub(private_names(incident))


def scrub(persons: Iterable[str]) -> Callable[[str], str]:
    """Takes names out of texts; those of three letters or fewer stay, for they stand in other words."""
    names = sorted((n for n in persons if len(n) > 3), key=len, reverse=True)
    if not names:
        return lambda text: text
    pattern = re.compile("|".join(_written(name) for name in names))
    return lambda text: pattern.sub("[private person]", text)


def _written(name: str) -> str:
    """A pattern of the ways in which headlines and addresses write a name: "ANA RUÍZ", "ana-ruiz"."""
    forms = dict.fromkeys((name, "".join(c for c in normalize("NFKD", name) if not combining(c))))
    if len(name.split()) == 1:  # in small letters it may be another word
        forms |= dict.fromkeys([form.upper() for form in forms])
        return rf"\b(?:{'|'.join(map(re.escape, forms))})\b"
    gaps = (r"(?:[\s_+.-]+|%20)".join(map(re.escape, form.split())) for form in forms)
    return rf"(?i:(?<![^\W_])(?:{'|'.join(gaps)})(?![^\W_]))"


_PERSON = re.compile(r"\b[A-Z][a-z'’-]+ (?:[A-Z]\.? )?[A-Z][a-z'’-]+\b")


# Who speaks by office or for a body is named: "head of the Frontier Corps", "Defence Minister Ana Ruiz".
_FUNCTION = re.compile(
    r"\b(?i:officials?|officer|police|army|military|general|colonel|major|captain|commander|minister|ministry|president|"
    r"governor|mayor|senator|deputy|spokes(?:man|woman|person)|head|chief|director|secretary|ambassador|judge|"
    r"prosecutor|corps|forces?|government|agency|state|group|movement|front|party|council)\b"
)


def public_speaker(speaker: Speaker, private: frozenset[str]) -> str:
    """Who says it, without the names of private persons: witnesses and relatives are named by what they
    are ("the aunt of a victim, Ana Ruiz, said" is a relative), and so is whoever is private elsewhere."""
    if speaker.kind in _PRIVATE_SPEAKERS:
        return speaker.kind
    if any(re.search(rf"\b{re.escape(name)}\b", speaker.name) for name in private):
        return speaker.kind or "private person"
    # nobody says that the person is an official: better one name too few than a neighbour's
    unknown = not speaker.kind and not _FUNCTION.search(speaker.name)
    return "named source" if unknown and _PERSON.search(speaker.name) else speaker.name


def unknowns(incident: Incident) -> dict[str, str]:
    """The fields without a value, and why."""
    missing: dict[str, str] = {}
    for name, chosen in ((Field.WHEN, incident.when), (Field.WHERE, incident.where)):
        reason = chosen.reason or getattr(chosen.value, "reason", "")
        unknown = chosen.value is None or (name is Field.WHEN and getattr(chosen.value, "edtf", None) is None)
        if unknown:
            missing[name.value] = reason or "no report says so"
    return missing
