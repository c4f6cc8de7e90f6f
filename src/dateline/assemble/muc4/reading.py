"""Reports in, templates out: the trained reader's incidents of MUC-4, and the rules that fill their slots."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from dateline.assemble.extract import chosen_network
from dateline.assemble.muc4.head import read_head
from dateline.assemble.muc4.make import templates_of
from dateline.codebook.muc4.templates import Templates
from dateline.model import Report
from dateline.reader.model.muc4 import MucIncident

#: What finds the incidents of some texts, one list a text; spans count in the text.
Finder = Callable[[Sequence[str]], list[list[MucIncident]]]


def extract_templates(reports: Sequence[Report], finder: Finder | None = None) -> Templates:
    """The templates of some reports by their ids, in their order; an empty tuple where none is relevant.

    ``finder`` is the trained reader that was chosen unless another is passed, ``base`` where none was. Pure
    and deterministic. Of reports with the same id the last counts.
    """
    finder = finder or trained_finder(chosen_network())
    found: Templates = {}
    incidents = finder([without_head(report.text) for report in reports])
    for report, told in zip(reports, incidents, strict=True):
        found[report.id] = templates_of(report, told)
    return found


def without_head(text: str) -> str:
    """The text with blanks in the place of its head, which names whoever sent it and tells of nothing."""
    end = read_head(text).end
    return " " * end + text[end:]


@lru_cache(maxsize=2)
def trained_finder(name: str = "base", threads: int = 0) -> Finder:
    """The trained reader of that name. Raises UsageError, InputError (damaged files)."""
    from dateline.reader.model import folder_of, load
    from dateline.reader.model.muc4 import find_muc
    from dateline.threads import one_core

    weights = load(folder_of(name), threads)

    def find(texts: Sequence[str]) -> list[list[MucIncident]]:
        told = weights.session.score(list(texts))
        with one_core():
            return [find_muc(scored, weights) for scored in told]

    return find
