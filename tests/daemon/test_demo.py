import tomllib
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib.metadata import EntryPoints, entry_points
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.base import Collected, Listener
from connectors.items import Event, Item, Note, Story, Task, Window
from daemon.demo import write
from daemon.demo.newsfeeds import outlet
from daemon.demo.pools import table

BERLIN = ZoneInfo("Europe/Berlin")
KIM = Listener(emails=("kim@example.org",))
# Every weekday with every set of news, the days of clock changes, a leap day, a new year, and far days.
DAYS = (
    *(date(2026, 3, 23) + timedelta(days=n) for n in range(7)),
    *(date(2026, 10, 25), date(2026, 11, 1), date(2028, 2, 29), date(2026, 12, 31), date(2027, 1, 1), date(2027, 7, 4)),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@cache
def registered() -> EntryPoints:
    return entry_points(group="dawncast.connectors")


def collect(file: Path, day: date, zone: ZoneInfo) -> dict[str, Collected]:
    """What the real connectors bring at six in the morning, by source."""
    now = datetime.combine(day, time(6), zone)
    window = Window(first=day, zone=zone, now=now)
    sources = tomllib.loads(file.read_text(encoding="utf-8"))["connectors"]
    return {name: connector(known, file.parent).collect(window, b"") for name, known in sources.items()}


def connector(known: dict[str, Any], folder: Path) -> Any:
    kind = registered()[known["kind"]].load()
    return kind.connector(kind.config.model_validate(known, context={"folder": folder}), KIM)


def items(collected: dict[str, Collected]) -> list[Item]:
    return [item for answer in collected.values() for item in answer.items]


def clashes(events: Iterable[Event]) -> list[tuple[str, str]]:
    timed = [
        event for event in events if not event.all_day and event.status == "confirmed" and event.my_answer != "declined"
    ]
    pairs = [(a, b) for n, a in enumerate(timed) for b in timed[n + 1 :] if a.uid != b.uid]
    return [(a.summary, b.summary) for a, b in pairs if a.start < b.end and b.start < a.end]


def assert_good_day(collected: dict[str, Collected], day: date, zone: ZoneInfo) -> None:
    assert [
        (name, answer.warnings) for name, answer in collected.items() if answer.warnings or not answer.complete
    ] == []
    found = items(collected)
    events = [item for item in found if isinstance(item, Event)]
    assert clashes(events)
    assert any(event.all_day for event in events)
    assert any(isinstance(event.start, datetime) and event.start.hour >= 17 for event in events)
    stories = [item for item in found if isinstance(item, Story)]
    assert len(stories) == 10
    assert {story.feed for story in stories} == {"Quillmere Courier", "Open Lens"}
    midnight = datetime.combine(day, time(), zone)
    assert all(story.published and abs(story.published - midnight) < timedelta(hours=6) for story in stories)
    assert all("{" not in f"{story.title} {story.summary}" for story in stories)
    due = [item.due for item in found if isinstance(item, Task) and item.due]
    assert min(due) < day < max(due)
    assert due.count(day) == 2
    assert sorted(item.role for item in found if isinstance(item, Note)) == ["class", "day"]


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_every_day_is_a_good_day(day: date, folder: Path) -> None:
    assert_good_day(collect(write(folder / str(day), day, BERLIN), day, BERLIN), day, BERLIN)


@pytest.mark.parametrize(
    "key", ["UTC", "America/New_York", "Asia/Kathmandu", "Pacific/Apia", "Australia/Lord_Howe", "Etc/GMT+5"]
)
def test_wherever_the_listener_is(key: str, folder: Path) -> None:
    day, zone = date(2026, 4, 8), ZoneInfo(key)
    collected = collect(write(folder / "zones" / key, day, zone), day, zone)
    assert_good_day(collected, day, zone)
    stand_up = next(item for item in items(collected) if isinstance(item, Event) and item.summary == "Stand-up")
    assert stand_up.start == datetime(2026, 4, 8, 9, 30, tzinfo=zone)


def test_the_stand_up_recurs_with_exceptions(folder: Path) -> None:
    first = date(2026, 3, 23)
    starts: list[str | None] = []
    for day in (first + timedelta(days=n) for n in range(7)):
        found = items(collect(write(folder / "week", day, BERLIN), day, BERLIN))
        times = [f"{item.start:%H:%M}" for item in found if isinstance(item, Event) and item.summary == "Stand-up"]
        starts.append(times[0] if times else None)
    assert starts == ["09:00", "09:00", "09:30", "09:00", None, None, None]


def test_one_invitation_was_declined_and_one_event_cancelled(folder: Path) -> None:
    found: set[tuple[str, str | None]] = set()
    for day in (date(2026, 3, 23) + timedelta(days=n) for n in range(7)):
        collected = collect(write(folder / "week", day, BERLIN), day, BERLIN)
        found |= {(item.status, item.my_answer) for item in items(collected) if isinstance(item, Event)}
    assert {("cancelled", "accepted"), ("confirmed", "declined"), ("confirmed", "accepted")} <= found


def written(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_the_same_day_has_the_same_bytes(tmp_path: Path) -> None:
    day = date(2028, 2, 29)
    for name in ("one", "two", "two"):
        write(tmp_path / name, day, BERLIN)
    assert written(tmp_path / "one") == written(tmp_path / "two")


def test_an_earlier_demo_in_the_folder_changes_nothing(tmp_path: Path) -> None:
    day = date(2026, 3, 24)
    fresh = collect(write(tmp_path / "fresh", day, BERLIN), day, BERLIN)
    for earlier in (3, 2, 1):
        write(tmp_path / "used", day - timedelta(days=earlier), BERLIN)
    assert collect(write(tmp_path / "used", day, BERLIN), day, BERLIN) == fresh


def test_another_day_has_other_news_tasks_and_events(tmp_path: Path) -> None:
    days = (date(2026, 3, 24), date(2026, 3, 25), date(2026, 4, 1))
    told = [items(collect(write(tmp_path / str(day), day, BERLIN), day, BERLIN)) for day in days]
    titles = [{item.title for item in found if isinstance(item, Story)} for found in told]
    due = [
        {item.summary for item in found if isinstance(item, Task) and item.due == day}
        for found, day in zip(told, days, strict=True)
    ]
    assert titles[0].isdisjoint(titles[1])
    assert titles[1].isdisjoint(titles[2])
    assert due[0] != due[1] != due[2]


def test_no_title_comes_again_within_two_months() -> None:
    news = table("news.toml")
    titles: dict[str, date] = {}
    for day in (date(2026, 1, 1) + timedelta(days=n) for n in range(400)):
        for which in ("courier", "lens"):
            for article in outlet(which, news, day, BERLIN).articles:
                assert day - titles.get(article.title, date.min) > timedelta(days=60)
                titles[article.title] = day


@settings(max_examples=15, deadline=None)
@given(
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["Europe/Berlin", "America/Santiago", "Africa/Cairo"]),
)
def test_any_day_is_a_good_day(day: date, key: str) -> None:
    zone = ZoneInfo(key)
    with TemporaryDirectory() as folder:
        assert_good_day(collect(write(Path(folder), day, zone), day, zone), day, zone)
