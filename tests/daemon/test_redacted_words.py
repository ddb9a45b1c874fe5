"""Any morning, any redaction: no word of what may not go is in anything that is made of the rest."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import Literal

from hypothesis import given, settings
from hypothesis import strategies as st

from config.libraries import Redaction
from connectors.codec import to_json
from connectors.items import Event, Item, Message, Note, Task
from daemon.master.chapters import Placed, chapters, chapters_json
from daemon.master.notes import About, notes
from daemon.master.transcript import vtt
from daemon.model import Briefing, Cue, Dropped, Rundown, Script, Segment, Told
from daemon.plan.plan import Taste, plan
from daemon.plan.privacy import kept_here
from daemon.plan.redaction import redacted
from daemon.plan.told import event_keys
from daemon.write.people import may_name
from tests.daemon.plan.builders import DAY, LATER, NOW, a_briefing, a_story, an_event, at
from tests.daemon.write.morning import brief, written

ORDINARY = ("Review", "Dentist", "Budget planning", "Call", "Yoga class", "School run")
NUMBERS = count()
NEVER = frozenset({"never"})


@dataclass(frozen=True)
class Planted:
    """An item, and its words that may not go unless the redaction allows all that they are."""

    item: Item
    words: tuple[tuple[str, frozenset[str]], ...]
    cancelled: bool = False


def word(capital: bool) -> str:
    """A word of no language."""
    letters = "".join("bcdfghjklm"[int(digit)] for digit in str(next(NUMBERS)))
    return f"{'Q' if capital else 'q'}z{letters}xv"


@st.composite
def events(draw: st.DrawFn) -> Planted:
    title, place, text = (word(draw(st.booleans())) for _ in range(3))
    private, named = draw(st.booleans()), draw(st.booleans())
    start = at("7:00") + timedelta(minutes=draw(st.integers(0, 700)))
    own = {"private_events"} if private else set()
    item = replace(
        an_event("x", "9:00-10:00"),
        uid=str(next(NUMBERS)),
        summary=f"{draw(st.sampled_from(ORDINARY))} with {title}" if named else draw(st.sampled_from(ORDINARY)),
        start=start,
        end=start + timedelta(minutes=draw(st.integers(0, 200))),
        location=place,
        description=f"Bring {text}.",
        private=private,
        source=draw(st.sampled_from(("work", "home"))),
        type=draw(st.sampled_from(("default", "default", "birthday", "focus-time", "out-of-office"))),
    )
    kept = {"private_events"} if item.source == "home" else set()
    words = ((place, frozenset(own | kept | {"people"})), (text, NEVER))
    titled = ((title, frozenset(own | {"people"})),) if named else ()
    return Planted(item, titled + words, cancelled=draw(st.booleans()) and draw(st.booleans()))


@st.composite
def tasks(draw: st.DrawFn) -> Planted:
    title = word(draw(st.booleans()))
    due, priority = draw(st.sampled_from((None, DAY, LATER))), draw(st.sampled_from((0, 1)))
    item = Task(source="todo", uid=str(next(NUMBERS)), summary=f"Call {title}", due=due, priority=priority)
    return Planted(item, ((title, frozenset({"people"})),))


@st.composite
def messages(draw: st.DrawFn) -> Planted:
    sender, subject, text = (word(draw(st.booleans())) for _ in range(3))
    item = Message(
        source="mail", uid=str(next(NUMBERS)), sender=sender, subject=f"The choir of {subject} moves", sent=NOW,
        summary=f"It is {text} who moves.", flagged=draw(st.booleans()),
    )  # fmt: skip  # two lines
    needed = frozenset({"mail", "people"})
    return Planted(item, tuple((each, needed) for each in (sender, subject, text)))


@st.composite
def notes_(draw: st.DrawFn) -> Planted:
    title, text = word(draw(st.booleans())), word(draw(st.booleans()))
    role: Literal["day", "class", "page"] = draw(st.sampled_from(("day", "class", "page")))
    item = Note(source="vault", uid=str(next(NUMBERS)), title=title, text=f"Ask {text} today.", day=DAY, role=role)
    return Planted(item, tuple((each, frozenset({"notes", "people"})) for each in (title, text)))


ITEMS = st.lists(events() | tasks() | messages() | notes_(), max_size=12)
REDACTIONS = st.builds(
    Redaction, people=st.booleans(), private_events=st.booleans(), notes=st.booleans(), mail=st.booleans()
)


def morning(planted: list[Planted], private_events: bool) -> tuple[Rundown, Briefing]:
    gone = [
        Dropped.of(replace(each.item, status="cancelled"), "cancelled")
        for each in planted
        if each.cancelled and isinstance(each.item, Event)
    ]
    items = [each.item for each in planted if not each.cancelled]
    briefing = a_briefing(*items, a_story("A comet shows its far side", summary="It is smooth."), dropped=tuple(gone))
    taste = Taste(minutes=20, interests={}, private_events=private_events)
    told = Told(events=frozenset(key for drop in gone for key in event_keys(drop)))
    return kept_here(plan(briefing, taste, told, NOW), briefing, {"home": ("location",)}), briefing


def made(rundown: Rundown, briefing: Briefing) -> Iterator[str]:
    """All texts that an episode of it has."""
    scripts = [written(brief(section, now=NOW)) for section in rundown.sections]
    placed = [Placed(spoken(script), start=60.0 * place) for place, script in enumerate(scripts)]
    marks = chapters(placed, rundown, 900)
    yield from (to_json(script).decode() for script in scripts)
    yield chapters_json("Morning", marks).decode()
    yield vtt([cue for each in placed for cue in each.cues])
    yield notes(About(title="Morning", language="en", sections=placed, rundown=rundown, briefing=briefing))
    yield to_json(rundown).decode()
    yield to_json(briefing).decode()


def spoken(script: Script) -> Segment:
    cues = tuple(
        Cue(start=3.0 * place, end=3.0 * place + 3, text=line.text, items=line.items)
        for place, line in enumerate(script.lines)
    )
    return Segment(
        section=script.section, title=script.title, writer="w", voice="v", pcm=Path("s.wav"), seconds=60, cues=cues
    )


@settings(max_examples=50)
@given(ITEMS, REDACTIONS, st.booleans())
def test_no_word_of_what_may_not_go_is_anywhere(planted: list[Planted], allowed: Redaction, private: bool) -> None:
    rundown, briefing = redacted(*morning(planted, private), allowed, partial(may_name, language="en"))
    texts = "\n".join(made(rundown, briefing)).casefold()
    granted = {name for name, yes in allowed if yes}
    found = {each for item in planted for each, needed in item.words if each.casefold() in texts and needed - granted}
    assert found == set()


@settings(max_examples=50)
@given(ITEMS)
def test_where_all_of_it_may_go_it_is_there(planted: list[Planted]) -> None:
    rundown, briefing = morning(planted, private_events=True)
    everything = Redaction(people=True, private_events=True, notes=True, mail=True)
    kept, told = redacted(rundown, briefing, everything, partial(may_name, language="en"))
    keys = {entry.key for section in rundown.sections for entry in section.entries}
    texts = "\n".join(made(kept, told)).casefold()
    there = [each for each in planted if f"{each.item.source}/{each.item.uid}" in keys]
    missing = {
        word for each in there for word, needed in each.words if needed != NEVER and word.casefold() not in texts
    }
    assert missing == set()
