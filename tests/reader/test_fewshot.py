"""Types that the network was not taught: learned from a handful of sentences, with a confidence that knows
how few they were."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from dateline.assemble import extract
from dateline.codebook import load
from dateline.errors import CodebookError, UsageError
from dateline.model import OffsetMap, Published, Report
from dateline.reader.fewshot import FewShotReader, Kind, kinds_of, learn
from dateline.reader.fewshot.embed import examples
from dateline.reader.fewshot.features import NAMES
from dateline.reader.fewshot.learn import contrasts
from dateline.reader.fewshot.scorer import fit
from dateline.reader.model.load import folder_of
from dateline.reader.model.load import load as load_weights
from dateline.service import comparing, rooms

#: A type that no codebook of ours has.
THEFT = (
    "Thieves [rustled] forty cows from the village at night.",
    "Armed herders [drove off] two hundred cattle from a camp near the river.",
    "Raiders [stole] goats and camels from three families.",
    "About ninety head of cattle were [rustled] in the county on Sunday.",
    "The men [made off with] the whole herd.",
)
BOOK = load("dateline")


@pytest.fixture(scope="module")
def weights():  # type: ignore[no-untyped-def]  # the network's files
    return load_weights(folder_of("base"))


@pytest.fixture(scope="module")
def learned(weights):  # type: ignore[no-untyped-def]  # as above
    return learn([Kind("cattle_theft", THEFT)], contrasts(BOOK), weights)


def test_a_sentence_of_the_type_is_likelier_than_one_of_another(learned, weights) -> None:  # type: ignore[no-untyped-def]
    mine, other = examples(
        ["Gunmen [rustled] sixty cows from a farm on Monday.", "A court [sentenced] two men to prison."],
        weights,
    )
    assert learned.best(mine)[1] > learned.best(other)[1]
    assert learned.best(other)[1] < 0.5


def test_more_examples_make_surer(learned, weights) -> None:  # type: ignore[no-untyped-def]
    """Of a sentence that nobody has seen: with two examples less than with five."""
    (seen,) = examples(["Gunmen [rustled] sixty cows from a farm on Monday."], weights)
    fewer = learn([Kind("cattle_theft", THEFT[1:3])], contrasts(BOOK), weights)
    assert fewer.best(seen)[1] < learned.best(seen)[1]


def test_a_trigger_of_which_the_network_is_sure_is_no_new_type(learned, weights) -> None:  # type: ignore[no-untyped-def]
    told = ["A suicide bomber [blew himself up] at a checkpoint.", "The army [shelled] the town."]
    others = examples(told, weights)
    assert all(learned.best(one)[1] < 0.2 for one in others)


def test_features_are_what_the_scorer_was_fitted_to(learned, weights) -> None:  # type: ignore[no-untyped-def]
    (seen,) = examples([THEFT[0]], weights)
    rows = learned.rows("cattle_theft", [seen])
    assert rows.shape == (1, len(NAMES)) and np.isfinite(rows).all()
    told = dict(zip(NAMES, rows[0], strict=True))
    assert told["near_one"] == pytest.approx(1.0, abs=1e-5) and told["same_words"] == 1.0


def test_a_scorer_fits_what_can_be_told_apart() -> None:
    """Probabilities of cases drawn from a known rule come back, within what chance allows."""
    chance = np.random.default_rng(1)
    rows = chance.normal(size=(4000, 3))
    truth = 1 / (1 + np.exp(-(rows @ [1.0, -2.0, 0.0] - 1.5)))
    found = fit(rows, (chance.random(4000) < truth).astype(float))
    assert float(np.abs(found(rows) - truth).mean()) < 0.03


def test_learning_is_deterministic(learned, weights) -> None:  # type: ignore[no-untyped-def]
    again = learn([Kind("cattle_theft", THEFT)], contrasts(BOOK), weights)
    (seen,) = examples([THEFT[1]], weights)
    assert learned.best(seen) == again.best(seen)


def test_a_reader_with_the_type_reads_a_report(learned, weights) -> None:  # type: ignore[no-untyped-def]
    text = (
        "Cattle thieves rustled about eighty cows from a camp near Pibor on Tuesday night, the commissioner "
        "said. The rustlers stole the herd while its owners slept and drove it off towards the hills. Police "
        "were looking for the animals on Wednesday."
    )
    report = Report(
        "r",
        text,
        OffsetMap.identity(len(text)),
        "0" * 64,
        "Cattle raid",
        language="en",
        published=Published(),
    )
    reader = FewShotReader(weights, learned, "mine@1")
    accounts = extract(report, reader)
    assert "mine@1" in reader.by
    assert {a.type for a in accounts} <= {t.type for t in BOOK.types} | {"cattle_theft"}
    assert "cattle_theft" in {a.type for a in accounts}
    for account in accounts:
        for statement in account.statements:
            assert all(report.quote(span) for span in statement.spans)


HEAD = "name: mine\nversion: 1\ntitle: Mine\nextends: dateline\ntypes:\n"
TYPE = (
    "- {type: cattle_theft, family: violence, violent: true, definition: Animals are taken., "
    "example: 'Cows were [rustled].'"
)


def test_a_type_with_too_few_examples_is_refused(tmp_path: Path, weights) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "mine.yaml"
    path.write_text(HEAD + TYPE + "}\n")
    with pytest.raises(CodebookError, match="cattle_theft has 1 example"):
        kinds_of(load(path), weights.heads.questions["type"])


def test_the_reader_is_called_by_base_and_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(
        HEAD + TYPE + ", examples: ['Raiders [stole] goats.', 'Thieves [rustled] forty cows.']}\n"
    )
    rooms.few_shot_reader.cache_clear()
    assert "mine@1" in comparing.reader_called(f"base+{path}").by
    with pytest.raises(UsageError, match="base"):
        comparing.reader_called(f"rules+{path}")
