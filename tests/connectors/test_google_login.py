"""From `log_in` to an access token and to the end of a login."""

import json
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from queue import Queue
from typing import Any
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlsplit
from urllib.request import HTTPRedirectHandler, build_opener, urlopen

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from google.auth import jwt

from connectors.base import ConnectorError
from connectors.google_calendar import GoogleCalendarConfig
from connectors.google_login import code_of, is_answer, log_in
from connectors.google_tokens import GoogleConfig, ending, login_of
from tests.connectors.google import NOW, WINDOW, calendars, collected, kept, stand_up, tasks
from tests.fakes.google import Google
from tests.fakes.google_accounts import ACCOUNT, CALENDAR, TASKS
from tests.fakes.web import Reply


@pytest.fixture
def google() -> Iterator[Google]:
    with Google() as server:
        yield server


def config(google: Google, **more: Any) -> GoogleConfig:
    return GoogleConfig.model_validate({"kind": "google", **google.settings(**more)}, context={"revealed": True})


class Somebody:
    """At the terminal: what they are told is in `told`, what they type comes from `types` (None: nobody is there)."""

    def __init__(self, google: Google) -> None:
        self._google = google
        self.told: list[str] = []
        self.address: Queue[str] = Queue()
        self.typed: Queue[str | None] = Queue()

    def say(self, text: str) -> None:
        self.told.append(text)
        for word in text.split():
            if word.startswith(self._google.url("/o/oauth2")):
                self.address.put(word)

    def ask(self, question: str) -> str:
        typed = self.typed.get(timeout=10)
        if typed is None:
            raise EOFError
        return typed

    def browses(self, more: str = "") -> None:
        """Opens the address in a browser on this machine; `more` is what they do there."""

        def browse() -> None:
            with suppress(HTTPError):
                urlopen(self.address.get(timeout=10) + more).read()

        threading.Thread(target=browse, daemon=True).start()

    def browses_elsewhere(self, *before: str) -> None:
        """Opens it on another machine and types what comes of that, after some other words."""

        def browse() -> None:
            address = self.address.get(timeout=10)
            with suppress(HTTPError):
                build_opener(Elsewhere(self.typed, before)).open(address)

        threading.Thread(target=browse, daemon=True).start()


class Elsewhere(HTTPRedirectHandler):
    """A browser that cannot reach the machine at which somebody logs in."""

    def __init__(self, typed: "Queue[str | None]", before: tuple[str, ...]) -> None:
        self._typed, self._before = typed, before

    def redirect_request(self, *arguments: Any) -> None:
        for text in (*self._before, f" {arguments[-1]} "):
            self._typed.put(text)


@pytest.fixture
def kim(google: Google) -> Iterator[Somebody]:
    person = Somebody(google)
    yield person
    person.typed.put(None)


def test_by_a_browser_on_this_machine(google: Google, kim: Somebody) -> None:
    kim.browses()
    login = login_of(log_in(config(google), kim))
    assert login is not None
    assert (login.scopes, login.ends) == ((CALENDAR, TASKS), None)
    assert datetime.now(UTC) - login.given < timedelta(minutes=1)
    assert len(kim.told) == 1


def test_by_a_browser_on_another_machine(google: Google, kim: Somebody) -> None:
    kim.browses_elsewhere("", "what?", "http://127.0.0.1/?code=4/made-up&state=guessed")
    assert login_of(log_in(config(google), kim)) is not None
    assert kim.told[1:] == ["That is not it. It begins with http://127.0.0.1 and has code= in it."] * 2


def test_nobody_needs_to_be_there_to_type(google: Google, kim: Somebody) -> None:
    kim.typed.put(None)
    kim.browses()
    assert login_of(log_in(config(google), kim)) is not None


def test_a_login_serves_both_kinds(google: Google, kim: Somebody) -> None:
    stand_up(google)
    google.task("Pay rent")
    kim.browses()
    login = log_in(config(google), kim)
    assert len(calendars(google, login=login).collect(WINDOW, b"").items) == 1
    assert len(tasks(google, login=login).collect(WINDOW, b"").items) == 1


def test_what_is_asked_of_google(google: Google, kim: Somebody) -> None:
    kim.browses()
    log_in(config(google), kim)
    asked = google.asked("/o/oauth2/v2/auth")[0].query
    assert asked["scope"].split() == [CALENDAR, TASKS]
    assert (asked["access_type"], asked["prompt"], asked["code_challenge_method"]) == ("offline", "consent", "S256")
    assert urlsplit(asked["redirect_uri"]).hostname == "127.0.0.1"
    form = google.asked("/token")[0].form
    assert form["code_verifier"] not in asked.values()
    assert len(form["code_verifier"]) >= 43


def test_other_callers_at_the_loopback_are_sent_away(google: Google, kim: Somebody) -> None:
    answers: list[int] = []

    def call() -> None:
        address = kim.address.get(timeout=10)
        redirect = parse_qs(urlsplit(address).query)["redirect_uri"][0]
        for path in ("favicon.ico", "?code=4/stolen&state=guessed", "?state=&code="):
            try:
                urlopen(redirect + path)
            except HTTPError as error:
                answers.append(error.code)
        urlopen(address).read()

    threading.Thread(target=call, daemon=True).start()
    assert login_of(log_in(config(google), kim)) is not None
    assert answers == [404, 404, 404]


def test_a_box_left_unticked_is_said(google: Google, kim: Somebody) -> None:
    kim.browses(f"&untick={TASKS}")
    login = login_of(log_in(config(google), kim))
    assert login is not None
    assert login.scopes == (CALENDAR,)
    assert kim.told[1].startswith("You did not tick the tasks")


def test_a_login_in_testing_ends(google: Google, kim: Somebody) -> None:
    google.in_testing()
    kim.browses()
    login = login_of(log_in(config(google), kim))
    assert login is not None
    assert login.ends == login.given + timedelta(seconds=604_799)
    assert kim.told[1].startswith("Google will end this login on ")


@pytest.mark.parametrize(
    ("settings", "does", "words"),
    [
        ({}, "&deny=1", "Google was told not to give access"),
        ({"client_secret": "wrong"}, "", "Google does not know this client_id with this client_secret"),
        ({}, "&access_type=online", "for one hour only"),
    ],
)
def test_no_login(google: Google, kim: Somebody, settings: dict[str, Any], does: str, words: str) -> None:
    kim.browses(does)
    with pytest.raises(ConnectorError, match=words) as caught:
        log_in(config(google, **settings), kim)
    assert not caught.value.transient


def test_somebody_who_never_comes_is_not_waited_for(google: Google, kim: Somebody) -> None:
    with pytest.raises(ConnectorError, match="Nobody has logged in"):
        log_in(config(google), kim, patience=0.05)


@pytest.mark.parametrize(
    "url", ["", "http://[", "http://127.0.0.1/", "?state=s", "?code=c", "?state=t&code=c", "x" * 99]
)
def test_what_is_no_answer(url: str) -> None:
    assert not is_answer(url, "s")


def test_what_is_one() -> None:
    assert code_of("http://127.0.0.1:8123/?state=s&code=4%2Fc&scope=x", "s") == "4/c"
    with pytest.raises(ConnectorError, match="Google did not allow the login"):
        code_of("/?state=s&error=admin_policy_enforced", "s")


# logins that are kept ---


NAIVE = '{"refresh_token": "1//", "scopes": [], "given": "2026-03-24T06:40:00"}'


@pytest.mark.parametrize("login", ["", "{", "null", '{"refresh_token": 5}', '{"token": "ya29"}', NAIVE])
def test_without_a_login(google: Google, login: str) -> None:
    with pytest.raises(ConnectorError) as caught:
        collected(google, login=login)
    assert str(caught.value) == "Google needs a login. Run: dawncast login google."
    assert not caught.value.transient


def test_an_ended_login_needs_a_new_one(google: Google) -> None:
    login = kept(google)
    google.revoke()
    with pytest.raises(ConnectorError) as caught:
        collected(google, login=login)
    assert str(caught.value) == "Google needs a new login. Run: dawncast login google."
    assert not caught.value.transient


@pytest.mark.parametrize(
    ("reply", "words", "transient"),
    [
        (Reply(b'{"error": "unauthorized_client"}', 401), "Check both in the settings", False),
        (Reply(b'{"error": "admin_policy_enforced"}', 400), r"refuses the login \(admin_policy_enforced\)", False),
        (Reply(b'{"error": "<b>no</b>"}', 400), r"refuses the login \(it does not say why\)", False),
        (Reply(b"<html>", 400), r"refuses the login \(it does not say why\)", False),
        (Reply(b'{"access_token": "x", "refresh_token_expires_in": 1e30}', 200), "could not be read", True),
        (Reply(b"<html>Sign in</html>", 200), "answer to the login could not be read", True),
        (Reply(b"", 503), "has a fault of its own", True),
        (Reply(b"", 429), "has had too many requests", True),
    ],
)
def test_the_token_endpoint_refuses(google: Google, reply: Reply, words: str, transient: bool) -> None:
    google.answer("/token", lambda _: reply)
    with pytest.raises(ConnectorError, match=words) as caught:
        collected(google)
    assert caught.value.transient is transient


@pytest.mark.parametrize(
    ("left", "is_said"),
    [
        (timedelta(days=7), False),
        (timedelta(days=2, seconds=1), False),
        (timedelta(days=2), True),
        (timedelta(hours=17), True),
        (timedelta(), False),
        (-timedelta(days=1), False),
    ],
)
def test_a_login_about_to_end_is_said_days_before(left: timedelta, is_said: bool) -> None:
    assert ending(NOW + left, WINDOW) == (NOW + left if is_said else None)


def test_its_end_comes_with_the_items(google: Google) -> None:
    stand_up(google)
    found = collected(google, login=kept(google, ends=NOW + timedelta(days=1)))
    assert len(found.items) == 1
    assert found.login_ends == NOW + timedelta(days=1)
    assert found.complete


# service accounts ---


def service_account(google: Google) -> str:
    """A key that Google knows, as its console gives it out."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    pem = private.private_bytes(*form).decode()
    public = private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )

    def claims(assertion: bytes) -> dict[str, Any]:
        return dict(jwt.decode(assertion, certs=public.decode()))  # type: ignore[no-untyped-call]  # it declares no types

    google.trust(claims)
    return json.dumps(
        {
            "type": "service_account",
            "private_key_id": "k1",
            "private_key": pem,
            "client_email": "dawncast@project.iam.gserviceaccount.com",
            "token_uri": "https://oauth2.googleapis.com/token",
        }
    )


def headless(google: Google, key: str) -> dict[str, Any]:
    return {"client_id": None, "client_secret": None, "service_account": key, "calendars": [ACCOUNT]}


def test_a_service_account_needs_no_login(google: Google) -> None:
    stand_up(google)
    settings = headless(google, service_account(google))
    assert len(collected(google, login="", **settings).items) == 1


def test_a_service_account_whose_key_was_deleted(google: Google) -> None:
    key = service_account(google)
    service_account(google)
    with pytest.raises(ConnectorError, match="Google refuses the key of the service account") as caught:
        collected(google, login="", **headless(google, key))
    assert not caught.value.transient


@pytest.mark.parametrize("key", ["", "{}", "[1]", '{"client_email": "x", "private_key": "hidden"}'])
def test_what_is_no_key(google: Google, key: str) -> None:
    with pytest.raises(ConnectorError, match="is not the JSON key of a service account") as caught:
        collected(google, login="", **headless(google, key))
    assert caught.value.__cause__ is None
    assert "hidden" not in str(caught.value)


def test_a_service_account_has_nothing_to_log_in(google: Google, kim: Somebody) -> None:
    table = {"kind": "google_calendar", **google.settings(**headless(google, "{}"))}
    with pytest.raises(ConnectorError, match="needs no login"):
        log_in(GoogleCalendarConfig.model_validate(table, context={"revealed": True}), kim)
