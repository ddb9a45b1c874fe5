"""The logins of a home: what `dawncast login` was given by a service, each a file that only its owner may read."""

from pathlib import Path

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

    def _file(self, name: str) -> Path:
        return self._folder / f"{name}.json"
