"""The quick reader says what feedparser says, or nothing."""

from datetime import UTC, datetime
from html import escape
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors import feed_quick
from connectors.feed_parse import _thorough
from connectors.feed_quick import Entry, read
from tests.corpus import corpus

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:atom="http://www.w3.org/2005/Atom"
  xmlns:media="http://search.yahoo.com/mrss/"><channel>
<title>Tagesblick &amp; more</title><link>https://t.example/</link><atom:link rel="self" href="https://t.example/feed"/>
<image><title>not the title</title><url>https://t.example/i.png</url></image>
<item><title><![CDATA[A <b>strike</b> & more]]></title><link>https://t.example/1?a=1&amp;b=2</link>
  <guid isPermaLink="false">17</guid><pubDate>Tue, 24 Mar 2026 05:10:00 +0100</pubDate>
  <description>&lt;p&gt;Trains &amp;amp; buses&lt;/p&gt;</description>
  <media:thumbnail url="https://t.example/1.png"/></item>
<item><title>Second</title><guid>https://t.example/2</guid><pubDate>24 Mar 2026 04:00:00 GMT</pubDate>
  <content:encoded><![CDATA[<p>All of it</p>]]></content:encoded></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title type="text">Orbit</title>
<link rel="self" href="https://o.example/feed"/><updated>2026-03-24T05:00:00Z</updated>
<entry><title type="html">A &lt;i&gt;comet&lt;/i&gt;</title><id>urn:uuid:1</id>
  <link rel="alternate" type="text/html" href="https://o.example/1"/><link rel="enclosure" href="https://o.example/1.mp3"/>
  <published>2026-03-24T05:10:00.5+01:00</published><updated>2026-03-24T06:00:00Z</updated>
  <author><name>Kim</name><title>not the title</title></author>
  <summary>A smooth plain</summary>
  <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>A plain.</p></div></content></entry>
</feed>"""


def test_reads_rss() -> None:
    assert read(RSS.encode()) == (
        "Tagesblick & more",
        (
            Entry(
                "17",
                "A <b>strike</b> & more",
                "https://t.example/1?a=1&b=2",
                "<p>Trains &amp; buses</p>",
                datetime(2026, 3, 24, 4, 10, tzinfo=UTC),
            ),
            Entry(
                "https://t.example/2",
                "Second",
                "https://t.example/2",
                "<p>All of it</p>",
                datetime(2026, 3, 24, 4, tzinfo=UTC),
            ),
        ),
    )


def test_reads_atom() -> None:
    published = datetime(2026, 3, 24, 4, 10, tzinfo=UTC)
    entry = Entry("urn:uuid:1", "A <i>comet</i>", "https://o.example/1", "A smooth plain", published)
    assert read(ATOM.encode()) == ("Orbit", (entry,))


@pytest.mark.parametrize("feed", [RSS, ATOM])
def test_it_says_what_feedparser_says(feed: str) -> None:
    assert _same(feed.encode())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<rss", "<!DOCTYPE rss><rss"),
        ("UTF-8", "ISO-8859-1"),
        ("<rss", "<RSS"),
        ("</rss>", ""),
        ("Second", "Second &nbsp; third"),
        ("Second", "<b>Second</b>"),
        ("<title>Second</title>", ""),
        ("<title>Second</title>", "<media:title>Second</media:title>"),
        ("<item><title>Second", "<item xml:base='https://x.example/'><title>Second"),
        ("24 Mar 2026 04:00:00 GMT", "24. März 2026"),
        ("24 Mar 2026 04:00:00 GMT", "24 Mar 2026 04:00:00 EST"),
        ("24 Mar 2026 04:00:00 GMT", "31 Feb 2026 04:00:00 GMT"),
        ("pubDate>24 Mar 2026 04:00:00 GMT</pubDate", "PubDate>24 Mar 2026 04:00:00 GMT</PubDate"),
        ("<item><title>Second", "<item><item><title>Second"),
        ("<guid>https://t.example/2</guid>", ""),
        (
            "</content:encoded></item>",
            "</content:encoded><description>a</description><description>b</description></item>",
        ),
        ("</content:encoded></item>", "</content:encoded><content:encoded>b</content:encoded></item>"),
    ],
)
def test_what_is_unusual_is_left_to_feedparser(old: str, new: str) -> None:
    assert old in RSS
    assert read(RSS.replace(old, new, 1).encode()) is None


def test_two_summaries_of_an_atom_entry_are_left_to_feedparser() -> None:
    assert read(ATOM.replace("<summary>", "<summary>One</summary><summary>").encode()) is None


@pytest.mark.parametrize(
    ("feed", "old", "new", "link"),
    [
        (RSS, "a=1&amp;b", "a=1&amp;amp;b", "https://t.example/1?a=1&b=2"),
        (RSS, "<guid>https://t.example/2", "<guid>https://t.example/2?a&amp;amp;b", "https://t.example/2?a&amp;b"),
        (ATOM, 'https://o.example/1"', 'https://o.example/1?a&amp;amp;b"', "https://o.example/1?a&amp;b"),
    ],
    ids=["the text of a link", "a guid", "href"],
)
def test_what_was_escaped_twice_is_mended_where_feedparser_does(feed: str, old: str, new: str, link: str) -> None:
    data = feed.replace(old, new, 1).encode()
    found = read(data)
    assert found
    assert link in {entry.link for entry in found[1]}
    assert _same(data)


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"<html/>", b"<rss/>", b"\xff\xfe<", b"<rss><channel/></rss>", b"<" * 9999]
)
def test_what_is_no_feed_is_left_to_feedparser(data: bytes) -> None:
    assert read(data) is None


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=30)
SHOWN = TEXT.filter(str.strip)
DATES = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)).map(  # noqa: DTZ001  # hypothesis wants them naive
    lambda when: when.replace(microsecond=0, tzinfo=UTC)
)


@given(title=SHOWN, identity=SHOWN, query=st.text("abcö/&=%20", max_size=12), summary=SHOWN, when=DATES)
def test_whatever_an_item_says_it_says_what_feedparser_says(
    title: str, identity: str, query: str, summary: str, when: datetime
) -> None:
    item = (
        f"<item><title>{escape(title)}</title><link>https://x.example/p?q={escape(query)}</link>"
        f"<guid isPermaLink='false'>{escape(identity)}</guid><description>{escape(summary)}</description>"
        f"<pubDate>{when:%a, %d %b %Y %H:%M:%S} GMT</pubDate></item>"
    )
    assert _same(f"<rss version='2.0'><channel><title>X</title>{item}</channel></rss>".encode())


@given(st.binary(max_size=200) | st.text(max_size=100).map(lambda text: ATOM.replace("comet", text).encode()))
def test_any_bytes_are_a_feed_or_none(data: bytes) -> None:
    found = read(data)
    assert found is None or found[1]


def test_the_corpus_is_read_as_feedparser_reads_it() -> None:
    quick = [
        path
        for path in sorted(corpus("feeds").rglob("*"))
        if path.is_file() and path.suffix != ".json" and read(path.read_bytes())
    ]
    different = {path.name for path in quick if not _same(path.read_bytes())}
    # There, feedparser takes the podcast's short text before the item's own.
    assert different <= {"rss2_rss_2.0_ch9.xml"}
    assert len(quick) > 40


def test_it_is_quick() -> None:
    items = "".join(RSS[RSS.index("<item>") : RSS.index("</item>") + 7] for _ in range(2000))
    data = (RSS[: RSS.index("<item>")] + items + "</channel></rss>").encode()
    started = process_time()
    assert read(data)
    middle = process_time()
    _thorough(data, "")
    assert middle - started < (process_time() - middle) / 2


def _same(data: bytes) -> bool:
    found = feed_quick.read(data)
    assert found
    title, entries, warnings = _thorough(data, "")
    plain = tuple(Entry(one.id, one.title, one.link, one.summary, one.published) for one in entries)
    return (title, plain, warnings) == (*found, ())
