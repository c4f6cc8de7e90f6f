"""The JSON Schema of the contract, with its enum values taken from the model.

Published as ``docs/contract.schema.json``; write it anew with ``python -m dateline.export.schema``.
"""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Any

from dateline.model import (
    ActorKind,
    ActorRole,
    ClaimStance,
    Effect,
    Field,
    Granularity,
    Group,
    How,
    PlaceClass,
    Stage,
    Stance,
)

Json = dict[str, Any]

_TEXT: Json = {"type": "string"}
_MAYBE: Json = {"type": ["string", "null"]}
_COUNT: Json = {"type": ["integer", "null"], "minimum": 0}
_DAY: Json = {"type": ["string", "null"], "format": "date"}
_LINE: Json = {
    "type": ["array", "null"],
    "items": {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2},
    "minItems": 2,
}
_WITHIN: Json = {
    "type": ["array", "null"],
    "items": {"type": "string", "format": "date"},
    "minItems": 2,
    "maxItems": 2,
}
_LIKELY: Json = {
    "type": ["object", "null"],
    "properties": {
        "day": {"type": "string", "format": "date"},
        "chance": {"type": "number", "minimum": 0, "maximum": 1},
        "reason": {"type": "string"},
    },
    "required": ["day", "chance", "reason"],
    "additionalProperties": False,
}
_BOOL: Json = {"type": "boolean"}
_HOW: Json = {"enum": [*(h.value for h in How), None]}


def contract_schema() -> Json:
    """The schema of one line: of ``extract --json`` (extraction) or ``export --to jsonl`` (incident)."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Dateline: one line of extract --json, or of export --to jsonl",
        "description": (
            "Unknown is null. In an extraction the reason stands in the statement, spans are [start, end], "
            "code points of report.text, end exclusive; in an incident the reason stands under unknown and "
            "spans are [report, start, end]."
        ),
        "anyOf": [{"$ref": "#/$defs/extraction"}, {"$ref": "#/$defs/incident"}],
        "$defs": _lines() | _values() | _statements() | _places(),
    }


def _lines() -> Json:
    """A line, and the report, accounts or incident that it is made of."""
    return {
        "extraction": _object(report=_ref("report"), accounts=_list(_ref("account"))),
        "report": _object(
            id=_TEXT,
            url=_MAYBE,
            title=_MAYBE,
            outlet=_MAYBE,
            language=_MAYBE,
            published=_ref("published"),
            text=_TEXT,
        ),
        "published": _object(edtf=_MAYBE, earliest=_DAY, latest=_DAY, how=_HOW, reason=_MAYBE),
        "account": _object(
            id=_TEXT,
            main=_BOOL,
            type=_TEXT,
            subtype=_MAYBE,
            stage=_enum(Stage),
            when=_or_null("when"),
            where=_or_null("where"),
            **_parts("spans"),
            statements=_list(_ref("statement")),
        ),
        "incident": _object(
            id=_TEXT,
            type=_TEXT,
            subtype=_MAYBE,
            stage=_enum(Stage),
            when=_or_null("when"),
            where=_or_null("where"),
            **_parts("places_in_reports"),
            accounts=_list(_object(account=_TEXT, report=_TEXT, main=_BOOL)),
            origins={"type": "integer", "minimum": 1},
            dissent=_list(_ref("dissent")),
            unknown={"type": "object", "additionalProperties": _TEXT},
            invented=_BOOL,
        ),
    }


def _values() -> Json:
    """What accounts and incidents share."""
    return {
        "when": _object(
            edtf=_MAYBE,
            earliest=_DAY,
            latest=_DAY,
            granularity=_enum(Granularity),
            within=_WITHIN,
            likeliest=_LIKELY,
            how=_HOW,
        ),
        "where": _object(
            name=_TEXT,
            lat=_number(-90, 90),
            lon=_number(-180, 180),
            geonames_id={"type": ["integer", "null"]},
            country={"type": ["string", "null"], "pattern": "^[A-Z]{2}$"},
            admin1=_MAYBE,
            admin2=_MAYBE,
            radius_m=_COUNT,
            line=_LINE,
            disputed=_MAYBE,
            pcode=_MAYBE,
            how=_HOW,
            **{"class": _enum(PlaceClass)},
        ),
    }


def _statements() -> Json:
    """Statements, who says them, and what dissents."""
    return {
        "statement": _object(
            id=_TEXT,
            field=_enum(Field),
            value=_ref("value"),
            spans=_ref("spans"),
            said_by={"anyOf": [_ref("speaker"), {"type": "null"}]},
            stance=_enum(Stance),
            how=_enum(How),
            by=_MAYBE,
            confidence={"type": "number", "minimum": 0, "maximum": 1},
            reason=_MAYBE,
            inferred_from=_list(_TEXT),
        ),
        "speaker": _object(
            name=_MAYBE, kind=_MAYBE, record={"enum": ["on", "off", None]}, spans=_ref("spans")
        ),
        "value": {
            "description": "A text, null, or an object whose key `is` names what it is.",
            "anyOf": [
                {"type": ["string", "null"]},
                {
                    "type": "object",
                    "properties": {
                        "is": {"enum": ["when", "where", "toll", "actor", "target", "weapon", "claim"]}
                    },
                    "required": ["is"],
                },
            ],
        },
        "dissent": _object(
            field=_TEXT,
            value=_ref("value"),
            statement=_TEXT,
            account=_TEXT,
            report=_TEXT,
            said_by=_MAYBE,
            stance=_enum(Stance),
            spans=_ref("places_in_reports"),
        ),
    }


def _places() -> Json:
    """Where the words stand: in a report, or in one of many."""
    return {
        "spans": _list(
            {
                "type": "array",
                "prefixItems": [_number_from(0), _number_from(1)],
                "items": False,
                "minItems": 2,
            }
        ),
        "places_in_reports": _list(
            {
                "type": "array",
                "prefixItems": [_TEXT, _number_from(0), _number_from(1)],
                "items": False,
                "minItems": 3,
            }
        ),
    }


def _parts(spans: str) -> Json:
    """The lists of an account or an incident; ``spans`` names the form of their spans."""
    places, stance = _ref(spans), {"enum": [*(s.value for s in Stance), None]}
    return {
        "actors": _list(
            _object(
                role=_enum(ActorRole),
                name=_MAYBE,
                actor_id=_MAYBE,
                kind=_enum(ActorKind),
                stance=stance,
                spans=places,
            )
        ),
        "targets": _list(_object(name=_TEXT, kind=_TEXT, effect=_MAYBE, spans=places)),
        "weapons": _list(_object(name=_TEXT, kind=_TEXT, spans=places)),
        "tolls": _list(
            _object(
                effect=_enum(Effect),
                group=_enum(Group),
                low=_COUNT,
                best=_COUNT,
                high=_COUNT,
                qualifier=_MAYBE,
                said_by=_MAYBE,
                stance=stance,
                spans=places,
            )
        ),
        "claims": _list(
            _object(
                claimant=_TEXT,
                stance=_enum(ClaimStance),
                by=_MAYBE,
                channel=_MAYBE,
                jointly_with=_MAYBE,
                spans=places,
            )
        ),
    }


def _object(**properties: Json) -> Json:
    """An object with exactly these keys."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(items: Json) -> Json:
    return {"type": "array", "items": items}


def _ref(name: str) -> Json:
    return {"$ref": f"#/$defs/{name}"}


def _or_null(name: str) -> Json:
    return {"anyOf": [_ref(name), {"type": "null"}]}


def _enum(values: type[StrEnum]) -> Json:
    return {"enum": [member.value for member in values]}


def _number(low: float, high: float) -> Json:
    return {"type": ["number", "null"], "minimum": low, "maximum": high}


def _number_from(low: int) -> Json:
    return {"type": "integer", "minimum": low}


def as_text() -> str:
    """The file as it is published."""
    return json.dumps(contract_schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    print(as_text(), end="")
