"""What code adds to a model's lines and takes from them: what must be told, the order, the length. Pure.

What is added is said in the built-in writer's words, one item at a time.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from connectors.items import Event, Task
from daemon.model import Conflict, Entry, Line, SectionBrief
from daemon.write.builtin_day import clashing, day
from daemon.write.builtin_opening import opening
from daemon.write.builtin_tasks import rest, tasks
from daemon.write.phrasebook import phrasebook
from daemon.write.telling import Telling, telling
from daemon.write.values.words import content_words

WORDS_A_SECOND = 150 / 60
LENIENCE, A_FEW = 1.3, 12
"""A section may have so many times the words of its seconds, and a few more."""


def words_for(brief: SectionBrief) -> int:
    """How many words the section may have."""
    return int(brief.section.seconds * WORDS_A_SECOND * LENIENCE) + A_FEW


def must_tell(brief: SectionBrief) -> frozenset[str]:
    """The keys of the items that are told whatever a model leaves out: the day's events, the tasks that were chosen."""
    if brief.section.kind not in ("day", "tasks"):
        return frozenset()
    return frozenset(entry.key for entry in brief.section.entries if _can_be_told(entry))


def _can_be_told(entry: Entry) -> bool:
    """An event that is called off by its title alone cannot be told without its words."""
    item = entry.item
    if isinstance(item, Event):
        return not (entry.called_off and (item.private or not item.summary))
    return isinstance(item, Task)


def covered(lines: Sequence[Line], brief: SectionBrief) -> tuple[Line, ...]:
    """The lines in the rundown's order and length, with what must be told."""
    tell = telling(brief)
    if brief.section.kind == "opening":
        return _opened(lines, tell)
    told = _fitted(_ordered(lines, brief), brief)
    missing = [entry for entry in brief.section.entries if entry.key in must_tell(brief) - told_in(told, brief)]
    for entry in missing:
        told = _inserted(told, tuple(_alone(entry, tell)), brief)
    for conflict in brief.section.conflicts:
        told = _with_conflict(told, conflict, tell)
    if brief.section.kind == "tasks":
        told = (*told, *rest(tell))
    return told


def told_in(lines: Sequence[Line], brief: SectionBrief) -> frozenset[str]:
    """The keys of the items that the lines tell: of an appointment or a task they say the title, not only its key."""
    return frozenset(
        entry.key
        for entry in brief.section.entries
        for line in lines
        if entry.key in line.items and _tells(line, entry, brief)
    )


def _tells(line: Line, entry: Entry, brief: SectionBrief) -> bool:
    item = entry.item
    if not isinstance(item, Event | Task) or any(
        one.item == entry.key and one.slot == "title" for one in line.filled or ()
    ):
        return True
    language = phrasebook(brief.language)[0].language
    title = {word for word in content_words(item.summary, language) if word.isalpha()}
    if not title or (isinstance(item, Event) and item.private):
        return line.items == (entry.key,)
    return len(title & {*content_words(line.text, language)}) * 2 > len(title)


def _keys(lines: Sequence[Line]) -> frozenset[str]:
    return frozenset(key for line in lines for key in line.items)


def _opened(lines: Sequence[Line], tell: Telling) -> tuple[Line, ...]:
    """The first ten seconds carry the date and the thing that matters."""
    ours = tuple(opening(tell))
    dated = any(filled.slot == "day" for line in lines for filled in line.filled or ())
    highlight = tell.brief.section.highlight
    missing = set(highlight.items) - _keys(lines) if highlight else set()
    if not dated:
        lines = (ours[0], *(line for line in lines if line.items))
    lines = _fitted(lines, tell.brief)
    return (*lines, *(line for line in ours[1:] if missing and missing & {*line.items}))


def _places(brief: SectionBrief) -> dict[str, int]:
    """Where in the running order each item stands; what lasts all day may stand anywhere."""
    return {
        entry.key: place
        for place, entry in enumerate(brief.section.entries)
        if not (isinstance(entry.item, Event) and entry.item.all_day)
    }


def _ordered(lines: Sequence[Line], brief: SectionBrief) -> tuple[Line, ...]:
    """The lines as the rundown has their items; a line that tells nothing new stays behind the one before it."""
    places, seen, at = _places(brief), set[str](), -1
    keyed: list[tuple[int, Line]] = []
    for line in lines:
        new = [places[key] for key in line.items if key in places and key not in seen]
        at = min(new) if new else at
        seen.update(line.items)
        keyed.append((at, line))
    return tuple(line for _, line in sorted(keyed, key=lambda one: one[0]))


def _fitted(lines: Sequence[Line], brief: SectionBrief) -> tuple[Line, ...]:
    """The lines without the last ones beyond the section's words, but for those that alone tell what must be told."""
    must, kept, room = must_tell(brief), list(lines), words_for(brief)
    for line in reversed(lines):
        if sum(len(each.text.split()) for each in kept) <= room:
            break
        others = [each for each in kept if each is not line]
        if others and must & told_in((line,), brief) <= told_in(others, brief):
            kept = others
    return tuple(kept)


def _alone(entry: Entry, tell: Telling) -> Iterator[Line]:
    """One event or task by itself, as it stands among others."""
    section = replace(tell.brief.section, entries=(entry,), conflicts=(), gaps=(), begun=True, complete=False, more=0)
    alone = telling(replace(tell.brief, section=section))
    yield from (line for line in (day if isinstance(entry.item, Event) else tasks)(alone) if entry.key in line.items)


def _inserted(told: tuple[Line, ...], lines: tuple[Line, ...], brief: SectionBrief) -> tuple[Line, ...]:
    """The lines before the first that tells something later."""
    places = _places(brief)
    at = min((places[key] for line in lines for key in line.items if key in places), default=-1)
    before = next(
        (index for index, line in enumerate(told) if any(places.get(key, -1) > at for key in line.items)), len(told)
    )
    before = before if at >= 0 else len(told)
    return (*told[:before], *lines, *told[before:])


def _with_conflict(told: tuple[Line, ...], conflict: Conflict, tell: Telling) -> tuple[Line, ...]:
    """The lines, and that two events clash where no line rests on both."""
    if any({conflict.first, conflict.second} <= {*line.items} for line in told):
        return told
    last = max((at for at, line in enumerate(told) if {conflict.first, conflict.second} & {*line.items}), default=-1)
    line = clashing(conflict, tell)
    return (*told[: last + 1], line, *told[last + 1 :]) if line else told
