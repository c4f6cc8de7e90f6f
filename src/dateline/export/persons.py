"""Private persons whom the reader took for names of no particular kind: found by how their reports speak of
them, before anything is told.

A name is marked private where a report gives an age with it ("Wade Lahti, 36, was hit"), a plain title ("Mr",
"Dr") or an initial ("I. Shapoval"), or where it is part of the full name of somebody who is private already
("Momin" of Shakeel Momin); unless an office stands beside it ("Judge Amparo Quiceno"). Groups that claim an
incident stay named.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from dateline.export.material import Material, private_names, retold, scrub
from dateline.model import (
    Actor,
    ActorKind,
    ActorRole,
    Claim,
    ClaimStance,
    Incident,
    Report,
    Value,
)

#: What a claim is told to be of where a private person is blamed, or denies it.
PRIVATE_PERSON = "private person"
_KINDS = frozenset({ActorKind.OTHER, ActorKind.CIVILIANS, ActorKind.UNIDENTIFIED})
_PLAIN_TITLE = r"(?:Mr|Mrs|Ms|Miss|Dr)\.?"
_WORD = r"[A-Z][\w'’-]+"
_AGE = r"(?:\d{1,2}|[a-z]+teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-[a-z]+)?)"
_WITH_AGE = re.compile(rf"\b({_WORD}(?: {_WORD}){{1,3}}), (?:aged |now )?\d{{1,2}}(?=[,.;)])")
_OFFICE = re.compile(
    r"\b(?i:officials?|officer|general|colonel|major|captain|commander|minister|president|governor|mayor|senator|"
    r"deputy|spokes(?:man|woman|person)|head|chief|director|secretary|ambassador|judge|prosecutor|sheriff|leader)\b"
)

_GROUP = re.compile(
    r"\b(?i:forces?|front|group|movement|army|brigades?|party|council|organi[sz]ation|column|committee|squads?)\b"
)


def mark_persons(material: Material) -> Material:
    """The material with private persons marked as such, among the actors and the claims of every incident;
    headlines and addresses without whom their report tells of with an age."""
    texts = {name: report.text for name, report in material.reports.items()}
    reports = {name: _without_persons(report) for name, report in material.reports.items()}
    return replace(material, incidents=tuple(_marked(i, texts) for i in material.incidents), reports=reports)


def _without_persons(report: Report) -> Report:
    """ "Karim Achakzai killed" where "the victim, Karim Achakzai, 34, a shopkeeper" is nobody's actor."""
    named = [m for m in _WITH_AGE.finditer(report.text) if not _in_office(m, report.text)]
    clean = scrub({name for m in named for name in (m[1], m[1].split()[-1])})
    url = clean(report.url) if report.url else report.url
    return replace(report, title=clean(report.title), url=url) if named else report


def _marked(incident: Incident, texts: dict[str, str]) -> Incident:
    told = [texts[a.report_id] for a in incident.accounts if a.report_id in texts]
    full = private_names(incident)
    persons = (one for one in full if re.fullmatch(rf"{_WORD}(?: {_WORD})+", one) and not _GROUP.search(one))
    parts = {word for one in persons for word in one.split()}
    claiming = {
        s.value.claimant
        for a in incident.accounts
        for s in a.statements
        if isinstance(s.value, Claim) and s.value.stance is ClaimStance.CLAIMS
    }

    def private(name: str) -> bool:
        if name in claiming or name in full:  # whoever is private already is left out as it is
            return False
        return name in parts or any(is_private_person(name, text) for text in told)

    def value_of(value: Value) -> Value:
        if isinstance(value, Actor) and not value.private and value.actor_id is None and value.kind in _KINDS:
            return (
                replace(value, private=True)
                if value.role is not ActorRole.CLAIMANT and private(value.name)
                else value
            )
        if isinstance(value, Claim) and value.actor_id is None and value.stance is not ClaimStance.CLAIMS:
            by = PRIVATE_PERSON if value.by == value.claimant else value.by
            return replace(value, claimant=PRIVATE_PERSON, by=by) if private(value.claimant) else value
        return value

    return retold(incident, lambda statement: statement, value_of)


@lru_cache(maxsize=4096)
def is_private_person(name: str, text: str) -> bool:
    """Whether a text speaks of ``name`` as of a person without an office.

    >>> is_private_person("Lahti", "Troopers shot and wounded Wade Lahti, 36, at a deer shack.")
    True
    >>> is_private_person("Estinvil", "Judge Wilner Estinvil, 36, was shot.")
    False
    """
    if not re.fullmatch(rf"(?:{_PLAIN_TITLE} )?{_WORD}(?: {_WORD}){{0,3}}", name) or _OFFICE.search(name):
        return False
    own = re.escape(name)
    whole = rf"(?:{_WORD} |[A-Z]\. ){{0,3}}\b{own}\b(?: {_WORD}){{0,2}}"
    ways = (
        rf"\b{_PLAIN_TITLE} {whole}",
        rf"\b{own}" if re.match(_PLAIN_TITLE + " ", name) else None,
        rf"{whole}, (?:aged |now )?\d{{1,2}}(?=[,.;)])",
        rf"{whole} (?:is|was) {_AGE}\b(?! [a-z]+s\b)",
        rf"\b[A-Z]\. {own}\b",
    )
    found = [match for way in ways if way for match in re.finditer(way, text)]
    return bool(found) and not any(_in_office(match, text) for match in found)


def _in_office(match: re.Match[str], text: str) -> bool:
    """ "Judge Amparo Quiceno", "Mr Isakov, the former deputy"."""
    before = text[max(match.start() - 24, 0) : match.start()].rsplit(" ", 2)
    beside = re.match(r"(?:, \d{1,2})?, (?:a|an|the|who was) (?:[\w-]+ ){0,3}[\w-]+", text[match.end() :])
    return bool(
        _OFFICE.search(match[0])
        or (before[-1] == "" and len(before) > 1 and _OFFICE.search(before[-2]))
        or (beside and _OFFICE.search(beside[0]))
    )
