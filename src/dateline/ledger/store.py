"""The ledger: what was read, judged and decided, and the incidents that follow from it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import astuple
from datetime import datetime

import sqlalchemy as sa

from dateline.errors import LedgerError, NotFound
from dateline.ledger import engine as engines
from dateline.ledger import records, schema, words
from dateline.ledger.linking import Linking
from dateline.ledger.migrate import bring_up_to_date
from dateline.ledger.people import People
from dateline.ledger.records import Acknowledged, Computed, Entry, Failed, Fate
from dateline.model import Decision, Judgement
from dateline.model.codec import to_json


class Ledger(People):
    """A store of reports and incidents; open it with :func:`open_ledger`.

    Writing methods are one transaction each: when they return, it is on the disk; when they raise or
    the process dies, nothing of it is. They raise :class:`~dateline.errors.LedgerError`.
    """

    def add(self, entries: Sequence[Entry]) -> list[Acknowledged]:
        """Store a batch of reports with their accounts, and acknowledge each.

        A page that is there, read by the same version, changes nothing. A report that is there from
        another version or another page is superseded: its rows stay, but no longer count.
        """
        with self._writing() as connection:
            fates = [self._add_one(connection, entry) for entry in entries]
            if any(fate is not Fate.KNOWN for fate in fates):
                self._set(connection, "stale", "1")
        return [
            Acknowledged(entry.report.id, entry.page.origin, fate)
            for entry, fate in zip(entries, fates, strict=True)
        ]

    def _add_one(self, connection: sa.Connection, entry: Entry) -> Fate:
        reports, key = schema.reports, records.page_key(entry.page)
        read = sa.select(reports.c.seq).where(reports.c.page == key, reports.c.extraction == entry.extraction)
        if connection.execute(read).first() is not None:
            return Fate.KNOWN
        standing = connection.execute(
            sa.select(reports.c.seq, reports.c.extraction, schema.pages.c.sha256)
            .join(schema.pages, schema.pages.c.key == reports.c.page)
            .where(reports.c.id == entry.report.id, reports.c.superseded == 0)
        ).first()
        now = (entry.page.sha256, entry.extraction)
        if standing is not None and (standing.sha256, standing.extraction) == now:
            return Fate.KNOWN  # the same bytes from elsewhere: the same report
        self._store_page(connection, entry, key)
        if standing is not None:
            connection.execute(reports.update().where(reports.c.seq == standing.seq).values(superseded=1))
        inserted = connection.execute(
            reports.insert().values(
                id=entry.report.id,
                page=key,
                extraction=entry.extraction,
                superseded=0,
                invented=int(entry.invented),
                data=records.dump(to_json(entry.report)),
            )
        ).inserted_primary_key
        assert inserted is not None  # the table has an integer key
        words.note(connection, inserted[0], entry.report)
        heads, parts = records.account_rows(inserted[0], entry.accounts)
        if heads:
            connection.execute(schema.accounts.insert(), heads)
        if parts:
            connection.execute(schema.statements.insert(), parts)
        return Fate.NEW if standing is None else Fate.SUPERSEDED

    @staticmethod
    def _store_page(connection: sa.Connection, entry: Entry, key: str) -> None:
        pages = schema.pages
        if connection.execute(sa.select(pages.c.key).where(pages.c.key == key)).first() is None:
            connection.execute(pages.insert().values(**records.page_row(entry.page, key)))

    @contextmanager
    def linking(self) -> Iterator[Linking]:
        """A transaction of linking: all that is written in it holds together, or none of it."""
        with self._writing() as connection:
            yield Linking(connection, self.name)

    def write_judgements(
        self, judgements: Iterable[Judgement], computed: Computed, made_by: Mapping[str, str]
    ) -> None:
        """Let exactly these judgements and incidents stand. ``made_by`` (link version, codebook) goes to
        the table ``meta``."""
        with self.linking() as room:
            room.replace_pairs(judgements)
            room.replace_incidents(None, computed)
            room.finish(made_by)

    def decide(self, *decisions: Decision) -> None:
        """Append decisions of persons. The incidents are stale until they are computed again."""
        rows = [
            {
                "id": decision.id,
                "verb": decision.verb.value,
                "who": decision.who,
                "at": decision.at.isoformat(),
                "data": records.dump(to_json(decision)),
            }
            for decision in decisions
        ]
        if rows:
            with self._writing() as connection:
                connection.execute(schema.decisions.insert(), rows)
                self._set(connection, "stale", "1")

    def start_run(self, verb: str, version: str, at: datetime) -> int:
        """Note that a verb began; returns the number of the run."""
        with self._writing() as connection:
            started = connection.execute(
                schema.runs.insert().values(verb=verb, version=version, started=at.isoformat())
            ).inserted_primary_key
            assert started is not None  # the table has an integer key
            return int(started[0])

    def end_run(self, run: int, at: datetime, summary: Mapping[str, int], failures: Sequence[Failed]) -> None:
        """Note how a run ended, and which pages it could not read."""
        table = schema.failures
        with self._writing() as connection:
            for failure in dict.fromkeys(failures):
                at_key = (table.c.origin == failure.origin, table.c.problem == failure.problem)
                connection.execute(table.delete().where(*at_key))
                row = dict(zip(("origin", "problem", "way_out"), astuple(failure), strict=True))
                connection.execute(table.insert().values(**row, run=run))
            connection.execute(
                schema.runs.update()
                .where(schema.runs.c.seq == run)
                .values(finished=at.isoformat(), summary=json.dumps(dict(summary), sort_keys=True))
            )

    @staticmethod
    def _set(connection: sa.Connection, key: str, value: str) -> None:
        table = schema.meta
        connection.execute(table.delete().where(table.c.key == key))
        connection.execute(table.insert().values(key=key, value=value))


def open_ledger(
    url_or_path: str | os.PathLike[str], *, create: bool = True, patience: float = engines.PATIENCE
) -> Ledger:
    """Open the ledger at a path or ``sqlite:///`` URL, migrating it where it is from an older version.

    Makes it when it is not there and ``create``; else raises NotFound. ``patience`` is the number of
    seconds to wait for another process that holds it. Raises LedgerTooNew for a ledger from a newer
    version, and LedgerError, with a way out, for everything else that is in the way.
    """
    path = engines.locate(url_or_path)
    name = str(path) if path is not None else "the ledger in memory"
    if path is not None and not path.exists():
        if not create:
            raise NotFound(f"there is no ledger at {name}", "make one with: dateline ingest PATH…")
        if not path.absolute().parent.is_dir():
            raise LedgerError(
                f"{name} cannot be made: there is no folder {path.absolute().parent}",
                "make the folder first, or name another file with --ledger",
            )
    engine = engines.connect(path, patience)
    with engines.plainly(name):
        bring_up_to_date(engine, name)
    return Ledger(engine, name)
