"""The commands on codebooks and exports, as a person types them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import made_up
from dateline import service
from dateline.cli import exports, history, others, small
from dateline.codebook import load
from dateline.errors import UsageError

RUN = CliRunner()
APP = exports.app
assert APP is history.app is others.app is small.app


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    made_up.use(monkeypatch)
    texts = ["killed 3 in Quetta on 2016-10-24", "killed 5 in Beni, some day"]
    path = tmp_path / "l.db"
    with service.open_ledger(path) as store:
        service.ingest([made_up.folder(tmp_path / "in", texts)], store)
    return str(path)


def run(*arguments: str, given: str = "") -> tuple[int, str]:
    result = RUN.invoke(APP, list(arguments), input=given)
    return result.exit_code, result.output


def test_list_names_every_codebook() -> None:
    code, out = run("codebook", "list")
    assert code == 0 and all(
        f"{name} " in out for name in ("acled", "gtd", "hxl", "muc4", "plover", "ucdp-ged")
    )


@pytest.mark.parametrize("name", ["acled", "dateline", "gtd", "hxl", "muc4", "plover", "ucdp-ged"])
def test_check_finds_the_built_in_ones_in_order(name: str) -> None:
    code, out = run("codebook", "check", name)
    assert code == 0 and "is in order" in out


def test_check_tells_every_problem_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("name: mine\nversion: 1\ntitle: Mine\nextends: hxl\nlet:\n  a: a\n  b: no_such\n")
    code, out = run("codebook", "check", str(path))
    assert code == 1 and "line 6" in out and "line 7" in out and "Traceback" not in out


def test_export_explains_what_is_left_out_and_writes_a_methods_file(ledger: str, tmp_path: Path) -> None:
    out = tmp_path / "a.csv"
    code, told = run(
        "export",
        "--ledger",
        ledger,
        "--to",
        "csv",
        "--codebook",
        "acled",
        "-o",
        str(out),
        "--explain-excluded",
        "--set",
        "inter=numeric",
        "--hxl",
    )
    assert code == 0 and "1 incident left out by acled" in told and "dated: the month is not known" in told
    rows = list(csv.DictReader(io.StringIO(out.read_text("utf-8-sig"))))
    assert rows[0]["event_id_cnty"] == "#event+code" and rows[1]["inter1"] == "3"
    assert "inter: numeric" in (tmp_path / "a.csv.methods.md").read_text()


@pytest.mark.parametrize(
    "wrong",
    [
        ["--set", "inter"],
        ["--set", "colour=red"],
        ["--redact", "all"],
        ["--coarsen", "far"],
        ["--with-private-names"],
    ],
)
def test_wrong_choices_are_one_line(ledger: str, wrong: list[str]) -> None:
    code, out = run("export", "--ledger", ledger, "--to", "csv", "--codebook", "acled", *wrong)
    assert code == 2 and out.count("\n") == 1 and out.startswith("dateline: ")


def test_explain_says_why(ledger: str) -> None:
    with service.open_ledger(ledger) as store:
        first = next(
            i.id for i in service.incidents(store) if i.where.value and i.where.value.country == "PK"
        )  # type: ignore[union-attr]
    code, out = run("codebook", "explain", "acled", "--incident", first, "--ledger", ledger, "--json")
    told = {c["column"]: c for c in json.loads(out)["columns"]}
    assert code == 0 and told["fatalities"]["value"] == 3
    assert any("acled-conservative" in line for line in told["fatalities"]["chosen"])
    assert any("killed 3" in line for line in told["fatalities"]["words"])
    assert "the day is known" in told["time_precision"]["because"]
    code, out = run("codebook", "explain", "acled", "--incident", first, "--ledger", ledger)
    assert code == 0 and "geo_precision" in out
    assert run("codebook", "explain", "dateline", "--incident", first, "--ledger", ledger)[0] == 2


def test_new_asks_and_writes_a_codebook_that_is_in_order(tmp_path: Path) -> None:
    out = tmp_path / "cattle.yaml"
    answers = [
        "Cattle raids",
        "cattle",
        "type, day, place",
        "2",
        "acled-conservative",
        "acled",
        "cattle_theft",
        "Animals are taken by force.",
        "",
        "Not lost animals.",
        "yes",
        "Cows were [rustled].",
        "Raiders [stole] goats.",
        "",
        "",
    ]
    code, told = run("codebook", "new", "-o", str(out), given="\n".join(answers) + "\n")
    assert code == 0, told
    book = load(out)
    entry = book.get("cattle_theft")
    assert (
        entry is not None
        and entry.excludes == "Not lost animals."
        and entry.examples == ("Raiders [stole] goats.",)
    )
    assert (
        book.unit.same == ("type", "day", "place")
        and book.export is not None
        and len(book.export.columns) == 31
    )
    assert run("codebook", "check", str(out))[0] == 0
    code, told = run("codebook", "new", "-o", str(out), given="\n".join(answers) + "\n")
    assert code == 2 and "is there already" in told


def test_new_asks_again_where_an_answer_makes_no_sense() -> None:
    said = iter(
        [
            "T",
            "Not A Name",
            "name",
            "colour",
            "type, day",
            "many",
            "1",
            "mean",
            "latest-official",
            "none",
            "hxl",
            "",
        ]
    )
    name, text = service.interview(lambda question, default: next(said))
    assert name == "name" and "latest-official" in text
    with pytest.raises(UsageError, match="no answer to"):
        service.interview(lambda question, default: "Not A Name")


def test_new_offers_the_example_of_a_native_type_and_asks_two_of_an_own() -> None:
    asked: list[tuple[str, str]] = []
    said = iter(
        ["T", "t", "type", "1", "latest-official", "hxl", "kidnapping"]
        + [""] * 6
        + [
            "oil_theft",
            "Oil is taken.",
            "",
            "",
            "yes",
            "",
            "Men [tapped] a line.",
            "Men [siphoned] oil.",
            "",
            "",
        ]
    )

    def ask(question: str, default: str) -> str:
        asked.append((question, default))
        return next(said) or default

    _, text = service.interview(ask)
    first, _, second = text.partition("- type: oil_theft")
    assert "example: Armed men took two engineers from their car." in first
    assert "example: Men [tapped] a line." in second and "- Men [siphoned] oil." in second
    assert text.startswith("# T\n# A first file")
    assert all(line.startswith("#") for line in text.splitlines()[: text[: text.index("name:")].count("\n")])
    assert ("What is meant by oil_theft, in one sentence?", "") in asked
    assert next(said, None) is None


def test_import_and_coverage(ledger: str, tmp_path: Path) -> None:
    path = tmp_path / "acled.csv"
    path.write_text(
        "event_id_cnty,event_date,event_type,sub_event_type,country,location,latitude,longitude,fatalities\n"
        "PAK1,2016-10-24,Explosions/Remote violence,Suicide bomb,Pakistan,Quetta,30.18,67.0,3\n"
        "PAK2,never,,,,,,,\n"
    )
    assert "no source was imported" in run("coverage", "--ledger", ledger)[1]
    code, out = run("import", str(path), "--ledger", ledger, "--source", "ours")
    assert code == 1 and "1 row (1 new" in out and "acled.csv:3" in out
    code, out = run("coverage", "--ledger", ledger, "--missing")
    assert code == 0 and "ours" in out
    found = json.loads(run("coverage", "--ledger", ledger, "--json")[1])["sources"]["ours"]
    assert found["both"] + found["only_source"] == 1


def test_compare_tells_where_readers_differ(tmp_path: Path) -> None:
    page = Path(__file__).parents[2] / "examples" / "quetta-2016" / "06-continental-dispatch.txt"
    code, out = run("compare", "rules", "rules", str(page), "--json")
    assert code == 0 and json.loads(out.splitlines()[-1])["agreement"]["reports"] == 1
