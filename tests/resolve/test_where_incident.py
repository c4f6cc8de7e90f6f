"""Where it happened, not where it was said, mourned, or where somebody is from."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.model import OffsetMap, PlaceClass, Report, Span
from dateline.resolve.where import Gazetteer, choose_incident_place, find_places, place_of_verb


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def _report(text: str, title: str = "") -> Report:
    return Report("r", text, OffsetMap.identity(len(text)), "", title=title)


def _trigger(text: str, word: str) -> Span:
    start = text.index(word)
    return Span("r", start, start + len(word))


@pytest.mark.parametrize(
    ("text", "word", "place"),
    [
        (
            "A bomb exploded in a market in Kirkuk on Monday, a police official told reporters in Baghdad.",
            "exploded",
            "Kirkuk",
        ),
        (
            "Maria Lopez, 29, of Trotwood, was shot outside a bar in Dayton, Ohio, police said. She died.",
            "shot",
            "Dayton",
        ),
        (
            "Two men were shot in Toledo, Ohio. The suspect was arrested in Cleveland on Friday.",
            "shot",
            "Toledo",
        ),
        ("Gunmen killed four guards in Quetta. Hundreds came to the funeral in Karachi.", "killed", "Quetta"),
    ],
)
def test_the_scene_wins(gazetteer: Gazetteer, text: str, word: str, place: str) -> None:
    report = _report(text)
    ranked = choose_incident_place(
        report, find_places(report, gazetteer), _trigger(text, word), (), gazetteer
    )
    assert ranked[0].where.name == place
    assert ranked[0].mention is not None and ranked[0].reasons
    assert abs(sum(c.score for c in ranked) - 1) < 1e-6


def test_site_and_street_are_details_of_their_town(gazetteer: Gazetteer) -> None:
    text = "Gunmen attacked the Civil Hospital in Quetta. Police were called to the 400 block of Fawn Drive."
    found = {text[m.span.start : m.span.end]: m.where for m in find_places(_report(text), gazetteer)}
    assert found["Civil Hospital"].place_class is PlaceClass.SITE
    assert (found["Civil Hospital"].detail, found["Civil Hospital"].geonames_id) == (
        "Civil Hospital",
        1167528,
    )
    assert found["400 block of Fawn Drive"].place_class is PlaceClass.ADDRESS


def test_distances_directions_and_lines(gazetteer: Gazetteer) -> None:
    text = "A mine blew up 20 km (12 miles) east of Quetta. In northern Mali, men died between Gao and Kidal."
    found = {text[m.span.start : m.span.end]: m.where for m in find_places(_report(text), gazetteer)}
    assert found["Quetta"].lon is not None and found["Quetta"].lon - 67.0 == pytest.approx(0.21, abs=0.02)
    assert (found["Quetta"].radius_m or 0) > 5_000 and "20 km" in found["Quetta"].detail
    assert (found["Mali"].place_class, found["Mali"].centroid) == (PlaceClass.VAGUE_REGION, True)
    assert found["Gao"].name == "between Gao and Kidal"


def test_vague_region_is_never_a_point(gazetteer: Gazetteer) -> None:
    text = "Pakistan has fought militants in the country's western tribal regions for years."
    where = find_places(_report(text), gazetteer)[-1].where
    assert (where.name, where.place_class, where.country) == (
        "western tribal regions",
        PlaceClass.VAGUE_REGION,
        "PK",
    )
    assert where.centroid and (where.radius_m or 0) > 100_000


def test_no_place_is_an_answer(gazetteer: Gazetteer) -> None:
    text = "Three people were shot on Monday, police said."
    ranked = choose_incident_place(_report(text), [], _trigger(text, "shot"), (), gazetteer)
    assert ranked[0].where.lat is None and ranked[0].where.reason


def test_verb_takes_its_own_place(gazetteer: Gazetteer) -> None:
    text = "Rebels captured Kisangani on Sunday, a spokesman said in Kinshasa."
    report = _report(text)
    found = place_of_verb(report, find_places(report, gazetteer), _trigger(text, "captured"))
    assert found is not None and found.span.pair() == (16, 25)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from("AaQquetta St. ,-'’\n12—éعب"), max_size=120))
def test_spans_lie_in_the_text(text: str) -> None:
    for mention in find_places(_report(text)):
        assert text[mention.span.start : mention.span.end].strip()
        assert mention.where.lat is None or mention.where.radius_m


@pytest.mark.parametrize(
    ("text", "word", "place"),
    [
        (
            "TRINIDAD, Bolivia, June 4 - Unidentified gunmen abducted three engineers on a road west of San "
            "Borja on Tuesday, their company said.",
            "abducted",
            "San Borja",
        ),
        (
            "LIBREVILLE (AFP) - An air strike hit the weekly market of Mekambo on Sunday, a doctor told "
            "AFP in Libreville.",
            "air strike",
            "Mekambo",
        ),
        (
            "LA PAZ (Reuters) - A bomb exploded outside a bank in Oruro. The wounded were flown to La Paz, "
            "police told a news conference in the capital.",
            "exploded",
            "Oruro",
        ),
        (
            "COLOMBO: Gunmen shot dead a trader near Vavuniya, officials said in Colombo.",
            "shot dead",
            "Vavuniya",
        ),
        (
            "OUAGADOUGOU (AFP) - Gunmen stormed a hotel on Friday, killing nine, police said.",
            "stormed",
            "Ouagadougou",
        ),
        ("BUJUMBURA, Burundi, May 3 - Grenades wounded six people on Monday night.", "wounded", "Bujumbura"),
    ],
)
def test_bureau_loses_to_a_place_in_the_clause(
    gazetteer: Gazetteer, text: str, word: str, place: str
) -> None:
    report = _report(text)
    ranked = choose_incident_place(
        report, find_places(report, gazetteer), _trigger(text, word), (), gazetteer
    )
    assert ranked[0].where.name.casefold() == place.casefold(), [(c.where.name, c.score) for c in ranked]


@pytest.mark.parametrize("words", ["northern Mali", "the Sahel", "the border with Chad", "the tribal areas"])
def test_no_vague_region_has_a_point(gazetteer: Gazetteer, words: str) -> None:
    text = f"Pakistan and Niger sent troops after raiders killed nine people in {words} on Sunday."
    vague = [
        m for m in find_places(_report(text), gazetteer) if m.where.place_class is PlaceClass.VAGUE_REGION
    ]
    assert vague and all(m.where.lat is None and m.where.reason for m in vague)


def test_what_a_reader_marks_is_likelier_and_not_alone(gazetteer: Gazetteer) -> None:
    text = (
        "A bomb exploded in a market in Kirkuk on Monday. A second one went off in Mosul, a police official "
        "told reporters in Baghdad."
    )
    report = _report(text)
    places = find_places(report, gazetteer)
    plain, marked = (
        {
            c.where.name: c.score
            for c in choose_incident_place(
                report, places, _trigger(text, "exploded"), (), gazetteer, marked=spans
            )
        }
        for spans in ((), (_trigger(text, "Mosul"),))
    )
    assert marked["Mosul"] > 2 * plain["Mosul"]
    assert marked["Kirkuk"] > marked["Mosul"] > marked["Baghdad"] > 0
    assert abs(sum(marked.values()) - 1) < 1e-6


@pytest.mark.parametrize(
    ("text", "site", "town"),
    [
        ("BOSTON - A man was shot at Jackson Square on Monday.", "Jackson Square", "BOSTON"),
        ("ALBUQUERQUE, N.M. - A boy died at Los Altos Skate Park.", "Los Altos Skate Park", "ALBUQUERQUE"),
        # the town itself may have a square, and what lies in the same state may be meant
        ("ATLANTA - A man was shot at Atlanta Hospital.", "Atlanta Hospital", "Atlanta"),
        ("KABUL - Gunmen attacked Kandahar Airport on Monday.", "Kandahar Airport", "Kandahar"),
        ("BOSTON - A man was shot at Springfield Hospital.", "Springfield Hospital", "Springfield"),
    ],
)
def test_a_site_named_after_a_place_elsewhere(gazetteer: Gazetteer, text: str, site: str, town: str) -> None:
    found = {text[m.span.start : m.span.end]: m.where for m in find_places(_report(text), gazetteer)}
    assert (found[site].name, found[site].place_class) == (town, PlaceClass.SITE)
