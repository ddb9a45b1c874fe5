"""allenporter/ical's snapshots: the fields of the events and tasks of a file, as they stand (nothing is expanded)."""

import ast
import json
import re
import warnings
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from connectors.ical import parse
from connectors.ical_zones import zone_of
from connectors.items import Event, Item, Task, Window
from tests.corpus_scores.boxes import box
from tests.corpus_scores.checks import Check

LISTENER = ZoneInfo("America/Los_Angeles")
"""Where floating times are read; any zone does, since they are expected as they stand."""
_FOLD = re.compile(r"\r?\n[ \t]")
_LINE = re.compile(r"([A-Z-]+)((?:;[^:]*)?):(.*)")
_ESCAPED = re.compile(r"\\(.)")
_DONE = {"COMPLETED", "CANCELLED"}

Fields = dict[str, Any]


def snapshots(folder: Path) -> Iterator[Check]:
    """A check a file: each of its events and open tasks is told with these fields, and nothing else is."""
    for file in sorted(folder.glob("*.expected.json")):
        found = json.loads(file.read_text(encoding="utf-8")).get("snapshots")
        if found:
            name = file.name.removesuffix(".expected.json")
            yield _snapshot(f"ics/ical/{name}", (folder / name).read_bytes(), _expected(found))


def _expected(found: dict[str, str]) -> list[Fields]:
    if "test_parse" in found:
        calendars = _value(_tree(found["test_parse"].strip()))["calendars"]
        return [entry for one in calendars for kind in ("events", "todos") for entry in one.get(kind, [])]
    return list(_events_of(_FOLD.sub("", found["test_make_compat_office"].replace("\n  ", "\n"))))


def _tree(text: str) -> ast.expr:
    """Its long texts hold backslashes as they stand, of which Python warns."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text, mode="eval").body


def _value(node: ast.expr) -> Any:
    """`dict({…})` and `list([…])` of literals."""
    if isinstance(node, ast.Call):
        return _value(node.args[0])
    if isinstance(node, ast.Dict):
        return {_value(key): _value(value) for key, value in zip(node.keys, node.values, strict=True) if key}
    if isinstance(node, ast.List):
        return [_value(value) for value in node.elts]
    return ast.literal_eval(node)


def _events_of(text: str) -> Iterator[Fields]:
    for event in text.split("BEGIN:VEVENT")[1:]:
        lines = [match.groups() for match in map(_LINE.match, event.split("END:VEVENT")[0].splitlines()) if match]
        fields: Fields = {name.lower(): _ESCAPED.sub(_plain, value) for name, _, value in lines}
        fields |= {name.lower(): _when(value, params) for name, params, value in lines if name in {"DTSTART", "DTEND"}}
        yield fields


def _plain(escaped: re.Match[str]) -> str:
    return "\n" if escaped[1] in "nN" else escaped[1]


def _when(value: str, params: str) -> str:
    _, _, tzid = params.partition("TZID=")
    if "T" not in value:
        return date.fromisoformat(value).isoformat()
    when = datetime.fromisoformat(value)
    return when.replace(tzinfo=zone_of(tzid)).isoformat() if tzid else when.isoformat()


def _snapshot(name: str, data: bytes, expected: list[Fields]) -> Check:
    wanted = [fields for fields in expected if fields.get("status") not in _DONE or "dtstart" in fields]
    told = [item for fields in wanted if (item := _told(data, fields))]
    agrees = len(told) == len(wanted) and (bool(wanted) or not _items(data, date(2022, 1, 1)))
    missing = [fields.get("uid", "?") for fields in wanted if not _told(data, fields)]
    return Check("entries as they stand (allenporter/ical)", name, agrees, f"not told as expected: {missing}")


def _told(data: bytes, fields: Fields) -> Item | None:
    """The event or task with just these fields."""
    start = _moment(fields["dtstart"]) if "dtstart" in fields else None
    day = _day(start) if start else date(2022, 1, 1)
    return next((item for item in _items(data, day) if _same(item, fields, start)), None)


def _items(data: bytes, day: date) -> tuple[Item, ...]:
    window = Window(
        first=day - timedelta(days=1), zone=LISTENER, now=datetime.combine(day, datetime.min.time(), UTC), days=3
    )
    return parse(data, window, (), box()).items


def _same(item: Item, fields: Fields, start: date | None) -> bool:
    if isinstance(item, Task):
        due = _moment(fields["due"]) if "due" in fields else None
        return (item.uid, item.summary, item.due, item.start) == (fields["uid"], _text(fields, "summary"), due, start)
    if not isinstance(item, Event):
        return False
    said = (item.uid, item.summary, item.start, item.location or "", item.transparent, item.private)
    asked = (
        fields["uid"],
        _text(fields, "summary"),
        start,
        _text(fields, "location"),
        fields.get("transparency", fields.get("transp")) == "TRANSPARENT",
        fields.get("classification", fields.get("class")) in {"PRIVATE", "CONFIDENTIAL"},
    )
    return said == asked and _ends(item, fields) and _words(item.description) == _words(fields.get("description"))


def _ends(item: Event, fields: Fields) -> bool:
    return "dtend" not in fields or item.end == _moment(fields["dtend"])


def _text(fields: Fields, name: str) -> str:
    return " ".join(fields.get(name, "").split())


def _words(text: str | None) -> list[str]:
    return (text or "").split()


def _moment(text: str) -> date:
    if len(text) == 10:
        return date.fromisoformat(text)
    when = datetime.fromisoformat(text)
    return when if when.tzinfo else when.replace(tzinfo=LISTENER)


def _day(when: date) -> date:
    return when.astimezone(LISTENER).date() if isinstance(when, datetime) else when
