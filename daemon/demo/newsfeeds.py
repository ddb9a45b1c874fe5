"""The demo's feeds, one as RSS 2.0 and one as Atom, with the stories of one day. Pure."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from email.utils import format_datetime
from typing import Any, Final
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

from daemon.demo.pools import pick

SETS: Final = ("first", "second", "third")
FIRST_OUT: Final = time(21, 30)
"""When the first story is out, on the evening before; the ninth follows before half past four."""
BETWEEN: Final = timedelta(minutes=52)


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A story as its outlet has it; `html` is its text."""

    title: str
    html: str
    link: str
    published: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """An outlet and its stories, the latest first."""

    title: str
    link: str
    articles: tuple[Article, ...]


def outlet(which: str, news: dict[str, Any], day: date, zone: ZoneInfo) -> Outlet:
    """What "courier" or "lens" has published on the evening before `day`; `news` is the table of news.toml."""
    feed = news["feeds"][which]
    start = datetime.combine(day - timedelta(days=1), FIRST_OUT, zone).astimezone(UTC)
    articles: list[Article] = []
    for place, row in enumerate(news[pick(SETS, day.toordinal())]):
        title, html = ("title", "text") if row["feed"] == which else ("also", "also_text")
        if title in row:
            values = _values(news, day.toordinal(), place)
            said = row[title].format_map(values)
            link = f"{feed['link']}/{day:%Y/%m/%d}/{_slug(said)}"
            published = (start + place * BETWEEN).astimezone(zone)
            articles.append(Article(title=said, html=row[html].format_map(values), link=link, published=published))
    return Outlet(title=feed["title"], link=feed["link"], articles=tuple(reversed(articles)))


def _values(news: dict[str, Any], turn: int, place: int) -> dict[str, str | int]:
    """Other values for each story of a day, and for each day: no title comes again within two months."""
    return {
        "town": pick(news["towns"], turn + 5 * place),
        "elsewhere": pick(news["towns"], turn + 5 * place + 11),
        "person": pick(news["people"], turn + 7 * place),
        "percent": pick(news["percents"], turn + 3 * place),
        "count": pick(news["counts"], turn + 5 * place),
    }


def _slug(title: str) -> str:
    return "-".join(re.findall(r"[a-z0-9]+", unicodedata.normalize("NFKD", title.lower()).replace("\u0301", "")))


def rss(known: Outlet) -> bytes:
    """The outlet as RSS 2.0; each text ends in a link to go on reading, as many outlets have it."""
    root = ET.Element("rss", version="2.0")
    channel = ET.SubElement(root, "channel")
    _add(channel, title=known.title, link=known.link, description=f"{known.title}, an invented paper", language="en")
    for article in known.articles:
        html = f'<p>{article.html}</p><p><a href="{article.link}">Continue reading</a></p>'
        item = ET.SubElement(channel, "item")
        _add(item, title=article.title, link=article.link, guid=article.link)
        _add(item, pubDate=format_datetime(article.published), description=html)
    return _bytes(root)


def atom(known: Outlet) -> bytes:
    """The outlet as Atom (RFC 4287)."""
    root = ET.Element("feed", xmlns="http://www.w3.org/2005/Atom")
    _add(root, id=f"{known.link}/", title=known.title, updated=known.articles[0].published.isoformat())
    ET.SubElement(root, "link", rel="alternate", href=known.link)
    for article in known.articles:
        entry = ET.SubElement(root, "entry")
        _add(entry, id=article.link, title=article.title, updated=article.published.isoformat())
        ET.SubElement(entry, "link", rel="alternate", href=article.link)
        ET.SubElement(entry, "summary", type="html").text = f"<p>{article.html}</p>"
    return _bytes(root)


def opml(outlets: tuple[Outlet, ...]) -> bytes:
    """The outlets as a list of subscriptions."""
    root = ET.Element("opml", version="2.0")
    _add(ET.SubElement(root, "head"), title="Kim's feeds")
    news = ET.SubElement(ET.SubElement(root, "body"), "outline", text="News")
    for known in outlets:
        ET.SubElement(
            news, "outline", type="rss", text=known.title, xmlUrl=f"{known.link}/feed.xml", htmlUrl=known.link
        )
    return _bytes(root)


def _add(parent: ET.Element, **texts: str) -> None:
    for name, text in texts.items():
        ET.SubElement(parent, name).text = text


def _bytes(root: ET.Element) -> bytes:
    ET.indent(root)
    data: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return data + b"\n"
