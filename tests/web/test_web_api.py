"""The API: the same filters as the pages, paging, ETags, bulk decisions, exports; and no way to upset it."""

from __future__ import annotations

import csv
import io
import json
import re
from html import unescape
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from starlette.testclient import TestClient

from dateline import service
from dateline.model import DecisionVerb
from dateline.web.app import create_app
from dateline.web.desk import Who


@pytest.fixture
def client(desk: Any) -> TestClient:
    found = TestClient(create_app(desk), base_url="http://127.0.0.1", raise_server_exceptions=False)
    found.headers["X-CSRF-Token"] = desk.who and found.get("/api/v1/session").json()["csrf"]
    return found


def ids(answer: Any) -> list[str]:
    return [i["id"] for i in answer.json()["incidents"]]


def test_a_cursor_leads_through_all_incidents_once(client: TestClient) -> None:
    whole = ids(client.get("/api/v1/incidents"))
    paged, cursor = [], ""
    while True:
        answer = client.get("/api/v1/incidents", params={"limit": 2, "cursor": cursor})
        paged += ids(answer)
        cursor = answer.json()["next"]
        if not cursor:
            break
    assert paged == whole and len(set(whole)) == 8


@pytest.mark.parametrize(
    ("asked", "reads", "count"),
    [
        ("country=PK", "Incidents in Pakistan", 4),
        (
            "country=PK,BO&type=bombing&type=kidnapping",
            "Incidents of bombing or kidnapping in Pakistan or Bolivia",
            2,
        ),
        ("from=2016-10&until=2016-10", "Incidents between 2016-10-01 and 2016-10-31", 2),
        ("dated=no", "Incidents without a known day", 2),
        ("disputed=yes&claimed=yes", "Incidents on which sources differ that somebody claims", 2),
        ("text=police+training+college", "Incidents that mention “police training college”", 3),
        ("box=60,25,70,35", "Incidents within the box 25°–35° N, 60°–70° E", 4),
        ("review=done", "Incidents reviewed", 0),
        ("review=open&invented=no", "Incidents that are not invented not yet reviewed", 4),
        ("min_killed=50&min_origins=2", "Incidents with at least 50 killed from at least 2 origins", 1),
    ],
)
def test_page_api_and_exports_share_one_filter(
    client: TestClient, asked: str, reads: str, count: int
) -> None:
    answer = client.get(f"/api/v1/incidents?{asked}").json()
    found = [i["id"] for i in answer["incidents"]]
    assert (answer["reads"], answer["total"], len(found)) == (reads, count, count)
    table = client.get(f"/api/v1/export/csv?{asked}").content.decode("utf-8-sig")
    assert [row["id"] for row in csv.DictReader(io.StringIO(table))] == found
    places = client.get(f"/api/v1/export/geojson?{asked}").json()["features"]
    assert [feature["id"] for feature in places] == found
    lines = client.get(f"/api/v1/export/jsonl?{asked}").text.splitlines()
    assert [json.loads(line)["id"] for line in lines] == found
    evidence = client.get(f"/api/v1/export/html?{asked}").text
    assert [evidence.count(f"<code>{name}</code>") for name in found] == [1] * count
    page = client.get(f"/?{asked}").text
    for form in ("csv", "geojson", "jsonl", "html"):
        carried = re.search(rf'href="/api/v1/export/{form}\?([^"]+)"', page)
        assert carried and client.get(f"/api/v1/incidents?{unescape(carried[1])}").json()["reads"] == reads
    assert f'id="sentence" dir="auto">{reads}</h1>' in page
    assert all(f'href="/incidents/{name}"' in page for name in found)


@pytest.mark.parametrize(
    "asked", ["nonsense=1", "country=PAK", "from=soon", "from=2017&until=2016", "box=1,2,3", "disputed=maybe",
              "min_killed=-1", "cursor=%00", "limit=0", "review=all", "box=nan,nan,nan,nan", "from=99999"],
)  # fmt: skip
def test_a_filter_that_makes_no_sense_is_one_line_with_the_way_out(client: TestClient, asked: str) -> None:
    answer = client.get(f"/api/v1/incidents?{asked}")
    assert answer.status_code == 422 and set(answer.json()) == {"problem", "way_out"}
    page = client.get(f"/?{asked}")
    assert page.status_code == 422 or "limit" in asked or "cursor" in asked


def test_what_has_not_changed_is_not_sent_again(client: TestClient, desk: Any) -> None:
    first = client.get("/api/v1/incidents?country=PK")
    again = client.get("/api/v1/incidents?country=PK", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304 and not again.content
    account = client.get("/api/v1/queue").json()["accounts"][0]
    service.decide(desk.ledger, DecisionVerb.REJECT, (account,), "Ben")
    after = client.get("/api/v1/incidents?country=PK", headers={"If-None-Match": first.headers["etag"]})
    assert after.status_code == 200 and after.headers["etag"] != first.headers["etag"]


def test_many_decisions_stand_or_fall_together(client: TestClient, desk: Any) -> None:
    first, second, third = client.get("/api/v1/queue").json()["accounts"][:3]
    wrong = [{"verb": "accept", "subject": [first]}, {"verb": "accept", "subject": ["nothing"]}]
    assert client.post("/api/v1/decisions", json={"decisions": wrong}).status_code == 404
    assert desk.ledger.decisions() == []
    body = {"decisions": [{"verb": "accept", "subject": [first]}, {"verb": "reject", "subject": [second]}],
            "expect": {first: "", second: ""}}  # fmt: skip
    made = client.post("/api/v1/decisions", json=body)
    assert made.status_code == 201 and [d["verb"] for d in made.json()["decisions"]] == ["accept", "reject"]
    stale = client.post("/api/v1/decisions", json=body)
    assert stale.status_code == 409 and "look at account" in stale.json()["way_out"]
    waiting = client.get("/api/v1/queue").json()["accounts"]
    assert first not in waiting and second not in waiting and third in waiting


def test_the_queue_comes_in_pages(client: TestClient) -> None:
    whole = client.get("/api/v1/queue?limit=500").json()
    found, cursor = [], ""
    while cursor is not None:
        page = client.get("/api/v1/queue", params={"limit": 2, "cursor": cursor}).json()
        assert page["waiting"] == len(whole["accounts"]) > 4
        found, cursor = found + page["accounts"], page["next"]
    assert found == whole["accounts"] and whole["next"] is None
    assert client.get("/api/v1/queue?cursor=nobody").status_code == 422


def test_a_statement_from_words_by_the_api(client: TestClient) -> None:
    account = client.get("/api/v1/queue").json()["accounts"][0]
    report = client.get(
        "/api/v1/report",
        params={"id": client.get("/api/v1/account", params={"id": account}).json()["report"]},
    )
    text = report.json()["report"]["text"]
    at = text.index("late on Monday")
    value = {
        "is": "toll",
        "effect": "killed",
        "group": "unknown",
        "low": 1,
        "best": 2,
        "high": 3,
        "qualifier": "",
    }
    wish = {"verb": "state", "subject": [account], "field": "toll", "value": value, "spans": [[at, at + 4]]}
    assert client.post("/api/v1/decisions", json={"decisions": [wish]}).status_code == 201
    stated = [
        s
        for s in client.get("/api/v1/account", params={"id": account}).json()["statements"]
        if s["state"] == "stated"
    ]
    assert stated[0]["value"] == value and stated[0]["spans"] == [[at, at + 4]]
    for broken in ({"spans": [[0, 10**8]]}, {"spans": []}, {"value": {"is": "nothing"}}, {"field": "mood"}):
        answer = client.post("/api/v1/decisions", json={"decisions": [{**wish, **broken}]})
        assert answer.status_code == 422, broken


def test_alerts_tell_what_changed_since_somebody_looked(client: TestClient, desk: Any) -> None:
    incident = next(i for i in client.get("/api/v1/incidents").json()["incidents"] if len(i["tolls"]) > 3)[
        "id"
    ]
    assert client.post(f"/incidents/{incident}/seen").status_code == 204
    assert client.get("/api/v1/queue").json()["alerts"] == []
    whole = desk.ledger.incident(incident)
    chosen = next(c for c in whole.tolls if c.value.effect == "killed")
    machine = {s.id for a in whole.accounts for s in a.statements}
    for name in [s for s in chosen.support if s in machine]:
        service.decide(desk.ledger, DecisionVerb.REJECT, (name,), "Ben")
    (alert,) = client.get("/api/v1/queue").json()["alerts"]
    assert alert["incident"] == incident
    assert any(d["what"].startswith("killed") and d["was"] != d["now"] for d in alert["differences"])
    page = client.get("/review").text
    assert "Changed since you looked" in page and f"/incidents/{incident}" in page
    client.post(f"/incidents/{incident}/seen")
    assert client.get("/api/v1/queue").json()["alerts"] == []


def test_private_persons_are_not_named_in_tables(client: TestClient, desk: Any) -> None:
    for form in ("csv", "geojson", "jsonl"):
        assert client.get(f"/api/v1/export/{form}").status_code == 200
    assert client.get("/api/v1/export/xlsx").status_code == 422


CALM = settings(
    max_examples=8,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)


def test_schemathesis_finds_no_way_to_upset_it(desk: Any, base: str) -> None:
    schemathesis = pytest.importorskip("schemathesis", reason="needs Schemathesis: pip install -e '.[dev]'")
    schema = schemathesis.openapi.from_url(f"{base}/api/v1/openapi.json")
    csrf = Who("Ana", "editor", desk.secret).csrf
    seen = []
    for result in schema.get_all_operations():
        operation = result.ok()
        seen.append(operation.label)

        @CALM
        @given(case=operation.as_strategy())
        def run(case: Any) -> None:
            answer = case.call(headers={"X-CSRF-Token": csrf})
            assert answer.status_code < 500, (case.as_curl_command(), answer.text)

        run()
    assert len(seen) >= 17 and "POST /api/v1/decisions" in seen


def test_the_description_is_openapi_and_names_the_filters(client: TestClient) -> None:
    told = client.get("/api/v1/openapi.json").json()
    names = {p["name"] for p in told["paths"]["/api/v1/incidents"]["get"]["parameters"]}
    assert set(service.RULES) <= names and {"cursor", "limit"} <= names


def test_a_changed_codebook_changes_forms_and_page(desk: Any, client: TestClient) -> None:
    kinds = {**desk.codebook.weapon_kinds, "catapult": "What throws stones."}
    desk.codebook = desk.codebook.model_copy(update={"weapon_kinds": kinds})
    account = client.get("/api/v1/queue").json()["accounts"][0]
    form = client.get("/review/form", params={"account": account, "field": "weapon", "words": "0-6"})
    assert form.status_code == 200 and 'value="catapult"' in form.text
    assert "What throws stones." in client.get("/codebook").text


@pytest.mark.parametrize("words", ["x", "6-0", "0-999999", "-", "1-2,", "1-2;3-4", ",".join(["0-1"] * 30)])
def test_stretches_that_are_none_are_refused(client: TestClient, words: str) -> None:
    account = client.get("/api/v1/queue").json()["accounts"][0]
    asked = {"account": account, "field": "weapon", "words": words}
    assert client.get("/review/form", params=asked).status_code == 422


def test_opening_an_incident_reads_no_other(desk: Any, client: TestClient, monkeypatch: Any) -> None:
    name = client.get("/api/v1/incidents").json()["incidents"][0]["id"]

    def everything(_wanted: Any = None) -> Any:
        raise AssertionError("all incidents were read for the sake of one")

    monkeypatch.setattr(desk.ledger, "incidents", everything)
    assert client.get(f"/incidents/{name}").status_code == 200
    assert client.get(f"/incidents/{name[:8]}").status_code == 200, "the beginning of an id will do"
    assert client.get("/incidents/nowhere").status_code == 404
