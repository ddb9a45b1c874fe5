"""Feeds for the tests: golden files, made to order, and what is none."""

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

DATA = Path(__file__).parent / "data" / "feeds"
BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 24, 6, 30, tzinfo=BERLIN)
LOGIN = b"<!DOCTYPE html><html><body><form>Sign in</form></body></html>"


def rss(*titles: str, at: datetime | None = NOW - timedelta(hours=1), name: str = "Feed") -> bytes:
    """A feed of these stories, all published at that moment."""
    when = f"<pubDate>{at:%a, %d %b %Y %H:%M:%S %z}</pubDate>" if at else ""
    items = "".join(f"<item><title>{title}</title><guid>urn:{name}:{title}</guid>{when}</item>" for title in titles)
    return f"<rss version='2.0'><channel><title>{name}</title>{items}</channel></rss>".encode()
