"""The multi-task network: one encoder, heads for words, spans, pairs of spans and whole windows.

Words: for every tag two logits, inside and start. Spans: a vector from first, last and mean piece, then
one linear layer for each question. Pairs: whether two spans tell of the same incident, and
whether they name the same party of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor, nn

from dateline.train.reader.tags import GROUPS, MUC_QUESTIONS, STAGES, STANCES, TAGS, WINDOW, native_types

SPAN_SIZE, PAIR_SIZE, DISTANCES = 192, 96, 12
_INSIDE = "encoder."  # what may be narrower than a pretrained encoder: no head of the network may
_SELDOM = -4.0  # a piece has a given tag once in fifty or so: what the tag layer begins with


def questions() -> dict[str, tuple[str, ...]]:
    """The questions asked of spans, with their possible answers in the order of the outputs."""
    native = {"type": native_types(), "stage": STAGES, "main": ("no", "yes"), "stance": STANCES}
    native["group"] = GROUPS
    return native | MUC_QUESTIONS


def key(question: str) -> str:
    """The name of a question's layer: torch allows no dots, and "type" is taken."""
    return "q_" + question.replace(".", "_")


class Network(nn.Module):
    """``encoder`` is a transformers model without a pooler; ``size`` its hidden size."""

    def __init__(self, encoder: nn.Module, size: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.dropout = nn.Dropout(0.1)
        self.tags = nn.Linear(size, 2 * len(TAGS))
        nn.init.constant_(self.tags.bias, _SELDOM)
        self.window = nn.Sequential(nn.Linear(2 * size, 128), nn.GELU(), nn.Linear(128, len(WINDOW)))
        self.span = nn.Sequential(nn.Linear(3 * size, SPAN_SIZE), nn.GELU(), nn.Dropout(0.1))
        self.answers = nn.ModuleDict(
            {key(name): nn.Linear(SPAN_SIZE, len(q)) for name, q in questions().items()}
        )
        self.label = nn.Embedding(len(TAGS), 24)
        self.near = nn.Embedding(DISTANCES, 24)
        self.side = nn.Linear(SPAN_SIZE + 24, PAIR_SIZE)
        self.pair = nn.Sequential(nn.Linear(3 * PAIR_SIZE + 24, 96), nn.GELU(), nn.Linear(96, 2))

    def read(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Hidden states, tag logits and window logits: what is exported."""
        hidden = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state.float()
        kept = mask.unsqueeze(-1).to(hidden.dtype)
        mean = (hidden * kept).sum(1) / kept.sum(1)
        most = (hidden - 1e4 * (1 - kept)).max(1).values
        return hidden, self.tags(self.dropout(hidden)), self.window(self.dropout(torch.cat((mean, most), -1)))

    def vectors(self, hidden: Tensor, spans: Tensor) -> Tensor:
        """(n, SPAN_SIZE) for ``spans`` (n, 3): window, first and last piece."""
        window, first, last = spans.unbind(-1)
        sums = torch.cat((hidden.new_zeros(hidden.shape[0], 1, hidden.shape[2]), hidden.cumsum(1)), 1)
        mean = (sums[window, last + 1] - sums[window, first]) / (last + 1 - first).unsqueeze(-1)
        out: Tensor = self.span(torch.cat((hidden[window, first], hidden[window, last], mean), -1))
        return out

    def same(self, vectors: Tensor, labels: Tensor, pairs: Tensor, distances: Tensor) -> Tensor:
        """Logits (n, 2) that pairs (n, 2) of span numbers tell of one incident, and that they name one party;
        ``distances`` are buckets."""
        side = self.side(torch.cat((vectors, self.label(labels)), -1))
        left, right = side[pairs[:, 0]], side[pairs[:, 1]]
        features = torch.cat((left + right, left * right, (left - right).abs(), self.near(distances)), -1)
        logits: Tensor = self.pair(features)
        return logits


def bucket(distance: Tensor) -> Tensor:
    """Distances in pieces as buckets 0 … DISTANCES - 1, by powers of two."""
    return torch.clamp(torch.log2(distance.abs().float() + 1).floor().long(), 0, DISTANCES - 1)


def loaded(network: Network, state: Mapping[str, Tensor]) -> Network:
    """``network`` with the weights of ``state``, its encoder made as narrow as they are."""
    shaped_like(network, {name: tuple(value.shape) for name, value in state.items()})
    network.load_state_dict(state)
    return network


def shaped_like(network: nn.Module, shapes: Mapping[str, Sequence[int]]) -> None:
    """Give the layers of the encoder the widths of ``shapes``, by the names of their weights."""
    for name, module in list(network.named_modules()):
        shape = shapes.get(f"{name}.weight")
        if isinstance(module, nn.Linear) and name.startswith(_INSIDE) and shape is not None:
            wide, narrow = tuple(module.weight.shape), tuple(shape)
            if wide != narrow:
                network.set_submodule(name, nn.Linear(narrow[1], narrow[0]))
