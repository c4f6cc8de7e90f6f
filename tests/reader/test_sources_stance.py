"""How the one who says it stands to what is said."""

from __future__ import annotations

import pytest

from dateline.model import Span, Stance
from dateline.reader.sources import find_sources
from dateline.reader.stance import stance_at


@pytest.mark.parametrize(
    ("text", "words", "stance"),
    [
        ("Nine people died in the blast.", "Nine people", Stance.ASSERTED),
        ("The ministry said nine people died.", "nine people", Stance.ASSERTED),
        ("The rebels said they had killed nine soldiers.", "nine soldiers", Stance.CLAIMED),
        ("The army claimed it had killed nine men.", "nine men", Stance.CLAIMED),
        ("The army denied that it had killed nine farmers.", "nine farmers", Stance.DENIED),
        ("Nine men were reportedly killed.", "Nine men", Stance.DOUBTED),
        ("Suspected rebels killed nine men.", "rebels", Stance.DOUBTED),
        ("The extent of the support remains unclear.", "The extent of the support", Stance.DOUBTED),
        ("The toll of nine could not be independently verified.", "toll of nine", Stance.DOUBTED),
        ("Nine men died. It was reportedly the worst day of the year.", "Nine men", Stance.ASSERTED),
    ],
)
def test_stance(text: str, words: str, stance: Stance) -> None:
    start = text.index(words)
    assert stance_at(text, Span("r", start, start + len(words)), find_sources(text, "r")) is stance
