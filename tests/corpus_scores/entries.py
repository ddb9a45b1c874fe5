"""What other feed readers expect of the entries of a feed: title, link, id and date.

Each is compared as a listener has it: a title without markup, a link only where it is a web page's, a date as a moment,
an id within its feed. What an expectation leaves out is not compared; one that leaves out all four is no check.
"""

import ast
import html
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from connectors.feed_parse import parse
from connectors.items import Story
from tests.corpus_scores.checks import Check

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_SAID = re.compile(r'expectedUnicodeString := "([^"]+)"')

Json = dict[str, Any]


@dataclass(frozen=True)
class Expected:
    """An entry as others have it; None or empty is not compared."""

    title: str = ""
    link: str = ""
    id: str = ""
    date: datetime | None = None

    @property
    def says_anything(self) -> bool:
        """Whether there is anything to compare."""
        return bool(self.title or self.link or self.id or self.date)


def entries(feeds: Path, readers: "Readers") -> Iterator[Check]:
    """A check an entry."""
    for group, expected in readers.items():
        for file in sorted((feeds / group).glob("*.expected.json")):
            name = file.name.removesuffix(".expected.json")
            found = expected(json.loads(file.read_text(encoding="utf-8")))
            yield from _entries(group, name, (feeds / group / name).read_bytes(), found)


def _entries(group: str, name: str, data: bytes, expected: Sequence[Expected]) -> Iterator[Check]:
    stories = _stories(data, f"https://{group}.example/{name}")
    for number, entry in enumerate(expected, 1):
        if entry.says_anything:
            agrees = any(_same(story, entry) for story in stories)
            told = [(story.title[:40], story.link, story.uid, str(story.published)) for story in stories[:3]]
            yield Check(f"entries ({group})", f"feeds/{group}/{name}#{number}", agrees, f"{entry} {told}")


def _stories(data: bytes, url: str) -> tuple[Story, ...]:
    try:
        return parse(data, url).stories
    except ValueError:
        return ()


def encodings(folder: Path) -> Iterator[Check]:
    """Miniflux's tests of encodings, a check a file: a word that must stand in the feed's title or an entry's."""
    for file in sorted(folder.glob("*.expected.json")):
        name = file.name.removesuffix(".expected.json")
        said = _SAID.search(json.loads(file.read_text(encoding="utf-8"))["go"])
        found = _titles((folder / name).read_bytes())
        agrees = said is not None and any(said[1] in title for title in found)
        yield Check("encodings (miniflux)", f"feeds/v2/{name}", agrees, str(found))


def _titles(data: bytes) -> tuple[str, ...]:
    try:
        feed = parse(data, "https://v2.example/feed")
    except ValueError as error:
        return (f"({error})",)
    return feed.title, *(story.title for story in feed.stories)


def _same(story: Story, expected: Expected) -> bool:
    return (
        (not expected.title or _reads(story.title, expected.title))
        and (not expected.link or story.link == (expected.link if _is_page(expected.link) else None))
        and (not expected.id or story.uid == expected.id or story.uid.endswith(f":{expected.id}"))
        and (not expected.date or story.published == expected.date.replace(microsecond=0))
    )


def _reads(told: str, expected: str) -> bool:
    """Whether the words are the same; one letter is any where the expectation itself lost it (U+FFFD)."""
    plain = _plain(expected)
    if told.endswith("…"):
        plain, told = plain[: len(told) - 1], told[:-1]
    return re.fullmatch(re.escape(plain).replace("\ufffd", "."), told) is not None


def _plain(markup: str) -> str:
    """Markup to words, without any code of ours: also where it was escaped twice."""
    for _ in range(3):
        markup = html.unescape(_TAG.sub("", markup))
    return " ".join(markup.split())


def _is_page(link: str) -> bool:
    return urlsplit(link).scheme in {"http", "https"}


def _moment(value: str | int | None) -> datetime | None:
    if not value:
        return None
    return datetime.fromtimestamp(value, UTC) if isinstance(value, int) else datetime.fromisoformat(value)


def _gofeed(found: Json) -> list[Expected]:
    result = found["result"]
    return [_gofeed_entry(entry) for entry in (*(result.get("items") or ()), *(result.get("entries") or ()))]


def _gofeed_entry(entry: Json) -> Expected:
    guid = entry.get("guid") or entry.get("id") or ""
    links = [link["href"] for link in entry.get("links", ()) if isinstance(link, dict) and link.get("href")]
    date = entry.get("publishedParsed") or entry.get("pubDateParsed") or entry.get("updatedParsed")
    return Expected(
        title=entry.get("title", ""),
        link=entry.get("link") or next(iter(links), ""),
        id=guid["value"] if isinstance(guid, dict) else guid,
        date=_moment(date),
    )


def _podcastparser(found: Json) -> list[Expected]:
    """Its relative ids are resolved by where its files lie."""
    return [
        Expected(
            title=one["title"],
            link=one["link"],
            id=one["guid"].removeprefix("file://tests/data/"),
            date=_moment(one["published"]),
        )
        for one in found["result"]["episodes"]
    ]


def _rss_parser(found: Json) -> list[Expected]:
    return [
        Expected(
            title=one.get("title", ""),
            link=one.get("link", ""),
            id=one.get("guid") or one.get("id") or one.get("rdf:about", ""),
            date=_moment(one.get("isoDate")),
        )
        for one in found["result"]["feed"]["items"]
    ]


def _lemon24(found: Json) -> list[Expected]:
    """Python source: `EntryData(id=…, title=…, …)`."""
    calls = [node for node in ast.walk(ast.parse(found["python"])) if isinstance(node, ast.Call)]
    return [_entry_data(call) for call in calls if isinstance(call.func, ast.Name) and call.func.id == "EntryData"]


def _entry_data(call: ast.Call) -> Expected:
    given = {keyword.arg: keyword.value for keyword in call.keywords}
    said = {name: given[name].value for name in ("title", "link", "id") if isinstance(given.get(name), ast.Constant)}  # type: ignore[attr-defined]  # it is a Constant
    date = given.get("published") or given.get("updated")
    return Expected(**{name: value or "" for name, value in said.items()}, date=_datetime(date))


def _datetime(node: ast.expr | None) -> datetime | None:
    if not isinstance(node, ast.Call):
        return None
    return datetime(*[argument.value for argument in node.args if isinstance(argument, ast.Constant)], tzinfo=UTC)  # type: ignore[arg-type,misc]  # they are integers


Readers = dict[str, Callable[[Json], list[Expected]]]

COUNTED: Readers = {"gofeed": _gofeed, "podcastparser": _podcastparser, "rss-parser": _rss_parser}
"""The folders whose expectations are given as data."""

NOT_COUNTED: Readers = {"reader": _lemon24}
