"""A toy run of every stage: a network of two tiny layers, eight reports, one epoch."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytestmark = pytest.mark.train
CORPUS = Path(__file__).resolve().parents[2] / "examples" / "corpus"


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from dateline.train.reader.__main__ import main

    folder = tmp_path_factory.mktemp("work")
    assert main(["all", *_arguments(folder)]) == 0
    return folder


def _arguments(folder: Path) -> list[str]:
    return [
        "--name", "toy", "--work", str(folder), "--corpus", str(CORPUS), "--bench", str(folder / "none"),
        "--limit", "8", "--epochs", "1", "--home", str(folder / "home"),
    ]  # fmt: skip


def test_losses_are_logged_and_fall(work: Path) -> None:
    rows = [json.loads(line) for line in (work / "toy-1" / "log.jsonl").read_text().splitlines()]
    assert rows and all(row["tags"] < 40 for row in rows)


def test_the_installed_files_make_a_reader(work: Path) -> None:
    from dateline.reader.model import load

    weights = load(work / "home")
    assert weights.by.startswith("reader-toy@")
    scored = weights.session.score(["Gunmen killed four soldiers near Kohlu on Thursday."])[0]
    assert scored.tags.shape == (len(scored.pieces), 2 * len(weights.tags))
    assert ((scored.tags >= 0) & (scored.tags <= 1)).all()
    assert set(weights.thresholds) == set(weights.tags)
    assert "type" in weights.fits["calibration"] or weights.fits["calibration"] == {}


def test_int8_says_nearly_what_single_precision_says(work: Path) -> None:
    import numpy as np

    from dateline.reader.model import load
    from dateline.reader.model.session import Session
    from dateline.train.reader import bases

    weights = load(work / "home")
    tokenizer = bases.tokenizer(work / "toy-1" / "model")
    plain = Session((work / "toy-1" / "model" / "network.fp32.onnx").read_bytes(), tokenizer)
    text = "A bomb exploded at a market in Kano on Monday and hurt nine traders, police said."
    one, two = plain.score([text])[0], weights.session.score([text])[0]
    assert np.abs(one.tags - two.tags).max() < 0.1


def test_attention_is_one_step_of_the_installed_graph(work: Path) -> None:
    import onnx

    steps = [node.op_type for node in onnx.load(work / "home" / "network.onnx").graph.node]
    assert steps.count("MultiHeadAttention") == 2 and "Softmax" not in steps


def test_a_reader_in_single_precision_is_made_of_what_ships(work: Path) -> None:
    """To tell what eight bits cost, beside the reader whose weights it has."""
    import numpy as np

    from dateline.reader.model import load
    from dateline.train.reader.eight_bits import plain_reader

    folder = plain_reader("toy", work / "home", None, work)
    assert folder == work / "plain" / "dateline_reader_toyplain" / "weights"
    plain, small = load(folder), load(work / "home")
    assert plain.by.startswith("reader-toyplain@") and plain.thresholds == small.thresholds
    text = "A bomb exploded at a market in Kano on Monday and hurt nine traders, police said."
    one, two = plain.session.score([text])[0], small.session.score([text])[0]
    assert 0 < np.abs(one.tags - two.tags).max() < 0.1


def test_what_eight_bits_cost_is_told_for_what_was_measured() -> None:
    from dateline.train.reader.eight_bits import compared

    told = compared(
        {"types_f1": 0.62, "ree_f1": 0.47}, {"types_f1": 0.625, "ree_f1": 0.468, "rme_f1": 0.3}, ""
    )
    assert told.rows == (("corpus: types", "62.5", "62.0", "0.5"), ("MUC-4: ree", "46.8", "47.0", "-0.2"))
    assert told.figures["mean lost"] == pytest.approx(0.0015)


def test_the_network_that_ships_can_be_finished_further(work: Path) -> None:
    import torch

    from dateline.train.reader.__main__ import main

    assert main(["recover", *_arguments(work), "--seed", "2"]) == 0
    shipped = torch.load(work / "toy-1" / "finish" / "last.pt", weights_only=True)["network"]
    found = torch.load(work / "toy-2" / "last.pt", weights_only=True)["network"]
    assert shipped.keys() == found.keys()
    for name, value in shipped.items():
        assert (value.float() - found[name].float()).abs().max() <= 0.01 * value.float().abs().max() + 1e-6, (
            name
        )
    assert main(["finish", *_arguments(work), "--seed", "2"]) == 0


def test_weights_of_another_network_are_refused(work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from dateline.train.reader.__main__ import main

    elsewhere = Path(__file__).resolve().parents[2] / "src" / "dateline" / "reader" / "model" / "weights"
    assert main(["recover", *_arguments(work), "--home", str(elsewhere), "--seed", "3"]) == 1
    assert "begin with fit" in capsys.readouterr().err


def test_a_stage_that_is_done_does_nothing_more(work: Path) -> None:
    import torch

    from dateline.train.reader.__main__ import main

    before = torch.load(work / "toy-1" / "last.pt", weights_only=True)["network"]["tags.weight"]
    assert main(["fit", *_arguments(work)]) == 0
    after = torch.load(work / "toy-1" / "last.pt", weights_only=True)["network"]["tags.weight"]
    assert torch.equal(before, after)


def test_a_base_that_is_not_installed_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    from dateline.train.reader import bases
    from dateline.train.reader.__main__ import main

    absent = replace(bases.BASES["large"], packages=("dateline-test-no-such-package",))
    monkeypatch.setitem(bases.BASES, "large", absent)
    arguments = ["fit", "--name", "large", "--work", str(tmp_path), "--corpus", str(CORPUS)]
    assert main(arguments) == 1
    assert "pip install dateline-test-no-such-package" in capsys.readouterr().err
