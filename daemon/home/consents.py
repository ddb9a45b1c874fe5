"""The records of consent of a home: whose voice was cloned, who said when that it may be used, and for what."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from connectors.codec import from_json, to_json
from daemon.home.files import write_whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """That a person's voice may be used, and for what (`scope`). `voice`: the engine's own name (ID) of it."""

    name: str
    engine: str
    voice: str
    who: str
    when: datetime
    statement: str
    scope: str


class Consents:
    """A folder with a folder a cloned voice, `NAME/consent.json`. Raises OSError.

    A record that cannot be understood is no consent.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def of(self, name: str) -> Consent | None:
        """The record of that name."""
        try:
            return from_json(Consent, self._file(name).read_bytes())
        except (FileNotFoundError, ValueError):
            return None

    def for_voice(self, engine: str, voice: str) -> Consent | None:
        """The record of an engine's voice, by its ID or by the record's name."""
        return next((one for one in self.all() if one.engine == engine and voice in (one.voice, one.name)), None)

    def all(self) -> Iterator[Consent]:
        """Every record, by name."""
        for file in sorted(self._folder.glob("*/consent.json")):
            if consent := self.of(file.parent.name):
                yield consent

    def keep(self, consent: Consent) -> None:
        """Keep a record; only its owner may read it."""
        file = self._file(consent.name)
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_whole(file, to_json(consent), mode=0o600)

    def forget(self, name: str) -> None:
        """Delete a record."""
        self._file(name).unlink(missing_ok=True)
        if self._file(name).parent.is_dir() and not any(self._file(name).parent.iterdir()):
            self._file(name).parent.rmdir()

    def _file(self, name: str) -> Path:
        return self._folder / name / "consent.json"
