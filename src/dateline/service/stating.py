"""Words that a person selects, and forms that a person fills in, as values."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from typing import Any, cast

from dateline.codebook import Codebook
from dateline.errors import UsageError
from dateline.model import (
    UNCERTAIN,
    Actor,
    ActorKind,
    ActorRole,
    Claim,
    ClaimStance,
    Effect,
    Field,
    Granularity,
    Group,
    PlaceClass,
    Report,
    Span,
    Target,
    Toll,
    Value,
    Weapon,
    When,
    Where,
)
from dateline.model.codec import from_json, to_json
from dateline.service import rooms
from dateline.service.filters import bound

#: What the value of each field is; the others are texts.
CLASSES: Mapping[Field, type[Any]] = {
    Field.WHEN: When,
    Field.WHERE: Where,
    Field.ACTOR: Actor,
    Field.TARGET: Target,
    Field.WEAPON: Weapon,
    Field.TOLL: Toll,
    Field.CLAIM: Claim,
}

#: What a form asks for, field by field; the rest of a value stays as it was.
FORMS: Mapping[Field, tuple[str, ...]] = {
    Field.TYPE: ("value",),
    Field.STAGE: ("value",),
    Field.WHEN: ("edtf",),
    Field.WHERE: ("name", "detail", "admin1", "country", "lat", "lon", "radius_m", "place_class"),
    Field.ACTOR: ("name", "role", "kind", "country", "private"),
    Field.TARGET: ("name", "kind", "effect"),
    Field.WEAPON: ("name", "kind"),
    Field.TOLL: ("effect", "group", "low", "best", "high", "qualifier"),
    Field.CLAIM: ("claimant", "stance", "by", "channel", "jointly_with"),
    Field.NOTE: ("value",),
}


def choices(codebook: Codebook, field: Field) -> dict[str, list[tuple[str, str]]]:
    """The values that a form may take, with what they mean, from the codebook."""
    if field is Field.TYPE:
        found = []
        for entry in codebook.types:
            found.append((entry.type, entry.definition))
            found += [(f"{entry.type}/{s.subtype}", s.definition) for s in entry.subtypes]
        return {"value": found}
    match field:
        case Field.STAGE:
            return {"value": [(stage.value, words) for stage, words in codebook.stages.items()]}
        case Field.WEAPON:
            return {"kind": list(codebook.weapon_kinds.items())}
        case Field.TARGET:
            effects = ("", "damaged", "destroyed", "none", "seized")
            return {"kind": list(codebook.target_kinds.items()), "effect": [(e, "") for e in effects]}
        case Field.TOLL:
            return {"effect": _members(Effect), "group": _members(Group)}
        case Field.ACTOR:
            return {
                "role": _members(ActorRole),
                "kind": _members(ActorKind),
                "private": [("no", ""), ("yes", "")],
            }
        case Field.CLAIM:
            return {"stance": _members(ClaimStance)}
        case Field.WHERE:
            return {"place_class": _members(PlaceClass)}
        case _:
            return {}


def _members(enum: Any) -> list[tuple[str, str]]:
    return [(member.value, "") for member in enum]


def filled(codebook: Codebook, field: Field, given: Mapping[str, str], base: Value = None) -> Value:
    """The value that a filled-in form stands for; what it does not ask for stays as in ``base``.

    Raises UsageError with what is wrong with which part.
    """
    given = {name: text.strip() for name, text in given.items() if name in FORMS[field]}
    allowed = choices(codebook, field)
    for name, text in given.items():
        if len(text) > 2000:
            raise UsageError(f"{name} is too long", "give up to 2,000 characters")
        if name in allowed and text not in {value for value, _ in allowed[name]}:
            raise UsageError(f"{text[:60]!r} is no {name} of the codebook", "choose one of the list")
    if field not in CLASSES:
        text = given.get("value", "")
        if not text:
            raise UsageError(f"{field.value} needs a value", "choose one")
        return text
    if field is Field.WHEN:
        return _day(given.get("edtf", ""), base)
    cls = CLASSES[field]
    data = to_json(base) if isinstance(base, cls) else {}
    data |= {name: _typed(cls, name, text) for name, text in given.items()}
    try:
        return _checked(from_json(cls, data))
    except (TypeError, KeyError, ValueError) as error:
        problem = (
            str(error) if isinstance(error, ValueError) and "toll" in str(error) else "a part is missing"
        )
        raise UsageError(f"this is no {field.value}: {problem}", "mend the form") from error


def _checked(value: Any) -> Value:
    name = getattr(value, "name", getattr(value, "claimant", "-"))
    if not name and not getattr(value, "private", False):
        raise UsageError("a name is missing", "write it as the report does")
    if isinstance(value, Where):
        far = value.lat is not None and not -90 <= value.lat <= 90
        if far or (value.lon is not None and not -180 <= value.lon <= 180):
            raise UsageError("these degrees lie beyond the Earth", "latitude −90…90, longitude −180…180")
        if (value.lat is None) != (value.lon is None):
            raise UsageError("a point has latitude and longitude", "give both or neither")
    if isinstance(value, Toll) and value.low is None and value.best is None and value.high is None:
        raise UsageError("a toll needs a number", "give at least one of low, best and high")
    found: Value = value
    return found


def _typed(cls: type[Any], name: str, text: str) -> Any:
    """A part of a form in the type that the value wants; an empty number is unknown."""
    hint = str(next(f.type for f in fields(cls) if f.name == name))
    try:
        if "bool" in hint:
            return text == "yes"
        if "int" in hint or "float" in hint:
            number = (float(text) if "float" in hint else int(text)) if text else None
            if number is not None and (number != number or abs(number) > 1e9):
                raise ValueError(text)
            return number
    except ValueError as error:
        raise UsageError(f"{name} {text[:40]!r} is no number", "give a number, or leave it empty") from error
    return None if not text and "None" in hint else text


def _day(edtf: str, base: Value) -> When:
    """A day, a month, a year, or a stretch (``2016-10-24/2016-10-26``); a day with doubt (``2016-10-24?``)
    keeps the bounds that it had."""
    doubtful = len(edtf) == len("2016-10-24?") and edtf.endswith(UNCERTAIN)
    if doubtful and isinstance(base, When) and edtf == base.edtf:
        return replace(base, anchor="absolute", reason="", within=None, likeliest=None)
    first, slash, last = (edtf[:-1] if doubtful else edtf).partition("/")
    try:
        earliest, grain = _bounds(first, last=False)
        latest, _ = _bounds(last if slash else first, last=True)
        if latest < earliest:
            raise ValueError(edtf)
    except ValueError as error:
        way_out = "write 2016-10-24, 2016-10-24?, 2016-10, 2016 or 2016-10-24/2016-10-26"
        raise UsageError(f"{edtf[:40]!r} is no day", way_out) from error
    words = base.words if isinstance(base, When) else ""
    return When(edtf, earliest, latest, Granularity.RANGE if slash else grain, words, "absolute")


def _bounds(text: str, *, last: bool) -> tuple[date, Granularity]:
    grains = {1: Granularity.YEAR, 2: Granularity.MONTH, 3: Granularity.DAY}
    if not re.fullmatch(r"\d{4}(-\d\d){0,2}", text):
        raise ValueError(text)
    try:
        return date.fromisoformat(bound(text, "day", last=last)), grains[text.count("-") + 1]
    except UsageError as error:
        raise ValueError(text) from error


def proposed(report: Report, field: Field, start: int, end: int, base: Value = None) -> Value:
    """What the selected words most likely stand for, to begin a form with; None where that cannot be told.

    ``base`` is the value that is being corrected: a new count keeps its effect and its group.
    """
    words = " ".join(report.text[start:end].split())
    match field:
        case Field.WHEN:
            return _when(report, start, end)
        case Field.WHERE:
            return _where(report, start, end) or Where(words)
        case Field.TOLL:
            return _toll(report, (start, end), base)
        case Field.ACTOR:
            return _named(base, Actor(words), "name", words)
        case Field.TARGET:
            return _named(base, Target(words, "other"), "name", words)
        case Field.WEAPON:
            return _named(base, Weapon(words, "other"), "name", words)
        case Field.CLAIM:
            return _named(base, Claim(words, ClaimStance.CLAIMS, words), "claimant", words)
        case Field.NOTE:
            return words
        case _:
            return base if isinstance(base, str) else None


def _named(base: Value, fresh: Any, name: str, words: str) -> Value:
    if type(base) is not type(fresh):
        found: Value = fresh
        return found
    changed: Value = replace(cast(Any, base), **{name: words})
    return changed


def _when(report: Report, start: int, end: int) -> Value:
    return _nearest(rooms.times_of(report), start, end)


def _where(report: Report, start: int, end: int) -> Value:
    return _nearest(rooms.places_of(report), start, end)


def _nearest(found: Sequence[tuple[Span, Value]], start: int, end: int) -> Value:
    """The value whose words share most with the selected ones."""
    shared = [(min(end, span.end) - max(start, span.start), value) for span, value in found]
    best = max(shared, key=lambda one: one[0], default=(0, None))
    return best[1] if best[0] > 0 else None


def _toll(report: Report, at: tuple[int, int], base: Value) -> Value:
    low, best, high, qualifier = rooms.count_in(report, *at)
    effect = base.effect if isinstance(base, Toll) else Effect.KILLED
    group = base.group if isinstance(base, Toll) else Group.UNKNOWN
    return Toll(effect, group, low, best, high, qualifier)


assert set(FORMS) == set(Field)
