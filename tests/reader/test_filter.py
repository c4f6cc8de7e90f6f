"""The first filter: what passes, what is stopped, and what it says when its file is damaged."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import ReaderError
from dateline.evaluate.marked import part
from dateline.evaluate.marked import read as read_marked
from dateline.reader import filter as first

CORPUS = Path(__file__).resolve().parents[2] / "examples" / "corpus"
ATTACK = (
    "Gunmen on motorcycles opened fire on a minibus near the town of Karsa on Tuesday, killing four "
    "passengers and wounding nine, the district police said. No group has claimed responsibility for "
    "the attack. The driver told reporters that the men had waited at the bridge and shot at the tyres "
    "before they fired into the windows. Soldiers were sent to the area to search for the attackers."
)
CAKE = (
    "The secret of a good sponge is in the eggs, which should be at the temperature of the kitchen "
    "before you begin. Beat the butter with the sugar until it is pale, then add the flour a spoon at a"
    " time and fold it in with care. Bake the cake for thirty minutes and let it cool on a rack. It is "
    "best with strawberries and a cup of tea, and the recipe has been in our family for years."
)


def test_an_attack_passes_and_a_cake_does_not() -> None:
    assert first.about_incident("Four killed as gunmen attack minibus", ATTACK)
    assert not first.about_incident("The best sponge cake", CAKE)
    assert first.score("", ATTACK) > first.score("", CAKE)


def test_few_reports_of_the_corpus_are_lost() -> None:
    told = [r for r in read_marked(CORPUS) if r.incidents and part(r.id) == "train"]
    lost = [r.id for r in told if not first.about_incident(r.title, r.text)]
    assert len(lost) <= 0.01 * len(told), lost


@pytest.mark.parametrize(
    "text",
    [
        "",
        "A cake.",
        " ".join(CAKE.split()[:30]),
        "😀" * 1000,
        "Наш рецепт торта очень прост и любим всей семьёй. " * 20,
        "Das Geheimnis eines guten Kuchens liegt in den Eiern, und die Butter muss weich sein. " * 20,
        "El secreto de un buen bizcocho está en los huevos y en la paciencia del que cocina. " * 20,
    ],
)
def test_what_cannot_be_judged_passes(text: str) -> None:
    assert first.about_incident("", text)
    assert first.score("", text) == 1.0


@given(st.text(max_size=400))
def test_odd_text_is_scored_twice_alike(text: str) -> None:
    assert first.score(text, text) == first.score(text, text)
    assert 0.0 <= first.score("", text) <= 1.0


def test_words_are_words_whatever_their_dress() -> None:
    assert (first.word_hashes("Café 1990") == first.word_hashes("cafe, 2016!")).all()
    one, other = first.word_hashes("the bombing")
    assert one != other
    assert len(first.word_hashes("")) == 0


def test_features_have_length_one() -> None:
    numbers, values = first.features(first.word_hashes(ATTACK))
    assert (np.diff(numbers) > 0).all() and numbers.max() < 1 << first.BITS
    assert float(values @ values) == pytest.approx(1.0, abs=1e-5)


def test_damaged_weights_are_one_line_with_the_way_out(tmp_path: Path) -> None:
    broken = tmp_path / "weights.npz"
    broken.write_bytes(first.WEIGHTS.read_bytes()[:-10])
    with pytest.raises(ReaderError, match="checksum") as caught:
        first.load(broken, first.SHA256)
    assert "pip install" in str(caught.value) and "\n" not in str(caught.value)
    with pytest.raises(ReaderError, match="not there"):
        first.load(tmp_path / "none.npz", first.SHA256)


def test_the_file_of_weights_is_small() -> None:
    assert first.WEIGHTS.stat().st_size < 1_000_000
