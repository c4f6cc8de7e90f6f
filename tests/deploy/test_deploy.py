"""What is in deploy/: the units are understood by systemd, and all that they and the Containerfile start is a
command of Dateline with options that it has."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
import typer

from dateline.cli import whole_app
from dateline.cli.configuring import options_of
from dateline.service import configuration, spread

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted(p.name for p in DEPLOY.glob("dateline-*.*"))


def parse(words: list[str]) -> None:
    """As the command line would; nothing is run. Raises where there is no such command or option."""

    group = typer.main.get_command(whole_app())
    command = group.commands[words[0]]  # type: ignore[attr-defined]  # it is a group
    context = command.make_context(words[0], list(words[1:]), resilient_parsing=False)
    assert context.params


def instructions() -> list[tuple[str, str]]:
    text = re.sub(r"\\\n", " ", (DEPLOY / "Containerfile").read_text())
    lines = [line.split(None, 1) for line in text.splitlines() if line.strip() and line[0] != "#"]
    return [(line[0], line[1]) for line in lines]


def test_systemd_understands_the_units(tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("needs systemd-analyze (Debian: systemd)")
    there = shutil.which("true")
    for name in UNITS:
        text = (DEPLOY / name).read_text()
        text = text.replace("ExecStart=/opt/dateline/bin/dateline", f"ExecStart={there}")
        (tmp_path / name).write_text(text)
    verify = [analyze, "verify", "--man=no", *(str(tmp_path / name) for name in UNITS)]
    done = subprocess.run(verify, capture_output=True, text=True, timeout=120)
    ours = [line for line in done.stderr.splitlines() if "dateline" in line]
    assert not ours, "systemd complains"
    (tmp_path / "dateline-watch.service").write_text("[Service]\nExecStart=nothing\nNonsense=1\n")
    broken = subprocess.run(verify, capture_output=True, text=True, timeout=120)
    assert "Nonsense" in broken.stderr, "what it does not understand it says"


@pytest.mark.parametrize("name", [n for n in UNITS if n.endswith(".service")])
def test_units_start_what_there_is(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATELINE_CONFIG", raising=False)
    line = re.search(r"^ExecStart=(.*)$", (DEPLOY / name).read_text(), re.MULTILINE)
    assert line is not None
    words = shlex.split(line[1])
    if words[:2] == ["/bin/sh", "-c"]:
        shell = words[2].replace("%%", "%").replace("$$", "$")
        assert subprocess.run(["/bin/sh", "-n", "-c", shell]).returncode == 0
        words = re.sub(r"\$\([^)]*\)", "now", shell).removeprefix("exec ").split()
    assert words[0] == "/opt/dateline/bin/dateline"
    parse(words[1:])


def test_the_example_of_a_configuration_is_one() -> None:
    group = typer.main.get_command(whole_app())
    found = spread(configuration(str(DEPLOY / "dateline.toml")), options_of(group), "dateline.toml")
    assert found["watch"]["pause"] == 60 and found["ingest"]["reader"] == "base"
    assert found["user add"]["ledger"] == found["watch"]["ledger"]


def test_the_containerfile_says_what_can_be_done() -> None:
    found = instructions()
    known = set("FROM WORKDIR COPY RUN USER ENV EXPOSE VOLUME HEALTHCHECK STOPSIGNAL ENTRYPOINT CMD".split())
    assert {name for name, _ in found} <= known
    told = dict(found)
    assert json.loads(told["ENTRYPOINT"]) == ["dateline"]
    parse(json.loads(told["CMD"]))
    check = json.loads(told["HEALTHCHECK"].removeprefix("CMD "))
    compile(check[2], "healthcheck", "exec")
    extras = re.search(r"\.\[([a-z,]+)\]", " ".join(value for _, value in found))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert extras and set(extras[1].split(",")) <= set(project["optional-dependencies"])


def test_an_image_is_built_from_all_that_the_wheel_needs() -> None:
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    taken = {line[1:] for line in lines if line.startswith("!")}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    needed = {*wheel["packages"], *wheel["force-include"], "pyproject.toml", project["project"]["readme"]}
    needed |= set(project["project"]["license-files"])
    assert {Path(path).parts[0] for path in needed} <= taken
    assert all((ROOT / name).exists() for name in taken)
