"""What is remembered of the settings' sources between mornings, without the stages that ask them: it stays small."""

from collections.abc import Iterable

from config.settings import Settings
from connectors.base import SourceConfig
from daemon import registry
from daemon.collect.collect import Source
from daemon.collect.sources import Kept, Sources
from daemon.home.home import Home
from daemon.home.logins import Logins


def source_of(name: str, config: SourceConfig, logins: Logins) -> Source:
    """A source of the settings, with what its kind says of itself."""
    return Source(
        name=name,
        entry_point=registry.installed("connectors")[config.kind].value,
        config=config,
        brings=registry.load("connectors", config.kind).brings,
        account=logins.account(config.login) if hasattr(config, "login") else "",
    )


def events_known(settings: Settings, names: Iterable[str], home: Home) -> dict[str, Kept]:
    """The last good answers of those of the sources that bring events, by their names."""
    logins, sources = Logins(home.logins), Sources(home.sources)
    asked = (source_of(name, settings.connectors[name], logins) for name in names)
    answers = {each.name: sources.last_good(each.name, each.identity) for each in asked if "event" in each.brings}
    return {name: kept for name, kept in answers.items() if kept}
