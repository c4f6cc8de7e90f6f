"""Names that are none of the places called so: the gazetteer holds a namesake elsewhere, and not the place
that is meant; or a word of an institution's name is no place at all."""

from __future__ import annotations

from collections.abc import Sequence

from dateline.resolve.where.cues import cues
from dateline.resolve.where.detect import Toponym
from dateline.resolve.where.gazetteer import Place
from dateline.resolve.where.groups import Group
from dateline.resolve.where.rank import TOWNS, lies_in
from dateline.resolve.where.tokens import Tokens

_ORDINARY = 3  # class of frequency from which a word is hardly a name where it stands within one
_KNOWN_TO_ALL = 100_000  # people of a town that may be named out of the blue
_TELLS = frozenset(("reports", "reported"))
_PLACES = frozenset(
    "village town city hamlet place area locality district settlement site camp island".split()
)
_AGREE = 2  # names that must speak of another country


def of_an_institution(toponym: Toponym, tokens: Tokens) -> bool:
    """ "two Central Reserve Police Force troopers": an ordinary word in the middle of an institution's name,
    and no Reserve in Louisiana."""
    first, last = toponym.first, toponym.last
    return (
        first > 0
        and last - first == 1
        and tokens.capital[first - 1]
        and tokens.joined(first)
        and cues().common.get(tokens.lower[first], 0) >= _ORDINARY
        and any(f.startswith("nc=organisation") for f in toponym.features)
    )


def of_a_speaker(toponym: Toponym, tokens: Tokens) -> bool:
    """ "…, reports Dawn." is a newspaper and no suburb; "a militant identified as Duran" no town."""
    first, last = toponym.first, toponym.last
    before = tokens.lower[first - 1] if first else ""
    if before in _TELLS and tokens.gap(first) == " ":
        after = tokens.text[tokens.ends[last - 1] :].lstrip(" \"'”’")
        return not after or after[0] in ".;\n"
    return (
        before == "as"
        and first > 1
        and tokens.lower[first - 2] == "identified"
        and not _a_place_is(tokens, first)
    )


def _a_place_is(tokens: Tokens, first: int) -> bool:
    """ "a village identified as Mirak"."""
    return first > 2 and tokens.lower[first - 3] in _PLACES


def where_it_is_said(one: Group) -> Group | None:
    """ "Gilan District of Ghazni Province" is none of the larger places called Gilan. None where nothing that
    is called so lies in the country that is said: a place that the gazetteer does not have."""
    if not any(m.contained for m in one.members):
        return one
    countries = {c.place.country for c in one.qualifier}
    inside = [c for c in one.candidates if lies_in(c.place, one.qualifier)]
    one.candidates = tuple(inside or [c for c in one.candidates if c.place.country in countries])
    return one if one.candidates else None


def astray(groups: Sequence[Group], demonyms: Sequence[Toponym], home: tuple[Place, ...]) -> list[Group]:
    """The names whose only reading is a small town in a country that nothing else in the report speaks of,
    where all else speaks of one other country: "the village of Mura Lopit (Lafon county, Eastern Equatoria
    state)" is none in Italy. They are taken for places that the gazetteer does not have."""
    countries = [one.candidates[one.best].place.country for one in groups]
    told = {c.candidates[0].place.country for c in demonyms} | {place.country for place in home}
    others = set(countries) | told
    found = []
    for one, own in zip(groups, countries, strict=True):
        place = one.candidates[one.best].place
        if place.kind not in TOWNS or place.population >= _KNOWN_TO_ALL or one.qualifier or own in told:
            continue
        if any("p=from" in m.features for m in one.members):
            continue  # "a soldier from Smithville died in Iraq"
        rest = [country for other, country in zip(groups, countries, strict=True) if other is not one]
        if own not in rest and len(rest) >= _AGREE and len(others - {own, ""}) == 1:
            found.append(one)
    return found
