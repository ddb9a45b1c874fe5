"""A model service on loopback that says what it is told: `with ModelServer() as model: model.answers("…")`.

It speaks as OpenAI, Mistral, Anthropic, Gemini and Ollama do, whichever is asked: give litellm `model.name("openai")`
and `model.api_base("openai")`. Everything it was asked stands in `model.requests`.
"""

import json
import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from typing import Any, Literal, get_args
from urllib.parse import urlsplit

from tests.fakes.model_dialects import Anthropic, Dialect, Gemini, Ollama, OpenAI, Spoken
from tests.fakes.serving import Handling, Serving

Service = Literal["openai", "mistral", "anthropic", "gemini", "ollama_chat"]
SERVICES: tuple[Service, ...] = get_args(Service)

_PATHS: tuple[tuple[str, Dialect], ...] = (
    (r"/v1/chat/completions", OpenAI()),
    (r"/v1/messages", Anthropic()),
    (r"/v1beta/models/(?P<model>[^:]+):(?:streamG|g)enerateContent", Gemini()),
    (r"/api/chat", Ollama()),
)
_BASES: dict[Service, str] = {
    "openai": "/v1",
    "mistral": "/v1",
    "anthropic": "",
    "gemini": "/v1beta",
    "ollama_chat": "",
}
_TOKEN = re.compile(r"\s*\S{1,4}|\s+$")
"""A token is about four characters, as a rule of thumb has it."""


@dataclass(frozen=True)
class Asked:
    """One request: headers by lower-case name, the body as it came and as parsed JSON."""

    path: str
    headers: dict[str, str]
    raw: bytes
    body: Any
    model: str

    @property
    def texts(self) -> tuple[str, ...]:
        """Every text that a model would read, the system's first."""
        system = self.body.get("system") or self.body.get("systemInstruction") or self.body.get("system_instruction")
        turns = self.body.get("messages") or self.body.get("contents") or []
        return tuple(_texts([system, *turns]))

    @property
    def text(self) -> str:
        """All of them, one after the other."""
        return "\n".join(self.texts)


Said = str | Callable[[Asked], str]


class ModelServer(Serving):
    """The server; each verb says what every request gets from now on. It answers "" until it is told."""

    def __init__(self) -> None:
        super().__init__()
        self.requests: list[Asked] = []
        self.hung_up = threading.Event()
        """Set when a client has closed its connection before the answer was over."""
        self._said: Said = ""
        self._thoughts = ""
        self._first, self._gap = 0.0, 0.0
        self._counts = True
        self._instead: Callable[[_Handler, Asked, Dialect], None] | None = None
        self._cut_after: int | None = None

    def api_base(self, service: Service = "openai") -> str:
        """The `api_base` under which a service is found here."""
        return f"http://{self.host}{_BASES[service]}"

    @staticmethod
    def name(service: Service = "openai") -> str:
        """A litellm name of a model of that service, one that has a price."""
        return {
            "openai": "openai/gpt-4o",
            "mistral": "mistral/mistral-small-latest",
            "anthropic": "anthropic/claude-sonnet-4-5",
            "gemini": "gemini/gemini-2.0-flash",
            "ollama_chat": "ollama_chat/llama3.1",
        }[service]

    def answers(self, said: Said) -> None:
        """Say this text, or what a function makes of the request."""
        self._said, self._instead, self._cut_after = said, None, None

    def thinks(self, thoughts: str) -> None:
        """Give this reasoning before each answer, in the service's own field for it."""
        self._thoughts = thoughts

    def paced(self, first: float = 0.5, tokens_per_second: float = 80.0) -> None:
        """Take so many seconds to the first token, then give so many a second (of about four characters)."""
        self._first, self._gap = first, 1 / tokens_per_second

    def counts_no_tokens(self) -> None:
        """Leave the usage out, as some servers of local models do."""
        self._counts = False

    def fails(self, status: int, retry_after: float | None = None) -> None:
        """Answer with that status and the service's own error."""
        extra = {"retry-after": f"{retry_after:g}"} if retry_after is not None else {}

        def fail(handler: "_Handler", asked: Asked, dialect: Dialect) -> None:
            handler.whole(status, dialect.error(status, asked.model), extra)

        self._instead = fail

    def hangs(self) -> None:
        """Take the request and never answer."""
        self._instead = lambda handler, _asked, _dialect: handler.wait()

    def cuts_off_after(self, tokens: int) -> None:
        """Break the connection after so many tokens of the answer."""
        self._cut_after = tokens

    def garbage(self, body: bytes = b"<html><body>502 Bad Gateway, but with a 200</body></html>") -> None:
        """Answer 200 with this page."""
        self._instead = lambda handler, _asked, _dialect: handler.page(body)

    def spoken(self, asked: Asked) -> Spoken:
        """What a request is answered with."""
        said = self._said(asked) if callable(self._said) else self._said
        tokens_in = len(_tokens(asked.text))
        return Spoken(
            asked.model, _tokens(said), _tokens(self._thoughts), tokens_in, self._counts and _wants_counts(asked)
        )


def _tokens(text: str) -> tuple[str, ...]:
    return tuple(_TOKEN.findall(text))


def _texts(part: Any) -> Iterator[str]:
    """The texts in a message, however its service nests them."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, list):
        for inner in part:
            yield from _texts(inner)
    elif isinstance(part, dict):
        for key in ("content", "text", "parts"):
            yield from _texts(part.get(key))


class _Handler(Handling, BaseHTTPRequestHandler):
    @property
    def _model(self) -> ModelServer:
        model: ModelServer = self.owner
        return model

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        path = urlsplit(self.path).path
        known = ((re.fullmatch(pattern, path), dialect) for pattern, dialect in _PATHS)
        match, dialect = next(((match, dialect) for match, dialect in known if match), (None, None))
        asked = self._asked(path, raw, match.groupdict().get("model") if match else None)
        self._model.requests.append(asked)
        try:
            if dialect is None:
                self.whole(404, {"error": "not found"}, {})
            else:
                (self._model._instead or _Handler._say)(self, asked, dialect)
        except (BrokenPipeError, ConnectionResetError):
            self._model.hung_up.set()
            self.close_connection = True

    do_GET = do_POST  # noqa: N815  # as http.server has it

    def _asked(self, path: str, raw: bytes, model: str | None) -> Asked:
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = json.loads(raw) if raw else {}
        return Asked(path, headers, raw, body, model or body.get("model", ""))

    def _say(self, asked: Asked, dialect: Dialect) -> None:
        spoken = self._model.spoken(asked)
        self._pause(self._model._first)
        if asked.body.get("stream") or "streamGenerateContent" in asked.path:
            self._stream(spoken, dialect)
        else:
            self._pause(self._model._gap * spoken.tokens_out)
            self.whole(200, dialect.whole(spoken), {})

    def _stream(self, spoken: Spoken, dialect: Dialect) -> None:
        self.send_response(200)
        self.send_header("Content-Type", dialect.media)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for frame in dialect.head(spoken):
            self._chunk(frame)
        if self._tell([dialect.thought(spoken, text) for text in spoken.thoughts], None):
            whole = self._tell([dialect.piece(spoken, text) for text in spoken.pieces], self._model._cut_after)
            if whole:
                self._finish(dialect.tail(spoken))

    def _tell(self, frames: Sequence[bytes], most: int | None) -> bool:
        """Send them at the model's pace; False where the connection was cut after `most` of them."""
        due = time.monotonic()
        for number, frame in enumerate(frames):
            if number == most:
                self.close_connection = True
                return False
            self._chunk(frame)
            due += self._model._gap
            self._pause(due - time.monotonic())
        return True

    def _finish(self, frames: Iterator[bytes]) -> None:
        for frame in frames:
            self._chunk(frame)
        self._chunk(b"")

    def _chunk(self, data: bytes) -> None:
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()

    def _pause(self, seconds: float) -> None:
        if seconds > 0:
            self._model.closing.wait(seconds)

    def wait(self) -> None:
        """Until the client hangs up (or the server closes)."""
        if self.wait_for_hanging_up():
            self._model.hung_up.set()

    def page(self, body: bytes) -> None:
        """A page that is no answer of a model."""
        self.reply(200, body, {"Content-Type": "text/html"})


def _wants_counts(asked: Asked) -> bool:
    """OpenAI counts a stream's tokens only where `stream_options` asks for it; Mistral, and the others, always."""
    is_openai = asked.path == "/v1/chat/completions" and "mistral" not in asked.model
    return not is_openai or not asked.body.get("stream") or "stream_options" in asked.body


ModelServer.handling = _Handler
