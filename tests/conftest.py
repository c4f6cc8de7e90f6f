"""Puts this folder on the path, so that tests of every room can use `made_up`; and both kinds of store."""

from __future__ import annotations

import importlib.util
import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

import postgres_server
from dateline.ledger import Ledger, open_ledger

# That a machine is busy is no fault of the code: how long things take is measured by `make bench`.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

_NUMBERS = itertools.count()
Anew = Callable[[], Ledger]


@pytest.fixture(scope="session")
def postgres() -> Iterator[postgres_server.Server]:
    """A real server, shared by the tests of a process; skipped where there is none."""
    if importlib.util.find_spec("psycopg") is None:
        pytest.skip("needs the extra: pip install 'dateline[postgres]'")
    if postgres_server.programs() is None:
        pytest.skip(postgres_server.WHY_NOT)
    with postgres_server.running() as server:
        open_ledger(server.fresh("template")).close()
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def anew(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Anew]:
    """Makes empty ledgers in either store."""
    made: list[Ledger] = []

    def make() -> Ledger:
        name = f"ledger{next(_NUMBERS)}"
        if request.param == "sqlite":
            made.append(open_ledger(tmp_path / f"{name}.db"))
        else:
            server: postgres_server.Server = request.getfixturevalue("postgres")
            server.sql(f'CREATE DATABASE "{name}" TEMPLATE "template"')
            made.append(open_ledger(server.url(name)))
        return made[-1]

    if request.param == "postgresql":
        request.getfixturevalue("postgres")
    yield make
    for ledger in made:
        ledger.close()
