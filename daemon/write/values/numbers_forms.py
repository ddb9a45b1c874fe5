"""Numbers in other forms than a cardinal: ordinals, fractions, versions, scores, crowds, "twice", "both". Pure."""

from fractions import Fraction

from daemon.write.values.numbers_amounts import cardinal, scale_at, spoken_digits, with_unit
from daemon.write.values.numbers_digits import is_version, value_of, version_digits
from daemon.write.values.numbers_language import Read, Tongue
from daemon.write.values.numbers_tokens import Tokens, follow, words_of
from daemon.write.values.numbers_units import unit_at
from daemon.write.values.numbers_words import past_hyphen, whole
from daemon.write.values.words import function_word

_SCORED = words_of(
    "won win wins lost lose loses beat beats beaten draw drew lead leads led score scored gewann gewinnt gewonnen "
    "verlor verliert verloren siegte siegt fuhrt fuhrte gagne gagnent perdu perdent battu battent mene menent mene "
    "gano gana ganaron perdio pierde perdieron vencio vence empato"
)
_ENGLISH_SUFFIXES = words_of("st nd rd th")


def is_idiom(tokens: Tokens, at: int, tongue: Tongue) -> int:
    """Where an idiom ends that only looks like a number ("no one"), else 0; "at one point five" is none."""
    for phrase in tongue.idioms.get(tokens[at].word, ()):
        end = follow(tokens, at, phrase)
        if end and not (
            tokens[end].kind == "numeral" or whole(tokens, end, tongue) or tokens[end].word in tongue.scales
        ):
            return end
    return 0


def version(tokens: Tokens, at: int, tongue: Tongue) -> Read | None:
    """As in "v3", "version 3.2", "version three point one"; the word belongs to it."""
    following = tokens[at + 1]
    if tokens[at].word not in tongue.version or (tokens[at].word == "v") != following.glued:
        return None
    if following.kind == "numeral":
        digits = following.text.replace(",", ".")
        form = version_digits(digits)
        return (
            Read(at, at + 2, Fraction(int(digits.split(".")[0] or "0")), "version", form=form)
            if _plain(digits)
            else None
        )
    first = whole(tokens, at + 1, tongue)
    if first is None or first.ordinal:
        return None
    parts, end = [str(first.value)], first.end
    while tokens[end].word in tongue.point and (part := spoken_digits(tokens, end + 1, tongue)):
        parts.append(part[0])
        end = part[1]
    return Read(at, end, Fraction(first.value), "version", form=version_digits(".".join(parts)))


def _plain(digits: str) -> bool:
    return digits.replace(".", "").isdecimal()


def score(tokens: Tokens, at: int, tongue: Tongue) -> Read | None:
    """As in "3–1" and "3:1". What rises ("2-3") is a range unless somebody won or lost."""
    home, sign, away = tokens[at : at + 3]
    if not (
        sign.word in ("-", ":")
        and sign.glued
        and away.kind == "numeral"
        and away.glued
        and _short(home.text, away.text)
    ):
        return None
    further = tokens[at + 3]
    if tokens[at].glued and tokens[at - 1].word == ":":
        return None
    if (
        further.glued
        and (further.word in ("-", ":", "%", "°", "€") or further.kind != "sign")
        and tokens[at + 4].kind == "numeral"
    ):
        return None
    if sign.word == "-" and not _is_result(tokens, at, tongue):
        return None
    return Read(at, at + 3, Fraction(int(home.text)), "score", form=f"{int(home.text)}-{int(away.text)}")


def _short(*numerals: str) -> bool:
    return all(numeral.isdecimal() and len(numeral) < 4 for numeral in numerals)


def _is_result(tokens: Tokens, at: int, tongue: Tongue) -> bool:
    behind = at + 3
    if unit_at(tokens, behind, tongue.units, digits=True) or scale_at(tokens, behind, tongue, digits=True, money=False):
        return False
    if tokens[at - 1].glued and tokens[at - 1].kind == "sign" and tokens[at].glued:
        return False
    falls = int(tokens[at].text) >= int(tokens[at + 2].text)
    return falls or any(tokens[at - back].word in _SCORED for back in (1, 2, 3))


def ordinal(tokens: Tokens, at: int, tongue: Tongue) -> Read | None:
    """As in "3rd", "3.º", "am 3. Tag", and in words; "la quinta parte" is a fraction."""
    if tokens[at].kind == "numeral":
        return _numeral_ordinal(tokens, at, tongue)
    value = tongue.ordinals.get(tokens[at].word)
    if value is None:
        return None
    end = at + 1
    while tongue.language == "es" and 0 < (more := tongue.ordinals.get(tokens[end].word, 0)) < _place(value):
        value, end = value + more, end + 1
    if value > 2 and tokens[end].word in tongue.ordinal_parts:
        return Read(at, end + 1, Fraction(1, value))
    return Read(at, end, Fraction(value), "ordinal")


def _place(value: int) -> int:
    """What an ordinal that adds to this one is below: "centésimo vigésimo primero"."""
    return 100 if value % 100 == 0 else 10 if value % 10 == 0 else 0


def _numeral_ordinal(tokens: Tokens, at: int, tongue: Tongue) -> Read | None:
    value = value_of(tokens[at].text, tongue.language)
    if value.denominator > 1 or is_version(tokens[at].text):
        return None
    suffix = at + 2 if tokens[at + 1].word == "." and tokens[at + 1].glued else at + 1
    sign = tokens[suffix].text.lower()
    if tokens[suffix].glued and (sign in tongue.suffixes or (sign in _ENGLISH_SUFFIXES and suffix == at + 1)):
        return Read(at, suffix + 1, value, "ordinal")
    if tokens[at + 1].word == "." and tongue.is_ordinal_point and tongue.is_ordinal_point(tokens, at + 1):
        return Read(at, at + 2, value, "ordinal")
    return None


def slashed(tokens: Tokens, at: int) -> Read | None:
    """As in "3/4": a fraction, which 24/7 is none."""
    over, slash, under = tokens[at : at + 3]
    if (
        not (slash.word == "/" and slash.glued and under.glued and _short(over.text, under.text))
        or tokens[at + 3].word == "/"
    ):
        return None
    if not 0 < int(over.text) < int(under.text) <= 10 or tokens[at - 1].word == "/":
        return None
    return Read(at, at + 3, Fraction(int(over.text), int(under.text)))


def with_parts(tokens: Tokens, read: Read, tongue: Tongue) -> Read | None:
    """What a number of parts is: "two thirds", "drei Viertel"; None if no parts follow."""
    if read.scale > 1 or read.unit or read.value.denominator > 1 or not 0 < read.value < 1000:
        return None
    at = past_hyphen(tokens, read.end)
    if is_idiom(tokens, at, tongue):
        return None
    word = tokens[at].word
    parts = tongue.parts(word) or (tongue.halves.get(word) == Fraction(1, 2) and 2 if read.value == 1 else 0)
    if not parts and tokens[at + 1].word in tongue.ordinal_parts:
        parts, at = tongue.ordinals.get(word, 0), at + 1
    if not parts and (at > read.end or read.value == 1) and not tongue.whole:
        parts = _single_part(tokens, at, read, tongue)
    return read._replace(value=read.value / parts, end=at + 1) if parts > 1 else None


def _single_part(tokens: Tokens, at: int, read: Read, tongue: Tongue) -> int:
    """A third that is no ordinal: "a third of", "two-third majority"; "a third man" is one."""
    parts = tongue.ordinals.get(tokens[at].word, 0)
    if parts < 3 or tokens[at].word in tongue.units:
        return 0
    following = tokens[at + 1]
    ends = following.kind != "word" or following.word in tongue.of or function_word(following.word, tongue.language)
    return parts if ends or tokens[read.start].word in tongue.one or read.value > 1 else 0


def fraction_of(tokens: Tokens, read: Read, tongue: Tongue) -> Read:
    """A fraction of a scale or a unit: "half a million", "un quart d'heure", "halbe Stunde"."""
    at = past_hyphen(tokens, read.end)
    of = at + 1 if tokens[at].word in tongue.of else at
    of += tokens[of].word == "'" and of > at
    of += tokens[of].word in tongue.articles
    if found := scale_at(tokens, of, tongue, digits=False, money=False):
        read = read._replace(value=read.value * found[0], scale=found[0], end=found[1])
        return with_unit(tokens, read, tongue)
    if unit := unit_at(tokens, of, tongue.units, digits=False):
        return read._replace(unit=unit[0], end=unit[1])
    return with_unit(tokens, read, tongue)


def special(tokens: Tokens, at: int, tongue: Tongue) -> Read | None:
    """A single word that is a number of its own kind: half, twice, both, thousands, "dreitägig"."""
    word = tokens[at].word
    if (half := tongue.halves.get(word)) and not _is_ordinal(tokens[at - 1].word, tongue):
        return fraction_of(tokens, Read(at, at + 1, half), tongue)
    if word in tongue.half_of:
        read = fraction_of(tokens, Read(at, at + 1, Fraction(1, 2)), tongue)
        return read if read.end > at + 1 else None
    if times := tongue.multiples.get(word):
        return Read(at, at + 1, Fraction(times), "times")
    for phrase, value in tongue.couples.items():
        if phrase[0] == word and (end := follow(tokens, at, phrase)):
            read = Read(at, end, Fraction(value))
            scale = scale_at(tokens, end, tongue, digits=False, money=False)
            return with_unit(
                tokens, read._replace(value=value * Fraction(scale[0]), end=scale[1]) if scale else read, tongue
            )
    return crowd(tokens, at, tongue) or _compound(tokens, at, tongue)


def _is_ordinal(word: str, tongue: Tongue) -> bool:
    """Whether a half behind this word is one of two: "the second half", "die erste Hälfte"."""
    found = tongue.compound(word) if tongue.compound else None
    return word in tongue.ordinals or (found is not None and found.unit == "ordinal")


def crowd(tokens: Tokens, at: int, tongue: Tongue) -> Read | None:
    """As in "thousands", "tens of thousands", "several hundred", "centaines de millions"."""
    word = tokens[at].word
    value = tongue.crowds.get(word) or (tokens[at - 1].word in tongue.few and tongue.scales.get(word)) or 0
    if not value:
        return None
    end = at + 1
    while True:
        of = end + (tokens[end].word in tongue.of)
        more = tongue.crowds.get(tokens[of].word) or tongue.scales.get(tokens[of].word)
        if not more:
            break
        value, end = value * more, of + 1
    return with_unit(tokens, Read(at, end, Fraction(value), scale=value, rounding="about"), tongue)


def _compound(tokens: Tokens, at: int, tongue: Tongue) -> Read | None:
    found = tongue.compound(tokens[at].word) if tongue.compound else None
    if found is None:
        return None
    read = Read(at, at + 1, found.value, found.unit, noun=found.noun)
    if read.unit or read.noun:
        return read
    scale = scale_at(tokens, at + 1, tongue, digits=False, money=False)
    if scale:
        read = read._replace(value=read.value * scale[0], scale=scale[0], end=scale[1])
    return with_unit(tokens, read, tongue)


def counted(tokens: Tokens, at: int, tongue: Tongue, money: str = "") -> Read | None:
    """A cardinal, or the fraction that it begins: "two thirds of an hour"."""
    read = cardinal(tokens, at, tongue, money)
    if read is None:
        return None
    parts = with_parts(tokens, read, tongue)
    return read if parts is None else fraction_of(tokens, parts, tongue)
