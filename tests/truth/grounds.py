"""What stands in items in any form, so that a planted value is surely foreign: generous where the judge is strict."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from connectors.items import Event, Item, Message, Note, Story, Task, Weather
from daemon.model import SectionBrief
from tests.truth.finding import find
from tests.truth.pools import Pools, pools

_SMALL = 3
_STEM = 4
_LONGEST = 60
_WORD = re.compile(r"[^\W_]+")
_LIKE = str.maketrans("ıøł", "iol")


@dataclass(frozen=True, slots=True)
class Ground:
    """What items hold: `folded` text, how its words begin, numbers, times (hour of twelve and minute), days, months.

    `near`: the days around the briefing's and the item's own, which "today" and the like may mean.
    """

    folded: str
    stems: frozenset[str]
    numbers: frozenset[Fraction]
    clocks: frozenset[tuple[int, int]]
    days: frozenset[date]
    near: frozenset[date]
    months: frozenset[int]

    def knows(self, word: str) -> bool:
        """Whether a word or one that begins like it stands there."""
        return folded(word).strip()[:_STEM] in self.stems

    def is_foreign(self, words: str) -> bool:
        """Whether none of the words but the shortest stands there."""
        return not any(self.knows(word) for word in folded(words).split() if len(word) >= _SMALL)

    def has_number(self, value: Fraction) -> bool:
        """Whether the number stands there, in digits or words."""
        return value in self.numbers


def ground(items: Iterable[Item], brief: SectionBrief) -> Ground:
    """All that the items hold, in the listener's zone."""
    items, zone, own = tuple(items), ZoneInfo(brief.timezone), pools(brief.language)
    texts = [text for item in items for text in texts_of(item)]
    moments = [_local(each, zone) for item in items for each in _moments(item)]
    days = {each.date() if isinstance(each, datetime) else each for each in moments} | set(_between(items))
    said_on = {brief.day, *days}
    dates = [found.text for text in texts for found in find(text, brief.language) if found.kind == "date"]
    resolved = {day for text in dates for on in said_on for day in days_of(text, on, own)}
    whole = folded(" ".join(texts))
    return Ground(
        folded=whole,
        stems=frozenset(word[:length] for word in whole.split() for length in range(1, _STEM + 1)),
        numbers=frozenset(_numbers(items, texts, moments, own)),
        clocks=frozenset(_clocks(texts, moments, brief.language)),
        days=frozenset(days | {day - timedelta(days=1) for day in days} | resolved),
        near=frozenset(day + timedelta(days=step) for day in said_on for step in (-1, 0, 1)),
        months=frozenset(day.month for day in days | resolved)
        | {at for at, name in enumerate(own.months, 1) if folded(name) in whole},
    )


def _between(items: Iterable[Item]) -> Iterator[date]:
    """The days between an event's first and last."""
    for item in items:
        if isinstance(item, Event) and not isinstance(item.start, datetime):
            yield from (
                item.start + timedelta(days=at) for at in range(_LONGEST) if item.start + timedelta(days=at) < item.end
            )


def _local(moment: date | datetime, zone: ZoneInfo) -> date | datetime:
    return moment.astimezone(zone) if isinstance(moment, datetime) else moment


def folded(text: str) -> str:
    """Small letters without accents; anything but letters and digits is a space; a space around."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return f" {' '.join(_WORD.findall(plain.translate(_LIKE)))} "


def texts_of(item: Item) -> tuple[str, ...]:
    """The item's own words."""
    held: tuple[str | None, ...]
    if isinstance(item, Event):
        held = (item.summary, item.location, item.description)
    elif isinstance(item, Task):
        held = (item.summary,)
    elif isinstance(item, Story):
        held = (item.title, item.summary, f"{item.feed}. {'. '.join(item.also_in)}")
    elif isinstance(item, Message):
        held = (item.subject, item.sender, item.summary)
    elif isinstance(item, Note):
        held = (item.title, item.text)
    else:
        held = (item.place,)
    return tuple(text for text in held if text)


def days_of(text: str, on: date, own: Pools) -> Iterator[date]:
    """The days that a date may mean which was said on that day: all that come into question."""
    if text in own.relative:
        yield on + timedelta(days=own.relative[text])
    for at, weekday in enumerate(own.weekdays):
        if text.lower().startswith(weekday.lower()):
            yield from (day for step in range(-7, 8) if (day := on + timedelta(days=step)).weekday() == at)
    if day_month := day_and_month(text, own):
        for year in (on.year - 1, on.year, on.year + 1):
            yield from _day(year, day_month[1], day_month[0])


def day_and_month(text: str, own: Pools) -> tuple[int, int] | None:
    """Day and month of such as "7 April"."""
    digits = re.search(r"\d+", text)
    month = next((at for at, name in enumerate(own.months, 1) if name in text), None)
    return (int(digits[0]), month) if digits and month else None


def clock_of(text: str, language: str) -> tuple[int, int] | None:
    """Hour (of twelve) and minute of a time as it was found."""
    words = {folded(form): clock for form, clock in pools(language).clocks.items()}
    digits = [int(run) for run in re.findall(r"\d+", text)]
    if digits:
        return digits[0] % 12, digits[1] if len(digits) > 1 else 0
    return words.get(folded(text))


def amounts(text: str) -> Iterator[Fraction]:
    """What digits with dots and commas may mean, and their runs alone: "1,250" is 1250, 1.25, 1 and 250."""
    yield from (Fraction(run) for run in re.findall(r"\d+", text))
    plain = re.sub(r"[\s’]", "", text)
    if re.fullmatch(r"\d+(?:[.,]\d+)+", plain):
        yield Fraction(re.sub(r"[.,]", "", plain))
        head, last = re.split(r"[.,](?=\d+$)", plain)
        whole = re.sub(r"[.,]", "", head)
        yield Fraction(f"{whole}.{last}")


def _day(year: int, month: int, day: int) -> Iterator[date]:
    try:
        yield date(year, month, day)
    except ValueError:  # such as 30 February
        return


def _moments(item: Item) -> Iterator[date | datetime]:
    names = ("start", "end", "due", "published", "sent", "day", "rain_from", "rain_until", "rain_again_from")
    yield from (each for name in names if isinstance(each := getattr(item, name, None), date))


def _clocks(texts: list[str], moments: list[date | datetime], language: str) -> Iterator[tuple[int, int]]:
    yield from ((each.hour % 12, each.minute) for each in moments if isinstance(each, datetime))
    for text in texts:
        for found in find(text, language):
            clock = clock_of(found.text, language) if found.kind == "time" else None
            if clock:
                yield clock
    whole = folded(" ".join(texts))
    if any(folded(word) in whole for word in pools(language).noon):
        yield (0, 0)


def _numbers(
    items: tuple[Item, ...], texts: list[str], moments: list[date | datetime], own: Pools
) -> Iterator[Fraction]:
    yield Fraction(len(items))
    for text in texts:
        for run in re.finditer(r"\d+(?:[\s.,’]\d+)*", text):
            after = folded(text[run.end() : run.end() + 16]).split()[:1]
            scale = next((value for word, value in own.scales.items() if [folded(word).strip()] == after), 1)
            yield from (value * by for value in amounts(run[0]) for by in {1, scale})
    whole = folded(" ".join(texts))
    for words in (own.numbers, own.ordinals):
        yield from (Fraction(value) for value, word in words.items() if f" {folded(word).strip()}" in whole)
    yield from _in_fields(items, moments)


def _in_fields(items: tuple[Item, ...], moments: list[date | datetime]) -> Iterator[Fraction]:
    for item in items:
        if isinstance(item, Weather):
            measured = (item.now, item.low, item.high, item.rain_chance, item.wind)
            for value in (abs(each) for each in measured if each is not None):
                yield from (Fraction(str(value)), Fraction(round(value)))
    for each in moments:
        yield from (Fraction(each.year), Fraction(each.month), Fraction(each.day))
        if isinstance(each, datetime):
            yield from (Fraction(each.hour), Fraction(each.hour % 12), Fraction(each.minute))
    yield from _lengths([each for each in moments if isinstance(each, datetime)])


def _lengths(moments: list[datetime]) -> Iterator[Fraction]:
    """How long it is from one time of day to another, in minutes and in hours."""
    for one in moments:
        for other in moments:
            minutes = int((other - one).total_seconds() // 60)
            yield from (Fraction(abs(minutes)), Fraction(abs(minutes), 60))
