"""Tables of others as sources: which columns of an ACLED-, UCDP- or GTD-shaped file hold what.

The files are the user's; nothing of them is in Dateline. A shape reads the columns that matter for telling
which incident a row is of, and leaves the rest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from dateline.codebook.countries import by_name, by_number
from dateline.codebook.load import load
from dateline.model import PlaceClass

Row = Mapping[str, str]
_MONTHS = "january february march april may june july august september october november december".split()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row puts an incident; class and radius (metres) by its precision code."""

    name: str
    admin1: str
    country: str | None
    lat: float | None
    lon: float | None
    place_class: PlaceClass
    radius_m: int


@dataclass(frozen=True, slots=True)
class Coded:
    """What a row says. ``first`` and ``last`` are days; ``killed`` and ``injured`` are low, best, high;
    ``groups`` are (name, claims it, is uncertain); ``sides`` are names of either side."""

    id: str
    type: str
    subtype: str
    first: date
    last: date
    place: Place
    sides: tuple[str, str]
    killed: tuple[int, int, int] | None
    injured: tuple[int, int, int] | None
    civilians: int | None
    groups: tuple[tuple[str, bool, bool], ...]
    notes: str


class RowError(ValueError):
    """A row that cannot be read, and why."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A provider's form: its name, and the columns without which a file is none of it."""

    name: str
    needs: tuple[str, ...]

    def missing(self, header: Sequence[str]) -> list[str]:
        """The needed columns that a header does not have."""
        return [name for name in self.needs if name not in header]


SHAPES = (
    Shape(
        "acled",
        (
            "event_id_cnty",
            "event_date",
            "event_type",
            "sub_event_type",
            "country",
            "latitude",
            "longitude",
            "fatalities",
        ),
    ),
    Shape(
        "ucdp-ged",
        ("id", "type_of_violence", "country", "latitude", "longitude", "date_start", "date_end", "best"),
    ),
    Shape(
        "gtd",
        ("eventid", "iyear", "imonth", "iday", "country_txt", "latitude", "longitude", "attacktype1_txt"),
    ),
)


def shape_of(header: Sequence[str]) -> Shape | None:
    """The shape of a file with this header."""
    return next((shape for shape in SHAPES if not shape.missing(header)), None)


def nearest(header: Sequence[str]) -> Shape:
    """The shape that a header lacks least of."""
    return min(SHAPES, key=lambda s: len(s.missing(header)) / len(s.needs))


def read_row(shape: Shape, row: Row) -> Coded:
    """What a row says. Raises RowError."""
    return {"acled": _acled, "ucdp-ged": _ucdp, "gtd": _gtd}[shape.name](row)


def _acled(row: Row) -> Coded:
    day = _day(row["event_date"])
    spread = {"2": 3, "3": 15}.get(_value(row, "time_precision"), 0)
    where = _place(
        row, "location", "admin1", by_name(row["country"]), {"1": 0, "2": 1, "3": 3}, "geo_precision"
    )
    kind = _native("acled", "/".join((row["event_type"].strip(), row["sub_event_type"].strip())))
    best = _whole(row, "fatalities") or 0
    return Coded(
        _id(row, "event_id_cnty"), *kind, *_around(day, spread), where,
        (_value(row, "actor1"), _value(row, "actor2")), (best, best, best) if best else None, None, None, (),
        _value(row, "notes"),
    )  # fmt: skip


def _ucdp(row: Row) -> Coded:
    country = by_name(row["country"]) or by_number("gw", _whole(row, "country_id") or 0)
    codes = {"1": 0, "2": 1, "3": 2, "4": 3, "5": 3, "6": 4, "7": 3}
    where = _place(row, "where_coordinates", "adm_1", country, codes, "where_prec")
    best = _whole(row, "best") or 0
    low, high = min(_whole(row, "low") or best, best), max(_whole(row, "high") or best, best)
    kind = {"1": ("battle", ""), "2": ("battle", ""), "3": ("armed_attack", "")}.get(
        _value(row, "type_of_violence")
    )
    if kind is None:
        raise RowError(f"type_of_violence {row['type_of_violence']!r} is not 1, 2 or 3")
    first, last = _day(row["date_start"]), _day(row["date_end"])
    return Coded(
        _id(row, "id"), *kind, min(first, last), max(first, last), where,
        (_value(row, "side_a"), _value(row, "side_b")), (low, best, high), None,
        _whole(row, "deaths_civilians"), (),
        _value(row, "source_headline") or _value(row, "where_description"),
    )  # fmt: skip


def _gtd(row: Row) -> Coded:
    year, month, number = (_whole(row, name) or 0 for name in ("iyear", "imonth", "iday"))
    first, last = _stretch(year, month, number)
    country = by_number("gtd", _whole(row, "country") or 0) or by_name(row["country_txt"])
    where = _place(row, "city", "provstate", country, {"1": 0, "2": 1, "3": 2, "4": 3, "5": 4}, "specificity")
    killed, injured = _whole(row, "nkill"), _whole(row, "nwound")
    groups = []
    for gname, claim, uncertain in (
        ("gname", "claimed", "guncertain1"),
        ("gname2", "claim2", "guncertain2"),
        ("gname3", "claim3", "guncertain3"),
    ):
        if _value(row, gname) not in ("", "Unknown"):
            groups.append(
                (_value(row, gname), _value(row, claim) == "1", _value(row, uncertain) in ("1", "1.0"))
            )
    kind, subtype = _native("gtd", row["attacktype1_txt"].strip())
    if _value(row, "suicide") == "1" and kind == "bombing":
        subtype = "suicide_bombing"
    return Coded(
        _id(row, "eventid"), kind, subtype, first, last, where, ("", _value(row, "target1")),
        (killed,) * 3 if killed is not None and killed >= 0 else None,
        (injured,) * 3 if injured is not None and injured >= 0 else None,
        None, tuple(groups), _value(row, "summary"),
    )  # fmt: skip


def _value(row: Row, name: str) -> str:
    return (row.get(name) or "").strip()


def _id(row: Row, name: str) -> str:
    found = _value(row, name)
    if not found:
        raise RowError(f"{name} is empty")
    return found


def _whole(row: Row, name: str) -> int | None:
    text = _value(row, name)
    if not text:
        return None
    try:
        return int(float(text))
    except (ValueError, OverflowError) as error:
        raise RowError(f"{name} {text[:40]!r} is no number") from error


def _degrees(row: Row, name: str, most: float) -> float | None:
    text = _value(row, name)
    if not text:
        return None
    try:
        number = float(text)
    except ValueError as error:
        raise RowError(f"{name} {text[:40]!r} is no number") from error
    if not -most <= number <= most:
        raise RowError(f"{name} {text[:40]!r} is not on the globe")
    return number


def _day(text: str) -> date:
    """``2016-10-24``, ``2016-10-24 00:00:00.000``, ``24 October 2016``, ``24/10/2016``."""
    words = text.strip()
    try:
        return date.fromisoformat(words[:10])
    except ValueError:
        pass
    parts = words.replace("/", " ").replace("-", " ").split()
    try:
        number, month, year = parts[:3]
        names = [m for m in _MONTHS if m.startswith(month.casefold())] if month.isalpha() else []
        return date(int(year), _MONTHS.index(names[0]) + 1 if names else int(month), int(number))
    except (ValueError, IndexError, OverflowError) as error:  # "28 October 99999999999999999999"
        raise RowError(f"{text[:40]!r} is no day") from error


def _around(day: date, spread: int) -> tuple[date, date]:
    try:
        return day - timedelta(spread), day + timedelta(spread)
    except OverflowError as error:
        raise RowError(f"{day} is at the edge of the calendar") from error


def _stretch(year: int, month: int, number: int) -> tuple[date, date]:
    """The days that GTD's three columns mean; 0 stands for unknown."""
    try:
        if month and number:
            return (day := date(year, month, number)), day
        if month:
            return date(year, month, 1), date(year + month // 12, month % 12 + 1, 1) - timedelta(1)
        return date(year, 1, 1), date(year, 12, 31)
    except (ValueError, OverflowError) as error:
        raise RowError(f"{year}-{month}-{number} is no day") from error


_FINE = (
    (PlaceClass.POPULATED_PLACE, 5_000),
    (PlaceClass.POPULATED_PLACE, 25_000),
    (PlaceClass.DISTRICT, 40_000),
    (PlaceClass.PROVINCE, 120_000),
    (PlaceClass.COUNTRY, 500_000),
)


def _place(
    row: Row, name: str, admin1: str, country: str | None, codes: Mapping[str, int], precision: str
) -> Place:  # six columns of a row
    kind, radius = _FINE[codes.get(_value(row, precision).removesuffix(".0"), 0)]
    lat, lon = _degrees(row, "latitude", 90), _degrees(row, "longitude", 180)
    return Place(_value(row, name), _value(row, admin1), country, lat, lon, kind, radius)


def _native(scheme: str, name: str) -> tuple[str, str]:
    """The native type that would be called so; the one for which it is the first name goes before."""
    found = _names(scheme).get(name)
    if found is None:
        raise RowError(f"no type of {scheme} is called {name[:60]!r}")
    return found


@cache
def _names(scheme: str) -> Mapping[str, tuple[str, str]]:
    book = load("dateline")
    ranked: dict[str, tuple[int, int, tuple[str, str]]] = {}
    for entry in book.types:
        for subtype, mapping in [("", entry.mapping), *((s.subtype, s.mapping) for s in entry.subtypes)]:
            names = getattr(mapping, scheme)
            for place, name in enumerate(names):
                # of those with the name first: the subtype that has no other name, else the type
                rank = (place, len(names), (entry.type, subtype))
                ranked[name] = min(ranked.get(name, rank), rank)
    return {name: rank[2] for name, rank in ranked.items()} | (_EXTRA if scheme == "gtd" else {})


#: GTD's attack types are wider than ours: which of several is meant where nothing more is told.
_EXTRA = {
    "Assassination": ("armed_attack", "assassination"),
    "Armed Assault": ("armed_attack", ""),
    "Bombing/Explosion": ("bombing", ""),
    "Hijacking": ("hijacking", ""),
    "Hostage Taking (Barricade Incident)": ("kidnapping", "hostage_taking"),
    "Hostage Taking (Kidnapping)": ("kidnapping", ""),
    "Facility/Infrastructure Attack": ("property_destruction", ""),
    "Unarmed Assault": ("armed_attack", ""),
    "Unknown": ("armed_attack", ""),
}
