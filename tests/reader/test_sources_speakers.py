"""Who says what: speakers, their words, their record, and the innermost speaker of a span."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.model import REPORT_ITSELF, Span
from dateline.reader.sources import SourceMention, find_sources, speaker_at


def read(text: str) -> list[SourceMention]:
    return find_sources(text, "r")


def quote(text: str, span: Span | None) -> str:
    return text[span.start : span.end] if span else ""


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        (
            "Troops raided a house in Gedo, officials said Friday.",
            "officials",
            "said",
            "Troops raided a house in Gedo",
        ),
        (
            "The ministry said that nine people had died.",
            "The ministry",
            "said",
            "nine people had died",
        ),
        (
            "According to the police, nine people died.",
            "the police",
            "According to",
            "nine people died",
        ),
        ("Nine people died, according to the police.", "the police", "according to", "Nine people died"),
        (
            "“We found nine bodies,” Col. Amir Latif told reporters.",
            "Col. Amir Latif",
            "told",
            "“We found nine bodies,”",
        ),
        (
            '"We found nine bodies," said the governor.',
            "the governor",
            "said",
            '"We found nine bodies,"',
        ),
        (
            "Sarah Odhiambo, a spokeswoman for the Red Cross, said dozens were hurt.",
            "Sarah Odhiambo, a spokeswoman for the Red Cross",
            "said",
            "dozens were hurt",
        ),
        (
            "Speaking off the record, a police official said the men had fled.",
            "a police official",
            "said",
            "the men had fled",
        ),
        (
            "The convoy was hit at dawn, a spokesman told The Harbour Times.",
            "a spokesman",
            "told",
            "The convoy was hit at dawn",
        ),
    ],
)
def test_positions(text: str, source: str, cue: str, content: str) -> None:
    (mention,) = read(text)
    assert quote(text, mention.source_span) == source
    assert quote(text, mention.cue_span) == cue
    assert quote(text, mention.content_span) == content


@pytest.mark.parametrize(
    ("text", "name", "kind", "record"),
    [
        ("“It is calm,” a senior police official Omar Haji told media.", "Omar Haji", "police", "on"),
        (
            "A police official, speaking on condition of anonymity, said two men fled.",
            "police official",
            "police",
            "off",
        ),
        ("Col. Amir Latif said two men fled.", "Col. Amir Latif", "military", "on"),
        ("Witnesses said two men fled.", "Witnesses", "witness", ""),
        ("The rebels said two men fled.", "rebels", "armed_group", ""),
        ("Hospital sources said two men died.", "Hospital sources", "medical", ""),
        ("The home ministry said two men fled.", "home ministry", "official", ""),
    ],
)
def test_speakers(text: str, name: str, kind: str, record: str) -> None:
    speaker = read(text)[0].speaker
    assert (speaker.name, speaker.kind, speaker.record) == (name, kind, record)


def test_a_pronoun_carries_the_last_speaker() -> None:
    text = 'Col. Amir Latif said two men fled. "We will find them," he added.'
    first, second = read(text)
    assert quote(text, second.source_span) == "he"
    assert second.speaker == first.speaker


def test_a_surname_leads_back_to_the_full_name() -> None:
    text = "Omar Haji, the governor, said two men fled. Later, Haji said one was caught."
    assert [m.speaker.name for m in read(text)] == ["Omar Haji", "Omar Haji"]


def test_a_quotation_in_two_pieces_is_one() -> None:
    text = '"We found nine bodies," the governor said. "There may be more."'
    (mention,) = read(text)
    assert quote(text, mention.content_span) == text


def test_words_in_a_quotation_are_no_attribution_of_their_own() -> None:
    assert len(read('"I think they said it was over," the governor said.')) == 1


def test_speaker_at_is_the_innermost() -> None:
    text = "Two men fled. The ministry said nine people died."
    sources = read(text)
    died = text.index("nine people")
    assert speaker_at(sources, Span("r", died, died + 11)).name == "ministry"
    assert speaker_at(sources, Span("r", 0, 7)) == REPORT_ITSELF


_TEXT = 'said told he she Omar Haji , . “ ” " according to the police officials who and - ( ) that fled'
_WORDS = st.sampled_from([*_TEXT.split(), "Friday", "added", "\n", "''"])


@given(st.lists(_WORDS, max_size=50).map(" ".join))
@settings(max_examples=150, deadline=None)
def test_spans_lie_in_the_text(text: str) -> None:
    for mention in read(text):
        for span in (mention.source_span, mention.cue_span, mention.content_span):
            assert span is None or text[span.start : span.end].strip()


@given(st.text(max_size=150))
@settings(max_examples=100, deadline=None)
def test_odd_text_is_read_without_a_crash(text: str) -> None:
    assert all(0 <= m.content_span.start < m.content_span.end <= len(text) for m in read(text))


def test_time_grows_with_the_text_not_with_its_square() -> None:
    sentence = 'Omar Haji, the governor, said "two men fled" and added that police told reporters so, '

    def seconds(times: int) -> float:
        begin = time.process_time()
        find_sources(sentence * times, "r")
        return time.process_time() - begin

    seconds(10)
    small, large = seconds(50), seconds(800)
    assert large < 16 * 6 * max(small, 0.004)
