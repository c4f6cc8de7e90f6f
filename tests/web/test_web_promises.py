"""What the desk promises whoever sits at it, beyond the flows of test_web_browser: words in sight on every
screen, keys that are told, filters that can be taken back where they were set."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from desk_running import Watch, leave_pairs_open, make_desk, served
from test_web_browser import api, query, settled, until

from dateline.ledger import Failed

#: Whether the words of the focused statement, and the statement itself, are in sight; None where it has none.
_IN_SIGHT = """() => {
  const seen = (node) => {
    const box = node.getClientRects()[0];
    const top = document.elementFromPoint(box.left + 3, box.top + box.height / 2);
    return !!top && (node.contains(top) || top.contains(node));
  };
  const words = document.querySelector('#text .m.on'), row = document.querySelector('.s.focus');
  return [row.dataset.field, words ? seen(words) : null, seen(row.querySelector('.value'))];
}"""

#: The same of the value that has focus, and its words, on the pages of incidents and reports.
_BESIDE = """() => {
  const seen = (node) => {
    const box = node.getClientRects()[0];
    const top = document.elementFromPoint(box.left + 3, box.top + box.height / 2);
    return !!top && (node.contains(top) || top.contains(node));
  };
  const words = document.querySelector('.stories .m.on'), value = document.activeElement;
  return [words ? seen(words) : null, seen(value.querySelector('.value') || value)];
}"""


@pytest.mark.parametrize("size", [(1280, 900), (900, 700), (420, 800)])
def test_the_focused_statement_and_its_words_are_in_sight(page: Any, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto("review")
    until(page, "document.activeElement.matches('.s')")
    shown = []
    for number in range(page.locator("#item .s").count()):
        if number:
            page.keyboard.press("j")
        shown.append(page.evaluate(_IN_SIGHT))
    assert [row for row in shown if row[1] is False or not row[2]] == []
    assert {row[0] for row in shown if row[1]} >= {"type", "when", "where", "actor", "toll", "note"}


def test_words_are_in_sight_beside_values_on_a_narrow_screen_and_all_of_them_are_printed(page: Any) -> None:
    incident = api(page, "api/v1/incidents")["incidents"][1]["id"]
    report = api(page, f"api/v1/incidents/{incident}")["reports"][0]["report"]["id"]
    page.set_viewport_size({"width": 420, "height": 800})
    for path in ("report?" + query(id=report), f"incidents/{incident}"):
        page.goto(path)
        shown = []
        for _ in range(8):
            page.keyboard.press("j")
            shown.append(page.evaluate(_BESIDE))
        assert [row for row in shown if row[0] is False or not row[1]] == [], path
        assert sum(row[0] is True for row in shown) >= 6
        page.emulate_media(media="print")
        pane = page.locator(".stories")
        assert pane.evaluate("pane => pane.scrollHeight - pane.clientHeight") <= 1, "all of it is on paper"
        page.emulate_media(media="screen")


def test_every_page_tells_the_keys_that_work_there(page: Any) -> None:
    incident = api(page, "api/v1/incidents")["incidents"][1]["id"]
    report = api(page, f"api/v1/incidents/{incident}")["reports"][0]["report"]["id"]
    queue = "review?" + query(after=api(page, "api/v1/queue?limit=500")["accounts"][-1])
    for path, keys in [
        ("report?" + query(id=report), {"j", "k"}),
        (f"incidents/{incident}", {"j", "k"}),
        ("review", {"j", "k", "a", "r", "e", "n", "x", "s", "u"}),
        (queue, {"u"}),
        ("", {"/"}),
        ("sources", set()),
    ]:
        page.goto(path)
        page.keyboard.press("?")
        told = set(page.locator("#keymap kbd").all_inner_texts())
        assert keys | {"?"} <= told, path
        page.keyboard.press("Escape")
        assert not page.locator("#keymap").is_visible()
    page.goto("report?" + query(id=report))  # and the keys do what is told of them
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.locator(".reportpage .v").nth(1).evaluate("row => row === document.activeElement")
    assert page.locator("#text .m.on, .text .m.on").count() >= 1


def test_a_chosen_filter_that_lets_nothing_through_is_taken_away_where_it_was_chosen(page: Any) -> None:
    for asked, chosen in [
        ("country=FR", ["f-country-FR"]),
        ("from=1999-01-01&until=1999-12-31", ["f-year-1999"]),
        ("country=GA&disputed=yes&claimed=yes", ["f-country-GA", "f-disputed-1", "f-claimed-1"]),
    ]:
        page.goto("?" + asked)
        assert page.locator(".list .what").count() == 0
        on = page.locator("#facets a.on")
        assert sorted(on.evaluate_all("links => links.map(a => a.id)")) == sorted(chosen)
        assert page.locator(f"#{chosen[0]} .count").inner_text() in ("0", "2")
    page.locator("#f-country-GA").click()
    page.wait_for_url(lambda url: "country" not in url)
    until(page, "document.querySelectorAll('.list .what a').length > 0")
    assert "disputed=yes" in page.url and "claimed=yes" in page.url


def test_a_filtered_review_says_what_is_reviewed(page: Any) -> None:
    page.goto("review?country=BO&disputed=yes")
    said = page.locator("#item .crumbs").inner_text()
    assert "Incidents in Bolivia on which sources differ" in said
    page.keyboard.press("s")
    page.wait_for_url(lambda url: "country=BO" in url and "disputed=yes" in url)
    page.locator("#item .crumbs a", has_text="all others").click()
    page.wait_for_url(lambda url: "country" not in url)
    assert "Bolivia" not in page.locator("#item .crumbs").inner_text()


def test_pairs_follow_each_other_and_can_be_skipped(page: Any, ledger: Any) -> None:
    pairs = leave_pairs_open(ledger, 3)
    page.goto("merge")
    seen = [address(page.url)]
    page.keyboard.press("j")  # skipped: nothing is decided, the pair still waits
    page.wait_for_url(lambda url: address(url) not in seen)
    seen.append(address(page.url))
    assert api(page, "api/v1/decisions")["decisions"] == []
    assert len(api(page, "api/v1/pairs")) == 3
    page.keyboard.press("d")  # decided: the pair that follows comes by itself
    page.wait_for_url(lambda url: address(url) not in seen)
    assert sorted([*seen, address(page.url)]) == sorted(pairs)
    (decision,) = api(page, "api/v1/decisions")["decisions"]
    assert (decision["verb"], tuple(decision["subject"])) == ("split", seen[1])
    third = address(page.url)
    settled(page, lambda: page.keyboard.press("n"))  # not to be told: that is on record, too
    verbs = {tuple(d["subject"]): d["verb"] for d in api(page, "api/v1/decisions")["decisions"]}
    assert verbs == {seen[1]: "split", third: "unsure"}
    page.goto("merge")
    assert address(page.url) == seen[0], "what was skipped comes again"
    page.keyboard.press("?")
    assert "skip: the next pair" in page.locator("#keymap").inner_text()


def address(url: str) -> tuple[str, str]:
    """The pair that the address of a merge page names."""
    from urllib.parse import parse_qs, urlsplit

    asked = parse_qs(urlsplit(url).query)
    return asked["left"][0], asked["right"][0]


def test_the_second_of_two_people_on_a_pair_sees_that_the_first_decided(
    page: Any, chromium: Any, base: str, ledger: Any
) -> None:
    leave_pairs_open(ledger, 1)
    page.goto("merge")
    other = chromium.new_context(base_url=base + "/")
    watch = Watch(other, base)
    second = other.new_page()
    second.goto(page.url)
    settled(page, lambda: page.keyboard.press("d"))
    settled(second, lambda: second.keyboard.press("s"))
    assert "Not saved" in second.locator(".banner.bad").inner_text()
    assert "Different, said Ana" in second.locator(".banner.good").inner_text()
    assert [d["verb"] for d in api(page, "api/v1/decisions")["decisions"]] == ["split"]
    other.close()
    watch.check()


def test_the_page_of_runs_shows_no_key_of_an_address(ledger: Any) -> None:
    at = datetime(2016, 10, 28, tzinfo=UTC)
    run = ledger.start_run("watch", "0.1.0", at)
    problem = "https://ana:pw@news.example/a?token=secret answers 403"
    ledger.end_run(run, at, {}, [Failed("https://ana:pw@news.example/a?token=secret", problem, "none")])
    with served(make_desk(ledger)) as address:
        shown = httpx.get(f"{address}/runs").text
    assert "news.example/a?token=***" in shown and "secret" not in shown and "ana:pw" not in shown
