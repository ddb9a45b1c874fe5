"""A show's settings → its `Rhythm`: when its episodes are wanted, for the daemon and for who asks what is next."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from config.errors import Problem, SettingsError
from config.settings import Settings
from config.shows import Commute, Show
from connectors.items import Event
from daemon.clock.schedule import Rhythm, commuting, weekly
from daemon.collect.merge import merge
from daemon.collect.sources import AHEAD, Kept, covers
from daemon.home.home import Home
from daemon.public_holidays import public_holidays

A_WEEK = tuple(date(2024, 1, day) for day in range(1, 8))
"""Any one, from a Monday on."""
NIGHT = time(4)
"""What begins before belongs to the evening before: nobody commutes to it."""
LASTING = timedelta(hours=24)
"""What lasts as long as this (a conference, a holiday with a time) is nothing that one leaves for."""

_MEETING_ROOMS = (
    "zoom|microsoft teams|ms teams|google meet|webex|jitsi|skype|whereby|online|en ligne|en línea|visio|visioconférence"
)
_HOME = "(?:at )?home|home ?office|zu ?hause|chez moi|à la maison|en casa|phone|telefon|téléphone|teléfono"
_NOT_A_PLACE = re.compile(rf"\S*://\S*|.*\b(?:{_MEETING_ROOMS})\b.*|{_HOME}", re.IGNORECASE)


def rhythm_of(settings: Settings, name: str, home: Home, moved: datetime | None = None) -> Rhythm:
    """When the episodes of a show are wanted, as far as its settings and its calendars' last good answers say now.

    `moved`: when the listener came into this zone. Raises SettingsError where `skip_holidays` names no known region.
    """
    show, zone = settings.shows[name], ZoneInfo(settings.timezone)
    ready = weekly(ready_times(show), zone, _days_off(settings, name))
    if show.ready_by == "commute":
        from daemon.remembered import events_known

        answers = events_known(settings, show.sources or settings.connectors, home)
        ready = commuting(ready, leavings(answers, show.commute, zone).get, _span(show.commute))
    return Rhythm(
        ready=ready,
        zone=zone,
        ahead=timedelta(minutes=show.publish_ahead),
        margin=timedelta(minutes=show.margin),
        useful_for=timedelta(hours=show.still_useful_for),
        moved=moved,
    )


def ready_times(show: Show) -> dict[int, time]:
    """The wall-clock time of each weekday (Monday is 0) on which the show is wanted."""
    return {day.weekday(): wall for day in A_WEEK if (wall := show.wanted_on(day)) is not None}


def leavings(answers: Mapping[str, Kept], commute: Commute, zone: ZoneInfo) -> dict[date, datetime]:
    """When the listener leaves for the first event elsewhere of each local day that these answers (by source) hold."""
    days = {kept.first + timedelta(days=ahead) for kept in answers.values() for ahead in range(AHEAD)}
    travel = timedelta(minutes=commute.travel)
    firsts = {day: _first_elsewhere(answers, day, zone) for day in days}
    return {day: first - travel for day, first in firsts.items() if first}


def elsewhere(event: Event) -> bool:
    """Whether the listener has to go somewhere for it: it is theirs, at a time, and neither at home nor online."""
    parts = (part.strip() for part in re.split(r"[;\n]", event.location or ""))
    return (
        not event.all_day
        and not event.transparent
        and event.type == "default"
        and event.my_answer in (None, "accepted")
        and any(part and not _NOT_A_PLACE.fullmatch(part) for part in parts)
    )


def _first_elsewhere(answers: Mapping[str, Kept], day: date, zone: ZoneInfo) -> datetime | None:
    """When it begins; what is cancelled or declined is left out by `merge`."""
    events = {
        name: [item for item in kept.items if isinstance(item, Event)]
        for name, kept in answers.items()
        if covers(kept, day)
    }
    items, _ = merge(events, day, zone)
    starts = (start for item in items if isinstance(item, Event) and (start := _start_of_going(item)))
    return min((start for start in starts if start.date() == day and start.time() >= NIGHT), default=None)


def _start_of_going(event: Event) -> datetime | None:
    if not isinstance(event.start, datetime) or not isinstance(event.end, datetime) or not elsewhere(event):
        return None
    return event.start if event.end - event.start < LASTING else None


def _span(commute: Commute) -> timedelta:
    """By how much sooner than at its latest an episode may have to be there."""
    return datetime.combine(date.min, commute.latest) - datetime.combine(date.min, commute.earliest)


def _days_off(settings: Settings, name: str) -> Callable[[date], bool]:
    region = settings.shows[name].skip_holidays
    if region is None:
        return lambda _: False
    try:
        return public_holidays(region).__contains__
    except ValueError as error:
        problem = Problem(file=settings.file, key=f"shows.{name}.skip_holidays", what=str(error))
        raise SettingsError([problem]) from None
