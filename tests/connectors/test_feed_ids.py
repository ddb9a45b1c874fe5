"""By what a story is known, and whether what a feed gives as an id is a page."""

import pytest

from connectors.feed_parse import parse
from connectors.items import Story

URL = "https://news.example/a/feed.xml"


def rss(item: str) -> Story:
    data = f"<rss version='2.0'><channel><title>News</title><item><title>One</title>{item}</item></channel></rss>"
    (story,) = parse(data.encode(), URL).stories
    return story


@pytest.mark.parametrize(
    ("guid", "link"),
    [
        ("<guid>t3_42</guid>", None),
        ("<guid>post/42/</guid>", None),
        ("<guid isPermaLink='false'>https://news.example/42</guid>", None),
        ("<guid>https://news.example/42</guid>", "https://news.example/42"),
        ("<guid>t3_42</guid><link>42.html</link>", "https://news.example/a/42.html"),
        ("<guid>t3_42</guid><link>../42.html</link>", "https://news.example/42.html"),
        ("<guid>t3_42</guid><link>/42.html</link>", "https://news.example/42.html"),
        ("<guid>t3_42</guid><link>//other.example/42</link>", "https://other.example/42"),
    ],
)
def test_only_an_address_is_a_page(guid: str, link: str | None) -> None:
    assert rss(guid).link == link


@pytest.mark.parametrize("guid", ["t3_42", "17", "post/42", "/42", "../42"])
def test_an_id_stays_as_it_is_written(guid: str) -> None:
    assert rss(f"<guid>{guid}</guid>").uid.partition(":")[2] == guid


def test_an_episode_without_id_and_page_is_known_by_its_sound() -> None:
    sound = "<enclosure url='https://news.example/1.mp3' type='audio/mpeg' length='1'/>"
    assert rss(sound).uid == "https://news.example/1.mp3"
    assert rss(f"{sound}<link>https://news.example/1</link>").uid == "https://news.example/1"
    assert rss(f"{sound}<guid>1</guid>").uid.endswith(":1")


def test_an_id_is_not_taken_for_relative_after_a_base_within_the_text() -> None:
    data = (
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>News</title><entry><title>One</title>"
        "<content type='xhtml' xml:base='/list?limit=50'><div xmlns='http://www.w3.org/1999/xhtml'>x</div></content>"
        "<id>t3_42</id><link href='one'/></entry></feed>"
    )
    (story,) = parse(data.encode(), URL).stories
    assert (story.uid.partition(":")[2], story.link) == ("t3_42", "https://news.example/a/one")
