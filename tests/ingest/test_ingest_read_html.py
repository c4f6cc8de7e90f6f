"""HTML: the story found again in the page, letter by letter."""

import html as entities
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from trafilatura import load_html
from trafilatura.metadata import extract_author
from trafilatura.xpaths import AUTHOR_XPATHS

from dateline.ingest import decode, read
from dateline.ingest.about_html import about, is_signed
from dateline.ingest.align import locate
from dateline.ingest.markup import visible
from dateline.model import Page, Report

HTML = """<!doctype html><html lang="en"><head><title>Three held after raid - Example Times</title>
<meta property="og:site_name" content="Example Times">
<meta property="article:published_time" content="2031-03-04T06:30:00+01:00">
<script>var x = "<p>not text</p>";</script></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/n">News</a></li></ul></nav>
<article><h1>Three held after raid</h1><p class="byline">By Jane Roe</p>
<p>Police in the port of <b>San&nbsp;Mar</b>cos raided a house &amp; held three men on Monday,
   officials said on Tues<i>day</i>. The men are accused of planning an attack on the harbour.</p>
<p>&#8220;We found explosives,&#8221; said Colonel Ana Ruiz, who led the raid,
&ldquo;and a map of the harbour.&rdquo;</p>
<p>The three will be brought before a judge in the capital on Friday, the prosecutor&rsquo;s office said,
and could face twenty years in prison under the law on explosives that was passed last year.</p>
</article><footer><p>Copyright 2031 Example Times. All rights reserved.</p></footer></body></html>"""


def page(markup: str) -> Page:
    return Page(markup.encode(), "text/html", "https://times.example/2031/03/04/raid", origin="made.html")


def same_words(report: Report, source: str) -> None:
    """Every word of the text leads to the same word of the page, tags and entities aside."""
    for match in re.finditer(r"\S+", report.text):
        ranges = report.offsets.to_page(*match.span())
        stretch = source[ranges[0][0] : ranges[-1][1]] if ranges else ""
        plain = entities.unescape(re.sub(r"<[^>]*>", "", stretch))
        letters = match.group().strip("&“”’")  # these stand in the page as entities, not as letters
        assert letters in plain and (plain or not letters), (match.group(), stretch)
    for start, at, length in report.offsets.segments:
        assert report.text[start : start + length] == source[at : at + length]


def test_the_story_and_what_the_page_says_of_itself() -> None:
    report = read(page(HTML))
    paragraphs = report.text.split("\n\n")
    assert len(paragraphs) == 3
    assert paragraphs[0].startswith(
        "Police in the port of San Marcos raided a house & held three men on Monday, officials said"
    )
    assert paragraphs[1].startswith("“We found explosives,” said Colonel Ana Ruiz")
    assert (report.title, report.outlet, report.byline) == (
        "Three held after raid",
        "Example Times",
        "Jane Roe",
    )
    assert report.published.edtf == "2031-03-04" and report.published.how == "exact"
    assert "url" in report.published.reason
    same_words(report, HTML)
    assert report == read(page(HTML))


def test_offsets_pass_over_tags_and_entities() -> None:
    report = read(page(HTML))
    start = report.text.index("Marcos")
    first, second = report.offsets.to_page(start, start + 6)
    assert (HTML[slice(*first)], HTML[slice(*second)]) == ("Mar", "cos")
    amp = report.text.index("& held")
    ((low, high),) = report.offsets.to_page(amp, amp + 6)
    assert HTML[low:high] == " held" and HTML[low - 5 : low] == "&amp;"


def test_a_page_that_no_extractor_understands_is_read_line_by_line() -> None:
    markup = (
        "<html><body><table><tr><td>Main Menu</td></tr></table><h2>Gunmen seize a ferry near Isla Roca</h2>"
    )
    markup += (
        "<font>Gunmen seized a ferry near Isla Roca on Sunday, the coast guard said.</font></body></html>"
    )
    report = read(page(markup))
    assert report.text == "Gunmen seized a ferry near Isla Roca on Sunday, the coast guard said."
    same_words(report, markup)


def test_plain_text_that_is_html_is_read_as_html() -> None:
    report = read(Page(HTML.encode(), "text/plain", origin="made.txt"))
    assert "<p>" not in report.text and report.title == "Three held after raid"


def test_visible_text_leaves_scripts_and_comments_out() -> None:
    stream = visible("<p>a<!-- b -->c</p><script>d</script><style>e</style><p>f&nbsp;g &lt;h&gt; & i")
    assert stream.text == "ac\nf g <h> & i"


def test_paragraphs_are_found_in_page_order() -> None:
    stream = "Menu\nThe raid went on.\nOther\nThe raid went on.\nIt ended at dawn, the army said.\n"
    found = locate(["The raid went on.", "It ended at dawn,  the army said."], stream)
    assert [[stream[s:e] for s, e in f] for f in found] == [
        ["The raid went on."],
        ["It ended at dawn, the army said."],
    ]
    assert found[0][0][0] == stream.rindex("The raid")


WORDS = st.text(st.sampled_from("abcdé “”’&<>\u00a0\n-—.19"), min_size=1, max_size=40)
TAGS = st.sampled_from(["", "<b>", "</b>", "<br>", "<i class='x'>", "</i>", "&amp;", "&#8217;", "<!-- x -->"])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(WORDS, TAGS), min_size=1, max_size=12))
def test_runs_of_the_visible_text_stand_in_the_page(parts: list[tuple[str, str]]) -> None:
    markup = (
        "<html><body><p>"
        + "".join(entities.escape(w, quote=False) + t for w, t in parts)
        + "</p></body></html>"
    )
    stream = visible(markup)
    for start, at, length in stream.runs:
        assert stream.text[start : start + length] == markup[at : at + length]


@settings(max_examples=25, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=5), TAGS)
def test_reading_html_keeps_the_way_back(extra: list[str], tag: str) -> None:
    inside = "".join(f"<p>{entities.escape(w)}{tag} The army said so on Friday.</p>" for w in extra)
    markup = HTML.replace("</article>", inside + "</article>")
    report = read(page(markup))
    source = decode(page(markup))
    for start, at, length in report.offsets.segments:
        assert report.text[start : start + length] == source[at : at + length]
    assert report == read(page(markup))


def test_every_name_that_trafilatura_looks_for_is_a_sign_of_an_author() -> None:
    """Where none of them stands in the markup the search for an author is spared."""
    named = {
        name.replace("[Aa]", "a").replace("[Bb]", "b")
        for path in AUTHOR_XPATHS
        for literal in re.findall(r"'([^']+)'", path.path)
        for name in literal.split("|")
    }
    assert {"byl", "AuthorCard", "screenname"} <= named
    # "rel='me'" asks for an element called rel, which no page has
    assert {name for name in named - {"me"} if not is_signed(name)} == set()


@pytest.mark.parametrize(
    ("signed", "author"),
    [
        ('<p class="byline">By Jane Roe</p>', "Jane Roe"),
        ("<a rel=author>Jane Roe</a>", "Jane Roe"),
        ('<div class="BBL">Jane Roe</div>', "Jane Roe"),
        ("<p>Jane Roe</p>", ""),
    ],
)
def test_the_author_below_the_head_is_found(signed: str, author: str) -> None:
    markup = f"<html><body><h1>Three held</h1>{signed}<p>Police held three men on Monday.</p></body></html>"
    tree = load_html(markup)
    assert tree is not None
    assert about(tree, markup, None).author == author == (extract_author(tree) or "")
