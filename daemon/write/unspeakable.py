"""What nobody wants to hear, or must not: markup, addresses, phone numbers, characters without a sound. Pure.

`check` refuses a line for it; the built-in writer takes it out of what others wrote before it makes a line.
"""

import re
import unicodedata

_DIGIT_WORDS = (
    "zero oh one two three four five six seven eight nine double triple "
    "null eins zwo zwei drei vier fünf sechs sieben acht neun "
    "zéro un deux trois quatre cinq sept huit neuf "
    "cero uno dos tres cuatro cinco seis siete ocho nueve"
)
_DOMAIN_ENDS = (
    "com org net edu gov info biz io app dev ai co me tv xyz online site shop blog news cloud link club live top zip "
    "eu uk de at ch fr es it nl be dk se no fi pl cz pt ie us ca au nz jp cn in br mx ru ly gl example"
)
_ENDS = "|".join(_DOMAIN_ENDS.split())
_LABEL = r"[^\W_](?:[\w-]{0,62}[^\W_])?"

MARKUP = re.compile(r"<[/!?]?[a-zA-Z][^<>]*>|<!--|-->|&(?:#\w{1,8}|[a-zA-Z]{2,8});|\]\(|\*\*|__|`|[{}<>|\\]")
EMAIL = re.compile(r"[\w.+-]+\s?@\s?[\w-]+(?:\.[\w-]+)+")
LINK = re.compile(
    rf"\b[a-z][a-z0-9+.-]{{1,20}}://\S*|\b(?:www\.|mailto:|tel:|javascript:|data:)\S+"
    rf"|(?<![\w@.])(?:{_LABEL}\.)+(?:{_ENDS}|{_ENDS.upper()})(?:/\S*)?(?![\w-]|\.\w)"
    rf"|(?<![\w@.])(?:\d{{1,3}}\.){{3}}\d{{1,3}}(?::\d+)?(?:/\S*)?(?![\w.])",
)
SPELT_ADDRESS = re.compile(
    rf"\b(?:dot|punkt|point|punto)\s+(?:com|org|net|info|edu|gov|io|app|dev)\b|\b(?:dot|punkt)\s+(?:{_ENDS})\b(?!\s+\w)",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"(?<![\w.,])[+(]{0,2}\d[\d\s().\-–/]*\d(?![\w%])")
_DATE = r"\d{4}-\d\d?-\d\d?|\d\d?[./]\s?\d\d?[./]\s?\d{2,4}"
_YEARS = r"(?:19|20)\d\d\s?[–/-]\s?(?:19|20)\d\d"
_GROUPED = r"\d{1,3}(?:[.  \s]\d{3})+"
_HOURS = r"\d{1,2}\.\d\d\s?[–-]\s?\d{1,2}\.\d\d"
_NO_PHONE = re.compile(rf"(?:{_DATE}|{_YEARS}|{_GROUPED}|{_HOURS})$")
_DIGIT_RUN = re.compile(rf"\b(?:(?:{'|'.join(_DIGIT_WORDS.split())}|\d)[\s,.–-]+){{6,}}\w+", re.IGNORECASE)
_LONGEST_UNGROUPED = 7
_SOUNDLESS = {"Cc", "Cf", "Co", "Cs", "Cn", "So", "Sk"}
_FILLERS = {"\u034f", "\u115f", "\u1160", "\u17b4", "\u17b5", "\u3164", "\uffa0"}


def soundless(letter: str) -> bool:
    """Whether a character has no sound: control, invisible, private or pictorial (° and ordinary space have one)."""
    if letter in " °\n":
        return False
    if letter in _FILLERS or "\ufe00" <= letter <= "\ufe0f":
        return True
    return unicodedata.category(letter) in _SOUNDLESS


def phone_numbers(text: str) -> tuple[str, ...]:
    """What looks like a phone number or a code: seven digits and more that are no date, amount or span of years."""
    found = (match[0] for match in _DIGITS.finditer(text))
    written = tuple(each for each in found if _is_phone(each))
    return written + tuple(match[0] for match in _DIGIT_RUN.finditer(text))


def _is_phone(digits: str) -> bool:
    return sum(letter.isdigit() for letter in digits) >= _LONGEST_UNGROUPED and not _NO_PHONE.fullmatch(digits.strip())


def has_address(text: str) -> bool:
    """Whether a link, a domain or an e-mail address stands in the text, written or spelt out."""
    return any(pattern.search(text) for pattern in (EMAIL, LINK, SPELT_ADDRESS))


def without_markup(text: str) -> str:
    """The text as it reads: no tags, entities, emphasis, pictures or invisible characters, spaces folded."""
    text = re.sub(r"\[([^\[\]]*)\]\([^()\s]*\)", r"\1", text)
    text = re.sub(r"<[/!?]?[a-zA-Z][^<>]*>", " ", text)
    text = re.sub(r"(?<!\w)[*_~]+|[*_~]+(?!\w)|[`|\\^]+|(?<!\w)#+(?!\d)", " ", text)
    text = "".join(" " if letter.isspace() else "" if soundless(letter) else letter for letter in text)
    return " ".join(text.split())


def without_addresses(text: str) -> str:
    """The text without e-mail addresses, links and phone numbers; "Booking.com" stays as "Booking"."""
    text = EMAIL.sub(" ", text)
    text = LINK.sub(lambda found: _brand(found[0]), text)
    text = SPELT_ADDRESS.sub(" ", text)
    for phone in phone_numbers(text):
        text = text.replace(phone, " ")
    return " ".join(text.split())


def _brand(address: str) -> str:
    named = re.fullmatch(rf"([^\W\d_][\w-]*)\.(?:{_ENDS})", address)
    return named[1] if named and not address.startswith("www.") else " "
