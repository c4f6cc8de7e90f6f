"""Types by definition and examples: three types of the codebook are held out and learned anew from few
sentences.

The network keeps what it learned of these types when it was trained: its answers are not used, its vectors
are. The figures are therefore above what a type reaches that it never met; ``strangers`` tells how often
other incidents are taken for the new types. Examples come from the part of the corpus that is trained on,
figures from the test third.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from dateline.codebook import load as load_codebook
from dateline.errors import InputError
from dateline.evaluate.calibration import Observation, expected_error
from dateline.evaluate.marked import MarkedReport, part, read
from dateline.evaluate.result import Evaluation
from dateline.reader.fewshot.embed import Seen, seen
from dateline.reader.fewshot.learn import Kind, Learned, contrasts, learn
from dateline.reader.fewshot.reader import SURE
from dateline.reader.model.incidents import find_incidents
from dateline.reader.model.load import Weights, folder_of, load
from dateline.text import sentences

COMMAND = "dateline evaluate few-shot --data examples/corpus"
#: Chosen before anything was measured: by how many of them the test third tells, and by how little they
#: share.
HELD_OUT = ("kidnapping", "robbery", "protest")
SHOTS = (0, 5, 10)


def run(data: Path) -> Evaluation:
    """Learn each of the held-out types from the codebook's own examples and 0, 5 or 10 sentences more. Raises
    InputError where there is no corpus."""
    corpus = list(read(data))
    teach = [r for r in corpus if part(r.id) != "test"]
    test = [r for r in corpus if part(r.id) == "test"]
    if not teach or not test:
        raise InputError(f"{data} holds no corpus of both parts", "name examples/corpus with --data")
    weights, book = load(folder_of("base")), load_codebook("dateline")
    others = contrasts(book, HELD_OUT)
    told = [(report, list(candidates(report, weights))) for report in test]
    rows: list[tuple[str, ...]] = []
    figures: dict[str, float] = {}
    for shots in SHOTS:
        kinds = [Kind(name, sentences_of(name, teach, shots)[0]) for name in HELD_OUT]
        learned = learn(kinds, others, weights, HELD_OUT)
        counts, sure = _measured(told, learned)
        for name in (*HELD_OUT, "all three"):
            names = HELD_OUT if name == "all three" else (name,)
            right, said, wanted = (sum(counts[k, n] for n in names) for k in ("right", "said", "wanted"))
            p, r, f1 = right / max(said, 1), right / max(wanted, 1), 2 * right / max(said + wanted, 1)
            rows.append((name, str(shots), *(f"{100 * v:.1f}" for v in (p, r, f1)), str(wanted)))
            key = name.replace(" ", "_")
            figures |= {f"{key}_{shots}_p": p, f"{key}_{shots}_r": r, f"{key}_{shots}_f1": f1}
        figures[f"strangers_{shots}"] = counts["strange", ""] / max(counts["other", ""], 1)
        figures[f"calibration_error_{shots}"] = expected_error(sure)
        above = [o for o in sure if o.confidence > 0.1]
        figures[f"calibration_error_sure_{shots}"] = expected_error(above)
    columns = ("type", "examples", "precision %", "recall %", "F1 %", "marked")
    return Evaluation("few-shot", COMMAND, columns, tuple(rows), figures, _notes(figures, len(test)))


def _notes(figures: dict[str, float], reports: int) -> tuple[str, ...]:
    errors = ", ".join(f"{shots}: {100 * figures[f'calibration_error_{shots}']:.1f}" for shots in SHOTS)
    surer = ", ".join(f"{shots}: {100 * figures[f'calibration_error_sure_{shots}']:.1f}" for shots in SHOTS)
    strange = ", ".join(f"{shots}: {100 * figures[f'strangers_{shots}']:.1f}" for shots in SHOTS)
    return (
        f"{reports} invented reports, test part. Examples: the codebook's own, and so many more.",
        "The network met these types in its training; its answers are left out, its vectors are not: no type "
        "that it never met will do as well.",
        "What a likeness is worth was learned on the other types, each treated as if it were new, on the "
        "part that is taught: `python -m dateline.train.few_shot examples/corpus`.",
        f"other incidents taken for one of the three, in %, by examples: {strange}",
        f"expected calibration error in points, by examples: {errors}",
        f"the same among answers above a tenth: {surer}",
    )


def sentences_of(
    name: str, teach: Sequence[MarkedReport], shots: int
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The codebook's sentences, then the first ``shots`` marked sentences of the part that is taught, one a
    report, the trigger in brackets; and the ids of these reports."""
    own = contrasts(load_codebook("dateline"))[name]
    found: list[str] = []
    used: list[str] = []
    for report in sorted(teach, key=lambda r: r.id):
        if len(found) >= shots:
            break
        letters = {letter for letter, one in report.incidents.items() if one.type == name}
        mark = next((m for m in report.marks if m.label == "ev" and letters & set(m.incidents)), None)
        bounds = next((b for b in sentences(report.text) if mark and b[0] <= mark.start < b[1]), None)
        if mark is not None and bounds is not None:
            text = report.text[bounds[0] : bounds[1]].replace("[", "(").replace("]", ")")
            start, end = mark.start - bounds[0], min(mark.end, bounds[1]) - bounds[0]
            found.append(f"{text[:start]}[{text[start:end]}]{text[end:]}")
            used.append(report.id)
    return (*own, *found), tuple(used)


#: An incident that the network found: what it makes of its triggers, and where they stand.
_Candidate = tuple[Seen, list[tuple[int, int]]]


def candidates(report: MarkedReport, weights: Weights) -> Iterator[_Candidate]:
    """The incidents that the network finds in a report."""
    (scored,) = weights.session.score([report.text])
    for found in find_incidents(scored, weights):
        spans = [(t.start, t.end) for t in found.triggers]
        made = seen(scored, weights, spans)
        if made is not None:
            yield made, spans


def _measured(
    told: Sequence[tuple[MarkedReport, Sequence[_Candidate]]], learned: Learned
) -> tuple[Counter[tuple[str, str]], list[Observation]]:
    """Counts by kind and type, and how sure each answer was with whether it was right. A candidate is right
    where one of its triggers touches a marked trigger of an incident of that type that nobody else took."""
    counts: Counter[tuple[str, str]] = Counter()
    sure: list[Observation] = []
    for report, candidates in told:
        left = {letter: one.type for letter, one in report.incidents.items()}
        for name in left.values():
            counts["wanted", name] += 1
        for made, spans in candidates:
            name, probability = learned.best(made)
            touched = [
                letter
                for m in report.marks
                if m.label == "ev" and any(s < m.end and m.start < e for s, e in spans)
                for letter in m.incidents
            ]
            hit = next((letter for letter in touched if left.get(letter) == name), None)
            sure.append(
                Observation("type", probability, any(report.incidents[x].type == name for x in touched))
            )
            stranger = not any(report.incidents[x].type in HELD_OUT for x in touched)
            counts["other", ""] += stranger
            counts["strange", ""] += stranger and probability > SURE
            if probability > SURE:
                counts["said", name] += 1
                counts["right", name] += hit is not None
                if hit is not None:
                    del left[hit]
    return counts, sure
