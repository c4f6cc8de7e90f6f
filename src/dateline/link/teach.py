"""Weights from what persons decided: a merge is a pair that is one incident, a split one that is not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dateline.link.compare import compare
from dateline.link.fit import fit
from dateline.link.profile import profiles
from dateline.link.tables import thresholds, weights
from dateline.model import Account, Report

_HEAD = "# Weights of the comparison, fitted with `dateline train-linker` to the decisions of a ledger.\n"


def fitted(
    accounts: Sequence[Account], reports: Mapping[str, Report], pairs: Sequence[tuple[str, str, bool]]
) -> dict[str, float]:
    """The table in force, moved towards the decided ``pairs`` (two account ids, and whether they are one)."""
    known = {p.id: p for p in profiles(accounts, reports)}
    taught = [
        (compare(known[left], known[right]).features, same)
        for left, right, same in pairs
        if left in known and right in known
    ]
    return fit(taught, weights())


def weights_file(table: Mapping[str, float]) -> str:
    """The table as the file ``weights.yaml`` that ``DATELINE_LINK_WEIGHTS`` may name."""
    limits = ", ".join(f"{name}: {value}" for name, value in thresholds().items())
    lines = "".join(f"  {name}: {value:.2f}\n" for name, value in table.items())
    return f"{_HEAD}thresholds: {{{limits}}}\nweights:\n{lines}"
