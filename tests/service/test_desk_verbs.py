"""What the desk asks of the service: filters, statements from words, review, counts, agreement."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import made_up
from dateline import service
from dateline.errors import UsageError
from dateline.ledger import Filter, Ledger, open_ledger
from dateline.ledger.incident_rows import every_value
from dateline.model import DecisionVerb, Effect, Field, Granularity, Group, How, Span, Toll, When
from dateline.service import Wish, counting, linking, reviewing, stating

NOW = datetime(2026, 1, 2, 9, tzinfo=UTC)
TEXTS = [
    "A bomb killed 61 in Quetta on 2016-10-24. Nine of the dead were cadets.",
    "A blast killed 59 in Quetta on 2016-10-24, Islamists claimed it.",
    "Rebels killed 4 in Beni, no day was given.",
]


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ledger]:
    made_up.use(monkeypatch)
    with open_ledger(tmp_path / "l.db") as found:
        service.ingest([made_up.folder(tmp_path / "p", TEXTS)], found)
        yield found


# --- filters ------------------------------------------------------------------------------------------------

flags = st.none() | st.booleans()
words = st.none() | st.text("abcdé %_'\"", min_size=1, max_size=8).map(str.strip).filter(bool)
days = st.none() | st.dates().map(lambda d: d.isoformat())
degrees = st.tuples(st.integers(-180, 180), st.integers(-90, 0), st.integers(-180, 180), st.integers(0, 90))
filters = st.builds(
    Filter, type=words, place=words, actor=words, text=words, disputed=flags, claimed=flags, dated=flags,
    located=flags, invented=flags, min_killed=st.none() | st.integers(0, 9999), first=days,
    country=st.sampled_from([None, "PK", "PK,AF", "none"]), review=st.sampled_from([None, "open", "done"]),
    min_origins=st.none() | st.integers(0, 9),
    box=st.none() | degrees.map(lambda d: tuple(float(part) for part in d)),
)  # fmt: skip


@settings(deadline=None)
@given(filters)
def test_a_filter_written_into_an_address_is_read_back(wanted: Filter) -> None:
    assert service.parse_filter(service.filter_params(wanted)) == wanted
    assert service.sentence(wanted).startswith("Incidents")


@settings(deadline=None, max_examples=60)
@given(wanted=filters)
def test_counts_lists_and_whole_incidents_agree(wanted: Filter) -> None:
    ledger = _kept()
    whole = [i.id for i in ledger.incidents(wanted)]
    assert [line.id for line in service.listing(ledger, wanted).lines] == whole == ledger.ids_of(wanted)
    found = service.counts(ledger, wanted)
    assert found.total == len(whole) == ledger.number(wanted)
    for facet, own in _OWN.items():
        without = replace(wanted, **dict.fromkeys(own))
        assert dict(found.facets[facet]) == _tally(ledger, without, facet)
    drawn = json.loads(service.points(ledger, wanted))
    known = ledger.number(replace(wanted, first=None, last=None))
    assert len(drawn["at"]) == len(drawn["first"]) == len(drawn["last"]) == known


#: What a facet toggles: its own filter does not bear on its counts.
_OWN = {name: (name,) for name in ("type", "country", "disputed", "claimed", "invented")}
_OWN["year"] = ("first", "last")


def _tally(ledger: Ledger, wanted: Filter, facet: str) -> Counter[object]:
    """A facet counted incident by incident, without the columns that the desk counts by."""
    found: Counter[object] = Counter()
    for incident in ledger.incidents(wanted):
        when, where = incident.when.value, incident.where.value
        year = str(when.earliest)[:4] if isinstance(when, When) and when.earliest else None
        told = {
            "type": incident.type, "year": year, "country": getattr(where, "country", None),
            "disputed": int(any(chosen.dissent for chosen in every_value(incident))),
            "claimed": int(any(getattr(c.value, "stance", "") == "claims" for c in incident.claims)),
            "invented": int(incident.invented),
        }  # fmt: skip
        found[told[facet]] += 1
    return found


_KEPT: list[Ledger] = []


def _kept() -> Ledger:
    """One ledger for all examples of a property: it is only read."""
    if not _KEPT:
        import tempfile

        folder = Path(tempfile.mkdtemp())
        with pytest.MonkeyPatch.context() as patch:
            made_up.use(patch)
            ledger = open_ledger(folder / "l.db")
            service.ingest([made_up.folder(folder / "p", TEXTS)], ledger)
        _KEPT.append(ledger)
    return _KEPT[0]


def test_words_are_found_side_by_side_whatever_their_case(ledger: Ledger) -> None:
    def found(text: str) -> int:
        return len(service.incidents(ledger, Filter(text=text)))

    assert found("bomb KILLED") == 1 and found("killed bomb") == 0
    assert found("islam") == 1, "the last word may be the beginning of one"
    assert found('"') == found("*") == found("NEAR(") == 0
    assert found("killed") == len(service.incidents(ledger))
    assert found("quétta") == found("QUETTA on 2016") == 1, "accents and marks do not part the same words"


# --- statements from words ----------------------------------------------------------------------------------


def first_account(ledger: Ledger) -> tuple[str, str]:
    account = next(a for a in ledger.accounts() if "61" in ledger.reports([a.report_id])[a.report_id].text)
    return account.id, account.report_id


def test_a_stated_value_rests_on_its_words_and_its_undo_leaves_no_trace(ledger: Ledger) -> None:
    account, report = first_account(ledger)
    text = ledger.reports()[report].text
    at = text.index("Nine")
    service.prepare(ledger)
    before = ledger.incident_bytes()
    value = Toll(Effect.KILLED, Group.SECURITY_FORCES, 9, 9, 9)
    wish = Wish(DecisionVerb.STATE, (account,), value, field="toll", spans=(Span(report, at, at + 4),))
    (made,) = linking.decide_all(ledger, [wish], "Ana", NOW)
    incident = next(i for i in ledger.incidents() if any(a.id == account for a in i.accounts))
    (stated,) = [s for a in incident.accounts for s in a.statements if s.id == made.id]
    assert (stated.value, stated.how, stated.by) == (value, How.HUMAN, "Ana")
    assert [ledger.reports()[report].quote(span) for span in stated.spans] == ["Nine"]
    after = ledger.incident_bytes()
    service.rebuild(ledger)
    assert ledger.incident_bytes() == after, "the incidents follow from what the ledger holds"
    service.undo(ledger, made.id, "Ana")
    assert ledger.incident_bytes() == before


def test_a_correction_may_rest_on_other_words(ledger: Ledger) -> None:
    account, report = first_account(ledger)
    statement = next(s for s in ledger.accounts([account])[0].statements if s.field is Field.WHEN)
    wish = Wish(DecisionVerb.CORRECT, (statement.id,), When.day(NOW.date()), spans=(Span(report, 0, 6),))
    linking.decide_all(ledger, [wish], "Ana")
    (shown,) = [r for r in reviewing.item(ledger, account).statements if r.statement.field is Field.WHEN]
    assert (shown.state, shown.subject) == ("corrected", statement.id)
    assert [(s.start, s.end) for s in shown.statement.spans] == [(0, 6)]


@pytest.mark.parametrize("broken", ["no spans", "beyond the end", "another report", "no field", "no value"])
def test_a_statement_that_rests_on_nothing_is_refused(ledger: Ledger, broken: str) -> None:
    account, report = first_account(ledger)
    spans = {
        "no spans": (),
        "beyond the end": (Span(report, 0, 10_000),),
        "another report": (Span("x", 0, 3),),
    }
    wish = Wish(
        DecisionVerb.STATE, (account,), None if broken == "no value" else "motive",
        field="mood" if broken == "no field" else "note", spans=spans.get(broken, (Span(report, 0, 3),)),
    )  # fmt: skip
    with pytest.raises(UsageError):
        linking.decide_all(ledger, [wish], "Ana")
    assert ledger.decisions() == []


@pytest.mark.parametrize(
    ("field", "given_", "wrong"),
    [
        (Field.WHEN, {"edtf": "2016-10-24/2016-10-26"}, {"edtf": "2016-10-26/2016-10-24"}),
        (Field.WHEN, {"edtf": "2016-10"}, {"edtf": "October"}),
        (Field.WHEN, {"edtf": "2016-10-24?"}, {"edtf": "2016-10?"}),
        (Field.TOLL, {"effect": "killed", "group": "unknown", "low": "3", "best": "", "high": "9"},
         {"effect": "killed", "group": "unknown", "low": "9", "best": "3", "high": ""}),
        (Field.TYPE, {"value": "bombing/car_bombing"}, {"value": "picnic"}),
        (Field.WHERE, {"name": "Quetta", "lat": "30", "lon": "67"}, {"name": "Q", "lat": "nan", "lon": "1"}),
        (Field.ACTOR, {"name": "gunmen", "role": "perpetrator", "kind": "other", "private": "no"},
         {"name": "", "role": "perpetrator"}),
        (Field.CLAIM, {"claimant": "IS", "stance": "claims"}, {"claimant": "IS", "stance": "boasts"}),
    ],
)  # fmt: skip
def test_forms_become_values_of_the_codebook(
    field: Field, given_: dict[str, str], wrong: dict[str, str]
) -> None:
    book = service.load_codebook("dateline")
    value = stating.filled(book, field, given_)
    assert value is not None
    if field is Field.WHEN and "/" in given_["edtf"]:
        assert isinstance(value, When) and value.earliest and value.latest
        assert (value.latest - value.earliest).days == 2
    with pytest.raises(UsageError):
        stating.filled(book, field, wrong)


def test_a_day_with_doubt_keeps_its_bounds_in_a_form() -> None:
    """A person who corrects the words of "over the weekend" leaves the day as the machine gave it."""
    book = service.load_codebook("dateline")
    saturday, sunday = date(2016, 10, 29), date(2016, 10, 30)
    weekend = When("2016-10-29/2016-10-30", saturday, sunday, Granularity.RANGE).with_best(saturday)
    kept, anew = (stating.filled(book, Field.WHEN, {"edtf": "2016-10-29?"}, base) for base in (weekend, None))
    assert isinstance(kept, When) and isinstance(anew, When)
    assert (kept.earliest, kept.latest, kept.best) == (saturday, sunday, saturday)
    assert (anew.earliest, anew.latest, anew.best) == (saturday, saturday, saturday)


# --- review and counts --------------------------------------------------------------------------------------


def test_clearing_an_account_takes_it_from_the_queue_until_it_is_undone(ledger: Ledger) -> None:
    waiting = service.queue(ledger)
    made = service.decide(ledger, DecisionVerb.ACCEPT, (waiting[0],), "Ana", at=NOW)
    assert service.queue(ledger) == waiting[1:]
    assert service.queue(ledger, coder="Ben") == waiting, "a second coder has it to do all the same"
    assert [i.id for i in service.incidents(ledger, Filter(review="open"))] != []
    with ledger.linking() as room:
        room.set_cleared({})
    service.prepare(ledger)
    assert service.queue(ledger) == waiting[1:], "what is cleared follows from the decisions"
    service.undo(ledger, made.id, "Ana")
    assert service.queue(ledger) == waiting


def test_the_queue_is_read_by_pages_whatever_is_filtered_and_whoever_codes(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dateline.ledger.waiting._PAGE", 1)
    first, second, third = service.queue(ledger)
    places = [service.place_in_queue(ledger, name) for name in (first, second, third)]
    assert places == [(1, 3), (2, 3), (3, 3)]
    assert service.queue(ledger, after=first) == [second, third]
    assert service.queue(ledger, after=first, limit=1) == [second]
    assert service.queue(ledger, after=third) == []

    service.decide(ledger, DecisionVerb.REJECT, (second,), "Ana", at=NOW)
    assert service.queue(ledger, after=first) == [third], "what is cleared is passed over"
    assert service.queue(ledger, after=second) == [third], "and still says where one was"
    assert service.place_in_queue(ledger, second) == (0, 2)
    assert service.place_in_queue(ledger, third) == (2, 2)
    for coder, left in (("Ana", [first, third]), ("Ben", [first, second, third])):
        assert service.queue(ledger, coder=coder) == left
        assert service.place_in_queue(ledger, third, coder=coder) == (len(left), len(left))
    assert service.place_in_queue(ledger, second, coder="Ana") == (0, 2)

    beni = Filter(place="Beni")
    assert service.queue(ledger, beni) == [third]
    assert service.place_in_queue(ledger, third, beni) == (1, 1)
    assert service.place_in_queue(ledger, first, beni) == (0, 1)
    assert service.queue(ledger, beni, after=third) == []
    assert service.place_in_queue(ledger, "nobody's") == (0, 2)


def test_alpha_is_that_of_the_paper() -> None:
    """Krippendorff (2011), part C: four observers, twelve units, missing values: 0.743."""
    observers = ["123321412...", "1233224125.3", ".3332342251.", "12332441251."]
    assert {len(row) for row in observers} == {12}
    units = [{n: row[u] for n, row in enumerate(observers) if row[u] != "."} for u in range(12)]
    assert counting.alpha(units) == pytest.approx(0.743, abs=0.0005)
    assert counting.alpha([{1: "a", 2: "a"}]) is None and counting.alpha([]) is None


def test_two_coders_agree_as_far_as_their_last_words_do(ledger: Ledger) -> None:
    ids = [s.id for a in ledger.accounts() for s in a.statements if s.field is Field.TOLL]
    for number, name in enumerate(ids):
        service.decide(ledger, DecisionVerb.ACCEPT, (name,), "Ana", at=NOW)
        verb = DecisionVerb.REJECT if number == 0 else DecisionVerb.ACCEPT
        service.decide(ledger, verb, (name,), "Ben", at=NOW)
    (toll,) = [a for a in service.review_counts(ledger).agreement if a.field == "toll"]
    assert toll.units == len(ids)
    pairs = [{"Ana": "accept", "Ben": "reject" if n == 0 else "accept"} for n in range(len(ids))]
    assert toll.alpha == counting.alpha(pairs)
    (fields,) = [f for f in service.review_counts(ledger).fields if f.field == "toll"]
    assert fields.accepted + fields.rejected == len(ids) and fields.wrong is not None


def test_a_long_pause_is_not_slow_reviewing() -> None:
    moments = [
        NOW,
        NOW + timedelta(minutes=5),
        NOW + timedelta(hours=3),
        NOW + timedelta(hours=3, minutes=10),
    ]
    assert counting.sitting(moments) == timedelta(minutes=15)


def test_who_is_killed_after_a_decision_leaves_nothing_in_the_queue(
    anew: Callable[[], Ledger], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made_up.use(monkeypatch)
    ledger = anew()
    service.ingest(
        [made_up.folder(tmp_path / "killed", ["A bomb killed 3 in Quetta on 2016-10-24."])], ledger
    )
    (account,) = service.queue(ledger)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("dateline.service.linking.bring_up_to_date", killed)
        with pytest.raises(KeyboardInterrupt):
            service.decide(ledger, DecisionVerb.ACCEPT, [account], "ana")
    assert service.queue(ledger) == [], "the next who asks follows the decision"
    decision = ledger.decisions()[-1]
    assert ledger.cleared() == {account: decision.id}
    service.undo(ledger, decision.id, "ana")
    assert service.queue(ledger) == [account]
