"""The login at Microsoft, by a code that is entered on another device."""

import asyncio
import json
from collections.abc import Iterator

import pytest

from connectors.base import ConnectorError
from connectors.ms_graph import CONNECTOR, log_in
from connectors.ms_login import device_login
from tests.connectors.ms_graph import (
    WINDOW,
    Clock,
    Kim,
    config,
    source,
    with_an_ordinary_day,
)
from tests.fakes.ms_graph import Microsoft


@pytest.fixture
def service() -> Iterator[Microsoft]:
    with Microsoft() as server:
        yield server


@pytest.fixture
def busy(service: Microsoft) -> Microsoft:
    return with_an_ordinary_day(service)


def device(service: Microsoft, kim: Kim, clock: Clock) -> str:
    return asyncio.run(device_login(config(service.base_url).client, kim, clock.sleep))


def test_a_person_logs_in_on_another_device(busy: Microsoft) -> None:
    kim, clock = Kim(), Clock()
    busy.poll_answers("authorization_pending", "slow_down", "authorization_pending")
    login = device(busy, kim, clock)
    assert kim.heard == [
        "Open https://microsoft.example/devicelogin on any device, enter the code FJK3-X7Q and log in there."
    ]
    assert clock.slept == [1, 1, 6, 6]
    assert len(source(busy.base_url, login).collect(WINDOW, b"").items) == 4


def test_the_login_as_the_command_runs_it(busy: Microsoft) -> None:
    login = log_in(config(busy.base_url), Kim())
    assert json.loads(login) == {"refresh_token": "refresh-1"}
    assert CONNECTOR.log_in is log_in


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("authorization_declined", "was declined"),
        ("access_denied", "was declined"),
        ("expired_token", "no longer valid"),
        ("bad_verification_code", "no longer valid"),
        ("invalid_request", "refuses the application"),
    ],
)
def test_a_login_that_does_not_come_about(busy: Microsoft, error: str, words: str) -> None:
    busy.poll_answers("authorization_pending", error)
    with pytest.raises(ConnectorError, match=words) as caught:
        device(busy, Kim(), Clock())
    assert not caught.value.transient


def test_a_code_that_nobody_enters_ends(busy: Microsoft) -> None:
    busy.poll_answers(*["authorization_pending", "slow_down"] * 500)
    clock = Clock()
    with pytest.raises(ConnectorError, match="no longer valid"):
        device(busy, Kim(), clock)
    assert 900 <= sum(clock.slept) <= 1000


def test_a_moment_offline_does_not_end_the_login(busy: Microsoft) -> None:
    busy.fail("/common/oauth2/v2.0/token", 503, times=2)
    clock = Clock()
    assert device(busy, Kim(), clock)
    assert len(clock.slept) == 2 + 1


def test_an_unknown_application_cannot_log_in(busy: Microsoft) -> None:
    client = config(busy.base_url, client_id="another").client
    with pytest.raises(ConnectorError, match=r"\(AADSTS700016\)"):
        asyncio.run(device_login(client, Kim(), Clock().sleep))
