"""Calls through litellm against a model service on loopback, in each service's own way of speaking."""

import asyncio
import json
import os
import re
import subprocess
import sys
from contextlib import aclosing
from dataclasses import replace

import pytest

from config.secrets import Secret
from daemon.hosts import host, is_here
from daemon.write import completion
from daemon.write.base import WriterError
from daemon.write.completion import Completion, Request
from tests.fakes.model_server import SERVICES, ModelServer, Service
from tests.fakes.web import refused

# Not importorskip: litellm asks for its price list on import, unless it is imported as we do.
pytestmark = pytest.mark.skipif(not completion.is_installed(), reason="the extra llm is not installed")

KEY = "sk-not-to-be-told-0123456789"
WORDS = "The one thing that nobody may read in an error."
MESSAGES = (("system", "Be brief."), ("user", WORDS))


def request(model: ModelServer, service: Service = "openai") -> Request:
    return Request(
        model=model.name(service),
        messages=MESSAGES,
        tokens=300,
        api_base=model.api_base(service),
        api_key=Secret(None, (KEY,)),
    )


def called(asked: Request) -> tuple[str, Completion]:
    call = Completion(asked)

    async def text() -> str:
        async with aclosing(call.pieces()) as pieces:
            return "".join([piece async for piece in pieces])

    return asyncio.run(text()), call


def refusal(asked: Request) -> str:
    with pytest.raises(WriterError) as caught:
        called(asked)
    assert caught.value.why == "unreachable"
    assert caught.value.__cause__ is None  # what litellm raises may hold the key and what was asked
    assert KEY not in str(caught.value)
    assert WORDS not in str(caught.value)
    return str(caught.value)


@pytest.fixture(autouse=True)
def quiet(capfd: pytest.CaptureFixture[str]) -> object:
    """Nothing is printed by us or by litellm."""
    yield
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("service", SERVICES)
def test_text_comes_from_each_service_without_its_reasoning(service: Service) -> None:
    with ModelServer() as model:
        model.answers('{"items":["n1"],"say":"Grüße aus Köln."}\n')
        model.thinks("First the strike. Then the comet.")
        text, call = called(request(model, service))
        (asked,) = model.requests
    assert text == '{"items":["n1"],"say":"Grüße aus Köln."}\n'
    assert (call.sent, call.received) == (sum(len(said) for _, said in MESSAGES), len(text.encode()))
    assert call.tokens_in
    assert call.tokens_out
    assert call.host == model.host
    assert asked.text == f"Be brief.\n{WORDS}"
    assert KEY in "".join(asked.headers.values())


def test_a_service_that_counts_no_tokens_costs_nobody_knows_what() -> None:
    with ModelServer() as model:
        model.answers("Yes.")
        model.counts_no_tokens()
        _, call = called(request(model))
    assert (call.tokens_in, call.tokens_out) == (None, None)


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (400, "refused the request"),
        (401, "refused the key"),
        (404, "knows no such model"),
        (429, "takes no more requests"),
        (500, "is out of order"),
        (503, "is out of order"),
        (529, "is out of order"),
    ],
)
def test_a_refusal_is_told_in_a_sentence_and_nothing_is_tried_again(
    service: Service, status: int, sentence: str
) -> None:
    with ModelServer() as model:
        model.fails(status, retry_after=0)
        assert f"{model.host} {sentence}" in refusal(request(model, service))
        assert len(model.requests) == 1


@pytest.mark.parametrize("service", SERVICES)
def test_an_answer_that_is_none_or_breaks_off_is_no_answer(service: Service) -> None:
    with ModelServer() as model:
        model.garbage()
        assert "gave no answer that a model gives" in refusal(request(model, service))
        model.answers("One two three four five.")
        model.cuts_off_after(3)
        assert "broke off in the middle" in refusal(request(model, service))


@pytest.mark.parametrize("service", ["openai", "anthropic"])
def test_an_address_where_nobody_is(service: Service) -> None:
    with ModelServer() as model:
        asked = request(model, service)
        tls = refusal(replace(asked, api_base=f"https://{model.host}/v1"))
    assert "could not show who it is (TLS)" in tls
    assert "could not be reached" in refusal(replace(asked, api_base=f"{refused()}v1"))
    assert "no server called nobody.invalid" in refusal(replace(asked, api_base="http://nobody.invalid/v1"))


def test_a_key_that_cannot_be_read_is_told_and_nothing_is_sent() -> None:
    with ModelServer() as model:
        gone = Secret("file", ("/nonexistent/key",))
        assert "could not be read" in refusal(replace(request(model), api_key=gone))
        assert model.requests == []


def test_without_a_key_none_that_lies_around_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with ModelServer() as model:
        model.answers("Yes.")
        called(replace(request(model), api_key=None))
        (asked,) = model.requests
    assert KEY not in repr(asked)


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("begun", [False, True])
def test_when_time_is_up_the_connection_is_closed(service: Service, begun: bool) -> None:
    with ModelServer() as model:
        model.answers("word " * 1000)
        model.paced(first=0, tokens_per_second=50)
        if not begun:
            model.hangs()

        async def reading(limit: asyncio.Timeout) -> None:
            async with aclosing(Completion(request(model, service)).pieces()) as pieces:
                async for _ in pieces:
                    limit.reschedule(0)

        async def late() -> None:
            async with asyncio.timeout(10) as limit, asyncio.TaskGroup() as tasks:
                tasks.create_task(reading(limit))
                while not (model.requests or begun):
                    await asyncio.sleep(0.01)
                if not begun:
                    limit.reschedule(0)

        with pytest.raises(TimeoutError):
            asyncio.run(late())
        assert model.hung_up.wait(2)


def test_whoever_has_enough_closes_the_connection() -> None:
    with ModelServer() as model:
        model.answers("word " * 1000)
        model.paced(first=0, tokens_per_second=50)

        async def first() -> str:
            async with aclosing(Completion(request(model)).pieces()) as pieces:
                return await anext(pieces)

        assert asyncio.run(first()) == "word"
        assert model.hung_up.wait(2)


def test_prices_are_those_of_the_table_that_litellm_brings() -> None:
    price = completion.cost("openai/gpt-4o", 1_000_000, 0)
    assert price
    assert completion.estimate("openai/gpt-4o", 3_000_000, 0) == pytest.approx(price, rel=0.01)
    assert completion.cost("openai/a-model-that-nobody-knows", 1000, 1000) is None
    assert completion.cost("ollama/llama3.1", 1000, 1000) == 0.0
    away = Request(model="openai/gpt-4o", messages=MESSAGES, tokens=10)
    call = Completion(away)
    call.tokens_in = call.tokens_out = 1_000_000
    assert call.cost() == completion.cost("openai/gpt-4o", 1_000_000, 1_000_000)
    assert asyncio.run(call.estimate(10)) == completion.estimate("openai/gpt-4o", len("Be brief." + WORDS), 10)
    assert Completion(replace(away, api_base="http://192.168.1.5/v1")).cost() == 0.0


@pytest.mark.parametrize(
    ("model", "api_base", "here"),
    [
        ("ollama/llama3.1", None, True),
        ("ollama_chat/qwen3:8b", None, True),
        ("ollama_chat/gpt-oss:120b-cloud", None, False),
        ("ollama/minimax-m2:cloud", "http://localhost:11434", False),
        ("openai/gpt-4o", None, False),
        ("gpt-4o", None, False),
        ("ollama/llama3.1", "https://ollama.example.org", False),
        ("openai/x", "http://127.0.0.1:8080/v1", True),
        ("openai/x", "http://localhost:8080/v1", True),
        ("openai/x", "http://nas.local/v1", True),
        ("openai/x", "https://10.1.2.3/v1", True),
        ("openai/x", "http://[::1]:8080/v1", True),
        ("openai/x", "http://[::ffff:192.168.0.9]/v1", True),
        ("openai/x", "http://[::ffff:8.8.8.8]/v1", False),
        ("openai/x", "http://169.254.169.254/v1", False),
        ("openai/x", "http://localhost.example.org/v1", False),
        ("openai/x", "http://172.32.0.1/v1", False),
        ("openai/x", "http://8.8.8.8/v1", False),
        ("openai/x", "http://127.0.0.1.nip.io/v1", False),
    ],
)
def test_where_a_model_is(model: str, api_base: str | None, here: bool) -> None:
    assert is_here(model, api_base) is here


def test_the_host_that_is_asked() -> None:
    assert host("anthropic/claude-sonnet-4-5") == "api.anthropic.com"
    assert host("openai/x", "http://127.0.0.1:8080/v1") == "127.0.0.1:8080"
    assert host("together_ai/some/model") == "together_ai"
    assert host("gpt-4o") == "gpt-4o"


CHILD = """
import asyncio, sys, time
from contextlib import aclosing

def hook(event, arguments):
    if event in ("socket.getaddrinfo", "socket.gethostbyname") and arguments[0] not in ("127.0.0.1", None):
        raise OSError("a name was looked up")
    if event == "socket.connect" and arguments[1][0] != "127.0.0.1":
        raise OSError("somebody was asked")
    if event == "open" and str(arguments[0]).endswith(".env"):
        raise OSError("a .env file was read")

sys.addaudithook(hook)
import daemon.write.litellm as writer
from daemon.write.completion import Completion, Request

async def call():
    began, first = time.perf_counter(), None
    messages = (("system", "Be brief."), ("user", "Tell me."))
    request = Request(model=sys.argv[2], messages=messages, tokens=900, api_base=sys.argv[1])
    async with aclosing(Completion(request).pieces()) as pieces:
        async for _ in pieces:
            first = first or time.perf_counter() - began
    return first

async def main():
    await asyncio.to_thread(writer.warm, "en")
    return await asyncio.gather(*(call() for _ in range(6)))

first = asyncio.run(main())
status = dict(line.split(":", 1) for line in open("/proc/self/status")) if sys.platform == "linux" else {}
print(max(first), int(status.get("VmRSS", "0 kB").split()[0]) / 1024)
"""


@pytest.mark.parametrize("service", ["openai"])
def test_six_streams_at_once_are_quiet_and_ask_nobody_else(service: Service) -> None:
    with ModelServer() as model:
        model.answers('{"items":["n1"],"say":"At nine there is the stand-up."}\n' * 12)
        model.paced(first=0.5, tokens_per_second=400)
        elsewhere = {"OPENAI_BASE_URL": "http://192.0.2.1/v1", "HTTP_PROXY": "http://192.0.2.1:8080"}
        surroundings = {**os.environ, **elsewhere, "LITELLM_LOG": "DEBUG"}
        surroundings.pop("LITELLM_LOCAL_MODEL_COST_MAP", None)
        command = [sys.executable, "-c", CHILD, model.api_base(service), model.name(service)]
        ended = subprocess.run(command, capture_output=True, text=True, timeout=60, env=surroundings)
        assert ended.stderr == ""
        assert len(model.requests) == 6
    assert re.fullmatch(r"[\d.]+ [\d.]+\n", ended.stdout)  # how quick and how large: make bench says


FIVE = """
import asyncio, json, sys
from contextlib import aclosing
import daemon.write.litellm as writer
from daemon.write import completion
from daemon.write.completion import Completion, Request
from daemon.write.completion_library import LEAN
from daemon.write.lean_import import is_put_off

put_off = sorted(LEAN.put_off)
messages = (("system", "Be brief."), ("user", "Tell me."))

async def call(model, api_base):
    request = Request(model=model, messages=messages, tokens=900, api_base=api_base)
    async with aclosing(Completion(request).pieces()) as pieces:
        return "".join([piece async for piece in pieces])

async def main():
    await asyncio.to_thread(writer.warm, "en")
    return {model: await call(model, api_base) for model, api_base in json.loads(sys.argv[1])}

said = asyncio.run(main())
priced = completion.cost("anthropic/claude-sonnet-4-5", 1000, 1000) is not None
used = [name for name in put_off if not is_put_off(name)]
whole = [name for name in ("openai.resources.beta", "openai.types.admin", "httpx._main") if name in sys.modules]
print(json.dumps([said, priced, used, whole, hasattr(sys.modules["litellm.utils"], "claude_json_str")]))
"""


def test_what_is_put_off_no_service_needs() -> None:
    with ModelServer() as model:
        model.answers('{"items":["n1"],"say":"At nine there is the stand-up."}\n')
        asked = [(model.name(service), model.api_base(service)) for service in SERVICES]
        command = [sys.executable, "-c", FIVE, json.dumps(asked)]
        ended = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert ended.stderr == ""
    said, priced, used, whole, tokenizer = json.loads(ended.stdout)
    assert set(said.values()) == {'{"items":["n1"],"say":"At nine there is the stand-up."}\n'}
    assert len(said) == len(SERVICES)
    assert priced
    assert (used, whole, tokenizer) == ([], [], False)


WHOLE = """
import sys
from daemon.write import completion_library as ours
from daemon.write.lean_import import Lean

ours.LEAN = Lean(put_off={"litellm.constants"})  # numbers, which nobody can put off
litellm = ours.library()
print(ours.LEAN in sys.meta_path, len(litellm.model_cost) > 100, type(litellm.constants.DEFAULT_MAX_RETRIES).__name__)
"""


def test_a_release_that_needs_what_is_left_out_is_imported_whole() -> None:
    ended = subprocess.run([sys.executable, "-c", WHOLE], capture_output=True, text=True, timeout=60)
    assert ended.stderr == ""
    assert ended.stdout == "False True int\n"


def test_to_read_the_settings_litellm_is_not_imported() -> None:
    code = "import sys, daemon.write.litellm; sys.exit('litellm' in sys.modules or 'jinja2' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True).returncode == 0
