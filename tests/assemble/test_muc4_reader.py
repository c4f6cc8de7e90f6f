"""Which network fills MUC-4 templates: the one that was chosen, and the one in the wheel where none was."""

from __future__ import annotations

from importlib import import_module

import pytest

from dateline.assemble.muc4 import reading
from made_up import report_of


@pytest.mark.parametrize(
    ("chosen", "network"),
    [
        ("rules", "base"),
        ("base", "base"),
        ("large", "large"),
        ("large+types.yaml", "large"),
        ("openai:small", "base"),  # a language model reads no templates
        ("", "base"),
    ],
)
def test_the_chosen_network_fills_templates(
    chosen: str, network: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def finder(name: str = "base", threads: int = 0) -> reading.Finder:
        asked.append(name)
        return lambda texts: [[] for _ in texts]

    # a function of the room has the name of the module
    monkeypatch.setattr(import_module("dateline.assemble.extract"), "chosen_name", lambda: chosen)
    monkeypatch.setattr(reading, "trained_finder", finder)
    assert reading.extract_templates([report_of("Nothing happened.", "r")]) == {"r": ()}
    assert asked == [network]
