"""What `dawncast status` finds in a home, as of a moment."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from config.load import load
from connectors.codec import to_json
from daemon.collect.sources import Kept, Lost, Sources
from daemon.home.home import Home
from daemon.home.logins import Logins
from daemon.home.productions import Productions
from daemon.home.store import Store
from daemon.model import Briefing, Failure, LoginEnding, ProductionRecord, Publication
from daemon.mornings import ROOM, ByHand, Morning, ShowStatus, SourceStatus, Status, morning, of_disk, of_sources
from daemon.registry import InstalledKinds
from daemon.remembered import source_of
from daemon.status import View, status
from tests.contract.library import an_episode
from tests.daemon.home.calls import CALL
from tests.daemon.home.test_productions import BERLIN, READY_BY, RECORD, TUESDAY, of_day

SETTINGS = """
timezone = "Europe/Berlin"
[connectors.work]
kind = "ics"
path = "work.ics"
[connectors.google]
kind = "google_calendar"
client_id = "1"
client_secret = { env = "NONE" }
[shows.morning]
days = ["mon", "tue", "wed", "thu", "fri"]
"""
NOON = datetime(2026, 3, 24, 12, tzinfo=BERLIN)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True)
class House:
    """A home with some past, and what is said of it."""

    folder: Path
    store: Store

    @property
    def home(self) -> Home:
        return Home(self.folder / "home")

    def looked_at(self, now: datetime = NOON, days: int = 0) -> Status:
        settings = load(self.folder / "settings.toml", InstalledKinds())
        return status(View(settings=settings, home=self.home, store=self.store, now=now), ["morning"], days)

    def show(self, now: datetime = NOON, days: int = 0) -> ShowStatus:
        return self.looked_at(now, days).shows[0]

    def todo(self, now: datetime = NOON) -> list[str]:
        return [each.sentence for each in self.looked_at(now).todo]

    def had(self, *records: ProductionRecord) -> None:
        """The daemon had these mornings."""
        productions = Productions(self.store)
        productions.since("morning", NOON - 30 * DAY)
        for record in records:
            productions.record(record)

    def made_by_hand(self, day: date, there: datetime = NOON) -> None:
        episode = an_episode(self.home.episode("morning", day), day=day)
        self.store.record_episode(episode, "calm")
        publication = Publication(library="folder", guid=episode.guid, where="/a.mp3", published=there, verified=there)
        self.store.record_publication("morning", day, publication)

    def answered(self, when: datetime) -> None:
        settings = load(self.folder / "settings.toml", InstalledKinds())
        identity = source_of("work", settings.connectors["work"], Logins(self.home.logins)).identity
        answer = Kept(brought=when, first=when.date(), settings=identity, items=(), state=b"")
        Sources(self.home.sources).keep("work", answer)

    def failed(self, when: datetime, name: str = "work") -> None:
        Sources(self.home.sources).lose(name, Lost(at=when, reason="It did not answer."))

    def heard(self, **said: Any) -> None:
        """The briefing of Tuesday's episode said this."""
        folder = self.home.episode("morning", TUESDAY)
        folder.mkdir(parents=True, exist_ok=True)
        briefing = Briefing(show="morning", day=TUESDAY, timezone="Europe/Berlin", made=READY_BY, **said)
        (folder / "briefing.json").write_bytes(to_json(briefing))


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    (tmp_path / "settings.toml").write_text(SETTINGS)
    with closing(Store(tmp_path / "home" / "dawncast.db")) as store:
        yield House(tmp_path, store)


def test_nothing_was_made_yet(house: House) -> None:
    found = house.looked_at()
    assert (found.shows[0].last, found.shows[0].lost, found.libraries) == (None, (), ())
    assert found.well
    assert [each.last_good for each in found.sources] == [None, None]
    (sentence,) = [each.sentence for each in found.todo]
    assert "There is no episode of morning yet" in sentence


def test_the_last_and_the_next(house: House) -> None:
    house.had(of_day(1), RECORD)
    show = house.show()
    assert show.last == Morning(
        day=TUESDAY,
        state="on time",
        ready_by=READY_BY,
        there=READY_BY - 23 * MINUTE,
        late=-23 * 60.0,
        seconds=251.4,
        cost=0.02,
        degraded=RECORD.degraded,
        undelivered=("shelf",),
    )
    assert show.next is not None
    assert (show.next.day, show.next.ready_by) == (TUESDAY + DAY, READY_BY + DAY)
    assert show.next.start == READY_BY + DAY - 20 * MINUTE - 3 * MINUTE
    assert show.next.overdue is False


def test_times_are_the_listeners(house: House) -> None:
    house.had(RECORD)
    last, following = house.show().last, house.show().next
    assert last is not None
    assert following is not None
    times = (last.there, last.ready_by, following.start)
    assert [f"{each:%H:%M}" for each in times if each] == ["06:52", "07:15", "06:52"]


def test_late_is_what_came_after_its_minute(house: House) -> None:
    house.had(replace(RECORD, there=READY_BY + 150 * timedelta(seconds=1)))
    last = house.show().last
    assert last is not None
    assert (last.state, last.late) == ("late", 150.0)


def test_two_zones_and_two_turns_of_the_clock_are_late_by_what_really_passed() -> None:
    due = datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN, fold=0)
    there = datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN, fold=1)
    record = replace(RECORD, day=due.date(), ready_by=due, there=there)
    assert morning(due.date(), record, None, None, NOON).late == 3600.0


def test_a_failed_morning_is_unhealthy_until_there_is_an_episode_again(house: House) -> None:
    failed = replace(RECORD, outcome="failed", there=None, undelivered=())
    house.had(of_day(1), failed)
    found = house.looked_at()
    assert not found.well
    assert [each.state for each in found.shows[0].lost] == ["failed"]
    assert found.shows[0].last is not None
    assert found.shows[0].last.day == TUESDAY - DAY
    assert any("for 2026-03-24 could not be made" in each.sentence and each.unhealthy for each in found.todo)
    house.made_by_hand(TUESDAY)
    assert house.looked_at().well
    assert house.show().lost == ()


def test_a_missed_morning_says_what_to_do(house: House) -> None:
    house.had(of_day(1), replace(RECORD, outcome="missed", there=None))
    assert any("dawncast make morning --day 2026-03-24" in each for each in house.todo())
    assert not house.looked_at().well


def test_an_episode_that_should_be_there_is_overdue(house: House) -> None:
    house.had(of_day(1))
    assert house.looked_at(READY_BY - MINUTE).well
    late = house.looked_at(READY_BY + MINUTE)
    assert not late.well
    assert any("was to be ready at 07:15 and is not" in each.sentence for each in late.todo)


def test_without_a_daemon_nothing_is_overdue(house: House) -> None:
    house.made_by_hand(TUESDAY - DAY)
    assert house.looked_at(READY_BY + MINUTE).well


def test_a_calendar_of_mornings(house: House) -> None:
    house.had(of_day(4), of_day(1, outcome="missed", there=None), replace(RECORD, outcome="failed", there=None))
    house.made_by_hand(TUESDAY - 5 * DAY)
    mornings = house.show(days=7).mornings
    assert [(f"{each.day:%a}", each.state) for each in mornings] == [
        ("Wed", "not made"),
        ("Thu", "by hand"),
        ("Fri", "on time"),
        ("Sat", "off"),
        ("Sun", "off"),
        ("Mon", "missed"),
        ("Tue", "failed"),
    ]
    assert mornings[2].degraded == RECORD.degraded
    assert mornings[1].seconds == 151.4


def test_today_is_not_due_before_its_minute(house: House) -> None:
    assert house.show(READY_BY - HOUR, days=1).mornings[0].state == "not due"
    assert house.show(READY_BY + HOUR, days=1).mornings[0].state == "not made"


def test_before_the_show_was_known_nothing_is_missing(house: House) -> None:
    house.made_by_hand(TUESDAY - DAY)
    assert [each.state for each in house.show(days=14).mornings] == ["off"] * 12 + ["by hand", "not made"]


def test_an_episode_made_by_hand_says_what_was_missing(house: House) -> None:
    house.made_by_hand(TUESDAY)
    failures = (Failure(source="mail", reason="…", as_of=READY_BY - 9 * HOUR), Failure(source="work", reason="…"))
    house.heard(failures=failures)
    last = house.show().last
    assert last is not None
    assert [(each.name, each.why) for each in last.degraded] == [
        ("mail", "as of 2026-03-23 22:15"),
        ("work", "left out"),
    ]


def test_sources_have_the_age_of_their_last_answer(house: House) -> None:
    house.answered(NOON - 2 * HOUR)
    house.failed(NOON - HOUR)
    work, google = house.looked_at().sources
    assert work == SourceStatus(
        source="work",
        kind="ics",
        last_good=NOON - 2 * HOUR,
        failed=NOON - HOUR,
        reason="It did not answer.",
    )
    assert (google.last_good, google.failed) == (None, None)
    assert house.looked_at().well


@pytest.mark.parametrize(
    ("last_good", "failed", "well"),
    [
        (NOON - 3 * DAY, NOON, True),
        (NOON - 3 * DAY - MINUTE, NOON, False),
        (NOON - 9 * DAY, None, True),
        (None, NOON, False),
        (None, None, True),
    ],
)
def test_a_source_may_be_silent_for_three_days(last_good: datetime | None, failed: datetime | None, well: bool) -> None:
    source = SourceStatus(source="work", kind="ics", last_good=last_good, failed=failed, reason="…")
    assert (not list(of_sources([source], NOON))) is well


def test_libraries_have_the_last_episode(house: House) -> None:
    house.made_by_hand(TUESDAY, NOON - HOUR)
    house.had(RECORD)
    folder, shelf = house.looked_at().libraries
    assert (folder.library, folder.state, folder.where, folder.since) == (
        "folder",
        "in the library",
        "/a.mp3",
        NOON - HOUR,
    )
    assert (shelf.library, shelf.state, shelf.where) == ("shelf", "not delivered", None)
    assert any("is not in the library shelf yet" in sentence for sentence in house.todo())


def test_the_months_cost(house: House) -> None:
    for at in (datetime(2026, 2, 28, 22, tzinfo=UTC), datetime(2026, 2, 28, 23, 30, tzinfo=UTC), CALL.at):
        house.store.record_call("morning", TUESDAY, replace(CALL, at=at, cost=0.25))
    found = house.looked_at()
    assert (found.month, found.cost) == ("2026-03", 0.5)


def test_logins_that_end_are_told(house: House) -> None:
    house.had(RECORD)
    house.heard(logins_ending=(LoginEnding(source="google", ends=NOON + 3 * DAY),))
    assert any("google ends on 2026-03-27. Log in anew: dawncast login google" in each for each in house.todo())
    assert not any("ends on" in sentence for sentence in house.todo(NOON + 4 * DAY))


def test_a_login_that_is_wanted_is_told_while_it_is(house: House) -> None:
    house.had(RECORD)
    house.heard(failures=(Failure(source="google", reason="…", needs_login=True),))
    assert not any("wants a new login" in sentence for sentence in house.todo())
    house.failed(NOON, "google")
    assert any("google wants a new login. Log in anew: dawncast login google" in each for each in house.todo())


def test_a_full_disk_is_unhealthy() -> None:
    assert list(of_disk(ROOM)) == []
    (todo,) = of_disk(ROOM - 1)
    assert todo.unhealthy


def test_a_record_without_an_episode_gives_way_to_one_made_by_hand() -> None:
    made = ByHand(there=NOON.astimezone(UTC), seconds=60.0, cost=0.0)
    failed = replace(RECORD, outcome="failed", there=None)
    found = morning(TUESDAY, failed, made, None, NOON)
    assert (found.state, found.there, found.ready_by) == ("by hand", NOON, READY_BY)
    assert found.there is not None
    assert found.there.tzinfo == ZoneInfo("Europe/Berlin")
