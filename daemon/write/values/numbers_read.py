"""One number, at one place of a text. Pure."""

from fractions import Fraction
from functools import lru_cache

from daemon.write.values.numbers_amounts import cardinal, with_unit
from daemon.write.values.numbers_around import rounding_before
from daemon.write.values.numbers_forms import (
    counted,
    fraction_of,
    ordinal,
    score,
    slashed,
    special,
    version,
    with_parts,
)
from daemon.write.values.numbers_language import Read, Tongue
from daemon.write.values.numbers_tokens import Tokens, words_of
from daemon.write.values.numbers_units import TIME, begins_currency, currency_at, unit_at
from daemon.write.values.numbers_words import past_hyphen, whole
from daemon.write.values.words import function_word

_OPENING = words_of("( [ / : ~ < > ≈ $ € £ „ “ \" '")
_AFTER_ONE = words_of("who that which can could should would may might must cannot has had")
_WHOSE = words_of("a an the this that his her its our their your my another every")


def read(tokens: Tokens, at: int, tongue: Tongue, last_end: int) -> Read | None:
    """The number that begins at `at`, with the sign and the currency before it; the last one ended at `last_end`."""
    token = tokens[at]
    if token.kind == "edge" or (token.kind == "word" and not _may_begin(token.text, token.word, tongue)):
        return None
    start, negative = _signed(tokens, at, tongue)
    money = _currency(tokens, start, tongue)
    if money and tokens[money[1]].kind == "numeral":
        found = counted(tokens, money[1], tongue, money[0])
    elif start > at and not _begins(tokens, start, tongue):
        found = None
    else:
        found = _unsigned(tokens, start, tongue, last_end)
    if found is None:
        return None
    return found._replace(start=at, value=-found.value if negative else found.value)


@lru_cache(maxsize=16384)
def _may_begin(text: str, word: str, tongue: Tongue) -> bool:
    """Whether any number begins with this word: most words are done with here."""
    if any(
        word in words
        for words in (tongue.small, tongue.large, tongue.articles, tongue.one, tongue.scales, tongue.crowds)
    ):
        return True
    if any(word in words for words in (tongue.ordinals, tongue.halves, tongue.half_of, tongue.multiples, tongue.minus)):
        return True
    if (
        word in tongue.version
        or any(word == phrase[0] for phrase in tongue.couples)
        or begins_currency(text)
        or word in tongue.first_currencies
    ):
        return True
    if tongue.bare_and and word in tongue.units:
        return True
    is_whole = tongue.whole is not None and tongue.whole(word) is not None
    return is_whole or (tongue.compound is not None and tongue.compound(word) is not None)


def _currency(tokens: Tokens, at: int, tongue: Tongue) -> tuple[str, int] | None:
    named = tongue.first_currencies.get(tokens[at].word)
    return (named, at + 1) if named else currency_at(tokens, at)


def _signed(tokens: Tokens, at: int, tongue: Tongue) -> tuple[int, bool]:
    """Behind the sign, if there is one at `at`, and whether it makes the number negative."""
    token = tokens[at]
    if token.word in tongue.minus:
        return (at, False) if rounding_before(tokens, at + 1, tongue) else (at + 1, True)
    joins = token.glued and tokens[at - 1].word not in _OPENING
    if token.word in ("-", "+") and not joins and tokens[at + 1].glued and tokens[at + 1].kind != "word":
        return at + 1, token.word == "-"
    return at, False


def _begins(tokens: Tokens, at: int, tongue: Tongue) -> bool:
    """Whether a number that may be negative begins here: "minus" alone is a word like others."""
    found = whole(tokens, at, tongue)
    return (
        tokens[at].kind == "numeral" or (found is not None and not found.ordinal) or tokens[at].word in tongue.articles
    )


def _unsigned(tokens: Tokens, at: int, tongue: Tongue, last_end: int) -> Read | None:
    if tokens[at].kind == "numeral":
        return None if _in_name(tokens, at) else _numeral(tokens, at, tongue)
    if tokens[at].kind != "word":
        return None
    if found := version(tokens, at, tongue) or special(tokens, at, tongue):
        return found
    if tokens[at].word in tongue.articles:
        return _article(tokens, at, tongue, last_end)
    if tokens[at].word in tongue.one:
        return _one(tokens, at, tongue)
    return ordinal(tokens, at, tongue) or counted(tokens, at, tongue) or _without_one(tokens, at, tongue)


def _without_one(tokens: Tokens, at: int, tongue: Tongue) -> Read | None:
    """As in "hora y media", one and a half without the one."""
    if tokens[at + 1].word not in tongue.bare_and:
        return None
    unit = unit_at(tokens, at, tongue.units, digits=False)
    if unit is None or unit[0] not in TIME:
        return None
    found = with_unit(tokens, Read(at, at, Fraction(1)), tongue)
    return found if found.value > 1 else None


def _in_name(tokens: Tokens, at: int) -> bool:
    """Whether the digits belong to a name: "A380", "G7"; not those of "10x20"."""
    before = tokens[at - 1]
    return tokens[at].glued and before.kind == "word" and before.text[0].isupper()


def _numeral(tokens: Tokens, at: int, tongue: Tongue) -> Read | None:
    if found := score(tokens, at, tongue) or ordinal(tokens, at, tongue):
        return found
    if found := slashed(tokens, at):
        return fraction_of(tokens, found, tongue)
    if tokens[at].text.isdecimal() and (found := slashed(tokens, at + 1)) and found.value < 1:
        return fraction_of(tokens, found._replace(start=at, value=int(tokens[at].text) + found.value), tongue)
    found = counted(tokens, at, tongue)
    if (
        found
        and not found.unit
        and tokens[found.end].word == "x"
        and tokens[found.end].glued
        and not tokens[found.end + 1].glued
    ):
        return found._replace(unit="times", end=found.end + 1)
    return found


def _article(tokens: Tokens, at: int, tongue: Tongue, last_end: int) -> Read | None:
    """One, as an article says it: "a hundred", "une demi-heure", "ein Drittel", "an hour". Elsewhere it is none."""
    following = tokens[at + 1].word
    if _is_part(following, tongue) and (part := special(tokens, at + 1, tongue)):
        return part._replace(start=at)
    one = Read(at, at + 1, Fraction(1))
    if parts := with_parts(tokens, one, tongue):
        return fraction_of(tokens, parts, tongue)
    if following in tongue.scales or following in tongue.large:
        return _of_scale(tokens, at, tongue)
    longer = cardinal(tokens, at, tongue)
    if longer and longer.end > at + 1 and not _only_unit(tokens, longer, tongue):
        return longer
    if _counts(tokens, at, tongue):
        return with_unit(tokens, one, tongue)
    unit = unit_at(tokens, at + 1, tongue.units, digits=False)
    is_word = tokens[at + 1].kind == "word" or tokens[at + 2].kind == "word"
    if unit is None or not is_word or unit[0] in tongue.no_article or _is_rate(tokens, at, tongue, last_end):
        return None
    return with_unit(tokens, one, tongue)


def _is_part(word: str, tongue: Tongue) -> bool:
    """Whether a word is a fraction by itself: "half", "demi", "Viertelstunde"."""
    found = tongue.compound(word) if tongue.compound else None
    return word in tongue.halves or word in tongue.half_of or (found is not None and found.value.denominator > 1)


def _of_scale(tokens: Tokens, at: int, tongue: Tongue) -> Read | None:
    found = counted(tokens, at + 1, tongue) if tokens[at].word not in tongue.small else counted(tokens, at, tongue)
    if found is None:
        return None
    return found._replace(start=at, rounding="about" if tokens[at + 1].word in tongue.loose else found.rounding)


def _only_unit(tokens: Tokens, longer: Read, tongue: Tongue) -> bool:
    """Whether the number itself is the article alone."""
    unit = unit_at(tokens, longer.start + 1, tongue.units, digits=False)
    return unit is not None and longer.value in (1, Fraction(3, 2), Fraction(5, 4), Fraction(7, 4))


def _counts(tokens: Tokens, at: int, tongue: Tongue) -> bool:
    """Whether it is a number because another one follows ("un ou deux"), or because it numbers something."""
    if tokens[at].word not in tongue.small and not (tongue.whole and tongue.whole(tokens[at].word)):
        return False
    if tokens[at - 1].word in tongue.counters:
        return True
    other = tokens[at + 2]
    joined = tokens[at + 1].word in tongue.range_words
    if not joined or other.word in tongue.articles:
        return False
    return other.kind == "numeral" or whole(tokens, at + 2, tongue) is not None


def _is_rate(tokens: Tokens, at: int, tongue: Tongue, last_end: int) -> bool:
    """Whether "a day" is "each day": "3 euros a day", "12 flights a day", "once a day"."""
    if tokens[at - 1].word in ("once", "times", "-"):
        return True
    if not 0 < last_end <= at <= last_end + 2:
        return False
    return all(token.kind == "word" and token.word not in tongue.range_words for token in tokens[last_end:at])


def _one(tokens: Tokens, at: int, tongue: Tongue) -> Read | None:
    found = counted(tokens, at, tongue)
    return None if found and found.end == at + 1 and _stands_for_a_thing(tokens, at) else found


def _stands_for_a_thing(tokens: Tokens, at: int) -> bool:
    """As in "a new one" and "one who", where no number is meant."""
    following = tokens[at + 1]
    if following.word in _AFTER_ONE or tokens[at - 1].word in ("such", "which", "no"):
        return True
    counts = following.kind == "word" and not function_word(following.word, "en")
    return not counts and tokens[past_hyphen(tokens, at - 2)].word in _WHOSE
