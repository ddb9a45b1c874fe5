import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from connectors.base import Collected, ConnectorError, Listener
from connectors.items import Story, Window
from connectors.miniflux import CONNECTOR, MinifluxConfig, MinifluxConnector, parse
from tests.contract.connector import ConnectorContract
from tests.fakes.miniflux import CATEGORIES, ENTRIES, JSON, KEY, Miniflux
from tests.fakes.web import refused

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 24, 6, 30, tzinfo=BERLIN)
AT = datetime(2026, 3, 24, 4, 10, tzinfo=UTC)
WINDOW = Window(first=date(2026, 3, 24), zone=BERLIN, now=NOW)


@pytest.fixture
def reader() -> Iterator[Miniflux]:
    with Miniflux() as server:
        yield server


def source(base_url: str, token: str = KEY, **settings: Any) -> MinifluxConnector:
    values = {"kind": "miniflux", "token": token, "base_url": base_url, "allow_private": True, "timeout": 8, **settings}
    return MinifluxConnector(MinifluxConfig.model_validate(values, context={"revealed": True}), Listener())


def collect(reader: Miniflux, **settings: Any) -> Collected:
    return source(reader.base_url, **settings).collect(WINDOW, b"")


def stories(collected: Collected) -> list[Story]:
    return [item for item in collected.items if isinstance(item, Story)]


def titles(collected: Collected) -> list[str]:
    return [story.title for story in stories(collected)]


class TestMinifluxContract(ConnectorContract):
    connector_type = CONNECTOR
    settings: ClassVar[dict[str, Any]] = {"token": {"env": "MINIFLUX_KEY"}, "base_url": "https://reader.example.org"}
    secrets = (KEY,)

    @pytest.fixture
    def connector(self, reader: Miniflux) -> MinifluxConnector:
        for number in range(3):
            reader.story(f"Story {number}", AT)
        return source(reader.base_url)

    @pytest.fixture
    def broken(self) -> MinifluxConnector:
        return source(refused())

    @pytest.fixture
    def window(self) -> Window:
        return WINDOW


def test_an_entry_is_a_story(reader: Miniflux) -> None:
    reader.story(
        "The S-Bahn &amp; its strike",
        AT,
        url="https://tagesblick.example.org/s-bahn?id=7",
        content="<p>From <b>two</b> until ten.</p><script>x()</script><p>Every twenty minutes.</p>",
    )
    (story,) = stories(collect(reader))
    assert (story.title, story.feed, story.published) == ("The S-Bahn & its strike", "Tagesblick", AT)
    assert story.link == "https://tagesblick.example.org/s-bahn?id=7"
    assert story.summary == "From two until ten. Every twenty minutes."


def test_a_story_without_a_title_or_a_link_of_the_web(reader: Miniflux) -> None:
    reader.story("", AT, content="<p>Look, a comet.</p>", url="javascript:alert(1)")
    (story,) = stories(collect(reader))
    assert (story.title, story.summary, story.link) == ("Look, a comet.", "", None)


def test_a_long_story_is_told_by_its_beginning(reader: Miniflux) -> None:
    reader.story("Picture", AT, content=f"<p>A comet.</p><img src='data:image/png;base64,{'A' * 90_000}'><p>More.</p>")
    reader.story("Essay", AT, content="<p>One two three.</p>" * 9000)
    essay, picture = sorted(stories(collect(reader)), key=lambda story: story.title)
    assert picture.summary == "A comet."
    assert len(essay.summary) <= 2000
    assert essay.summary.endswith("three. One…")


def test_a_story_is_known_by_the_readers_number(reader: Miniflux) -> None:
    reader.story("One", AT)
    (before,) = stories(collect(reader))
    reader.story("Two", AT + timedelta(minutes=1))
    assert before.uid in {story.uid for story in stories(collect(reader))}
    with Miniflux() as other:
        other.story("Another reader's", AT)
        assert stories(collect(other))[0].uid != before.uid


def test_only_what_is_unread_and_fresh_is_told(reader: Miniflux) -> None:
    reader.read(reader.story("Read", AT))
    reader.story("Last week's", AT - timedelta(days=7))
    reader.story("Unread", AT)
    assert titles(collect(reader)) == ["Unread"]
    assert titles(collect(reader, fresh_for=24 * 8)) == ["Unread", "Last week's"]


def test_a_date_that_has_not_come_yet_is_none(reader: Miniflux) -> None:
    reader.story("From 2099", datetime(2099, 1, 1, tzinfo=UTC))
    assert stories(collect(reader))[0].published is None


def test_what_the_listener_hides_is_not_told(reader: Miniflux) -> None:
    hidden = reader.category("Later", hidden=True)
    reader.story("Hidden", AT, reader.feed("Orbit", hidden))
    reader.story("Shown", AT)
    assert titles(collect(reader)) == ["Shown"]
    assert titles(collect(reader, categories=["later"])) == ["Hidden"]


def test_categories_are_chosen_by_name(reader: Miniflux) -> None:
    for title in ("Science", "Sport"):
        reader.story(f"About {title}", AT, reader.feed(f"{title} feed", reader.category(title)))
    reader.story("About all", AT)
    assert titles(collect(reader, categories=["science", "All"])) == ["About Science", "About all"]
    found = collect(reader, categories=["Sport", "Chess"])
    assert (titles(found), found.warnings) == (["About Sport"], ("Miniflux has no category “Chess”.",))
    assert not found.complete


def test_categories_that_are_all_unknown(reader: Miniflux) -> None:
    with pytest.raises(ConnectorError, match=r"^Miniflux has no category “Chess”\. Correct categories in") as caught:
        collect(reader, categories=["Chess"])
    assert not caught.value.transient


def test_pages_are_turned_and_end(reader: Miniflux) -> None:
    for number in range(520):
        reader.story(f"Story {number}", AT + timedelta(seconds=number))
    found = titles(collect(reader))
    assert (len(found), found[0], found[-1]) == (400, "Story 519", "Story 120")
    assert [request.query["offset"] for request in reader.requests] == [str(first) for first in range(0, 400, 50)]


def test_a_full_page_may_be_the_last(reader: Miniflux) -> None:
    for number in range(50):
        reader.story(f"Story {number}", AT)
    assert len(titles(collect(reader))) == 50
    assert len(reader.requests) == 2


def test_what_came_before_a_page_that_fails_is_kept(reader: Miniflux) -> None:
    for number in range(60):
        reader.story(f"Story {number}", AT + timedelta(seconds=number))
    reader.fail_at(50)
    found = collect(reader)
    assert (len(found.items), found.complete) == (50, False)
    assert found.warnings[0].startswith("Some of Miniflux's stories are missing: 127.0.0.1 answered with status 400")


def test_a_reader_under_a_path() -> None:
    with Miniflux("/miniflux") as reader:
        reader.story("One", AT)
        assert titles(source(f"{reader.base_url}/").collect(WINDOW, b"")) == ["One"]


def test_an_entry_that_cannot_be_read_loses_itself_alone(reader: Miniflux) -> None:
    reader.story("Broken", AT, published_at="yesterday")
    reader.story("Whole", AT)
    found = collect(reader)
    assert titles(found) == ["Whole"]
    assert (found.warnings, found.complete) == (("1 of Miniflux's entries could not be read.",), False)


@pytest.mark.parametrize("entries", [[], None])
def test_nothing_unread_is_no_failure(reader: Miniflux, entries: list[str] | None) -> None:
    reader.serve(ENTRIES, json.dumps({"total": 0, "entries": entries}).encode(), JSON)
    found = collect(reader)
    assert (found.items, found.complete) == ((), True)


@pytest.mark.parametrize(
    ("status", "words", "transient", "needs_login"),
    [
        (401, "Miniflux refuses the API key. Make a new one in Miniflux under Settings, API Keys", False, True),
        (403, "127.0.0.1 refuses access", False, False),
        (404, "There is no Miniflux at this address. Correct base_url", False, False),
        (429, "127.0.0.1 has had too many requests", True, False),
        (500, "127.0.0.1 has a fault of its own", True, False),
    ],
)
def test_refusals_are_told_apart(
    reader: Miniflux, status: int, words: str, *, transient: bool, needs_login: bool
) -> None:
    reader.refuse(status)
    with pytest.raises(ConnectorError) as caught:
        collect(reader)
    assert str(caught.value).startswith(words)
    assert (caught.value.transient, caught.value.needs_login) == (transient, needs_login)


def test_a_wrong_key(reader: Miniflux) -> None:
    with pytest.raises(ConnectorError, match=r"^Miniflux refuses the API key"):
        collect(reader, token="another")


def test_a_limit_that_is_soon_over_is_waited_for(reader: Miniflux) -> None:
    reader.story("One", AT)
    reader.refuse(429, {"Retry-After": "0"}, times=1)
    assert titles(collect(reader)) == ["One"]


@pytest.mark.parametrize("body", [b"<html>Sign in</html>", b"{}", b"[]", b"", b'{"total": 1, "entries": 3}'])
def test_what_is_no_answer_is_a_failure(reader: Miniflux, body: bytes) -> None:
    reader.serve(ENTRIES, body, {"Content-Type": "text/html"})
    with pytest.raises(ConnectorError, match=r"its answer is not a list of entries\. Check base_url") as caught:
        collect(reader)
    assert caught.value.transient


def test_categories_that_are_no_answer(reader: Miniflux) -> None:
    reader.serve(CATEGORIES, b"<html>Sign in</html>")
    with pytest.raises(ConnectorError, match="its answer is not a list of categories"):
        collect(reader, categories=["All"])


def test_an_answer_that_is_cut_off_is_a_failure(reader: Miniflux) -> None:
    reader.cut(ENTRIES, b'{"total": 0, "entries": []}', JSON)
    with pytest.raises(ConnectorError) as caught:
        collect(reader)
    assert caught.value.transient


def test_one_that_does_not_answer(reader: Miniflux) -> None:
    reader.hang(ENTRIES)
    with pytest.raises(ConnectorError, match="did not answer") as caught:
        collect(reader, timeout=0.3)
    assert caught.value.transient


def test_a_key_is_not_sent_in_the_clear() -> None:
    settings = {"kind": "miniflux", "token": {"env": "X"}, "base_url": "http://192.168.1.4"}
    with pytest.raises(ValidationError, match=r"base_url\n.*the address begins with https://"):
        MinifluxConfig.model_validate(settings)
    assert MinifluxConfig.model_validate({**settings, "allow_private": True})


@given(
    st.binary(max_size=60)
    | st.recursive(st.none() | st.floats() | st.text(max_size=8), lambda inner: st.lists(inner, max_size=3)).map(
        lambda value: json.dumps({"total": 1, "entries": [value]}).encode()
    )
)
def test_any_answer_is_one_or_none(data: bytes) -> None:
    try:
        page = parse(data, "")
    except ConnectorError:
        return
    assert (page.stories, page.entries, page.lost) == ((), 1, 1)
