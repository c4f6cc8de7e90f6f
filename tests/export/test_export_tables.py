"""CSV, GeoJSON and JSON Lines: shapes that others rely on, and text that cannot do harm."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

import made_up
from dateline import link
from dateline.export import WRITERS, Material
from dateline.export.contract import extraction
from dateline.export.schema import as_text, contract_schema
from dateline.export.tables import columns, guarded
from dateline.model import Report, Speaker

SCHEMA = Path(__file__).resolve().parents[2] / "docs" / "contract.schema.json"
CHECK = jsonschema.Draft202012Validator(contract_schema())
ONE = "A bomb killed 61 people in Quetta on 2016-10-24. LeJ claimed it. The shopkeeper Omar died."
TWO = "A blast killed 59 people in Quetta on 2016-10-24."
THREE = "They killed 3 people, it was said."


def material(*texts: str, outlet: str | None = None) -> Material:
    reports = {
        f"r{n}": made_up.report_of(text, f"r{n}", "2016-10-25", outlet) for n, text in enumerate(texts)
    }
    accounts = [account for report in reports.values() for account in made_up.extract(report)]
    judgements = link.judge(accounts, reports)
    found = link.incidents(accounts, reports, judgements, [], None)
    return Material(tuple(found), reports, link.origins(reports), "a test")


def written(kind: str, given: Material) -> str:
    out = io.StringIO(newline="")
    WRITERS[kind](given, out)
    return out.getvalue()


def validate(line: object, definition: str) -> None:
    schema = contract_schema()
    jsonschema.validate(line, {**schema, "anyOf": [{"$ref": f"#/$defs/{definition}"}]})
    CHECK.validate(line)


def test_the_published_schema_is_this_versions() -> None:
    assert SCHEMA.read_text("utf-8") == as_text(), (
        "python -m dateline.export.schema > docs/contract.schema.json"
    )
    jsonschema.Draft202012Validator.check_schema(contract_schema())


@pytest.mark.parametrize("text", [ONE, TWO, THREE, "Nothing happened."])
def test_an_extraction_keeps_the_contract(text: str) -> None:
    report = made_up.report_of(text, "r", None)
    line = json.loads(json.dumps(extraction(report, made_up.extract(report))))
    validate(line, "extraction")
    for account in line["accounts"]:
        for toll in account["tolls"]:
            ((start, end),) = toll["spans"]
            assert line["report"]["text"][start:end] == f"killed {toll['best']}"
            assert toll["said_by"] == "a police official"
        for actor in account["actors"]:
            assert actor["name"] == "Omar", "reading names who was named; exports leave private persons out"
        if account["when"] is None:
            reasons = [s["reason"] for s in account["statements"] if s["field"] == "when"]
            assert reasons == ["no date to count from"]


def test_incidents_keep_the_contract() -> None:
    given = material(ONE, TWO, THREE)
    lines = [json.loads(line) for line in written("jsonl", given).splitlines()]
    assert len(lines) == 2
    for line in lines:
        validate(line, "incident")
    attack = next(line for line in lines if line["where"])
    assert len(attack["accounts"]) == attack["origins"] == 2
    assert {(d["field"], d["report"]) for d in attack["dissent"]} <= {("toll", "r0"), ("toll", "r1")}
    assert attack["dissent"]
    for name, start, end in [span for toll in attack["tolls"] for span in toll["spans"]]:
        assert given.reports[name].text[start:end].startswith("killed ")
    (claim,) = attack["claims"]
    assert (claim["claimant"], claim["stance"], claim["channel"]) == ("LeJ", "claims", "video")
    unknown = next(line for line in lines if not line["where"])
    assert unknown["when"] is None and set(unknown["unknown"]) == {"when", "where"}


@pytest.mark.parametrize(
    ("speaker", "shown"),
    [
        (Speaker("Neighbor Ana Ruiz", "witness"), "witness"),
        (Speaker("an aunt of the victim, Ana Ruiz", "relative"), "relative"),
        (Speaker("the wounded shopkeeper Omar", ""), "private person"),
        (Speaker("Omarsha Bell", "official"), "Omarsha Bell"),
        (Speaker("police chief Ana Ruiz", "police"), "police chief Ana Ruiz"),
        (Speaker(), None),
    ],
)
def test_private_persons_who_speak_are_named_by_what_they_are(speaker: Speaker, shown: str | None) -> None:
    given = material(ONE, TWO)
    (incident,) = given.incidents
    accounts = tuple(
        replace(a, statements=tuple(replace(s, said_by=speaker) for s in a.statements))
        for a in incident.accounts
    )
    told = json.loads(written("jsonl", replace(given, incidents=(replace(incident, accounts=accounts),))))
    assert {toll["said_by"] for toll in told["tolls"]} == {shown}
    assert {other["said_by"] for other in told["dissent"]} == {shown}
    validate(told, "incident")


def test_csv_has_one_row_an_incident_and_no_private_names() -> None:
    text = written("csv", material(ONE, TWO, THREE))
    rows = list(csv.DictReader(io.StringIO(text)))
    assert list(rows[0]) == columns() and len(rows) == 2
    attack = next(row for row in rows if row["place"] == "Quetta")
    assert (attack["date"], attack["country"], attack["claimed_by"]) == ("2016-10-24", "PK", "LeJ")
    assert (attack["killed_low"], attack["killed_high"], attack["reports"]) == ("59", "61", "2")
    assert float(attack["latitude"]) == 30.18 and attack["disputed"] == "toll"
    for kind in ("csv", "geojson", "jsonl"):
        assert "Omar" not in written(kind, material(ONE, TWO))
    assert "civilians" in attack["victim"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "|", "%"])
def test_a_hostile_name_is_no_formula(start: str) -> None:
    text = written("csv", material(ONE, outlet=f'{start}HYPERLINK("http://x","y")'))
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert row["outlets"].startswith("'" + start)


@given(st.one_of(st.text(max_size=8), st.integers(), st.floats(allow_nan=False)))
def test_guarded_changes_only_text(cell: str | int | float) -> None:
    if isinstance(cell, str):
        assert guarded(cell) in (cell, "'" + cell)
        assert not str(guarded(cell)).startswith(("=", "+", "-", "@"))
    else:
        assert guarded(cell) == cell


def test_geojson_has_null_geometry_without_a_place() -> None:
    given = material(ONE, THREE)
    where = given.incidents[0].where
    data = json.loads(written("geojson", given))
    assert data["type"] == "FeatureCollection" and where
    points = {f["properties"]["place"]: f["geometry"] for f in data["features"]}
    assert points == {"Quetta": {"type": "Point", "coordinates": [67.0, 30.18]}, None: None}
    properties = next(f["properties"] for f in data["features"] if f["geometry"])
    assert properties["radius_m"] == 9000 and properties["centroid"] is False


def test_an_invented_incident_says_so_everywhere() -> None:
    given = material(ONE)
    made = replace(given, incidents=tuple(replace(i, invented=True) for i in given.incidents))
    assert ",yes\r\n" in written("csv", made)
    assert json.loads(written("jsonl", made))["invented"] is True
    assert json.loads(written("geojson", made))["features"][0]["properties"]["invented"] is True
    assert "this did not happen" in written("html", made)


def test_nothing_to_export() -> None:
    nothing = Material((), dict[str, Report]())
    assert written("jsonl", nothing) == ""
    assert written("csv", nothing).count("\n") == 1
    assert json.loads(written("geojson", nothing))["features"] == []
    assert "No incidents" in written("html", nothing)
