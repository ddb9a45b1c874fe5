"""What stands around numbers: how near they are, the noun behind them, ranges that share a unit. Pure."""

from collections.abc import Iterable

from daemon.write.values.base import Rounding
from daemon.write.values.numbers_language import Read, Tongue
from daemon.write.values.numbers_tokens import Tokens, follow
from daemon.write.values.numbers_units import MONEY
from daemon.write.values.numbers_words import past_hyphen, whole
from daemon.write.values.words import function_word

_ALONE = frozenset({"ordinal", "version", "score", "times"})
_CONTRASTS = {
    "en": {"not", "and not", "instead of", "rather than", "up from", "down from", "compared with", "against", "after"},
    "de": {
        "nicht",
        "und nicht",
        "statt",
        "nach",
        "gegenuber",
        "nach zuvor",
        "statt bisher",
        "statt wie bisher",
        "zuvor",
    },
    "fr": {"et non", "non", "pas", "au lieu de", "contre", "plutot que", "apres"},
    "es": {"no", "y no", "en lugar de", "en vez de", "frente a", "contra", "tras"},
}
"""What stands between a number and another one that leaves out what both are counted in."""


def completed(tokens: Tokens, read: Read, tongue: Tongue) -> Read:
    """With its noun, and with how near it is."""
    after = rounding_after(tokens, read.end, tongue)
    end = after[1] if after else read.end
    rounding = rounding_before(tokens, read.start, tongue) or (after[0] if after else "") or read.rounding
    return read._replace(rounding=rounding, noun=read.noun or _noun(tokens, end, tongue))


def rounding_before(tokens: Tokens, at: int, tongue: Tongue) -> Rounding:
    """What the words before `at` say: "more than", "knapp", "près de"."""
    for phrase, rounding in tongue.before.get(tokens[at - 1].word, ()):
        if all(tokens[at - len(phrase) + place].word == word for place, word in enumerate(phrase)):
            return rounding
    return ""


def rounding_after(tokens: Tokens, at: int, tongue: Tongue) -> tuple[Rounding, int] | None:
    """What the words from `at` on say, and where they end: "or so", "ou plus"."""
    for phrase, rounding in tongue.after.get(tokens[at].word, ()):
        if end := follow(tokens, at, phrase):
            return rounding, end
    return None


def _noun(tokens: Tokens, at: int, tongue: Tongue) -> str:
    """The word that follows if it means something; behind "of the" the one after that."""
    at = past_hyphen(tokens, at)
    if tokens[at].word in tongue.of or tokens[at].word in tongue.genitive:
        at += 2 if tokens[at + 1].word == "'" else 1
        at = next((each for each in range(at, at + 3) if not function_word(tokens[each].word, tongue.language)), at)
    token = tokens[at]
    is_noun = token.kind == "word" and not (token.glued and len(token.word) == 1)
    silent = not is_noun or function_word(token.word, tongue.language) or whole(tokens, at, tongue)
    return "" if silent else token.word


def ranged(tokens: Tokens, reads: Iterable[Read], tongue: Tongue) -> list[Read]:
    """With what the two ends of a range have in common: "35 to 38 percent", "three to five million people"."""
    found: list[Read] = []
    for read in reads:
        this = read
        if found and _is_range(tokens, found[-1], this, tongue):
            found[-1], this = _shared(found[-1], this, _scale(tokens, this, tongue))
        elif found and _is_contrast(tokens, found[-1], this, tongue):
            this = _like(found[-1], this)
        elif found and tongue.language == "fr" and _is_minutes(found[-1], this):
            this = this._replace(unit="minute")
        found.append(this)
    return found


def _is_range(tokens: Tokens, first: Read, second: Read, tongue: Tongue) -> bool:
    between = [token.word for token in tokens[first.end : second.start]]
    if between[:1] == ["-"] and len(between) == 2:
        return between[1] in tongue.range_words and first.unit == ""  # "two- to threefold"
    joined = len(between) == 1 and (between[0] == "-" or between[0] in tongue.range_words)
    return joined and not {first.unit, second.unit} & _ALONE


def _is_contrast(tokens: Tokens, first: Read, second: Read, tongue: Tongue) -> bool:
    """Whether the second is bare since it is counted in what the first is: "38 percent, up from 35"."""
    if second.unit or second.noun or second.scale > 1 or first.unit in _ALONE or not 0 < second.value < 1000:
        return False
    between = [token.word for token in tokens[first.end : second.start] if token.word != ","]
    return " ".join(between[1:] if between[:1] == [first.noun] else between) in _CONTRASTS[tongue.language]


def _like(first: Read, second: Read) -> Read:
    return second._replace(value=second.value * first.scale, scale=first.scale, unit=first.unit, noun=first.noun)


def _scale(tokens: Tokens, read: Read, tongue: Tongue) -> int:
    """Its scale, which German may write in the word itself: "sechstausend"."""
    word = tokens[read.end - 1].word if tongue.whole and read.scale == 1 else ""
    return 1000 if word.endswith("tausend") else 100 if word.endswith("hundert") else read.scale


def _is_minutes(hours: Read, read: Read) -> bool:
    """As in "une heure quinze"."""
    return hours.unit == "hour" and read.start == hours.end and not read.unit and 0 < read.value < 60


def _shared(first: Read, second: Read, scale: int) -> tuple[Read, Read]:
    if first.scale > 1 or first.value * scale >= second.value or (second.unit and first.unit not in ("", second.unit)):
        scale = 1
    unit = second.unit or (first.unit if first.unit in MONEY and not second.noun else "")
    first = first._replace(
        value=first.value * scale,
        scale=scale * first.scale,
        unit=first.unit or unit,
        noun=first.noun or second.noun,
        rounding=first.rounding or second.rounding,
    )
    return first, second._replace(unit=unit, rounding=second.rounding or first.rounding)
