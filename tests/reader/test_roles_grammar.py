"""Who did what to whom: classes of sentences, by position. All sentences are invented."""

from __future__ import annotations

import re

import pytest

from dateline.ingest import read
from dateline.model import ActorRole, Page, Stage
from dateline.reader.findings import find
from dateline.reader.rules.grouping import Group
from dateline.reader.rules.roles import RoleMark, mark_roles
from dateline.reader.rules.triggers import Determiner, Trigger
from dateline.resolve.who import Registry
from dateline.text import sentences

REGISTRY = Registry.load()
PERPETRATOR, TARGET, VICTIM = ActorRole.PERPETRATOR, ActorRole.TARGET, ActorRole.VICTIM
RESPONDER, OTHER = ActorRole.RESPONDER, ActorRole.OTHER
# The triggers of these sentences and their types, so that the roles are tested and not the lexicon.
TYPES = {
    "security_operation": ("raided a compound",),
    "battle": ("Clashes between",),
    "bombing": ("bombing",),
    "kidnapping": ("abducted",),
    "armed_attack": (
        "attacked", "killed", "shot dead", "shot", "launched an attack", "ambushed", "pronounced dead",
        "died", "shooting", "stormed", "assassination", "died at the hands of",
    ),
}  # fmt: skip
NOUNS = frozenset(("bombing", "shooting", "assassination"))


def triggers(text: str, kind: str) -> list[Trigger]:
    """All words of the list that stand in the text, as one incident of type ``kind`` would hold them."""
    words = sorted((w for known in TYPES.values() for w in known), key=len, reverse=True)
    found = []
    bounds = sentences(text)
    for match in re.finditer("|".join(rf"\b{re.escape(w)}\b" for w in words), text):
        sentence = next(i for i, (s, e) in enumerate(bounds) if s <= match.start() < e)
        word, noun = match.group().lower(), match.group() in NOUNS
        found.append(
            Trigger(
                start=match.start(), end=match.end(), first=0, last=1, sentence=sentence, word=word,
                type=kind, subtype="", noun=noun, strong=True, plural=False, determiner=Determiner.NONE,
                stage=Stage.ACCOMPLISHED,
            )
        )  # fmt: skip
    return found


def marks(text: str) -> tuple[str, list[RoleMark]]:
    given = {"id": "t", "published": "2020-05-20"}
    report = read(Page(text.encode(), "text/plain", given=given, origin="t"))
    kind = next(t for t, words in TYPES.items() if any(w in text for w in words))
    group = Group(triggers(report.text, kind))
    found = mark_roles(report.text, sentences(report.text), [group], find(report, REGISTRY))
    return report.text, list(found[0])


def roles(text: str, words: str) -> set[ActorRole]:
    """The roles of the marks that touch ``words`` where they first stand in the text."""
    text, found = marks(text)
    start = text.index(words)
    end = start + len(words)
    return {m.role for m in found if m.span.start < end and start < m.span.end}


CASES = [
    ("Ten villagers died at the hands of gunmen on Monday.", "gunmen", PERPETRATOR),
    ("Ten villagers died at the hands of gunmen on Monday.", "villagers", VICTIM),
    # active and passive
    ("Gunmen attacked a police post near Mosul on Monday and killed three soldiers.", "Gunmen", PERPETRATOR),
    (
        "Gunmen attacked a police post near Mosul on Monday and killed three soldiers.",
        "three soldiers",
        VICTIM,
    ),
    ("A sentry was shot dead by two gunmen at the gate on Tuesday.", "sentry", VICTIM),
    ("A sentry was shot dead by two gunmen at the gate on Tuesday.", "gunmen", PERPETRATOR),
    # reduced relatives
    ("A sentry shot by gunmen on Monday died in hospital, officials said.", "sentry", VICTIM),
    ("A sentry shot by gunmen on Monday died in hospital, officials said.", "gunmen", PERPETRATOR),
    # coordination
    (
        "Security forces raided a compound and shot dead six insurgents on Sunday.",
        "Security forces",
        PERPETRATOR,
    ),
    ("Security forces raided a compound and shot dead six insurgents on Sunday.", "insurgents", VICTIM),
    # light verbs and nouns
    ("Rebels launched an attack on a village on Sunday and abducted 30 children.", "Rebels", PERPETRATOR),
    (
        "An attack by Al-Shabaab on an African Union base killed 20 soldiers on Friday.",
        "Al-Shabaab",
        PERPETRATOR,
    ),
    # "members of" an organisation, aliases in brackets
    (
        "Members of the Lashkar-e-Jhangvi (LeJ) ambushed a convoy of troops in Quetta.",
        "Lashkar-e-Jhangvi",
        PERPETRATOR,
    ),
    (
        "Troops killed four militants of Lashkar-e-Jhangvi (LeJ) in a raid on a house in Quetta on Friday.",
        "Lashkar-e-Jhangvi",
        TARGET,
    ),
    # nobody began a clash that is only told of
    ("Clashes between the army and the FARC left 12 rebels dead on Thursday.", "army", OTHER),
    # asides between subject and verb, and "who"
    (
        "The Taliban, who have stepped up their attacks, killed six policemen in Helmand on Monday.",
        "Taliban",
        PERPETRATOR,
    ),
    # subjects of verbs of dying suffer
    ("A driver was pronounced dead at the hospital after a shooting on Elm Street.", "driver", VICTIM),
    # what the words for people say
    ("Four engineers were abducted on Monday. The kidnappers asked for money.", "kidnappers", PERPETRATOR),
    # forces against attackers answer them; the attackers stay attackers
    (
        "Three attackers stormed the college on Monday and shot a guard. Troops shot the third attacker.",
        "Troops",
        RESPONDER,
    ),
    ("Police are investigating a shooting that killed a 24-year-old man on Monday.", "Police", RESPONDER),
    # people whom no list knows
    (
        "The assassination of union leader Hector Rojas by hooded men shocked the town on Monday.",
        "Hector Rojas",
        TARGET,
    ),
]


@pytest.mark.parametrize(("text", "words", "role"), CASES, ids=lambda v: str(v)[:40])
def test_role(text: str, words: str, role: ActorRole) -> None:
    assert role in roles(text, words)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "Nine people were killed in a bombing in Kano on Monday, a union spokesman said.",
            "union spokesman",
        ),
        ("Boko Haram claimed responsibility for the bombing that killed 15 people on Monday.", "Boko Haram"),
        ("A bomb killed three people on Monday, when troops had already left the town.", "troops"),
    ],
)
def test_no_perpetrator(text: str, words: str) -> None:
    assert PERPETRATOR not in roles(text, words)


def test_a_long_sentence_marks_within_the_text() -> None:
    text, found = marks("Gunmen killed three soldiers and " * 60 + "fled.")
    assert found
    assert all(0 <= m.span.start < m.span.end <= len(text) for m in found)
