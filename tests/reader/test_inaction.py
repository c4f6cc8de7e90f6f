"""What the forces did not do."""

from __future__ import annotations

import time

import pytest

from dateline.reader.inaction import failed_to_act


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("The police stood by as shops burned.", "police stood by"),
        ("Witnesses say policemen did not intervene.", "policemen did not intervene"),
        ("The police, however, could not control the crowd.", "police, however, could not control"),
        ("Traders blamed the inaction of the local police.", "inaction of the local police"),
        ("No police came for two hours.", "No police came"),
        ("Two constables at the gate refused to help.", "constables at the gate refused to help"),
        ("There was a total lack of police action.", "lack of police action"),
        ("Policemen preferred to stand as onlookers.", "Policemen preferred to stand"),
        ("The police let the mob pass.", "police let the mob"),
        ("Police arrived hours late, shopkeepers say.", "Police arrived hours late"),
        ("Police stood as mute witnesses.", "Police stood as mute witnesses"),
        ("Neither the police nor the army could save them.", "Neither the police nor the army could"),
        ("There was no sign of the police that night.", "no sign of the police"),
        ("Calls to the police went unanswered.", "Calls to the police went unanswered"),
        ("Officers were slow to react.", "Officers were slow to"),
        (
            "Police and the town administration had failed to act.",
            "Police and the town administration had failed to",
        ),
        ("Traders faulted the police for their “inaction”.", "police for their “inaction"),
        (
            "The apathy of the administration, especially the police, is plain.",
            "apathy of the administration, especially the police",
        ),
        ("It was a lapse on part of the police.", "lapse on part of the police"),
        ("Residents accused the police of not protecting them.", "accused the police of not protecting"),
        ("The police response was sluggish.", "police response was sluggish"),
        ("The belated arrival of the troops cost lives.", "belated arrival of the troops"),
        ("Despite repeated calls to the police, nobody came.", "Despite repeated calls to the police"),
        ("Shops were looted in full view of the police.", "in full view of the police"),
        ("Not a single constable was in sight.", "Not a single constable was in sight"),
        ("There was inadequate police presence.", "inadequate police presence"),
        ("Police reached the village three hours later.", "Police reached the village three hours later"),
        ("The policemen were hopelessly outnumbered.", "policemen were hopelessly outnumbered"),
        ("Guards deserted their posts.", "Guards deserted their posts"),
    ],
)
def test_failing_to_act(sentence: str, words: str) -> None:
    found = failed_to_act(sentence)
    assert found is not None and sentence[found[0] : found[1]] == words


@pytest.mark.parametrize(
    "sentence",
    [
        "Police said the crowd failed to disperse.",
        "Police fired when the crowd refused to help.",
        "Police arrested nine men.",
        "The mob did nothing to the temple.",
        "Police refused to give the number of dead.",
        "Police refused to speculate on a motive.",
        "Police did not provide further details.",
        "Officers responded late Tuesday to a call.",
        "According to police, the victims did not appear to be members.",
        "The army did not respond to requests for comment.",
        "Eight policemen did not stand by.",
        "Police believe the story does not help.",
        "Police allowed people to go home.",
        "Officers turned people away at the roadblock.",
        "When officers arrived, the driver fled the scene.",
        "Officers arrived minutes later and held a man.",
        "Police arrived after the shooting.",
        "The town has no police force.",
        "No army deployment was sought.",
        "Troops responded with artillery hours after the rocket attack.",
        "Police came to arrest him hours after his release.",
        "Police arrived and the standoff ended hours later.",
        "Not one policeman was killed.",
        "Police fired at rioters until they fled their positions.",
        "The officer was not present in court.",
        "Despite calls to abolish the army, voters said no.",
        "The man was shot right in front of the police station.",
        "He was accused of attacking police for not wearing a mask.",
        "Rebels accused the army of not respecting the truce.",
        "The incompetence of the rebels and the army's strength decided it.",
        "The officers were overwhelmed by the support of residents.",
        "Despite a warning from police he drove on.",
        "It was the failure of a strategy, and the army said so.",
        "He was shot in front of police headquarters.",
        "Police said they had been criticised for the response.",
        "",
    ],
)
def test_other_sentences(sentence: str) -> None:
    assert failed_to_act(sentence) is None


def test_odd_text_takes_no_time() -> None:
    begin = time.process_time()
    assert failed_to_act("police " * 20_000) is None
    assert time.process_time() - begin < 5
