"""The seed page alone: one test for every row of what a good reader makes of it.

"Alone, the page cannot be dated: every absolute date is unknown, every relation between dates is known."
"""

from __future__ import annotations

import pytest
from seed_reading import SEED, SeedReading, read_seed

from dateline.model import (
    ActorKind,
    ActorRole,
    ClaimStance,
    DayOffset,
    Effect,
    Field,
    Group,
    How,
    PlaceClass,
    Stance,
    When,
    Where,
)

pytestmark = pytest.mark.skipif(not SEED.exists(), reason="../shared/seed/page.txt is not there")


@pytest.fixture(scope="module")
def seed() -> SeedReading:
    return read_seed()


# --- "Wednesday, December 6, 2023" on top -------------------------------------------------------------


def test_banner_is_rejected_with_its_reason(seed: SeedReading) -> None:
    banners = [c for c in seed.report.published.candidates if c.words == "Wednesday, December 6, 2023"]
    assert banners, [c.words for c in seed.report.published.candidates]
    for banner in banners:
        assert banner.day is not None and banner.day.isoformat() == "2023-12-06"
        assert not banner.accepted
        assert "Friday" in banner.reason and "Wednesday" in banner.reason, banner.reason


def test_day_of_publication_stays_unknown_its_weekday_known(seed: SeedReading) -> None:
    published = seed.report.published
    assert published.edtf is None and published.earliest is None and published.latest is None
    assert published.reason
    assert published.weekday == 5


def test_no_absolute_date_anywhere(seed: SeedReading) -> None:
    dated = [
        (s.id, s.value.edtf)
        for s in seed.statements
        if isinstance(s.value, When) and (s.value.edtf or s.value.earliest or s.value.latest)
    ]
    assert dated == []
    for account in seed.violent:
        assert account.when is not None and account.when.reason, f"{account.type}: unknown without a reason"


# --- "Main Menu", the headline twice, "Comments are Closed" -------------------------------------------


@pytest.mark.parametrize("furniture", ["Main Menu", "Comments are Closed", "December 6", "Forces kill LeJ"])
def test_furniture_is_no_part_of_the_text(seed: SeedReading, furniture: str) -> None:
    assert furniture in seed.page
    assert furniture not in seed.report.text


def test_the_story_is_whole(seed: SeedReading) -> None:
    assert seed.report.title == "Forces kill LeJ militants linked to Quetta police attack"
    assert seed.report.text.startswith("Security forces raided a compound in Quetta")
    assert seed.report.text.rstrip().endswith("“home ground”.")


def test_offsets_lead_back_to_the_page(seed: SeedReading) -> None:
    for statement in seed.statements:
        for span in statement.spans:
            ranges = seed.report.offsets.to_page(span.start, span.end)
            assert "".join(seed.page[low:high] for low, high in ranges) == seed.report.quote(span)


# --- how many incidents -------------------------------------------------------------------------------


def test_two_violent_incidents_and_the_inquiry(seed: SeedReading) -> None:
    told = sorted(f"{a.type}/{a.subtype}" for a in seed.accounts)
    assert len(seed.violent) == 2, told
    assert [a.type for a in seed.accounts if a.type not in ("security_operation", seed.attack.type)] == [
        "inquiry"
    ]
    assert len(seed.accounts) == 3, told


# --- the main incident: the raid ----------------------------------------------------------------------


def test_raid_is_main_and_a_security_operation(seed: SeedReading) -> None:
    assert [a.id for a in seed.accounts if a.main] == [seed.raid.id]
    assert seed.raid.subtype == "raid"
    assert seed.raid.stage == "accomplished"


def test_raid_killed_four_militants(seed: SeedReading) -> None:
    killed = [t for t, _ in seed.raid.tolls if t.effect is Effect.KILLED]
    assert killed
    assert {(t.group, t.low, t.best, t.high) for t in killed} == {(Group.MILITANTS, 4, 4, 4)}


def test_raid_sides(seed: SeedReading) -> None:
    atf = seed.called(seed.raid, ("anti-terrorist force", "ATF", "anti-terrorist force (ATF)"))
    assert atf, [a.name for a, _ in seed.raid.actors]
    assert {a.kind for a in atf} == {ActorKind.POLICE}
    assert {a.country for a in atf} == {"PK"}
    assert {a.role for a in atf} <= {ActorRole.PERPETRATOR, ActorRole.RESPONDER}
    others = seed.called(seed.raid, ("LeJ", "Lashkar-e-Jhangvi", "Lashkar-e-Jhangvi (LeJ)"))
    assert others, [a.name for a, _ in seed.raid.actors]
    assert ActorRole.PERPETRATOR not in {a.role for a in others}


def test_raid_place_is_quetta(seed: SeedReading) -> None:
    where = seed.raid.where
    assert where is not None
    assert (where.country, where.admin1, where.geonames_id) == ("PK", "Balochistan", 1167528)
    assert where.lat is not None and abs(where.lat - 30.18) < 0.1
    details = [s.value.detail for s in seed.raid.of(Field.WHERE) if isinstance(s.value, Where)]
    names = [t.name for t, _ in seed.raid.targets]
    assert any("compound" in d for d in [*details, *names]), (details, names)


def test_raid_was_the_day_before_publication(seed: SeedReading) -> None:
    when = seed.raid.when
    assert when is not None
    assert when.offset == DayOffset(-1, -1)
    assert when.weekday == 4
    assert when.edtf is None


# --- the background incident: the attack --------------------------------------------------------------


def test_attack_is_background(seed: SeedReading) -> None:
    assert not seed.attack.main
    assert seed.attack.type == "armed_attack"


def test_attack_killed_61(seed: SeedReading) -> None:
    killed = [t for t, _ in seed.attack.tolls if t.effect is Effect.KILLED]
    # "one of whom bore a strong resemblance to an attacker who was killed": an attacker, not a victim
    victims = [t for t in killed if t.group is not Group.ATTACKERS]
    assert {(t.low, t.best, t.high) for t in victims} == {(61, 61, 61)}


def test_attack_was_monday_night_four_days_before_publication(seed: SeedReading) -> None:
    when = seed.attack.when
    assert when is not None
    assert when.offset == DayOffset(-4, -4)
    assert when.weekday == 1
    assert when.time_of_day == "night"
    assert when.edtf is None


def test_attack_target_is_a_police_academy(seed: SeedReading) -> None:
    named = [t.name for t, _ in seed.attack.targets]
    named += [a.name for a, _ in seed.attack.actors if a.role in (ActorRole.TARGET, ActorRole.VICTIM)]
    assert any("police academy" in name for name in named), named


def test_attack_place_is_inferred_and_marked_so(seed: SeedReading) -> None:
    known = [s for s in seed.attack.of(Field.WHERE) if isinstance(s.value, Where) and s.value.lat is not None]
    assert known, "the attack has no place, not even an inferred one"
    for statement in known:
        assert statement.how is How.INFERRED and statement.reason


def test_superlative_is_a_note_of_the_attack(seed: SeedReading) -> None:
    notes = [s for s in seed.notes(seed.attack) if "deadliest assault" in seed.quote(s)]
    assert notes, [seed.quote(s) for s in seed.notes(seed.attack)]
    for account in seed.accounts:
        types = [seed.quote(s) for s in account.of(Field.TYPE)]
        assert "deadliest assault" not in types


# --- claims -------------------------------------------------------------------------------------------


def test_two_claims_of_the_attack(seed: SeedReading) -> None:
    claims = seed.claims(seed.attack, ClaimStance.CLAIMS)
    assert len(claims) == 2, [c for c, _ in claims]
    joint = [c for c, _ in claims if c.jointly_with]
    alone = [c for c, _ in claims if not c.jointly_with]
    assert len(joint) == 1 and len(alone) == 1
    assert "faction" in joint[0].claimant or "LeJ" in joint[0].claimant or "Lashkar" in joint[0].claimant
    assert "Islamic State" in joint[0].jointly_with or joint[0].jointly_with == "IS"
    assert alone[0].claimant in ("IS", "Islamic State", "Islamic State group")
    assert not seed.claims(seed.raid, ClaimStance.CLAIMS), "nobody claims the raid on the compound"


def test_claim_of_is_came_with_photographs(seed: SeedReading) -> None:
    (statement,) = [s for c, s in seed.claims(seed.attack, ClaimStance.CLAIMS) if not c.jointly_with]
    claim = statement.value
    words = [seed.quote(statement), *(seed.quote(s) for s in seed.notes(seed.attack))]
    assert "photo" in getattr(claim, "channel", "") or any("photos" in w for w in words), words


def test_no_claimant_is_a_perpetrator_as_a_fact(seed: SeedReading) -> None:
    turned = [
        (actor.name, statement.stance)
        for actor, statement in seed.attack.actors
        if actor.role is ActorRole.PERPETRATOR
        and statement.stance is Stance.ASSERTED
        and any(w in actor.name for w in ("IS", "Islamic State", "LeJ", "Lashkar"))
    ]
    assert turned == []


def test_doubt_is_kept_as_doubt(seed: SeedReading) -> None:
    doubts = [s for s in seed.statements if s.stance is Stance.DOUBTED]
    around = [seed.sentence_around(span) for s in doubts for span in s.spans]
    assert any("remains unclear" in line for line in around), [seed.quote(s) for s in doubts]


# --- sources ------------------------------------------------------------------------------------------


def test_abdullah_afridi_on_record_carries_the_toll_of_the_raid(seed: SeedReading) -> None:
    said = [s for s in seed.raid.of(Field.TOLL) if "Abdullah Afridi" in s.said_by.name]
    assert said, [s.said_by.name for s in seed.raid.of(Field.TOLL)]
    for statement in said:
        assert statement.said_by.record == "on"
        assert statement.said_by.kind == "police"
        assert statement.said_by.span is not None
        assert "Abdullah Afridi" in seed.report.quote(statement.said_by.span)


def test_affiliation_comes_from_a_police_official_off_the_record(seed: SeedReading) -> None:
    said = [
        (actor, statement)
        for actor, statement in seed.raid.actors
        if ("LeJ" in actor.name or "Lashkar" in actor.name) and statement.said_by.record == "off"
    ]
    assert said, [(a.name, s.said_by.name, s.said_by.record) for a, s in seed.raid.actors]
    for _, statement in said:
        assert "police official" in statement.said_by.name
        assert "Afridi" not in statement.said_by.name


# --- aliases ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "names",
    [
        ("Lashkar-e-Jhangvi", "LeJ", "Lashkar-e-Jhangvi (LeJ)"),
        ("anti-terrorist force", "ATF", "anti-terrorist force (ATF)"),
        ("Islamic State group", "IS", "Islamic State"),
        ("joint investigation team", "JIT", "joint investigation team (JIT)"),
    ],
    ids=["LeJ", "ATF", "IS", "JIT"],
)
def test_aliases_are_one_actor(seed: SeedReading, names: tuple[str, ...]) -> None:
    called = [a for account in seed.accounts for a in seed.called(account, names)]
    claims = [c for account in seed.accounts for c, _ in account.claims if c.claimant in names]
    # an actor that the registry does not know (the team was formed that week) has its name alone
    actors = {a.actor_id or a.name for a in called} | {c.actor_id or c.claimant for c in claims}
    assert len(actors) == 1, actors


# --- what is no incident of its own -------------------------------------------------------------------


def test_inquiry_is_a_development(seed: SeedReading) -> None:
    inquiry = seed.inquiry
    assert not inquiry.main
    assert inquiry.tolls == []
    assert any("joint investigation team" in a.name or a.name == "JIT" for a, _ in inquiry.actors)


@pytest.mark.parametrize(
    "words",
    [
        "US-led invasion of Afghanistan in 2001",
        "overall levels of violence have dropped",
        "a series of military offensives",
        "carry out major assaults from time to time",
    ],
)
def test_background_and_trend_found_no_incident(seed: SeedReading, words: str) -> None:
    start = seed.report.text.index(words)
    end = start + len(words)
    for account in seed.accounts:
        for statement in account.of(Field.TYPE):
            inside = [s for s in statement.spans if s.start < end and start < s.end]
            assert not inside, f"{account.type} rests on {seed.quote(statement)!r}"


def test_western_tribal_regions_are_no_point(seed: SeedReading) -> None:
    from dateline.resolve.where import find_places

    start = seed.report.text.index("western tribal regions")
    named = [p for p in find_places(seed.report) if p.span.start <= start + 8 and start < p.span.end]
    for mention in named:
        assert mention.where.place_class is PlaceClass.VAGUE_REGION
        assert mention.where.lat is None and mention.where.lon is None
    for statement in seed.statements:
        if isinstance(statement.value, Where) and statement.value.lat is not None:
            assert "tribal" not in seed.quote(statement)
