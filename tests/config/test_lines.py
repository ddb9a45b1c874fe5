import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.lines import Key, line_of, lines_of

EVERYTHING = '''\
# = not a key [not.a.table]
name = "Kim # [x] = 1"   # a comment
"quoted \\u00e9" = 'a = 1'
when = 1979-05-27 07:32:00
a . "b.c" = 1.5

[plain] # comment
text = """
inner = 1
[inner]
\\""" still text"""
raw = \'\'\'
inner = 2\'\'\'\'\'
list = [
  1, # one ]
  "two, ]",
  [ 3,
    4 ],
  { deep = 5, x.y = 6 },
]
after = true

[shows.morning]
days = []
table = { a = { b = [ 7 ] }, "c d" = 8 }
[[many]]
one = 1
[[many]]
one = 2
[many.below]
one = 3
[[many.inner]]
x = 1
[last]
'''


@pytest.mark.parametrize(
    ("key", "line"),
    [
        (("name",), 2),
        (("quoted é",), 3),
        (("when",), 4),
        (("a",), 5),
        (("a", "b.c"), 5),
        (("plain",), 7),
        (("plain", "text"), 8),
        (("plain", "raw"), 12),
        (("plain", "list"), 14),
        (("plain", "list", 0), 15),
        (("plain", "list", 1), 16),
        (("plain", "list", 2, 1), 18),
        (("plain", "list", 3, "deep"), 19),
        (("plain", "list", 3, "x", "y"), 19),
        (("plain", "after"), 21),
        (("shows",), 23),
        (("shows", "morning", "days"), 24),
        (("shows", "morning", "table", "a", "b", 0), 25),
        (("shows", "morning", "table", "c d"), 25),
        (("many",), 26),
        (("many", 0, "one"), 27),
        (("many", 1), 28),
        (("many", 1, "one"), 29),
        (("many", 1, "below", "one"), 31),
        (("many", 1, "inner", 0, "x"), 33),
        (("last",), 34),
    ],
)
def test_every_form_of_key(key: Key, line: int) -> None:
    assert lines_of(EVERYTHING)[key] == line


def test_windows_line_ends() -> None:
    assert lines_of("a = 1\r\n[b]\r\nc = '''\r\n'''\r\nd = 2\r\n")["b", "d"] == 5


def test_a_missing_key_is_told_by_its_table() -> None:
    lines = lines_of(EVERYTHING)
    assert line_of(lines, ("shows", "morning", "minutes")) == 23
    assert line_of(lines, ("voice", "engine")) is None


def keys_of(value: Any, key: Key = ()) -> set[Key]:
    """All keys of what the standard library's parser made of the text."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return {key, *(found for name, part in inner for found in keys_of(part, (*key, name)))} - {()}


PIECES = (
    "a",
    "b",
    '"c d"',
    "'e'",
    "1",
    '"x"',
    "'''",
    '"""',
    "[",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    "=",
    ".",
    ",",
    "\n",
    " ",
    "#",
    "\\",
)


def test_no_key_is_found_in_texts_and_comments() -> None:
    assert set(lines_of(EVERYTHING)) == keys_of(tomllib.loads(EVERYTHING))


VALUES = st.recursive(
    st.sampled_from(["1", "-1.5", "true", "07:15:00", '"# ]"', "'} \"'", '"""\n[x]\n"""', "'''a = 1\n'''", '"\\"="']),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda found: "[ " + " , # ]\n".join(found) + "\n]"),
        st.lists(inner, max_size=3, unique=True).map(
            lambda found: "{ " + ", ".join(f"k{place} = {each}" for place, each in enumerate(found)) + " }"
        ),
    ),
    max_leaves=5,
)
FORMS = (
    "key{n} = {value} # end",
    "x.'y z' . key{n} = {value}",
    "[table{n}.u]\nkey = {value}",
    "[[many]]\n# [comment]\nkey = {value}",
    "[[many.inner]]\n\n'a = 1' = {value}",
)


def document(statements: list[tuple[str, str]]) -> str:
    """Valid TOML: no key twice."""
    filled = [form.replace("{n}", str(n)).replace("{value}", value) for n, (form, value) in enumerate(statements)]
    return "\n".join(["[[many]]", *filled])


@given(st.lists(st.tuples(st.sampled_from(FORMS), VALUES), max_size=12).map(document))
def test_every_key_of_valid_toml_is_found_and_none_else(text: str) -> None:
    assert set(lines_of(text)) == keys_of(tomllib.loads(text))


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join) | st.text(max_size=40))
def test_any_text_is_survived(text: str) -> None:
    assert all(1 <= line <= text.count("\n") + 1 for line in lines_of(text).values())
