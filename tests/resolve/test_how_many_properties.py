"""What holds for any text: spans lie in it, figures are in order, and a long text costs no more a word."""

from __future__ import annotations

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.resolve.how_many import combine, find_counts

_WORDS = """killed wounded shot dead died four 61 at least dozens of people cadets the a and , . ; ( ) "
    including others another he she himself Otieno Mr. 15-year-old was were been not no one up to between 10 -
    62 militants who said fatally hospital taken lives bodies toll death rose 22, didn't U.S. '' blew up"""
_PIECES = st.sampled_from([*_WORDS.split(), "\n"])


@given(st.lists(_PIECES, max_size=60).map(" ".join))
@settings(max_examples=150, deadline=None)
def test_spans_lie_in_the_text_and_say_what_was_counted(text: str) -> None:
    mentions = find_counts(text, "r")
    for mention in mentions:
        assert 0 <= mention.span.start < mention.span.end <= len(text)
        assert text[mention.effect_span.start : mention.effect_span.end].strip()
        assert text[mention.span.start : mention.span.end].strip()
        for individual in mention.individuals:
            assert text[individual.span.start : individual.span.end] == individual.description
    for toll in combine(mentions):
        assert toll.mentions


@given(st.text(max_size=200))
@settings(max_examples=100, deadline=None)
def test_odd_text_is_read_without_a_crash(text: str) -> None:
    counts = find_counts(text, "r")
    assert all(toll.mentions for toll in combine(counts))


@given(st.integers(2, 5000))
def test_a_number_is_read_as_it_stands(number: int) -> None:
    if 1900 <= number <= 2030:
        return  # a year
    (mention,) = find_counts(f"The blast killed {number:,} people.", "r")
    assert (mention.toll.low, mention.toll.best, mention.toll.high) == (number, number, number)


def test_reading_twice_gives_the_same() -> None:
    text = "A man was shot. Joram Bett, 40, died. Two others were hurt."
    assert find_counts(text, "r") == find_counts(text, "r")


def test_time_grows_with_the_text_not_with_its_square() -> None:
    sentence = "A man, Joram Bett, 40, was shot and two others were hurt, and "

    def seconds(times: int) -> float:
        begin = time.process_time()
        combine(find_counts(sentence * times, "r"))
        return time.process_time() - begin

    seconds(10)
    small, large = seconds(100), seconds(1600)
    assert large < 16 * 6 * max(small, 0.004)
