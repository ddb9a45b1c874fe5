"""How each kind of model service words an answer and an error: OpenAI (and Mistral), Anthropic, Gemini, Ollama.

Written after the services' own reference pages. All pure: a dialect turns pieces of text into the frames of its stream.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

SSE = "text/event-stream; charset=utf-8"
MADE = 1_774_329_600
"""2026-03-24 05:20 UTC, as an answer's `created`."""


@dataclass(frozen=True)
class Spoken:
    """What the model says: its reasoning and its text in pieces, and what both sides count as tokens."""

    model: str
    pieces: Sequence[str]
    thoughts: Sequence[str]
    tokens_in: int
    count: bool = True

    @property
    def tokens_out(self) -> int:
        return len(self.pieces) + len(self.thoughts)


class Dialect(Protocol):
    """Frames before the text, one for each thought and piece, frames after it; the whole answer; an error's body."""

    media: str

    def head(self, spoken: Spoken) -> Iterator[bytes]: ...
    def thought(self, spoken: Spoken, text: str) -> bytes: ...
    def piece(self, spoken: Spoken, text: str) -> bytes: ...
    def tail(self, spoken: Spoken) -> Iterator[bytes]: ...
    def whole(self, spoken: Spoken) -> Any: ...
    def error(self, status: int, model: str) -> Any: ...


def _event(data: Any, name: str | None = None) -> bytes:
    text = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)
    return (f"event: {name}\n" if name else "").encode() + f"data: {text}\n\n".encode()


class OpenAI:
    """POST /v1/chat/completions; Mistral and the servers of local models answer alike."""

    media = SSE

    def head(self, spoken: Spoken) -> Iterator[bytes]:
        yield self._delta(spoken, {"role": "assistant", "content": "", "refusal": None})

    def thought(self, spoken: Spoken, text: str) -> bytes:
        return self._delta(spoken, {"reasoning_content": text})

    def piece(self, spoken: Spoken, text: str) -> bytes:
        return self._delta(spoken, {"content": text})

    def tail(self, spoken: Spoken) -> Iterator[bytes]:
        yield self._delta(spoken, {}, "stop")
        if spoken.count:
            yield _event({**self._chunk(spoken), "choices": [], "usage": self._usage(spoken)})
        yield _event("[DONE]")

    def whole(self, spoken: Spoken) -> Any:
        message = {"role": "assistant", "content": "".join(spoken.pieces), "refusal": None}
        choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
        answer = {**self._chunk(spoken), "object": "chat.completion", "choices": [choice]}
        return {**answer, "usage": self._usage(spoken)} if spoken.count else answer

    def error(self, status: int, model: str) -> Any:
        message, kind, code = {
            401: ("Incorrect API key provided: sk-…. You can find your API key in your account.",
                  "invalid_request_error", "invalid_api_key"),
            404: (f"The model `{model}` does not exist or you do not have access to it.",
                  "invalid_request_error", "model_not_found"),
            429: (f"Rate limit reached for {model} on requests per min (RPM): Limit 3, Used 3, Requested 1.",
                  "requests", "rate_limit_exceeded"),
        }.get(status, ("The server had an error while processing your request. Sorry about that!",
                       "server_error", None))  # fmt: skip  # a table
        return {"error": {"message": message, "type": kind, "param": None, "code": code}}

    def _delta(self, spoken: Spoken, delta: dict[str, Any], finish: str | None = None) -> bytes:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
        return _event({**self._chunk(spoken), "choices": [choice]})

    def _chunk(self, spoken: Spoken) -> dict[str, Any]:
        return {
            "id": "chatcmpl-9f3kT2mQ",
            "object": "chat.completion.chunk",
            "created": MADE,
            "model": spoken.model,
            "system_fingerprint": "fp_44709d6fcb",
        }

    def _usage(self, spoken: Spoken) -> dict[str, int]:
        return {
            "prompt_tokens": spoken.tokens_in,
            "completion_tokens": spoken.tokens_out,
            "total_tokens": spoken.tokens_in + spoken.tokens_out,
        }


class Anthropic:
    """POST /v1/messages: named events; the reasoning is a content block of its own."""

    media = SSE

    def head(self, spoken: Spoken) -> Iterator[bytes]:
        usage = {"input_tokens": spoken.tokens_in, "output_tokens": 1}
        message = {**self._message(spoken), "content": [], "stop_reason": None, "usage": usage}
        yield _event({"type": "message_start", "message": message}, "message_start")
        if spoken.thoughts:
            yield self._start(0, {"type": "thinking", "thinking": "", "signature": ""})
        else:
            yield self._start(0, {"type": "text", "text": ""})
        yield _event({"type": "ping"}, "ping")

    def thought(self, spoken: Spoken, text: str) -> bytes:
        frame = self._delta(0, {"type": "thinking_delta", "thinking": text})
        if text is not spoken.thoughts[-1]:
            return frame
        signature = self._delta(0, {"type": "signature_delta", "signature": "EqQBCgIYAhIM"})
        stop = _event({"type": "content_block_stop", "index": 0}, "content_block_stop")
        return frame + signature + stop + self._start(1, {"type": "text", "text": ""})

    def piece(self, spoken: Spoken, text: str) -> bytes:
        return self._delta(1 if spoken.thoughts else 0, {"type": "text_delta", "text": text})

    def tail(self, spoken: Spoken) -> Iterator[bytes]:
        yield _event({"type": "content_block_stop", "index": 1 if spoken.thoughts else 0}, "content_block_stop")
        delta = {"stop_reason": "end_turn", "stop_sequence": None}
        usage = {"output_tokens": spoken.tokens_out}
        yield _event({"type": "message_delta", "delta": delta, "usage": usage}, "message_delta")
        yield _event({"type": "message_stop"}, "message_stop")

    def whole(self, spoken: Spoken) -> Any:
        content = [{"type": "text", "text": "".join(spoken.pieces)}]
        usage = {"input_tokens": spoken.tokens_in, "output_tokens": spoken.tokens_out}
        return {**self._message(spoken), "content": content, "stop_reason": "end_turn", "usage": usage}

    def error(self, status: int, model: str) -> Any:
        kind, message = {
            401: ("authentication_error", "invalid x-api-key"),
            404: ("not_found_error", f"model: {model}"),
            429: ("rate_limit_error", "This request would exceed your account's rate limit. Please try again later."),
            529: ("overloaded_error", "Overloaded"),
        }.get(status, ("api_error", "Internal server error"))
        return {
            "type": "error",
            "error": {"type": kind, "message": message},
            "request_id": "req_011CSHoEeqs5C35K2UUqR7Fy",
        }

    def _message(self, spoken: Spoken) -> dict[str, Any]:
        return {
            "id": "msg_013Zva2CMHLNnXjNJJKqJ2EF",
            "type": "message",
            "role": "assistant",
            "model": spoken.model,
            "stop_sequence": None,
        }

    def _start(self, index: int, block: Any) -> bytes:
        return _event({"type": "content_block_start", "index": index, "content_block": block}, "content_block_start")

    def _delta(self, index: int, delta: Any) -> bytes:
        return _event({"type": "content_block_delta", "index": index, "delta": delta}, "content_block_delta")


class Gemini:
    """POST /v1beta/models/MODEL:streamGenerateContent?alt=sse; thoughts are parts marked as such."""

    media = "text/event-stream"

    def head(self, spoken: Spoken) -> Iterator[bytes]:
        yield from ()

    def thought(self, spoken: Spoken, text: str) -> bytes:
        return _event(self._answer(spoken, {"text": text, "thought": True}))

    def piece(self, spoken: Spoken, text: str) -> bytes:
        return _event(self._answer(spoken, {"text": text}))

    def tail(self, spoken: Spoken) -> Iterator[bytes]:
        yield _event(self._answer(spoken, {"text": ""}, "STOP"))

    def whole(self, spoken: Spoken) -> Any:
        return self._answer(spoken, {"text": "".join(spoken.pieces)}, "STOP")

    def error(self, status: int, model: str) -> Any:
        message, kind = {
            401: ("API key not valid. Please pass a valid API key.", "UNAUTHENTICATED"),
            404: (f"models/{model} is not found for API version v1beta.", "NOT_FOUND"),
            429: ("Resource has been exhausted (e.g. check quota).", "RESOURCE_EXHAUSTED"),
            503: ("The model is overloaded. Please try again later.", "UNAVAILABLE"),
        }.get(status, ("An internal error has occurred. Please retry.", "INTERNAL"))
        return {"error": {"code": status, "message": message, "status": kind}}

    def _answer(self, spoken: Spoken, part: Any, finish: str | None = None) -> dict[str, Any]:
        candidate: dict[str, Any] = {"content": {"parts": [part], "role": "model"}, "index": 0}
        if finish:
            candidate["finishReason"] = finish
        answer: dict[str, Any] = {"candidates": [candidate], "modelVersion": spoken.model, "responseId": "k2d8aP3Y"}
        if spoken.count:
            answer["usageMetadata"] = {
                "promptTokenCount": spoken.tokens_in,
                "candidatesTokenCount": spoken.tokens_out,
                "totalTokenCount": spoken.tokens_in + spoken.tokens_out,
            }
        return answer


class Ollama:
    """POST /api/chat: a JSON object a line, the last one with `done` and the counts."""

    media = "application/x-ndjson"

    def head(self, spoken: Spoken) -> Iterator[bytes]:
        yield from ()

    def thought(self, spoken: Spoken, text: str) -> bytes:
        return self._line(spoken, {"role": "assistant", "content": "", "thinking": text})

    def piece(self, spoken: Spoken, text: str) -> bytes:
        return self._line(spoken, {"role": "assistant", "content": text})

    def tail(self, spoken: Spoken) -> Iterator[bytes]:
        yield json.dumps({**self.whole(spoken), "message": {"role": "assistant", "content": ""}}).encode() + b"\n"

    def whole(self, spoken: Spoken) -> Any:
        counts = {
            "total_duration": 4_883_583_458,
            "load_duration": 1_334_875,
            "prompt_eval_count": spoken.tokens_in,
            "prompt_eval_duration": 342_546_000,
            "eval_count": spoken.tokens_out,
            "eval_duration": 4_535_599_000,
        }
        message = {"role": "assistant", "content": "".join(spoken.pieces)}
        end = {"done": True, "done_reason": "stop", **(counts if spoken.count else {})}
        return {"model": spoken.model, "created_at": "2026-03-24T05:20:00.5Z", "message": message, **end}

    def error(self, status: int, model: str) -> Any:
        return {
            "error": f"model '{model}' not found"
            if status == 404
            else "an error was encountered while running the model"
        }

    def _line(self, spoken: Spoken, message: Any) -> bytes:
        line = {"model": spoken.model, "created_at": "2026-03-24T05:20:00.4Z", "message": message, "done": False}
        return json.dumps(line, ensure_ascii=False).encode() + b"\n"
