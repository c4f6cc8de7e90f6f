"""A model on a server that fails in every way: what can pass is asked again, what cannot is told in one
line, nothing that was answered is asked twice."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dateline import service
from dateline.codebook import load
from dateline.errors import NoAnswer, UsageError
from dateline.model import OffsetMap, Report
from dateline.reader.llm.prompt import prompt_for
from dateline.service.language_model import Answers, Server, Settings, reader_of
from scripted_server import refusing, saying, serving

pytest.importorskip("openai", reason="the extra `llm` is not installed")

TEXT = (
    "Gunmen killed three farmers near Beni in North Kivu on Monday, the army said. The farmers were on their "
    "way to a market when the men opened fire on their lorry from both sides of the road. "
    "Nobody has claimed the attack. "
    "A local official told reporters that the area has seen several killings since the spring of last year."
)
GOOD = json.dumps({"incidents": [{
    "type": "armed_attack", "subtype": "ambush", "stage": "accomplished", "main": True, "trigger": "killed",
    "marks": [{"label": "perpetrator", "quote": "Gunmen", "stance": "asserted"},
              {"label": "killed", "quote": "three farmers", "stance": "asserted"},
              {"label": "victim", "quote": "three farmers", "stance": "asserted"},
              {"label": "where", "quote": "Beni", "stance": "asserted"},
              {"label": "weapon", "quote": "a rocket", "stance": "asserted"}]}]})  # fmt: skip
BOOK = load("dateline")


def prompt(text: str = TEXT):
    return prompt_for(Report("r1", text, OffsetMap.identity(len(text)), "0" * 64), BOOK)


def settings(url: str, **more: Any) -> Settings:
    return Settings(**{"base_url": url, "timeout": 5.0, "retries": 1, "answers": "", **more})


def in_turn(*answers: Any) -> Callable[[dict[str, Any]], Any]:
    waiting = list(answers)
    return lambda body: waiting.pop(0) if len(waiting) > 1 else waiting[0]


def test_what_is_asked_and_counted() -> None:
    with serving(lambda body: saying(GOOD, (1000, 200))) as (url, asked):
        server = Server("m", settings(url, price=(0.5, 2.0)))
        assert server.ask(prompt()) == GOOD
    assert asked[0]["model"] == "m" and asked[0]["temperature"] == 0
    assert asked[0]["response_format"]["json_schema"]["schema"]["required"] == ["incidents"]
    assert [m["role"] for m in asked[0]["messages"]] == ["system", "user"]
    assert (server.usage.tokens_in, server.usage.tokens_out) == (1000, 200)
    assert server.usage.cost((0.5, 2.0)) == pytest.approx(0.0009)


@pytest.mark.parametrize("status", [408, 409, 429, 500, 503])
def test_what_may_pass_is_asked_again(status: int) -> None:
    with serving(in_turn(refusing(status, **{"retry-after": "0.01"}), saying(GOOD))) as (url, asked):
        server = Server("m", settings(url))
        assert server.ask(prompt()) == GOOD
    assert len(asked) == 2 and server.usage.retries == 1


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (refusing(429, **{"retry-after": "0.01"}), "no more questions now"),
        (refusing(500, **{"retry-after": "0.01"}), "refuses \\(500"),
        (refusing(401), "OPENAI_API_KEY"),
        (refusing(403), "who runs the server"),
        (refusing(404), "a model there"),
        (refusing(400), "refuses \\(400"),
        ((200, {"content-type": "text/html"}, b"<html>hello</html>"), "message|no answer"),
        ((200, {"content-type": "application/json"}, b'{"choices": []}'), "without a message"),
        ((200, {"content-type": "application/json"}, b'{"choices": [{"index": 0'), "no answer|message"),
        ((200, {}, None), "nobody answers"),
    ],
    ids=["429", "500", "401", "403", "404", "400", "html", "no choices", "half a body", "hangs up"],
)
def test_what_does_not_pass_is_one_line_with_a_way_out(answer: Any, words: str) -> None:
    with serving(lambda body: answer) as (url, _), pytest.raises(NoAnswer, match=words) as caught:
        Server("m", settings(url)).ask(prompt())
    assert "\n" not in str(caught.value) and caught.value.way_out


def test_a_refusal_of_the_model() -> None:
    body = json.loads(saying("")[2])
    body["choices"][0]["message"] |= {"content": None, "refusal": "I cannot"}
    answer = (200, {"content-type": "application/json"}, json.dumps(body).encode())
    with serving(lambda _: answer) as (url, _), pytest.raises(NoAnswer, match="refuses to read"):
        Server("m", settings(url)).ask(prompt())


def test_silence_ends_at_the_time_that_was_set() -> None:
    with (
        serving(lambda body: saying(GOOD), slow=1.0) as (url, _),
        pytest.raises(NoAnswer, match=r"within 0\.2 s"),
    ):
        Server("m", settings(url, timeout=0.2, retries=0)).ask(prompt())


def test_nobody_there() -> None:
    with serving(lambda body: saying(GOOD)) as (url, _):
        pass
    with pytest.raises(NoAnswer, match="nobody answers"):
        Server("m", settings(url, retries=0)).ask(prompt())


@pytest.mark.parametrize(
    "refusal", [refusing(400), refusing(422), refusing(500, "response_format: literal_error")]
)
def test_a_server_that_knows_no_json_schema_is_asked_the_older_way(refusal: Any) -> None:
    def script(body: dict[str, Any]) -> Any:
        return saying(GOOD) if body["response_format"]["type"] == "json_object" else refusal

    with serving(script) as (url, asked):
        server = Server("m", settings(url, retries=0))
        assert server.ask(prompt()) == server.ask(prompt()) == GOOD
    assert [a["response_format"]["type"] for a in asked] == ["json_schema", "json_object", "json_object"]


def test_answers_are_kept_on_the_disk_and_a_torn_line_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "a" / "m.jsonl"
    kept = Answers(path)
    kept["q1"] = "one"
    with path.open("ab") as out:
        out.write(b'{"question": "q2", "ans')
    again = Answers(path)
    assert dict(again) == {"q1": "one"}
    again["q3"] = "three"
    assert dict(Answers(path)) == {"q1": "one", "q3": "three"}


def pages(tmp_path: Path, number: int = 3) -> Path:
    folder = tmp_path / "pages"
    folder.mkdir()
    for n in range(number):
        (folder / f"{n}.txt").write_text(f"{TEXT} The road was closed for {n + 2} days.", "utf-8")
    return folder


def use(monkeypatch: pytest.MonkeyPatch, url: str, tmp_path: Path) -> None:
    reader_of.cache_clear()
    for name, value in {
        "BASE_URL": url,
        "LLM_RETRIES": "0",
        "LLM_TIMEOUT": "5",
        "LLM_ANSWERS": str(tmp_path / "kept"),
    }.items():
        monkeypatch.setenv(f"DATELINE_{name}", value)


def test_a_batch_that_was_broken_off_goes_on_where_it_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = {"asked": 0, "broken": True}

    def script(body: dict[str, Any]) -> Any:
        state["asked"] += 1
        return refusing(429) if state["broken"] and state["asked"] > 2 else saying(GOOD)

    with serving(script) as (url, asked), service.open_ledger(tmp_path / "l.db") as ledger:
        use(monkeypatch, url, tmp_path)
        folder = pages(tmp_path)
        try:
            service.choose_reader("openai:m")
            first = service.ingest([folder], ledger)
            # a page that the model did not read is no page that tells of nothing
            assert first.new == 2 and len(first.failures) == 1 and "429" in first.failures[0].problem
            state["broken"] = False
            before = len(asked)
            second = service.ingest([folder], ledger)
            assert (second.new, second.known) == (1, 2) and len(asked) == before + 1
            told = service.spent("openai:m")
            assert "quotes found in the text" in told and "3 not found and dropped" in told
            (incident,) = service.incidents(ledger)
            assert incident.type == "armed_attack" and len(incident.accounts) == 3
            toll = incident.tolls[0].value
            assert getattr(toll, "best", None) == 3
            statements = [s for a in incident.accounts for s in a.statements]
            assert {s.by for s in statements} == {"llm-m@1"}
        finally:
            service.choose_reader("rules")


def test_two_readers_are_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(lambda body: saying(GOOD)) as (url, _):
        use(monkeypatch, url, tmp_path)
        found = service.compare([pages(tmp_path, 1)], "rules", "openai:m")
    assert found.agreement.reports == 1 and found.agreement.both == 1
    for one in found.differences:
        assert one.left != one.right
    assert not service.compare([tmp_path / "pages"], "rules", "rules").differences


@pytest.mark.parametrize("name", ["DATELINE_LLM_TIMEOUT", "DATELINE_LLM_PRICE", "DATELINE_LLM_RETRIES"])
def test_settings_that_are_no_numbers(name: str) -> None:
    with pytest.raises(UsageError):
        Settings.of({name: "many"})


def test_a_key_is_never_shown() -> None:
    assert "secret" not in repr(Settings(key="secret"))


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (refusing(429, **{"retry-after": "0.01"}), "takes no more questions now"),
        (saying("nonsense"), "no JSON"),
        (saying(""), "an empty answer"),
    ],
)
def test_a_page_alone_is_not_asked_for_twice_over(
    answer: Any, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    with serving(lambda body: answer) as (url, asked), service.open_ledger(tmp_path / "l.db") as ledger:
        use(monkeypatch, url, tmp_path)
        monkeypatch.setenv("DATELINE_LLM_RETRIES", "1")
        try:
            service.choose_reader("openai:m")
            done = service.ingest([tmp_path / "a.txt"], ledger)
        finally:
            service.choose_reader("rules")
    assert len(asked) == 2
    assert [words in failure.problem for failure in done.failures] == [True]
