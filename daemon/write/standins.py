"""Words that may not leave the machine: stand-ins take their place before a remote model. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from connectors.items import Event, Task
from daemon.model import Entry, Filled, Line, SectionBrief
from daemon.write.telling import Telling, telling
from daemon.write.titles import event_title, spoken_place, task_title

_NAMES = """
Quorvale Zembrick Oldavon Trevanza Mirquell Baltoven Harnwick Sulvane Dorquist Ferrowin Galvorne Istwick Jarvolt
Kelmarrow Lunquist Norvane Ombrick Perrivane Rusquill Tolvarra Umberwick Velquorn Wexmarrow Yorvane Zelquist Ardwimble
Brusquorn Corvellan Drumquist Elvarrow Fennquill Grimvarra Holquist Ilvarrow Jusquorn Krellwick
"""
"""No words of any language, so that none can be mistaken for a title."""
_WITH_STAND_IN = {Event: ("summary", "location"), Task: ("summary",)}


@dataclass(frozen=True, slots=True)
class StandIns:
    """A brief as a remote model may see it, and what each stand-in in it is spoken as."""

    brief: SectionBrief
    real: dict[str, str] = field(default_factory=dict)

    def put_back(self, line: Line) -> Line:
        """The line with the real words in place of the stand-ins, the places of its filled values with them."""
        if not any(name in line.text for name in self.real):
            return line
        filled = None if line.filled is None else tuple(self._moved(one, line.text) for one in line.filled)
        return replace(line, text=self._back(line.text, line.text), filled=filled)

    def left(self, line: Line) -> str | None:
        """Why a line may not be spoken in which a stand-in is left: in another form it cannot be put back."""
        said = line.text.casefold()
        return "it bends a title" if any(name.casefold() in said for name in self.real) else None

    def _found(self, text: str) -> Iterator[re.Match[str]]:
        yield from re.finditer(rf"\b(?:{'|'.join(map(re.escape, self.real))})\b", text)

    def _spoken(self, found: re.Match[str], before: str) -> str:
        said = self.real[found[0]]
        return said[:1].upper() + said[1:] if re.search(r"(?:^|[.?!…]\s+)$", before) else said

    def _moved(self, filled: Filled, text: str) -> Filled:
        start, end = (len(self._back(text[:edge], text)) for edge in (filled.start, filled.end))
        return replace(filled, start=start, end=end)

    def _back(self, part: str, whole: str) -> str:
        """The beginning of a line with its stand-ins put back."""
        said, at = "", 0
        for found in self._found(whole):
            if found.end() > len(part):
                break
            said += whole[at : found.start()]
            said, at = said + self._spoken(found, said), found.end()
        return said + part[at:]


def is_withheld(brief: SectionBrief) -> bool:
    """Whether it holds words for which nothing can stand in: a mail's, a note's or a story's own."""
    return any(entry.local_only and type(entry.item) not in _WITH_STAND_IN for entry in brief.section.entries)


def stand_ins(brief: SectionBrief) -> StandIns:
    """The brief without the words of its entries that may not leave the machine."""
    tell = telling(brief)
    seen = " ".join(str(entry.item) for entry in brief.section.entries)
    free = iter([name for name in _NAMES.split() if name not in seen])
    real: dict[str, str] = {}
    entries = tuple(_hidden(entry, tell, free, real) for entry in brief.section.entries)
    return StandIns(replace(brief, section=replace(brief.section, entries=entries)), real)


def _hidden(entry: Entry, tell: Telling, free: Iterator[str], real: dict[str, str]) -> Entry:
    item = entry.item
    fields = _WITH_STAND_IN.get(type(item), ())
    hidden = [name for name in fields if name in entry.local_only and getattr(item, name)]
    changes: dict[str, str | None] = {}
    for name in hidden:
        said = _said(entry, name, tell)
        stand_in = next((known for known, words in real.items() if words == said), None) or next(free, "")
        if said and stand_in:
            real[stand_in] = said
        changes[name] = stand_in if said else None if name == "location" else ""
    if "description" in entry.local_only and isinstance(item, Event):
        changes["description"] = None
    return replace(entry, item=replace(item, **changes)) if changes else entry  # type: ignore[arg-type]  # the fields are texts


def _said(entry: Entry, name: str, tell: Telling) -> str:
    """What the built-in writer would say of the field."""
    item = entry.item
    if isinstance(item, Task):
        return task_title(item, tell)
    if not isinstance(item, Event):
        return ""
    return spoken_place(item, tell) if name == "location" else event_title(item, tell).text
