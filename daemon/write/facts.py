"""What an item says: its words and values, as a line that rests on it may use them. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import lru_cache
from zoneinfo import ZoneInfo

from connectors.items import Event, Item, Message, Note, Story, Task, Weather
from daemon.model import Entry, SectionBrief
from daemon.write.spoken import LANGUAGES
from daemon.write.talk import our_words, sky_words
from daemon.write.values.base import Clock, Date, Number
from daemon.write.values.moments import moments
from daemon.write.values.names import name_words
from daemon.write.values.numbers import numbers
from daemon.write.values.words import content_words, fold, function_word, words

_WORD = re.compile(r"(?<!\w)[^\W\d_]+(?!\w)")
A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a line may say of its items: words in order (a tuple a text), content words, and values.

    `names` are all words in the form that names have, `small` those that are written without a capital. `days` are
    whole local dates, `near` those that a weekday in a text may mean; `dates` are as the texts say them. `lengths` are
    those between an item's own times. `titles` are the content words of events' and tasks' titles, one set each.
    """

    texts: tuple[tuple[str, ...], ...] = ()
    content: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    small: frozenset[str] = frozenset()
    numbers: tuple[Number, ...] = ()
    clocks: tuple[Clock, ...] = ()
    days: frozenset[date] = frozenset()
    near: frozenset[date] = frozenset()
    dates: tuple[Date, ...] = ()
    lengths: frozenset[timedelta] = frozenset()
    titles: tuple[frozenset[str], ...] = ()

    @property
    def tokens(self) -> frozenset[str]:
        """All folded words."""
        return frozenset(word for text in self.texts for word in text)


def united(facts: Sequence[Facts]) -> Facts:
    """What several items say together."""
    if len(facts) == 1:
        return facts[0]
    return Facts(
        texts=tuple(text for each in facts for text in each.texts),
        content=frozenset().union(*(each.content for each in facts)),
        names=frozenset().union(*(each.names for each in facts)),
        small=frozenset().union(*(each.small for each in facts)),
        numbers=tuple(number for each in facts for number in each.numbers),
        clocks=tuple(clock for each in facts for clock in each.clocks),
        days=frozenset().union(*(each.days for each in facts)),
        near=frozenset().union(*(each.near for each in facts)),
        dates=tuple(one for each in facts for one in each.dates),
        lengths=frozenset().union(*(each.lengths for each in facts)) | _between([c for f in facts for c in f.clocks]),
        titles=tuple(title for each in facts for title in each.titles),
    )


def facts_of(entry: Entry, brief: SectionBrief, language: str) -> Facts:
    """What the entry's item says, in the listener's zone."""
    item, zone = entry.item, ZoneInfo(brief.timezone)
    moments = tuple(_moments(item, zone))
    said_on = _said_on(item, zone) or brief.day
    texts = tuple(text for text in _texts(item) if text)
    found = [value for text in texts for value in values_of(text, language)]
    written = [value for value in found if isinstance(value, Date)]
    clocks = [_clock(moment) for moment in moments if isinstance(moment, datetime)]
    return Facts(
        texts=tuple(words(text) for text in texts),
        content=frozenset(word for text in texts for word in content_words(text, language)),
        names=frozenset(word for text in texts for word in name_words(text, language)) | _sky(item, language),
        small=frozenset(fold(word) for text in texts for word in _WORD.findall(text) if word.islower()),
        numbers=(*(value for value in found if isinstance(value, Number)), *_measured(item)),
        clocks=(*clocks, *(value for value in found if isinstance(value, Clock))),
        days=frozenset({*_days(item, moments), *filter(None, (resolved(one, said_on) for one in written))}),
        near=frozenset(day for one in written for day in _weekdays_near(one, said_on)),
        dates=tuple(written),
        lengths=_between([*clocks, *(value for value in found if isinstance(value, Clock))]) | _length(item),
        titles=_titles(item, language),
    )


def _texts(item: Item) -> tuple[str | None, ...]:
    """The texts that may be told. A private event has none."""
    if isinstance(item, Event):
        return () if item.private else (item.summary, item.location, item.description)
    if isinstance(item, Task):
        return (item.summary,)
    if isinstance(item, Story):
        return (item.title, item.summary, item.feed, *item.also_in)
    if isinstance(item, Message):
        return (item.subject, item.sender, item.summary)
    return (item.title, item.text) if isinstance(item, Note) else (item.place,)


def _sky(item: Item, language: str) -> frozenset[str]:
    """Of the weather every word may stand first ("Snow falls")."""
    return our_words(language) | sky_words(language) if isinstance(item, Weather) else frozenset()


def _titles(item: Item, language: str) -> tuple[frozenset[str], ...]:
    if not isinstance(item, Event | Task) or (isinstance(item, Event) and item.private):
        return ()
    title = frozenset(word for word in content_words(item.summary, language) if word.isalpha())
    return (title,) if title else ()


def _moments(item: Item, zone: ZoneInfo) -> Iterator[date | datetime]:
    own: tuple[date | datetime | None, ...]
    if isinstance(item, Event):
        own = (item.start, item.end)
    elif isinstance(item, Task):
        own = (item.due, item.start)
    elif isinstance(item, Story):
        own = (item.published,)
    elif isinstance(item, Message):
        own = (item.sent,)
    elif isinstance(item, Weather):
        own = (item.day, item.rain_from, item.rain_until, item.rain_again_from)
    else:
        own = (item.day,)
    yield from (one.astimezone(zone) if isinstance(one, datetime) else one for one in own if one is not None)


def _said_on(item: Item, zone: ZoneInfo) -> date | None:
    """The day from which an item's words are meant ("yesterday", "on Friday"); None where it is the briefing's."""
    moment = item.published if isinstance(item, Story) else item.sent if isinstance(item, Message) else None
    if moment:
        return moment.astimezone(zone).date()
    return item.day if isinstance(item, Note) else None


def _days(item: Item, moments: Sequence[date | datetime]) -> Iterator[date]:
    days = [one.date() if isinstance(one, datetime) else one for one in moments]
    if isinstance(item, Event):
        last = days[1] - A_DAY if item.all_day else days[1]
        yield from (days[0] + A_DAY * count for count in range(min(60, (last - days[0]).days + 1)))
        yield days[1]
    yield from days[:1] if isinstance(item, Event) else days


def _clock(moment: datetime) -> Clock:
    return Clock(start=0, end=0, hour=moment.hour, minute=moment.minute, sure=True)


def _between(clocks: Sequence[Clock]) -> frozenset[timedelta]:
    """The lengths between times of day."""
    minutes = sorted({clock.hour * 60 + clock.minute for clock in clocks})
    return frozenset(timedelta(minutes=late - early) for at, early in enumerate(minutes) for late in minutes[at + 1 :])


def _length(item: Item) -> frozenset[timedelta]:
    if not isinstance(item, Event):
        return frozenset()
    if isinstance(item.start, datetime) and isinstance(item.end, datetime):
        return frozenset({item.end - item.start})
    return frozenset({A_DAY * (item.end.toordinal() - item.start.toordinal())})


def _measured(item: Item) -> Iterator[Number]:
    if not isinstance(item, Weather):
        return
    for value, unit in (
        (item.now, "degree"),
        (item.low, "degree"),
        (item.high, "degree"),
        (item.rain_chance, "percent"),
        (item.wind, "kilometre per hour"),
    ):
        if value is not None:
            yield Number(start=0, end=0, value=Fraction(round(value)), unit=unit)
            yield Number(start=0, end=0, value=Fraction(str(value)), unit=unit)


def resolved(said: Date, on: date) -> date | None:
    """The day that a text means which was written on that day; None where it says no day of a month."""
    if said.relative:
        return on + A_DAY * {"today": 0, "tonight": 0, "tomorrow": 1, "yesterday": -1}[said.relative]
    if not (said.day and said.month):
        return None
    years = (said.year,) if said.year else (on.year - 1, on.year, on.year + 1)
    days = filter(None, (_day(year, said.month, said.day) for year in years))
    return min(days, key=lambda day: abs(day - on), default=None)


def _weekdays_near(said: Date, on: date) -> Iterator[date]:
    if said.weekday is not None and not said.day:
        yield from (day for step in range(-7, 8) if (day := on + A_DAY * step).weekday() == said.weekday)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@lru_cache(maxsize=2048)
def values_of(text: str, likely: str) -> tuple[Clock | Date | Number, ...]:
    """The numbers, times and dates of an item's text, which may be in another language than the listener's."""
    language = language_of(text, likely)
    found = moments(text, language)
    return (*found, *numbers(text, language, [(one.start, one.end) for one in found]))


@lru_cache(maxsize=2048)
def language_of(text: str, likely: str) -> str:
    """The language whose small words the text has most of; `likely` where nothing speaks against it."""
    found = words(text)
    hits = {language: sum(function_word(word, language) for word in found) for language in LANGUAGES}
    best = max(LANGUAGES, key=lambda language: (hits[language], language == likely))
    return best if hits[best] > hits.get(likely, 0) * 1.5 + 2 else likely
