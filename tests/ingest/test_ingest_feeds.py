"""What feeds and sitemaps name, however they are written, and the one form of an address."""

from __future__ import annotations

import gzip

import pytest

from dateline.errors import InputError
from dateline.ingest.addresses import canonical
from dateline.ingest.feeds import Listed, Listing, read_listing

pytest.importorskip("feedparser", reason="needs the extra: pip install 'dateline[watch]'")
BASE = "https://news.example/feeds/all.xml"


def rss(*items: str, head: str = '<?xml version="1.0"?>') -> str:
    named = "".join(f"<item>{item}</item>" for item in items)
    return f'{head}<rss version="2.0"><channel><title>n</title>{named}</channel></rss>'


def headed(link: str, encoding: str) -> bytes:
    return rss(link, head=f'<?xml version="1.0" encoding="{encoding}"?>').encode(encoding)


def urls(content: bytes, charset: str = "") -> list[str]:
    return [story.url for story in read_listing(content, BASE, charset).stories]


@pytest.mark.parametrize(
    ("given", "one_form"),
    [
        ("HTTPS://News.Example:443/a/?utm_source=x&id=5#top", "https://news.example/a/?id=5"),
        ("http://news.example:8080", "http://news.example:8080/"),
        # the story is named by what looks like a mark, or by no name at all: all of these are stories
        ("https://news.example/article.php?cid=3", "https://news.example/article.php?cid=3"),
        ("https://news.example/?4711", "https://news.example/?4711"),
        ("https://news.example/a?source=5&ref=&b", "https://news.example/a?source=5&ref=&b"),
        ("https://news.example/a?b=2&a=1", "https://news.example/a?b=2&a=1"),
        ("https://news.example/a?id=1&amp;fbclid=x&amp;p=2", "https://news.example/a?id=1&p=2"),
        ("https://news.example/s;jsessionid=0A1B?x=1", "https://news.example/s?x=1"),
        ("https://news.example/s;4711/", "https://news.example/s;4711/"),
        ("https://news.example//a//b", "https://news.example//a//b"),
        ("https://news.example/%d8%a7/ا b", "https://news.example/%D8%A7/%D8%A7%20b"),
        ("http://новости.example/взрыв", "http://xn--b1amnebsh.example/%D0%B2%D0%B7%D1%80%D1%8B%D0%B2"),
        ("http://[2606:2800::1]:80/a", "http://[2606:2800::1]/a"),
        ("http://user@news.example/", "http://user@news.example/"),
        ("http://news.example:99999/", "http://news.example:99999/"),
        ("no address", "no address"),
    ],
)  # fmt: skip
def test_an_address_has_one_form_and_still_leads_there(given: str, one_form: str) -> None:
    assert canonical(given) == one_form == canonical(one_form)


def test_links_of_atom_are_those_of_the_story_and_relative_to_their_base() -> None:
    atom = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://base.example/blog/">
    <link rel="self" href="feed.atom"/>
    <entry xml:base="2016/"><link rel="replies" href="c"/><link rel="alternate" href="a.html"/></entry>
    <entry><link rel="enclosure" href="b.mp3"/><link href="b.html"/></entry>
    <entry xml:base="/"><link href="c.html"/></entry></feed>"""
    assert urls(atom.encode()) == [
        "https://base.example/blog/2016/a.html", "https://base.example/blog/b.html", "https://base.example/c.html",
    ]  # fmt: skip


def test_links_of_rss_are_relative_to_the_feed_and_may_be_the_guid() -> None:
    content = rss(
        "<link>\n ../a?x=1&amp;y=2 </link>",
        '<guid isPermaLink="true">https://news.example/b</guid>',
        '<guid isPermaLink="false">4711</guid><link><![CDATA[/c]]></link>',
        "<guid>tag:news,1</guid>",
        '<title>A & B &nbsp; \x08</title><link>/d</link><enclosure url="/d.mp3" type="audio/mpeg"/>',
    )
    assert urls(content.encode()) == [f"https://news.example/{path}" for path in ("a?x=1&y=2", "b", "c", "d")]


WORD = "взрыв"
PATH = "https://news.example/%D0%B2%D0%B7%D1%80%D1%8B%D0%B2"


@pytest.mark.parametrize(
    ("content", "charset"),
    [
        (headed(f"<link>/{WORD}</link>", "windows-1251"), ""),
        (headed(f"<link>/{WORD}</link>", "koi8-r"), "utf-8"),
        (rss(f"<link>/{WORD}</link>").encode("cp1251"), "windows-1251"),
        (rss(f"<link>/{WORD}</link>").encode(), "iso-8859-1"),
        (headed(f"<link>/{WORD}</link>", "utf-16"), ""),
        (b"\xef\xbb\xbf" + rss(f"<link>/{WORD}</link>").encode(), ""),
        (b"\n\n " + rss(f"<link>/{WORD}</link>").encode(), ""),
    ],
)  # fmt: skip
def test_feeds_in_any_encoding(content: bytes, charset: str) -> None:
    assert urls(content, charset) == [PATH]


def test_times_keep_the_offset_that_they_are_written_with() -> None:
    """Two in the morning in Quetta is the day before in Greenwich; the newspaper's day is its own."""
    content = rss(
        "<link>/a</link><pubDate>Sat, 29 Oct 2016 02:00:00 +0500</pubDate>",
        "<link>/b</link><pubDate>Fri, 28 Oct 2016 22:00:00 EST</pubDate>",
        "<link>/c</link><pubDate>soon</pubDate>",
    )
    found = read_listing(content.encode(), BASE).stories
    assert [s.published for s in found] == ["2016-10-29T02:00:00+05:00", "2016-10-28T22:00:00-05:00", ""]
    assert {s.updated for s in found} == {""}, "when it was published says nothing of an update"
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="/a"/>'
        "<published>2016-10-29T02:00:00.25+05:00</published><updated>2016-10-29T00:30:00Z</updated></entry></feed>"
    )
    (story,) = read_listing(atom.encode(), BASE).stories
    assert (story.published, story.updated) == ("2016-10-29T02:00:00+05:00", "2016-10-29T00:30:00+00:00")


SPACES = 'xmlns="urn:sitemap" xmlns:news="urn:n" xmlns:image="urn:i" xmlns:video="urn:v"'
ENTRY = """<url><loc> https://news.example/a </loc><lastmod>2016-10-28</lastmod>
<image:image><image:loc>https://cdn.example/a.jpg</image:loc><image:title>X</image:title></image:image>
<news:news><news:publication><news:name>N</news:name><news:language>en</news:language></news:publication>
<news:publication_date>2016-10-28T10:00:00+05:00</news:publication_date>
<news:title>Bomb in Quetta</news:title>
</news:news><video:video><video:title>V</video:title>
<video:publication_date>2011-01-01</video:publication_date>
</video:video></url>"""
SITEMAP = f'<?xml version="1.0"?><urlset {SPACES}>{ENTRY}</urlset>'
STORY = Listed("https://news.example/a", "Bomb in Quetta", "2016-10-28T10:00:00+05:00", "2016-10-28")


@pytest.mark.parametrize(
    "content",
    [
        SITEMAP.encode(),
        gzip.compress(SITEMAP.encode(), mtime=0),
        gzip.compress(SITEMAP[:300].encode(), mtime=0) + gzip.compress(SITEMAP[300:].encode(), mtime=0),
        SITEMAP.replace('"1.0"?', '"1.0" encoding="utf-16"?').encode("utf-16"),
        b"<!-- made by a plugin, with much to say of itself: "
        + b"x" * 2_500
        + b" -->"
        + SITEMAP[21:].encode(),
    ],
    ids=["plain", "gzip", "members", "utf-16", "comment"],
)
def test_a_sitemap_names_its_stories_and_not_their_images(content: bytes) -> None:
    assert read_listing(content, BASE) == Listing((STORY,))


def test_an_index_names_sitemaps_once() -> None:
    parts = "".join(f"<s:sitemap><s:loc>/{name}.xml.gz</s:loc></s:sitemap>" for name in "aba")
    index = f'<s:sitemapindex xmlns:s="http://www.sitemaps.org/schemas/sitemap/0.9">{parts}</s:sitemapindex>'
    found = read_listing(index.encode(), BASE)
    assert found == Listing((), ("https://news.example/a.xml.gz", "https://news.example/b.xml.gz"))


@pytest.mark.parametrize("content", [gzip.compress(SITEMAP.encode(), mtime=0)[:-30], b"\x1f\x8b and no more"])
def test_a_sitemap_that_breaks_off_is_not_taken_for_the_whole(content: bytes) -> None:
    with pytest.raises(InputError, match=r"breaks off|damaged"):
        read_listing(content, BASE)
