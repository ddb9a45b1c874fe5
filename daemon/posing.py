"""Sentences in which somebody else's text speaks as if it were the host. Pure."""

import re
from functools import cache

_GREETINGS = {
    "en": "good morning|good afternoon|good evening|hello|hi|hey|dear listener|dear listeners|morning",
    "de": "guten morgen|guten tag|guten abend|hallo|moin|liebe hörerin|lieber hörer",
    "fr": "bonjour|bonsoir|salut|chère auditrice|cher auditeur",
    "es": "buenos días|buenas tardes|buenas noches|hola|querida oyente|querido oyente",
}
_YOURS = {
    "en": "your",
    "de": "dein|deine|deinen|deinem|deiner|Ihr|Ihre|Ihren|Ihrem|Ihrer",
    "fr": "votre|vos|ton|ta|tes",
    "es": "tu|tus|vuestro|vuestra",
}
_BELONGINGS = {
    "en": "meeting|meetings|appointment|appointments|calendar|account|accounts|password|briefing|schedule|inbox",
    "de": "termin|termine|besprechung|besprechungen|kalender|konto|konten|passwort|postfach|meeting",
    "fr": "rendez-vous|réunion|réunions|agenda|calendrier|compte|comptes|mot de passe|messagerie",
    "es": "reunión|reuniones|cita|citas|calendario|cuenta|cuentas|contraseña|correo",
}
_WORDS_BETWEEN = 3


def poses(sentence: str, name: str | None) -> bool:
    """Whether it greets, names the listener, or speaks of "your appointment" and the like, in any of our languages."""
    if any(pattern.search(sentence) for pattern in _patterns()):
        return True
    first = next(iter((name or "").split()), "")
    return len(first) > 1 and _calls(sentence, re.escape(first))


def unposed(text: str) -> str:
    """The text's sentences that do not pose, without regard to anybody's name; empty where all of them do."""
    return " ".join(each for each in re.split(r"(?<=[.!?…])\s+", text.strip()) if not poses(each, None))


def _calls(sentence: str, first: str) -> bool:
    """Whether the name stands there as a name: not as a sentence's first word ("Will it rain?"), nor as another's."""
    return bool(re.search(rf"^\W*{first}\s*[,:!]|(?<=\w)\W+{first}(?!\w)(?!\s[A-ZÀ-Þ])", sentence))


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return tuple(pattern for language in _GREETINGS for pattern in _of(language))


def _of(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    greetings, yours, belongings = (_any_of(words[language]) for words in (_GREETINGS, _YOURS, _BELONGINGS))
    return (
        re.compile(rf"^\W*{greetings}(?:\s+[^\W\d_]+)?\s*(?:[,.!:]|$)"),
        re.compile(rf"(?<!\w){yours}\s+(?:[^\s.,;:!?]+\s+){{0,{_WORDS_BETWEEN}}}{belongings}(?!\w)"),
    )


def _any_of(listed: str) -> str:
    """A word with a capital is meant with it: German "Ihr" is "your", "ihr" is "her"."""
    words = (f"(?i:{re.escape(word)})" if word.islower() else re.escape(word) for word in listed.split("|"))
    return f"(?:{'|'.join(words)})"
