"""A narrower encoder: what nothing is asked of goes first, and what is left says the same without it."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import numpy as np
import pytest

pytestmark = pytest.mark.train

torch = pytest.importorskip("torch", reason="needs the extra `train`: pip install -e '.[train]'")
pytest.importorskip("transformers", reason="needs the extra `train`: pip install -e '.[train]'")
CORPUS = Path(__file__).resolve().parents[2] / "examples" / "corpus"
IDLE_HEAD, IDLE_INNER = (1, 0), 16  # a layer's head, and the last inner numbers of every layer


def _network():
    from dateline.train.reader import bases
    from dateline.train.reader.network import Network

    torch.manual_seed(4)
    network = Network(bases.encoder(bases.BASES["toy"], Path()), bases.BASES["toy"].size).eval()
    layers = network.encoder.encoder.layer
    with torch.no_grad():
        for bias in (p for p in network.parameters() if p.dim() == 1):
            bias += 0.01 * torch.randn_like(bias)  # as fitted ones are: no two alike
        layer, head = IDLE_HEAD
        layers[layer].attention.output.dense.weight[:, 16 * head : 16 * (head + 1)] = 0
        for one in layers:
            one.output.dense.weight[:, -IDLE_INNER:] = 0
    return network


def _windows():
    from dateline.train.reader import bases
    from dateline.train.reader.data import corpus
    from dateline.train.reader.windows import windows

    tokenizer = bases.tokenizer(bases.locate(bases.BASES["toy"], Path()))
    told = islice(corpus.examples(CORPUS, "train"), 3)
    return [w for example in told for w in windows(example, tokenizer, 384, 96)]


def test_what_is_idle_is_left_out_and_nothing_else_changes() -> None:
    from dateline.train.reader import bases
    from dateline.train.reader.narrow import asked_of, narrowed
    from dateline.train.reader.network import Network, loaded

    network = _network()
    asked = asked_of(network, _windows(), seed=1)
    assert float(asked.heads[1][0]) == 0 and (asked.inner[0][-IDLE_INNER:] == 0).all()
    assert all((row[:-IDLE_INNER] > 0).all() for row in asked.inner)
    state = narrowed(network.state_dict(), asked, heads=3, inner=64 - IDLE_INNER)
    small = loaded(Network(bases.encoder(bases.BASES["toy"], Path()), 32), state).eval()
    widths = [
        (layer.attention.self.query.out_features, layer.intermediate.dense.out_features)
        for layer in small.encoder.encoder.layer
    ]
    assert widths == [(32, 48), (16, 48)]
    ids = torch.arange(100, 150).unsqueeze(0)
    for one, two in zip(
        network.read(ids, torch.ones_like(ids)), small.read(ids, torch.ones_like(ids)), strict=True
    ):
        assert torch.allclose(one, two, atol=1e-5)


def test_every_layer_keeps_a_head() -> None:
    from dateline.train.reader.narrow import asked_of, narrowed

    network = _network()
    state = narrowed(network.state_dict(), asked_of(network, _windows(), seed=1), heads=1, inner=8)
    for layer in (0, 1):
        at = f"encoder.encoder.layer.{layer}"
        assert state[f"{at}.attention.self.value.weight"].shape == (16, 32)
        assert state[f"{at}.attention.output.dense.weight"].shape == (32, 16)
        assert state[f"{at}.output.dense.weight"].shape == (32, 8)


def test_the_stage_leaves_a_network_that_ships_and_is_recovered_like_any_other(tmp_path: Path) -> None:
    import onnx

    from dateline.reader.model.session import Session
    from dateline.train.reader import bases, quantize
    from dateline.train.reader.__main__ import main
    from dateline.train.reader.export import export
    from dateline.train.reader.network import Network, loaded
    from dateline.train.reader.recover import recover

    kept = tmp_path / "toy-1" / "last.pt"
    kept.parent.mkdir()
    torch.save({"network": _network().state_dict()}, kept)
    common = ["--name", "toy", "--work", str(tmp_path), "--corpus", str(CORPUS), "--limit", "4"]
    none = ["--bench", str(tmp_path / "none"), "--heads", "3", "--inner", "32"]
    assert main(["narrow", *common, *none]) == 0
    state = torch.load(kept, weights_only=True)["network"]
    base, home = bases.BASES["toy"], bases.locate(bases.BASES["toy"], tmp_path)
    network = loaded(Network(bases.encoder(base, home), base.size), state)
    assert network.encoder.encoder.layer[0].intermediate.dense.out_features == 32
    export(network, home / "tokenizer.json", tmp_path / "model", quantize.whole)
    steps = [node.op_type for node in onnx.load(tmp_path / "model" / "network.onnx").graph.node]
    assert steps.count("MultiHeadAttention") == 2
    session = Session(tmp_path / "model" / "network.onnx", bases.tokenizer(home))
    assert np.isfinite(session.score(["A bomb exploded at a market in Kano on Monday."])[0].tags).all()
    again = recover(Network(bases.encoder(base, home), base.size), tmp_path / "model")
    assert {n: v.shape for n, v in again.items()} == {n: v.shape for n, v in state.items()}


def test_an_encoder_of_another_kind_is_refused() -> None:
    from dateline.errors import UsageError
    from dateline.train.reader.narrow import asked_of

    network = _network()
    network.encoder = torch.nn.Linear(2, 2)
    with pytest.raises(UsageError, match="BERT"):
        asked_of(network, [], seed=1)
