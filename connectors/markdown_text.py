"""Markdown as people write it in Obsidian and Logseq, to plain text and front matter. Pure.

Syntax: https://help.obsidian.md/syntax, https://docs.logseq.com. Every pattern here runs in linear time.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from connectors.plaintext import iso_date

TASK: Final = re.compile(r"^[\s>]*(?:[-*+]|\d{1,9}[.)])[ \t]+\[(.)\](?:[ \t]+|$)(.*)$")
"""A line with a check box: the character in it, and the text."""
MARKER: Final = re.compile(
    r"^\s*[-*][ \t]+(TODO|DOING|NOW|LATER|IN-PROGRESS|WAITING|WAIT|DONE|CANCELED|CANCELLED)[ \t]+(.*)$"
)
"""A Logseq task: its marker, and the text."""

_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_KEY = re.compile(r"^([A-Za-z_][\w -]*):[ \t]*(.*)$")
_FENCE = re.compile(r"^[\s>]*(?:[-*+][ \t]+)?(`{3,}|~{3,})([^\n]*)$")
_BULLET = re.compile(r"^[\s>]*(?:[-*+]|\d{1,9}[.)])(?:[ \t]+|$)(.*)$")
_HEADING = re.compile(r"^\s{0,3}(?:[-*][ \t]+)?(#{1,6})[ \t]+(.*)$")
_QUOTE = re.compile(r"^(?:\s*>)+[ \t]?")
_CALLOUT = re.compile(r"^(?:\s*>)+[ \t]?\[![\w-]+\][+-]?(.*)$")
_NO_PROSE = re.compile(
    r"^\s*(?:\||([-*_])(?:[ \t]*\1){2,}\s*$|:[A-Z]+:\s*$|[\w-]+::(?:\s|$)|(?:CLOCK|SCHEDULED|DEADLINE):)"
)
_HIDDEN = re.compile(r"`[^`\n]+`|<!--.*?(?:-->|\Z)|%%.*?(?:%%|\Z)|<%.*?(?:%>|\Z)|\$\$.*?(?:\$\$|\Z)", re.DOTALL)

_TAG = re.compile(r"(?<![^\s(])#([^\W\d][\w/-]*)")
_EMBED = re.compile(r"!\[\[[^\[\]\n]*\]\]|!\[[^\[\]\n]*\]\([^()\n]*\)|\[\^[^\[\]\s]*\]|\{\{[^{}\n]*\}\}")
_WIKI_LINK = re.compile(r"\[\[([^\[\]\n]*)\]\]")
_SUBSTITUTES: Final = (
    (re.compile(r"[\[(][\w -]+::[^\[\]()\n]*[\])]"), ""),  # inline fields
    (re.compile(r"\[([^\[\]\n]*)\](?:\([^()\n]*\)|\[[^\[\]\n]*\])"), r"\1"),  # links
    (re.compile(r"<?\b[a-zA-Z][a-zA-Z0-9+.-]{1,20}://[^\s<>]+>?"), ""),  # addresses
    (re.compile(r"</?[a-zA-Z][^<>]*>"), ""),  # HTML
    (
        re.compile(r"\*\*|~~|`+|(?<=\S)==|==(?=\S)|(?<![\w\\])[*_]{1,3}(?=\S)|(?<=[^\s\\])[*_]{1,3}(?!\w)"),
        "",
    ),  # emphasis, code
    (re.compile(r"\\([\\`*_{}\[\]()#+.!|>~-])"), r"\1"),  # escapes
    (re.compile(r"(?:^|\s)\^[A-Za-z0-9-]+$"), ""),  # block ids
    (re.compile(r"\(\s?\)|\[\s?\]"), ""),  # what links and addresses stood in
    (re.compile(r"\s([,.;:!?])(?=\s|$)"), r"\1"),
)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The few properties that matter here; `names` are the keys, tags and types, in lower case."""

    day: date | None = None
    title: str = ""
    names: frozenset[str] = frozenset()


def split(text: str) -> tuple[FrontMatter, str]:
    """The front matter and the body of a note."""
    found = _FRONT_MATTER.match(text)
    return (_front_matter(found[1]), text[found.end() :]) if found else (FrontMatter(), text)


def _front_matter(yaml: str) -> FrontMatter:
    values: dict[str, list[str]] = {}
    key = ""
    for line in yaml.split("\n"):
        if found := _KEY.match(line):
            key = found[1].strip().casefold()
            values.setdefault(key, []).append(found[2])
        elif key and line.lstrip().startswith("- "):
            values[key].append(line.lstrip()[2:])
    said = {key: " ".join(value).strip() for key, value in values.items()}
    day = re.search(r"\d{4}-\d{2}-\d{2}", said.get("date", ""))
    return FrontMatter(iso_date(day[0]) if day else None, plain(said.get("title", "").strip("\"'")), _names(said))


def _names(said: dict[str, str]) -> frozenset[str]:
    keys = {key for key, value in said.items() if value.casefold() not in ("", "false", "null", "[]")}
    kinds = " ".join(said.get(key, "") for key in ("tags", "tag", "type", "kind", "category", "categories"))
    return frozenset(keys | set(re.findall(r"[^\s,\[\]\"'#/|]+", kinds.casefold())))


def tags(body: str) -> frozenset[str]:
    """The tags in a text, in lower case; of a nested tag each part."""
    return frozenset(part for tag in _TAG.findall(body) for part in tag.casefold().split("/"))


def visible(body: str) -> str:
    """The body without code blocks, comments, formulas and templates' leftovers."""
    return _HIDDEN.sub(lambda found: found[0] if found[0][0] == "`" else "", "\n".join(_without_code(body)))


def _without_code(body: str) -> Iterator[str]:
    fence, in_list, after_blank = "", False, True
    for line in body.split("\n"):
        found = _FENCE.match(line)
        if fence:
            fence = "" if found and found[1].startswith(fence) and not found[2].strip() else fence
            continue
        if found and not (found[1][0] == "`" and "`" in found[2]):
            fence = found[1]
            continue
        indented = line.startswith(("    ", "\t"))
        if indented and after_blank and not in_list:
            continue  # what follows a blank line and is indented so far is code, as in CommonMark
        after_blank = not line.strip()
        in_list = bool(_BULLET.match(line)) or (in_list and (after_blank or line[0] in " \t"))
        yield line


def prose(body: str, *, headings: bool) -> str:
    """The sentences of a visible body in one line, without tasks, tables and rules; with its headings if asked for."""
    blocks: list[str] = []
    joins = False
    for line in body.split("\n"):
        text, starts = _said(line, headings=headings)
        if text and joins and not starts:
            blocks[-1] = f"{blocks[-1]} {text}"
        elif text:
            blocks.append(text)
        joins = bool(text) and not (_HEADING.match(line) or _CALLOUT.match(line))
    return " ".join(_ended(block) for block in blocks)


def _said(line: str, *, headings: bool) -> tuple[str, bool]:
    """What is said of a line, and whether it starts a sentence of its own."""
    if TASK.match(line) or MARKER.match(line) or _NO_PROSE.match(line):
        return "", True
    if heading := _HEADING.match(line):
        return (_heading_text(heading) if headings else ""), True
    if callout := _CALLOUT.match(line):
        return (plain(callout[1]) if headings else ""), True
    bullet = _BULLET.match(line)
    text = bullet[1] if bullet else line
    return ("", True) if _NO_PROSE.match(text) else (spoken_tags(plain(_QUOTE.sub("", text))), bool(bullet))


def _ended(block: str) -> str:
    return block if block.rstrip("\"')”’»").endswith((".", "!", "?", "…", ":", ";")) else f"{block}."


def title(body: str) -> str:
    """The first heading of the first level, plain; empty where there is none."""
    for line in body.split("\n"):
        if (found := _HEADING.match(line)) and found[1] == "#":
            return _heading_text(found)
    return ""


def _heading_text(heading: re.Match[str]) -> str:
    text = heading[2].rstrip()
    closed = text.rstrip("#")  # "## Title ##", but not "C#"
    return plain(closed if closed != text and closed.endswith((" ", "\t")) else text)


def without_title(body: str) -> str:
    """The body less the heading that is its title."""
    lines = body.split("\n")
    first = next((n for n, line in enumerate(lines) if (found := _HEADING.match(line)) and found[1] == "#"), None)
    return body if first is None else "\n".join(lines[:first] + lines[first + 1 :])


def plain(text: str) -> str:
    """A line's text without links, emphasis, markup, inline fields and block ids."""
    text = " ".join(_WIKI_LINK.sub(_shown, _EMBED.sub("", text)).split())
    for pattern, instead in _SUBSTITUTES:
        text = pattern.sub(instead, text)
    return " ".join(text.split())


def _shown(link: re.Match[str]) -> str:
    target, _, alias = link[1].partition("|")
    page, _, heading = target.partition("#")
    return (alias or page.rpartition("/")[2] or heading.lstrip("^")).strip()


def spoken_tags(text: str) -> str:
    """Tags before and after the text are left out, a tag within it is read as its words."""
    words = text.split()
    while words and _TAG.fullmatch(words[-1]):
        words.pop()
    while words and _TAG.fullmatch(words[0]):
        words.pop(0)
    return _TAG.sub(lambda tag: tag[1].rpartition("/")[2].replace("_", " ").replace("-", " "), " ".join(words))
