"""Feeds to stories: RSS and Atom through feedparser, JSON Feed by hand. Pure."""

import hashlib
import html
import io
import json
import re
from calendar import timegm
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from connectors import feed_quick
from connectors.feed_dates import moment
from connectors.feed_text import MOST_TITLE, canonical, plain, title_and_summary, web_link
from connectors.items import Story
from connectors.opml import escape_bare_ampersands

MOST_STORIES = 100
MOST_UID = 200
LATEST = datetime.max.replace(tzinfo=UTC)
_GLOBAL_ID = re.compile(r"https?://|tag:|urn:|yt:", re.IGNORECASE)
_NOWHERE = "https://feed.invalid"
_BASES = (f"{_NOWHERE}/0/1/2/", f"{_NOWHERE}/0/1/", f"{_NOWHERE}/0/")
_PAGE = re.compile(r"https?://", re.IGNORECASE)
_END = re.compile(rb"</(?:\w+:)?(?:rss|feed|rdf)\s*>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """A feed's stories, newest first (those without a date before all); `warnings` are plain clauses."""

    title: str
    stories: tuple[Story, ...]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry as the feed has it: titles and summaries are HTML, the link may be relative or worse."""

    id: str
    title: str
    link: str
    summary: str
    published: datetime | None


def parse(data: bytes, url: str, content_type: str = "", since: datetime | None = None) -> ParsedFeed:
    """The stories of an RSS, Atom or JSON feed that was had from `url`. Raises ValueError (a plain clause).

    Stories older than `since` are left out; those without a date are not.
    """
    if not data.strip():
        raise ValueError("it is empty")
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    title, entries, warnings = _json(data) if start in {b"{", b"["} else _xml(data, content_type)
    name = plain(title, MOST_TITLE) or _name(url)
    return ParsedFeed(name, tuple(_stories(_newest(entries, since), _shared(entries), name, url)), warnings)


Raw = tuple[str, tuple[_Entry, ...], tuple[str, ...]]
"""Title, entries, warnings."""


def _xml(data: bytes, content_type: str) -> Raw:
    quick = feed_quick.read(data)
    if quick:
        entries = (_Entry(one.id, one.title, one.link, one.summary, one.published) for one in quick[1])
        return quick[0], tuple(entries), ()
    return _thorough(data, content_type)


def _thorough(data: bytes, content_type: str) -> Raw:
    import feedparser

    headers = {"content-location": _BASES[0]} | _charset(data, content_type)
    repaired = data if b"\x00" in data else escape_bare_ampersands(data)
    # As a stream: feedparser takes bare bytes for the name of a file first, and opens it.
    stream = io.BytesIO(repaired)
    found = feedparser.parse(stream, response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
    version, entries = found.get("version") or "", [_entry(entry) for entry in found["entries"]]
    if not version and not entries:
        raise ValueError(_what_it_is(data, content_type))
    if not (found["bozo"] and version.startswith(("rss", "atom"))) or _END.search(data[-2000:]):
        return _text(found["feed"], "title"), tuple(entries), ()
    whole = entries[:-1] if _ends_within_an_entry(data) else entries
    return _text(found["feed"], "title"), tuple(whole), ("it was cut off",)


def _ends_within_an_entry(data: bytes) -> bool:
    started, ended = (max(data.rfind(mark + name) for name in (b"item", b"entry")) for mark in (b"<", b"</"))
    return started > ended


def _charset(data: bytes, content_type: str) -> dict[str, str]:
    """The header that tells feedparser the encoding: what is valid UTF-8 is UTF-8, whatever is said of it."""
    if data.isascii() or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return {}
    try:
        data.decode()
    except UnicodeDecodeError:
        return {"content-type": content_type} if "charset" in content_type.lower() else {}
    return {"content-type": "application/xml; charset=utf-8"}


def _what_it_is(data: bytes, content_type: str) -> str:
    start = data[:2000].lower()
    page = "html" in content_type.lower() or b"<html" in start or b"<!doctype html" in start
    return "it answered with a web page, not a feed" if page else "it is not a feed"


def _entry(entry: dict[str, Any]) -> _Entry:
    contents = dict.get(entry, "content") or [{}]
    summary = _text(entry, "summary") or _text(contents[0], "value")
    identity, link = _as_written(_text(entry, "id")), _as_written(_text(entry, "link"))
    if link == identity and not _PAGE.match(link):
        link = ""  # an id that feedparser takes for a link, as RSS says
    identity = identity or ("" if link else _enclosed(entry))
    return _Entry(identity, _text(entry, "title"), link, summary, _published(entry))


def _as_written(address: str) -> str:
    """Undo what feedparser does to relative addresses: it takes ids such as "17" for some, and makes them whole."""
    for up, base in enumerate(_BASES):
        if address.startswith(base):
            return "../" * up + address.removeprefix(base)
    return address.removeprefix(_NOWHERE)


def _enclosed(entry: dict[str, Any]) -> str:
    """The address of an episode's sound, by which one without an id and a page is known."""
    links = dict.get(entry, "links") or ()
    return next((_text(one, "href") for one in links if dict.get(one, "rel") == "enclosure"), "")


def _published(entry: dict[str, Any]) -> datetime | None:
    """When it was first published: a story that was touched again is no news."""
    for name in ("published", "created", "updated"):
        found = _utc(dict.get(entry, f"{name}_parsed")) or moment(_text(entry, name))
        if found:
            return found
    return None


def _utc(parsed: Any) -> datetime | None:
    try:
        return datetime.fromtimestamp(timegm(parsed), UTC) if parsed else None
    except (ValueError, OverflowError, OSError):
        return None


def _text(values: dict[str, Any], name: str) -> str:
    value = dict.get(values, name)  # past feedparser's own dict, which guesses at what is not there
    return value if isinstance(value, str) else ""


def _json(data: bytes) -> Raw:
    try:
        feed = json.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError) as error:
        raise ValueError("it is not a feed") from error
    if not isinstance(feed, dict) or "jsonfeed.org/version" not in _text(feed, "version"):
        raise ValueError("it is not a feed")
    items = feed.get("items")
    entries = tuple(_json_entry(item) for item in items if isinstance(item, dict)) if isinstance(items, list) else ()
    return html.escape(_text(feed, "title")), entries, ()


def _json_entry(item: dict[str, Any]) -> _Entry:
    """An item of JSON Feed 1 or 1.1, whose titles and texts are plain (https://www.jsonfeed.org/version/1.1/)."""
    number = item.get("id")
    identity = str(number) if isinstance(number, int | float) else _text(item, "id")
    words = _text(item, "summary") or _text(item, "content_text")
    summary = html.escape(words) if words else _text(item, "content_html")
    published = moment(_text(item, "date_published")) or moment(_text(item, "date_modified"))
    link = _text(item, "url") or _text(item, "external_url")
    return _Entry(identity, html.escape(_text(item, "title")), link, summary, published)


def _newest(entries: Iterable[_Entry], since: datetime | None) -> list[_Entry]:
    fresh = (entry for entry in entries if not (since and entry.published and entry.published < since))
    return sorted(fresh, key=lambda entry: entry.published or LATEST, reverse=True)[:MOST_STORIES]


def _shared(entries: Iterable[_Entry]) -> set[str]:
    return {identity for identity, count in Counter(entry.id for entry in entries).items() if count > 1}


def _stories(entries: list[_Entry], shared: set[str], feed: str, url: str) -> Iterator[Story]:
    """The entries that say anything, each `uid` once; an id that several entries share tells nothing apart."""
    seen: set[str] = set()
    for entry in entries:
        title, summary = title_and_summary(entry.title, entry.summary)
        link = web_link(entry.link, url)
        identity = "" if entry.id in shared else entry.id
        uid = _uid(identity, link, f"{title}\n{entry.published}", url)
        if title and uid not in seen:
            seen.add(uid)
            yield Story(uid=uid, title=title, link=link, published=entry.published, summary=summary, feed=feed)


def _uid(identity: str, link: str | None, otherwise: str, url: str) -> str:
    """What this story was yesterday and will be tomorrow: its id, else its link, else a hash of what it says.

    An id that is unique in its feed only ("17") is told apart by the feed's address, without its query.
    """
    parts = urlsplit(url)
    scope = _hash(f"{parts.netloc}{parts.path}")[:8]
    identity = plain(html.escape(identity), 2 * MOST_UID)
    if identity:
        uid = identity if _GLOBAL_ID.match(identity) else f"{scope}:{identity}"
    else:
        uid = canonical(link) if link else f"{scope}:{_hash(otherwise)[:16]}"
    return uid if len(uid) <= MOST_UID else _hash(uid)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()


def _name(url: str) -> str:
    """What to call a feed without a title: its host, or its file's name."""
    parts = urlsplit(url)
    return parts.hostname or PurePosixPath(unquote(parts.path)).stem
