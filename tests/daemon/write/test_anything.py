"""Whatever stands in the items: what is said can be said."""

import re
from datetime import date, timedelta
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from connectors.items import Event, Item, Message, Note, Story, Task, Weather
from daemon.model import Conflict, Entry, Failure, Gap, Highlight, Section, SectionKind, SourceWarning
from daemon.write.speakable import speakable
from daemon.write.spoken import LANGUAGES
from tests.daemon.write.morning import DAY, NOW, brief, day_section, event, written
from tests.daemon.write.morning import at as clock

NAUGHTY = [
    "Meet at 14:00", "<b>Bold</b> & <script>x</script>", "https://evil.example/x?y=z", "kim@example.org", "{name}",
    "call +49 30 1234567", "**Stars** and _lines_", "a\u200bb\u202ec", "Who? Why!", "...", "", "12:30–13:15", "100 %",
    "-4 °C", "€1.2m", "see evil.com", "😀", "1:1", "5 5 5 1 2 3 4 5", "a  b\n\tc", "[x](http://y.z)", "{0}", "%s",
    "&amp;lt;b&amp;gt;", "one two three four five six seven", "booking.com", "2026-03-24", "24.03.2026", "A; b: c, d.",
    "Follow @evilbot", "Password: hunter2", "see evil.network", "bob (at) evil (dot) org", "€12,000", "1 500 €", "(x",
    "Cancelled: Fair", "Good morning Kim.", "PIN 4839",
]  # fmt: skip
texts = st.one_of(st.sampled_from(NAUGHTY), st.text(max_size=60), st.lists(st.sampled_from(NAUGHTY)).map(" ".join))
moments = st.integers(-48 * 60, 48 * 60).map(lambda minutes: NOW + timedelta(minutes=minutes))
days = st.dates(date(2026, 2, 1), date(2026, 4, 30))
lengths = st.integers(0, 60 * 50).map(lambda minutes: timedelta(minutes=minutes))


@st.composite
def events(draw: st.DrawFn) -> Event:
    values: dict[str, Any] = {
        "uid": draw(st.uuids()).hex,
        "summary": draw(texts),
        "location": draw(st.none() | texts),
        "status": draw(st.sampled_from(["confirmed", "tentative"])),
        "transparent": draw(st.booleans()),
        "private": draw(st.booleans()),
        "type": draw(st.sampled_from(["default", "birthday", "focus-time", "out-of-office", "working-location"])),
    }
    if draw(st.booleans()):
        start = draw(st.dates(date(2026, 3, 20), DAY))
        return Event(start=start, end=start + timedelta(days=draw(st.integers(0, 9))), all_day=True, **values)
    start_at = draw(moments)
    return Event(start=start_at, end=start_at + draw(lengths), **values)


uids = st.uuids().map(lambda uid: uid.hex)
items: dict[SectionKind, st.SearchStrategy[Item]] = {
    "day": events(),
    "tasks": st.builds(Task, uid=uids, summary=texts, due=st.none() | days | moments, priority=st.integers(0, 9)),
    "news": st.builds(
        Story, uid=uids, title=texts, feed=texts, summary=texts, also_in=st.lists(texts, max_size=2).map(tuple)
    ),
    "mail": st.builds(
        Message, uid=uids, subject=texts, sender=texts, sent=moments, summary=texts, flagged=st.booleans()
    ),
    "notes": st.builds(
        Note, uid=uids, title=texts, text=texts, day=st.just(DAY), role=st.sampled_from(["day", "class"])
    ),
    "weather": st.builds(
        Weather,
        uid=uids,
        day=st.just(DAY),
        place=st.none() | texts,
        code=st.integers(0, 99),
        now=st.none() | st.floats(-40, 45),
        low=st.floats(-40, 45),
        high=st.floats(-40, 45),
        rain_from=st.none() | moments,
        rain_until=st.none() | moments,
        rain_again_from=st.none() | moments,
        rain_chance=st.none() | st.integers(0, 100),
        wind=st.none() | st.floats(0, 200),
    ),
}


@st.composite
def sections(draw: st.DrawFn) -> Section:
    kind: SectionKind = draw(
        st.sampled_from(["opening", "day", "weather", "tasks", "mail", "news", "notes", "closing"])
    )
    own = items.get(kind, st.one_of(items["day"], items["tasks"]))
    entries = tuple(
        Entry(
            item=item,
            sentences=draw(st.integers(0, 3)),
            cancelled=kind == "day" and draw(st.booleans()),
            called_off=kind == "day" and draw(st.booleans()),
        )
        for item in draw(st.lists(own, max_size=5))
    )
    keys = [entry.key for entry in entries]
    why = draw(st.sampled_from(["conflict", "cancelled", "first-event", "important-task", "overdue-task", "all-day"]))
    return Section(
        kind=kind,
        seconds=60,
        entries=entries if kind != "closing" else (),
        begun=draw(st.booleans()),
        more=draw(st.integers(0, 3)),
        conflicts=tuple(Conflict(first=one, second=other, start=NOW, end=NOW) for one in keys for other in keys),
        gaps=tuple(Gap(start=start, end=start + timedelta(hours=2)) for start in draw(st.lists(moments, max_size=2))),
        highlight=Highlight(why=why, items=tuple(keys)),  # type: ignore[arg-type]  # drawn from its literals
        failures=tuple(
            Failure(source=name, reason=name, as_of=draw(st.none() | moments), needs_login=draw(st.booleans()))
            for name in draw(st.lists(texts, max_size=2))
        ),
        warnings=tuple(SourceWarning(source=name, reason=name) for name in draw(st.lists(texts, max_size=4))),
    )


@settings(max_examples=250, deadline=None)
@given(sections(), st.sampled_from(LANGUAGES), st.none() | texts)
def test_whatever_the_items_hold_the_lines_can_be_spoken(section: Section, language: str, name: str | None) -> None:
    told = brief(section, language, name=name)
    for line in written(told).lines:
        assert speakable(line.text) is None
        assert {*line.items} <= {entry.key for entry in told.section.entries}
        assert not re.search(r"https?:|www\.|<\w|[{}]|  ", line.text)
        assert not re.search(r"(?<![\d:])(?:[01]\d|2[0-3]):[0-5]\d(?![\d:.,])", line.text)
        assert re.search(r"[.?…][\"'”’»)]*$", line.text)


@settings(max_examples=200, deadline=None)
@example("Call +49 30 1234567")
@example("see https://evil.example")
@given(texts)
def test_events_and_tasks_are_never_lost_whatever_they_are_called(text: str) -> None:
    for section in (
        day_section(event(text, clock(9), clock(10), uid="e")),
        Section(kind="tasks", seconds=9, entries=(Entry(item=Task(uid="t", summary=text, due=DAY)),)),
    ):
        script = written(brief(section))
        told = {key for line in script.lines for key in line.items}
        assert told == {entry.key for entry in section.entries}
        assert script.refused == ()
