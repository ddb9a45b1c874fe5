"""What ElevenLabs and OpenAI answer, as they document it: sound, and each of their errors."""

import base64
import struct
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from tests.fakes.speech_sound import Sound

Refused = Literal["key", "permission", "quota", "busy", "voice", "model", "format", "text", "down"]
OPENAI_RATE = 24_000


@dataclass(frozen=True)
class Answer:
    """An HTTP answer: JSON, or the bytes of a sound."""

    status: int
    json: Any = None
    sound: bytes = b""


class Dialect(Protocol):
    """How a service answers."""

    def rate(self, wanted: str) -> int | None:
        """The rate of the format that is asked for; None where there is no such format."""

    def spoken(self, sound: Sound, wanted: str, rate: int) -> Answer:
        """A text spoken."""

    def refused(self, why: Refused, what: str = "") -> Answer:
        """The documented error; `what` is the thing that is refused, where the service names it."""


class ElevenLabs:
    """Errors have the documented `code`, and the `status` that stood in its place before."""

    _REFUSALS: dict[Refused, tuple[int, str, str]] = {  # noqa: RUF012  # read only
        "key": (401, "invalid_api_key", "Invalid API key"),
        "permission": (401, "missing_permissions", "The API key you used is missing the permission {} to execute this"),
        "quota": (401, "quota_exceeded", "This request exceeds your quota. You have 12 credits remaining."),
        "busy": (429, "too_many_concurrent_requests", "Too many concurrent requests."),
        "voice": (404, "voice_not_found", "A voice with voice_id '{}' was not found."),
        "model": (400, "model_not_found", "A model with model ID {} does not exist"),
        "format": (403, "output_format_not_allowed", "Output format '{}' is only available on the Pro tier and above"),
        "text": (403, "content_against_policy", "The text you are trying to use may violate our Terms: {}"),
        "down": (500, "internal_server_error", "Something went wrong"),
    }

    def rate(self, wanted: str) -> int | None:
        """From "pcm_44100"; MP3 is not spoken here."""
        return int(wanted.removeprefix("pcm_")) if wanted.startswith("pcm_") else None

    def spoken(self, sound: Sound, wanted: str, rate: int) -> Answer:
        """Base64 in JSON, with when each character begins."""
        alignment = {
            "characters": sound.characters,
            "character_start_times_seconds": sound.starts,
            "character_end_times_seconds": sound.ends,
        }
        audio = base64.b64encode(sound.pcm).decode()
        return Answer(200, {"audio_base64": audio, "alignment": alignment, "normalized_alignment": alignment})

    def refused(self, why: Refused, what: str = "") -> Answer:
        """`detail` with a code."""
        status, code, message = self._REFUSALS[why]
        detail = {"code": code, "status": code, "message": message.format(what), "request_id": "r"}
        return Answer(status, {"detail": detail})


class OpenAI:
    """WAV comes as it is streamed: with sizes of 0xFFFFFFFF."""

    _REFUSALS: dict[Refused, tuple[int, str | None, str, str | None]] = {  # noqa: RUF012  # read only
        "key": (401, "invalid_api_key", "Incorrect API key provided: {}.", None),
        "permission": (403, "insufficient_permissions", "You have insufficient permissions for this operation.", None),
        "quota": (429, "insufficient_quota", "You exceeded your current quota, please check your plan.", None),
        "busy": (429, "rate_limit_exceeded", "Rate limit reached for requests per min (RPM).", None),
        "voice": (400, None, "Invalid value: '{}'. Supported values are: 'alloy' and 'marin'.", "voice"),
        "model": (404, "model_not_found", "The model '{}' does not exist or you do not have access to it.", None),
        "format": (400, None, "Invalid value: '{}'. Supported values are: 'wav' and 'pcm'.", "response_format"),
        "text": (400, "content_policy_violation", "Your request was rejected by our safety system: {}", None),
        "down": (500, None, "The server had an error while processing your request.", None),
    }

    def rate(self, wanted: str) -> int | None:
        """One rate for all."""
        return OPENAI_RATE if wanted in ("wav", "pcm") else None

    def spoken(self, sound: Sound, wanted: str, rate: int) -> Answer:
        """The sound itself, nothing about its words."""
        return Answer(200, sound=sound.pcm if wanted == "pcm" else wav(sound.pcm, rate, 0xFFFFFFFF))

    def refused(self, why: Refused, what: str = "") -> Answer:
        """`error` with type, code and parameter."""
        status, code, message, parameter = self._REFUSALS[why]
        kind = "insufficient_quota" if why == "quota" else "invalid_request_error"
        return Answer(
            status, {"error": {"message": message.format(what), "type": kind, "param": parameter, "code": code}}
        )


def wav(pcm: bytes, rate: int, size: int | None = None, channels: int = 1) -> bytes:
    """A WAV file of 16-bit PCM; `size` is what its headers say in the place of the truth."""
    data = len(pcm) if size is None else size
    riff = min(data + 36, 0xFFFFFFFF) if data else 0
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, channels, rate, 2 * channels * rate, 2 * channels, 16)
    return struct.pack("<4sI4s", b"RIFF", riff, b"WAVE") + form + struct.pack("<4sI", b"data", data) + pcm


def voice(name: str, category: str, *, is_owner: bool | None) -> dict[str, Any]:
    """What ElevenLabs tells of a voice."""
    return {"voice_id": name, "name": "A voice", "category": category, "is_owner": is_owner, "labels": {}}
