"""A real PostgreSQL server for tests: Debian's, or one on the path; in a folder of its own, on loopback."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

WHY_NOT = "no PostgreSQL here (Debian: apt-get install postgresql)"


@dataclass
class Server:
    """A running server. ``url(name)`` makes an empty database and says where it is."""

    bin: Path
    folder: Path
    port: int
    user: str | None

    def url(self, name: str, role: str = "postgres") -> str:
        return f"postgresql://{role}@127.0.0.1:{self.port}/{name}"

    def fresh(self, name: str) -> str:
        self.sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        self.sql(f'CREATE DATABASE "{name}"')
        return self.url(name)

    def sql(self, statement: str, database: str = "postgres") -> None:
        import psycopg

        with psycopg.connect(self.url(database), autocommit=True) as connection:
            connection.execute(statement)

    def run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [self.bin / program, *arguments], user=self.user, check=True, cwd=self.folder,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, "LC_ALL": "C.UTF-8"},
        )  # fmt: skip

    def control(self, verb: str, *more: str) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -k {self.folder} -c fsync=off"
        log = str(self.folder / "log")
        start = ["-o", options, "-l", log] if verb in ("start", "restart") else []
        self.run("pg_ctl", "-D", str(self.folder / "data"), "-w", *start, *more, verb)


@cache
def programs() -> Path | None:
    """The folder with initdb and pg_ctl, None where there is none, or no user but root to run it."""
    candidates = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    if found := shutil.which("initdb"):
        candidates.append(Path(found).resolve().parent)
    for folder in candidates:
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists() and (os.getuid() or _unprivileged()):
            return folder
    return None


def _unprivileged() -> str | None:
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name).pw_name
    return None


@contextlib.contextmanager
def running() -> Iterator[Server]:
    """A server that is stopped at the end. PostgreSQL refuses to run as root: then another user runs it, who
    could not reach the folders that pytest makes."""
    binaries = programs()
    assert binaries is not None
    user = _unprivileged() if os.getuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="dateline-postgres-"))
    if user:
        shutil.chown(folder, user)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = Server(binaries, folder, port, user)
    login = ["-U", "postgres", "-A", "trust"]
    server.run("initdb", "-D", str(folder / "data"), *login, "-E", "UTF8", "--no-sync")
    server.control("start")
    try:
        yield server
    finally:
        server.control("stop", "-m", "immediate")
        shutil.rmtree(folder, ignore_errors=True)
