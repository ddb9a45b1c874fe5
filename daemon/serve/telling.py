"""Sees to it that what people are to be told arrives: once, at every address, tried for an hour, over restarts."""

import asyncio
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

from config.secrets import Secret, SecretError
from connectors.codec import from_json, to_json
from daemon.home.files import write_whole
from daemon.serve.log import Log
from daemon.serve.messages import Kind, Message, Notice, changed, message, wanted, weekly
from daemon.serve.sending import Fate, Job, Tone, send

__all__ = ["Message", "Notice", "Teller", "changed", "message", "wanted", "weekly"]

PAUSES = (10.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1080.0, 1380.0)
"""Seconds between the tries: an hour altogether."""
REMEMBERED = timedelta(days=30)
"""How long it is known that something was told."""

_TONES: dict[Kind, Tone] = {
    "ready": "success", "degraded": "warning", "failed": "failure",
    "missed": "failure", "changed": "info", "weekly": "info",
}  # fmt: skip  # two lines
_WHY: dict[Fate, str] = {
    "refused": "Apprise knows no such address; correct it as its list of services shows",
    "missing": "Apprise is not installed; run: pip install 'dawncast[notify]'",
    "failed": "its service did not take it; see that the address is right and the service can be reached",
}


@dataclass(frozen=True, slots=True)
class _Addressee:
    """One address of the settings: its place there ("notify.to[0]") and the secret."""

    place: str
    secret: Secret

    @property
    def mark(self) -> str:
        """By which it is remembered: a hash of where the secret lies."""
        return sha256(repr(self.secret.reference).encode()).hexdigest()[:16]


_NOT_SENT: Fate = "failed"


class Teller:
    """Sends notices through Apprise, in a process of its own; `folder` (HOME/told) keeps what was told to whom.

    A notice may arrive twice where the machine is cut off in the very moment between sending and remembering: better
    than not at all.
    """

    def __init__(self, folder: Path, log: Log, pauses: Sequence[float] = PAUSES) -> None:
        self._folder = folder
        self._log = log
        self._pauses = pauses
        self._done: dict[str, frozenset[str]] = {}
        """Marks that need no further try, by notice; also where the disk would not take them."""
        self._busy: set[str] = set()

    async def tell(self, notice: Notice, to: Sequence[Secret]) -> None:
        """Send it to every address that has not had it; returns when all have, or when nothing more is tried.

        Telling the same notice again, after a restart too, sends nothing twice. Raises nothing: the log has it.
        """
        if notice.name in self._busy:
            return
        self._busy.add(notice.name)
        try:
            self._forget_before(notice.day - REMEMBERED)
            await self._until_told(notice, [_Addressee(f"notify.to[{n}]", secret) for n, secret in enumerate(to)])
        finally:
            self._busy.discard(notice.name)

    async def _until_told(self, notice: Notice, to: Sequence[_Addressee]) -> None:
        for pause in (*self._pauses, None):
            left = [each for each in to if each.mark not in self._marks(notice)]
            fates = await self._try(notice, left) if left else {}
            for each, fate in fates.items():
                self._account_for(notice, each, fate, last=pause is None)
            if pause is None or "failed" not in fates.values():
                return
            await asyncio.sleep(pause)

    async def _try(self, notice: Notice, to: Sequence[_Addressee]) -> dict[_Addressee, Fate]:
        """What became of each addressee's message."""
        revealed = await asyncio.to_thread(self._reveal, to)  # it may run a command
        job = Job(
            addresses=tuple(revealed.values()),
            title=notice.message.title,
            body=notice.message.body,
            tone=_TONES[notice.kind],
        )
        sent = await send(job) if revealed else ()
        return {**dict.fromkeys(to, _NOT_SENT), **dict(zip(revealed, sent, strict=True))}

    def _reveal(self, to: Iterable[_Addressee]) -> dict[_Addressee, str]:
        """The addresses that could be fetched."""
        found = {}
        for each in to:
            try:
                found[each] = each.secret.reveal()
            except SecretError as error:
                self._log("warning", "address of a notification not fetched", to=each.place, why=error)
        return found

    def _account_for(self, notice: Notice, to: _Addressee, fate: Fate, *, last: bool) -> None:
        """Log what became of a message, and remember it where nothing more is to be tried."""
        about = {"show": notice.show, "day": notice.day, "kind": notice.kind, "to": to.place}
        if fate == "sent":
            self._log("info", "told", **about)
        elif fate == "failed" and not last:
            self._log("warning", "not told yet", **about)
            return
        else:
            self._log("error", "not told", **about, why=_WHY[fate])
        self._remember(notice, self._marks(notice) | {to.mark})

    def _marks(self, notice: Notice) -> frozenset[str]:
        if notice.name not in self._done:
            self._done[notice.name] = self._remembered(notice)
        return self._done[notice.name]

    def _remembered(self, notice: Notice) -> frozenset[str]:
        try:
            return from_json(frozenset[str], self._file(notice).read_bytes())
        except (OSError, ValueError):
            return frozenset()  # never told, or not to be read: rather told twice than not at all

    def _remember(self, notice: Notice, marks: Collection[str]) -> None:
        self._done[notice.name] = frozenset(marks)
        try:
            write_whole(self._file(notice), to_json(sorted(marks), list[str]))
        except OSError as error:
            self._log("warning", "what was told cannot be remembered", why=error)

    def _file(self, notice: Notice) -> Path:
        return self._folder / f"{notice.name}.json"

    def _forget_before(self, day: date) -> None:
        """Of days that long ago nothing is told any more."""
        self._done = {name: marks for name, marks in self._done.items() if name >= day.isoformat()}
        try:
            for file in self._folder.glob("*.json"):
                if file.name < day.isoformat():
                    file.unlink(missing_ok=True)
        except OSError as error:
            self._log("warning", "what was told long ago cannot be removed", why=error)
