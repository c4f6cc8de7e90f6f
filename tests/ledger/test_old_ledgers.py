"""Ledgers that older releases wrote, one of each schema: files as these left them, with three reports
(two of one attack, one of another), their incidents, and a person's decision that parts the two.

They were made by the last release of each schema with ``dateline ingest`` and :func:`service.decide`.
"""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from dateline import service
from dateline.ledger import Ledger, open_ledger, schema
from dateline.model import DecisionVerb

OLD = Path(__file__).with_name("old")


def _brought_forward(revision: str, folder: Path) -> Ledger:
    path = folder / "l.db"
    path.write_bytes(gzip.decompress((OLD / f"{revision}.db.gz").read_bytes()))
    return open_ledger(path)


def test_there_is_a_ledger_of_each_schema() -> None:
    assert {p.name for p in OLD.iterdir()} == {f"{revision}.db.gz" for revision in schema.REVISIONS}


@pytest.mark.parametrize("revision", schema.REVISIONS)
def test_a_ledger_of_an_older_release_is_whole_and_goes_on(revision: str, tmp_path: Path) -> None:
    with _brought_forward(revision, tmp_path) as ledger:
        reports = ledger.reports()
        assert len(reports) == 3 and all(r.text for r in reports.values())
        [decision] = ledger.decisions()
        assert (decision.verb, decision.who) == (DecisionVerb.SPLIT, "Ana")
        incidents = service.incidents(ledger)
        homes = {a.id: i.id for i in incidents for a in i.accounts}
        assert len(incidents) == 3
        assert homes[decision.subject[0]] != homes[decision.subject[1]], "a person's decision stands"
        page = tmp_path / "d.txt"
        page.write_text(
            "BENI, May 4, 2019 - Armed men shot dead two farmers near Beni on Thursday, police said."
        )
        assert service.ingest([page], ledger).new == 1
        assert list(service.doctor(ledger, deep=True)) == []
        service.undo(ledger, decision.id, "Ana")
        assert len({i.id for i in service.incidents(ledger)}) < 4
