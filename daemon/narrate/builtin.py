"""The built-in voice: espeak-ng in a process of its own (`daemon/narrate/espeak.py`). Needs no key and no network."""

import asyncio
import json
import re
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from ctypes.util import find_library
from importlib.metadata import version
from typing import Any, cast

from pydantic import Field

from daemon.model import Clip, Word
from daemon.narrate.base import VoiceConfig, VoiceError, VoiceType

LINE_SECONDS = 20.0
LONGEST_HEADER = 2**22
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

    def __init__(self, config: BuiltinVoiceConfig, language: str) -> None:
        self._voices = [config.voice] if config.voice else candidates(language)
        self._language = language
        self._rate = config.words_per_minute
        self._child: Process | None = None
        self._lock = asyncio.Lock()
        self.name = f"espeak-ng {self._voices[0]}"
        library = find_library("espeak-ng") or version("espeakng-loader")
        self.identity = f"builtin/{library}/{','.join(self._voices)}/{self._rate}/{PITCH}/{RANGE}/{WORD_GAP}"

    async def speak(self, text: str, before: str = "", after: str = "") -> Clip:  # noqa: ARG002  # espeak has no use for neighbours
        """The text spoken. Raises VoiceError."""
        spoken = speakable(text)
        if not re.search(r"\w", spoken):
            return Clip(text=text, rate=RATE, pcm=bytes(int(SILENCE_SECONDS * RATE) * 2))
        async with self._lock:
            header, pcm = await self._ask(spoken)
        words = tuple(Word(text=word, start=start) for word, start in header["words"])
        return Clip(text=text, rate=header["rate"], pcm=pcm, words=words)

    async def close(self) -> None:
        """End the child."""
        async with self._lock:
            await self._end()

    async def _ask(self, text: str) -> tuple[Any, bytes]:
        try:
            async with asyncio.timeout(LINE_SECONDS):
                header, pcm = await self._exchange(text)
        except (OSError, EOFError, ValueError, TimeoutError) as error:
            await self._end()
            raise VoiceError("The built-in voice stopped while it spoke. Try again.", transient=True) from error
        except BaseException:
            # Half an answer may still lie in the pipe: the next line needs a new child.
            await self._end()
            raise
        if "error" in header:
            raise self._refusal(header["error"])
        return header, pcm

    async def _exchange(self, text: str) -> tuple[Any, bytes]:
        child = await self._started()
        manner = {"rate": self._rate, "pitch": PITCH, "range": RANGE, "word_gap": WORD_GAP}
        writer, reader = _pipes(child)
        writer.write(json.dumps({"text": text, "voices": self._voices, **manner}).encode() + b"\n")
        await writer.drain()
        header = json.loads(await reader.readline())
        return header, await reader.readexactly(header.get("bytes", 0))

    async def _started(self) -> Process:
        if self._child is None or self._child.returncode is not None:
            # Nothing of our environment is handed on: there may be secrets in it.
            self._child = await asyncio.create_subprocess_exec(
                *(sys.executable, "-I", "-m", "daemon.narrate.espeak"),
                stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env={"LC_ALL": "C.UTF-8"}, limit=LONGEST_HEADER,
            )  # fmt: skip  # the command, then where its ends go
            hello = json.loads(await _pipes(self._child)[1].readline())
            if "error" in hello:
                raise VoiceError(
                    f"The built-in voice cannot start ({hello['error']}): install espeak-ng, or Dawncast anew.",
                    transient=False,
                )
        return self._child

    async def _end(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        if child.returncode is None:
            child.kill()
        await child.communicate()

    def _refusal(self, cause: str) -> VoiceError:
        if cause == "language":
            return VoiceError(
                f"The built-in voice has no voice for {self._voices[0]!r} (language {self._language!r}): set another "
                "`language`, set `voice` to one of espeak-ng's names, or choose another voice engine.",
                transient=False,
            )
        return VoiceError("The built-in voice could not speak a line. Try again.", transient=True)


def _pipes(child: Process) -> tuple[asyncio.StreamWriter, asyncio.StreamReader]:
    return cast("asyncio.StreamWriter", child.stdin), cast("asyncio.StreamReader", child.stdout)


def candidates(language: str) -> list[str]:
    """espeak-ng's voices for a BCP 47 tag, the best first: "de-AT" gives de-at and de."""
    tag = language.lower().replace("_", "-")
    base = tag.split("-")[0]
    names = (ALIASES.get(tag), tag, ALIASES.get(base), base)
    return list(dict.fromkeys(name for name in names if name))


def speakable(text: str) -> str:
    """The text on one line, without control characters and lone surrogates."""
    return " ".join("".join(" " if _unspeakable(letter) else letter for letter in text).split())


def _unspeakable(letter: str) -> bool:
    return letter < " " or "\x7f" <= letter <= "\x9f" or "\ud800" <= letter <= "\udfff"


VOICE = VoiceType("builtin", BuiltinVoiceConfig, BuiltinVoice)
