"""People told of alone who are one party to the reader are one person where nothing tells them apart."""

from __future__ import annotations

from dateline.assemble.persons import with_persons
from dateline.model import Effect, Span, Stage, Toll
from dateline.reader.contract import IncidentReading, Label, Mark, Occurrence
from dateline.resolve.how_many import CountMention, Individual

TEXT = "A teenager died in Kohlu. Jose Bal was 17. A man of 40 and Omar Jan fell. He was taken away."


def _referents(*told: tuple[str, int, int | None, Effect]) -> list[int]:
    """The numbers of people given by their words, number before, age and effect; all of one party."""
    counts, marks = [], []
    for words, number, age, effect in told:
        span = Span("r", TEXT.index(words), TEXT.index(words) + len(words))
        who = Individual(span, number, words if words[0].isupper() and " " in words else "", age, "", words)
        counts.append(CountMention(span, Toll(effect, low=1, best=1, high=1), span, "", (who,)))
        marks.append(Mark(span, Label.VICTIM, party=7))
    happened = Occurrence(Span("r", 11, 15), 0)
    incident = IncidentReading("armed_attack", "", Stage.ACCOMPLISHED, True, (happened,), (0,), tuple(marks))
    return [i.referent for c in with_persons(TEXT, incident, counts) for i in c.individuals]


def test_one_party_in_two_sentences_is_one_person() -> None:
    assert _referents(("teenager", 1, None, Effect.KILLED), ("Jose Bal", 2, 17, Effect.KILLED)) == [1, 1]


def test_who_differ_in_age_or_stand_in_one_sentence_are_two() -> None:
    assert _referents(("teenager", 1, 17, Effect.KILLED), ("man of 40", 2, 40, Effect.KILLED)) == [1, 2]
    assert _referents(("man of 40", 1, 40, Effect.KILLED), ("Omar Jan", 2, None, Effect.KILLED)) == [1, 2]


def test_nobody_is_taken_for_somebody_whom_another_of_the_words_tells_apart() -> None:
    """ "He" may be the man and may be Omar Jan; once he is the man, he is not both."""
    people = ("man of 40", 1, 40), ("Omar Jan", 2, None), ("He", 3, None)
    assert _referents(*((*one, Effect.KILLED) for one in people)) == [1, 2, 1]


def test_the_same_person_keeps_one_number_under_every_effect() -> None:
    told = ("teenager", 1, None), ("Jose Bal", 2, 17)
    killed = [(*one, Effect.KILLED) for one in told]
    assert _referents(*killed, ("Jose Bal", 2, 17, Effect.INJURED)) == [1, 1, 1]
