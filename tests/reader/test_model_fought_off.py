"""Forces that ended an attack responded to it; forces that did something else keep their part."""

from __future__ import annotations

import pytest

from dateline.ingest import read
from dateline.model import Page, Stage
from dateline.reader.contract import IncidentReading, Label, Mark, Occurrence
from dateline.reader.findings import find
from dateline.reader.model.fought_off import fought_off
from dateline.resolve.who import Registry

ATTACK = "Gunmen stormed the college on Monday and killed nine cadets."


def _parts(text: str, *doers: str, kind: str = "armed_attack", party: int | None = None) -> dict[str, str]:
    report = read(Page(text.encode(), "text/plain", given={"id": "t", "published": "2021-03-09"}))

    def span(words: str):
        start = report.text.index(words)
        return report.span(start, start + len(words))

    marks = tuple(
        Mark(span(w), Label.PERPETRATOR, party=None if w == "Gunmen" else party) for w in ("Gunmen", *doers)
    )
    incident = IncidentReading(
        kind, "", Stage.ACCOMPLISHED, True, (Occurrence(span("stormed"), 0),), (0,), marks
    )
    told = fought_off(report, incident, find(report, Registry.load()).actors)
    return {report.quote(m.span): m.label.value for m in told.marks}


@pytest.mark.parametrize(
    ("sentence", "force"),
    [
        ("Two blew themselves up, and the troops shot the third.", "troops"),
        ("The third was shot dead by soldiers of the garrison.", "soldiers"),
        ("All four attackers were killed, the last by commandos in a kitchen.", "commandos"),
        ("Police later shot and killed two of the attackers near the gate.", "Police"),
        ("After four hours soldiers killed all three gunmen.", "soldiers"),
        ("Officers overpowered the remaining two men in the yard.", "Officers"),
    ],
)
def test_who_ends_an_attack_responds(sentence: str, force: str) -> None:
    assert _parts(f"{ATTACK} {sentence}", force) == {"Gunmen": "perpetrator", force: "responder"}


@pytest.mark.parametrize(
    ("sentence", "force"),
    [
        ("Then soldiers shot a farmer who ran from his house.", "soldiers"),
        ("Police officers in their pay killed the second guard and his brother.", "Police"),
        ("The shots were fired by soldiers, a witness said.", "soldiers"),
        ("A villager was killed by troops.", "troops"),
        ("It was one more attack on fighters by soldiers.", "soldiers"),
    ],
)
def test_who_hurts_others_does_not(sentence: str, force: str) -> None:
    assert _parts(f"{ATTACK} {sentence}", force)[force] == "perpetrator"


def test_in_a_battle_both_sides_act() -> None:
    text = f"{ATTACK} The troops shot the third."
    assert _parts(text, "troops", kind="battle")["troops"] == "perpetrator"


def test_where_nobody_else_attacks_forces_do() -> None:
    text = "Soldiers stormed the college on Monday. The troops shot the third student. Gunmen were not seen."
    report = read(Page(text.encode(), "text/plain", given={"id": "t", "published": "2021-03-09"}))
    start = text.index("troops")
    mark = Mark(report.span(start, start + 6), Label.PERPETRATOR)
    stormed = report.span(text.index("stormed"), text.index("stormed") + 7)
    one = IncidentReading(
        "armed_attack", "", Stage.ACCOMPLISHED, True, (Occurrence(stormed, 0),), (0,), (mark,)
    )
    assert fought_off(report, one, find(report, Registry.load()).actors) == one


def test_other_words_of_the_same_force_go_with_it() -> None:
    text = f"{ATTACK} The Frontier Corps took the college back. Its troops shot the third."
    found = _parts(text, "Frontier Corps", "troops", party=1)
    assert found == {"Gunmen": "perpetrator", "Frontier Corps": "responder", "troops": "responder"}
