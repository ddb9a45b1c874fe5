"""The kinds of connectors, writers, voices and libraries that are installed: ours and anybody's, by entry point.

Nothing is imported before a settings file names it.
"""

from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from re import search
from typing import Any, Literal

from pydantic import BaseModel

from config.errors import UsageError

Group = Literal["connectors", "writers", "voices", "libraries"]


@cache
def installed(group: Group) -> dict[str, EntryPoint]:
    """The entry points of one group by kind, in alphabetical order."""
    points = sorted(entry_points(group=f"dawncast.{group}"), key=lambda point: point.name)
    return {point.name: point for point in points}


def load(group: Group, kind: str) -> Any:
    """The ConnectorType, WriterType, VoiceType or LibraryType of that kind. Raises KeyError where none is installed."""
    return installed(group)[kind].load()


@dataclass(frozen=True, slots=True)
class InstalledKinds:
    """What `config.load.load` asks: which kinds there are, and what their tables may hold."""

    def config_of(self, group: Group, kind: str) -> type[BaseModel] | None:
        """The model of that kind's table, None where it is not installed. Raises UsageError where it cannot be used."""
        if kind not in installed(group):
            return None
        try:
            config: type[BaseModel] = load(group, kind).config
        except ModuleNotFoundError as error:
            raise UsageError(_missing(installed(group)[kind], error)) from error
        except Exception as error:  # whatever a plugin's module raises, it is the plugin that is broken
            package = getattr(installed(group)[kind].dist, "name", "its package")
            raise UsageError(f"The kind {kind} cannot be used: {error}. Install or update {package}.") from error
        return config

    def known(self, group: Group) -> tuple[str, ...]:
        """The kinds that are installed."""
        return tuple(installed(group))


def _missing(point: EntryPoint, error: ModuleNotFoundError) -> str:
    """What to install where a kind's module asks for a library that is not there: the extra that brings it."""
    package, library = getattr(point.dist, "name", "its package"), error.name or str(error)
    wanted = getattr(point.dist, "requires", None) or ()
    found = [search(rf"(?i)^{library}\b.*extra\s*==\s*[\"']([\w-]+)", requirement) for requirement in wanted]
    extra = next((match[1] for match in found if match), None)
    what = f"Run: pip install '{package}[{extra}]'" if extra else f"Install or update {package}."
    return f"The kind {point.name} cannot be used: {library} is not installed. {what}"
