"""The forms of Spanish words from their base forms, good enough to know them again at the head of a sentence. Pure."""

import re
from collections.abc import Iterator

_REGULAR = {
    "ar": (
        "o as a amos an é aste ó aron aba abas ábamos aban e es emos en ando ado ada ados adas ara aran ase asen "
        "ará arán aremos aré arás aría arían arse arlo arla arlos arlas arle arles arnos aros arme arte "
        "ándose ándolo ándola"
    ),
    "er": (
        "o es e emos en í iste ió imos ieron ía ías íamos ían a as amos an iendo ido ida idos idas iera ieran iese "
        "erá erán eremos eré erás ería erían erse erlo erla erlos erlas erle erles ernos eros erme erte iéndose iéndolo"
    ),
    "ir": (
        "o es e imos en í iste ió ieron ía ías íamos ían a as amos an iendo ido ida idos idas iera ieran iese "
        "irá irán iremos iré irás iría irían irse irlo irla irlos irlas irle irles irnos iros irme irte iéndose iéndolo"
    ),
}
_SOFTENED = {"car": "qu", "gar": "gu", "zar": "c", "ger": "j", "gir": "j", "cer": "zc", "cir": "zc", "guir": "g"}
_STRONG = {
    "tener": "tengo tiene tienen tuvo tuvieron tuviera tendrá tendrás tendrán tendría tendrían tenga tengan ten",
    "poner": "pongo puso pusieron pusiera pondrá pondrás pondrán pondría ponga pongan puesto puesta puestos puestas",
    "venir": "vengo viene vienen vino vinieron viniera vendrá vendrás vendrán vendría vendrían venga vengan viniendo",
    "decir": "digo dice dicen dijo dijeron dirá dirán diría dirían diga digan diciendo dicho dicha dichos dichas",
    "hacer": "hago hizo hicieron hará harán haría harían haga hagan haz hecho hecha hechos hechas",
    "facer": "fago fizo ficieron fará farán faga fagan fecho fecha fechos fechas",
    "traer": "traigo trajo trajeron traiga traigan",
    "ducir": "dujo dujeron dujera dujeran",
    "caer": "caigo caiga caigan",
    "prever": "prevé prevén preveía preveían previó previeron prevea previsto prevista previstos previstas previendo",
    "salir": "salgo salga salgan saldrá saldrás saldrán saldría saldrían",
    "valer": "valgo valga valgan valdrá valdrás valdrán valdría valdrían",
    "solver": "suelto suelta sueltos sueltas",
    "volver": "vuelto vuelta vueltos vueltas",
    "cribir": "crito crita critos critas",
    "brir": "bierto bierta biertos biertas",
    "romper": "roto rota rotos rotas",
    "quirir": "quiere quieren quiera quieran",
    "errar": "yerra yerran",
    "querer": "quiero quiere quieren quiso quisieron querrá querrán quiera quieran",
    "saber": "sé supo supieron sabrá sabrán sepa sepas sepamos sepan",
    "poder": "puedo puede pueden pudo pudieron podrá podrán pudiendo pueda puedan",
    "haber": "hubo hubieron habrá habrán haya hayas hayamos hayan",
    "caber": "quepo cupo cupieron cabrá cabrán quepa quepan",
    "reír": "ríe ríen rió rieron ría rían riera reirá",
}
"""Endings of irregular verbs, with what stands in their place."""
_THIRD_PERSON = {
    "ieron": "e iste imos iera ieras iéramos ieran iese iesen",
    "jeron": "je jiste jimos jera jeras jéramos jeran jese jesen",
    "rá": "ré rás remos rán ría rías ríamos rían",
    "ga": "gas gamos gan",
}
SPANISH_ENDINGS = (
    ("ciones", 8), ("ción", 7), ("siones", 8), ("mientos", 10), ("miento", 9), ("idades", 8), ("idad", 8), ("mente", 9),
    ("ismo", 8), ("istas", 9), ("ista", 9), ("encia", 9), ("encias", 10), ("logía", 8), ("ísimo", 8), ("ísima", 8),
    ("ándose", 8), ("iéndose", 9), ("ables", 9), ("ible", 8), ("ibles", 9), ("icamente", 9), ("adores", 9),
    ("adoras", 9),
)  # fmt: skip
"""Endings of words that are nobody's name, and how long a word must be before they are believed."""
_TOLD = re.compile(r"(\w{2,}[aenr])(?:(?:me|te|se|nos)(?:l[oae]s?)?|l[oae]s?)")
_ACUTE = str.maketrans("aeiou", "áéíóú")
_PLAIN = str.maketrans("áéíóú", "aeiou")
_STRESSED = ("o", "as", "a", "an", "e", "es", "en")
_CLOSED = (*_STRESSED, "ió", "ieron", "iendo", "iera", "amos")


def spanish_verb(verb: str) -> Iterator[str]:
    """The finite forms, the gerunds and participles, the infinitive with the pronouns that hang on to it."""
    stem, kind = verb[:-2], verb[-2:].translate(_PLAIN)
    yield verb
    yield from (stem + end for end in _REGULAR[kind].split())
    for base in (stem, *_stressed(stem, kind)):
        yield from _softened(base, verb, kind)
    yield from (base + end for base in _stressed(stem, kind) for end in _STRESSED)
    if kind == "ir":
        yield from (base + end for base in _closed(stem) for end in _CLOSED)
    if kind != "ar" and stem[-1] in "aeou":
        yield from _between_vowels(stem, kind)
    for old in filter(verb.endswith, _STRONG):
        for form in (verb.removesuffix(old) + new for new in _STRONG[old].split()):
            yield form
            yield from _of_others(form)


def _of_others(form: str) -> Iterator[str]:
    """The other persons and moods that an irregular third person gives away ("hicieron": "hice", "hiciera")."""
    for end, others in _THIRD_PERSON.items():
        if form.endswith(end):
            yield from (form.removesuffix(end) + other for other in others.split())


def _softened(stem: str, verb: str, kind: str) -> Iterator[str]:
    """Forms in which the last consonant is written otherwise ("busque", "llegó", "recojo", "conozca")."""
    ending = next((end for end in _SOFTENED if verb.endswith(end)), "")
    if not ending:
        return
    cut = 2 if ending == "guir" else 1
    for end in ("e", "es", "en", "é", "emos") if kind == "ar" else ("o", "a", "as", "an", "amos"):
        yield stem[:-cut] + _SOFTENED[ending] + end
        if ending == "cer":
            yield stem[:-1] + "z" + end


def _last_vowel(stem: str, vowels: str) -> int:
    """Where the stem's stressed vowel is: the u of "gu" and "qu" is none."""
    end = len(stem) - (2 if stem.endswith(("gu", "qu")) else 0)
    return max(stem.rfind(vowel, 0, end) for vowel in vowels)


def _stressed(stem: str, kind: str) -> Iterator[str]:
    """The stem where the stress is on it: broken ("cierr", "vuelv", "pid") or accented ("enví", "reún")."""
    at = _last_vowel(stem, "eou")
    if at >= 0:
        for vowel in {"e": ("ie", "i"), "o": ("ue",), "u": ("ue",)}[stem[at]]:
            if vowel != "i" or kind == "ir":
                yield stem[:at] + vowel + stem[at + 1 :]
    if (at := _last_vowel(stem, "iu")) >= 0:
        yield stem[:at] + stem[at].translate(_ACUTE) + stem[at + 1 :]


def _closed(stem: str) -> Iterator[str]:
    """The stem of "pidió" and "durmió"."""
    if (at := _last_vowel(stem, "eo")) >= 0:
        yield stem[:at] + {"e": "i", "o": "u"}[stem[at]] + stem[at + 1 :]


def told(word: str) -> str:
    """What an imperative is without the pronouns at its end ("pregúntale": "pregunta"), "" where there are none."""
    match = _TOLD.fullmatch(word)
    return match[1].translate(_PLAIN) if match and not match[1].isascii() else ""


def _between_vowels(stem: str, kind: str) -> Iterator[str]:
    """Forms in which an i between vowels is a y, or has an accent ("leyó", "construye", "caído")."""
    yield from (stem + end for end in ("yó", "yeron", "yendo", "yera", "ído", "ída", "ídos", "ídas"))
    if kind == "ir":
        yield from (stem + "y" + end for end in _STRESSED)


def spanish_noun(noun: str) -> Iterator[str]:
    """Singular and plural, masculine and feminine."""
    plain = noun.translate(_PLAIN)
    yield noun
    if noun.endswith("z"):
        yield noun[:-1] + "ces"
    elif noun[-1] in "aeiouáéó":
        yield noun + "s"
    else:
        yield from (noun + "es", noun[:-2] + noun[-2:].translate(_PLAIN) + "es")
    if noun.endswith("en"):
        yield from _shifted(noun)
    if noun.endswith(("or", "és", "ón", "ín", "án")):
        yield from (plain + "a", plain + "as")
    if noun.endswith("o"):
        yield from (noun[:-1] + "a", noun[:-1] + "as")


def _shifted(noun: str) -> Iterator[str]:
    """Plurals that take an accent ("jóvenes", "órdenes")."""
    if (at := max(noun.rfind(vowel, 0, len(noun) - 2) for vowel in "aeiou")) >= 0:
        yield noun[:at] + noun[at].translate(_ACUTE) + noun[at + 1 :] + "es"


def spanish_adjective(adjective: str) -> Iterator[str]:
    """All genders and numbers, the adverb and the superlative."""
    yield from spanish_noun(adjective)
    feminine = adjective[:-1] + "a" if adjective.endswith("o") else adjective
    yield feminine + "mente"
    plain = adjective.translate(_PLAIN)
    stem = plain[:-1] if plain.endswith(("o", "e")) else plain
    yield from (stem + "ísim" + end for end in ("o", "a", "os", "as"))
