"""Whatever goes wrong at Spotify: never two episodes, never a new show, nothing of the listener's own is deleted."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from daemon.model import Episode
from tests.contract.library import an_episode
from tests.daemon.publish.spotify import (
    CrashError,
    InsideAccount,
    deletions,
    delivered,
    made_again,
    mended,
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


FAULTS = {
    "auth": (False, "dawncast login spotify"),
    "refresh": (False, "dawncast login spotify"),
    "offline": (True, "could not be reached"),
    "cap@upload": (False, "set prune = true"),
    "rate@upload": (True, "no more episodes from this account for now"),
    "net": (True, "could not be reached"),
    "net@upload": (True, "answer was lost"),
    "server": (True, "could not be reached"),
    "server@upload": (True, "answer was lost"),
    "put": (True, "could not be reached"),
    "no_urls": (True, "could not be reached"),
    "reject": (False, "rejected it. Make the episode anew"),
    "old": (False, "Update it"),
    "hang": (True, "did not end in time"),
    "hang@upload": (True, "did not end in time"),
    "garbage": (True, "does not understand"),
    "garbage@upload": (True, "answer was lost"),
    "usage@upload": (True, "answer was lost"),
    "lost@shows create": (True, "could not be reached"),
    "garbage@episodes status": (True, "does not understand"),
    "server@shows": (True, "could not be reached"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_is_told_and_mended(account: InsideAccount, episode: Episode, tmp_path: Path, fault: str) -> None:
    account.has_own("My own show", "My own episode")
    account.goes(FAIL=fault)
    transient, words = FAULTS[fault]
    error = refused(account, episode)
    assert words in str(error)
    assert error.transient is transient
    account.goes()
    mended(account, episode if fault != "reject" else made_again(tmp_path))
    assert [show["title"] for show in account.shows] == ["My own show", "Morning"]
    assert [len(show["episodes"]) for show in account.shows] == [1, 1]
    assert len(playable(account)) == 2
    assert "spotify:episode:own0" not in deletions(account)


@pytest.mark.parametrize("fault", ["lost", "put_lost"])
def test_a_lost_answer_is_found_at_once(account: InsideAccount, episode: Episode, fault: str) -> None:
    account.goes(FAIL=f"{fault}@upload")
    publication = delivered(account, episode)
    assert playable(account) == [publication.where]
    assert len([call for call in account.calls if call[0] == "upload"]) == 1


def test_what_was_playable_once_is_not_sent_again(account: InsideAccount, episode: Episode) -> None:
    account.goes(FAIL="put_lost@upload")
    publication = delivered(account, episode)
    account.goes(READY_AFTER="9")
    assert publish(account, episode).where == publication.where
    assert deletions(account) == []


def test_an_upload_without_its_audio_is_deleted_and_sent_once_more(account: InsideAccount, episode: Episode) -> None:
    account.goes(FAIL="put")
    refused(account, episode)
    assert len([call for call in account.calls if call[0] == "upload"]) == 2
    assert len(account.episodes) == 1
    account.goes()
    delivered(account, episode)
    assert len(account.episodes) == 1


def test_a_list_that_lags_is_waited_for(account: InsideAccount, episode: Episode) -> None:
    account.goes(FAIL="lost@upload", LAG="2")
    error = refused(account, episode)
    assert error.transient
    assert error.wait == timedelta(minutes=5)
    account.passes(minutes=5)
    refused(account, episode)
    publication = delivered(account, episode)
    assert [each["episode_uri"] for each in account.episodes] == [publication.where]


def test_what_is_not_listed_for_long_was_not_made(account: InsideAccount, episode: Episode) -> None:
    account.goes(FAIL="net@upload")
    refused(account, episode)
    account.goes()
    for minutes in (4, 4, 1):
        account.passes(minutes=minutes)
        assert "answer was lost" in str(refused(account, episode))
    account.passes(minutes=2)
    delivered(account, episode)
    assert len(account.episodes) == 1


def test_a_show_whose_making_got_lost_is_found(account: InsideAccount, episode: Episode) -> None:
    account.goes(FAIL="lost@shows create", LAG="1")
    refused(account, episode)
    account.goes()
    assert "answer was lost" in str(refused(account, episode))
    delivered(account, episode)
    assert [show["title"] for show in account.shows] == ["Morning"]


def test_a_show_that_is_not_listed_for_long_was_not_made(account: InsideAccount, episode: Episode) -> None:
    account.goes(FAIL="net@shows create")
    for _ in range(4):
        refused(account, episode)
    account.goes()
    assert "answer was lost" in str(refused(account, episode))
    account.passes(hours=1)
    delivered(account, episode)
    assert [show["title"] for show in account.shows] == ["Morning"]


def test_several_shows_of_the_title_are_asked_about(account: InsideAccount, episode: Episode) -> None:
    first, _ = account.has_own("Morning"), account.has_own("Morning")
    assert "Set `show` to the address" in str(refused(account, episode))
    delivered(account, episode, show=first["show_uri"])
    assert [len(show["episodes"]) for show in account.shows] == [1, 0]


def test_the_listeners_show_of_that_title_is_used(account: InsideAccount, episode: Episode) -> None:
    account.has_own("Mine", "My own episode")
    delivered(account, episode, show="Mine")
    assert [len(show["episodes"]) for show in account.shows] == [2]


# being processed ---


def test_while_it_is_processed_it_is_not_sent_again(account: InsideAccount, episode: Episode) -> None:
    account.goes(READY_AFTER="3")
    for _ in range(3):
        error = refused(account, episode)
        assert (error.transient, error.wait) == (True, timedelta(seconds=20))
    assert playable(account) == [delivered(account, episode).where]
    assert len([call for call in account.calls if call[0] == "upload"]) == 1


def test_rejected_audio_is_never_sent_twice(account: InsideAccount, episode: Episode, tmp_path: Path) -> None:
    account.goes(FAIL="reject")
    refused(account, episode)
    account.goes()
    assert not refused(account, episode).transient
    assert "rejected" in str(refused(account, replace(episode, title="Another title, the same audio")))
    assert len([call for call in account.calls if call[0] == "upload"]) == 1
    assert account.episodes == []
    delivered(account, made_again(tmp_path))
    assert len(playable(account)) == 1


# a process that is gone ---

MOMENTS = [
    (moment, command)
    for command in ("shows", "shows create", "episodes", "upload", "timeline set", "episodes status", "timeline get")
    for moment in ("before", "after")
]


@pytest.mark.parametrize("again", [False, True])
@pytest.mark.parametrize("moment", [*MOMENTS, ("before", "episodes delete"), ("after", "episodes delete")])
def test_a_process_that_is_killed_is_continued_from(
    account: InsideAccount, episode: Episode, tmp_path: Path, moment: tuple[str, str], again: bool
) -> None:
    if again:
        delivered(account, episode)
    new = made_again(tmp_path)
    account.scene.crash = moment
    try:
        delivered(account, new)
    except CrashError:
        assert playable(account) or not again
        mended(account, new)
    assert len(account.shows) == len(account.episodes) == len(playable(account)) == 1
    assert [entry.attempt for entry in account.memory.entries] == [None]


def test_an_upload_that_died_with_its_machine_is_sent_again(account: InsideAccount, episode: Episode) -> None:
    account.goes(FAIL="put")
    account.scene.crash = ("after", "upload")
    with pytest.raises(CrashError):
        publish(account, episode)
    account.goes()
    assert "still processing" in str(refused(account, episode))
    account.passes(minutes=46)
    delivered(account, episode)
    assert len(account.episodes) == len(playable(account)) == 1


def test_another_account_gets_a_show_of_its_own_after_a_login(account: InsideAccount, episode: Episode) -> None:
    delivered(account, episode)
    account.service.keep({"shows": [], "rejected": []})
    other = replace(episode, guid="the next day's", title="Another day")
    assert "`dawncast login spotify`" in str(refused(account, other))
    assert account.shows == []
