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
from connectors.github import CONNECTOR, FOR_THE_LISTENER, GitHubConfig, GitHubConnector, parse
from connectors.items import Message, Window
from tests.contract.connector import ConnectorContract
from tests.fakes.github import JSON, PATH, TOKEN, GitHub
from tests.fakes.web import refused

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 24, 6, 30, tzinfo=BERLIN)
AT = datetime(2026, 3, 24, 4, 10, tzinfo=UTC)


def window(now: datetime = NOW) -> Window:
    return Window(first=date(2026, 3, 24), zone=BERLIN, now=now)


@pytest.fixture
def service() -> Iterator[GitHub]:
    with GitHub() as server:
        yield server


def source(base_url: str, token: str = TOKEN, **settings: Any) -> GitHubConnector:
    values = {"kind": "github", "token": token, "base_url": base_url, "allow_private": True, "timeout": 8, **settings}
    return GitHubConnector(GitHubConfig.model_validate(values, context={"revealed": True}), Listener())


def collect(service: GitHub, state: bytes = b"", after: timedelta = timedelta(), **settings: Any) -> Collected:
    """What is brought so long after NOW."""
    return source(service.base_url, **settings).collect(window(NOW + after), state)


def subjects(collected: Collected) -> list[str]:
    return [item.subject for item in collected.items if isinstance(item, Message)]


class TestGitHubContract(ConnectorContract):
    connector_type = CONNECTOR
    settings: ClassVar[dict[str, Any]] = {"token": {"env": "GITHUB_TOKEN"}}
    secrets = (TOKEN,)

    @pytest.fixture
    def connector(self, service: GitHub) -> GitHubConnector:
        for number in range(3):
            service.thread(f"Thread {number}", AT)
        return source(service.base_url)

    @pytest.fixture
    def broken(self) -> GitHubConnector:
        return source(refused())

    @pytest.fixture
    def window(self) -> Window:
        return window()


def test_a_thread_is_a_message_from_its_repository(service: GitHub) -> None:
    thread = service.thread("Crash in `parse` of Vec<T>\u202e", AT)
    (item,) = collect(service).items
    assert item == Message(
        uid=f"{thread}-20260324T041000Z", subject="Crash in parse of Vec<T>", sender="pinwheel", sent=AT
    )


def test_reasons_are_chosen(service: GitHub) -> None:
    for reason in ("mention", "subscribed", "ci_activity", "review_requested", "a_new_one"):
        service.thread(reason, AT, reason)
    assert sorted(subjects(collect(service))) == ["mention", "review_requested"]
    assert subjects(collect(service, reasons=["subscribed"])) == ["subscribed"]
    assert subjects(collect(service, reasons=[])) == []


def test_a_reason_that_there_is_not() -> None:
    with pytest.raises(ValidationError, match="review_requested"):
        GitHubConfig.model_validate({"kind": "github", "token": {"env": "X"}, "reasons": ["review"]})
    assert "subscribed" not in FOR_THE_LISTENER


def test_only_what_is_unread_and_fresh_is_told(service: GitHub) -> None:
    service.read(service.thread("Read", AT))
    service.thread("Last week's", AT - timedelta(days=7))
    service.thread("Unread", AT)
    assert subjects(collect(service)) == ["Unread"]
    assert subjects(collect(service, fresh_for=24 * 8)) == ["Unread", "Last week's"]


def test_it_is_not_asked_again_at_once(service: GitHub) -> None:
    service.thread("One", AT)
    first = collect(service)
    service.thread("Two", AT + timedelta(minutes=1))
    second = collect(service, first.state, timedelta(minutes=4))
    assert subjects(second) == ["One"]
    assert len(service.requests) == 1
    assert sorted(subjects(collect(service, second.state, timedelta(minutes=5)))) == ["One", "Two"]


def test_nothing_new_is_answered_from_what_is_known(service: GitHub) -> None:
    service.thread("One", AT)
    first = collect(service)
    second = collect(service, first.state, timedelta(hours=1))
    third = collect(service, second.state, timedelta(hours=2))
    assert subjects(second) == subjects(third) == ["One"]
    asked = [request.headers.get("if-modified-since") for request in service.requests]
    assert asked == [None, "Tue, 24 Mar 2026 04:10:00 GMT", "Tue, 24 Mar 2026 04:10:00 GMT"]


def test_nothing_new_is_not_asked_again_at_once_either(service: GitHub) -> None:
    service.thread("One", AT)
    second = collect(service, collect(service).state, timedelta(hours=1))
    assert subjects(collect(service, second.state, timedelta(hours=1, minutes=4))) == ["One"]
    assert len(service.requests) == 2


def test_what_is_new_replaces_what_is_known(service: GitHub) -> None:
    service.read(service.thread("One", AT))
    going = service.thread("Two", AT)
    first = collect(service)
    service.goes_on(going, AT + timedelta(hours=1))
    second = collect(service, first.state, timedelta(hours=1))
    assert subjects(first) == subjects(second) == ["Two"]
    assert [item.uid for item in first.items] != [item.uid for item in second.items]


def test_what_was_read_meanwhile_is_not_told_for_ever(service: GitHub) -> None:
    thread = service.thread("One", AT)
    first = collect(service)
    service.read(thread)
    assert subjects(collect(service, first.state, timedelta(hours=7))) == []


def test_what_is_known_grows_old(service: GitHub) -> None:
    service.thread("One", NOW - timedelta(hours=71))
    first = collect(service)
    assert subjects(first) == ["One"]
    assert subjects(collect(service, first.state, timedelta(hours=2))) == []


@pytest.mark.parametrize("settings", [{"token": "another"}, {"fresh_for": 100}])
def test_other_settings_start_anew(service: GitHub, settings: dict[str, Any]) -> None:
    service.thread("One", AT)
    state = collect(service).state
    service.refuse(401)
    with pytest.raises(ConnectorError, match="refuses the token"):
        collect(service, state, **settings)


def test_pages_are_turned_and_end(service: GitHub) -> None:
    for number in range(260):
        service.thread(f"Thread {number}", AT + timedelta(seconds=number))
    found = subjects(collect(service))
    assert (len(found), found[0], found[-1]) == (200, "Thread 259", "Thread 60")
    assert [request.query["page"] for request in service.requests] == ["1", "2", "3", "4"]


def test_pages_that_shift_tell_nothing_twice(service: GitHub) -> None:
    service.thread("One", AT)
    page = json.dumps(list(service._threads.values()) * 50).encode()
    service.serve(PATH, page, JSON)
    assert subjects(collect(service)) == ["One"]


def test_what_came_before_a_page_that_fails_is_kept_but_asked_for_again(service: GitHub) -> None:
    for number in range(60):
        service.thread(f"Thread {number}", AT + timedelta(seconds=number))
    service.fail_at(page=2, status=400)
    found = collect(service)
    assert (len(found.items), found.complete) == (50, False)
    assert found.warnings[0].startswith("Some of GitHub's notifications are missing: 127.0.0.1 answered with status")
    collect(service, found.state, timedelta(hours=1))
    assert {request.headers.get("if-modified-since") for request in service.requests} == {None}


def test_a_thread_that_cannot_be_read_loses_itself_alone(service: GitHub) -> None:
    service.thread("Broken", AT, subject=None)
    service.thread("Whole", AT)
    found = collect(service)
    assert subjects(found) == ["Whole"]
    assert (found.warnings, found.complete) == (("1 of GitHub's notifications could not be read.",), False)


def test_an_empty_inbox_is_no_failure(service: GitHub) -> None:
    found = collect(service)
    assert (found.items, found.complete) == ((), True)


def test_a_server_of_ones_own() -> None:
    with GitHub("/api/v3") as service:
        service.thread("One", AT)
        assert subjects(collect(service)) == ["One"]
        with pytest.raises(ConnectorError, match="base_url is https://HOST/api/v3") as caught:
            source(service.url("")).collect(window(), b"")
    assert not caught.value.transient


@pytest.mark.parametrize(
    ("status", "words", "transient", "needs_login"),
    [
        (401, "GitHub refuses the token. Make a classic one with the scope notifications", False, True),
        (403, "GitHub does not let this token read notifications. Make a classic one", False, True),
        (429, "127.0.0.1 has had too many requests", True, False),
        (500, "127.0.0.1 has a fault of its own", True, False),
        (400, "127.0.0.1 answered with status 400", False, False),
    ],
)
def test_refusals_are_told_apart(
    service: GitHub, status: int, words: str, *, transient: bool, needs_login: bool
) -> None:
    service.refuse(status)
    with pytest.raises(ConnectorError) as caught:
        collect(service)
    assert str(caught.value).startswith(words)
    assert (caught.value.transient, caught.value.needs_login) == (transient, needs_login)


def test_a_limit_is_no_wrong_token(service: GitHub) -> None:
    service.limit()
    with pytest.raises(ConnectorError, match="GitHub has had too many requests") as caught:
        collect(service)
    assert (caught.value.transient, caught.value.needs_login) == (True, False)


def test_a_limit_that_is_soon_over_is_waited_for(service: GitHub) -> None:
    service.thread("One", AT)
    service.refuse(429, {"Retry-After": "0"}, times=1)
    assert subjects(collect(service)) == ["One"]


@pytest.mark.parametrize("body", [b"<html>Sign in</html>", b"{}", b"", b"null", b'{"message": "Hello"}'])
def test_what_is_no_answer_is_a_failure(service: GitHub, body: bytes) -> None:
    service.serve(PATH, body, {"Content-Type": "text/html"})
    with pytest.raises(ConnectorError, match="its answer is not a list of notifications") as caught:
        collect(service)
    assert caught.value.transient


def test_an_answer_that_is_cut_off_is_a_failure(service: GitHub) -> None:
    service.cut(PATH, b"[]", JSON)
    with pytest.raises(ConnectorError) as caught:
        collect(service)
    assert caught.value.transient


def test_one_that_does_not_answer(service: GitHub) -> None:
    service.hang(PATH)
    with pytest.raises(ConnectorError, match="did not answer") as caught:
        collect(service, timeout=0.3)
    assert caught.value.transient


def test_a_token_is_not_sent_in_the_clear() -> None:
    settings = {"kind": "github", "token": {"env": "X"}, "base_url": "http://192.168.1.4/api/v3"}
    with pytest.raises(ValidationError, match=r"base_url\n.*the address begins with https://"):
        GitHubConfig.model_validate(settings)
    assert GitHubConfig.model_validate({**settings, "allow_private": True})


@given(
    st.binary(max_size=60)
    | st.recursive(st.none() | st.floats() | st.text(max_size=8), lambda inner: st.lists(inner, max_size=3)).map(
        lambda value: json.dumps([value]).encode()
    )
)
def test_any_answer_is_one_or_none(data: bytes) -> None:
    try:
        page = parse(data)
    except ConnectorError:
        return
    assert (page.notifications, page.sent, page.lost) == ((), 1, 1)
