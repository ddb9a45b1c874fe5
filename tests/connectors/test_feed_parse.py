import json
import unicodedata
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.feed_dates import moment
from connectors.feed_parse import parse
from connectors.feed_text import canonical, plain, web_link
from connectors.items import Story
from connectors.opml import Subscriptions, subscriptions
from connectors.timebox import timebox
from tests.connectors.feeds import DATA, LOGIN, NOW, rss
from tests.corpus import corpus


@pytest.mark.parametrize("name", ["gazette.xml", "orbit.xml", "pinwheel.json", "cut.xml"])
def test_reads_a_feed(name: str) -> None:
    path = DATA / name
    expected = json.loads((DATA / f"{path.stem}.expected.json").read_text())
    feed = parse(path.read_bytes(), expected["url"])
    assert (feed.title, list(feed.warnings)) == (expected["title"], expected["warnings"])
    assert [_shown(story) for story in feed.stories] == expected["stories"]
    assert {story.feed for story in feed.stories} == {feed.title}


def _shown(story: Story) -> dict[str, str | None]:
    published = story.published.isoformat() if story.published else None
    return {
        "uid": story.uid,
        "title": story.title,
        "link": story.link,
        "published": published,
        "summary": story.summary,
    }


@pytest.mark.parametrize(
    ("data", "clause"),
    [
        (b"", "it is empty"),
        (b" \n", "it is empty"),
        (LOGIN, "it answered with a web page, not a feed"),
        (b"Please log in", "it is not a feed"),
        (b'{"error": "gone"}', "it is not a feed"),
        (b"[" * 100_000, "it is not a feed"),
        (b"/etc/hostname", "it is not a feed"),
        (b"https://example.org/feed.xml", "it is not a feed"),
    ],
)
def test_says_what_is_no_feed(data: bytes, clause: str) -> None:
    with pytest.raises(ValueError, match=clause):
        parse(data, "https://x.example/")


def test_a_path_in_the_answer_opens_no_file(tmp_path: Path) -> None:
    feed = tmp_path / "feed.xml"
    feed.write_bytes(rss("From the disk"))
    with pytest.raises(ValueError, match="it is not a feed"):
        parse(bytes(feed), "https://x.example/")


def test_an_empty_feed_is_a_feed() -> None:
    assert parse(rss(), "https://x.example/").stories == ()


def test_a_feed_without_a_title_goes_by_its_host() -> None:
    assert parse(rss("One", name=""), "https://x.example/feed").title == "x.example"


def test_the_letters_are_right_whatever_is_said_of_them() -> None:
    said = b'<?xml version="1.0" encoding="iso-8859-1"?>'
    utf8 = parse(said + rss("Müller"), "https://x.example/", "text/xml; charset=iso-8859-1")
    latin = parse(rss("Müller").decode().encode("latin-1"), "https://x.example/", "text/xml; charset=iso-8859-1")
    assert [story.title for feed in (utf8, latin) for story in feed.stories] == ["Müller", "Müller"]


def test_keeps_the_newest_of_many() -> None:
    old, new = rss(*map(str, range(150)), at=NOW - timedelta(days=9)), rss("New")
    both = old.replace(b"</channel>", new[new.index(b"<item>") : new.index(b"</channel>")] + b"</channel>")
    stories = parse(both, "https://x.example/").stories
    assert len(stories) == 100
    assert stories[0].title == "New"


def test_what_is_long_is_cut() -> None:
    story = parse(rss("word " * 200), "https://x.example/").stories[0]
    assert len(story.title) <= 300
    assert len(story.uid) <= 200


def test_entities_do_not_explode() -> None:
    levels = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
    bomb = f'<!DOCTYPE rss [<!ENTITY a0 "ha">{levels}]>'.encode()
    with timebox(5):
        feed = parse(bomb + rss("&a9;"), "https://x.example/")
    assert all(len(story.title) <= 300 for story in feed.stories)


def test_an_external_entity_is_not_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hidden")
    doctype = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'.encode()
    assert "hidden" not in str(parse(doctype + rss("a &x; b"), "https://x.example/"))


@given(st.binary(max_size=400) | st.text(max_size=200).map(rss))
@settings(max_examples=60)
def test_any_bytes_are_a_feed_or_none(data: bytes) -> None:
    try:
        feed = parse(data, "https://x.example/feed")
    except ValueError:
        return
    for story in feed.stories:
        assert not {"Cc", "Cs"} & {unicodedata.category(letter) for letter in story.title + story.summary}
        assert json.dumps([story.title, story.summary], ensure_ascii=False).encode()


# text, links, dates


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("Q&A &amp; R&amp;D", "Q&A & R&D"),
        ("<p>One</p><p>Two</p>", "One Two"),
        ("fish<br>chips", "fish chips"),
        ("a<b>c</b>d", "acd"),
        ("1 < 2 and x<y", "1 < 2 and x<y"),
        ("List<String>", "List<String>"),
        ("<script>alert(1)</script>Hi<style>p{}</style>", "Hi"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;Hi", "Hi"),
        ("<SCRIPT>alert(1)", ""),
        ("<img src=x onerror=alert(1)>pic", "pic"),
        ("<!-- note -->seen", "seen"),
        ("<![CDATA[seen]]>", "seen"),
        ("AT&amp;amp;T", "AT&T"),
        ("a\u200bb\u202ec\x00d\ue000", "abcd\ue000"),
        ("lone \ud800 half", "lone half"),
        (" a \n\t b ", "a b"),
    ],
)
def test_plain_text(markup: str, text: str) -> None:
    assert plain(markup, 100) == text


@pytest.mark.parametrize("part", ["<b>", "<a>", "<", "<b<b", "&", "&lt;", "<table><a>", "<svg>", "<!--"])
def test_no_markup_takes_long(part: str) -> None:
    with timebox(3):
        assert len(plain(part * 60_000, 50)) <= 50


@given(st.text(max_size=300), st.integers(5, 60))
def test_plain_text_is_one_line_and_short(markup: str, most: int) -> None:
    text = plain(markup, most)
    assert len(text) <= most
    assert text == " ".join(text.split())
    assert not {"<script", "\x00"} & set(text)


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("https://a.example/b?c=1#d", "https://a.example/b?c=1#d"),
        ("/b", "https://x.example/b"),
        ("b", "https://x.example/f/b"),
        ("//a.example/b", "https://a.example/b"),
        ("", None),
        ("javascript:alert(1)", None),
        (" javascript:alert(1)", None),
        ("java\nscript:alert(1)", None),
        ("data:text/html,x", None),
        ("mailto:a@b.example", None),
        ("https://paypal.example@evil.example/", None),
        ("https:\\\\evil.example", None),
        ("https://a.example/b c", None),
        ('https://a.example/"onclick=', None),
        ("https://a.example:port/", None),
        ("http://[::1", None),
        ("https://a.example/" + "b" * 3000, None),
    ],
)
def test_links_are_absolute_web_addresses_or_none(link: str, address: str | None) -> None:
    assert web_link(link, "https://x.example/f/feed.xml") == address


def test_a_relative_link_of_a_file_is_none() -> None:
    assert [web_link(link, "file:///home/kim/feed.xml") for link in ("/b", "//a.example/b")] == [None, None]


def test_a_link_is_the_same_however_its_reader_came() -> None:
    assert canonical("https://A.example/b?utm_source=x&id=1&fbclid=y#top") == "https://a.example/b?id=1"
    assert canonical("https://a.example/b?q=a%20b") == "https://a.example/b?q=a%20b"


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2026-03-24T05:10:00+01:00", "2026-03-24T04:10"),
        ("2026-03-24 05:10", "2026-03-24T05:10"),
        ("Di, 24 März 2026 05:10:00 +0100", "2026-03-24T04:10"),
        ("24. Dezember 2026", "2026-12-24T00:00"),
        ("mardi 24 mars 2026 08:00", "2026-03-24T08:00"),
        ("24 août 2026", "2026-08-24T00:00"),
        ("5 juillet 2026", "2026-07-05T00:00"),
        ("24 de marzo de 2026", "2026-03-24T00:00"),
        ("3 maja 2026", "2026-05-03T00:00"),
        ("24 ottobre 2026", "2026-10-24T00:00"),
        ("24 March 2026 5:10 PM", "2026-03-24T17:10"),
        ("24.03.2026 07:05", "2026-03-24T07:05"),
        ("03/24/2026", "2026-03-24T00:00"),
        ("24/03/2026 12:00 AM", "2026-03-24T00:00"),
        ("2026/3/4", "2026-03-04T00:00"),
        ("03/04/2026", None),
        ("31 Feb 2026", None),
        ("24 Foo 2026", None),
        ("9999-12-31T23:59:59-10:00", None),
        ("tomorrow", None),
        ("", None),
    ],
)
def test_dates_that_no_standard_has(text: str, iso: str | None) -> None:
    assert moment(text) == (datetime.fromisoformat(f"{iso}+00:00") if iso else None)


@given(st.text(max_size=60) | st.from_regex(r"\d{1,4}[ ./-]\w{1,5}[ ./-]\d{1,5}( \d{1,2}:\d\d)?", fullmatch=True))
def test_any_text_is_a_moment_or_none(text: str) -> None:
    found = moment(text)
    assert found is None or found.tzinfo is UTC


# opml


def test_opml_at_any_depth() -> None:
    data = b"""<opml version="2.0"><body>
      <outline text="News"><outline text="A&B" xmlUrl="https://a.example/?x=1&y=2"/>
        <outline text="deep"><outline xmlurl=" https://b.example/ "/></outline></outline>
      <outline xmlUrl="https://a.example/?x=1&amp;y=2"/><outline text="no feed" htmlUrl="https://c.example/"/>
    </body></opml>"""
    assert subscriptions(data) == Subscriptions(("https://a.example/?x=1&y=2", "https://b.example/"), complete=True)


def test_opml_with_markup_in_its_attributes() -> None:
    data = b'<opml><body><outline text="a "b" <i>c</i>" xmlUrl="https://a.example/?x=1&amp;y=2"/></body></opml>'
    assert subscriptions(data) == Subscriptions(("https://a.example/?x=1&y=2",), complete=True)


def test_opml_that_was_cut_off() -> None:
    data = b'<opml><body><outline xmlUrl="https://a.example/"/><outline xmlUrl="https://b.exa'
    assert subscriptions(data) == Subscriptions(("https://a.example/",), complete=False)


@pytest.mark.parametrize(
    ("data", "clause"),
    [
        (b"", "it is not an OPML file"),
        (LOGIN, "it has a document type definition"),
        (b"<rss/>", "it is not an OPML file"),
        (b'<!DOCTYPE opml [<!ENTITY a "b">]><opml><outline xmlUrl="https://&a;/"/></opml>', "it has a document type"),
        ('<!DOCTYPE opml [<!ENTITY a "b">]><opml/>'.encode("utf-16"), "it has a document type"),
    ],
)
def test_what_is_no_opml(data: bytes, clause: str) -> None:
    with pytest.raises(ValueError, match=clause):
        subscriptions(data)


def test_the_corpus_of_feeds_is_read_or_refused() -> None:
    refused_files = 0
    for path in sorted(corpus("feeds").rglob("*")):
        if path.is_file() and not path.name.endswith(".expected.json"):
            try:
                with timebox(5):
                    parse(path.read_bytes(), path.as_uri())
            except ValueError:
                refused_files += 1
    assert refused_files < 60


def test_the_corpus_of_lists_is_read_or_refused() -> None:
    found = 0
    for path in sorted(corpus("opml").rglob("*")):
        if path.is_file() and path.suffix != ".json":
            try:
                with timebox(5):
                    found += bool(subscriptions(path.read_bytes()).urls)
            except ValueError:
                continue
    assert found > 80
