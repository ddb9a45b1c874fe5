import asyncio
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.base import Collected, ConnectorError, Listener
from connectors.google_tasks import CONNECTOR, GoogleTasksConnector, parse, parse_lists
from connectors.items import Task, Window
from connectors.worker import Job
from daemon.collect.process import run
from tests.connectors.google import WINDOW, kept, tasks
from tests.contract.connector import ConnectorContract
from tests.fakes.google import Google, tasks_path
from tests.fakes.google_accounts import CALENDAR, CLIENT_SECRET, TASKS, error
from tests.fakes.web import Reply, refused


@pytest.fixture
def google() -> Iterator[Google]:
    with Google() as server:
        yield server


def collected(google: Google, **settings: Any) -> Collected:
    return tasks(google, **settings).collect(WINDOW, b"")


def told(google: Google) -> list[str]:
    found = collected(google)
    assert found.warnings == ()
    return [item.summary for item in found.items if isinstance(item, Task)]


class TestGoogleTasksContract(ConnectorContract):
    connector_type = CONNECTOR
    settings: ClassVar[dict[str, Any]] = {"client_id": "1234", "client_secret": {"env": "GOOGLE_SECRET"}}
    secrets = (CLIENT_SECRET, "1//refresh")

    @pytest.fixture
    def connector(self, google: Google) -> GoogleTasksConnector:
        google.task("Pay rent", "2026-03-24")
        google.task_list("home", "Home")
        google.task("Water the plants", at="home")
        return tasks(google)

    @pytest.fixture
    def broken(self, google: Google) -> GoogleTasksConnector:
        return tasks(google, base_url=refused())

    @pytest.fixture
    def window(self) -> Window:
        return WINDOW


def test_a_task(google: Google) -> None:
    google.task(" Send the invoice\nto Brandt", "2026-03-20", notes="Number 12", parent="task0")
    assert collected(google).items == (Task(uid="task1", summary="Send the invoice to Brandt", due=date(2026, 3, 20)),)


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Berlin"])
def test_a_due_date_is_never_shifted(google: Google, zone: str) -> None:
    google.task("Pay rent", "2026-03-24")
    (item,) = tasks(google).collect(replace(WINDOW, zone=ZoneInfo(zone)), b"").items
    assert isinstance(item, Task)
    assert item.due == date(2026, 3, 24)


def test_all_lists_are_read(google: Google) -> None:
    google.task("Pay rent")
    google.task_list("home/1", "Home")
    google.task("Water the plants", at="home/1")
    google.task_list("empty", "Empty")
    assert told(google) == ["Pay rent", "Water the plants"]
    assert google.asked(tasks_path("home/1"))[0].query == {
        "showCompleted": "false",
        "showAssigned": "true",
        "maxResults": "100",
    }


def test_only_what_is_to_be_done_is_brought(google: Google) -> None:
    google.task("Done", status="completed", completed="2026-03-23T10:00:00.000Z")
    google.task("Cleared", status="completed", hidden=True)
    google.task("Thrown away", deleted=True)
    google.task("")
    google.task("", notes="See the letter")
    google.task("Assigned in a document", assignmentInfo={"surfaceType": "DOCUMENT"})
    assert told(google) == ["See the letter", "Assigned in a document"]


def test_what_a_server_sends_unasked_is_left_out() -> None:
    entries = [
        {"id": "1", "title": "Done", "status": "completed"},
        {"id": "2", "title": "Cleared", "status": "needsAction", "hidden": True},
        {"id": "3", "title": "Thrown away", "status": "needsAction", "deleted": True},
    ]
    assert parse(json.dumps({"kind": "tasks#tasks", "items": entries}).encode()).tasks == ()


@pytest.mark.parametrize("size", [1, 2, 3, 20])
def test_pages_are_followed_to_the_last(google: Google, size: int) -> None:
    google.page_size = size
    google.empty_pages(1)
    for number in range(5):
        google.task(f"No. {number}")
    google.task_list("home", "Home")
    google.task("No. 5", at="home")
    assert told(google) == [f"No. {number}" for number in range(6)]


def test_nothing_to_do_is_no_failure(google: Google) -> None:
    found = collected(google)
    assert (found.items, found.warnings, found.complete) == ((), (), True)


@pytest.mark.parametrize(
    "entry", [{"id": "x"}, {"id": "x", "title": "Soon", "status": "needsAction", "due": "soon"}, {"title": "No ID"}, 5]
)
def test_a_broken_entry_loses_itself_alone(google: Google, entry: Any) -> None:
    good = {"id": "y", "title": "Pay rent", "status": "needsAction"}
    google.serve(tasks_path("MDk"), json.dumps({"kind": "tasks#tasks", "items": [entry, good]}).encode())
    found = collected(google)
    assert [item.uid for item in found.items] == ["y"]
    assert found.warnings == ("1 task of the list My Tasks could not be read.",)
    assert not found.complete


def test_one_lists_fault_is_its_own(google: Google) -> None:
    google.task("Pay rent")
    google.task_list("home", "Home")
    google.answer(tasks_path("home"), lambda _: error(404, "notFound", "Not Found"))
    found = collected(google)
    assert len(found.items) == 1
    assert found.warnings[0].startswith("The list Home could not be read. Google knows no such thing as the list Home.")
    assert not found.complete


def disabled() -> Reply:
    """The newer form of an error, as the Tasks API has it beside the old one."""
    details = [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "SERVICE_DISABLED"}]
    body = {"error": {"code": 403, "message": "It is disabled.", "status": "PERMISSION_DENIED", "details": details}}
    return Reply(json.dumps(body).encode(), 403)


@pytest.mark.parametrize(
    ("reply", "words", "transient"),
    [
        (disabled(), "or the Google Tasks API for it", False),
        (error(401, "authError", "Invalid Credentials"), "Google needs a new login", False),
        (error(403, "quotaExceeded", "Quota Exceeded", "usageLimits"), "has had too many requests", True),
        (error(500, "backendError", "Backend Error"), "has a fault of its own", True),
        (Reply(b"<html>Sign in</html>"), "it is not a list of task lists", True),
        (Reply(b"{}"), "it is not a list of task lists", True),
    ],
)
def test_a_failure(google: Google, reply: Reply, words: str, transient: bool) -> None:
    google.answer("/tasks/v1/users/@me/lists", lambda _: reply)
    with pytest.raises(ConnectorError, match=words) as caught:
        collected(google)
    assert caught.value.transient is transient


def test_all_lists_failing_is_a_failure(google: Google) -> None:
    google.serve(tasks_path("MDk"), b"<html>")
    with pytest.raises(ConnectorError, match="Google's answer for the list My Tasks could not be read"):
        collected(google)


def test_a_login_for_calendars_alone_is_not_enough(google: Google) -> None:
    with pytest.raises(ConnectorError, match="tick every box there") as caught:
        collected(google, login=kept(google, CALENDAR))
    assert not caught.value.transient
    assert google.requests == []


def test_in_the_worker(google: Google) -> None:
    google.task("Pay rent", "2026-03-24")
    job = Job(
        source="todo",
        entry_point="connectors.google_tasks:CONNECTOR",
        config={"kind": "google_tasks", "allow_private": True, **google.settings()},
        listener=Listener(login=kept(google, TASKS)),
        window=WINDOW,
        state=b"",
        seconds=20,
    )
    answer = asyncio.run(run(job))
    assert answer.items == (Task(source="todo", uid="task1", summary="Pay rent", due=date(2026, 3, 24)),)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)
FIELDS = ("title", "notes", "due", "hidden", "deleted")


@given(
    st.lists(
        anything
        | st.fixed_dictionaries(
            {"id": st.text(max_size=5), "status": st.just("needsAction")}, optional=dict.fromkeys(FIELDS, anything)
        ),
        max_size=4,
    )
)
def test_any_list_is_read_as_far_as_it_can_be(items: list[Any]) -> None:
    page = parse(json.dumps({"kind": "tasks#tasks", "items": items}).encode())
    assert len(page.tasks) + page.lost <= len(items)
    assert all(task.summary.strip() for task in page.tasks)


@given(st.binary(max_size=60) | anything.map(lambda value: json.dumps(value).encode()))
def test_what_is_no_list(data: bytes) -> None:
    with pytest.raises(ValueError, match="it is not a list of tasks"):
        parse(data)
    with pytest.raises(ValueError, match="it is not a list of task lists"):
        parse_lists(data)
