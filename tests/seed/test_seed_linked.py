"""The seed page beside the eight examples: dated through a link, and undated again without it."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from seed_reading import SEED, VIOLENT

from dateline.model import Account, Decision, DecisionVerb, Field, How, Incident, Statement, When

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "examples"))
from example_clusters import clusters
from read_cluster import Read, read_together

pytestmark = pytest.mark.skipif(not SEED.exists(), reason="../shared/seed/page.txt is not there")

ATTACK, RAID, PUBLISHED = date(2016, 10, 24), date(2016, 10, 27), date(2016, 10, 28)


@pytest.fixture(scope="module")
def found() -> Read:
    (quetta,) = [c for c in clusters() if c.name == "quetta-2016"]
    return read_together((*(quetta.path(f) for f in quetta.files), SEED))


def seed_account(found: Read, is_raid: bool) -> Account:
    """The seed page's account of the raid, or of the attack."""
    of_seed = [a for a in found.accounts if found.files[a.report_id] == SEED.name and a.type in VIOLENT]
    wanted = [a for a in of_seed if (a.type == "security_operation") is is_raid]
    assert len(wanted) == 1, [a.type for a in of_seed]
    return wanted[0]


def incident_of(found: Read, account: Account) -> Incident:
    return next(i for i in found.incidents if any(a.id == account.id for a in i.accounts))


def inferred_day(found: Read, account: Account) -> tuple[When, Statement] | None:
    """The day that a link gave to an account, with the statement that carries it."""
    for statement in incident_of(found, account).inferred:
        concerns = account.id in statement.id or set(statement.inferred_from) & {
            s.id for s in account.statements
        }
        if statement.field is Field.WHEN and concerns and isinstance(statement.value, When):
            return statement.value, statement
    return None


def split_all(found: Read) -> list[Decision]:
    """A person parts every account of the seed page from whatever it was linked to."""
    decisions = []
    for incident in found.incidents:
        seeds = [a.id for a in incident.accounts if found.files[a.report_id] == SEED.name]
        others = [a.id for a in incident.accounts if found.files[a.report_id] != SEED.name]
        for left, right in ((s, o) for s in seeds for o in others):
            decisions.append(
                Decision(
                    id=f"d{len(decisions)}",
                    verb=DecisionVerb.SPLIT,
                    subject=tuple(sorted((left, right))),
                    who="tester",
                    at=datetime(2024, 1, 1, tzinfo=UTC),
                )
            )
    return decisions


def test_the_attack_is_linked_to_the_reports_of_it(found: Read) -> None:
    files = found.files_of(incident_of(found, seed_account(found, is_raid=False)))
    assert SEED.name in files
    assert len(files) == 9, sorted(files)


def test_the_raid_is_linked_to_the_report_of_it(found: Read) -> None:
    files = found.files_of(incident_of(found, seed_account(found, is_raid=True)))
    assert files == {SEED.name, "08-zarghoon-mail.html"}


@pytest.mark.parametrize(("is_raid", "day"), [(False, ATTACK), (True, RAID)], ids=["attack", "raid"])
def test_days_are_inferred_through_the_link(found: Read, is_raid: bool, day: date) -> None:
    account = seed_account(found, is_raid)
    inferred = inferred_day(found, account)
    assert inferred is not None, f"no day was inferred for {account.id}"
    when, statement = inferred
    assert (when.earliest, when.latest, when.edtf) == (day, day, day.isoformat())
    assert statement.how is How.INFERRED
    assert statement.inferred_from and statement.reason
    assert when.anchor.startswith("link:")


def test_publication_is_inferred_through_the_link(found: Read) -> None:
    report = found.report_of(SEED.name)
    assert report.published.edtf is None, "the report itself is never rewritten"
    published = found.published[report.id]
    assert (published.day, published.how) == (PUBLISHED, "inferred")
    assert published.reason


def test_nothing_the_page_says_is_rewritten(found: Read) -> None:
    for is_raid in (False, True):
        account = seed_account(found, is_raid)
        assert account.when is not None and account.when.edtf is None


def test_unknown_again_when_the_link_is_undone(found: Read) -> None:
    decisions = split_all(found)
    assert decisions, "nothing was linked"
    parted = found.with_decisions(decisions)
    assert found.report_of(SEED.name).id not in parted.published
    for is_raid in (False, True):
        account = seed_account(parted, is_raid)
        assert parted.files_of(incident_of(parted, account)) == {SEED.name}
        assert inferred_day(parted, account) is None
        chosen = incident_of(parted, account).when
        assert not isinstance(chosen.value, When) or chosen.value.edtf is None
        assert chosen.reason or (isinstance(chosen.value, When) and chosen.value.reason)


def test_inferred_again_when_the_undoing_is_undone(found: Read) -> None:
    split = split_all(found)
    undone = [
        Decision(f"u{i}", DecisionVerb.UNDO, (d.id,), "tester", datetime(2024, 1, 2, tzinfo=UTC))
        for i, d in enumerate(split)
    ]
    again = found.with_decisions([*split, *undone])
    assert again.incidents == found.incidents
    assert again.published == found.published
