"""A speech service on loopback that does what it is told: `with SpeechServer() as speech: speech.takes(5)`.

It speaks as ElevenLabs and OpenAI do: give them `speech.api_base("elevenlabs")` or `speech.api_base("openai")`.
Everything it was asked stands in `speech.requests`. What goes wrong "once" hits the next text, or the one numbered `at`
(from 1, over all that were ever asked for).
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.fakes.serving import Serving
from tests.fakes.speech_asked import Asked, Service
from tests.fakes.speech_dialects import Refused, voice
from tests.fakes.speech_handler import Fault, SpeechHandler
from tests.fakes.speech_sound import Manner

VOICE = "Narrator000000000001"
"""A voice of ElevenLabs' own that is always there; OpenAI's is "marin"."""
BUSY: tuple[Refused, str] = ("busy", "")
_PAGE = b"<html><body>502 Bad Gateway, but with a 200</body></html>"


class SpeechServer(Serving):
    """The server. It has no limits and takes no time until it is told."""

    handling = SpeechHandler

    def __init__(self) -> None:
        super().__init__()
        self.requests: list[Asked] = []
        self.bought = 0
        """The characters of all texts that were answered with sound, also with sound that is none."""
        self.answered: list[tuple[float, float]] = []
        """Of each text that was answered with sound: when (`time.time()`), and how long the sound is (seconds)."""
        self.most_at_once = 0
        self.hung_up = threading.Event()
        """Set when a client has closed its connection before the answer was over."""
        self._made = time.monotonic()
        self._lock = threading.Lock()
        self._inside: set[int] = set()
        self._texts = self._storm = 0
        self._first = self._per_second = 0.0
        self._at_once: int | None = None
        self._tells = True
        self._level = -20.0
        self._quota: int | None = None
        self._formats: frozenset[str] | None = None
        self._refused: dict[str, Refused] = {}
        self._faults: list[tuple[int | None, Fault]] = []
        self._voices = {VOICE: voice(VOICE, "premade", is_owner=False)}
        self._voices |= {name: voice(name, "premade", is_owner=False) for name in ("alloy", "marin")}

    def api_base(self, service: Service = "elevenlabs") -> str:
        """The `api_base` under which a service is found here."""
        return f"http://{self.host}" + ("/v1" if service == "openai" else "")

    @property
    def speeches(self) -> list[Asked]:
        """The requests for speech."""
        return [asked for asked in self.requests if asked.service]

    def paced(self, first: float = 0.3, per_audio_second: float = 0.1) -> None:
        """Take so many seconds for a text, and so many more for each second of its sound."""
        self._first, self._per_second = first, per_audio_second

    def takes(self, at_once: int | None) -> None:
        """Answer 429 to whoever asks for more at a time."""
        self._at_once = at_once

    def tells_limits(self, tells: bool) -> None:
        """Say in the headers how much is taken at a time, as ElevenLabs does."""
        self._tells = tells

    def at_level(self, level: float) -> None:
        """Speak that loudly: LUFS as `ebur128=dualmono=true` reads it, about."""
        self._level = level

    def has_quota(self, characters: int | None) -> None:
        """Speak so many characters from now on, and refuse what goes beyond."""
        self._quota = characters

    def gives(self, *formats: str) -> None:
        """Refuse every other format, as a smaller plan does."""
        self._formats = frozenset(formats)

    def refuses(self, why: Refused, of: str = "") -> None:
        """Refuse everything with that error, or only what has `of` in its path."""
        self._refused[of] = why

    def has_voice(self, name: str, category: str = "premade", *, is_owner: bool | None = False) -> None:
        """Have one more voice, of that category."""
        self._voices[name] = voice(name, category, is_owner=is_owner)

    def has(self, name: str) -> bool:
        """Whether it has that voice."""
        return name in self._voices

    def storm(self, texts: int) -> None:
        """Answer the next so many texts with 429."""
        self._storm = texts

    def fails_once(self, status: int = 500, headers: dict[str, str] | None = None, *, at: int | None = None) -> None:
        """Answer with that status and the service's error for it."""
        self._once(lambda handler, _asked, dialect: handler.failing(dialect, status, headers or {}), at)

    def hangs_once(self, *, at: int | None = None) -> None:
        """Take the text and never answer."""
        self._once(lambda handler, _asked, _dialect: handler.hanging(), at)

    def cuts_once(self, *, at: int | None = None) -> None:
        """Close the connection in the middle of the sound."""
        self._once(lambda handler, asked, dialect: handler.speak(asked, dialect, cut=True), at)

    def garbage_once(self, *, at: int | None = None) -> None:
        """Answer 200 with a page that is no sound."""
        self._once(lambda handler, _asked, _dialect: handler.reply(200, _PAGE, {"Content-Type": "text/html"}), at)

    def answers_once(self, status: int, json: Any, *, at: int | None = None) -> None:
        """Answer with this JSON."""
        self._once(lambda handler, _asked, _dialect: handler.whole(status, json), at)

    def sounds_once(self, sound: bytes, *, at: int | None = None) -> None:
        """Answer with these bytes in the place of a sound."""
        self._once(lambda handler, _asked, _dialect: handler.reply(200, sound, {"Content-Type": "audio/wav"}), at)

    def silence_once(self, *, at: int | None = None) -> None:
        """Answer with silence of the right length."""
        self._speaks_once("silence", at)

    def babble_once(self, *, at: int | None = None) -> None:
        """Say it again and again."""
        self._speaks_once("babble", at)

    def clipped_once(self, *, at: int | None = None) -> None:
        """Say it far too loudly, so that it is cut off at full scale."""
        self._speaks_once("clipped", at)

    def _speaks_once(self, manner: Manner, at: int | None) -> None:
        self._once(lambda handler, asked, dialect: handler.speak(asked, dialect, manner), at)

    def _once(self, fault: Fault, at: int | None) -> None:
        with self._lock:
            self._faults.append((at, fault))

    def refusal(self, asked: Asked) -> tuple[Refused, str] | None:
        """Why something is refused at once, whatever it is."""
        return next(((why, "voices_read") for part, why in self._refused.items() if part in asked.path), None)

    @contextmanager
    def turn(self, asked: Asked) -> Iterator[tuple[Refused, str] | Fault | None]:
        """A text's turn: what goes wrong with it. It has one of the places that there are at a time, until `leave`."""
        with self._lock:
            self._texts += 1
            full = self._at_once is not None and len(self._inside) >= self._at_once
            wrong = BUSY if full else self._wrong(asked)
            self._inside |= set() if full else {id(asked)}
            self.most_at_once = max(self.most_at_once, len(self._inside))
        try:
            yield wrong
        finally:
            self.leave(asked)

    def leave(self, asked: Asked) -> None:
        """Give its place free: before it is answered, so that whoever has the answer finds a place."""
        with self._lock:
            self._inside.discard(id(asked))

    def _wrong(self, asked: Asked) -> tuple[Refused, str] | Fault | None:
        if self._storm:
            self._storm -= 1
            return BUSY
        due = next((entry for entry in self._faults if entry[0] in (None, self._texts)), None)
        if due:
            self._faults.remove(due)
            return due[1]
        return self._not_to_be_had(asked)

    def _not_to_be_had(self, asked: Asked) -> tuple[Refused, str] | None:
        if asked.voice not in self._voices:
            return "voice", asked.voice
        if self._formats is not None and asked.format not in self._formats:
            return "format", asked.format
        if self._quota is not None:
            if len(asked.text) > self._quota:
                return "quota", ""
            self._quota -= len(asked.text)
        return None

    def headers(self) -> dict[str, str]:
        """What ElevenLabs' answers say of how much they take at a time."""
        most = {"maximum-concurrent-requests": str(self._at_once or 5)}
        return {"current-concurrent-requests": str(len(self._inside)), **most} if self._tells else {}
