"""The ladder: a model's lines that may be spoken, once more with the reasons, the next model, the built-in writer."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field, replace

import pytest

from config.errors import TryLaterError
from daemon.clock.budget import Deadline
from daemon.model import Entry, Fall, Line, Refusal, Script, SectionBrief, Why
from daemon.write.base import WriterError
from daemon.write.builtin import BuiltinWriter
from daemon.write.write import write
from tests.daemon.write.morning import at, brief, day_section, event, section, story, task

YOGA = event("Yoga", at(9), at(10))
LUNCH = event("Lunch with Anna", at(13), at(14))
DAY = brief(day_section(YOGA, LUNCH))
STRIKE = story("Strike on the S-Bahn", "Tagesblick", "Trains run every 20 minutes at best, says Ina Brandt.")
PROBE = story("First picture of a comet", "Orbit", "The probe Halme sent the picture home overnight.")
NEWS = brief(section("news", STRIKE, PROBE))
YOGA_KEY, LUNCH_KEY, STRIKE_KEY, PROBE_KEY = (Entry(item=item).key for item in (YOGA, LUNCH, STRIKE, PROBE))

YOGA_LINE = Line(text="Your day begins at 9:00 with yoga.", items=(YOGA_KEY,))
LUNCH_LINE = Line(text="At 13:00 you have lunch with Anna.", items=(LUNCH_KEY,))
WRONG = Line(text="At 14:30 you have lunch with Anna.", items=(LUNCH_KEY,))


@dataclass
class Talker:
    """A model that says what it is told to: an answer for each time it is asked, the last one again and again."""

    answers: tuple[tuple[Line, ...], ...]
    name: str = "talker"
    remote: bool = False
    pause: float = 0
    why: Why | None = None
    asked: list[tuple[SectionBrief, tuple[Refusal, ...]]] = field(default_factory=list)

    def title(self, brief: SectionBrief) -> str:
        return "Talk"

    async def write(self, brief: SectionBrief, refused: Sequence[Refusal] = ()) -> AsyncGenerator[Line | Refusal, None]:
        self.asked.append((brief, tuple(refused)))
        if self.why:
            raise WriterError("It cannot.", self.why)
        for line in self.answers[min(len(self.asked), len(self.answers)) - 1]:
            await asyncio.sleep(self.pause)
            yield line


def talker(*answers: tuple[Line, ...], **more: object) -> Talker:
    return Talker(answers or ((),), **more)  # type: ignore[arg-type]  # the fields by their names


def wrote(told: SectionBrief, *models: Talker, seconds: float = 5) -> Script:
    return asyncio.run(write(models, BuiltinWriter(), told, Deadline.after(seconds, lambda: 0.0)))


def texts(script: Script) -> list[str]:
    return [line.text for line in script.lines]


def test_good_lines_are_kept_in_words() -> None:
    script = wrote(DAY, talker((YOGA_LINE, LUNCH_LINE)))
    assert texts(script) == [
        "Your day begins at nine in the morning with yoga.",
        "At one in the afternoon you have lunch with Anna.",
    ]
    assert (script.writer, script.title, script.fell, script.refused) == ("talker", "Talk", (), ())


def test_a_lost_appointment_is_asked_for_once_more_with_the_reason() -> None:
    model = talker((YOGA_LINE, WRONG), (YOGA_LINE, LUNCH_LINE))
    script = wrote(DAY, model)
    assert len(script.lines) == 2
    ((_, none), (_, refused)) = model.asked
    assert none == ()
    assert [(one.line, "14:30" in one.reason) for one in refused] == [(WRONG, True)]
    assert script.writer == "talker"


def test_of_what_was_refused_no_word_is_kept() -> None:
    script = wrote(DAY, talker((YOGA_LINE, WRONG), (YOGA_LINE, LUNCH_LINE)))
    assert [(one.line.text, one.line.items) for one in script.refused] == [("", (LUNCH_KEY,))]


def test_after_the_second_time_the_built_in_writer_writes_the_section() -> None:
    model = talker((YOGA_LINE, WRONG))
    script = wrote(DAY, model)
    assert len(model.asked) == 2
    assert script.writer == "builtin"
    assert script.fell == (Fall(writer="talker", why="refused"),)
    assert "lunch with Anna" in " ".join(texts(script))


def test_more_than_a_third_refused_is_too_much() -> None:
    bad = Line(text="Ferrowin Ltd paid 17 million euros for it.", items=(STRIKE_KEY,))
    good = (
        Line(text="Tagesblick reports a strike on the S-Bahn.", items=(STRIKE_KEY,)),
        Line(text="Orbit has the first picture of a comet.", items=(PROBE_KEY,)),
    )
    assert wrote(NEWS, talker((*good, bad, bad))).writer == "builtin"
    script = wrote(NEWS, talker((*good, bad)))
    assert (script.writer, len(script.lines), len(script.refused)) == ("talker", 2, 1)


@pytest.mark.parametrize("why", ["unreachable", "limit", "offline"])
def test_the_second_model_takes_over(why: Why) -> None:
    script = wrote(DAY, talker(why=why, name="first"), talker((YOGA_LINE, LUNCH_LINE), name="second"))
    assert (script.writer, script.fell) == ("second", (Fall(writer="first", why=why),))


def test_a_slow_model_leaves_time_for_the_others() -> None:
    now = [0.0]
    deadline = Deadline.after(0.2, lambda: now[0])
    slow = talker((YOGA_LINE,), pause=30, name="slow")
    script = asyncio.run(write([slow], BuiltinWriter(), DAY, deadline))
    assert (script.writer, script.fell) == ("builtin", (Fall(writer="slow", why="late"),))


def test_a_model_that_says_nothing_is_no_writer() -> None:
    assert wrote(DAY, talker(())).fell == (Fall(writer="talker", why="refused"),)


def test_a_model_without_end_is_stopped() -> None:
    endless = tuple(replace(YOGA_LINE, text=f"Yoga begins at 9:00{' again' * count}.") for count in range(400))
    model = talker((LUNCH_LINE, *endless))
    assert sum(len(text.split()) for text in texts(wrote(DAY, model))) < 300


def test_what_the_model_left_out_is_added_by_code_in_its_place() -> None:
    script = wrote(DAY, talker((LUNCH_LINE,)))
    assert [line.items for line in script.lines] == [(YOGA_KEY,), (LUNCH_KEY,)]
    assert "nine" in script.lines[0].text
    assert script.writer == "talker"


def test_even_the_built_in_writer_may_be_late() -> None:
    class Slow(BuiltinWriter):
        async def write(
            self, brief: SectionBrief, refused: Sequence[Refusal] = ()
        ) -> AsyncGenerator[Line | Refusal, None]:
            await asyncio.sleep(30)
            yield YOGA_LINE

    with pytest.raises(TryLaterError):
        asyncio.run(write([], Slow(), DAY, Deadline.after(0.01, lambda: 0.0)))


def hidden(told: SectionBrief, *fields: str) -> SectionBrief:
    entries = tuple(replace(entry, local_only=fields) for entry in told.section.entries)
    return replace(told, section=replace(told.section, entries=entries))


class Echo(Talker):
    """A remote model that tells each event by the title it sees."""

    async def write(self, brief: SectionBrief, refused: Sequence[Refusal] = ()) -> AsyncGenerator[Line | Refusal, None]:
        self.asked.append((brief, tuple(refused)))
        for entry, hour in zip(brief.section.entries, ("9:00", "13:00"), strict=True):
            yield Line(text=f"At {hour}: {entry.item.summary}.", items=(entry.key,))  # type: ignore[union-attr]  # events


def test_words_that_may_not_leave_are_put_back_behind_the_check() -> None:
    model = Echo(((),), remote=True)
    script = wrote(hidden(DAY, "summary"), model)
    seen = str([entry.item.summary for entry in model.asked[0][0].section.entries])  # type: ignore[union-attr]  # events
    assert "Yoga" not in seen
    assert "Anna" not in seen
    assert "yoga" in script.lines[0].text.lower()
    assert "lunch with Anna" in script.lines[1].text
    assert script.local_only


def test_a_model_at_home_may_see_them() -> None:
    model = Echo(((),), remote=False)
    script = wrote(hidden(DAY, "summary"), model)
    assert "Anna" in str([entry.item.summary for entry in model.asked[0][0].section.entries])  # type: ignore[union-attr]  # events
    assert script.local_only


def test_a_mail_that_may_not_leave_is_not_given_to_a_remote_model() -> None:
    model = talker((), remote=True)
    script = wrote(hidden(NEWS, "summary"), model)
    assert model.asked == []
    assert script.fell == (Fall(writer="talker", why="private"),)


def test_tasks_that_no_line_names_are_added() -> None:
    rent, train = task("Pay rent", DAY.day), task("Book the train to Hamburg", DAY.day)
    told = brief(section("tasks", rent, train, more=2))
    script = wrote(told, talker((Line(text="Pay the rent today.", items=(Entry(item=rent).key,)),)))
    assert [line.items for line in script.lines] == [(Entry(item=rent).key,), (Entry(item=train).key,), ()]
    assert "two" in script.lines[-1].text
