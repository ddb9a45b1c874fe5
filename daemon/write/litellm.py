"""The writer for any model that litellm knows: one streamed call a section; its lines as they come.

What a model says is nobody's word: each line goes on to `daemon/write/check.py`.
"""

import asyncio
import secrets
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal
from weakref import WeakKeyDictionary

from config.errors import DawncastError, SettingsError
from connectors.items import Story
from daemon.hosts import is_here
from daemon.model import Call, Entry, Line, Refusal, Section, SectionBrief, SectionKind, Speaker
from daemon.write import completion, prompting
from daemon.write.answers import Answer, Answers, Broken
from daemon.write.base import Desk, WriterError, WriterType
from daemon.write.builtin import language
from daemon.write.check import judge
from daemon.write.completion import Completing, Completion, Request
from daemon.write.completion_errors import INSTALL
from daemon.write.cover import WORDS_A_SECOND
from daemon.write.litellm_config import LiteLLMConfig, ModelConfig, models
from daemon.write.phrasebook import phrasebook
from daemon.write.slots import SlotTable, fill, table

_TOKENS_A_WORD = 3  # with the slots and the JSON around it
_ROOM = 2000
"""Tokens beyond what a section needs: for a model that thinks first."""
_SPEAKERS: Mapping[str, Speaker] = {"A": "first", "B": "second", "": "first"}
"""The hosts as a model names them."""


_TO_SEND = 0.01
"""Seconds in which a request gets under way."""
_TURNS: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock] = WeakKeyDictionary()


class NotInstalledError(DawncastError):
    """The settings name a model, but the library for it is not there."""

    exit_code = 78

    def __init__(self) -> None:
        super().__init__(INSTALL)


class LiteLLMWriter:
    """Asks one model. `nonce` gives the random word of the delimiters, `completion` makes the call."""

    def __init__(
        self,
        model: ModelConfig,
        desk: Desk,
        nonce: Callable[[], str],
        now: Callable[[], datetime],
        completion: Callable[[Request], Completing] = Completion,
    ) -> None:
        self.name = model.model
        self.remote = not is_here(model.model, model.api_base)
        self._model = model
        self._desk = desk
        self._nonce = nonce
        self._now = now
        self._completion = completion

    def title(self, brief: SectionBrief) -> str:
        """The section's title in the brief's language."""
        return phrasebook(brief.language)[0].titles[brief.section.kind]

    async def write(self, brief: SectionBrief, refused: Sequence[Refusal] = ()) -> AsyncGenerator[Line | Refusal, None]:
        """The lines as they stream in, and what is none. Raises WriterError; whatever happens, the account is told."""
        slots = await _in_turn(lambda: table(brief))
        tokens = round(brief.section.seconds * WORDS_A_SECOND * _TOKENS_A_WORD)
        call = self._completion(self._request(brief, slots, refused, tokens))
        estimate = await self._allowed(call, tokens)
        outcome: Literal["done", "late", "failed"] = "failed"
        nothing = True
        try:
            async with aclosing(_answers(call)) as answers:
                async for answer in answers:
                    nothing = False
                    yield self._line(answer, slots, brief)
            outcome = "done"
        except GeneratorExit:
            outcome = "done"  # whoever asked has enough
            raise
        except asyncio.CancelledError:
            outcome = "late"
            raise
        finally:
            self._desk.account.record(self._told(call, brief, outcome), estimate)
        if nothing:
            raise WriterError(f"{self.name} answered without a word. Choose another model.", "refused")

    def _request(self, brief: SectionBrief, slots: SlotTable, refused: Sequence[Refusal], tokens: int) -> Request:
        ask = prompting.Ask(
            way=self._model.values,
            nonce=self._nonce(),
            prompts=self._desk.prompts,
            style=self._desk.prompt,
            refused=refused,
        )
        try:
            messages = prompting.messages(brief, slots, ask)
        except SettingsError as error:
            raise WriterError(str(error), "refused") from error
        return Request(
            model=self._model.model,
            messages=tuple((message.role, message.content) for message in messages),
            tokens=2 * tokens + _ROOM,
            api_base=self._model.api_base,
            api_key=self._model.api_key,
        )

    async def _allowed(self, call: Completing, tokens: int) -> float | None:
        """The call's estimated cost, once it may be made."""
        if self._desk.offline:
            raise WriterError(f"{self.name} was not asked: this run is offline.", "offline")
        estimate = await call.estimate(tokens)
        if not self._desk.account.allows(estimate):
            raise WriterError(f"{self.name} was not asked: its cost would pass the limit under [writer].", "limit")
        return estimate

    def _line(self, answer: Answer | Broken, slots: SlotTable, brief: SectionBrief) -> Line | Refusal:
        """A line with its values, or the model's own words and what is wrong with them."""
        if isinstance(answer, Broken):
            return Refusal(line=Line(text=answer.text, filled=self._unfilled), reason=answer.reason)
        keys = tuple(key for alias in answer.items if (key := slots.key_of(alias)))
        if self._model.values == "slots":
            line = fill(answer.say, answer.items, slots)
        else:
            unknown = next((alias for alias in answer.items if slots.key_of(alias) is None), None)
            line = f"unknown item {unknown}" if unknown else Line(text=answer.say, items=keys)
        if isinstance(line, Line):
            return replace(line, speaker=_SPEAKERS[answer.by]) if brief.hosts == "conversation" else line
        return Refusal(line=Line(text=answer.say, items=keys, filled=self._unfilled), reason=line)

    @property
    def _unfilled(self) -> tuple[()] | None:
        return () if self._model.values == "slots" else None

    def _told(self, call: Completing, brief: SectionBrief, outcome: Literal["done", "late", "failed"]) -> Call:
        return Call(
            at=self._now(),
            purpose="write",
            section=brief.section.kind,
            host=call.host,
            model=self.name,
            sent=call.sent,
            received=call.received,
            fields=prompting.fields(brief, self._model.values),
            tokens_in=call.tokens_in,
            tokens_out=call.tokens_out,
            cost=call.cost(),
            outcome=outcome,
        )


async def _in_turn(work: Callable[[], SlotTable]) -> SlotTable:
    """Do it when the section before has sent its request: six at once would all be sent when the last is ready."""
    loop = asyncio.get_running_loop()
    turn = _TURNS.setdefault(loop, asyncio.Lock())
    await turn.acquire()
    try:
        return work()
    finally:
        loop.call_later(_TO_SEND, turn.release)


async def _answers(call: Completing) -> AsyncGenerator[Answer | Broken, None]:
    """What a call answers, until it is over or there is enough of it."""
    answers = Answers()
    async with aclosing(call.pieces()) as pieces:
        async for piece in pieces:
            for answer in answers.feed(piece):
                yield answer
            if answers.full:
                break
    for answer in answers.end():
        yield answer


def writers(config: LiteLLMConfig, desk: Desk, kind: SectionKind) -> tuple[LiteLLMWriter, ...]:
    """The models to try for a section of that kind; none for opening and closing. Raises NotInstalledError."""
    if not completion.is_installed():
        raise NotInstalledError
    return tuple(LiteLLMWriter(model, desk, _nonce, _now) for model in models(config, kind))


def warm(language: str) -> None:
    """What is slow to begin with: litellm, the templates, the language's rules. For a thread. Raises ImportError."""
    brief = _rehearsal(language)
    prompting.messages(brief, table(brief), prompting.Ask(way="slots", nonce=_nonce(), prompts=Path("prompts")))
    judge(brief)(Line(text="Orbit: the first picture of 2 comets came.", items=(brief.section.entries[0].key,)))
    completion.warm()


def _rehearsal(language: str) -> SectionBrief:
    """A section of one story, which nobody will be told."""
    story = Story(
        uid="1",
        title="Orbit: 7 at 9:30",
        feed="Orbit",
        summary="The first picture of 2 comets came on 24 March, “so far”, said A. Weiss.",
        source="x",
    )
    section = Section(kind="news", seconds=10, entries=(Entry(item=story),))
    return SectionBrief(section=section, day=_now().date(), now=_now(), timezone="UTC", language=language)


def _nonce() -> str:
    return secrets.token_hex(8)


def _now() -> datetime:
    return datetime.now(UTC)


WRITER = WriterType("litellm", "2", LiteLLMConfig, writers, language, warm)
