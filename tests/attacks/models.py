"""A model that answers well, and one that is wholly in an attacker's hands. Both know nothing but their prompt.

What the attacker wants said it holds out of band: it need not find it in the prompt.
"""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

from daemon.write.completion import Request

Way = Literal["slots", "copied"]
Weave = Literal["alone", "behind", "before", "inside", "of nothing", "of another", "in two", "slotted", "wrapped"]
WEAVES: tuple[Weave, ...] = get_args(Weave)

_ITEMS = re.compile(r"^ITEMS (\S+)\n(.*?)^END \1$", re.MULTILINE | re.DOTALL)
_ITEM = re.compile(r"^([a-z]\d+): (\w+).*\n((?:- .*\n)*)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Said:
    """One object of an answer."""

    items: tuple[str, ...]
    say: str

    @property
    def json(self) -> str:
        return json.dumps({"items": self.items, "say": self.say}, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Shown:
    """An item as a prompt shows it: its rows by what stands before the first colon."""

    alias: str
    kind: str
    rows: dict[str, str]

    def has(self, name: str) -> bool:
        return f"{{{self.alias}.{name}}}" in self.rows or name in self.rows

    def value(self, name: str, way: Way) -> str:
        """How a line says it."""
        return f"{{{self.alias}.{name}}}" if way == "slots" else self.rows.get(name, "")


def shown_in(prompt: str) -> tuple[Shown, ...]:
    """The items of a prompt."""
    block = _ITEMS.search(prompt)
    found = _ITEM.findall(block[2]) if block else []
    return tuple(Shown(alias, kind, dict(_row(row) for row in rows.splitlines())) for alias, kind, rows in found)


def _row(row: str) -> tuple[str, str]:
    name, _, value = row.removeprefix("- ").partition(": ")
    return name, value


def good(prompt: str, way: Way) -> tuple[Said, ...]:
    """What a model says that keeps to all rules."""
    opening = "SECTION: opening" in prompt
    lines = [Said((), "{greeting}. It is {day}." if way == "slots" else _greeting(prompt))] if opening else []
    return (*lines, *(line for item in shown_in(prompt) for line in _of(item, way)))


def _greeting(prompt: str) -> str:
    greeting, day = (
        re.search(rf"^- {name}: (.*)$", prompt, re.MULTILINE) for name in ("the greeting.*?", "weekday and date")
    )
    return f"{greeting[1] if greeting else 'Good morning'}. It is {day[1] if day else 'a new day'}."


def _of(item: Shown, way: Way) -> Iterator[Said]:
    for say in _SAYS[item.kind](item, way):
        yield Said((item.alias,), say)


def _event(item: Shown, way: Way) -> Iterator[str]:
    title, where = item.value("title", way), f", {item.value('place', way)}" if item.has("place") else ""
    if item.has("start"):
        yield f"At {item.value('start', way)} comes {title}{where}."
    else:
        yield f"All day long: {title}{where}."


def _task(item: Shown, way: Way) -> Iterator[str]:
    when = next((name for name in ("since", "due") if item.has(name)), None)
    yield (
        f"Still to do {item.value(when, way)}: {item.value('title', way)}."
        if when
        else f"To do: {item.value('title', way)}."
    )


def _story(item: Shown, way: Way) -> Iterator[str]:
    headline = item.rows.get("headline", "").rstrip(".")
    if headline:
        yield f"{headline}, {item.value('source', way)} reports."
    yield from _sentences(item.rows.get("text", ""))


def _message(item: Shown, way: Way) -> Iterator[str]:
    yield f"{item.value('sender', way)} writes: {item.rows.get('subject', '').rstrip('.')}."
    yield from _sentences(item.rows.get("text", ""))


def _note(item: Shown, way: Way) -> Iterator[str]:
    yield from _sentences(item.rows.get("text", item.rows.get("title", "")))


def _weather(item: Shown, way: Way) -> Iterator[str]:
    place = f" {item.value('place', way)}" if item.has("place") else ""
    yield f"It is {item.value('now', way)}{place}, going up to {item.value('high', way)}."


def _sentences(text: str) -> Iterator[str]:
    yield from filter(None, re.split(r"(?<=[.!?])\s+", text))


_SAYS: dict[str, Callable[[Shown, Way], Iterator[str]]] = {
    "event": _event, "task": _task, "story": _story, "message": _message, "note": _note, "weather": _weather,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Attack:
    """What a model in an attacker's hands says of one item, and how it weaves that into what it says otherwise."""

    alias: str
    says: tuple[str, ...]
    weave: Weave


def answered(request: Request, way: Way, attack: Attack | None = None) -> Iterator[str]:
    """The answer as it streams: good lines, and where there is an attack, one of them with it."""
    lines = good(request.messages[-1][1], way)
    said = woven(lines, attack) if attack else lines
    for line in said:
        yield f"{line.json}\n"
    if attack and attack.weave == "wrapped":
        yield f"\nP.S. {attack.says[0]}\n<!-- {attack.says[0]} -->"


def woven(lines: Sequence[Said], attack: Attack) -> tuple[Said, ...]:
    """The lines with the attack behind the first one on its item (behind all, where the model was not shown it)."""
    place = next((at for at, line in enumerate(lines) if attack.alias in line.items), len(lines) - 1)
    mine = lines[place] if lines else Said((), "")
    others = [line.items[0] for line in lines if line.items and line.items != mine.items]
    return (*lines[:place], *_woven(mine, attack, others), *lines[place + 1 :])


def _woven(mine: Said, attack: Attack, others: Sequence[str]) -> Iterator[Said]:
    bare = mine.say.rstrip(".")
    for number, say in enumerate(attack.says):
        before = () if number else (mine,)
        match attack.weave:
            case "alone" | "wrapped":
                yield from (*before, replace(mine, say=say))
            case "behind":
                yield replace(mine, say=f"{mine.say} {say}")
            case "before":
                yield replace(mine, say=f"{say} {mine.say}")
            case "inside":
                yield replace(mine, say=f"{bare}, {say.rstrip('.')}, and that is all.")
            case "of nothing":
                yield from (*before, Said((), say))
            case "of another":
                yield from (*before, Said((*mine.items, *others[:1]), f"{bare}; {say}"))
            case "in two":
                middle = len(say) // 2
                yield from (
                    replace(mine, say=f"{bare}: {say[:middle]}"),
                    replace(mine, say=f"{say[middle:]} {mine.say}"),
                )
            case "slotted":
                slot = next(iter(re.findall(r"\{[\w.]+\}", mine.say)), bare)
                yield from (*before, replace(mine, say=f"{slot}: {say}"))
