"""What no line may hold, whatever it rests on and whoever wrote it. Pure."""

import re
import unicodedata

from daemon.abuse import abusive
from daemon.disguises import is_encoded, plain
from daemon.unspeakable import MARKUP, has_address, phone_numbers, soundless

MOST_WORDS = 120
_ENDLESS = re.compile(r"[^\W_]{61,}")
_PILED = re.compile(r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{2,}")
"""Accents on top of each other, when each that a language has is one with its letter."""
_SIGNS = re.compile(r"(?<!\w)#(?!\d)|(?<!\d)(?<!\d )%[(\w]|\$[({]|[*~^=_]{2,}|(?<!\w)[*^_]|[*^_](?!\w)")
"""What is left of a heading, of a place to fill in, of a rule: "#1", "C#" and "20 %" can be said."""


def speakable(text: str) -> str | None:
    """Why the text may not be spoken, None if it may: shape, markup, addresses, numbers to dial, codes, abuse."""
    return _shape(text) or _address(text) or _tags(text) or ("it is abusive" if abusive(text) else None)


def _shape(text: str) -> str | None:
    if not any(letter.isalnum() for letter in text):
        return "it is empty"
    if _ENDLESS.search(text):
        return "it holds a word without end"
    if len(text.split()) > MOST_WORDS:
        return f"it is longer than {MOST_WORDS} words"
    if any(letter == "\n" or soundless(letter) for letter in text):
        return "it holds a character that cannot be heard"
    if _PILED.search(unicodedata.normalize("NFC", text)):
        return "it holds a character that cannot be heard"
    return "it holds markup" if MARKUP.search(text) or _SIGNS.search(text) else None


def _address(text: str) -> str | None:
    """Addresses, numbers to dial and codes, as they stand or in disguise."""
    forms = tuple(dict.fromkeys((text, plain(text))))
    if any(map(has_address, forms)):
        return "it holds a link or an address"
    if any(map(phone_numbers, forms)):
        return "it holds a phone number or a code"
    return "it holds something encoded" if is_encoded(text) else None


def _tags(text: str) -> str | None:
    """What a voice may take for a direction: "[laughs]"."""
    return "it holds markup" if "[" in text or "]" in text else None
