"""What nobody wants to hear, or must not: markup, addresses, phone numbers, codes, characters without a sound. Pure.

`check` refuses a line for it; the built-in writer and the show notes take it out of what others wrote.
"""

import re
import unicodedata

from daemon.disguises_letters import one_script
from daemon.unspeakable_addresses import LINK, addressed, brand, patterns
from daemon.unspeakable_codes import code_like, written_codes
from daemon.unspeakable_spoken import spoken_numbers

__all__ = [
    "MARKUP",
    "code_like",
    "has_address",
    "is_spoiled",
    "one_script",
    "paired",
    "phone_numbers",
    "printable",
    "soundless",
    "without_addresses",
    "without_markup",
]

MARKUP = re.compile(r"<[/!?]?[a-zA-Z][^<>]*>|<!--|-->|&(?:#\w{1,8}|[a-zA-Z]{2,8});|\]\(|\*\*|__|`|[{}<>|\\]")
_PLACED = re.compile(r"%\(\w*\)[a-z]?|(?<!\w)(?<!\d )%[a-z]\b|\$(?:\(\w*\)|\{\w*\})")
"""Where a template would put something: "%(title)s", "%s", "$(x)"."""
_PILED = re.compile("[\u0300-\u036f]{2,}")
_SOUNDLESS = {"Cc", "Cf", "Co", "Cs", "Cn", "So", "Sk"}
_FILLERS = {"\u034f", "\u115f", "\u1160", "\u17b4", "\u17b5", "\u3164", "\uffa0"}

_TAKEN = "\ufffc"
"""Stands where something was taken out, until what it leaves is mended."""
_LEADS = (
    "at on to via under by with is or and the my our use visit see from "
    "unter an auf per mit ist oder und der die das dem den mein meine siehe "
    "à au sur par avec est ou et le la les mon ma voir en a al con o y el los mi ver"
)
_NUMBERED = "nr no nº n° nro num number nummer numéro número ref réf id"
"""What led up to a number; it may have a full stop, which ends no sentence."""
_NUMBER_LEAD = re.compile(
    rf"(?<!\w)(?:(?:{'|'.join(_NUMBERED.split())})\.?|n\.º|#)[\s:#]*(?:(?:is|ist|est|es)\s+)?(?={_TAKEN})",
    re.IGNORECASE,
)
_ALONE = frozenset(
    f"{_LEADS} your this that its his her their a an of for from are has was please "
    "dein deine ihr ihre euer eure unser unsere ein eine von für sind bitte "
    "votre vos ton ta tes un une de du des pour ce cette tu tus su sus una del para es".split()
)
"""Of these alone nothing is understood."""
_RUIN = re.compile(rf"(?:(?<!\w)(?:{'|'.join(_LEADS.split())})\b[\s:]*)*[(\[\"'“„«]*{_TAKEN}[)\]\"'”»]*", re.IGNORECASE)
_SENTENCES = re.compile(r"([.!?…]+\s+|\n)")
_CLAUSES = re.compile(r"([,;:]\s+|\s[–—|-]\s+|\s(?=\())")
_FEWEST_LEFT = 3
"""Words of a clause that are worth keeping when the rest of it went; of a sentence's first clause any is."""


def soundless(letter: str) -> bool:
    """Whether a character has no sound: control, invisible, private or pictorial (° and ordinary space have one)."""
    if letter in " °\n":
        return False
    if letter in _FILLERS or "\ufe00" <= letter <= "\ufe0f":
        return True
    return unicodedata.category(letter) in _SOUNDLESS


def phone_numbers(text: str) -> tuple[str, ...]:
    """What looks like a phone number, an account, a key or a code, as it stands in the text's `one_script`.

    Seven digits and more that are no date, amount or years. What begins with a zero, or what one is told to call, is no
    amount; what stands behind "PIN" and the like counts from four characters on (three where they are said as words),
    letters and digits without a space from ten on. Number words are counted as digits (`spoken_numbers`).
    Not seen: a code of ordinary words, and digits that sentences share out.
    """
    return _codes(one_script(text))


def _codes(text: str) -> tuple[str, ...]:
    return (*written_codes(text), *spoken_numbers(text))


def has_address(text: str) -> bool:
    """Whether a link, a domain, an e-mail address or a handle stands in the text, written, in disguise or spelt out.

    Not seen: a site that is called by its name alone, and an address that sentences share out.
    """
    return addressed(one_script(text))


def without_markup(text: str) -> str:
    """The text as it reads: no tags, entities, emphasis, pictures or invisible characters, spaces folded."""
    text = re.sub(r"\[([^\[\]]*)\]\([^()\s]*\)", r"\1", text)
    text = re.sub(r"<[/!?]?[a-zA-Z][^<>]*>", " ", text)
    text = _PLACED.sub(" ", text)
    text = re.sub(r"(?<!\w)(?!~\d)[*_~]+|[*_~]+(?!\w)|[`|\\^]+|(?<!\w)#+(?!\d)|={2,}", " ", text)
    text = _PILED.sub("", unicodedata.normalize("NFC", text))
    text = "".join(" " if letter.isspace() else "" if soundless(letter) else letter for letter in text)
    return " ".join(text.split())


def without_addresses(text: str) -> str:
    """The text without addresses, phone numbers and codes, nor the few words that led up to them.

    "Booking.com" stays as "Booking".
    """
    marked = _marked(text)
    return " ".join((_mended(marked) if _TAKEN in marked else marked).split())


def printable(text: str) -> str:
    """Other people's text as it may be printed beside an episode: on one line, no markup, addresses or codes."""
    return without_addresses(without_markup(text))


def is_spoiled(text: str) -> bool:
    """Whether `without_addresses` takes out more than the ending of a name such as "Booking.com"."""
    return _TAKEN in _marked(text)


def _marked(text: str) -> str:
    """The text with `_TAKEN` in place of all that may not be said."""
    text = text.replace(_TAKEN, " ")
    known = one_script(text)
    if addressed(known) or _codes(known) != _codes(text):
        text = known
    text = LINK.sub(lambda found: brand(found[0]) or _TAKEN, text)
    for pattern in patterns(text):
        text = pattern.sub(_TAKEN, text)
    for code in sorted(_codes(text), key=len, reverse=True):
        text = text.replace(code, _TAKEN)
    return text


def _mended(marked: str) -> str:
    """The text without what was taken out, and without the clauses of which next to nothing is left."""
    parts = _SENTENCES.split(_NUMBER_LEAD.sub("", marked))
    sentences = zip(map(_mended_sentence, parts[::2]), [*parts[1::2], ""], strict=True)
    text = "".join(f"{sentence}{end}" for sentence, end in sentences if _words(sentence))
    return paired(text)


def _mended_sentence(sentence: str) -> str:
    parts = _CLAUSES.split(sentence)
    kept = ""
    for separator, clause in zip(["", *parts[1::2]], parts[::2], strict=True):
        left = re.sub(r"\s+([,.;:!?])", r"\1", _RUIN.sub(" ", clause)).rstrip() if _TAKEN in clause else clause
        if left == clause or _telling_words(left) >= (_FEWEST_LEFT if kept else 1):
            kept += (separator if kept else "") + left
    return kept


def _telling_words(text: str) -> int:
    """How many words it has; none where all of them only lead to others ("Your")."""
    found = re.findall(r"\w+", text.lower())
    return 0 if _ALONE.issuperset(found) else _words(text)


def _words(text: str) -> int:
    return sum(any(letter.isalnum() for letter in word) for word in text.split())


def paired(text: str) -> str:
    """The text without its round brackets where one of them lost the other."""
    return text if text.count("(") == text.count(")") else re.sub(r"[()]", "", text)
