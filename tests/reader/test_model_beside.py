"""What the rules read of a text, beside what the network does."""

from __future__ import annotations

import numpy as np
import pytest

from dateline.assemble import extract, reader_called
from dateline.model import Report, Span, Stage
from dateline.reader.contract import IncidentReading, Label, Mark, Occurrence, Reading
from dateline.reader.model.beside import with_rules
from dateline.reader.model.decode import Tagged
from dateline.reader.model.session import Scored
from dateline.text import sentence_at, sentences
from made_up import report_of

_TAGS = ("ev", "perpetrator")
_STORY = (
    "Police opened fire on the crowd in Kota, killing three.\n\n"
    "Earlier a bomb went off in a market. Officers detained five men."
)
_REPORT = report_of(_STORY, "story")


def _span(words: str) -> Span:
    at = _STORY.index(words)
    return _REPORT.span(at, at + len(words))


def _incident(trigger: str, *marks: tuple[str, Label], kind: str = "armed_attack") -> IncidentReading:
    span = _span(trigger)
    sentence = sentence_at(tuple(sentences(_STORY)), span.start)
    return IncidentReading(
        type=kind,
        subtype="",
        stage=Stage.ACCOMPLISHED,
        main=True,
        occurrences=(Occurrence(span, sentence, 0.9),),
        sentences=(sentence,),
        marks=tuple(Mark(_span(words), label, confidence=0.7) for words, label in marks),
        confidence=0.9,
    )


def _reading(*incidents: IncidentReading) -> Reading:
    return Reading(tuple(sentences(_STORY)), incidents, "rules@0")


def _scored(**seen: float) -> Scored:
    """A network that cuts the story into words and thinks a tag of some of them so probable."""
    pieces, start = [], 0
    for word in _STORY.split():
        start = _STORY.index(word, start)
        pieces.append((start, start + len(word)))
        start += len(word)
    tags = np.zeros((len(pieces), 2 * len(_TAGS)), np.float32)
    spans = []
    for word, probability in seen.items():
        row = next(n for n, (a, b) in enumerate(pieces) if _STORY[a:b].strip(".,") == word)
        tags[row, 1] = probability
        spans.append(Tagged(row, row, *pieces[row], 0, probability))
    none = np.zeros(0)
    return Scored(_STORY, pieces, none.astype(np.int64), tags, tags, none.astype(np.float32), tuple(spans))


_SHOT = _incident("opened fire", ("Police", Label.PERPETRATOR))
_ARREST = _incident("detained", ("Officers", Label.PERPETRATOR), ("five men", Label.TARGET), kind="arrest")


@pytest.mark.parametrize(("probability", "told"), [(0.4, True), (0.05, False)])
def test_an_incident_that_the_network_half_saw(probability: float, told: bool) -> None:
    network = [_incident("opened fire")]
    read = with_rules(network, _reading(_ARREST), _scored(detained=probability), _TAGS)
    assert [i.type for i in read] == ["armed_attack", *(["arrest"] if told else [])]
    assert [i.main for i in read].count(True) == 1
    if told:
        assert read[1].confidence <= 0.5 and all(m.confidence <= 0.5 for m in read[1].marks)


def test_a_sentence_in_which_the_network_saw_an_incident_is_the_networks() -> None:
    network = [_incident("killing")]
    assert with_rules(network, _reading(_SHOT), _scored(opened=0.9, fire=0.9), _TAGS) == tuple(network)


def test_where_the_network_saw_nothing_the_first_incident_is_the_main_one() -> None:
    read = with_rules([], _reading(_SHOT, _ARREST), _scored(fire=0.3, detained=0.3), _TAGS)
    assert [(i.type, i.main) for i in read] == [("armed_attack", True), ("arrest", False)]


@pytest.mark.parametrize(
    ("marks", "probability", "added"),
    [
        ((), 0.3, True),
        ((), 0.01, False),  # the network is sure that they did nothing
        ((("Police", Label.RESPONDER),), 0.3, False),  # the network knows what they did
        ((("the crowd", Label.TARGET),), 0.3, True),
    ],
)
def test_who_did_it_where_the_network_does_not_say(
    marks: tuple[tuple[str, Label], ...], probability: float, added: bool
) -> None:
    read = with_rules(
        [_incident("opened fire", *marks)], _reading(_SHOT), _scored(Police=probability, opened=0.9), _TAGS
    )
    doers = [_REPORT.quote(m.span) for m in read[0].marked((Label.PERPETRATOR,))]
    assert doers == (["Police"] if added else [])


def test_who_is_named_in_another_sentence_did_not_do_this() -> None:
    shot = _incident("opened fire", ("Officers", Label.PERPETRATOR))
    read = with_rules([_incident("opened fire")], _reading(shot), _scored(Officers=0.9, opened=0.9), _TAGS)
    assert not read[0].marked((Label.PERPETRATOR,))


def _seed() -> Report:
    return report_of(
        "QUETTA, Pakistan - Security forces raided a compound on the edge of Quetta overnight and killed "
        "four militants, the provincial home secretary said on Friday.\n\n"
        "The raid late on Thursday came three days after gunmen attacked a police academy in the city, "
        "killing 61 people. Two groups claimed Monday night's attack.\n\n"
        "The four killed in the raid belonged to a faction that took part in the assault on the academy, "
        "he said.",
        "raid",
        "2016-10-28",
    )


def test_a_raid_and_the_attack_that_it_followed_are_two() -> None:
    accounts = extract(_seed(), reader_called("base"))
    violent = [a for a in accounts if a.tolls]
    assert len(violent) == 2
    killed = [{t.best for t, _ in a.tolls} for a in violent]
    assert 4 in killed[0] and 61 not in killed[0]
    assert 61 in killed[1] and 4 not in killed[1]
