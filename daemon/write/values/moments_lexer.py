"""Text → tokens: words, and the forms in which times and dates are written in digits. Pure."""

import re
import unicodedata
from collections.abc import Iterator

from daemon.write.values.base import Date
from daemon.write.values.moments_grammar import KINDS, Branch, Sense, Token, Tongue

_TOKEN = re.compile(
    r"(?P<word>[^\W\d_]+(?:[\u0300-\u036f]+[^\W\d_]*)*)"
    r"|(?P<mark>[^\w\s](?!\d0s\b))"
    r"|(?:(?<![^\W_])|(?<=\dT))(?:"
    r"(?P<ymd>\d{4}(?P<s>[-/.])\d{1,2}(?P=s)\d{1,2}(?:(?=T\d\d:)|(?![\w-])))"
    r"|(?P<dmy>\d{1,2}(?P<s2>[./-])\d{1,2}(?P=s2)(?:\d{4}|\d\d)(?!\w|[./-]\d))"
    r"|(?P<dm>\d{1,2}\.(?:0?[1-9]|1[0-2])\.(?!\w))"
    r"|(?P<hh>\d{1,2}\s?[hH]\s?[0-5]\d(?!\w))"
    r"|(?P<hms>\d{1,2}:[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?(?![\d:]))"
    r"|(?P<hm>\d{1,2}:[0-5]\d(?!\d|:\d))"
    r"|(?P<season>(?:1[5-9]|20)\d\d[/–-]\d\d(?!\w|[/.:–-]\d))"
    r"|(?P<slash>\d{1,2}/\d{1,2}(?!\w|/|[.,]\d))"
    r"|(?P<decade>['’]?(?:\d\d)?\d0(?:s|ern?)(?!\w))"
    r"|(?P<ordinal>\d{1,2}(?:st|nd|rd|th|er|\.?º)(?!\w))"
    r"|(?P<dotted>\d{1,2}\.\d\d(?!\d|[.,:]\d))"
    r"|(?P<big>\d{1,3}(?:[.,'’ \u00a0\u202f]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)+|\d{3,}(?=[^\W\d]))"
    r"|(?P<number>\d+)"
    r")|(?P<junk>_+|\w+)"
)
_DASHES = str.maketrans("‐‑‒–—−’‘ʼ", "------'''")
_MARKS = {",": "COMMA", ".": "DOT", "-": "DASH", "/": "SLASH"} | dict.fromkeys("!?:;…", "STOP")
_MARKS |= dict.fromkeys("€$£¥%‰°#§№<>~≈+=*", "SIGN")


def tokens(text: str, tongue: Tongue) -> list[Token]:
    """The text's tokens, phrases that the tongue knows as one."""
    raw = list(_raw(text, tongue))
    result, place = [], 0
    while place < len(raw):
        token, place = _phrase(raw, place, tongue)
        result.append(token)
    return result


def folded(word: str) -> str:
    """A word without case and accents, a dash or apostrophe in its plain form."""
    if word.isascii():
        return word.lower()
    bare = unicodedata.normalize("NFKD", word.casefold().translate(_DASHES))
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


def split(phrase: str) -> tuple[str, ...]:
    """A phrase as the tokens of a text would be."""
    return tuple(folded(found[0]) for found in _TOKEN.finditer(phrase))


def _raw(text: str, tongue: Tongue) -> Iterator[Token]:
    for found in _TOKEN.finditer(text):
        kind, piece = found.lastgroup, found[0]
        if kind == "word":
            yield _word(found, tongue)
        elif kind == "mark":
            sign = folded(piece)
            yield Token(KINDS[_MARKS.get(sign, "PUNCT")], found.start(), found.end(), sign)
        elif kind == "junk":
            yield Token(KINDS["WORD"], found.start(), found.end())
        else:
            yield _form(str(kind), piece, found.start(), tongue)


def _word(found: re.Match[str], tongue: Tongue) -> Token:
    word, capital = folded(found[0]), found[0][0].isupper()
    kind = "NAME" if capital else "WORD"
    if not capital and tongue.adjectives is not None and tongue.adjectives.search(word):
        kind = "ADJ"
    return Token(KINDS[kind], found.start(), found.end(), word, capital=capital)


def _form(kind: str, piece: str, start: int, tongue: Tongue) -> Token:
    end = start + len(piece)
    values = [int(digits) for digits in re.findall(r"\d{1,9}", piece)]
    if kind in ("ymd", "dmy", "dm", "season", "slash"):
        return _date_form(kind, piece, values, (start, end), tongue)
    if kind in ("hm", "hms", "hh", "dotted"):
        shape = {"hh": "HH", "dotted": "DOTTED"}.get(kind, "HM")
        # 2:05:30 is how long something took, and so is an English 0:38.
        usual = piece[1] != ":" or (kind != "hms" and (tongue.clear or piece[0] != "0"))
        return Token(KINDS[shape if usual else "BIG"], start, end, piece, values[0] * 100 + values[1])
    if kind == "decade":
        found = Date(start=start, end=end, year=_decade(values[0]))
        return Token(KINDS["FORM" if values[0] > 99 else "DECADE"], start, end, piece, _decade(values[0]), found=found)
    if kind == "ordinal":
        return Token(KINDS["DORD"], start, end, piece, values[0])
    return Token(KINDS["BIG" if kind == "big" else _digits(piece)], start, end, piece, values[0])


def _digits(piece: str) -> str:
    value = int(piece) if len(piece) <= 4 else 0
    if len(piece) > 2 or value > 59:
        return "DY" if len(piece) == 4 and 1000 <= value < 2100 else "DN"
    return "ZERO" if value == 0 else "DH" if value <= 12 else "DT" if value <= 24 else "DM"


def _decade(value: int) -> int:
    """The first year of "1990s", "90s" and "20s"."""
    return value if value > 99 else value + (1900 if value >= 30 else 2000)


def _date_form(kind: str, piece: str, values: list[int], span: tuple[int, int], tongue: Tongue) -> Token:
    if kind == "dm" and tongue.month_first and piece[-4] == ".":
        return _form("dotted", piece[:-1], span[0], tongue)  # "at 5.10." ends a sentence
    if kind == "slash":
        return _slashed(piece, values, span, tongue)
    if kind == "season":
        return _season(piece, values, span)
    found = _date(kind, piece, values, span, tongue)
    return Token(KINDS["BIG" if found is None else "FORM"], *span, piece, found=found)


def _slashed(piece: str, values: list[int], span: tuple[int, int], tongue: Tongue) -> Token:
    """24/03 is a date; 3/24 where the month may be first; 1/2 only where the words around it say so."""
    first, second = values
    if tongue.month_first:
        is_date, day, month = max(values) > 12 and piece != "24/7", max(values), min(values)
    else:
        is_date, day, month = piece[-3] == "/" and second > 0, first, second
    if is_date and 1 <= day <= 31 and 1 <= month <= 12:
        return Token(KINDS["FORM"], *span, piece, found=Date(start=span[0], end=span[1], month=month, day=day))
    return Token(KINDS["SLASHED"], *span, piece, first * 100 + second)


def _season(piece: str, values: list[int], span: tuple[int, int]) -> Token:
    """2024/25 is a year and the next one, 2024-11 a month."""
    year, second = values
    is_month = piece[4] == "-" and second != (year + 1) % 100 and 1 <= second <= 12
    found = Date(start=span[0], end=span[1], year=year, month=second if is_month else None)
    return Token(KINDS["FORM"], *span, piece, found=found)


def _date(kind: str, piece: str, values: list[int], span: tuple[int, int], tongue: Tongue) -> Date | None:
    start, end = span
    if kind == "ymd":
        year, month, day = values
    elif kind == "dm":
        year, day, month = None, *values
    else:
        day, month, year = values
        year = _whole_year(year, piece)
        if year is None:
            return None
        if tongue.month_first and day != month and max(day, month) <= 12:
            return Date(start=start, end=end, year=year)
        if month > 12:
            day, month = month, day
    if not (1 <= day <= 31 and 1 <= month <= 12 and (year is None or 1000 <= year < 2200)):
        return None
    return Date(start=start, end=end, year=year, month=month, day=day)


def _whole_year(year: int, piece: str) -> int | None:
    """A year of two digits only in "24.03.26" and "3/2/26": 3.2.26 may be a version."""
    if year > 99:
        return year
    if len(piece) != 8 and "/" not in piece:
        return None
    return year + (2000 if year < 70 else 1900)


def _phrase(raw: list[Token], place: int, tongue: Tongue) -> tuple[Token, int]:
    """The longest phrase that begins at a place, as one token, and the place behind it."""
    first = raw[place]
    for key in (f"^{first.word}", first.word) if first.capital else (first.word,):
        sense, behind = _longest(raw, place + 1, tongue.phrases.nexts.get(key))
        if sense is not None:
            end = raw[behind - 1].end
            return Token(KINDS[sense.kind], first.start, end, first.word, sense.value, sense.part), behind
    return first, place + 1


def _longest(raw: list[Token], at: int, node: Branch | None) -> tuple[Sense | None, int]:
    best, behind = None, at
    while node is not None:
        if node.senses:
            best, behind = node.senses[0], at
        at = at + 1 if _is_hyphen(raw, at, node) else at
        node, at = node.nexts.get(raw[at].word) if at < len(raw) else None, at + 1
    return best, behind


def _is_hyphen(raw: list[Token], at: int, node: Branch) -> bool:
    """Whether the next token only ties two words of a phrase together, as in "twenty-four"."""
    if at + 1 >= len(raw) or raw[at].word != "-" or "-" in node.nexts:
        return False
    return raw[at - 1].end == raw[at].start and raw[at].end == raw[at + 1].start
