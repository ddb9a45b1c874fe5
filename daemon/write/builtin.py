"""The built-in writer: no model, no network; phrases chosen by the date and filled from the section's own items."""

from collections.abc import AsyncGenerator, Callable, Iterator, Mapping, Sequence, Set
from dataclasses import replace

from connectors.items import Event, Item, Task
from daemon.model import Line, Refusal, SectionBrief, SectionKind
from daemon.write.base import Desk, Writer, WriterConfig, WriterType
from daemon.write.builtin_day import day
from daemon.write.builtin_mail import mail
from daemon.write.builtin_news import news, notes
from daemon.write.builtin_opening import closing, opening
from daemon.write.builtin_tasks import tasks
from daemon.write.builtin_weather import weather
from daemon.write.phrasebook import phrasebook
from daemon.write.telling import Telling, telling

_SECTIONS: Mapping[SectionKind, Callable[[Telling], Iterator[Line]]] = {
    "opening": opening,
    "day": day,
    "weather": weather,
    "tasks": tasks,
    "mail": mail,
    "news": news,
    "notes": notes,
    "closing": closing,
}


class BuiltinWriter:
    """Tells a section in English, German, French or Spanish, and in English where the language is another one."""

    name = "builtin"
    remote = False

    def title(self, brief: SectionBrief) -> str:
        """The section's title in the brief's language."""
        return phrasebook(brief.language)[0].titles[brief.section.kind]

    async def write(self, brief: SectionBrief, refused: Sequence[Refusal] = ()) -> AsyncGenerator[Line | Refusal, None]:
        """The lines in order: the same brief gives the same words.

        An event or task whose line was refused is told again without its own words; any other line is left out.
        """
        before = {refusal.line.text for refusal in refused}
        untold = {key for refusal in refused for key in refusal.line.items}
        for line in _SECTIONS[brief.section.kind](telling(_without_words(brief, untold))):
            if line.text not in before:
                yield line


def _without_words(brief: SectionBrief, keys: Set[str]) -> SectionBrief:
    entries = tuple(
        replace(entry, item=_mute(entry.item)) if entry.key in keys else entry for entry in brief.section.entries
    )
    return replace(brief, section=replace(brief.section, entries=entries))


def _mute(item: Item) -> Item:
    """What must be told although its words cannot be: that there is something, and when."""
    if isinstance(item, Event):
        return replace(item, summary="", location=None)
    return replace(item, summary="") if isinstance(item, Task) else item


def language(asked: str) -> tuple[str, str | None]:
    """The language asked for, region and all, where it is one of ours; else English, and a note that says so."""
    book, note = phrasebook(asked)
    return (book.language if note else asked), note


def _no_models(config: WriterConfig, desk: Desk, kind: SectionKind) -> tuple[Writer, ...]:  # noqa: ARG001  # none is asked
    return ()


WRITER = WriterType("builtin", "4", WriterConfig, _no_models, language)
