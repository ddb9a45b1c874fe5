"""The contract of a connector: what it is given, what it answers, and the one error it may raise."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Generic, Literal, Protocol, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo

from connectors.items import Item, ItemKind, Window

LocalField = Literal["summary", "title", "location", "description", "text", "subject", "sender"]
"""A field of an item that a source may keep from every remote model."""


class SourceConfig(BaseModel):
    """What every source may set. A connector's XConfig extends it."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    kind: str
    allow_private: bool = False
    """Lets this source alone reach private addresses (the home network, this machine)."""
    timeout: float = Field(default=30.0, gt=0, le=600)
    """Seconds this source may take altogether."""
    local_only: tuple[LocalField, ...] = ()
    """The fields of its items that never leave this machine."""


def _kept_secret(address: str, info: ValidationInfo) -> str:
    if address.startswith("http:") and not info.data.get("allow_private"):
        raise ValueError(
            "the address begins with https://, or anybody on the way could read the secret that goes there; "
            "set allow_private = true if it is at home"
        )
    return address


SecretAddress = Annotated[str, Field(pattern=r"^https?://[^/]+"), AfterValidator(_kept_secret)]
"""For a SourceConfig: a server's address to which a password or token goes, https:// unless the source is at home."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listener:
    """What a connector may know of the listener. `emails` are lower case.

    `login` is what `dawncast login` last kept for the source (text of the connector's own), "" where it never did.
    """

    emails: tuple[str, ...] = ()
    login: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """A source's answer. `complete` is False where a part of it is known to be missing (then `warnings` say which).

    `state` is opaque to all but the connector itself and is handed to it the next time. `login`, if not empty, takes
    the place of the login that it was handed: some services give a new token with each use. `login_ends`: when
    it will have to be given anew, if that is soon.
    """

    items: tuple[Item, ...] = ()
    warnings: tuple[str, ...] = ()
    state: bytes = b""
    complete: bool = True
    login: str = field(default="", repr=False)
    login_ends: datetime | None = None


class ConnectorError(Exception):
    """The source as a whole could not be read. `transient`: trying again later may help.

    `needs_login`: it is back as soon as the listener logs in again (`dawncast login`, a new password); the episode says
    so. The sentence is spoken-word plain, ends in what to do where there is something, and holds no secret.
    """

    def __init__(self, message: str, *, transient: bool, needs_login: bool = False) -> None:
        super().__init__(message)
        self.transient = transient
        self.needs_login = needs_login


class Connector(Protocol):
    """Brings items from one source. Raises ConnectorError and nothing else."""

    def collect(self, window: Window, state: bytes) -> Collected:
        """The items that touch the window, or whatever of them could be had."""


class Person(Protocol):
    """Whoever logs in: the connector's log-in speaks to them through this."""

    def say(self, text: str) -> None:
        """Show them something."""

    def ask(self, question: str) -> str:
        """Ask them to type or paste something."""


C = TypeVar("C", bound=SourceConfig)


@dataclass(frozen=True, slots=True)
class ConnectorType(Generic[C]):
    """A kind of source, as registered under the entry points `dawncast.connectors`.

    `brings`: the kinds of items it may bring. While such a source is missing, nobody can say that there are none.
    """

    kind: str
    config: type[C]
    connector: Callable[[C, Listener], Connector]
    brings: tuple[ItemKind, ...]
    log_in: Callable[[C, Person], str] | None = None
    """For `dawncast login`: leads a person through the service's login and returns what to keep (a secret). Its config
    has a field `login`, the name under which it is kept: sources of the same name share it. Raises ConnectorError."""
