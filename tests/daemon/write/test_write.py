"""The ladder: a model's lines that may be spoken, once more with the reasons, the next model, the built-in writer."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import pytest

from config.errors import TryLaterError
from connectors.items import Event, Task
from daemon.clock.budget import Deadline
from daemon.model import Entry, Fall, Line, Refusal, Script, SectionBrief, Speaker, Why
from daemon.write.base import WriterError
from daemon.write.builtin import BuiltinWriter
from daemon.write.check import judge
from daemon.write.cover import words_for
from daemon.write.write import write
from tests.daemon.write.morning import (
    DAY as MORNING,
)
from tests.daemon.write.morning import (
    all_day,
    at,
    brief,
    day_section,
    event,
    highlight,
    lines,
    morning,
    section,
    story,
    task,
)

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


# what is heard while the rest is being written ---


def overheard(told: SectionBrief, *models: Talker) -> tuple[Script, list[tuple[Line, ...]]]:
    """The script, and what was told of it on the way."""
    heard: list[tuple[Line, ...]] = []
    deadline = Deadline.after(5, lambda: 0.0)
    return asyncio.run(write(models, BuiltinWriter(), told, deadline, heard.append)), heard


def test_lines_are_heard_one_after_the_other_as_they_will_be_spoken() -> None:
    script, heard = overheard(DAY, talker((YOGA_LINE, LUNCH_LINE)))
    assert heard == [script.lines[:1], script.lines]
    assert "nine in the morning" in heard[0][0].text


def test_a_line_is_heard_before_the_next_one_comes() -> None:
    heard: list[tuple[Line, ...]] = []
    seen: list[int] = []

    class Watched(Talker):
        async def write(
            self, brief: SectionBrief, refused: Sequence[Refusal] = ()
        ) -> AsyncGenerator[Line | Refusal, None]:
            for line in (YOGA_LINE, LUNCH_LINE):
                seen.append(len(heard))
                yield line

    asyncio.run(write([Watched(((),))], BuiltinWriter(), DAY, Deadline.after(5, lambda: 0.0), heard.append))
    assert seen == [0, 1]


def test_after_a_refused_line_nothing_more_is_heard() -> None:
    _, heard = overheard(DAY, talker((YOGA_LINE, WRONG, LUNCH_LINE), (YOGA_LINE, LUNCH_LINE)))
    assert [len(lines) for lines in heard] == [1]
    _, heard = overheard(DAY, talker((WRONG, YOGA_LINE), (WRONG,)), talker((YOGA_LINE, LUNCH_LINE)))
    assert heard == []


def test_the_second_model_is_not_heard_after_another_beginning() -> None:
    class Breaking(Talker):
        async def write(
            self, brief: SectionBrief, refused: Sequence[Refusal] = ()
        ) -> AsyncGenerator[Line | Refusal, None]:
            yield YOGA_LINE
            raise WriterError("It broke off.", "unreachable")

    other = replace(YOGA_LINE, text="Yoga begins at 9:00.")
    _, heard = overheard(DAY, Breaking(((),)), talker((other, LUNCH_LINE)))
    assert [len(lines) for lines in heard] == [1]
    script, heard = overheard(DAY, Breaking(((),)), talker((YOGA_LINE, LUNCH_LINE)))
    assert heard == [script.lines[:1], script.lines]


def test_what_may_not_leave_is_not_heard() -> None:
    script, heard = overheard(hidden(DAY, "summary"), Echo(((),), remote=True))
    assert (script.writer, heard) == ("talker", [])


def test_the_built_in_writer_waits_for_nobody() -> None:
    assert overheard(DAY)[1] == []


def test_a_line_that_code_would_set_elsewhere_is_not_heard() -> None:
    script, heard = overheard(DAY, talker((LUNCH_LINE, YOGA_LINE)))
    assert [line.items for line in script.lines] == [(YOGA_KEY,), (LUNCH_KEY,)]
    assert heard == []  # before lunch comes yoga, which was not told yet


def test_behind_a_clash_that_code_has_to_tell_nothing_is_heard() -> None:
    call = event("Call with Dr Weiss", at(9, 30), at(9, 45))
    clash = brief(day_section(YOGA, call, LUNCH, conflicts=[(YOGA, call)]))
    called = Line(text="At 9:30 you have the call with Dr Weiss.", items=(Entry(item=call).key,))
    script, heard = overheard(clash, talker((YOGA_LINE, called, LUNCH_LINE)))
    assert len(script.lines) == 4
    assert heard == [script.lines[:1], script.lines[:2]]


def test_no_more_is_heard_than_the_section_may_have() -> None:
    short = replace(NEWS, section=replace(NEWS.section, seconds=0))
    words = [
        Line(text=f"Tagesblick has news of a strike on the S-Bahn{' now' * turn}.", items=(STRIKE_KEY,))
        for turn in range(3)
    ]
    picture = Line(text="Orbit has the first picture of a comet.", items=(PROBE_KEY,))
    script, heard = overheard(short, talker((*words, picture)))
    assert script.writer == "talker"
    assert heard
    assert all(sum(len(line.text.split()) for line in lines) <= words_for(short) for lines in heard)
    assert script.lines[: len(heard[-1])] == heard[-1]


@pytest.mark.parametrize("who", [("second", "first"), ("first", "second"), ("first", "first")])
def test_in_a_conversation_lines_are_heard_once_the_speakers_are_certain(who: tuple[Speaker, Speaker]) -> None:
    strike = Line(text="Tagesblick reports a strike on the S-Bahn.", items=(STRIKE_KEY,), speaker=who[0])
    picture = Line(text="Orbit has the first picture of a comet.", items=(PROBE_KEY,), speaker=who[1])
    script, heard = overheard(replace(NEWS, hosts="conversation"), talker((strike, picture)))
    cast = "second" in who
    assert [line.speaker for line in script.lines] == (list(who) if cast else ["second", "first"])
    assert all(script.lines[: len(lines)] == lines for lines in heard)
    assert bool(heard) == cast


def test_two_hosts_share_the_sections_whoever_wrote_them() -> None:
    news, day = replace(NEWS, hosts="two"), replace(DAY, hosts="two")
    for models in ([], [talker((LUNCH_LINE,))]):  # the yoga is added by code
        assert {line.speaker for line in wrote(day, *models).lines} == {"first"}
    assert {line.speaker for line in wrote(news).lines} == {"second"}


# the opening and the close, which no model writes ---


@pytest.mark.parametrize("language", ["en", "de", "fr", "es"])
@pytest.mark.parametrize("day", [MORNING, date(2026, 11, 27), date(2026, 8, 31)])
@pytest.mark.parametrize("hour", [6, 13, 19])
def test_the_opening_has_thirty_words_and_what_matters(language: str, day: date, hour: int) -> None:
    title = "Quarterly planning workshop with the whole northern sales team and two guests from Lyon"
    now = at(hour, 5, day=day)
    first = event(title, at(hour + 1, 37, day=day), at(hour + 3, day=day))
    other = event("Call with Dr Weiss", at(hour + 1, 37, day=day), at(hour + 2, day=day))
    whys: list[tuple[str, tuple[Event | Task, ...]]] = [
        ("conflict", (first, other)),
        ("cancelled", (first,)),
        ("first-event", (first,)),
        ("quiet", ()),
    ]
    whys += [(why, (task(title, day, 1),)) for why in ("important-task", "overdue-task")]
    for why, items in [*whys, ("all-day", (all_day(title, day),))]:
        told = lines(brief(highlight(why, *items), language, now=now, name="Ana María"))
        assert len(told) == 2, why
        assert sum(len(line.text.split()) for line in told) <= 30, why


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("program", "synthetic")),
        ("de", ("Programm", "künstlich")),
        ("fr", ("programme", "synth")),
        ("es", ("programa", "sintética")),
    ],
)
def test_the_close_says_what_spoke_only_where_that_is_wished(language: str, words: tuple[str, ...]) -> None:
    for day in (MORNING, date(2026, 3, 25), date(2026, 3, 26), date(2026, 3, 27)):
        plain = brief(morning(language)[-1], language, now=at(7, day=day))
        disclosing = replace(plain, disclose=True)
        usual, told = lines(plain), lines(disclosing)
        (said,) = [line for line in told if line not in usual]
        assert [line for line in told if line != said] == list(usual)
        assert told[-1] == usual[-1]
        assert all(word in said.text for word in words)
        assert len(said.text.split()) <= 15
        assert judge(disclosing, phrases=True)(said) is None
