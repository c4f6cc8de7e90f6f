"""Slot 2 of MUC-4 (INCIDENT: DATE) with full and partial credit, for the templates of the keys.

The scoring guidelines (v7, section 3.2.2): full credit for the key's date or range. Partial credit when the
answer is part of what the key holds ("26 AUG 89" against "25 AUG 89 - 26 AUG 89" or "- 26 AUG 89"), and for
a default-looking answer ("- 26 AUG 89") whose upper end is the key's simple date or upper end. An answer is
made as the task asks for it: a day as it is, a stretch as a range, and what is only inferred from the head
of the dispatch as "on or before" its day. The incident is given by the key's own strings, so the figure is
that of the day alone, not of reading. Recall counts a partial answer half, as the scorer does.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from dateline.evaluate.muc4_keys import PARTS, Dates, Template, read_templates
from dateline.evaluate.result import Evaluation
from dateline.resolve.when import Scene, choose_incident_day, find_times, settle
from dateline.text import sentences

_LONG = 31  # days: a longer stretch that is only inferred says no more than "on or before"


def answer(template: Template) -> Dates | None:
    """The chosen day in the forms of slot 2; None when nothing is known."""
    report = template.report
    bounds = sentences(report.text)
    bare = Scene(report.text, bounds, template.trigger)
    scope = frozenset(bare.sentence_at(span.start) for span in template.scope)
    scene = Scene(report.text, bounds, template.trigger, scope)
    mentions = find_times(report.text, report.id, report.published)
    best = settle(choose_incident_day(mentions, scene, report.published))
    head = report.published.day
    when = best.when
    if when.earliest is None or when.latest is None:
        return Dates(None, head) if head else None
    if best.mention is None and head is not None:
        return Dates(None, head)
    if best.inferred and head is not None and (when.latest - when.earliest).days > _LONG:
        return Dates(None, head)
    return Dates(when.earliest, min(when.latest, head) if head and head >= when.earliest else when.latest)


def credit(found: Dates | None, key: tuple[Dates, ...]) -> str:
    """ "full", "partial", "wrong" or "missing": the best over the alternatives of the key."""
    if found is None:
        return "missing"
    marks = {_credit(found, one) for one in key}
    return next(mark for mark in ("full", "partial", "wrong") if mark in marks)


def _credit(found: Dates, key: Dates) -> str:
    if found == key:
        return "full"
    if found.first is None:  # default-looking
        return "partial" if found.last == key.last else "wrong"
    if key.first == key.last:  # a simple date: nothing but itself
        return "wrong"
    inside = found.last <= key.last and (key.first is None or found.first >= key.first)
    return "partial" if inside else "wrong"


def tally(data: Path, part: str, half: int | None = None) -> Counter[str]:
    """Credits of one part; ``half`` restricts to one half of its messages. ``simple …`` counts the keys
    that give one day."""
    counts: Counter[str] = Counter()
    for template in read_templates(data, part):
        if half is not None and template.half != half:
            continue
        mark = credit(answer(template), template.dates)
        counts[mark] += 1
        if any(d.first == d.last for d in template.dates):
            counts[f"simple {mark}"] += 1
    return counts


def run(data: Path) -> Evaluation:
    """Full and partial credit on dev (by half), tst1 and tst2."""
    rows: list[tuple[str, ...]] = []
    figures: dict[str, float] = {}
    asked: list[tuple[str, str, int | None]] = [
        ("dev, half fitted to", "dev", 0),
        ("dev, other half", "dev", 1),
    ]
    asked += [(part, part, None) for part in PARTS[1:]]
    for name, part, half in asked:
        counts = tally(data, part, half)
        total = sum(counts[m] for m in ("full", "partial", "wrong", "missing")) or 1
        simple = sum(counts[f"simple {m}"] for m in ("full", "partial", "wrong", "missing")) or 1
        full, partial = counts["full"] / total, counts["partial"] / total
        values = (full, partial, full + partial / 2, counts["simple full"] / simple)
        key = name.replace(",", "").replace(" ", "_")
        figures |= {
            f"{key}_{n}": v for n, v in zip(("full", "partial", "score", "simple"), values, strict=True)
        }
        rows.append((name, str(total), *(f"{100 * v:.1f}" for v in values)))
    return Evaluation(
        "when-muc4",
        "dateline evaluate when-muc4 --data PATH",
        ("part", "templates", "full %", "partial %", "full + half of partial", "full, of keys with one day"),
        tuple(rows),
        figures,
        (
            "scored as the guidelines of MUC-4 score slot 2; the incident is given by the key's own strings",
            "a key of the form “- 26 AUG 89” (default; all weekdays) gives a day partial credit at most",
            "the day's weights were fitted on half of dev, too",
        ),
    )
