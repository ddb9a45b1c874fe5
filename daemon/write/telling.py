"""What every section of the built-in writer is told with: phrases, spoken times, and other people's words made safe."""

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from connectors.items import day_start
from daemon.model import Line, SectionBrief
from daemon.unspeakable import paired, without_addresses, without_markup
from daemon.write.phrasebook import Phrasebook, phrasebook
from daemon.write.spoken import Spoken, number, say, spoken

_DAWN, _NOON = 6, 12
_LEFT_OVER = re.compile(r"[{}<>|\\`\[\]*_&]+|-->|(?<=\w)__(?=\w)")


@dataclass(frozen=True, slots=True)
class Telling:
    """A section's brief with the phrases and the tongue of its language."""

    brief: SectionBrief
    book: Phrasebook
    tongue: Spoken

    @property
    def day(self) -> date:
        """The day that is told."""
        return self.brief.day

    @property
    def since(self) -> datetime:
        """From when on the day is told: from now, if that is in it; else from its beginning."""
        now = self.local(self.brief.now)
        return now if now.date() == self.day else day_start(self.day, ZoneInfo(self.brief.timezone))

    def phrase(self, key: str, turn: int = 0, /, **values: str) -> str:
        """A phrase of the book, chosen by the day and the turn."""
        return self.book.phrase(key, self.day, turn, **values)

    def number(self, value: int) -> str:
        """A whole number in words, minus said."""
        said = number(abs(value), self.book.language)
        return f"{self.tongue.TABLE.minus} {said}" if value < 0 else said

    def local(self, moment: datetime) -> datetime:
        """The moment in the listener's zone."""
        return moment.astimezone(ZoneInfo(self.brief.timezone))

    def clock(self, moment: datetime) -> str:
        """The local time; before six the part of the day is said, for nobody expects the night."""
        at = self.local(moment).time()
        return self.tongue.clock_of_day(at) if at.hour < _DAWN else self.tongue.clock(at)

    def clock_alone(self, moment: datetime) -> str:
        """The local time where nothing else tells the part of the day: said from noon on, as before six."""
        return self.clock_of_day(moment) if self.local(moment).hour >= _NOON else self.clock(moment)

    def clock_of_day(self, moment: datetime) -> str:
        """The local time with its part of the day."""
        return self.tongue.clock_of_day(self.local(moment).time())

    def heard(self, text: str) -> str:
        """Other people's text as it may be spoken: no markup, address or number to dial; digits and signs as words."""
        return heard(text, self.book.language)

    def join(self, parts: Sequence[str]) -> str:
        """Such as "A, B and C"; parts with commas of their own are kept apart by more than a comma."""
        if len(parts) < 2:
            return "".join(parts)
        has_commas = any("," in part for part in parts)
        between = "; " if has_commas and len(parts) > 2 else ", "
        last = between.strip() if has_commas else ""
        return f"{between.join(parts[:-1])}{last} {self.phrase('words.and')} {parts[-1]}"

    def line(self, text: str, keys: Iterable[str] = ()) -> Line:
        """A line that rests on these items, finished as a sentence."""
        return Line(text=self.tongue.polish(finished(text)), items=tuple(dict.fromkeys(keys)))


def telling(brief: SectionBrief) -> Telling:
    """The brief with its language's phrases; an unknown language is told in English."""
    book, _ = phrasebook(brief.language)
    return Telling(brief, book, spoken(book.language))


def heard(text: str, language: str) -> str:
    """Other people's text as it may be spoken in the language; empty where nothing of it may."""
    plain = without_addresses(without_markup(html.unescape(html.unescape(text))))
    said = _LEFT_OVER.sub(" ", say(plain, language).replace("¡", ""))
    return without_addresses(" ".join(said.split()))


def named(text: str) -> str:
    """A title as it stands inside a sentence: no end mark, no bullet, no brackets around."""
    text = paired(text).strip(" \t-–—•·:;,.!?…/#+=~\"'“”„«»")
    wrapped = re.fullmatch(r"\(([^()]*)\)", text)
    return re.sub(r"\s+([,;:.!?])", r"\1", named(wrapped[1]) if wrapped else text)


def finished(text: str) -> str:
    """One line as it is printed: a capital first, single spaces, no doubled marks, no shouting, an end mark last."""
    text = re.sub(r"!+", lambda at: "" if text[at.end() : at.end() + 1].strip() else ".", text)
    text = " ".join(text.split())
    text = re.sub(r"\s+([,.])", r"\1", text)
    text = re.sub(r"([,;:])(?:\s*[,;])+", r"\1", text)
    text = re.sub(r"[,;:]\s*\.", ".", text)
    text = re.sub(r"([.?…][\"'”’»)]*)\.+(?!\w)", r"\1", text)
    return _capital(text if re.search(r"[.?…][\"'”’»)]*$", text) else f"{text.rstrip(' ,;:–—-')}.")


def _capital(text: str) -> str:
    first = re.search(r"[^\W\d_]", text)
    if first is None or any(letter.isdigit() for letter in text[: first.start()]):
        return text
    return text[: first.start()] + text[first.start()].upper() + text[first.end() :]
