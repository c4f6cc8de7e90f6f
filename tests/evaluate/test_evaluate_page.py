"""The page of figures is made from the files of figures, and is up to date."""

from __future__ import annotations

import json
from pathlib import Path

import yaml

from dateline.evaluate import page

ROOT = Path(__file__).resolve().parents[2]
FIGURES = ROOT / "docs" / "figures"
PROSE = {
    "head": "# Accuracy\n",
    "summary": [
        {"figures": "corpus", "key": "types_f1", "what": "types", "reach": 85},
        {"figures": "muc4", "key": "x"},
    ],
    "sections": [
        {"figures": "corpus", "title": "Corpus", "text": "Invented.\n"},
        {"figures": "muc4", "title": "MUC-4", "text": "Old.\n"},
    ],
    "tail": "## End\n",
}
CORPUS = {
    "command": "dateline evaluate corpus --data examples/corpus",
    "columns": ["what", "F1"],
    "rows": [["types", "80.0"]],
    "notes": ["a note"],
    "version": "1.2",
    "figures": {
        "types_f1": 0.8,
        "calibration_toll_error": 0.031,
        "calibration_toll_confidence": 0.8,
        "calibration_toll_right": 0.77,
        "calibration_toll_statements": 120.0,
    },
}


def test_what_is_not_measured_is_left_out() -> None:
    made = page.accuracy(PROSE, {"corpus": CORPUS})
    assert "| types | 80.0 |   | 85 | `dateline evaluate corpus --data examples/corpus` |" in made
    assert "MUC-4" not in made and "## Corpus" in made and made.endswith("## End\n")
    assert "| toll | 3.1 | 80.0 | 77.0 | 120 |" in made
    assert "- Dateline 1.2" in made
    assert "All at once" not in page.accuracy(PROSE, {})


def test_one_file_holds_all_figures_with_their_commands() -> None:
    told = json.loads(page.together({"corpus": CORPUS}))
    assert told["corpus"]["command"].startswith("dateline evaluate") and told["corpus"]["version"] == "1.2"
    assert told["corpus"]["figures"]["types_f1"] == 0.8


def test_the_documentation_is_up_to_date() -> None:
    found = page.measured(FIGURES)
    prose = yaml.safe_load((FIGURES / "page.yaml").read_text("utf-8"))
    again = "run: make accuracy"
    assert (ROOT / "docs" / "accuracy.md").read_text("utf-8") == page.accuracy(prose, found), again
    assert (FIGURES / "all.json").read_text("utf-8") == page.together(found), again
    for name in ("README.md", "docs/performance.md", "docs/codebooks.md"):
        text = (ROOT / name).read_text("utf-8")
        assert page.fill(text, FIGURES) == text, f"{name}: {again}"


def test_every_section_has_its_prose() -> None:
    prose = yaml.safe_load((FIGURES / "page.yaml").read_text("utf-8"))
    assert set(page.measured(FIGURES)) <= {section["figures"] for section in prose["sections"]}
