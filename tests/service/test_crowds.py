"""A crowd that is kept in memory is what a rebuild from nothing gives, whatever joins it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import dateline.link.block
import dateline.link.incident
from dateline.evaluate.joining import entry
from dateline.evaluate.linking_speed import made_up
from dateline.evaluate.one_incident import crowd
from dateline.ledger import Entry, Ledger, open_ledger
from dateline.link import origin
from dateline.model import Account, DecisionVerb, OffsetMap, Report
from dateline.service import decide, undo
from dateline.service.crowds import Crowds
from dateline.service.joining import bring_up_to_date, rebuild

NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A handful makes a crowd, and a bucket of its texts is soon too large to compare all with all."""
    monkeypatch.setattr(dateline.link.incident, "LARGE", 8)
    monkeypatch.setattr(origin, "_FEW", 6)
    monkeypatch.setattr(origin, "_CROWDED", 5)
    monkeypatch.setattr(origin, "_PIVOTS", 2)
    monkeypatch.setattr(origin, "_COMMON", 5)


def _retold(report: Report, account: Account, name: str, text: str, agency: str | None) -> Entry:
    own = replace(
        report, id=name, outlet=name, text=text, offsets=OffsetMap.identity(len(text)), agency=agency
    )
    statements = tuple(
        replace(s, id=f"{name}#{n}", spans=tuple(replace(span, report_id=name) for span in s.spans))
        for n, s in enumerate(account.statements)
    )
    return entry(own, replace(account, id=f"{name}#0", report_id=name, statements=statements))


def _world(rng: random.Random, count: int) -> list[Entry]:
    """A crowd; copies of some of its stories, whole or cut, by an agency or not; undated ones; others."""
    told = list(crowd(count, seed=rng.randrange(1000)))
    entries = [entry(*one) for one in told]
    for number in range(count // 2):
        report, account = rng.choice(told)
        half = report.text[: rng.choice((len(report.text), 2 * len(report.text) // 3))]
        name = f"k{number:03}"
        text = rng.choice((report.text, half, half + f" More was said of it by {name}."))
        entries.append(_retold(report, account, name, text, rng.choice((None, "MPA"))))
    for number in range(3):
        report, account = rng.choice(told)
        unknown = replace(report.published, edtf="", earliest=None, latest=None)
        entries.append(_retold(replace(report, published=unknown), account, f"u{number}", report.text, None))
    entries += [entry(*one) for one in made_up(12)]
    rng.shuffle(entries)
    return entries


def _state(ledger: Ledger) -> object:
    return ledger.judgements(), ledger.incident_bytes()


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with open_ledger(tmp_path / "l.db") as opened:
        yield opened


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.randoms(use_true_random=False))
def test_whatever_joins_a_crowd_gives_what_a_rebuild_gives(tmp_path: Path, rng: random.Random) -> None:
    entries = _world(rng, 16)
    with (
        open_ledger(tmp_path / f"{rng.getrandbits(64)}.db") as ledger,
        pytest.MonkeyPatch.context() as patch,
    ):
        if rng.random() < 0.75:  # few pivots: newcomers take the place of one, and pairs lapse
            patch.setattr(dateline.link.block, "PIVOTS", rng.choice((2, 4)))
            patch.setattr(dateline.link.block, "WORD_PIVOTS", rng.choice((1, 3)))
        ledger.add(entries[:20])
        rebuild(ledger, NOW)
        rest = entries[20:]
        while rest:
            some = rng.choice((1, 1, 3))
            ledger.add(rest[:some])
            rest = rest[some:]
            bring_up_to_date(ledger, NOW)
            if not rest or rng.random() < 0.1:
                grown = _state(ledger)
                with open_ledger(ledger.name) as other:  # another process: it knows of no crowd
                    rebuild(other, NOW)
                assert _state(ledger) == grown
        assert Crowds.of(ledger).home, "a crowd was kept"


def test_a_crowd_is_read_once(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    # few pivots, so that a newcomer seldom takes the place of one
    monkeypatch.setattr(dateline.link.block, "PIVOTS", 1)
    monkeypatch.setattr(dateline.link.block, "WORD_PIVOTS", 1)
    entries = [entry(*one) for one in crowd(24)]
    ledger.add(entries[:18])
    rebuild(ledger, NOW)
    read: list[str] = []
    accounts = type(ledger).accounts

    def counted(self: Ledger, ids: object = None) -> list[Account]:
        found = accounts(self, ids)  # type: ignore[arg-type]  # handed on as they came
        read.extend(a.id for a in found)
        return found

    monkeypatch.setattr("dateline.ledger.queries.Queries.accounts", counted)
    for one in entries[18:]:
        ledger.add([one])
        bring_up_to_date(ledger, NOW)
    assert len(Crowds.of(ledger).home) == 24
    assert len(read) < 36, "each newcomer twice, and never the crowd"


def test_a_crowd_in_which_pairs_lapse_is_not_read_again(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dateline.link.block, "PIVOTS", 6)
    monkeypatch.setattr(dateline.link.block, "WORD_PIVOTS", 6)
    entries = [entry(*one) for one in crowd(48)]
    ledger.add(entries[:30])
    rebuild(ledger, NOW)
    (kept,) = set(Crowds.of(ledger).home.values())
    lapsed = 0
    for one in entries[30:]:
        before = {(j.left, j.right) for j in ledger.judgements()}
        ledger.add([one])
        bring_up_to_date(ledger, NOW)
        lapsed += len(before - {(j.left, j.right) for j in ledger.judgements()})
    assert lapsed > 10
    assert set(Crowds.of(ledger).home.values()) == {kept}
    grown = _state(ledger)
    with open_ledger(ledger.name) as other:
        rebuild(other, NOW)
    assert _state(ledger) == grown


def test_what_another_process_or_a_person_did_is_seen(ledger: Ledger) -> None:
    entries = [entry(*one) for one in crowd(24)]
    ledger.add(entries[:20])
    rebuild(ledger, NOW)
    with open_ledger(ledger.name) as other:
        other.add(entries[20:21])
        bring_up_to_date(other, NOW)
    ledger.add(entries[21:22])
    bring_up_to_date(ledger, NOW)
    assert [len(i.accounts) for i in ledger.incidents()] == [22]

    split = decide(ledger, DecisionVerb.SPLIT, ("c000000#0", "c000021#0"), "ann", at=NOW)
    assert sorted(len(i.accounts) for i in ledger.incidents()) != [22]
    ledger.add(entries[22:23])
    bring_up_to_date(ledger, NOW)
    state = _state(ledger)
    rebuild(ledger, NOW)
    assert _state(ledger) == state
    undo(ledger, split.id, "ann", at=NOW + timedelta(days=1))
    assert [len(i.accounts) for i in ledger.incidents()] == [23]


def test_a_failure_in_the_middle_leaves_no_memory_of_what_was_not_written(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries = [entry(*one) for one in crowd(24)]
    ledger.add(entries[:20])
    rebuild(ledger, NOW)
    ledger.add(entries[20:21])
    with monkeypatch.context() as patch:
        patch.setattr("dateline.ledger.linking.Linking.tell", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            bring_up_to_date(ledger, NOW)
    ledger.add(entries[21:])
    bring_up_to_date(ledger, NOW)
    grown = _state(ledger)
    rebuild(ledger, NOW)
    assert _state(ledger) == grown
    assert [len(i.accounts) for i in ledger.incidents()] == [24]
