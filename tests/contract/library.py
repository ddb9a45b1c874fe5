"""The suite that every library runs: subclass LibraryContract as `class TestXContract(LibraryContract)`."""

import asyncio
from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, date, datetime
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, ClassVar

import pytest
from pydantic import ValidationError

from daemon.home.logins import Logins
from daemon.model import Chapter, Episode
from daemon.publish.base import Depot, Library, LibraryError, LibraryType

MORNING = date(2026, 3, 24)


def an_episode(folder: Path, *, day: date = MORNING, suffix: str = ".mp3", audio: bytes = b"sound" * 100) -> Episode:
    """An episode with all its files in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    names = (f"episode{suffix}", "chapters.json", "transcript.vtt", "notes.html", "cover.jpg")
    files = [folder / name for name in names]
    for file, data in zip(files, (audio, b"{}", b"WEBVTT\n", b"<p>Notes</p>", b"\xff\xd8picture"), strict=True):
        file.unlink(missing_ok=True)  # as the line does: what was delivered by a link must not change
        file.write_bytes(data)
    return Episode(
        show="morning",
        show_title="Morning",
        day=day,
        guid=f"urn:uuid:{day}",
        title=f"Briefing of {day}",
        summary="Two things clash.",
        language="en",
        made=datetime(day.year, day.month, day.day, 6, tzinfo=UTC),
        audio=files[0],
        mime_type={".mp3": "audio/mpeg", ".m4a": "audio/mp4"}[suffix],
        size=len(audio),
        seconds=151.4,
        words=312,
        rests_on=(("news/1",),),
        chapters=(
            Chapter(start=0, end=60, title="Opening"),
            Chapter(start=60, end=151.4, title="A comet", link="https://orbit.example.org/1"),
        ),
        chapters_json=files[1],
        transcript=files[2],
        notes=files[3],
        cover=files[4],
    )


def a_depot(home: Path, name: str = "shelf", play_link: str | None = None) -> Depot:
    """What a library of that name is given of a home."""
    return Depot(
        name=name,
        home=home,
        folder=home / "libraries" / name,
        logins=Logins(home / "logins"),
        play_link=lambda _show, _day: play_link,
    )


class LibraryContract:
    """What holds for every library.

    A subclass sets `library_type` and `settings` (keys of a valid config, without `kind`), and defines the fixtures
    `library` and `broken` and the method `listed`.
    """

    library_type: ClassVar[LibraryType]
    settings: ClassVar[dict[str, Any]]

    @pytest.fixture
    def library(self) -> Library:
        """A library that is empty and takes episodes."""
        raise NotImplementedError

    @pytest.fixture
    def broken(self) -> Library:
        """A library that cannot take an episode now."""
        raise NotImplementedError

    def listed(self, library: Library) -> Collection[str]:
        """The guids of the episodes there, as a listener's app would find them."""
        raise NotImplementedError

    @pytest.fixture
    def episode(self, tmp_path: Path) -> Episode:
        return an_episode(tmp_path / "made")

    def test_a_published_episode_is_there(self, library: Library, episode: Episode) -> None:
        publication = asyncio.run(library.publish(episode))
        asyncio.run(library.verify(publication))
        assert publication.guid == episode.guid
        assert publication.where
        assert publication.published.tzinfo
        assert list(self.listed(library)) == [episode.guid]

    def test_the_same_guid_twice_is_one_episode(self, library: Library, episode: Episode) -> None:
        asyncio.run(library.publish(episode))
        episode.audio.write_bytes(b"made again")
        again = asyncio.run(library.publish(replace(episode, size=10, title="Made again")))
        asyncio.run(library.verify(again))
        assert list(self.listed(library)) == [episode.guid]

    def test_a_changed_format_replaces_too(self, library: Library, tmp_path: Path) -> None:
        asyncio.run(library.publish(an_episode(tmp_path / "first", suffix=".m4a")))
        again = asyncio.run(library.publish(an_episode(tmp_path / "second", suffix=".mp3")))
        asyncio.run(library.verify(again))
        assert list(self.listed(library)) == [again.guid]

    def test_each_day_has_its_own(self, library: Library, tmp_path: Path) -> None:
        days = [MORNING, date(2026, 3, 25)]
        episodes = [an_episode(tmp_path / str(day), day=day) for day in days]
        publications = [asyncio.run(library.publish(episode)) for episode in episodes]
        for publication in publications:
            asyncio.run(library.verify(publication))
        assert sorted(self.listed(library)) == [episode.guid for episode in episodes]

    def test_a_removed_episode_is_gone(self, library: Library, episode: Episode, tmp_path: Path) -> None:
        other = asyncio.run(library.publish(an_episode(tmp_path / "other", day=date(2026, 3, 25))))
        publication = asyncio.run(library.publish(episode))
        asyncio.run(library.remove(publication))
        assert list(self.listed(library)) == [other.guid]
        asyncio.run(library.verify(other))
        with pytest.raises(LibraryError):
            asyncio.run(library.verify(publication))

    def test_removing_twice_is_no_error(self, library: Library, episode: Episode) -> None:
        publication = asyncio.run(library.publish(episode))
        asyncio.run(library.remove(publication))
        asyncio.run(library.remove(publication))
        assert list(self.listed(library)) == []

    def test_what_cannot_be_delivered_is_said(self, broken: Library, episode: Episode) -> None:
        with pytest.raises(LibraryError) as refused:
            asyncio.run(broken.publish(episode))
        assert isinstance(refused.value.transient, bool)
        assert str(refused.value).endswith(".")

    def test_its_type_is_registered_and_strict(self) -> None:
        kind = self.library_type.kind
        (registered,) = entry_points(group="dawncast.libraries", name=kind)
        assert registered.load() is self.library_type
        config = self.library_type.config(kind=kind, **self.settings)
        with pytest.raises(ValidationError):
            config.kind = "other"
        with pytest.raises(ValidationError):
            self.library_type.config(kind=kind, **self.settings, unknown_key=1)
