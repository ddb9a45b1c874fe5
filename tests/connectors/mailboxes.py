"""A connector for a user of a real server, and what it brings."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from connectors.base import Collected, ConnectorError, Listener
from connectors.imap import ImapConfig, ImapConnector
from connectors.items import Message, Window
from tests.fakes.imap_relay import Relay
from tests.fakes.imap_server import PASSWORD, Box, Dovecot

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 24, 6, 40, tzinfo=BERLIN)
WINDOW = Window(first=date(2026, 3, 24), zone=BERLIN, now=NOW)
HOUR = timedelta(hours=1)


def source(box: Box, port: int, **settings: Any) -> ImapConnector:
    values = {
        "kind": "imap", "host": "127.0.0.1", "port": port, "tls": "none", "allow_private": True, "username": box.user,
        "password": PASSWORD, **settings,
    }  # fmt: skip
    return ImapConnector(ImapConfig.model_validate(values, context={"revealed": True}), Listener())


def collect(box: Box, server: Dovecot | Relay, state: bytes = b"", now: datetime = NOW, **settings: Any) -> Collected:
    window = Window(first=now.date(), zone=BERLIN, now=now)
    return source(box, server.port, **settings).collect(window, state)


def told(found: Collected) -> list[str]:
    return [f"{'!' * item.flagged}{item.subject}" for item in found.items if isinstance(item, Message)]


def refused_by(box: Box, port: int, **settings: Any) -> ConnectorError:
    with pytest.raises(ConnectorError) as caught:
        source(box, port, **settings).collect(WINDOW, b"")
    return caught.value
