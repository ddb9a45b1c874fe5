"""The text of one JSON object → the line in it, with what models get wrong about JSON mended. Pure."""

import json
import re
from dataclasses import dataclass
from typing import Any, Literal

_SAY = ("say", "text", "line", "content", "sentence", "spoken", "speech", "script")
_ITEMS = ("items", "item", "ids", "id", "refs", "ref", "aliases", "alias", "sources")
_BY = ("by", "speaker", "host")
_HOST = re.compile(r"(?:host\s?)?([ab])", re.IGNORECASE)
MOST_ITEMS = 16
_LONGEST_ALIAS = 24
_SINGLE_QUOTED = re.compile(r"'((?:[^'\\]|\\.|'(?!\s*[,:\]}]))*)'(?=\s*[,:\]}])")
_SAYS = re.compile(rf"""["'](?:{"|".join(_SAY)})["']\s*:\s*["']""", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_GOES_ON = re.compile(r"""\s*(?:[:\]}]|,\s*["'{}\[\]])""")
_QUOTE = re.compile(r'(?<!\\)"')


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model wants said, the aliases of the items that it rests on, as the model gave them, and by which host."""

    say: str
    items: tuple[str, ...] = ()
    by: Literal["A", "B", ""] = ""


def read(text: str) -> Answer | str:
    """The line of an object, or why there is none."""
    found = _loaded(text)
    if found is None:
        return "it is not JSON"
    fields = {str(key).casefold().strip(): value for key, value in found.items()}
    said = next((_clean(fields[key]) for key in _SAY if isinstance(fields.get(key), str)), "")
    if not said:
        return 'it has no "say"'
    named = (_aliases(fields[key]) for key in _ITEMS if key in fields)
    return Answer(said, next((aliases for aliases in named if aliases), ()), _host(fields))


def says(text: str) -> bool:
    """Whether the beginning of an object holds its line already: what follows within it is no line of its own."""
    return bool(_SAYS.search(text))


def _loaded(text: str) -> dict[Any, Any] | None:
    for attempt in (str, _mended, _requoted):
        try:
            found = json.loads(attempt(text), strict=False)
        except (ValueError, RecursionError):
            continue
        return found if isinstance(found, dict) else None
    return None


def _mended(text: str) -> str:
    """Without trailing commas and escapes that JSON does not know."""
    without = re.sub(r",(\s*[}\]])", r"\1", text)
    return re.sub(r"\\(?=[^\"\\/bfnrtu])", "", without)


def _requoted(text: str) -> str:
    """With strings in double quotation marks, and those within strings escaped."""
    text = _mended(text)
    if re.match(r"\{\s*'", text):
        return _SINGLE_QUOTED.sub(lambda found: json.dumps(found[1], ensure_ascii=False), text)
    return _QUOTE.sub(lambda found: '"' if _is_border(text, found.start()) else '\\"', text)


def _is_border(text: str, at: int) -> bool:
    """Whether the quotation mark there begins or ends a string."""
    return text[max(0, at - 20) : at].rstrip()[-1:] in "{[,:" or bool(_GOES_ON.match(text, at + 1))


def _clean(text: str) -> str:
    """On one line, without control characters and lone surrogates."""
    text = text.replace("\\n", " ").encode("utf-16", "surrogatepass").decode("utf-16", "ignore")
    return " ".join(_CONTROL.sub(" ", text).split())


def _host(fields: dict[str, Any]) -> Literal["A", "B", ""]:
    """Which of two hosts, in "A", "b" or "Host A"; nothing else names one."""
    given = (_HOST.fullmatch(fields[key].strip()) for key in _BY if isinstance(fields.get(key), str))
    host = next((found[1].upper() for found in given if found), "")
    return "A" if host == "A" else "B" if host == "B" else ""


def _aliases(value: object) -> tuple[str, ...]:
    """The aliases in "n1, n2", ["n1", "n2"] or [{"id": "n1"}]."""
    parts = value if isinstance(value, list) else [value]
    names = [name for part in parts[:MOST_ITEMS] for name in re.split(r"[\s,;]+", _name(part))]
    bare = (_clean(name).strip("{}[]<>()#\"'`.").lower()[:_LONGEST_ALIAS] for name in names)
    return tuple(dict.fromkeys(name for name in bare if name))[:MOST_ITEMS]


def _name(part: object) -> str:
    if isinstance(part, dict):
        part = next((part[key] for key in ("id", "item", "alias", "ref") if key in part), "")
    return part if isinstance(part, str) else ""
