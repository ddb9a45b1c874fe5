"""Frozen dataclasses to JSON and back, for the worker's lines and the home's files (one way for all of them)."""

from collections.abc import Hashable
from functools import cache
from typing import Any, TypeVar, cast, overload

from pydantic import TypeAdapter

T = TypeVar("T")


@cache
def _adapter(kind: Hashable) -> TypeAdapter[Any]:
    return TypeAdapter[Any](kind)  # type: ignore[arg-type]  # a type or a union of types, which is Hashable too


def to_json(value: object, kind: Any = None) -> bytes:
    """One line of UTF-8 JSON; `kind` is the value's type where that is a union or holds type parameters."""
    return _adapter(kind or cast("Hashable", type(value))).dump_json(value)


@overload
def from_json(kind: type[T], data: bytes) -> T: ...
@overload
def from_json(kind: object, data: bytes) -> Any: ...
def from_json(kind: Any, data: bytes) -> Any:
    """The inverse of `to_json`. Raises ValueError (pydantic's) where the data is not of that kind."""
    return _adapter(kind).validate_json(data)
