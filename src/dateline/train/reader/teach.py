"""What a better reader makes of texts that nobody marked, for a faster one to learn from.

The pupil is taught the teacher's doubts, not its verdicts: for every word piece the probability of each tag
(Hinton et al., 2015). Which words tell of one incident, and of what kind, it takes from the teacher's
incidents.

Written to a folder: ``texts.jsonl`` (name, text, pieces, answers about the text, spans) and ``tags.npy``
((all pieces, 2 * tags) float16, text after text).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from dateline.errors import InputError
from dateline.evaluate.scoring import batches
from dateline.reader.model.incidents import Found, find_incidents
from dateline.reader.model.load import Weights
from dateline.reader.model.session import Scored
from dateline.train.reader.data.unmarked import Text
from dateline.train.reader.example import Example, Labelled
from dateline.train.reader.tags import TAGS, WINDOW

SOURCE = "taught"
_TOGETHER = 32
_SAID_EVERY = 320  # texts
_FITTING = 0.5  # of two answers the likelier


def teach(teacher: Weights, told: Iterable[Text], folder: Path) -> int:
    """Read ``told`` with ``teacher`` and leave what it says in ``folder``; the number of texts."""
    folder.mkdir(parents=True, exist_ok=True)
    rows, count = [], 0
    with (folder / "texts.tmp").open("w", encoding="utf-8") as lines:
        for some in batches(told, _TOGETHER):
            for (name, text), scored in zip(some, teacher.session.score([t for _, t in some]), strict=True):
                rows.append(scored.tags.astype(np.float16))
                print(json.dumps(_row(name, text, scored, teacher)), file=lines)
                count += 1
            if count % _SAID_EVERY == 0:
                print(f"taught: {count} texts", file=sys.stderr, flush=True)
    np.save(folder / "tags.npy", np.concatenate(rows))
    (folder / "texts.tmp").replace(folder / "texts.jsonl")
    return count


def _row(name: str, text: str, scored: Scored, teacher: Weights) -> dict[str, Any]:
    window = {q: round(float(p), 4) for q, p in zip(WINDOW, scored.window, strict=True)}
    spans = [s for n, one in enumerate(find_incidents(scored, teacher)) for s in _spans(n, one)]
    return {"id": name, "text": text, "pieces": len(scored.pieces), "window": window, "spans": spans}


def _spans(number: int, found: Found) -> Iterator[dict[str, Any]]:
    main = "yes" if found.main > _FITTING else "no"
    kind = {"type": found.type, "stage": found.stage, "main": main}
    for trigger in found.triggers:
        yield {"at": [trigger.start, trigger.end], "label": "ev", "incident": number, "classes": kind}
    for one in found.words:
        yield {
            "at": [one.words.start, one.words.end],
            "label": one.label,
            "incident": number,
            "classes": {"stance": one.stance},
            "party": one.party,
        }


def examples(folder: Path) -> Iterator[Example]:
    """What a teacher left in ``folder``. Raises InputError where the two files do not belong together."""
    tags = np.load(folder / "tags.npy", mmap_mode="r")
    begin = 0
    with (folder / "texts.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            told = json.loads(line)
            end = begin + told["pieces"]
            if end > len(tags) or tags.shape[1] != 2 * len(TAGS):
                raise InputError(f"{folder}: tags and texts are of two runs", "run the stage teach again")
            yield Example(
                told["id"],
                SOURCE,
                told["text"],
                tuple(_labelled(told["spans"])),
                frozenset(TAGS),
                told["window"],
                doubts=tags[begin:end],
            )
            begin = end


def _labelled(spans: Iterable[Mapping[str, Any]]) -> Iterator[Labelled]:
    """Words that belong to several incidents are one span of them all."""
    met: dict[tuple[int, int, str], list[Mapping[str, Any]]] = {}
    for span in spans:
        met.setdefault((*span["at"], span["label"]), []).append(span)
    for (start, end, label), same in met.items():
        incidents = tuple(sorted({s["incident"] for s in same}))
        yield Labelled(start, end, label, incidents, same[0]["classes"], same[0].get("party"))
