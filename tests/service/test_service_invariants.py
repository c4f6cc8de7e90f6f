"""Invariants 2, 5 and 6 of the house, and that incidents follow from what is stored, byte for byte."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import made_up
from dateline import service
from dateline.errors import InputError, NotFound, UsageError
from dateline.export.material import every_value, sources
from dateline.ingest import Placed
from dateline.ledger import Ledger, open_ledger
from dateline.model import DecisionVerb, Effect, Incident, Page, Report, Toll
from dateline.service import rooms

NOW = datetime(2026, 1, 2, tzinfo=UTC)
OPTIONS = service.IngestOptions(now=NOW)
TEXTS = [
    f"A bomb killed {dead} people in {place} on 2016-10-{day}. {group} claimed it, police said."
    for dead, place, day, group in [
        (61, "Quetta", 24, "LeJ"),
        (59, "Quetta", 24, "IS"),
        (61, "Quetta", 25, "IS"),
        (3, "Beni", 24, "ADF"),
        (4, "Beni", 25, "ADF"),
    ]
]
texts = st.lists(st.sampled_from(TEXTS), min_size=1, max_size=5, unique=True)
relaxed = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


STORE: list[Callable[[], Ledger]] = []


@pytest.fixture(autouse=True)
def both_stores(anew: Callable[[], Ledger]) -> None:
    STORE[:] = [anew]


def anew_one() -> Ledger:
    """An empty ledger in the store that the test runs on."""
    return STORE[0]()


@pytest.fixture(autouse=True)
def plain_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    made_up.use(monkeypatch)


def pages_of(chosen: list[str]) -> list[Page]:
    return [Page(text.encode(), "text/plain", origin=f"{n}.txt") for n, text in enumerate(chosen)]


def ingest(ledger: Ledger, chosen: list[str], monkeypatch: pytest.MonkeyPatch) -> service.IngestSummary:
    monkeypatch.setattr(rooms, "placed", lambda paths, limits, marks: map(Placed, pages_of(chosen)))
    return service.ingest(["x"], ledger, OPTIONS)


def without_ids(ledger: Ledger) -> list[Incident]:
    found = [replace(incident, id="") for incident in ledger.incidents()]
    return sorted(found, key=lambda incident: incident.accounts[0].id)


@relaxed
@given(chosen=texts, order=st.randoms(use_true_random=False))
def test_incidents_do_not_depend_on_the_order_of_ingest(
    chosen: list[str], order: random.Random, monkeypatch: pytest.MonkeyPatch
) -> None:
    together, apart = anew_one(), anew_one()
    ingest(together, chosen, monkeypatch)
    shuffled = order.sample(chosen, len(chosen))
    for text in shuffled:  # one run each: linked again after every report
        ingest(apart, [text], monkeypatch)
    # the same but for the ids: an incident keeps the one under which it was first seen
    assert without_ids(together) == without_ids(apart)
    before = apart.incident_bytes()
    service.rebuild(apart)
    assert apart.incident_bytes() == before
    assert together.judgements() == apart.judgements()


@relaxed
@given(chosen=texts)
def test_ingesting_twice_changes_nothing(chosen: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = anew_one()
    first = ingest(ledger, chosen, monkeypatch)
    before = (ledger.reports(), ledger.accounts(), ledger.judgements(), ledger.incident_bytes())
    again = ingest(ledger, chosen, monkeypatch)
    assert (first.new, again.new, again.known) == (len(chosen), 0, len(chosen))
    assert before == (ledger.reports(), ledger.accounts(), ledger.judgements(), ledger.incident_bytes())


@relaxed
@given(chosen=texts)
def test_no_value_without_a_statement_and_no_statement_without_ground(
    chosen: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = anew_one()
    ingest(ledger, chosen, monkeypatch)
    for incident in service.incidents(ledger):
        known = sources(incident)
        for value in every_value(incident):
            assert value.value is not None or value.reason, "unknown has a reason"
            if value.value is not None:
                assert value.support and set(value.support) <= set(known)
            assert set(value.dissent) <= set(known)
        for source in known.values():
            report = ledger.reports()[source.account.report_id]
            assert source.statement.spans or source.statement.value is None or source.statement.inferred_from
            assert all(report.quote(span) for span in source.statement.spans)


def test_rebuilt_byte_for_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_ledger(tmp_path / "l.db") as ledger:
        ingest(ledger, TEXTS, monkeypatch)
        before = ledger.incident_bytes()
        with sqlite3.connect(ledger.name) as connection:
            connection.execute("DELETE FROM incidents")
            connection.execute("DELETE FROM dated")
        assert ledger.incident_bytes() != before
        service.rebuild(ledger)
        assert ledger.incident_bytes() == before


def killed(ledger: Ledger) -> list[Toll]:
    values = [c.value for i in service.incidents(ledger) for c in i.tolls]
    return [value for value in values if isinstance(value, Toll)]


def test_a_correction_stands_and_can_be_undone(monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = anew_one()
    ingest(ledger, TEXTS[3:4], monkeypatch)
    before = ledger.incident_bytes()
    (account,) = ledger.accounts()
    ((toll, statement),) = account.tolls
    right = Toll(Effect.KILLED, toll.group, 7, 7, 7)
    done = service.decide(ledger, DecisionVerb.CORRECT, [statement.id], "Ana", {"value": right}, NOW)
    assert {t.best for t in killed(ledger)} == {7}
    ingest(ledger, TEXTS[:3], monkeypatch)  # the machine links again, and does not override
    service.rebuild(ledger)
    assert any(t.best == 7 for t in killed(ledger)) and not any(t.best == 3 for t in killed(ledger))
    assert ledger.accounts([account.id]) == [account], "what the machine wrote is still there"
    undone = service.undo(ledger, done.id, "Ben", NOW)
    assert any(t.best == 3 for t in killed(ledger))
    assert [d.id for d in ledger.decisions()] == [done.id, undone.id], "an undo is a new decision"
    only = anew_one()
    ingest(only, TEXTS[3:4], monkeypatch)
    assert only.incident_bytes() == before


def test_a_split_stands_against_the_machine_and_a_merge_too(monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = anew_one()
    ingest(ledger, TEXTS[:2], monkeypatch)
    (one,) = service.incidents(ledger)
    pair = [account.id for account in one.accounts]
    done = service.decide(ledger, DecisionVerb.SPLIT, pair, "Ana", at=NOW)
    service.rebuild(ledger)
    assert len(service.incidents(ledger)) == 2
    service.undo(ledger, done.id, "Ana", NOW)
    assert [i.id for i in service.incidents(ledger)] == [one.id]


@pytest.mark.parametrize(
    ("verb", "subject", "who", "error"),
    [
        (DecisionVerb.ACCEPT, ["nothing"], "Ana", NotFound),
        (DecisionVerb.MERGE, ["one"], "Ana", UsageError),
        (DecisionVerb.CORRECT, ["s"], "Ana", UsageError),
        (DecisionVerb.UNDO, ["d"], "Ana", NotFound),
        (DecisionVerb.REJECT, ["s"], " ", UsageError),
    ],
)
def test_decisions_that_make_no_sense(
    verb: DecisionVerb, subject: list[str], who: str, error: type[Exception]
) -> None:
    ledger = anew_one()
    with pytest.raises(error):
        service.decide(ledger, verb, subject, who)
    assert ledger.decisions() == []


def test_a_page_that_makes_the_reader_stumble_is_listed_and_stops_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def read(page: Page) -> Report:
        if b"IS" in page.content:
            raise RecursionError("too deep")
        if b"ADF" in page.content:
            raise InputError("no story on this page", "leave it out")
        return made_up.read(page)

    monkeypatch.setattr(rooms, "read", read)
    ledger = anew_one()
    heard: list[object] = []
    monkeypatch.setattr(rooms, "placed", lambda paths, limits, marks: map(Placed, pages_of(TEXTS)))
    summary = service.ingest(["x"], ledger, OPTIONS, heard.append)
    assert summary.new == 1 and len(summary.failures) == 4
    assert "stumbled" in str(summary.failures[0]) and "\n" not in str(summary.failures[0])
    assert len(ledger.failures()) == 4 and "linking" in heard
    again = service.ingest(["x"], ledger, OPTIONS)
    assert again.known == 1 and len(ledger.failures()) == 4


def test_progress_hears_of_a_report_only_when_it_is_safe(monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = anew_one()
    monkeypatch.setattr(rooms, "placed", lambda paths, limits, marks: map(Placed, pages_of(TEXTS)))

    def check(event: object) -> None:
        if isinstance(event, service.Acknowledged):
            assert event.report_id in ledger.reports()

    assert service.ingest(["x"], ledger, OPTIONS, check).new == len(TEXTS)


def test_show_finds_by_every_id(monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = anew_one()
    ingest(ledger, TEXTS[:1], monkeypatch)
    (incident,) = service.incidents(ledger)
    account = incident.accounts[0]
    for name in (incident.id, incident.id[:6], account.id, account.report_id, account.statements[1].id):
        assert service.show(ledger, name).incident == incident
    with pytest.raises(NotFound):
        service.show(ledger, "zzz")


def test_filters(monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = anew_one()
    ingest(ledger, [TEXTS[0], TEXTS[3], "They killed 9 people somewhere 100%_sure."], monkeypatch)

    def found(**wanted: object) -> list[str]:
        hits = service.incidents(ledger, service.Filter(**wanted))  # type: ignore[arg-type]
        return [getattr(i.where.value, "name", "?") for i in hits]

    assert found() == ["Quetta", "Beni", "?"] or found() == ["Beni", "Quetta", "?"]
    assert found(type="bombing") == found() and found(type="kidnapping") == []
    assert found(country="cd") == ["Beni"] and found(place="baloch") == ["Quetta"]
    assert found(actor="lej") == ["Quetta"] and found(min_killed=9) == ["Quetta", "?"]
    assert set(found(first="2016-10-24", last="2016-10-24")) == {"Quetta", "Beni"}
    assert found(first="2016-10-25") == [] and found(text="SOMEWHERE 100%") == ["?"]
    assert found(place="%") == [] and found(disputed=True) == []


def test_a_version_that_tells_less_takes_its_accounts_away() -> None:
    """A revision may drop an incident: the ledger that was linked before must still be computed anew."""
    ledger = anew_one()

    def put(text: str) -> None:
        page = Page(text.encode(), "text/plain", given={"id": "a"})
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(rooms, "placed", lambda paths, limits, marks: [Placed(page)])
            service.ingest(["x"], ledger, OPTIONS)

    put(TEXTS[0])
    assert len(ledger.incidents()) == 1
    put("Nothing of the kind happened in Quetta.")
    assert ledger.incidents() == []
