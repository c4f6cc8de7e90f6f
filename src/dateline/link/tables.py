"""The tables beside the code: which types agree, how common words are, and the weights of the comparison."""

from __future__ import annotations

import os
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from dateline.codebook.families import family
from dateline.errors import InputError

#: Number of imagined background stories that the shares of ``common_words.txt`` stand for. A ledger of
#: nine reports about one attack would otherwise think its most telling words common.
BACKGROUND = 2000


def _load(name: str) -> Any:
    return yaml.safe_load(_text(name))


@cache
def _linker() -> Any:
    """The table that the environment names (``dateline train-linker`` writes it), else the shipped one."""
    own = os.environ.get("DATELINE_LINK_WEIGHTS")
    if not own:
        return _load("weights.yaml")
    try:
        found = yaml.safe_load(Path(own).read_text("utf-8"))
        parts = ("weights", "thresholds")
        return {part: {str(k): float(v) for k, v in found[part].items()} for part in parts}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, yaml.YAMLError) as error:
        way_out = "make it with: dateline train-linker, or unset DATELINE_LINK_WEIGHTS"
        raise InputError(f"{own} holds no weights of the linker", way_out) from error


def _text(name: str) -> str:
    return resources.files("dateline.link").joinpath("data", name).read_text(encoding="utf-8")


@cache
def common_words() -> dict[str, int]:
    """Common news words with the number of background stories, out of :data:`BACKGROUND`, that hold them."""
    found = {}
    for line in _text("common_words.txt").splitlines():
        if line and not line.startswith("#"):
            word, per_mille = line.split()
            found[word] = int(per_mille) * BACKGROUND // 1000
    return found


@cache
def _types() -> Any:
    return _load("types.yaml")


@cache
def _pairs() -> dict[tuple[str, str], float]:
    pairs: dict[tuple[str, str], float] = {}
    for left, right, value in _types()["pairs"]:
        pairs[left, right] = pairs[right, left] = float(value)
    return pairs


@cache
def type_agreement(left: str, right: str) -> float:
    """How readily two reports may use these two types for one incident, 0 (never) to 1 (the same)."""
    if left == right:
        return 1.0
    if (left, right) in _pairs():
        return _pairs()[left, right]
    if family(left) == family(right) == "violent":
        return float(_types()["other_violent"])
    return 0.0


@cache
def weights() -> dict[str, float]:
    """The weights of the named features, with ``bias``."""
    return {str(k): float(v) for k, v in _linker()["weights"].items()}


@cache
def thresholds() -> dict[str, float]:
    """``same`` and ``unsure``: the least calibrated score for each verdict."""
    return {str(k): float(v) for k, v in _linker()["thresholds"].items()}
