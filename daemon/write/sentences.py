"""Text to sentences. Pure.

A full stop ends a sentence unless it belongs to an abbreviation, an initial, a number or an ordinal ("24. März").
"""

import re

LONGEST = 60
"""Words a listener can follow in one sentence."""
SHORTEST_CUT = 8

_END = re.compile(r"[.!?…]+(?:\s?»|[\"'”’)\]])*\s+(?=[\"'“‘„«¿¡(\[]*[^\W_])|[。！？]+|\n\s*")
_SHORT = (
    "dr prof mr mrs ms st sr jr vs no nos inc ltd co corp gen gov sen rep lt col sgt rev hon approx est dept "
    "fig vol pp jan feb mar apr jun jul aug sep sept oct nov dec mt ave e.g i.e u.s u.k a.m p.m "
    "z.b d.h u.a o.ä i.d.r v.a z.t bzw ca nr hr fr abs art bd evtl ggf inkl str tel vgl zzgl mio mrd sog geb "
    "m mm mme mlle pr p.ex cf env av bd éd n sra srta dra d dña ud uds p.ej núm pág aprox avda ee ee.uu"
)
_ABBREVIATIONS = frozenset(_SHORT.split())
_NOUNS = (
    "januar februar märz april mai juni juli august september oktober november dezember jahrhundert jahrestag "
    "geburtstag spieltag mal stock etage klasse runde platz liga bundesliga minute woche tag"
)
_ORDINAL_NOUNS = frozenset(_NOUNS.split())
_CUT = re.compile(r"(?:;|\s[–—])\s")
_CLAUSE = re.compile(r"[,;:]\s|\s[–—(]\s?")


def sentences(text: str) -> tuple[str, ...]:
    """The text's sentences in order, each with its end mark; the last one as it stands."""
    found, start = [], 0
    for end in _END.finditer(text):
        if _ends(text, start, end):
            found.append(text[start : end.end()].strip())
            start = end.end()
    return tuple(each for each in (*found, text[start:].strip()) if each)


def _ends(text: str, start: int, end: re.Match[str]) -> bool:
    mark, following = end[0].strip(), text[end.end() :]
    if mark.startswith(("…", "...")):
        return not following[:1].islower()
    if not mark:
        return True
    if mark != ".":
        return not (mark[:1] in "!?" and following[:1].islower())
    words = text[start : end.start()].split()
    before = words[-1].lstrip("(\"'“„«[") if words else ""
    return not _goes_on(before, following)


def _goes_on(before: str, following: str) -> bool:
    if following[:1].islower() or before.lower() in _ABBREVIATIONS:
        return True
    if re.fullmatch(r"[^\W\d_]|(?:[^\W\d_]\.)+[^\W\d_]", before):
        return True
    next_word = re.match(r"\w*", following)
    return bool(re.fullmatch(r"\d{1,3}", before) and next_word and next_word[0].lower() in _ORDINAL_NOUNS)


def is_whole(sentence: str) -> bool:
    """Whether it ends as a sentence does, and not where somebody cut it ("…", "...", "[…]")."""
    bare = sentence.rstrip("\"'”’»)]")
    return bare.endswith((".", "!", "?", "。", "！", "？")) and not bare.endswith("..")


def fitting(sentence: str, most: int = LONGEST) -> str | None:
    """The sentence if a listener can follow it, else its part before a semicolon or dash, else None."""
    if len(sentence.split()) <= most:
        return sentence
    parts = [sentence[: cut.start()] for cut in _CUT.finditer(sentence)]
    short = [part for part in parts if SHORTEST_CUT <= len(part.split()) <= most]
    return f"{short[-1]}." if short else None


def shortened(title: str, most: int) -> str:
    """A title of so many words at most, cut where a clause ends if there is such a place."""
    words = title.split()
    if len(words) <= most:
        return title
    parts = [title[: cut.start()] for cut in _CLAUSE.finditer(title)]
    short = [part for part in parts if 2 <= len(part.split()) <= most]
    return short[-1] if short else " ".join(words[:most])
