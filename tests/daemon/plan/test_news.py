from dataclasses import replace

import pytest

from connectors.items import Story
from daemon.plan.news import choose, cut, story_words
from daemon.plan.ranking import in_turn, interests_of, score
from daemon.plan.stories import canonical, fingerprints, unite
from daemon.plan.text import sentence_lengths, words
from tests.daemon.plan.builders import NOW, a_story


def told(*stories: Story, **interests: float) -> list[str]:
    """The titles in running order, on an hour-long show."""
    return [story.title for story in choose(stories, interests, (), 60, NOW).stories]


# texts ---


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        ("One two three.", (3,)),
        ("One two. Three four five! Six?", (2, 3, 1)),
        ("It rose by 3.5 percent. Then it fell.", (5, 3)),
        ("No full stop", (3,)),
        ("“Stay,” she said. “Go!” He went.", (3, 1, 2)),
        ("今日は雨です。明日は晴れ。", (3, 3)),
        ("word " * 100 + ".", (60,)),
    ],
)
def test_sentence_lengths(text: str, expected: tuple[int, ...]) -> None:
    assert sentence_lengths(text, 9) == expected


def test_words_of_scripts_without_spaces_count_too() -> None:
    assert (words("a calm day"), words("東京の天気"), words("Tokyo 東京")) == (3, 3, 2)


# the same story twice ---


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("https://www.example.org/a/b/?utm_source=rss&id=7#utm_campaign=x", "example.org/a/b?id=7"),
        ("http://Example.org/a/b", "example.org/a/b"),
        ("https://example.org/news.php?id=8", "example.org/news.php?id=8"),
        ("https://example.org/day#second", "example.org/day#second"),
        ("https://example.org/", None),
        ("https://example.org", None),
        ("https://example.org/?fbclid=1", None),
        ("not a link", None),
        ("http://[", None),
        (None, None),
    ],
)
def test_canonical(link: str | None, expected: str | None) -> None:
    assert canonical(link) == expected


def test_a_story_is_known_by_uid_link_and_title() -> None:
    story = a_story(
        "A town saves power with sensors", "Tagesblick", link="https://www.tagesblick.example/1?utm_medium=x"
    )
    assert fingerprints(story) == (
        "uid:tagesblick/Tagesblick: A town saves power with sensors",
        "link:tagesblick.example/1",
        "title:a town saves power with sensors",
    )
    assert fingerprints(replace(story, source="elsewhere")) == fingerprints(story)


def test_a_title_that_says_little_is_no_fingerprint() -> None:
    assert not any(mark.startswith("title:") for mark in fingerprints(a_story("Open thread")))


TOWN = a_story("Town saves 38 percent with motion sensors", "Tagesblick", hours=3)


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (a_story("Town saves 38 percent with motion sensors", "Stadtfunk"), True),
        (a_story("Town saves 38 percent with new motion sensors", "Stadtfunk"), True),
        (a_story("TOWN SAVES 38 PERCENT – with motion sensors!", "Stadtfunk"), True),
        (a_story("Town saves 83 percent with motion sensors", "Stadtfunk"), False),
        (a_story("Town loses its motion in court", "Stadtfunk"), False),
        (a_story("Town saves 38 percent with motion sensors", "Stadtfunk", hours=90), False),
        (a_story("Town saves 38 percent with motion sensors", "Stadtfunk", hours=None), True),
        (a_story("Town saves 38 percent with new motion sensors", "Tagesblick"), False),
    ],
)
def test_near_duplicates_of_two_feeds_are_one_story(other: Story, same: bool) -> None:
    assert len(unite([TOWN, other])) == (1 if same else 2)
    assert unite([TOWN, other]) == unite([other, TOWN])


def test_the_fullest_telling_speaks_and_names_the_other_feeds() -> None:
    full = a_story(TOWN.title, "Stadtfunk", summary="They only shine where somebody walks. " * 5)
    third = a_story(TOWN.title, "Orbit", hours=2)
    (cluster,) = unite([TOWN, full, third])
    assert cluster.story == replace(full, also_in=("Tagesblick", "Orbit"))
    assert set(cluster.members) == {TOWN, full, third}


def test_the_earliest_of_equals_speaks() -> None:
    (cluster,) = unite([a_story(TOWN.title, "Stadtfunk", hours=1), TOWN])
    assert (cluster.story.feed, cluster.story.also_in) == ("Tagesblick", ("Stadtfunk",))


def test_one_page_is_one_story_whatever_its_title() -> None:
    first = a_story("A comet", "Orbit", link="https://orbit.example.org/comet?utm_source=a")
    second = a_story("The far side of a comet", "Planet", link="http://www.orbit.example.org/comet")
    front = [a_story(title, title, link="https://orbit.example.org/") for title in ("One", "Two")]
    assert len(unite([first, second])) == 1
    assert len(unite(front)) == 2


# what is told ---


def test_what_was_told_before_is_left_out_in_every_feeds_telling() -> None:
    retold = a_story(TOWN.title + " now", "Stadtfunk")
    other = a_story("A probe pictures a comet")
    chosen = choose([TOWN, retold, other], {}, frozenset(fingerprints(TOWN)), 7, NOW)
    assert chosen.stories == (other,)


def test_fresh_stories_come_first_and_old_ones_not_at_all() -> None:
    stories = [
        a_story(title, title, hours=hours)
        for title, hours in (
            ("day", 30),
            ("old", 24 * 8),
            ("hour", 1),
            ("undated", None),
            ("future", -5),
            ("week", 160),
        )
    ]
    assert told(*stories) == ["future", "hour", "undated", "day", "week"]


def test_interests_weigh() -> None:
    stories = [
        a_story("Football: the cup", "Sport", hours=1),
        a_story("A quiet morning", "Local", hours=2),
        a_story("A comet seen", "Orbit", hours=12),
        a_story("Taxes rise", "Money", hours=1),
    ]
    assert told(*stories, comet=3, football=-1, taxes=-0.9) == ["A comet seen", "A quiet morning", "Taxes rise"]


@pytest.mark.parametrize(
    ("keyword", "title", "found"),
    [
        ("astronom", "Astronomy today", True),
        ("art", "A smart start", False),
        ("ECONOMIA", "Economía y paz", True),
        ("élan", "Elan vital", True),
        ("climate  change", "On climate change", True),
        ("c++", "C++ 26 is out", True),
        ("天気", "明日の天気", True),
        ("orbit", "Something else", True),  # the feed's title
        ("walks", "Something else", True),  # the summary
        ("", "Nothing", False),
    ],
)
def test_a_keyword_is_found_at_the_start_of_words(keyword: str, title: str, found: bool) -> None:
    story = a_story(title, summary="It only shines where somebody walks.")
    assert (score([story], interests_of({keyword: -1}), NOW) == ()) is found


def worth(story: Story) -> float:
    (one,) = score([story], (), NOW)
    return one.score


@pytest.mark.parametrize(("further", "times"), [(0, 1), (1, 1.5), (2, 2), (5, 2)])
def test_further_feeds_make_a_story_worth_more(further: int, times: float) -> None:
    story = a_story("A comet", "Orbit")
    told_too = replace(story, also_in=tuple(f"Feed {number}" for number in range(further)))
    assert worth(told_too) == pytest.approx(times * worth(story))


def test_a_story_of_two_feeds_is_told_before_a_slightly_fresher_one() -> None:
    alone = a_story("A quiet morning", "Local", hours=1)
    assert told(alone, TOWN, a_story(TOWN.title, "Stadtfunk", hours=3)) == [TOWN.title, "A quiet morning"]


@pytest.mark.parametrize("hours", [1, None])
@pytest.mark.parametrize("feeds", [("Orbit",), ("Orbit", "Planet"), ("Planet", "Orbit")])
def test_equals_are_told_in_the_briefings_order(hours: float | None, feeds: tuple[str, ...]) -> None:
    titles = ["A comet", "Zebras", "Birds", "Trains"]
    stories = [a_story(title, feeds[number % len(feeds)], hours=hours) for number, title in enumerate(titles)]
    assert told(*stories) == titles


def test_feeds_take_turns() -> None:
    busy = [a_story(f"Busy {number}", "Busy", hours=1 + number / 10) for number in range(6)]
    calm = [a_story(f"Calm {number}", "Calm", hours=30 + number) for number in range(2)]
    order = [story.feed for story in in_turn(score([*busy, *calm], (), NOW), 8)]
    assert order == ["Busy", "Busy", "Calm", "Busy", "Busy", "Calm", "Busy", "Busy"]


def test_one_feed_alone_has_no_turns_to_take() -> None:
    assert len(told(*(a_story(f"Story number {number}") for number in range(9)))) == 9


# how much is told ---

FOUR = "One two three. Four five six. Seven eight nine. Ten."


def test_depth_follows_weight() -> None:
    stories = [a_story(f"T{number}", f"F{number}", hours=number, summary=FOUR) for number in range(8)]
    entries, taken = cut(choose(stories, {}, (), 7, NOW), 1000)
    assert [entry.sentences for entry in entries] == [3, 3, 2, 2, 2, 1, 1, 1]
    assert taken == 6 + sum(story_words(story, entry.sentences) for story, entry in zip(stories, entries, strict=True))


@pytest.mark.parametrize("room", [-100, 0, 30, 50, 80, 120, 1000])
def test_the_news_fits_its_room_but_for_two_stories(room: int) -> None:
    stories = [a_story(f"T{number}", f"F{number}", hours=number, summary=FOUR) for number in range(8)]
    news = choose(stories, {}, (), 7, NOW)
    entries, taken = cut(news, room)
    assert len(entries) >= 2
    assert taken <= max(room, news.least)


def test_no_stories_no_words() -> None:
    assert cut(choose([], {}, (), 7, NOW), 500) == ((), 0)
    assert choose([], {}, (), 7, NOW).least == 0


def test_a_short_show_does_not_rattle_off_headlines() -> None:
    stories = [a_story(f"T{number}", f"F{number % 9}") for number in range(100)]
    assert len(choose(stories, {}, (), 7, NOW).stories) == 14


@pytest.mark.parametrize(
    "title",
    ["Daily update number {} from the city", "Story {}: trains, towns and comets", "The same short title, {0:.0}"],
)
def test_ten_thousand_stories_are_too_many_for_none_of_the_rules(title: str) -> None:
    stories = [
        a_story(title.format(str(number)), f"Feed {number % 300}", hours=number % 160, summary=FOUR * 5)
        for number in range(10_000)
    ]
    chosen = choose(stories, {"train": 2, "football": -1, "été": 1}, frozenset({"link:x"}), 7, NOW)
    assert 1 <= len(chosen.stories) <= 14


def test_dates_without_end_are_no_trouble() -> None:
    far = replace(TOWN, published=NOW.replace(year=9999)), replace(TOWN, uid="old", published=NOW.replace(year=1))
    assert told(*far) == [TOWN.title]
