import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from connectors.base import Collected, ConnectorError, Listener
from connectors.items import Task, Window
from connectors.todoist import CONNECTOR, TodoistConfig, TodoistConnector, parse
from tests.contract.connector import ConnectorContract
from tests.fakes.todoist import JSON, ME, PATH, TOKEN, Todoist
from tests.fakes.web import refused

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 24, 6, 30, tzinfo=BERLIN)
WINDOW = Window(first=date(2026, 3, 24), zone=BERLIN, now=NOW)


@pytest.fixture
def service() -> Iterator[Todoist]:
    with Todoist(NOW.astimezone(UTC)) as server:
        yield server


def source(base_url: str, token: str = TOKEN, **settings: Any) -> TodoistConnector:
    values = {"kind": "todoist", "token": token, "base_url": base_url, "allow_private": True, "timeout": 8, **settings}
    return TodoistConnector(TodoistConfig.model_validate(values, context={"revealed": True}), Listener())


def collect(service: Todoist, state: bytes = b"", window: Window = WINDOW, **settings: Any) -> Collected:
    return source(service.base_url, **settings).collect(window, state)


def tasks(collected: Collected) -> list[str]:
    return [item.summary for item in collected.items if isinstance(item, Task)]


def task(service: Todoist) -> Task:
    (item,) = collect(service).items
    assert isinstance(item, Task)
    return item


class TestTodoistContract(ConnectorContract):
    connector_type = CONNECTOR
    settings: ClassVar[dict[str, Any]] = {"token": {"env": "TODOIST_TOKEN"}}
    secrets = (TOKEN,)

    @pytest.fixture
    def connector(self, service: Todoist) -> TodoistConnector:
        service.task("Pay the rent", due="2026-03-24", priority=4)
        service.task("Book the train", due="2026-03-24T18:00:00")
        return source(service.base_url)

    @pytest.fixture
    def broken(self) -> TodoistConnector:
        return source(refused())

    @pytest.fixture
    def window(self) -> Window:
        return WINDOW


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        (None, None),
        ("2026-03-24", date(2026, 3, 24)),
        ("2026-03-24T18:00:00", datetime(2026, 3, 24, 18, tzinfo=BERLIN)),
        ("2026-03-24T18:00:00.000000", datetime(2026, 3, 24, 18, tzinfo=BERLIN)),
        ("2026-03-24T22:30:00Z", datetime(2026, 3, 24, 22, 30, tzinfo=UTC)),
        ("2026-03-24T22:30:00.000000Z", datetime(2026, 3, 24, 22, 30, tzinfo=UTC)),
    ],
    ids=["none", "day", "floating", "floating in full", "fixed", "fixed in full"],
)
def test_a_due_date_is_a_day_a_local_time_or_a_moment(service: Todoist, due: str | None, expected: object) -> None:
    service.task("Pay the rent", due=due)
    assert task(service).due == expected


def test_a_floating_time_is_that_of_the_listeners_zone(service: Todoist) -> None:
    service.task("Call home", due="2026-03-24T18:00:00")
    tokyo = ZoneInfo("Asia/Tokyo")
    (item,) = collect(service, window=Window(first=date(2026, 3, 24), zone=tokyo, now=NOW)).items
    assert isinstance(item, Task)
    assert item.due == datetime(2026, 3, 24, 18, tzinfo=tokyo)


def test_a_deadline_stands_in_for_a_due_date(service: Todoist) -> None:
    service.task("Tax return", deadline={"date": "2026-03-31", "lang": "en"})
    assert task(service).due == date(2026, 3, 31)


@pytest.mark.parametrize(("todoist", "rfc"), [(4, 1), (3, 5), (2, 9), (1, 0)])
def test_priorities_are_turned_round(service: Todoist, todoist: int, rfc: int) -> None:
    service.task("Pay the rent", priority=todoist)
    assert task(service).priority == rfc


@pytest.mark.parametrize(
    ("content", "summary"),
    [
        ("**Pay** [the rent](https://bank.example.org/pay?x=1)", "Pay the rent"),
        ("Compare 3 < 4 & R&D", "Compare 3 < 4 & R&D"),
        ("Ask\u202e Anna\u0007", "Ask Anna"),
        ("word " * 100, "word " * 58 + "word…"),
    ],
)
def test_a_task_is_plain_words(service: Todoist, content: str, summary: str) -> None:
    service.task(content)
    assert task(service).summary == summary


def test_what_is_no_task_of_the_listeners_is_left_out(service: Todoist) -> None:
    service.complete(service.task("Done"))
    service.delete(service.task("Deleted"))
    service.task("Somebody else's", responsible_uid="99")
    service.task("* Kitchen")
    service.task("https://example.org/only-an-address")
    service.task("Mine", responsible_uid=ME)
    service.task("Anybody's")
    assert tasks(collect(service)) == ["Mine", "Anybody's"]


def test_only_changes_are_asked_for(service: Todoist) -> None:
    rent = service.task("Pay the rent")
    train = service.task("Book the train")
    plants = service.task("Water the plants", due="2026-03-24")
    first = collect(service)
    service.complete(rent)
    service.delete(train)
    service.change(plants, due={"date": "2026-03-27", "is_recurring": True})
    service.task("Write to Brandt")
    second = collect(service, first.state)
    third = collect(service, second.state)
    assert tasks(first) == ["Pay the rent", "Book the train", "Water the plants"]
    assert tasks(second) == tasks(third) == ["Water the plants", "Write to Brandt"]
    assert [item.due for item in third.items if isinstance(item, Task)] == [date(2026, 3, 27), None]
    assert len(service.requests) == 3
    assert service.sync_tokens[0] == "*"
    assert len(set(service.sync_tokens)) == 3
    assert json.loads(service.requests[0].form["resource_types"]) == ["items", "projects", "user"]


def test_a_full_answer_replaces_all(service: Todoist) -> None:
    service.task("Pay the rent")
    state = collect(service).state
    whole = {"full_sync": True, "sync_token": "x", "items": [{"id": "1", "content": "Other"}], "projects": []}
    service.serve(PATH, json.dumps(whole).encode(), JSON)
    assert tasks(collect(service, state)) == ["Other"]


def test_a_sync_token_that_is_no_longer_known(service: Todoist) -> None:
    service.complete(service.task("Pay the rent"))
    service.task("Book the train")
    state = collect(service).state
    service.forget_sync_tokens()
    assert tasks(collect(service, state)) == ["Book the train"]
    assert service.sync_tokens[2] == "*"


@pytest.mark.parametrize("days", [8, 400, -1])
def test_everything_is_asked_for_again_after_a_week(service: Todoist, days: int) -> None:
    state = collect(service).state
    service.wait(timedelta(days=days))
    collect(service, state, Window(first=WINDOW.first, zone=BERLIN, now=NOW + timedelta(days=days)))
    assert service.sync_tokens == ["*", "*"]


def test_a_copy_that_is_late_is_brought_up_to_date(service: Todoist) -> None:
    rent = service.task("Pay the rent")
    service.copy_is_late(timedelta(hours=1))
    service.complete(rent)
    service.task("Book the train")
    assert tasks(collect(service)) == ["Book the train"]
    assert len(service.requests) == 2


def test_another_account_starts_anew(service: Todoist) -> None:
    service.task("Pay the rent")
    state = collect(service).state
    with pytest.raises(ConnectorError):
        collect(service, state, token="another")
    assert service.sync_tokens == ["*", "*"]


def test_projects_are_chosen_by_name(service: Todoist) -> None:
    work, home = service.project("Work"), service.project("Home")
    service.task("Write to Brandt", work)
    service.task("Water the plants", home)
    service.task("Somewhere")
    found = collect(service, projects=["work"])
    assert (tasks(found), found.complete) == (["Write to Brandt"], True)
    service.change(home, name="House")
    found = collect(service, found.state, projects=["House", "Garden"])
    assert tasks(found) == ["Water the plants"]
    assert (found.warnings, found.complete) == (("Todoist has no project “Garden”.",), False)


def test_projects_that_are_all_unknown(service: Todoist) -> None:
    with pytest.raises(ConnectorError, match=r"^Todoist has no project “Garden”\. Correct projects in") as caught:
        collect(service, projects=["Garden", "Work"])
    assert not caught.value.transient


@pytest.mark.parametrize("how", ["is_archived", "is_deleted"])
def test_a_project_that_is_gone_takes_its_tasks_along(service: Todoist, how: str) -> None:
    work = service.project("Work")
    service.task("Write to Brandt", work)
    service.task("Somewhere")
    state = collect(service).state
    service.change(work, **{how: True})
    assert tasks(collect(service, state)) == ["Somewhere"]


def test_a_task_that_cannot_be_read_loses_itself_alone(service: Todoist) -> None:
    service.task("Pay the rent", due="2016-12-0T12:00:00")
    service.task("Book the train", priority={})
    service.task("Write to Brandt")
    found = collect(service)
    assert tasks(found) == ["Write to Brandt"]
    assert found.warnings == ("2 of Todoist's tasks could not be read.",)
    assert (found.complete, found.state) == (False, b"")


def test_an_empty_account_is_no_failure(service: Todoist) -> None:
    found = collect(service)
    assert (found.items, found.complete) == ((), True)


@pytest.mark.parametrize(
    ("status", "words", "transient", "needs_login"),
    [
        (401, "Todoist refuses the token. Make a new one in Todoist under Settings", False, True),
        (403, "Todoist does not let this token read the tasks. Make a new one", False, True),
        (400, "127.0.0.1 answered with status 400", False, False),
        (429, "127.0.0.1 has had too many requests. It will be asked again", True, False),
        (500, "127.0.0.1 has a fault of its own", True, False),
        (503, "127.0.0.1 has a fault of its own", True, False),
    ],
)
def test_refusals_are_told_apart(
    service: Todoist, status: int, words: str, *, transient: bool, needs_login: bool
) -> None:
    service.refuse(status)
    with pytest.raises(ConnectorError) as caught:
        collect(service)
    assert str(caught.value).startswith(words)
    assert (caught.value.transient, caught.value.needs_login) == (transient, needs_login)
    assert len(service.requests) == 1


def test_a_limit_that_is_soon_over_is_waited_for(service: Todoist) -> None:
    service.task("Pay the rent")
    service.refuse(429, {"Retry-After": "0"}, times=1)
    assert tasks(collect(service)) == ["Pay the rent"]


@pytest.mark.parametrize("body", [b"<html>Sign in</html>", b"{}", b"[]", b"", b'{"sync_token": "x", "items": 3}'])
def test_what_is_no_answer_is_a_failure(service: Todoist, body: bytes) -> None:
    service.serve(PATH, body, {"Content-Type": "text/html"})
    with pytest.raises(ConnectorError, match=r"^Todoist could not be understood: its answer is not") as caught:
        collect(service)
    assert caught.value.transient


def test_an_answer_that_is_cut_off_is_a_failure(service: Todoist) -> None:
    service.cut(PATH, b'{"sync_token": "x", "full_sync": true, "items": []}', JSON)
    with pytest.raises(ConnectorError) as caught:
        collect(service)
    assert caught.value.transient


def test_one_that_does_not_answer(service: Todoist) -> None:
    service.hang(PATH)
    with pytest.raises(ConnectorError, match="did not answer") as caught:
        collect(service, timeout=0.3)
    assert caught.value.transient


def test_a_token_is_not_sent_in_the_clear() -> None:
    settings = {"kind": "todoist", "token": {"env": "X"}, "base_url": "http://192.168.1.4"}
    with pytest.raises(ValidationError, match=r"base_url\n.*the address begins with https://"):
        TodoistConfig.model_validate(settings)
    assert TodoistConfig.model_validate({**settings, "allow_private": True})


@given(
    st.binary(max_size=60)
    | st.recursive(st.none() | st.floats() | st.text(max_size=8), lambda inner: st.lists(inner, max_size=3)).map(
        lambda value: json.dumps({"sync_token": "x", "items": [value], "projects": [value], "user": value}).encode()
    )
)
def test_any_answer_is_one_or_none(data: bytes) -> None:
    with suppress(ValueError):
        assert parse(data).items == (None,)
