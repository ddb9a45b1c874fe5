"""Whether a sentence gives orders to whoever reads it out: the families of `injections.toml`, read once. Pure."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from daemon.disguises import plain
from daemon.injections_marks import holds_two_turns, marks_a_turn

Order = Literal["grave", "order"]
"""Grave is what nobody writes for a human: it takes over the machine, and what follows is not trusted either."""

_TABLE = Path(__file__).with_name("injections.toml")
_NAME = re.compile(r"<(\w+)>")
_EMPHASIS = re.compile(r"[*_~`#\\]+")
_BRACKETS = re.compile(r"[|<>\[\]]+")
_FEWEST_AROUND = 5


@dataclass(frozen=True, slots=True)
class _Family:
    """Patterns that are tried where what they `need` is found."""

    needs: re.Pattern[str]
    patterns: tuple[re.Pattern[str], ...]
    grave: bool

    def holds(self, folded: str) -> bool:
        """Whether one of its patterns is found."""
        return bool(self.needs.search(folded)) and any(pattern.search(folded) for pattern in self.patterns)


def judged(text: str, own: bool = False) -> Order | None:
    """What kind of order a sentence or clause gives, None if it gives none.

    `own`: the listener's own words, in which only what is grave counts.
    """
    if not own and marks_a_turn(_folded(text)):
        return "grave"
    said = _folded(_BRACKETS.sub(" - ", _unquoted(_folded(_EMPHASIS.sub(" ", text)))))
    family = next((each for each in _families() if (each.grave or not own) and each.holds(said)), None)
    return ("grave" if family.grave else "order") if family else None


def torn(text: str) -> bool:
    """Whether an order is torn into sentences or lines of a word ("Ignore. All. Rules."), or two turns stand there."""
    found = _word("torn").search(plain(text).casefold())
    return bool(found and re.search(r"[\n.!?]", found[0])) or holds_two_turns(_folded(text))


def announces(text: str) -> bool:
    """Whether an order says that what is to be said comes next, or is a letter that goes on."""
    return bool(_word("announces").search(_folded(text)))


def only_leads(text: str) -> bool:
    """Whether a text says nothing but what leads up to an order: "Dear assistant", "New instructions", "P.S."."""
    return text.lstrip().startswith(("{", "[", "<")) or bool(_word("leads").fullmatch(_folded(text)))


def _folded(text: str) -> str:
    return " ".join(plain(text).casefold().split())


def _unquoted(folded: str) -> str:
    """Without what a report of some length only mentions: the short quotation behind "the words" and the like."""
    bare = _word("mentioned").sub('""', folded)
    return bare if len(bare.split()) >= _FEWEST_AROUND else folded


@cache
def _families() -> tuple[_Family, ...]:
    """The grave ones first."""
    listed = sorted(_table()["family"], key=lambda family: not family.get("grave"))
    return tuple(
        _Family(_compiled(family["needs"]), tuple(map(_compiled, family["patterns"])), family.get("grave", False))
        for family in listed
    )


@cache
def _word(name: str) -> re.Pattern[str]:
    return _compiled(f"<{name}>")


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(plain(_filled(pattern)))


def _filled(pattern: str) -> str:
    """The pattern with the words in place of their names, and its lines joined."""
    joined = "".join(line.lstrip() for line in pattern.splitlines())
    return _NAME.sub(lambda name: _filled(_table()["words"][name[1]]), joined)


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(_TABLE.read_text(encoding="utf-8"))
