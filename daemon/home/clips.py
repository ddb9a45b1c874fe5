"""The clips that voices gave, each kept under the hash of all that it was made from: none is made or bought twice."""

import contextlib
import hashlib
import io
import json
import os
import struct
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from daemon.home.files import write_whole
from daemon.model import Clip, Word

FORMAT = 1
HEADER_BYTES = 44
CHUNK = b"dawn"


def key_of(identity: str, text: str, before: str = "", after: str = "") -> str:
    """The hash of all that a clip is made from; `identity` is the voice's."""
    return hashlib.sha256(json.dumps([FORMAT, identity, text, before, after]).encode()).hexdigest()


class Clips:
    """A folder of WAV files, each with its text, word times and voice in it; `trim` brings it to `most_bytes`."""

    def __init__(self, folder: Path, most_bytes: int = 500_000_000) -> None:
        self._folder = folder
        self._most_bytes = most_bytes

    def has(self, key: str) -> bool:
        """Whether there is a clip, which may not be one that can be read; quick."""
        return self._path(key).exists()

    def get(self, key: str) -> Clip | None:
        """The clip, or None where there is none that can be read."""
        path = self._path(key)
        try:
            clip = decode(path.read_bytes())
            os.utime(path)
        except FileNotFoundError:
            return None
        except ValueError:
            path.unlink(missing_ok=True)
            return None
        return clip

    def put(self, key: str, clip: Clip, identity: str) -> None:
        """Keep a clip of that voice. Raises OSError."""
        write_whole(self._path(key), encode(clip, identity))

    def forget(self, engine: str, voice: str) -> int:
        """Delete all clips of an engine's voice (its own name of it); how many there were. Raises OSError."""
        theirs = [path for path in self._folder.glob("*/*.wav") if identity_of(path).startswith(f"{engine}/{voice}/")]
        for path in theirs:
            path.unlink(missing_ok=True)
        return len(theirs)

    def trim(self) -> None:
        """Drop the clips that were not used for the longest time until the rest fits. Raises OSError."""
        kept = 0
        for path, size in _latest_first(self._folder):
            kept += size
            if kept > self._most_bytes:
                path.unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / f"{key}.wav"


def _latest_first(folder: Path) -> Iterator[tuple[Path, int]]:
    found: list[tuple[Path, os.stat_result]] = []
    for path in folder.glob("*/*.wav"):
        with contextlib.suppress(FileNotFoundError):  # another production's trim was quicker
            found.append((path, path.stat()))
    found.sort(key=lambda entry: entry[1].st_mtime_ns, reverse=True)
    return ((path, stat.st_size) for path, stat in found)


def encode(clip: Clip, identity: str) -> bytes:
    """A WAV file that any player plays, with what only we need in a chunk that players skip."""
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(clip.rate)
        writer.writeframes(clip.pcm)
    words = [(word.text, word.start) for word in clip.words]
    note = json.dumps({"voice": identity, "text": clip.text, "words": words}).encode()
    note += b" " * (len(note) % 2)
    data = file.getvalue() + CHUNK + struct.pack("<I", len(note)) + note
    return data[:4] + struct.pack("<I", len(data) - 8) + data[8:]


def decode(data: bytes) -> Clip:
    """The inverse of `encode`. Raises ValueError where the file is not whole."""
    try:
        with wave.open(io.BytesIO(data)) as reader:
            rate, pcm = reader.getframerate(), reader.readframes(reader.getnframes())
        note = _note(data[HEADER_BYTES + len(pcm) :])
        words = tuple(Word(text=text, start=start) for text, start in note["words"])
    except (EOFError, wave.Error, RuntimeError, struct.error, KeyError, TypeError) as error:  # as `wave` raises them
        raise ValueError("not a clip") from error
    return Clip(text=note["text"], rate=rate, pcm=pcm, words=words)


def identity_of(path: Path) -> str:
    """The voice of a clip that was kept, read without its sound; "" where the file does not say."""
    with contextlib.suppress(FileNotFoundError, ValueError, KeyError, struct.error), path.open("rb") as file:
        (size,) = struct.unpack("<I", file.read(HEADER_BYTES)[-4:])
        file.seek(size, os.SEEK_CUR)
        return str(_note(file.read())["voice"])
    return ""


def _note(chunk: bytes) -> dict[str, Any]:
    if chunk[:4] != CHUNK:
        raise ValueError("not a clip")
    note: dict[str, Any] = json.loads(chunk[8:])
    return note
