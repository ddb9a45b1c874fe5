"""The writer that asks a model: what it asks, what becomes of the answer, and what the account is told."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from config.secrets import secrets_of
from daemon.model import Line, Refusal, SectionBrief
from daemon.write import completion
from daemon.write.base import Desk, WriterError
from daemon.write.litellm import WRITER, LiteLLMWriter
from daemon.write.litellm_config import LiteLLMConfig, ModelConfig, models
from daemon.write.slots import table
from tests.daemon.write.morning import brief, morning
from tests.fakes.model_pieces import Calls, Purse, said
from tests.fakes.model_server import ModelServer

NOW = datetime(2026, 3, 24, 5, 55, tzinfo=UTC)
NEWS = brief(morning()[4])
AWAY, HERE = ModelConfig(model="openai/gpt-4o"), ModelConfig(model="ollama/llama3.1")
STRIKE = '{"items":["n1"],"say":"{n1.source} has news of a strike."}\n'


def desk(purse: Purse | None = None, **more: Any) -> Desk:
    given = {"show": "morning", "prompt": None, "prompts": Path("/nonexistent"), "account": purse or Purse()}
    return Desk(**{**given, **more})


def writer(calls: Calls, at: Desk | None = None, model: ModelConfig = AWAY) -> LiteLLMWriter:
    return LiteLLMWriter(model, at or desk(), lambda: "5f0c", lambda: NOW, calls)


async def _all(asked: LiteLLMWriter, told: SectionBrief, before: Sequence[Refusal]) -> list[Line | Refusal]:
    return [line async for line in asked.write(told, before)]


def written(asked: LiteLLMWriter, told: SectionBrief = NEWS, before: Sequence[Refusal] = ()) -> list[Line | Refusal]:
    return asyncio.run(_all(asked, told, before))


def test_slots_are_filled_and_what_is_no_line_is_refused_with_the_reason() -> None:
    calls = said(STRIKE + '{"items":["n9"],"say":"Nothing."}\n{"items":["n1"],"say":"It is {n2.source}."}\n{"say"')
    good, unknown, foreign, broken = written(writer(calls))
    strike = table(NEWS).key_of("n1")
    assert isinstance(good, Line)
    assert (good.text, good.items) == ("Tagesblick has news of a strike.", (strike,))
    assert good.filled
    assert good.text[good.filled[0].start : good.filled[0].end] == "Tagesblick"
    for refusal, text, reason in (
        (unknown, "Nothing.", "n9"),
        (foreign, "It is {n2.source}.", "n2"),
        (broken, '{"say"', "breaks off"),
    ):
        assert isinstance(refusal, Refusal)
        assert refusal.line.text == text
        assert reason in refusal.reason


def test_who_speaks_is_taken_from_a_model_in_a_conversation_alone() -> None:
    answer = [STRIKE.replace("{", f'{{"by":"{by}",', 1) for by in ("B", "A", "Kim")]
    both = written(writer(said(answer)), replace(NEWS, hosts="conversation"))
    each = written(writer(said(answer)), replace(NEWS, hosts="two"))
    assert [line.speaker for line in both if isinstance(line, Line)] == ["second", "first", "first"]
    assert [line.speaker for line in each if isinstance(line, Line)] == ["first", "first", "first"]


def test_copied_values_stay_as_they_are() -> None:
    copying = ModelConfig(model="openai/x", values="copied")
    calls = said('{"items":["n1","n2"],"say":"From 14:00."}{"items":["n9"],"say":"No."}{"items":[],"say":"Well."}')
    line, refusal, bare = written(writer(calls, model=copying))
    slots = table(NEWS)
    assert line == Line(text="From 14:00.", items=(slots.aliases["n1"], slots.aliases["n2"]), filled=None)
    assert refusal == Refusal(line=Line(text="No."), reason="unknown item n9")
    assert bare == Line(text="Well.")


def test_the_first_line_is_there_before_the_answer_is_over() -> None:
    calls = said([STRIKE, STRIKE.replace("a strike", "a train")])

    async def first() -> tuple[Line | Refusal, int]:
        lines = writer(calls).write(NEWS)
        line = await anext(lines)
        received = calls[0].received
        await lines.aclose()
        return line, received

    line, received = asyncio.run(first())
    assert isinstance(line, Line)
    assert received == len(STRIKE)
    assert calls[0].closed


def test_what_is_asked_holds_the_shows_wish_the_delimiters_and_what_was_refused() -> None:
    calls = said(STRIKE)
    asked = writer(calls, desk(prompt="Dry humour, please."))
    bad = Refusal(line=Line(text="A line that is too long by far.", filled=()), reason="it says nothing of its items")
    written(asked, before=[bad])
    (system, rules), (user, text) = calls[0].request.messages
    assert (system, user) == ("system", "user")
    assert "Dry humour" in text
    assert "Dry humour" not in rules
    assert text.count("5f0c") >= 2
    assert "A line that is too long by far." in text
    assert "it says nothing of its items" in text


def test_the_reasons_of_a_first_try_reach_the_second() -> None:
    calls = said('{"items":["n9"],"say":"This about nobody."}\n')
    asked = writer(calls)
    refused = [each for each in written(asked) if isinstance(each, Refusal)]
    written(asked, before=refused)
    assert "This about nobody." in calls[1].request.messages[1][1]


def test_the_account_is_told_what_left_the_machine() -> None:
    purse, calls = Purse(), said(STRIKE)
    written(writer(calls, desk(purse)))
    (call,) = purse.calls
    assert (call.at, call.purpose, call.section, call.host) == (NOW, "write", "news", "api.openai.com")
    assert (call.model, call.outcome) == ("openai/gpt-4o", "done")
    assert call.sent == sum(len(content.encode()) for _, content in calls[0].request.messages)
    assert call.received == len(STRIKE)
    assert "story.title" in call.fields


@pytest.mark.parametrize(
    ("kind", "outcome"), [("error", "failed"), ("late", "late"), ("enough", "done"), ("silent", "done")]
)
def test_the_account_is_told_of_a_call_however_it_ends(kind: str, outcome: str) -> None:
    purse = Purse()
    error: Exception | None = WriterError("It broke off.", "unreachable") if kind == "error" else None
    calls = said([STRIKE] if kind != "silent" else [], error)

    async def run() -> None:
        lines = writer(calls, desk(purse)).write(NEWS)
        if kind == "enough":
            await anext(lines)
            await lines.aclose()
        elif kind == "late":
            calls.hangs = True
            async with asyncio.timeout(0.05):
                await _drained(lines)
        else:
            await _drained(lines)

    if kind == "enough":
        asyncio.run(run())
    else:
        with pytest.raises((WriterError, TimeoutError)):
            asyncio.run(run())
    assert [call.outcome for call in purse.calls] == [outcome]
    assert calls[0].closed


async def _drained(lines: Any) -> None:
    async for _ in lines:
        continue


def test_an_answer_without_a_word_is_refused() -> None:
    with pytest.raises(WriterError, match="without a word") as caught:
        written(writer(said([])))
    assert caught.value.why == "refused"


def test_offline_nobody_is_asked() -> None:
    calls, purse = said(STRIKE), Purse()
    with pytest.raises(WriterError, match="offline") as caught:
        written(writer(calls, desk(purse, offline=True)))
    assert caught.value.why == "offline"
    assert (purse.asked, purse.calls) == ([], [])
    with pytest.raises(WriterError, match="offline"):
        written(writer(calls, desk(offline=True), HERE))


def test_at_the_limit_nobody_is_asked() -> None:
    calls, purse = said(STRIKE), Purse(empty=True)
    with pytest.raises(WriterError, match="limit") as caught:
        written(writer(calls, desk(purse)))
    assert caught.value.why == "limit"
    assert purse.calls == []
    assert not calls[0].closed  # it was never begun


def test_a_template_of_the_listeners_own_that_is_broken_is_told(tmp_path: Path) -> None:
    (tmp_path / "system.j2").write_text("{% if %}", encoding="utf-8")
    with pytest.raises(WriterError, match=r"system\.j2"):
        written(writer(said(STRIKE), desk(prompts=tmp_path)))


def test_titles_are_those_of_the_phrases() -> None:
    asked = writer(said(STRIKE))
    german = replace(NEWS, language="de-AT")
    assert (asked.title(NEWS), asked.title(german)) == ("News", "Nachrichten")


def config(**more: Any) -> LiteLLMConfig:
    return LiteLLMConfig.model_validate({"model": "anthropic/claude-sonnet-4-5", **more})


def names(settings: LiteLLMConfig, kind: Any) -> list[str]:
    return [model.model for model in models(settings, kind)]


def test_which_models_write_which_section() -> None:
    both = config(fallback="openai/gpt-4o", personal="ollama/llama3.1")
    assert names(both, "news") == ["anthropic/claude-sonnet-4-5", "openai/gpt-4o"]
    assert names(both, "weather") == names(both, "news")
    assert names(both, "closing") == names(both, "opening") == []
    # What was meant for a model at home does not fall to one elsewhere.
    assert [names(both, kind) for kind in ("day", "tasks", "mail", "notes")] == [["ollama/llama3.1"]] * 4
    local = config(fallback="ollama/qwen3", personal="ollama/llama3.1")
    assert names(local, "day") == ["ollama/llama3.1", "ollama/qwen3"]
    assert names(config(fallback="anthropic/claude-sonnet-4-5"), "day") == ["anthropic/claude-sonnet-4-5"]
    assert names(config(), "day") == ["anthropic/claude-sonnet-4-5"]


def test_a_second_model_of_the_same_service_has_the_same_key() -> None:
    key = {"env": "A_KEY"}
    main, other = models(config(api_key=key, fallback="anthropic/claude-haiku-4-5"), "news")
    assert other.api_key == main.api_key is not None
    _, foreign = models(config(api_key=key, fallback="openai/gpt-4o"), "news")
    assert foreign.api_key is None


def test_secrets_are_found_wherever_they_stand() -> None:
    table_of_all = config(
        api_key={"env": "A"},
        fallback={"model": "openai/x", "api_key": {"env": "B"}},
        personal={"model": "openai/y", "api_key": {"env": "C"}, "api_base": "http://127.0.0.1:1/v1"},
    )
    assert [key for key, _ in secrets_of(table_of_all)] == [
        ("api_key",),
        ("fallback", "api_key"),
        ("personal", "api_key"),
    ]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"api_base": "http://example.org/v1", "api_key": {"env": "A"}}, "anybody on the way could read the key"),
        ({"personal": {"model": "x", "api_base": "http://[2001:db8::1]/", "api_key": {"env": "A"}}}, "the way could"),
        ({"api_base": "ftp://example.org"}, "http:// or https:// address"),
        ({"api_base": "https://"}, "http:// or https:// address"),
        ({"api_base": "https://example.org:x/"}, "http:// or https:// address"),
        ({"api_base": "https://kim:pass@example.org/v1"}, "without a name, a password"),
        ({"api_base": "https://example.org\\@127.0.0.1/v1"}, "without a name, a password"),
        ({"api_base": "https://example.org/v1?key=1"}, "without a name, a password"),
        ({"model": "two words"}, "string_pattern_mismatch"),
        ({"model": ""}, "string_pattern_mismatch"),
        ({"values": "free"}, "literal_error"),
        ({"fallback": 3}, "model_type"),
        ({"api_key": "sk-plain"}, "a secret is not written into the settings"),
        ({"temperature": 2}, "extra_forbidden"),
    ],
)  # fmt: skip  # a table
def test_settings_that_cannot_be_are_told(given: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValidationError) as caught:
        config(**given)
    assert sentence in str([(each["type"], each["msg"]) for each in caught.value.errors()])
    assert "sk-plain" not in str(caught.value)


def test_settings_that_can_be() -> None:
    assert config(api_base="http://192.168.1.20:8080/v1", api_key={"env": "A"}).api_base
    assert config(api_base="https://example.org/v1", api_key={"env": "A"}).api_key
    assert config(fallback="ollama/x").fallback == ModelConfig(model="ollama/x")


@pytest.mark.skipif(not completion.is_installed(), reason="the extra llm is not installed")
def test_a_section_through_a_service() -> None:
    with ModelServer() as model:
        model.answers(STRIKE)
        settings = config(model=model.name("anthropic"), api_base=model.api_base("anthropic"))
        purse = Purse()
        (asked,) = WRITER.writers(settings, desk(purse), "news")
        lines = asyncio.run(_all(asked, NEWS, ()))  # type: ignore[arg-type]  # a LiteLLMWriter
        assert not asked.remote
        (request,) = model.requests
    assert [line.text for line in lines if isinstance(line, Line)] == ["Tagesblick has news of a strike."]
    assert "{n1.source}" in request.text
    (call,) = purse.calls
    assert call.tokens_in
    assert (call.host, call.cost, call.outcome) == (model.host, 0.0, "done")
