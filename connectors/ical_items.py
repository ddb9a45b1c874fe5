"""What a VEVENT or VTODO says beside its times → Event and Task. Pure."""

import re
from collections.abc import Collection
from contextlib import suppress
from datetime import datetime, time
from hashlib import sha256
from quopri import decodestring
from typing import get_args
from zoneinfo import ZoneInfo

from connectors.ical_entries import Entry
from connectors.ical_lines import Component, Property
from connectors.ical_series import Occurrence
from connectors.ical_times import When, in_zone, instant
from connectors.items import Answer, Event, EventStatus, EventType, Task, TaskStatus, Window, day_start

MOST_TEXT = 2000
"""Characters of a description that are kept."""

_MOST_LINE = 500
_ESCAPE = re.compile(r"\\([\\;,:\"nN])")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_SPELLINGS = {"canceled": "cancelled"}
_BUSY = "Busy"
_AWAY: dict[str, EventType] = {"OOF": "out-of-office", "WORKINGELSEWHERE": "working-location"}
_DONE = frozenset({"completed", "cancelled"})


def uid_of(component: Component) -> str:
    """Its UID; where there is none, one made from what it says and when (case 47), the same tomorrow."""
    found = component.first("UID")
    uid = _folded(found.value) if found else ""
    if 0 < len(uid) <= 255:
        return uid
    says = uid or "\n".join(name + rest for name, rest in component.lines if name not in {"DTSTAMP", "CREATED"})
    return f"made-{sha256(says.encode('utf-8', 'replace')).hexdigest()[:32]}"


def event_of(occurrence: Occurrence, uid: str, window: Window, emails: Collection[str]) -> Event:
    """The event, its times in the window's zone."""
    component = occurrence.entry.component
    return Event(
        uid=uid,
        recurrence_id=_recurrence_id(occurrence.original),
        summary=_line(component, "SUMMARY") or _BUSY,
        start=in_zone(occurrence.start, window.zone),
        end=in_zone(occurrence.end, window.zone),
        all_day=not isinstance(occurrence.start, datetime),
        location=_line(component, "LOCATION"),
        description=_text(component, "DESCRIPTION"),
        status=_status(component),
        my_answer=_answer(component, emails),
        transparent="TRANSPARENT" in component.value("TRANSP") or _busy(component) == "FREE",
        private=component.value("CLASS") in {"PRIVATE", "CONFIDENTIAL"},
        type="default" if isinstance(occurrence.start, datetime) else _type(component),
    )


def task_of(component: Component, uid: str, window: Window, occurrence: Occurrence | None = None) -> Task:
    """The task, with the occurrence's times where it has any."""
    start, due = _times(occurrence) if occurrence else (None, None)
    priority = component.value("PRIORITY")
    return Task(
        uid=uid,
        summary=_line(component, "SUMMARY") or (_text(component, "DESCRIPTION") or "Untitled").splitlines()[0],
        due=in_zone(due, window.zone) if due else None,
        start=in_zone(start, window.zone) if start else None,
        priority=int(priority) if priority in set("123456789") else 0,
        status=_task_status(component),
    )


def is_open(component: Component) -> bool:
    """Whether a VTODO is still to be done."""
    return _task_status(component) not in _DONE


def due_of(occurrence: Occurrence, zone: ZoneInfo) -> datetime:
    """By when a task's occurrence is to be done, for comparing: a date until its last moment."""
    start, due = _times(occurrence)
    when = due or start or occurrence.start
    return instant(when if isinstance(when, datetime) else datetime.combine(when, time.max, zone))


def overlaps(occurrence: Occurrence, window: Window) -> bool:
    """Whether it touches the window: what ends at its first moment does not, a moment at its first moment does."""
    start, end = (_moment(when, window) for when in (occurrence.start, occurrence.end))
    return start < window.end and (end > window.start or start == end == window.start)


def _times(occurrence: Occurrence) -> tuple[When | None, When | None]:
    entry = occurrence.entry
    due = _due(entry, occurrence)
    return (occurrence.start if entry.component.first("DTSTART") else None), due


def _due(entry: Entry, occurrence: Occurrence) -> When | None:
    if entry.span is None:
        return None
    if isinstance(occurrence.start, datetime):
        return occurrence.end
    return occurrence.start + entry.span.wall  # a DUE date is the last day, not the one after it


def _moment(when: When, window: Window) -> datetime:
    return when if isinstance(when, datetime) else day_start(when, window.zone)


def _recurrence_id(original: When | None) -> str | None:
    """The original start in UTC, so that it is the same in every zone and calendar; a date as it is."""
    if original is None:
        return None
    return (instant(original) if isinstance(original, datetime) else original).isoformat()


def _status(component: Component) -> EventStatus:
    status = component.value("STATUS").lower()
    status = _SPELLINGS.get(status, status)
    if status in {"tentative", "cancelled"}:
        return "cancelled" if status == "cancelled" else "tentative"
    return "tentative" if not status and _busy(component) == "TENTATIVE" else "confirmed"


def _type(component: Component) -> EventType:
    """What a whole day is, where it is no appointment; an hour that is marked as "away" still is one."""
    categories = ",".join(found.value for found in component.all("CATEGORIES")).upper().split(",")
    if component.value("X-NEXTCLOUD-BC-FIELD-TYPE") == "BDAY" or {"BIRTHDAY", "BIRTHDAYS"} & set(categories):
        return "birthday"
    return _AWAY.get(_busy(component), "default")


def _task_status(component: Component) -> TaskStatus:
    status = component.value("STATUS").lower()
    if component.first("COMPLETED") or component.value("PERCENT-COMPLETE") == "100":
        return "completed"
    known: tuple[TaskStatus, ...] = get_args(TaskStatus)
    return next((one for one in known if one == _SPELLINGS.get(status, status)), "needs-action")


def _busy(component: Component) -> str:
    return component.value("X-MICROSOFT-CDO-BUSYSTATUS")


def _answer(component: Component, emails: Collection[str]) -> Answer | None:
    """PARTSTAT of the listener's own ATTENDEE line (case 35); without one it is NEEDS-ACTION."""
    mine = next((one for one in component.all("ATTENDEE") if not _addresses(one).isdisjoint(emails)), None)
    if mine is None:
        return None
    status = (mine.param("PARTSTAT") or "NEEDS-ACTION").lower()
    known: tuple[Answer, ...] = get_args(Answer)
    return next((one for one in known if one == status), None)


def _addresses(attendee: Property) -> set[str]:
    value = attendee.value.strip().lower().removeprefix("mailto:")
    return {value, (attendee.param("EMAIL") or value).lower().removeprefix("mailto:")}


def _line(component: Component, name: str) -> str | None:
    """A TEXT value as one line."""
    found = component.first(name)
    return (_folded(_said(found, 2 * _MOST_LINE))[:_MOST_LINE] or None) if found else None


def _text(component: Component, name: str) -> str | None:
    found = component.first(name)
    if found is None:
        return None
    return _CONTROL.sub("", _said(found, 2 * MOST_TEXT)).strip()[:MOST_TEXT] or None


def _said(found: Property, most: int) -> str:
    """A TEXT value without its escapes, of which so many characters are looked at."""
    value = found.value[:most]
    if (found.param("ENCODING") or "").upper() == "QUOTED-PRINTABLE":
        value = _unquoted(value, found.param("CHARSET") or "utf-8")
    return _ESCAPE.sub(lambda match: "\n" if match[1] in "nN" else match[1], value)


def _unquoted(value: str, charset: str) -> str:
    """Quoted-printable, as vCalendar 1.0 has it, and those who still write it."""
    data = decodestring(value.encode("utf-8", "replace"))
    for encoding in (charset, "cp1252"):
        with suppress(LookupError, ValueError):
            return data.decode(encoding)
    return data.decode("utf-8", "replace")


def _folded(value: str) -> str:
    return " ".join(_CONTROL.sub(" ", value).split())
