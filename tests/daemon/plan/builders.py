"""Items and briefings of one Tuesday in Berlin, in few words."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from connectors.items import Event, Item, Message, Story, Task, Weather, When
from daemon.model import Briefing, Dropped, Failure, Rundown, Section, SectionKind, Told
from daemon.plan.plan import Taste, plan

DAY = date(2026, 3, 24)
BERLIN = ZoneInfo("Europe/Berlin")


def at(clock: str, day: date = DAY) -> datetime:
    hour, minute = clock.split(":")
    return datetime(day.year, day.month, day.day, int(hour), int(minute), tzinfo=BERLIN)


NOW = at("6:00")


def an_event(summary: str, span: str = "", **more: bool) -> Event:
    """`span` as "9:00-9:15"; without one it lasts all day."""
    start: When = at(span.split("-", maxsplit=1)[0]) if span else DAY
    end: When = at(span.split("-")[1]) if span else DAY + timedelta(days=1)
    transparent = more.get("transparent", False)
    return Event(
        source="work", uid=summary, summary=summary, start=start, end=end, all_day=not span, transparent=transparent
    )


def a_task(summary: str, due: When | None = None, priority: int = 0) -> Task:
    return Task(source="todo", uid=summary, summary=summary, due=due, priority=priority)


def a_story(
    title: str, feed: str = "Orbit", *, hours: float | None = 1, summary: str = "", link: str | None = None
) -> Story:
    published = None if hours is None else NOW.astimezone(UTC) - timedelta(hours=hours)
    return Story(
        source="news", uid=f"{feed}: {title}", title=title, feed=feed, published=published, summary=summary, link=link
    )


def a_message(
    subject: str, *, hours: float = 1, flagged: bool = False, summary: str = "", sender: str = "Anna Kern"
) -> Message:
    sent = NOW.astimezone(UTC) - timedelta(hours=hours)
    return Message(
        source="mail", uid=subject, subject=subject, sender=sender, sent=sent, flagged=flagged, summary=summary
    )


def a_weather(**more: str) -> Weather:
    return Weather(source="sky", uid=more.get("uid", "berlin"), day=DAY, code=61, now=4, low=3, high=11)


def a_briefing(*items: Item, dropped: tuple[Dropped, ...] = (), failures: tuple[Failure, ...] = ()) -> Briefing:
    return Briefing(
        show="morning",
        day=DAY,
        timezone="Europe/Berlin",
        made=NOW,
        items=items,
        dropped=dropped,
        failures=failures,
    )


TASTE = Taste(minutes=7, interests={})
FRIDAY, LATER = date(2026, 3, 20), date(2026, 3, 27)
MAIL = Failure(source="mail", reason="The server did not answer.", as_of=at("22:40", date(2026, 3, 23)))


def planned(*items: Item, now: datetime = NOW, **more: tuple[Dropped, ...]) -> Rundown:
    return plan(a_briefing(*items, **more), TASTE, Told(), now)  # type: ignore[arg-type]  # dropped alone


def section(rundown: Rundown, kind: SectionKind) -> Section:
    (found,) = [one for one in rundown.sections if one.kind == kind]
    return found


def titles(one: Section) -> list[str]:
    return [entry.key.split("/", 1)[1] for entry in one.entries]
