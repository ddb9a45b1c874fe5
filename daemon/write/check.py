"""Whether a line may be spoken: judged against its own items and nothing else, whoever wrote it. Pure.

A line with slots holds no value outside of them, and in them what code would fill in. A line whose values were copied
holds those of its own items, or what follows from them by the rules of `matching`.

What cannot be decided so: a right value in the wrong role within its own item ("Weiss beat Brandt" for "Brandt beat
Weiss"), and a sentence turned round without a value ("fell" for "rose"). That is why the notes link each item.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from zoneinfo import ZoneInfo

from connectors.items import Event, Message, Note, Story, Task, Weather
from daemon.injections import gives_orders
from daemon.model import Entry, Filled, Line, SectionBrief
from daemon.posing import poses
from daemon.unspeakable import code_like
from daemon.write.attribution import attributed
from daemon.write.facts import Facts, facts_of, united
from daemon.write.matching import stands
from daemon.write.slots import SlotTable, same_value, table
from daemon.write.speakable import speakable
from daemon.write.talk import COUNTED, OURS, greeting_words, our_words, skies, sky_words, statuses
from daemon.write.values import values
from daemon.write.values.base import Clock, Date, Name, Number, Value
from daemon.write.values.names import same_name
from daemon.write.values.vocabulary import strange_words
from daemon.write.values.words import content_words, stem, words

Judge = Callable[[Line], str | None]
VERSION = "1"
"""Changes when it refuses what it let pass, or the reverse."""
LEAST_SHARED = 2
_IDIOMS = frozenset(["a", "an", "ein", "eins", "eine", "einen", "einem", "einer", "eines", "un", "une", "una", "uno"])
_LONG_TITLE = 3
_MOST_NUMBERS = 2
_END = re.compile(r"[.!?…]+[\"'”’»)]*\s")
_BOTH = frozenset({"both", "beide", "beiden", "beides", "ambos", "ambas"})
_GAP = "it"
"""Stands where something was filled in while the rest of a line is looked at."""


def check(line: Line, brief: SectionBrief) -> str | None:
    """Why the line is refused, None if it may be spoken."""
    return judge(brief)(line)


def judge(brief: SectionBrief, *, phrases: bool = False) -> Judge:
    """Judges the section's lines one by one: why a line is refused, None if it may be spoken.

    `phrases`: the built-in writer wrote them, whose phrases need no item ("The afternoon is free").
    """
    return _Judge(brief, phrases=phrases).reason


class _Judge:
    """The section's items, looked at once."""

    def __init__(self, brief: SectionBrief, *, phrases: bool) -> None:
        self.brief = brief
        self.phrases = phrases
        self.language = brief.language.replace("_", "-").split("-")[0].lower()
        self.language = self.language if self.language in COUNTED else "en"
        self.entries = {entry.key: entry for entry in brief.section.entries}
        self._facts: dict[str, Facts] = {}
        self._slots: SlotTable | None = None

    def reason(self, line: Line) -> str | None:
        """Why it is refused."""
        if not self.entries.keys() >= {*line.items}:
            return "it names an item that is not in its section"
        return speakable(line.text) or self._disguised(line) or self._untrue(line)

    def _disguised(self, line: Line) -> str | None:
        """What a line that somebody's text may have dictated must not hold."""
        if any(code_like(word) for word in line.text.split()):
            return "it holds a code"
        theirs = any(_is_theirs(self.entries[key]) for key in line.items)
        if theirs and poses(line.text, self.brief.name):
            return "it speaks to the listener as if it were the host"
        return "it gives orders" if theirs and gives_orders(line.text) else None

    def _untrue(self, line: Line) -> str | None:
        facts = self._facts_of(line.items)
        if line.filled is None:
            rest, reason = line.text, self._foreign(line, facts)
        else:
            rest = _without(line.text, line.filled)
            reason = self._misfilled(line, line.filled) or self._outside(rest, line, facts)
        return reason or self._misled(rest, line, facts) or self._unrelated(line, rest, facts)

    def _misled(self, rest: str, line: Line, facts: Facts) -> str | None:
        """What a line says beside its values, and its items do not."""
        sky = next((item for key in line.items if isinstance(item := self.entries[key].item, Weather)), None)
        if sky and not skies(words(rest), sky.code):
            return "nothing says that the sky is so"
        return self._status(rest, line) or self._told_by(rest, facts) or self._strange(rest, facts)

    def _facts_of(self, keys: Sequence[str]) -> Facts:
        """What the items say; for a line that rests on none, what the section itself does."""
        for key in keys:
            if key not in self._facts:
                self._facts[key] = facts_of(self.entries[key], self.brief, self.language)
        facts = united([self._facts[key] for key in keys]) if keys else Facts()
        if keys and self.brief.section.kind != "opening":
            return facts
        return united([facts, of_section(self.brief)])

    def _foreign(self, line: Line, facts: Facts) -> str | None:
        """A value that the line's own items do not hold; a title that the line does not say."""
        for value in values(self._unnamed(line), self.language):
            if self._counts(value, line) or self._is_listener(value) or self._is_idiom(value, line.text):
                continue
            if self._miscounts(value, line) or not stands(value, facts, self.brief.day, self.language):
                return f"its items do not say “{line.text[value.start : value.end]}”"
        return self._mistitled(line, facts)

    def _mistitled(self, line: Line, facts: Facts) -> str | None:
        """A line on appointments or tasks that does not say their titles, or says another's."""
        said = frozenset(content_words(line.text, self.language))
        counted = any(self._counts(value, line) for value in values(line.text, self.language))
        told = sum(_is_told(title, said) for title in facts.titles)
        if told < len(facts.titles) - (len(facts.titles) > 1) and not counted:
            return "it does not say the title of its item"
        if not facts.titles:
            return None
        others = {title for key in self.entries if key not in line.items for title in self._facts_of([key]).titles}
        own = said - frozenset().union(*facts.titles)
        return "it says the title of another item" if any(title <= said and title & own for title in others) else None

    def _unnamed(self, line: Line) -> str:
        """The text without its items' feeds, whose names may hold "Today" or "24"."""
        text = line.text
        for key in line.items:
            item = self.entries[key].item
            for feed in (item.feed, *item.also_in) if isinstance(item, Story) else ():
                text = text.replace(feed, _GAP.ljust(len(feed))) if len(feed) > len(_GAP) else text
        return text

    def _is_idiom(self, value: Value, text: str) -> bool:
        """Whether it counts nothing: "a year earlier", "for the first time"."""
        first = text[value.start : value.end].split(maxsplit=1)[0].lower()
        if first in _BOTH:
            return True
        if not isinstance(value, Number) or value.value != 1:
            return False
        return first in _IDIOMS or value.unit == "ordinal"

    def _counts(self, value: Value, line: Line) -> bool:
        """Whether it is how many items the line rests on; for one that rests on none, how many the section has."""
        if not isinstance(value, Number) or value.unit:
            return False
        if line.items:
            return value.value == len(line.items) > (not value.noun) and value.noun in {*COUNTED[self.language], ""}
        return value.value <= len(self.entries) + self.brief.section.more

    def _miscounts(self, value: Value, line: Line) -> bool:
        return isinstance(value, Number) and value.noun in COUNTED[self.language] and len(line.items) > 1

    def _is_listener(self, value: Value) -> bool:
        return isinstance(value, Name) and {*value.words} <= {*words(self.brief.name or "")}

    def _misfilled(self, line: Line, filled: Sequence[Filled]) -> str | None:
        """A slot of another item, or one whose words are not what code fills in."""
        self._slots = self._slots or table(self.brief)
        ends = [(one.start, one.end) for one in sorted(filled, key=lambda one: one.start)]
        if any(end > start for (_, end), (start, _) in pairwise(ends)):
            return "its slots lie over each other"
        for one in filled:
            value = self._slots.value(one.item, one.slot)
            if value is None or (one.item and one.item not in line.items):
                return f"{one.slot} is not a slot of its items"
            if not same_value(line.text[one.start : one.end], value):
                return f"{one.slot} was changed"
            slot = self._slots.slot(one.item, one.slot)
            if slot and one.slot[0] == "c" and _is_between(one) and not {*line.items} >= {*(slot.among or ())}:
                return f"{one.slot} is the time of two items"
        return _crowded(filled) or self._crossed(line, filled)

    def _is_story(self, key: str) -> bool:
        return bool(key) and isinstance(self.entries[key].item, Story | Message | Note)

    def _crossed(self, line: Line, filled: Sequence[Filled]) -> str | None:
        """A time of one appointment beside the title of another; values of two stories in one sentence."""
        for sentence in _sentences(line, filled):
            stories = {one.item for one in sentence if one.slot not in ("source", "also") and self._is_story(one.item)}
            if len(stories) > 1:
                return "a sentence holds values of two stories"
        titles = [one for one in filled if one.slot == "title"]
        beside = set[tuple[str, str]]()
        for one in filled:
            near = min(titles, key=lambda title: _apart(one, title), default=None)
            if near and one.item and one.item != near.item:
                beside.add((one.item, near.item))
        if any((second, first) in beside for first, second in beside):
            return "its times have changed places"
        return None

    def _strange(self, rest: str, facts: Facts) -> str | None:
        """A word that neither its items nor the language have: a name in small letters, another language, a code."""
        ours = our_words(self.language) | facts.tokens | {word for text in facts.texts for word in text}
        for value in values(rest, self.language):
            rest = f"{rest[: value.start]}{' ' * (value.end - value.start)}{rest[value.end :]}"
        found = (word for word in strange_words(rest, self.language) if word not in ours)
        own = {*facts.content}
        word = next((word for word in found if stem(word, self.language) not in own), None)
        return f"its items do not say “{word}”" if word else None

    def _outside(self, rest: str, line: Line, facts: Facts) -> str | None:
        """A value that no code filled in; words in the place of a title."""
        found = next((value for value in values(rest, self.language) if self._is_value(value, rest, line, facts)), None)
        if found:
            return f"“{rest[found.start : found.end]}” stands outside of a slot"
        return None if self._is_titled(line) else "it does not say the title of its item"

    def _is_value(self, value: Value, rest: str, line: Line, facts: Facts) -> bool:
        """Whether it is more than an idiom, a count, "today" of what is today, or a word that its items write small."""
        if isinstance(value, Name) and facts.small.issuperset(value.words):
            return False
        if isinstance(value, Date) and value.relative == "today":
            return not stands(value, facts, self.brief.day, self.language)
        return not (self._is_idiom(value, rest) or self._counts(value, line))

    def _is_titled(self, line: Line) -> bool:
        """Whether it says which of the listener's appointments and tasks it tells of, where it tells of such alone."""
        if not line.items or not all(isinstance(self.entries[key].item, Event | Task) for key in line.items):
            return True
        filled = line.filled or ()
        titled = {one.item for one in filled if one.slot == "title"}
        between = any(_is_between(one) for one in filled) and len(line.items) <= 2  # a clash, a free stretch
        return between or titled >= {*line.items}

    def _told_by(self, rest: str, facts: Facts) -> str | None:
        """A source that its items do not name, though it is called by an ordinary word."""
        ours = our_words(self.language) | facts.tokens
        sources = list(attributed(rest, self.language))
        strange = [
            word
            for words_of in sources
            for word in words_of
            if word not in ours and not any(same_name(word, own) for own in facts.names)
        ]
        named = any(not set(words_of) & set(strange) for words_of in sources) and self.language == "de"
        return f"its items do not name “{strange[0]}”" if strange and not named else None

    def _status(self, rest: str, line: Line) -> str | None:
        """That something is cancelled, moved, late or free is said only where the data says so."""
        entries = [self.entries[key] for key in line.items]
        personal = all(isinstance(entry.item, Event | Task) for entry in entries)
        said = statuses(rest, loosely=personal)
        if not personal:
            said &= {"cancelled"}  # anything may be moved, late and free in the news
        if not said:
            return None
        known = {status for text in map(_told_text, entries) for status in statuses(text, loosely=True)}
        if entries and all(map(_is_off, entries)):
            known.add("cancelled")
        if self.brief.section.gaps or any(isinstance(one.item, Event) and one.item.transparent for one in entries):
            known.add("free")
        if self.brief.section.kind == "tasks":
            known.add("late")
        return f"nothing says that it is {min(said - known)}" if said - known else None

    def _unrelated(self, line: Line, rest: str, facts: Facts) -> str | None:
        """A line that says next to nothing of its items."""
        if OURS & {*words(rest)} - facts.tokens:
            return "it speaks of its instructions"
        if not line.items:
            return self._unrested(rest, line, facts)
        if line.filled and not content_words(rest.replace(_GAP, " "), self.language):
            return None  # nothing but values, and who says so
        counted = any(self._counts(value, line) for value in values(rest, self.language))
        if counted or not facts.content:
            if not self._strangers(rest, line, facts, our_words(self.language)):
                return None
            if not facts.content:
                return "it says more than its items"
        least = min(LEAST_SHARED, max(1, len(facts.content)))
        shared = self._shared(line, facts)
        if line.filled is None and shared < least:
            shared += sum(isinstance(value, Clock | Date | Number) for value in values(rest, self.language))
        return None if shared >= least else "it says too little of its items"

    def _unrested(self, rest: str, line: Line, facts: Facts) -> str | None:
        """A line that rests on no item: a greeting, or, of the built-in writer's own, one of its phrases."""
        kind = self.brief.section.kind
        if self.phrases or any(map(_is_between, line.filled or ())):
            ours = our_words(self.language)
        elif kind == "opening":
            ours = greeting_words(self.language)
        else:
            return "it rests on no item"
        return "it rests on no item" if self._strangers(rest, line, facts, ours) else None

    def _strangers(self, rest: str, line: Line, facts: Facts, ours: frozenset[str]) -> set[str]:
        """Words that are neither ours nor part of a value that may be said."""
        strange = {*words(rest)} - ours - facts.tokens - {*words(self.brief.name or ""), _GAP}
        spans = ((value.start, value.end) for value in self._known(rest, line, facts))
        return strange - {word for start, end in spans for word in words(rest[start:end])}

    def _known(self, rest: str, line: Line, facts: Facts) -> Iterator[Value]:
        for value in values(rest, self.language):
            if self._counts(value, line) or stands(value, facts, self.brief.day, self.language):
                yield value

    def _sources(self, line: Line) -> set[str]:
        """The words of its stories' feeds that the stories themselves do not say."""
        stories = [item for key in line.items if isinstance(item := self.entries[key].item, Story)]
        names = " ".join(name for story in stories for name in (story.feed, *story.also_in))
        told = " ".join(f"{story.title} {story.summary}" for story in stories)
        return {*content_words(names, self.language)} - {*content_words(told, self.language)}

    def _shared(self, line: Line, facts: Facts) -> int:
        """How many words and filled values of its items a line says."""
        theirs = facts.content
        if any(isinstance(self.entries[key].item, Weather) for key in line.items):
            theirs = theirs | sky_words(self.language)
        said = {*content_words(line.text, self.language)} - self._sources(line)
        filled = [one for one in line.filled or () if one.slot not in ("source", "also")]
        ours = sum(not one.item for one in filled)  # a clash or a free stretch, which is all that such a line says
        return len(theirs & said) + len(filled) + ours


def of_section(brief: SectionBrief) -> Facts:
    """What a section says beside its items: the day, what failed and as of when."""
    section, zone = brief.section, ZoneInfo(brief.timezone)
    sources = [loss.source for losses in (section.failures, section.warnings, section.logins_ending) for loss in losses]
    moments = [failure.as_of for failure in section.failures if failure.as_of]
    moments += [ending.ends for ending in section.logins_ending]
    moments += [moment for gap in section.gaps for moment in (gap.start, gap.end)]
    local = [moment.astimezone(zone) for moment in moments]
    return Facts(
        texts=tuple(words(source) for source in sources),
        names=frozenset(word for source in sources for word in words(source)),
        clocks=tuple(Clock(start=0, end=0, hour=one.hour, minute=one.minute, sure=True) for one in local),
        days=frozenset({brief.day, *(one.date() for one in local)}),
    )


def _told_text(entry: Entry) -> str:
    """What of an item may say what became of it: not an invitation's description."""
    item = entry.item
    own = (item.title, item.summary) if isinstance(item, Story) else (getattr(item, "summary", ""),)
    return " ".join((*own, getattr(item, "subject", ""), getattr(item, "text", "")))


def _is_between(filled: Filled) -> bool:
    """Whether it is a time of a clash or of a free stretch ("c1.start", "g1.end")."""
    return not filled.item and filled.slot[:1] in "cg" and filled.slot[1:2].isdigit()


def _sentences(line: Line, filled: Sequence[Filled]) -> Iterator[list[Filled]]:
    """What was filled in, sentence by sentence; a full stop within a value ends none."""
    ends = [found.end() for found in _END.finditer(line.text)]
    for start, end in pairwise([0, *ends, len(line.text) + 1]):
        yield [one for one in filled if start <= one.start < end]


def _apart(one: Filled, other: Filled) -> int:
    return max(one.start - other.end, other.start - one.end)


def _is_off(entry: Entry) -> bool:
    return entry.cancelled or entry.called_off or getattr(entry.item, "status", "") == "cancelled"


def _is_theirs(entry: Entry) -> bool:
    """Whether somebody else's words may speak through it."""
    item = entry.item
    return isinstance(item, Story | Message) or (isinstance(item, Note) and item.role == "page")


def _without(text: str, filled: Sequence[Filled]) -> str:
    """The text with what was filled in taken out."""
    for one in sorted(filled, key=lambda one: -one.start):
        text = f"{text[: one.start]}{_GAP}{text[one.end :]}"
    return text


def _crowded(filled: Sequence[Filled]) -> str | None:
    """Numbers of a story are hard to hear one after the other, and easily get into each other's place."""
    numbers = {(one.item, one.slot.split(".")[0]) for one in filled if one.slot.startswith("num")}
    return "it holds more than two numbers" if len(numbers) > _MOST_NUMBERS else None


def _is_told(title: frozenset[str], said: frozenset[str]) -> bool:
    """Whether a line says the title: all of it, but for a third of a long one."""
    return len(title & said) >= (len(title) if len(title) < _LONG_TITLE else len(title) * 2 / 3)
