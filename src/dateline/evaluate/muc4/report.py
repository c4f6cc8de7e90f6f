"""The report of the scorer of 1992, in its columns."""

from __future__ import annotations

from dateline.codebook.muc4.slots import BY_NAME, GROUPS, SLOTS
from dateline.evaluate.muc4.official import ROWS, Official
from dateline.evaluate.muc4.tally import Tally, f_measure

_RULE = "-----------------------------+-----------+-------+-----------+---------------"
_HEAD = "SLOT                  POS ACT|COR PAR INC|ICR IPA|SPU MIS NON|REC PRE OVG FAL"


def percent(share: float | None) -> int | None:
    """A share in whole percent, halves to the even number, as the report rounds."""
    return None if share is None else round(100 * share)


def official_f(row: Tally, beta: float = 1.0) -> float | None:
    """F as the reports of 1992 give it: of recall and precision in whole percent, to two places."""
    precision, recall = percent(row.precision), percent(row.recall)
    found = f_measure(precision, recall, beta)
    return None if found is None else round(found, 2)


def format_report(outcome: Official) -> str:
    """The summary report: slots, groups, rows over all slots, text filtering, F."""
    lines = [_HEAD, _RULE, _line("template-id", outcome.templates)]
    lines += [_line(slot.name, outcome.slot(slot.name)) for slot in SLOTS]
    lines += [_RULE, *(_line(name, outcome.row(name)) for name, _ in GROUPS), _RULE]
    names = [name for name, _ in ROWS] + ["SET FILLS ONLY", "STRING FILLS ONLY"]
    lines += [_line(name, outcome.row(name)) for name in names]
    lines += [_line("TEXT FILTERING", outcome.filtering), _RULE]
    row = outcome.row("ALL TEMPLATES")
    measures = [official_f(row, beta) for beta in (1.0, 0.5, 2.0)]
    lines.append(f"{'':53}{'P&R':<10}{'2P&R':<10}P&2R")
    lines.append(f"{'F-MEASURES':<52}" + "".join(f"{_number(m):<10}" for m in measures).rstrip())
    return "\n".join(lines) + "\n"


def _line(name: str, row: Tally) -> str:
    counts = [
        f"{name:<20}{row.possible:>5} {row.actual:>3}",
        f"{row.correct:>3} {row.partial:>3} {row.incorrect:>3}",
        f"{row.asked_correct:>3} {row.asked_partial:>3}",
        f"{row.spurious:>3} {row.missing:>3} {row.noncommittal:>3}",
    ]
    shares = [row.recall, row.precision, row.overgeneration]
    has_fallout = name in ("SET FILLS ONLY", "TEXT FILTERING") or (
        name in BY_NAME and BY_NAME[name].choices > 0
    )
    if has_fallout:
        shares.append(row.fallout)
    return "|".join([*counts, " ".join(f"{_number(percent(share)):>3}" for share in shares)])


def _number(figure: float | None) -> str:
    return "*" if figure is None else f"{figure:g}"
