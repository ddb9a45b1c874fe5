"""What becomes of an episode at Spotify that is made again, taken out, or one too many; and of its chapters."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from daemon.model import Episode, Publication
from daemon.publish.base import LibraryError
from tests.contract.library import an_episode
from tests.daemon.publish.spotify import (
    CrashError,
    InsideAccount,
    deletions,
    delivered,
    made_again,
    playable,
    publish,
    refused,
)


@pytest.fixture
def account(tmp_path: Path) -> InsideAccount:
    return InsideAccount(tmp_path / "home")


@pytest.fixture
def episode(tmp_path: Path) -> Episode:
    return an_episode(tmp_path / "made")


# made again ---


def test_the_old_one_stays_until_the_new_one_can_be_heard(
    account: InsideAccount, episode: Episode, tmp_path: Path
) -> None:
    old = delivered(account, episode)
    account.goes(READY_AFTER="2")
    new = made_again(tmp_path)
    for _ in range(2):
        refused(account, new)
        assert old.where in playable(account) or old.where in [each["episode_uri"] for each in account.episodes]
    publication = delivered(account, new)
    assert [each["episode_uri"] for each in account.episodes] == [publication.where]
    assert publication.where != old.where


def test_where_the_new_one_is_rejected_the_old_one_stays(
    account: InsideAccount, episode: Episode, tmp_path: Path
) -> None:
    old = delivered(account, episode)
    account.goes(FAIL="reject")
    refused(account, made_again(tmp_path))
    assert playable(account) == [old.where]


def test_made_three_times_in_a_row_there_are_never_three(account: InsideAccount, tmp_path: Path) -> None:
    account.goes(READY_AFTER="9")
    for text in ("one", "two", "three", "four"):
        publish(account, made_again(tmp_path, text))
        assert len(account.episodes) <= 2
    account.goes()
    publication = delivered(account, made_again(tmp_path, "four"))
    assert [each["episode_uri"] for each in account.episodes] == [publication.where]


def test_the_first_version_again_takes_the_second_ones_place(
    account: InsideAccount, episode: Episode, tmp_path: Path
) -> None:
    first = delivered(account, episode)
    publish(account, made_again(tmp_path))
    assert delivered(account, episode).where == first.where
    assert [each["episode_uri"] for each in account.episodes] == [first.where]


def test_one_that_the_listener_deleted_is_told_and_sent_again_when_asked(
    account: InsideAccount, episode: Episode
) -> None:
    publication = delivered(account, episode)
    state = account.service.state()
    state["shows"][0]["episodes"] = []
    account.service.keep(state)
    with pytest.raises(LibraryError, match="not at Spotify any more"):
        asyncio.run(account.library().verify(publication))
    delivered(account, episode)
    assert len(account.episodes) == 1


# a memory that was lost ---


def test_without_its_memory_it_finds_the_episode_by_its_title(account: InsideAccount, episode: Episode) -> None:
    there = delivered(account, episode)
    (account.depot.folder / "remembered.json").unlink()
    assert delivered(account, episode).where == there.where
    assert len(account.episodes) == 1


def test_what_it_does_not_remember_it_neither_replaces_nor_deletes(
    account: InsideAccount, episode: Episode, tmp_path: Path
) -> None:
    there = delivered(account, episode)
    (account.depot.folder / "remembered.json").unlink()
    publish(account, episode)
    assert "Delete it in Spotify, then publish again" in str(refused(account, made_again(tmp_path)))
    with pytest.raises(LibraryError, match="leaves alone"):
        asyncio.run(account.library().remove(there))
    assert playable(account) == [there.where]
    assert deletions(account) == []


def test_what_it_does_not_remember_is_only_forgotten_where_it_fails(
    account: InsideAccount, episode: Episode, tmp_path: Path
) -> None:
    account.has_own("Morning", "Morning: Briefing of 2026-03-24")
    own = publish(account, episode)
    state = account.service.state()
    state["shows"][0]["episodes"][0]["failed"] = True
    account.service.keep(state)
    with pytest.raises(LibraryError, match="not at Spotify any more"):
        asyncio.run(account.library().verify(own))
    delivered(account, episode)
    publish(account, made_again(tmp_path))
    assert deletions(account) == []
    assert account.episodes[0]["episode_uri"] == own.where


def test_pruning_spares_what_it_does_not_remember(account: InsideAccount, episode: Episode, tmp_path: Path) -> None:
    account.has_own("Morning", "Morning: Briefing of 2026-03-24")
    publish(account, episode)
    delivered(account, an_episode(tmp_path / "next", day=date(2026, 3, 25), audio=b"next"), prune=True, keep_episodes=1)
    assert deletions(account) == []


def test_what_the_listener_saves_meanwhile_is_not_taken_for_ours(account: InsideAccount, episode: Episode) -> None:
    account.scene.crash = ("after", "upload")
    with pytest.raises(CrashError):
        publish(account, episode)
    state = account.service.state()
    own = {**state["shows"][0]["episodes"][0], "episode_uri": "spotify:episode:own0", "title": "My own episode"}
    state["shows"][0]["episodes"].insert(0, own)
    account.service.keep(state)
    assert delivered(account, episode).where == account.episodes[1]["episode_uri"]


def test_two_that_could_be_ours_are_both_left_alone(account: InsideAccount, episode: Episode) -> None:
    account.scene.crash = ("after", "upload")
    with pytest.raises(CrashError):
        publish(account, episode)
    state = account.service.state()
    state["shows"][0]["episodes"].append({**state["shows"][0]["episodes"][0], "episode_uri": "spotify:episode:own0"})
    account.service.keep(state)
    assert "leaves alone" in str(refused(account, episode))
    assert len(account.episodes) == 2


# the cap ---


def filled(account: InsideAccount, folder: Path, own: int, ours: int) -> list[Publication]:
    account.has_own("Morning", *(f"My own episode {number}" for number in range(own)))
    made = []
    for number in range(ours):
        account.passes(minutes=1)
        episode = an_episode(folder / f"day {number}", audio=f"{number}".encode())
        made.append(delivered(account, replace(episode, guid=f"{number}", title=f"Day {number}")))
    return made


def test_a_full_show_is_told(account: InsideAccount, episode: Episode, tmp_path: Path) -> None:
    filled(account, tmp_path, 57, 3)
    assert "set prune = true" in str(refused(account, episode))
    assert len(account.episodes) == 60
    assert deletions(account) == []


def test_with_pruning_the_oldest_of_its_own_go(account: InsideAccount, episode: Episode, tmp_path: Path) -> None:
    ours = filled(account, tmp_path, 8, 4)
    publication = delivered(account, episode, prune=True, keep_episodes=11)
    left = [each["episode_uri"] for each in account.episodes]
    assert deletions(account) == [ours[0].where, ours[1].where]
    assert [each for each in left if "own" not in each] == [ours[2].where, ours[3].where, publication.where]


def test_pruning_is_bounded_and_never_the_listeners_own(
    account: InsideAccount, episode: Episode, tmp_path: Path
) -> None:
    ours = filled(account, tmp_path, 20, 7)
    delivered(account, episode, prune=True, keep_episodes=1)
    assert deletions(account) == [each.where for each in ours[:5]]


def test_a_show_full_of_the_listeners_own_stays_as_it_is(account: InsideAccount, episode: Episode) -> None:
    account.has_own("Morning", *(f"My own episode {number}" for number in range(60)))
    assert "The show is full" in str(refused(account, episode, prune=True))
    assert deletions(account) == []


def test_a_show_that_takes_no_more_before_its_cap_is_pruned_too(
    account: InsideAccount, episode: Episode, tmp_path: Path
) -> None:
    ours = filled(account, tmp_path, 0, 2)
    account.goes(FAIL="cap@upload")
    refused(account, episode, prune=True)
    assert deletions(account) == [ours[0].where]


# taken out ---


def test_removing_lets_the_listeners_own_be(account: InsideAccount, episode: Episode) -> None:
    account.has_own("Morning", "Morning: Briefing of 2026-03-25")
    publication = delivered(account, episode)
    asyncio.run(account.library().remove(publication))
    assert [each["episode_uri"] for each in account.episodes] == ["spotify:episode:own0"]


def test_removing_finds_an_upload_of_unknown_end(account: InsideAccount, episode: Episode) -> None:
    account.scene.crash = ("after", "upload")
    with pytest.raises(CrashError):
        publish(account, episode)
    (there,) = account.episodes
    publication = Publication(
        library="spotify", guid=episode.guid, where=there["episode_uri"], published=account.scene.now
    )
    asyncio.run(account.library().remove(publication))
    assert account.episodes == []
    assert account.memory.entries == ()


def test_a_deletion_whose_answer_got_lost_is_finished(account: InsideAccount, episode: Episode) -> None:
    publication = delivered(account, episode)
    account.goes(FAIL="lost@episodes delete")
    with pytest.raises(LibraryError):
        asyncio.run(account.library().remove(publication))
    account.goes()
    asyncio.run(account.library().remove(publication))
    assert account.memory.entries == ()


# chapters ---


def test_chapters_that_are_not_there_are_set_again(account: InsideAccount, episode: Episode) -> None:
    account.goes(FAIL="net@timeline set")
    publication = publish(account, episode)
    account.goes()
    with pytest.raises(LibraryError, match="chapters are not there yet") as error:
        asyncio.run(account.library().verify(publication))
    assert error.value.wait == timedelta(seconds=90)
    asyncio.run(account.library().verify(publication))
    assert len(account.episodes[0]["items"]) == 3
    assert list((account.depot.folder / "timelines").iterdir()) == []


def test_without_chapters_it_is_an_episode_too(account: InsideAccount, episode: Episode) -> None:
    account.goes(FAIL="lost@timeline set")
    publication = publish(account, episode)
    for _ in range(2):
        with pytest.raises(LibraryError, match="chapters are not there yet"):
            asyncio.run(account.library().verify(publication))
    asyncio.run(account.library().verify(publication))
    assert playable(account) == [publication.where]
