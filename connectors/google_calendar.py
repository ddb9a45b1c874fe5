"""Events from Google Calendar (API v3): the calendars that are ticked there, or those of the settings."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from time import monotonic
from typing import Any, Self

from pydantic import model_validator

from config.secrets import Secret
from connectors.base import Collected, ConnectorError, ConnectorType, Listener
from connectors.codec import from_json, to_json
from connectors.event_times import overlaps
from connectors.google_api import pages, service
from connectors.google_events import BUSY, Calendar, ParsedCalendars, ParsedEvents, parse, parse_calendars
from connectors.google_login import log_in
from connectors.google_tokens import CALENDAR, AccountError, GoogleConfig, access
from connectors.ical import united
from connectors.items import Event, When, Window

READING = 0.85
"""The share of the source's time after which nothing more is asked."""
PER_PAGE = 500
DAY = timedelta(days=1)


class GoogleCalendarConfig(GoogleConfig):
    """`calendars`: their IDs (none: all that are ticked). `service_account`: its JSON key, instead of a login."""

    calendars: tuple[str, ...] = ()
    service_account: Secret | None = None

    @property
    def key(self) -> Secret | None:
        """The service account's."""
        return self.service_account

    @model_validator(mode="after")
    def _names_what_it_reads(self) -> Self:
        if self.service_account and not self.calendars:
            raise ValueError("set calendars (their IDs): a service account has no calendars of its own")
        return self


@dataclass(frozen=True, slots=True)
class _Kept:
    """What a calendar last held; it answers for it while it cannot be read."""

    calendar: str
    read: datetime
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class _Reading:
    """What became of one calendar."""

    events: tuple[Event, ...]
    kept: _Kept | None
    warnings: tuple[str, ...] = ()
    failure: ConnectorError | None = None


class GoogleCalendarConnector:
    """Asks each calendar for the window; one that fails costs its own news alone."""

    def __init__(self, config: GoogleCalendarConfig, listener: Listener) -> None:
        self._config = config
        self._listener = listener

    def collect(self, window: Window, state: bytes) -> Collected:
        """The events that overlap the window."""
        ends = monotonic() + self._config.timeout * READING
        entrance = access(self._config, self._listener.login, CALENDAR, window)
        google = service(self._config, entrance.token, "calendar", "v3", "/calendar/v3/", ends)
        found = self._calendars(google)
        emails = {*self._listener.emails, *found.emails}
        before = {kept.calendar: kept for kept in _known(state)}
        readings = [self._reading(google, each, window, emails, before.get(each.id)) for each in found.calendars]
        failures = [reading.failure for reading in readings if reading.failure]
        if len(failures) == len(readings):
            raise failures[0]
        return Collected(
            items=_once(event for reading in readings for event in reading.events),
            warnings=tuple(warning for reading in readings for warning in reading.warnings),
            state=to_json(tuple(reading.kept for reading in readings if reading.kept)),
            complete=not any(reading.warnings for reading in readings),
            login_ends=entrance.ends,
        )

    def _calendars(self, google: Any) -> ParsedCalendars:
        if self._config.calendars:
            return ParsedCalendars(tuple(Calendar(each, each) for each in self._config.calendars))

        def ask(token: str | None) -> Any:
            return google.calendarList().list(maxResults=250, pageToken=token)

        lists = tuple(pages(self._config, "your list of calendars", ask, parse_calendars))
        calendars = tuple(calendar for page in lists for calendar in page.calendars)
        if not calendars:
            none = "No calendar is ticked in Google Calendar. Tick one there, or name it in the settings (calendars)."
            raise AccountError(none, transient=False)
        return ParsedCalendars(calendars, frozenset().union(*(page.emails for page in lists)))

    def _reading(
        self, google: Any, calendar: Calendar, window: Window, emails: Collection[str], before: _Kept | None
    ) -> _Reading:
        try:
            parts = tuple(self._pages(google, calendar, window, emails))
        except AccountError:
            raise
        except ConnectorError as error:
            return _failed(calendar, error, window, before)
        events = tuple(event for part in parts for event in part.events)
        lost = sum(part.lost for part in parts)
        entries = "1 entry" if lost == 1 else f"{lost} entries"
        warnings = (f"{entries} of the calendar {calendar.name} could not be read.",) if lost else ()
        return _Reading(events, _Kept(calendar.id, window.now, events), warnings)

    def _pages(
        self, google: Any, calendar: Calendar, window: Window, emails: Collection[str]
    ) -> Iterator[ParsedEvents]:
        """What Google has of the calendar."""
        # A day more on both sides: Google compares all-day events in the calendar's zone, not in the listener's.
        query = {
            "calendarId": calendar.id,
            "singleEvents": True,
            "orderBy": "startTime",
            "timeMin": (window.start - DAY).isoformat(),
            "timeMax": (window.end + DAY).isoformat(),
            "timeZone": window.zone.key or "UTC",
            "maxResults": PER_PAGE,
        }

        resource = google.events()

        def ask(token: str | None) -> Any:
            return resource.list(**query, pageToken=token)

        return pages(self._config, f"the calendar {calendar.name}", ask, lambda data: parse(data, window, emails))


def _failed(calendar: Calendar, error: ConnectorError, window: Window, before: _Kept | None) -> _Reading:
    events = tuple(event for event in before.events if overlaps(event, window)) if before else ()
    warning = f"The calendar {calendar.name} could not be read. {error}"
    if before:
        since = before.read.astimezone(window.zone)
        warning = f"The calendar {calendar.name} is told as of {since:%A, %H:%M}. {error}"
    return _Reading(events, before, (warning,), error)


def _known(state: bytes) -> tuple[_Kept, ...]:
    try:
        known: tuple[_Kept, ...] = from_json(tuple[_Kept, ...], state) if state else ()
    except ValueError:
        return ()  # another version's
    return tuple(kept for kept in known if kept.read.tzinfo)


def _once(events: Iterable[Event]) -> tuple[Event, ...]:
    """Each event once, though several calendars hold a copy: the one that knows most of it."""
    best: dict[tuple[str, str | None, When], Event] = {}
    for event in events:
        key = event.uid, event.recurrence_id, event.start
        other = best.get(key, event)
        best[key] = replace(max(other, event, key=_knows), private=other.private or event.private)
    return tuple(event for event in united(best.values()) if isinstance(event, Event))


def _knows(event: Event) -> tuple[bool, bool]:
    return event.my_answer is not None, event.summary != BUSY


CONNECTOR = ConnectorType("google_calendar", GoogleCalendarConfig, GoogleCalendarConnector, ("event",), log_in)
