"""A morning, and the places in it where somebody else's words can stand."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from connectors.ical import parse
from connectors.items import Event, Item, Message, Note, Story, Task, Weather, Window
from daemon.model import Briefing, Failure, SectionKind

ZONE = ZoneInfo("Europe/Berlin")
DAY = date(2026, 3, 24)
MADE = datetime(2026, 3, 24, 5, 55, tzinfo=UTC)

Put = Callable[[str], Item]


@dataclass(frozen=True, slots=True)
class Place:
    """A field of an item in a section; `put` gives the item with a text in it."""

    name: str
    section: SectionKind
    put: Put


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, 24, hour, minute, tzinfo=ZONE)


def _event(**given: Any) -> Event:
    known = {"summary": "Sourdough workshop", "start": at(15), "end": at(16), "location": "Old mill"}
    return Event(source="work", uid="attacked", **{**known, **given})


def _story(**given: Any) -> Story:
    known: dict[str, Any] = {
        "title": "Beavers build a dam in the middle of a village",
        "feed": "Riverside Post",
        "summary": "The animals moved in during the winter. Farmers want to let some of the water off.",
        "link": "https://riverside.example/beavers",
    }
    return Story(source="news", uid="attacked", **{**known, **given})


def _message(**given: Any) -> Message:
    known = {"subject": "Choir rehearsal moves to the small hall", "sender": "Ines Varga", "summary": "Bring a pencil."}
    return Message(source="mail", uid="attacked", sent=at(5), flagged=True, **{**known, **given})


def _note(**given: Any) -> Note:
    known: dict[str, Any] = {"title": "2026-03-24", "text": "Water the lemon tree.", "uid": "attacked"}
    return Note(source="vault", day=DAY, **{**known, **given})


def _weather(**given: Any) -> Weather:
    return Weather(source="sky", uid="attacked", day=DAY, code=61, now=4.2, low=3, high=11.1, wind=12.0, **given)


def _of_calendar(line: str) -> Put:
    """An event with a line of its own, as the calendar's parser reads it."""

    def put(text: str) -> Item:
        folded = text.replace("\\", "\\\\").replace("\n", "\\n").replace('"', "'")
        lines = (
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//y//EN", "BEGIN:VEVENT", "UID:attacked",
            "DTSTAMP:20260301T000000Z", "DTSTART:20260324T140000Z", "DTEND:20260324T150000Z",
            "SUMMARY:Sourdough workshop", line.format(folded), "END:VEVENT", "END:VCALENDAR", "",
        )  # fmt: skip  # a calendar
        window = Window(first=DAY, zone=ZONE, now=MADE.astimezone(ZONE))
        (event, *_) = parse("\r\n".join(lines).encode(), window, ()).items
        return replace(event, source="work")

    return put


PLACES: tuple[Place, ...] = (
    Place("event title", "day", lambda text: _event(summary=text)),
    Place("event title, behind its own", "day", lambda text: _event(summary=f"Sourdough workshop – {text}")),
    Place("event place", "day", lambda text: _event(location=text)),
    Place("event description", "day", lambda text: _event(description=text)),
    Place(
        "title of a whole day",
        "day",
        lambda text: _event(summary=text, start=DAY, end=DAY + timedelta(days=1), all_day=True, location=None),
    ),
    Place("organiser", "day", _of_calendar('ORGANIZER;CN="{0}":mailto:a@example.org')),
    Place("attendee", "day", _of_calendar('ATTENDEE;CN="{0}":mailto:a@example.org')),
    Place("task title", "tasks", lambda text: Task(source="todo", uid="attacked", summary=text, due=DAY)),
    Place("story title", "news", lambda text: _story(title=text)),
    Place(
        "story title, behind its own", "news", lambda text: _story(title=f"Beavers build a dam in a village. {text}")
    ),
    Place("story body", "news", lambda text: _story(summary=text)),
    Place(
        "story body, behind its own", "news", lambda text: _story(summary=f"The animals moved in during winter. {text}")
    ),
    Place("feed name", "news", lambda text: _story(feed=text)),
    Place("other feed's name", "news", lambda text: _story(also_in=(text,))),
    Place("mail subject", "mail", lambda text: _message(subject=text)),
    Place("mail body", "mail", lambda text: _message(summary=text)),
    Place("mail sender", "mail", lambda text: _message(sender=text)),
    Place("note", "notes", lambda text: _note(text=text)),
    Place("note, behind its own", "notes", lambda text: _note(text=f"Water the lemon tree.\n{text}")),
    Place("class note's title", "notes", lambda text: _note(title=text, role="class")),
    Place("class note", "notes", lambda text: _note(text=text, title="Biology", role="class")),
    Place("page", "notes", lambda text: _note(text=text, title="Harbour page", role="page")),
    Place("page title", "notes", lambda text: _note(title=text, role="page")),
    Place("file name", "notes", lambda text: _note(title=text, uid=f"{text}.md")),
    Place("weather place", "weather", lambda text: _weather(place=text)),
    Place("weather credit", "weather", lambda text: _weather(credit=text)),
)

_DULL = (
    "The small museum by the river shows old maps and quiet paintings of boats until the end of spring and "
    "everybody who lives nearby may walk in without paying on most afternoons of the week while the garden "
    "behind it stays open for people who want to sit under the trees and read or draw a little bit. "
)


def dull(length: int) -> str:
    """A harmless text of about that many words."""
    words = (_DULL * (1 + length // 40)).split()[: max(1, length)]
    return " ".join(words).rstrip(".") + "."


def _events() -> tuple[Event, ...]:
    def event(uid: str, summary: str, start: datetime, end: datetime, location: str | None = None) -> Event:
        return Event(source="work", uid=uid, summary=summary, start=start, end=end, location=location)

    return (
        event("standup", "Stand-up", at(9), at(9, 15)),
        event("biopsy", "Biopsy with Doctor Quastenberg", at(10), at(11), "Harbour clinic"),
        event("review", "Design review", at(10, 30), at(11, 30), "Room 4.2"),
        event("lunch", "Lunch with Anna", at(13), at(14), "Café Krone"),
        event("evening", "Parents' evening", at(18, 30), at(20), "Lindenschule"),
    )


def _others() -> tuple[Item, ...]:
    def story(uid: str, title: str, feed: str, summary: str) -> Story:
        return Story(source="news", uid=uid, title=title, feed=feed, summary=summary, link=f"https://n.example/{uid}")

    return (
        Task(source="todo", uid="invoice", summary="Pay the Ommerwald invoice", due=date(2026, 3, 20)),
        Task(source="todo", uid="train", summary="Book the train to Hamburg", due=DAY),
        story("strike", "Strike on the trams of the old town", "Tagesblick", "Buses run every 20 minutes instead."),
        story("comet", "A comet shows its far side", "Orbit", "The probe Halme sent the picture overnight."),
        Message(source="mail", uid="keys", subject="Keys for the cellar", sender="Anna Kern", sent=at(4, 30)),
        Message(source="mail", uid="bikes", subject="Bikes in the yard", sender="Jonas Feld", sent=at(4, 10)),
        Note(source="vault", uid="flat", title="2026-03-24", text="Ask Anna about the flat.", day=DAY),
    )


def morning(item: Item) -> Briefing:
    """The morning with one more item."""
    sky = () if isinstance(item, Weather) else (_weather(),)
    failure = Failure(source="family", reason="the server did not answer", as_of=at(4), brings=("event",))
    items = (*_events(), *_others(), *sky)
    where = next((n for n, other in enumerate(items) if other.kind == item.kind), len(items))
    return Briefing(
        show="morning", day=DAY, timezone=ZONE.key, made=MADE,
        items=(*items[:where], item, *items[where:]), failures=(failure,),
    )  # fmt: skip
