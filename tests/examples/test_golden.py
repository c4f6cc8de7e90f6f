"""What is read from the example clusters, against what a careful person reads: field by field.

One test for every field of every expected incident, so that a failure names the field. The golden files say
why each value is the right one.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from example_clusters import Cluster, clusters
from read_cluster import Read, read_together

from dateline import link
from dateline.model import Actor, ActorRole, Chosen, Claim, ClaimStance, Incident, Target, Toll, When, Where

VIOLENT = frozenset(
    "battle armed_attack bombing air_strike shelling chemical_attack kidnapping hijacking arson "
    "property_destruction robbery sexual_violence ill_treatment execution security_operation mob_violence "
    "repression".split()
)


def read(cluster: Cluster) -> Read:
    return read_together(tuple(cluster.path(f) for f in cluster.files))


def cases(field: str = "") -> Iterator[Any]:
    """(cluster, golden incident) for every golden incident that says something of ``field``."""
    for cluster in clusters():
        for golden in cluster.expected["incidents"]:
            if not field or golden.get(field):
                yield pytest.param(cluster, golden, id=f"{cluster.name}/{golden['key']}")


def nested(field: str, name: str) -> Iterator[Any]:
    """The same for every entry of a list or mapping ``field``; ``name`` is a key that tells entries apart."""
    for cluster in clusters():
        for golden in cluster.expected["incidents"]:
            entries = golden.get(field) or []
            if isinstance(entries, dict):
                entries = [{"name": key, "effect": key, **entry} for key, entry in entries.items()]
            for number, entry in enumerate(entries):
                label = entry.get(name, number)
                label = label[0] if isinstance(label, list) else label
                tail = f"{entry['stance']}-{label}" if "stance" in entry else label
                yield pytest.param(cluster, golden, entry, id=f"{cluster.name}/{golden['key']}/{tail}")


def matching(found: Read, golden: dict[str, Any]) -> Incident:
    """The incident read that shares most reports with a golden one, of the same type."""
    want = set(golden["reports"])
    same_type = [i for i in found.incidents if i.type == golden["type"]]
    day = golden.get("when", {}).get("edtf")

    def closeness(incident: Incident) -> tuple[int, bool, str]:
        return (len(want & found.files_of(incident)), bool(day) and edtf(incident.when) == day, incident.id)

    best = max(same_type, key=closeness, default=None)
    assert best is not None and want & found.files_of(best), (
        f"no {golden['type']} was read from {sorted(want)}; read were:\n{listing(found)}"
    )
    return best


def listing(found: Read) -> str:
    """All incidents, a line each, for failure messages."""
    return "\n".join(
        f"  {i.type}/{i.subtype} {edtf(i.when)} {getattr(i.where.value, 'name', None)} "
        f"{[tolls(c) for c in i.tolls]} <- {sorted(found.files_of(i))}"
        for i in found.incidents
    )


def edtf(chosen: Chosen) -> str | None:
    return chosen.value.edtf if isinstance(chosen.value, When) else None


def tolls(chosen: Chosen | None) -> tuple[Any, ...] | None:
    value = chosen.value if chosen else None
    if not isinstance(value, Toll):
        return None
    return (str(value.effect), str(value.group), value.low, value.best, value.high)


def km(where: Where, lat: float, lon: float) -> float:
    assert where.lat is not None and where.lon is not None
    north = 111.2 * (where.lat - lat)
    east = 111.2 * (where.lon - lon) * math.cos(math.radians(lat))
    return math.hypot(north, east)


def one_of(names: Iterable[str], name: str) -> bool:
    """Whether a name is one of those a careful person would write, whatever its case and article."""

    def bare(n: str) -> str:
        return n.casefold().removeprefix("the ").removeprefix("a ").strip()

    return bare(name) in {bare(n) for n in names}


@pytest.mark.parametrize("cluster", clusters(), ids=lambda c: c.name)
def test_days_of_publication(cluster: Cluster) -> None:
    found = read(cluster)
    wrong = []
    for golden in cluster.expected["published"]:
        report = found.report_of(golden["file"])
        alone, linked = report.published.edtf, found.published.get(report.id)
        expected_alone = golden["alone"] if "alone" in golden else golden["edtf"]
        if alone != expected_alone:
            wrong.append(f"{golden['file']}: alone {alone}, expected {expected_alone}")
        if alone is None and (linked.edtf if linked else None) != golden["edtf"]:
            wrong.append(f"{golden['file']}: linked {linked}, expected {golden['edtf']}")
        if "weekday" in golden and report.published.weekday != golden["weekday"]:
            wrong.append(
                f"{golden['file']}: weekday {report.published.weekday}, expected {golden['weekday']}"
            )
        for words in golden.get("rejected", []):
            refused = [c for c in report.published.candidates if words in c.words and not c.accepted]
            if not any(c.reason for c in refused):
                wrong.append(f"{golden['file']}: {words!r} was not rejected with a reason")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(("cluster", "golden"), list(cases()))
def test_kind(cluster: Cluster, golden: dict[str, Any]) -> None:
    incident = matching(read(cluster), golden)
    assert incident.stage == golden["stage"]
    assert incident.subtype in golden.get("subtypes", [incident.subtype])


@pytest.mark.parametrize(("cluster", "golden"), list(cases("reports")))
def test_member_reports(cluster: Cluster, golden: dict[str, Any]) -> None:
    found = read(cluster)
    files = found.files_of(matching(found, golden))
    assert sorted(files) == sorted(golden["reports"]), "\n" + listing(found)


@pytest.mark.parametrize(("cluster", "golden"), list(cases("origins")))
def test_independent_origins(cluster: Cluster, golden: dict[str, Any]) -> None:
    assert matching(read(cluster), golden).origins == golden["origins"]


@pytest.mark.parametrize(("cluster", "golden"), list(cases("when")))
def test_when(cluster: Cluster, golden: dict[str, Any]) -> None:
    incident = matching(read(cluster), golden)
    assert edtf(incident.when) == golden["when"]["edtf"], incident.when


@pytest.mark.parametrize(("cluster", "golden"), list(cases("where")))
def test_where(cluster: Cluster, golden: dict[str, Any]) -> None:
    incident, want = matching(read(cluster), golden), golden["where"]
    where = incident.where.value
    assert isinstance(where, Where), incident.where
    assert where.country == want["country"]
    if "admin1" in want:
        assert where.admin1 == want["admin1"]
    if "within_km" in want:
        away = km(where, want["lat"], want["lon"])
        assert away <= want["within_km"], f"{where.name} is {away:.0f} km away"
    if "geonames_id" in want:
        assert where.geonames_id == want["geonames_id"], where


@pytest.mark.parametrize(("cluster", "golden", "side"), list(nested("sides", "names")))
def test_sides(cluster: Cluster, golden: dict[str, Any], side: dict[str, Any]) -> None:
    incident = matching(read(cluster), golden)
    actors = [c.value for c in incident.actors if isinstance(c.value, Actor)]
    targets = [c.value for c in incident.targets if isinstance(c.value, Target)]
    fits = [a for a in actors if one_of(side["names"], a.name) and a.role in side["roles"]]
    things = [t for t in targets if ActorRole.TARGET in side["roles"] and one_of(side["names"], t.name)]
    told = [(str(a.role), a.name) for a in actors] + [("target", t.name) for t in targets]
    assert fits or things, f"none of {side['names']} as {side['roles']} among {told}"


@pytest.mark.parametrize(("cluster", "golden", "toll"), list(nested("tolls", "name")))
def test_tolls(cluster: Cluster, golden: dict[str, Any], toll: dict[str, Any]) -> None:
    found = read(cluster)
    incident = matching(found, golden)
    chosen = found.toll(incident, toll["effect"], toll.get("group", "unknown"))
    assert chosen is not None and isinstance(chosen.value, Toll), [tolls(c) for c in incident.tolls]
    want = {key: toll[key] for key in ("low", "best", "high") if key in toll}
    assert {key: getattr(chosen.value, key) for key in want} == want, chosen


@pytest.mark.parametrize(("cluster", "golden", "claim"), list(nested("claims", "names")))
def test_claims(cluster: Cluster, golden: dict[str, Any], claim: dict[str, Any]) -> None:
    incident = matching(read(cluster), golden)
    claims = [c.value for c in incident.claims if isinstance(c.value, Claim)]
    told = "\n".join(f"  {c}" for c in claims)
    fits = [c for c in claims if c.stance == claim["stance"] and one_of(claim["names"], c.claimant)]
    assert fits, f"nobody of {claim['names']} {claim['stance']}; read were:\n{told}"
    for key in ("channel", "disputed"):
        if key in claim:
            assert claim[key] in [getattr(c, key) for c in fits], f"{key}:\n{told}"
    for key in ("jointly_with", "by"):
        if key in claim:
            assert any(one_of(claim[key], getattr(c, key)) for c in fits), f"{key}:\n{told}"


@pytest.mark.parametrize("cluster", clusters(), ids=lambda c: c.name)
def test_no_claimant_and_nobody_blamed_is_a_perpetrator(cluster: Cluster) -> None:
    for incident in read(cluster).incidents:
        spoken_of = [c.value.claimant for c in incident.claims if isinstance(c.value, Claim)]
        for chosen in incident.actors:
            actor = chosen.value
            if isinstance(actor, Actor) and actor.role is ActorRole.PERPETRATOR:
                assert not one_of(spoken_of, actor.name), f"{incident.type}: {actor.name}"


@pytest.mark.parametrize(("cluster", "golden"), list(cases()))
def test_no_claim_that_nobody_made(cluster: Cluster, golden: dict[str, Any]) -> None:
    incident = matching(read(cluster), golden)
    claims = [c.value for c in incident.claims if isinstance(c.value, Claim)]
    for stance in ClaimStance:
        known = [name for c in golden["claims"] if c["stance"] == stance for name in c["names"]]
        strangers = [c.claimant for c in claims if c.stance is stance and not one_of(known, c.claimant)]
        assert not strangers, f"{stance}: {strangers}"


@pytest.mark.parametrize(("cluster", "golden", "row"), list(nested("toll_over_time", "file")))
def test_toll_over_time(cluster: Cluster, golden: dict[str, Any], row: dict[str, Any]) -> None:
    found = read(cluster)
    rows = link.toll_over_time(matching(found, golden), found.reports, found.published)
    of_file = [r for r in rows if found.files[r.report_id] == row["file"] and r.effect == row["effect"]]
    told = [(str(r.published), r.low, r.best, r.high, r.said_by) for r in of_file]
    want = {k: row[k] for k in ("low", "high") if k in row}
    fits = [r for r in of_file if {k: getattr(r, k) for k in want} == want]
    assert fits, f"{want} is not among {told}"
    assert str(fits[0].published) == row["day"], told
    if "said_by" in row:
        names = [r.said_by.casefold() for r in fits]
        assert any(row["said_by"].casefold() in n for n in names), f"said by {names}, not {row['said_by']!r}"


@pytest.mark.parametrize("cluster", clusters(), ids=lambda c: c.name)
def test_no_violent_incident_that_did_not_happen(cluster: Cluster) -> None:
    found = read(cluster)
    matched = {matching(found, g).id for g in cluster.expected["incidents"]}
    extra = [i for i in found.incidents if i.type in VIOLENT and i.id not in matched]
    assert not extra, "\n".join(
        f"  {i.type}/{i.subtype} {edtf(i.when)} <- {sorted(found.files_of(i))}" for i in extra
    )


def test_every_field_of_the_golden_files_is_compared() -> None:
    known = {"key", "type", "subtypes", "stage", "development", "when", "where", "sides", "tolls", "claims"}
    known |= {"reports", "origins", "toll_over_time", "quotes"}
    for cluster in clusters():
        for golden in cluster.expected["incidents"]:
            assert set(golden) <= known, sorted(set(golden) - known)
