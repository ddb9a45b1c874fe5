"""A cloned voice: made only with its owner's consent on record, and forgotten with all that was spoken in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from config.errors import DawncastError, DiskError, UsageError
from config.settings import folder_name
from connectors.codec import from_json, to_json
from daemon.home.clips import Clips
from daemon.home.consents import Consent, Consents
from daemon.home.files import write_whole
from daemon.narrate.base import Cloning, VoiceError
from daemon.narrate.installed import find

MOST_RECORDINGS = 25
MOST_BYTES = 50_000_000
RESERVED = frozenset({"installed"})
"""Folders that lie beside those of cloned voices."""
MARK = "forgetting.json"

_AUDIO = (b"RIFF", b"FORM", b"ID3", b"OggS", b"fLaC", b"\x1aE\xdf\xa3", b"\xff\xf1", b"\xff\xf9")
"""How files of WAV, AIFF, MP3, Ogg, FLAC, WebM and AAC begin."""
_MP3_FRAMES = frozenset({0xE2, 0xE3, 0xF2, 0xF3, 0xFA, 0xFB})


class ForgetError(DawncastError):
    """The voice is still at its service; `exit_code` says whether trying again may help."""

    def __init__(self, message: str, exit_code: int) -> None:
        super().__init__(message)
        self.exit_code = exit_code


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A voice that is to be cloned: its name here, the engine, its recordings, and who agreed to what, for what use."""

    name: str
    engine: str
    recordings: tuple[Path, ...]
    who: str
    statement: str
    scope: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """A voice that is no more, and how many clips of it were deleted."""

    consent: Consent
    clips: int


def statement_for(who: str, engine: str, scope: str) -> str:
    """What a person agrees to whose voice is to be cloned."""
    return (
        f"I am {who}. I agree that my voice is cloned with {engine} and that Dawncast speaks with it, for this: "
        f"{scope}. I can take this back at any time."
    )


def checked(wish: Wish, voices: Path) -> Wish:
    """The wish, if it can be granted, without white space around its words. Raises UsageError."""
    check_name(wish.name, voices)
    words = {"who": wish.who.strip(), "statement": wish.statement.strip(), "scope": wish.scope.strip()}
    for option, text in words.items():
        if not text:
            raise UsageError(
                f"A voice is cloned only with its owner's consent on record: --{option} must not be empty."
            )
    return replace(wish, recordings=recordings(wish.recordings), **words)


def check_name(name: str, voices: Path) -> None:
    """Raise UsageError where a cloned voice cannot have that name."""
    try:
        folder_name(name)
    except ValueError as error:
        raise UsageError(f"{name!r}: {error}.") from None
    if name in RESERVED or (voices / name).exists() or find(voices, name):
        raise UsageError(f"There is a voice {name} already. Choose another name, or forget that one first.")


def recordings(paths: Sequence[Path]) -> tuple[Path, ...]:
    """The recordings, if they are some. Raises UsageError."""
    if not 1 <= len(paths) <= MOST_RECORDINGS:
        raise UsageError(f"A voice is cloned from 1 to {MOST_RECORDINGS} recordings; give each with --from.")
    for path in paths:
        if not path.is_file() or not _is_audio(path):
            raise UsageError(f"{path} is no recording that can be read. Give a WAV, MP3, M4A, FLAC, Ogg or WebM file.")
    if sum(path.stat().st_size for path in paths) > MOST_BYTES:
        raise UsageError(
            f"The recordings have more than {MOST_BYTES // 10**6} MB. A minute or two of speech is enough."
        )
    return tuple(paths)


def _is_audio(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            head = file.read(12)
    except OSError:
        return False
    is_mp3 = len(head) > 1 and head[0] == 0xFF and head[1] in _MP3_FRAMES
    return head.startswith(_AUDIO) or head[4:8] == b"ftyp" or is_mp3


async def clone(wish: Wish, voices: Path, cloning: Cloning, now: datetime) -> Consent:
    """Clone a voice (a checked wish) and keep the record, or do neither. Raises VoiceError and OSError."""
    voice = await cloning.clone(wish.name, wish.recordings)
    consent = Consent(
        name=wish.name,
        engine=wish.engine,
        voice=voice,
        who=wish.who,
        when=now,
        statement=wish.statement,
        scope=wish.scope,
    )
    try:
        Consents(voices).keep(consent)
    except OSError:
        await _undone(consent, cloning)
        raise
    return consent


async def _undone(consent: Consent, cloning: Cloning) -> None:
    """There is no voice without a record."""
    try:
        await cloning.forget(consent.voice)
    except VoiceError as error:
        raise ForgetError(
            f"The record of consent could not be kept, and the voice {consent.voice} could not be deleted at "
            f"{consent.engine} again: {error} Delete it there.",
            DiskError.exit_code,
        ) from error


def record_of(name: str, voices: Path) -> Consent | None:
    """The record of a cloned voice, also of one that is still to be forgotten at its service."""
    if name in RESERVED:
        return None
    return Consents(voices).of(name) or _marked(voices / name / MARK)


def forgetting(voices: Path) -> Iterator[Consent]:
    """The records of the voices that are still to be forgotten at their services."""
    for mark in sorted(voices.glob(f"*/{MARK}")):
        if consent := _marked(mark):
            yield consent


def _marked(mark: Path) -> Consent | None:
    try:
        return from_json(Consent, mark.read_bytes())
    except (FileNotFoundError, ValueError):
        return None


async def forget(consent: Consent, voices: Path, clips: Clips, cloning: Cloning | None) -> Forgotten:
    """Forget a voice: at its service (`cloning`; None: only here), its clips, then its record.

    The consent ends with the first step: from then on there is only a note of what is still to be deleted. Raises
    ForgetError, which leaves that, and OSError.
    """
    mark = voices / consent.name / MARK
    write_whole(mark, to_json(consent), mode=0o600)
    Consents(voices).forget(consent.name)
    if cloning is not None:
        await _forgotten_there(consent, cloning)
    count = clips.forget(consent.engine, consent.voice)
    mark.unlink(missing_ok=True)
    if not any(mark.parent.iterdir()):
        mark.parent.rmdir()
    return Forgotten(consent=consent, clips=count)


async def _forgotten_there(consent: Consent, cloning: Cloning) -> None:
    try:
        await cloning.forget(consent.voice)
    except VoiceError as error:
        raise ForgetError(
            f"The voice {consent.name} could not be deleted at {consent.engine}: {error} It does not speak here any "
            f"more, but it is still there: type `dawncast voices forget {consent.name}` again, or add --local to "
            "forget it only here.",
            error.exit_code,
        ) from error
