"""What the doctor says of the ways to the private feed, asked of servers on loopback."""

import asyncio
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from config.load import load
from config.settings import Settings
from daemon.finding import Finding
from daemon.home.home import Home
from daemon.home.store import Store
from daemon.home.tokens import Tokens
from daemon.podcast_apps import Reach
from daemon.publish.shelf import Shelf
from daemon.reach import examine_reach, seen_reach
from daemon.registry import InstalledKinds
from tests.contract.library import an_episode
from tests.fakes.serving import Handling, Serving
from tests.fakes.web import refused

NOW = datetime(2026, 3, 24, 6, tzinfo=UTC)
RSS = b'<?xml version="1.0"?>\n<rss version="2.0"></rss>'


class Answering(Handling):
    def do_GET(self) -> None:  # noqa: N802  # as http.server has it
        owner: Answers = self.owner
        owner.asked.append(self.path)
        if self.path == "/robots.txt":
            self.reply(owner.robots, b"", {"X-Robots-Tag": "noindex"})
        elif self.path.endswith("/healthz"):
            self.reply(owner.health, b"{}", {})
        else:
            place = {"Location": owner.leads_to} if owner.leads_to else {}
            self.reply(owner.feed, RSS if owner.feed == 200 else b"", place)


class Answers(Serving):
    """Dawncast's server, or a web server in front of it: the status of its /robots.txt, its /healthz and the feed."""

    handling = Answering

    def __init__(
        self,
        *,
        robots: int = 200,
        health: int = 200,
        feed: int = 200,
        leads_to: str = "",
        certificate: Path | None = None,
    ) -> None:
        super().__init__()
        self.robots, self.health, self.feed = robots, health, feed
        self.leads_to, self.certificate = leads_to, certificate
        self.asked: list[str] = []

    def __enter__(self) -> "Answers":
        super().__enter__()
        if self.certificate:
            tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            tls.load_cert_chain(self.certificate, self.certificate.with_name("key.pem"))
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        return self

    @property
    def port(self) -> int:
        return int(self._server.server_port)


@dataclass(frozen=True)
class Listener:
    """Somebody with settings and a home, one episode in its feed."""

    folder: Path

    @property
    def home(self) -> Home:
        return Home(self.folder / "home")

    def settings(self, server: str, *, base: str = "", feed: bool = True) -> Settings:
        table = f'[libraries.feed]\nkind = "feed"\n{f"base_url = {base!r}" if base else ""}\n' if feed else ""
        source = 'timezone = "UTC"\n[connectors.todo]\nkind = "todotxt"\npath = "todo.txt"\n'
        file = self.folder / "settings.toml"
        file.write_text(f"{source}{table}[server]\n{server}\n")
        return load(file, InstalledKinds())

    def asks(self, settings: Settings, *addresses: str, let_in: str = "") -> list[Finding]:
        """What the doctor finds; names have these addresses, and an app has been let in."""
        with self.tokens() as tokens:
            if let_in:
                tokens.add(let_in, NOW)
            before = tokens.known()
            found = asyncio.run(_all(settings, self.home, tokens, addresses))
            assert tokens.known() == before  # its own is taken back
        return found

    @contextmanager
    def tokens(self) -> Iterator[Tokens]:
        store = Store(self.home.database)
        yield Tokens(store)
        store.close()


async def _all(settings: Settings, home: Home, tokens: Tokens, addresses: tuple[str, ...]) -> list[Finding]:
    def lookup(name: str) -> list[str]:
        if not addresses:
            raise OSError(name)
        return list(addresses)

    return [finding async for finding in examine_reach(settings, home, tokens, NOW, lookup)]


@pytest.fixture
def listener(tmp_path: Path) -> Listener:
    found = Listener(tmp_path)
    Shelf(found.home.libraries / "feed").put(an_episode(tmp_path / "made"), NOW)
    return found


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One for 127.0.0.1 that is trusted here."""
    file = tmp_path / "cert.pem"
    named = ("-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1")
    kind = ("-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2")
    key = str(tmp_path / "key.pem")
    subprocess.run(
        ["openssl", "req", *kind, *named, "-keyout", key, "-out", str(file)], check=True, capture_output=True
    )
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    return file


def on(server: Answers, more: str = "") -> str:
    return f"port = {server.port}\n{more}"


def told(findings: list[Finding]) -> list[tuple[bool, str]]:
    return [(finding.well, finding.what) for finding in findings]


def test_on_this_machine(listener: Listener) -> None:
    with Answers() as server:
        found = listener.asks(listener.settings(on(server)), "127.0.0.1")
    assert told(found) == [(True, "server"), (True, "feed")]
    assert 'of use on this machine alone. For a phone: host = "0.0.0.0"' in found[1].sentence
    assert server.asked[0] == "/robots.txt"
    assert server.asked[1].startswith("/f/")


def test_nothing_listens(listener: Listener) -> None:
    port = refused().rstrip("/").rpartition(":")[2]
    (found,) = listener.asks(listener.settings(f"port = {port}"), let_in="phone")
    assert not found.well
    assert "Start the daemon" in found.sentence


def test_nobody_misses_the_server_before_an_app_was_let_in(listener: Listener) -> None:
    port = refused().rstrip("/").rpartition(":")[2]
    (found,) = listener.asks(listener.settings(f"port = {port}"))
    assert found.well
    assert "dawncast feed add" in found.sentence


def test_nothing_is_to_listen(listener: Listener) -> None:
    (found,) = listener.asks(listener.settings("port = 0"))
    assert not found.well
    assert "Take that line out" in found.sentence


def test_something_else_listens(listener: Listener) -> None:
    with Answers(robots=404) as server:
        (found,) = listener.asks(listener.settings(on(server)))
    assert not found.well
    assert "another program listens" in found.sentence


def test_a_name_that_leads_nowhere(listener: Listener) -> None:
    with Answers() as server:
        found = listener.asks(listener.settings(on(server), base="https://me.example.org"))
    assert told(found) == [(True, "server"), (False, "feed")]
    assert "the name me.example.org leads nowhere" in found[1].sentence


@pytest.mark.parametrize(
    ("status", "what"),
    [
        (404, "the path of base_url"),
        (421, "names under [server]"),
        (502, "does not reach it"),
        (503, "does not reach it"),
        (500, "the answer was 500"),
    ],
)
def test_answers_that_are_no_feed(listener: Listener, status: int, what: str) -> None:
    with Answers() as server, Answers(feed=status) as front:
        found = listener.asks(listener.settings(on(server), base=f"http://127.0.0.1:{front.port}"), "127.0.0.1")
    assert told(found) == [(True, "server"), (False, "feed")]
    assert what in found[1].sentence
    assert "/f/" not in found[1].sentence


def test_an_address_that_leads_on(listener: Listener) -> None:
    with Answers() as server, Answers(feed=301, leads_to="https://me.example.org/f/T/feed.xml") as front:
        found = listener.asks(listener.settings(on(server), base=f"http://127.0.0.1:{front.port}"), "127.0.0.1")
    assert "it leads on to https://me.example.org; write that as base_url" in found[1].sentence


def test_before_the_first_episode(tmp_path: Path) -> None:
    listener = Listener(tmp_path)
    with Answers(feed=404) as server:
        found = listener.asks(listener.settings(on(server)), "127.0.0.1")
    assert "there is no episode in it yet" in found[1].sentence


def test_through_a_web_server_with_a_valid_certificate(listener: Listener, certificate: Path) -> None:
    with Answers() as server, Answers(health=404, certificate=certificate) as front:
        base = f"https://127.0.0.1:{front.port}/pod"
        found = listener.asks(listener.settings(on(server, 'proxies = ["127.0.0.1"]'), base=base), "93.184.215.14")
    assert told(found) == [(True, "server"), (True, "feed"), (True, "web server in front")]
    assert front.asked[0].startswith("/pod/f/")


def test_a_web_server_that_is_not_named(listener: Listener, certificate: Path) -> None:
    with Answers() as server, Answers(health=404, certificate=certificate) as front:
        found = listener.asks(listener.settings(on(server), base=f"https://127.0.0.1:{front.port}"), "127.0.0.1")
    assert told(found)[2] == (True, "web server in front")
    assert "it is named nowhere" in found[2].sentence


def test_a_web_server_that_lets_outsiders_in(listener: Listener, certificate: Path) -> None:
    with Answers() as server, Answers(certificate=certificate) as front:
        settings = listener.settings(on(server, 'proxies = ["127.0.0.1"]'), base=f"https://127.0.0.1:{front.port}")
        found = listener.asks(settings, "127.0.0.1")
    assert told(found)[2] == (False, "web server in front")
    assert "anybody may see /healthz" in found[2].sentence


def test_a_certificate_that_nobody_trusts(
    listener: Listener, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with Answers() as server, Answers(certificate=certificate) as front:
        found = listener.asks(listener.settings(on(server), base=f"https://127.0.0.1:{front.port}"), "127.0.0.1")
    assert "its certificate is not valid" in found[1].sentence


def test_a_web_server_that_speaks_no_https(listener: Listener) -> None:
    with Answers() as server:
        found = listener.asks(listener.settings(on(server), base=f"https://127.0.0.1:{server.port}"), "127.0.0.1")
    assert "does not speak https" in found[1].sentence


def test_nothing_in_front_answers(listener: Listener) -> None:
    with Answers() as server:
        found = listener.asks(listener.settings(on(server), base=refused().rstrip("/")), "127.0.0.1")
    assert "nothing answers; start the web server or tunnel" in found[1].sentence


@pytest.mark.parametrize(
    ("base", "addresses", "reach"),
    [
        ("https://me.example.org", ["93.184.215.14"], "everywhere"),
        ("https://me.example.org", ["93.184.215.14", "fd00::7"], "everywhere"),
        ("http://me.example.org", ["2606:2800:21f::1"], "open"),
        ("https://me.example.org", ["192.168.1.7"], "home"),
        ("https://me.ts.example.net", ["100.101.7.7", "fd7a::7"], "home"),
        ("https://me.example.org", ["127.0.1.1"], "here"),
    ],
)
def test_a_name_is_reached_from_where_its_addresses_are(base: str, addresses: list[str], reach: Reach) -> None:
    assert seen_reach(base, addresses) == reach
