"""What is wrong in a ledger and one query finds: for ``dateline doctor``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from dateline.ledger import schema
from dateline.ledger.examining import Moment

_MOST = 20  # of one kind: who has more of them needs no list

#: Invariant, whether it is computed (and can be computed anew), what is wrong, and the rows that are.
_Question = tuple[int, bool, str, sa.Select[Any]]
_REPORTS, _ACCOUNTS, _STATEMENTS = schema.reports, schema.accounts, schema.statements
_PAIRS, _MEMBERS, _INCIDENTS = schema.pairs, schema.members, schema.incidents


def breaches(ledger: Moment) -> Iterator[tuple[int, bool, str, str]]:
    """``(invariant, whether it is computed, row, what is wrong)``."""
    made_by = ledger.made_by()
    linked, is_stale = int(made_by.get("linked") or 0), made_by.get("stale", "1") == "1"
    questions = [*_read(), *_judged(), *_told(linked)]
    if not is_stale:
        questions += _when_all_is_linked()
    with ledger._reading() as connection:
        for invariant, is_computed, problem, query in questions:
            for row in connection.execute(query.limit(_MOST)):
                yield invariant, is_computed, str(row[0]), problem


def _read() -> list[_Question]:
    """Of what was read from pages."""
    by_id = sa.select(_REPORTS.c.id).group_by(_REPORTS.c.id)
    twice = (
        sa.select(_REPORTS.c.id)
        .where(_REPORTS.c.superseded == 0)
        .group_by(_REPORTS.c.id)
        .having(sa.func.count() > 1)
    )
    none = by_id.having(sa.func.min(_REPORTS.c.superseded) == 1)
    own = sa.and_(_ACCOUNTS.c.report == _STATEMENTS.c.report, _ACCOUNTS.c.id == _STATEMENTS.c.account)
    loose = sa.select(_STATEMENTS.c.id).outerjoin(_ACCOUNTS, own).where(_ACCOUNTS.c.id.is_(None))
    return [
        (5, False, "two rows of this report stand", twice),
        (5, False, "no row of this report stands", none),
        (2, False, "this statement belongs to no account", loose),
    ]


def _judged() -> list[_Question]:
    """Of the pairs: they follow from the judgements."""
    table = schema.judgements
    newest = sa.select(sa.func.max(table.c.seq).label("seq")).group_by(table.c.left, table.c.right)
    standing = (
        sa.select(table.c.left, table.c.right, table.c.data)
        .where(table.c.seq.in_(newest), table.c.verdict != "withdrawn")
        .subquery()
    )
    same = sa.and_(standing.c.left == _PAIRS.c.left, standing.c.right == _PAIRS.c.right)
    unlike = sa.select(_PAIRS.c.left).outerjoin(standing, same).where(
        sa.or_(standing.c.data.is_(None), standing.c.data != _PAIRS.c.data)
    )  # fmt: skip
    missing = sa.select(standing.c.left).outerjoin(_PAIRS, same).where(_PAIRS.c.data.is_(None))
    return [
        (5, True, "a pair of this account stands that its history does not say", unlike),
        (5, True, "a judgement of this account stands that is not among the pairs", missing),
    ]


def _told(linked: int) -> list[_Question]:
    """Of the incidents that the reports up to the row ``linked`` are in."""
    homeless = sa.select(_MEMBERS.c.account).where(_MEMBERS.c.incident.not_in(sa.select(_INCIDENTS.c.id)))
    empty = sa.select(_INCIDENTS.c.id).where(_INCIDENTS.c.id.not_in(sa.select(_MEMBERS.c.incident)))
    decisions, about = schema.decisions, schema.subjects
    rejected = (
        sa.select(about.c.subject)
        .join(decisions, decisions.c.seq == about.c.decision)
        .where(decisions.c.verb == "reject")
    )
    left_out = (
        sa.select(_ACCOUNTS.c.id)
        .join(_REPORTS, _REPORTS.c.seq == _ACCOUNTS.c.report)
        .where(_REPORTS.c.superseded == 0, _REPORTS.c.seq <= linked)
        .where(_ACCOUNTS.c.id.not_in(sa.select(_MEMBERS.c.account)), _ACCOUNTS.c.id.not_in(rejected))
    )
    return [
        (5, True, "this account is a member of an incident that is not there", homeless),
        (5, True, "this incident has no account", empty),
        (5, True, "this account is in no incident", left_out),
    ]


def _when_all_is_linked() -> list[_Question]:
    """Of members: when reports came in that are not linked, some may still be of what these superseded."""
    standing = (
        sa.select(_ACCOUNTS.c.id)
        .join(_REPORTS, _REPORTS.c.seq == _ACCOUNTS.c.report)
        .where(_REPORTS.c.superseded == 0)
    )
    gone = sa.select(_MEMBERS.c.account).where(_MEMBERS.c.account.not_in(standing))
    return [(5, True, "this account is in an incident, but its report does not stand", gone)]
