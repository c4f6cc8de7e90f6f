"""Claims, denials and blame by classes of sentences; all sentences are made up for this file."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.model import ClaimStance
from dateline.reader.claims import ClaimMention, find_claims
from dateline.resolve.who import Registry, find_actors
from dateline.text import sentences

REGISTRY = Registry.load()


def read(text: str) -> list[ClaimMention]:
    return find_claims(text, "r", find_actors(text, "r", REGISTRY))


def told(text: str) -> list[tuple[str, str, str]]:
    return [(str(c.stance), c.claimant, c.by) for c in read(text)]


@pytest.mark.parametrize(
    ("text", "claimants"),
    [
        ("Boko Haram claimed responsibility for the raid on Tuesday.", ["Boko Haram"]),
        ("Boko Haram entered Gwoza on Monday. It said that it had killed nine soldiers.", ["Boko Haram"]),
        ("Boko Haram shelled Gwoza. The group said its fighters had carried out the attack.", ["Boko Haram"]),
        ("Jamaat-ul-Ahrar, a faction of the Pakistani Taliban, claimed that bombing.", ["Jamaat-ul-Ahrar"]),
        ("Boko Haram claimed that bombing, and so did Hamas.", ["Boko Haram", "Hamas"]),
        ("The Taliban and al-Qaeda both claimed the bombing.", ["Taliban", "Al Qaeda"]),
        ("The raid was claimed by Boko Haram in a video.", ["Boko Haram"]),
        ("The raid, claimed by Boko Haram, killed 12 people.", ["Boko Haram"]),
        ("Soldiers died in the raid, which Boko Haram has claimed too.", ["Boko Haram"]),
        ("Boko Haram released pictures and said that the assault had been their work.", ["Boko Haram"]),
        ("A group that calls itself the April 9 Column claimed the kidnapping.", ["April 9 Column"]),
        ("A group that calls itself Tehreek-e-Taliban Swabi claimed the raid.", ["Tehreek-e-Taliban Swabi"]),
        ("“We carried out the raid,” said a spokesman of the Taliban.", ["Taliban"]),
        ("The al-Alami faction of LeJ has claimed the raid in Quetta.", ["Lashkar-e-Jhangvi al-Alami"]),
        ("Odo Baba, a spokesman for Boko Haram, claimed responsibility for the raid.", ["Boko Haram"]),
        (
            "The market was bombed. A Boko Haram spokesman said the group carried out the attack.",
            ["Boko Haram"],
        ),
        ("An anonymous caller claimed responsibility on behalf of Boko Haram.", ["Boko Haram"]),
        ("A caller claimed responsibility for the raid in the name of Hamas.", ["Hamas"]),
        ("The army said the group carried out the attack.", []),
        ("Boko Haram withdrew its claim of responsibility for the raid.", []),
        ("No group has claimed responsibility for the blast.", []),
        ("Neither Hamas nor Islamic Jihad claimed the rocket attack.", []),
        ("Al-Shabab has not claimed responsibility for the bombing.", []),
        ("Al-Shabab is yet to claim responsibility for the bombing.", []),
        ("The storm claimed the lives of nine fishermen.", []),
        ("Police claimed to have killed two robbers.", []),
        ("The candidate took credit for the new bridge.", []),
        ("Boko Haram claimed that the attack was carried out by soldiers.", []),
        ("Boko Haram, which has claimed responsibility for several attacks in Chad, is active there.", []),
    ],
)
def test_who_claims(text: str, claimants: list[str]) -> None:
    assert [c.claimant for c in read(text) if c.stance is ClaimStance.CLAIMS] == claimants


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The governor said Boko Haram was behind the attack.", ("Boko Haram", "governor")),
        ("Boko Haram was behind the raid, the governor of Borno said.", ("Boko Haram", "governor of Borno")),
        (
            "Colonel Ada Obi, who heads the brigade, has blamed Boko Haram for the raid.",
            ("Boko Haram", "Colonel Ada Obi"),
        ),
        ("Colonel Ada Obi said the attackers belonged to Boko Haram.", ("Boko Haram", "Colonel Ada Obi")),
        ("Relatives of the dead accused the army of shooting them.", ("army", "Relatives of the dead")),
        ("Al-Shabab said that government jets bombed the village.", ("government jets", "Al-Shabaab")),
        ("The M23 is accused by Kinshasa of massacring civilians.", ("M23", "Kinshasa")),
        ("The raid was blamed on Boko Haram by local officials.", ("Boko Haram", "local officials")),
        ("The Taliban, whom police had blamed for the raid, left.", ("Taliban", "police")),
    ],
)
def test_who_blames_whom(text: str, expected: tuple[str, str]) -> None:
    assert told(text) == [("blamed", *expected)]


@pytest.mark.parametrize(
    "text",
    [
        "The mayor blamed the government for rising prices.",
        "The president accused the opposition of lying.",
        "The rebels have been accused by the government of keeping stores of fuel in houses.",
        "Accused bomber pleads not guilty.",
        "Three suspected militants of al-Shabab were arrested.",
        "The minister could not say whether Boko Haram was behind the raid.",
        "The company denied that it had paid a ransom.",
        "The ministry denied him a visa.",
    ],
)
def test_neither_blame_nor_denial(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The air force has denied that its aircraft bombed the market.", ("air force", "air force")),
        ("Hamas said it had nothing to do with the rocket fire.", ("Hamas", "Hamas")),
        ("Hamas denied any part in the killing.", ("Hamas", "Hamas")),
        ("The minister denied that Houthi fighters had shelled the port.", ("Houthi movement", "minister")),
    ],
)
def test_who_denies(text: str, expected: tuple[str, str]) -> None:
    assert told(text) == [("denies", *expected)]


def test_blamed_and_denied_in_one_sentence() -> None:
    assert [(s, c) for s, c, _ in told("Police accused Boko Haram of the killing, which denied it.")] == [
        ("blamed", "Boko Haram"),
        ("denies", "Boko Haram"),
    ]


def test_channel_joint_and_dispute() -> None:
    text = "Boko Haram claimed in an e-mail that it worked with Islamic State. The army could not confirm it."
    (claim,) = read(text)
    assert (claim.channel, claim.jointly_with, claim.disputed) == ("e-mail", "Islamic State", True)


def test_the_span_covers_claimant_and_means() -> None:
    text = "On Monday Boko Haram claimed the raid and released photos of the men."
    (claim,) = read(text)
    assert text[claim.span.start : claim.span.end] == "Boko Haram claimed the raid and released photos"


_PIECES = (
    "Boko Haram|which|,|claimed the raid|denied it|police|blamed|said that|it|IS|.|Militants|"
    "the group|accused"
).split("|")


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=25).map(" ".join))
def test_any_text_gives_spans_within_one_sentence(text: str) -> None:
    bounds = sentences(text)
    for claim in read(text):
        assert any(s <= claim.span.start and claim.span.end <= e for s, e in bounds)
        assert claim.claimant
        assert claim.claimant_span is None or claim.span.covers(claim.claimant_span)


def test_time_grows_with_the_text_only() -> None:
    once = "Boko Haram, which said that it, a group of the group, claimed the raid of the raid and " * 40
    began = time.perf_counter()
    read(once)
    assert time.perf_counter() - began < 3


@pytest.mark.parametrize(
    "text",
    [
        "Boko Haram withdrew its claim of responsibility for the raid.",
        "Boko Haram has retracted an earlier claim of responsibility for the raid.",
    ],
)
def test_a_claim_that_is_taken_back_is_a_denial(text: str) -> None:
    assert [(c.stance, c.claimant) for c in read(text)] == [(ClaimStance.DENIES, "Boko Haram")]
