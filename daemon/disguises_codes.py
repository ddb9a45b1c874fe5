"""What hides in a code of characters that anybody can undo: base64, base32, hex, percent signs, escapes, bits. Pure."""

import base64
import binascii
import re
from collections.abc import Iterator
from urllib.parse import unquote

_FEWEST_LETTERS = 5
_MOSTLY = 0.8
_NUMBER = re.compile(r"\+?\d[\d ().-]{5,}\d")
_BASE64 = re.compile(r"(?<![\w+/=-])[A-Za-z0-9+/_-]{8,}={0,2}")
_UNLIKE_A_WORD = re.compile(r"(?=.*[a-z])(?=.+[A-Z]|.*\d)|.*=$")
_BASE32 = re.compile(
    r"(?<!\w)(?=[A-Z]*[2-7]|[A-Z]{16}|[A-Z]?[a-z]*[2-7]|[A-Z]?[a-z]{16})(?:[A-Z2-7]{8,}|[A-Z]?[a-z2-7]{8,})={0,6}(?!\w)"
)
_HEX = re.compile(r"(?<!\w)(?:0x|\\x)?[0-9a-f]{2}(?:(?:[ :]|\\x|[ ,]+0x)?[0-9a-f]{2}){4,}(?!\w)", re.IGNORECASE)
_PERCENT = re.compile(r"(?:%[0-9a-f]{2}\w*){3,}", re.IGNORECASE)
_ESCAPES = re.compile(r"(?:\\[ux]\{?[0-9a-f]{2,6}\}?|&#x?[0-9a-f]{2,6};){3,}", re.IGNORECASE)
_ESCAPE = re.compile(r"(?:(\\[ux]\{?|&#x)|&#)([0-9a-f]{2,6})", re.IGNORECASE)
_BITS = re.compile(r"(?<!\w)[01]{7,8}(?: ?[01]{7,8}){4,}(?!\w)")
_DECIMALS = re.compile(r"(?<![\w.,])(?:[3-9]\d,? |1[012]\d,? ){4,}(?:[3-9]\d|1[012]\d)(?![\w%])")


def from_characters(text: str) -> Iterator[str]:
    """Each text of five letters and more, or number to dial, that such a code in the text holds."""
    yield from filter(reads, _from_bytes(text))
    if "%" in text:
        yield from (unquote(match[0]) for match in _PERCENT.finditer(text))
    if "\\" in text or "&#" in text:
        yield from (_escaped(match[0]) for match in _ESCAPES.finditer(text))


def reads(text: str) -> bool:
    """Whether it is mostly letters, five at least, or a number of seven digits and more."""
    if _NUMBER.fullmatch(text):
        return True
    letters = sum(letter.isalpha() for letter in text)
    if letters < _FEWEST_LETTERS or not text.replace("\n", " ").isprintable():
        return False
    return letters + text.count(" ") >= _MOSTLY * len(text)


def _from_bytes(text: str) -> Iterator[str]:
    for match in _BASE64.finditer(text):
        if _UNLIKE_A_WORD.match(match[0]):
            yield _base64(match[0])
    for match in _BASE32.finditer(text):
        yield _base32(match[0])
    for match in _HEX.finditer(text):
        yield _hex(match[0])
    for match in _BITS.finditer(text):
        yield _bits(match[0])
    for match in _DECIMALS.finditer(text):
        yield _decimals(match[0])


def _base64(token: str) -> str:
    bare = token.rstrip("=").replace("+", "-").replace("/", "_")
    try:
        return _text(base64.urlsafe_b64decode(bare + "=" * (-len(bare) % 4)))
    except binascii.Error:
        return ""


def _base32(token: str) -> str:
    bare = token.rstrip("=")
    try:
        return _text(base64.b32decode(bare.upper() + "=" * (-len(bare) % 8)))
    except binascii.Error:
        return ""


def _hex(token: str) -> str:
    digits = re.sub(r"0x|\\x|[ :,]", "", token, flags=re.IGNORECASE)
    is_list_of_numbers = digits.isdigit() and " " in token and len(digits) < 16
    return "" if is_list_of_numbers or len(digits) % 2 else _text(bytes.fromhex(digits))


def _bits(token: str) -> str:
    bits = token.replace(" ", "")
    size = len(token.split(maxsplit=1)[0]) if " " in token else 8
    return _text(bytes(int(bits[at : at + size], 2) for at in range(0, len(bits) - size + 1, size)))


def _decimals(token: str) -> str:
    """Small letters mostly: ages and scores lie below them."""
    codes = [int(code) for code in re.findall(r"\d+", token)]
    return _text(bytes(codes)) if 2 * sum(code >= ord("a") for code in codes) > len(codes) else ""


def _text(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return ""


def _escaped(token: str) -> str:
    return "".join(_character(code, 16 if sign else 10) for sign, code in _ESCAPE.findall(token))


def _character(code: str, base: int) -> str:
    try:
        return chr(int(code, base))
    except (ValueError, OverflowError):
        return ""
