"""Cardinal numbers with their scales, decimals and units: "two and a half million", "3,5 Mio. Euro". Pure."""

from fractions import Fraction

from daemon.write.values.numbers_digits import Price, is_version, value_of, version_digits
from daemon.write.values.numbers_language import Read, Tongue
from daemon.write.values.numbers_tokens import Tokens, follow
from daemon.write.values.numbers_units import MONEY, TIME, currency_at, unit_at
from daemon.write.values.numbers_words import Whole, past_hyphen, whole, year

_SCALES = {
    **dict.fromkeys(("k", "K"), 1000),
    **dict.fromkeys(("M", "mn", "mln", "Mln", "Mio", "mio"), 10**6),
    **dict.fromkeys(("bn", "Md", "Mds", "md", "mds", "mld", "Mrd", "mrd", "B"), 10**9),
    **dict.fromkeys(("tn", "trn"), 10**12),
}
"""Scales as they are written behind digits; K and B only without a space."""
_MONEY_SCALES = {"m": 10**6, "b": 10**9}
_GLUED_ONLY = frozenset("kKB")


def cardinal(tokens: Tokens, at: int, tongue: Tongue, money: str = "") -> Read | None:
    """The number at `at` with its scales, fractions and unit; `money` is the currency before it."""
    read = _bare(tokens, at, tongue, money)
    if read is None or read.unit:
        return read
    return with_unit(tokens, _with_half(tokens, read, tongue), tongue, money)


def _bare(tokens: Tokens, at: int, tongue: Tongue, money: str) -> Read | None:
    """The number alone. With two points in it, a version."""
    token = tokens[at]
    if token.kind == "numeral":
        if is_version(token.text):
            return Read(at, at + 1, _first(token.text), "version", form=version_digits(token.text), digits=True)
        read = Read(at, at + 1, _of_numeral(tokens, at, tongue, money), digits=True)
        return _scaled(tokens, read, tongue, money)
    in_words = _in_words(tokens, at, tongue)
    return None if in_words is None else _with_point(tokens, in_words, tongue, money)


def _first(version: str) -> Fraction:
    return Fraction(int(version.split(".", maxsplit=1)[0]))


def _of_numeral(tokens: Tokens, at: int, tongue: Tongue, money: str) -> Fraction:
    following = tokens[at + 1]
    scale = scale_at(tokens, at + 1, tongue, digits=True, money=bool(money))
    behind = currency_at(tokens, scale[1] if scale else at + 1) or tokens[at + 1].word == "euro"
    price: Price = "after" if behind else "before" if money else ""
    return value_of(tokens[at].text, tongue.language, price, percent=following.text in ("%", "‰"))


def _in_words(tokens: Tokens, at: int, tongue: Tongue) -> Read | None:
    """Groups and their scales: "two million three hundred thousand". A scale may stand alone: "mille"."""
    group = whole(tokens, at, tongue)
    if group and group.ordinal:
        return Read(at, group.end, Fraction(group.value), "ordinal")
    if group and (years := year(tokens, group, tongue)):
        return Read(at, years.end, Fraction(years.value))
    if group:
        read = _scaled(tokens, Read(at, group.end, Fraction(group.value)), tongue, "")
    elif tokens[at].word in tongue.scales:
        read = _scaled(tokens, Read(at, at, Fraction(1)), tongue, "")
    else:
        return None
    while (longer := _with_group(tokens, read, tongue)) is not None:
        read = longer
    return read


def _with_group(tokens: Tokens, read: Read, tongue: Tongue) -> Read | None:
    """With the next, smaller group: "two thousand" "five hundred". None where what follows is another number."""
    place = read.scale if read.scale > 1 else 1000 if read.value and read.value % 1000 == 0 else 1
    at = past_hyphen(tokens, read.end)
    joined = bool(tongue.and_) and tokens[at].word == tongue.and_
    group = whole(tokens, at + joined, tongue) if place > 1 and read.unit != "ordinal" else None
    if group is None and not joined and 1 < tongue.scales.get(tokens[at].word, 1) < place:
        group = Whole(1, at)  # "un million mille"
    if group is None or not 0 < group.value < place or (joined and group.value >= 100):
        return None
    if group.ordinal:
        return read._replace(value=read.value + group.value, end=group.end, unit="ordinal")
    more = _scaled(tokens, Read(at, group.end, Fraction(group.value)), tongue, "")
    if more.unit or more.scale == place or (joined and more.scale > 1):
        return None
    if more.scale > place:
        return more._replace(start=read.start, value=(read.value + group.value) * more.scale)
    return read._replace(value=read.value + more.value, end=more.end, scale=more.scale)


def _scaled(tokens: Tokens, read: Read, tongue: Tongue, money: str) -> Read:
    """With the scales that follow; an ordinal one ends it: "two thousandth"."""
    while found := scale_at(tokens, read.end, tongue, digits=read.digits, money=bool(money)):
        if 1 < read.scale >= found[0]:
            break
        read = read._replace(value=read.value * found[0], scale=read.scale * found[0], end=found[1])
    at = past_hyphen(tokens, read.end)
    last = tongue.ordinals.get(tokens[at].word, 0) if read.end > read.start and not read.digits else 0
    if last >= 1000:
        return read._replace(value=read.value * last, end=at + 1, unit="ordinal")
    return read


def scale_at(tokens: Tokens, at: int, tongue: Tongue, *, digits: bool, money: bool) -> tuple[int, int] | None:
    """The scale at `at`, perhaps behind a hyphen, and where it ends with its full stop."""
    at = past_hyphen(tokens, at)
    token = tokens[at]
    scale = tongue.scales.get(token.word, 0)
    money = money or currency_at(tokens, at + 1) is not None
    if not scale and digits and (token.glued or money or token.text not in _GLUED_ONLY):
        counts = money or (token.glued and tokens[at + 1].word in tongue.millions)
        scale = _SCALES.get(token.text) or (_MONEY_SCALES.get(token.text, 0) if counts else 0)
    if not scale:
        return None
    shortened = len(token.text) < 5 and tokens[at + 1].word == "." and tokens[at + 1].glued and not tokens[at + 2].glued
    if shortened and token.text in _GLUED_ONLY | {"M"} and not token.glued:
        return None
    return scale, at + 2 if shortened and tokens[at + 2].kind != "edge" else at + 1


def _with_point(tokens: Tokens, read: Read, tongue: Tongue, money: str) -> Read:
    """With the decimals behind a spoken point; a second point makes a version."""
    parts: list[str] = []
    end = read.end
    while tokens[end].word in tongue.point and (part := spoken_digits(tokens, end + 1, tongue)):
        parts.append(part[0])
        end = part[1]
    if not parts or read.value.denominator != 1 or read.unit:
        return read
    if len(parts) > 1:
        form = version_digits(".".join((str(read.value), *parts)))
        return read._replace(end=end, unit="version", form=form)
    value = Fraction(f"{read.value}.{parts[0]}")
    return _scaled(tokens, read._replace(value=value, end=end, scale=1), tongue, money)


def spoken_digits(tokens: Tokens, at: int, tongue: Tongue) -> tuple[str, int] | None:
    """The digits behind a spoken point, and where they end: "two five", "zéro cinq", "twenty-five"."""
    said = ""
    while (part := _digits(tokens, at, tongue)) is not None:
        if said and len(part[0]) > 1:
            break
        said += part[0]
        at = part[1]
        if len(part[0]) > 1:
            break
    return (said, at) if said else None


def _digits(tokens: Tokens, at: int, tongue: Tongue) -> tuple[str, int] | None:
    if tokens[at].kind == "numeral":
        return (tokens[at].text, at + 1) if tokens[at].text.isdecimal() else None
    found: Whole | None = whole(tokens, at, tongue)
    return None if found is None or found.ordinal or found.value > 999 else (str(found.value), found.end)


def _with_half(tokens: Tokens, read: Read, tongue: Tongue) -> Read:
    """As in "two and a half million", "trois millions et demi"."""
    if 1 < read.scale < 10**6 or read.unit:
        return read
    for phrase, part in tongue.and_a_half.items():
        if end := follow(tokens, read.end, phrase):
            return _scaled(tokens, read._replace(value=read.value + part * read.scale, end=end), tongue, "")
    return read


def with_unit(tokens: Tokens, read: Read, tongue: Tongue, money: str = "") -> Read:
    """With the unit behind it, and what a unit may have behind it."""
    if read.unit:
        return read
    found = _unit(tokens, read, tongue)
    if found is None:
        return _below_zero(tokens, read._replace(unit=money), tongue)
    unit, end = found
    read = read._replace(unit=money or unit, end=end)
    if unit in TIME:
        return _with_part_of_time(tokens, read, tongue)
    return _with_cents(tokens, read, tongue) if unit in MONEY else _below_zero(tokens, read, tongue)


def _unit(tokens: Tokens, read: Read, tongue: Tongue) -> tuple[str, int] | None:
    """The unit behind the number; behind scales and fractions "of" may come first: "millions d'euros"."""
    found = unit_at(tokens, read.end, tongue.units, digits=read.digits)
    if found or (read.scale == 1 and read.value.denominator == 1):
        return found
    if tokens[read.end].word not in tongue.of:
        return None
    at = read.end + 1 + (tokens[read.end + 1].word == "'")
    at += tokens[at].word in tongue.articles and read.scale == 1
    return unit_at(tokens, at, tongue.units, digits=False)


def _with_part_of_time(tokens: Tokens, read: Read, tongue: Tongue) -> Read:
    """As in "an hour and a half", "deux heures et quart"."""
    for phrase, part in tongue.and_a_half.items():
        if end := follow(tokens, read.end, phrase):
            return read._replace(value=read.value + part * read.scale, end=end)
    return read


def _with_cents(tokens: Tokens, read: Read, tongue: Tongue) -> Read:
    """As in "three euros fifty", "five dollars and twenty cents"."""
    joined = tokens[read.end].word in ("con", "and", "und", "et", "y")
    at = read.end + joined
    few = whole(tokens, at, tongue)
    if tokens[at].kind == "numeral" and len(tokens[at].text) == 2 and tokens[at].text.isdecimal():
        few = Whole(int(tokens[at].text), at + 1)
    if few is None or few.ordinal or not 0 < few.value < 100 or read.scale > 1000 or read.value.denominator > 1:
        return read
    unit = unit_at(tokens, few.end, tongue.units, digits=False)
    cents = unit is not None and unit[0] in ("cent", "penny")
    if not cents and (
        unit
        or (joined and tokens[read.end].word != "con")
        or scale_at(tokens, few.end, tongue, digits=True, money=True)
    ):
        return read
    return read._replace(value=read.value + Fraction(few.value, 100), end=unit[1] if unit and cents else few.end)


def _below_zero(tokens: Tokens, read: Read, tongue: Tongue) -> Read:
    if read.unit not in ("", "degree", "degree fahrenheit"):
        return read
    end = next((end for phrase in tongue.below_zero if (end := follow(tokens, read.end, phrase))), 0)
    return read._replace(value=-read.value, end=end, unit=read.unit or "degree") if end else read
