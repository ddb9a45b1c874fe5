"""Times, dates, numbers and other people's text as people say them, one module a language. Pure."""

from config.languages import base_of
from daemon.write.spoken import de, en, es, fr
from daemon.write.spoken.base import Spoken, number, ordinal
from daemon.write.spoken.text import say as _say

__all__ = ["LANGUAGES", "Spoken", "number", "ordinal", "say", "spoken"]

_TONGUES: tuple[Spoken, ...] = (en, de, fr, es)
LANGUAGES = tuple(tongue.TABLE.language for tongue in _TONGUES)


def spoken(language: str) -> Spoken:
    """The language's module; a region is dropped ("de-AT"), an unknown language is answered with English."""
    base = base_of(language)
    return next((tongue for tongue in _TONGUES if base == tongue.TABLE.language), _TONGUES[0])


def say(text: str, language: str) -> str:
    """The text with its digits and signs in the language's words; what is not known is left as it stands."""
    return _say(text, spoken(language))
