"""Which address a message gives for listening."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from io import StringIO
from pathlib import Path

from config.load import load
from config.secrets import Secret
from config.settings import Settings
from daemon.home.store import Store
from daemon.home.tokens import Tokens
from daemon.model import ProductionRecord, Publication
from daemon.registry import InstalledKinds
from daemon.serve.announcing import Announcer, links
from daemon.serve.log import Log
from daemon.serve.messages import Notice
from tests.daemon.serve.records import NOTHING, NOW, record

SETTINGS = """
timezone = "UTC"
[connectors.todo]
kind = "todotxt"
path = "todo.txt"
[notify]
to = [{ env = "NOBODY" }]
ready = true
[libraries.feed]
kind = "feed"
base_url = "https://me.example.org"
[libraries.shelf]
kind = "folder"
"""
DAY = date(2026, 3, 24)


def published(library: str, where: str) -> Publication:
    return Publication(library=library, guid="urn:uuid:1", where=where, published=NOW)


IN_THE_FEED = published("feed", "https://me.example.org/b/morning/feed.xml")
ON_THE_SHELF = published("shelf", "https://files.example.org/episode.mp3")


@dataclass
class Told:
    """Whom an announcer would tell what, and which links it asked for."""

    link: str | None = None
    bodies: list[str] = field(default_factory=list)
    asked: list[tuple[str, date]] = field(default_factory=list)

    def of(self, settings: Settings, about: ProductionRecord, *where: Publication) -> str:
        async def telling() -> None:
            announcer = Announcer(self._send, self._link)
            announcer.record(settings, about, where, failed_before=False)
            await asyncio.sleep(0)
            await announcer.close()

        asyncio.run(telling())
        return "\n".join(self.bodies)

    async def _send(self, notice: Notice, to: Sequence[Secret]) -> None:
        self.bodies.append(notice.message.body)

    def _link(self, settings: Settings, show: str, day: date) -> str | None:
        self.asked.append((show, day))
        return self.link


def settings(folder: Path, text: str = SETTINGS) -> Settings:
    file = folder / "settings.toml"
    file.write_text(text)
    return load(file, InstalledKinds())


def test_a_link_to_the_episode_goes_before_all_other_places(tmp_path: Path) -> None:
    told = Told("https://me.example.org/f/T/morning/2026-03-24/play")
    assert "https://me.example.org/f/T/morning/2026-03-24/play" in told.of(settings(tmp_path), record(), ON_THE_SHELF)
    assert told.asked == [("morning", DAY)]


def test_without_one_an_address_that_everybody_can_open(tmp_path: Path) -> None:
    body = Told().of(settings(tmp_path), record(), IN_THE_FEED, ON_THE_SHELF)
    assert "https://files.example.org/episode.mp3" in body
    assert "/b/" not in body


def test_without_any_the_command(tmp_path: Path) -> None:
    assert "dawncast play morning" in Told().of(settings(tmp_path), record(), IN_THE_FEED)


def test_no_link_is_made_for_what_is_not_there(tmp_path: Path) -> None:
    told = Told("https://me.example.org/f/T")
    assert "https://" not in told.of(settings(tmp_path), record(outcome="failed", **NOTHING))
    assert told.asked == []


def test_no_link_is_made_where_nobody_is_told(tmp_path: Path) -> None:
    told = Told("https://me.example.org/f/T")
    told.of(settings(tmp_path, SETTINGS.replace('to = [{ env = "NOBODY" }]\n', "")), record())
    assert (told.asked, told.bodies) == ([], [])


def test_links_hold_a_token_for_that_episode(tmp_path: Path) -> None:
    store = Store(tmp_path / "dawncast.db")
    link = links(store, lambda: NOW, Log(StringIO()))(settings(tmp_path), "morning", DAY)
    (token,) = Tokens(store).all(NOW)
    store.close()
    assert link
    assert (token.show, token.day) == ("morning", DAY)


def test_a_database_that_cannot_be_used_costs_the_link_alone(tmp_path: Path) -> None:
    store, out = Store(tmp_path / "dawncast.db"), StringIO()
    link = links(store, lambda: NOW, Log(out))
    store.close()
    (tmp_path / "dawncast.db").write_bytes(b"no database" * 100)
    assert link(settings(tmp_path), "morning", DAY) is None
    assert "no link to the episode" in out.getvalue()


def test_a_show_without_a_feed_has_no_link(tmp_path: Path) -> None:
    store = Store(tmp_path / "dawncast.db")
    text = SETTINGS + '[shows.morning]\nlibraries = ["shelf"]\n'
    assert links(store, lambda: NOW, Log(StringIO()))(settings(tmp_path, text), "morning", DAY) is None
    store.close()
