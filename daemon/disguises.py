"""Texts in disguise: one form to compare them by, and whether something hides in one. Pure.

Look-alike letters are undone by `plain`, letters that stand apart by `closed_up`, signs for letters by `unleeted`, and
codes by `decoded`. Nothing here understands a text: what is said in other words, in the first letters of lines or in a
secret that two have agreed on is not seen.
"""

import re
from collections.abc import Collection, Iterator

from daemon.disguises_codes import from_characters
from daemon.disguises_letters import closed_up, one_script, plain, unleeted, without_hidden
from daemon.disguises_spelt import from_words, spells

__all__ = ["closed_up", "decoded", "is_encoded", "one_script", "plain", "unleeted", "without_hidden"]

_SHORTEST_PRIVATE = 4


def decoded(text: str) -> Iterator[str]:
    """Each text that hides in this one in a code that anybody can undo, as far as it reads as five letters and more.

    Characters: base64, base32, hex, percent signs, escapes, bits and decimals. Words: Morse in signs or spoken,
    spelling alphabets ("Lima India", "L as in Linda"), six letters and more that stand apart, and whole texts in
    rot13, turned round or in pig Latin. Not seen: other shifts of the alphabet, a code inside a code, acrostics.
    """
    bare = one_script(text)
    yield from from_characters(bare)
    yield from from_words(plain(bare).casefold())


def is_encoded(text: str, private: Collection[str] = ()) -> bool:
    """Whether something hides in the text in a code (see `decoded`), or one of the private words in disguise.

    A private word of four letters and more is found turned round, in rot13, pig Latin, signs or with its letters apart;
    in clear it is not looked for, nor in parts or in a translation.
    """
    if any(True for _ in decoded(text)):
        return True
    folded = plain(text).casefold()
    words = (word for secret in private for word in re.findall(r"[^\W\d_]+", plain(secret).casefold()))
    return spells(folded, {word for word in words if len(word) >= _SHORTEST_PRIVATE})
