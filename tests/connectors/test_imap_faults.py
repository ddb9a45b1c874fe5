"""Servers that refuse, break off or fall silent, connections that are not safe, settings that will not do."""

import asyncio
import socket
from collections.abc import Iterator
from threading import Thread
from time import monotonic
from typing import Any

import pytest
from pydantic import ValidationError

from connectors.base import ConnectorError, Listener
from connectors.imap import ImapConfig, ImapConnector
from connectors.worker import Job
from daemon.collect.process import run
from tests.connectors.mailboxes import HOUR, NOW, WINDOW, collect, refused_by, source, told
from tests.connectors.mails import mail
from tests.fakes.imap_relay import Relay
from tests.fakes.imap_server import PASSWORD, Box, Dovecot, dovecot, free_port, missing


@pytest.fixture(scope="module")
def server() -> Iterator[Dovecot]:
    if why := missing():
        pytest.skip(why)
    with dovecot() as running:
        yield running


@pytest.fixture
def box(server: Dovecot) -> Box:
    return server.new_box()


@pytest.fixture
def relay(server: Dovecot) -> Iterator[Relay]:
    with Relay(server) as running:
        yield running


# what fails ---


def test_a_wrong_password_wants_a_login(box: Box, server: Dovecot) -> None:
    error = refused_by(box, server.port, password="wrong-word")
    assert (error.transient, error.needs_login) == (False, True)
    assert str(error).startswith("127.0.0.1 refuses the login. Check username and password in the settings;")


def test_a_server_that_is_not_well_does_not_want_one(box: Box, relay: Relay) -> None:
    relay.answer("AUTHENTICATE", b"%s NO [UNAVAILABLE] Temporary authentication failure.")
    error = refused_by(box, relay.port)
    assert (error.transient, error.needs_login) == (True, False)


def test_a_folder_that_is_not_there(box: Box, server: Dovecot) -> None:
    error = refused_by(box, server.port, folder="Nowhere")
    assert str(error) == '127.0.0.1 has no folder "Nowhere". Correct it in the settings.'
    assert not error.transient


def test_nobody_listens(box: Box) -> None:
    error = refused_by(box, free_port())
    assert "refused the connection" in str(error)
    assert error.transient


@pytest.mark.parametrize("word", ["CAPABILITY", "AUTHENTICATE", "EXAMINE", "SEARCH", "HEADER"])
def test_a_conversation_that_breaks_off(box: Box, relay: Relay, word: str) -> None:
    box.deliver(mail("One"), at=NOW - HOUR)
    relay.cut_at(word)
    error = refused_by(box, relay.port)
    assert error.transient
    assert str(error) == "127.0.0.1 broke off the conversation. It will be asked again the next time."


@pytest.mark.parametrize("word", ["AUTHENTICATE", "SEARCH"])
def test_a_server_that_falls_silent(box: Box, relay: Relay, word: str) -> None:
    relay.stall_at(word)
    started = monotonic()
    error = refused_by(box, relay.port, timeout=0.5)
    assert monotonic() - started < 1
    assert (str(error), error.transient) == (
        "127.0.0.1 did not answer in time. It will be asked again the next time.",
        True,
    )


def test_a_text_that_never_comes_costs_the_others_their_texts_once(box: Box, server: Dovecot, relay: Relay) -> None:
    box.deliver(mail("One", text="First."), mail("Two", text="Second."), at=NOW - HOUR)
    relay.cut_at("BODYSTRUCTURE")
    first = collect(box, relay)
    assert [(item.uid != "", getattr(item, "summary", None)) for item in first.items] == [(True, ""), (True, "")]
    relay.mend()
    second = collect(box, relay, first.state)
    assert sorted(getattr(item, "summary", "") for item in second.items) == ["", "First."]


def test_a_server_that_sends_without_end(box: Box, relay: Relay) -> None:
    box.deliver(mail("One"), at=NOW - HOUR)
    relay.answer("HEADER", b"* 1 FETCH (UID 1 BODY[HEADER.FIELDS (SUBJECT)] {2000000000}")
    assert "broke off" in str(refused_by(box, relay.port))


@pytest.mark.parametrize("greeting", [b"220 mail.example ESMTP\r\n", b"\xff\xfe\r\n", b"* BYE too busy\r\n", b""])
def test_what_is_no_imap_server(box: Box, greeting: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(2)
        port = listener.getsockname()[1]
        connector = source(box, port, timeout=0.5)
        with socket.socket() as _:
            error = _answered(listener, greeting, connector)
    assert error.transient


def _answered(listener: socket.socket, greeting: bytes, connector: ImapConnector) -> ConnectorError:
    def answer() -> None:
        talk, _ = listener.accept()
        talk.sendall(greeting)
        talk.close()

    thread = Thread(target=answer)
    thread.start()
    with pytest.raises(ConnectorError) as caught:
        connector.collect(WINDOW, b"")
    thread.join()
    return caught.value


# in its own process ---


def job(box: Box, port: int, **settings: Any) -> Job:
    config = {"kind": "imap", "host": "127.0.0.1", "port": port, "username": box.user, "password": PASSWORD}
    return Job(
        source="mail",
        entry_point="connectors.imap:CONNECTOR",
        config={**config, **settings},
        listener=Listener(),
        window=WINDOW,
        state=b"",
        seconds=20,
    )


def test_in_its_own_process(box: Box, server: Dovecot) -> None:
    box.deliver(mail("One"), at=NOW - HOUR)
    found = asyncio.run(run(job(box, server.port, tls="none", allow_private=True)))
    assert told(found) == ["One"]
    with pytest.raises(ConnectorError, match="refuses the login") as caught:
        asyncio.run(run(job(box, server.port, tls="none", allow_private=True, password="wrong-word")))
    assert caught.value.needs_login


def test_a_private_address_is_not_reached_without_leave(box: Box, relay: Relay) -> None:
    with pytest.raises(ConnectorError, match="set allow_private = true for this source if that is meant"):
        asyncio.run(run(job(box, relay.port)))
    assert relay.commands == []


# TLS ---


@pytest.fixture
def trusted(server: Dovecot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))


@pytest.mark.parametrize("tls", ["implicit", "starttls"])
def test_a_secure_connection(box: Box, server: Dovecot, trusted: None, tls: str) -> None:
    box.deliver(mail("Sealed"), at=NOW - HOUR)
    port = server.tls_port if tls == "implicit" else server.port
    found = source(box, port, tls=tls, host="localhost").collect(WINDOW, b"")
    assert told(found) == ["Sealed"]


@pytest.mark.parametrize("tls", ["implicit", "starttls"])
def test_a_server_that_cannot_prove_itself_gets_no_password(box: Box, server: Dovecot, tls: str) -> None:
    port = server.tls_port if tls == "implicit" else server.port
    error = refused_by(box, port, tls=tls, host="localhost")
    assert "could not prove that it is localhost" in str(error)


def test_a_server_without_starttls_gets_no_password(box: Box, relay: Relay) -> None:
    relay.answer("CAPABILITY", b"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n%s OK done")
    error = refused_by(box, relay.port, tls="starttls")
    assert str(error).startswith("No secure connection to 127.0.0.1 could be made. Check port")
    assert [command for command in relay.commands if "CAPABILITY" not in command] == []


def test_tls_on_a_port_without_it(box: Box, server: Dovecot) -> None:
    assert str(refused_by(box, server.port, tls="implicit")).startswith("No secure connection to 127.0.0.1")


# the settings ---


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"tls": "none"}, "sends the password in the clear"),
        ({"host": "https://mail.example.org"}, "host"),
        ({"host": "mail.example.org:993"}, "host"),
        ({"take": "all"}, "take"),
        ({"newer_than": 0}, "newer_than"),
        ({"port": 0}, "port"),
        ({"password": "written down"}, "a secret is not written into the settings"),
    ],
)
def test_settings_that_will_not_do(settings: dict[str, Any], words: str) -> None:
    good = {"kind": "imap", "host": "mail.example.org", "username": "kim", "password": {"env": "MAIL"}}
    ImapConfig.model_validate(good)
    with pytest.raises(ValidationError, match=words):
        ImapConfig.model_validate({**good, **settings})
