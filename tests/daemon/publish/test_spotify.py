"""The Spotify library against the stand-in program, in processes of its own: the contract, and how it is called."""

import asyncio
import json
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

import pytest
from pydantic import ValidationError

from config.libraries import Redaction
from daemon.publish.base import Library, LibraryError
from daemon.publish.spotify import LIBRARY, SpotifyConfig
from tests.contract.library import LibraryContract, an_episode
from tests.daemon.publish.spotify import Account, InsideAccount, config


class TestSpotifyContract(LibraryContract):
    library_type = LIBRARY
    settings: ClassVar[dict[str, Any]] = {"agree": True, "show": "My mornings", "prune": True}

    @pytest.fixture(autouse=True)
    def _account(self, tmp_path: Path) -> None:
        self.account = Account(tmp_path / "home")

    @pytest.fixture
    def library(self) -> Library:
        return self.account.library()

    @pytest.fixture
    def broken(self) -> Library:
        self.account.goes(FAIL="auth")
        return self.account.library()

    def listed(self, library: Library) -> Collection[str]:
        guids = {upload.uri: entry.guid for entry in self.account.memory.entries for upload in entry.uploads}
        return [guids[episode["episode_uri"]] for episode in self.account.episodes]


@pytest.fixture
def account(tmp_path: Path) -> Account:
    return Account(tmp_path / "home")


def test_the_episode_is_there_with_all_that_belongs_to_it(account: Account, tmp_path: Path) -> None:
    episode = an_episode(tmp_path / "made")
    episode.cover.write_bytes(b"\xff\xd8\xff picture")
    publication = asyncio.run(account.library(language="de-AT").publish(episode))
    asyncio.run(account.library().verify(publication))
    (show,) = account.shows
    (made,) = show["episodes"]
    assert publication.where == made["episode_uri"]
    assert (show["title"], made["title"]) == ("Morning", "Morning: Briefing of 2026-03-24")
    assert made["summary"].startswith("<p>Two things clash.</p><p>(0:00) - Opening</p><p>(1:00) - A comet - <a href=")
    assert made["language"] == "de"
    assert [*made["items"]] == [
        {"chapter": {"title": "Opening", "start_time_ms": 0}},
        {"chapter": {"title": "A comet", "start_time_ms": 60000}},
        {"link": {"start_time_ms": 60000, "duration_ms": 91400, "url": "https://orbit.example.org/1"}},
    ]
    (upload,) = [call for call in account.calls if call[0] == "upload"]
    assert upload[upload.index("--image") + 1] == str(episode.cover)


def test_each_call_names_its_show(account: Account, tmp_path: Path) -> None:
    library = account.library()
    publication = asyncio.run(library.publish(an_episode(tmp_path / "made")))
    asyncio.run(library.verify(publication))
    needing = [call for call in account.calls if call[0] in ("upload", "timeline") or call == ["episodes"]]
    assert needing
    assert all("--show-id" in call and "--new-show" not in call for call in needing)


def test_a_cover_that_spotify_would_not_take_is_left_out(account: Account, tmp_path: Path) -> None:
    episode = an_episode(tmp_path / "made")
    for cover in (b"no picture", b"\xff\xd8\xff" + bytes(2**20)):
        episode.cover.write_bytes(cover)
        asyncio.run(account.library().publish(replace(episode, guid=str(len(cover)), title=f"{len(cover)}")))
    assert not any("--image" in call for call in account.calls)
    assert len(account.episodes) == 2


def test_opus_is_refused_with_what_to_do(account: Account, tmp_path: Path) -> None:
    episode = an_episode(tmp_path / "made")
    with pytest.raises(LibraryError, match='Set format = "mp3"') as refused:
        asyncio.run(account.library().publish(replace(episode, audio=episode.audio.with_suffix(".opus"))))
    assert not refused.value.transient


def test_the_program_sees_no_environment_but_its_own(
    account: Account, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("SAVE_TO_SPOTIFY_AUTH_TOKEN", "ANTHROPIC_API_KEY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "a-secret")
    asyncio.run(account.library().publish(an_episode(tmp_path / "made")))
    names = set(json.loads((account.folder / "environment.json").read_text()))
    assert {"HOME", "XDG_CONFIG_HOME", "SAVE_TO_SPOTIFY_NO_UPDATE_CHECK", "PATH"} <= names
    assert not names & {"SAVE_TO_SPOTIFY_AUTH_TOKEN", "ANTHROPIC_API_KEY", "HTTPS_PROXY"}
    assert account.login.stat().st_mode & 0o777 == 0o700


def test_noise_on_standard_error_is_no_cause(account: Account, tmp_path: Path) -> None:
    account.goes(NOISE="1", NULL_SHOWS="1")
    publication = asyncio.run(account.library().publish(an_episode(tmp_path / "made")))
    asyncio.run(account.library().verify(publication))


def test_without_the_program_it_says_what_to_install(account: Account, tmp_path: Path) -> None:
    account.program.unlink()
    with pytest.raises(LibraryError, match=r"is not there\. Install it") as refused:
        asyncio.run(account.library().publish(an_episode(tmp_path / "made")))
    assert not refused.value.transient


def test_a_home_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    account = InsideAccount(tmp_path / "home")
    account.depot.folder.parent.write_text("a file where the folder should be")
    with pytest.raises(LibraryError, match="cannot be used"):
        asyncio.run(account.library().publish(an_episode(tmp_path / "made")))


def test_what_was_remembered_is_never_guessed(tmp_path: Path) -> None:
    account = InsideAccount(tmp_path / "home")
    account.depot.folder.mkdir(parents=True)
    (account.depot.folder / "remembered.json").write_text("{")
    with pytest.raises(LibraryError, match=r"is damaged\. Take it from a backup") as refused:
        asyncio.run(account.library().publish(an_episode(tmp_path / "made")))
    assert not refused.value.transient
    assert account.calls == []


def test_examine_says_how_it_stands(tmp_path: Path) -> None:
    account = InsideAccount(tmp_path / "home")
    assert asyncio.run(account.library().examine()) == "logged in; nothing was sent there yet"
    asyncio.run(account.library().publish(an_episode(tmp_path / "made")))
    assert asyncio.run(account.library().examine()) == "logged in; Morning has 1 of 60 episodes"
    account.goes(FAIL="auth")
    with pytest.raises(LibraryError, match="dawncast login spotify"):
        asyncio.run(account.library().examine())
    assert not any(call[:2] == ["auth", "status"] for call in account.calls)


# the settings ---


@pytest.mark.parametrize("settings", [{}, {"agree": False}])
def test_it_is_opted_into_in_plain_words(settings: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match=r"to Spotify's servers: what your calendar.*rules forbid other people's"):
        SpotifyConfig.model_validate({"kind": "spotify", **settings})


@pytest.mark.parametrize(
    "settings", [{"agree": "yes"}, {"keep_episodes": 60}, {"keep_episodes": 0}, {"show": ""}, {"language": "?"}]
)
def test_settings_that_are_refused(settings: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        config(**settings)


def test_its_rendition_is_redacted_by_default() -> None:
    assert config().redaction == Redaction(people=False, private_events=False, notes=False, mail=False)


def test_a_program_is_a_name_or_a_path() -> None:
    assert config().program == "save-to-spotify"
    assert config(program="~/bin/sts").program == str(Path("~/bin/sts").expanduser())
