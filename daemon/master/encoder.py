"""The one encoder of an episode: fed while the later sections are still being made, tagged without a second encode.

An MP3 can be listened to while it grows (`LIVE`), and what was written of it stays as it is: the episode is a tag, a
frame that tells its length, and the same bytes.
"""

import asyncio
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
from daemon.master.ffmpeg import fail, find, judge, run, started
from daemon.master.mp3 import BIT_RATE, Encoded, info_frame
from daemon.master.tags import Tags, ffmetadata, id3, ogg_metadata
from daemon.master.take import RATE

LIVE = "live.mp3"
"""The file beside an episode that can be listened to while it is made, where it is an MP3."""
BLOCK = 32_768
"""Frames read at once: the episode never lies in memory."""


@dataclass(frozen=True, slots=True)
class Form:
    """A format of audio file: its MIME type, how ffmpeg encodes into it, and how it remuxes it."""

    mime_type: str
    encode: tuple[str, ...]
    remux: tuple[str, ...] = ()


# LAME turns what it encodes down by 0.45 dB; at level 7 it is twice as fast as by default, and nearer to what it is
# given. ffmpeg's AAC encoder overshoots the rate it is asked for; its other search takes twice as long and throws peaks
# 1.5 dB above the limiter's ceiling.
FORMS = {
    "mp3": Form(
        "audio/mpeg",
        ("-af", "volume=0.45dB", "-c:a", "libmp3lame", "-compression_level", "7", "-b:a", f"{BIT_RATE}",
         "-id3v2_version", "0", "-write_xing", "0", "-flush_packets", "1", "-f", "mp3"),
    ),
    "m4a": Form(
        "audio/mp4",
        ("-c:a", "aac", "-aac_coder", "fast", "-b:a", "64k", "-f", "ipod"),
        ("-movflags", "+faststart", "-f", "ipod"),
    ),
    "opus": Form(
        "audio/ogg",
        ("-c:a", "libopus", "-compression_level", "5", "-b:a", "64k", "-f", "opus"),
        ("-f", "opus"),
    ),
}  # fmt: skip  # an option and its value side by side


def encoded_beside(audio: Path) -> Path:
    """Where the audio lies before it is tagged: for an MP3, where it can be listened to."""
    return audio.with_name(LIVE if audio.suffix == ".mp3" else f".{audio.name}.encoded.part")


class Feed:
    """What has been handed to the encoder so far: 16-bit mono PCM at 44.1 kHz."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self._stdin = cast("StreamWriter", process.stdin)
        self._bytes = 0

    @property
    def samples(self) -> int:
        """Samples handed over."""
        return self._bytes // 2

    @property
    def seconds(self) -> float:
        """Seconds of audio handed over."""
        return self.samples / RATE

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
        judge(self._process.returncode, said)

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


async def tag(encoded: Path, samples: int, audio: Path, tags: Tags, deadline: Deadline) -> None:
    """Put the tags to the encoded audio (so many samples), byte for byte the same, and give it its name."""
    made = audio.with_name(f".{audio.name}.tagged.part")
    try:
        if audio.suffix == ".mp3":
            await asyncio.to_thread(_put_before, id3(tags), samples, encoded, made)
        else:
            await _remux(audio.suffix[1:], encoded, made, tags, deadline)
        await asyncio.to_thread(settle, made, audio)
    finally:
        made.unlink(missing_ok=True)


def _put_before(tag: bytes, samples: int, encoded: Path, made: Path) -> None:
    with made.open("wb") as target, encoded.open("rb") as source:
        header = source.read(4)
        target.write(tag + info_frame(Encoded(header, encoded.stat().st_size, samples)) + header)
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
