"""The kinds that are really installed, asked for as anybody could: by their entry points."""

from importlib.metadata import entry_points

from pydantic import BaseModel

from config.load import Group


class Installed:
    def config_of(self, group: Group, kind: str) -> type[BaseModel] | None:
        found = entry_points(group=f"dawncast.{group}", name=kind)
        config: type[BaseModel] | None = next(iter(found)).load().config if found else None
        return config

    def known(self, group: Group) -> tuple[str, ...]:
        return tuple(entry_points(group=f"dawncast.{group}").names)
