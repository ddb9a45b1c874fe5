"""A request to the fake speech service, and what it asks to be spoken."""

import json
import re
from dataclasses import dataclass, field, replace
from typing import Any, Literal

Service = Literal["elevenlabs", "openai"]


@dataclass(frozen=True)
class Asked:
    """One request: headers by lower-case name, `at` in seconds since the server was made; of speech, what and how."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    raw: bytes
    at: float
    body: Any = field(default=None, repr=False)
    service: Service | None = None
    text: str = ""
    voice: str = ""
    format: str = ""


def understood(asked: Asked) -> Asked:
    """The request, with what it asks to be spoken where it does."""
    if found := re.fullmatch(r"/v1/text-to-speech/(?P<voice>[^/]+)/with-timestamps", asked.path):
        body = json.loads(asked.raw)
        wanted = asked.query.get("output_format", "mp3_44100_128")
        return replace(asked, service="elevenlabs", body=body, text=body["text"], voice=found["voice"], format=wanted)
    if asked.path == "/v1/audio/speech":
        body = json.loads(asked.raw)
        voice = body["voice"]["id"] if isinstance(body["voice"], dict) else body["voice"]
        wanted = body.get("response_format", "mp3")
        return replace(asked, service="openai", body=body, text=body["input"], voice=voice, format=wanted)
    return asked
