"""From a show's settings to the moments at which its episodes are wanted."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from config.errors import SettingsError
from config.load import load
from config.settings import Settings
from config.shows import Commute
from connectors.items import Event, Item, Task
from daemon.collect.sources import Kept, Sources
from daemon.home.home import Home
from daemon.home.logins import Logins
from daemon.public_holidays import public_holidays
from daemon.registry import InstalledKinds
from daemon.remembered import source_of
from daemon.rhythms import elsewhere, leavings, rhythm_of

BERLIN = ZoneInfo("Europe/Berlin")
TUESDAY, WEDNESDAY = date(2026, 3, 24), date(2026, 3, 25)
CALENDAR = """
timezone = "Europe/Berlin"
[connectors.work]
kind = "ics"
path = "work.ics"
[shows.morning]
"""


def the_settings(folder: Path, show: str) -> Settings:
    file = folder / "settings.toml"
    file.write_text(CALENDAR + show)
    return load(file, InstalledKinds())


def event(start: str, location: str | None = "Café Krone", hours: float = 1, day: date = TUESDAY) -> Event:
    begins = datetime.combine(day, time.fromisoformat(start), BERLIN)
    ends = begins + timedelta(hours=hours)
    return Event(source="work", uid=start, summary="Lunch", start=begins, end=ends, location=location)


def kept(*items: Item, first: date = TUESDAY) -> Kept:
    brought = datetime(2026, 3, 23, 22, tzinfo=UTC)
    return Kept(brought=brought, first=first, settings="", items=items, state=b"")


def wall(folder: Path, show: str, day: date) -> str | None:
    """The wall-clock time at which that day's episode is wanted."""
    ready = rhythm_of(the_settings(folder, show), "morning", Home(folder / "home")).ready(day)
    return f"{ready.astimezone(BERLIN):%H:%M}" if ready else None


def test_a_time_for_each_weekday(tmp_path: Path) -> None:
    show = 'ready_by = { tue = "06:45", sat = "09:00" }'
    days = [wall(tmp_path, show, date(2026, 3, day)) for day in range(23, 30)]
    assert days == [None, "06:45", None, None, None, "09:00", None]


def test_the_settings_of_a_show(tmp_path: Path) -> None:
    show = 'publish_ahead = 60\nmargin = 5\nstill_useful_for = 2\nready_by = "07:15"\ndays = ["tue"]'
    rhythm = rhythm_of(the_settings(tmp_path, show), "morning", Home(tmp_path / "home"))
    assert (rhythm.ahead, rhythm.margin) == (timedelta(hours=1), timedelta(minutes=5))
    assert (rhythm.useful_for, rhythm.zone, rhythm.moved) == (timedelta(hours=2), BERLIN, None)


@pytest.mark.parametrize(
    ("region", "day", "off"),
    [
        ("DE", date(2026, 12, 25), True),
        ("DE", date(2026, 3, 8), False),
        ("DE-BE", date(2026, 3, 8), True),
        ("US", date(2026, 7, 4), True),
        ("FR", date(2026, 7, 14), True),
        ("GB-SCT", date(2026, 11, 30), True),
        ("DE", date(2026, 3, 24), False),
    ],
)
def test_public_holidays(region: str, day: date, off: bool) -> None:
    assert (day in public_holidays(region)) is off


def test_a_holiday_has_no_episode(tmp_path: Path) -> None:
    show = 'skip_holidays = "DE-BE"'
    assert wall(tmp_path, show, date(2026, 3, 8)) is None
    assert wall(tmp_path, show, date(2026, 3, 9)) == "07:15"
    assert wall(tmp_path, "", date(2026, 3, 8)) == "07:15"


@pytest.mark.parametrize("region", ["XX", "DE-QQ"])
def test_a_region_that_nobody_knows_is_said(tmp_path: Path, region: str) -> None:
    with pytest.raises(SettingsError, match=rf"shows\.morning\.skip_holidays: no public holidays .* {region}; write"):
        wall(tmp_path, f'skip_holidays = "{region}"', TUESDAY)


@pytest.mark.parametrize(
    ("location", "goes"),
    [
        ("Café Krone", True),
        ("Lindenschule, Hauptstr. 3", True),
        ("Microsoft Teams Meeting; Conf Room 4.2", True),
        ("https://maps.example.org/krone; Krone", True),
        (None, False),
        ("", False),
        ("https://meet.example.org/abc", False),
        ("Zoom", False),
        ("Microsoft Teams-Besprechung", False),
        ("Microsoft Teams Meeting", False),
        ("Home office", False),
        ("zu Hause", False),
    ],
)
def test_where_one_has_to_go(location: str | None, goes: bool) -> None:
    assert elsewhere(event("09:00", location)) is goes


@pytest.mark.parametrize(
    "changed",
    [
        replace(event("09:00"), transparent=True),
        replace(event("09:00"), my_answer="needs-action"),
        replace(event("09:00"), my_answer="tentative"),
        replace(event("09:00"), type="focus-time"),
        replace(event("09:00"), all_day=True, start=TUESDAY, end=WEDNESDAY),
    ],
)
def test_what_one_does_not_go_to(changed: Event) -> None:
    assert elsewhere(event("09:00"))
    assert elsewhere(replace(event("09:00"), my_answer="accepted"))
    assert not elsewhere(changed)


def test_the_listener_leaves_for_the_first_event_elsewhere() -> None:
    answers = {
        "work": kept(event("08:00", "Zoom"), event("09:00"), event("10:00"), Task(uid="1", summary="Pay rent")),
        "family": kept(event("08:30", day=WEDNESDAY), first=TUESDAY - timedelta(days=2)),
    }
    found = leavings(answers, Commute(travel=40), BERLIN)
    assert {day: f"{moment:%H:%M}" for day, moment in found.items()} == {TUESDAY: "08:20", WEDNESDAY: "07:50"}


def test_what_is_over_cancelled_or_lasts_for_days_is_nothing_to_leave_for() -> None:
    party = event("01:00")
    fair = event("06:00", hours=30)
    called_off = replace(event("07:00"), status="cancelled")
    declined = replace(event("07:30"), my_answer="declined")
    late_train = event("23:30", hours=9, day=TUESDAY - timedelta(days=1))
    answers = {"work": kept(party, fair, called_off, declined, late_train)}
    assert leavings(answers, Commute(), BERLIN) == {}


def test_an_answer_says_nothing_of_a_day_it_was_not_asked_for() -> None:
    answers = {"work": kept(event("09:00", day=TUESDAY + timedelta(days=7)))}
    assert leavings(answers, Commute(), BERLIN) == {}


COMMUTE = 'ready_by = "commute"\ncommute = { travel = 35, earliest = "05:30", latest = "07:15" }'


@pytest.mark.parametrize(
    ("starts", "ready_by"), [("07:30", "06:55"), ("05:00", "05:30"), ("06:05", "05:30"), ("11:00", "07:15")]
)
def test_a_commute_keeps_within_its_bounds(tmp_path: Path, starts: str, ready_by: str) -> None:
    settings, home = the_settings(tmp_path, COMMUTE), Home(tmp_path / "home")
    identity = source_of("work", settings.connectors["work"], Logins(home.logins)).identity
    Sources(home.sources).keep("work", replace(kept(event(starts)), settings=identity))
    assert wall(tmp_path, COMMUTE, TUESDAY) == ready_by
    assert wall(tmp_path, COMMUTE, WEDNESDAY) == "07:15"


def test_a_commute_without_any_answer_is_at_its_latest(tmp_path: Path) -> None:
    assert wall(tmp_path, COMMUTE, TUESDAY) == "07:15"
