"""The parts of the real world that need no daemon."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from config.errors import TryLaterError
from config.load import load
from connectors.items import Event
from daemon.collect.sources import Kept, Sources
from daemon.home.home import Home
from daemon.home.logins import Logins
from daemon.registry import InstalledKinds
from daemon.remembered import source_of
from daemon.serve.run import Rhythms, alone

DAY = date(2026, 3, 24)
SETTINGS = """
timezone = "UTC"
[connectors.work]
kind = "ics"
path = "work.ics"
[shows.morning]
ready_by = "commute"
"""


def test_one_daemon_a_home(tmp_path: Path) -> None:
    with alone(tmp_path / "home"), pytest.raises(TryLaterError, match="--home"), alone(tmp_path / "home"):
        pytest.fail("a second one was let in")
    with alone(tmp_path / "home"):
        pass


def test_a_commuters_rhythm_follows_what_the_calendar_said_last(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text(SETTINGS)
    settings, home = load(tmp_path / "settings.toml", InstalledKinds()), Home(tmp_path / "home")
    rhythms = Rhythms(home)
    latest = rhythms.of(settings, "morning", None).ready(DAY)
    assert latest == datetime(2026, 3, 24, 7, 15, tzinfo=UTC)
    assert rhythms.of(settings, "morning", None) is rhythms.of(settings, "morning", None)
    leaves = datetime(2026, 3, 24, 6, 45, tzinfo=UTC)
    event = Event(
        uid="1", source="work", summary="Train", start=leaves, end=leaves + timedelta(hours=1), location="Hbf"
    )
    identity = source_of("work", settings.connectors["work"], Logins(home.logins)).identity
    answer = Kept(brought=leaves, first=DAY, settings=identity, items=(event,), state=b"")
    Sources(home.sources).keep("work", answer)
    assert rhythms.of(settings, "morning", None).ready(DAY) == leaves - timedelta(minutes=30)
