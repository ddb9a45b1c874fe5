"""Which shows lie on the site's shelves at this moment; one that is to come has a feed already, without episodes."""

from collections.abc import Iterable
from dataclasses import dataclass

from daemon.publish.records import Record
from daemon.publish.shelf import Shelf
from daemon.web.site import Site


@dataclass(frozen=True, slots=True)
class Shown:
    """A show on a shelf; `version` is another one after each change, and begins with its time (Unix, nanoseconds).

    `title`: of a show without an episode yet.
    """

    show: str
    shelf: Shelf
    version: tuple[int, ...]
    title: str | None = None

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
    return tuple(found[name] for name in sorted(found)) or tuple(_to_come(site, show))


def records_of(found: Iterable[Shown]) -> list[Record]:
    """The episodes of these shows, the oldest first. Raises OSError."""
    records = [record for each in found if each.title is None for record in each.shelf.records(each.show)]
    return sorted(records, key=lambda record: (record.day, record.made))


def _to_come(site: Site, show: str | None) -> Iterable[Shown]:
    """The show, or all shows, of the settings that go to the feed."""
    named = {show} & {*site.titles} if show else {*site.titles}
    return (Shown(name, shelf, (0,), site.titles[name]) for shelf in site.shelves[:1] for name in sorted(named))


def _looked(shelf: Shelf, show: str) -> Shown | None:
    try:
        return Shown(show, shelf, shelf.version(show))
    except (FileNotFoundError, NotADirectoryError):
        return None
