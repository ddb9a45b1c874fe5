"""What OpenAI and servers like it answer, and what that means. Pure, but for the names of the library's errors."""

import io
import re
import struct
import wave
from collections.abc import Iterator

from daemon.model import Clip
from daemon.narrate.base import VoiceError
from daemon.narrate.service import Answered, broken, refusal, trouble

_SETTINGS = {"voice": "voice_not_found", "model": "model_not_found"}
_NO_SUCH_VOICE = re.compile(r"\bvoice\b.{0,200}\bnot (found|supported|available)\b", re.IGNORECASE | re.DOTALL)
"""What servers without codes say of it, as Kokoro-FastAPI."""
_NO_WAV = "{host} gave no sound in WAV. Check `api_base` under [voice], and that the server there can speak in WAV."
_HEADER, _CHUNK = struct.Struct("<4sI4s"), struct.Struct("<4sI")
_UNTOLD = 2_000_000_000
"""Sizes from here on are no sizes: who streams does not know it yet, and writes 0xFFFFFFFF, 0x7FFFFFFF or 0."""


def failure(host: str, error: BaseException) -> VoiceError:
    """What an error of the library means, or of what it uses."""
    status = getattr(error, "status_code", None)
    if not isinstance(status, int):
        return trouble(host, error)
    headers = dict(getattr(getattr(error, "response", None), "headers", {}))
    return refusal(host, Answered(status=status, codes=frozenset(_codes(error)), headers=headers))


def _codes(error: BaseException) -> Iterator[str]:
    """The service's own words for what went wrong, or those that its parameter or its sentence stand for."""
    for word in (getattr(error, "code", None), getattr(error, "type", None)):
        if isinstance(word, str):
            yield word
    parameter = getattr(error, "param", None)
    if isinstance(parameter, str) and parameter in _SETTINGS:
        yield _SETTINGS[parameter]
    if _NO_SUCH_VOICE.search(str(getattr(error, "message", ""))):
        yield _SETTINGS["voice"]


def clip_of(host: str, text: str, data: bytes) -> Clip:
    """The clip of a WAV file. Raises VoiceError: "unreachable" where it is none, "sound" where it cannot be played."""
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise VoiceError(_NO_WAV.format(host=host))
    try:
        with wave.open(io.BytesIO(_sized(data))) as file:
            channels, width, rate = file.getnchannels(), file.getsampwidth(), file.getframerate()
            promised, pcm = file.getnframes(), file.readframes(file.getnframes())
    except (
        wave.Error,
        EOFError,
        struct.error,
        ValueError,
        RuntimeError,
    ):  # the last where a chunk is longer than the file
        raise broken(host) from None
    if width != 2 or not rate or not pcm or len(pcm) != 2 * channels * promised:
        raise broken(host)
    return Clip(text=text, rate=rate, pcm=_first_channel(pcm, channels))


def _sized(data: bytes) -> bytes:
    """The file with its true sizes in it, where it was streamed and they are not."""
    at, whole = _HEADER.size, bytearray(data)
    _HEADER.pack_into(whole, 0, b"RIFF", len(data) - 8, b"WAVE")
    while at + _CHUNK.size <= len(data):
        name, size = _CHUNK.unpack_from(data, at)
        left = len(data) - at - _CHUNK.size
        if name == b"data" and (size >= _UNTOLD or size == 0):
            _CHUNK.pack_into(whole, at, name, left - left % 2)
            break
        at += _CHUNK.size + size + size % 2
    return bytes(whole)


def _first_channel(pcm: bytes, channels: int) -> bytes:
    return pcm if channels == 1 else memoryview(pcm).cast("h")[::channels].tobytes()
