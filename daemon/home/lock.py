"""One lock a show and day, so that two productions never make the same episode."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.errors import TryLaterError


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder's lock; raises TryLaterError while another process does. A killed holder frees it at once."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise TryLaterError("This episode is being made by another process right now. Try again later.") from None
        yield
