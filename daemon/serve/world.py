"""What the daemon lives in: its clocks, home and database, and what it acts through. A simulation hands in its own."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from config.settings import Settings
from daemon.clock.schedule import Rhythm
from daemon.home.home import Home
from daemon.home.productions import Productions
from daemon.home.store import Store
from daemon.model import Publication
from daemon.serve.announcing import Announcer
from daemon.serve.child import Child, Making
from daemon.serve.log import Log
from daemon.serve.outcome import Begun, Found
from daemon.serve.production import Clocks
from daemon.serve.watching import Loaded


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """All that the daemon's loop sees and does. Its waits are asyncio's: a simulation brings a loop of its own.

    `rhythm`: of a show, given since when the listener is in the zone; raises SettingsError. `found`: what a production
    that ended then left behind, given where its episode is. `start`: raises OSError.
    """

    home: Home
    store: Store
    records: Productions
    clocks: Clocks
    log: Log
    announcer: Announcer
    rhythm: Callable[[Settings, str, datetime | None], Rhythm]
    start: Callable[[Making, Loaded], Awaitable[Child]]
    found: Callable[[Settings, Begun, datetime, Sequence[Publication]], Found]
    trim: Callable[[Settings, datetime], Awaitable[None]]
