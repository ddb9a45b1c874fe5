"""Writes the demo's sources and settings into a folder."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from daemon.demo.calendars import calendar
from daemon.demo.newsfeeds import atom, opml, outlet, rss
from daemon.demo.pools import WEEKDAYS, Names, names, pick, table, text
from daemon.home.files import write_whole


def write(folder: Path, day: date, zone: ZoneInfo) -> Path:
    """Write what makes the demo's episode of a local day, and answer the settings file. The same day, same bytes."""
    for name, data in _contents(day, zone):
        write_whole(folder / name, data)
    return folder / "settings.toml"


def _contents(day: date, zone: ZoneInfo) -> list[tuple[str, bytes]]:
    week, news, lists = table("calendar.toml"), table("news.toml"), table("lists.toml")
    people = names(week, day)
    courier, lens = (outlet(which, news, day, zone) for which in ("courier", "lens"))
    return [
        ("work.ics", calendar("work", week, day, zone)),
        ("family.ics", calendar("family", week, day, zone)),
        ("feeds/courier.xml", rss(courier)),
        ("feeds/lens.xml", atom(lens)),
        ("feeds.opml", opml((courier, lens))),
        ("todo.txt", _todo(lists, people, day).encode()),
        ("notes/House.md", _house(lists, day).encode()),
        (f"notes/Daily/{day}.md", _day_note(lists, people, day).encode()),
        ("notes/Classes/Last evening.md", _class_note(lists, day).encode()),
        ("settings.toml", text("settings.toml.in").format(timezone=zone.key).encode()),
    ]


def _todo(lists: dict[str, Any], people: Names, day: date) -> str:
    turn = day.toordinal()
    overdue, today, important, later = (pick(lists[name], turn) for name in ("overdue", "today", "important", "later"))
    since = day - timedelta(days=2 + turn % 3)
    lines = (
        f"{since - timedelta(days=9)} {overdue} @desk due:{since}",
        f"(A) {day - timedelta(days=5)} {today} due:{day}",
        f"(A) {day - timedelta(days=1)} {important} +home",
        f"(C) {later} +home due:{day + timedelta(days=9)} t:{day + timedelta(days=2)}",
        f"x {day - timedelta(days=1)} {pick(lists['today'], turn - 1)} due:{day - timedelta(days=1)}",
    )
    return "".join(f"{people.into(line)}\n" for line in lines)


def _house(lists: dict[str, Any], day: date) -> str:
    done, due, next_one = (pick(lists["house"], day.toordinal() + n) for n in (-1, 0, 1))
    return (
        f"# House\n\n- [x] {done} 🔁 every week 📅 {day - timedelta(days=1)} ✅ {day - timedelta(days=1)}\n"
        f"- [ ] {due} 🔁 every week 📅 {day}\n- [ ] {next_one} 🔁 every week 📅 {day + timedelta(days=1)}\n"
    )


def _day_note(lists: dict[str, Any], people: Names, day: date) -> str:
    note = people.into(lists["day_notes"][WEEKDAYS[day.weekday()]])
    tasks = "- [ ] Look through the post ⏫\n- [ ] Tidy the desk\n"
    return f"---\ntags: [daily]\n---\n# Notes for today\n\n{note}\n\n## To do\n\n{tasks}"


def _class_note(lists: dict[str, Any], day: date) -> str:
    note = pick(lists["class_notes"], day.toordinal())
    return f"---\ntags: [class]\ndate: {day - timedelta(days=1)}\n---\n# {note['title']}\n{note['text']}"
