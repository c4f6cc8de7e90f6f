"""Spanish and French times as their news writes them, and days of the calendars and feasts of the region."""

from __future__ import annotations

from datetime import date

import pytest

from dateline.model import Published
from dateline.resolve.when import find_times, languages

DAY = date(2016, 10, 28)  # a Friday
KNOWN = Published("2016-10-28", DAY, DAY)


def test_three_languages_have_a_grammar() -> None:
    assert languages() == ["en", "es", "fr"]


@pytest.mark.parametrize(
    ("language", "text", "words", "edtf"),
    [
        ("es", "La explosión ocurrió ayer por la mañana.", "ayer por la mañana", "2016-10-27"),
        ("es", "Tres soldados murieron la madrugada del martes.", "la madrugada del martes", "2016-10-25"),
        ("es", "El viernes 21 de octubre murieron dos guardias.", "El viernes 21 de octubre", "2016-10-21"),
        ("es", "Los secuestraron anoche en la carretera.", "anoche", "2016-10-27"),
        ("es", "El puente fue volado hace dos semanas.", "hace dos semanas", "2016-10-11/2016-10-17"),
        ("es", "La tregua comenzará el próximo lunes.", "el próximo lunes", "2016-10-31"),
        ("es", "Los combates empezaron en mayo de 2014.", "mayo de 2014", "2014-05"),
        ("fr", "Un convoi a été attaqué hier soir.", "hier soir", "2016-10-27"),
        ("fr", "Deux gardes ont été tués avant-hier.", "avant-hier", "2016-10-26"),
        ("fr", "Le pont a sauté la semaine dernière.", "la semaine dernière", "2016-10-17/2016-10-23"),
        ("fr", "Il a été enlevé vendredi 21 octobre.", "vendredi 21 octobre", "2016-10-21"),
        ("fr", "Les combats ont commencé en mai 2014.", "mai 2014", "2014-05"),
        ("fr", "Le procès s'ouvrira le mois prochain.", "le mois prochain", "2016-11"),
    ],
)
def test_spans_and_values(language: str, text: str, words: str, edtf: str) -> None:
    (mention,) = find_times(text, "r", KNOWN, language)
    assert text[mention.span.start : mention.span.end] == words
    assert mention.when.edtf == edtf


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "Hubo cuatro muertos, dijo la policía el martes."),
        ("es", "Según informó el ejército el martes, hubo cuatro muertos."),
        ("fr", "Quatre personnes sont mortes, a déclaré la police mardi."),
        ("fr", "Deux soldats ont été tués, a annoncé le ministère mardi."),
    ],
)
def test_times_of_saying(language: str, text: str) -> None:
    (mention,) = find_times(text, "r", KNOWN, language)
    assert mention.is_reporting and mention.when.edtf == "2016-10-25"


@pytest.mark.parametrize(
    ("text", "words", "edtf"),
    [
        # Hijri and Jalali dates as the region's press writes them
        ("The order was signed on 22 Muharram 1438.", "22 Muharram 1438", "2016-10-23"),
        ("He was killed on 3 Aban 1395.", "3 Aban 1395", "2016-10-24"),
        # feasts by name
        ("Worshippers were attacked on Ashura.", "Ashura", "2016-10-11"),
        ("The truce held through Eid al-Adha.", "Eid al-Adha", "2016-09-11/2016-09-14"),
        ("Churches were bombed on Easter Sunday.", "Easter Sunday", "2016-03-27"),
    ],
)
def test_calendars_and_feasts(text: str, words: str, edtf: str) -> None:
    (mention,) = find_times(text, "r", KNOWN)
    assert text[mention.span.start : mention.span.end] == words
    assert mention.when.edtf == edtf


@pytest.mark.parametrize(
    ("text", "words", "edtf"),
    [
        ("They fought from Monday until Wednesday noon.", "Monday until Wednesday noon", None),
        ("Shops stayed shut Monday through Wednesday.", "Monday through Wednesday", "2016-10-24/2016-10-26"),
        ("He died between Monday and Tuesday.", "between Monday and Tuesday", "2016-10-24/2016-10-25"),
        (
            "It burned late Monday night and into early Tuesday.",
            "late Monday night and into early Tuesday",
            "2016-10-24",
        ),
    ],
)
def test_several_weekdays_in_one_expression(text: str, words: str, edtf: str | None) -> None:
    mention = find_times(text, "r", KNOWN)[0]
    found = text[mention.span.start : mention.span.end]
    assert found == words or words.startswith(found)
    assert mention.when.edtf == edtf or edtf is None
    if "night" in words:
        assert mention.when.time_of_day == "night"
