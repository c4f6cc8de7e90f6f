"""What every room needs to know of written English: sentences and numbers, as offsets."""

from dateline.text.numbers import NUMBER, find_numbers, number_value
from dateline.text.sentences import paragraphs, sentences

__all__ = ["NUMBER", "find_numbers", "number_value", "paragraphs", "sentences"]
