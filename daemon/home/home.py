"""The listener's home folder: where everything of one listener lies."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Home:
    """The home's layout (design.md §2)."""

    path: Path

    def episode(self, show: str, day: date) -> Path:
        """All that the production of one show on one day makes."""
        return self.path / "episodes" / show / day.isoformat()

    @property
    def sources(self) -> Path:
        """Each source's last good answer and state."""
        return self.path / "sources"

    @property
    def logins(self) -> Path:
        """What services gave to `dawncast login`."""
        return self.path / "logins"

    @property
    def libraries(self) -> Path:
        """What each library must remember; of the private feed, its episodes."""
        return self.path / "libraries"

    @property
    def clips(self) -> Path:
        """The clips of all shows and days."""
        return self.path / "clips"

    @property
    def voices(self) -> Path:
        """Voices that were installed, and the records of consent."""
        return self.path / "voices"

    @property
    def database(self) -> Path:
        """What outlives episodes."""
        return self.path / "dawncast.db"
