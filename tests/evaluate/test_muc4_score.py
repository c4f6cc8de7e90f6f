"""All scores of a response, the command line, and the reports of 1992 where they are at hand."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from dateline.codebook.muc4.templates import read, write
from dateline.evaluate.muc4.__main__ import main
from dateline.evaluate.muc4.gtt import ROLES, all_to_roles, read_gtt
from dateline.evaluate.muc4.history import read_history
from dateline.evaluate.muc4.judges import Guidelines, Recorded, Strict
from dateline.evaluate.muc4.official import score_official
from dateline.evaluate.muc4.report import official_f
from dateline.evaluate.muc4.score import score
from muc4_made_up import answer, by_message, made

BENCH = Path(__file__).resolve().parents[2] / ".." / "shared" / "bench" / "muc4"
FIXTURE = BENCH / "scorer_fixture"
needs_bench = pytest.mark.skipif(not FIXTURE.is_dir(), reason="needs ../shared/bench/muc4")

KEY = by_message(
    made("M-1", "1", inc_type="ATTACK", perp_ind_id='"RIDERS" / "MEN"', hum_tgt_name='"ANA X"'),
    made("M-1", "2", inc_type="BOMBING", phys_tgt_id='"OLD MILL"', inc_instr_id='"TORCH"'),
    made("M-2", "*"),
)
SAID = by_message(
    made("M-1", "1", inc_type="ATTACK", perp_ind_id='"MEN"', hum_tgt_name='"X"'),
    made("M-2", "1", inc_type="ATTACK", perp_ind_id='"DOGS"'),
)


def test_one_response_gives_every_figure() -> None:
    scores = score(SAID, KEY)
    figures = scores.figures
    assert figures["official_r"] == figures["official_all_templates_r"] == pytest.approx(2.5 / 6)
    assert figures["strict_r"] == pytest.approx(2 / 6)  # half a name is nobody's
    assert (figures["official_perp-ind-id_p"], figures["official_inc-total_r"]) == (1 / 2, 1 / 3)
    assert (figures["ree_p"], figures["ree_r"]) == (1 / 3, 1 / 4)
    assert (figures["rme_perpind_p"], figures["rme_perpind_r"]) == (1 / 2, 1.0)
    assert (figures["type_p"], figures["type_r"]) == (1 / 2, 1 / 2)
    assert (figures["relevance_p"], figures["relevance_r"]) == (1 / 2, 1.0)
    assert all(0 <= figure <= 1 for figure in figures.values())
    perfect = score(answer(KEY), KEY).figures
    named = ("official_r", "official_p", "strict_f1", "ree_f1", "rme_f1", "type_f1", "relevance_f1")
    assert {perfect[name] for name in named} == {1.0}


def test_the_outcome_of_a_benchmark_and_the_text_say_the_same() -> None:
    scores = score(SAID, KEY)
    outcome = scores.evaluation("dateline evaluate muc4 --data PATH", ("A note.",))
    assert (outcome.name, outcome.notes) == ("muc4", ("A note.",))
    assert outcome.rows[0] == ("CEAF-REE", "33.3", "25.0", "28.6")
    assert all(len(row) == len(outcome.columns) for row in outcome.rows)
    assert scores.text().startswith("SLOT ") and re.search(r"CEAF-REE +33\.3 +25\.0 +28\.6", scores.text())


def test_entities_of_the_key_can_come_from_elsewhere() -> None:
    gold = all_to_roles(
        by_message(made("M-1", "1", inc_type="ATTACK", perp_ind_id='"MEN"'), made("M-9", "*"))
    )
    assert score(SAID, KEY, gold).ree["PerpInd"].wanted == 1


def test_the_command_prints_the_report_or_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    key, said = tmp_path / "key", tmp_path / "said"
    key.write_text(write(KEY))
    said.write_text(write(SAID))
    assert main(["--key", str(key), "--response", str(said)]) == 0
    assert capsys.readouterr().out == score(SAID, KEY).text()
    (tmp_path / "history").write_text('(("M-1" ("1" (hum-tgt-name ("\\"X\\"" match "\\"ANA X\\"")))))')
    arguments = ["--key", str(key), "--response", str(said), "--history", str(tmp_path / "history"), "--json"]
    assert main(arguments) == 0
    figures = json.loads(capsys.readouterr().out)
    assert (
        figures["official_hum-tgt-name_r"] == 1.0
        and figures["strict_hum-tgt-name_r" if False else "strict_r"] < 1
    )


def test_a_file_that_cannot_be_read_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--key", str(tmp_path / "none"), "--response", str(tmp_path / "none")]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def _reported(system: str) -> float:
    """F (P&R) of the official report."""
    text = (FIXTURE / f"{system}-scores-pass1.tst4.nrad").read_text("latin-1")
    return float(re.findall(r"^F-MEASURES\s+([\d.]+)", text, re.MULTILINE)[-1])


@needs_bench
def test_the_official_scores_of_1992_are_repeated_with_the_judgements_of_1992() -> None:
    key = read([FIXTURE / "key-tst4.v2"])
    judge = Recorded(read_history(FIXTURE / "final-cumulative-hist.tst4"))
    away = {}
    for path in sorted(FIXTURE.glob("*-response.tst4")):
        system = path.name.removesuffix("-response.tst4")
        row = score_official(key, read([path]), judge).row("ALL TEMPLATES")
        away[system] = abs((official_f(row) or 0.0) - _reported(system))
    assert len(away) == 17
    assert sum(distance <= 0.5 for distance in away.values()) >= 15, away
    assert sum(distance == 0.0 for distance in away.values()) >= 11, away
    assert max(away.values()) <= 1.02, away


@needs_bench
def test_without_judgements_the_rules_come_near_what_people_decided() -> None:
    key = read([FIXTURE / "key-tst4.v2"])
    judge = Recorded(read_history(FIXTURE / "final-cumulative-hist.tst4"))
    for system, strict in (("ge", 52.4), ("umass", 40.6), ("sri", 43.4)):
        response = read([FIXTURE / f"{system}-response.tst4"])
        people = score_official(key, response, judge).f
        assert score_official(key, response, Guidelines()).f == pytest.approx(people, abs=0.01)
        assert 100 * score_official(key, response, Strict()).f == pytest.approx(strict, abs=0.1)


@needs_bench
@pytest.mark.parametrize(
    ("keys", "gtt"), [("dev/key-*", "train.jsonl"), ("tst1/key-*", "dev.jsonl"), ("tst2/key-*", "dev.jsonl")]
)
def test_official_keys_become_the_data_of_gtt(keys: str, gtt: str) -> None:
    lines = (BENCH / "gtt" / gtt).read_text("utf-8").splitlines()
    texts = {document["docid"]: document["doctext"] for document in map(json.loads, lines)}
    gold = read_gtt(BENCH / "gtt" / gtt)
    made_here = all_to_roles(read(sorted((BENCH / "corpora").glob(keys))), texts)
    every = [
        (here.entities(role), there.entities(role))
        for message, templates in made_here.items()
        for here, there in zip(templates, gold[message], strict=True)
        for role in ROLES
    ]
    assert sum(here != there for here, there in every) <= 2 and len(every) > 400


@needs_bench
def test_every_key_is_read_and_written_and_scores_a_hundred_against_itself() -> None:
    for path in sorted((BENCH / "corpora").glob("*/key-*")):
        key = read([path])
        outcome = score_official(key, answer(key), Guidelines())
        alone = {id(pair.key) for pair in outcome.pairs if pair.status != "matched" and pair.key}
        # Only templates without any target or perpetrator are not mapped, even to themselves.
        assert all(pair.slots["inc-type"].credit for pair in outcome.pairs if pair.status == "matched")
        assert outcome.row("MATCHED ONLY").recall == outcome.row("MATCHED ONLY").precision == 1.0
        assert len(alone) <= 3
