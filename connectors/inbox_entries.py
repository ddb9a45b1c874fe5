"""What a file of the inbox says → items; the fields of JSON files are in `inbox_fields`. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr

from connectors import inbox_fields as fields
from connectors.event_times import local, overlaps, span
from connectors.feed_text import plain
from connectors.items import Event, Item, Message, Note, Task, Window, day_start
from connectors.plaintext import cut, decode, iso_date, uid_of

MOST_ENTRIES = 500
MOST_SUMMARY, MOST_TEXT = 300, 8000
FRESH = timedelta(hours=25)
"""What has no day of its own is told in the briefing that comes next, if one comes within this time."""
DAY_LINE = "day:"


@dataclass(frozen=True, slots=True)
class Written:
    """A file of the inbox: where in it, and when it was last written."""

    where: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a file holds of the window; `warnings` are plain clauses about entries that could not be read."""

    items: tuple[Item, ...] = ()
    warnings: tuple[str, ...] = ()


def parse_json(data: bytes, file: Written, window: Window) -> Parsed:
    """The entries of a JSON file. Raises ValueError (a plain clause) where it is none."""
    try:
        entries = fields.read(data)
    except ValueError as error:
        raise ValueError("it is not JSON") from error
    items: list[Item] = []
    warnings = [f"it holds more than {MOST_ENTRIES} entries"] if len(entries) > MOST_ENTRIES else []
    for number, entry in enumerate(entries[:MOST_ENTRIES], 1):
        try:
            items.extend(() if isinstance(entry, fields.Problem) else _items(entry, file, window))
        except OverflowError:
            entry = fields.Problem("a time in it is too far away")  # noqa: PLW2901  # what has become of it
        except ValueError as error:
            entry = fields.Problem(str(error))  # noqa: PLW2901  # what has become of it
        warnings += [f"entry {number}: {entry.why}"] if isinstance(entry, fields.Problem) else []
    return Parsed(tuple(items), tuple(warnings))


def parse_text(data: bytes, file: Written, window: Window) -> Parsed:
    """The note in a text file; its first line may be "day: 2026-03-24". Raises ValueError (a plain clause)."""
    text, warnings = decode(data)
    first, _, rest = text.strip().partition("\n")
    day = None
    if first.casefold().startswith(DAY_LINE):
        text, day = rest, iso_date(first[len(DAY_LINE) :].strip())
        if day is None:
            raise ValueError("its first line is not a day of the form 2026-03-24")
    if not text.strip():
        raise ValueError("it is empty")
    return Parsed(tuple(_note(fields.NoteEntry(kind="note", text=text, day=day), file, window)), warnings)


def _items(entry: fields.Entry, file: Written, window: Window) -> Iterator[Item]:
    """The entry's item, if it is one of the window's. Raises ValueError (a plain clause) or OverflowError."""
    if isinstance(entry, fields.EventEntry):
        return _event(entry, file, window)
    if isinstance(entry, fields.TaskEntry):
        return _task(entry, file, window)
    return _note(entry, file, window) if isinstance(entry, fields.NoteEntry) else _message(entry, file, window)


def _event(entry: fields.EventEntry, file: Written, window: Window) -> Iterator[Item]:
    start, end = span(entry.start, entry.end, window.zone)
    summary = _line(entry.summary, "summary")
    event = Event(
        uid=entry.uid or uid_of(file.where, f"{summary}\n{start.isoformat()}"),
        summary=summary,
        start=start,
        end=end,
        all_day=not isinstance(start, datetime),
        location=plain(entry.location or "", MOST_SUMMARY) or None,
        description=plain(entry.description or "", MOST_TEXT) or None,
        status=entry.status,
        my_answer=entry.my_answer,
        transparent=entry.transparent,
        private=entry.private,
        type=entry.type,
    )
    return iter((event,) if overlaps(event, window) else ())


def _task(entry: fields.TaskEntry, file: Written, window: Window) -> Iterator[Item]:
    summary = _line(entry.summary, "summary")
    if entry.status not in {"completed", "cancelled"}:
        yield Task(
            uid=entry.uid or uid_of(file.where, summary),
            summary=summary,
            due=local(entry.due, window.zone) if entry.due else None,
            start=local(entry.start, window.zone) if entry.start else None,
            priority=entry.priority,
            status=entry.status,
        )


def _note(entry: fields.NoteEntry, file: Written, window: Window) -> Iterator[Item]:
    text = _lines(entry.text)
    title = plain(entry.title or text.partition("\n")[0], MOST_SUMMARY)
    day = entry.day or (window.first if is_fresh(file.at, window) else None)
    if not text:
        raise ValueError("“text” has no words")
    if day is not None and window.first <= day < window.first + timedelta(days=window.days):
        uid = entry.uid or uid_of(file.where, f"{title}\n{text}")
        yield Note(uid=uid, title=title, text=text, day=day, role=entry.role)


def _message(entry: fields.MessageEntry, file: Written, window: Window) -> Iterator[Item]:
    sender = plain(parseaddr(entry.sender)[0] or entry.sender, MOST_SUMMARY)
    if not sender or "@" in sender:
        raise ValueError("“sender” is not a name")
    subject = _line(entry.subject, "subject")
    sent = local(entry.sent or file.at, window.zone)
    if isinstance(sent, datetime) and is_fresh(sent, window):
        yield Message(
            uid=entry.uid or uid_of(file.where, f"{sender}\n{subject}"),
            subject=subject,
            sender=sender,
            sent=sent,
            summary=plain(entry.summary, MOST_SUMMARY),
            flagged=entry.flagged,
        )


def is_fresh(written: datetime, window: Window) -> bool:
    """Whether what was written then is for the window's first day, though it does not say so."""
    after = day_start(window.first + timedelta(days=1), window.zone)
    return min(window.now, after) - FRESH < written < after


def _line(text: str, field: str) -> str:
    line = plain(text, MOST_SUMMARY)
    if not line:
        raise ValueError(f"“{field}” has no words")
    return line


def _lines(text: str) -> str:
    lines = (plain(line, MOST_TEXT) for line in text[: 10 * MOST_TEXT].splitlines())
    return cut("\n".join(line for line in lines if line), MOST_TEXT)
