"""The example clusters as the tests see them: files, what they say of themselves, what should be read."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


@dataclass(frozen=True)
class Cluster:
    """One folder of examples: ``about`` is its cluster.yaml, ``expected`` its golden file."""

    folder: Path
    about: dict[str, Any]
    expected: dict[str, Any]

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def files(self) -> list[str]:
        return [entry["file"] for entry in self.about["files"]]

    def path(self, file: str) -> Path:
        return self.folder / file

    def raw(self, file: str) -> str:
        return self.path(file).read_text(encoding="utf-8")

    def words_of(self, file: str) -> str:
        """The file's text without tags and entities, blanks run together: what quotes are looked up in."""
        raw = self.raw(file)
        if file.endswith(".html"):
            raw = re.sub(r"(?is)<!--.*?-->|<(script|style)\b.*?</\1>|<[^>]+>", " ", raw)
            raw = html.unescape(raw)
        return " ".join(raw.split())


def clusters() -> list[Cluster]:
    """Every folder under examples/ that has a cluster.yaml."""
    return [
        Cluster(about.parent, _yaml(about), _yaml(about.parent / "expected.yaml"))
        for about in sorted(EXAMPLES.glob("*/cluster.yaml"))
    ]


def quotes(node: Any) -> Iterator[tuple[str, str]]:
    """Every (file, words) pair anywhere in a golden file."""
    if isinstance(node, dict):
        if "file" in node and "words" in node:
            yield node["file"], node["words"]
        for child in node.values():
            yield from quotes(child)
    elif isinstance(node, list):
        for child in node:
            yield from quotes(child)


def _yaml(path: Path) -> dict[str, Any]:
    loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert isinstance(loaded, dict), f"{path} does not hold a mapping"
    return loaded
