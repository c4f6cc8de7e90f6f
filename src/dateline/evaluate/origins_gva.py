"""Who copied whom in the Gun Violence Archive: found copies against a list that was read by hand."""

from __future__ import annotations

from collections import Counter, defaultdict
from importlib import resources
from itertools import combinations
from pathlib import Path

from dateline.errors import DatelineError
from dateline.evaluate.result import Evaluation
from dateline.ingest import iter_pages, read
from dateline.ingest.limits import Failure
from dateline.link import origins
from dateline.link.choose import digest
from dateline.link.union import Groups
from dateline.model import Report
from dateline.text import sentences

COMMAND = "dateline evaluate origins-gva --data PATH"


def _lines() -> list[tuple[str, tuple[str, str]]]:
    """The pairs that were read, each with its mark: "" for copies and rewrites, ``~`` where only sentences
    are shared, ``-`` where nothing of the story is."""
    text = resources.files("dateline.evaluate").joinpath("near_duplicates_gva.txt").read_text("utf-8")
    told = [line.split() for line in text.splitlines() if line and not line.startswith("#")]
    return [(words[0] if len(words) > 2 else "", (words[-2], words[-1])) for words in told]


def listed(doubtful: bool = False) -> set[tuple[str, str]]:
    """The pairs of the list, each sorted, with those that follow (a copy of a copy is one); with the
    ``doubtful`` ones, those that only share whole sentences, too."""
    pairs = [pair for mark, pair in _lines() if not mark or (doubtful and mark == "~")]
    groups = Groups({name for pair in pairs for name in pair})
    for left, right in pairs:
        if groups.find(left) != groups.find(right):
            groups.join(left, right)
    return {pair for members in groups.members() for pair in combinations(members, 2)}


def refuted() -> set[tuple[str, str]]:
    """The pairs that were read and are two stories, each sorted."""
    return {(min(pair), max(pair)) for mark, pair in _lines() if mark == "-"}


def score(reports: dict[str, Report]) -> Evaluation:
    """Pairs of reports with one origin: precision and recall."""
    groups: dict[str, list[str]] = defaultdict(list)
    for report, origin in sorted(origins(reports).items()):
        groups[origin].append(report)
    found = {pair for members in groups.values() for pair in combinations(sorted(members), 2)}
    rows: list[tuple[str, ...]] = []
    figures: dict[str, float] = {}
    for label, key, doubtful in (("copies and rewrites", "", False), ("and shared sentences", "wide_", True)):
        wanted = {pair for pair in listed(doubtful) if set(pair) <= reports.keys()}
        right = len(found & wanted)
        precision, recall = right / max(len(found), 1), right / max(len(wanted), 1)
        shares = (f"{100 * precision:.1f}", f"{100 * recall:.1f}")
        rows.append((label, str(len(wanted)), str(len(found)), *shares))
        figures |= {f"{key}precision": precision, f"{key}recall": recall, f"{key}pairs": float(len(wanted))}
    wrong = len(found & refuted())
    figures["refuted_found"] = float(wrong)
    partly = [pair for mark, pair in _lines() if mark == "~" and set(pair) <= reports.keys()]
    same = sum(not _told(reports[one]).isdisjoint(_told(reports[other])) for one, other in partly)
    figures |= {"partly": float(len(partly)), "partly_same_words": float(same)}
    read_in_all = Counter(mark for mark, _ in _lines())
    notes = (
        "The list was proposed from the texts and read by the authors of the rules: a development figure.",
        f"{sum(read_in_all.values())} pairs were read, the likest of all: {read_in_all['']} are copies or "
        f"rewrites; {read_in_all['~']} share whole sentences (follow-ups of one outlet, texts of one press "
        "release, stories rewritten so far that the rules take them for two origins); "
        f"{read_in_all['-']} share none, of which {wrong} are found to be of one origin.",
        f"Of the {len(partly)} pairs that share whole sentences {same} have one of eight words or more in "
        "the same words: whatever value rests on it counts once for both, though the stories are two "
        "origins.",
    )
    columns = ("list", "pairs listed", "pairs found", "precision %", "recall %")
    return Evaluation("origins-gva", COMMAND, columns, tuple(rows), figures, notes)


def _told(report: Report) -> set[bytes]:
    """The sentences of a report that two do not write alike by chance."""
    found = {digest(report.text[start:end]) for start, end in sentences(report.text)}
    return found - {b""}


def run(data: Path) -> Evaluation:
    """Score the reports of the folder ``data``. Raises InputError when they are not there."""
    reports = {}
    for page in iter_pages([data / "reports.jsonl"]):
        if isinstance(page, Failure):
            continue
        try:
            report = read(page)
        except DatelineError:
            continue
        reports[report.id] = report
    return score(reports)
