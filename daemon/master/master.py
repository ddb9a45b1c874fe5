"""Master: the segments in order through one encoder as they finish, and all that belongs beside the audio.

Tags need the chapters, which are known only at the end, so they are put to the encoded audio without touching it.
"""

import asyncio
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Literal

from daemon.clock.budget import Deadline
from daemon.home.files import write_whole
from daemon.master import sting
from daemon.master.chapters import Placed, chapters, chapters_json
from daemon.master.cover import cover
from daemon.master.encoder import FORMS, Feed, encoding, tag
from daemon.master.ffmpeg import MasterError
from daemon.master.notes import About, disclosure, notes
from daemon.master.tags import Tags
from daemon.master.transcript import vtt
from daemon.master.wording import date_in_words
from daemon.model import Briefing, Chapter, Episode, Rundown, Segment

VERSION = 1
"""Changes when the same clips would sound or look different."""
AFTER_STING = 0.2
SECTION_PAUSE = 0.6
END = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeSpec:
    """What an episode is called and made into."""

    show: str
    show_title: str
    day: date
    guid: str
    language: str
    format: Literal["mp3", "m4a", "opus"]
    made: datetime

    @property
    def title(self) -> str:
        """The date, in the episode's language."""
        return date_in_words(self.day, self.language)


@dataclass(frozen=True, slots=True)
class _Sound:
    """The encoded audio's sections in place and its length, and its marks."""

    placed: tuple[Placed, ...]
    seconds: float
    marks: tuple[Chapter, ...]


async def master(
    segments: Sequence[Awaitable[Segment]],
    rundown: Rundown,
    briefing: Briefing,
    spec: EpisodeSpec,
    folder: Path,
    deadline: Deadline,
) -> Episode:
    """Make the episode in `folder`. Raises MasterError, DiskError, OSError, and whatever a segment raises."""
    folder.mkdir(parents=True, exist_ok=True)
    audio = folder / f"episode.{spec.format}"
    encoded = audio.with_name(f".{audio.name}.encoded.part")
    drawn = asyncio.create_task(asyncio.to_thread(cover, spec.show_title, spec.day, spec.language))
    try:
        sound = await _encode(segments, rundown, spec, encoded, deadline)
        picture = await drawn
        await tag(spec.format, encoded, audio, _tags(spec, sound, picture), deadline)
    finally:
        drawn.cancel()
        encoded.unlink(missing_ok=True)
    _write_beside(folder, sound, picture, _about(spec, sound, rundown, briefing))
    return _episode(spec, folder, sound)


async def _encode(
    segments: Sequence[Awaitable[Segment]], rundown: Rundown, spec: EpisodeSpec, encoded: Path, deadline: Deadline
) -> _Sound:
    async with encoding(spec.format, encoded, deadline) as feed:
        placed = await _feed(feed, segments)
    return _Sound(placed, feed.seconds, chapters(placed, rundown, feed.seconds))


async def _feed(feed: Feed, segments: Sequence[Awaitable[Segment]]) -> tuple[Placed, ...]:
    placed: list[Placed] = []
    await feed.write(sting.opening())
    for awaited in segments:
        segment = await awaited
        if not segment.seconds:
            continue
        await feed.silence(SECTION_PAUSE if placed else AFTER_STING)
        if segment.section == "news" and placed:
            await feed.write(sting.bridge())
            await feed.silence(AFTER_STING)
        placed.append(Placed(segment, feed.seconds))
        await feed.play(segment.pcm)
    if not placed:
        raise MasterError("No section has anything to say: see what `dawncast make --until write` prints.")
    await feed.silence(END)
    return tuple(placed)


def _tags(spec: EpisodeSpec, sound: _Sound, picture: bytes) -> Tags:
    return Tags(
        title=spec.title,
        album=spec.show_title,
        day=spec.day,
        language=spec.language,
        comment=_summary(sound),
        disclosure=disclosure(sound.placed, spec.language),
        chapters=sound.marks,
        cover=picture,
    )


def _summary(sound: _Sound) -> str:
    """The chapters' titles: what the episode is about."""
    return " · ".join(mark.title for mark in sound.marks)


def _about(spec: EpisodeSpec, sound: _Sound, rundown: Rundown, briefing: Briefing) -> About:
    return About(
        title=f"{spec.show_title}: {spec.title}",
        language=spec.language,
        sections=sound.placed,
        rundown=rundown,
        briefing=briefing,
    )


def _write_beside(folder: Path, sound: _Sound, picture: bytes, told: About) -> None:
    cues = [cue for section in sound.placed for cue in section.cues]
    write_whole(folder / "chapters.json", chapters_json(told.title, sound.marks))
    write_whole(folder / "transcript.vtt", vtt(cues).encode())
    write_whole(folder / "notes.html", notes(told).encode())
    write_whole(folder / "cover.jpg", picture)


def _episode(spec: EpisodeSpec, folder: Path, sound: _Sound) -> Episode:
    audio = folder / f"episode.{spec.format}"
    return Episode(
        show=spec.show,
        show_title=spec.show_title,
        day=spec.day,
        guid=spec.guid,
        title=spec.title,
        summary=_summary(sound),
        language=spec.language,
        made=spec.made,
        audio=audio,
        mime_type=FORMS[spec.format].mime_type,
        size=audio.stat().st_size,
        seconds=sound.seconds,
        chapters=sound.marks,
        chapters_json=folder / "chapters.json",
        transcript=folder / "transcript.vtt",
        notes=folder / "notes.html",
        cover=folder / "cover.jpg",
        words=sum(len(cue.text.split()) for section in sound.placed for cue in section.segment.cues),
        rests_on=tuple(dict.fromkeys(cue.items for section in sound.placed for cue in section.segment.cues)),
    )
