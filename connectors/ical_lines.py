"""iCalendar bytes → components, forgiving of what real files do to RFC 5545's content lines. Pure.

Nothing is judged here but the structure: a junk line is skipped, an alarm is left out, a component that never ends is
counted as broken, and the others are whole.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

KEPT = frozenset({"VEVENT", "VTODO", "VTIMEZONE"})
_OTHERS = frozenset({"VJOURNAL", "VFREEBUSY", "VAVAILABILITY", "VALARM"})

_DEEPEST = 20
_MOST_LINES = 100_000
"""Nobody nests as deep or writes as much about one event; the rest of it is skipped."""

_FOLDS = (b"\r\n ", b"\r\n\t", b"\n ", b"\n\t", b"\r ", b"\r\t")
_RAW = re.compile(rb"[^\r\n]+")
_LONGEST_QUOTED = 20_000
_LINE = re.compile(r"\s*([A-Za-z0-9-]+)\s*([;:].*)", re.DOTALL)
_HEAD = re.compile(r'((?:"[^"]*"|[^":])*):(.*)', re.DOTALL)
_PARAM = re.compile(r';\s*([^=;]+)=("[^"]*"|[^;]*)')


@dataclass(frozen=True, slots=True)
class Property:
    """One content line: its value as it stands, and its parameters (names in upper case)."""

    value: str
    params: tuple[tuple[str, str], ...] = ()

    def param(self, name: str) -> str | None:
        """The parameter's value without quotes."""
        return next((value for key, value in self.params if key == name), None)


@dataclass(frozen=True, slots=True)
class Component:
    """A VEVENT, VTODO or VTIMEZONE: its lines as (upper-case name, the rest from its ; or : on)."""

    name: str
    lines: tuple[tuple[str, str], ...]

    def all(self, name: str) -> tuple[Property, ...]:
        """Every property of that name, in order."""
        return tuple(_property(rest) for key, rest in self.lines if key == name)

    def first(self, name: str) -> Property | None:
        """The first property of that name."""
        return next((_property(rest) for key, rest in self.lines if key == name), None)

    def value(self, name: str) -> str:
        """The first property's value, stripped and in upper case; empty where there is none."""
        found = self.first(name)
        return found.value.strip().upper() if found else ""


@dataclass(frozen=True, slots=True)
class Calendar:
    """A VCALENDAR: its events and tasks, its time zones, and its X-WR-TIMEZONE."""

    entries: tuple[Component, ...]
    timezones: tuple[Component, ...]
    zone: str


@dataclass(frozen=True, slots=True)
class File:
    """All calendars of a file. `broken` components never ended; `whole` is False where the file itself does not end."""

    calendars: tuple[Calendar, ...]
    broken: int
    whole: bool


def read(data: bytes) -> File:
    """The components of a file. Raises ValueError (a plain sentence) where it is no calendar at all."""
    reader = _Reader()
    for name, rest in _lines(data):
        reader.take(name, rest)
    if not reader.drafts:
        raise ValueError(_what_instead(data))
    return File(tuple(one.calendar() for one in reader.drafts), reader.broken, whole=not reader.inside)


def _lines(data: bytes) -> Iterator[tuple[str, str]]:
    data = _utf8(data)
    for fold in _FOLDS:
        data = data.replace(fold, b"")  # a regular expression would need ten times the file's memory
    for raw in _whole(data):
        match = _LINE.match(_text(raw))
        if match:
            yield match[1].upper(), match[2]


def _whole(data: bytes) -> Iterator[bytes]:
    """The lines; in vCalendar 1.0 one that is quoted-printable goes on after a "=" at its end."""
    held = b""
    for raw in _RAW.finditer(data):
        line = held + raw[0]
        goes_on = line.endswith(b"=") and len(line) < _LONGEST_QUOTED and b"QUOTED-PRINTABLE" in line[:200].upper()
        held = line[:-1] if goes_on else b""
        if not goes_on:
            yield line
    if held:
        yield held


def _utf8(data: bytes) -> bytes:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace").encode("utf-8", "replace")
    return data.removeprefix(b"\xef\xbb\xbf")


def _text(raw: bytes) -> str:
    """Judge each line on its own: files that other programs have joined mix their encodings (case 50)."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _property(rest: str) -> Property:
    match = _HEAD.match(rest)
    head, value = (match[1], match[2]) if match else rest.partition(":")[::2]
    params = ((key.strip().upper(), value.strip().strip('"')) for key, value in _PARAM.findall(head))
    return Property(value, tuple(params) if head else ())


def _what_instead(data: bytes) -> str:
    start = data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not start:
        return "it is empty"
    if start.startswith((b"<!doctype html", b"<html")) or b"<html" in start or b"<head" in start:
        return "it is a web page, not a calendar"
    return "it is not a calendar"


@dataclass(slots=True)
class _Draft:
    entries: list[Component] = field(default_factory=list)
    timezones: list[Component] = field(default_factory=list)
    zone: str = ""
    method: str = ""

    def calendar(self) -> Calendar:
        entries = [_cancelled(entry) for entry in self.entries] if self.method == "CANCEL" else self.entries
        return Calendar(tuple(entries), tuple(self.timezones), self.zone)


def _cancelled(component: Component) -> Component:
    """METHOD:CANCEL cancels all that its calendar holds (RFC 5546), whatever status the entry still has."""
    kept = (line for line in component.lines if line[0] != "STATUS")
    return Component(component.name, (*kept, ("STATUS", ":CANCELLED")))


class _Reader:
    """Takes lines one by one and sorts them into calendars; never nests, so that depth costs nothing."""

    def __init__(self) -> None:
        self.drafts: list[_Draft] = []
        self.broken = 0
        self.inside = False
        self._open = ""
        self._lines: list[tuple[str, str]] = []
        self._inner: list[str] = []

    def take(self, name: str, rest: str) -> None:
        if name == "BEGIN":
            self._begin(rest[1:].strip().upper())
        elif name == "END":
            self._end(rest[1:].strip().upper())
        elif self._open == "VTIMEZONE" or (self._open and not self._inner):
            self._keep(name, rest)
        elif self.drafts and not self._open and not self._inner:
            self._describe(self.drafts[-1], name, _property(rest).value.strip())

    def _describe(self, draft: _Draft, name: str, value: str) -> None:
        if name == "X-WR-TIMEZONE":
            draft.zone = value
        elif name == "METHOD":
            draft.method = value.upper()

    def _begin(self, name: str) -> None:
        if name == "VCALENDAR":
            self._drop()
            self.drafts.append(_Draft())
            self.inside = True
        elif name in KEPT:
            self._bare()
            self._drop()
            self._open = name
        else:
            if name in _OTHERS:
                self._bare()
            self._nested("BEGIN", name)
            if len(self._inner) < _DEEPEST:
                self._inner.append(name)

    def _end(self, name: str) -> None:
        if name == "VCALENDAR":
            self._drop()
            self.inside = False
        elif name and name == self._open:
            self._close()
        elif name in self._inner:
            self._nested("END", name)
            del self._inner[self._inner.index(name) :]

    def _nested(self, word: str, name: str) -> None:
        if self._open == "VTIMEZONE":
            self._keep(word, f":{name}")

    def _keep(self, name: str, rest: str) -> None:
        if len(self._lines) < _MOST_LINES:
            self._lines.append((name, rest))

    def _close(self) -> None:
        draft = self.drafts[-1]
        kept = draft.timezones if self._open == "VTIMEZONE" else draft.entries
        kept.append(Component(self._open, tuple(self._lines)))
        self._reset()

    def _bare(self) -> None:
        """A component that stands alone, as some programs save it, is a calendar too."""
        if not self.drafts:
            self.drafts.append(_Draft())

    def _drop(self) -> None:
        self.broken += bool(self._open)
        self._reset()

    def _reset(self) -> None:
        self._open, self._lines, self._inner = "", [], []
