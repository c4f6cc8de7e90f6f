"""Actors in texts: the registry's, those that the text introduces, factions, and words without a name."""

from __future__ import annotations

import json
import time
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.errors import CodebookError, NotFound
from dateline.model import Actor, ActorKind, Group
from dateline.resolve.who import ActorMention, Registry, Relation, find_actors, group_of, related
from dateline.resolve.who import build as who_build

REGISTRY = Registry.load()
SEED = Path(__file__).resolve().parents[2] / ".." / "shared" / "seed" / "page.txt"


def actors(text: str) -> list[tuple[str, ActorMention]]:
    return [(text[m.span.start : m.span.end], m) for m in find_actors(text, "r", REGISTRY)]


def named(text: str) -> list[tuple[str, str]]:
    return [(words, m.actor_id or m.name) for words, m in actors(text) if m.named]


def test_compiled_registry_is_that_of_the_yaml() -> None:
    compiled = json.loads((files("dateline.resolve.who") / "compiled.json").read_text(encoding="utf-8"))
    assert compiled == json.loads(json.dumps(who_build.compile_data())), (
        "run python -m dateline.resolve.who.build"
    )


def test_registry_is_large_and_sound() -> None:
    assert len(REGISTRY) >= 400
    for actor in REGISTRY:
        assert REGISTRY.get(actor.id) is actor
        assert actor in REGISTRY.find_name(actor.name) + REGISTRY.find_name(actor.name.split(" (")[0])
        assert all(len(country) == 2 and country.isupper() for country in actor.countries)
        for other in (*actor.allied_with, *filter(None, [actor.faction_of])):
            assert other in REGISTRY and other != actor.id
    with pytest.raises(NotFound):
        REGISTRY.get("nobody")


@pytest.mark.parametrize(
    ("name", "actor_id"),
    [
        ("FMLN", "farabundo-marti-national-liberation-front"),
        ("Frente Farabundo Martí para la Liberación Nacional", "farabundo-marti-national-liberation-front"),
        ("frente farabundo marti para la liberacion nacional", "farabundo-marti-national-liberation-front"),
        ("The Extraditables", "the-extraditables"),
        ("Shining Path", "sendero-luminoso"),
        ("Tatmadaw", "myanmar-armed-forces"),
        ("LeJ", "lashkar-e-jhangvi"),
    ],
)
def test_find_name(name: str, actor_id: str) -> None:
    assert [actor.id for actor in REGISTRY.find_name(name)] == [actor_id]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fighters of Boko Haram's northern camp fled.", [("Boko Haram", "boko-haram")]),
        (
            "FIVE MEMBERS OF THE FARABUNDO MARTI NATIONAL LIBERATION FRONT DIED ON MONDAY.",
            [("FARABUNDO MARTI NATIONAL LIBERATION FRONT", "farabundo-marti-national-liberation-front")],
        ),
        (
            "THE BOMBS WERE PLACED BY THE ARMY OF NATIONAL\nLIBERATION (ELN) IN COLOMBIA.",
            [
                ("ARMY OF NATIONAL\nLIBERATION", "national-liberation-army-colombia"),
                ("ELN", "national-liberation-army-colombia"),
            ],
        ),
        ("Farc rebels freed a nurse.", [("Farc", "revolutionary-armed-forces-of-colombia")]),
        ("The M23 took the hill.", [("M23", "m23")]),
        (
            "Haqiqi men fired at the MQM office in Karachi.",
            [("Haqiqi", "mqm-haqiqi"), ("MQM", "muttahida-qaumi-movement")],
        ),
        ("The MQM (Haqiqi) denied it.", [("MQM (Haqiqi", "mqm-haqiqi")]),
        ("The Haqiqi faction of the MQM met.", [("Haqiqi faction of the MQM", "mqm-haqiqi")]),
        (
            "Jama'atul Mujahideen set off the bombs.",
            [("Jama'atul Mujahideen", "jamaat-ul-mujahideen-bangladesh")],
        ),
        (
            "The mujahideen and the Afghan Mujahideen met. The Mujahideen left.",
            [
                ("mujahideen", "afghan-mujahideen"),
                ("Afghan Mujahideen", "afghan-mujahideen"),
                ("Mujahideen", "afghan-mujahideen"),
            ],
        ),
    ],
)
def test_registry_names(text: str, expected: list[tuple[str, str]]) -> None:
    assert named(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "What this IS about nobody said.",
        "THE MAYOR IS IN HOSPITAL AND THE GUNMAN IS AT LARGE, THE POLICE SAID.",
        "It is the third attack; Is it the last?",
        "He studied at MIT and met a model in the arena.",
        "The SLA of the contract was broken.",
        "The lions' den of the zoo was closed.",
        "a base for the red flag of the beach",
        "The Tehreek-ul-Mujahideen claimed it, and so did the Harakat Mujahideen.",
    ],
)
def test_common_words_are_no_actors(text: str) -> None:
    assert named(text) == []


def test_the_country_tells_which_one_is_meant() -> None:
    assert named("Troops fought the SLA near Nyala in Sudan.")[0][1] == "sudan-liberation-movement-army"
    assert named("The SLA shelled two villages in southern Lebanon.")[0][1] == "south-lebanon-army"
    assert named("The ATF traced the rifle, officials in the United States said.") == [
        ("ATF", "bureau-of-alcohol-tobacco-firearms-and-explosives")
    ]


def test_is_beside_its_full_name() -> None:
    text = "The Islamic State group struck again. IS said so itself. It is the fourth time."
    assert named(text) == [("Islamic State group", "islamic-state"), ("IS", "islamic-state")]


@pytest.mark.parametrize(
    ("text", "alias", "name", "kind"),
    [
        (
            "A joint investigation team (JIT) was formed. The JIT meets today.",
            "JIT",
            "joint investigation team",
            ActorKind.GOVERNMENT,
        ),
        (
            "The Revolutionary Front, known as FRX, came. FRX left.",
            "FRX",
            "Revolutionary Front",
            ActorKind.REBELS,
        ),
        (
            "the Mountain Tigers Army (TAM) burned trucks. TAM fled.",
            "TAM",
            "Mountain Tigers Army",
            ActorKind.REBELS,
        ),
        (
            "The Valley Defence Militia [VDM] came. VDM men shot.",
            "VDM",
            "Valley Defence Militia",
            ActorKind.MILITIA,
        ),
    ],
)
def test_introduced_aliases(text: str, alias: str, name: str, kind: ActorKind) -> None:
    found = [(words, m) for words, m in actors(text) if m.named]
    assert [words for words, _ in found] == [name, alias, alias]
    assert {m.name for _, m in found} == {name}
    assert {m.kind for _, m in found} == {kind}
    assert found[0][1].introduced == alias


def test_an_introduction_binds_a_known_acronym_anew() -> None:
    text = "The Southern Loggers' Army (SLA) burned a mill. Police in Peru say that the SLA is new."
    assert {m.name for words, m in actors(text) if words == "SLA"} == {"Southern Loggers' Army"}


@pytest.mark.parametrize(
    ("text", "words", "name", "parent"),
    [
        (
            "A faction of LeJ claimed it.",
            "faction of LeJ",
            "faction of Lashkar-e-Jhangvi",
            "lashkar-e-jhangvi",
        ),
        (
            "LeJ, a faction of which fled, hid.",
            "faction",
            "faction of Lashkar-e-Jhangvi",
            "lashkar-e-jhangvi",
        ),
        (
            "The al-Alami faction of Lashkar-e-Jhangvi claimed it.",
            "al-Alami faction of Lashkar-e-Jhangvi",
            "Lashkar-e-Jhangvi al-Alami",
            "lashkar-e-jhangvi",
        ),
        (
            "The Hakeemullah Mehsud group of the Pakistani Taliban fled.",
            "Hakeemullah Mehsud group of the Pakistani Taliban",
            "Hakimullah Mehsud group",
            "tehrik-i-taliban-pakistan",
        ),
        (
            "A breakaway faction of the FARC burned a bus.",
            "breakaway faction of the FARC",
            "breakaway faction of Revolutionary Armed Forces of Colombia",
            "revolutionary-armed-forces-of-colombia",
        ),
        (
            "FMLN-Norte burned a bus.",
            "FMLN-Norte",
            "Norte faction of Farabundo Marti National Liberation Front",
            "farabundo-marti-national-liberation-front",
        ),
    ],
)
def test_factions_are_not_their_parent(text: str, words: str, name: str, parent: str) -> None:
    found = {w: m for w, m in actors(text) if m.named}
    assert found[words].name == name
    assert found[words].faction_of == parent
    assert found[words].actor_id != parent


def test_a_group_of_fighters_is_no_faction() -> None:
    assert [i for _, i in named("A group of Taliban crossed the river.")] == ["taliban"]
    assert [i for _, i in named("The Hamas-Fatah talks failed.")] == ["hamas", "fatah"]


@pytest.mark.parametrize(
    ("text", "words", "kind", "group", "country"),
    [
        (
            "Two unidentified gunmen fled.",
            "unidentified gunmen",
            ActorKind.UNIDENTIFIED,
            Group.ATTACKERS,
            None,
        ),
        (
            "Suspected Islamist militants fled.",
            "Suspected Islamist militants",
            ActorKind.REBELS,
            Group.MILITANTS,
            None,
        ),
        ("Malawian soldiers fled.", "Malawian soldiers", ActorKind.STATE_FORCES, Group.SECURITY_FORCES, "MW"),
        ("Zambia's police fled.", "Zambia's police", ActorKind.POLICE, Group.SECURITY_FORCES, "ZM"),
        ("Rebel soldiers fled.", "Rebel soldiers", ActorKind.REBELS, Group.MILITANTS, None),
        ("On Friday Mesa police said so.", "Mesa police", ActorKind.POLICE, Group.SECURITY_FORCES, None),
        ("When police came he fled.", "police", ActorKind.POLICE, Group.SECURITY_FORCES, None),
        ("Armed men fled.", "Armed men", ActorKind.UNIDENTIFIED, Group.ATTACKERS, None),
    ],
)
def test_actors_without_a_name(
    text: str, words: str, kind: ActorKind, group: Group, country: str | None
) -> None:
    found = dict(actors(text))
    assert (found[words].kind, found[words].group, found[words].country) == (kind, group, country)
    assert not found[words].named


def test_the_word_after_a_name_is_part_of_it() -> None:
    assert [w for w, _ in actors("Four Lashkar-e-Jhangvi (LeJ)\xa0militants died.")] == [
        "Lashkar-e-Jhangvi",
        "LeJ",
    ]


def test_a_word_for_an_actor_may_be_an_adjective() -> None:
    text = "A police station and a civilian area were hit in terrorist attacks by rebels."
    assert [w for w, _ in actors(text)] == ["rebels"]


@pytest.mark.skipif(not SEED.is_file(), reason="the seed page is not beside the project")
def test_seed_page() -> None:
    text = SEED.read_text(encoding="utf-8")
    ids: dict[str, set[str]] = {}
    for words, m in actors(text):
        ids.setdefault(words, set()).add(m.actor_id or m.name)
    assert ids["Lashkar-e-Jhangvi"] == ids["LeJ"] == {"lashkar-e-jhangvi"}
    assert ids["anti-terrorist force"] == ids["ATF"] == {"anti-terrorist-force-pakistan"}
    assert ids["joint investigation team"] == ids["JIT"] == {"joint investigation team"}
    assert ids["Islamic State group"] == ids["IS"] == {"islamic-state"}
    assert ids["faction"] == {"faction of Lashkar-e-Jhangvi"}
    assert ids["Al Qaeda"] == {"al-qaeda"}


def actor(actor_id: str) -> Actor:
    entry = REGISTRY.get(actor_id)
    return Actor(entry.name, actor_id=entry.id, kind=entry.kind, faction_of=entry.faction_of)


@pytest.mark.parametrize(
    ("left", "right", "relation"),
    [
        ("islamic-state", "islamic-state", Relation.SAME),
        ("lashkar-e-jhangvi", "lashkar-e-jhangvi-al-alami", Relation.FACTION),
        ("al-qaeda-in-the-islamic-maghreb", "macina-liberation-front", Relation.FACTION),
        ("m23", "rwanda-defence-force", Relation.ALLIED),
        ("m23", "taliban", Relation.UNRELATED),
    ],
)
def test_related(left: str, right: str, relation: Relation) -> None:
    assert related(actor(left), actor(right), REGISTRY) is relation
    assert related(actor(right), actor(left), REGISTRY) is relation


def test_related_by_name_and_unknown() -> None:
    faction = Actor("faction of Lashkar-e-Jhangvi", faction_of="lashkar-e-jhangvi")
    assert related(faction, actor("lashkar-e-jhangvi"), REGISTRY) is Relation.FACTION
    assert related(Actor("FARC"), actor("revolutionary-armed-forces-of-colombia"), REGISTRY) is Relation.SAME
    assert related(Actor("gunmen"), actor("taliban"), REGISTRY) is Relation.UNKNOWN
    assert group_of(ActorKind.POLICE) is Group.SECURITY_FORCES


def test_a_broken_entry_is_named() -> None:
    with pytest.raises(CodebookError, match=r"x\.yaml.*unknown kind"):
        who_build._check("x.yaml", {"id": "a", "name": "A", "kind": "army"}, {})


PIECES = [
    *"abIS ()[]-—.,'’\n\xa0éİß",
    "LeJ ",
    "FARC ",
    " faction of ",
    "police ",
    "(IS)",
    "Army ",
    "known as ",
]


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_spans_lie_in_the_text_in_order(text: str) -> None:
    last = 0
    for m in find_actors(text, "r", REGISTRY):
        assert last <= m.span.start < m.span.end <= len(text)
        last = m.span.end


def test_time_grows_with_the_length_only() -> None:
    text = (
        "Police said that gunmen of the Islamic State (IS) killed two Iraqi soldiers near Mosul on Friday. "
    )

    def spent(long: str) -> float:
        """The least of three: what else the process collects meanwhile is not the work of the room."""
        times = []
        for _ in range(3):
            started = time.process_time()
            find_actors(long, "r", REGISTRY)
            times.append(time.process_time() - started)
        return min(times)

    assert spent(text * 400) < max(spent(text * 40), 0.004) * 40


def test_what_is_minor_is_nobody_under_age() -> None:
    assert [words for words, _ in actors("Three sustained minor injuries.")] == []
    assert [words for words, _ in actors("Gunmen shot a minor.")] == ["Gunmen", "minor"]


def test_security_men_are_forces_of_the_state() -> None:
    [(words, mention)] = actors("Five security men were hurt.")
    assert (words, mention.kind) == ("security men", ActorKind.STATE_FORCES)
