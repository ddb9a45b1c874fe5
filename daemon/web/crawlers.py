"""Whether whoever asks is a crawler that makes feeds public. Pure but for reading its own list (crawlers.toml)."""

import tomllib
from functools import cache
from pathlib import Path

LIST = Path(__file__).with_name("crawlers.toml")


def crawler(agent: str) -> str | None:
    """The crawler of that User-Agent, by the name that people know it by; None for any other app."""
    small = agent.lower()
    return next((name for mark, name in _marks() if mark in small), None)


@cache
def _marks() -> tuple[tuple[str, str], ...]:
    groups = tomllib.loads(LIST.read_text(encoding="utf-8"))
    return tuple((mark, name) for group in groups.values() for name, marks in group.items() for mark in marks)
