"""The date of publication of web pages, beside htmldate alone on the same pages.

The data is a folder with ``gold.json`` (``{url: {"file", "date"}}``) and ``html/``. An answer is right
when it is the gold day, wrong when it is another, and an abstention when there is none.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

from dateline.errors import DatelineError, UsageError
from dateline.evaluate.progress import through
from dateline.evaluate.result import Evaluation
from dateline.ingest import read
from dateline.model import Page

COMMAND = "dateline evaluate page-dates --data PATH"
_NO_LATER = "2100-01-01"  # htmldate's bound is the clock: figures must not depend on the day they are made

Dater = Callable[[bytes, str], str | None]


def run(data: Path) -> Evaluation:
    """Right, wrong and abstained over all pages, for Dateline and for htmldate in two settings.

    Raises UsageError when ``data`` is not such a folder.
    """
    gold = _gold(data)
    daters: dict[str, Dater] = {
        "dateline": _ours,
        "htmldate, date of publication": _htmldate(True, True),
        "htmldate, the same without extensive search": _htmldate(True, False),
        "htmldate, as it comes (last change)": _htmldate(False, True),
    }
    counts = {name: Counter[str]() for name in daters}
    for url, file, day in through(gold):
        content = (data / "html" / file).read_bytes()
        for name, dater in daters.items():
            counts[name][_verdict(dater(content, url), day)] += 1
    columns = ("", "right", "wrong", "abstained", "right of answered")
    rows = tuple(_row(name, tally) for name, tally in counts.items())
    figures = {
        f"{name.split(',')[0]}_{verdict}": float(counts[name][verdict])
        for name in ("dateline", "htmldate, date of publication")
        for verdict in ("right", "wrong", "abstained")
    }
    figures["pages"] = float(len(gold))
    note = "The address of the page is known to both; the day of retrieval to neither."
    return Evaluation("page-dates", COMMAND, columns, rows, figures, (note,))


def _gold(data: Path) -> list[tuple[str, str, date]]:
    try:
        table = json.loads((data / "gold.json").read_text("utf-8"))
        return [(url, row["file"], date.fromisoformat(row["date"])) for url, row in table.items()]
    except (OSError, ValueError, KeyError, TypeError):
        raise UsageError(
            f"{data} holds no gold.json of page dates", "give the folder of the data set"
        ) from None


def _ours(content: bytes, url: str) -> str | None:
    try:
        return read(Page(content, "text/html", url=url, origin=url)).published.edtf
    except DatelineError:
        return None


def _htmldate(original: bool, extensive: bool) -> Dater:
    def ask(content: bytes, url: str) -> str | None:
        from htmldate import find_date

        answer: str | None = find_date(
            content, url=url, original_date=original, extensive_search=extensive, max_date=_NO_LATER
        )
        return answer

    return ask


def _verdict(answer: str | None, day: date) -> str:
    if answer is None:
        return "abstained"
    return "right" if answer == day.isoformat() else "wrong"


def _row(name: str, tally: Counter[str]) -> tuple[str, ...]:
    answered = tally["right"] + tally["wrong"]
    share = f"{100 * tally['right'] / answered:.1f} %" if answered else "-"
    return name, str(tally["right"]), str(tally["wrong"]), str(tally["abstained"]), share
