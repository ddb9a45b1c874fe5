"""Whatever a model answers, there is a script that tells what must be told."""

import asyncio
import re
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import pytest

from daemon.clock.budget import Deadline
from daemon.model import Script, Section, SectionBrief, Why
from daemon.write.base import Desk, WriterError
from daemon.write.builtin import BuiltinWriter
from daemon.write.completion import Request
from daemon.write.cover import must_tell, words_for
from daemon.write.litellm import LiteLLMWriter
from daemon.write.litellm_config import ModelConfig
from daemon.write.speakable import speakable
from daemon.write.write import ENOUGH, write
from tests.attacks.models import Way, answered
from tests.daemon.write.broken import Breaks, breaks
from tests.daemon.write.morning import brief, message, morning, section
from tests.fakes.model_pieces import Calls, Purse, said

MAIL = section(
    "mail", message("Keys", summary="I left the keys at the office."), message("Bikes in the yard", "Jo Feld")
)
SECTIONS = tuple(each for each in (*morning(), MAIL) if each.kind != "closing")
BROKEN = breaks()
SIGNS = re.compile(r"[#%$&{}<>|\\^~`_*=]|[\u0300-\u036f]{2}")
"""What nobody can say; numbers have their words by then."""


def wrote(section: Section, way: Way, calls: Calls) -> Script:
    desk = Desk(show="morning", prompt=None, prompts=Path("nowhere"), account=Purse())
    model = ModelConfig(model="openai/gpt-4o", values=way)
    writer = LiteLLMWriter(model, desk, lambda: "5f0c", lambda: datetime(2026, 3, 24, 6, tzinfo=UTC), calls)
    return asyncio.run(write([writer], BuiltinWriter(), brief(section), Deadline.after(60, lambda: 0.0)))


def answering(broken: Breaks, way: Way) -> Calls:
    def answer(request: Request) -> Iterator[str]:
        text = broken(request.messages[-1][1], "\n".join(piece.strip() for piece in answered(request, way)))
        yield from (text[at : at + 400] for at in range(0, len(text), 400))

    return said(answer)


def assert_whole(script: Script, told: SectionBrief) -> None:
    """Everything that must be told is told, in lines that can be spoken, in not too many words."""
    assert script.lines
    assert must_tell(told) <= {key for line in script.lines for key in line.items}
    assert [line.text for line in script.lines if speakable(line.text)] == []
    assert [line.text for line in script.lines if SIGNS.search(line.text)] == []
    assert sum(len(line.text.split()) for line in script.lines) <= words_for(told) * ENOUGH
    assert not any(refusal.line.text for refusal in script.refused)


def test_there_are_enough_of_them() -> None:
    assert len(BROKEN) >= 300


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_answer_costs_no_section(name: str) -> None:
    way: Way = "slots" if zlib.crc32(name.encode()) % 2 else "copied"
    for each in SECTIONS:
        assert_whole(wrote(each, way, answering(BROKEN[name], way)), brief(each))


@pytest.mark.parametrize("way", ["slots", "copied"])
def test_an_answer_that_is_whole_is_taken(way: Way) -> None:
    """Without this, nothing above would show that a model is listened to at all."""
    for each in SECTIONS:
        script = wrote(each, way, answering(lambda _, good: good, way))
        assert (script.writer, script.fell) == ("openai/gpt-4o", ()), each.kind


@pytest.mark.parametrize("why", get_args(Why))
@pytest.mark.parametrize("pieces", [0, 1, 4])
def test_a_stream_that_ends_in_an_error_costs_no_section(why: Why, pieces: int) -> None:
    def some(request: Request) -> list[str]:
        return list(answered(request, "slots"))[:pieces]

    for each in SECTIONS:
        script = wrote(each, "slots", said(some, WriterError("It broke.", why)))
        assert_whole(script, brief(each))
        assert [fall.why for fall in script.fell] == [why]
