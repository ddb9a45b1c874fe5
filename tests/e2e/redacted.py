"""A production with libraries that keep every byte they are given, and what somebody could find out there."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from config.load import load
from connectors.codec import from_json, to_json
from daemon import bootstrap
from daemon.home.home import Home
from daemon.home.store import Store
from daemon.model import Episode, Publication, Script
from daemon.produce import Produced, Production, files_of
from daemon.registry import InstalledKinds
from daemon.stages import Order, ShowStages
from tests.e2e.command import Person

DAY = date(2026, 3, 24)
NOW = datetime(2026, 3, 24, 5, 30, tzinfo=ZoneInfo("Europe/Berlin"))


@dataclass
class Recorder:
    """A library that keeps what it is given."""

    name: str
    log: list[str] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    episodes: list[Episode] = field(default_factory=list)

    async def publish(self, episode: Episode) -> Publication:
        """Keep all its files and all that is said of it."""
        self.log.append(self.name)
        self.episodes.append(episode)
        self.files |= {file.name: file.read_bytes() for file in files_of(episode)}
        return Publication(library=self.name, guid=episode.guid, where="there", published=NOW)

    async def verify(self, publication: Publication) -> None:
        """It is there."""

    async def remove(self, publication: Publication) -> None:
        """Keep it all the same."""

    def holds(self, word: str) -> bool:
        """Whether a word is anywhere in what it was given, in whatever encoding tags have."""
        seen: list[bytes | str] = [*self.files.values(), *self.files, *map(to_json, self.episodes)]
        return any(word.casefold() in _text(each) for each in seen)


def _text(data: bytes | str) -> str:
    whole = data.encode() if isinstance(data, str) else data
    return whole.replace(b"\0", b"").decode("utf-8", "ignore").casefold()


def produced(
    person: Person,
    make: Callable[[ShowStages], Production],
    then: Callable[[Production], Awaitable[object]] | None = None,
) -> Produced:
    """Run the line in this process. `then` is given the production afterwards, before its voices are closed."""
    settings, home = load(person.settings, InstalledKinds()), Home(person.home)
    with closing(Store(home.database)) as store:
        stages = bootstrap.stages(settings, home, Order(show="morning", day=DAY, now=NOW), store)
        production = make(stages)

        async def run() -> Produced:
            try:
                made = await production.run()
                if then:
                    await then(production)
                return made
            finally:
                await stages.narrator.close()

        return asyncio.run(run())


def scripts(folder: Path) -> dict[str, bytes]:
    """The script of each section, by the section's name without its number."""
    return {file.parent.name[3:]: file.read_bytes() for file in folder.glob("sections/*/script.json")}


def said(script: bytes) -> str:
    """What is spoken of a script."""
    told = from_json(Script, script)
    return "\n".join((told.title, *(line.text for line in told.lines)))
