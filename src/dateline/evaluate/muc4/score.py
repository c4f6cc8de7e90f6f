"""Every figure of MUC-4 for one response: the official scores, CEAF-REE and RME, types and relevance.

scores = score(read([response_file]), read(key_files))
print(scores.text())
scores.evaluation("dateline evaluate muc4 --data PATH")
"""

from __future__ import annotations

from dataclasses import dataclass

from dateline.codebook.muc4.slots import GROUPS, SLOTS
from dateline.codebook.muc4.templates import Templates
from dateline.evaluate.muc4 import ceaf
from dateline.evaluate.muc4.gtt import ROLES, RoleTemplates, all_to_roles
from dateline.evaluate.muc4.judges import Guidelines, Judge, Strict
from dateline.evaluate.muc4.official import ROWS, Official, score_official
from dateline.evaluate.muc4.report import format_report
from dateline.evaluate.muc4.tally import Tally, f_measure
from dateline.evaluate.result import Evaluation

_COLUMNS = ("measure", "P %", "R %", "F1 %")


@dataclass(frozen=True, slots=True)
class MucScores:
    """All scores of one response.

    ``official`` is by the judge that was asked for, ``strict`` by the program of 1992 left alone; ``ree`` and
    ``rme`` have a line a role and ``all``; ``types`` are the incident types of templates.
    """

    official: Official
    strict: Official
    ree: ceaf.Scores
    rme: ceaf.Scores
    types: ceaf.Counts

    @property
    def figures(self) -> dict[str, float]:
        """The figures by name, shares in 0..1; ``official_…`` also for every slot and every row."""
        found: dict[str, float] = {}
        names = [slot.name for slot in SLOTS] + [name for name, _ in GROUPS]
        for name in names:
            row = self.official.row(name) if name in dict(GROUPS) else self.official.slot(name)
            found |= _shares(f"official_{name}", row)
        for name in [name for name, _ in ROWS] + ["SET FILLS ONLY", "STRING FILLS ONLY"]:
            found |= _shares(f"official_{name.lower().replace(' ', '_')}", self.official.row(name))
        found |= _shares("official", self.official.row("ALL TEMPLATES"))
        found |= _shares("strict", self.strict.row("ALL TEMPLATES"))
        found |= _shares("relevance", self.official.filtering)
        for measure, scores in (("ree", self.ree), ("rme", self.rme), ("type", {ceaf.ALL: self.types})):
            for role, counts in scores.items():
                name = measure if role == ceaf.ALL else f"{measure}_{role.lower()}"
                found |= {f"{name}_p": counts.precision, f"{name}_r": counts.recall, f"{name}_f1": counts.f1}
        return found

    def rows(self) -> tuple[tuple[str, ...], ...]:
        """A short table: measure, precision, recall, F1 in percent."""
        figures = self.figures
        names = [("CEAF-REE", "ree"), *((f"CEAF-REE {role}", f"ree_{role.lower()}") for role in ROLES)]
        names += [("CEAF-RME", "rme"), *((f"CEAF-RME {role}", f"rme_{role.lower()}") for role in ROLES)]
        names += [
            ("official, all templates", "official"),
            ("official, the program of 1992 alone", "strict"),
            ("incident type", "type"),
            ("relevance of the report", "relevance"),
        ]
        shares = ("p", "r", "f1")
        return tuple(
            (label, *(f"{100 * figures[f'{name}_{s}']:.1f}" for s in shares)) for label, name in names
        )

    def text(self) -> str:
        """The report of 1992, and the short table under it."""
        lines = [
            " ".join([f"{row[0]:<36}", *(f"{cell:>6}" for cell in row[1:])])
            for row in (_COLUMNS, *self.rows())
        ]
        return format_report(self.official) + "\n" + "\n".join(lines) + "\n"

    def evaluation(self, command: str, notes: tuple[str, ...] = ()) -> Evaluation:
        """As a benchmark's outcome; ``command`` is what made it."""
        return Evaluation("muc4", command, _COLUMNS, self.rows(), self.figures, notes)


def score(
    response: Templates,
    key: Templates,
    gold: RoleTemplates | None = None,
    judge: Judge | None = None,
) -> MucScores:
    """All scores of a response against a key of official templates.

    ``gold`` are the key's entities in GTT's shape, where they are at hand; else they are made from the key.
    ``judge`` decides mismatches in the official scores: the guidelines by rule, unless another is passed.
    Raises UsageError for a response to a message that the key lacks.
    """
    official = score_official(key, response, judge or Guidelines())
    strict = score_official(key, response, Strict())
    said = all_to_roles(response)
    wanted = all_to_roles(key) if gold is None else {m: gold[m] for m in gold if m in key}
    return MucScores(
        official, strict, ceaf.ree(said, wanted), ceaf.rme(said, wanted), ceaf.types(said, wanted)
    )


def _shares(name: str, row: Tally) -> dict[str, float]:
    precision, recall = row.precision or 0.0, row.recall or 0.0
    return {
        f"{name}_p": precision,
        f"{name}_r": recall,
        f"{name}_f1": f_measure(precision, recall) or 0.0,
    }
