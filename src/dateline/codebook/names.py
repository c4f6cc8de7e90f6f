"""What the expressions of a codebook can name and call. The documentation's tables are made from this."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

Names = Mapping[str, "str | Names"]


class Function(NamedTuple):
    """How many values a function takes (least, most), and what it gives."""

    arguments: tuple[int, int]
    gives: str


_COUNTS: Names = {
    "low": "the lowest count that stands",
    "best": "the count that the codebook's rule chose",
    "high": "the highest count that stands",
    "words": "the wording where it is no figure: at least, dozens",
    "known": "whether anybody counted",
    "civilians": "best count of civilians",
    "security_forces": "best count of security forces",
    "militants": "best count of militants",
    "attackers": "best count of attackers",
    "first_side": "best count of those who belong to the first side",
    "second_side": "best count of those who belong to the second side, civilians apart",
    "unknown": "best less all that is known by group",
    "disputed": "the figures that were not chosen, in words",
}

EFFECTS = ("killed", "injured", "missing", "abducted", "arrested", "displaced", "released")

#: Names and their parts. A name without parts stands for a plain value or, where LISTS has it, for a list.
NAMES: Names = {
    "id": "the incident's id, which survives growth",
    "number": "the id as a whole number of at most 15 digits",
    "type": "incident type",
    "subtype": "its subtype, or nothing",
    "kind": "type/subtype",
    "family": "violence or development",
    "violent": "whether the type means harm",
    "stage": "accomplished, attempted, threatened or prevented",
    "invented": "whether its reports are labelled as invented",
    "label": "type and subtype in words",
    "codes": {
        "acled": "what ACLED may call it: event type/sub-event type",
        "ucdp": "what UCDP may call it: type of violence",
        "gtd": "what GTD may call it: attack type",
        "plover": "what PLOVER may call it: event type",
        "muc4": "what MUC-4 may call it: incident type",
    },
    "when": {
        "known": "whether any day is known",
        "edtf": "the date as EDTF",
        "earliest": "first day, as 2016-10-24",
        "latest": "last day",
        "middle": "the day in the middle between first and last",
        "year": "year of the first day",
        "month": "month of the first day; 0 where the month is not known",
        "day": "day of the month; 0 where the day is not known",
        "days": "how many days lie between first and last, both counted",
        "granularity": "day, range, week, month, season, year or unknown",
        "words": "the words of a report",
        "inferred": "whether it was inferred",
    },
    "where": {
        "known": "whether there is a point",
        "name": "the place",
        "detail": "a finer description without coordinates",
        "lat": "latitude, WGS 84",
        "lon": "longitude",
        "country": "ISO 3166-1, two letters",
        "country_name": "its name",
        "iso3": "three letters",
        "iso_numeric": "the number of ISO 3166-1",
        "gw": "number of Gleditsch and Ward",
        "cow": "number of the Correlates of War",
        "gtd": "number of the Global Terrorism Database",
        "gtd_region": "its region's number there",
        "gtd_region_name": "its region there",
        "acled_region": "region as ACLED names it",
        "ucdp_region": "region as UCDP names it",
        "acled_name": "the country as ACLED names it",
        "ucdp_name": "the country as UCDP names it",
        "gtd_name": "the country as the Global Terrorism Database names it",
        "admin1": "first order",
        "admin2": "second order",
        "place_class": "address, site, populated_place, district, province, country, vague_region, water …",
        "radius_km": "uncertainty",
        "centroid": "whether the point only stands for an area",
        "line": "whether the words mean a line",
        "near": "whether the words put it near or outside a named place",
        "geonames_id": "id of GeoNames",
        "inferred": "whether it was inferred",
    },
    "actors": "all who take part",
    "side1": "who is told to have done it, without those only blamed, suspected or claiming",
    "side2": "whom it was done to",
    "responders": "who responded",
    "groups": "groups that it is put to: told, claiming, blamed, in this order",
    "claims": "groups that claim it",
    "blamed": "groups that are blamed, with who blames",
    "targets": "things and places that were attacked",
    "weapons": "what was used",
    "tolls": dict.fromkeys(EFFECTS, _COUNTS),
    "reports": "the reports, oldest first",
    "sources": "outlets, each once",
    "origins": "how many reports do not depend on each other",
    "source_scale": "scales of the outlets, joined with a dash: National-International",
    "support": "confirmed, fair, weak, contested or discounted, as Airwars grades",
    "notes": "a sentence that sums the incident up, with what is in dispute",
    "summary": "the sentence alone",
    "disputes": "what is in dispute, in words",
    "related": "numbers of incidents in the table that one report tells of together, near in time and space",
    "made": {
        "version": "version of Dateline",
        "codebook": "name of the codebook",
        "at": "when the export was made, seconds since 1970",
        "day": "the same as a day",
    },
}

LISTS = frozenset(
    """actors side1 side2 responders groups claims blamed targets weapons reports sources related""".split()
)

#: What one thing of a list may have.
THING: Mapping[str, str] = {
    "name": "name; nothing for a private person",
    "kind": "kind of actor, target, weapon",
    "role": "perpetrator, target, victim, responder, other",
    "country": "ISO 3166-1, two letters",
    "country_name": "name of the country",
    "iso3": "three letters of the country",
    "acled_name": "the country as ACLED names it",
    "ucdp_name": "the country as UCDP names it",
    "gtd_name": "the country as the Global Terrorism Database names it",
    "gw": "number of Gleditsch and Ward",
    "cow": "number of the Correlates of War",
    "gtd": "country number of the Global Terrorism Database",
    "actor_id": "id in the registry of actors",
    "faction_of": "of which group it is a faction",
    "organised": "whether it is a group or force with a name",
    "stance": "asserted, claimed, denied, doubted",
    "effect": "what became of a target",
    "code": "a text of a list itself",
    "basis": "told, claimed or blamed (groups)",
    "claimed": "1 where the group claims it, else 0",
    "mode": "how it was claimed: letter, call, e-mail …",
    "by": "who blames",
    "outlet": "outlet of a report",
    "agency": "agency of a report",
    "published": "day of publication",
    "title": "headline",
    "cited": "outlet, day and headline of a report in one text",
    "url": "address",
    "scale": "local, subnational, national, regional, international, other",
}

FUNCTIONS: Mapping[str, Function] = {
    "first": Function((1, 2), "the first thing of a list, or the one of that number (0 is the first)"),
    "count": Function((1, 1), "how many a list holds"),
    "names": Function((1, 2), "the names (or another part) of a list's things, each once"),
    "only": Function((3, 16), "the things whose part (second value) is one of the values after it"),
    "without": Function((2, 9), "a list without its first thing, or without things of the named kinds"),
    "has": Function((3, 16), "whether a thing of a list has a part with one of the values after it"),
    "join": Function((1, 2), "values joined into one text; the codebook's joiner, or the one given"),
    "either": Function((1, 9), "the first value that is something"),
    "least": Function((1, 9), "the lowest number among those known"),
    "most": Function((1, 9), "the highest number among those known"),
    "lookup": Function((2, 3), "the entry of a table of the codebook; the third value where there is none"),
    "part": Function((3, 3), "one part of a text cut at a separator, by its number; nothing beyond the last"),
    "starts": Function((2, 2), "whether a text, or one of a list, begins so"),
    "upper": Function((1, 1), "in capitals"),
    "title": Function((1, 1), "words of code as a title: police_station becomes Police station"),
    "rounded": Function((1, 2), "a number with so many places after the point"),
    "bits": Function((1, 1), "1 for yes, 0 for no, nothing for unknown"),
    "priogrid": Function((2, 2), "cell of PRIO-GRID at latitude, longitude"),
    "point": Function((2, 2), "WKT of longitude, latitude"),
    "word_count": Function((2, 2), "a count, or what a table gives for its wording (dozens: 12)"),
    "asserted": Function(
        (1, 1), "a count that does not rest on the word of an armed group alone, else nothing"
    ),
    "shared": Function((1, 1), "a count; a total over tied incidents is shared out among them"),
}
