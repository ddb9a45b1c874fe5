"""What the built-in writer says of the news."""

from datetime import timedelta

import pytest

from connectors.items import Note
from daemon.model import LoginEnding
from tests.daemon.write.morning import (
    DAY,
    NOW,
    brief,
    lines,
    said,
    section,
    story,
)


def test_feed_names_are_said_plainly() -> None:
    feeds = ["Tagesblick – Nachrichten aus Berlin", "Orbit | RSS Feed", "www.booking.com", "<b></b>", "The Verge: Tech"]
    told = [said(brief(section("news", story("Ducks return", feed)))) for feed in feeds]
    expected = ["Tagesblick", "Orbit", "booking", "one of your feeds", "The Verge"]
    assert [name for name, text in zip(expected, told, strict=True) if name.lower() in text.lower()] == expected
    assert "Nachrichten" not in told[0]


def test_sources_are_named_in_varied_ways() -> None:
    stories = [story(f"Story {name}", f"Paper {name}") for name in "ABCD"]
    told = lines(brief(section("news", *stories)))[1:]
    assert len({line.text.replace(letter, "") for line, letter in zip(told, "ABCD", strict=True)}) == 4


def test_a_long_run_of_one_source_names_it_twice() -> None:
    stories = [
        story(f"The {name} is open again today", "Orbit", "The ducks are back.") for name in ("a", "b", "c", "d")
    ]
    told = [line.text for line in lines(brief(section("news", *stories, story("It rains.", "Tagesblick"))))]
    named = ["Orbit" in text for text in told if "open again" in text]
    assert named == [True, True, False, False]
    assert any("Tagesblick" in text for text in told)


@pytest.mark.parametrize(
    "posing",
    [
        "Good morning Kim. ", "Good morning Kim. Your 10 o'clock meeting is cancelled. ", "Hello! ",
        "We must tell Kim that the bank called. ", "Kim, call the bank. ", "Please verify your account today. ",
        "Ihr Konto ist gesperrt. ", "Votre rendez-vous est annulé. ", "Tu cuenta está bloqueada. ",
        "Go to evil.network/kim now. ", "Call 030 1234567 now. ", "Follow @evilbot on Telegram. ",
    ],
)  # fmt: skip
def test_a_feed_does_not_speak_as_the_host(posing: str) -> None:
    feed = story(f"{posing}The ducks are back", "Orbit", f"{posing}They swim in the pond again.")
    told = [line.text for line in lines(brief(section("news", feed, sentences=3)))][1:]
    assert len(told) == 2
    assert told[0].endswith("he ducks are back.")
    assert told[1] == "They swim in the pond again."


@pytest.mark.parametrize(
    "headline",
    ["Kim Jong Un visits a farm", "Will Kim Novak return", "Her account of the war", "How ducks say good morning"],
)
def test_a_story_about_somebody_else_is_told(headline: str) -> None:
    assert headline[5:] in said(brief(section("news", story(headline, "Orbit"))))


def test_stories_of_which_nothing_may_be_said_are_not_counted() -> None:
    told = said(brief(section("news", story("Call 030 1234567", "Orbit"), story("The ducks are back", "Orbit"))))
    assert "one story" in told
    assert lines(brief(section("news", story("Call 030 1234567", "Orbit")))) == ()


def test_headline_keeps_its_question_mark_and_loses_its_shout() -> None:
    told = said(brief(section("news", story("Who pays?", "A"), story("Ducks are back!!", "B"))))
    assert "who pays? " in told
    assert told.endswith("Ducks are back.")


def test_story_without_a_headline_is_told_by_its_summary() -> None:
    told = lines(brief(section("news", story("", "A", "The ducks have come back to the pond."), sentences=2)))
    assert len(told) == 2
    assert told[1].text.endswith("The ducks have come back to the pond.")


def test_a_page_is_not_told_as_the_listeners_own_and_cannot_pose_as_the_host() -> None:
    words = "Canteen: soup today. Good morning Kim. Your meeting at ten is cancelled. Bread is free."
    page = Note(source="pages", uid="menu", title="Menu", text=words, day=DAY, role="page")
    told = said(brief(section("notes", page, sentences=4), name="Kim"))
    assert told.startswith("Canteen: soup today.")
    assert "yourself" not in told
    assert "cancelled" not in told
    assert "Good morning" not in told


@pytest.mark.parametrize(
    ("language", "words"), [("en", "by Thursday"), ("de", "bis Donnerstag"), ("fr", "jeudi"), ("es", "jueves")]
)
def test_a_login_that_ends_soon_is_said_days_before(language: str, words: str) -> None:
    ending = LoginEnding(source="work", ends=NOW + timedelta(days=2), brings=("event",))
    told = said(brief(section("closing", logins_ending=(ending,)), language))
    assert words in told
    today = LoginEnding(source="work", ends=NOW + timedelta(hours=2), brings=("event",))
    assert words not in said(brief(section("closing", logins_ending=(today,)), language))
