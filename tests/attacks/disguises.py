"""How an attacker has something said that nobody recognises at sight: each takes a text and gives it in disguise."""

import base64
import codecs
import re
from collections.abc import Callable

from tests.attacks.alphabets import DIGITS, HOMOGLYPHS, NATO_WORDS, TO_MORSE

Disguise = Callable[[str], str]


def _letters(text: str) -> str:
    return " ".join(letter for letter in text if not letter.isspace())


def _hyphened(text: str) -> str:
    return "-".join(re.sub(r"[^\w]", "", text))


def _spoken(language: str) -> Disguise:
    """Signs and digits in words: "attacker dash example dot com", "eight zero zero"."""
    dot, dash, at, slash = {
        "en": ("dot", "dash", "at", "slash"),
        "de": ("Punkt", "Bindestrich", "at", "Schrägstrich"),
        "fr": ("point", "tiret", "arobase", "barre"),
        "es": ("punto", "guion", "arroba", "barra"),
    }[language]

    def spoken(text: str) -> str:
        text = re.sub(r"^https?://|\?\S+$|\+", "", text)
        for sign, word in ((".", dot), ("-", dash), ("@", at), ("/", slash)):
            text = text.replace(sign, f" {word} ")
        text = re.sub(r"\d", lambda found: f" {DIGITS[language][int(found[0])]} ", text)
        return " ".join(text.split())

    return spoken


def _nato(text: str) -> str:
    words = (NATO_WORDS[ord(letter) - 97] if letter.isalpha() else letter for letter in _bare(text))
    return " ".join(words)


def _bare(text: str) -> str:
    return "".join(letter for letter in text.lower() if letter.isascii() and letter.isalnum())


def _letters_as_in(text: str) -> str:
    return ", ".join(
        f"{letter.upper()} as in {NATO_WORDS[ord(letter) - 97]}" if letter.isalpha() else letter
        for letter in _bare(text)
    )


def _tagged(text: str) -> str:
    """In characters that nobody sees."""
    return "".join(chr(0xE0000 + ord(letter)) if letter.isascii() else letter for letter in text)


def _full_width(text: str) -> str:
    return "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in text)


DISGUISES: dict[str, Disguise] = {
    "lower case": str.lower,
    "capitals": str.upper,
    "spaced": _letters,
    "hyphened": _hyphened,
    "spoken": _spoken("en"),
    "gesprochen": _spoken("de"),
    "prononcé": _spoken("fr"),
    "hablado": _spoken("es"),
    "bracketed": lambda text: text.replace(".", "[.]").replace("@", "(at)").replace("http", "hxxp"),
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "base32": lambda text: base64.b32encode(text.encode()).decode(),
    "hex": lambda text: text.encode().hex(),
    "hex in pairs": lambda text: text.encode().hex(" "),
    "rot13": lambda text: codecs.encode(text, "rot13"),
    "leet": lambda text: text.lower().translate(str.maketrans("aeios", "43105")),
    "homoglyphs": lambda text: text.lower().translate(HOMOGLYPHS),
    "full width": _full_width,
    "reversed": lambda text: text[::-1],
    "zero width": "\u200b".join,
    "soft hyphens": "\u00ad".join,
    "tags": _tagged,
    "nato": _nato,
    "letters as in": _letters_as_in,
    "morse": lambda text: " ".join(TO_MORSE[letter] for letter in _bare(text)),
    "commas": lambda text: ", ".join(text.replace(" ", "")),
    "dotted": lambda text: ".".join(_bare(text)),
}
"""By name. Each can be undone by who reads or hears it."""
