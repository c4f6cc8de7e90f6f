"""The first filter on texts that it was not made from: how many relevant ones it loses, how many others it
stops.

Data: a folder with the public sets as :mod:`dateline.evaluate.filter_sets` reads them, each in the part
that is held back. Whole reports and notes that somebody judged make up the sum: they are what may be lost
at most one in a hundred. Passages of a report, and sets that are irrelevant as a whole and hold some
relevant texts, stand apart. Texts under forty words pass unread, as they do at run time.
``DATELINE_EVALUATE_CORPUS=DIR`` adds the test third of the project's own corpus, which is not in the sum.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from dateline.evaluate.filter_sets import Labelled, read_all
from dateline.evaluate.result import Evaluation
from dateline.reader.filter import Filter, shipped

COMMAND = "dateline evaluate filter --data PATH"
_IN_SUM = ("muc4", "gva", "satp", "ceha", "wikievents")
_ORDER = (*_IN_SUM, "corpus", "case2021", "insightcrime", "rams")
_KINDS = {True: "relevant", False: "irrelevant", None: "not judged"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """Texts of one set and kind, and how many of them the filter stops."""

    set: str
    kind: str
    texts: int
    stopped: int

    @property
    def share(self) -> float:
        """The share that is stopped, in 0..1."""
        return self.stopped / max(self.texts, 1)


def run(data: Path) -> Evaluation:
    """Count what is stopped in the held-back parts under ``data``. Raises InputError where there are none."""
    corpus = os.environ.get("DATELINE_EVALUATE_CORPUS")
    texts = [t for t in read_all(data, Path(corpus) if corpus else None) if t.held]
    return evaluation(outcomes(texts, shipped()))


def outcomes(texts: Iterable[Labelled], judge: Filter) -> list[Outcome]:
    """The texts counted by set and kind, sets in a fixed order."""
    counts: dict[tuple[str, str], list[int]] = {}
    for text in texts:
        kind = _KINDS[text.relevant] if text.trusted else "mostly irrelevant"
        count = counts.setdefault((text.set, kind), [0, 0])
        count[0] += 1
        count[1] += not judge.about_incident(text.title, text.text)
    names = sorted({name for name, _ in counts}, key=lambda n: (_ORDER.index(n) if n in _ORDER else 99, n))
    kinds = (*_KINDS.values(), "mostly irrelevant")
    return [Outcome(n, k, *counts[n, k]) for n in names for k in kinds if (n, k) in counts]


def evaluation(told: Sequence[Outcome]) -> Evaluation:
    """The table, with the sum over the relevant texts of whole reports."""
    summed = [o for o in told if o.set in _IN_SUM and o.kind == "relevant"]
    others = [o for o in told if o.kind in ("irrelevant", "mostly irrelevant") and o.set != "corpus"]
    lost = Outcome("sum", "relevant", sum(o.texts for o in summed), sum(o.stopped for o in summed))
    idle = Outcome("sum", "(mostly) irrelevant", sum(o.texts for o in others), sum(o.stopped for o in others))
    rows = [
        (o.set, o.kind, str(o.texts), str(o.stopped), f"{100 * o.share:.1f}") for o in (*told, lost, idle)
    ]
    figures = {f"{o.set}_{o.kind}_stopped".replace(" ", "_"): o.share for o in told}
    figures |= {"relevant_lost": lost.share, "irrelevant_stopped": idle.share}
    notes = (
        "Held-back parts only: MUC-4 tst1 + tst2, half of the incidents, outlets or texts, the sets' own "
        "test parts; nothing of ceha was fitted to.",
        f"The sum of relevant texts is over {', '.join(_IN_SUM)}; passages and the own corpus stand apart.",
        "Mostly irrelevant sets are news of all kinds: what is not stopped there is relevant in part.",
    )
    columns = ("set", "kind", "texts", "stopped", "stopped %")
    return Evaluation("filter", COMMAND, columns, tuple(rows), figures, notes)
