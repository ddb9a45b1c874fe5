"""The Spotify library's calls as processes: limits, what outlives whom, one at a time; and the login."""

import asyncio
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from subprocess import PIPE

import pytest

from connectors.codec import to_json
from daemon.model import Episode
from daemon.publish.base import LibraryError
from daemon.publish.spotify import LIBRARY, SpotifyLibrary
from daemon.publish.spotify_answers import SpotifyError
from daemon.publish.spotify_login import log_in
from daemon.publish.spotify_program import Program, Running
from tests.contract.library import an_episode
from tests.daemon.publish.spotify import NAME, ROOT, Account, config


@pytest.fixture
def account(tmp_path: Path) -> Account:
    return Account(tmp_path / "home")


@pytest.fixture
def episode(tmp_path: Path) -> Episode:
    return an_episode(tmp_path / "made")


def program_of(account: Account) -> Program:
    return Program(str(account.program), account.login, NAME)


def ends(pid: int) -> bool:
    """Whether it has ended, or does so within seconds of having been killed."""

    async def ended() -> bool:
        async with asyncio.timeout(5):
            while is_alive(pid):
                await asyncio.sleep(0.01)
        return True

    return asyncio.run(ended())


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        stat = Path(f"/proc/{pid}/stat").read_text()
    except ProcessLookupError:
        return False
    except FileNotFoundError:
        return sys.platform != "linux"
    return stat.rpartition(")")[2].split()[0] != "Z"  # nobody may have waited for it yet


def test_a_call_that_never_ends_is_ended(account: Account) -> None:
    async def hangs() -> None:
        async with program_of(account).alone() as held:
            await held.run(("--json", "shows"), 0.3)

    account.goes(FAIL="hang")
    with pytest.raises(SpotifyError, match="did not end in time"):
        asyncio.run(hangs())
    account.goes()
    assert asyncio.run(account.library().examine())  # its lock is free again


def test_a_publishing_that_is_cancelled_ends_its_call_with_its_children_and_remembers_it(
    account: Account, episode: Episode
) -> None:
    async def cancelled() -> None:
        publishing = asyncio.create_task(account.library().publish(episode))
        async with asyncio.timeout(20):
            while not (account.folder / "child").exists():
                await asyncio.sleep(0.01)
        publishing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await publishing

    account.goes(FAIL="hang@upload")
    asyncio.run(cancelled())
    assert ends(int((account.folder / "child").read_text()))
    account.goes()
    publication = asyncio.run(account.library().publish(episode))
    asyncio.run(account.library().verify(publication))
    assert [each["episode_uri"] for each in account.episodes] == [publication.where]


def test_one_call_at_a_time(account: Account, tmp_path: Path) -> None:
    async def both() -> None:
        made = [an_episode(tmp_path / name) for name in ("one", "two")]
        await asyncio.gather(
            *(account.library().publish(replace(each, guid=str(each.audio), title=f"{each.audio}")) for each in made)
        )

    asyncio.run(both())
    assert len(account.shows) == 1
    assert len(account.episodes) == 2


# a publisher that is killed ---

PUBLISH = """
import asyncio, sys
from pathlib import Path
from tests.contract.library import a_depot, an_episode
from tests.daemon.publish.spotify import config
from daemon.publish.spotify import SpotifyLibrary

home, made, program = map(Path, sys.argv[1:])
asyncio.run(SpotifyLibrary(config(program=str(program)), a_depot(home, "spotify")).publish(an_episode(made)))
"""


@contextmanager
def killed(account: Account, made: Path, moment: str) -> Iterator[int]:
    """A publisher that was killed (-9) at that moment of its upload; the call that it leaves behind waits."""
    os.mkfifo(account.folder / "go")
    account.goes(STOP=moment)
    arguments = (str(account.home), str(made), str(account.program))
    with subprocess.Popen([sys.executable, "-c", PUBLISH, *arguments], cwd=ROOT) as publisher:
        stopped = int(waited_for(account.folder / "stopped", publisher))
        waited_for(program_of(account).running, publisher)
        publisher.kill()
    account.goes()
    try:
        yield stopped
    finally:
        with suppress(ProcessLookupError):
            os.killpg(stopped, signal.SIGKILL)


def waited_for(file: Path, publisher: subprocess.Popen[bytes]) -> str:
    async def written() -> str:
        async with asyncio.timeout(20):
            while not (file.exists() and file.read_text()):
                assert publisher.poll() is None
                await asyncio.sleep(0.01)
        return file.read_text()

    return asyncio.run(written())


def goes_on(account: Account) -> None:
    (account.folder / "go").write_text("go")


@pytest.mark.parametrize("moment", ["asked", "created", "sent"])
def test_an_upload_outlives_its_publisher_and_is_found(
    account: Account, episode: Episode, tmp_path: Path, moment: str
) -> None:
    async def published_meanwhile() -> str:
        publishing = asyncio.create_task(account.library().publish(episode))
        await asyncio.sleep(0.3)  # it waits for the lock, which the call still holds
        assert not publishing.done()
        await asyncio.to_thread(goes_on, account)
        return (await publishing).where

    with killed(account, tmp_path / "made", moment):
        where = asyncio.run(published_meanwhile())
    assert [each["episode_uri"] for each in account.episodes] == [where]
    assert len([call for call in account.calls if call[0] == "upload"]) == 1


@pytest.mark.parametrize("moment", ["created", "sent"])
def test_after_a_power_cut_the_episode_is_there_once(
    account: Account, episode: Episode, tmp_path: Path, moment: str
) -> None:
    with killed(account, tmp_path / "made", moment) as left_behind:
        os.killpg(left_behind, signal.SIGKILL)
        publication = asyncio.run(account.library().publish(episode))
    assert [each["episode_uri"] for each in account.episodes] == [publication.where]
    assert len([call for call in account.calls if call[0] == "upload"]) == 1


def test_a_call_left_behind_that_never_ends_is_ended(account: Account, episode: Episode, tmp_path: Path) -> None:
    with killed(account, tmp_path / "made", "sent") as left_behind:
        program_of(account).running.write_bytes(to_json(Running(left_behind, until=1.0)))
        publication = asyncio.run(account.library().publish(episode))
        assert ends(left_behind)
    assert [each["episode_uri"] for each in account.episodes] == [publication.where]


# the login ---


class Somebody:
    """A person who pastes where the browser ended."""

    def __init__(self, *, code: str = "&code=c", state: bool = True) -> None:
        self.code = code
        self.state = state
        self.told = ""

    def say(self, text: str) -> None:
        self.told += text

    def ask(self, question: str) -> str:
        state = self.told.partition("state=")[2].split()[0] if self.state else "another"
        return f"  http://127.0.0.1:8085/callback?state={state}{self.code}\n"


class Nobody(Somebody):
    def ask(self, question: str) -> str:
        raise EOFError


def logged_out(account: Account) -> None:
    for name in ("token.json", "dpop_key.json"):
        (account.folder / name).unlink()


def library_of(account: Account) -> SpotifyLibrary:
    return SpotifyLibrary(config(program=str(account.program)), account.depot)


def test_a_login_is_led_through_and_tried(account: Account) -> None:
    logged_out(account)
    person = Somebody()
    assert LIBRARY.log_in
    LIBRARY.log_in(config(program=str(account.program)), account.depot, person)
    assert "https://accounts.spotify.com/authorize?" in person.told
    assert stat.S_IMODE((account.folder / "token.json").stat().st_mode) == 0o600
    assert account.calls[-1] == ["shows"]
    assert asyncio.run(library_of(account).examine()).startswith("logged in")


@pytest.mark.parametrize(
    ("person", "words"),
    [
        (Somebody(state=False), "another address was pasted. Run the command again"),
        (Somebody(code="&error=access_denied"), "it was not allowed"),
        (Somebody(code=""), "gave no login"),
        (Nobody(), "Nobody pasted an address in time"),
    ],
)
def test_a_login_that_comes_to_nothing(account: Account, person: Somebody, words: str) -> None:
    logged_out(account)
    with pytest.raises(LibraryError) as error:
        asyncio.run(library_of(account).log_in(person))
    assert words in str(error.value)
    assert not (account.folder / "token.json").exists()


def test_no_other_page_is_shown_to_a_person(account: Account) -> None:
    account.goes(FAIL="garbage@auth login")
    person = Somebody()
    with pytest.raises(LibraryError, match="gave no address"):
        asyncio.run(library_of(account).log_in(person))
    assert person.told == ""


def test_a_login_that_nobody_finishes_ends(account: Account) -> None:
    async def waits() -> None:
        async with program_of(account).alone() as held:
            await log_in(held, Somebody(), patience=0.5)

    account.goes(FAIL="hang@auth login")
    with pytest.raises(LibraryError, match="Nobody pasted an address in time"):
        asyncio.run(waits())


def test_a_login_to_another_account_begins_a_show_there(account: Account, episode: Episode) -> None:
    asyncio.run(account.library().publish(episode))
    old = account.shows[0]["show_uri"]
    account.service.keep({"shows": [], "rejected": []})
    asyncio.run(library_of(account).log_in(Somebody()))
    asyncio.run(account.library().publish(episode))
    assert [show["title"] for show in account.shows] == ["Morning"]
    assert account.shows[0]["show_uri"] != old


def test_a_login_to_the_same_account_keeps_its_show(account: Account, episode: Episode) -> None:
    publication = asyncio.run(account.library().publish(episode))
    account.goes(NULL_SHOWS="1")
    asyncio.run(library_of(account).log_in(Somebody()))
    assert asyncio.run(account.library().publish(episode)).where == publication.where


# the command ---

DAWNCAST = "import sys; from daemon.cli import main; main()"


def settings_of(account: Account, *more: str) -> Path:
    settings = account.home / "settings.toml"
    table = f'[libraries.mine]\nkind = "spotify"\nagree = true\nprogram = "{account.program}"\n'
    sources = '[connectors.todo]\nkind = "todotxt"\npath = "todo.txt"\n'
    settings.write_text('timezone = "Europe/Berlin"\n' + sources + table + "".join(more))
    return settings


@pytest.mark.parametrize("name", ["mine", "spotify"])
def test_the_command_shows_the_page_and_takes_the_pasted_address(account: Account, name: str) -> None:
    options = ("--config", str(settings_of(account)), "--home", str(account.home), "login", name)
    with subprocess.Popen(
        [sys.executable, "-c", DAWNCAST, *options], stdin=PIPE, stderr=PIPE, text=True, cwd=ROOT
    ) as command:
        assert command.stdin
        assert command.stderr
        page = next(line for line in command.stderr if "https://accounts.spotify.com/authorize?" in line)
        state = page.strip().partition("state=")[2]
        command.stdin.write(f"http://127.0.0.1:8085/callback?code=c&state={state}\n")
        command.stdin.flush()
        assert "The login mine is kept. Try it with: " in command.stderr.read()
    assert command.returncode == 0
    kept = account.home / "logins" / "mine" / "save-to-spotify" / "token.json"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_the_command_says_which_logins_there_are(account: Account) -> None:
    another = f'[libraries.other]\nkind = "spotify"\nagree = true\nprogram = "{account.program}"\n'
    options = ("--config", str(settings_of(account, another)), "--home", str(account.home), "login", "spotify")
    done = subprocess.run([sys.executable, "-c", DAWNCAST, *options], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 64
    assert "There is no login spotify. These are there: mine, other." in done.stderr
