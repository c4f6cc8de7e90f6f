"""Compiles the YAML of this folder into compiled.json, which loads several times faster.

    python -m dateline.codebook.lexicon.build

A test compares the two, so that neither can be changed alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from dateline.codebook.lexicon import COMPILED, Lexicon, NotIncident, StageCue, Trigger, Word
from dateline.codebook.lexicon.forms import Forms, expand, load_forms, read_data
from dateline.errors import CodebookError

_STRENGTHS = ("strong", "weak", "joins")
_TRIGGER_FILES = ("attacks", "bombs", "crime", "unrest", "developments")


def from_yaml() -> Lexicon:
    """The lexicon as the YAML files say it. Raises :class:`CodebookError` when one of them is wrong."""
    forms = load_forms()
    triggers: dict[tuple[tuple[str, ...], tuple[str, ...], str, str, str], Trigger] = {}
    for name in _TRIGGER_FILES:
        for trigger in _triggers(f"triggers_{name}.yaml", forms):
            key = (trigger.words, trigger.then, trigger.type, trigger.subtype, trigger.agent)
            triggers.setdefault(key, trigger)
    ordered = sorted(triggers.values(), key=lambda t: (bool(t.agent), _STRENGTHS.index(t.strength)))
    return Lexicon(
        triggers=tuple(ordered),
        stages=tuple(
            StageCue(words, block["stage"], block["side"], then)
            for block in read_data("stages.yaml")
            for entry in block["words"]
            for words, then in expand(str(entry), "phrase", forms)
        ),
        not_incident=tuple(
            NotIncident(words, block["cue"], block["scope"], then)
            for block in read_data("not_incident.yaml")
            for entry in block["words"]
            for words, then in expand(str(entry), "phrase", forms)
        ),
        weapons=tuple(_words("weapons.yaml", forms)),
        targets=tuple(_words("targets.yaml", forms)),
    )


def _triggers(name: str, forms: Forms) -> Iterator[Trigger]:
    for block in read_data(name):
        for strength in _STRENGTHS:
            for pos, entries in block.get(strength, {}).items():
                if pos not in ("noun", "verb", "phrase"):
                    raise CodebookError(f"{name}: word class {pos!r}", "use noun, verb or phrase")
                for entry in entries:
                    for words, then in expand(str(entry), pos, forms):
                        yield Trigger(
                            words,
                            block["type"],
                            block.get("subtype", ""),
                            pos,
                            strength,
                            then,
                            block.get("agent", ""),
                            str(entry).replace("~", "").replace("+", ""),
                        )


def _words(name: str, forms: Forms) -> Iterator[Word]:
    seen: set[tuple[str, ...]] = set()
    for kind, entries in read_data(name).items():
        for entry in entries:
            for words, _ in expand(str(entry), "noun", forms):
                if words not in seen:
                    seen.add(words)
                    yield Word(words, kind)


def compiled_text() -> str:
    """The content that compiled.json has to have."""
    lexicon = from_yaml()
    heads: dict[tuple[str, ...], int] = {}
    triggers = []
    for t in lexicon.triggers:
        head = (t.type, t.subtype, t.pos, t.strength, t.agent, t.lemma)
        triggers.append([" ".join(t.words), " ".join(t.then), heads.setdefault(head, len(heads))])
    data: dict[str, Any] = {
        "heads": list(heads),
        "triggers": triggers,
        "stages": [[" ".join(c.words), " ".join(c.then), c.stage, c.side] for c in lexicon.stages],
        "not_incident": [[" ".join(n.words), " ".join(n.then), n.cue, n.scope] for n in lexicon.not_incident],
        "weapons": _pairs(lexicon.weapons),
        "targets": _pairs(lexicon.targets),
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n"


def _pairs(words: Iterable[Word]) -> list[list[str]]:
    return [[" ".join(word.words), word.kind] for word in words]


def main() -> None:
    """Write compiled.json beside the sources."""
    Path(str(files("dateline.codebook.lexicon") / COMPILED)).write_text(compiled_text(), encoding="utf-8")


if __name__ == "__main__":
    main()
