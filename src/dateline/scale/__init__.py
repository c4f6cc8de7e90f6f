"""An archive read by many processes or many machines: the same code, and the same output, as by one.

Work is cut into tasks that take files and leave files (Parquet, each written whole or not at all, under a
name that follows from the task alone), in four stages with a shuffle between them: see docs/scaling.md. A
task that dies is done again and leaves the same bytes, so a lost worker changes nothing.
"""

from dateline.scale.run import Corpus, corpus

__all__ = ["Corpus", "corpus"]
