"""What a model is asked: the shared rules, then one section's items as data. Templates are in daemon/write/prompts/.

A file of the same name in the listener's own folder takes a template's place.
"""

import re
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from config.errors import Problem, SettingsError
from daemon.model import Refusal, Section, SectionBrief
from daemon.write.cover import WORDS_A_SECOND
from daemon.write.slots import table as slot_table
from daemon.write.slots import unfilled
from daemon.write.slots_base import ItemSlots, Slot, SlotTable

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment

Way = Literal["slots", "copied"]
"""Whether a model sees slots in the place of values, or the values, which it has to copy."""

TEMPLATES = Path(__file__).parent / "prompts"
_LANGUAGES = {
    "en": "English",
    "de": 'German, saying "du"',
    "fr": 'French, saying "vous"',
    "es": 'Spanish, saying "tú"',
}
_WORDS_A_LINE = 11
_MOST_REFUSED, _LONGEST_REFUSED, _LONGEST_STYLE = 12, 300, 2000
_CUT_OUT = re.compile(r"(?:num|time|date|name|quote)\d+(?:\.round)?")
"""Slots of what stands in an item's texts."""


@dataclass(frozen=True, slots=True)
class Message:
    """A part of what a model is asked."""

    role: Literal["system", "user"]
    content: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """How a section is asked for.

    `nonce`: the random word of the delimiters. `prompts`: the folder of the listener's own templates. `style`: the
    show's wish. `refused`: lines of an earlier try.
    """

    way: Way
    nonce: str
    prompts: Path
    style: str | None = None
    refused: Sequence[Refusal] = ()


@dataclass(frozen=True, slots=True)
class _Shown:
    """An item as the template prints it."""

    heading: str
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Facts:
    """What a section's guidance depends on; `any`: whether it has items."""

    why: str | None
    begun: bool
    complete: bool
    more: int
    any: bool


def messages(brief: SectionBrief, table: SlotTable, ask: Ask) -> tuple[Message, ...]:
    """What a model is asked for a section: equal input gives equal words.

    Raises SettingsError for a template of the listener's own that cannot be used.
    """
    section = brief.section
    language, conversation = _LANGUAGES[table.language], brief.hosts == "conversation"
    system = _rendered(ask.prompts, "system.j2", way=ask.way, language=language, conversation=conversation)
    must = [item.alias for item in table.items if item.must]
    words = max(1, round(section.seconds * WORDS_A_SECOND))
    user = _rendered(
        ask.prompts,
        "user.j2",
        kind=section.kind,
        words=words,
        lines=max(2, words // _WORDS_A_LINE, len(must)),
        must=must,
        may=[item.alias for item in table.items if not item.must],
        style=_one_line(ask.style or "", _LONGEST_STYLE),
        refused=list(_refused(ask, table)),
        nonce=ask.nonce,
        items=[_shown(item, ask.way) for item in table.items],
        own=[_row(slot, "", table, ask.way) for slot in table.section],
        facts=_facts(section, table),
    )
    return Message("system", system), Message("user", user)


def fields(brief: SectionBrief, way: Way) -> tuple[str, ...]:
    """The kinds of items and their fields whose words are in what a model is asked, as "story.title", for the ledger.

    ".count" is that there are such items, ".hints" is what else is said of them: that an event lasts all day, is not
    confirmed, or is a kind of lunch; that a task or a message is marked; what the sky is like.
    """
    table = slot_table(brief)
    found = {field for item in table.items for field in _fields(item, way)}
    if way == "copied" and any(slot.name == "name" for slot in table.section):
        found.add("listener.name")
    return tuple(sorted(found))


def _facts(section: Section, table: SlotTable) -> _Facts:
    why = section.highlight.why if section.highlight else None
    return _Facts(why, section.begun, section.complete, section.more, bool(table.items))


def _shown(item: ItemSlots, way: Way) -> _Shown:
    lines = f", {item.sentences} lines at most" if item.kind in ("story", "note") and item.sentences > 1 else ""
    texts = (f"{each.label}: {each.shown if way == 'slots' else each.plain}" for each in item.passages)
    own = (_row(slot, f"{item.alias}.", None, way) for slot in item.slots if _is_shown(slot, way))
    return _Shown(f"{item.alias}: {item.kind}{lines}", (*texts, *own, *item.hints))


def _is_shown(slot: Slot, way: Way) -> bool:
    """What stands in a text is seen there; of a number it is said what it counts, for nobody sees that in a slot."""
    if way == "slots":
        return slot.name.startswith("num") or not _CUT_OUT.fullmatch(slot.name)
    return not _CUT_OUT.fullmatch(slot.name) and slot.name not in ("part", "length")


def _row(slot: Slot, prefix: str, table: SlotTable | None, way: Way) -> str:
    aliases = [item.alias for item in table.items if item.key in (slot.among or ())] if table else []
    about = f"{slot.hint} ({', '.join(aliases)})" if aliases else slot.hint
    if way == "slots":
        return f"{{{prefix}{slot.name}}}: {about}"
    return f"{about if table else slot.name.replace('_', ' ')}: {slot.written or slot.value}"


def _refused(ask: Ask, table: SlotTable) -> Iterator[str]:
    """Each line and why; in the way of slots with its slots again, and no line of a writer that has seen the values."""
    for refusal in ask.refused[:_MOST_REFUSED]:
        if ask.way == "slots" and refusal.line.filled is None:
            continue
        said = unfilled(refusal.line, table) if ask.way == "slots" else refusal.line.text
        yield f"{_one_line(said, _LONGEST_REFUSED)} — {_one_line(refusal.reason, _LONGEST_REFUSED)}"


def _one_line(text: str, most: int) -> str:
    return " ".join(text.split())[:most]


def _fields(item: ItemSlots, way: Way) -> Iterator[str]:
    yield f"{item.kind}.count"
    if item.hints or item.kind in ("event", "weather"):
        yield f"{item.kind}.hints"
    yield from (_FIELDS_OF_TEXTS[item.kind, passage.label] for passage in item.passages)
    if way == "copied":
        names = [slot.name for slot in item.slots if _is_shown(slot, way)]
        yield from (f"{item.kind}.{_FIELDS_OF_SLOTS.get((item.kind, name), name)}" for name in names)


_FIELDS_OF_TEXTS = {
    ("story", "headline"): "story.title",
    ("story", "text"): "story.summary",
    ("message", "subject"): "message.subject",
    ("message", "text"): "message.summary",
    ("note", "title"): "note.title",
    ("note", "text"): "note.text",
}
_FIELDS_OF_SLOTS = {
    ("event", "title"): "summary",
    ("event", "place"): "location",
    ("event", "until"): "end",
    ("task", "title"): "summary",
    ("task", "since"): "due",
    ("task", "time"): "due",
    ("story", "source"): "feed",
    ("story", "also"): "also_in",
    ("weather", "sky"): "code",
    ("weather", "chance"): "rain_chance",
}


@lru_cache(maxsize=4)
def _environment(folder: Path) -> "SandboxedEnvironment":
    from jinja2 import FileSystemLoader, StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    return SandboxedEnvironment(
        loader=FileSystemLoader([folder, TEMPLATES]),
        undefined=StrictUndefined,
        autoescape=False,  # plain text for a model, no page
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,  # or what is included would end in the middle of a line
    )


def _rendered(folder: Path, name: str, **given: object) -> str:
    try:
        return _environment(folder).get_template(name).render(given).strip()
    except Exception as error:  # whatever a template of somebody's own raises is told with its place
        problem = _problem(error, folder)
        if problem is None:
            raise
        raise SettingsError([problem]) from error


def _problem(error: Exception, folder: Path) -> Problem | None:
    """Which of the listener's own templates is at fault, and where; None where it is none of them."""
    from jinja2 import TemplateSyntaxError

    frames = [(frame.filename, frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    if isinstance(error, TemplateSyntaxError):
        frames.append((error.filename or "", error.lineno))
    own = [(Path(name), line) for name, line in frames if name and Path(name).parent == folder]
    unreadable = sorted(folder.glob("*.j2")) if isinstance(error, OSError | UnicodeDecodeError) else []
    places = own or [(path, None) for path in unreadable]
    if not places:
        return None
    file, line = places[-1]
    what = f"{error}. Mend the template, or remove the file to have the built-in one back."
    return Problem(file=file, key="", what=what, line=line)
