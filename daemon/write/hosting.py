"""Which of two hosts says a line. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from daemon.model import Line, SectionBrief, SectionKind, Speaker

_SECONDS: frozenset[SectionKind] = frozenset({"news"})
"""The sections of the second host; the listener's own day, with its weather, is all the first's."""
_BEGUN_BY_SECOND: frozenset[SectionKind] = frozenset({"day", "tasks", "news"})
"""In a conversation every other section, so that both are heard although some have but one thing to tell."""
_OTHER: Mapping[Speaker, Speaker] = {"first": "second", "second": "first"}


def cast(lines: Sequence[Line], brief: SectionBrief) -> tuple[Line, ...]:
    """The lines, each with its speaker.

    In a conversation the hosts take turns, item by item, and an item that was told by one stays with that one; where
    the second has a line already, the writer has cast them, and its cast stays. Who says a line depends on those
    before it alone, once the second has one.
    """
    if brief.hosts == "conversation":
        return tuple(lines) if is_cast(lines) else _in_turns(lines, brief.section.kind)
    speaker: Speaker = "second" if brief.hosts == "two" and brief.section.kind in _SECONDS else "first"
    return tuple(replace(line, speaker=speaker) for line in lines)


def is_cast(lines: Sequence[Line]) -> bool:
    """Whether a writer has said who speaks: "first" is also the speaker of a line of which nobody said so."""
    return any(line.speaker == "second" for line in lines)


def _in_turns(lines: Sequence[Line], kind: SectionKind) -> tuple[Line, ...]:
    """A line that rests on no item stays with whoever speaks; what they introduce so is theirs too."""
    speaker: Speaker = "second" if kind in _BEGUN_BY_SECOND else "first"
    told: dict[str, Speaker] = {}
    spoken: list[Line] = []
    for line in lines:
        known = next((told[key] for key in line.items if key in told), None)
        if line.items and told:
            speaker = known or _OTHER[speaker]
        told.update((key, speaker) for key in line.items if key not in told)
        spoken.append(replace(line, speaker=speaker))
    return tuple(spoken)
