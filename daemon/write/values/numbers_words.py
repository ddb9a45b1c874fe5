"""Whole numbers in words: "two hundred and fifty", "quatre-vingt-dix-neuf", "treinta y uno". Pure."""

from typing import NamedTuple

from daemon.write.values.numbers_language import Tongue
from daemon.write.values.numbers_tokens import Tokens


class Whole(NamedTuple):
    """A whole number and where it ends; `ordinal`: its last word makes an ordinal of it."""

    value: int
    end: int
    ordinal: bool = False


def past_hyphen(tokens: Tokens, at: int) -> int:
    """Behind a hyphen that joins two words."""
    return at + 1 if tokens[at].word == "-" and tokens[at].glued and tokens[at + 1].glued else at


def whole(tokens: Tokens, at: int, tongue: Tongue) -> Whole | None:
    """The number in words at `at`, without scales from a thousand on (German: from a million on)."""
    if tongue.whole:
        value = tongue.whole(tokens[at].word)
        return None if value is None else Whole(value, at + 1)
    found = _hundreds(tokens, at, tongue)
    if found is None or found.ordinal or found.value % 100 or not found.value:
        return found
    return _with_rest(tokens, found, tongue)


def year(tokens: Tokens, first: Whole, tongue: Tongue) -> Whole | None:
    """The year as English says it: "nineteen eighty-nine", "twenty oh-five"; `first` is what it begins with."""
    at = first.end
    if tongue.language != "en" or not 10 < first.value <= 20 or tokens[at].glued:
        return None
    is_oh = tokens[at].word == "oh"
    second = below_hundred(tokens, past_hyphen(tokens, at + 1) if is_oh else at, tongue)
    if second is None or second.ordinal or (second.value >= 10) == is_oh:
        return None
    following = tokens[second.end].word
    if following == "-" or following in tongue.hundred or following in tongue.scales:
        return None
    return Whole(first.value * 100 + second.value, second.end)


def _hundreds(tokens: Tokens, at: int, tongue: Tongue) -> Whole | None:
    if value := tongue.large.get(tokens[at].word):
        return Whole(value, at + 1)
    found = below_hundred(tokens, at, tongue)
    if found is None or found.ordinal or not found.value:
        return found
    following = tokens[past_hyphen(tokens, found.end)].word
    if following in tongue.hundred:
        return Whole(found.value * 100, past_hyphen(tokens, found.end) + 1)
    if tongue.hundred and tongue.ordinals.get(following) == 100:
        return Whole(found.value * 100, past_hyphen(tokens, found.end) + 1, ordinal=True)
    return found


def _with_rest(tokens: Tokens, hundreds: Whole, tongue: Tongue) -> Whole:
    """Tens and units behind hundreds; "two" of "one hundred and two hundred" is none."""
    at = past_hyphen(tokens, hundreds.end)
    if tongue.and_ and tokens[at].word == tongue.and_:
        at += 1
    rest = below_hundred(tokens, at, tongue)
    if rest is None or not rest.value or tokens[past_hyphen(tokens, rest.end)].word in tongue.hundred:
        return hundreds
    return Whole(hundreds.value + rest.value, rest.end, rest.ordinal)


def below_hundred(tokens: Tokens, at: int, tongue: Tongue) -> Whole | None:
    """The number below a hundred in words at `at`."""
    word = tokens[at].word
    value = tongue.small.get(word)
    if value is None:
        ordinal = tongue.ordinals.get(word, 100)
        return Whole(ordinal, at + 1, ordinal=True) if ordinal < 100 else None
    end = at + 1
    if value == 4 and tokens[past_hyphen(tokens, end)].word in tongue.quatre_vingt:
        end = past_hyphen(tokens, end) + 1
        value = 80
        if tokens[end - 1].word in tongue.ordinals and tokens[end - 1].word not in tongue.small:
            return Whole(value, end, ordinal=True)
    return _with_units(tokens, Whole(value, end), tongue)


def _with_units(tokens: Tokens, tens: Whole, tongue: Tongue) -> Whole:
    room = tongue.room.get(tens.value)
    at = past_hyphen(tokens, tens.end)
    if room is None:
        return tens
    joined = tongue.joints.get(tokens[at].word) if tokens[at].word else None
    if joined is not None:
        at = past_hyphen(tokens, at + 1)
        rest = below_hundred(tokens, at, tongue) if tokens[at].word in joined else None
    else:
        rest = below_hundred(tokens, at, tongue) if "" in tongue.joints else None
    if rest is None or rest.value not in room or _is_time(tokens, at, rest):
        return tens
    return Whole(tens.value + rest.value, rest.end, rest.ordinal)


def _is_time(tokens: Tokens, at: int, rest: Whole) -> bool:
    """Whether what may be an ordinal is the unit: "a twenty second delay"."""
    return rest.ordinal and rest.value == 2 and tokens[at - 1].word != "-"
