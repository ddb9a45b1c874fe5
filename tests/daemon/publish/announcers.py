"""The suite of libraries that only tell of an episode: what was told stays told, and is gone from nowhere."""

import asyncio
from dataclasses import replace
from pathlib import Path

from daemon.model import Episode
from daemon.publish.base import Library
from tests.contract.library import LibraryContract

PLAY = "https://me.example.org/f/AAAAAAAAAAAAAAAAAAAAAAAAAAA/morning/2026-03-24/play"
CANARY = "CANARY"


class AnnouncerContract(LibraryContract):
    """As LibraryContract, but for removing."""

    def test_a_removed_episode_is_gone(self, library: Library, episode: Episode, tmp_path: Path) -> None:
        publication = asyncio.run(library.publish(episode))
        asyncio.run(library.remove(publication))
        assert list(self.listed(library)) == [episode.guid]

    def test_removing_twice_is_no_error(self, library: Library, episode: Episode) -> None:
        publication = asyncio.run(library.publish(episode))
        asyncio.run(library.remove(publication))
        asyncio.run(library.remove(publication))

    def test_it_comes_after_the_libraries_that_hold_the_episode(self) -> None:
        assert self.library_type.announces


def with_canaries(episode: Episode) -> Episode:
    """The same episode, in whose files and texts a word stands that nobody may be told."""
    for file in (episode.audio, episode.chapters_json, episode.transcript, episode.notes, episode.cover):
        file.write_text(CANARY)
    chapters = tuple(replace(chapter, title=CANARY, link=f"https://{CANARY}.example") for chapter in episode.chapters)
    return replace(episode, summary=CANARY, chapters=chapters, rests_on=((CANARY,),))
