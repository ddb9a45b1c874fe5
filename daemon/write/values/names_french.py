"""The forms of French words from their base forms, good enough to know them again at the head of a sentence. Pure."""

from collections.abc import Iterator

_FIRST = (
    "e es ent ons ez é ée és ées ant a ait aient ais ions iez èrent "
    "era eront erait eraient erons erai eras erez erais eriez erions"
)
_SECOND = (
    "is it issent issez issons issant i ie is ies irent issait issaient issais isse "
    "ira iront irait iraient irons irai iras irez irais iriez irions"
)
_THIRD = (
    "s t ez ent ons ant u ue us ues ait aient ais iez ions it irent e "
    "ra ront rait raient rons rai ras rez rais riez rions"
)
_SHORT = "e ent ant ait aient ez ons ais iez ions"
FRENCH_ENDINGS = (
    ("tions", 8), ("tion", 7), ("sions", 8), ("ements", 9), ("ement", 8), ("ités", 8), ("ité", 7), ("amment", 8),
    ("emment", 8), ("ismes", 9), ("isme", 8), ("istes", 9), ("iste", 9), ("ances", 10), ("ences", 10), ("logie", 8),
    ("logue", 8), ("logues", 8), ("ables", 9), ("ibles", 9), ("issant", 9), ("issante", 9), ("ateurs", 9),
    ("atrices", 9),
)  # fmt: skip
"""Endings of words that are nobody's name, and how long a word must be before they are believed."""
_STRONG = {
    "enir": "ient iennent enait enaient iendra iendront iendrait int inrent enu enue enus enues enant ienne enez iens "
    "enais eniez iendrai iendras iendrez iendrons iendrait iendraient",
    "rir": "re res rent rant rait raient rez rons ert erte erts ertes",
    "ourir": "ourt ourent ourait ourra ourront ourrait ouru ourue ourus ourant ourut oure ourez",
    "érir": "iert ièrent érait éra erra erront is ise ises it irent érant",
    "illir": "ille illent illant illait illera illi illie illez",
    "prendre": "prends prennent prenait prenais prenaient preniez prenant prenne pris prise prises prit prirent prenez "
    "prenons",
    "mettre": "met mettent mis mise mises mit mirent",
    "crire": "crit crivent crivait crivant crite crits crites crivit crive crivez",
    "lire": "lit lisent lisait lisaient lisant lu lue lus lues lut lise lisez",
    "dire": "dit disent disait disant dite dits dites dise",
    "uire": "uit uisent uisait uisaient uisant uite uits uites uisit uisirent uise uisez",
    "aître": "aît aissent aissait aissaient aissant aisse aîtra aîtront aîtrait u ue us ues ut urent",
    "indre": "int ignent ignait ignaient ignant inte ints intes ignit ignirent igne ignez",
    "oudre": "out olvent olu olue olus olues olvait oudra",
    "cevoir": "çoit çoivent cevait cevaient cevra cevront cevrait çu çue çus çues çut çurent cevant çoive cevez",
    "ouvoir": "eut euvent ouvait ouvra u ue us ues ut urent",
    "voir": "voit voient voyait voyaient verra verront verrait vu vue vus vues vit virent voyant voie voyez voyons",
    "ivre": "it ivi ivie ivis ivies écu écue écus écues écut écurent",
    "faire": "fait font faisait fera feront fasse fit firent faite faits faites faisant",
    "aire": "ait aisent aisait aisant aise u",
    "ttre": "t",
    "clure": "clut cluent clu clue clus clues cluait cluant",
    "ompre": "ompt",
    "envoyer": "enverra enverront enverrait",
}
"""Endings of irregular verbs, with what stands in their place."""


def french_verb(verb: str) -> Iterator[str]:
    """The finite forms of the third person, the participles and the imperatives."""
    yield verb
    stem = verb[:-2]
    if verb.endswith("er"):
        yield from (stem + end for end in _FIRST.split())
        yield from _spelt(stem)
    elif verb.endswith("ir"):
        yield from (stem + end for end in f"{_SECOND} {_SHORT}".split())
        yield from (stem[:-1] + end for end in ("t", "s"))
    else:
        stem = verb[:-2] if verb.endswith("re") else verb
        yield stem
        yield from (stem + end for end in _THIRD.split())
    for old in filter(verb.endswith, _STRONG):
        yield from (verb.removesuffix(old) + new for new in _STRONG[old].split())


def _spelt(stem: str) -> Iterator[str]:
    """Forms in which the stem is written otherwise ("mangeait", "lança", "paie", "lève", "cède", "jette")."""
    if stem.endswith(("g", "c")):
        soft = stem + "e" if stem.endswith("g") else stem[:-1] + "ç"
        yield from (soft + end for end in ("ant", "ait", "aient", "a", "ons"))
    if stem.endswith("y"):
        yield from (stem[:-1] + "i" + end for end in ("e", "es", "ent", "era", "eront", "erait"))
    if (at := max(stem.rfind("e"), stem.rfind("é"))) >= len(stem) - 3 and at > 0:
        grave = stem[:at] + "è" + stem[at + 1 :]
        yield from (grave + end for end in ("e", "es", "ent", "era", "eront", "erait"))
        yield from (stem + stem[-1] + end for end in ("e", "ent", "era", "erait"))


def french_noun(noun: str) -> Iterator[str]:
    """Singular and plural, masculine and feminine."""
    yield from (noun, noun + ("x" if noun.endswith(("eau", "eu", "ou")) else "s"), noun + "s")
    if noun.endswith(("al", "ail")):
        yield noun.removesuffix("il").removesuffix("l") + "ux"
    if noun.endswith("eur"):
        yield from (noun[:-1] + "se", noun[:-1] + "ses")
    if noun.endswith("teur"):
        yield from (noun[:-3] + "rice", noun[:-3] + "rices")
    if noun.endswith(("ien", "on")):
        yield from (noun + "ne", noun + "nes")
    if noun.endswith(("er", "ier")):
        yield from (noun[:-2] + "ère", noun[:-2] + "ères")
    if noun.endswith(("ant", "ent", "é", "ois", "ais", "in", "ain", "at")):
        yield from (noun + "e", noun + "es")


def french_adjective(adjective: str) -> Iterator[str]:
    """All genders and numbers, and the adverb."""
    feminine = _feminine(adjective)
    yield from (adjective, adjective + "s", feminine, feminine + "s", feminine + "ment")
    if adjective.endswith("al"):
        yield adjective[:-1] + "ux"
    if adjective.endswith(("ant", "ent")):
        yield adjective[:-3] + adjective[-3] + "mment"
    if adjective.endswith(("é", "i", "u")):
        yield adjective + "ment"
    if adjective.endswith("e"):
        yield adjective[:-1] + "ément"


_FEMININES = (
    ("érieur", "érieure"), ("ajeur", "ajeure"), ("ineur", "ineure"), ("eilleur", "eilleure"), ("eux", "euse"),
    ("if", "ive"), ("er", "ère"), ("el", "elle"), ("en", "enne"), ("on", "onne"), ("eil", "eille"), ("teur", "trice"),
    ("eur", "euse"), ("et", "ète"), ("c", "que"), ("g", "gue"), ("gu", "guë"), ("s", "sse"), ("e", "e"),
)  # fmt: skip


def _feminine(adjective: str) -> str:
    for end, feminine in _FEMININES:
        if adjective.endswith(end) and not (end == "s" and adjective.endswith(("ais", "ois", "is"))):
            return adjective.removesuffix(end) + feminine
    return adjective + "e"
