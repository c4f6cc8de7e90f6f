"""How far two agree who mark the same reports by the same guide: what a reader can be asked for at most.

The marks of the second are put in place of a reader's, and what comes out is held against the marks of the
first, as every reader is. Beside it: what the readers reach on these very reports.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from dateline.assemble.extract import reader_called
from dateline.errors import InputError, UsageError
from dateline.evaluate.corpus import MEASURES, tally_of
from dateline.evaluate.marked import read
from dateline.evaluate.perfect_marks import PerfectReader
from dateline.evaluate.result import Evaluation
from dateline.reader.contract import Reader

COMMAND = "dateline evaluate second-reading --data examples/corpus"
AGAIN = "second_reading"  # the folder of the second marks, beside that of the first
READERS = ("rules", "base", "large")


def run(data: Path) -> Evaluation:
    """Score the second marks of reports against those under ``data``, and the readers that are installed.
    Raises InputError for a broken file, or where there are no second marks."""
    again = list(read(data.parent / AGAIN))
    if not again:
        raise InputError(f"{data.parent / AGAIN} has no marked reports", "name examples/corpus with --data")
    wanted = {one.id for one in again}
    first = [one for one in read(data) if one.id in wanted]
    told = {"second": tally_of(first, PerfectReader(again)), "first": tally_of(first, PerfectReader(first))}
    told |= {name: tally_of(first, reader) for name, reader in _installed()}
    rows = []
    for measure in MEASURES:
        shares = [*told["second"].scores(measure), *(told[n].scores(measure)[2] for n in list(told)[1:])]
        marked = str(told["second"].wanted[measure])
        rows.append((measure, *(f"{100 * share:.1f}" for share in shares), marked))
    figures = {f"{name}_{m}_f1": one.scores(m)[2] for name, one in told.items() for m in MEASURES}
    columns = ("what", "second: precision %", "recall %", "F1 %", "first marks themselves")
    installed = tuple(name for name in told if name in READERS)
    notes = (
        f"{len(first)} reports of the tenth on which thresholds are fitted, which flatters base and large",
        "first marks themselves: what days, places, counts, names and claims make of the very marks that "
        "are asked for",
    )
    return Evaluation(
        "second-reading", COMMAND, (*columns, *installed, "marked"), tuple(rows), figures, notes
    )


def _installed() -> Iterator[tuple[str, Reader]]:
    for name in READERS:
        try:
            yield name, reader_called(name)
        except UsageError:  # `large` is a package of its own
            continue
