"""Which capitals of German are ordinary words in their place: by the lexicon and by what stands beside them. Pure."""

from collections.abc import Sequence
from functools import lru_cache

from daemon.write.values.lexicon import key, lexicon
from daemon.write.values.names_formed import separated
from daemon.write.values.names_forms import forms, known
from daemon.write.values.names_nouns import described, noun
from daemon.write.values.names_tokens import Part, Token

_MUCH = ("etwas", "nichts", "viel", "alles", "wenig", "mehr")
_FOLLOWED = {
    "kurz": ("vor", "nach", "darauf", "danach", "zuvor", "gesagt", "gefasst", "und", "nachdem", "bevor"),
    "lang": ("vor", "nach", "ersehnte", "erwartete"),
    "knapp": ("die", "der", "ein", "eine", "zwei", "drei", "vier", "fünf",
        "sechs", "sieben", "acht", "neun", "zehn", "hundert", "tausend", "über", "unter", "vor"),
    "bitter": ("für", "ist", "wird"),
    "klar": ("ist", "bleibt", "wird", "scheint"),
    "will": ("man", "sie", "er", "wer", "es", "du", "ich"),
}  # fmt: skip
"""Words that are surnames, and what follows where they are none."""
_PRECEDED = {"buche": ("zu",), "berge": ("zu",), "grund": ("auf", "aus"), "fuss": ("zu", "auf")}
"""The same, and what stands before them: "zu Buche schlagen"."""
_NEARLY = ("knapp", "kurz")
"""Such words before numbers."""
_PLURALS = (
    "sind", "haben", "werden", "wollen", "können", "müssen", "sollen", "dürfen", "waren", "hatten", "wurden", "kamen",
    "gingen", "fanden", "standen",
)  # fmt: skip
_SMALL = frozenset((
    "am", "an", "auf", "aus", "bei", "beim", "das", "dem", "den", "der", "des", "die", "durch", "für", "gegen", "im",
    "in", "mit", "nach", "ohne", "trotz", "und", "unter", "vom", "von", "vor", "zu", "zum", "zur", "über",
))  # fmt: skip
"""Words of grammar whose capital within a sentence is that of a name."""
_PLACING = ("in", "bei", "nach", "aus", "von", "vor", "an", "auf")
_RANKS = tuple(f"{rank}{end}" for rank in ("st", "zweit", "dritt", "viert") for end in ("e", "en", "er", "es", "em"))
"""What adjectives end with that are written large in titles: "Oberste Gerichtshof", "Zweite Bürgermeisterin"."""
_BODIES = ("institut", "bundesamt", "landesamt", "bundesinstitut", "forschungszentrum", "bundesanstalt", "akademie")
_THE = ("das", "dem", "des", "vom", "beim", "am", "die", "der", "zum", "zur")
_BUILDINGS = (
    "aula", "bibliothek", "bücherei", "rathaus", "krankenhaus", "klinik", "halle", "stadion", "saal", "museum",
    "bahnhof", "marktplatz", "kirche", "turnhalle", "schwimmbad", "hallenbad", "freibad", "praxis", "kanzlei", "büro",
    "werkstatt", "sporthalle", "stadtpark", "kita", "kindergarten", "volkshochschule", "gemeindehaus", "kaserne",
)  # fmt: skip
"""What countable places end with."""
_ACTING = ("te", "ten", "ter", "nde", "nden", "nder")
"""What participles end with that are nouns: "Reisende", "Geimpften"."""
_REPORTS = ("berichtet", "berichtete", "meldet", "meldete", "schreibt", "schrieb", "zitiert", "laut", "nach", "wie")


def common(part: Part, at: int, words: Sequence[Token]) -> bool:
    """Whether a capitalised word, or a part of one, is an ordinary one in its place."""
    word = key(part.word)
    lexicon_ = lexicon("de")
    if word in lexicon_.always or _named(at, words) or (word in lexicon_.media and _reporting(at, words)):
        return False
    if word in lexicon_.function and (part.first or word not in lexicon_.names):
        return part.first or not _is_part_of_name(at, words)
    if not part.first and (_is_called(word, at, words) or _placed(word, at, words)):
        return False
    whole = len(words[at].parts) == 1
    if _name_too(word):
        return whole and _ordinary_here(word, part, at, words)
    if noun(word):
        return True
    if part.first or not whole:
        is_word = known(word, "de") or described(word) or separated(word)
        return is_word or (not whole and word in lexicon_.prefixes)
    return _nominalised(word, at, words)


def _is_called(word: str, at: int, words: Sequence[Token]) -> bool:
    """Whether a name goes through it: "Klinik Am Weinberg", "Guten Morgen", "das Institut für Moorkunde"."""
    before = words[at - 1] if at else None
    following = words[at + 1] if at + 1 < len(words) else None
    if before is not None and words[at].gap == " " and not before.first and _is_part_of_name(at - 1, words):
        return True
    if words[at].gap.strip() == "&" or (following is not None and following.gap.strip() == "&"):
        return True
    if following is None or following.gap != " " or not following.parts:
        return False
    if word in _BODIES and following.key == "für" and before is not None and before.key in _THE:
        return True
    if _is_part_of_name(at + 1, words):
        return True
    capital = following.text[0].isupper() and not following.text.isupper()
    inflected = word in forms("de").adjectives and word not in lexicon("de").nouns and not word.endswith(_RANKS)
    return capital and inflected and noun(following.key)


def _is_part_of_name(at: int, words: Sequence[Token]) -> bool:
    """Whether it is a word of grammar with a name's capital: not that of "das Für und Wider"."""
    token = words[at]
    if token.key not in _SMALL or not token.text[0].isupper() or token.gap != " " or not at:
        return False
    cut = at + 1 < len(words) and words[at + 1].gap.startswith("-")
    return not cut and words[at - 1].key not in lexicon("de").determiners


def _placed(word: str, at: int, words: Sequence[Token]) -> bool:
    """Whether it is a place without its article, as names of places have none: "in Aula", "bei Stadtbibliothek"."""
    if not at or words[at - 1].key not in _PLACING or words[at].gap != " " or not word.endswith(_BUILDINGS):
        return False
    following = words[at + 1].key if at + 1 < len(words) else ""
    return (
        following not in ("und", "oder", "sowie", "bzw")
        and word in lexicon("de").nouns | {words[at].key}
        and noun(word)
    )


def _name_too(word: str) -> bool:
    """Whether an ordinary word is somebody's name; by its key: "Schütz" is a name, "Schutz" is none."""
    names = lexicon("de").names
    return word in names or (word.endswith("s") and word[:-1] in names and word not in forms("de").adjectives)


def _ordinary_here(word: str, part: Part, at: int, words: Sequence[Token]) -> bool:
    following = words[at + 1] if at + 1 < len(words) else None
    if part.first:
        return following is not None and _shown(word, following)
    if at and words[at - 1].key in _PRECEDED.get(word, ()):
        return True
    if following is not None and _goes_on(following):
        return False
    if noun(word) and _paired(at, words):
        return True
    return (noun(word) or word in forms("de").adjectives) and _determined(at, words)


def _goes_on(following: Token) -> bool:
    """Whether a name goes on with the next word."""
    capital = following.gap == " " and any(part.capital for part in following.parts)
    return capital and (not noun(following.key) or _name_too(following.key))


def _shown(word: str, following: Token) -> bool:
    """Whether what follows the first word of a sentence makes it an ordinary one."""
    if word in _NEARLY and not following.parts:
        return True
    return following.key in _FOLLOWED.get(word, ()) or _several(word, following) or _describes(word, following)


def _several(word: str, following: Token) -> bool:
    """Whether it is a plural before its verb: "Winzer hoffen"."""
    plural = following.key in lexicon("de").verbs or following.key in _PLURALS
    return following.gap == " " and plural and word.endswith("er") and noun(word)


def _describes(word: str, following: Token) -> bool:
    """Whether a surname is an adjective here: "Neuer Höchststand", "Frisch erschienen"."""
    shapes = forms("de")
    if following.gap != " " or word not in shapes.adjectives:
        return False
    if following.small:
        return following.key in shapes.adjectives and following.key not in shapes.verbs
    return word not in lexicon("de").adjectives and noun(following.key)


def _named(at: int, words: Sequence[Token]) -> bool:
    """Whether the noun before gives something its name ("Café Krone", "Frau Richter")."""
    if not at or words[at].gap != " " or not words[at - 1].text[0].isupper():
        return False
    return _gives_name(words[at - 1].key)


@lru_cache(maxsize=4096)
def _gives_name(word: str) -> bool:
    lexicon_ = lexicon("de")
    if word in lexicon_.strange or word in lexicon_.titles:
        return True
    return any(word.endswith(last) for last in lexicon_.strange if len(last) > 3) and noun(word)


def _reporting(at: int, words: Sequence[Token]) -> bool:
    near = (*words[max(0, at - 2) : at], *words[at + 1 : at + 2])
    return any(token.key in _REPORTS for token in near)


def _paired(at: int, words: Sequence[Token]) -> bool:
    """Whether it is joined with an ordinary noun: "Keller und Garagen"."""
    for step in (-1, 1):
        near, joint = at + 2 * step, at + step
        if 0 <= near < len(words) and words[joint].key in ("und", "oder", "bis") and words[near].text[:1].isupper():
            other = words[near].key
            return noun(other) and not _name_too(other)
    return False


def _determined(at: int, words: Sequence[Token]) -> bool:
    """Whether an article, or an adjective, stands before the word."""
    lexicon_, adjectives = lexicon("de"), forms("de").adjectives
    for token in reversed(words[max(0, at - 4) : at]):
        if token.key in lexicon_.determiners:
            return token.small or token.first
        last = token.key.rsplit("-", 1)[-1]
        small = token.first or (bool(token.parts) and not token.parts[-1].capital)
        if token.parts and not (small and last in adjectives):
            return False
        inflected = last not in lexicon_.adjectives and last.endswith(("e", "en", "er", "es", "em"))
        if inflected and words[at - 1] is token:
            return True
    return False


def _nominalised(word: str, at: int, words: Sequence[Token]) -> bool:
    """An adjective or a verb as a noun: "das Neue", "beim Rauchen"; "das Weiße Haus" is a name."""
    shapes, following = forms("de"), words[at + 1] if at + 1 < len(words) else None
    if word in shapes.adjectives:
        if following is not None and following.gap == " " and following.text[0].isupper():
            return False
        return word.endswith("es") or _determined(at, words) or (at > 0 and words[at - 1].key in _MUCH)
    if word in shapes.verbs and word.endswith(_ACTING) and len(word) > 7:
        return True
    return word in lexicon("de").verbs and (len(word) > 6 or _determined(at, words))
