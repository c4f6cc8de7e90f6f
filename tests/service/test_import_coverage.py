"""Tables that a user holds become a source of the ledger; what either side lacks is told."""

from __future__ import annotations

import csv
import io
import json
import tracemalloc
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from dateline import service
from dateline.codebook.shapes import SHAPES, RowError, read_row, shape_of
from dateline.errors import InputError
from dateline.model import ClaimStance, DecisionVerb, Granularity, PlaceClass

ACLED = {
    "event_id_cnty": "PAK1",
    "event_date": "2016-10-24",
    "time_precision": "1",
    "event_type": "Violence against civilians",
    "sub_event_type": "Attack",
    "actor1": "Lashkar-e-Jhangvi",
    "actor2": "Police Forces of Pakistan",
    "country": "Pakistan",
    "admin1": "Balochistan",
    "location": "Quetta",
    "latitude": "30.1834",
    "longitude": "67.0014",
    "geo_precision": "1",
    "notes": "Gunmen stormed a police college.",
    "fatalities": "61",
}
UCDP = {
    "id": "77",
    "type_of_violence": "3",
    "country": "DR Congo (Zaire)",
    "country_id": "490",
    "adm_1": "North Kivu",
    "where_coordinates": "Beni",
    "where_prec": "1",
    "latitude": "0.49",
    "longitude": "29.47",
    "date_start": "2016-08-13 00:00:00.000",
    "date_end": "2016-08-13 00:00:00.000",
    "side_a": "ADF",
    "side_b": "Civilians",
    "best": "40",
    "high": "64",
    "low": "36",
    "deaths_civilians": "40",
    "source_headline": "Dozens killed near Beni",
}
GTD = {
    "eventid": "201608080001",
    "iyear": "2016",
    "imonth": "8",
    "iday": "0",
    "country": "153",
    "country_txt": "Pakistan",
    "provstate": "Balochistan",
    "city": "Quetta",
    "latitude": "30.18",
    "longitude": "67.0",
    "specificity": "1",
    "attacktype1_txt": "Bombing/Explosion",
    "suicide": "1",
    "target1": "Civil Hospital",
    "gname": "Jamaat-ul-Ahrar",
    "claimed": "1",
    "guncertain1": "0",
    "nkill": "70.0",
    "nwound": "112.0",
    "summary": "A bomber struck a hospital.",
}
STORMED = (
    "QUETTA, Oct 25 — Gunmen stormed a police college in Quetta late on Monday and killed 61 people, "
    "officials said on Tuesday. The attackers shot cadets in their sleep. Troops fought them for hours. "
    "The wounded were taken to hospitals in Quetta."
)
ALL = {"acled": ACLED, "ucdp-ged": UCDP, "gtd": GTD}


def write(path: Path, rows: Iterable[dict[str, str]], encoding: str = "utf-8", delimiter: str = ",") -> Path:
    rows = list(rows)
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(out.getvalue().encode(encoding))
    return path


@pytest.mark.parametrize("name", ALL)
def test_shapes_are_known_by_their_columns(name: str) -> None:
    shape = shape_of(list(ALL[name]))
    assert shape is not None and shape.name == name


def test_acled_row() -> None:
    row = read_row(SHAPES[0], ACLED)
    assert (row.type, row.first.isoformat(), row.killed, row.place.country) == (
        "armed_attack",
        "2016-10-24",
        (61, 61, 61),
        "PK",
    )
    vague = read_row(
        SHAPES[0], ACLED | {"time_precision": "2", "geo_precision": "3", "event_date": "24 October 2016"}
    )
    assert (vague.last - vague.first).days == 6 and vague.place.place_class is PlaceClass.PROVINCE


def test_ucdp_row() -> None:
    row = read_row(SHAPES[1], UCDP)
    assert (row.type, row.killed, row.civilians, row.place.country) == (
        "armed_attack",
        (36, 40, 64),
        40,
        "CD",
    )


def test_gtd_row() -> None:
    row = read_row(SHAPES[2], GTD)
    assert (row.type, row.subtype, row.groups) == (
        "bombing",
        "suicide_bombing",
        (("Jamaat-ul-Ahrar", True, False),),
    )
    assert (row.first.isoformat(), row.last.isoformat()) == ("2016-08-01", "2016-08-31")


def test_every_acled_event_that_we_write_is_read_back_to_the_same_type() -> None:
    from dateline.codebook import load

    for entry in load("dateline").types:
        for name in entry.mapping.acled[:1]:
            kind, _, sub = name.partition("/")
            if kind == "Explosions":
                kind, sub = "Explosions/Remote violence", name.removeprefix("Explosions/Remote violence/")
            again = read_row(SHAPES[0], ACLED | {"event_type": kind, "sub_event_type": sub})
            back = load("dateline").mapping(again.type, again.subtype)
            assert back.acled[0] == name


@pytest.mark.parametrize(
    ("shape", "change"),
    [
        (0, {"event_date": "some day"}),
        (0, {"event_date": "28 October 9999999999999999999999"}),
        (0, {"event_date": "0001-01-02", "time_precision": "3"}),
        (2, {"iyear": "99999999999999999999", "imonth": "1", "iday": "2"}),
        (0, {"latitude": "north"}),
        (0, {"latitude": "95"}),
        (0, {"fatalities": "many"}),
        (0, {"event_id_cnty": ""}),
        (0, {"event_type": "Party"}),
        (1, {"type_of_violence": "9"}),
        (2, {"imonth": "13", "iday": "2"}),
        (0, {"fatalities": "1e999"}),
    ],
)
def test_rows_that_cannot_be_read(shape: int, change: dict[str, str]) -> None:
    row = [ACLED, UCDP, GTD][shape]
    with pytest.raises(RowError):
        read_row(SHAPES[shape], row | change)


@pytest.mark.parametrize("name", ALL)
def test_a_table_becomes_a_source_whose_values_rest_on_its_words(tmp_path: Path, name: str) -> None:
    with service.open_ledger(tmp_path / "l.db") as ledger:
        done = service.import_table(ledger, write(tmp_path / "t.csv", [ALL[name]]))
        (incident,) = service.incidents(ledger)
        reports = ledger.reports()
        for statement in incident.accounts[0].statements:
            assert statement.spans and statement.by == "import@2"
            for span in statement.spans:
                assert reports[span.report_id].quote(span).strip()
        again = service.import_table(ledger, tmp_path / "t.csv")
    assert (done.new, done.shape, again.known, again.new) == (1, name, 1, 0)
    if name == "gtd":
        assert incident.claims[0].value.stance is ClaimStance.CLAIMS  # type: ignore[union-attr]
        assert incident.when.value.granularity is Granularity.RANGE  # type: ignore[union-attr]


def test_coverage_tells_what_either_side_lacks(tmp_path: Path) -> None:
    other = (
        "QUETTA, Oct 25 — A bomb went off beside a bank in Khuzdar on Sunday and killed four people, "
        "police said on Tuesday. "
        "Nobody has claimed the bombing. Eleven people were wounded by the blast and taken to a hospital."
    )
    pages = tmp_path / "pages.jsonl"
    lines = [{"id": f"p{n}", "published": "2016-10-25", "text": t} for n, t in enumerate((STORMED, other))]
    pages.write_text("\n".join(json.dumps(one) for one in lines), "utf-8")
    rows = [
        ACLED,
        ACLED
        | {
            "event_id_cnty": "PAK2",
            "location": "Turbat",
            "latitude": "26.0",
            "longitude": "63.05",
            "event_type": "Battles",
            "sub_event_type": "Armed clash",
            "fatalities": "5",
            "event_date": "2016-10-23",
            "notes": "Soldiers and separatists fought.",
        },
    ]
    with service.open_ledger(tmp_path / "l.db") as ledger:
        service.ingest([pages], ledger)
        service.import_table(ledger, write(tmp_path / "t.csv", rows), "My ACLED")
        found = service.coverage(ledger)
    assert found.sources == ("My ACLED",)
    assert (found.both["My ACLED"], found.only_source["My ACLED"], found.only_reports["My ACLED"]) == (
        1,
        1,
        1,
    )
    assert {(m.place, m.lacks) for m in found.missing} == {("Turbat", "reports"), ("Khuzdar", "My ACLED")}


def test_encodings_and_delimiters(tmp_path: Path) -> None:
    row = ACLED | {"location": "Zürich", "country": "Switzerland"}
    for number, (encoding, delimiter) in enumerate((("utf-8-sig", ","), ("cp1252", ";"), ("utf-16", "\t"))):
        path = write(tmp_path / f"{number}.csv", [row], encoding, delimiter)
        with service.open_ledger(tmp_path / f"{number}.db") as ledger:
            done = service.import_table(ledger, path)
            (incident,) = service.incidents(ledger)
        assert incident.where.value.name == "Zürich", encoding  # type: ignore[union-attr]
        assert bool(done.odd_lines) == (encoding == "cp1252")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"a,b\n1,2\n", "not shaped like"),
        (b"PK\x03\x04zip", "spreadsheet"),
        (b"\x00\x01" * 500, "no text"),
        (b"event_id_cnty,event_date\nx,y\n", "nearest is acled, without event_type"),
    ],
)
def test_files_of_another_form(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(content)
    with service.open_ledger(tmp_path / "l.db") as ledger, pytest.raises(InputError, match=words):
        service.import_table(ledger, path)


def test_bad_rows_are_told_with_their_lines_and_stop_nothing(tmp_path: Path) -> None:
    path = write(
        tmp_path / "t.csv",
        [ACLED, ACLED | {"event_id_cnty": "X", "event_date": "never"}, ACLED | {"event_id_cnty": "Y"}],
    )
    path.write_text(path.read_text() + "too,few\n" + '"' + "x" * 200_000 + '"\n', "utf-8")
    with service.open_ledger(tmp_path / "l.db") as ledger:
        done = service.import_table(ledger, path)
    assert (done.new, done.failed) == (2, 3)
    assert [f.origin for f in done.failures[:2]] == ["t.csv:3", "t.csv:5"]


def long_table(path: Path, rows: int) -> Path:
    """A file of rows that differ in their ids alone."""
    header, line = ",".join(ACLED), ",".join(list(ACLED.values())[1:])
    with path.open("w") as out:
        out.write(header + "\n")
        out.writelines(f"PAK{n},{line}\n" for n in range(rows))
    return path


def test_a_long_table_streams(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory must not grow with the rows: each batch is stored and let go."""
    from dateline.service import importing

    stored: list[int] = []

    def store(ledger: object, batch: list[object], source: str, fates: object) -> int:
        stored.append(len(batch))
        return 0

    monkeypatch.setattr(importing, "_store", store)
    monkeypatch.setattr(importing, "bring_up_to_date", lambda ledger: None)
    path = long_table(tmp_path / "long.csv", 20_000)
    with service.open_ledger(tmp_path / "l.db") as ledger:
        tracemalloc.start()
        service.import_table(ledger, path)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert sum(stored) == 20_000 and max(stored) <= importing.BATCH
    assert path.stat().st_size > 3_000_000 > 2_000_000 > peak


def test_an_import_that_was_killed_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was stored is passed over, without being read again; what was not is stored once."""
    from dateline.service import importing, rooms

    path = long_table(tmp_path / "t.csv", 40)
    monkeypatch.setattr(importing, "BATCH", 16)
    read: list[str] = []
    imported = rooms.imported

    def counted(row: Any, source: str) -> Any:
        if len(read) == 20:
            read.append("")
            raise KeyboardInterrupt
        read.append(row.id)
        return imported(row, source)

    monkeypatch.setattr(rooms, "imported", counted)
    with service.open_ledger(tmp_path / "l.db") as ledger:
        with pytest.raises(KeyboardInterrupt):
            service.import_table(ledger, path)
        assert len(ledger.reports()) == 16
        done = service.import_table(ledger, path)
        assert (done.known, done.new, len(ledger.reports())) == (16, 24, 40)


def test_a_table_is_checked_without_a_ledger(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv", [ACLED, ACLED | {"event_date": "never"}])
    found = service.check_table(path)
    assert (found.shape, found.rows, found.failed) == ("acled", 1, 1)
    assert found.failures[0].origin == "t.csv:3"


def test_rows_of_one_table_are_held_apart_even_through_a_report(tmp_path: Path) -> None:
    """Whoever coded a table made a row of each incident: what they share does not join them, nor does a
    report that is like both. A row of another table is another matter, and so is what a person says."""
    page = tmp_path / "page.jsonl"
    page.write_text(
        json.dumps(
            {
                "id": "p",
                "published": "2016-10-25",
                "text": STORMED,
            }
        )
    )
    twins = [ACLED, ACLED | {"event_id_cnty": "PAK2"}]
    with service.open_ledger(tmp_path / "l.db") as ledger:
        service.ingest([page], ledger)
        service.import_table(ledger, write(tmp_path / "a.csv", twins))
        apart = service.incidents(ledger)
        assert sorted(len(i.accounts) for i in apart) == [1, 2]
        service.import_table(ledger, write(tmp_path / "g.csv", [UCDP | {"country": "Pakistan", "id": "5",
            "country_id": "770", "adm_1": "Balochistan", "where_coordinates": "Quetta", "latitude": "30.1834",
            "longitude": "67.0014", "date_start": "2016-10-24", "date_end": "2016-10-24", "best": "61",
            "high": "62", "low": "61", "side_a": "Lashkar-e-Jhangvi", "deaths_civilians": "",
            "source_headline": "Gunmen stormed a police college."}]))  # fmt: skip
        assert sorted(len(i.accounts) for i in service.incidents(ledger)) == [1, 3]
        rows = [a.id for i in service.incidents(ledger) for a in i.accounts
                if ledger.reports([a.report_id])[a.report_id].table == "acled"]  # fmt: skip
        service.decide(ledger, DecisionVerb.MERGE, rows, "Ana")
        assert sorted(len(i.accounts) for i in service.incidents(ledger)) == [4]
        service.rebuild(ledger)
        assert sorted(len(i.accounts) for i in service.incidents(ledger)) == [4]


@pytest.mark.parametrize(
    ("number", "name", "country"),
    [(603, "United Kingdom", "GB"), (216, "Great Britain", "GB"), (362, "West Germany (FRG)", "DE"),
     (359, "Soviet Union", "RU"), (155, "West Bank and Gaza Strip", "PS"), (58, "Dominican Republic", "DO"),
     (160, "Philippines", "PH"), (228, "Yemen", "YE"), (0, "Ivory Coast", "CI"),
     (0, "Slovak Republic", "SK")],
)  # fmt: skip
def test_gtd_countries_of_today_and_before(number: int, name: str, country: str) -> None:
    row = read_row(SHAPES[2], GTD | {"country": str(number or ""), "country_txt": name})
    assert row.place.country == country
