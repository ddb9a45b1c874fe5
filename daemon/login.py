"""`dawncast login`: finds whose login is meant, leads through it, and keeps what the service gives."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from config.errors import DawncastError, UsageError
from config.libraries import LibraryConfig
from connectors.base import ConnectorError, ConnectorType, Person, SourceConfig
from daemon.home.logins import Logins
from daemon.publish.base import Depot, LibraryError, LibraryType

KindOf = Callable[[str], ConnectorType[Any]]


class LoginError(DawncastError):
    """The service did not give a login."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Entrance:
    """A source or library of a kind that has a login, and the name under which that is kept.

    `lead`: leads a person through it and keeps what the service gives.
    """

    login: str
    config: SourceConfig | LibraryConfig
    lead: Callable[[Person, Logins], None]


def entrance(
    name: str,
    connectors: Mapping[str, SourceConfig],
    kind_of: KindOf,
    libraries: Mapping[str, Entrance] | None = None,
) -> Entrance:
    """The one that is meant by the name of a source, library or login, or by a kind. Raises UsageError."""
    sources = {source: found for source, config in connectors.items() if (found := _entrance(config, kind_of))}
    known = sources | {library: each for library, each in (libraries or {}).items() if library not in sources}
    if name in known:
        return known[name]
    meant = [each for each in known.values() if name in (each.login, each.config.kind)]
    if len({each.login for each in meant}) == 1:
        return meant[0]
    what = f"The source {name} needs no login." if name in connectors else f"There is no login {name}."
    names = ", ".join(dict.fromkeys(each.login for each in known.values()))
    raise UsageError(f"{what} {f'These are there: {names}.' if names else 'No source of the settings needs one.'}")


def _entrance(config: SourceConfig, kind_of: KindOf) -> Entrance | None:
    log_in, login = kind_of(config.kind).log_in, getattr(config, "login", None)
    if not log_in or not isinstance(login, str):
        return None
    return Entrance(login, config, partial(_to_source, log_in, config, login))


def _to_source(
    log_in: Callable[[Any, Person], str], config: SourceConfig, login: str, who: Person, all_: Logins
) -> None:
    all_.give(login, log_in(config, who))


def to_libraries(
    configs: Mapping[str, LibraryConfig], kind_of: Callable[[str], LibraryType], depot_of: Callable[[str], Depot]
) -> dict[str, Entrance]:
    """Those of the libraries that have a login, each kept under the library's name."""
    ways = {name: kind_of(config.kind).log_in for name, config in configs.items()}
    return {
        name: Entrance(name, configs[name], partial(_to_library, log_in, configs[name], depot_of(name)))
        for name, log_in in ways.items()
        if log_in
    }


def _to_library(
    log_in: Callable[[Any, Depot, Person], None], config: LibraryConfig, depot: Depot, person: Person, _: Logins
) -> None:
    log_in(config, depot, person)


def log_in(through: Entrance, person: Person, logins: Logins) -> None:
    """Lead a person through it and keep the login. Raises LoginError."""
    try:
        through.lead(person, logins)
    except (ConnectorError, LibraryError) as error:
        raise LoginError(str(error)) from error
