"""The ledger: what was read, judged and decided, and the incidents that follow from it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime

import sqlalchemy as sa

from dateline.errors import LedgerError, NotFound
from dateline.ledger import adding, records, schema, watching, words
from dateline.ledger import engine as engines
from dateline.ledger.adding import upsert
from dateline.ledger.linking import Linking
from dateline.ledger.migrate import bring_up_to_date
from dateline.ledger.people import People
from dateline.ledger.records import Acknowledged, Address, Batch, Computed, Entry, Failed, Fate, Feed
from dateline.model import Decision, Judgement
from dateline.model.codec import to_json


class Ledger(People):
    """A store of reports and incidents; open it with :func:`open_ledger`.

    Writing methods are one transaction each: when they return, it is on the disk; when they raise or
    the process dies, nothing of it is. They raise :class:`~dateline.errors.LedgerError`.
    """

    def add(self, entries: Sequence[Entry]) -> list[Acknowledged]:
        """Store some reports with their accounts, and acknowledge each: see :meth:`store`."""
        return self.store(Batch([records.prepare(entry) for entry in entries]))

    def store(self, batch: Batch) -> list[Acknowledged]:
        """Store a batch as one transaction, and acknowledge its reports.

        A page that is there, read by the same version, changes nothing. A report that is there from
        another version or another page is superseded: its rows stay, but no longer count.
        """
        with self._writing() as connection:
            fates = adding.add(connection, batch.entries)
            if any(fate is not Fate.KNOWN for fate in fates):
                self._set(connection, "stale", "1")
            self._note_failures(connection, batch.run, batch.failures)
            watching.write_addresses(connection, batch.addresses)
            for source, mark in batch.marks.items():
                upsert(connection, schema.positions, {"source": f"{batch.version}|{source}"}, {"mark": mark})
        return [
            Acknowledged(entry.report["id"], entry.origin, fate)
            for entry, fate in zip(batch.entries, fates, strict=True)
        ]

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
            table = schema.decisions
            insert = table.insert().returning(table.c.seq, sort_by_parameter_order=True)
            with self._writing() as connection:
                numbers = connection.execute(insert, rows).scalars().all()
                about = [
                    {"subject": name, "decision": number}
                    for decision, number in zip(decisions, numbers, strict=True)
                    for name in dict.fromkeys(decision.subject)
                ]
                if about:
                    connection.execute(schema.subjects.insert(), about)
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
        with self._writing() as connection:
            self._note_failures(connection, run, failures)
            connection.execute(
                schema.runs.update()
                .where(schema.runs.c.seq == run)
                .values(finished=at.isoformat(), summary=json.dumps(dict(summary), sort_keys=True))
            )

    def write_feed(self, feed: Feed, addresses: Sequence[Address] = (), named: Sequence[Feed] = ()) -> int:
        """Note what became of a feed, the new addresses that it named and the further feeds; how many
        addresses were not known."""
        with self._writing() as connection:
            watching.write_feeds(connection, [feed])
            watching.add_feeds(connection, named)
            return watching.add_addresses(connection, addresses)

    def write_quiet_hosts(self, hosts: Mapping[str, tuple[str, str]]) -> None:
        """Note hosts that asked to be left alone: from when, until when (ISO 8601, UTC)."""
        with self._writing() as connection:
            watching.write_quiet_hosts(connection, hosts)

    def index_words(self) -> None:
        """Index the words of all reports anew."""
        with self._writing() as connection:
            words.note_all(connection)

    def forget_positions(self, version: str, sources: Iterable[str]) -> None:
        """Have these archives read from their beginning when they are read again."""
        table = schema.positions
        names = [f"{version}|{source}" for source in sorted(sources)]
        with self._writing() as connection:
            for begin in range(0, len(names), 500):
                connection.execute(table.delete().where(table.c.source.in_(names[begin : begin + 500])))

    @staticmethod
    def _note_failures(connection: sa.Connection, run: int, failures: Sequence[Failed]) -> None:
        for failure in dict.fromkeys(failures):
            key = {"origin": failure.origin, "problem": failure.problem}
            upsert(connection, schema.failures, key, {"way_out": failure.way_out, "run": run})

    @staticmethod
    def _set(connection: sa.Connection, key: str, value: str) -> None:
        upsert(connection, schema.meta, {"key": key}, {"value": value})


def open_ledger(
    url_or_path: str | os.PathLike[str], *, create: bool = True, patience: float = engines.PATIENCE
) -> Ledger:
    """Open the ledger at a path or URL (``sqlite:///`` or ``postgresql://``), migrating it where it is
    from an older version.

    Makes it when it is not there and ``create``; else raises NotFound. ``patience`` is the number of
    seconds to wait for another process that holds it. Raises LedgerTooNew for a ledger from a newer
    version, and LedgerError, with a way out, for everything else that is in the way.
    """
    if engines.is_server(url_or_path):
        return _open_server(os.fspath(url_or_path), patience)
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


def _open_server(url: str, patience: float) -> Ledger:
    engine, name = engines.connect_server(url, patience)
    with engines.plainly(name):
        bring_up_to_date(engine, name)
    return Ledger(engine, name)
