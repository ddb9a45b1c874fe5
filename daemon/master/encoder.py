"""The one encoder of an episode: fed while the later sections are still being made, tagged without a second encode."""

import shutil
import wave
from asyncio import StreamWriter
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from daemon.clock.budget import Deadline
from daemon.home.files import settle
from daemon.master.ffmpeg import fail, find, run, started
from daemon.master.segment import RATE
from daemon.master.tags import Tags, ffmetadata, id3, ogg_metadata

BLOCK = 32_768
"""Frames read at once: the episode never lies in memory."""


@dataclass(frozen=True, slots=True)
class Form:
    """A format of audio file: its MIME type, how ffmpeg encodes into it, and how it remuxes it."""

    mime_type: str
    encode: tuple[str, ...]
    remux: tuple[str, ...] = ()


# LAME turns what it encodes down by 0.4 dB. The other search of ffmpeg's AAC encoder takes twice as long and throws
# peaks 1.5 dB above the limiter's ceiling.
FORMS = {
    "mp3": Form(
        "audio/mpeg", ("-af", "volume=0.4dB", "-c:a", "libmp3lame", "-b:a", "96k", "-id3v2_version", "0", "-f", "mp3")
    ),
    "m4a": Form(
        "audio/mp4",
        ("-c:a", "aac", "-aac_coder", "fast", "-b:a", "96k", "-f", "ipod"),
        ("-movflags", "+faststart", "-f", "ipod"),
    ),
    "opus": Form("audio/ogg", ("-c:a", "libopus", "-b:a", "64k", "-f", "opus"), ("-f", "opus")),
}


class Feed:
    """What has been handed to the encoder so far: 16-bit mono PCM at 44.1 kHz."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self._stdin = cast("StreamWriter", process.stdin)
        self._bytes = 0

    @property
    def seconds(self) -> float:
        """Seconds of audio handed over."""
        return self._bytes / 2 / RATE

    async def write(self, pcm: bytes) -> None:
        """Hand over some audio. Raises MasterError and DiskError where the encoder has ended."""
        self._bytes += len(pcm)
        try:
            self._stdin.write(pcm)
            await self._stdin.drain()
        except ConnectionError:
            fail(await self._last_words())

    async def silence(self, seconds: float) -> None:
        """Hand over so much silence."""
        await self.write(bytes(2 * round(seconds * RATE)))

    async def play(self, path: Path) -> None:
        """Hand over a segment's file, block by block."""
        with wave.open(str(path)) as file:
            while pcm := file.readframes(BLOCK):
                await self.write(pcm)

    async def end(self) -> None:
        """Wait until the encoder's file is whole. Raises MasterError and DiskError."""
        self._stdin.close()
        said = await self._last_words()
        if self._process.returncode:
            fail(said)

    async def _last_words(self) -> str:
        _, stderr = await self._process.communicate()
        return stderr.decode(errors="replace")


@asynccontextmanager
async def encoding(form: str, encoded: Path, deadline: Deadline) -> AsyncIterator[Feed]:
    """An encoder that writes `encoded` from what it is fed; its file is whole after the body, unless that raises."""
    source = ("-f", "s16le", "-ar", str(RATE), "-ac", "1", "-i", "pipe:0")
    async with started(find(), (*source, *FORMS[form].encode, str(encoded)), deadline, fed=True) as process:
        feed = Feed(process)
        yield feed
        await feed.end()


async def tag(form: str, encoded: Path, audio: Path, tags: Tags, deadline: Deadline) -> None:
    """Put the tags to the encoded audio, sample for sample the same, and give it its name."""
    made = audio.with_name(f".{audio.name}.tagged.part")
    try:
        if form == "mp3":
            _put_before(id3(tags), encoded, made)
        else:
            await _remux(form, encoded, made, tags, deadline)
        settle(made, audio)
    finally:
        made.unlink(missing_ok=True)


def _put_before(tag: bytes, encoded: Path, made: Path) -> None:
    with made.open("wb") as target, encoded.open("rb") as source:
        target.write(tag)
        shutil.copyfileobj(source, target)


async def _remux(form: str, encoded: Path, made: Path, tags: Tags, deadline: Deadline) -> None:
    # ffmpeg refuses an attached picture in Ogg, where it is one of the comments, as are the chapters.
    ogg = form == "opus"
    described, picture = made.with_suffix(".txt.part"), made.with_suffix(".jpg.part")
    try:
        described.write_text(ogg_metadata(tags) if ogg else ffmetadata(tags))
        picture.write_bytes(tags.cover)
        inputs = ("-i", str(encoded), "-f", "ffmetadata", "-i", str(described), "-i", str(picture))
        attached = () if ogg else ("-map", "2:v", "-disposition:v:0", "attached_pic")
        language = ("-metadata:s:a:0", f"language={tags.code}")
        mapped = ("-map", "0:a", *attached, "-map_metadata", "1", *language, "-c", "copy")
        await run(find(), (*inputs, *mapped, *FORMS[form].remux, str(made)), deadline)
    finally:
        described.unlink(missing_ok=True)
        picture.unlink(missing_ok=True)
