"""What an export does not tell, and who asked for more."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

import made_up
from dateline import service
from dateline.codebook import builtin, load
from dateline.errors import UsageError
from dateline.export.coded import Wanted, code
from dateline.export.discretion import Discretion, discreet
from dateline.export.material import scrubber
from dateline.export.methods import Made, methods
from dateline.export.persons import is_private_person
from dateline.export.table import coded_table
from dateline.model import Actor, ActorKind, ActorRole, ClaimStance, PlaceClass, Speaker, Stance, Where
from dateline.model.geo import distance_km
from incident_by_hand import QUETTA, REBELS, claim, day, incident, killed, material, report

VICTIM = Actor("Ana Ruiz", ActorRole.VICTIM, kind=ActorKind.CIVILIANS, private=True)
OFFICIAL = Actor("Mayor Luis Paz", ActorRole.TARGET, "mayor", ActorKind.GOVERNMENT)


def told():
    """An attack on a private person whose name is in the headline, on an official, claimed by a group."""
    one = incident(
        "armed_attack",
        day("2016-10-24"),
        QUETTA,
        REBELS,
        VICTIM,
        OFFICIAL,
        killed(1),
        claim("Lashkar-e-Jhangvi"),
        reports=[report("r1", title="Ana Ruiz shot in Quetta")],
    )
    return material(
        one,
        reports=[
            report("r1", "Bolan Courier", title="Ana Ruiz shot in Quetta", url="https://bolan.example/1")
        ],
    )


def cells(book: str, given) -> str:
    table = coded_table(code(given, Wanted(load(book))))
    return " | ".join(str(cell) for row in table.rows for cell in row if cell is not None)


@pytest.mark.parametrize("book", [b for b in builtin() if b != "dateline"])
def test_names_of_private_persons_are_in_no_cell_but_officials_and_claimants_stay(book: str) -> None:
    found = cells(book, told())
    assert "Ruiz" not in found
    assert "Lashkar-e-Jhangvi" in found


def test_the_switch_keeps_names_and_asks_for_whom() -> None:
    with pytest.raises(UsageError, match="--who"):
        discreet(told(), Discretion(private_names=True))
    assert "Ana Ruiz" in cells("hxl", discreet(told(), Discretion(True, "A. Editor")))


def test_who_used_the_switch_is_on_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made_up.use(monkeypatch)
    pages = made_up.folder(
        tmp_path / "in", ["killed 3 in Quetta on 2016-10-24, shopkeeper Ibrahim among them"]
    )
    with service.open_ledger(tmp_path / "l.db") as ledger:
        service.ingest([pages], ledger)
        plain = service.make_export(ledger, service.ExportRequest("csv"))
        assert "Ibrahim" not in plain.content.decode("utf-8-sig") and not service.names_kept(ledger)
        at = datetime(2026, 1, 2, tzinfo=UTC)
        asked = service.Discretion(private_names=True, who="A. Editor")
        made = service.make_export(ledger, service.ExportRequest("csv", discretion=asked, at=at))
        assert "Ibrahim" in made.content.decode("utf-8-sig")
        assert service.names_kept(ledger) == [("A. Editor", at.isoformat())]
        assert "A. Editor" in made.methods and "left out; their roles" in plain.methods


@pytest.mark.parametrize("to", ["csv", "jsonl", "geojson"])
def test_native_exports_hold_no_private_name_anywhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, to: str
) -> None:
    made_up.use(monkeypatch)
    pages = made_up.folder(tmp_path / "in", ["killed 3 in Quetta, shopkeeper Ibrahim among them"])
    with service.open_ledger(tmp_path / "l.db") as ledger:
        service.ingest([pages], ledger)
        assert b"Ibrahim" not in service.make_export(ledger, service.ExportRequest(to)).content


def test_an_outlet_is_withheld_with_its_address_and_headline() -> None:
    found = cells("ucdp-ged", discreet(told(), Discretion(redact=("outlet=bolan courier",))))
    assert "Bolan" not in found and "withheld source 1" in found and "shot in" not in found


def test_kinds_of_speakers_and_addresses_are_withheld() -> None:
    witness = (killed(3), Speaker("a neighbour", "witness"), Stance.ASSERTED)
    given = material(incident("bombing", day("2016-10-24"), QUETTA, witness))
    hidden = discreet(given, Discretion(redact=("speaker=witness", "urls", "titles")))
    statements = [s for a in hidden.incidents[0].accounts for s in a.statements]
    assert "withheld source" in {s.said_by.name for s in statements}
    assert "a neighbour" not in {s.said_by.name for s in statements}
    assert not any(r.title or r.url for r in hidden.reports.values())


@pytest.mark.parametrize("rules", [("colour",), ("outlet=",), ("urls=all",)])
def test_rules_that_are_none(rules: tuple[str, ...]) -> None:
    with pytest.raises(UsageError):
        discreet(told(), Discretion(redact=rules))


@pytest.mark.parametrize("how", ["5 miles", "0km", "village"])
def test_precisions_that_are_none(how: str) -> None:
    with pytest.raises(UsageError):
        discreet(told(), Discretion(coarsen=how))


@pytest.mark.parametrize("km", [10, 25, 100])
def test_coordinates_are_coarsened_wherever_they_stand(km: int) -> None:
    exact = replace(QUETTA, place_class=PlaceClass.SITE, radius_m=200, detail="the shelter in Jinnah Road")
    other = replace(exact, lat=30.21, detail="another house")
    given = material(incident("bombing", day("2016-10-24"), exact, other, killed(2)))
    hidden = discreet(given, Discretion(coarsen=f"{km}km")).incidents[0]
    places = [hidden.where.value, *(s.value for a in hidden.accounts for s in a.statements)]
    for where in (p for p in places if isinstance(p, Where)):
        assert where.lat not in (exact.lat, other.lat) and not where.detail and where.radius_m == km * 1000
        assert where.geonames_id is None and where.centroid
        apart = distance_km(where, exact)
        assert apart is not None and apart <= km


def test_places_are_coarsened_to_areas() -> None:
    place = discreet(told(), Discretion(coarsen="admin1")).incidents[0].where.value
    assert isinstance(place, Where)
    assert (place.name, place.lat, place.admin2, place.place_class) == (
        "Balochistan",
        None,
        None,
        PlaceClass.PROVINCE,
    )


def test_the_evidence_page_shows_reports_whole_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_up.use(monkeypatch)
    with service.open_ledger(tmp_path / "l.db") as ledger:
        service.ingest([made_up.folder(tmp_path / "in", ["killed 3 in Quetta"])], ledger)
        with pytest.raises(UsageError, match="whole"):
            service.make_export(ledger, service.ExportRequest("html", discretion=Discretion(coarsen="25km")))


def test_the_methods_file_says_what_a_reader_must_know(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_up.use(monkeypatch)
    texts = ["killed 3 in Quetta on 2016-10-24", "killed 5 in Beni on 2016-11-02"]
    with service.open_ledger(tmp_path / "l.db") as ledger:
        service.ingest([made_up.folder(tmp_path / "in", texts)], ledger)
        wanted = service.Filter(country="PK")
        made = service.make_export(ledger, service.ExportRequest("csv", wanted, "acled"))
        out = tmp_path / "out.csv"
        files = service.write_export(made, out)
    assert [f.name for f in files][:2] == ["out.csv", "out.csv.methods.md"]
    for words in (
        "country: PK",
        "acled, version 1",
        "acled-conservative",
        "GeoNames",
        "CC BY 4.0",
        "## Citation",
        "1 rows",
        "admin3 is always empty",
        "made-up@1",
        "independent origins",
    ):
        assert words in made.methods, words
    assert str(tmp_path) not in made.methods


def test_ids_that_are_gone_leave_tombstones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made_up.use(monkeypatch)
    with service.open_ledger(tmp_path / "l.db") as ledger:
        texts = ["killed 3 in Quetta on 2016-10-24", "killed 50 in Quetta on 2016-10-27"]
        service.ingest([made_up.folder(tmp_path / "in", texts)], ledger)
        before = {i.id for i in ledger.incidents()}
        accounts = [i.accounts[0].id for i in ledger.incidents()]
        service.decide(ledger, service_verb("merge"), accounts, "A. Editor")
        made = service.make_export(ledger, service.ExportRequest("csv", codebook="acled"))
        (gone,) = before - {i.id for i in ledger.incidents()}
    lines = made.tombstones.splitlines()
    assert lines[0] == "id,deleted,successor" and lines[1].startswith(f"{gone},")


def service_verb(name: str):
    from dateline.model import DecisionVerb

    return DecisionVerb(name)


def test_a_denial_does_not_name_a_private_person() -> None:
    denies = claim("Ana Ruiz", ClaimStance.DENIES)
    given = material(incident("armed_attack", day("2016-10-24"), QUETTA, REBELS, VICTIM, killed(1), denies))
    assert "Ruiz" not in cells("acled", given)


@pytest.mark.parametrize(
    ("name", "text", "private"),
    [
        ("Lahti", "Troopers shot Wade Lahti, 36, at a deer shack. Lahti was hit in the hip.", True),
        ("Ruslan", "It fears for the life of Ruslan Yusupkhanov, 24, a plasterer.", True),
        ("Shapoval", "They carried off the traders V. Holub and I. Shapoval and their driver.", True),
        ("Wilner Estinvil", "They marched for Dr Wilner Estinvil, the only anaesthetist.", True),
        ("Jaime", "Jaime Villarreal is fifteen and delivers bread. The union says that Jaime fell.", True),
        ("Mr Isakov", "The prosecutor blames Mr Isakov, the former deputy.", False),
        ("Mullo Hamid", "They name Mullo Hamid, a field commander, as the organiser.", False),
        ("Quiceno", "Gunmen shot Judge Amparo Quiceno, 51, and her bodyguard.", False),
        ("Inga Solberg", "Sheriff Inga Solberg, 44, had two planes.", False),
        ("Izalco", "The Izalco Front is fighting in Izalco, 12 miles away.", False),
        ("Sopore", "In Sopore, 12 people were shot.", False),
        ("guards", "Two guards, 23, were shot.", False),
    ],
)
def test_who_is_spoken_of_as_a_private_person(name: str, text: str, private: bool) -> None:
    assert is_private_person(name, text) is private


def spoken_of(*values: object, text: str):
    """An incident of one report that tells so of its persons."""
    one = incident("armed_attack", day("2016-10-24"), QUETTA, REBELS, killed(1), *values)
    return material(one, reports=[replace(report("r1", title="Lahti shot"), text=text)])


@pytest.mark.parametrize("book", [b for b in builtin() if b != "dateline"])
def test_a_surname_alone_is_left_out_where_the_report_tells_of_a_private_person(book: str) -> None:
    """Victims, the blamed and those who deny are left out; who claims it stays."""
    values = (
        Actor("Lahti", ActorRole.VICTIM),
        claim("Jaime", ClaimStance.BLAMED, by="police"),
        claim("Momin", ClaimStance.DENIES),
        Actor("Shakeel Momin", ActorRole.OTHER, private=True),
        claim("Lashkar-e-Jhangvi"),
    )
    given = spoken_of(*values, text="Wade Lahti, 36, was shot. Jaime Villarreal is fifteen.")
    found = cells(book, discreet(given, Discretion()))
    assert not any(name in found for name in ("Lahti", "Jaime", "Momin")), found
    assert "Lashkar-e-Jhangvi" in found
    kept = discreet(given, Discretion(private_names=True, who="ana"))
    assert any(c.value.name == "Lahti" for c in kept.incidents[0].actors)
    if book in ("acled", "gtd"):
        assert "private person is blamed by police" in found and "private person denies it" in found
        assert "against private person" in found


def test_gtd_does_not_take_a_private_person_for_a_group() -> None:
    given = spoken_of(claim("Jaime", ClaimStance.BLAMED, by="police"), text="Jaime Villarreal is fifteen.")
    table = code(discreet(given, Discretion()), Wanted(load("gtd")))
    row = dict(zip(table.columns, table.rows[0], strict=True))
    assert (row["gname"], row["gname2"], row["claimed"]) == ("Lashkar-e-Jhangvi", None, 0)


def test_a_claiming_group_keeps_its_name_though_part_of_it_was_taken_for_a_person() -> None:
    wrong = Actor("Aceh Movement", ActorRole.OTHER, private=True)
    found = cells("gtd", spoken_of(wrong, claim("Free Aceh Movement"), text="The Free Aceh Movement did it."))
    assert "Free Aceh Movement claims it" in found


@pytest.mark.parametrize(
    "text",
    [
        "ANA RUÍZ SHOT",
        "https://bolan.example/2016/ana-ruiz-shot",
        "Ana_Ruiz",
        "Ana%20Ruiz",
        "Ana Ruíz's aunt",
    ],
)
def test_names_are_cut_out_however_headlines_and_addresses_write_them(text: str) -> None:
    victim = replace(VICTIM, name="Ana Ruíz")
    clean = scrubber(incident("armed_attack", day("2016-10-24"), QUETTA, victim, killed(1)))
    assert "ruiz" not in clean(text).casefold() and "ruíz" not in clean(text).casefold()
    assert clean("Diana Ruizmann spoke") == "Diana Ruizmann spoke"


def test_a_surname_is_not_cut_out_of_words_in_small_letters() -> None:
    clean = scrubber(incident("armed_attack", day("2016-10-24"), QUETTA, replace(VICTIM, name="Baker")))
    assert (
        clean("Baker shot; the baker fled; BAKER")
        == "[private person] shot; the baker fled; [private person]"
    )


def test_a_headline_stands_in_for_no_outlet_where_sources_are_counted() -> None:
    given = told()
    nowhere = replace(given, reports={"r1": replace(given.reports["r1"], outlet=None, url=None)})
    told_of = Made(datetime(2026, 1, 1, tzinfo=UTC), load("acled"), "csv", {}, {}, {}, Discretion(), (), 1)
    assert "Ruiz" not in methods(nowhere, told_of) and "unknown outlet: 1" in methods(nowhere, told_of)
    assert "unknown outlet" in cells("acled", nowhere)


def test_headlines_do_not_name_whom_no_statement_names() -> None:
    """ "The victim, Karim Achakzai, 34, a shopkeeper" was read as a shopkeeper; the headline has the name."""
    given = told()
    text = "The victim, Karim Achakzai, 34, a shopkeeper, was shot. Mayor Luis Paz, 60, came."
    about = {"title": "Achakzai shot, says Luis Paz", "url": "https://bolan.example/karim-achakzai-shot"}
    given = replace(given, reports={"r1": replace(given.reports["r1"], text=text, **about)})
    for book in ("ucdp-ged", "gtd"):
        found = cells(book, discreet(given, Discretion()))
        assert "[private person] shot, says Luis Paz" in found and "achakzai" not in found.casefold()
    report_told = discreet(given, Discretion()).reports["r1"]
    assert report_told.url == "https://bolan.example/[private person]-shot"
    assert discreet(given, Discretion(private_names=True, who="ana")).reports["r1"].title == about["title"]


@pytest.mark.parametrize(
    ("where", "name"),
    [
        (Where("Kuchlak", country="PK", admin1="Balochistan"), "Balochistan"),
        (Where("Kuchlak"), ""),
        (Where("Balochistan", country="PK", place_class=PlaceClass.PROVINCE), "Balochistan"),
    ],
)
def test_a_place_without_a_point_is_not_named_where_points_are_coarsened(where: Where, name: str) -> None:
    one = incident("armed_attack", day("2016-10-24"), where, REBELS, killed(1))
    given = discreet(material(one), Discretion(coarsen="50km"))
    said = [s.value for a in given.incidents[0].accounts for s in a.statements]
    assert [where.name for where in said if isinstance(where, Where)] == [name]
