"""Reports of US gun violence, from page to incident: days, places, counts, and merging.

The data are ``reports.jsonl`` (``id, title, published, url, text, incident_id``) and ``incidents.jsonl``
(``incident_id, date, city_or_county, lat_long, killed, injured, participants``) of the Gun Violence Archive
as the Long-Tail QA task (SemEval-2018 task 5) published them. Every report tells of one incident of the
archive, and is scored by its main account; its day is chosen by weights that were fitted without its
incident. ``DATELINE_EVALUATE_LIMIT=N`` in the environment reads only the first N reports.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import Progress as ProgressBar

from dateline.assemble import extract
from dateline.errors import DatelineError, InputError
from dateline.evaluate.cases import Case, Clock
from dateline.evaluate.merging import Merging, ways
from dateline.evaluate.result import Evaluation
from dateline.evaluate.unseen_days import without
from dateline.ingest import iter_pages, read
from dateline.ingest.limits import Failure
from dateline.link.counts import total, total_figure
from dateline.link.places import fold
from dateline.model import Account, ActorKind, ActorRole, Effect, Group, Stance
from dateline.model.geo import haversine_km

COMMAND = "dateline evaluate gva --data PATH"
_NEAR_KM, _SAME_CITY_KM = 161.0, 15.0  # 100 miles: the customary radius of toponym resolution

Progress = Callable[[int, int], None]


def run(data: Path, limit: int | None = None, progress: Progress | None = None) -> Evaluation:
    """Score the folder ``data``. ``limit`` reads only the first reports; ``progress`` is told ``(done,
    all)``. Raises InputError when the files are not there."""
    if limit is None and os.environ.get("DATELINE_EVALUATE_LIMIT", "").isdigit():
        limit = int(os.environ["DATELINE_EVALUATE_LIMIT"])
    clock = Clock()
    with _bar(progress) as tell:
        cases = list(cases_of(Path(data), limit, clock, tell))
    if not cases:
        raise InputError(f"{data}/reports.jsonl holds no report", "name the folder of the archive")
    return _evaluation(cases, field_shares(cases), ways(cases, clock), clock)


@contextmanager
def _bar(progress: Progress | None) -> Iterator[Progress]:
    """The caller's progress, else a bar on standard error; silent when that is no terminal."""
    if progress is not None:
        yield progress
        return
    console = Console(stderr=True)
    with ProgressBar(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("reading reports", total=None)
        yield lambda done, every: bar.update(task, completed=done, total=every)


def cases_of(
    data: Path, limit: int | None = None, clock: Clock | None = None, progress: Progress | None = None
) -> Iterator[Case]:
    """Read, extract and pair with the archive, one report after the other. Raises InputError."""
    clock = clock or Clock()
    reports, known = data / "reports.jsonl", data / "incidents.jsonl"
    for path in (reports, known):
        if not path.is_file():
            raise InputError(f"{path} is not there", "name the folder that holds it with --data")
    archive = {i["incident_id"]: i for i in _records(known)}
    belongs, corpus = {}, set[str]()
    for record in _records(reports):
        belongs[record["id"]] = record["incident_id"]
        corpus.update({record["id"]} if record.get("gvc") else ())
    expected = min(limit, len(belongs)) if limit else len(belongs)
    for number, page in enumerate(iter_pages([reports]), 1):
        if limit is not None and number > limit:
            return
        if progress is not None:
            progress(number, expected)
        if isinstance(page, Failure):
            continue
        incident = archive[belongs[page.given["id"]]]
        try:
            report = clock.timed("ingest", read, page)
        except DatelineError:
            continue
        with without(incident["incident_id"]):
            accounts = clock.timed("extract", extract, report)
        yield Case(report, tuple(accounts), incident, page.given["id"] in corpus)


def _records(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


# --- fields of the main account -----------------------------------------------------------------------------


def field_shares(cases: Sequence[Case]) -> dict[str, float]:
    """Share of reports, 0..1, whose main account has each field right; no account has nothing right."""
    tests: dict[str, Callable[[Account, Mapping[str, Any]], bool]] = {
        "date exact": _day_exact,
        "date covered": _day_covered,
        "place within 161 km": _place_near,
        "same city": _same_city,
        "killed exact": lambda account, incident: counted(account, Effect.KILLED) == incident["killed"],
        "injured exact": lambda account, incident: counted(account, Effect.INJURED) == incident["injured"],
    }
    shares = {name: _share(cases, test) for name, test in tests.items()}
    shares["victims' group"] = group_share(cases)
    shares["no account"] = sum(c.main is None for c in cases) / len(cases)
    shares["no day"] = _share(cases, lambda a, _: a.when is None or a.when.earliest is None)
    shares["no place"] = _share(cases, lambda a, _: a.where is None or a.where.lat is None)
    return shares


def _share(cases: Sequence[Case], test: Callable[[Account, Mapping[str, Any]], bool]) -> float:
    return sum(c.main is not None and test(c.main, c.incident) for c in cases) / len(cases)


def counted(account: Account, effect: Effect) -> int:
    """The account's count over all groups; what is not told is none."""
    return total_figure(total(account, effect)) or 0


def group_share(cases: Sequence[Case]) -> float:
    """Share of the reports whose main account says of whom the victims are. The archive parts participants
    into victims and suspects and tells no more, so only incidents count in which all who were killed or
    injured are victims: the killed and injured then must be civilians, by the group of a toll that is not
    denied or as victims of that kind, and none of them attackers or militants. Victims who are police are
    not told apart."""
    asked = [c for c in cases if _harmed(c.incident) == {"Victim"}]
    return sum(c.main is not None and _civilians(c.main) for c in asked) / max(len(asked), 1)


def _harmed(incident: Mapping[str, Any]) -> set[str]:
    """The parts ("Victim", "Subject-Suspect") of those who were killed or injured."""
    people = incident.get("participants") or ()
    hurt = [p for p in people if {"Killed", "Injured"} & set(p.get("Status", "").replace(",", " ").split())]
    return {p.get("Type", "").strip() for p in hurt}


def _civilians(account: Account) -> bool:
    told = [(t, s) for t, s in account.tolls if t.effect in (Effect.KILLED, Effect.INJURED)]
    groups = {t.group for t, s in told if s.stance is not Stance.DENIED and t.best != 0}
    kinds = {
        a.kind for a, s in account.actors if a.role is ActorRole.VICTIM and s.stance is not Stance.DENIED
    }
    said = Group.CIVILIANS in groups or ActorKind.CIVILIANS in kinds
    return said and not groups & {Group.ATTACKERS, Group.MILITANTS}


def _day_exact(account: Account, incident: Mapping[str, Any]) -> bool:
    when, day = account.when, date.fromisoformat(incident["date"])
    return when is not None and when.best == day


def _day_covered(account: Account, incident: Mapping[str, Any]) -> bool:
    when, day = account.when, date.fromisoformat(incident["date"])
    if when is None or when.earliest is None or when.latest is None:
        return False
    first, last = when.within or (when.earliest, when.latest)
    return first <= day <= last


def _km(account: Account, incident: Mapping[str, Any]) -> float | None:
    where, point = account.where, incident["lat_long"]
    if where is None or where.lat is None or where.lon is None or not point:
        return None
    return haversine_km(where.lat, where.lon, *point)


def _place_near(account: Account, incident: Mapping[str, Any]) -> bool:
    km = _km(account, incident)
    return km is not None and km <= _NEAR_KM


def _same_city(account: Account, incident: Mapping[str, Any]) -> bool:
    km = _km(account, incident)
    if km is not None and km <= _SAME_CITY_KM:
        return True
    city = fold(incident["city_or_county"])
    near = km is None or km <= _NEAR_KM
    return account.where is not None and near and fold(account.where.name) == city


# --- the table ----------------------------------------------------------------------------------------------


def _evaluation(
    cases: Sequence[Case], shares: Mapping[str, float], merged: Iterable[Merging], clock: Clock
) -> Evaluation:
    rows: list[tuple[str, ...]] = [(name, f"{100 * share:.1f} %", "", "") for name, share in shares.items()]
    figures = {name.replace(" ", "_"): share for name, share in shares.items()}
    for way in merged:
        rows += [(f"{way.name}: {label}", *values) for label, *values in way.rows()]
        figures |= way.figures()
    stages = ", ".join(f"{stage} {seconds:.1f} s" for stage, seconds in clock.seconds.items())
    incidents_told = len({c.incident["incident_id"] for c in cases})
    notes = (
        f"{len(cases)} reports of {incidents_told} incidents; main account of each report; a count that is "
        "not told is 0",
        "victims' group: of incidents in which only victims were hurt, as the archive knows no other groups",
        f"spent: {stages}",
    )
    figures["reports"] = float(len(cases))
    return Evaluation("gva", COMMAND, ("measure", "share / P", "R", "F1"), tuple(rows), figures, notes)
