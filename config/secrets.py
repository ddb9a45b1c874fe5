"""Secrets by reference: a settings file says where a secret lies, and it is fetched when it is needed."""

import shlex
from collections.abc import Iterable, Mapping
from typing import Any, cast

from pydantic import BaseModel, GetCoreSchemaHandler, SerializationInfo, ValidationInfo
from pydantic_core import CoreSchema, PydanticCustomError, PydanticSerializationError, core_schema

from config.fetch import WAYS, SecretError, Way, fetch
from config.fields import absolute
from config.lines import Key
from config.words import nearest

__all__ = ["Secret", "SecretError", "revealed", "secrets_of"]

MASK = "**********"
HOW = (
    'say where it lies: { env = "NAME" }, { file = "~/…" }, { credential = "…" }, '
    '{ command = "…" } or { keyring = "…" }'
)


class Secret:
    """A secret of the settings; never shown by repr, str or a dump without `context={"reveal": True}`."""

    __slots__ = ("_where", "way")

    def __init__(self, way: Way | None, where: tuple[str, ...]) -> None:
        self.way = way
        """How it is fetched; None where it has been already (in a connector's process)."""
        self._where = where

    def reveal(self) -> str:
        """Fetch the secret itself. Raises SecretError."""
        if self.way is None:
            return self._where[0]
        return fetch(self.way, self._where)

    @property
    def reference(self) -> tuple[str, ...]:
        """Where it lies, to tell one secret from another; nothing of one that was fetched."""
        return (self.way, *self._where) if self.way else ()

    def __repr__(self) -> str:
        return f"Secret('{MASK}')"

    def __str__(self) -> str:
        return MASK

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and (self.way, self._where) == (other.way, other._where)

    def __hash__(self) -> int:
        return hash((self.way, self._where))

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _handler: GetCoreSchemaHandler) -> CoreSchema:
        """A table in the settings; plain text only from and to a process that was told so by the context."""
        shown = core_schema.plain_serializer_function_ser_schema(
            _shown, info_arg=True, return_schema=core_schema.str_schema()
        )
        return core_schema.with_info_plain_validator_function(_read, serialization=shown)


def revealed(model: BaseModel) -> dict[str, Any]:
    """A config's JSON object with its secrets in it, for a child's standard input alone. Raises SecretError."""
    try:
        return model.model_dump(mode="json", context={"reveal": True})
    except PydanticSerializationError as error:
        if isinstance(error.__cause__, SecretError):
            raise error.__cause__ from None
        raise


def secrets_of(value: object, key: Key = ()) -> tuple[tuple[Key, Secret], ...]:
    """Every secret in a config, with its key."""
    if isinstance(value, Secret):
        return ((key, value),)
    inner: Iterable[tuple[str | int, object]] = ()
    if isinstance(value, BaseModel):
        inner = value  # its fields; dict(value) would trip over one that is called "keys"
    elif isinstance(value, Mapping):
        inner = value.items()
    elif isinstance(value, list | tuple):
        inner = enumerate(value)
    return tuple(found for name, part in inner for found in secrets_of(part, (*key, name)))


def _shown(secret: Secret, info: SerializationInfo) -> str:
    return secret.reveal() if (info.context or {}).get("reveal") else MASK


def _read(value: object, info: ValidationInfo) -> Secret:
    if isinstance(value, Secret):
        return value
    if isinstance(value, str):
        if (info.context or {}).get("revealed"):
            return Secret(None, (value,))
        raise _wrong(f"a secret is not written into the settings; {HOW}")
    if not isinstance(value, dict):
        raise _wrong(f"a secret is a table; {HOW}")
    return _reference(value, info)


def _reference(table: dict[str, Any], info: ValidationInfo) -> Secret:
    unknown = [name for name in table if name not in WAYS]
    if unknown:
        close = nearest(unknown[0], WAYS)
        raise _wrong(
            f'did you mean "{close}"? A secret is a reference; {HOW}' if close else f"unknown reference; {HOW}"
        )
    if len(table) != 1:
        raise _wrong(f"a secret comes from one place; {HOW}")
    way, where = next(iter(table.items()))
    if way == "command":
        return Secret("command", _arguments(where))
    if not isinstance(where, str) or not where.strip() or "\0" in where:
        raise _wrong(f'{way} names one thing, in quotation marks: {{ {way} = "…" }}')
    if way == "file":
        return Secret("file", (absolute(where, info),))
    if way == "credential" and (where in {".", ".."} or "/" in where):
        raise _wrong("a credential has a name, not a path; write the name that the unit's LoadCredential= gives it")
    return Secret(cast("Way", way), (where,))


def _arguments(where: object) -> tuple[str, ...]:
    found = _split(where) if isinstance(where, str) else where
    if (
        not isinstance(found, list)
        or not found
        or not all(isinstance(part, str) and "\0" not in part for part in found)
    ):
        raise _wrong('command is one line, as "pass show mail", or a list, as ["pass", "show", "mail"]')
    return tuple(found)


def _split(line: str) -> list[str]:
    try:
        return shlex.split(line)
    except ValueError:
        return []


def _wrong(sentence: str) -> PydanticCustomError:
    # The sentence goes in as a value: braces in a template would be taken for fields.
    return PydanticCustomError("secret", "{sentence}", {"sentence": sentence})
