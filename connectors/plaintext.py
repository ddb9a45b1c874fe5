"""Files that people wrote by hand: bytes to text, its dates, and what is too long for the ear. Pure."""

import codecs
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from glob import has_magic
from pathlib import Path

from connectors.items import Note, Task

# Control characters, and what takes no room but changes how a word or an emoji compares.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe0e\ufe0f\ufeff]"
)
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """What one file holds; `warnings` are plain clauses about parts of it that could not be read."""

    items: tuple[Note | Task, ...] = ()
    warnings: tuple[str, ...] = ()


def decode(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text with its lines ended by "\\n", and a warning where it is not UTF-8 (then read as Windows-1252)."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _tidy(data.decode("utf-16", "replace")), ()
    try:
        return _tidy(data.decode("utf-8-sig")), ()
    except UnicodeDecodeError:
        return _tidy(data.decode("cp1252", "replace")), ("it is not UTF-8, so some letters may be wrong",)


def _tidy(text: str) -> str:
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def iso_date(text: str) -> date | None:
    """The date that "2026-03-24" means, None where it has another shape or is no day of any year."""
    try:
        return date.fromisoformat(text) if _ISO_DATE.fullmatch(text) else None
    except ValueError:
        return None


def no_dates(texts: Iterable[str]) -> tuple[str, ...]:
    """A warning for each date that is none, such as 2026-02-30."""
    return tuple(f"{text} is not a date" for text in dict.fromkeys(texts) if iso_date(text) is None)


def cut(text: str, most: int) -> str:
    """At most so many characters, cut between words and marked with an ellipsis."""
    if len(text) <= most:
        return text
    whole, _, _ = text[: most - 1].rpartition(" ")
    return (whole or text[: most - 1]).rstrip(" ,;:-") + "…"


def uid_of(where: str, text: str) -> str:
    """The same for the same words in the same file, wherever in it they stand."""
    known = unicodedata.normalize("NFC", f"{where}\n{text}")
    return hashlib.sha256(known.encode("utf-8", "backslashreplace")).hexdigest()[:20]


def told_apart(tasks: Iterable[Task]) -> Iterator[Task]:
    """The tasks with different `uid`s: the same words for the same day are one task, for another day numbered."""
    seen: dict[str, list[datetime | date | None]] = {}
    for task in tasks:
        days = seen.setdefault(task.uid, [])
        if task.due not in days:
            days.append(task.due)
            yield task if len(days) == 1 else replace(task, uid=f"{task.uid}-{len(days)}")


def place(path: Path, setting: str) -> str:
    """The file as its owner knows it: relative to what the `path` setting names, in plain Unicode."""
    fixed = Path(setting)
    while has_magic(str(fixed)):
        fixed = fixed.parent
    name = path.relative_to(fixed) if path != fixed and path.is_relative_to(fixed) else Path(path.name)
    return name.as_posix().encode("utf-8", "backslashreplace").decode()
