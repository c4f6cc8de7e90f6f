"""The benchmarks of sources and of tolls: on small data of our own, and on the real data if there."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from dateline.errors import InputError
from dateline.evaluate import polnear, tolls_gva

BENCH = Path(__file__).resolve().parents[2] / ".." / "shared" / "bench"


def test_polnear_counts_what_overlaps(tmp_path: Path) -> None:
    text = "The ministry said nine people had died. Rain fell on the town."
    for part in ("train", "dev"):
        (tmp_path / part / "text").mkdir(parents=True)
        (tmp_path / part / "attributions").mkdir()
        (tmp_path / part / "text" / "a.txt").write_text(text, encoding="utf-8")
        marks = (
            "T1\tSource 0 12\tThe ministry\nT2\tCue 13 17\tsaid\nT3\tContent 18 38\tnine people had died\n"
        )
        marks += "T4\tAttribution 13 17\tsaid\nE1\tAttribution:T4 Source:T1 Cue:T2 Content:T3\n"
        (tmp_path / part / "attributions" / "a_00.ann").write_text(marks, encoding="utf-8")
    found = polnear.run(tmp_path)
    assert found.figures["dev_strict_f1"] == pytest.approx(1.0)
    assert found.rows[0][:3] == ("train", "overlap", "1")
    shutil.rmtree(tmp_path / "train")
    assert {row[0] for row in polnear.run(tmp_path).rows} == {"dev"}
    shutil.rmtree(tmp_path / "dev")
    with pytest.raises(InputError, match="no articles of PolNeAR"):
        polnear.run(tmp_path)


def test_tolls_against_records(tmp_path: Path) -> None:
    incidents = [{"incident_id": str(n), "killed": 1, "injured": 2} for n in range(6)]
    reports = [
        {"incident_id": i["incident_id"], "text": "A man was killed and two others were wounded."}
        for i in incidents
    ]
    for name, rows in (("incidents", incidents), ("reports", reports)):
        (tmp_path / f"{name}.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    found = tolls_gva.run(tmp_path)
    assert sum(int(row[1]) for row in found.rows) == 6
    assert {v for k, v in found.figures.items()} <= {0.0, 1.0}
    assert found.figures["both_tuned_on"] == 1.0 or found.figures["both_held_out"] == 1.0


@pytest.mark.skipif(not (BENCH / "polnear").is_dir(), reason="needs ../shared/bench/polnear")
def test_sources_on_political_news_do_not_get_worse() -> None:
    _, _, f1, documents = polnear.score(BENCH / "polnear", "dev", 0.0)
    assert documents > 0
    assert f1 >= 0.60


@pytest.mark.skipif(not (BENCH / "gva").is_dir(), reason="needs ../shared/bench/gva")
def test_tolls_of_gun_violence_do_not_get_worse() -> None:
    killed = injured = total = 0
    for number, (report, incident) in enumerate(tolls_gva.cases(BENCH / "gva")):
        if number % 5:
            continue  # a fifth is enough to see a fall
        dead, hurt, _ = tolls_gva.told(report["text"])
        total += 1
        killed += dead == incident["killed"]
        injured += hurt == incident["injured"]
    assert killed / total >= 0.76
    assert injured / total >= 0.65
