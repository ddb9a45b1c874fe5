"""What a listener was asked, and the settings file it makes: what was answered, and examples behind a #. Pure."""

import json
from dataclasses import dataclass
from datetime import time

NOTES = "~/dawncast/notes"
TODO = "~/dawncast/todo.txt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the weather is for: degrees north and east, and what the place is called in speech."""

    latitude: float
    longitude: float
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What a listener was asked. `calendar` is an address or a path; None and () are what was not answered."""

    name: str | None = None
    language: str = "en"
    timezone: str = "UTC"
    ready_by: time = time(7, 15)
    minutes: float = 7
    calendar: str | None = None
    emails: tuple[str, ...] = ()
    place: Place | None = None
    feeds: tuple[str, ...] = ()
    notes: str | None = None
    todo: str | None = None


def has_source(answers: Answers) -> bool:
    """Whether any source was named."""
    return bool(answers.calendar or answers.place or answers.feeds or answers.notes or answers.todo)


def settings_text(answers: Answers) -> str:
    """A commented settings file that loads as it is. Without any source the proposed task list is taken."""
    todo = answers.todo if has_source(answers) else TODO
    parts = (
        _top(answers),
        _calendar(answers.calendar),
        _weather(answers.place),
        _feeds(answers.feeds),
        _path(
            "notes", "markdown", answers.notes, "~/notes", "# Notes of the day, and the tasks in them: Markdown files."
        ),
        _path("todo", "todotxt", todo, "~/todo.txt", "# Tasks: a todo.txt file. They are told when they are due."),
        _show(answers),
        _LIBRARY,
        _VOICE,
    )
    return "\n".join(parts)


_LIBRARY = """\
# Where the episodes go. Without a library: to these two.
# A feed of your own brings them into your podcast app, while `dawncast serve` runs: dawncast feed add phone
#[libraries.feed]
#kind = "feed"
#base_url = "https://me.example.org"
#
# And a folder of yours, as plain files.
#[libraries.folder]
#kind = "folder"
#path = "~/Podcasts/Dawncast"
"""

_VOICE = """\
# The voice: the built-in one, unless another engine is named.
#[voice]
#engine = "builtin"
#words_per_minute = 165
"""


def _top(answers: Answers) -> str:
    return f"""\
# Dawncast's settings, written by `dawncast init`. A line that begins with # says nothing:
# take the # away to use it. `dawncast doctor` tries every connection and says what to do.
# Every key there is stands, explained, in config/example.toml of Dawncast's source.

# Spoken in the greeting.
{_line("name", answers.name, "Kim")}
# The language that is spoken, and the time zone in which your day begins.
language = {_quoted(answers.language)}
timezone = {_quoted(answers.timezone)}

# Your addresses: an invitation that one of these has declined is left out.
{_line("emails", answers.emails, ("kim@example.org",))}
# What you like to hear about, and what less: words, with a weight.
#interests = {{ astronomy = 2, football = -1 }}
"""


def _calendar(where: str | None) -> str:
    is_address = where is None or "://" in where
    lines = (
        "# A calendar: url is its private iCal address, path an .ics file or a folder of them.",
        _table("connectors.calendar", where),
        _key("kind", "ics", where),
        _key("url" if is_address else "path", where or "https://calendar.example.org/kim.ics", where),
    )
    return _joined(lines)


def _weather(place: Place | None) -> str:
    shown = place or Place(latitude=52.52, longitude=13.4, name="Berlin")
    lines = [
        "# The weather, from Open-Meteo: no key, no account; it is sent the coordinates.",
        _table("connectors.weather", place),
        _key("kind", "weather", place),
        _key("latitude", shown.latitude, place),
        _key("longitude", shown.longitude, place),
    ]
    return _joined([*lines, _key("place", shown.name, place)] if shown.name else lines)


def _feeds(urls: tuple[str, ...]) -> str:
    lines = (
        "# News: RSS, Atom and JSON feeds.",
        _table("connectors.news", urls),
        _key("kind", "feeds", urls),
        _key("urls", urls or ("https://news.example.org/feed.xml",), urls),
    )
    return _joined(lines)


def _path(name: str, kind: str, path: str | None, example: str, comment: str) -> str:
    table = (_table(f"connectors.{name}", path), _key("kind", kind, path), _key("path", path or example, path))
    return _joined((comment, *table))


def _show(answers: Answers) -> str:
    return f"""\
# When it must be ready, on which days, and how long it may be. A quiet day makes a shorter episode.
[shows.morning]
ready_by = "{answers.ready_by:%H:%M}"
#days = ["mon", "tue", "wed", "thu", "fri"]
minutes = {answers.minutes:g}
"""


def _line(name: str, value: object, example: object) -> str:
    return _key(name, value or example, value) + "\n"


def _table(name: str, answered: object) -> str:
    return f"{_mark(answered)}[{name}]"


def _key(name: str, value: object, answered: object) -> str:
    return f"{_mark(answered)}{name} = {_quoted(value)}"


def _mark(answered: object) -> str:
    return "" if answered else "#"


def _quoted(value: object) -> str:
    """As TOML writes it: JSON's way, but for DEL, which it must not hold as it is."""
    if isinstance(value, tuple) and len(value) > 1:
        return "[\n" + "".join(f"    {_quoted(each)},\n" for each in value) + "]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _joined(lines: tuple[str, ...] | list[str]) -> str:
    return "\n".join(lines) + "\n"
