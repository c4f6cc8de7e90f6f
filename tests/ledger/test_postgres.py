"""What only a server has: several writers at once, roles, connections that are cut, and old schemas."""

from __future__ import annotations

import json
import threading
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

import made_up
from dateline import service
from dateline.errors import ConnectionLost, LedgerError
from dateline.ledger import open_ledger, schema
from dateline.model import DecisionVerb
from postgres_server import Server

NOW = datetime(2026, 1, 2, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def plain_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    made_up.use(monkeypatch)


def folder(root: Path, name: str, count: int = 12) -> Path:
    made = root / name
    made.mkdir()
    for number in range(count):
        day = 10 + number % 9
        (made / f"{number}.txt").write_text(f"{name}: a bomb killed {number} in Quetta on 2016-10-{day}.")
    return made


def test_several_writers_lose_and_double_nothing(postgres: Server, tmp_path: Path) -> None:
    url = postgres.fresh("writers")
    shared = folder(tmp_path, "shared")
    folders = [folder(tmp_path, f"own{n}") for n in range(3)]
    errors: list[BaseException] = []

    def write(own: Path) -> None:
        try:
            with open_ledger(url) as ledger:
                service.ingest([own, shared], ledger)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=write, args=(own,)) for own in folders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    with open_ledger(url) as ledger, open_ledger(tmp_path / "alone.db") as alone:
        service.ingest([*folders, shared], alone)
        assert ledger.reports() == alone.reports() and len(ledger.reports()) == 48
        assert ledger.judgements() == alone.judgements()
        assert not list(service.doctor(ledger, deep=True))


def test_the_desk_is_told_the_same(postgres: Server, tmp_path: Path) -> None:
    pages = folder(tmp_path, "pages", 5)
    told = []
    for name in (postgres.fresh("desk"), tmp_path / "desk.db"):
        with open_ledger(name) as ledger:
            service.ingest([pages], ledger)
            waiting = service.queue(ledger)
            service.decide(ledger, DecisionVerb.ACCEPT, (waiting[1],), "Ana", at=NOW)
            in_queue = [service.place_in_queue(ledger, name) for name in waiting]
            kept = service.queue(ledger, service.Filter(place="Quetta"), "Ben", after=waiting[0], limit=2)
            counts = [service.outlets(ledger), service.type_counts(ledger), service.field_examples(ledger)]
            told.append([waiting, in_queue, kept, *counts])
    assert told[0] == told[1]
    waiting, in_queue, kept, outlets = told[0][:4]
    assert in_queue == [(1, 4), (0, 4), (2, 4), (3, 4), (4, 4)] and kept == waiting[1:3]
    assert [(o.reports, o.incidents, o.languages) for o in outlets] == [(1, 1, ("en",))] * 5


def test_a_cut_connection_says_so_and_loses_nothing(postgres: Server, tmp_path: Path) -> None:
    with open_ledger(postgres.fresh("cut"), patience=2) as ledger:
        service.ingest([folder(tmp_path, "first", 3)], ledger)
        with ledger.linking() as room:
            number = room._connection.exec_driver_sql("SELECT pg_backend_pid()").scalar()
        cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = %d"
        with pytest.raises(ConnectionLost, match="cannot be reached"), ledger._writing() as connection:
            number = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar()
            postgres.sql(cut % number)
            connection.exec_driver_sql("SELECT 1")
        assert len(ledger.reports()) == 3, "the next question connects anew"
        assert service.ingest([folder(tmp_path, "second", 3)], ledger).new == 3


def test_a_server_that_is_not_there(postgres: Server) -> None:
    with pytest.raises(ConnectionLost) as caught:
        open_ledger("postgresql://postgres@127.0.0.1:1/none", patience=2)
    assert "\n" not in str(caught.value)
    with pytest.raises(LedgerError, match="is not there"):
        open_ledger(postgres.url("none"), patience=2)
    with pytest.raises(LedgerError) as secret:
        open_ledger("postgresql://someone:secret@127.0.0.1:1/none", patience=2)
    assert "secret" not in str(secret.value)


def test_roles_may_do_what_they_are_for(postgres: Server, tmp_path: Path) -> None:
    url = postgres.fresh("roles")
    pages = folder(tmp_path, "pages", 4)
    with open_ledger(url) as ledger:
        service.ingest([pages], ledger)
        service.make_roles(ledger)
        postgres.sql("GRANT SELECT ON users, tokens, sessions TO dateline_reader", "roles")  # as it once was
        service.make_roles(ledger)
        service.add_user(ledger, "ana", "editor", "a long password")
        accounts = [a.id for a in ledger.accounts()]
    for role in ("reader", "editor", "writer"):
        postgres.sql(f"DROP ROLE IF EXISTS {role}_person")
        postgres.sql(f"CREATE ROLE {role}_person LOGIN IN ROLE dateline_{role}")
    with open_ledger(postgres.url("roles", "reader_person")) as ledger:
        found = service.incidents(ledger)
        assert found and not list(service.doctor(ledger)), "who may only read sees that history is guarded"
        postgres.sql("UPDATE meta SET value = '1' WHERE key = 'stale'", "roles")
        assert service.incidents(ledger) == found, "what stands, while somebody else links"
        with pytest.raises(LedgerError, match="may only be read"):
            service.ingest([pages], ledger)
        for secret in ("password FROM users", "digest FROM tokens", "digest FROM sessions", "* FROM users"):
            with pytest.raises(LedgerError), ledger._reading() as connection:
                connection.exec_driver_sql(f"SELECT {secret}")
        with ledger._reading() as connection:
            assert connection.exec_driver_sql("SELECT name, role FROM users").all() == [("ana", "editor")]
    from dateline.model import DecisionVerb

    with open_ledger(postgres.url("roles", "editor_person")) as ledger:
        service.decide(ledger, DecisionVerb.MERGE, accounts[:2], "Ana")
        service.decide(ledger, DecisionVerb.ACCEPT, accounts[:1], "Ana")
        assert accounts[0] not in service.queue(ledger)
        service.rebuild(ledger)
        with pytest.raises(LedgerError, match="may only be read"):
            service.ingest([folder(tmp_path, "more", 1)], ledger)
    with open_ledger(postgres.url("roles", "writer_person")) as ledger:
        assert service.ingest([folder(tmp_path, "again", 1)], ledger).new == 1
        with pytest.raises(LedgerError), ledger._writing() as connection:
            connection.exec_driver_sql("DELETE FROM decisions")
    postgres.sql("ALTER TABLE statements DISABLE TRIGGER statements_keep", "roles")
    with open_ledger(url) as ledger:
        assert [f.problem for f in service.doctor(ledger)] == ["the guard of statements's history is gone"]


@pytest.mark.parametrize("revision", schema.REVISIONS[:-1])
@pytest.mark.parametrize("store", ["sqlite", "postgresql"])
def test_every_released_schema_is_brought_forward(
    revision: str, store: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """A ledger of an older release, with rows in it, is opened by this one."""
    from alembic import command
    from alembic.config import Config

    from dateline.ledger import engine as engines
    from dateline.ledger.migrate import SCRIPTS

    if store == "sqlite":
        url = str(tmp_path / "old.db")
        engine = engines.connect(Path(url))
    else:
        url = request.getfixturevalue("postgres").fresh(f"old{revision}")
        engine, _ = engines.connect_server(url)
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    with engine.execution_options(write=True).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        text = '{"id":"a","offsets":{"segments":[[0,0,15]]},"page_sha256":"%s","text":"killed 1 in Beni"}'
        page = (
            "INSERT INTO pages (key, sha256, media_type, given, origin, content) "
            "VALUES ('k', 's', 'text/plain', '{}', 'a.txt', '')"
        )
        report = (
            "INSERT INTO reports (id, page, extraction, superseded, invented, data) "
            f"VALUES ('a', 'k', 'v', 0, 0, '{text % 's'}')"
        )
        for statement in (page, report):
            connection.exec_driver_sql(statement.replace("%", "%%"))
    engine.dispose()
    with open_ledger(url) as ledger:
        assert list(ledger.reports()) == ["a"]
        assert service.incidents(ledger) == []
        service.ingest([folder(tmp_path, "pages", 3)], ledger)
        assert len(ledger.reports()) == 4


def test_both_stores_find_the_same_words(postgres: Server, tmp_path: Path) -> None:
    """In a backup from one and in a restored other, too: each store keeps an index of its own."""
    pages = tmp_path / "pages"
    pages.mkdir()
    places = ("São Paulo's 3rd-largest market", "SAO PAULO", "Sa%o Paulo_", "Paulo, São")
    for number, place in enumerate(places):
        (pages / f"{number}.txt").write_text(f"A bomb killed {number + 2} in {place} on 2016-10-1{number}.")
    asked = ("são paulo", "sao", "pau", "aulo", "paulo s 3rd largest", "3RD", "%", "_", "sa%o", "paulo são")

    def found(ledger: service.Ledger) -> list[list[str]]:
        """The reports of the incidents found; those of an incident come together."""
        wanted = [service.Filter(text=text) for text in asked]
        return [
            sorted(a.report_id for i in service.incidents(ledger, one) for a in i.accounts) for one in wanted
        ]

    with open_ledger(postgres.fresh("words")) as server, open_ledger(tmp_path / "file.db") as file:
        for ledger in (server, file):
            service.ingest([pages], ledger)
        told = found(file)
        assert told[0] and told[1] and told[2] and told[4] == told[5] and told[8] and told[9]
        assert not told[3] and not told[6] and not told[7], "no middle of a word, and no wildcard"
        assert told[0] != told[8] != told[2]
        assert found(server) == told
        for wanted in ("", "from=2016-10-11", "type=bombing&text=paulo", "country=BR,none", "review=open"):
            one = service.parse_filter(dict(parse_qsl(wanted)))
            assert service.counts(server, one) == service.counts(file, one), wanted
            drawn, same = (json.loads(service.points(ledger, one)) for ledger in (server, file))
            assert drawn["places"] == same["places"]
            for name in ("at", "first", "last"):
                assert Counter(drawn[name]) == Counter(same[name]), (wanted, name)
            lines = [service.listing(ledger, one).lines for ledger in (server, file)]
            assert lines[0] == lines[1]
        service.backup(server, tmp_path / "kept.db")
    with open_ledger(tmp_path / "kept.db") as kept:
        assert found(kept) == told
    url = postgres.fresh("restored")
    service.restore(tmp_path / "kept.db", url)
    with open_ledger(url) as restored:
        assert found(restored) == told
        for word, number in (("Zebra", 1), ("Giraffe", 0)):
            record = {"id": "one", "text": f"{word}: a bomb killed 7 in Beni on 2017-01-02."}
            (pages / "again.jsonl").write_text(json.dumps(record))
            service.ingest([pages], restored)
            told_of = service.incidents(restored, service.Filter(text="zebra"))
            assert len(told_of) == number, "what a report said before it was superseded finds nothing"
