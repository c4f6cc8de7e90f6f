"""Words that tell of an incident, with their places, their kinds, and how far the incident got."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import pytest

from dateline.codebook import lexicon
from dateline.codebook.lexicon.build import compiled_text, from_yaml
from dateline.model import Stage
from dateline.reader.rules.triggers import Trigger, TriggerFinder
from dateline.resolve.who import Registry, find_actors
from dateline.text import sentences, tokens


@cache
def _finder() -> TriggerFinder:
    return TriggerFinder(lexicon.load())


@cache
def _registry() -> Registry:
    return Registry.load()


def triggers(text: str) -> list[Trigger]:
    """The triggers of a text, read as a report's."""
    return _finder().find(text, tokens(text), sentences(text), find_actors(text, "r", _registry()))


def founding(text: str) -> list[tuple[str, str, str, Stage]]:
    """Words, type, subtype and stage of the triggers that may found an incident, by themselves or with
    what stands beside them."""
    return [(text[t.start : t.end], t.type, t.subtype, t.stage) for t in triggers(text) if t.founds]


def test_the_compiled_lexicon_is_that_of_the_yaml() -> None:
    # Compared outside assert: pytest would try to show how ten thousand entries differ.
    same = from_yaml() == lexicon.load()
    assert same, "run python -m dateline.codebook.lexicon.build"
    path = files("dateline.codebook.lexicon") / lexicon.COMPILED
    same = path.read_text(encoding="utf-8") == compiled_text()
    assert same, "run python -m dateline.codebook.lexicon.build"


def test_triggers_stand_where_they_say() -> None:
    text = "A car bomb exploded in the port.\n\nTwo guards were shot dead when gunmen stormed the hotel."
    found = triggers(text)
    assert [t.start for t in found] == sorted(t.start for t in found)
    bounds, words = sentences(text), tokens(text)
    for one in found:
        assert text[one.start : one.end].lower() == one.word
        low, high = bounds[one.sentence]
        assert low <= one.start < one.end <= high
        assert words[one.first].start == one.start and words[one.last - 1].end == one.end
    assert [(t.word, t.type, t.subtype) for t in found if t.strong] == [
        ("car bomb", "bombing", "car_bombing"),
        ("exploded in the", "bombing", ""),
        ("were shot", "armed_attack", "shooting"),
        ("stormed", "armed_attack", "raid"),
    ]


@pytest.mark.parametrize(
    ("text", "words", "kind", "subtype"),
    [
        ("A jet had attacked a column of rebels.", "jet had attacked", "air_strike", "air_strike"),
        ("The air force bombed the market.", "air force bombed", "air_strike", "air_strike"),
        ("Bombs fell on the market at noon.", "Bombs fell", "air_strike", "air_strike"),
        ("A river convoy was attacked near the ford.", "was attacked", "armed_attack", ""),
        ("Gunmen forced their way into a barracks.", "forced their way into", "armed_attack", "raid"),
        ("Suicide attackers assaulted a police college.", "assaulted", "armed_attack", "raid"),
        ("Police raided a house in the old town.", "raided a house", "security_operation", "raid"),
        ("Rebels raided the village at dawn.", "raided", "armed_attack", "raid"),
        ("Two brothers died in a shootout outside a bar.", "shootout", "armed_attack", "shooting"),
        ("A farmer died in a shootout with the army.", "shootout with", "battle", "armed_clash"),
        ("A man fatally shot his neighbour.", "fatally shot", "armed_attack", "shooting"),
        ("The hostages were released on Monday.", "were released", "release", ""),
        ("Arsonists set two buses on fire.", "set", "arson", ""),
        ("Rebels snatched two rifles from a guard.", "snatched", "robbery", ""),
        ("Six rifles were snatched from the post.", "rifles were snatched", "robbery", ""),
        ("Gunmen snatched two girls from a school.", "snatched", "kidnapping", "abduction"),
        ("Rebels executed six villagers.", "executed", "execution", ""),
        ("Raiders fell upon the camp at dawn.", "fell upon", "armed_attack", ""),
        ("Three bullets pierced the door.", "bullets pierced", "armed_attack", "shooting"),
        ("The bus drove over a mine.", "drove over a mine", "bombing", "roadside_bomb"),
        ("The blast killed four guards.", "blast killed", "bombing", ""),
        ("Men dragged a clerk into a car.", "dragged", "kidnapping", "abduction"),
        ("He was taken by armed men at noon.", "taken by armed men", "kidnapping", "abduction"),
        ("The crowd stoned a thief.", "crowd stoned", "mob_violence", "lynching"),
        ("Drivers walked out on Monday.", "Drivers walked out", "protest", "strike"),
        ("The army imposed a curfew on the town.", "imposed a curfew", "repression", "crackdown"),
        ("Troops rescued nine girls.", "rescued", "release", ""),
        ("Hundreds have left their homes.", "Hundreds have left their homes", "displacement", ""),
        ("Families took refuge in the church.", "took refuge in", "displacement", ""),
        ("Police detained three men.", "detained", "arrest", ""),
        ("Police charged Cody Bett with arson.", "Police charged", "arrest", ""),
        ("Both sides signed a protocol.", "Both sides signed", "agreement", ""),
    ],
)
def test_kinds(text: str, words: str, kind: str, subtype: str) -> None:
    assert (words, kind, subtype, Stage.ACCOMPLISHED) in founding(text)


def test_the_raid_was_theirs_who_acted_in_the_sentence_before() -> None:
    text = "Police killed four men in an exchange of fire. The raid came after midnight."
    assert founding(text)[-1] == ("raid", "security_operation", "raid", Stage.ACCOMPLISHED)
    text = "Bandits killed four herders. The raid came after midnight."
    assert founding(text)[-1] == ("raid", "armed_attack", "raid", Stage.ACCOMPLISHED)


@pytest.mark.parametrize(
    ("text", "words", "stage"),
    [
        ("Gunmen tried to kidnap the mayor.", "kidnap", Stage.ATTEMPTED),
        ("The judge told of an assassination attempt.", "assassination attempt", Stage.ATTEMPTED),
        ("The attempted robbery of a bank ended in a chase.", "attempted robbery", Stage.ATTEMPTED),
        ("A car bomb failed to explode outside the court.", "car bomb", Stage.ATTEMPTED),
        ("Police foiled a plot to bomb the embassy.", "bomb", Stage.PREVENTED),
        ("Troops defused a bomb under the bridge.", "bomb", Stage.PREVENTED),
        ("The hijacking was averted by the crew.", "hijacking", Stage.PREVENTED),
        ("The rebels threatened to kill ten judges.", "kill", Stage.THREATENED),
        ("The mayor received a death threat by telephone.", "death threat", Stage.THREATENED),
    ],
)
def test_stages(text: str, words: str, stage: Stage) -> None:
    assert (words, stage) in [(w, s) for w, _, _, s in founding(text)]


def test_a_cue_speaks_only_of_its_own_verb() -> None:
    text = "He attempted to flee after shooting a guard."
    assert [(w, s) for w, _, _, s in founding(text)] == [("shooting", Stage.ACCOMPLISHED)]
    text = "The girl was shot but survived."
    assert [(w, s) for w, _, _, s in founding(text)] == [("was shot", Stage.ACCOMPLISHED)]


@pytest.mark.parametrize(
    "text",
    [
        "Residents fear an attack on the town.",  # feared
        "If the militia attacks the convoy, the talks will end.",  # conditional
        "They didn't attack the convoy.",  # denied
        "The minister said that no bomb had fallen near the market.",
        "He is to stand against kidnapping and murder.",  # kinds of deeds
        "The army wants to protect people from any attack.",
        "They came in order to kidnap the mayor.",  # a purpose
        "The guerrillas ceased bombing pipelines.",
        "The new film tells of the bombing of a hotel.",  # fiction
        "The murder rate fell.",  # statistics
        "The group provoked a wave of bomb attacks.",
        "There were 143 assassinations in the province.",
        "The band released photos of its tour.",  # released, charged, shot, fire, gas
        "The names of the victims have not been released.",
        "A gas leak was found at the fire station.",
        "Hundreds gathered for the march in March.",
        "The front claimed responsibility for the deed.",  # a claim is no incident
        "The bishop condemned the murdered priests' captors.",
        "Police executed a search warrant at the house.",
        "The mayor executed the plan without delay.",
        "He was known for his crimes, his knife and his weapon.",
        "Nobody had been arrested.",
        "None of the suspects has yet been charged with anything.",
        "He was released from hospital the next day.",
        "Officers picked up nine casings.",
        "Rescue workers reached the ferry.",
        "Trains were late, and the curfew of the school is ten o'clock.",
    ],
)
def test_what_founds_no_incident(text: str) -> None:
    strong = [t.word for t in triggers(text) if t.founds and t.strong]
    assert strong == []


def test_what_the_court_deals_with_did_happen() -> None:
    text = "A man pleaded guilty to fatally shooting four people."
    kinds = [(w, k) for w, k, _, _ in founding(text)]
    assert kinds == [("pleaded guilty", "trial"), ("fatally shooting", "armed_attack")]


def test_reading_takes_time_in_proportion_to_the_text() -> None:
    """Twice the text, twice the triggers, and the same ones in its first half."""
    one = (
        "Gunmen shot a guard in the port on Monday. Police arrested two men. A bomb exploded later.\n\n" * 20
    )
    once, twice = triggers(one), triggers(one + one)
    assert twice[: len(once)] == once and len(twice) == 2 * len(once)
