"""The values of an item's texts cut out of them and named in order of appearance: num1, name1, quote1, date1. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import time

from daemon.write.slots_base import Find, Passage, Slot
from daemon.write.slots_round import rounded
from daemon.write.telling import Telling
from daemon.write.values.base import Clock, Date, Name, Number, Quotation, Value
from daemon.write.values.words import function_word

_PREFIXES: dict[type[Value], str] = {Number: "num", Clock: "time", Date: "date", Name: "name", Quotation: "quote"}
_HINTS = {"time": "a time of day", "date": "a day or a date", "name": "a name", "quote": "a quotation, with its marks"}
_NUMBERS = {
    "": "a number",
    "percent": "a percentage",
    "ordinal": "an ordinal",
    "version": "a version",
    "score": "a score",
    "times": "how many times",
}
_COUNTING = ("", "ordinal")
_LONGEST_QUOTATION = 40
_NOUNS_OF_NUMBER = ("millio", "milliard", "dutzend", "hunderte", "tausende", "hälfte", "drittel", "version")
"""Numbers that German writes with a capital anywhere."""
_SHORTEST_NOUN = 3
_NOUN = re.compile(r"[ \u00a0\u202f-]([^\W\d_]+)(?!\w)")
_POSSESSIVE = re.compile(r"['’]s$|(?<=s)['’]$")
_ELISION = re.compile(r"^(?:[cdjlmnst]|qu)['’]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Span:
    """A value's place in a sentence, and how it is spoken."""

    start: int
    end: int
    prefix: str
    said: str
    hint: str
    about: str = ""


@dataclass(slots=True)
class Cutter:
    """Cuts one item's texts, one after the other; the same value again has the same slot. `language`: the texts'."""

    alias: str
    tell: Telling
    find: Find
    language: str
    slots: list[Slot] = field(default_factory=list)
    names: dict[tuple[str, str], str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    def passage(self, label: str, sentences: Sequence[str]) -> Passage | None:
        """The sentences with slots for their values, without those of which a value may not be spoken."""
        cut = [(shown, plain) for plain in sentences if (shown := self._cut(plain)) is not None]
        if not cut:
            return None
        return Passage(label, " ".join(shown for shown, _ in cut), " ".join(plain for _, plain in cut))

    def _cut(self, sentence: str) -> str | None:
        spans = list(_spans(sentence, self.language, self.tell, self.find))
        if not all(_sayable(span) for span in spans):
            return None
        shown, at = "", 0
        for span in spans:
            shown += f"{sentence[at : span.start]}{{{self.alias}.{self._name(span)}}}"
            at = span.end
        return shown + sentence[at:]

    def _name(self, span: _Span) -> str:
        known = (span.prefix, span.said.casefold())
        if known not in self.names:
            self.counts[span.prefix] = self.counts.get(span.prefix, 0) + 1
            name = f"{span.prefix}{self.counts[span.prefix]}"
            self.names[known] = name
            self.slots.append(Slot(name, span.said, span.hint))
            if span.about:
                self.slots.append(Slot(f"{name}.round", span.about, "the same, rounded, with its “about”"))
        return self.names[known]


def _sayable(span: _Span) -> bool:
    has_words = any(letter.isalnum() for letter in span.said)
    return has_words and (span.prefix != "quote" or len(span.said.split()) <= _LONGEST_QUOTATION)


def _spans(sentence: str, language: str, tell: Telling, find: Find) -> Iterator[_Span]:
    found = find(sentence, language)
    ends = [*(value.start for value in found[1:]), len(sentence)][: len(found)]
    for value, following in zip(found, ends, strict=True):
        start, end = _trimmed(value, sentence, following, language)
        prefix = _PREFIXES[type(value)]
        text = sentence[start:end]
        about = rounded(value, text, tell) if isinstance(value, Number) else ""
        if isinstance(value, Number) and not any(letter.isalnum() for letter in sentence[:start]):
            text = _small(text)
        noun = sentence[value.end : end].strip(" \u00a0\u202f-")
        yield _Span(start, end, prefix, _said(value, text, tell), _hint(value, prefix, noun), about)


def _trimmed(value: Value, sentence: str, following: int, language: str) -> tuple[int, int]:
    """A name without its 's and its l', a count with the noun that it counts."""
    text = sentence[value.start : value.end]
    if isinstance(value, Name):
        elided = _ELISION.match(text) if language == "fr" else None
        owner = _POSSESSIVE.search(text) if language == "en" else None
        return value.start + (elided.end() if elided else 0), value.end - (len(owner[0]) if owner else 0)
    if isinstance(value, Number) and value.noun and value.unit in _COUNTING:
        noun = _NOUN.match(sentence, value.end)
        if noun and noun.end() <= following and _is_noun(noun[1], language):
            return value.start, noun.end()
    return value.start, value.end


def _is_noun(word: str, language: str) -> bool:
    return len(word) >= _SHORTEST_NOUN and not function_word(word, language)


def _small(text: str) -> str:
    """A sentence's first number as it stands inside of one: "First picture" is "first picture"."""
    is_word = text[:1].isupper() and text[1:2].islower() and not text.lower().startswith(_NOUNS_OF_NUMBER)
    return text[0].lower() + text[1:] if is_word else text


def _said(value: Value, text: str, tell: Telling) -> str:
    said = tell.heard(text)
    if isinstance(value, Clock) and any(letter.isdigit() for letter in said):
        clock = tell.tongue.clock_of_day if value.sure else tell.tongue.clock
        return clock(time(value.hour, value.minute))
    if isinstance(value, Quotation):
        return said.replace("!", ".")
    return said.replace("!", "").strip(" ,;:")


def _hint(value: Value, prefix: str, noun: str) -> str:
    if not isinstance(value, Number):
        return _HINTS[prefix]
    kind = _NUMBERS.get(value.unit, f"an amount ({value.unit})")
    return f"{kind}, “{noun}” included" if noun else kind
