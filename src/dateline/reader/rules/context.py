"""What the words before a trigger make of it: denied, merely possible, a purpose, another incident.

Every function takes the words of the sentence before the trigger, and looks at the last few of them only.
"""

from __future__ import annotations

import re

_NEGATION = re.compile(r"(?i)(?:\b(?:no|not|never|without|den(?:y|ies|ied)|nor)\b|n['’]t\b)[^,;.]{0,24}$")
# What might happen has not happened: "could face attacks", "fears of a bombing", "in case of an attack".
# "May have been shot" tells of something that did.
_IRREALIS = re.compile(
    r"(?i)\b(?:(?:could|might|may)(?! have)|would|should|will|shall|must|can|in case of|"
    r"(?:fear(?:s|ed|ing)?|risk|threat|danger|possibility|prospect) of|(?:fear(?:s|ed)?|call(?:s|ed)? for)|"
    r"to (?:prevent|avoid|avert|stop|deter|fight|combat|counter|discourage)|potential|possible|imminent|"
    r"future|against|incit(?:e|es|ed|ing))\s+(?:\w+\s+){0,3}$"
)
# "Demanded the arrest of leaders", "pressing for the release": what somebody wants.
_WANTED = re.compile(
    r"(?i)\b(?:demand(?:s|ed|ing)?|seek(?:s|ing)?|sought|urg(?:es?|ed|ing)|insist(?:s|ed|ing)? on|"
    r"(?:press|plead|appeal|clamou?r|rall[yi])(?:es|s|ed|ing)? for)\s+"
    r"(?:(?:the|an?|his|her|their|its|for|immediate|early|prompt|swift|speedy)\s+)*$"
)
_IF = re.compile(r"(?i)\b(?:if|unless|whether)\b[^,;.]*$")
# "Decided to escape", "in order to kidnap": a purpose; "was forced to flee", "began to loot": a deed.
_PURPOSE = re.compile(
    r"(?i)(?<!began )(?<!begun )(?<!begins )(?<!started )(?<!forced )(?<!managed )(?<!proceeded )(?<!had )"
    r"(?<!compelled )(?<!obliged )(?<!were able )(?<!was able )(?<!went on )\bto\s+(?:\w+ly\s+)?$"
)
# "Guerrillas ceased bombing pipelines".
_CEASED = re.compile(r"(?i)\b(?:ceas|stopp?|suspend|quit|avoid|advocat|consider)(?:e|es|ed|ing|s)?\s+$")
# "The murdered priests", "his wounded son": a deed told elsewhere.
_ATTRIBUTE = re.compile(r"(?i)\b(?:the|an?|his|her|their|its|these|those|our|honou?r)\s+(?:\w+ly\s+)?$")
# "A wave of bomb attacks", "accused of kidnapping": deeds of one kind, and not one deed.
_KIND_OF = re.compile(
    r"(?i)\b(?:waves?|spates?|chain|campaign|rash|climate|escalation|upsurge|increase|rise|kinds?|types?|forms?|"
    r"victims?|suspected|accused|guilty|convicted|counts?|charges?|history|years|war) of\s+(?:\w+\s+){0,2}$"
)
# "killed in a shooting", "wounded during an ambush": the noun names what was just told.
_SAME = re.compile(
    r"(?i)\b(?:in|during|after|following|by|from|with|as|when)\s+(?:what\s+\w+\s+(?:\w+\s+)?|apparent\s+)?an?\b[^,;.]*$"
)
# "militants linked to an attack", "in retaliation for a bombing": the noun names another incident than the
# one that its sentence tells.
_RELATES = re.compile(
    r"(?i)\b(?:(?:linked|connected|related|tied) (?:to|with)|in (?:connection with|response to|"
    r"retaliation for|revenge for|the wake of)|(?:responsible|blamed|wanted|sought|revenge) for|"
    r"(?:involved|suspected|wanted) in|"
    r"(?:suspected|accused|guilty|convicted) of|similar to|ahead of|since|before|days after|weeks after|"
    r"months after|years after|hours after|a (?:day|week|month|year) after)\s+(?:\S+\s+){0,4}$"
)

# "Nobody had been arrested", "none of the suspects has yet been charged".
_OF_NOBODY = re.compile(
    r"(?i)\b(?:nobody|no[- ]one|none(?: of (?:them|the \w+))?|no (?:\w+ )?(?:people|persons?|suspects?|men))"
    r"\s+(?:(?:has|had|have|was|were|is|are)\s+)?(?:(?:yet|so far|ever)\s+)*(?:been\s+)?$"
)


def of_nobody(before: str) -> bool:
    """Whether what follows is said of nobody: a harm that nobody took is told as a count of none, but an
    arrest of nobody is none."""
    return bool(_OF_NOBODY.search(before[-60:]))


def denied(before: str) -> bool:
    """Whether what follows is said not to have happened: "no shots were fired"."""
    return bool(_NEGATION.search(before[-40:]))


def unreal(before: str) -> bool:
    """Whether what follows is only possible, feared, wanted or conditional."""
    return bool(_IRREALIS.search(before[-60:]) or _WANTED.search(before[-60:]) or _IF.search(before[-80:]))


def purpose(before: str) -> bool:
    """Whether what follows is an aim and not a deed: "they came to rob"."""
    return bool(_PURPOSE.search(before[-40:]))


def ceased(before: str) -> bool:
    """Whether what follows is said to have come to an end, or to be left undone."""
    return bool(_CEASED.search(before[-20:]))


def attribute(before: str) -> bool:
    """Whether a participle that follows stands before a noun: "the kidnapped engineers"."""
    return bool(_ATTRIBUTE.search(before[-30:]))


def of_a_kind(before: str) -> bool:
    """Whether the noun that follows names deeds of a kind: "a wave of bomb attacks"."""
    return bool(_KIND_OF.search(before[-50:]))


def sums_up(before: str) -> bool:
    """Whether the noun that follows names what its own sentence has told."""
    return bool(_SAME.search(before[-60:]))


def relates(before: str) -> bool:
    """Whether the noun that follows names another incident than its sentence tells."""
    return bool(_RELATES.search(before[-70:]))
