"""Whether a line may be spoken. Pure."""

from daemon.model import Line, SectionBrief
from daemon.unspeakable import MARKUP, has_address, phone_numbers, soundless

MOST_WORDS = 120


def check(line: Line, brief: SectionBrief) -> str | None:
    """Why the line is refused, None if it may be spoken.

    Judged is what needs no understanding: that it has words and not too many, that it holds no markup, invisible
    character, address or phone number, and that the items it names are its section's. Not yet judged: whether its
    times, dates, numbers and names stand in those items, and whether it leaves out what must be told.
    """
    return _shape(line.text) or _address(line.text) or _items(line, brief)


def _shape(text: str) -> str | None:
    if not any(letter.isalnum() for letter in text):
        return "it is empty"
    if len(text.split()) > MOST_WORDS:
        return f"it is longer than {MOST_WORDS} words"
    if any(letter == "\n" or soundless(letter) for letter in text):
        return "it holds a character that cannot be heard"
    return "it holds markup" if MARKUP.search(text) else None


def _address(text: str) -> str | None:
    if has_address(text):
        return "it holds a link or an address"
    return "it holds a phone number or a code" if phone_numbers(text) else None


def _items(line: Line, brief: SectionBrief) -> str | None:
    known = {entry.key for entry in brief.section.entries}
    return None if known.issuperset(line.items) else "it names an item that is not in its section"
