"""What a listener would hear as a value: numbers, times, dates, names and quotations, found in a text. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TypeVar

from daemon.write.values.base import Value
from daemon.write.values.moments import moments
from daemon.write.values.names import names
from daemon.write.values.numbers import numbers
from daemon.write.values.quotations import quotations

__all__ = ["values"]

V = TypeVar("V", bound=Value)
_Spans = Sequence[tuple[int, int]]


@lru_cache(maxsize=256)
def values(text: str, language: str) -> tuple[Value, ...]:
    """All values of the text in order, none inside another one: what stands in a quotation is part of it."""
    found: list[Value] = list(quotations(text))
    found += _outside(moments(text, language), _spans(found))
    found += _outside(numbers(text, language, _spans(found)), _spans(found))
    found += _outside(names(text, language, _spans(found)), _spans(found))
    return tuple(sorted(found, key=lambda value: value.start))


def _spans(found: Iterable[Value]) -> _Spans:
    return [(value.start, value.end) for value in found]


def _outside(found: Iterable[V], taken: _Spans) -> Iterator[V]:
    return (value for value in found if all(value.end <= start or end <= value.start for start, end in taken))
