"""Places that a reader marked and that no gazetteer holds: near a town, in an area, or a name alone."""

from __future__ import annotations

from dateline.assemble.extract import assemble
from dateline.ingest import read
from dateline.model import Field, Page, PlaceClass, Stage, Where
from dateline.reader.contract import IncidentReading, Label, Mark, Occurrence, Reading
from dateline.reader.findings import find
from dateline.resolve.who import Registry
from dateline.text import sentences


def _where(text: str, marked: str, trigger: str, main: bool = True) -> tuple[Where | None, set[str]]:
    """The place that is stated, and the words that it rests on."""
    report = read(Page(text.encode(), "text/plain", given={"id": "t", "published": "2021-03-09"}))

    def span(words: str):
        start = report.text.index(words)
        return report.span(start, start + len(words))

    incident = IncidentReading(
        "armed_attack", "", Stage.ACCOMPLISHED, main, (Occurrence(span(trigger), 0),), (0,),
        (Mark(span(marked), Label.WHERE, confidence=0.9),),
    )  # fmt: skip
    reading = Reading(tuple(sentences(report.text)), (incident,), "test@1", "", ())
    account = assemble(report, find(report, Registry.load()), reading)[0]
    stated = next(iter(account.of(Field.WHERE)))
    return account.where, {report.quote(s) for s in stated.spans}


def test_a_village_that_no_gazetteer_holds_lies_near_the_town_of_the_report() -> None:
    text = (
        "COCHABAMBA, Bolivia - Growers ambushed a patrol near Qarwaplaya on Monday, and four policemen died."
    )
    where, words = _where(text, "near Qarwaplaya", "ambushed")
    assert where is not None
    assert (where.country, where.detail, where.place_class) == ("BO", "Qarwaplaya", PlaceClass.UNKNOWN)
    assert where.centroid and where.radius_m is not None and where.radius_m >= 50_000
    assert "near" in where.reason
    assert "near Qarwaplaya" in words


def test_words_without_a_name_say_nothing_finer_than_the_town() -> None:
    text = "COCHABAMBA, Bolivia - Growers ambushed a patrol at a bridge on Monday, and four policemen died."
    where, _ = _where(text, "a bridge", "ambushed")
    assert where is not None and where.detail == ""


def test_the_first_word_of_a_sentence_is_no_name() -> None:
    text = "COCHABAMBA, Bolivia - It was dark. Their village was ambushed on Monday, and four people died."
    where, _ = _where(text, "Their village", "ambushed")
    assert where is not None and where.detail == ""


def test_a_marked_town_is_the_place_itself() -> None:
    text = "COCHABAMBA, Bolivia - Growers ambushed a patrol near Oruro on Monday, and four policemen died."
    where, _ = _where(text, "near Oruro", "ambushed")
    assert where is not None and where.name == "Oruro" and "Oruro" not in where.detail


def test_a_district_lies_in_no_other_district() -> None:
    text = (
        "Four policemen died in a blast in Qarwaplaya District on Monday. "
        "They were on their way to Abbottabad District in Pakistan."
    )
    where, _ = _where(text, "Qarwaplaya District", "blast")
    assert where is not None
    assert (where.name, where.country, where.lat) == ("Qarwaplaya District", "PK", None)


def test_a_name_alone_is_stated_without_a_point() -> None:
    text = (
        "Nobody was at home. In 2009 gunmen ambushed a patrol at Qarwaplaya, and four policemen died there."
    )
    where, words = _where(text, "Qarwaplaya", "ambushed", main=False)
    assert where is not None
    assert (where.name, where.lat, where.country) == ("Qarwaplaya", None, None)
    assert words == {"Qarwaplaya"}
