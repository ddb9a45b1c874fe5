"""Letters that look like others, hide, stand apart or are written as signs: back to those that are meant. Pure."""

import re
import unicodedata
from functools import cache

_LOOKS = (
    "аa вb сc ԁd еe ꞓc ɡg һh іi ӏl јj кk ʟl мm пn оo ρp рp ԛq гr ѕs тt уy υu ѵv ԝw хx ʏy ᴢz нh "
    "АA ВB СC ԀD ЕE ҒF ԌG НH ІI ЈJ КK ԼL МM ΝN ОO РP ԚQ ЅS ТT ԜW ХX ҮY З3 ӀI "
    "αa βb εe γy ηn ιi κk νv οo τt χx ωw ςs σs "
    "ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΟO ΡP ΤT ΥY ΧX ϹC ϜF ϺM "
    "օo սu հh ոn ցg զq քp յj լl "
    "ᎪA ᏴB ᏟC ᎬE ᎻH Ꭵi ᏦK ᏞL ᎷM ᏢP ᏚS ᎢT ᏙV ᏔW ᏃZ "
    "ᴀa ʙb ᴄc ᴅd ᴇe ꜰf ɢg ʜh ɪi ᴊj ᴋk ᴍm ɴn ᴏo ᴘp ꞯq ʀr ꜱs ᴛt ᴜu ᴠv ᴡw ɑa ıi ȷj "
)
"""A look-alike and its letter: Cyrillic, Greek, Armenian, Cherokee, small capitals."""
_WITHOUT_MARK = str.maketrans(
    {"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE"}
    | dict.fromkeys("‘’‚‛ʼ′´`＇", "'")
    | dict.fromkeys("“”„‟«»″＂‹›「」", '"')
    | dict.fromkeys("‐‑‒–—―−", "-")
)
_LEET = str.maketrans("013457@$!|€8", "oieastasileb")
_DOTS = str.maketrans("․。．｡﹒", ".....")
_HIDING = {"Cc", "Cf", "Co", "Cs", "Cn"}
_FILLERS = {"\u034f", "\u115f", "\u1160", "\u17b4", "\u17b5", "\u3164", "\uffa0"}
_BEYOND_LATIN = "\u0370"
_STRANGE = re.compile("[\u0131\u0237-\u02ff\u0370-\u1fff\u2c00-\U0010ffff]")
_LETTERS = re.compile(r"[^\W\d_]+")
_APART = re.compile(r"(?<![^\W_])(?:[^\W_](?:[ .,·_*|/+~-]{1,3})){3,}[^\W_](?![^\W_])")
_BETWEEN_WORDS = re.compile(r" {2,}| ?[|/] ?")
_SIGNED = re.compile(r"(?<![\w@$])(?=[\w@$!|€]*[^\W\d_])(?=[\w@$!|€]*[\d@$!|€])[\w@$!|€]*\w")


def invisible(letter: str) -> bool:
    """Whether a character shows nothing: control, format, tag, variation, unassigned; a new line is none."""
    if letter in _FILLERS or "\ufe00" <= letter <= "\ufe0f":
        return True
    return letter != "\n" and unicodedata.category(letter) in _HIDING


def without_hidden(text: str) -> str:
    """The text without its invisible characters; a tab is a space."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(letter for letter in text.replace("\t", " ") if not invisible(letter))


def one_script(text: str) -> str:
    """The text in ordinary letters, digits and dots: none hidden, no look-alikes; accents and case stay.

    A word of another script is changed only where each of its letters looks like a Latin one ("соm", not "привет").
    """
    if text.isascii() and text.isprintable():
        return text
    known = unicodedata.normalize("NFKC", without_hidden(text).translate(_DOTS)).translate(_DOTS)
    known = "".join(letter for letter in known if unicodedata.category(letter) != "Me")
    if not _STRANGE.search(known):
        return known
    return _LETTERS.sub(lambda word: _latin(word[0]), known.translate(_lone_signs()))


def plain(text: str) -> str:
    """One canonical form to compare texts by: `one_script` without accents, marks and typographic signs. Case stays.

    What it cannot see through: another wording, and the disguises of `unleeted`, `closed_up` and `decoded`.
    """
    if text.isascii() and text.isprintable():
        return text.translate(_WITHOUT_MARK)
    apart = unicodedata.normalize("NFD", one_script(text))
    bare = unicodedata.normalize("NFC", "".join(each for each in apart if unicodedata.category(each) != "Mn"))
    return bare.translate(_WITHOUT_MARK)


def unleeted(text: str) -> str:
    """The text with signs and digits inside words as the letters that they stand for: "1gn0r3" is "ignore"."""
    return _SIGNED.sub(lambda word: word[0].translate(_LEET), text)


def closed_up(text: str) -> str:
    """The text with its letters that stand apart put together: "e v i l" is "evil"; two spaces part words."""
    return _APART.sub(lambda letters: _together(letters[0]), text)


def _together(letters: str) -> str:
    return " ".join("".join(each for each in word if each.isalnum()) for word in _BETWEEN_WORDS.split(letters))


def _latin(word: str) -> str:
    looks = word.translate(_looks())
    return looks if max(looks) < _BEYOND_LATIN else word


@cache
def _looks() -> dict[int, str]:
    return {ord(pair[0]): pair[1] for pair in _LOOKS.split()}


@cache
def _lone_signs() -> dict[int, str]:
    """Letters in circles, squares and flags, which have no compatibility form."""
    starts = (0x1F150, 0x1F170, 0x1F1E6)
    return {start + place: chr(ord("A") + place) for start in starts for place in range(26)}
