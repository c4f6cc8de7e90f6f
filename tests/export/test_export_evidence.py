"""The evidence page: everything is there, everything is escaped, nothing is fetched."""

from __future__ import annotations

import base64
import hashlib
import html.parser
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import made_up
from dateline import link
from dateline.export import Material, write_html
from dateline.export.evidence.segments import Mark, cut

HOSTILE = (
    '</script><script>alert(1)</script><img src="http://x/y.png" onerror=a()> killed 5 in Quetta & "so" \x1b'
)


class Page(html.parser.HTMLParser):
    """Collects tags, attributes and ids, and fails on what must not be there."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.story: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "div" and ("class", "text") in attrs:
            self.story.append("")
            self.open.append("story")

    def handle_endtag(self, tag: str) -> None:
        if tag == "div" and self.open:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.open:
            self.story[-1] += data

    def having(self, name: str) -> list[str]:
        return [value for _, attrs in self.tags if (value := attrs.get(name)) is not None]


def page_of(*texts: str, **more: str) -> tuple[str, Material]:
    reports = {f"r{n}": made_up.report_of(t, f"r{n}", "2016-10-25", **more) for n, t in enumerate(texts)}
    accounts = [account for report in reports.values() for account in made_up.extract(report)]
    found = link.incidents(accounts, reports, link.judge(accounts, reports), [], None)
    material = Material(tuple(found), reports, link.origins(reports), more.get("outlet", "t"))
    out = io.StringIO()
    write_html(material, out)
    return out.getvalue(), material


TEXTS = (
    "A bomb killed 61 people in Quetta on 2016-10-24. LeJ claimed it.",
    "A blast killed 59 people in Quetta on 2016-10-24.\n\nIt was the second this year.",
)


def test_every_link_leads_somewhere_and_every_id_is_one() -> None:
    page = Page(page_of(*TEXTS)[0])
    ids = page.having("id")
    assert len(ids) == len(set(ids))
    links = [href for href in page.having("href") if href.startswith("#")]
    assert links and {href[1:] for href in links} <= set(ids)


def test_the_whole_text_of_every_report_is_there_unchanged() -> None:
    text, material = page_of(*TEXTS)
    assert sorted(Page(text).story) == sorted(report.text for report in material.reports.values())


def test_every_statement_with_words_is_marked_and_stands_under_a_value() -> None:
    text, material = page_of(*TEXTS)
    page = Page(text)

    def keys_of(wanted: str) -> set[str]:
        found = (attrs.get("data-s") or "" for tag, attrs in page.tags if tag == wanted)
        return {key for keys in found for key in keys.split()}

    marks, shown = keys_of("a"), keys_of("article")
    listed = {attrs["data-s"] for tag, attrs in page.tags if tag == "li" and attrs.get("data-s")}
    spoken = sum(bool(s.spans) for i in material.incidents for a in i.accounts for s in a.statements)
    assert len(marks) == spoken
    assert marks == shown | listed


def test_dissent_is_beside_the_value_and_the_chart_has_every_source() -> None:
    text, _ = page_of(*TEXTS)
    assert 'class="e no"' in text and "dissents" in text
    assert text.count("<circle") == 2


@pytest.mark.parametrize("field", ["text", "outlet"])
def test_hostile_text_stays_text(field: str) -> None:
    text, _ = page_of(HOSTILE) if field == "text" else page_of(TEXTS[0], outlet=HOSTILE)
    page = Page(text)
    tags = [tag for tag, _ in page.tags]
    assert tags.count("script") == 1 and not {"img", "iframe", "object", "link", "base", "form"} & set(tags)
    assert not any(name.startswith("on") for _, attrs in page.tags for name in attrs)
    assert not page.having("src") and not page.having("style")


def test_a_dangerous_address_is_no_link() -> None:
    from dataclasses import replace

    _, material = page_of(TEXTS[0])
    for url, linked in (("javascript:alert(1)", False), ("https://example.org/a?b=1&c=2", True)):
        reports = {name: replace(report, url=url) for name, report in material.reports.items()}
        out = io.StringIO()
        write_html(replace(material, reports=reports), out)
        assert (url in Page(out.getvalue()).having("href")) is linked


def test_nothing_is_fetched_and_only_our_own_script_may_run() -> None:
    text, _ = page_of(*TEXTS)
    policy = next(
        str(attrs["content"])
        for _, attrs in Page(text).tags
        if attrs.get("http-equiv") == "Content-Security-Policy"
    )
    assert "default-src 'none'" in policy and "unsafe" not in policy
    for tag in ("script", "style"):
        (inside,) = re.findall(f"<{tag}>(.*?)</{tag}>", text, re.S)
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
        assert "http" not in inside.replace("http://www.w3.org/2000/svg", "") and "@import" not in inside


marks = st.lists(
    st.builds(
        lambda start, length, key, kind: Mark(start, start + length, key, kind),
        st.integers(0, 30),
        st.integers(1, 20),
        st.sampled_from(["s1", "s2", "s3", "s4"]),
        st.sampled_from(["when", "toll"]),
    ),
    max_size=8,
)


@given(st.text(min_size=50, max_size=50), marks)
def test_cut_keeps_the_text_and_every_letter_knows_its_marks(text: str, given_marks: list[Mark]) -> None:
    pieces = cut(text, given_marks)
    assert "".join(piece.text for piece in pieces) == text
    at, begun = 0, []
    for piece in pieces:
        for position in range(at, at + len(piece.text)):
            covering = {m.key for m in given_marks if m.start <= position < m.end}
            assert covering == set(piece.keys)
        at += len(piece.text)
        begun.extend(piece.first)
    assert sorted(begun) == sorted({m.key for m in given_marks})
