"""What an IMAP server answers (RFC 3501 §7.4.2, §9), read leniently: FETCH, BODYSTRUCTURE, names of folders. Pure."""

import base64
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypeAlias

MOST_PARTS = 100
DEEPEST = 20
SHORTEST_PLAIN = 20
"""Bytes; a shorter plain text beside HTML is "View this in HTML", if it is anything."""
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""Not the locale's."""
_TOKEN = re.compile(
    rb'\s*(?:(?P<open>\()|(?P<close>\))|"(?P<quoted>(?:[^"\\]|\\.)*)"|\{(?P<literal>\d{1,10})\}\r\n'
    rb'|(?P<atom>[^\s()"{}\[]*\[[^\]]{0,2000}\](?:<\d+>)?|[^\s()"{}]+))'
)
_DATE = re.compile(rb"\s*\d{1,2}-[A-Za-z]{3}-\d{4} [\d:]{8} [+-]\d{4}")

Node: TypeAlias = "bytes | list[Node] | None"
Answer: TypeAlias = "bytes | tuple[bytes, bytes] | None"
"""As imaplib gives it: a line, or a line that ends in a literal's size and the literal."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What one FETCH said of a message; what it did not say is empty."""

    uid: int
    arrived: datetime | None = None
    header: bytes = b""
    body: bytes = b""
    structure: Node = None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a message that holds its text: the number to fetch it by, and how its bytes are to be read."""

    section: str
    html: bool
    charset: str
    encoding: str
    octets: int


def fetched(answers: Iterable[Answer]) -> Iterator[Fetched]:
    """Each message that a UID FETCH tells of; what the server says unasked of others has no UID and is left out."""
    for node in nodes(answers):
        if isinstance(node, list):
            named = zip(node[::2], node[1::2], strict=False)
            pairs = {key.upper(): value for key, value in named if isinstance(key, bytes)}
            uid = pairs.get(b"UID")
            if isinstance(uid, bytes) and uid.isdigit():
                yield _fetched(int(uid), pairs)


def _fetched(uid: int, pairs: dict[bytes, Node]) -> Fetched:
    texts = {key: value for key, value in pairs.items() if key.startswith(b"BODY[") and isinstance(value, bytes)}
    header = next((value for key, value in texts.items() if key.startswith(b"BODY[HEADER")), b"")
    body = next((value for key, value in texts.items() if not key.startswith(b"BODY[HEADER")), b"")
    return Fetched(uid, _moment(pairs.get(b"INTERNALDATE")), header, body, pairs.get(b"BODYSTRUCTURE"))


def _moment(node: Node) -> datetime | None:
    """As in "24-Mar-2026 06:40:00 +0100"."""
    if not isinstance(node, bytes) or not _DATE.fullmatch(node):
        return None
    try:
        moment = parsedate_to_datetime(node.decode("ascii", "replace").strip().replace("-", " ", 2))
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)  # -0000 is UTC, of no known zone


def nodes(answers: Iterable[Answer]) -> list[Node]:
    """The words, strings and lists of an answer; brackets too many or too few are forgiven."""
    stream = b" ".join(b"\r\n".join(part) if isinstance(part, tuple) else part for part in answers if part)
    stack: list[list[Node]] = [[]]
    place = 0
    while found := _TOKEN.search(stream, place):
        place = found.end()
        if found["open"]:
            stack.append([])
        elif found["close"]:
            done = stack.pop() if len(stack) > 1 else []
            stack[-1].append(done)
        elif found["literal"]:
            place += int(found["literal"])
            stack[-1].append(stream[found.end() : place])
        elif found["quoted"] is not None:
            stack[-1].append(re.sub(rb"\\(.)", rb"\1", found["quoted"]))
        else:
            stack[-1].append(None if found["atom"].upper() == b"NIL" else found["atom"])
    return stack[0]


def text_part(structure: Node) -> Part | None:
    """The part that a reader would be shown: the first plain text, else the first HTML; no attachment."""
    parts = list(_parts(structure, ""))
    plain = next((part for part in parts if not part.html), None)
    html = next((part for part in parts if part.html), None)
    return html if plain is None or (html and plain.octets < SHORTEST_PLAIN) else plain


def _parts(structure: Node, section: str) -> Iterator[Part]:
    if not isinstance(structure, list) or not structure or section.count(".") > DEEPEST:
        return
    if isinstance(structure[0], list):
        inner = [part for part in structure if isinstance(part, list)][:MOST_PARTS]
        for number, part in enumerate(inner, 1):
            yield from _parts(part, f"{section}.{number}" if section else str(number))
    elif text := _text(structure, section or "1"):
        yield text


def _text(node: list[Node], section: str) -> Part | None:
    """RFC 3501: type, subtype, parameters, id, description, encoding, octets, lines, MD5, disposition, …"""
    kind, subtype, encoding, octets = (_word(node, place) for place in (0, 1, 5, 6))
    disposition = node[9] if len(node) > 9 else None
    attached = isinstance(disposition, list) and _word(disposition, 0) == "attachment"
    if kind != "text" or subtype not in {"plain", "html"} or attached:
        return None
    size = int(octets) if octets.isdecimal() else 0
    return Part(section, subtype == "html", _parameter(node[2], "charset"), encoding, size)


def _parameter(node: Node, name: str) -> str:
    if not isinstance(node, list):
        return ""
    return next((_word(node, place + 1) for place in range(0, len(node), 2) if _word(node, place) == name), "")


def _word(node: list[Node], place: int) -> str:
    word = node[place] if place < len(node) else None
    return word.decode("ascii", "replace").strip().lower() if isinstance(word, bytes) else ""


def folder(name: str) -> str:
    """A folder's name as it is sent: modified UTF-7 (RFC 3501 §5.1.3), quoted."""
    sent = re.sub(r"&|[^ -~]+", lambda found: _shifted(found[0]), name)
    return '"' + sent.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _shifted(text: str) -> str:
    if text == "&":
        return "&-"
    packed = base64.b64encode(text.encode("utf-16-be", "replace")).decode().rstrip("=")
    return f"&{packed.replace('/', ',')}-"


def day(when: datetime) -> str:
    """A date as SEARCH takes it: "24-Mar-2026"."""
    return f"{when.day}-{_MONTHS[when.month - 1]}-{when.year}"
