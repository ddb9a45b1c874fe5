"""`dawncast login`: finds whose login is meant, leads through it, and keeps what the service gives."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from config.errors import DawncastError, UsageError
from connectors.base import ConnectorError, ConnectorType, Person, SourceConfig
from daemon.home.logins import Logins

KindOf = Callable[[str], ConnectorType[Any]]


class LoginError(DawncastError):
    """The service did not give a login."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Entrance:
    """A source of a kind that has a login, and the name under which that is kept."""

    login: str
    config: SourceConfig
    log_in: Callable[[Any, Person], str]


def entrance(name: str, connectors: Mapping[str, SourceConfig], kind_of: KindOf) -> Entrance:
    """The one that is meant by a source's name or a login's. Raises UsageError."""
    known = {source: found for source, config in connectors.items() if (found := _entrance(config, kind_of))}
    if name in known:
        return known[name]
    found = next((each for each in known.values() if each.login == name), None)
    if found:
        return found
    what = f"The source {name} needs no login." if name in connectors else f"There is no login {name}."
    names = ", ".join(dict.fromkeys(each.login for each in known.values()))
    raise UsageError(f"{what} {f'These are there: {names}.' if names else 'No source of the settings needs one.'}")


def _entrance(config: SourceConfig, kind_of: KindOf) -> Entrance | None:
    log_in, login = kind_of(config.kind).log_in, getattr(config, "login", None)
    return Entrance(login, config, log_in) if log_in and isinstance(login, str) else None


def log_in(through: Entrance, person: Person, logins: Logins) -> None:
    """Lead a person through it and keep the login. Raises LoginError."""
    try:
        kept = through.log_in(through.config, person)
    except ConnectorError as error:
        raise LoginError(str(error)) from error
    logins.give(through.login, kept)
