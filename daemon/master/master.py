"""Master: the segments in order through one encoder as they finish, and all that belongs beside the audio.

The encoder starts before any segment is there, with the sting, so that an MP3 can be heard from then on. Tags need the
chapters, which are known only at the end: they are put to the encoded audio without touching it.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Literal

from daemon.clock.budget import Deadline
from daemon.growing import AnotherVoiceError, Growing
from daemon.home.files import write_whole
from daemon.master import sting
from daemon.master.chapters import Placed, chapters, chapters_json
from daemon.master.cover import cover
from daemon.master.encoder import FORMS, LIVE, Feed, encoded_beside, encoding, tag
from daemon.master.ffmpeg import MasterError, find
from daemon.master.music import UNDER_MUSIC, Music
from daemon.master.notes import About, clones, disclosure, notes
from daemon.master.segment import pause_between
from daemon.master.tags import Tags
from daemon.master.take import RATE
from daemon.master.transcript import vtt
from daemon.master.wording import date_in_words
from daemon.model import Briefing, Chapter, Episode, Rundown, SectionKind, Segment, Take

VERSION = 3
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
    music: Music = field(default_factory=Music)

    @property
    def title(self) -> str:
        """The date, in the episode's language."""
        return date_in_words(self.day, self.language)


@dataclass(frozen=True, slots=True)
class _Sound:
    """The encoded audio's sections in place, how many samples it has, and its marks."""

    placed: tuple[Placed, ...]
    samples: int
    marks: tuple[Chapter, ...]

    @property
    def seconds(self) -> float:
        return self.samples / RATE


def warm(language: str) -> None:
    """What is slow to begin with: the stings, the language's dates, which ffmpeg there is. For a thread."""
    find()
    sting.opening()
    sting.bridge()
    date_in_words(date.min, language)


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
    encoded = encoded_beside(audio)
    (folder / LIVE).unlink(missing_ok=True)  # a production's that was cut off; whoever listens to it can hear it out
    prepared = asyncio.create_task(_prepare(spec, deadline))
    try:
        sound = await _encode(segments, rundown, spec, encoded, deadline)
        picture, remarks = await prepared
        await tag(encoded, sound.samples, audio, _tags(spec, sound, picture), deadline)
    finally:
        prepared.cancel()
        encoded.unlink(missing_ok=True)
    await asyncio.to_thread(_write_beside, folder, sound, picture, _about(spec, sound, rundown, briefing, remarks))
    return _episode(spec, folder, sound)


async def _prepare(spec: EpisodeSpec, deadline: Deadline) -> tuple[bytes, tuple[str, ...]]:
    """The cover, and what is to be said about the music."""
    drawn = asyncio.to_thread(cover, spec.show_title, spec.day, spec.language)
    return await drawn, await spec.music.remarks(spec.language, deadline)


async def _encode(
    segments: Sequence[Awaitable[Segment]], rundown: Rundown, spec: EpisodeSpec, encoded: Path, deadline: Deadline
) -> _Sound:
    while True:
        try:
            async with encoding(spec.format, encoded, deadline) as feed:
                placed = await _feed(feed, segments, spec.music, deadline)
        except AnotherVoiceError:
            continue  # from the beginning: what was encoded of the section is not to be heard
        return _Sound(placed, feed.samples, chapters(placed, rundown, feed.seconds))


async def _feed(
    feed: Feed, segments: Sequence[Awaitable[Segment]], music: Music, deadline: Deadline
) -> tuple[Placed, ...]:
    placed: list[Placed] = []
    await feed.write(await music.opening(deadline))
    for segment in segments:
        start: float | None = None
        before: Take | None = None
        async for kind, piece in _pieces(segment, music):
            if start is None:
                await _lead_in(feed, kind, music, deadline, first=not placed)
                start = feed.seconds
            if isinstance(piece, Take):
                await feed.silence(pause_between(before, piece))
                before = piece
            await feed.play(piece.pcm)
        if start is not None:
            placed.append(Placed(piece if isinstance(piece, Segment) else await segment, start))
    if not placed:
        raise MasterError("No section has anything to say: see what `dawncast make --until write` prints.")
    await feed.silence(END)
    return tuple(placed)


async def _pieces(
    segment: Awaitable[Segment], music: Music
) -> AsyncGenerator[tuple[SectionKind, Take | Segment], None]:
    """What is to be heard of a section, as it comes; all at once where a bed lies under it."""
    if isinstance(segment, Growing) and not (music.bed and segment.kind in UNDER_MUSIC):
        async with aclosing(segment.pieces()) as pieces:
            async for piece in pieces:
                if piece.seconds:
                    yield segment.kind, piece
    elif (whole := await segment).seconds:
        yield whole.section, whole


async def _lead_in(feed: Feed, kind: SectionKind, music: Music, deadline: Deadline, *, first: bool) -> None:
    """What stands between a section and what was before it."""
    await feed.silence(AFTER_STING if first else SECTION_PAUSE)
    if kind == "news" and not first:
        await feed.write(await music.bridge(deadline))
        await feed.silence(AFTER_STING)


def _tags(spec: EpisodeSpec, sound: _Sound, picture: bytes) -> Tags:
    return Tags(
        title=spec.title,
        album=spec.show_title,
        day=spec.day,
        language=spec.language,
        comment=_summary(sound),
        disclosure=disclosure(sound.placed, spec.language),
        clones=clones(sound.placed, spec.language),
        chapters=sound.marks,
        cover=picture,
    )


def _summary(sound: _Sound) -> str:
    """The chapters' titles: what the episode is about."""
    return " · ".join(mark.title for mark in sound.marks)


def _about(spec: EpisodeSpec, sound: _Sound, rundown: Rundown, briefing: Briefing, remarks: tuple[str, ...]) -> About:
    return About(
        title=f"{spec.show_title}: {spec.title}",
        language=spec.language,
        sections=sound.placed,
        rundown=rundown,
        briefing=briefing,
        remarks=remarks,
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
