"""The bytes of a mail to text: encoded words (RFC 2047), transfer encodings, charsets that lie. Pure."""

import binascii
import codecs
import re

MOST_HEADER = 16 * 1024
_WORD = re.compile(r"=\?([^?\s*]{1,40})(?:\*[^?\s]{0,20})?\?([bBqQ])\?([^?]*)\?=")
_HEX = re.compile(rb"=([0-9A-Fa-f]{2})")
_SOFT_BREAK = re.compile(rb"=[ \t]*\r?\n")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")
_SEVEN_BIT = ("iso-2022", "hz", "utf-7", "utf-16", "utf-32", "utf7", "utf16", "utf32", "unicode-1-1")
_NO_CHARSET = frozenset({"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "mbcs", "oem"})
# What is named on the left is sent as if it were the right, which holds all of it.
_MEANT = {
    "": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252", "iso-8859-1": "cp1252", "latin1": "cp1252",
    "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "shift-jis": "cp932", "x-sjis": "cp932",
    "ks_c_5601-1987": "cp949", "euc-kr": "cp949", "iso-8859-8-i": "iso-8859-8", "iso-8859-8-e": "iso-8859-8",
    "iso-8859-9": "cp1254", "tis-620": "cp874", "unicode-1-1-utf-7": "utf-7", "utf8mb4": "utf-8",
}  # fmt: skip


def decoded(value: bytes) -> str:
    """A header field's text; encoded words of one charset that follow each other are one text, cut anywhere."""
    raw = in_charset(value[:MOST_HEADER], "utf-8")
    told: list[str] = []
    charset, pending, end = "", b"", 0
    for word in _WORD.finditer(raw):
        between = raw[end : word.start()]
        if between.strip() or word[1].lower() != charset or not pending:
            told += [in_charset(pending, charset), between if between.strip() or not pending else ""]
            charset, pending = word[1].lower(), b""
        pending += _of_word(word[2], word[3])
        end = word.end()
    return "".join((*told, in_charset(pending, charset), raw[end:]))


def _of_word(encoding: str, text: str) -> bytes:
    data = text.encode("utf-8", "replace")
    return _base64(data) if encoding in "bB" else _quoted(data.replace(b"_", b" "))


def unpacked(body: bytes, encoding: str, charset: str, *, cut: bool) -> str:
    """A part's text; `cut`: the bytes end where somebody stopped reading."""
    if encoding == "base64":
        data = _base64(body)
    elif encoding == "quoted-printable":
        data = _quoted(_SOFT_BREAK.sub(b"", body))
    else:
        data = b"" if "uu" in encoding else body
    return in_charset(data, charset, cut=cut).replace("\r\n", "\n")


def _base64(data: bytes) -> bytes:
    letters = _NOT_BASE64.sub(b"", data)
    whole = letters[:-1] if len(letters) % 4 == 1 else letters
    return binascii.a2b_base64(whole + b"=" * (-len(whole) % 4))


def _quoted(data: bytes) -> bytes:
    return _HEX.sub(lambda found: bytes([int(found[1], 16)]), data)


def in_charset(data: bytes, charset: str, *, cut: bool = False) -> str:
    """The text in that charset; what is valid UTF-8 is UTF-8 whatever it says, for nothing else looks like it."""
    named = charset.strip(" \"'").lower()
    if not named.startswith(_SEVEN_BIT):
        try:
            return codecs.getincrementaldecoder("utf-8")().decode(data, final=not cut)
        except UnicodeDecodeError:
            pass  # then it is what it says it is
    try:
        codec = codecs.lookup(_MEANT.get(named, named)).name
        text = data.decode("cp1252" if codec.replace("_", "-") in _NO_CHARSET else codec, "replace")
    except (LookupError, ValueError):
        return data.decode("cp1252", "replace")
    damaged = any(letter > "\x7f" and letter != "\ufffd" for letter in text)
    return text if codec != "utf-8" or damaged else data.decode("cp1252", "replace")
