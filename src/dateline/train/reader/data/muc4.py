"""MUC-4 (1992): the texts in lower case, the fillers of the keys on every occurrence of their strings."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from dateline.codebook.muc4.templates import Template, Templates, Value
from dateline.codebook.muc4.templates import read as read_keys
from dateline.train.reader.example import Example, Labelled
from dateline.train.reader.tags import MUC, MUC_QUESTIONS, MUC_TYPES

# slot -> label, and the set slots that refer to it with the question that each answers
_STRINGS: Mapping[int, tuple[str, Mapping[int, str]]] = {
    6: ("m.weapon", {7: "m.weapon_type"}),
    9: ("m.ind", {}),
    10: ("m.org", {11: "m.confidence"}),
    12: ("m.phys", {13: "m.phys_type", 16: "m.phys_effect"}),
    18: ("m.name", {20: "m.hum_type", 23: "m.hum_effect"}),
    19: ("m.desc", {20: "m.hum_type", 23: "m.hum_effect"}),
}


def examples(data: Path, part: str) -> Iterator[Example]:
    """The reports of "train" (the 1,300 of dev) or "dev" (tst1 and tst2), in the order of the GTT files.

    ``data`` is the folder of MUC-4 with ``gtt`` and ``corpora``. Raises InputError for broken keys.
    """
    folders = ("dev",) if part == "train" else ("tst1", "tst2")
    paths = [p for f in folders for p in sorted((data / "corpora" / f).glob("key*"))]
    keys: Templates = {k.upper(): v for k, v in read_keys(paths).items()}
    with (data / "gtt" / f"{part}.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            told = json.loads(line)
            yield example(told["docid"], told["doctext"], keys.get(told["docid"].upper(), ()))


def example(name: str, text: str, templates: Sequence[Template]) -> Example:
    """One report with its templates as an example."""
    types = {kind for t in templates for kind in _types(t)}
    window = {"m.relevant": float(bool(templates))}
    window |= {f"m.{kind}": float(kind in types) for kind in MUC_TYPES}
    if templates:
        window["relevant"] = 1.0
    spans: dict[tuple[int, int, str], Labelled] = {}
    for number, template in enumerate(templates):
        for label, words, classes in _fillers(template):
            for start, end in occurrences(text, words):
                key = (start, end, label)
                known = spans.get(key)
                incidents = (*known.incidents, number) if known else (number,)
                spans[key] = Labelled(start, end, label, incidents, known.classes if known else classes)
    chosen = tuple(spans[key] for key in sorted(spans))
    return Example(name, "muc4", text, chosen, frozenset(MUC), window)


def _types(template: Template) -> list[str]:
    return [v.text.lower() for filler in template.fillers(4) for v in filler.values]


def _fillers(template: Template) -> Iterator[tuple[str, str, dict[str, str]]]:
    """``(label, words, classes)`` of each string of a template."""
    shared = {}
    for slot, question in ((4, "m.type"), (5, "m.stage"), (8, "m.category")):
        found = [v.text.lower() for filler in template.fillers(slot) for v in filler.values]
        answer = found[0] if found else "none"
        if answer in MUC_QUESTIONS[question]:
            shared[question] = answer
    for slot, (label, asked) in _STRINGS.items():
        for filler in template.fillers(slot):
            words = [v.text.lower() for v in filler.values]
            # a description may refer to the name that it describes
            named = [*words, *(r.lower() for v in filler.values for r in v.refs)]
            classes = shared | {q: a for s, q in asked.items() if (a := _answer(template, s, named, q))}
            for one in words:
                yield label, one, classes


def _answer(template: Template, slot: int, words: Sequence[str], question: str) -> str:
    """What a set slot says of these strings; "none" where it is empty, "" where it is not in the list."""
    for filler in template.fillers(slot):
        for value in filler.values:
            if _refers(value, words):
                answer = value.text.lower()
                return answer if answer in MUC_QUESTIONS[question] else ""
    return "none" if "none" in MUC_QUESTIONS[question] else ""


def _refers(value: Value, words: Sequence[str]) -> bool:
    return not value.refs or any(r.lower() in words for r in value.refs)


def occurrences(text: str, words: str) -> Iterator[tuple[int, int]]:
    """Where ``words`` stand in ``text`` as whole words, whatever the blanks between them."""
    pattern = r"\s+".join(re.escape(w) for w in words.split())
    if pattern:
        for match in re.finditer(rf"(?<!\w){pattern}(?!\w)", text):
            yield match.span()
