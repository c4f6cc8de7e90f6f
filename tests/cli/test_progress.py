"""Progress of long commands: how many are done, of how many."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dateline import service
from dateline.cli.app import app
from dateline.cli.console import Working
from dateline.evaluate.marked import part, read
from dateline.evaluate.progress import listening, through

CORPUS = Path(__file__).resolve().parents[2] / "examples" / "corpus"


def _table(path: Path) -> Path:
    header = (
        "event_id_cnty,event_date,year,event_type,sub_event_type,actor1,country,location,latitude,longitude,"
        "fatalities,notes,source"
    )
    rows = [
        f"SOM{n},{1 + n % 28:02} May 2016,2016,Battles,Armed clash,Al Shabaab,Somalia,Afgooye,2.14,45.12,"
        f"{n % 9},Fighting {n}.,Radio"
        for n in range(300)
    ]
    path.write_text("\n".join([header, *rows]) + "\n", "utf-8")
    return path


def _marked(folder: Path) -> Path:
    """A corpus of one report of the part that is measured."""
    name = next(r.id for r in read(CORPUS) if part(r.id) == "test")
    (folder / "corpus").mkdir()
    shutil.copy(CORPUS / f"{name}.txt", folder / "corpus")
    return folder / "corpus"


def test_a_benchmark_tells_how_many_of_how_many() -> None:
    told: list[tuple[int, int | None]] = []
    with listening(lambda done, total: told.append((done, total))):
        assert list(through("abc")) == ["a", "b", "c"]
        assert list(through(iter("de"))) == ["d", "e"]
    assert told == [(0, 3), (1, 3), (2, 3), (3, 3), (0, None), (1, None), (2, None)]
    list(through("f"))
    assert len(told) == 7, "nobody listens any more"


def test_an_import_tells_rows_and_bytes(tmp_path: Path) -> None:
    path = _table(tmp_path / "acled.csv")
    told: list[tuple[int, int]] = []
    checked = service.check_table(path, lambda count, consumed: told.append((count, consumed)))
    assert checked.rows == 300
    with service.open_ledger(tmp_path / "ledger.db") as ledger:
        service.import_table(ledger, path, progress=lambda count, consumed: told.append((count, consumed)))
    assert [count for count, _ in told] == [256, 256, 300]
    assert told[-1][1] == path.stat().st_size
    assert 0 < told[0][1] < told[-1][1]


def test_compare_tells_pages_and_bytes(tmp_path: Path) -> None:
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(
            f"A bomb killed {number + 2} people in Quetta on Monday.", "utf-8"
        )
    told: list[tuple[int, int]] = []
    service.compare([tmp_path], "rules", "rules", lambda count, consumed: told.append((count, consumed)))
    assert [count for count, _ in told] == [1, 2, 3]
    assert told[-1][1] == service.bytes_of([tmp_path])


def test_an_export_tells_reports_and_what_goes_on(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("A bomb killed 3 people in Quetta on 24 October 2016.", "utf-8")
    told: list[tuple[int, int, str]] = []
    with service.open_ledger(tmp_path / "ledger.db") as ledger:
        service.ingest([tmp_path / "one.txt"], ledger)
        made = service.make_export(
            ledger,
            service.ExportRequest(to="csv"),
            lambda done, total, note: told.append((done, total, note)),
        )
    assert made.rows == 1
    assert told == [(1, 1, ""), (1, 1, "looking who copied whom"), (1, 1, "writing")]


class Watched(Working):
    """A bar that nobody sees: what it was told."""

    def __init__(self) -> None:
        super().__init__()
        self.count, self.done, self.total = 0, 0.0, None

    def __call__(self, count: int, note: str = "") -> None:
        self.count = count

    def reach(self, done: float, total: float | None = None) -> None:
        self.done, self.total = done, total or self.total


@pytest.mark.parametrize(
    ("module", "arguments", "expected"),
    [
        ("app", ["evaluate", "corpus", "--data", "{corpus}"], (1, 1, 1)),
        ("others", ["import", "{table}", "--ledger", "{ledger}"], (300, "size", "size")),
        ("others", ["compare", "rules", "rules", "{report}"], (1, "size", "size")),
        ("exports", ["export", "--to", "csv", "--ledger", "{full}", "-o", "{out}"], (1, 1, 1)),
    ],
)
def test_commands_hand_their_counts_to_the_bar(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, arguments: list[str], expected: tuple
) -> None:
    report = tmp_path / "one.txt"
    report.write_text("A bomb killed 3 people in Quetta on 24 October 2016.", "utf-8")
    table = _table(tmp_path / "acled.csv")
    with service.open_ledger(tmp_path / "full.db") as ledger:
        service.ingest([report], ledger)
    paths = {"table": table, "report": report, "ledger": tmp_path / "new.db", "full": tmp_path / "full.db"}
    paths |= {"out": tmp_path / "out.csv", "corpus": _marked(tmp_path)}
    shown: list[Watched] = []

    @contextmanager
    def working(what: str, total: float | None = None, unit: str = "pages") -> Iterator[Watched]:
        shown.append(Watched())
        shown[-1].total = total
        yield shown[-1]

    monkeypatch.setattr(import_module(f"dateline.cli.{module}"), "working", working)
    result = CliRunner().invoke(app, [one.format(**paths) for one in arguments])
    assert result.exit_code == 0, result.output
    (bar,) = shown
    size = (table if "import" in arguments else report).stat().st_size
    assert (bar.count, bar.done, bar.total) == tuple(size if n == "size" else n for n in expected)
