"""The built-in voice: espeak-ng in a process of its own (`daemon/narrate/espeak.py`). Needs no key and no network."""

import re
import sys
from ctypes.util import find_library
from importlib.metadata import version

from pydantic import Field

from config.languages import base_of
from daemon.model import Clip
from daemon.narrate.base import Studio, VoiceConfig, VoiceError, VoiceType
from daemon.narrate.child import Answer, CannotStartError, Child, StoppedError, speakable

PROGRAM = (sys.executable, "-I", "-m", "daemon.narrate.espeak")
LINE_SECONDS = 20.0
SILENCE_SECONDS = 0.1
RATE = 22_050
PITCH, RANGE, WORD_GAP = 42, 45, 1  # a little lower and calmer than espeak's own 50, 50, 0

ALIASES = {"en": "en-gb-x-rp", "en-gb": "en-gb-x-rp", "fr-fr": "fr", "zh": "cmn", "no": "nb", "es-mx": "es-419"}
"""Languages whose best espeak voice has another name."""


class BuiltinVoiceConfig(VoiceConfig):
    """`voice` is one of espeak-ng's names, such as "en-us" or "de+f3"; the default fits the language."""

    voice: str | None = Field(default=None, pattern=r"^[A-Za-z0-9-]+(\+[A-Za-z0-9_ -]+)?$")
    words_per_minute: int = Field(default=165, ge=80, le=300)


class BuiltinVoice:
    """Speaks a language with espeak-ng. One child, started at the first line and again after a failure."""

    host = ""
    remote = stitches = normalizes = False
    at_once = 4
    price: float | None = 0.0
    cloned: str | None = None

    def __init__(self, config: BuiltinVoiceConfig, studio: Studio) -> None:
        self._voices = [config.voice] if config.voice else candidates(studio.language)
        self._language = studio.language
        self._rate = config.words_per_minute
        self._child = Child(PROGRAM, LINE_SECONDS)
        self.name = f"espeak-ng {self._voices[0]}"
        library = find_library("espeak-ng") or version("espeakng-loader")
        self.identity = f"builtin/{','.join(self._voices)}/{library}/{self._rate}/{PITCH}/{RANGE}/{WORD_GAP}"

    async def speak(self, text: str, before: str = "", after: str = "") -> Clip:  # noqa: ARG002  # espeak has no use for neighbours
        """The text spoken. Raises VoiceError."""
        spoken = speakable(text)
        if not re.search(r"\w", spoken):
            return Clip(text=text, rate=RATE, pcm=bytes(int(SILENCE_SECONDS * RATE) * 2))
        answer = await self._ask(spoken)
        return Clip(text=text, rate=answer.rate, pcm=answer.pcm, words=answer.words)

    async def close(self) -> None:
        """End the child."""
        await self._child.close()

    async def _ask(self, text: str) -> Answer:
        manner = {"rate": self._rate, "pitch": PITCH, "range": RANGE, "word_gap": WORD_GAP}
        try:
            answer = await self._child.ask({"text": text, "voices": self._voices, **manner})
        except StoppedError as error:
            raise VoiceError("The built-in voice stopped while it spoke. Try again.") from error
        except CannotStartError as error:
            raise VoiceError(
                f"The built-in voice cannot start ({error}): install espeak-ng, or Dawncast anew.", "voice"
            ) from error
        if answer.error:
            raise self._refusal(answer.error)
        return answer

    def _refusal(self, cause: str) -> VoiceError:
        if cause == "language":
            return VoiceError(
                f"The built-in voice has no voice for {self._voices[0]!r} (language {self._language!r}): set another "
                "`language`, set `voice` to one of espeak-ng's names, or choose another voice engine.",
                "voice",
            )
        return VoiceError("The built-in voice could not speak a line. Try again.", "sound")


def candidates(language: str) -> list[str]:
    """espeak-ng's voices for a BCP 47 tag, the best first: "de-AT" gives de-at and de."""
    tag = language.lower().replace("_", "-")
    base = base_of(language)
    names = (ALIASES.get(tag), tag, ALIASES.get(base), base)
    return list(dict.fromkeys(name for name in names if name))


VOICE = VoiceType("builtin", BuiltinVoiceConfig, BuiltinVoice)
