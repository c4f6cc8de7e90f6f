"""The desk as people use it: a real browser on a real server, over the examples."""

from __future__ import annotations

import csv
import io
import re
import time
from functools import partial
from typing import Any

import pytest
from desk_running import Watch, leave_pairs_open


def api(page: Any, path: str) -> Any:
    """What the API says, asked from the page's own browser."""
    answer = page.request.get(path)
    assert answer.ok, (path, answer.status, answer.text())
    return answer.json()


def state_of(page: Any) -> list[tuple[str, str]]:
    """Value and state of every statement on the page."""
    return page.eval_on_selector_all(
        "#item .s",
        "rows => rows.map(r => [r.querySelector('.value').innerText, r.className.replace(' focus', '')])",
    )


def until(page: Any, condition: str, arg: Any = None, seconds: float = 20) -> None:
    """Wait for a condition. (Playwright's own waiting needs eval, which the desk's policy forbids.)"""
    end = time.monotonic() + seconds
    while True:
        try:
            if page.evaluate(condition, arg):
                return
        except Exception as error:  # the page is on its way to another
            if "context was destroyed" not in str(error) and "navigat" not in str(error):
                raise
        assert time.monotonic() < end, f"did not come true: {condition}"
        page.wait_for_timeout(30)


def settled(page: Any, act: Any) -> None:
    """Do something that sends a request and wait until the page is there again."""
    with page.expect_response(lambda r: r.request.method == "POST"):
        act()
    page.wait_for_load_state("load")
    until(page, "!document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling')")


def test_a_review_by_keyboard_alone_survives_a_reload(page: Any) -> None:
    page.goto("review")
    first = len(api(page, "api/v1/queue")["accounts"])
    assert first > 20
    keys = page.keyboard
    for number in range(20):
        before = page.locator("#item").get_attribute("data-account")
        until(page, "document.activeElement.matches('.s')")
        if number == 3:  # a statement is accepted, one rejected, and that undone; focus stays where it was
            keys.press("j")
            settled(page, lambda: keys.press("a"))
            settled(
                page, lambda: keys.press("r") if page.locator(".s.focus.open").count() else keys.press("u")
            )
            until(page, "document.activeElement.matches('.s')")
        if number == 5:  # a correction: another day
            while page.locator(".s.focus").get_attribute("data-field") != "when":
                keys.press("j")
            keys.press("e")
            page.wait_for_selector("#valueform[open] input[name=v_edtf]")
            keys.press("Control+a")
            keys.type("2016-10-23")
            settled(page, lambda: keys.press("Enter"))
            page.wait_for_selector(".s.corrected")
            assert "2016-10-23" in page.locator(".s.corrected .value").inner_text()
        key = "x" if number % 7 == 6 else "Enter"
        settled(page, partial(keys.press, key))
        until(page, "b => document.getElementById('item')?.dataset.account !== b", arg=before)
    settled(page, lambda: keys.press("u"))
    page.wait_for_selector(".banner.good, #item")
    waiting = api(page, "api/v1/queue")["accounts"]
    assert len(waiting) == first - 19
    account = page.locator("#item").get_attribute("data-account")
    assert account in waiting, "the undone account waits again, and is on the screen"
    shown = state_of(page)
    page.reload()
    assert state_of(page) == shown
    verbs = [d["verb"] for d in api(page, "api/v1/decisions?limit=500")["decisions"]]
    assert (
        verbs.count("undo") >= 1 and "correct" in verbs and "reject" in verbs and verbs.count("accept") >= 17
    )


def test_keys_rest_while_somebody_writes_and_the_keymap_opens(page: Any) -> None:
    page.goto("")
    page.keyboard.press("/")
    page.keyboard.type("a?x")
    assert page.locator("#words").input_value() == "a?x"
    assert not page.locator("#keymap").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert page.locator("#keymap").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#keymap").is_visible()


def test_selected_words_become_a_statement_with_their_span(page: Any) -> None:
    page.goto("review")
    account = page.locator("#item").get_attribute("data-account")
    report = api(page, "api/v1/account?" + query(id=account))["report"]
    text = api(page, "api/v1/report?" + query(id=report))["report"]["text"]
    words = "About 700 recruits"
    assert text.count(words) == 1, "the first report of the queue is that of the Bolan Courier"
    page.locator(".field[data-field=toll] .s").first.focus()
    select(page, words)
    page.wait_for_selector("#valueform[open] input[name=v_best]")
    assert page.locator("#valueform q").inner_text() == words
    assert page.locator("[name=v_best]").input_value() == "700"
    page.locator("[name=v_effect]").select_option("displaced")
    page.locator("[name=v_best]").focus()
    settled(page, lambda: page.keyboard.press("Enter"))
    page.wait_for_selector(".s.stated")
    item = api(page, "api/v1/account?" + query(id=account))
    (made,) = [s for s in item["statements"] if s["state"] == "stated"]
    (span,) = made["spans"]
    assert text[span[0] : span[1]] == words
    assert made["value"]["effect"] == "displaced" and made["value"]["best"] == 700
    page.locator(".s.stated").focus()  # its words are marked in the text
    assert "700 recruits" in "".join(page.locator("#text .m.on").all_inner_texts())
    page.locator("#text .m", has_text="late on Monday").click()  # and a click on words leads to their field
    assert page.locator(".s.focus").get_attribute("data-field") == "when"


def query(**given: str) -> str:
    from urllib.parse import urlencode

    return urlencode(given)


def test_merging_and_its_undo(page: Any, ledger: Any) -> None:
    leave_pairs_open(ledger, 1)
    before = api(page, "api/v1/incidents")["total"]
    page.goto("merge")
    pair = page.url
    settled(page, lambda: page.keyboard.press("s"))
    assert page.locator("h1").inner_text() == "No pair waits"
    assert api(page, "api/v1/incidents")["total"] == before - 1
    settled(page, lambda: page.keyboard.press("u"))
    assert page.url == pair
    assert api(page, "api/v1/incidents")["total"] == before
    settled(page, lambda: page.keyboard.press("d"))
    page.goto(pair)
    assert "Different" in page.locator(".banner.good").inner_text()


def test_filters_survive_a_reload_and_match_the_api_and_the_csv(page: Any) -> None:
    page.goto("")
    page.locator("#facets a", has_text="Pakistan").click()
    page.wait_for_url(re.compile("country=PK"))
    page.locator("#from").fill("2016-10")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("from=2016-10"))
    until(page, "document.getElementById('sentence').innerText.includes('since 2016-10-01')")
    ids = rows(page)
    assert "Incidents in Pakistan since 2016-10-01" in page.locator("#sentence").inner_text()
    asked = page.url.split("?", 1)[1]
    page.reload()
    assert rows(page) == ids and len(ids) == 2
    assert [i["id"] for i in api(page, f"api/v1/incidents?{asked}")["incidents"]] == ids
    csv_link = page.locator(".exports a", has_text="CSV").get_attribute("href")
    table = page.request.get(csv_link).body().decode("utf-8-sig")
    assert [row["id"] for row in csv.DictReader(io.StringIO(table))] == ids
    page.locator("#facets a.on").click()  # the same facet takes its filter away
    until(page, "!location.search.includes('country=PK')")


def rows(page: Any) -> list[str]:
    links = page.eval_on_selector_all(".list .what a", "links => links.map(a => a.getAttribute('href'))")
    return [link.rsplit("/", 1)[1] for link in links]


def test_dragging_the_window_of_days_changes_the_map_while_dragging(page: Any) -> None:
    page.goto("")
    placed = sum(at >= 0 for at in api(page, "api/v1/map")["at"])
    until(page, "n => document.getElementById('map').dataset.incidents === String(n)", placed)
    box = page.locator("#timeline > svg").bounding_box()
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * 0.3, y)
    page.mouse.down()
    page.mouse.move(box["x"] + 12, y, steps=4)
    until(page, "document.getElementById('map').dataset.incidents === '2'")
    assert "from=" not in page.url, "it filters while dragging, before anything is asked of the server"
    page.mouse.up()
    page.wait_for_url(re.compile("from=2016-08"))
    until(page, "document.querySelectorAll('.list .what a').length === 2")
    assert page.locator("#map").get_attribute("data-incidents") == "2"
    page.locator("#end1").focus()  # and by keyboard
    page.keyboard.press("ArrowLeft")
    until(page, "document.getElementById('window-says').textContent.includes(': ')")


def test_the_second_of_two_people_sees_that_the_first_decided(page: Any, chromium: Any, base: str) -> None:
    page.goto("review")
    other = chromium.new_context(base_url=base + "/")
    watch = Watch(other, base)
    second = other.new_page()
    second.goto(page.url)
    page.keyboard.press("j")
    settled(page, lambda: page.keyboard.press("a"))
    until(second, "document.activeElement.matches('.s')")
    settled(second, lambda: second.locator(".whole-accept").click())
    told = second.locator(".banner.bad", has_text="Not saved")
    told.wait_for()
    assert "Ana" in told.inner_text() and "accept" in told.inner_text()
    assert len(api(page, "api/v1/decisions")["decisions"]) == 1, "the second decision was not written"
    other.close()
    watch.check()


def test_no_serious_fault_of_accessibility_and_no_request_elsewhere(page: Any) -> None:
    axe = axe_source()
    incident = api(page, "api/v1/incidents")["incidents"][1]["id"]
    report = api(page, f"api/v1/incidents/{incident}")["reports"][0]["report"]["id"]
    paths = ["", "review", "merge", "codebook", "review/counts", "sources", "runs", f"incidents/{incident}"]
    paths.append("report?" + query(id=report))
    faults = []
    looks = [("light", 1280), ("dark", 1280), ("light", 400)]
    for (scheme, width), path in ((look, path) for path in paths for look in looks):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        answer = page.goto(path)
        assert answer.ok, (path, answer.status)
        page.wait_for_load_state("load")
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{path} is {wide} wide on a screen of {width}"
        page.evaluate(axe)
        found = page.evaluate(
            "axe.run(document, {resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa']})"
        )["violations"]
        faults += [
            (path, scheme, width, v["id"], v["nodes"][0]["html"][:160])
            for v in found
            if v["impact"] in ("serious", "critical")
        ]
    assert not faults


def axe_source() -> str:
    from pathlib import Path

    axe_playwright_python = pytest.importorskip(
        "axe_playwright_python", reason="needs axe: pip install -e '.[dev]'"
    )
    (path,) = Path(axe_playwright_python.__file__).parent.rglob("axe.min.js")
    return path.read_text("utf-8")


def test_an_evidence_page_prints_and_stands_alone(page: Any, tmp_path: Any) -> None:
    incident = api(page, "api/v1/incidents")["incidents"][1]["id"]
    page.goto(f"incidents/{incident}")
    with page.expect_download() as saved:
        page.locator("a", has_text="Save evidence page").click()
    path = tmp_path / "evidence.html"
    saved.value.save_as(path)
    html = path.read_text("utf-8")
    assert "Gunmen storm police college" in html and 'http-equiv="Content-Security-Policy"' in html
    assert not re.search(r"<(?:script|link|img)[^>]+(?:src|href)=", html)
    pdf = page.pdf()
    assert pdf.startswith(b"%PDF") and len(pdf) > 20_000


def test_a_statement_may_rest_on_several_stretches_of_words(page: Any) -> None:
    """Gathered with Ctrl, or one after the other by the form, which keeps what was typed."""
    page.goto("review")
    account = page.locator("#item").get_attribute("data-account")
    report = api(page, "api/v1/account?" + query(id=account))["report"]
    text = api(page, "api/v1/report?" + query(id=report))["report"]["text"]
    page.locator(".field[data-field=toll] .s").first.focus()
    page.keyboard.down("Control")
    select(page, "About 700 recruits")
    page.keyboard.up("Control")
    until(page, "document.querySelector('#picked b').textContent === '1 stretch of words'")
    assert not page.locator("#valueform[open]").count(), "it waits for the last of them"
    select(page, "live there")
    page.wait_for_selector("#valueform[open] input[name=v_best]")
    assert page.locator("#valueform q").all_inner_texts() == ["About 700 recruits", "live there"]
    page.locator("[name=v_best]").fill("701")
    page.locator("#valueform [data-more]").click()
    select(page, "hostel")
    page.wait_for_selector("#valueform[open] input[name=v_best]")
    assert page.locator("#valueform q").count() == 3
    assert page.locator("[name=v_best]").input_value() == "701"
    page.locator("[name=v_low]").fill("700")
    page.locator("[name=v_high]").fill("800")
    settled(page, lambda: page.keyboard.press("Enter"))
    page.wait_for_selector(".s.stated")
    assert not page.locator("#picked").is_visible()
    item = api(page, "api/v1/account?" + query(id=account))
    (made,) = [s for s in item["statements"] if s["state"] == "stated"]
    quoted = [text[start:end] for start, end in made["spans"]]
    assert quoted == ["About 700 recruits", "live there", "hostel"]
    page.keyboard.down("Control")  # what was picked can be dropped again
    select(page, "late on Monday")
    page.keyboard.up("Control")
    until(page, "!document.getElementById('picked').hidden")
    page.keyboard.press("Escape")
    assert not page.locator("#picked").is_visible()


#: Where words of the text begin and end on the screen.
_WHERE = """words => {
          const walk = document.createTreeWalker(document.getElementById('text'), NodeFilter.SHOW_TEXT);
          for (let node; (node = walk.nextNode());) {
            const at = node.data.indexOf(words);
            if (at >= 0) {
              const range = document.createRange();
              range.setStart(node, at); range.setEnd(node, at + words.length);
              node.parentElement.scrollIntoView({block: 'center'});
              const r = range.getClientRects();
              const last = r[r.length - 1], half = r[0].height / 2;
              return [r[0].left, r[0].top + half, last.right, last.bottom - half];
            }
          }
        }"""


def select(page: Any, words: str) -> None:
    """Select words of the text with the mouse."""
    box = page.evaluate(_WHERE, words)
    page.mouse.move(box[0] + 1, box[1])
    page.mouse.down()
    page.mouse.move(box[2] - 1, box[3], steps=5)
    page.mouse.up()


def test_a_near_map_shows_provinces_and_every_page_follows_the_browser_into_the_dark(page: Any) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto("?country=PK")
    until(page, "document.getElementById('map').dataset.ready")
    until(page, "Number(document.getElementById('map').dataset.provinces) > 5000")
    named = "[...document.querySelectorAll('.province-name')].map((label) => label.textContent)"
    until(page, f"{named}.includes('Balochistan')")
    assert "Sindh" not in page.evaluate(named), "it is not in sight"
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert max(int(part) for part in re.findall(r"\d+", paper)) < 60
    page.set_viewport_size({"width": 420, "height": 800})
    page.reload()
    assert not page.locator("#words").is_visible(), "on a narrow screen the filters fold"
    page.locator("#fold > summary").click()
    assert page.locator("#words").is_visible()


def test_the_codebook_page_explains_types_and_fields_with_examples(page: Any) -> None:
    book = api(page, "api/v1/codebook")
    page.goto("codebook")
    shown = page.locator("main").inner_text()
    for entry in book["types"]:
        assert entry["definition"] in shown and entry["example"] in shown
    for told in (*book["weapon_kinds"].values(), *book["stages"].values(), *book["toll_rules"].values()):
        assert told in shown
    assert page.locator("#fields .examples a").count() > 8, "examples from the ledger lead to their reports"
    page.locator("#fields .examples a").first.click()
    page.wait_for_url(re.compile("report"))
