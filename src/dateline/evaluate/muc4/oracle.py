"""What the rules alone are worth: templates made from the fillers of the keys, scored against the keys.

The reader's share is taken out: the strings of slots 6, 9, 10, 12, 18 and 19 come from the key, with the set
fills that belong to them; places, days, numbers, nations, kinds of instruments and references are left to
:mod:`dateline.assemble.muc4`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from dateline.assemble.muc4.make import templates_of
from dateline.codebook.muc4.slots import SLOTS
from dateline.codebook.muc4.templates import Filler as Fill
from dateline.codebook.muc4.templates import Template, Templates
from dateline.codebook.muc4.templates import read as read_keys
from dateline.errors import UsageError
from dateline.evaluate.muc4.judges import Guidelines
from dateline.evaluate.muc4.official import score_official
from dateline.evaluate.result import Evaluation
from dateline.ingest import iter_pages, read
from dateline.model import Page, Report
from dateline.reader.model.muc4 import Filler, MucIncident

_COLUMNS = ("slot", "P %", "R %", "F1 %")
_NOTES = ("The strings and their set fills come from the key; a perfect reader would reach this.",)

# slot -> label, and the set slots that refer to it with the question that each answers
_STRINGS: Mapping[int, tuple[str, Mapping[int, str]]] = {
    6: ("m.weapon", {7: "m.weapon_type"}),
    9: ("m.ind", {}),
    10: ("m.org", {11: "m.confidence"}),
    12: ("m.phys", {13: "m.phys_type", 16: "m.phys_effect"}),
    18: ("m.name", {20: "m.hum_type", 23: "m.hum_effect"}),
    19: ("m.desc", {20: "m.hum_type", 23: "m.hum_effect"}),
}


def gold_incident(text: str, template: Template) -> MucIncident:
    """The incident that a perfect reader would hand on for one template of the key."""
    return MucIncident(
        type=_set(template, 4, "attack"),
        stage=_set(template, 5, "accomplished"),
        category=_set(template, 8, "none"),
        fillers=tuple(_fillers(text, template)),
        probability=1.0,
    )


def _set(template: Template, slot: int, default: str) -> str:
    values = [v.text.lower() for filler in template.fillers(slot) for v in filler.values]
    return values[0] if values else default


def _fillers(text: str, template: Template) -> Iterator[Filler]:
    for slot, (label, asked) in _STRINGS.items():
        for fill in template.fillers(slot):
            spans = [span for value in fill.values for span in occurrences(text, value.text)]
            if spans:
                answers = {q: a for s, q in asked.items() if (a := _answer(template, s, fill))}
                yield Filler(*spans[0], label, 1.0, answers, tuple(dict.fromkeys(spans[1:])))


def _answer(template: Template, slot: int, of: Fill) -> str:
    names = {v.text for v in of.values} | {r for v in of.values for r in v.refs}
    for filler in template.fillers(slot):
        for value in filler.values:
            if names & set(value.refs):
                return value.text.lower()
    return "none"


def occurrences(text: str, words: str) -> Iterator[tuple[int, int]]:
    """Where ``words`` stand in ``text`` as whole words, whatever case and blanks."""
    pattern = r"\s+".join(re.escape(w) for w in words.split())
    if pattern:
        for match in re.finditer(rf"(?<!\w){pattern}(?!\w)", text, re.IGNORECASE):
            yield match.span()


def respond(reports: Mapping[str, Report], keys: Templates) -> Templates:
    """The templates that the rules make of the key's own fillers, for the messages that have a text."""
    found: Templates = {}
    for message, templates in keys.items():
        report = reports.get(message)
        if report is not None:
            gold = [gold_incident(report.text, template) for template in templates]
            found[message] = templates_of(report, gold)
    return found


def read_reports(paths: Iterable[Path]) -> dict[str, Report]:
    """The messages of raw files of MUC-4 by id, as ingest reads them. Raises InputError for a broken file."""
    reports = {}
    for item in iter_pages(paths):
        if not isinstance(item, Page):
            raise item.error
        report = read(item)
        reports[report.id] = report
    return reports


def run(data: Path, part: str = "dev") -> Evaluation:
    """Every slot's precision, recall and F over a part: "dev", or "test" for tst1 and tst2.

    ``data`` is the folder of MUC-4 with ``corpora``. Raises UsageError when the part is not there.
    """
    folders = [data / "corpora" / f for f in (("dev",) if part == "dev" else ("tst1", "tst2"))]
    missing = next((f for f in folders if not f.is_dir()), None)
    if missing is not None:
        raise UsageError(f"no {missing.name} in {missing.parent}", "pass the folder of the muc4 set")
    keys = read_keys(p for f in folders for p in sorted(f.glob("key*")))
    reports = read_reports(p for f in folders for p in sorted(f.glob(f"{f.name}-muc*")))
    keys = {message: templates for message, templates in keys.items() if message in reports}
    official = score_official(keys, respond(reports, keys), Guidelines())
    names = [*(slot.name for slot in SLOTS), "ALL TEMPLATES"]
    figures: dict[str, float] = {}
    for name in names:
        row = official.row(name) if name == "ALL TEMPLATES" else official.slot(name)
        precision, recall = row.precision or 0.0, row.recall or 0.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        figures |= {f"{name}_p": precision, f"{name}_r": recall, f"{name}_f1": f1}
    rows = tuple((n, *(f"{100 * figures[f'{n}_{k}']:.1f}" for k in ("p", "r", "f1"))) for n in names)
    return Evaluation(
        "muc4-oracle",
        f"python -m dateline.evaluate.muc4.oracle {data} {part}",
        _COLUMNS,
        rows,
        figures,
        _NOTES,
    )


if __name__ == "__main__":
    for line in run(Path(sys.argv[1]), *sys.argv[2:3]).rows:
        print(f"{line[0]:<20}", *(f"{cell:>6}" for cell in line[1:]))
