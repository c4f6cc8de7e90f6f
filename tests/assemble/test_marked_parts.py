"""What a reader that marks parties and figures says of them comes out as it was marked, with its spans."""

from __future__ import annotations

import pytest

from dateline.assemble.extract import assemble
from dateline.ingest import read
from dateline.model import (
    Account,
    ActorKind,
    ClaimStance,
    Field,
    Page,
    PlaceClass,
    Report,
    Span,
    Stage,
    Stance,
    Toll,
)
from dateline.reader.contract import Attribution, IncidentReading, Label, Mark, Occurrence, Reading
from dateline.reader.findings import find
from dateline.resolve.who import Registry
from dateline.text import sentences

TEXT = (
    "Gunmen stormed a customs post near Kohlu on Monday and killed four guards. The attackers fled on "
    "motorcycles. A hospital put the dead at six. The Red Column was adamant it had not been there."
)


def _report(text: str = TEXT) -> Report:
    return read(Page(text.encode(), "text/plain", given={"id": "t", "published": "2021-03-09"}))


def _account(
    *marks: tuple[str, Label, int | None, float], said: tuple[str, str] | None = None, text: str = TEXT
) -> Account:
    report = _report(text)

    def span(words: str):
        start = report.text.index(words)
        return report.span(start, start + len(words))

    incident = IncidentReading(
        "armed_attack",
        "",
        Stage.ACCOMPLISHED,
        True,
        (Occurrence(span("stormed"), 0), Occurrence(span("killed"), 0)),
        (0, 1, 2, 3),
        tuple(Mark(span(words), label, confidence=sure, party=party) for words, label, party, sure in marks),
    )
    attributions = (Attribution(span(said[0]), span(said[1])),) if said else ()
    reading = Reading(tuple(sentences(report.text)), (incident,), "test@1", "", attributions)
    return assemble(report, find(report, Registry.load()), reading)[0]


def _quotes(account: Account, name: str) -> list[set[str]]:
    report = _report()
    return [{report.quote(s) for s in st.spans} for a, st in account.actors if a.role.value == name]


def test_words_of_one_party_are_one_actor_that_rests_on_all_of_them() -> None:
    doers = ("Gunmen", Label.PERPETRATOR, 0, 0.9), ("attackers", Label.PERPETRATOR, 0, 0.8)
    assert _quotes(_account(*doers), "perpetrator") == [{"Gunmen", "attackers"}]


def test_words_of_two_parties_are_two_actors() -> None:
    people = ("guards", Label.VICTIM, 0, 0.9), ("Red Column", Label.VICTIM, 1, 0.5)
    assert sorted(map(sorted, _quotes(_account(*people), "victim"))) == [["Red Column"], ["guards"]]


def test_a_figure_that_only_the_reader_ties_to_the_incident_is_stated_as_sure_as_it_is() -> None:
    account = _account(("four", Label.KILLED, None, 0.9), ("six", Label.KILLED, None, 0.55))
    tolls = [(s.value.best, s.confidence) for s in account.of(Field.TOLL) if isinstance(s.value, Toll)]
    assert {best for best, _ in tolls} == {4, 6}
    assert dict(tolls)[4] == 0.9
    assert dict(tolls)[6] <= 0.55


def test_who_says_it_may_be_known_to_the_reader_alone() -> None:
    marks = [("six", Label.KILLED, None, 0.8)]
    account = _account(*marks, said=("A hospital", "the dead at six"))
    six = next(s for s in account.of(Field.TOLL) if isinstance(s.value, Toll) and s.value.best == 6)
    assert six.said_by.name == "hospital"


CLAIMED = (
    "A bomb killed four guards near Kohlu on Monday. The Red Column claimed responsibility for the bombing. "
    "Police blamed the Black Brigade for the attack."
)


def test_who_claims_or_is_blamed_is_no_asserted_perpetrator_whatever_the_reader_is_sure_of() -> None:
    report = read(Page(CLAIMED.encode(), "text/plain", given={"id": "t", "published": "2021-03-09"}))

    def span(words: str):
        return report.span(report.text.index(words), report.text.index(words) + len(words))

    marks = [
        Mark(span(words), Label.PERPETRATOR, Stance.ASSERTED, 0.9, party)
        for party, words in enumerate(("Red Column", "Black Brigade"))
    ]
    incident = IncidentReading(
        "bombing", "", Stage.ACCOMPLISHED, True, (Occurrence(span("bomb"), 0),), (0, 1, 2), tuple(marks)
    )
    reading = Reading(tuple(sentences(report.text)), (incident,), "test@1")
    account = assemble(report, find(report, Registry.load()), reading)[0]
    doers = {a.name: s.stance for a, s in account.actors if a.role.value == "perpetrator"}
    assert doers == {"Red Column": Stance.CLAIMED, "Black Brigade": Stance.DOUBTED}


def _told(text: str, trigger: str, *marks: tuple[str, Label, int | None]) -> Account:
    report = read(Page(text.encode(), "text/plain", given={"id": "t", "published": "2021-03-09"}))

    def span(words: str) -> Span:
        start = report.text.index(words)
        return report.span(start, start + len(words))

    marked = tuple(Mark(span(words), label, party=party) for words, label, party in marks)
    happened = (Occurrence(span(trigger), 0),)
    incident = IncidentReading("armed_attack", "", Stage.ACCOMPLISHED, True, happened, (0, 1), marked)
    reading = Reading(tuple(sentences(report.text)), (incident,), "test@1", "", ())
    return assemble(report, find(report, Registry.load()), reading)[0]


def test_a_name_is_of_the_kind_that_other_words_of_its_party_tell() -> None:
    text = "Gunmen shot a woman in Kohlu on Monday. Amira Sarwan died at a hospital, and Omar Bal was freed."
    people = (("woman", 0), ("Amira Sarwan", 0), ("Omar Bal", 1))
    account = _told(text, "shot", *((words, Label.VICTIM, party) for words, party in people))
    kinds = {a.name: a.kind for a, _ in account.actors if a.role.value == "victim"}
    assert kinds == {"Amira Sarwan": ActorKind.CIVILIANS, "Omar Bal": ActorKind.OTHER}


def test_one_person_in_two_words_that_only_the_reader_marked_is_counted_once() -> None:
    text = "A boy of Kohlu was the first that it took. The mine took Luan Sarwan. It took Omar Bal, 40."

    def counted(*words: str) -> list[int | None]:
        account = _told(text, "took", *((one, Label.KILLED, None) for one in words))
        return [t.best for t, _ in account.tolls if t.effect.value == "killed"][:1]

    assert counted("A boy", "Luan Sarwan") == [1]
    assert counted("Luan Sarwan", "Omar Bal") == [2]


def test_a_group_has_its_whole_name_and_a_family_no_name_of_others() -> None:
    text = (
        "Gunmen stormed a customs post and killed four guards. A general said that the Sons of Kohlu did it. "
        "Brothers of Ahmed Jan stood by. They fled."
    )
    told = _account(
        ("Sons of Kohlu", Label.PERPETRATOR, None, 0.9), ("Brothers of Ahmed Jan", Label.OTHER, None, 0.9),
        text=text,
    )  # fmt: skip
    names = {a.role.value: a.name for a, _ in told.actors}
    assert names["perpetrator"] == "Sons of Kohlu"
    assert "Ahmed" not in names["other"]
    headline = "It was stormed. One wrote: Gunmen Shot Brother of Ahmed Jan. Four were killed. All fled. So."
    told = _account(("Brother of Ahmed Jan", Label.VICTIM, None, 0.9), text=headline)
    assert not any("Ahmed" in a.name and not a.private for a, _ in told.actors)


def test_what_the_reader_left_out_beside_figures_that_it_marked_is_not_counted() -> None:
    text = "Gunmen shot six guards dead in Kohlu on Monday. In March, four pilgrims were killed in Sibi."
    assert {t.best for t, _ in _told(text, "shot", ("six", Label.KILLED, None)).tolls} == {6}
    assert {t.best for t, _ in _told(text, "shot", ("guards", Label.VICTIM, 0)).tolls} == {4, 6}


def test_a_figure_that_the_reader_left_out_stands_where_what_it_marked_is_less() -> None:
    text = "Gunmen shot at least 30 people dead in Kohlu on Monday. Five of the dead were children. All fled."
    assert {t.low for t, _ in _told(text, "shot", ("Five", Label.KILLED, None)).tolls} == {5, 30}
    assert {t.low for t, _ in _told(text, "shot", ("the dead", Label.KILLED, None)).tolls} >= {30}


@pytest.mark.parametrize(
    ("told", "stance"),
    [
        ("faces three counts of murder over it", Stance.DOUBTED),
        (", 23, was arraigned for it", Stance.DOUBTED),
        (", 40, of Sibi, pleaded not guilty to it", Stance.DOUBTED),
        ("appeared before a magistrate over it", Stance.DOUBTED),
        ("denied that he did it", Stance.DOUBTED),
        ("stands accused of it", Stance.DOUBTED),
        ("pleads not guilty to it", Stance.DOUBTED),
        ("appeared in a federal district court", Stance.DOUBTED),
        ("faces multiple murder and assault charges", Stance.DOUBTED),
        ("was charged on Monday with it", Stance.DOUBTED),
        ("facing a counteroffensive shelled the town", Stance.ASSERTED),
        ("denied them food", Stance.ASSERTED),
        ("pleaded guilty to it", Stance.ASSERTED),
        ("was convicted of it", Stance.ASSERTED),
        ("fled after it", Stance.ASSERTED),
    ],
)
def test_who_is_before_a_court_is_no_asserted_perpetrator(told: str, stance: Stance) -> None:
    name = "Omar Baluch"
    gap = "" if told.startswith(",") else " "
    text = (
        f"Gunmen stormed a post in Kohlu on Monday and killed four guards. {name}{gap}{told}. So it was. Yes."
    )
    account = _account((name, Label.PERPETRATOR, None, 0.9), text=text)
    doers = {a.name: s.stance for a, s in account.actors if a.role.value == "perpetrator"}
    assert doers == {name: stance}


_TRIED = (
    "Two farmers were shot in Kohlu on Monday. A retired roofer stood before the court. Omar Petrak, 51, was "
    "silent when the accused was told what he was there for. A cousin of his was named, too."
)


def _blamed(*parties: tuple[str, int | None]) -> set[str]:
    """Who is blamed where these words are, and play the part of the numbered parties."""
    marks = [(words, Label.BLAMED, None) for words, _ in parties]
    doers = [(words, Label.PERPETRATOR, number) for words, number in parties]
    claims = _told(_TRIED, "shot", *marks, *doers).claims
    return {c.claimant for c, _ in claims if c.stance is ClaimStance.BLAMED}


def test_who_is_blamed_in_several_words_is_blamed_once_by_the_best_of_them() -> None:
    assert _blamed(("retired roofer", 0), ("Omar Petrak", 0), ("the accused", 0)) == {"Omar Petrak"}
    assert _blamed(("retired roofer", 0), ("the accused", 0)) == {"retired roofer"}


def test_a_claim_rests_on_all_words_of_its_party() -> None:
    words = ("retired roofer", "Omar Petrak")
    marks = [
        (w, label, number) for w in words for label, number in ((Label.BLAMED, None), (Label.PERPETRATOR, 0))
    ]
    ((_, claim),) = _told(_TRIED, "shot", *marks).claims
    assert {_TRIED[s.start : s.end] for s in claim.spans} == set(words)


def test_several_who_are_blamed_stay_several() -> None:
    assert _blamed(("Omar Petrak", 0), ("cousin", 1)) == {"Omar Petrak", "cousin"}
    assert _blamed(("retired roofer", None), ("cousin", None)) == {"retired roofer", "cousin"}


def test_a_party_that_claims_and_denies_does_both() -> None:
    text = "Two farmers were shot in Kohlu on Monday. The Red Column was behind it, and was not. So. Yes."
    words = ("Red Column", Label.CLAIMS, None), ("Red Column", Label.DENIES, None)
    told = _told(text, "shot", *words, ("Red Column", Label.PERPETRATOR, 0)).claims
    assert {c.stance for c, _ in told} == {ClaimStance.CLAIMS, ClaimStance.DENIES}


def test_a_heading_claims_nothing() -> None:
    text = (
        "Gunmen stormed a customs post near Kohlu on Monday and killed four guards.\n\nRival claims\n\n"
        "The Red Column was adamant that it had been there. Nobody else was."
    )
    account = _account(
        ("Rival", Label.CLAIMS, None, 0.9), ("Red Column", Label.CLAIMS, None, 0.9), text=text
    )  # fmt: skip
    assert {c.claimant for c, _ in account.claims} == {"Red Column"}
    for told in ("It was revenge, the Red Column claims.", "The Red Column claims: it was there."):
        text = f"Gunmen stormed a customs post near Kohlu on Monday and killed four guards. {told} So. Yes."
        account = _account(("Red Column", Label.CLAIMS, None, 0.9), text=text)
        assert {c.claimant for c, _ in account.claims} == {"Red Column"}


def test_what_somebody_wears_is_not_who_they_are() -> None:
    text = "Militants in police uniforms stormed a post and killed four guards. They fled. So it was. Yes."
    marks = ("Militants", Label.PERPETRATOR, 0, 0.9), ("police uniforms", Label.PERPETRATOR, 0, 0.8)
    names = [a.name.casefold() for a, _ in _account(*marks, text=text).actors]
    assert names == ["militants"]
    text = "Yellow Vests stormed a customs post near Kohlu and killed four guards. They fled. So it was. Yes."
    account = _account(("Yellow Vests", Label.PERPETRATOR, 0, 0.9), text=text)
    assert [a.name for a, _ in account.actors] == ["Yellow Vests"]


@pytest.mark.parametrize("worn", ["army fatigues", "police uniforms", "Frontier Corps uniforms"])
def test_uniforms_accuse_no_force(worn: str) -> None:
    text = f"Militants in {worn} stormed a post and killed four guards. They fled. So it was. Yes."
    marks = ("Militants", Label.PERPETRATOR, 0, 0.9), (worn, Label.PERPETRATOR, 1, 0.8)
    assert [a.name.casefold() for a, _ in _account(*marks, text=text).actors] == ["militants"]


@pytest.mark.parametrize(
    ("gear", "sentence"),
    [
        ("suicide vests", "The men wore suicide vests."),
        ("rifles", "They had come with rifles and a ladder."),
        ("automatic rifles", "Three men with automatic rifles climbed the wall."),
        ("black masks", "They were in black masks."),
    ],
)
def test_what_somebody_carries_is_nobody(gear: str, sentence: str) -> None:
    text = f"Gunmen stormed a customs post near Kohlu on Monday and killed four guards. {sentence} So. Yes."
    account = _account(("Gunmen", Label.PERPETRATOR, 0, 0.9), (gear, Label.PERPETRATOR, 0, 0.9), text=text)
    assert {a.name.casefold() for a, _ in account.actors} == {"gunmen"}


def test_those_who_are_called_by_a_weapon_are_people() -> None:
    text = "Suicide bombers stormed a post near Kohlu on Monday and killed four guards. They fled. So. Yes."
    account = _account(("Suicide bombers", Label.PERPETRATOR, 0, 0.9), text=text)
    assert [a.name.casefold() for a, _ in account.actors] == ["suicide bombers"]


_SAID = (
    "Attackers stormed a customs post near Kohlu on Monday and killed four guards. The attackers fled. "
    "The Red Column claimed responsibility for it. Yes."
)


def test_who_claims_a_deed_lends_no_name_to_those_who_are_asserted() -> None:
    """A reader takes the attackers and the group that claims their deed for one party."""
    doers = ("Attackers", Label.PERPETRATOR, 0, 0.9), ("Red Column", Label.PERPETRATOR, 0, 0.8)
    account = _account(*doers, ("The Red Column", Label.CLAIMS, None, 0.9), text=_SAID)
    told = {a.name.casefold(): s.stance for a, s in account.actors if a.role.value == "perpetrator"}
    assert told == {"attackers": Stance.ASSERTED, "red column": Stance.CLAIMED}


def test_who_is_named_outright_is_who_the_others_are() -> None:
    text = _SAID.replace("The attackers fled", "Fighters of the Red Column fled")
    doers = ("Attackers", Label.PERPETRATOR, 0, 0.9), ("Red Column", Label.PERPETRATOR, 0, 0.8)
    account = _account(*doers, text=text)
    told = {a.name.casefold(): s.stance for a, s in account.actors if a.role.value == "perpetrator"}
    assert told == {"red column": Stance.ASSERTED}


_CLUB = (
    "Gunmen stormed a customs post at Peregrine Park on Sunday and killed a guard. Officers in New Haven, "
    "Connecticut, came within minutes. The attackers fled. Nobody said why."
)


def test_a_marked_site_goes_with_the_town_that_is_said_elsewhere() -> None:
    account = _account(("Peregrine Park", Label.WHERE, None, 0.9), text=_CLUB)
    where = account.where
    assert where is not None and (where.name, where.admin1) == ("New Haven", "Connecticut")
    assert (where.place_class, where.detail, where.centroid) == (PlaceClass.SITE, "Peregrine Park", True)
    quotes = {_CLUB[s.start : s.end] for st in account.of(Field.WHERE) for s in st.spans}
    assert quotes == {"Peregrine Park", "New Haven"}


def test_a_marked_place_does_not_hide_the_others() -> None:
    """The reader marked where somebody was treated; the story is from the town where it happened."""
    text = f"NEW HAVEN, Conn. - {_CLUB} One man was treated in Hartford."
    marked = _account(("Hartford", Label.WHERE, None, 0.9), text=text).where
    assert marked is not None and marked.name.casefold() == "new haven"
