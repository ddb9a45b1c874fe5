"""What nobody wants to hear, or must not: markup, addresses, phone numbers, codes, characters without a sound. Pure.

`check` refuses a line for it; the built-in writer and the show notes take it out of what others wrote.
"""

import re
import unicodedata

_DIGIT_WORDS = (
    "zero oh one two three four five six seven eight nine double triple "
    "null eins zwo zwei drei vier fünf sechs sieben acht neun "
    "zéro un deux trois quatre cinq sept huit neuf "
    "cero uno dos tres cuatro cinco seis siete ocho nueve"
)
_DOMAIN_ENDS = (
    "com org net edu gov info biz io app dev ai co me tv xyz online site shop blog news cloud link club live top zip "
    "page gg sh fm zone world today store website space fun icu cc ws mobi pro name tech community click "
    "eu uk de at ch fr es it nl be dk se no fi pl cz pt ie us ca au nz jp cn in br mx ru ly gl example"
)
_ENDS = "|".join(_DOMAIN_ENDS.split())
_LONG_ENDS = "|".join(end.capitalize() for end in _DOMAIN_ENDS.split() if len(end) > 2)
"""Capitalised, the short ones are words: a full stop without a space behind it is no address."""
_SAID_ENDS = "com|org|net|info|edu|gov|io|app|dev"
_FILES = (
    "jsx?|tsx|css|pdf|docx?|xlsx?|pptx?|odt|txt|csv|log|ini|cfg|conf|toml|ya?ml|json|xml|html?|php|java|cpp|sql|edn|exe|ics|"
    "epub|jpe?g|png|gif|svg|webp|wav|mp3|mp4"
)
"""Ends of names that are no addresses, and of no country either."""
_DOTS = str.maketrans("․。．｡﹒", ".....")
_LABEL = r"[^\W_](?:[\w-]{0,62}[^\W_])?"
_WORDY_LABEL = r"(?=[\w-]*[^\W\d_])[^\W_][\w-]{0,62}[^\W_]"
_SMALL = "a-zß-öø-ÿα-ωа-яё"

MARKUP = re.compile(r"<[/!?]?[a-zA-Z][^<>]*>|<!--|-->|&(?:#\w{1,8}|[a-zA-Z]{2,8});|\]\(|\*\*|__|`|[{}<>|\\]")
EMAIL = re.compile(r"@?[\w.+-]{1,64}\s?@\s?[\w-]+(?:\.[\w-]+)+")
LINK = re.compile(
    rf"\b[a-zA-Z][a-zA-Z0-9+.-]{{1,20}}://(?:\S*[^\s,.;:!?)\]])?|\b(?i:www\.|mailto:|tel:|javascript:|data:)\S+"
    rf"|(?<![\w@.])(?:{_LABEL}\.)+(?:{_ENDS}|{_ENDS.upper()}|{_LONG_ENDS})(?:/\S*)?(?![\w-]|\.\w)"
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
_OWNER = r"(?:\b[\w.+-]{1,64}\s+(?:at|ät|arroba|arobase)\s+)?(?:\b[\w-]{1,64}\s+)?"
_SPELT = re.compile(
    rf"{_OWNER}\b(?:dot|punkt|point|punto)\s+(?:{_SAID_ENDS})\b|{_OWNER}\b(?:dot|punkt)\s+(?:{_ENDS})\b(?!\s+\w)"
    rf"|{_OWNER}\bdot\s+[\w-]+\s+dot\s+[^\W\d_]{{2,}}"
    r"|\b[\w.+-]{1,64}(?:\s*[(\[{]\s*(?:at|ät|dot|punkt|arroba|arobase)\s*[)\]}]\s*[\w-]{1,64})+"
    rf"|\bwww[\s.]+[\w-]+[\s.]+(?:(?:{_SAID_ENDS})\b|(?:{_ENDS})\b(?!\s+\w))"
    r"|(?:\bh\s?t\s?t\s?p(?:\s?s)?\b\W*)?(?:\b(?:colon|doppelpunkt|deux[ -]points|dos puntos)\b\W*)?"
    r"\b(?:slash|schrägstrich|barra|barre oblique)\W+(?:slash|schrägstrich|barra|barre oblique)\b[^,;!?]{0,80}"
    r"|\bh t t p\b[^,;!?]{0,80}",
    re.IGNORECASE,
)
_ADDRESSES = (EMAIL, LINK, _HOST, _HANDLE, _SPELT)

_DIGITS = re.compile(r"(?<![\w.,])[+(]{0,2}\d[\d\s().\-–/]*\d(?![\w%])")
_DATE = r"\d{4}-\d\d?-\d\d?|\d\d?[./]\s?\d\d?[./]\s?\d{2,4}"
_YEARS = r"(?:19|20)\d\d\s?[–/-]\s?(?:19|20)\d\d"
_GROUPED = r"\d{1,3}(?:[.  \s]\d{3})+"
_HOURS = r"\d{1,2}\.\d\d\s?[–-]\s?\d{1,2}\.\d\d"
_NO_PHONE = re.compile(rf"(?:{_DATE}|{_YEARS}|{_GROUPED}|{_HOURS})$")
_DIGIT_WORD = rf"(?:{'|'.join(_DIGIT_WORDS.split())}|\d)"
_DIGIT_RUN = re.compile(rf"\b(?:{_DIGIT_WORD}[\s,.–-]+){{5,}}{_DIGIT_WORD}\b", re.IGNORECASE)
_CALL = re.compile(
    r"\b(?:call|dial|phone|tel|text|whatsapp|fax|ruf\w*|wähl\w*|telefon|appel\w*|télé\w*|llam\w*|marc\w*|teléfono)\W{1,3}$",
    re.I,
)
_OPENS = (
    r"pin|otp|tan|pass-?code|pass-?word|access code|meeting[ -]?id|passwort|kennwort|zugangscode|kenncode|"
    r"mot de passe|code d'accès|contraseña"
)
_CODE = re.compile(
    rf"\b(?:(?:{_OPENS})\b\W{{0,3}}(?:is|ist|est|es)?|(?:code|código|clave)\s?(?::|#|is|ist|est|es))"
    r"\W{0,3}(?:\d[\d -]{2,}\d(?!\w)|(?=\S*\d)[\w!#$%&*?+-]{4,})"
    r"|\b(?:code|código)\s+(?=[A-Za-z]*\d)(?=\d*[A-Za-z])\w{5,}",
    re.IGNORECASE,
)
"""What follows such a word, four characters and more, opens something."""
_TOKEN = re.compile(
    r"(?<![^\W_])(?![A-Z]?[a-z]+(?:19|20)\d\d\b|\d{1,4}[a-z]+\b)"
    r"(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z0-9]{10,}(?![^\W_])"
)
"""A key, a wallet, a voucher: not "Eurovision2026", not "24stündig"."""
_IBAN = re.compile(r"\b[A-Z]{2}\d\d(?:\s?[A-Z0-9]{4}){3,7}(?:\s?[A-Z0-9]{1,3})?\b")
_LONGEST_UNGROUPED = 7
_SOUNDLESS = {"Cc", "Cf", "Co", "Cs", "Cn", "So", "Sk"}
_FILLERS = {"\u034f", "\u115f", "\u1160", "\u17b4", "\u17b5", "\u3164", "\uffa0"}

_TAKEN = "\ufffc"
"""Stands where something was taken out, until what it leaves is mended."""
_LEADS = (
    "at on to via under by with is or and the my our use visit see from "
    "unter an auf per mit ist oder und der die das dem den mein meine siehe "
    "à au sur par avec est ou et le la les mon ma voir en a al con o y el los mi ver"
)
_NUMBERED = "nr no nº n° nro num number nummer numéro número ref réf id"
"""What led up to a number; it may have a full stop, which ends no sentence."""
_NUMBER_LEAD = re.compile(
    rf"(?<!\w)(?:(?:{'|'.join(_NUMBERED.split())})\.?|n\.º|#)[\s:#]*(?:(?:is|ist|est|es)\s+)?(?={_TAKEN})",
    re.IGNORECASE,
)
_ALONE = frozenset(
    f"{_LEADS} your this that its his her their a an of for from are has was please "
    "dein deine ihr ihre euer eure unser unsere ein eine von für sind bitte "
    "votre vos ton ta tes un une de du des pour ce cette tu tus su sus una del para es".split()
)
"""Of these alone nothing is understood."""
_RUIN = re.compile(rf"(?:(?<!\w)(?:{'|'.join(_LEADS.split())})\b[\s:]*)*[(\[\"'“„«]*{_TAKEN}[)\]\"'”»]*", re.IGNORECASE)
_SENTENCES = re.compile(r"([.!?…]+\s+|\n)")
_CLAUSES = re.compile(r"([,;:]\s+|\s[–—|-]\s+|\s(?=\())")
_FEWEST_LEFT = 3
"""Words of a clause that are worth keeping when the rest of it went; of a sentence's first clause any is."""


def soundless(letter: str) -> bool:
    """Whether a character has no sound: control, invisible, private or pictorial (° and ordinary space have one)."""
    if letter in " °\n":
        return False
    if letter in _FILLERS or "\ufe00" <= letter <= "\ufe0f":
        return True
    return unicodedata.category(letter) in _SOUNDLESS


def phone_numbers(text: str) -> tuple[str, ...]:
    """What looks like a phone number, an account or a code: seven digits and more that are no date, amount or years.

    What begins with a zero, or what one is told to call, is no amount; what stands behind "PIN" and the like counts
    from four characters on, letters and digits without a space from ten on.
    """
    found = (match[0] for match in _DIGITS.finditer(text) if _is_phone(match[0], text[: match.start()]))
    codes = (match[0] for pattern in (_IBAN, _CODE, _TOKEN, _DIGIT_RUN) for match in pattern.finditer(text))
    return (*found, *codes)


def _is_phone(digits: str, before: str) -> bool:
    if sum(letter.isdigit() for letter in digits) < _LONGEST_UNGROUPED:
        return False
    is_amount = re.fullmatch(_GROUPED, digits.strip())
    if is_amount and (digits.startswith("0") or _CALL.search(before)):
        return True
    return not _NO_PHONE.fullmatch(digits.strip())


def has_address(text: str) -> bool:
    """Whether a link, a domain, an e-mail address or a handle stands in the text, written or spelt out."""
    plain = one_script(text)
    return any(pattern.search(plain) for pattern in _ADDRESSES)


def one_script(text: str) -> str:
    """The text with its look-alike letters and dots as the ordinary ones, by which addresses are known."""
    return unicodedata.normalize("NFKC", text.translate(_DOTS)).translate(_DOTS)


def without_markup(text: str) -> str:
    """The text as it reads: no tags, entities, emphasis, pictures or invisible characters, spaces folded."""
    text = re.sub(r"\[([^\[\]]*)\]\([^()\s]*\)", r"\1", text)
    text = re.sub(r"<[/!?]?[a-zA-Z][^<>]*>", " ", text)
    text = re.sub(r"(?<!\w)(?!~\d)[*_~]+|[*_~]+(?!\w)|[`|\\^]+|(?<!\w)#+(?!\d)", " ", text)
    text = "".join(" " if letter.isspace() else "" if soundless(letter) else letter for letter in text)
    return " ".join(text.split())


def without_addresses(text: str) -> str:
    """The text without addresses, phone numbers and codes, nor the few words that led up to them.

    "Booking.com" stays as "Booking".
    """
    marked = _marked(text)
    return " ".join((_mended(marked) if _TAKEN in marked else marked).split())


def printable(text: str) -> str:
    """Other people's text as it may be printed beside an episode: on one line, no markup, addresses or codes."""
    return without_addresses(without_markup(text))


def is_spoiled(text: str) -> bool:
    """Whether `without_addresses` takes out more than the ending of a name such as "Booking.com"."""
    return _TAKEN in _marked(text)


def _marked(text: str) -> str:
    """The text with `_TAKEN` in place of all that may not be said."""
    text = text.replace(_TAKEN, " ")
    if has_address(text):
        text = one_script(text)
    text = LINK.sub(lambda found: _brand(found[0]), text)
    for pattern in _ADDRESSES:
        text = pattern.sub(_TAKEN, text)
    for code in sorted(phone_numbers(text), key=len, reverse=True):
        text = text.replace(code, _TAKEN)
    return text


def _brand(address: str) -> str:
    named = re.fullmatch(rf"([^\W\d_][\w-]*)\.(?:{_ENDS})", address)
    return named[1] if named and not address.startswith("www.") else _TAKEN


def _mended(marked: str) -> str:
    """The text without what was taken out, and without the clauses of which next to nothing is left."""
    parts = _SENTENCES.split(_NUMBER_LEAD.sub("", marked))
    sentences = zip(map(_mended_sentence, parts[::2]), [*parts[1::2], ""], strict=True)
    text = "".join(f"{sentence}{end}" for sentence, end in sentences if _words(sentence))
    return paired(text)


def _mended_sentence(sentence: str) -> str:
    parts = _CLAUSES.split(sentence)
    kept = ""
    for separator, clause in zip(["", *parts[1::2]], parts[::2], strict=True):
        left = re.sub(r"\s+([,.;:!?])", r"\1", _RUIN.sub(" ", clause)) if _TAKEN in clause else clause
        if left == clause or _telling_words(left) >= (_FEWEST_LEFT if kept else 1):
            kept += (separator if kept else "") + left
    return kept


def _telling_words(text: str) -> int:
    """How many words it has; none where all of them only lead to others ("Your")."""
    found = re.findall(r"\w+", text.lower())
    return 0 if _ALONE.issuperset(found) else _words(text)


def _words(text: str) -> int:
    return sum(any(letter.isalnum() for letter in word) for word in text.split())


def paired(text: str) -> str:
    """The text without its round brackets where one of them lost the other."""
    return text if text.count("(") == text.count(")") else re.sub(r"[()]", "", text)
