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


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedShow:
    """What a feed says of its show; addresses are absolute, `feed_url` is the feed's own."""

    title: str
    description: str
    language: str
    link: str
    feed_url: str
    image_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEpisode:
    """What a feed says of an episode; addresses are absolute, `size` is in bytes."""

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


def _add(parent: ET.Element, name: str, content: str = "", **attributes: str) -> ET.Element:
    """A child by its prefixed name ("itunes:image")."""
    prefix, _, local = name.rpartition(":")
    tag = f"{{{NAMESPACES[prefix]}}}{local}" if prefix else local
    child = ET.SubElement(parent, tag, {key: _legal(value) for key, value in attributes.items()})
    child.text = _legal(content) or None
    return child


def _legal(text: str) -> str:
    return _ILLEGAL.sub("", text)


def _line(text: str) -> str:
    return " ".join(_legal(text).split())


def _show(channel: ET.Element, show: FeedShow) -> None:
    _add(channel, "title", _line(show.title))
    _add(channel, "link", show.link)
    _add(channel, "description", _line(show.description))
    _add(channel, "language", show.language)
    _add(channel, "generator", "Dawncast")
    _add(channel, "atom:link", href=show.feed_url, rel="self", type="application/rss+xml")
    _add(channel, "itunes:author", "Dawncast")
    _add(channel, "itunes:type", "episodic")
    _add(channel, "itunes:explicit", "false")
    _add(_add(channel, "itunes:category", text="News"), "itunes:category", text="Daily News")
    _add(channel, "itunes:block", "Yes")
    if show.image_url:
        _add(channel, "itunes:image", href=show.image_url)
    _add(channel, "podcast:guid", _guid(show.feed_url))
    _add(channel, "podcast:locked", "yes")
    _add(channel, "podcast:block", "yes")
    _add(channel, "podcast:medium", "podcast")
    _add(channel, "podcast:txt", "true", purpose="ai-content")
    _add(channel, "podcast:updateFrequency", "daily", rrule="FREQ=DAILY")


def _guid(feed_url: str) -> str:
    """The feed's identity, made from its address without scheme and closing slashes."""
    return str(uuid5(GUIDS, _legal(feed_url.split("://", 1)[-1].rstrip("/"))))


def _episode(item: ET.Element, episode: FeedEpisode) -> None:
    notes = _notes(episode)
    _add(item, "title", _line(episode.title))
    _add(item, "link", episode.notes_url)
    _add(item, "guid", episode.guid, isPermaLink="false")
    _add(item, "pubDate", format_datetime(episode.published))
    _add(item, "description", notes)
    _add(item, "content:encoded", notes)
    _add(item, "enclosure", url=episode.audio_url, length=str(episode.size), type=episode.mime_type)
    _add(item, "itunes:duration", str(round(episode.seconds)))
    _add(item, "itunes:episodeType", "full")
    _add(item, "itunes:explicit", "false")
    _add(item, "itunes:image", href=episode.cover_url)
    _add(item, "podcast:chapters", url=episode.chapters_url, type="application/json+chapters")
    _add(
        item,
        "podcast:transcript",
        url=episode.transcript_url,
        type="text/vtt",
        language=episode.language,
        rel="captions",
    )
    _add(item, "podcast:txt", "true", purpose="ai-content")
    _podlove(item, episode.chapters)


def _podlove(item: ET.Element, chapters: Sequence[Chapter]) -> None:
    if not chapters:
        return
    marks = _add(item, "psc:chapters", version="1.2")
    for chapter in chapters:
        link = {"href": chapter.link} if chapter.link and _is_web(chapter.link) else {}
        _add(marks, "psc:chapter", start=_clock(chapter.start, "milliseconds"), title=_line(chapter.title), **link)


def _notes(episode: FeedEpisode) -> str:
    """The summary and the chapters' times, which some apps make into chapter marks, as HTML."""
    marks = "<br/>".join(_mark(chapter) for chapter in episode.chapters)
    return f"<p>{escape(_line(episode.summary))}</p>" + (f"<p>{marks}</p>" if marks else "")


def _mark(chapter: Chapter) -> str:
    title = escape(_line(chapter.title))
    if chapter.link and _is_web(chapter.link):
        title = f'<a href="{escape(_legal(chapter.link))}" rel="noopener noreferrer">{title}</a>'
    return f"{_clock(chapter.start, 'seconds')} {title}"


def _is_web(link: str) -> bool:
    """Whether it is an absolute web address: an app that shows the notes must be led nowhere else."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _clock(seconds: float, precision: Literal["seconds", "milliseconds"]) -> str:
    """Normal play time with hours, as 00:01:02 or 00:01:02.345."""
    thousandths = round(seconds * 1000) if precision == "milliseconds" else int(seconds) * 1000
    whole, rest = divmod(thousandths, 1000)
    clock = f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"
    return clock if precision == "seconds" else f"{clock}.{rest:03}"
