"""Every format is read back with the tools that people use, and says the same."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dateline.codebook import load
from dateline.export.coded import Wanted, code
from dateline.export.formats import FORMATS, write_table
from dateline.export.table import Column, Table, coded_table, native_table
from dateline.model import Where
from incident_by_hand import GUNMEN, QUETTA, VILLAGERS, day, incident, killed, material, report

EVIL = '=HYPERLINK("http://evil.example")'


def table() -> Table:
    """Two rows of ACLED's columns, one with a headline that would be a formula, one without a point."""
    told = [report("r1", outlet=EVIL), report("r2", outlet="Löwe & Söhne, “Blatt”")]
    one = incident(
        "bombing/car_bombing", day("2016-10-24"), QUETTA, GUNMEN, VILLAGERS, killed(3), reports=told[:1]
    )
    two = incident("armed_attack", day("2016-10-25"), Where("the valley", country="PK"), VILLAGERS, killed(2),
                   name="i000000000002", reports=told[1:])  # fmt: skip
    return coded_table(code(material(one, two, reports=told), Wanted(load("acled"))))


def written(to: str, made: Table | None = None) -> bytes:
    out = io.BytesIO()
    write_table(made or table(), to, out)
    return out.getvalue()


def file(tmp_path: Path, to: str) -> Path:
    path = tmp_path / f"export{FORMATS[to][0]}"
    path.write_bytes(written(to))
    return path


def same(cells: list[Any], wanted: Table) -> None:
    for got, row in zip(cells, wanted.rows, strict=True):
        plain = {c.name: v for c, v in zip(wanted.columns, row, strict=True)}
        assert {k: v for k, v in got.items() if v is not None} == {
            k: v for k, v in plain.items() if v is not None
        }


def test_csv_holds_no_formula() -> None:
    rows = list(csv.DictReader(io.StringIO(written("csv").decode("utf-8-sig"))))
    assert rows[0]["source"] == "'" + EVIL
    assert rows[1]["source"] == "Löwe & Söhne, “Blatt”"


def test_csv_of_a_codebook_with_hxl_has_the_row_of_tags() -> None:
    lines = written("csv", replace(table(), tags=True)).decode("utf-8-sig").splitlines()
    assert lines[1].startswith("#event+code,#date+occurred,")


def test_csv_of_plover_is_parted_by_tabs_and_names_by_bars() -> None:
    told = [report("r1", "One"), report("r2", "Two|Three")]
    one = incident("bombing", day("2016-10-24"), QUETTA, GUNMEN, killed(3), reports=told)
    made = coded_table(code(material(one, reports=told), Wanted(load("plover"))))
    row = next(csv.DictReader(io.StringIO(written("csv", made).decode()), delimiter="\t"))
    assert len(row) == 40 and row["Source"] == "One|Two,Three"


def test_csv_is_read_by_pandas_and_duckdb(tmp_path: Path) -> None:
    pandas, duckdb = pytest.importorskip("pandas"), pytest.importorskip("duckdb")
    path = file(tmp_path, "csv")
    frame = pandas.read_csv(path)
    assert list(frame.columns) == [c.name for c in table().columns]
    assert list(frame["fatalities"]) == [3, 2] and frame["latitude"].isna().tolist() == [False, True]
    found = duckdb.sql(f"select event_date, fatalities from read_csv('{path}') order by 1").fetchall()
    assert [(str(d), n) for d, n in found] == [("2016-10-24", 3), ("2016-10-25", 2)]


def test_json_lines_say_the_same() -> None:
    same([json.loads(line) for line in written("jsonl").splitlines()], table())


def test_xlsx_holds_texts_as_texts(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    sheet = openpyxl.load_workbook(file(tmp_path, "xlsx")).active
    head, first, second = sheet.iter_rows()
    by_name = {h.value: (a, b) for h, a, b in zip(head, first, second, strict=True)}
    source = by_name["source"][0]
    assert source.value == EVIL and source.data_type == "s"
    assert by_name["event_date"][0].value.date().isoformat() == "2016-10-24"
    assert by_name["fatalities"][0].value == 3 and by_name["latitude"][1].value is None


def test_xlsx_is_read_by_pandas_and_is_the_same_each_time(tmp_path: Path) -> None:
    pandas, _ = pytest.importorskip("pandas"), pytest.importorskip("openpyxl")
    assert list(pandas.read_excel(file(tmp_path, "xlsx"))["fatalities"]) == [3, 2]
    assert written("xlsx") == written("xlsx")


@pytest.mark.parametrize("to", ["parquet", "geoparquet"])
def test_parquet_is_read_by_pandas_and_duckdb(tmp_path: Path, to: str) -> None:
    pandas, duckdb = pytest.importorskip("pandas"), pytest.importorskip("duckdb")
    pytest.importorskip("pyarrow")
    path = file(tmp_path, to)
    frame = pandas.read_parquet(path)
    assert list(frame["fatalities"]) == [3, 2] and str(frame["event_date"][0]) == "2016-10-24"
    found = duckdb.sql(f"select sum(fatalities), min(event_date) from read_parquet('{path}')").fetchall()
    assert found[0][0] == 5 and str(found[0][1]) == "2016-10-24"


@pytest.mark.parametrize("to", ["geojson", "geoparquet", "gpkg"])
def test_maps_are_read_by_geopandas(tmp_path: Path, to: str) -> None:
    geopandas = pytest.importorskip("geopandas")
    path = file(tmp_path, to)
    frame = geopandas.read_parquet(path) if to == "geoparquet" else geopandas.read_file(path)
    assert frame.crs.is_geographic and "WGS 84" in frame.crs.name
    first, second = frame.geometry
    assert (round(first.x, 5), round(first.y, 5)) == (67.00141, 30.18414)
    assert second is None or second.is_empty
    assert list(frame["fatalities"]) == [3, 2] and list(frame["event_id_cnty"]) == list(table().ids)


@pytest.mark.parametrize("to", ["geojson", "gpkg", "csv"])
def test_maps_are_read_by_ogr2ogr(tmp_path: Path, to: str) -> None:
    if not shutil.which("ogr2ogr"):
        pytest.skip("ogr2ogr is not installed (Debian: gdal-bin)")
    out = tmp_path / "out.csv"
    subprocess.run(["ogr2ogr", "-f", "CSV", str(out), str(file(tmp_path, to))], check=True, timeout=60)
    assert [row["fatalities"] for row in csv.DictReader(out.open())] == ["3", "2"]


def test_the_native_table_goes_into_every_format() -> None:
    one = incident("bombing", day("2016-10-24"), QUETTA, GUNMEN, killed(3))
    for to in sorted(set(FORMATS) - {"html"}):
        if to in ("parquet", "geoparquet"):
            pytest.importorskip("pyarrow")
        if to == "gpkg":
            pytest.importorskip("pyogrio")
        if to == "xlsx":
            pytest.importorskip("xlsxwriter")
        assert written(to, native_table(material(one))), to


def test_a_table_without_rows_is_a_table() -> None:
    empty = Table("none", (Column("a", "integer"), Column("b", "day")), (), (), ())
    assert written("csv", empty).decode("utf-8-sig") == "a,b\r\n"
    pytest.importorskip("pyarrow")
    assert written("geoparquet", empty)
