"""The webhook: what is told, to whom, signed how."""

import asyncio
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import ValidationError

from config.errors import DiskError
from config.secrets import Secret
from daemon.model import Episode
from daemon.publish.base import Library, LibraryError
from daemon.publish.webhook import LIBRARY, WebhookConfig, library, signature, signing_key
from tests.contract.library import a_depot, an_episode
from tests.daemon.publish.announcers import CANARY, PLAY, AnnouncerContract, with_canaries
from tests.daemon.publish.asked import revealed
from tests.fakes.between import Between
from tests.fakes.web import Web, refused

PATH = "/hook/a-secret-path"
NOW = datetime(2026, 3, 24, 6, 30, tzinfo=UTC)
KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


@pytest.fixture
def hook() -> Iterator[Web]:
    with Web() as web:
        web.serve(PATH, b"", status=204)
        yield web


@pytest.fixture
def episode(tmp_path: Path) -> Episode:
    return an_episode(tmp_path / "made")


def config(hook: Web, secret: str | None = None) -> WebhookConfig:
    return WebhookConfig(kind="webhook", url=revealed(hook.url(PATH)), secret=revealed(secret) if secret else None)


def tell(hook: Web, episode: Episode, *, play: str | None = PLAY, secret: str | None = None) -> str:
    depot = a_depot(episode.audio.parent, play_link=play)
    return asyncio.run(library(config(hook, secret), depot, lambda: NOW).publish(episode)).where


def fails(library: Library, episode: Episode) -> LibraryError:
    with pytest.raises(LibraryError) as error:
        asyncio.run(library.publish(episode))
    assert str(error.value).endswith(".")
    assert "a-secret" not in str(error.value)
    return error.value


class TestWebhookContract(AnnouncerContract):
    library_type = LIBRARY
    settings: ClassVar[dict[str, Any]] = {"url": {"env": "HOOK"}, "secret": {"env": "KEY"}}

    @pytest.fixture
    def library(self, hook: Web, tmp_path: Path) -> Library:
        self.hook = hook
        return library(config(hook), a_depot(tmp_path))

    @pytest.fixture
    def broken(self, hook: Web, tmp_path: Path) -> Library:
        hook.fail(PATH, 401)
        return library(config(hook), a_depot(tmp_path))

    def listed(self, library: Library) -> Collection[str]:
        return [*dict.fromkeys(request.json["data"]["guid"] for request in self.hook.requests)]


def test_what_is_told(hook: Web, episode: Episode) -> None:
    assert tell(hook, episode) == hook.host
    (request,) = hook.requests
    assert (request.method, request.headers["content-type"]) == ("POST", "application/json")
    assert request.json == {
        "type": "episode.published",
        "timestamp": "2026-03-24T06:00:00+00:00",
        "data": {
            "guid": "urn:uuid:2026-03-24",
            "show": "morning",
            "show_title": "Morning",
            "day": "2026-03-24",
            "title": "Briefing of 2026-03-24",
            "language": "en",
            "seconds": 151.4,
            "chapters": 2,
            "play": PLAY,
        },
    }


def test_without_an_address_to_hear_it_at_it_still_tells(hook: Web, episode: Episode) -> None:
    tell(hook, episode, play=None)
    assert hook.requests[0].json["data"]["play"] is None


def test_nothing_of_what_the_episode_says_leaves(hook: Web, episode: Episode) -> None:
    tell(hook, with_canaries(episode), secret=KEY)
    assert CANARY not in repr(hook.requests)


def test_each_try_has_the_same_identity_and_a_new_take_another(hook: Web, episode: Episode) -> None:
    for each in (episode, episode, replace(episode, title="Made again")):
        tell(hook, each)
    first, second, again = (request.headers["webhook-id"] for request in hook.requests)
    assert first == second != again
    assert first.startswith("msg_")


def test_a_lost_answer_is_told_again_with_the_same_identity(hook: Web, episode: Episode, tmp_path: Path) -> None:
    with Between(hook.host) as between:
        settings = WebhookConfig(kind="webhook", url=revealed(f"http://{between.host}{PATH}"))
        asked = library(settings, a_depot(tmp_path))
        between.strike(0, "after")
        assert fails(asked, episode).transient
        asyncio.run(asked.publish(episode))
    assert len({request.headers["webhook-id"] for request in hook.requests}) == 1


def test_the_signature_is_the_standards() -> None:
    key = signing_key(revealed(KEY))
    assert key is not None
    made = signature(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", b'{"test": 2432232314}')
    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_message_is_signed_where_there_is_a_secret(hook: Web, episode: Episode) -> None:
    tell(hook, episode, secret=KEY)
    tell(hook, episode)
    signed, plain = hook.requests
    key = signing_key(revealed(KEY))
    assert key is not None
    expected = signature(key, signed.headers["webhook-id"], str(int(NOW.timestamp())), signed.body)
    assert signed.headers["webhook-signature"] == expected
    assert signed.headers["webhook-timestamp"] == str(int(NOW.timestamp()))
    assert "webhook-signature" not in plain.headers


def test_any_text_may_be_the_secret() -> None:
    assert signing_key(revealed("correct horse")) == b"correct horse"
    assert signing_key(None) is None


@given(text=st.text())
@example(text="")
def test_a_damaged_secret_is_told(text: str) -> None:
    try:
        key = signing_key(revealed(f"whsec_{text}"))
    except LibraryError as error:
        assert "Copy it again" in str(error)  # noqa: PT017  # whether it is one depends on the text
    else:
        assert key


def test_a_signature_and_an_address_stay_secret(hook: Web, tmp_path: Path) -> None:
    settings = config(hook, KEY)
    assert "a-secret" not in f"{settings!r} {settings}"
    assert KEY not in f"{settings!r} {settings}"


# faults ---

FAULTS = {
    301: (False, "sends requests on to another address"),
    401: (False, "does not take the message. Check the address"),
    403: (False, "does not take the message. Check the address"),
    404: (False, "has nothing at this address"),
    410: (False, "has nothing at this address"),
    429: (True, "too many requests"),
    500: (True, "fault of its own"),
}


@pytest.mark.parametrize("status", FAULTS)
def test_every_refusal_is_told(hook: Web, episode: Episode, tmp_path: Path, status: int) -> None:
    hook.serve("/elsewhere", b"OK")
    hook.fail(PATH, status, {"Location": "/elsewhere"} if status == 301 else {})
    transient, words = FAULTS[status]
    error = fails(library(config(hook), a_depot(tmp_path)), episode)
    assert (error.transient, words in str(error)) == (transient, True)


def test_a_redirect_elsewhere_is_told_nothing(hook: Web, episode: Episode, tmp_path: Path) -> None:
    with Web() as elsewhere:
        for status in (301, 302, 303, 307, 308):
            hook.redirect(PATH, elsewhere.url("/taken"), status)
            fails(library(config(hook, KEY), a_depot(tmp_path)), episode)
        assert not any(request.body or "webhook-id" in request.headers for request in elsewhere.requests)


def test_a_wait_is_passed_on(hook: Web, episode: Episode, tmp_path: Path) -> None:
    hook.fail(PATH, 429, {"Retry-After": "120"})
    error = fails(library(config(hook), a_depot(tmp_path)), episode)
    assert error.wait is not None
    assert error.wait.total_seconds() == 120


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("http://hook.example.org/a-secret", "must begin with https://"),
        ("a-secret", "is not of the form https://host/path"),
        ("ftp://hook.example.org/a-secret", "is not of the form https://host/path"),
    ],
)
def test_addresses_that_cannot_be_told(episode: Episode, tmp_path: Path, address: str, words: str) -> None:
    settings = WebhookConfig(kind="webhook", url=revealed(address))
    assert words in str(fails(library(settings, a_depot(tmp_path)), episode))


def test_a_host_that_is_away(episode: Episode, tmp_path: Path) -> None:
    settings = WebhookConfig(kind="webhook", url=revealed(f"{refused()}a-secret"))
    error = fails(library(settings, a_depot(tmp_path)), episode)
    assert error.transient
    assert "refused the connection" in str(error)


def test_a_secret_that_cannot_be_had_is_told(episode: Episode, tmp_path: Path) -> None:
    settings = WebhookConfig(kind="webhook", url=Secret("env", ("NO_SUCH_VARIABLE",)))
    assert "The address cannot be had" in str(fails(library(settings, a_depot(tmp_path)), episode))


def test_a_home_without_its_database_is_told(hook: Web, episode: Episode, tmp_path: Path) -> None:
    def no_link(_show: str, _day: date) -> str | None:
        raise DiskError("The database cannot be used. See that the disk has room.")

    depot = replace(a_depot(tmp_path), play_link=no_link)
    error = fails(library(config(hook), depot), episode)
    assert error.transient
    assert "The database cannot be used" in str(error)
    assert hook.requests == []


@pytest.mark.parametrize("settings", [{"url": "https://hook.example.org"}, {"secret": "as it is"}])
def test_secrets_are_not_written_into_the_settings(settings: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        WebhookConfig.model_validate({"kind": "webhook", "url": {"env": "HOOK"}, **settings})
