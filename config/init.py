"""The questions of `dawncast init`, what is answered by default, and the first files of a listener who has none."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from config.answers import NOTES, TODO, Answers, Place, has_source, settings_text
from config.fields import language_tag
from config.settings import email_address, zone_key
from config.shows import wall_clock
from config.starters import starters

__all__ = ["Answers", "Place", "Question", "defaults", "questions", "settings_text", "start"]

NONE = "-"
"""What is typed for "none", where Enter would take the default."""
_NO_PERSON = frozenset(
    {"admin", "administrator", "daemon", "dawncast", "debian", "nobody", "pi", "root", "ubuntu", "user"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question. `read` makes the answer of a text and raises ValueError, which says what is wrong."""

    key: str
    prompt: str
    help: str
    read: Callable[[str], object]
    show: Callable[[Any], str] = str

    def default(self, answers: Answers) -> str:
        """The answer there is so far, as it would be typed."""
        value = getattr(answers, self.key)
        return self.show(value) if value or value == 0 else NONE

    def answer(self, answers: Answers, text: str) -> Answers:
        """The answers with this one among them. Raises ValueError."""
        if not text.isprintable():
            raise ValueError("write it in one line of letters, digits and signs")
        values: dict[str, Any] = {self.key: self.read(text.strip())}
        return replace(answers, **values)


def questions() -> tuple[Question, ...]:
    """All questions, in the order in which they are asked."""
    return (
        Question(key="name", prompt="What is your name?", help="It is spoken in the greeting.", read=_optional(str)),
        Question(
            key="language", prompt="Which language?", help="en, de, fr and es are spoken throughout.", read=language_tag
        ),
        Question(key="timezone", prompt="Which time zone?", help='Its IANA name, as "Europe/Berlin".', read=zone_key),
        Question(
            key="ready_by",
            prompt="When must the episode be ready?",
            help='The time of day, as "07:15".',
            read=wall_clock,
            show=lambda value: f"{value:%H:%M}",
        ),
        Question(
            key="minutes",
            prompt="How many minutes at most?",
            help="From 1 to 60. A quiet day makes a shorter episode.",
            read=_minutes,
            show=lambda value: f"{value:g}",
        ),
        Question(
            key="calendar",
            prompt="Where is your calendar?",
            help="Its iCal address (https:// or webcal://), or an .ics file or a folder of them.",
            read=_optional(_calendar),
        ),
        Question(
            key="emails",
            prompt="Which e-mail addresses are yours?",
            help="An invitation that one of these has declined is left out. Several are parted by spaces.",
            read=_several(email_address),
            show=" ".join,
        ),
        Question(
            key="place",
            prompt="Where should the weather be for?",
            help='Latitude, longitude and a name, as "52.52, 13.40, Berlin". Open-Meteo is asked for it every morning.',
            read=_optional(_place),
            show=lambda value: ", ".join(filter(None, (f"{value.latitude}", f"{value.longitude}", value.name))),
        ),
        Question(
            key="feeds",
            prompt="Which news feeds?",
            help="Addresses of RSS, Atom or JSON feeds, parted by spaces.",
            read=_several(_address),
            show=" ".join,
        ),
        Question(
            key="notes",
            prompt="Which folder holds your notes?",
            help="Markdown files. Notes with today's date in their name are told, and tasks that are due.",
            read=_optional(str),
        ),
        Question(key="todo", prompt="Which file holds your tasks?", help="A todo.txt file.", read=_optional(str)),
    )


def defaults(environ: Mapping[str, str], zone: str) -> Answers:
    """The answers of a person who changes nothing: what the environment says, and two first files of their own.

    No calendar, place or feed is guessed: nothing is asked of anybody's server before the listener has named it.
    """
    return Answers(name=_name(environ), language=_language(environ), timezone=zone, notes=NOTES, todo=TODO)


def start(answers: Answers, day: date) -> tuple[Path, ...]:
    """Make the proposed notes folder and task list where they are not there yet; what was written. Raises OSError.

    They hold what is still to be set up as the first tasks, so that even the first episode has something to tell.
    A path of the listener's own is left alone: where it does not exist, that is a mistake to be told.
    """
    wanted = starters(
        answers.language, day, calendar=not answers.calendar, feeds=not answers.feeds, weather=not answers.place
    )
    written = []
    notes, todo = Path(NOTES).expanduser(), Path(TODO).expanduser()
    if answers.notes == NOTES and not any(notes.glob("*")):
        written.append(_write(notes / f"{day.isoformat()}.md", wanted.note))
    if (answers.todo == TODO or not has_source(answers)) and not todo.exists():
        written.append(_write(todo, wanted.tasks))
    return tuple(written)


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8") as file:
        file.write(text)
    return path


def _name(environ: Mapping[str, str]) -> str | None:
    login = environ.get("USER") or environ.get("LOGNAME") or ""
    return login.capitalize() if login.isalpha() and login.lower() not in _NO_PERSON else None


def _language(environ: Mapping[str, str]) -> str:
    locale = environ.get("LC_ALL") or environ.get("LC_MESSAGES") or environ.get("LANG") or ""
    found = re.match(r"([a-z]{2,3})(?=[_.@]|$)", locale)
    return found[1] if found else "en"


def _optional(read: Callable[[str], object]) -> Callable[[str], object]:
    return lambda text: None if text in {"", NONE} else read(text)


def _several(read: Callable[[str], str]) -> Callable[[str], tuple[str, ...]]:
    return lambda text: () if text == NONE else tuple(read(each.strip(",")) for each in text.split())


def _minutes(text: str) -> float:
    found = re.fullmatch(r"\d+([.,]\d+)?", text, re.ASCII)
    minutes = float(text.replace(",", ".")) if found else 0.0
    if not 1 <= minutes <= 60:
        raise ValueError("write a number from 1 to 60")
    return minutes


def _calendar(text: str) -> str:
    if "://" in text and not re.match(r"(https?|webcals?)://[^\s/]", text, re.IGNORECASE):
        raise ValueError("an address begins with https:// or webcal://; anything else is a path")
    return text


def _address(text: str) -> str:
    if not re.match(r"https?://[^\s/]", text, re.IGNORECASE):
        raise ValueError("a feed's address begins with https:// or http://")
    return text


def _place(text: str) -> Place:
    found = re.fullmatch(r"([+-]?\d+(?:\.\d+)?)[\s,;]+([+-]?\d+(?:\.\d+)?)(?:[\s,;]+(\S.*))?", text, re.ASCII)
    if not found:
        raise ValueError('write latitude and longitude in degrees, and a name, as "52.52, 13.40, Berlin"')
    latitude, longitude = float(found[1]), float(found[2])
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise ValueError("latitude goes from -90 to 90, longitude from -180 to 180")
    return Place(latitude=latitude, longitude=longitude, name=found[3])
