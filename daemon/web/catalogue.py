"""Which shows lie on the site's shelves at this moment."""

from collections.abc import Iterable
from dataclasses import dataclass

from daemon.publish.records import Record
from daemon.publish.shelf import Shelf
from daemon.web.site import Site


@dataclass(frozen=True, slots=True)
class Shown:
    """A show on a shelf; `version` is another one after each change, and begins with its time (Unix, nanoseconds)."""

    show: str
    shelf: Shelf
    version: tuple[int, ...]

    @property
    def changed(self) -> float:
        """Seconds, Unix."""
        return self.version[0] / 1e9


def shown(site: Site, show: str | None) -> tuple[Shown, ...]:
    """The show, or all shows where it is None; of two shelves that have it, the first counts. Raises OSError."""
    found: dict[str, Shown] = {}
    for shelf in site.shelves:
        for name in (show,) if show else shelf.shows():
            if name not in found and (looked := _looked(shelf, name)):
                found[name] = looked
    return tuple(found[name] for name in sorted(found))


def records_of(found: Iterable[Shown]) -> list[Record]:
    """The episodes of these shows, the oldest first. Raises OSError."""
    records = [record for each in found for record in each.shelf.records(each.show)]
    return sorted(records, key=lambda record: (record.day, record.made))


def _looked(shelf: Shelf, show: str) -> Shown | None:
    try:
        return Shown(show, shelf, shelf.version(show))
    except (FileNotFoundError, NotADirectoryError):
        return None
