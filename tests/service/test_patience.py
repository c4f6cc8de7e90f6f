"""Others that write, restart or link for minutes end no long run, and nobody waits for ever."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

import made_up
from dateline import service
from dateline.errors import ConnectionLost, LedgerBusy, LedgerError
from dateline.ledger import open_ledger
from dateline.service.patience import patiently


def test_an_ingest_waits_for_whoever_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A ledger that somebody links anew is held for minutes, which is longer than one waits at once."""
    made_up.use(monkeypatch)
    (tmp_path / "a.txt").write_text("A bomb killed 3 in Quetta on 2016-10-24.")
    other, ledger = open_ledger(tmp_path / "l.db"), open_ledger(tmp_path / "l.db", patience=0.05)
    monkeypatch.setattr("dateline.service.operations.LOG.propagate", True)
    holds, let_go = threading.Event(), threading.Event()

    def links() -> None:
        with other._writing():
            holds.set()
            let_go.wait(10)

    thread = threading.Thread(target=links)
    thread.start()
    holds.wait(10)
    threading.Timer(0.4, let_go.set).start()
    assert service.ingest([tmp_path / "a.txt"], ledger).new == 1
    thread.join()
    assert "ledger in use" in [record.message for record in caplog.records]


@pytest.mark.parametrize(("trouble", "tries"), [(LedgerBusy, 30), (ConnectionLost, 8), (LedgerError, 1)])
def test_patience_ends(trouble: type[LedgerError], tries: int) -> None:
    calls, slept = [], []

    def fails() -> None:
        calls.append(1)
        raise trouble("l.db is in use", "wait")

    with pytest.raises(trouble):
        patiently(fails, slept.append)
    assert len(calls) == tries and sum(slept) < 70
    assert patiently(lambda: len(calls)) == tries
