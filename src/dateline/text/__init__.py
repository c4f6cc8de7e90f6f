"""What every room needs to know of written English: sentences, words and numbers, as offsets."""

from dateline.text.numbers import NUMBER, find_numbers, number_value
from dateline.text.sentences import paragraphs, sentence_at, sentences
from dateline.text.tokens import PhraseMatcher, Token, tokens

__all__ = [
    "NUMBER",
    "PhraseMatcher",
    "Token",
    "find_numbers",
    "number_value",
    "paragraphs",
    "sentence_at",
    "sentences",
    "tokens",
]
