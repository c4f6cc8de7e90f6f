"""The files of a trained network: where they are, whether they are whole, what they mean."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from dateline.errors import ReaderError, UsageError
from dateline.reader.model.decode import Floats
from dateline.reader.model.heads import Heads
from dateline.reader.model.kinds import Kinds
from dateline.reader.model.regression import Regression, read_regressions
from dateline.reader.model.session import Session
from dateline.reader.model.together import HeadsTogether, SessionsTogether

#: What a folder of weights holds besides ``model.json``, which has their SHA-256.
FILES = ("network.onnx", "heads.npz", "tokenizer.json", "regressions.npz")
_AGAIN = "install dateline again: pip install --force-reinstall dateline"


@dataclass(frozen=True, slots=True)
class Weights:
    """A loaded network. ``tags`` and ``window`` name its outputs in order; ``thresholds`` by tag; ``fits``
    are the fitted numbers of decoding and calibration; ``by`` is ``component@version``; ``kinds`` what the
    codebook's words say of a trigger, ``regressions`` what those by words say: "type", "label", "stance", and
    "muc" for the labels of MUC-4."""

    session: Session | SessionsTogether
    heads: Heads | HeadsTogether
    tags: Sequence[str]
    window: Sequence[str]
    thresholds: Mapping[str, float]
    fits: Mapping[str, Any]
    by: str
    kinds: Kinds
    regressions: Mapping[str, Regression]

    def threshold_array(self, prefix: str) -> Floats:
        """Thresholds in the order of the tags; those whose names do not begin so are never reached.
        ``prefix`` "" stands for the native tags, which have no dot."""
        mine = [t.startswith(prefix) if prefix else "." not in t for t in self.tags]
        values = [self.thresholds[t] if m else 2.0 for t, m in zip(self.tags, mine, strict=True)]
        return np.array(values, np.float32)


def folder_of(name: str) -> Path:
    """Where the weights of ``"base"`` (in the wheel) or of another package of readers lie.

    Raises UsageError where the package is not installed.
    """
    if name == "base":
        return Path(str(resources.files("dateline.reader.model") / "weights"))
    package = f"dateline_reader_{name}"
    if not name.isidentifier() or find_spec(package) is None:
        raise UsageError(f"no reader is called {name!r}", f"use base, or pip install dateline-reader-{name}")
    return Path(str(resources.files(package) / "weights"))


@lru_cache(maxsize=4)
def load(folder: Path, threads: int = 0) -> Weights:
    """The network of a folder, with the one that reads beside it. Raises ReaderError in one line where a
    file is missing or damaged, or the one beside it is not the one that it was fitted with."""
    try:
        about = json.loads((folder / "model.json").read_text("utf-8"))
        contents = {name: (folder / name).read_bytes() for name in FILES}
        sums = about["sha256"]
    except (OSError, ValueError, KeyError) as error:
        raise ReaderError(
            f"the reader's files in {folder} are not whole ({_short(error)})", _AGAIN
        ) from error
    for name, content in contents.items():
        if hashlib.sha256(content).hexdigest() != sums.get(name):
            raise ReaderError(f"{folder / name} is damaged: its checksum is another", _AGAIN)
    tokenizer = Tokenizer.from_str(contents["tokenizer.json"].decode("utf-8"))
    with np.load(folder / "heads.npz") as stored:
        weights = {name: stored[name].astype(np.float32) for name in stored.files}
    alone = Session(folder / "network.onnx", tokenizer, threads), Heads(weights, about["questions"])
    session, heads = _together(*alone, about["beside"], threads) if "beside" in about else alone
    return Weights(
        session,
        heads,
        about["tags"],
        about["window"],
        about["thresholds"],
        about["fits"],
        f"reader-{about['name']}@{about['version']}",
        Kinds(about["questions"]["type"]),
        regressions_of(folder),
    )


def _together(
    session: Session, heads: Heads, beside: Mapping[str, Any], threads: int
) -> tuple[SessionsTogether, HeadsTogether]:
    """With the reader that ``beside`` names ("name", "by", "share": how much it counts)."""
    other = load(folder_of(beside["name"]), threads)
    if other.by != beside["by"]:
        raise ReaderError(
            f"this reader reads together with {beside['by']}, and {other.by} is installed",
            "install both from one release of Dateline",
        )
    return read_together(session, heads, other, beside["share"])


def read_together(
    session: Session, heads: Heads, other: Weights, share: float
) -> tuple[SessionsTogether, HeadsTogether]:
    """A network with another beside it, which counts ``share`` of one."""
    assert isinstance(other.session, Session) and isinstance(other.heads, Heads)
    shares = (1 - share, share)
    return (
        SessionsTogether((session, other.session), shares),
        HeadsTogether((heads, other.heads), shares),
    )


def regressions_of(folder: Path) -> dict[str, Regression]:
    """The regressions of ``regressions.npz`` in a folder of weights."""
    with np.load(folder / "regressions.npz") as arrays:
        return read_regressions({name: arrays[name] for name in arrays.files})


def _short(error: Exception) -> str:
    words = " ".join(str(error).split())
    return words if len(words) < 100 else words[:99] + "…"
