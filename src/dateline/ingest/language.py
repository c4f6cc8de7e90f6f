"""Which language a story is written in."""

from __future__ import annotations

_FEWEST = 40  # letters below which a guess is worth nothing
_ENOUGH = 400  # letters after which more of the story changes nothing


def language_of(text: str) -> str | None:
    """ISO 639-1 code, or None when the text is too short to tell."""
    head = text[:_ENOUGH]
    if sum(c.isalpha() for c in head[:120]) < _FEWEST:
        return None
    from py3langid import classify

    # Upper-case dispatches ("SAN SALVADOR, 3 JAN 90 -- …") look like no language to a model of bytes.
    code, _ = classify(head.lower() if sum(c.islower() for c in head[:120]) < 12 else head)
    return str(code)
