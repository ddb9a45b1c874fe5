"""Values that a line's own items do not hold, made to look like the ones that they stand in for."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from random import Random

from daemon.model import SectionBrief
from tests.truth.finding import find
from tests.truth.grounds import Ground, amounts, clock_of, day_and_month, days_of, folded
from tests.truth.pools import Pools
from tests.truth.scenes import Elsewhere

_TRIES = 30


@dataclass(frozen=True, slots=True)
class Ask:
    """What a value must be foreign to. `is_near`: "about" or the like stands before it, so it must be far off."""

    ground: Ground
    own: Pools
    elsewhere: Elsewhere
    brief: SectionBrief
    random: Random
    is_near: bool = False


Foreign = Callable[[str, Ask], str | None]


def time(like: str, ask: Ask) -> str | None:
    """Another time of day in the same spelling."""
    if not re.search(r"\d", like):
        words = [form for form, clock in ask.own.clocks.items() if clock not in ask.ground.clocks]
        return _cased(ask.random.choice(words), like)
    most = 12 if re.search(r"[ap]\.?m|o[’']c", like) else 23
    for _ in range(_TRIES):
        hour, minute = ask.random.randint(1, most), ask.random.randrange(0, 60, 5)
        digits = iter((str(hour), f"{minute:02d}"))
        text = re.sub(r"\d+", lambda _, digits=digits: next(digits), like)  # type: ignore[misc]  # one each turn
        if clock_of(text, ask.own.language) not in ask.ground.clocks:
            return text
    return None


def day(like: str, ask: Ask) -> str | None:
    """Another weekday, day, month, year or relative day in its place."""
    if re.fullmatch(r"\d{4}", like):
        return _year(int(like), ask)
    if like in ask.own.relative:
        return _relative(like, ask)
    for at, weekday in enumerate(ask.own.weekdays):
        if like.lower().startswith(weekday.lower()):
            return _weekday(at, like, ask)
    return _day_or_month(like, ask)


def _year(like: int, ask: Ask) -> str | None:
    near = {like, like - 1, like + 1, *(each.year + step for each in ask.ground.days for step in (-1, 0, 1))}
    years = [
        year for year in range(like - 25, like + 15) if not (year in near or ask.ground.has_number(Fraction(year)))
    ]
    return str(ask.random.choice(years)) if years else None


def _relative(like: str, ask: Ask) -> str | None:
    others = [
        word
        for word in ask.own.relative
        if word != like and not ask.ground.days.intersection(days_of(word, ask.brief.day, ask.own))
    ]
    return ask.random.choice(others) if others else None


def _weekday(at: int, like: str, ask: Ask) -> str | None:
    taken = {at, *(each.weekday() for each in ask.ground.days | ask.ground.near)}
    others = [other for other in range(7) if other not in taken]
    if not others:
        return None
    return ask.own.weekdays[ask.random.choice(others)] + like[len(ask.own.weekdays[at]) :]


def _day_or_month(like: str, ask: Ask) -> str | None:
    parts = day_and_month(like, ask.own)
    months = [month for month in range(1, 13) if month not in ask.ground.months]
    if parts is None or ask.random.random() < 0.3:
        return _in_month(like, ask.random.choice(months), ask.own) if months else None
    days = [each for each in range(1, 29) if _is_no_day(each, parts[1], ask)]
    return re.sub(r"1er|\d+", str(ask.random.choice(days)), like, count=1) if days else None


def _in_month(like: str, month: int, own: Pools) -> str:
    return re.sub("|".join(own.months), own.months[month - 1], like)


def _is_no_day(each: int, month: int, ask: Ask) -> bool:
    years = {one.year for one in ask.ground.days} | {ask.brief.day.year}
    days = {date(year, month, each) for year in years}
    return ask.ground.days.isdisjoint(days) and not ask.ground.has_number(Fraction(each))


def number(like: str, ask: Ask) -> str | None:
    """Another number in the same spelling: digits with their dots and commas, or a word."""
    if not re.search(r"\d", like):
        return _number_word(like, ask)
    for _ in range(_TRIES):
        text = _other_digits(like, ask)
        if text != like and _is_far(text, ask):
            return text
    return None


def _other_digits(like: str, ask: Ask) -> str:
    digits = [at for at, sign in enumerate(like) if sign.isdigit()]
    changed = digits if ask.is_near else ask.random.sample(digits, ask.random.randint(1, len(digits)))
    signs = list(like)
    for at in changed:
        signs[at] = ask.random.choice("123456789")
    return "".join(signs)


def _is_far(text: str, ask: Ask) -> bool:
    """Whether nothing that the digits may mean stands in the items, nor anything near it after "about"."""
    if any(ask.ground.has_number(value) for value in list(amounts(text)) if not _is_part(value, text)):
        return False
    whole = max(amounts(text))
    return not ask.is_near or all(not 0.5 < own / whole < 2 for own in ask.ground.numbers if whole)


def _is_part(value: Fraction, text: str) -> bool:
    """Whether it is only a run of the digits: the 250 of "1,250"."""
    return not text.isdigit() and str(value) in re.findall(r"\d+", text)


def _number_word(like: str, ask: Ask) -> str | None:
    value = next((value for value, word in ask.own.numbers.items() if word == like.lower()), 10)
    others = [other for other in range(2, 100) if not ask.ground.has_number(Fraction(other))]
    words = [ask.own.numbers[each] for each in others if not (ask.is_near and value * 0.5 < each < value * 2)]
    return _cased(ask.random.choice(words), like) if words else None


def name(like: str, ask: Ask) -> str | None:
    """Somebody or something else, of the lists or of another file; or in half ("Anna Brandt" for "Anna Weiss").

    German has capitals for all nouns, so that what looks like a name in another file is mostly none: lists alone.
    """
    own, parts = ask.own, like.split()
    persons = _foreign((*own.persons, *(() if own.language == "de" else ask.elsewhere.names)), ask)
    if len(parts) > 1 and persons and ask.random.random() < 0.25:
        return f"{' '.join(parts[:-1])} {ask.random.choice(persons).split()[-1]}"
    if ask.random.random() < 0.5:
        return _any(persons, ask)
    said = ask.ground.folded
    countries = [country for country, *stems in own.countries if not any(f" {stem}" in said for stem in stems)]
    return _any([*_foreign((*own.organisations, *own.products, *own.towns), ask), *countries], ask)


def place(_: str, ask: Ask) -> str | None:
    """Another place."""
    return _any(_foreign((*ask.own.towns, *ask.own.places, *ask.elsewhere.places), ask), ask)


def source(_: str, ask: Ask) -> str | None:
    """Another feed."""
    return _any(_foreign((*ask.own.feeds, *ask.elsewhere.feeds), ask), ask)


def title(_: str, ask: Ask) -> str | None:
    """Another event's or task's title."""
    return _any(_foreign((*ask.own.titles, *ask.elsewhere.titles), ask), ask)


def quotation(like: str, ask: Ask) -> str | None:
    """Other words between the same marks, or one of its words another."""
    inside = like.strip('„“”«»"\u00a0\u202f ')
    words = inside.split()
    if len(words) > 3 and ask.random.random() < 0.4:
        at = ask.random.choice([at for at, word in enumerate(words) if len(word) > 3] or [0])
        strangers = _foreign([word for quote in ask.own.quotes for word in quote.split() if len(word) > 4], ask)
        words[at] = ask.random.choice(strangers)
        return like.replace(inside, " ".join(words))
    return like.replace(inside, ask.random.choice(ask.own.quotes))


FOREIGN: dict[str, Foreign] = {
    "time": time,
    "date": day,
    "number": number,
    "name": name,
    "place": place,
    "source": source,
    "title": title,
    "quotation": quotation,
}


def _foreign(words: Iterable[str], ask: Ask) -> list[str]:
    return [each for each in words if ask.ground.is_foreign(each)]


def _any(words: Sequence[str], ask: Ask) -> str | None:
    return ask.random.choice(words) if words else None


def _cased(text: str, like: str) -> str:
    return text[0].upper() + text[1:] if like[0].isupper() else text


def values(text: str, kind: str, language: str) -> list[str]:
    """The values of a kind in a text, once each."""
    return list(dict.fromkeys(each.text for each in find(text, language) if each.kind == kind))


def is_approximate(text: str, start: int, own: Pools) -> bool:
    """Whether "about", "nearly", "more than" or the like stands before."""
    return not own.near.isdisjoint(folded(text[:start]).split()[-3:])
