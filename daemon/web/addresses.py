"""The feed's addresses, as the web server is asked for them. Pure.

Below /f/TOKEN/ and /b/: feed.xml, latest and play, each also below SHOW/, play also below SHOW/DAY/; an episode's
files are SHOW/DAY/CONTENT/NAME.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

Kind = Literal["feed", "latest", "play", "audio", "chapters", "transcript", "notes", "cover"]

FILES: dict[str, tuple[Kind, str]] = {
    "episode.mp3": ("audio", "audio/mpeg"),
    "episode.m4a": ("audio", "audio/mp4"),
    "episode.opus": ("audio", "audio/ogg"),
    "chapters.json": ("chapters", "application/json+chapters"),
    "transcript.vtt": ("transcript", "text/vtt; charset=utf-8"),
    "notes.html": ("notes", "text/html; charset=utf-8"),
    "cover.jpg": ("cover", "image/jpeg"),
}
"""The files of an episode by their names: what they are, and their content type."""

_ENDS: dict[str, Kind] = {"feed.xml": "feed", "latest": "latest", "play": "play"}
_SHOW = re.compile(r"[A-Za-z0-9_-]{1,40}")
_CONTENT = re.compile(r"[0-9a-f]{1,64}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """What is asked for. `show`: None for all shows; `day`: None for the newest; `content` and `name`: of a file."""

    kind: Kind
    show: str | None = None
    day: date | None = None
    content: str = ""
    name: str = ""


def address_of(rest: str) -> Address | None:
    """What is asked for by the path behind the token; None where there can be nothing."""
    match rest.split("/"):
        case [last]:
            return Address(kind=_ENDS[last]) if last in _ENDS else None
        case [show, last] if _SHOW.fullmatch(show):
            return Address(kind=_ENDS[last], show=show) if last in _ENDS else None
        case [show, day, "play"] if _SHOW.fullmatch(show) and (when := _day(day)):
            return Address(kind="play", show=show, day=when)
        case [show, day, content, name]:
            return _file(show, day, content, name)
    return None


def _file(show: str, day: str, content: str, name: str) -> Address | None:
    name = name.replace(f"{show}-{day}-{content[:8]}.", "episode.", 1)  # daemon/publish/records.py, audio_name
    found, when = FILES.get(name), _day(day)
    if found is None or when is None or not _SHOW.fullmatch(show) or not _CONTENT.fullmatch(content):
        return None
    return Address(kind=found[0], show=show, day=when, content=content, name=name)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None
