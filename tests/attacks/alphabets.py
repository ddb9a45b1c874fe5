"""Tables of disguises, the same ones to put something into one and to see through it."""

import string
import unicodedata

_LATIN, _LOOKS = "aceiopsxyhkmtbnr", "асеіорѕхуһкмтьпг"
HOMOGLYPHS = str.maketrans("aceiopsxy", "асеіорѕху")
"""Cyrillic letters in the place of Latin ones."""
LOOK_ALIKES = str.maketrans(
    {**dict(zip(_LOOKS, _LATIN, strict=True)), "α": "a", "ο": "o", "ε": "e", "ι": "i", "ⅼ": "l"}
)

_NATO = """
alpha bravo charlie delta echo foxtrot golf hotel india juliett kilo lima mike november oscar papa quebec romeo sierra
tango uniform victor whiskey xray yankee zulu
"""
NATO_WORDS = _NATO.split()
NATO = {word: word[0] for word in NATO_WORDS} | {"alfa": "a", "juliet": "j", "x-ray": "x"}

_SIGNS = """
.- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- ...- .-- -..- -.-- --..
----- .---- ..--- ...-- ....- ..... -.... --... ---.. ----.
"""
TO_MORSE = dict(zip(string.ascii_lowercase + string.digits, _SIGNS.split(), strict=True))
MORSE = {sign: letter for letter, sign in TO_MORSE.items()}

_SEPARATORS = """
dot punkt point punto slash schrägstrich barre barra dash hyphen minus bindestrich tiret guion guión at arobase arroba
klammeraffe comma komma colon
"""
SEPARATORS = frozenset(_SEPARATORS.split())

_WORDS = {
    "en": "zero one two three four five six seven eight nine",
    "de": "null eins zwei drei vier fünf sechs sieben acht neun",
    "fr": "zéro un deux trois quatre cinq six sept huit neuf",
    "es": "cero uno dos tres cuatro cinco seis siete ocho nueve",
}


def _bare(word: str) -> str:
    """Without accents."""
    return "".join(letter for letter in unicodedata.normalize("NFKD", word) if not unicodedata.combining(letter))


DIGITS = {language: words.split() for language, words in _WORDS.items()}
_LARGER = {
    "oh": 0, "ten": 10, "nineteen": 19, "twenty": 20, "fifty": 50, "eighty": 80, "ninety": 90,
    "hundred": 100, "hundert": 100, "cent": 100, "cien": 100, "funfzig": 50, "neunzehn": 19,
    "cinquante": 50, "cincuenta": 50, "achthundert": 800, "huitcents": 800, "ochocientos": 800,
}  # fmt: skip  # a table
NUMBERS = {_bare(word): number for words in DIGITS.values() for number, word in enumerate(words)} | _LARGER
