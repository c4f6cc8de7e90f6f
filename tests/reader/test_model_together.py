"""Two networks that read as one, and words that cannot name one party."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from dateline.errors import ReaderError
from dateline.reader.findings import find
from dateline.reader.model import folder_of, load
from dateline.reader.model.cluster import cluster
from dateline.reader.model.decode import Tagged
from dateline.reader.model.load import read_together
from dateline.reader.model.strangers import strangers
from dateline.reader.model.together import mean_odds
from dateline.resolve.who import Registry
from made_up import report_of

_STORY = (
    "Gunmen ambushed an army patrol near Kohlu on Thursday, killing four soldiers, officials said.\n\n"
    "The Red Column said in a statement that its fighters had carried out the attack."
)


def test_the_mean_of_log_odds() -> None:
    even, sure = np.array([[0.5, 0.2]], np.float32), np.array([[0.9, 0.2]], np.float32)
    assert np.allclose(mean_odds([even, sure], (0.5, 0.5)), [[0.75, 0.2]])  # odds 1 and 9: 3
    assert np.allclose(mean_odds([even, sure], (0.0, 1.0)), sure)
    ends = np.array([[0.0, 1.0]], np.float32)
    assert np.isfinite(mean_odds([ends, sure], (0.5, 0.5))).all()


def test_a_network_beside_itself_says_what_it_says_alone() -> None:
    base = load(folder_of("base"))
    session, heads = read_together(base.session, base.heads, base, 0.4)
    alone, both = base.session.score([_STORY])[0], session.score([_STORY])[0]
    assert np.allclose(alone.tags, both.tags, atol=1e-5) and np.allclose(alone.window, both.window, atol=1e-5)
    assert both.hidden.shape == (len(both.pieces), 2 * alone.hidden.shape[1])
    spans = [Tagged(0, 1, 0, 6, 0, 1.0), Tagged(5, 7, 20, 30, 0, 1.0)]
    labels, apart = np.zeros(2, np.int64), np.array([[0, 5], [-5, 0]], np.int64)
    one, two = base.heads.vectors(alone.hidden, spans), heads.vectors(both.hidden, spans)
    assert np.allclose(base.heads.answer("type", one), heads.answer("type", two), atol=1e-4)
    sides, pair = base.heads.sides(one, labels), heads.sides(two, labels)
    assert np.allclose(base.heads.same(sides, sides, apart), heads.same(pair, pair, apart), atol=1e-5)
    assert np.allclose(base.heads.party(sides, apart), heads.party(pair, apart), atol=1e-5)


def test_a_reader_that_was_fitted_beside_another_release_says_so(tmp_path: Path) -> None:
    shutil.copytree(folder_of("base"), tmp_path / "weights")
    model = tmp_path / "weights" / "model.json"
    about = json.loads(model.read_text("utf-8"))
    model.write_text(
        json.dumps(about | {"beside": {"name": "base", "by": "reader-base@0.0.0", "share": 0.3}}), "utf-8"
    )
    with pytest.raises(ReaderError, match=r"reader-base@0\.0\.0.*one release"):
        load(tmp_path / "weights")


def test_members_that_are_forbidden_are_never_in_one_group() -> None:
    same = np.array([[1, 0.9, 0.8], [0.9, 1, 0.8], [0.8, 0.8, 1]], np.float32)
    forbidden = np.zeros((3, 3), bool)
    forbidden[0, 1] = forbidden[1, 0] = True
    assert cluster(same, 0.5) == [[0, 1, 2]]
    assert cluster(same, 0.5, forbidden) == [[0, 2], [1]]


@pytest.mark.parametrize(
    ("text", "one", "other", "apart"),
    [
        ("The attackers fled as Frontier Corps troops came.", "attackers", "Frontier Corps troops", True),
        ("Islamic State fought the Pakistani Taliban in Khost.", "Islamic State", "Pakistani Taliban", True),
        ("Gunmen in army coats shot guards; the gunmen left.", "Gunmen in army coats", "the gunmen", False),
        ("Lashkar-e-Jhangvi struck; LeJ men ran.", "Lashkar-e-Jhangvi", "LeJ men", False),
        ("Troops of the Frontier Corps and soldiers.", "Troops of the Frontier Corps", "soldiers", False),
        ("Marvin Keyes died; Rosa Díaz-Ortiz lives.", "Marvin Keyes", "Rosa Díaz-Ortiz", True),
        ("Marvin J. Keyes, 34, died; Keyes was a cook.", "Marvin J. Keyes, 34", "Keyes", False),
        ("Marvin Keyes died; the man was a cook.", "Marvin Keyes", "the man", False),
    ],
)  # fmt: skip
def test_who_cannot_be_one_party(text: str, one: str, other: str, apart: bool) -> None:
    report = report_of(text, "r")
    words = [Tagged(0, 0, report.text.index(w), report.text.index(w) + len(w), 0, 1.0) for w in (one, other)]
    found = strangers(report.text, words, find(report, Registry.load()).actors)
    assert found[0, 1] == found[1, 0] == apart
    assert not found[0, 0]
