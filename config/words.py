"""Words for people: what a validator found (never the value, it may be a secret in the wrong place), names, numbers."""

from collections.abc import Iterable

from pydantic_core import ErrorDetails

_SENTENCES = {
    "bool_parsing": "write true or false, without quotation marks",
    "bool_type": "write true or false, without quotation marks",
    "dict_type": "write a table, as {{ name = … }}",
    "extra_forbidden": "unknown key; remove it",
    "finite_number": "write an ordinary number",
    "float_parsing": "write a number, without quotation marks",
    "float_type": "write a number, without quotation marks",
    "greater_than": "must be more than {gt}",
    "greater_than_equal": "must be at least {ge}",
    "int_from_float": "write a whole number",
    "int_parsing": "write a whole number, without quotation marks",
    "int_type": "write a whole number, without quotation marks",
    "less_than": "must be less than {lt}",
    "less_than_equal": "must be at most {le}",
    "list_type": 'write a list, as ["…", "…"]',
    "missing": "is missing; add it here",
    "model_type": "write a table, as {{ … }}",
    "string_pattern_mismatch": "is not of the form that this key takes; compare config/example.toml",
    "string_too_long": "is too long; write at most {max_length} characters",
    "string_too_short": "is too short; write at least {min_length} characters",
    "string_type": 'write text in quotation marks, as "…"',
    "too_long": "names too many; at most {max_length}",
    "too_short": "names too few; at least {min_length}",
    "tuple_type": 'write a list, as ["…", "…"]',
    "value_error": "{error}",
}


def sentence(error: ErrorDetails) -> str:
    """What is wrong and what to write instead, from one of pydantic's errors."""
    context = {
        name: f"{value:g}" if isinstance(value, float) else value for name, value in error.get("ctx", {}).items()
    }
    if error["type"] == "literal_error":
        return _choice(str(context["expected"]).replace("'", '"'), error["input"])
    template = _SENTENCES.get(error["type"])
    return template.format(**context) if template else error["msg"]


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that is most like this one, if any is."""
    from difflib import get_close_matches

    by_fold = {each.casefold(): each for each in known}
    close = get_close_matches(name.casefold(), by_fold, n=1, cutoff=0.6)
    return by_fold[close[0]] if close else None


def counted(number: int, thing: str) -> str:
    """So many of a thing, as "1 item" or "4 items"."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A clause that names the nearest known name, or else all of them; "" where there is none."""
    names = sorted(known)
    close = nearest(name, names)
    if close:
        return f'; did you mean "{close}"?'
    return f"; known: {', '.join(names)}" if names else ""


def _choice(expected: str, written: object) -> str:
    if not isinstance(written, str):
        return f"must be {expected}"
    close = nearest(written, expected.split('"')[1::2])
    return f'must be {expected}; did you mean "{close}"?' if close else f"must be {expected}"
