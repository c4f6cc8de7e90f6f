"""What the reader knows of who says what, beside the rules: positions, pronouns, nothing said twice."""

from __future__ import annotations

from dateline.model import Span
from dateline.reader.contract import Attribution
from dateline.reader.said import with_attributions
from dateline.reader.sources import find_sources

TEXT = (
    "Police said the men had fled. The regional governor, Amadou Sy, was adamant: no village had been lost. "
    "He pointed out that the road was open."
)


def _span(words: str) -> Span:
    start = TEXT.index(words)
    return Span("r", start, start + len(words))


def test_an_attribution_that_the_rules_lack_is_added_in_its_place() -> None:
    found = find_sources(TEXT, "r")
    read = [Attribution(_span("The regional governor"), _span("no village had been lost"))]
    both = with_attributions(TEXT, found, read)
    assert len(both) == len(found) + 1
    assert both == sorted(both, key=lambda s: s.content_span.start)
    added = next(s for s in both if s not in found)
    assert TEXT[added.source_span.start : added.source_span.end] == "The regional governor"
    assert TEXT[added.content_span.start : added.content_span.end] == "no village had been lost"
    assert added.speaker.name == "regional governor"


def test_words_that_somebody_has_said_already_are_not_given_to_another() -> None:
    found = find_sources(TEXT, "r")
    content = next(s.content_span for s in found if s.speaker.name == "Police")
    read = [Attribution(_span("The regional governor"), content)]
    assert with_attributions(TEXT, found, read) == found


def test_a_pronoun_is_whoever_spoke_before() -> None:
    found = [s for s in find_sources(TEXT, "r") if s.cue_span.start < TEXT.index("He pointed")]
    read = [Attribution(_span("He"), _span("the road was open"))]
    added = next(
        s for s in with_attributions(TEXT, found, read) if s.content_span == _span("the road was open")
    )
    assert added.speaker == max(found, key=lambda s: s.cue_span.start).speaker
