"""How the fake speech service takes a request and answers it."""

import json
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, urlsplit

from tests.fakes.serving import Handling
from tests.fakes.speech_asked import Asked, understood
from tests.fakes.speech_dialects import Answer, Dialect, ElevenLabs, OpenAI, voice
from tests.fakes.speech_sound import Manner, said

Fault = Callable[["SpeechHandler", Asked, Dialect], None]
"""What is done with a text in the place of speaking it."""


class SpeechHandler(Handling, BaseHTTPRequestHandler):
    """A connection to a `SpeechServer`."""

    def do_GET(self) -> None:
        asked = self._asked()
        self.owner.requests.append(asked)
        try:
            self._answer(asked)
        except (BrokenPipeError, ConnectionResetError):
            self.owner.hung_up.set()
            self.close_connection = True

    do_POST = do_DELETE = do_GET  # noqa: N815  # as http.server has it

    def _asked(self) -> Asked:
        parts = urlsplit(self.path)
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        headers = {name.lower(): value for name, value in self.headers.items()}
        raw = self.rfile.read(int(headers.get("content-length", 0)))
        at = time.monotonic() - self.owner._made
        return understood(Asked(self.command, parts.path, query, headers, raw, at))

    def _answer(self, asked: Asked) -> None:
        dialect = OpenAI() if asked.service == "openai" else ElevenLabs()
        if refused := self.owner.refusal(asked):
            self._send(dialect.refused(*refused))
        elif asked.service:
            self._take_turn(asked, dialect)
        else:
            self._keep_voices(asked)

    def _take_turn(self, asked: Asked, dialect: Dialect) -> None:
        with self.owner.turn(asked) as wrong:
            if wrong is None:
                self.speak(asked, dialect)
            elif isinstance(wrong, tuple):
                self._send(dialect.refused(*wrong), self.owner.headers())
            else:
                wrong(self, asked, dialect)

    def speak(self, asked: Asked, dialect: Dialect, manner: Manner = "speech", *, cut: bool = False) -> None:
        rate = dialect.rate(asked.format)
        if rate is None:
            return self._send(dialect.refused("format", asked.format))
        sound = said(asked.text, rate, self.owner._level, manner)
        self.owner.closing.wait(self.owner._first + self.owner._per_second * len(sound.pcm) / 2 / rate)
        if not cut:
            with self.owner._lock:
                self.owner.bought += len(asked.text)
                self.owner.answered.append((time.time(), len(sound.pcm) / 2 / rate))
        headers = self.owner.headers()
        self.owner.leave(asked)
        return self._send(dialect.spoken(sound, asked.format, rate), headers, cut=cut)

    def failing(self, dialect: Dialect, status: int, headers: dict[str, str]) -> None:
        self.whole(status, dialect.refused("busy" if status == 429 else "down").json, headers)

    def hanging(self) -> None:
        if self.wait_for_hanging_up():
            self.owner.hung_up.set()

    def _send(self, answer: Answer, headers: dict[str, str] | None = None, *, cut: bool = False) -> None:
        if not cut and not answer.sound:
            self.whole(answer.status, answer.json, headers)
        elif not cut:
            self.reply(answer.status, answer.sound, {"Content-Type": "audio/wav", **(headers or {})})
        else:
            half = answer.sound or json.dumps(answer.json).encode()
            self.reply(200, half[: len(half) // 2], headers or {}, length=len(half))

    def _keep_voices(self, asked: Asked) -> None:
        voices, name = self.owner._voices, asked.path.rpartition("/")[2]
        if asked.path == "/v1/voices/add":
            made = f"Cloned{len(voices):014}"
            voices[made] = voice(made, "cloned", is_owner=True)
            self.whole(200, {"voice_id": made, "requires_verification": False})
        elif name not in voices:
            self._send(ElevenLabs().refused("voice", name))
        elif asked.method == "DELETE":
            del voices[name]
            self.whole(200, {"status": "ok"})
        else:
            self.whole(200, voices[name])
