"""OPML: the addresses of the feeds that a reader's subscription list names. Pure."""

import codecs
import html
import re
from dataclasses import dataclass
from xml.parsers import expat

MOST_FEEDS = 500
_BARE = re.compile(rb"&(?!#?\w{1,32};)")
_CDATA, _CDATA_END = b"<![CDATA[", b"]]>"
_ADDRESS = re.compile(r"""\bxmlurl\s*=\s*["']([^"'<>]+)["']""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Subscriptions:
    """The feeds' addresses in the list's order, each once; `complete` is False where there were, or may be, more."""

    urls: tuple[str, ...]
    complete: bool


def subscriptions(data: bytes) -> Subscriptions:
    """The feeds of an OPML file, at any depth. Raises ValueError (a plain clause) where it is none.

    Documents with a DTD are refused: nothing that an OPML needs, and everything that XML can be made to do with it.
    """
    reader = _Reader()
    try:
        reader.parser.Parse(escape_bare_ampersands(data), True)
        found, whole = tuple(reader.urls), True
    except expat.ExpatError:
        found, whole = addresses_in_broken_xml(data), b"</opml" in data[-200:].lower()
    if not found and not reader.is_opml:
        raise ValueError("it is not an OPML file")
    return Subscriptions(found[:MOST_FEEDS], whole and len(found) <= MOST_FEEDS)


class _Reader:
    def __init__(self) -> None:
        self.urls: dict[str, None] = {}
        self.is_opml = False
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.StartDoctypeDeclHandler = self._refuse

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.is_opml = self.is_opml or name.lower() == "opml"
        if name.lower() == "outline":
            url = next((value for key, value in attributes.items() if key.lower() == "xmlurl"), "").strip()
            self.urls |= {url: None} if url else {}

    def _refuse(self, *_: object) -> None:
        raise ValueError("it has a document type definition, which no OPML file needs")


def addresses_in_broken_xml(data: bytes) -> tuple[str, ...]:
    """Repair lists with "<" and quotes in their attributes, as many readers write them: find what an xmlUrl is."""
    utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = data.decode("utf-16" if utf16 else "utf-8", "replace")
    return tuple(dict.fromkeys(html.unescape(url).strip() for url in _ADDRESS.findall(text)))


def escape_bare_ampersands(data: bytes) -> bytes:
    """Repair "Q&A" and "?a=1&b=2", which are no XML and yet in many files; left alone in CDATA, where they are XML."""
    parts: list[bytes] = []
    done = 0
    while done < len(data):
        start = data.find(_CDATA, done)
        end = data.find(_CDATA_END, start) if start >= 0 else -1
        parts.append(_BARE.sub(b"&amp;", data[done : start if end >= 0 else len(data)]))
        parts.append(data[start:end] if end >= 0 else b"")
        done = end if end >= 0 else len(data)
    return b"".join(parts)
