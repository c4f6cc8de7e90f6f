"""A reader that teaches: its doubts about texts that nobody marked become what a network learns from."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from dateline.errors import InputError

pytestmark = pytest.mark.train
CORPUS = Path(__file__).resolve().parents[2] / "examples" / "corpus"
_STORY = (
    "Gunmen killed four soldiers near Kohlu on Thursday , officials said . The attackers fled to the hills . "
    "A second attack , in Dera Bugti , wounded two policemen on Friday ( their chief did n't comment ) . The "
    "Army of the Pass claimed the first attack in a statement that it sent to reporters ."
)


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of work after the stage."""
    from dateline.train.reader.__main__ import main

    folder = tmp_path_factory.mktemp("taught")
    home = folder / "bench" / "rams"
    home.mkdir(parents=True)
    row = {"doc_key": "invented-1", "sentences": [_STORY.split()]}
    (home / "dev.jsonlines").write_text(json.dumps(row) + "\n", "utf-8")
    arguments = ["teach", "--by", "base", "--bench", str(folder / "bench"), "--work", str(folder)]
    assert main(arguments) == 0
    return folder


def test_a_pupil_is_taught_doubts_and_incidents(taught: Path) -> None:
    from dateline.train.reader import teach
    from dateline.train.reader.tags import TAGS

    (example,) = teach.examples(taught / "taught")
    assert example.text.startswith("Gunmen killed four soldiers near Kohlu on Thursday, officials said. The")
    assert "(their chief didn't comment)." in example.text
    assert example.doubts is not None and example.taught == frozenset(TAGS)
    tags = np.asarray(example.doubts)
    assert tags.shape[1] == 2 * len(TAGS) and 0 <= tags.min() <= tags.max() <= 1
    assert ((tags > 0.05) & (tags < 0.95)).any(), "doubts, not verdicts"
    told = {(example.text[s.start : s.end], s.label) for s in example.spans}
    assert ("attack", "ev") in told or ("killed", "ev") in told
    assert {s.classes["type"].partition("/")[0] for s in example.spans if s.label == "ev"}
    assert 0 <= example.window["relevant"] <= 1


def test_a_window_has_its_share_of_the_doubts(taught: Path) -> None:
    from dateline.reader.model.load import folder_of
    from dateline.train.reader import bases, teach
    from dateline.train.reader.tags import TAGS
    from dateline.train.reader.windows import windows

    (example,) = teach.examples(taught / "taught")
    assert example.doubts is not None
    made = list(windows(example, bases.tokenizer(folder_of("base")), 40, 8))
    assert len(made) > 1
    rows = np.asarray(example.doubts, np.float32)
    assert np.array_equal(made[0].inside[1:-1], rows[:38, : len(TAGS)])
    assert np.array_equal(made[-1].starts[1:-1], rows[-(len(made[-1].ids) - 2) :, len(TAGS) :])
    assert not made[0].inside[0].any() and not made[0].inside[-1].any()


def test_what_was_taught_is_learned_from(taught: Path) -> None:
    from dateline.train.reader import mix, teach
    from dateline.train.reader.__main__ import main

    told = mix.train_examples(mix.Folders(taught / "none", CORPUS, taught / "taught"))
    assert [e.id for e in told[teach.SOURCE]] == ["invented-1"]
    arguments = [
        "fit", "--name", "toy", "--work", str(taught), "--corpus", str(CORPUS), "--limit", "4",
        "--bench", str(taught / "none"), "--epochs", "1",
    ]  # fmt: skip
    assert main(arguments) == 0
    assert (taught / "toy-1" / "last.pt").exists()


def test_tags_of_another_run_are_refused(taught: Path, tmp_path: Path) -> None:
    from dateline.train.reader import teach

    (tmp_path / "texts.jsonl").write_text((taught / "taught" / "texts.jsonl").read_text("utf-8"), "utf-8")
    np.save(tmp_path / "tags.npy", np.zeros((3, 4), np.float16))
    with pytest.raises(InputError, match="two runs"):
        list(teach.examples(tmp_path))
