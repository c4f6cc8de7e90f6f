"""The JSON of ``extract --json`` and ``export --to jsonl``; ``docs/contract.schema.json`` describes it.

Key names and enum values are a promise to everybody who measures or reads this output. Unknown is
``null``; the reason stands in the statement (for incidents: under ``unknown``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from dateline.export.material import (
    Material,
    Source,
    every_value,
    grounds,
    private_names,
    public_speaker,
    sources,
    unknowns,
    without_private_names,
)
from dateline.model import (
    Account,
    Actor,
    Chosen,
    Claim,
    Field,
    Incident,
    LikelyDay,
    Published,
    Report,
    Span,
    Speaker,
    Statement,
    Target,
    Toll,
    Weapon,
    When,
    Where,
)
from dateline.model.codec import encode_value

Json = dict[str, Any]


def extraction(report: Report, accounts: Iterable[Account]) -> Json:
    """One line of ``extract --json``: a report with its accounts."""
    return {"report": report_json(report), "accounts": [account_json(account) for account in accounts]}


def report_json(report: Report) -> Json:
    """A report: where it comes from, when it came out, and the text that spans count in."""
    return {
        "id": report.id,
        "url": report.url,
        "title": report.title or None,
        "outlet": report.outlet,
        "language": report.language,
        "published": _published(report.published),
        "text": report.text,
    }


def _published(published: Published) -> Json:
    return {
        "edtf": published.edtf,
        "earliest": _day(published.earliest),
        "latest": _day(published.latest),
        "how": published.how or None,
        "reason": published.reason or None,
    }


def account_json(account: Account) -> Json:
    """What one report says about one incident. Spans are ``[start, end]`` in the report's text."""
    first = {s.field: s for s in reversed(account.statements) if s.value is not None}
    when, where = first.get(Field.WHEN), first.get(Field.WHERE)
    return {
        "id": account.id,
        "main": account.main,
        "type": account.type,
        "subtype": account.subtype or None,
        "stage": account.stage.value,
        "when": when_json(account.when, when.how.value if when else None),
        "where": where_json(account.where, where.how.value if where else None),
        "actors": [actor_json(a, s.stance.value, _pairs(s)) for a, s in account.actors],
        "targets": [target_json(t, _pairs(s)) for t, s in account.targets],
        "weapons": [weapon_json(w, _pairs(s)) for w, s in account.weapons],
        "tolls": [toll_json(t, s.said_by.name, s.stance.value, _pairs(s)) for t, s in account.tolls],
        "claims": [claim_json(c, _pairs(s)) for c, s in account.claims],
        "statements": [statement_json(s) for s in account.statements],
    }


def when_json(when: When | None, how: str | None) -> Json | None:
    """A day with its precision; None when nothing is said of it."""
    if when is None:
        return None
    return {
        "edtf": when.edtf,
        "earliest": _day(when.earliest),
        "latest": _day(when.latest),
        "granularity": when.granularity.value,
        "within": [day.isoformat() for day in when.within] if when.within else None,
        "likeliest": _likely(when.likeliest),
        "how": how or None,
    }


def _likely(likely: LikelyDay | None) -> Json | None:
    if likely is None:
        return None
    return {"day": likely.day.isoformat(), "chance": likely.chance, "reason": likely.reason}


def where_json(where: Where | None, how: str | None) -> Json | None:
    """A place with its uncertainty; None when nothing is said of it."""
    if where is None:
        return None
    return {
        "name": where.name,
        "lat": where.lat,
        "lon": where.lon,
        "geonames_id": where.geonames_id,
        "country": where.country,
        "admin1": where.admin1,
        "admin2": where.admin2,
        "class": where.place_class.value,
        "radius_m": where.radius_m,
        "line": [list(point) for point in where.line] or None,
        "disputed": where.disputed or None,
        "pcode": where.pcode or None,
        "how": how or None,
    }


def actor_json(actor: Actor, stance: str | None, spans: list[Any]) -> Json:
    """An actor in its role. ``name`` is None where the name of a private person was left out."""
    return {
        "role": actor.role.value,
        "name": actor.name or None,
        "actor_id": actor.actor_id,
        "kind": actor.kind.value,
        "stance": stance,
        "spans": spans,
    }


def target_json(target: Target, spans: list[Any]) -> Json:
    """What was attacked."""
    return {"name": target.name, "kind": target.kind, "effect": target.effect or None, "spans": spans}


def weapon_json(weapon: Weapon, spans: list[Any]) -> Json:
    """What was used."""
    return {"name": weapon.name, "kind": weapon.kind, "spans": spans}


def toll_json(toll: Toll, said_by: str, stance: str | None, spans: list[Any]) -> Json:
    """A count. ``said_by`` is None when the report itself says it."""
    return {
        "effect": toll.effect.value,
        "group": toll.group.value,
        "low": toll.low,
        "best": toll.best,
        "high": toll.high,
        "qualifier": toll.qualifier or None,
        "said_by": said_by or None,
        "stance": stance,
        "spans": spans,
    }


def claim_json(claim: Claim, spans: list[Any]) -> Json:
    """Who says that who did it."""
    return {
        "claimant": claim.claimant,
        "stance": claim.stance.value,
        "by": claim.by or None,
        "channel": claim.channel or None,
        "jointly_with": claim.jointly_with or None,
        "spans": spans,
    }


def statement_json(statement: Statement) -> Json:
    """One assertion, with everything that is known of how it came about."""
    speaker = statement.said_by
    return {
        "id": statement.id,
        "field": statement.field.value,
        "value": encode_value(statement.value),
        "spans": _pairs(statement),
        "said_by": _speaker(speaker),
        "stance": statement.stance.value,
        "how": statement.how.value,
        "by": statement.by or None,
        "confidence": round(statement.confidence, 4),
        "reason": statement.reason or None,
        "inferred_from": list(statement.inferred_from),
    }


def _speaker(speaker: Speaker) -> Json | None:
    if not speaker.name and speaker.span is None:
        return None
    return {
        "name": speaker.name or None,
        "kind": speaker.kind or None,
        "record": speaker.record or None,
        "spans": [list(speaker.span.pair())] if speaker.span else [],
    }


def incident_json(incident: Incident, material: Material) -> Json:
    """One line of ``export --to jsonl``. Spans are ``[report, start, end]``, for there are many reports."""
    known, private = sources(incident), private_names(incident)

    def first(chosen: Chosen) -> Statement | None:
        return next((known[name].statement for name in chosen.support if name in known), None)

    def spans(chosen: Chosen) -> list[Any]:
        bases = dict.fromkeys(base for name in chosen.support for base in grounds(name, known))
        return [_triple(span) for name in bases for span in known[name].statement.spans]

    def stance(chosen: Chosen) -> str | None:
        statement = first(chosen)
        return statement.stance.value if statement else None

    def speaker(chosen: Chosen) -> str:
        statement = first(chosen)
        return public_speaker(statement.said_by, private) if statement else ""

    when, where = incident.when, incident.where
    return {
        "id": incident.id,
        "type": incident.type,
        "subtype": incident.subtype or None,
        "stage": incident.stage,
        "when": when_json(when.value if isinstance(when.value, When) else None, when.how),
        "where": where_json(where.value if isinstance(where.value, Where) else None, where.how),
        "actors": [
            actor_json(value, stance(c), spans(c))
            for c in incident.actors
            if isinstance(value := without_private_names(c.value), Actor)
        ],
        "targets": [target_json(c.value, spans(c)) for c in incident.targets if isinstance(c.value, Target)],
        "weapons": [weapon_json(c.value, spans(c)) for c in incident.weapons if isinstance(c.value, Weapon)],
        "tolls": [
            toll_json(c.value, speaker(c), stance(c), spans(c))
            for c in incident.tolls
            if isinstance(c.value, Toll)
        ],
        "claims": [
            claim_json(replace(c.value, by=public_speaker(Speaker(c.value.by), private)), spans(c))
            for c in incident.claims
            if isinstance(c.value, Claim)
        ],
        "accounts": [{"account": a.id, "report": a.report_id, "main": a.main} for a in incident.accounts],
        "origins": incident.origins,
        "dissent": dissent(incident, known, private),
        "unknown": unknowns(incident),
        "invented": incident.invented,
    }


def dissent(incident: Incident, known: dict[str, Source], private: frozenset[str]) -> list[Json]:
    """The statements that say other than what was chosen."""
    return [
        {
            "field": chosen.field,
            "value": encode_value(without_private_names(source.statement.value)),
            "statement": name,
            "account": source.account.id,
            "report": source.account.report_id,
            "said_by": public_speaker(source.statement.said_by, private) or None,
            "stance": source.statement.stance.value,
            "spans": [_triple(span) for span in source.statement.spans],
        }
        for chosen in every_value(incident)
        for name in chosen.dissent
        if (source := known.get(name)) is not None
    ]


def _day(day: Any) -> str | None:
    return day.isoformat() if day is not None else None


def _pairs(statement: Statement) -> list[list[int]]:
    return [list(span.pair()) for span in statement.spans]


def _triple(span: Span) -> list[Any]:
    return [span.report_id, span.start, span.end]
