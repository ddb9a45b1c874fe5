"""The logins of a home: what `dawncast login` was given by a service, each a file that only its owner may read."""

from pathlib import Path
from uuid import uuid4

from daemon.home.files import write_whole


class Logins:
    """A folder of logins by name. What they hold is a secret."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, name: str) -> str:
        """The login, or "" where there is none."""
        try:
            return self._file(name).read_text(encoding="utf-8")
        except FileNotFoundError:
            return ""

    def keep(self, name: str, login: str) -> None:
        """Keep a login in the place of the one before."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_whole(self._file(name), login.encode(), mode=0o600)

    def give(self, name: str, login: str) -> None:
        """Keep a login that a person has just given: from now on its sources speak for another account."""
        self.keep(name, login)
        write_whole(self._folder / f"{name}.account", uuid4().hex.encode(), mode=0o600)

    def account(self, name: str) -> str:
        """What tells this login from the one that was given before it; "" where none was."""
        try:
            return (self._folder / f"{name}.account").read_text(encoding="utf-8")
        except (OSError, ValueError):
            return ""

    def _file(self, name: str) -> Path:
        return self._folder / f"{name}.json"
