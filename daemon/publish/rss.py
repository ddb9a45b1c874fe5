"""Episodes as a podcast feed: RSS 2.0 with the tags of iTunes, Podcasting 2.0 and Podlove. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from html import escape
from typing import Literal
from urllib.parse import urlsplit
from uuid import UUID, uuid5
from xml.etree import ElementTree as ET

from config.shows import WEEK, Day
from daemon.model import Chapter

NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "psc": "http://podlove.org/simple-chapters",
}
GUIDS = UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""The namespace of podcast:guid, as its specification gives it."""

for _prefix, _uri in NAMESPACES.items():
    ET.register_namespace(_prefix, _uri)

_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold (production 2, "Char")."""
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedShow:
    """What a feed says of its show; addresses are absolute, `feed_url` is the feed's own.

    `guid`: its podcast:guid, where its address holds a secret or changes; None: made from the address, "": none.
    `days`: on which there are episodes.
    """

    title: str
    description: str
    language: str
    link: str
    feed_url: str
    image_url: str | None = None
    guid: str | None = None
    days: tuple[Day, ...] = WEEK


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEpisode:
    """What a feed says of an episode; addresses are absolute, `size` is in bytes.

    `notes`: the show notes as HTML without a page around it, which is put into the feed as it is.
    """

    guid: str
    title: str
    summary: str
    published: datetime
    seconds: float
    audio_url: str
    mime_type: str
    size: int
    language: str
    chapters: tuple[Chapter, ...]
    chapters_url: str
    transcript_url: str
    notes_url: str
    cover_url: str
    notes: str = ""


def feed(show: FeedShow, episodes: Sequence[FeedEpisode]) -> bytes:
    """The feed's XML in UTF-8, the newest episode first. It asks not to be listed: what it tells is private."""
    newest_first = sorted(episodes, key=lambda episode: (episode.published, episode.guid), reverse=True)
    root = ET.Element("rss", version="2.0")
    channel = ET.SubElement(root, "channel")
    _show(channel, show)
    if newest_first:
        _add(channel, "lastBuildDate", format_datetime(newest_first[0].published))
    for episode in newest_first:
        _episode(ET.SubElement(channel, "item"), episode)
    ET.indent(root)
    xml: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return xml


def enclosure_of(xml: bytes, guid: str) -> ET.Element | None:
    """The enclosure of the episode with that guid; None where the feed does not name it. Raises ET.ParseError."""
    items = ET.fromstring(xml).iterfind("channel/item")  # noqa: S314  # expat limits what entities may become
    found = (item.find("enclosure") for item in items if item.findtext("guid") == guid)
    return next((element for element in found if element is not None), None)


def _add(parent: ET.Element, name: str, content: str = "", **attributes: str) -> ET.Element:
    """A child by its prefixed name ("itunes:image")."""
    prefix, _, local = name.rpartition(":")
    tag = f"{{{NAMESPACES[prefix]}}}{local}" if prefix else local
    child = ET.SubElement(parent, tag, {key: _legal(value) for key, value in attributes.items()})
    child.text = _legal(content) or None
    return child


def _legal(text: str) -> str:
    return _ILLEGAL.sub("", text)


def one_line(text: str) -> str:
    """On one line, and without the signs that turn the direction of what stands beside it."""
    return " ".join(_TURNING.sub("", _legal(text)).split())


def _show(channel: ET.Element, show: FeedShow) -> None:
    title = one_line(show.title) or "Dawncast"
    _add(channel, "title", title)
    _add(channel, "link", show.link)
    _add(channel, "description", one_line(show.description) or title)
    _add(channel, "language", show.language)
    _add(channel, "generator", "Dawncast")
    _add(channel, "atom:link", href=show.feed_url, rel="self", type="application/rss+xml")
    _show_for_itunes(channel, show)
    _show_for_podcasting(channel, show)


def _show_for_itunes(channel: ET.Element, show: FeedShow) -> None:
    _add(channel, "itunes:author", "Dawncast")
    _add(channel, "itunes:type", "episodic")
    _add(channel, "itunes:explicit", "false")
    _add(_add(channel, "itunes:category", text="News"), "itunes:category", text="Daily News")
    _add(channel, "itunes:block", "Yes")
    if show.image_url:
        _add(channel, "itunes:image", href=show.image_url)


def _show_for_podcasting(channel: ET.Element, show: FeedShow) -> None:
    if guid := _guid(show.feed_url) if show.guid is None else show.guid:
        _add(channel, "podcast:guid", guid)
    _add(channel, "podcast:locked", "yes")
    _add(channel, "podcast:block", "yes")
    _add(channel, "podcast:medium", "podcast")
    _add(channel, "podcast:person", "Dawncast", group="cast", role="host")
    _add(channel, "podcast:txt", "true", purpose="ai-content")
    if len(show.days) == len(WEEK):
        _add(channel, "podcast:updateFrequency", "daily", rrule="FREQ=DAILY")
    else:
        days = ",".join(day[:2].upper() for day in show.days)
        _add(channel, "podcast:updateFrequency", f"weekly on {days}", rrule=f"FREQ=WEEKLY;BYDAY={days}")


def _guid(feed_url: str) -> str:
    """The feed's identity, made from its address without scheme and closing slashes."""
    return str(uuid5(GUIDS, _legal(feed_url.split("://", 1)[-1].rstrip("/"))))


def _episode(item: ET.Element, episode: FeedEpisode) -> None:
    marks = _marks(episode)
    _add(item, "title", one_line(episode.title) or f"{episode.published:%Y-%m-%d}")
    _add(item, "link", episode.notes_url)
    _add(item, "guid", episode.guid, isPermaLink="false")
    _add(item, "pubDate", format_datetime(episode.published))
    _add(item, "description", marks)
    _add(item, "content:encoded", marks + episode.notes)
    _add(item, "enclosure", url=episode.audio_url, length=str(episode.size), type=episode.mime_type)
    _add(item, "itunes:duration", str(round(episode.seconds)))
    _add(item, "itunes:episodeType", "full")
    _add(item, "itunes:explicit", "false")
    _add(item, "itunes:image", href=episode.cover_url)
    _add(item, "podcast:chapters", url=episode.chapters_url, type="application/json+chapters")
    vtt = {"type": "text/vtt", "language": episode.language, "rel": "captions"}
    _add(item, "podcast:transcript", url=episode.transcript_url, **vtt)
    _add(item, "podcast:txt", "true", purpose="ai-content")
    _podlove(item, episode.chapters)


def _podlove(item: ET.Element, chapters: Sequence[Chapter]) -> None:
    if not chapters:
        return
    marks = _add(item, "psc:chapters", version="1.2")
    for chapter in chapters:
        link = {"href": chapter.link} if chapter.link and is_web(chapter.link) else {}
        _add(marks, "psc:chapter", start=_clock(chapter.start, "milliseconds"), title=one_line(chapter.title), **link)


def _marks(episode: FeedEpisode) -> str:
    """The summary and the chapters' times, which some apps make into chapter marks, as HTML."""
    marks = "<br/>".join(_mark(chapter) for chapter in episode.chapters)
    return f"<p>{escape(one_line(episode.summary))}</p>" + (f"<p>{marks}</p>" if marks else "")


def _mark(chapter: Chapter) -> str:
    title = escape(one_line(chapter.title))
    if chapter.link and is_web(chapter.link):
        title = f'<a href="{escape(chapter.link)}" rel="noopener noreferrer">{title}</a>'
    return f"{_clock(chapter.start, 'seconds')} {title}"


def is_web(link: str) -> bool:
    """Whether it is an absolute web address: an app that shows the notes must be led nowhere else."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and link.isprintable() and " " not in link


def _clock(seconds: float, precision: Literal["seconds", "milliseconds"]) -> str:
    """Normal play time with hours, as 00:01:02 or 00:01:02.345."""
    thousandths = round(seconds * 1000) if precision == "milliseconds" else int(seconds) * 1000
    whole, rest = divmod(thousandths, 1000)
    clock = f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"
    return clock if precision == "seconds" else f"{clock}.{rest:03}"
