"""Where a report says that police or troops did not act: no incident of its own, but part of what it tells.

A cue, not a reading: the forces as subject and a verb of failing to act in one clause ("police stood by as
the mob …"), or a noun of it that is theirs ("the inaction of the police").
"""

from __future__ import annotations

import re

_FORCES = (
    r"(?:police(?:m[ae]n|wom[ae]n)?|cops?|constables?|(?:police )?officers?|gendarmes?|guards|troops|soldiers"
    r"|security (?:forces|personnel|men)|law[- ]enforce(?:ment|rs)(?: agencies)?|riot squads?|(?:the )?army"
    r"|paramilitar(?:y|ies))"
)
# One of them stands in all of these words: asked first, for few sentences hold one.
_STEMS = (
    "polic", "cop", "constab", "officer", "gendarme", "guard", "troop", "soldier", "secur", "enforce", "riot",
    "army", "paramil",
)  # fmt: skip
# up to six words between subject and verb, none of which begins what somebody says or another clause
_BETWEEN = (
    r"(?:,?\s+(?!(?:sa(?:ys?|id|ying)|told|that|who[ms]e?|because|but|and|when|while|after)\b)"
    r"[\w'’()-]+){0,6}?,?\s+"
)
_NOT_ACT = "|".join(
    (
        r"fail(?:ed|s|ing)? (?:to|in)\b",
        r"(?:did|do|does|done|doing) (?:nothing|little)\b",
        r"(?:did|do|does|had|have|has|would|will)(?: not|n['’]?t)(?: even)? (?:act|intervene|respond|react|"
        r"come|turn up|arrive|appear|stop|help|move|protect|prevent|register|take|show|lift|step in|bother|"
        r"interfere)(?:d|ed)?\b",
        r"(?:refus|declin)(?:ed?|es|ing) to "
        r"(?:act|intervene|help|register|record|file|come|protect|respond|move)\b",
        r"(?:could not|(?:was|were|is|are) unable to) "
        r"(?:control|stop|prevent|save|protect|intervene|reach|contain)\b",
        r"st(?:ood|ands?|anding) (?:by|idle|idly|and watch\w*|watching|around)\b",
        r"look(?:ed|ing|s)? (?:on\b|the other way)",
        r"watch(?:ed|ing) (?:as|while|silently|helplessly)\b",
        r"turn(?:ed|ing|s)? a blind eye",
        r"(?:remain|stay|was|were|act)(?:ed)? (?:as )?(?:a |the )?"
        r"(?:mute |silent |mere |passive |helpless )*"
        r"(?:spectators?|onlookers?|bystanders?|inactive|passive|unmoved|indifferent|inert|absent)\b",
        r"(?:made|making|make) no (?:attempt|effort|move)\b",
        r"(?:took|taking|take) no (?:action|steps|notice)\b",
        r"never (?:came|arrived|responded|acted|turned up|showed up|intervened)\b",
        r"(?:was|were) nowhere\b",
        r"neglect(?:ed|ing)? to\b",
        r"ignor(?:ed|ing) (?:the |their |our |repeated |all )*(?:calls?|pleas?|appeals?|complaints?)\b",
        r"without (?:acting|intervening|interfering)\b",
    )
)
_NOUN = r"(?:in(?:action|activity|difference)|apathy|passivity|negligence|failure|unwillingness|reluctance)"
_CUE = re.compile(
    rf"\b(?:{_FORCES}\b{_BETWEEN}(?:{_NOT_ACT})"
    rf"|{_FORCES}(?:['’]s?)?\s+(?:\w+\s+)?{_NOUN}\b"
    rf"|{_NOUN} (?:of|by|on the part of|from) (?:the )?(?:[\w-]+ ){{0,2}}{_FORCES}\b"
    rf"|no (?:[\w-]+ )?{_FORCES} (?:came|arrived|turned up|intervened|responded|"
    r"(?:was|were) (?:present|there|in sight)))"
)


def failed_to_act(text: str, start: int = 0, end: int | None = None) -> tuple[int, int] | None:
    """Offsets of the first words in ``text[start:end]``, one sentence, that say so; None without any."""
    said = text[start:end]
    words = said.lower()
    if not any(stem in words for stem in _STEMS):
        return None
    if len(words) != len(said):  # "İ" becomes two letters: offsets must count in the text
        words = said
    match = _CUE.search(words)
    return (start + match.start(), start + match.end()) if match else None
