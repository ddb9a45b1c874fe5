"""A model's line with slots to the line that is spoken, and back. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from daemon.model import Filled, Line
from daemon.write.slots_base import Slot, SlotTable
from daemon.write.slots_borders import joined, same_value

__all__ = ["fill", "same_value", "unfilled"]

_SLOT = re.compile(
    r"\{+\s*(?P<braced>[^{}]*?)\s*\}+"
    r"|\[\s*(?P<square>[A-Za-z]\d+\.\w+(?:\.round)?)\s*\]"
    r"|(?<![\w.])(?P<bare>[a-z]\d+\.[a-z_]+\d*(?:\.round)?)(?![\w])"
)
_NAME = re.compile(r"(?:(?P<alias>[a-z]\d+)\s*[._]\s*)?(?P<slot>[a-z][a-z_]*\d*(?:[._]round)?)")
_END_MARK = re.compile(r"[.?…][\"'”’»)]*$")
_NEW_SENTENCE = re.compile(r"[.?…][\"'”’»)]*\s+$")
_LAST_WORD = re.compile(r"(?:\S+\s|(?<!\w)(?:[dD]|[qQ]u)['’])$")
_NO_SLOT = "braces that are no slot"


@dataclass(frozen=True, slots=True)
class _Found:
    """A slot that a template names: of an item (its key), or of the section where the key is empty."""

    key: str
    slot: Slot


@dataclass(slots=True)
class _Spoken:
    """A line as it grows."""

    language: str
    text: str = ""
    filled: list[Filled] = field(default_factory=list)

    @property
    def fixed(self) -> int:
        """Up to where the text may no longer change: the end of the last value."""
        return self.filled[-1].end if self.filled else 0

    def say(self, words: str) -> None:
        """Words of the model's own."""
        words = re.sub(r"!+", ".", re.sub(r"([?.…])!+", r"\1", words))
        words = re.sub(r"\s+([,.])", r"\1", re.sub(r"\s+", " ", words))
        if self.text.endswith(" ") or not self.text:
            words = words.lstrip()
        if self.filled and self.fixed == len(self.text):
            words = re.sub(r"^ (?=[,.])", "", words)
            if _END_MARK.search(self.text) and words.startswith("."):
                words = words[1:]
        self.text += words

    def put(self, found: _Found) -> None:
        """A value, as it is said behind the words before it."""
        last = _LAST_WORD.search(self.text, self.fixed)
        before, value = joined(last[0] if last else "", found.slot.value, found.slot.name, self.language)
        self.text = f"{self.text[: last.start()] if last else self.text}{before}"
        if not self.text or _NEW_SENTENCE.search(self.text):
            value = _capital(value)
        start = len(self.text)
        self.text += value
        self.filled.append(Filled(start=start, end=len(self.text), item=found.key, slot=found.slot.name))

    def finish(self) -> str:
        """With a capital first and an end mark last."""
        text = self.text[: self.fixed] + self.text[self.fixed :].rstrip(" ,;:–—-")
        if not self.filled or self.filled[0].start:
            text = _capital(text)
        return text if _END_MARK.search(text) else f"{text}."


def fill(template: str, aliases: Sequence[str], table: SlotTable) -> Line | str:
    """The line with its slots filled, or why it cannot be spoken, in words that tell a model what to mend.

    Tolerated where only one thing can be meant: capitals, spaces, doubled or missing braces, square brackets, a slot
    without its alias in a line on one item, and a line that names no item but has slots of some.
    """
    names = list(dict.fromkeys(_alias(alias) for alias in aliases))
    unknown = next((name for name in names if table.key_of(name) is None), None)
    if unknown is not None:
        return f"unknown item {unknown[:8]}"
    found = _found(template, names, table)
    if isinstance(found, str):
        return found
    pieces, slots = found
    keys = [table.aliases[name] for name in names] or [each.key for each in slots if each.key]
    spoken = _Spoken(table.language)
    for words, slot in zip(pieces, [*slots, None], strict=True):
        spoken.say(words)
        if slot:
            spoken.put(slot)
    return _stray(slots, keys, table) or _line(spoken, keys)


def unfilled(line: Line, table: SlotTable) -> str:
    """The line as a model wrote it, with slots in the place of its values; as it stands where it was not filled."""
    aliases = {key: f"{alias}." for alias, key in table.aliases.items()}
    text = line.text
    for part in reversed(line.filled or ()):
        text = f"{text[: part.start]}{{{aliases.get(part.item, '')}{part.slot}}}{text[part.end :]}"
    return text


def _alias(written: str) -> str:
    return written.strip(" {}[]").lower().split(".")[0]


def _found(template: str, names: Sequence[str], table: SlotTable) -> tuple[list[str], list[_Found]] | str:
    """The model's own words and the slots between them, or what is wrong with one."""
    pieces, slots, at = [], [], 0
    for match in _SLOT.finditer(template):
        found = _slot(match, names, table)
        if isinstance(found, str):
            return found
        if found:
            pieces.append(template[at : match.start()])
            slots.append(found)
            at = match.end()
    pieces.append(template[at:])
    return _NO_SLOT if any(sign in piece for piece in pieces for sign in "{}") else (pieces, slots)


def _slot(match: re.Match[str], names: Sequence[str], table: SlotTable) -> _Found | str | None:
    """The slot, why it is none, or None where the match need not be meant as one."""
    written = (match["braced"] if match["braced"] is not None else match["square"] or match["bare"]).lower()
    own = table.slot("", written)
    if own:
        return _Found("", own)
    named = _NAME.fullmatch(written)
    if named is None:
        return _NO_SLOT
    alias = named["alias"] or (names[0] if len(names) == 1 else "")
    key, name = table.key_of(alias), re.sub(r"_round$", ".round", named["slot"])
    slot = table.slot(key, name) if key else None
    if slot is None or key is None or (names and alias not in names):
        if match["braced"] is None and slot is None:
            return None
        return f"{{{written}}} is not a slot of the items it names ({', '.join(names) or 'none'})"
    return _Found(key, slot)


def _stray(slots: Sequence[_Found], keys: Sequence[str], table: SlotTable) -> str | None:
    """Why a time of the section stands in a line on items that it has nothing to do with."""
    for found in slots:
        among = found.slot.among
        if among is not None and not set(keys) <= set(among):
            names = [item.alias for item in table.items if item.key in among]
            return f"{{{found.slot.name}}} may stand only in a line on {' and '.join(names)}"
    return None


def _line(spoken: _Spoken, keys: Sequence[str]) -> Line | str:
    text = spoken.finish()
    if not any(letter.isalnum() for letter in text):
        return "it is empty"
    return Line(text=text, items=tuple(dict.fromkeys(keys)), filled=tuple(spoken.filled))


def _capital(text: str) -> str:
    """With a capital first, unless it begins with a name such as "iPhone" or a digit."""
    first = re.match(r"[\"'“„«¿(]*([^\W\d_])(\w*)", text)
    if first is None or any(letter.isupper() for letter in first[2]) or len(first[1].upper()) > 1:
        return text
    return text[: first.start(1)] + first[1].upper() + text[first.end(1) :]
