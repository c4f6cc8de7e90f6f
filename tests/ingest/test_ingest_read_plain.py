"""Plain text: furniture from story, headline, byline, agency, and the way back to the page."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.errors import InputError
from dateline.ingest import read
from dateline.model import Page

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared"

PAGE = """Tuesday, March 4, 2031
Main Menu
Home | News | Sports | Weather

Bridge blast kills three in Varna district

Bridge blast kills three in Varna district

By JANE ROE, Staff Writer
Posted: Monday, March 3, 2031 7:13 AM EST Updated: Monday, March 3, 2031 9:02 AM EST
Share this: Facebook Twitter Email

VARNA (AP) — A bomb under a bridge killed three soldiers on Sunday, the army said Monday.

Rescuers at the bridge on Sunday. (Photo: John Doe/Example News)

Nobody has claimed the attack, a spokesman said.
RELATED: Curfew in the district
Advertisement

Residents were told to stay at home until the road is cleared of mines.

Copyright 2031 The Associated Press. All rights reserved. This material may not be published.
Related Stories
Market reopens after fire
Comments are Closed
"""


def page(text: str, **given: str) -> Page:
    return Page(text.encode(), "text/plain", given.get("url"), given=given, origin="made.txt")


def check_map(report_text: str, segments: tuple[tuple[int, int, int], ...], source: str) -> None:
    for start, at, length in segments:
        assert report_text[start : start + length] == source[at : at + length]


def test_a_crawled_page_is_parted() -> None:
    report = read(page(PAGE))
    assert report.text.split("\n\n") == [
        "VARNA (AP) — A bomb under a bridge killed three soldiers on Sunday, the army said Monday.",
        "Nobody has claimed the attack, a spokesman said.",
        "Residents were told to stay at home until the road is cleared of mines.",
    ]
    assert report.title == "Bridge blast kills three in Varna district"
    assert report.byline == "Jane Roe"
    assert report.agency == "AP"
    assert report.language == "en"
    start = report.text.index("Nobody")
    assert report.offsets.to_page(start, start + 6) == ((PAGE.index("Nobody"), PAGE.index("Nobody") + 6),)
    check_map(report.text, report.offsets.segments, PAGE)
    assert report == read(page(PAGE))
    assert report.id == f"r-{report.page_sha256[:16]}"


def test_a_text_without_furniture_comes_back_as_it_was() -> None:
    text = (
        "DETROIT -\n\nTwo men were shot outside a bar.\n\n“We heard shots,” she said\n\n"
        "By Sunday afternoon, no one had been held, he said.\n\n"
        "- Ann Lee, 19, who was in stable condition.\n\n"
        "Anyone with information is asked to call 555-0100.\n\n"
        "Facebook posts led the police to the house, they said."
    )
    report = read(page(text, id="a", title="Two shot outside bar - WXYZ News 7"))
    assert report.text == text
    assert report.title == "Two shot outside bar"
    assert report.outlet == "WXYZ News 7"
    assert report.offsets.segments[0] == (0, 0, 9)


def test_a_headline_glued_to_its_dates_is_cut_off() -> None:
    text = (
        "Two hurt in market fire Posted: Monday, May 4, 2015 7:13 AM EDT "
        "Updated: Monday, May 4, 2015 9:02 AM EDT\n\n"
        "Two people were hurt when a market burned down early on Monday, police said.\n\n"
        "Read or Share this story: http://x.example/1"
    )
    report = read(page(text, id="b", title="Two hurt in market fire - KXYZ News"))
    assert report.text == "Two people were hurt when a market burned down early on Monday, police said."
    assert report.published.edtf == "2015-05-04"
    assert report.published.candidates[0].words.startswith("Posted: Monday, May 4, 2015")


def test_a_dispatch_in_hard_lines_is_joined() -> None:
    text = (
        "   SANTA ROSA, 3 JAN 90 (EFE) -- [TEXT] THE ARMY COMMAND HAS REPORTED THAT\n"
        "ABOUT 50 FARMERS WERE TAKEN FROM THEIR HOUSES BY ARMED MEN IN THE EASTERN\n"
        "DEPARTMENT.\n\n   MEANWHILE, THREE SOLDIERS WERE WOUNDED IN A CLASH NEAR THE BRIDGE AT THE\n"
        "ENTRANCE OF THE TOWN.\n"
    )
    report = read(page(text, id="c"))
    assert report.text.split("\n\n")[0].endswith("BY ARMED MEN IN THE EASTERN DEPARTMENT.")
    assert report.text.count("\n\n") == 1 and "\n" not in report.text.replace("\n\n", "")
    assert (report.published.edtf, report.agency, report.language) == ("1990-01-03", "EFE", "en")
    words = report.text.index("50 FARMERS")
    ((start, end),) = report.offsets.to_page(words, words + 10)
    assert text[start:end] == "50 FARMERS"
    check_map(report.text, report.offsets.segments, text)


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("MESA, Ariz. (AP) — A gunman shot at cars on a road.", "AP"),
        ("(Reuters) – A bomb went off beside a convoy of lorries.", "Reuters"),
        ("KABUL, Oct 3 (AFP) - A rocket fell beside the old fort.", "AFP"),
        ("A rocket fell beside the old fort at dawn. — Reuters", "Reuters"),
        ("A rocket fell beside the old fort, police said.\n\nAgence France-Presse", "AFP"),
        ("The AP reported that a rocket fell beside the old fort.", None),
        ("MONCKS CORNER, S.C. (WCIV) -- A girl was hurt at a party.", None),
    ],
)
def test_agency_credits(text: str, agency: str | None) -> None:
    assert read(page(text, id="d")).agency == agency


def test_a_page_without_a_story_is_refused() -> None:
    with pytest.raises(InputError, match="no story"):
        read(page("______\n\n12 34\n"))


LINES = st.sampled_from(
    [
        *PAGE.split("\n"),
        "A shell hit the school in Nowa Wieś, the mayor said on Tuesday.",
        "\tAn indented line about the talks in Zürich, which went on until the night.",
        "“It was loud,” said Ana — the baker’s wife\u00a0— on Friday.",
        "   ",
        "DETROIT -",
    ]
)


@settings(max_examples=120, deadline=None)
@given(st.lists(LINES, max_size=14), st.sampled_from(["\n", "\n\n", "\r\n"]), st.booleans())
def test_every_letter_leads_back_to_the_page(lines: list[str], glue: str, with_id: bool) -> None:
    text = glue.join(lines)
    made = page(text, id="e") if with_id else page(text)
    try:
        report = read(made)
    except InputError:
        return
    check_map(report.text, report.offsets.segments, text)
    mapped = sum(length for _, _, length in report.offsets.segments)
    assert len(re.sub(r"\s", "", report.text)) <= mapped
    assert report == read(made)


@pytest.mark.skipif(not (SHARED / "seed" / "page.txt").exists(), reason="../shared/seed is not here")
def test_the_seed_page() -> None:
    source = (SHARED / "seed" / "page.txt").read_bytes()
    report = read(Page(source, "text/plain", origin="page.txt"))
    text = source.decode()
    assert report.title == text.split("\n")[3]
    assert report.text.startswith("Security forces raided") and report.text.endswith("“home ground”.")
    assert report.text.count("\n\n") == 9
    for furniture in ("Main Menu", "December 6", "Comments are Closed", report.title):
        assert furniture not in report.text
    check_map(report.text, report.offsets.segments, text)
    assert report.published.edtf is None and report.published.weekday == 5
    (banner,) = [c for c in report.published.candidates if c.source == "banner"]
    assert not banner.accepted and "Friday" in banner.reason and "Wednesday" in banner.reason


@pytest.mark.skipif(not (SHARED / "bench" / "gva").exists(), reason="../shared/bench is not here")
def test_real_texts_keep_their_story() -> None:
    lines = (SHARED / "bench" / "gva" / "reports.jsonl").read_text("utf-8").splitlines()[::15]
    for line in lines:
        record = json.loads(line)
        report = read(page(record["text"], id=record["id"], title=record["title"]))
        check_map(report.text, report.offsets.segments, record["text"])
        assert len(report.text) >= 0.35 * len(record["text"])
