"""Links, domains, e-mail addresses and handles, written or spelt out in any of our languages. Pure."""

import re

_DOMAIN_ENDS = (
    "com org net edu gov info biz io app dev ai co me tv xyz online site shop blog news cloud link club live top zip "
    "page gg sh fm zone world today store website space fun icu cc ws mobi pro name tech community click "
    "eu uk de at ch fr es it nl be dk se no fi pl cz pt ie us ca au nz jp cn in br mx ru ly gl example"
)
ENDS = "|".join(_DOMAIN_ENDS.split())
_LONG_ENDS = "|".join(end.capitalize() for end in _DOMAIN_ENDS.split() if len(end) > 2)
"""Capitalised, the short ones are words: a full stop without a space behind it is no address."""
_FILES = (
    "jsx?|tsx|css|pdf|docx?|xlsx?|pptx?|odt|txt|csv|log|ini|cfg|conf|toml|ya?ml|json|xml|html?|php|java|cpp|sql|edn|exe|ics|"
    "epub|jpe?g|png|gif|svg|webp|wav|mp3|mp4"
)
"""Ends of names that are no addresses, and of no country either."""
_LABEL = r"[^\W_](?:[\w-]{0,62}[^\W_])?"
_WORDY_LABEL = r"(?=[\w-]*[^\W\d_])[^\W_][\w-]{0,62}[^\W_]"
_SMALL = "a-zß-öø-ÿα-ωа-яё"

EMAIL = re.compile(r"@?[\w.+-]{1,64}\s?@\s?[\w-]+(?:\.[\w-]+)+")
LINK = re.compile(
    rf"\b[a-zA-Z][a-zA-Z0-9+.-]{{1,20}}://(?:\S*[^\s,.;:!?)\]])?|\b(?i:www\.|mailto:|tel:|javascript:|data:)\S+"
    rf"|(?<![\w@.])(?:{_LABEL}\.)+(?:{ENDS}|{ENDS.upper()}|{_LONG_ENDS})(?:/\S*)?(?![\w-]|\.\w)"
    rf"|(?<![\w@.])(?:{_LABEL}\.)+[a-zA-Z]{{2,24}}/\S*"
    rf"|(?<![\w@.])(?:\d{{1,3}}\.){{3}}\d{{1,3}}(?::\d+)?(?:/\S*)?(?![\w.])",
)
_HOST = re.compile(
    rf"(?<![\w@.-])(?:{_LABEL}\.)*{_WORDY_LABEL}\.(?!(?:{_FILES})\b)[{_SMALL}]{{2,24}}(?![\w-]|\.\w)"
    r"|(?<![\w@.-])(?:[A-Z0-9][A-Z0-9-]+\.)+(?!JS\b)[A-Z]{3,24}(?![\w-]|\.\w)"
    r"|(?<![\w@.-])(?:[\w-]+\.)*xn--[\w.-]+"
)
"""Whatever looks like a host, for new ends come every year: "evil.community", not "end.It" and not "e.g."."""
_HANDLE = re.compile(r"(?<![\w@.])@[A-Za-z_]\w+(?:\.\w+)*(?!\w|/|['’]s)")


def _apart(word: str) -> str:
    """A pattern for the word with its letters together or apart."""
    return r"[\s.-]{0,2}".join(word)


_SAID_ENDS = "|".join(map(_apart, ("com", "org", "net", "info", "edu", "gov", "io", "app", "dev")))
_COUNTRIES = "|".join(map(_apart, ("de", "at", "ch", "eu", "fr", "uk", "es", "it", "nl")))
_DOT = rf"(?:{_apart('dot')}|d0t|dott|punkt|point|punto|ponto|period|full stop)"
_AT_SIGN = "at sign|at-zeichen|arroba|arobase|klammeraffe|affenschwanz"
_AT = rf"(?:{_AT_SIGN}|at|ät)"
_SLASH = r"(?:slash|schrägstrich|barra|barre oblique)"
_COLON = r"(?:colon|doppelpunkt|deux[ -]points|dos puntos)"
_SPELT_OWNER = r"(?:(?:\b\w[\s.-]{1,2}){2,}|\b[\w-]{1,64}\s+)"
"""A word, or letters that stand apart."""
_OWNER = rf"(?:\b[\w.+-]{{1,64}}\s+{_AT}\s+)?{_SPELT_OWNER}?"
_PATH = rf"(?:\s+{_SLASH}\s+[\w-]+)*"
_NO_ADDRESS = r"(?!\s+(?:bubble|boom|bust|crash|crisis|era|age|years|millionaires?|blase|krise|zeit|ära|bulle|burbuja))"
_CLOSED = rf"[(\[{{<]\s*(?:{_AT}|{_DOT}|\.|@)\s*[)\]}}>]"
_SPELT = re.compile(
    rf"{_OWNER}\b{_DOT}\s+(?:{_SAID_ENDS})\b{_NO_ADDRESS}{_PATH}"
    rf"|{_OWNER}\b(?:dot|punkt)\s+(?:{_COUNTRIES}|{ENDS})\b(?:(?!\s+\w)|(?:\s+{_SLASH}\s+[\w-]+)+)"
    rf"|{_OWNER}\b(?:point\s+(?:fr|ch|be|ca)|punto\s+(?:es|mx|ar|cl|pe|eu|it))\b(?:(?!\s+\w)|(?:\s+{_SLASH}\s+[\w-]+)+)"
    rf"|{_OWNER}\bdot\s+[\w-]+\s+dot\s+[^\W\d_]{{2,}}"
    rf"|{_SPELT_OWNER}\b(?:{_AT_SIGN})\s+[\w-]+(?:\s+{_DOT}\s+\w+)*"
    rf"|\b[\w.+-]{{1,64}}(?:\s*{_CLOSED}\s*[\w-]{{1,64}})+"
    rf"|(?<![\w.])[\w-]+\s*\.\s+(?:com|org|net|info)\b(?!\s+[A-ZÀ-Þ])|(?<![\w.])[\w-]{{2,}}\s+\.\s?(?:com|org|net|info|de|io)/"
    rf"|\bwww[\s.]+[\w-]+[\s.]+(?:(?:{_SAID_ENDS})\b|(?:{ENDS})\b(?!\s+\w))",
    re.IGNORECASE,
)
_WEB = re.compile(
    rf"(?:{_apart('http')}(?:[\s.-]{{0,2}}s)?\W*)?(?:\b{_COLON}\W*)?"
    rf"\b(?:(?:{_SLASH}\W+{_SLASH}|(?:double|doppel|doppelter|doble|double) {_SLASH})\b[^,;!?]{{0,80}})"
    rf"|\b{_apart('http')}(?:[\s.-]{{0,2}}s)?\W+{_COLON}\b[^,;!?]{{0,80}}|\bh\st\st\sp\b[^,;!?]{{0,80}}"
    r"|\bhxxps?\b\S*|\b(?:(?:double[ -]?(?:u|v|vé|you)|dabelju|dubya|uve doble|doble uve|w)[\s.,-]+){2}"
    r"(?:double[ -]?(?:u|v|vé|you)|dabelju|dubya|uve doble|doble uve|w)\b[^,;!?]{0,80}"
    r"|\b(?:triple[ -](?:w|double[ -]?u|dubya|uve doble)|trois w|drei w|dreifach w|tres uves dobles)\b[^,;!?]{0,80}",
    re.IGNORECASE,
)
_DASH = r"(?:minus|moins|menos|dash|hyphen|bindestrich|tiret|gui[oó]n)"
_ENDING = (
    r"(?:end(?:s|ing|et|end|ung)|finit|finissant|termin(?:e|ant|aison|a|ad[oa]|ación)|acab(?:a|ad[oa]))"
    r"(?:\s+(?:in|with|on|is|auf|mit|ist|par|en|est|con|es))?"
)
_RIDDLE = re.compile(
    rf"{_SPELT_OWNER}?\b{_ENDING}\s+\W?(?:(?:com|org|io)\b|(?:{ENDS})(?=\W*$|[\"'”“»]?[,.;:!?)]))"
    rf"|{_SPELT_OWNER}?\b{_DASH}\s+[\w-]+\b[^.!?]{{0,40}}?\b(?:com|org)\b(?!-)",
    re.IGNORECASE,
)
"""An address that is described: "the site evil minus example, ending in com"."""
_DOTTED, _AT_NAMES, _SPOKEN = (LINK, _HOST), (EMAIL, _HANDLE), (_WEB, _SPELT, _RIDDLE)
_HINT = re.compile(rf"{_CLOSED}|\.\s+(?:com|org|net|info)\b|\s\.\s?[a-z]{{2,4}}\b", re.IGNORECASE)
_HINT_WORDS = (
    "dot dott d0t d punkt point points punto puntos ponto period full sign zeichen arroba arobase klammeraffe "
    "affenschwanz slash schrägstrich barra barre colon doppelpunkt h http https hxxp hxxps w www dubya dabelju "
    "uve double triple trois drei dreifach doble tres doppel doppelter "
    "minus moins menos dash hyphen bindestrich tiret guion guión ends ending endet endend endung finit finissant "
    "termine terminant terminaison termina terminado terminada terminación acaba acabado acabada"
)
_HINTS = frozenset(_HINT_WORDS.split())
"""Without one of these words nothing is spelt out; they are found sooner than that."""


def patterns(text: str) -> tuple[re.Pattern[str], ...]:
    """Those that may find an address in a text that is in one script."""
    spelt = not _HINTS.isdisjoint(re.findall(r"\w+", text.casefold())) or _HINT.search(text)
    dotted = re.search(r"[.:]\S|\bxn--", text)
    return (*(_DOTTED if dotted else ()), *(_AT_NAMES if "@" in text else ()), *(_SPOKEN if spelt else ()))


def addressed(text: str) -> bool:
    """Whether a link, a domain, an e-mail address or a handle stands in a text that is in one script."""
    return any(pattern.search(text) for pattern in patterns(text))


def brand(address: str) -> str | None:
    """The name of a site that is called by its address, "Booking" of "Booking.com"; None for any other address."""
    named = re.fullmatch(rf"([^\W\d_][\w-]*)\.(?:{ENDS})", address)
    return named[1] if named and not address.startswith("www.") else None
