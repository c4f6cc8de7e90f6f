"""The documentation keeps its word: snippets run, links lead somewhere, commands are described."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
DOCS = sorted((ROOT / "docs").glob("*.md"))
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *DOCS]
SNIPPETS = [
    pytest.param(path, code, id=f"{path.name}-{number}")
    for path in PAGES
    for number, code in enumerate(re.findall(r"(?s)```python\n(.*?)```", path.read_text("utf-8")))
]


def name(path: Path) -> str:
    return path.name


@pytest.mark.parametrize(("path", "code"), SNIPPETS)
def test_snippets_run(
    path: Path, code: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    exec(compile(ast.parse(code), str(path), "exec"), {"__name__": "__snippet__"})
    assert capsys.readouterr().out.strip(), "a snippet that prints nothing shows nothing"


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_links_lead_to_files(path: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", path.read_text("utf-8"))
    missing = [t for t in targets if not t.startswith("http") and not (path.parent / t).exists()]
    assert not missing


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_pictures_are_our_own(path: Path) -> None:
    pictures = re.findall(r"!\[[^\]]*\]\(([^)]+)\)|<img[^>]+src=[\"']([^\"']+)", path.read_text("utf-8"))
    assert not [p for pair in pictures for p in pair if p.startswith("http")]


def test_the_site_lists_every_page() -> None:
    site = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))
    listed = {page for part in site["nav"] for pages in part.values() for p in pages for page in p.values()}
    assert listed == {path.name for path in DOCS}


def test_every_command_and_option_is_described() -> None:
    import typer

    from dateline.cli import whole_app

    text = (ROOT / "docs" / "cli.md").read_text("utf-8")
    command = typer.main.get_command(whole_app())
    missing = []
    for verb, inner in command.commands.items():  # type: ignore[attr-defined]  # a group, typed as a command
        if f"## dateline {verb}" not in text:
            missing.append(verb)
        for parameter in inner.params:
            if parameter.param_type_name == "option" and "--help" not in parameter.opts:
                missing += [
                    f"{verb} {o}" for o in parameter.opts if o.startswith("--") and f"`{o}`" not in text
                ]
    assert not missing


def test_every_stated_key_of_the_contract_is_in_the_code() -> None:
    text = (ROOT / "docs" / "contract.md").read_text("utf-8")
    code = (ROOT / "src" / "dateline" / "export" / "contract.py").read_text("utf-8")
    rows = re.findall(
        r"(?m)^\| `?(?:report|published|account|when|where|actor|target|weapon|toll|claim)`? \| (.*) \|$",
        text,
    )
    keys = {key for row in rows for key in re.findall(r"`(\w+)`", row)}
    assert len(rows) == 10
    assert not [key for key in keys if f'"{key}"' not in code]


def test_licence_and_notice_are_there() -> None:
    assert "Apache License" in (ROOT / "LICENSE").read_text("utf-8")[:200]
    notice = (ROOT / "NOTICE").read_text("utf-8")
    assert "GeoNames" in notice and "creativecommons.org/licenses/by/4.0" in notice
