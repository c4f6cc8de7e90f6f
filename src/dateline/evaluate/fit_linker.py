"""How the weights of link's comparison were made: ``python -m dateline.evaluate.fit_linker PATH``.

Reads the gun violence archive, judges nothing, and fits the weights to the pairs of main accounts that
blocking proposes in one half of the incidents; the other half is for measuring. Prints the table of
``link/data/weights.yaml``. Takes as long as ``dateline evaluate gva``.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from dateline.evaluate.cases import Case
from dateline.evaluate.gva import cases_of
from dateline.evaluate.tolls_gva import half
from dateline.link.features import Features
from dateline.link.fit import fit
from dateline.link.judge import compared
from dateline.link.tables import weights


def labelled_pairs(cases: Sequence[Case]) -> list[tuple[Features, bool]]:
    """Features of every pair that blocking proposes among the main accounts, with the archive's verdict.

    Pairs that a hard reason keeps apart are left out: no weight can join them.
    """
    belongs = {c.report.id: c.incident["incident_id"] for c in cases}
    told = [c.main for c in cases if c.main is not None]
    reports = {c.report.id: c.report for c in cases}
    return [
        (comparison.features, belongs[left.report_id] == belongs[right.report_id])
        for left, right, comparison in compared(told, reports)
        if not comparison.conflict
    ]


def learn(cases: Sequence[Case]) -> dict[str, float]:
    """Weights fitted to the half of the incidents that is kept for tuning."""
    tuning = [c for c in cases if half(c.incident["incident_id"]) == 0]
    return fit(labelled_pairs(tuning), weights())


def main() -> None:
    """Print the fitted table."""
    for name, value in learn(list(cases_of(Path(sys.argv[1])))).items():
        print(f"  {name}: {value:.2f}")


if __name__ == "__main__":
    main()
