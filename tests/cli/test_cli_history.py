"""What became of incidents, on the command line: changes, diff, tombstones, training from decisions."""

from __future__ import annotations

import json
import shutil
from importlib.resources import files
from pathlib import Path

import pytest
from typer.testing import CliRunner

import made_up
from dateline import service
from dateline.cli import history
from dateline.cli.history import app
from dateline.codebook import load
from dateline.model import DecisionVerb

RUN = CliRunner(env={"COLUMNS": "200"})
FIRST = "A bomb killed 59 people in Quetta on 2016-10-24, police said in the evening."
LATER = "Officials put the number of the dead of Quetta higher: 2016-10-24 killed 61 cadets, a list shows."


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    made_up.use(monkeypatch)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATELINE_LEDGER", str(tmp_path / "l.db"))
    return tmp_path


def lines(*arguments: str) -> list[dict[str, object]]:
    result = RUN.invoke(app, [*arguments, "--json"])
    assert result.exit_code == 0, (result.output, result.exception)
    return [json.loads(line) for line in result.stdout.splitlines()]


def take_in(folder: Path, *texts: str) -> None:
    made_up.folder(folder, texts)
    assert RUN.invoke(app, ["ingest", str(folder)]).exit_code == 0


def test_changes_name_old_and_new_value_and_the_report(here: Path) -> None:
    take_in(here / "one", FIRST)
    (new,) = lines("changes")
    assert (new["kind"], new["report"] != "") == ("appeared", True)
    shutil.copy("l.db", "before.db")
    take_in(here / "two", LATER)
    told = lines("changes")
    with service.open_ledger("l.db") as ledger:
        accounts = ledger.accounts()
        later = next(r.id for r in ledger.reports().values() if "higher" in r.text)
        if len(ledger.incidents()) == 2:
            left, right = sorted(a.id for a in accounts)
            service.decide(ledger, DecisionVerb.MERGE, (left, right), "ann")
        (incident,) = ledger.incidents()
    told = lines("changes")
    assert incident.id == new["incident"], "an incident keeps its id when it grows"
    grown = [c for c in told if c["kind"] == "grew" and c["incident"] == incident.id]
    assert [str(c["new"]).startswith(later) for c in grown] == [True]
    differing = lines("diff", "before.db", "l.db")
    assert {"grew"} <= {str(c["kind"]) for c in differing}
    assert lines("diff", "l.db", "l.db") == []
    assert lines("changes", "--since", "2999-01-01") == []
    assert RUN.invoke(app, ["changes", "--since", "soon"]).exit_code == 2


def test_a_merge_leaves_a_tombstone_and_a_split_says_where_each_went(here: Path) -> None:
    take_in(here / "one", FIRST, "They killed 3 people near Beni on 2017-01-02.")
    with service.open_ledger("l.db") as ledger:
        left, right = sorted(a.id for a in ledger.accounts())
        ids = {i.id for i in ledger.incidents()}
        merge = service.decide(ledger, DecisionVerb.MERGE, (left, right), "ann")
        (one,) = ledger.incidents()
        (gone,) = ids - {one.id}
        (tombstone,) = [c for c in service.changes(ledger) if c.kind == "merged"]
        assert (tombstone.incident, tombstone.successor) == (gone, one.id)
        assert service.show(ledger, gone).incident.id == one.id
        service.undo(ledger, merge.id, "ann")
        assert {i.id for i in ledger.incidents()} == ids
        (split,) = [c for c in service.changes(ledger) if c.kind == "split"]
        assert (split.incident, split.successor) == (one.id, gone)


def test_decisions_teach_the_linker(here: Path) -> None:
    take_in(here / "one", FIRST, LATER, "They killed 3 people near Beni on 2017-01-02.")
    assert RUN.invoke(app, ["train-linker"]).exit_code == 1
    with service.open_ledger("l.db") as ledger:
        names = sorted(a.id for a in ledger.accounts())
        service.decide(ledger, DecisionVerb.SPLIT, names[:2], "ann")
    result = RUN.invoke(app, ["train-linker", "--out", "w.yaml"])
    assert result.exit_code == 0, result.output
    assert "weights:" in Path("w.yaml").read_text("utf-8")


def test_a_ledger_goes_by_the_rule_that_it_is_told(here: Path) -> None:
    take_in(here / "one", FIRST)
    assert RUN.invoke(app, ["rebuild", "--tolls", "acled-conservative"]).exit_code == 0
    with service.open_ledger("l.db") as ledger:
        assert [c.rule for i in ledger.incidents() for c in i.tolls] == ["acled-conservative"]
    assert RUN.invoke(app, ["rebuild", "--tolls", "average"]).exit_code == 2


def _rules(ledger_path: str = "l.db") -> set[str]:
    with service.open_ledger(ledger_path) as ledger:
        return {c.rule for i in ledger.incidents() for c in i.tolls}


def test_a_ledger_goes_by_the_rule_of_its_codebook(here: Path) -> None:
    take_in(here / "one", FIRST)
    native = load("dateline")
    assert _rules() == {native.default_toll_rule}
    text = (files("dateline.codebook") / "builtin" / "dateline.yaml").read_text("utf-8")
    line = f"default_toll_rule: {native.default_toll_rule}"
    for name in ("acled-conservative", "gtd-cascade", "latest-official", "ucdp-low-best-high"):
        (here / "own.yaml").write_text(text.replace(line, f"default_toll_rule: {name}"), "utf-8")
        result = RUN.invoke(app, ["rebuild", "--codebook", "own.yaml"])
        assert result.exit_code == 0, result.output
        assert _rules() == {name}
    (here / "own.yaml").write_text(text.replace(line, "default_toll_rule: gtd-cascade"), "utf-8")
    assert RUN.invoke(app, ["rebuild", "--codebook", "own.yaml"]).exit_code == 0
    (here / "own.yaml").unlink()
    take_in(here / "two", LATER)
    assert RUN.invoke(app, ["rebuild"]).exit_code == 0
    assert _rules() == {"gtd-cascade"}, "a ledger does not hang on where the file lies"
    assert RUN.invoke(app, ["rebuild", "--tolls", "latest-official"]).exit_code == 0
    assert _rules() == {"latest-official"}, "a person's word goes before the codebook's"
    assert RUN.invoke(app, ["rebuild", "--codebook", "dateline"]).exit_code == 0
    assert _rules() == {native.default_toll_rule}, "a new codebook brings its own rule"
    (here / "bad.yaml").write_text(text.replace(line, "default_toll_rule: average"), "utf-8")
    assert RUN.invoke(app, ["rebuild", "--codebook", "bad.yaml"]).exit_code != 0
    assert RUN.invoke(app, ["rebuild", "--codebook", "none.yaml"]).exit_code != 0
    assert _rules() == {native.default_toll_rule}, "what could not be loaded changes nothing"


@pytest.mark.parametrize(
    ("field", "old", "new", "told"),
    [
        ("toll/killed/unknown", {"effect": "killed", "low": 59, "best": 61, "high": 62},
         {"effect": "killed", "low": 61, "best": 61, "high": None}, "61 (59–62) → 61 (61–?)"),
        ("toll/injured/unknown", None, {"effect": "injured", "low": 4, "best": 4, "high": 4}, "nothing → 4"),
        ("where", {"name": "Quetta", "radius_m": 9000, "detail": None},
         {"name": "Quetta", "radius_m": 500, "detail": "a hotel"},
         "Quetta: radius_m 9000 → 500, detail unknown → a hotel"),
        ("when", None, {"edtf": "2016-10-24"}, "unknown → 2016-10-24"),
        ("type", "release", "battle/armed_clash", "release → battle/armed_clash"),
    ],
)  # fmt: skip
def test_a_change_is_told_in_words_that_differ(field: str, old: object, new: object, told: str) -> None:
    change = service.Told("2016-10-26T08:00:00+00:00", "i1", "changed", field, old, new, "r1", "")
    assert history._line(change) == f"2016-10-26T08:00:00 i1 {field}: {told} (r1)"
