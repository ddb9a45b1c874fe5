"""Phone numbers and codes that are said in number words, in any of our languages. Pure."""

import re
from collections.abc import Iterator

_FROM_ZERO_TO_NINE = (
    "zero one two three four five six seven eight nine",
    "null eins zwei drei vier fünf sechs sieben acht neun",
    "zéro un deux trois quatre cinq six sept huit neuf",
    "cero uno dos tres cuatro cinco seis siete ocho nueve",
    "oh - zwo",
)
_DIGIT_OF = {word: str(digit) for row in _FROM_ZERO_TO_NINE for digit, word in enumerate(row.split()) if word != "-"}
_UNIT = "|".join((*_DIGIT_OF, "double", "triple", "doppel", "doble"))
_TEENS = (
    "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen zehn elf zwölf dreizehn vierzehn "
    "fünfzehn sechzehn siebzehn achtzehn neunzehn dix-sept dix-huit dix-neuf dix onze douze treize quatorze "
    "quinze seize diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve"
)
_TENS = (
    "(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:[ -](?:one|two|three|four|five|six|seven|eight|nine)(?!\\w))?",
    "(?:(?:ein|zwei|drei|vier|fünf|sechs|sieben|acht|neun)und)?(?:zwanzig|dreißig|(?:vier|fünf|sech|sieb|acht|neun)zig)",
    "(?:vingt|trente|quarante|cinquante|soixante|quatre-vingts?)(?:[ -](?:et[ -])?(?:dix-sept|dix-huit|dix-neuf|dix|"
    "onze|douze|treize|quatorze|quinze|seize|une?|deux|trois|quatre|cinq|six|sept|huit|neuf)(?!\\w))?",
    "veinti\\w+|(?:veinte|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa)"
    "(?: y (?:uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve)(?!\\w))?",
)
_PAIR = "|".join((*_TENS, *_TEENS.split()))
_NUMBER = rf"(?:{_PAIR}|(?:{_UNIT})\shundred|{_UNIT}|\d{{1,2}})(?!\w)"
_RUN = re.compile(rf"(?<![\w.,-])(?:plus\s+)?{_NUMBER}(?:[\s,.–-]{{1,3}}{_NUMBER})+", re.IGNORECASE)
_SIZES = re.compile(
    rf"(?<!\w)(?:(?P<two>{_PAIR}|\d\d)|(?P<three>(?:{_UNIT})\shundred)|{_UNIT}|\d)(?!\w)", re.IGNORECASE
)
_FROM_ZERO = re.compile(r"(?:plus|zero|oh|null|zéro|cero|0)\b", re.IGNORECASE)
_CALLED = re.compile(
    r"\b(?:call|dial|phone|tel|text|whatsapp|fax|ruf\w*|wähl\w*|telefon|appel\w*|llam\w*|marc\w*)\W{1,3}$", re.I
)
_SET = re.compile(r"6[0-4]|[0-4]6|7[56]|[56]7")
_MOST_SETS = 3
_OPENS = (
    r"pin|otp|tan|pass-?code|pass-?word|code|kode|zugangscode|kenncode|geheimzahl|passwort|kennwort|mot de passe|"
    r"code d'accès|contraseña|código|clave"
)
_CODE = re.compile(
    rf"\b(?:{_OPENS})\b\W{{0,3}}(?:(?:is|ist|lautet|est|es|number|nummer)\W{{1,3}})?(?={_NUMBER})", re.IGNORECASE
)
_SAID_DASH = r"(?:bindestrich|hyphen|gui[oó]n|tiret)"
_HAS_DASH = re.compile(rf"\b(?:{_SAID_DASH}|dash)\b", re.IGNORECASE)
_CODE_PART = (
    rf"(?<!['’])(?!un\b)(?:\d\w*|\w*\d|[b-df-hj-np-tv-xz]{{1,4}}|(?:{_UNIT})|[b-df-hj-np-tv-xz]{{1,3}}(?:{_UNIT})+)"
)
_MORE_PARTS = rf"(?:\s+(?:{_UNIT}|\d|[a-z])\b)*"
_DASHED = re.compile(
    rf"(?:\b{_CODE_PART}\s+){{0,8}}(?:\b\w+\s+(?:{_SAID_DASH}|dash)\s+(?:\w+\s+){{1,2}}(?:{_SAID_DASH}|dash)\s+\w+"
    rf"|\b{_CODE_PART}[\s,]+{_SAID_DASH}\s+\w+|\b\w+\s+{_SAID_DASH}[\s,]+{_CODE_PART}\b){_MORE_PARTS}",
    re.IGNORECASE,
)
"""The parts of a code with the signs between them said: "zx achteins Bindestrich plum"."""
_MIXED = re.compile(rf"\b(?:(?:{_UNIT}|\d|[a-z])[\s,.-]+){{3,}}(?:{_UNIT}|\d|[a-z])\b", re.IGNORECASE)
"""Letters and digits one by one."""
_LETTER = re.compile(r"\b[b-df-hj-np-tv-xz]\b", re.IGNORECASE)
_DIGIT = re.compile(rf"\b(?:{_UNIT}|\d)\b", re.IGNORECASE)
_FEWEST_OF_EACH = 2
_WORDS = frozenset((*_UNIT.split("|"), *_TEENS.replace("-", " ").split(), "vingt", "vingts"))
_ENDINGS = ("ty", "zig", "ßig", "nta", "nte", "ún", "dós", "rés", "éis", "uno", "tro", "nco", "ete", "cho", "eve")
_FEWEST_SINGLE, _FEWEST_DIGITS, _FEWEST_FROM_ZERO, _FEWEST_NUMBERS, _FEWEST_OPENING = 6, 7, 6, 4, 3


def spoken_numbers(text: str) -> Iterator[str]:
    """Each run of number words (or lone digits) that is a number to dial or a code to type, as it stands in the text.

    Six digits and more one by one ("double two" counts as two words); seven and more in pairs without a comma, or six
    that begin with a zero or "plus"; three after "the code is"; digits and letters in turn ("seven F three K"), or with
    "hyphen" said between them. Sets of tennis, years, times and amounts are none.
    """
    if _HAS_DASH.search(text):
        yield from (match[0] for match in _DASHED.finditer(text))
    if not _holds_numbers(text):
        return
    yield from (run[0] for run in _MIXED.finditer(text) if _is_mixed(run[0]))
    opened = {match.end() for match in _CODE.finditer(text)}
    for run in _RUN.finditer(text):
        if _is_dialled(run[0], text[: run.start()]) or (
            run.start() in opened and sum(_sizes(run[0])) >= _FEWEST_OPENING
        ):
            yield run[0]


def _is_mixed(run: str) -> bool:
    letters, digits = len(_LETTER.findall(run)), len(_DIGIT.findall(run))
    return letters >= _FEWEST_OF_EACH and digits >= _FEWEST_OF_EACH


def _holds_numbers(text: str) -> bool:
    """Whether two words may be numbers; that is found sooner than a run of them."""
    words: list[str] = re.findall(r"\w+", text.casefold())
    return sum(word in _WORDS or word.endswith(_ENDINGS) or word[0].isdigit() for word in words) > 1


def _is_dialled(run: str, before: str) -> bool:
    sizes = _sizes(run)
    if sum(size == 1 for size in sizes) >= _FEWEST_SINGLE:
        return not _is_tennis(run)
    if _FROM_ZERO.match(run) or _CALLED.search(before):
        return sum(sizes) >= _FEWEST_FROM_ZERO
    return "," not in run and len(sizes) >= _FEWEST_NUMBERS and sum(sizes) >= _FEWEST_DIGITS


def _sizes(run: str) -> list[int]:
    """How many digits each of its numbers has."""
    return [3 if each["three"] else 2 if each["two"] else 1 for each in _SIZES.finditer(run)]


def _is_tennis(run: str) -> bool:
    """Whether it is no more than three sets: "six four, three six, seven five"."""
    parts = (re.findall(r"\w+", part.lower()) for part in run.split(","))
    sets = ["".join(_DIGIT_OF.get(word, word) for word in part) for part in parts]
    return len(sets) <= _MOST_SETS and all(_SET.fullmatch(each) for each in sets)
