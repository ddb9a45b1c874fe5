"""Tasks in Markdown: check boxes with the signs of Obsidian's Tasks or Dataview's fields, and Logseq's markers. Pure.

Syntax: https://publish.obsidian.md/tasks/Reference/Task+Formats, https://docs.logseq.com/#/page/tasks.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from connectors.items import Task
from connectors.markdown_text import MARKER, TASK, plain, spoken_tags
from connectors.plaintext import cut, iso_date, no_dates, told_apart, uid_of

MOST_CHARACTERS: Final = 300
_CLOSED: Final = frozenset("xX-><")  # done, cancelled, forwarded, moved to a calendar
_OPEN_MARKERS: Final = frozenset(("TODO", "DOING", "NOW", "LATER", "IN-PROGRESS"))
_STARTED: Final = frozenset(("/", "DOING", "NOW", "IN-PROGRESS"))
_NAMES: Final = {"📅": "due", "📆": "due", "🗓": "due", "⏳": "scheduled", "⌛": "scheduled", "🛫": "start"}
# RFC 5545 calls 1 to 4 high, 5 medium and 6 to 9 low.
_PRIORITIES: Final = {
    "🔺": 1,
    "⏫": 3,
    "🔼": 5,
    "🔽": 7,
    "⏬": 9,
    "highest": 1,
    "high": 3,
    "medium": 5,
    "low": 7,
    "lowest": 9,
}
_LETTERS: Final = {"A": 1, "B": 5, "C": 9}

_SIGN_DATE = re.compile(r"(📅|📆|🗓|⏳|⌛|🛫|➕|✅|❌)\s*(\d{4}-\d{2}-\d{2})")
_SIGN_OTHER = re.compile(r"🔁\s*[a-zA-Z0-9, !]*|(?:🏁|🆔|⛔)\s*[\w,-]*|[🔺⏫🔼🔽⏬]|\[#[ABC]\]")
_FIELD = re.compile(r"[\[(]\s*(due|scheduled|start|priority)\s*::\s*([^\[\]()\n]*?)\s*[\])]", re.IGNORECASE)
_PRIORITY = re.compile(r"[🔺⏫🔼🔽⏬]|\[#([ABC])\]")
_LOGSEQ_DATE = re.compile(r"\n[ \t]*(SCHEDULED|DEADLINE):[ \t]*<(\d{4}-\d{2}-\d{2})[^<>\n]*>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The open tasks of a file, and warnings about dates that are none."""

    tasks: tuple[Task, ...] = ()
    warnings: tuple[str, ...] = ()


def find(body: str, where: str) -> Found:
    """The open tasks of a visible body; one that is only scheduled counts as due that day."""
    lines = tuple(_open_lines(_logseq_dates_inline(body)))
    wrong = [value for _, text in lines for name, value in _fields(text) if name != "priority"]
    tasks = (task for status, text in lines if (task := _task(text, status, where)))
    return Found(tasks=tuple(told_apart(tasks)), warnings=no_dates(wrong))


def _logseq_dates_inline(body: str) -> str:
    def sign(found: re.Match[str]) -> str:
        return f" {'⏳' if found[1] == 'SCHEDULED' else '📅'} {found[2]}"

    return _LOGSEQ_DATE.sub(sign, body)


def _open_lines(body: str) -> Iterator[tuple[str, str]]:
    for line in body.split("\n"):
        if box := TASK.match(line):
            if box[1] not in _CLOSED:
                yield box[1], box[2]
        elif (marker := MARKER.match(line)) and marker[1] in _OPEN_MARKERS:
            yield marker[1], marker[2]


def _task(text: str, status: str, where: str) -> Task | None:
    fields = dict(reversed(_fields(text)))
    words = _SIGN_OTHER.sub(" ", _SIGN_DATE.sub(" ", text))
    summary = cut(spoken_tags(plain(words)), MOST_CHARACTERS)
    if not summary:
        return None
    return Task(
        uid=uid_of(where, summary),
        summary=summary,
        due=_date(fields, "due") or _date(fields, "scheduled"),
        start=_date(fields, "start"),
        priority=_priority(text, fields.get("priority", "")),
        status="in-process" if status in _STARTED else "needs-action",
    )


def _fields(text: str) -> list[tuple[str, str]]:
    """(name, value) of each field in order: due, scheduled, start and priority."""
    signs = [(_NAMES[sign], value) for sign, value in _SIGN_DATE.findall(text) if sign in _NAMES]
    return signs + [(name.lower(), value) for name, value in _FIELD.findall(text)]


def _date(fields: dict[str, str], name: str) -> date | None:
    return iso_date(fields.get(name, ""))


def _priority(text: str, field: str) -> int:
    found = _PRIORITY.search(text)
    if not found:
        return _PRIORITIES.get(field.lower(), 0)
    return _LETTERS[found[1]] if found[1] else _PRIORITIES[found[0]]
