"""Types that the trained reader was never taught, found by their definition and a few examples."""

from dateline.reader.fewshot.learn import Kind, Learned, kinds_of, learn
from dateline.reader.fewshot.reader import FewShotReader

__all__ = ["FewShotReader", "Kind", "Learned", "kinds_of", "learn"]
