"""The built-in voice's own process: espeak-ng spoken to through ctypes, so that the GPL library stays out of ours.

Reads one JSON request a line, `{"text", "voices", "rate", "pitch", "range", "word_gap"}`, and answers each with one
JSON line, `{"rate", "bytes", "words": [[text, start in seconds], …]}`, and that many bytes of 16-bit mono PCM; or with
`{"error": "language" | "synthesis"}`. Its first line says how the start went; it ends when its standard input does.
"""

import ctypes
import re
from collections.abc import Iterator, Sequence
from ctypes.util import find_library
from functools import partial
from typing import Any

from daemon.narrate.answering import decline, limit, serve

SYNCHRONOUS = 2
BUFFER_MS = 200
DONT_EXIT = 0x8000
POSITION_CHARACTER = 1
UTF8 = 1
RATE, PITCH, RANGE, WORD_GAP = 1, 3, 4, 7
WORD_EVENT = 1

Words = list[tuple[str, float]]


class Event(ctypes.Structure):
    """`espeak_EVENT` of speak_lib.h."""

    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", ctypes.c_char * 8),
    )


SynthCallback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.POINTER(Event))


class Espeak:
    """The loaded library. Raises OSError where it cannot be loaded or finds no data."""

    def __init__(self, library: str, data: str | None) -> None:
        self._lib = ctypes.CDLL(library)
        self._declare()
        self.rate: int = self._lib.espeak_Initialize(SYNCHRONOUS, BUFFER_MS, data and data.encode(), DONT_EXIT)
        if self.rate <= 0:
            raise OSError(f"{library} found no voices")
        self._pcm = bytearray()
        self._starts: list[tuple[int, int]] = []
        self._callback = SynthCallback(self._take)  # kept: the library holds a bare pointer to it
        self._lib.espeak_SetSynthCallback(self._callback)

    def _declare(self) -> None:
        number, text, size = ctypes.c_int, ctypes.c_char_p, ctypes.c_size_t
        unsigned, pointer = ctypes.c_uint, ctypes.c_void_p
        self._lib.espeak_Initialize.argtypes = [number, number, text, number]
        self._lib.espeak_SetVoiceByName.argtypes = [text]
        self._lib.espeak_SetParameter.argtypes = [number, number, number]
        self._lib.espeak_Synth.argtypes = [text, size, unsigned, number, unsigned, unsigned, pointer, pointer]

    def _take(self, wave: int | None, samples: int, events: Any) -> int:
        if wave and samples > 0:
            self._pcm += ctypes.string_at(wave, samples * 2)
        self._starts += _word_starts(events)
        return 0

    def choose(self, voices: Sequence[str]) -> bool:
        """Take the first of these voices that there is."""
        return any(self._lib.espeak_SetVoiceByName(name.encode()) == 0 for name in voices)

    def adjust(self, *, rate: int, pitch: int, range_: int, word_gap: int) -> None:
        """Words a minute; pitch and its range from 0 to 100; the gap in units of 10 ms."""
        for parameter, value in ((RATE, rate), (PITCH, pitch), (RANGE, range_), (WORD_GAP, word_gap)):
            self._lib.espeak_SetParameter(parameter, value, 0)

    def speak(self, text: str) -> tuple[bytes, Words]:
        """16-bit mono PCM at `rate`, and when each word of the text begins. Raises OSError."""
        self._pcm.clear()
        self._starts.clear()
        data = text.encode()
        if self._lib.espeak_Synth(data, len(data) + 1, 0, POSITION_CHARACTER, 0, UTF8, None, None) != 0:
            raise OSError("espeak-ng did not speak")
        return bytes(self._pcm), word_times(text, self._starts)


def _word_starts(events: Any) -> Iterator[tuple[int, int]]:
    index = 0
    while events[index].type:
        if events[index].type == WORD_EVENT:
            yield events[index].text_position - 1, events[index].audio_position
        index += 1


def word_times(text: str, starts: Sequence[tuple[int, int]]) -> Words:
    """The words between white space, each with its start in seconds, from espeak's (character, milliseconds).

    espeak counts "twenty-fourth" as two words, "1,200" as five and a dash as none: a dash begins with what follows it.
    """
    words = list(re.finditer(r"\S+", text))
    times: list[float] = []
    latest = starts[-1][1] / 1000 if starts else 0.0
    for word in reversed(words):
        first = min((ms / 1000 for at, ms in starts if word.start() <= at < word.end()), default=latest)
        latest = min(first, latest)
        times.append(latest)
    return [(word.group(), start) for word, start in zip(words, reversed(times), strict=True)]


def libraries() -> Iterator[tuple[str, str | None]]:
    """Where libespeak-ng and its data may lie: the system's own first, else what the wheel brings."""
    if system := find_library("espeak-ng"):
        yield system, None
    import espeakng_loader

    yield espeakng_loader.get_library_path(), espeakng_loader.get_data_path()


def _load() -> Espeak:
    failures = []
    for library, data in libraries():
        try:
            return Espeak(library, data)
        except OSError as error:
            failures.append(str(error))
    raise OSError("; ".join(failures))


def _answer(espeak: Espeak, request: Any) -> tuple[object, bytes]:
    if not espeak.choose(request["voices"]):
        return {"error": "language"}, b""
    espeak.adjust(rate=request["rate"], pitch=request["pitch"], range_=request["range"], word_gap=request["word_gap"])
    try:
        pcm, words = espeak.speak(request["text"])
    except OSError:
        return {"error": "synthesis"}, b""
    return {"rate": espeak.rate, "bytes": len(pcm), "words": words}, pcm


def _limit() -> None:
    limit(cpu_seconds=300, memory=512 * 2**20)


def main() -> None:
    """Serve requests until standard input ends."""
    try:
        espeak = _load()
    except OSError as error:
        decline(str(error))
        return
    _limit()
    serve({"rate": espeak.rate}, partial(_answer, espeak))


if __name__ == "__main__":
    main()
