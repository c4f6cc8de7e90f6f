"""serve, user and agreement on the command line."""

from __future__ import annotations

import builtins
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from dateline.cli.desk import app
from dateline.ledger import open_ledger

run = CliRunner()


def test_who_exported_names_is_told(tmp_path: Path) -> None:
    at = ["--ledger", str(tmp_path / "l.db")]
    page = tmp_path / "a.txt"
    page.write_text(
        "Quetta, 5 March 2021. Gunmen shot dead two policemen in Quetta on Thursday, police said.\n" * 2
    )
    run.invoke(app, ["ingest", str(page), *at])
    assert "nobody" in run.invoke(app, ["user", "names", *at]).output
    made = [
        "export",
        "--to",
        "csv",
        "-o",
        str(tmp_path / "o.csv"),
        "--with-private-names",
        "--who",
        "Ana",
        *at,
    ]
    assert run.invoke(app, made).exit_code == 0
    assert run.invoke(app, ["user", "names", *at]).output.strip().endswith("UTC  Ana")


def test_users_come_and_go(tmp_path: Path) -> None:
    pytest.importorskip("argon2", reason="needs the extra web")
    at = ["--ledger", str(tmp_path / "l.db")]
    added = run.invoke(
        app, ["user", "add", "ana", "--role", "editor", "--password-stdin", *at], input="long enough!\n"
    )
    assert added.exit_code == 0 and "ana may now log in as editor" in added.output
    token = run.invoke(app, ["user", "token", "ana", "--label", "notebook", *at]).output.strip()
    assert token.startswith("dl_")
    listed = run.invoke(app, ["user", "list", *at]).output
    assert "ana" in listed and "notebook" in listed
    with open_ledger(tmp_path / "l.db") as ledger:
        user = ledger.user("ana")
    assert user is not None and user.password.startswith("$argon2id$")
    assert "1 revoked" in run.invoke(app, ["user", "revoke", "ana", "--label", "notebook", *at]).output
    assert run.invoke(app, ["user", "remove", "ana", *at]).exit_code == 0
    assert run.invoke(app, ["user", "remove", "ana", *at]).exit_code == 1


@pytest.mark.parametrize(
    ("arguments", "password", "says"),
    [
        (["user", "add", "ana", "--role", "king"], "long enough!", "there is no role 'king'"),
        (["user", "add", "a/b"], "long enough!", "is no name for a user"),
        (["user", "add", "ana"], "short", "the password is too short"),
    ],
)
def test_a_wrong_user_is_one_line(tmp_path: Path, arguments: list[str], password: str, says: str) -> None:
    at = ["--password-stdin", "--ledger", str(tmp_path / "l.db")]
    found = run.invoke(app, [*arguments, *at], input=password + "\n")
    assert found.exit_code == 2 and says in found.output


def test_without_its_packages_the_desk_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def missing(name: str, *rest: Any) -> Any:
        if name == "fastapi":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", missing)
    found = run.invoke(app, ["serve", str(tmp_path / "l.db")])
    assert found.exit_code == 2 and "pip install 'dateline[web]'" in found.output


def test_agreement_prints_its_tables(tmp_path: Path) -> None:
    open_ledger(tmp_path / "l.db").close()
    found = run.invoke(app, ["agreement", "--ledger", str(tmp_path / "l.db")])
    assert found.exit_code == 0 and "Krippendorff" in found.output
    assert run.invoke(app, ["agreement", "--json", "--ledger", str(tmp_path / "l.db")]).output.startswith("{")
