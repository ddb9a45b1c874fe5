"""Phone numbers, accounts, codes and keys that are written in digits and letters. Pure."""

import re
from collections.abc import Iterator

_DIGITS = re.compile(r"(?<![\w.,])[+(]{0,2}\d[\d\s().\-–/]*\d(?![\w%])")
_DATE = r"\d{4}-\d\d?-\d\d?|\d\d?[./]\s?\d\d?[./]\s?\d{2,4}"
_YEARS = r"(?:19|20)\d\d\s?[–/-]\s?(?:19|20)\d\d"
_GROUPED = r"\d{1,3}(?:[.  \s]\d{3})+"
_HOURS = r"\d{1,2}\.\d\d\s?[–-]\s?\d{1,2}\.\d\d"
_REFERENCE = r"(?:19|20)\d\d[-/]\d{2,4}"
"""An invoice of that year."""
_NO_PHONE = re.compile(rf"(?:{_DATE}|{_YEARS}|{_REFERENCE}|{_GROUPED}|{_HOURS})$")
_LONGEST_UNGROUPED = 7
_CALL = re.compile(
    r"\b(?:call|dial|phone|tel|text|whatsapp|fax|ruf\w*|wähl\w*|telefon|appel\w*|télé\w*|llam\w*|marc\w*|teléfono)\W{1,3}$",
    re.I,
)
_CARD = re.compile(r"(?<![\w.,])\d{1,3}(?:[ ,.\s]\d{3}){4,5}(?![\w%])")
_OPENS = (
    r"pin|otp|tan|pass-?code|pass-?word|access code|meeting[ -]?id|passwort|kennwort|zugangscode|kenncode|"
    r"mot de passe|code d'accès|contraseña"
)
_CODE = re.compile(
    rf"\b(?:(?:{_OPENS})\b\W{{0,3}}(?:is|ist|est|es)?|(?:code|código|clave)\s?(?::|#|is|ist|est|es))"
    r"\W{0,3}(?:\d[\d -]{2,}\d(?!\w)|(?=\S*\d)[\w!#$%&*?+-]{4,})"
    r"|\b(?:code|código)\s+(?=[A-Za-z]*\d)(?=\d*[A-Za-z])\w{5,}",
    re.IGNORECASE,
)
"""What follows such a word, four characters and more, opens something."""
_TOKEN = re.compile(
    r"(?<![^\W_])(?![A-Z]?[a-z]+(?:19|20)\d\d\b|\d{1,4}[a-z]+\b)"
    r"(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z0-9]{10,}(?![^\W_])"
)
"""A key, a wallet, a voucher: not "Eurovision2026", not "24stündig"."""
_GROUP = r"(?!\d+[a-z]{1,3}\b)(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z0-9]{3,6}"
_GROUPS = re.compile(rf"(?<!\w)(?:{_GROUP}[ -]){{3,}}[A-Za-z0-9]{{2,6}}(?!\w)")
"""A key in groups: four and more, letters and digits mixed."""
_WALLET = re.compile(r"(?<!\w)(?:bc1[a-z0-9]{4,}(?:[ -]?[a-z0-9]{3,8}){3,}|0x[0-9a-f]{8,})(?!\w)", re.IGNORECASE)
_IBAN = re.compile(r"\b[A-Z]{2}\d\d(?:\s?[A-Z0-9]{4}){3,7}(?:\s?[A-Z0-9]{1,3})?\b")
_SEED = re.compile(
    r"\b(?:(?:seed|recovery|backup|secret) phrase|mnemonic|wiederherstellungsphrase|phrase de récupération|"
    r"frase (?:semilla|de recuperación))\b\W{0,3}(?:(?:is|ist|lautet|est|es)\b|:)[^.;!?]{8,}",
    re.IGNORECASE,
)

_ENDLESS = re.compile(r"[A-Za-z0-9À-ɏ]{61,}")
"""Longer than any word; Chinese has no spaces."""
_WORD = re.compile(r"[^\W_](?:\S*[^\W_])?")
_SHORTEST_CODE = 6
_SIZE_OR_TIME = re.compile(
    r"(?:\d+x)+\d+[a-z]*|(?:\d+(?:h|min|m|s|km|cm|kg|g|ft|in|d)){2,}\d*|\d[A-Z]\d{3,4}|v\d+", re.IGNORECASE
)
_SERIAL = re.compile(r"[A-Za-z]{1,12}\d{6,}|\d{4,}[A-Z]{3,}|\d[A-Z]+\d{2,}[A-Z]*")
_PARTS = re.compile(r"[^\W\d_]+|\d+")


def written_codes(text: str) -> Iterator[str]:
    """Each number to dial, account, key or code, as it stands in the text."""
    yield from (match[0] for match in _DIGITS.finditer(text) if _is_phone(match[0], text[: match.start()]))
    yield from (match[0] for match in _CARD.finditer(text) if _is_card(match[0]))
    for pattern in (_IBAN, _CODE, _TOKEN, _GROUPS, _WALLET, _SEED, _ENDLESS):
        yield from (match[0] for match in pattern.finditer(text))
    yield from filter(code_like, _WORD.findall(text))


def _is_phone(digits: str, before: str) -> bool:
    if sum(letter.isdigit() for letter in digits) < _LONGEST_UNGROUPED:
        return False
    is_amount = re.fullmatch(_GROUPED, digits.strip())
    if is_amount and (digits.startswith("0") or _CALL.search(before)):
        return True
    return not _NO_PHONE.fullmatch(digits.strip())


def _is_card(grouped: str) -> bool:
    """Whether what is grouped like an amount is a card's number: its check digit fits (ISO/IEC 7812)."""
    digits = [int(digit) for digit in grouped if digit.isdigit()]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[-2::-2])
    return not grouped.endswith("000") and (sum(digits[::-2]) + sum(doubled)) % 10 == 0


def code_like(token: str) -> bool:
    """Whether a word is a code: letters and digits mixed, six and more, in no order that a product's name has.

    "AB12CD34", "ZX81-CANARY-7F3K9" and "X1234567" are; "iPhone16", "A320neo", "COVID-19", "K2-18b", "4x100m" are not.
    Not seen: a code of letters alone, or one that is formed like a name ("CANARY-48").
    """
    if token.isalpha():
        return False
    segments = [part for part in re.split(r"[^\w]|_", token.strip()) if part]
    mixed = [part for part in segments if part.isalnum() and not part.isalpha() and not part.isdigit()]
    if sum(map(len, segments)) < _SHORTEST_CODE or any(map(_SIZE_OR_TIME.fullmatch, (token, *mixed))):
        return False
    runs = [len(_PARTS.findall(part)) for part in mixed]
    if any(count > 3 and len(part) > 4 for count, part in zip(runs, mixed, strict=True)):
        return True
    if len(mixed) > 1 and sum(map(len, mixed)) >= _SHORTEST_CODE and max(runs) > 2:
        return True
    return any(len(part) >= _SHORTEST_CODE and _SERIAL.fullmatch(part) for part in mixed)
