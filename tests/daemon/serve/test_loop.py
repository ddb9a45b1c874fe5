"""The daemon's nights: what it makes when, whatever happens, and what it says of it."""

import asyncio
from datetime import date, timedelta
from pathlib import Path

import pytest

from daemon.home.home import Home
from daemon.serve import outcome
from daemon.serve.outcome import Begun
from tests.daemon.serve.worlds import DAY, HANGS, SETTINGS, STANDS_STILL, Act, Night, at, fails

TOMORROW = date(2026, 3, 25)
EVENING = at("02:30")
NOON = at("09:00")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def night(tmp_path: Path) -> Night:
    return Night(tmp_path)


def test_an_episode_is_made_in_time_once_and_told_of(night: Night) -> None:
    night.serves(EVENING, NOON)
    ((begun, making),) = night.started
    assert at("06:55") <= begun <= at("06:55:06")
    assert (making.show, making.day, making.plain) == ("morning", DAY, False)
    record = night.record()
    assert record.outcome == "ready"
    assert record.there is not None
    assert record.there < record.ready_by == at("07:15")
    assert night.kinds() == ["ready"]
    assert "trimmed" in night.log.getvalue()


def test_the_next_day_follows_and_no_day_comes_twice(night: Night) -> None:
    night.serves(EVENING, at("12:00", TOMORROW), look=60)
    assert [making.day for _, making in night.started] == [DAY, TOMORROW]


def test_what_hangs_is_replaced_90_seconds_before_the_minute(night: Night) -> None:
    night.acts = [HANGS]
    night.serves(at("06:50"), NOON)
    _, (begun, making) = night.started
    assert making.plain
    assert at("07:13:29") <= begun <= at("07:13:32")
    record = night.record()
    assert record.outcome == "degraded"
    assert [(given_up.part, given_up.why) for given_up in record.degraded] == [("built-in", "it took too long")]
    assert record.there is not None
    assert record.there < record.ready_by
    assert night.kinds() == ["degraded"]


def test_what_gives_no_sign_of_life_is_resumed_then_replaced(night: Night) -> None:
    night.acts = [STANDS_STILL, STANDS_STILL]
    night.serves(at("06:50"), NOON)
    assert [making.plain for _, making in night.started] == [False, False, True]
    assert night.record().degraded[0].why == "it hung"
    assert night.started[-1][0] < at("07:04")


def test_what_was_killed_is_resumed_while_there_is_time(night: Night) -> None:
    night.acts = [fails(-9)]
    night.serves(at("06:50"), NOON)
    assert [making.plain for _, making in night.started] == [False, False]
    assert night.record().outcome == "ready"


def test_a_plain_one_that_fails_is_tried_once_more(night: Night) -> None:
    night.acts = [HANGS, fails(1)]
    night.serves(at("06:50"), NOON)
    assert [making.plain for _, making in night.started] == [False, True, True]
    record = night.record()
    assert record.there is not None
    assert record.there < record.ready_by


@pytest.mark.parametrize("code", [74, 75])
def test_trouble_with_disk_or_library_that_ends_two_minutes_before_is_overcome(night: Night, code: int) -> None:
    night.otherwise = night.plain = fails(code)

    def mended() -> None:
        night.otherwise = night.plain = Act(seconds=20)

    night.serves(at("06:50"), NOON, (at("07:13"), mended))
    record = night.record()
    assert record.there is not None
    assert record.there < record.ready_by


def test_an_episode_that_only_has_to_be_delivered_is_not_made_anew(night: Night) -> None:
    folder = night.home.episode("morning", DAY)
    folder.mkdir(parents=True)
    (folder / "episode.json").write_text("{}")
    night.otherwise = fails(75)

    def mended() -> None:
        night.otherwise = Act(seconds=2)

    night.serves(at("06:50"), NOON, (at("07:14"), mended))
    assert not any(making.plain for _, making in night.started)
    assert night.record().outcome == "ready"


def test_what_was_slept_through_is_there_two_minutes_after_waking(night: Night) -> None:
    night.acts = [HANGS]
    night.serves(at("06:00"), NOON, (at("06:30"), lambda: night.sleeps(timedelta(hours=2))))
    record = night.record()
    assert record.there is not None
    assert record.there <= at("08:30") + 2 * MINUTE
    assert record.outcome == "degraded"


def test_a_production_that_slept_may_still_end(night: Night) -> None:
    night.acts = [Act(seconds=60)]
    night.serves(at("06:50"), NOON, (at("06:55:30"), lambda: night.sleeps(timedelta(hours=1))))
    assert len(night.started) == 1
    assert night.record().outcome == "ready"


def test_what_is_of_no_more_use_is_missed_and_told(night: Night) -> None:
    night.serves(at("06:00"), at("13:30"), (at("06:30"), lambda: night.sleeps(timedelta(hours=6))))
    assert night.started == []
    assert night.record().outcome == "missed"
    assert night.kinds() == ["missed"]


def test_a_clock_that_is_set_back_brings_no_second_episode(night: Night) -> None:
    night.serves(at("06:50"), NOON, (at("07:20"), lambda: night.sleeps(timedelta(hours=-2))))
    assert len(night.started) == 1


def test_what_fails_is_told_at_its_minute_and_told_again_when_it_is_there(night: Night) -> None:
    night.otherwise = night.plain = fails(74)

    def mended() -> None:
        night.otherwise = night.plain = Act()

    night.serves(at("06:50"), NOON, (at("08:00"), mended))
    assert night.kinds() == ["failed", "ready"]
    assert night.record().there is not None
    assert len(night.started) < 40


def test_wrong_settings_are_told_once_and_tried_again_when_they_change(night: Night) -> None:
    night.acts = [fails(78), fails(78)]

    def mends() -> None:
        night.file.write_text(night.settings + "minutes = 5\n")

    night.serves(at("06:50"), NOON, (at("07:05"), mends))
    _, second, third = night.started
    assert second[1].plain
    assert at("07:05") < third[0] < at("07:05:20")
    assert night.kinds() == ["failed", "ready"]


@pytest.mark.parametrize(
    ("line", "key"),
    [('ready_by = "noon"', "shows.morning.ready_by"), ('skip_holidays = "QQ"', "shows.morning.skip_holidays")],
)
def test_broken_settings_leave_the_old_ones_and_are_told_once(night: Night, line: str, key: str) -> None:
    def breaks() -> None:
        night.file.write_text(night.settings.replace('ready_by = "07:15"', line))

    night.serves(EVENING, NOON, (at("03:00"), breaks))
    assert night.record().outcome == "ready"
    broken, ready = night.told
    assert key in broken.message.body
    assert night.log.getvalue().count("settings not read") == 1
    assert ready.kind == "ready"


def test_a_changed_time_holds_at_once(night: Night) -> None:
    def earlier() -> None:
        night.file.write_text(night.settings.replace("07:15", "05:15"))

    night.serves(EVENING, NOON, (at("03:00"), earlier))
    assert night.record().ready_by == at("05:15")


def test_two_at_a_time_and_the_earliest_first(tmp_path: Path) -> None:
    more = "".join(f'[shows.{name}]\nready_by = "{when}"\n' for name, when in (("a", "07:17"), ("b", "07:16")))
    night = Night(tmp_path, settings=SETTINGS + more)
    night.serves(at("07:00"), NOON)
    assert [making.show for _, making in night.started] == ["morning", "b", "a"]
    assert night.most_running == 2
    assert {night.record(show).outcome for show in ("morning", "a", "b")} == {"ready"}


def test_at_the_end_what_is_begun_is_left_to_the_next_daemon(night: Night) -> None:
    night.acts = [Act(seconds=600)]
    night.serves(at("06:50"), NOON, (at("07:00"), night.stops))
    assert night.running == 0
    assert night.records.last("morning") is None
    night.serves(at("07:01"), NOON)
    assert night.record().outcome == "ready"
    assert [making.day for _, making in night.started] == [DAY, DAY]


def test_at_the_end_what_is_nearly_done_is_finished(night: Night) -> None:
    night.otherwise = Act(seconds=300)
    night.serves(EVENING, at("12:00"))
    night.serves(at("06:45", TOMORROW), at("12:00", TOMORROW), (at("06:54:30", TOMORROW), night.stops))
    assert night.record(day=TOMORROW).outcome == "ready"


def test_what_a_killed_daemon_delivered_is_recorded_by_the_next(night: Night) -> None:
    begun = Begun(show="morning", day=DAY, ready_by=at("07:15"), began=at("06:55"), plain="it hung")
    outcome.mark(Home(night.folder / "home").episode("morning", DAY), begun)
    night.delivers("morning", DAY, "folder")
    night.serves(at("07:01"), NOON)
    assert night.started == []
    assert night.record().degraded[0].why == "it hung"
    assert night.kinds() == ["degraded"]
    assert outcome.marked(night.home.episode("morning", DAY)) is None


def test_a_library_that_did_not_take_it_is_tried_again(tmp_path: Path) -> None:
    more = '[libraries.stick]\nkind = "folder"\npath = "stick"\n'
    night = Night(tmp_path, settings=SETTINGS + more)
    night.otherwise = Act(delivers=("stick",))
    night.acts = [Act(), Act(delivers=())]
    night.serves(at("06:50"), NOON)
    assert len(night.started) == 3
    assert night.record().undelivered == ()
    assert night.record().outcome == "ready"
    assert night.kinds() == ["degraded"]


@pytest.mark.parametrize(("code", "told"), [(0, ["ready", "changed"]), (3, ["ready"]), (-9, ["ready"])])
def test_a_second_look_is_told_of_if_it_changed_the_episode(tmp_path: Path, code: int, told: list[str]) -> None:
    night = Night(tmp_path, settings=SETTINGS + "second_look = 10\n")
    night.acts = [Act(), Act(code=code, delivers=())]
    night.serves(at("06:50"), NOON)
    (_, first), (looked, second) = night.started
    assert (first.anew, second.anew) == (False, True)
    assert at("07:05") <= looked <= at("07:05:06")
    assert night.kinds() == told
    assert at("06:55:30") <= (night.record().there or NOON) < at("06:55:36")


def test_a_home_that_cannot_be_read_for_a_while_is_served_afterwards(night: Night) -> None:
    away = night.folder / "away"

    def goes() -> None:
        night.store.close()
        night.home.path.rename(away)
        night.home.path.write_text("in the way")

    def comes() -> None:
        night.home.path.unlink()
        away.rename(night.home.path)

    night.serves(at("06:00"), NOON, (at("06:30"), goes), (at("07:00"), comes))
    assert night.record().outcome == "ready"
    assert night.log.getvalue().count("it cannot be decided what is due") == 1


def test_the_week_is_told_on_sunday(tmp_path: Path) -> None:
    night = Night(tmp_path, settings=SETTINGS.replace("ready = true", "weekly = true"))
    night.serves(at("06:00", date(2026, 3, 28)), at("08:00", date(2026, 3, 30)), look=60)
    assert [(notice.kind, notice.day) for notice in night.told] == [("weekly", date(2026, 3, 29))]


def test_health_tells_of_the_last_look(night: Night) -> None:
    seen = []

    def look() -> None:
        assert night.daemon
        seen.append((night.now(), night.daemon.health()))

    night.serves(at("06:50"), NOON, (at("07:10"), look))
    ((now, health),) = seen
    assert now - health.looked <= timedelta(seconds=5)
    assert health.shows[0].last == night.record()
    assert health.month == "2026-03"


def test_nothing_is_left_running_at_the_end(night: Night) -> None:
    async def left() -> int:
        return len(asyncio.all_tasks()) - 1

    night.acts = [HANGS]
    night.serves(at("06:50"), at("07:00"))
    assert night.running == 0
    assert asyncio.run(left()) == 0
