"""`dawncast login`: whose it is, what is kept of it, and the command as a person uses it."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, build_opener, urlopen

import pytest

from config.errors import UsageError
from connectors.base import Collected, ConnectorError, ConnectorType, Listener, Person, SourceConfig
from connectors.google_tokens import login_of
from connectors.items import Window
from daemon.home.logins import Logins
from daemon.login import Entrance, LoginError, entrance, log_in
from tests.fakes.google import Google
from tests.fakes.google_accounts import CLIENT_ID, CLIENT_SECRET


class WithLogin(SourceConfig):
    login: str = "orbit"


class Nothing:
    def __init__(self, _config: SourceConfig, _listener: Listener) -> None:
        """A connector that is never asked."""

    def collect(self, window: Window, state: bytes) -> Collected:
        raise AssertionError("a login asks no source")


def ask_a_code(config: WithLogin, person: Person) -> str:
    person.say("Open the page.")
    return f"{config.login}: {person.ask('Code:')}"


def refuse(config: WithLogin, person: Person) -> str:
    raise ConnectorError("Orbit knows no such person. Register there.", transient=False)


KINDS: dict[str, ConnectorType[Any]] = {
    "calendar": ConnectorType("calendar", WithLogin, Nothing, ("event",), ask_a_code),
    "tasks": ConnectorType("tasks", WithLogin, Nothing, ("task",), ask_a_code),
    "closed": ConnectorType("closed", WithLogin, Nothing, ("task",), refuse),
    "feeds": ConnectorType("feeds", SourceConfig, Nothing, ("story",)),
}
SOURCES: dict[str, SourceConfig] = {
    "news": SourceConfig(kind="feeds"),
    "work": WithLogin(kind="calendar"),
    "todo": WithLogin(kind="tasks"),
    "family": WithLogin(kind="calendar", login="lena"),
    "club": WithLogin(kind="closed", login="work"),
}


class Somebody:
    def say(self, text: str) -> None:
        """They listen."""

    def ask(self, question: str) -> str:
        return "4711"


def meant(name: str) -> Entrance:
    return entrance(name, SOURCES, KINDS.__getitem__)


@pytest.mark.parametrize(
    ("name", "source"),
    [("orbit", "work"), ("todo", "todo"), ("lena", "family"), ("family", "family"), ("work", "work")],
)
def test_by_a_sources_name_or_a_logins(name: str, source: str) -> None:
    assert meant(name).config is SOURCES[source]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("news", "The source news needs no login. These are there: orbit, lena, work."),
        ("moon", "There is no login moon. These are there: orbit, lena, work."),
    ],
)
def test_nobodys_login(name: str, words: str) -> None:
    with pytest.raises(UsageError) as caught:
        meant(name)
    assert str(caught.value) == words


def test_where_no_source_has_one() -> None:
    with pytest.raises(UsageError, match="No source of the settings needs one"):
        entrance("google", {"news": SOURCES["news"]}, KINDS.__getitem__)


def test_it_is_kept_for_its_owner_alone(tmp_path: Path) -> None:
    logins = Logins(tmp_path / "logins")
    log_in(meant("family"), Somebody(), logins)
    assert logins.read("lena") == "lena: 4711"
    assert (tmp_path / "logins" / "lena.json").stat().st_mode & 0o777 == 0o600


def test_one_that_is_refused_leaves_the_old_one(tmp_path: Path) -> None:
    logins = Logins(tmp_path)
    logins.keep("work", "the old one")
    with pytest.raises(LoginError, match="Orbit knows no such person") as caught:
        log_in(meant("club"), Somebody(), logins)
    assert caught.value.exit_code == 2
    assert logins.read("work") == "the old one"


# the command ---

DAWNCAST = "import sys; sys.path.insert(0, sys.argv.pop(1)); from daemon.cli import main; main()"
PLUGIN = "[dawncast.connectors]\ngoogle_calendar = connectors.google_calendar:CONNECTOR\n"


@contextmanager
def typing(folder: Path, google: Google, *words: str) -> Iterator[subprocess.Popen[str]]:
    """The command, begun, with settings that name one Google calendar; it knows its kind as it would a plugin's."""
    info = folder / "plugins" / "calendars-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: calendars\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(PLUGIN)
    settings = folder / "settings.toml"
    settings.write_text(
        f'timezone = "Europe/Berlin"\n[connectors.work]\nkind = "google_calendar"\nclient_id = "{CLIENT_ID}"\n'
        f'client_secret = {{ env = "GOOGLE_SECRET" }}\nauth_url = "{google.url("/o/oauth2/v2/auth")}"\n'
        f'token_url = "{google.url("/token")}"\n'
    )
    options = ("--config", str(settings), "--home", str(folder / "home"))
    begun = subprocess.Popen(
        [sys.executable, "-I", "-c", DAWNCAST, str(info.parent), *options, *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={"PATH": os.environ["PATH"], "HOME": str(folder), "GOOGLE_SECRET": CLIENT_SECRET},
    )
    with begun:
        try:
            yield begun
        finally:
            begun.kill()


def address(shown: IO[str] | None) -> str:
    """The address that it prints."""
    found = next((line.strip() for line in shown or () if re.match(r"\s*http://127", line)), "")
    assert found
    return found


def test_the_command_waits_for_the_browser(tmp_path: Path) -> None:
    with Google() as google, typing(tmp_path, google, "login", "google") as begun:
        urlopen(address(begun.stderr)).read()
        assert begun.wait(timeout=20) == 0
        assert begun.stderr is not None
        assert "The login google is kept. Try it with: " in begun.stderr.read()
    file = tmp_path / "home" / "logins" / "google.json"
    login = login_of(file.read_text())
    assert login is not None
    assert login.refresh_token.startswith("1//")
    assert file.stat().st_mode & 0o777 == 0o600


def test_the_command_takes_a_pasted_address(tmp_path: Path) -> None:
    with Google() as google, typing(tmp_path, google, "login", "work") as begun:
        assert begun.stdin is not None
        with suppress(HTTPError):
            build_opener(Pasting(begun.stdin)).open(address(begun.stderr))
        assert begun.wait(timeout=20) == 0
    assert (tmp_path / "home" / "logins" / "google.json").exists()


class Pasting(HTTPRedirectHandler):
    """A browser on another machine, whose last address somebody pastes."""

    def __init__(self, paste: IO[str]) -> None:
        self._paste = paste

    def redirect_request(self, *arguments: Any) -> None:
        self._paste.write(f"{arguments[-1]}\n")
        self._paste.flush()


def test_the_command_says_what_google_said(tmp_path: Path) -> None:
    with Google() as google, typing(tmp_path, google, "login", "google") as begun:
        urlopen(address(begun.stderr) + "&deny=1").read()
        assert begun.wait(timeout=20) == 2
        assert begun.stderr is not None
        assert "Google was told not to give access. Run the command again, and allow it." in begun.stderr.read()
    assert not (tmp_path / "home" / "logins").exists()
