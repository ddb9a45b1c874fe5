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
from connectors.freshrss import CONNECTOR, FreshRssConfig, FreshRssConnector, parse, ticket
from connectors.items import Story, Window
from tests.contract.connector import ConnectorContract
from tests.fakes.google_reader import JSON, LIST, LOGIN, PASSWORD, READ, TICKET, USER, GoogleReader
from tests.fakes.web import refused

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 24, 6, 30, tzinfo=BERLIN)
AT = datetime(2026, 3, 24, 4, 10, tzinfo=UTC)
WINDOW = Window(first=date(2026, 3, 24), zone=BERLIN, now=NOW)


@pytest.fixture
def reader() -> Iterator[GoogleReader]:
    with GoogleReader() as server:
        yield server


def source(base_url: str, **settings: Any) -> FreshRssConnector:
    values = {"kind": "freshrss", "username": USER, "password": PASSWORD, "allow_private": True, "timeout": 8}
    config = FreshRssConfig.model_validate({**values, "base_url": base_url, **settings}, context={"revealed": True})
    return FreshRssConnector(config, Listener())


def collect(reader: GoogleReader, **settings: Any) -> Collected:
    return source(reader.base_url, **settings).collect(WINDOW, b"")


def stories(collected: Collected) -> list[Story]:
    return [item for item in collected.items if isinstance(item, Story)]


def titles(collected: Collected) -> list[str]:
    return [story.title for story in stories(collected)]


class TestFreshRssContract(ConnectorContract):
    connector_type = CONNECTOR
    settings: ClassVar[dict[str, Any]] = {
        "base_url": "https://rss.example.org/api/greader.php",
        "username": "kim",
        "password": {"env": "FRESHRSS"},
    }
    secrets = (PASSWORD, TICKET)

    @pytest.fixture
    def connector(self, reader: GoogleReader) -> FreshRssConnector:
        for number in range(3):
            reader.story(f"Story {number}", AT)
        return source(reader.base_url)

    @pytest.fixture
    def broken(self) -> FreshRssConnector:
        return source(refused())

    @pytest.fixture
    def window(self) -> Window:
        return WINDOW


def test_an_item_is_a_story(reader: GoogleReader) -> None:
    reader.story(
        "The S-Bahn &amp; its strike",
        AT,
        canonical=[{"href": "https://tagesblick.example.org/s-bahn?id=7"}],
        summary={"content": "<p>From <b>two</b> until ten.</p><script>x()</script><p>Every twenty minutes.</p>"},
    )
    (story,) = stories(collect(reader))
    assert (story.title, story.feed, story.published) == ("The S-Bahn & its strike", "Tagesblick", AT)
    assert story.link == "https://tagesblick.example.org/s-bahn?id=7"
    assert story.summary == "From two until ten. Every twenty minutes."


def test_other_servers_name_things_otherwise(reader: GoogleReader) -> None:
    reader.story(
        "",
        AT,
        canonical=[],
        alternate=[{"href": "javascript:x()"}, {"href": "https://a.example.org/1"}],
        summary={},
        content={"content": "<p>Look, a comet.</p>"},
        origin={"streamId": "feed/9"},
    )
    (story,) = stories(collect(reader))
    assert (story.title, story.summary, story.link) == ("Look, a comet.", "", "https://a.example.org/1")
    assert story.feed == "FreshRSS"


def test_a_long_story_is_told_by_its_beginning(reader: GoogleReader) -> None:
    picture = f"<p>A comet.</p><img src='data:image/png;base64,{'A' * 90_000}'><p>More.</p>"
    reader.story("Picture", AT, summary={"content": picture})
    assert stories(collect(reader))[0].summary == "A comet."


def test_a_story_is_known_by_the_readers_number(reader: GoogleReader) -> None:
    reader.story("One", AT)
    (before,) = stories(collect(reader))
    reader.story("Two", AT + timedelta(minutes=1))
    assert before.uid in {story.uid for story in stories(collect(reader))}
    with GoogleReader() as other:
        other.story("Another reader's", AT)
        assert stories(collect(other))[0].uid != before.uid


def test_only_what_is_unread_and_fresh_is_told(reader: GoogleReader) -> None:
    reader.read(reader.story("Read", AT))
    reader.story("Last week's", AT - timedelta(days=7))
    reader.story("Found today, from last week", AT, published=int((AT - timedelta(days=7)).timestamp()))
    reader.story("Unread", AT)
    assert titles(collect(reader)) == ["Unread"]
    assert sorted(titles(collect(reader, fresh_for=24 * 8))) == ["Found today, from last week", "Last week's", "Unread"]


def test_what_is_read_is_left_out_where_the_server_sends_it_all_the_same(reader: GoogleReader) -> None:
    reader.story("Read", AT, categories=[READ.replace("-", "1")])
    reader.story("Labelled read", AT, categories=["user/-/label/read"])
    assert titles(collect(reader)) == ["Labelled read"]


@pytest.mark.parametrize("seconds", [0, None, 10**18])
def test_a_date_that_is_none(reader: GoogleReader, seconds: int | None) -> None:
    reader.story("Some time", AT, published=seconds)
    assert stories(collect(reader))[0].published is None


def test_pages_are_turned_and_end(reader: GoogleReader) -> None:
    for number in range(520):
        reader.story(f"Story {number}", AT + timedelta(seconds=number))
    found = titles(collect(reader))
    assert (len(found), found[0], found[-1]) == (400, "Story 519", "Story 120")
    assert len(reader.asked(LOGIN)) == 1
    assert [request.query["n"] for request in reader.asked(LIST)] == ["50"] * 8


def test_a_full_page_may_be_the_last(reader: GoogleReader) -> None:
    for number in range(50):
        reader.story(f"Story {number}", AT + timedelta(seconds=number))
    assert len(titles(collect(reader))) == 50
    assert len(reader.asked(LIST)) == 2


def test_what_came_before_a_page_that_fails_is_kept(reader: GoogleReader) -> None:
    for number in range(60):
        reader.story(f"Story {number}", AT + timedelta(seconds=number))
    reader.fail_after_the_first_page(400)
    found = collect(reader)
    assert (len(found.items), found.complete) == (50, False)
    assert found.warnings[0].startswith("Some of FreshRSS's stories are missing: 127.0.0.1 answered with status 400")


def test_an_item_that_cannot_be_read_loses_itself_alone(reader: GoogleReader) -> None:
    reader.story("Broken", AT, categories={})
    reader.story("Whole", AT)
    found = collect(reader)
    assert titles(found) == ["Whole"]
    assert (found.warnings, found.complete) == (("1 of FreshRSS's stories could not be read.",), False)


def test_nothing_unread_is_no_failure(reader: GoogleReader) -> None:
    found = collect(reader)
    assert (found.items, found.complete) == ((), True)


@pytest.mark.parametrize("settings", [{"password": "another"}, {"username": "bob"}, {"username": "no such/name"}])
def test_a_wrong_user_name_or_password(reader: GoogleReader, settings: dict[str, str]) -> None:
    with pytest.raises(
        ConnectorError, match=r"^FreshRSS refuses the user name or the API password\. Set one"
    ) as caught:
        collect(reader, **settings)
    assert (caught.value.transient, caught.value.needs_login) == (False, True)
    assert not reader.asked(LIST)


def test_an_api_that_is_off(reader: GoogleReader) -> None:
    reader.switch_off()
    with pytest.raises(ConnectorError, match="FreshRSS is down, or its API is off") as caught:
        collect(reader)
    assert caught.value.transient


def test_another_page_than_the_apis(reader: GoogleReader) -> None:
    with pytest.raises(ConnectorError, match="There is no reader at this address") as caught:
        source(reader.url("")).collect(WINDOW, b"")
    assert not caught.value.transient


def test_a_web_server_that_keeps_the_authorization(reader: GoogleReader) -> None:
    reader.lose_authorization()
    with pytest.raises(ConnectorError, match="Let its web server pass on Authorization") as caught:
        collect(reader)
    assert not caught.value.transient


@pytest.mark.parametrize("path", [LOGIN, LIST])
@pytest.mark.parametrize(
    ("status", "words"), [(429, "127.0.0.1 has had too many requests"), (500, "127.0.0.1 has a fault of its own")]
)
def test_faults_that_pass(reader: GoogleReader, path: str, status: int, words: str) -> None:
    reader.refuse(path, status)
    with pytest.raises(ConnectorError) as caught:
        collect(reader)
    assert str(caught.value).startswith(words)
    assert caught.value.transient


@pytest.mark.parametrize("path", [LOGIN, LIST])
def test_a_limit_that_is_soon_over_is_waited_for(reader: GoogleReader, path: str) -> None:
    reader.story("One", AT)
    reader.refuse(path, 429, {"Retry-After": "0"}, times=1)
    assert titles(collect(reader)) == ["One"]


@pytest.mark.parametrize("body", [b"<html>Sign in</html>", b"{}", b"[]", b"", b'{"items": 3}', b'{"items": null}'])
def test_what_is_no_answer_is_a_failure(reader: GoogleReader, body: bytes) -> None:
    reader.serve(LIST, body, {"Content-Type": "text/html"})
    with pytest.raises(ConnectorError, match=r"its answer is not a list of stories\. Check base_url") as caught:
        collect(reader)
    assert caught.value.transient


@pytest.mark.parametrize("body", [b"<html>Auth = yes</html>", b"", b"SID=1\nAuth=\n", "Auth=träger".encode()])
def test_what_is_no_login_is_a_failure(reader: GoogleReader, body: bytes) -> None:
    reader.serve(LOGIN, body)
    with pytest.raises(ConnectorError, match="its answer is not a login"):
        collect(reader)


def test_an_answer_that_is_cut_off_is_a_failure(reader: GoogleReader) -> None:
    reader.cut(LIST, b'{"items": []}', JSON)
    with pytest.raises(ConnectorError) as caught:
        collect(reader)
    assert caught.value.transient


@pytest.mark.parametrize("path", [LOGIN, LIST])
def test_one_that_does_not_answer(reader: GoogleReader, path: str) -> None:
    reader.hang(path)
    with pytest.raises(ConnectorError, match="did not answer") as caught:
        collect(reader, timeout=0.4)
    assert caught.value.transient


def test_a_password_is_not_sent_in_the_clear() -> None:
    settings = {"kind": "freshrss", "username": "kim", "password": {"env": "X"}, "base_url": "http://192.168.1.4/api"}
    with pytest.raises(ValidationError, match=r"base_url\n.*the address begins with https://"):
        FreshRssConfig.model_validate(settings)
    assert FreshRssConfig.model_validate({**settings, "allow_private": True})


@given(st.binary(max_size=60))
def test_any_login_is_one_or_none(data: bytes) -> None:
    try:
        found = ticket(b"Auth=" + data)
    except ConnectorError:
        return
    assert found.encode() in data


@given(
    st.binary(max_size=60)
    | st.recursive(st.none() | st.floats() | st.text(max_size=8), lambda inner: st.lists(inner, max_size=3)).map(
        lambda value: json.dumps({"items": [value]}).encode()
    )
)
def test_any_answer_is_one_or_none(data: bytes) -> None:
    try:
        page = parse(data, "")
    except ConnectorError:
        return
    assert (page.stories, page.lost) == ((), 1)
