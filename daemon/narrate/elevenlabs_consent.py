"""Whether a voice of ElevenLabs may speak without a record of consent: only one that is nobody's clone may."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import AwareDatetime

from connectors.codec import from_json, to_json
from daemon.home.files import write_whole
from daemon.narrate.base import VoiceError
from daemon.narrate.elevenlabs_account import NO_RETRIES, ElevenLabsAccount
from daemon.narrate.elevenlabs_answers import is_clone

QUESTION_SECONDS = 8.0
KNOWN_FOR = timedelta(days=30)

_CLONE = (
    "The voice {voice} may be a clone of somebody's voice, and there is no record of their consent: make one with "
    "`dawncast voices clone`, or set `voice` to one of ElevenLabs' own."
)
_UNTOLD = (
    "{host} does not tell this key whether the voice {voice} is a clone, and without knowing that it does not speak: "
    "check `api_key` under [voice], and give the key the permission to read voices (voices_read) there."
)


def utc_now() -> datetime:
    """The time."""
    return datetime.now(UTC)


class Permission:
    """The question about one voice, asked once; its good answer is kept for a month."""

    def __init__(
        self, account: ElevenLabsAccount, voice: str, folder: Path, now: Callable[[], datetime] = utc_now
    ) -> None:
        self._account, self._voice, self._now = account, voice, now
        self._nobodys = NobodysVoices(folder)
        self._clone: bool | None = None
        self._lock = asyncio.Lock()

    async def check(self) -> None:
        """Return where the voice may speak. Raises VoiceError, "consent" where it may not."""
        async with self._lock:
            if self._clone is None:
                self._clone = await self._is_clone()
        if self._clone:
            raise VoiceError(_CLONE.format(voice=self._voice), "consent")

    async def _is_clone(self) -> bool:
        host = self._account.host
        if await asyncio.to_thread(self._nobodys.has, host, self._voice, self._now()):
            return False
        clone = await self._asked()
        if not clone:
            await asyncio.to_thread(self._nobodys.add, host, self._voice, self._now())
        return clone

    async def _asked(self) -> bool:
        try:
            voice = await self._account.ask(
                lambda client: client.voices.with_raw_response.get(self._voice, request_options=NO_RETRIES),
                QUESTION_SECONDS,
            )
        except VoiceError as error:
            if error.why != "key":
                raise
            raise VoiceError(_UNTOLD.format(host=self._account.host, voice=self._voice), "key") from None
        return is_clone(getattr(voice, "category", None), getattr(voice, "is_owner", None))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """That a host said a voice to be nobody's clone, and when."""

    host: str
    voice: str
    asked: AwareDatetime


class NobodysVoices:
    """Which voices are known to be nobody's clone, for a month, so that it is not asked every morning."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "elevenlabs-voices.json"

    def has(self, host: str, voice: str, now: datetime) -> bool:
        """Whether that is known of a voice."""
        return any((known.host, known.voice) == (host, voice) for known in self._all(now))

    def add(self, host: str, voice: str, now: datetime) -> None:
        """Note that it is so."""
        known = (*self._all(now), _Known(host=host, voice=voice, asked=now))
        with suppress(OSError):  # then it is asked again, that is all
            write_whole(self._file, to_json(known, tuple[_Known, ...]), mode=0o600)

    def _all(self, now: datetime) -> tuple[_Known, ...]:
        try:
            known: tuple[_Known, ...] = from_json(tuple[_Known, ...], self._file.read_bytes())
        except (OSError, ValueError):
            return ()
        return tuple(one for one in known if timedelta() <= now - one.asked < KNOWN_FOR)
