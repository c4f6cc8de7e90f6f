"""A report is data. Sentences of it that talk to a model are blanked before a model sees them, with what
follows them in their paragraph.

No list of patterns knows every trick. The second wall stands behind this one: whatever a model answers, it
can only point at words that were sent, with labels from a list (:mod:`dateline.reader.llm.ground`).
"""

from __future__ import annotations

import re
import unicodedata

from dateline.text import sentences

# What news stories do not say to their readers: orders to whoever processes the text, and the marks by which
# chat models tell speakers apart. Each line is one kind of attack, tested in
# tests/reader/test_llm_attacks.py.
_ORDERS = re.compile(
    r"""
    \b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:instructions?|prompts?|rules?
        |directions?|guidelines?|above|previous|prior)\b
  | \b(?:ignora|olvida|ignorez|oubliez|ignoriere|vergiss)\b.{0,40}\b(?:instruc\w+|anterior\w*
        |pr[ée]c[ée]dent\w*|anweisung\w*|vorherig\w*)
  | \b(?:you|u)\s+(?:are|r)\s+(?:now\s+)?(?:an?\s+|the\s+)?(?:\w+\s+)?(?:ai|assistant|chat\s?bot
        |language\s+model|llm|dan|system)\b
  | \b(?:as|being)\s+an?\s+(?:ai|assistant|language\s+model|llm)\b
  | \b(?:system|developer|assistant)\s*(?:prompt|message|instruction|override|note)\b
  | ^\s*(?:system|assistant|user|developer|human|instruction|prompt)s?\s*[:>\]]
  | \#{2,}\s*(?:system|instruction|response|new\s+task|end\s+of)
  | \b(?:respond|reply|answer|output|return|print)\b.{0,30}\b(?:json|only|exactly
        |with\s+an?\s+empty|nothing\s+else|yes|no\s+incidents?)\b
  | \b(?:note|message|attention)\s+(?:to|for)\s+(?:the\s+)?(?:ai|model|assistant|llm|parser
        |reader\s+software|language\s+model|annotator|system)
  | \b(?:mark|label|report|list|classify|code|treat|tag)\b.{0,40}\b(?:this\s+(?:article|text|report
        |document|story)|incidents?\s+array|as\s+the\s+perpetrator)\b
  | \b(?:do\s+not|don't|never)\s+(?:mark|label|extract|report|list|mention\s+in\s+(?:your
        |the)\s+(?:answer|output))\b
  | \b(?:reveal|repeat|print|show)\b.{0,30}\b(?:your|the)\s+(?:instructions?|system\s+prompt|prompt
        |rules)\b
  | \b(?:decode|execute|run|follow)\b.{0,40}\b(?:base64|following\s+(?:code|instructions?|steps
        |order))\b
  | \{\s*"(?:incidents|role|content|messages)"\s*:
  | \b(?:end|beginning|start)\s+of\s+(?:the\s+)?(?:report|article|document|data|text|input
        |user\s+message)\b
  | \b(?:new|updated|real|actual|your)\s+(?:task|instructions?|orders)\b\s*(?::|is\b|are\b)
    """,
    re.IGNORECASE | re.VERBOSE | re.MULTILINE | re.DOTALL,
)
_TOKENS = re.compile(
    r"<\|[^|>]{1,40}\|>|\[/?INST\]|<</?SYS>>|</?(?:s|system|assistant|user|tool_call|instructions?)>|"
    r"={3,}\s*[0-9a-f]{16}\s*={3,}",
    re.IGNORECASE,
)
_COMMENTS = re.compile(r"<!--.*?-->", re.DOTALL)
# Letters that nobody sees: zero-width, directions, and the "tags" block that spells hidden English.
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\U000e0000-\U000e007f]")
_ENCODED = re.compile(r"\b[A-Za-z0-9+/]{60,}={0,2}")


def masked(text: str) -> tuple[str, int]:
    """The text with what talks to a model blanked out, of the same length, so that every place in it stays
    what it was; and how many stretches were blanked. An order goes on to the end of its paragraph."""
    hidden = [m.span() for pattern in (_COMMENTS, _ENCODED, _UNSEEN) for m in pattern.finditer(text)]
    visible, places = _seen(text)
    bounds = list(sentences(visible))
    for match in (*_ORDERS.finditer(visible), *_TOKENS.finditer(visible)):
        first = min(
            (b[0] for b in bounds if b[0] < match.end() and match.start() < b[1]), default=match.start()
        )
        last = visible.find("\n", match.end())
        last = len(visible) if last < 0 else last
        hidden.append((places[min(first, match.start())], places[last - 1] + 1))
    letters = list(text)
    for start, end in hidden:
        letters[start:end] = ["\n" if c == "\n" else " " for c in letters[start:end]]
    return "".join(letters), len({h for h in hidden if text[h[0] : h[1]].strip()})


def _seen(text: str) -> tuple[str, list[int]]:
    """The text as a reader sees it: without unseen letters, look-alike letters as plain ones; and where each
    letter stood."""
    letters: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        if _UNSEEN.match(letter):
            continue
        plain = _LOOKALIKES.get(letter) or unicodedata.normalize("NFKC", letter)
        letters.append(plain if len(plain) == 1 else letter)
        places.append(place)
    return "".join(letters), places


#: Letters of Cyrillic and Greek that look like Latin ones.
_LOOKALIKES = dict(zip("аеорсухіѕјԁοαειАЕОРСУХІЅЈΟΑΕΙ", "aeopcyxisjdoaeiAEOPCYXISJOAEI", strict=True))
