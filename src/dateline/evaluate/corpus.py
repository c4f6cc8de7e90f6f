"""The project's own corpus: what the reader makes of invented reports, against what their authors marked.

Predicted accounts are aligned one to one with marked incidents by the words that they share; types, sides,
tolls, claims and stances count only inside aligned pairs. ``DATELINE_EVALUATE_PART=train`` reads the part
that is trained on, to see how much is learned by heart.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from dateline.assemble import extract_all
from dateline.evaluate.assignment import best_assignment
from dateline.evaluate.calibration import Observation
from dateline.evaluate.calibration import figures as calibration_figures
from dateline.evaluate.marked import EFFECTS, ROLES, MarkedIncident, MarkedReport, part, read
from dateline.evaluate.progress import through
from dateline.evaluate.result import Evaluation
from dateline.model import Account, ActorRole, Field, OffsetMap, Published, Report, Stance, When
from dateline.reader.contract import Reader
from dateline.resolve.who import Registry

COMMAND = "dateline evaluate corpus --data examples/corpus"
MEASURES = ("incidents", "types", "subtypes", "sides", "tolls", "claims", "stance", "when", "where")
_TOGETHER = 16
_ARTICLES = frozenset("a an the".split())


@dataclass(slots=True)
class Tally:
    """Right, said and wanted, by measure."""

    right: Counter[str] = field(default_factory=Counter)
    said: Counter[str] = field(default_factory=Counter)
    wanted: Counter[str] = field(default_factory=Counter)

    def add(self, measure: str, right: int, said: int, wanted: int) -> None:
        """Count one comparison."""
        self.right[measure] += right
        self.said[measure] += said
        self.wanted[measure] += wanted

    def join(self, other: Tally) -> None:
        """Count what another has counted, too."""
        self.right.update(other.right)
        self.said.update(other.said)
        self.wanted.update(other.wanted)

    def scores(self, measure: str) -> tuple[float, float, float]:
        """Precision, recall and F1, in 0..1."""
        right, said, wanted = self.right[measure], self.said[measure], self.wanted[measure]
        return right / max(said, 1), right / max(wanted, 1), 2 * right / max(said + wanted, 1)


def run(data: Path) -> Evaluation:
    """Score the reports of the test third under ``data``. Raises InputError for a broken file."""
    gold, wanted = gold_of(data)
    return evaluated("corpus", COMMAND, gold, wanted)


def gold_of(data: Path) -> tuple[list[MarkedReport], str]:
    """The reports of the part that is wanted, and its name. Raises InputError for a broken file."""
    wanted = os.environ.get("DATELINE_EVALUATE_PART", "test")
    return [report for report in read(data) if part(report.id) == wanted], wanted


def evaluated(
    name: str, command: str, gold: Sequence[MarkedReport], wanted: str, reader: Reader | None = None
) -> Evaluation:
    """Score what a reader makes of marked reports, those of the part ``wanted``; the chosen one when None."""
    tally = Tally()
    observed: list[Observation] = []
    for told, accounts in readings(gold, reader):
        compare(told, accounts, tally)
        observed += observations(told, accounts)
    rows: list[tuple[str, ...]] = []
    figures: dict[str, float] = {}
    for measure in MEASURES:
        precision, recall, f1 = tally.scores(measure)
        rows.append(
            (measure, *(f"{100 * v:.1f}" for v in (precision, recall, f1)), str(tally.wanted[measure]))
        )
        figures |= {f"{measure}_p": precision, f"{measure}_r": recall, f"{measure}_f1": f1}
    relevant = [bool(r.incidents) for r in gold]
    about = f"{len(gold)} reports, {sum(relevant)} with incidents; part {wanted!r}; all reports are invented."
    calibrated = calibration_figures(observed)
    errors = [(key.split("_")[1], v) for key, v in calibrated.items() if key.endswith("_error")]
    told_errors = ", ".join(f"{kind} {100 * error:.1f}" for kind, error in errors)
    notes = (about, f"expected calibration error in points: {told_errors}")
    figures |= calibrated
    columns = ("what", "precision %", "recall %", "F1 %", "marked")
    return Evaluation(name, command, columns, tuple(rows), figures, notes)


def readings(
    gold: Sequence[MarkedReport], reader: Reader | None = None
) -> Iterator[tuple[MarkedReport, list[Account]]]:
    """Each marked report with what is read from it, by the chosen reader when None."""
    read = (
        pair
        for begin in range(0, len(gold), _TOGETHER)
        for some in (gold[begin : begin + _TOGETHER],)
        for pair in zip(some, extract_all([page_of(one) for one in some], reader), strict=True)
    )
    yield from through(read, len(gold))


def tally_of(gold: Sequence[MarkedReport], reader: Reader) -> Tally:
    """What a reader makes of marked reports, held against the marks."""
    made = Tally()
    for told, accounts in readings(gold, reader):
        compare(told, accounts, made)
    return made


def page_of(marked: MarkedReport) -> Report:
    """The report with the very text that is marked: ingest would take a dateline for furniture, and the
    marks would lead to other words."""
    day = marked.published
    return Report(
        id=marked.id,
        text=marked.text,
        offsets=OffsetMap.identity(len(marked.text)),
        page_sha256=hashlib.sha256(marked.text.encode()).hexdigest(),
        title=marked.title,
        language="en",
        outlet=marked.outlet,
        published=Published(day.isoformat(), day, day, "exact", "given"),
    )


def compare(gold: MarkedReport, accounts: Sequence[Account], tally: Tally) -> None:
    """Add one report to the tally."""
    aligned = align(gold, accounts)
    tally.add("incidents", len(aligned), len(accounts), len(gold.incidents))
    _types(gold, accounts, aligned, tally)
    for letter, incident in gold.incidents.items():
        account = aligned.get(letter)
        _values(incident, account, tally)
        _stances(gold, letter, account, tally)
    for account in (a for a in accounts if a not in aligned.values()):
        _values(None, account, tally)


def align(gold: MarkedReport, accounts: Sequence[Account]) -> dict[str, Account]:
    """The account of each incident that one was read of, by its letter: those that share most words."""
    letters = list(gold.incidents)
    shared = [[_shared(gold, letter, account) for letter in letters] for account in accounts]
    return {letters[j]: accounts[i] for i, j in best_assignment(shared) if shared[i][j] > 0}


def observations(gold: MarkedReport, accounts: Sequence[Account]) -> Iterator[Observation]:
    """Every statement of type, actor, toll and claim, with whether the marks bear it out. What is said of an
    incident that nobody marked is wrong; two speakers who say the same are both right."""
    incident_of = {account.id: gold.incidents[letter] for letter, account in align(gold, accounts).items()}
    for account in accounts:
        told = incident_of.get(account.id)
        for statement in account.of(Field.TYPE):
            yield Observation("type", statement.confidence, told is not None and told.type == account.type)
        sides = sides_of(told)
        for actor, statement in account.actors:
            if actor.role is not ActorRole.CLAIMANT:
                right = matched(sides, [(actor.role.value, names_of(actor.name, actor.actor_id))])
                yield Observation("actor", statement.confidence, bool(right))
        tolls = wanted_tolls(told)
        for toll, statement in account.tolls:
            figure = (toll.effect.value, toll.low, toll.best, toll.high)
            yield Observation("toll", statement.confidence, figure in tolls)
        claims = wanted_claims(told)
        for claim, statement in account.claims:
            right = matched(claims, [(claim.stance.value, names_of(claim.claimant, claim.actor_id))])
            yield Observation("claim", statement.confidence, bool(right))


def sides_of(incident: MarkedIncident | None) -> list[tuple[str, list[str]]]:
    """Part and wordings of each actor; nobody without an incident."""
    return [(role, names) for role, *names in incident.sides] if incident else []


def wanted_tolls(incident: MarkedIncident | None) -> set[tuple[str, int | None, int | None, int | None]]:
    """Effect, low, best and high of each figure, whomever it counts."""
    return {(e, low, best, high) for e, _, low, best, high in incident.tolls} if incident else set()


def wanted_claims(incident: MarkedIncident | None) -> list[tuple[str, list[str]]]:
    """Kind and wordings of the claims; after a blamed party stands who blames it. A party may be called by
    any wording of the side that it is: "Milutin" is the "former policeman" who is blamed."""
    told = incident.claims if incident else ()
    parties = [(kind, names[:1] if kind == "blamed" else names) for kind, *names in told]
    return [(kind, [*names, *_called(names, incident)]) for kind, names in parties]


def _called(names: Sequence[str], incident: MarkedIncident | None) -> list[str]:
    """The further wordings of the sides that are called by one of ``names``."""
    own = {name.casefold() for name in names}
    sides = [wordings for _, wordings in sides_of(incident)]
    return [
        w for told in sides if own & {t.casefold() for t in told} for w in told if w.casefold() not in own
    ]


def _shared(gold: MarkedReport, letter: str, account: Account) -> float:
    """How many marks of an incident an account's words touch; its triggers count double."""
    spans = [s.spans for s in account.statements if s.field is not Field.NOTE]
    words = [span for told in spans for span in told]
    marks = [m for m in gold.marks if letter in m.incidents]
    points = 0.0
    for mark in marks:
        if any(s.start < mark.end and mark.start < s.end for s in words):
            points += 2.0 if mark.label == "ev" else 1.0
    return points


def _types(
    gold: MarkedReport, accounts: Sequence[Account], aligned: Mapping[str, Account], tally: Tally
) -> None:
    same = [(gold.incidents[letter], account) for letter, account in aligned.items()]
    right = sum(i.type == a.type for i, a in same)
    finer = [(i, a) for i, a in same if i.subtype]
    tally.add("types", right, len(accounts), len(gold.incidents))
    exact = sum(i.type == a.type and i.subtype == a.subtype for i, a in finer)
    tally.add(
        "subtypes",
        exact,
        sum(bool(a.subtype) for a in accounts),
        sum(bool(i.subtype) for i in gold.incidents.values()),
    )


def _values(incident: MarkedIncident | None, account: Account | None, tally: Tally) -> None:
    sides = sides_of(incident)
    # an actor whom several speakers name is one actor
    named = {(a.role.value, a.name.casefold()): a.actor_id for a, _ in account.actors} if account else {}
    said = sorted(
        (role, names_of(name, known)) for (role, name), known in named.items() if role != ActorRole.CLAIMANT
    )
    tally.add("sides", matched(sides, said), len(said), len(sides))
    tolls = wanted_tolls(incident)
    read_tolls = {(t.effect.value, t.low, t.best, t.high) for t, _ in account.tolls} if account else set()
    tally.add("tolls", len(tolls & read_tolls), len(read_tolls), len(tolls))
    claims = wanted_claims(incident)
    claimed = {(c.stance.value, c.claimant): c.actor_id for c, _ in account.claims} if account else {}
    told = [(kind, names_of(name, known)) for (kind, name), known in claimed.items()]
    tally.add("claims", matched(claims, told), len(told), len(claims))
    if incident is not None and incident.when is not None:
        when = _stretch(account.when) if account is not None and account.when is not None else None
        tally.add("when", when == incident.when, when is not None, 1)
    if incident is not None and incident.where:
        where = account.where if account is not None else None
        name = {_key(n) for n in (where.name, where.detail) if n} if where is not None else set()
        gold_name = _key(incident.where[0])
        tally.add("where", any(gold_name in n or n in gold_name for n in name), bool(name), 1)


def _stretch(when: When) -> str | None:
    """What the words name, as marked reports write it: the best day of a weekend is more than they say."""
    if when.best is None or when.earliest == when.latest or when.earliest is None or when.latest is None:
        return when.edtf
    return f"{when.earliest.isoformat()}/{when.latest.isoformat()}"


def matched(gold: Sequence[tuple[str, Sequence[str]]], said: Sequence[tuple[str, Sequence[str]]]) -> int:
    """How many of ``said`` are, one to one, among ``gold``: the same kind, and the name inside a wording or a
    wording inside the name (its first), or one of its other names word for word."""
    points = [[float(k == kind and _named_alike(own, names)) for k, own in gold] for kind, names in said]
    return sum(points[i][j] > 0 for i, j in best_assignment(points))


def names_of(name: str, actor_id: str | None) -> list[str]:
    """A name and the registry's other names for the same actor: authors mark words as they stand ("FMLN"),
    and readers name who that is."""
    registry = _registry()
    if actor_id is None or actor_id not in registry:
        return [name]
    actor = registry.get(actor_id)
    return [name, *actor.aliases, *actor.acronyms]


@cache
def _registry() -> Registry:
    return Registry.load()


def _named_alike(wordings: Iterable[str], names: Sequence[str]) -> bool:
    """Other names only count word for word: "troops" is in the name of every army."""
    told = [w for n in wordings if (w := _words(n))]
    name, others = _words(names[0]), [_words(n) for n in names[1:]]
    return any((name and (w <= name or name <= w)) or w in others for w in told)


def _words(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", name.casefold())) - _ARTICLES


def _key(name: str) -> str:
    return " ".join(re.findall(r"\w+", name.casefold()))


def _stances(gold: MarkedReport, letter: str, account: Account | None, tally: Tally) -> None:
    """Words that are not simply asserted: those of actors and tolls, of one incident."""
    marks = [m for m in gold.marks if letter in m.incidents and m.label in (*ROLES, *EFFECTS)]
    said: dict[tuple[int, int], Stance] = {}
    for statement in account.statements if account else ():
        if statement.field in (Field.ACTOR, Field.TOLL):
            for span in statement.spans:
                said[span.pair()] = statement.stance
    right = wanted = 0
    met: set[tuple[int, int]] = set()
    for mark in marks:
        wanted += mark.stance is not Stance.ASSERTED
        here = [p for p in said if p[0] < mark.end and mark.start < p[1]]
        met.update(here)
        right += mark.stance is not Stance.ASSERTED and any(said[p] is mark.stance for p in here)
    doubted = [p for p in met if said[p] is not Stance.ASSERTED]
    tally.add("stance", right, max(len(doubted), right), wanted)
