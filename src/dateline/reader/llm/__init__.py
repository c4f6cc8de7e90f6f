"""Language models as readers, behind the same door as the others (:mod:`dateline.reader.contract`).

Nothing here talks to a network: who asks is handed in (:class:`Ask`). What a model says counts only as far
as it points at words of the report; everything else is dropped and counted.
"""

from dateline.reader.llm.prompt import VERSION, Prompt, prompt_for
from dateline.reader.llm.reader import Ask, LanguageReader, Tally

__all__ = ["VERSION", "Ask", "LanguageReader", "Prompt", "Tally", "prompt_for"]
