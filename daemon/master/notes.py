"""The show notes: what was told, from where, what is missing, and who made it. Pure.

All text is escaped, other people's is without addresses, phone numbers and codes, and the only links are the items'
own. What a source answered when it failed stays in the log: the
notes go where the episode goes, and it may name folders and hosts.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from connectors.items import Event, Item, Story, Task
from daemon.master.chapters import Placed, safe_link
from daemon.master.wording import Wording, wording
from daemon.model import Briefing, Entry, Failure, Rundown
from daemon.posing import unposed
from daemon.unspeakable import printable

HEAD = """\
<!doctype html>
<html lang="{language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>{title}</title></head>
<body>
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What the notes are about: the episode's title and language, its sections in place, and what they rest on.

    `remarks`: what else is missing, as sentences for the listener.
    """

    title: str
    language: str
    sections: Sequence[Placed]
    rundown: Rundown
    briefing: Briefing
    remarks: Sequence[str] = ()


def notes(about: About) -> str:
    """The show notes as an HTML page."""
    words = wording(about.language)
    head = HEAD.format(language=escape(about.language), title=escape(about.title))
    body = [f"<h1>{escape(about.title)}</h1>"]
    body += [_section(section, about, words) for section in about.sections]
    body += _missing(about, words)
    body += [f"<p>{escape(row)}</p>" for row in _instead(about.sections, words)]
    body.append(f"<p>{escape(disclosure(about.sections, about.language))}</p>")
    return head + "\n".join(body) + "\n</body>\n</html>\n"


def disclosure(sections: Sequence[Placed], language: str) -> str:
    """Who wrote and who spoke, that the voice is synthetic, and whose it is where it is a clone."""
    writers, voices = (
        ", ".join(dict.fromkeys(names))
        for names in ((one.segment.writer for one in sections), (one.segment.voice for one in sections))
    )
    said = wording(language).disclosure.format(writers=writers, voices=voices)
    return " ".join(filter(None, (said, clones(sections, language))))


def clones(sections: Sequence[Placed], language: str) -> str:
    """A sentence for each cloned voice that speaks, "" where none does."""
    names = dict.fromkeys(name for section in sections for name in section.segment.cloned)
    return " ".join(wording(language).clone.format(name=name) for name in names)


def _section(section: Placed, about: About, words: Wording) -> str:
    start = 0.0 if section is about.sections[0] else section.start  # as its chapter: the sting is part of it
    heading = f"<h2>{_clock(start)} {escape(section.segment.title)}</h2>"
    if section.segment.section in {"opening", "closing"}:
        return heading  # they rest on items that other sections tell in full
    keys = dict.fromkeys(key for cue in section.segment.cues for key in cue.items)
    entries = [entry for key in keys if (entry := _entry(about.rundown, key))]
    return "\n".join((heading, *_list(_told(entry, words) for entry in entries)))


def _entry(rundown: Rundown, key: str) -> Entry | None:
    entries = (entry for section in reversed(rundown.sections) for entry in section.entries)
    return next((entry for entry in entries if entry.key == key), None)


def _list(rows: Iterable[str]) -> Iterator[str]:
    listed = [f"<li>{row}</li>" for row in rows]
    if listed:
        yield "<ul>\n" + "\n".join(listed) + "\n</ul>"


def _told(entry: Entry, words: Wording) -> str:
    what = _what(entry.item, words)
    if entry.cancelled:
        what = f"<s>{what}</s> ({escape(words.cancelled)})"
    return f"{what} — {escape(_source(entry.item, words))}"


def _what(item: Item, words: Wording) -> str:
    if item.kind == "event":
        return escape(_event(item, words))
    if item.kind == "task":
        return escape(printable(item.summary) + (f" ({item.due:%Y-%m-%d})" if item.due else ""))
    if item.kind == "story":
        return _linked(item)
    if item.kind == "note":
        return escape(printable(item.title))
    if item.kind == "message":
        return escape(": ".join(filter(None, map(printable, (item.sender, item.subject)))))
    degrees = f"{item.low:.0f} – {item.high:.0f} °C"
    return escape(": ".join(filter(None, (printable(item.place or ""), degrees))))


def _event(event: Event, words: Wording) -> str:
    told = (words.private,) if event.private else (printable(event.summary), printable(event.location or ""))
    return ": ".join(filter(None, (_when(event, words), ", ".join(filter(None, told)))))


def _when(event: Event, words: Wording) -> str:
    if event.all_day or not isinstance(event.start, datetime) or not isinstance(event.end, datetime):
        return words.all_day
    if event.start.date() == event.end.date():
        return f"{event.start:%H:%M}–{event.end:%H:%M}"
    return f"{event.start:%Y-%m-%d %H:%M} – {event.end:%Y-%m-%d %H:%M}"


def _linked(story: Story) -> str:
    link, title = safe_link(story.link), escape(unposed(printable(story.title)) or printable(story.feed))
    return f'<a href="{escape(link)}" rel="noopener noreferrer">{title}</a>' if link else title


def _source(item: Item, words: Wording) -> str:
    if item.kind == "weather" and (credit := printable(item.credit or "")):
        return credit
    name, others = item.source, item.also_in if isinstance(item, Event | Task) else ()
    if item.kind == "story":
        name, others = printable(item.feed) or item.source, tuple(filter(None, map(printable, item.also_in)))
    return f"{name} ({words.also_in} {', '.join(others)})" if others else name


def _missing(about: About, words: Wording) -> list[str]:
    partly = dict.fromkeys(one.source for one in about.briefing.warnings)
    rows = [
        *(_failed(failure, words) for failure in about.briefing.failures),
        *(words.partly.format(source=source) for source in partly),
        *about.remarks,
    ]
    return [f"<h2>{escape(words.missing)}</h2>", *_list(escape(row) for row in rows)] if rows else []


def _instead(sections: Sequence[Placed], words: Wording) -> Iterator[str]:
    """Which sections another writer or voice did than the one that should have, and why."""
    segments = [section.segment for section in sections]
    wrote = ((one.title, one.writer, fall.writer, words.why[fall.why]) for one in segments for fall in one.fell)
    spoke = (
        (one.title, one.voice, fall.voice, words.voice_why[fall.why]) for one in segments for fall in one.voices_fell
    )
    for (writer, fallen, why), titles in _titles(wrote).items():
        yield words.instead.format(sections=", ".join(titles), writer=writer, fallen=fallen, why=why)
    for (voice, fallen, why), titles in _titles(spoke).items():
        yield words.spoken_instead.format(sections=", ".join(titles), voice=voice, fallen=fallen, why=why)


def _titles(falls: Iterable[tuple[str, str, str, str]]) -> dict[tuple[str, str, str], list[str]]:
    """The sections' titles by who did them, who should have, and why not."""
    grouped: dict[tuple[str, str, str], list[str]] = {}
    for title, did, fallen, why in falls:
        grouped.setdefault((did, fallen, why), []).append(title)
    return grouped


def _failed(failure: Failure, words: Wording) -> str:
    if failure.as_of is None:
        return words.failed.format(source=failure.source)
    return words.stale.format(source=failure.source, when=f"{failure.as_of:%Y-%m-%d %H:%M}")


def _clock(seconds: float) -> str:
    whole = int(seconds)
    hours, rest = divmod(whole, 3600)
    minutes = f"{rest // 60:02}:{rest % 60:02}"
    return f"{hours}:{minutes}" if hours else minutes
