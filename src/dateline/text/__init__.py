"""What every room needs to know of written English: sentences, words and numbers, as offsets."""

from dateline.text.casing import in_capitals, is_mostly_small, is_small
from dateline.text.numbers import NUMBER, find_numbers, number_value
from dateline.text.sentences import paragraphs, sentence_at, sentences
from dateline.text.tokens import CAPITALISED, PhraseMatcher, Runs, Token, runs, tokens

__all__ = [
    "CAPITALISED",
    "NUMBER",
    "PhraseMatcher",
    "Runs",
    "Token",
    "find_numbers",
    "in_capitals",
    "is_mostly_small",
    "is_small",
    "number_value",
    "paragraphs",
    "runs",
    "sentence_at",
    "sentences",
    "tokens",
]
