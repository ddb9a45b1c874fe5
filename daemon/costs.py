"""What models and voices cost: the calls of a home, added up by month, model, host and show. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import fsum
from zoneinfo import ZoneInfo

from daemon.home.store import CallRecord

MONTHS = 12
"""The months that are told, the one asked for included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """Some of the calls: how many, US dollars, how many of them have no known price, and the bytes that were sent."""

    name: str
    calls: int
    cost: float
    unpriced: int
    sent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """What a show's writer may spend, in US dollars."""

    show: str
    per_episode: float
    per_month: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """A month ("2026-03") and its parts, the dearest first; `months`: it and the eleven before, the newest first."""

    month: Share
    limits: tuple[Limit, ...]
    models: tuple[Share, ...]
    hosts: tuple[Share, ...]
    shows: tuple[Share, ...]
    months: tuple[Share, ...]


def costs(calls: Sequence[CallRecord], month: date, zone: ZoneInfo, limits: Iterable[Limit]) -> Costs:
    """What the calls cost in a day's month, which is the listener's own (`zone`), and in those before."""
    by_month = _grouped(calls, lambda call: _name(call.at.astimezone(zone).date()))
    asked = by_month.get(_name(month), [])
    return Costs(
        month=_share(_name(month), asked),
        limits=tuple(limits),
        models=_shares(asked, lambda call: call.model),
        hosts=_shares(asked, lambda call: call.host),
        shows=_shares(asked, lambda call: call.show),
        months=tuple(_share(_name(each), by_month.get(_name(each), [])) for each in months_up_to(month)),
    )


def months_up_to(month: date) -> tuple[date, ...]:
    """The first days of a day's month and of the eleven before it, the newest first."""
    last = month.year * 12 + month.month - 1
    return tuple(date(number // 12, number % 12 + 1, 1) for number in range(last, last - MONTHS, -1))


def _name(day: date) -> str:
    return f"{day:%Y-%m}"


def _grouped(calls: Iterable[CallRecord], key: Callable[[CallRecord], str]) -> Mapping[str, list[CallRecord]]:
    groups: dict[str, list[CallRecord]] = {}
    for call in calls:
        groups.setdefault(key(call), []).append(call)
    return groups


def _shares(calls: Iterable[CallRecord], key: Callable[[CallRecord], str]) -> tuple[Share, ...]:
    shares = [_share(name, group) for name, group in _grouped(calls, key).items()]
    return tuple(sorted(shares, key=lambda share: (-share.cost, share.name)))


def _share(name: str, calls: Sequence[CallRecord]) -> Share:
    known = [call.cost for call in calls if call.cost is not None]
    return Share(
        name=name,
        calls=len(calls),
        cost=round(fsum(known), 6),
        unpriced=len(calls) - len(known),
        sent=sum(call.sent for call in calls),
    )
