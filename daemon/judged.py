"""Any script against any briefing: which of its lines may not be spoken (`dawncast check`). Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from connectors.codec import from_json
from connectors.items import Event
from daemon.injections import harmless
from daemon.model import Briefing, Entry, Script, Section, SectionBrief, SectionKind
from daemon.plan.day import conflicts, from_then_on, gaps, is_called_off
from daemon.plan.privacy import shown
from daemon.write.check import judge


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedLine:
    """A line of a script (from 1) that may not be spoken, and why."""

    section: SectionKind
    line: int
    text: str
    items: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What came of judging: how many lines there were, and those that may not be spoken."""

    lines: int
    refused: tuple[RefusedLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scripts:
    sections: tuple[Script, ...]


def scripts_of(data: bytes) -> tuple[Script, ...]:
    """One section's script, or all that `make --until write --json` printed. Raises ValueError."""
    try:
        return (from_json(Script, data),)
    except ValueError:
        return from_json(_Scripts, data).sections


def judged(
    scripts: Sequence[Script], briefing: Briefing, *, name: str | None = None, private_events: bool = False
) -> Judged:
    """Each line against its own items of the briefing. `private_events`: whether their words may be told."""
    entries = tuple(_entries(briefing, private_events=private_events))
    refused = [one for script in scripts for one in _refused(_brief(script, briefing, entries, name), script)]
    return Judged(lines=sum(len(script.lines) for script in scripts), refused=tuple(refused))


def _entries(briefing: Briefing, *, private_events: bool) -> Iterator[Entry]:
    """The items as a rundown holds them, of which a script knows only the keys."""
    for item in briefing.items:
        safe = harmless(item)
        told = shown(safe, private_events=private_events) if isinstance(safe, Event) else safe
        yield Entry(item=told, called_off=isinstance(safe, Event) and is_called_off(safe))
    for drop in briefing.dropped:
        event = harmless(drop.event)
        if drop.why == "cancelled" and isinstance(event, Event):
            yield Entry(item=shown(event, private_events=private_events), cancelled=True)


def _brief(script: Script, briefing: Briefing, entries: tuple[Entry, ...], name: str | None) -> SectionBrief:
    zone = ZoneInfo(briefing.timezone)
    events = [item for item in briefing.items if isinstance(item, Event)]
    since = from_then_on(briefing.day, zone, briefing.made)
    section = Section(
        kind=script.section,
        seconds=0,
        entries=entries,
        conflicts=conflicts(events, zone, since),
        gaps=gaps(events, briefing.day, zone, since),
        failures=briefing.failures,
        warnings=briefing.warnings,
        logins_ending=briefing.logins_ending,
    )
    now = briefing.made.astimezone(zone)
    return SectionBrief(
        section=section,
        day=briefing.day,
        now=now,
        timezone=briefing.timezone,
        language=script.language,
        name=name,
    )


def _refused(brief: SectionBrief, script: Script) -> list[RefusedLine]:
    reason_of = judge(brief, phrases=script.writer == "builtin")
    reasons = ((place, line, reason_of(line)) for place, line in enumerate(script.lines, start=1))
    return [
        RefusedLine(section=script.section, line=place, text=line.text, items=line.items, reason=reason)
        for place, line, reason in reasons
        if reason
    ]
