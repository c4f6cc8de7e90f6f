"""Who gets in, and what each may do: roles, forged requests, stolen cookies, floods, prefixes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from desk_running import leave_pairs_open, make_desk
from starlette.testclient import TestClient

from dateline import service
from dateline.errors import UsageError
from dateline.web.app import create_app
from dateline.web.guard import Brake
from dateline.web.serving import Address, check

PASSWORD = "a long enough password"


def client_of(desk: Any, **more: Any) -> TestClient:
    return TestClient(create_app(desk), base_url="http://127.0.0.1", follow_redirects=False, **more)


@pytest.fixture
def shared(ledger: Any) -> Iterator[Any]:
    """A desk with a reader, two coders and an editor."""
    for name, role in (("Rea", "reader"), ("Cod", "coder"), ("Cyn", "coder"), ("Edi", "editor")):
        service.add_user(ledger, name, role, PASSWORD)
    yield make_desk(ledger, login=True)


def logged_in(desk: Any, name: str) -> TestClient:
    client = client_of(desk)
    answer = client.post("/login", data={"name": name, "password": PASSWORD})
    assert answer.status_code == 303 and answer.headers["location"] == "/"
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=lax" in cookie
    client.headers["X-CSRF-Token"] = client.get("/api/v1/session").json()["csrf"]
    return client


def decision(client: TestClient, verb: str, *subject: str) -> Any:
    return client.post("/api/v1/decisions", json={"decisions": [{"verb": verb, "subject": list(subject)}]})


def test_strangers_are_led_to_the_log_in_and_programs_are_told(shared: Any) -> None:
    client = client_of(shared)
    answer = client.get("/review?text=x")
    assert answer.status_code == 303 and answer.headers["location"] == "/login?next=%2Freview%3Ftext%3Dx"
    told = client.get("/api/v1/incidents")
    assert told.status_code == 401 and "Bearer" in told.json()["way_out"]
    assert client.get("/login").status_code == 200
    wrong = client.post("/login", data={"name": "Edi", "password": "wrong", "next": "//evil.example"})
    assert wrong.status_code == 401 and "evil" not in wrong.text
    elsewhere = client.post("/login", data={"name": "Edi", "password": PASSWORD, "next": "//evil.example"})
    assert elsewhere.headers["location"] == "/"


def test_each_role_may_do_its_own(shared: Any) -> None:
    leave_pairs_open(shared.ledger, 1)
    reader, coder, editor = (logged_in(shared, name) for name in ("Rea", "Cod", "Edi"))
    account = coder.get("/api/v1/queue").json()["accounts"][0]
    ((left, right),) = coder.get("/api/v1/pairs").json()
    assert decision(reader, "accept", account).status_code == 403
    form = {"account": account, "verb": "accept", "subject": account, "csrf": reader.headers["X-CSRF-Token"]}
    assert reader.post("/review/decide", data=form).status_code == 403
    assert reader.post("/review/state", data={**form, "field": "note"}).status_code == 403
    assert decision(coder, "merge", left, right).status_code == 403
    pair = {"left": left, "right": right, "verdict": "same"}
    assert coder.post("/merge/decide", data=pair).status_code == 403
    mine = decision(coder, "accept", account).json()["decisions"][0]["id"]
    other = logged_in(shared, "Cyn")
    assert decision(other, "undo", mine).status_code == 403, "the decision of another coder"
    assert decision(coder, "undo", mine).status_code == 201
    merged = decision(editor, "merge", left, right).json()["decisions"][0]["id"]
    assert decision(coder, "undo", merged).status_code == 403
    assert decision(editor, "undo", merged).status_code == 201
    assert [d.who for d in shared.ledger.decisions()] == ["Cod", "Cod", "Edi", "Edi"]


def test_each_role_is_offered_what_it_may_do(shared: Any) -> None:
    ((left, right),) = leave_pairs_open(shared.ledger, 1)
    for name, keys, undo in (("Rea", "", False), ("Cod", "n", True), ("Edi", "sdn", True)):
        client = logged_in(shared, name)
        page = client.get("/merge", params={"left": left, "right": right}).text
        assert "".join(re.findall(r'data-key="(.)"', page)) == keys
        assert ('action="/merge/undo"' in page) is undo
        review = client.get("/review", params={"account": left}).text
        assert ('data-act="accept"' in review) is undo


def test_forged_requests_are_refused(shared: Any) -> None:
    editor = logged_in(shared, "Edi")
    account = editor.get("/api/v1/queue").json()["accounts"][0]
    token = editor.headers.pop("X-CSRF-Token")
    assert decision(editor, "accept", account).status_code == 403
    editor.headers["X-CSRF-Token"] = token[:-1] + ("0" if token[-1] != "0" else "1")
    assert decision(editor, "accept", account).status_code == 403
    editor.headers["X-CSRF-Token"] = token
    editor.headers["Origin"] = "https://evil.example"
    assert decision(editor, "accept", account).status_code == 403
    for path in (
        "/review/decide",
        "/review/undo",
        "/review/state",
        "/merge/decide",
        "/merge/undo",
        "/logout",
    ):
        client = client_of(shared, cookies=dict(editor.cookies))
        form = {
            "account": account,
            "verb": "accept",
            "subject": account,
            "left": "a",
            "right": "b",
            "verdict": "same",
        }
        assert client.post(path, data=form).status_code == 403, path
    assert shared.ledger.decisions() == []


def test_a_stolen_cookie_opens_nothing_after_logging_out(shared: Any) -> None:
    victim = logged_in(shared, "Edi")
    thief = client_of(shared, cookies=dict(victim.cookies))
    assert thief.get("/api/v1/session").json()["who"] == "Edi"
    victim.post("/logout", data={"csrf": victim.headers["X-CSRF-Token"]})
    assert thief.get("/api/v1/session").status_code == 401
    service.add_user(shared.ledger, "Edi", "editor", PASSWORD + "!")  # a new password ends sessions, too
    assert logged_in_count(shared) == 0


def logged_in_count(desk: Any) -> int:
    import sqlite3

    with sqlite3.connect(desk.ledger.name) as connection:
        return int(connection.execute("SELECT count(*) FROM sessions").fetchone()[0])


def test_a_flood_of_log_ins_is_slowed_down(shared: Any) -> None:
    client = client_of(shared)
    codes = [
        client.post("/login", data={"name": "Edi", "password": f"guess {n}"}).status_code for n in range(7)
    ]
    assert codes == [401] * 5 + [429] * 2
    blocked = client.post("/login", data={"name": "Edi", "password": PASSWORD})
    assert blocked.status_code == 429 and int(blocked.headers["retry-after"]) > 0


def test_the_brake_lets_go_after_its_time() -> None:
    now = [0.0]
    brake = Brake(2, 10, lambda: now[0])
    brake.fail("a")
    brake.fail("a")
    with pytest.raises(Exception, match="too many attempts"):
        brake.check("b", "a")
    now[0] = 10.1
    brake.check("a")


def test_tokens_work_without_a_form_and_can_be_revoked(shared: Any) -> None:
    token = service.new_token(shared.ledger, "Cod", "script")
    client = client_of(shared, headers={"Authorization": f"Bearer {token}"})
    account = client.get("/api/v1/queue").json()["accounts"][0]
    assert decision(client, "accept", account).status_code == 201
    assert (
        client_of(shared, headers={"Authorization": "Bearer dl_x"}).get("/api/v1/session").status_code == 401
    )
    shared.ledger.drop_tokens("Cod", "script")
    assert client.get("/api/v1/session").status_code == 401


def test_passwords_and_secrets_are_not_in_the_ledger(shared: Any) -> None:
    client = logged_in(shared, "Edi")
    token = service.new_token(shared.ledger, "Edi", "x")
    with open(shared.ledger.name, "rb") as ledger, open(f"{shared.ledger.name}-wal", "rb") as log:
        stored = ledger.read() + log.read()
    for secret in (PASSWORD, token, client.cookies["dateline"]):
        assert secret.encode() not in stored
    assert b"$argon2id$" in stored


def test_other_names_of_this_machine_are_refused(desk: Any) -> None:
    rebound = TestClient(create_app(desk), base_url="http://evil.example")
    assert rebound.get("/api/v1/incidents").status_code == 421
    assert client_of(desk).get("/api/v1/incidents").status_code == 200


def test_beyond_this_machine_it_demands_users(ledger: Any) -> None:
    assert check(ledger, Address()) is False
    for address in (
        Address("0.0.0.0"),
        Address("192.0.2.1"),
        Address(hosts=("desk.example",)),
        Address("::"),
    ):
        with pytest.raises(UsageError, match="knows no users"):
            check(ledger, address)
    service.add_user(ledger, "Edi", "editor", PASSWORD)
    assert check(ledger, Address("0.0.0.0")) is True
    assert check(ledger, Address()) is True, (
        "behind a proxy it listens on this machine alone, and others come in"
    )


@pytest.mark.parametrize("stripped", [False, True])
def test_it_works_below_a_prefix_whether_or_not_the_proxy_takes_it_off(ledger: Any, stripped: bool) -> None:
    service.add_user(ledger, "Edi", "editor", PASSWORD)
    client = client_of(make_desk(ledger, login=True, prefix="/dateline"))
    at = "" if stripped else "/dateline"
    answer = client.get(f"{at}/review")
    assert answer.headers["location"].startswith("/dateline/login?next=%2Freview")
    entered = client.post(f"{at}/login", data={"name": "Edi", "password": PASSWORD, "next": "/review"})
    assert (
        entered.headers["location"] == "/dateline/review"
        and "Path=/dateline" in entered.headers["set-cookie"]
    )


def test_every_answer_forbids_what_it_does_not_need(desk: Any) -> None:
    client = client_of(desk)
    for path in ("/", "/nowhere", "/api/v1/incidents", "/static/x/desk.css", "/review"):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
    page = client.get("/").text
    assert "<style" not in page and " style=" not in page and "onclick" not in page
    assert "<script>" not in page
    assert client.get("/static/x/../../app.py").status_code == 404
    assert client.get("/static/x/..%2f..%2fapp.py").status_code == 404


def test_health_tells_strangers_little_and_metrics_take_a_token(shared: Any) -> None:
    stranger = client_of(shared)
    assert stranger.get("/healthz").json() == {"status": "ok"}
    refused = stranger.get("/metrics")
    assert refused.status_code == 401 and "token" in refused.text
    token = {"Authorization": "Bearer " + service.new_token(shared.ledger, "Rea", "scraper")}
    told = stranger.get("/healthz", headers=token).json()
    assert told["status"] == "ok" and told["stale"] is False
    figures = stranger.get("/metrics", headers=token)
    assert figures.headers["content-type"].startswith("application/openmetrics-text")
    assert figures.text.endswith("# EOF\n") and 'dateline_desk_answers_total{status="401"}' in figures.text


def test_health_fails_when_the_ledger_does(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from dateline.errors import LedgerError

    client = client_of(desk)
    assert client.get("/healthz").status_code == 200

    def broken() -> Any:
        raise LedgerError("the disk is gone", "mend it")

    monkeypatch.setattr(type(desk.ledger), "stale", property(lambda _: broken()))
    failing = client.get("/healthz")
    assert failing.status_code == 503 and failing.json()["status"] == "failing"
