"""What lies at a store, as its index says: the episodes, and what is to go from there. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from daemon.publish.records import Record, audio_name, lean

KEPT = timedelta(hours=48)
"""Replaced or removed content can be read for so long: a download that is resumed must not mix two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """Content that the feed does not name any more, or not yet; `audio` is its file's name."""

    day: date
    content: str
    audio: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """A show's episodes at the store, oldest first, and all else that lies there."""

    records: tuple[Record, ...] = ()
    leaving: tuple[Leaving, ...] = ()


def announced(index: Index, record: Record, now: datetime) -> Index:
    """Before anything of it is uploaded: what is cut off then is known, and goes one day."""
    if _of(record) in map(_of, index.records):
        return index
    return replace(index, leaving=(*_others(index.leaving, [record]), _leaving(record, now)))


def arrived(index: Index, record: Record, now: datetime) -> Index:
    """Once all of it is there: it takes the place of what has its guid or its day."""
    others = [one for one in index.records if one.guid != record.guid and one.day != record.day]
    replaced = [one for one in index.records if one not in others and _of(one) != _of(record)]
    return Index(
        records=lean([*others, record]),
        leaving=(*_others(index.leaving, [record, *replaced]), *(_leaving(one, now) for one in replaced)),
    )


def without(index: Index, guid: str, now: datetime) -> Index:
    """Once it is to be there no more."""
    removed = [one for one in index.records if one.guid == guid]
    return Index(
        records=tuple(one for one in index.records if one.guid != guid),
        leaving=(*_others(index.leaving, removed), *(_leaving(one, now) for one in removed)),
    )


def due(index: Index, now: datetime) -> tuple[Leaving, ...]:
    """What nobody can be reading any more."""
    return tuple(one for one in index.leaving if one.since <= now - KEPT)


def gone(index: Index, left: Leaving) -> Index:
    """Once its files are gone."""
    return replace(index, leaving=tuple(one for one in index.leaving if one != left))


def of_that_day(index: Index, day: date) -> bool:
    """Whether anything of a day lies there."""
    return day in {one.day for one in index.records} | {one.day for one in index.leaving}


def _leaving(record: Record, now: datetime) -> Leaving:
    return Leaving(day=record.day, content=record.content, audio=audio_name(record), since=now)


def _others(leaving: Sequence[Leaving], records: Sequence[Record]) -> list[Leaving]:
    named = {_of(record) for record in records}
    return [one for one in leaving if _of(one) not in named]


def _of(one: Record | Leaving) -> tuple[date, str]:
    return one.day, one.content
