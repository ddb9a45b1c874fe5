"""Whether a line may be spoken: judged against its own items and nothing else, whoever wrote it. Pure.

A line with slots holds in them what code would fill in, and outside of them no value but a name, a number in words or
a "yesterday" of its one item, in a sentence that has a slot. A line whose values were copied holds those of its
own items, or what follows from them by the rules of `matching`. "Two things" are no count, and a count of news has the
briefing's own "today".

What cannot be decided so: a right value in the wrong role within its own item ("Weiss beat Brandt" for "Brandt beat
Weiss"), and a sentence turned round without a value ("fell" for "rose"). That is why the notes link each item.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from zoneinfo import ZoneInfo

from config.languages import base_of
from connectors.items import Event, Message, Note, Story, Task, Weather
from daemon.injections import gives_orders
from daemon.model import Entry, Line, SectionBrief
from daemon.posing import poses
from daemon.unspeakable import code_like
from daemon.write.attribution import attributed, labels
from daemon.write.check_filled import GAP, is_between, may_stand_outside, misfilled, without
from daemon.write.check_status import misreported
from daemon.write.check_titles import is_told, said_in_compounds
from daemon.write.facts import Facts, facts_of, united
from daemon.write.matching import stands
from daemon.write.slots import SlotTable, table
from daemon.write.speakable import speakable
from daemon.write.spoken import LANGUAGES
from daemon.write.talk import OURS, counted, counting_words, greeting_words, is_any, our_words, skies, sky_words
from daemon.write.values import values
from daemon.write.values.base import Clock, Date, Name, Number, Value
from daemon.write.values.lexicon import lexicon
from daemon.write.values.names import same_name
from daemon.write.values.names_formed import formed
from daemon.write.values.names_forms import known
from daemon.write.values.vocabulary import strange_words
from daemon.write.values.words import content_words, fold, stem, words

Judge = Callable[[Line], str | None]
VERSION = "3"
"""Changes when it refuses what it let pass, or the reverse."""
LEAST_SHARED = 2
_IDIOMS = frozenset(["a", "an", "ein", "eins", "eine", "einen", "einem", "einer", "eines", "un", "une", "una", "uno"])
_LETTERS = re.compile(r"[^\W\d_]+")
_SPELT = re.compile(r"\b(?:dot|punkt|point|punto)\s+([a-z]{2})\b")
"""The end of an address that goes on: "radio-bonus point fr for more"."""
_STOP = re.compile(r"[.!?…;:]")
_A_PAIR = 2
_BOTH = frozenset({"both", "beide", "beiden", "beides", "ambos", "ambas"})


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
        self.language = base_of(brief.language) if base_of(brief.language) in LANGUAGES else "en"
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
        if any(not known(ending, self.language) for ending in _SPELT.findall(line.text.lower())):
            return "it holds a link or an address"
        theirs = any(_is_theirs(self.entries[key]) for key in line.items)
        if theirs and poses(line.text, self.brief.name):
            return "it speaks to the listener as if it were the host"
        return "it gives orders" if theirs and gives_orders(line.text) else None

    def _untrue(self, line: Line) -> str | None:
        facts = self._facts_of(line.items)
        if line.filled is None:
            rest, reason = line.text, self._foreign(line, facts)
        else:
            rest = without(line.text, line.filled)
            self._slots = self._slots or table(self.brief)
            wrong = misfilled(line, line.filled, self._slots, self.entries)
            reason = wrong or self._outside(rest, line, facts)
        return reason or self._misled(rest, line, facts) or self._unrelated(line, rest, facts)

    def _misled(self, rest: str, line: Line, facts: Facts) -> str | None:
        """What a line says beside its values, and its items do not."""
        sky = next((item for key in line.items if isinstance(item := self.entries[key].item, Weather)), None)
        if sky and not skies(words(rest), sky.code):
            return "nothing says that the sky is so"
        return self._status(rest, line) or self._told_by(rest, line, facts) or self._strange(rest, facts)

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
            if self._is_day_of_count(value, line):
                continue
            if self._miscounts(value, line) or not stands(value, facts, self.brief.day, self.language):
                return f"its items do not say “{line.text[value.start : value.end]}”"
        return self._mistitled(line, facts)

    def _mistitled(self, line: Line, facts: Facts) -> str | None:
        """A line on appointments or tasks that does not say their titles, or says another's."""
        said = frozenset(content_words(line.text, self.language))
        is_count = any(self._counts(value, line) for value in values(line.text, self.language))
        titled = [one for one in map(self._facts_of, zip(line.items)) if one.titles]
        told = sum(is_told(one, line.text, self.language) for one in titled)
        if not is_count and (told < len(titled) - (len(titled) > 1) or self._leaves_out(line, said)):
            return "it does not say the title of its item"
        if not titled:
            return None
        others = {title for key in self.entries if key not in line.items for title in self._facts_of([key]).titles}
        own = said - frozenset().union(*facts.titles)
        return "it says the title of another item" if any(title <= said and title & own for title in others) else None

    def _leaves_out(self, line: Line, said: frozenset[str]) -> bool:
        """Whether it says when one of several appointments is, and not its title: another's may stand in its place."""
        facts = [self._facts_of([key]) for key in line.items]
        told = [one for one in facts if all(title & said for title in one.titles)]
        if len(told) == len(facts):
            return False
        clocks = [value for value in values(line.text, self.language) if isinstance(value, Clock)]
        own = [clock for clock in clocks if any(stands(clock, one, self.brief.day, self.language) for one in told)]
        return any(clock not in own for clock in clocks)

    def _unnamed(self, line: Line) -> str:
        """The text without its items' feeds, whose names may hold "Today" or "24"."""
        text = line.text
        for key in line.items:
            item = self.entries[key].item
            for feed in (item.feed, *item.also_in) if isinstance(item, Story) else ():
                text = text.replace(feed, GAP.ljust(len(feed))) if len(feed) > len(GAP) else text
        return text

    def _is_idiom(self, value: Value, text: str) -> bool:
        """Whether it counts nothing: "a year earlier", "for the first time", "two things clash"."""
        first = text[value.start : value.end].split(maxsplit=1)[0].lower()
        if first in _BOTH:
            return True
        if isinstance(value, Number) and value.value == _A_PAIR and is_any(value.noun, self.language):
            return True
        if not isinstance(value, Number) or value.value != 1:
            return False
        return first in _IDIOMS or value.unit == "ordinal"

    def _counts(self, value: Value, line: Line) -> bool:
        """Whether it is how many items the line rests on; for one that rests on none, how many the section has."""
        if not isinstance(value, Number) or value.unit:
            return False
        if not line.items:
            return value.value <= len(self.entries) + self.brief.section.more
        if value.noun:
            return 0 < value.value == self._how_many(value.noun, line)
        return value.value == len(line.items) > 1

    def _is_day_of_count(self, value: Value, line: Line) -> bool:
        """Whether it is the "today" of a count of news, which is the briefing's day: "five stories this morning"."""
        if not isinstance(value, Date) or value.relative != "today":
            return False
        if any(isinstance(self.entries[key].item, Event | Task) for key in line.items):
            return False
        counts = [one.end for one in values(line.text, self.language) if self._counts(one, line)]
        between = (line.text[end : value.start] for end in counts if end <= value.start)
        return any(not _STOP.search(text) for text in between)

    def _miscounts(self, value: Value, line: Line) -> bool:
        if not isinstance(value, Number) or value.unit or len(line.items) < 2:
            return False
        return self._how_many(value.noun, line) > 0 and not is_any(value.noun, self.language)

    def _how_many(self, noun: str, line: Line) -> int:
        """How many of the line's items the noun counts."""
        kinds = counted(noun, self.language)
        return sum(self.entries[key].item.kind in kinds for key in line.items)

    def _is_listener(self, value: Value) -> bool:
        return isinstance(value, Name) and {*value.words} <= {*words(self.brief.name or "")}

    def _strange(self, rest: str, facts: Facts) -> str | None:
        """A word that neither its items nor the language have: a name in small letters, another language, a code."""
        ours = our_words(self.language) | facts.tokens | {word for text in facts.texts for word in text}
        for value in values(rest, self.language):
            rest = f"{rest[: value.start]}{' ' * (value.end - value.start)}{rest[value.end :]}"
        found = [word for word in strange_words(rest, self.language) if word not in ours]
        spelt = {fold(word): word for word in _LETTERS.findall(rest)} if found else {}
        strange = (word for word in found if stem(word, self.language) not in facts.content)
        unmade = (word for word in strange if not formed(spelt.get(word, word), self.language))
        word = next((word for word in unmade if not self._stands_as_name(word, facts)), None)
        return f"its items do not say “{word}”" if word else None

    def _stands_as_name(self, word: str, facts: Facts) -> bool:
        """Whether it belongs to a country that its items name ("peruanos"), or is made of two of their words."""
        return stands(Name(start=0, end=0, words=(word,)), facts, self.brief.day, self.language)

    def _outside(self, rest: str, line: Line, facts: Facts) -> str | None:
        """A value that no code filled in; words in the place of a title."""
        found = next((value for value in values(rest, self.language) if self._is_value(value, rest, line, facts)), None)
        if found:
            return f"“{rest[found.start : found.end]}” stands outside of a slot"
        return None if self._is_titled(line) else "it does not say the title of its item"

    def _is_value(self, value: Value, rest: str, line: Line, facts: Facts) -> bool:
        """Whether it is more than an idiom, a count, a word that its items write small, or a value of its one item."""
        if isinstance(value, Name) and (facts.small.issuperset(value.words) or self._is_title(value, rest)):
            return False
        if self._is_idiom(value, rest) or self._counts(value, line):
            return False
        is_ours = isinstance(value, Date) and value.relative == "today"
        may_stand = is_ours or (len(line.items) == 1 and may_stand_outside(value, rest, facts.names))
        return not (may_stand and stands(value, facts, self.brief.day, self.language))

    def _is_title(self, value: Name, rest: str) -> bool:
        """Whether it is but the title of whom a slot names: "Justice {n1.name1}"."""
        is_followed = rest[value.end :].startswith(f" {GAP}")
        return is_followed and all(word in lexicon(self.language).titles for word in value.words)

    def _is_titled(self, line: Line) -> bool:
        """Whether it says which of the listener's appointments and tasks it tells of, where it tells of such alone."""
        if not line.items or not all(isinstance(self.entries[key].item, Event | Task) for key in line.items):
            return True
        filled = line.filled or ()
        titled = {one.item for one in filled if one.slot == "title"}
        between = any(is_between(one) for one in filled) and len(line.items) <= 2  # a clash, a free stretch
        return between or titled >= {*line.items}

    def _told_by(self, rest: str, line: Line, facts: Facts) -> str | None:
        """A source that its items do not name, though it is called by an ordinary word.

        What stands before a colon is what the line is about, where the line names its own source.
        """
        ours = our_words(self.language) | facts.tokens
        ours |= labels(rest, self.language) if self._names_source(line) else frozenset()
        feeds = self._feeds(line)
        sources = [
            said for said in attributed(rest, self.language) if not any(said[: len(one)] == one for one in feeds)
        ]
        strange = [word for words_of in sources for word in words_of if not _is_own(word, ours, facts.names)]
        named = any(not set(words_of) & set(strange) for words_of in sources) and self.language == "de"
        return f"its items do not name “{strange[0]}”" if strange and not named else None

    def _names_source(self, line: Line) -> bool:
        said = words(line.text)
        within = any(said[at : at + len(one)] == one for one in self._feeds(line) for at in range(len(said)))
        return within or any(one.slot in ("source", "also") for one in line.filled or ())

    def _feeds(self, line: Line) -> list[tuple[str, ...]]:
        """The folded words of the names of its stories' newspapers."""
        stories = [item for key in line.items if isinstance(item := self.entries[key].item, Story)]
        return [words(name) for item in stories for name in (item.feed, *item.also_in)]

    def _status(self, rest: str, line: Line) -> str | None:
        """That something is cancelled, moved, late or free, which the data does not say."""
        titles = {key: self._facts_of([key]).titles for key in line.items}
        told = [self.entries[key] for key in line.items]
        return misreported(rest, line.text, told, titles, self.brief.section, self.language)

    def _unrelated(self, line: Line, rest: str, facts: Facts) -> str | None:
        """A line that says next to nothing of its items."""
        if OURS & {*words(rest)} - facts.tokens:
            return "it speaks of its instructions"
        if not line.items:
            return self._unrested(rest, line, facts)
        if line.filled and not content_words(rest.replace(GAP, " "), self.language):
            return None  # nothing but values, and who says so
        is_count = any(self._counts(value, line) for value in values(rest, self.language))
        if is_count or not facts.content:
            if not self._strangers(rest, line, facts, our_words(self.language) | counting_words(self.language)):
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
        if self.phrases or any(map(is_between, line.filled or ())):
            ours = our_words(self.language)
        elif kind == "opening":
            ours = greeting_words(self.language)
        else:
            return "it rests on no item"
        return "it rests on no item" if self._strangers(rest, line, facts, ours) else None

    def _strangers(self, rest: str, line: Line, facts: Facts, ours: frozenset[str]) -> set[str]:
        """Words that are neither ours nor part of a value that may be said."""
        strange = {*words(rest)} - ours - facts.tokens - {*words(self.brief.name or ""), GAP}
        spans = ((value.start, value.end) for value in self._known(rest, line, facts))
        return strange - {word for start, end in spans for word in words(rest[start:end])}

    def _known(self, rest: str, line: Line, facts: Facts) -> Iterator[Value]:
        for value in values(rest, self.language):
            if self._counts(value, line) or stands(value, facts, self.brief.day, self.language):
                yield value

    def _sources(self, line: Line) -> set[str]:
        """The words of its stories' feeds that the stories themselves do not say."""
        stories = [item for key in line.items if isinstance(item := self.entries[key].item, Story)]
        names = " ".join(word for one in self._feeds(line) for word in one)
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
        parts = (
            said_in_compounds(theirs - said, frozenset(said - theirs)) if self.language == "de" else frozenset[str]()
        )
        return len(theirs & said) + len(parts) + len(filled) + ours


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


def _is_theirs(entry: Entry) -> bool:
    """Whether somebody else's words may speak through it."""
    item = entry.item
    return isinstance(item, Story | Message) or (isinstance(item, Note) and item.role == "page")


def _is_own(word: str, ours: frozenset[str], names: frozenset[str]) -> bool:
    """Whether each of its parts is: "mosel-rundschau"."""
    return all(part in ours or any(same_name(part, own) for own in names) for part in word.split("-"))
