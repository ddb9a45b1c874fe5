"""Tells an address of the listener's own of each episode, as Standard Webhooks has it (standardwebhooks.com).

What is sent, and no more:

{"type": "episode.published", "timestamp": "2026-03-24T06:00:00+00:00",
 "data": {"guid": "urn:uuid:…", "show": "morning", "show_title": "Morning", "day": "2026-03-24",
          "title": "Tuesday, 24 March", "language": "en", "seconds": 151.4, "chapters": 2, "play": "https://…"}}

`play` is null where the episode is at no address that could be given.

The header webhook-id is the same for each try, and another one where the episode was made again.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

from config.secrets import Secret
from daemon.model import Episode
from daemon.publish.announcing import Announcement, Announcer, announcement, post, secret_address
from daemon.publish.asking import revealed
from daemon.publish.base import Depot, LibraryConfig, LibraryError, LibraryType

PREFIX = "whsec_"
REFUSED = "Check the address, and its secret if it has one, in the settings"


class WebhookConfig(LibraryConfig):
    """`url`: the address, itself a secret. `secret`: what messages are signed with, as whsec_… or any text."""

    url: Secret
    secret: Secret | None = None


def library(config: WebhookConfig, depot: Depot, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> Announcer:
    """Tells that address."""
    return Announcer(depot, partial(_tell, config, depot, now))


async def _tell(config: WebhookConfig, depot: Depot, now: Callable[[], datetime], episode: Episode) -> str:
    url, key = secret_address(config.url), signing_key(config.secret)
    told = await announcement(episode, depot)
    moment, body = now(), message(told, episode.made)
    headers = {"webhook-id": f"msg_{told.key}", "webhook-timestamp": str(int(moment.timestamp()))}
    if key is not None:
        signed = signature(key, headers["webhook-id"], headers["webhook-timestamp"], body)
        headers["webhook-signature"] = signed
    return await post(url, body, headers, refused=REFUSED)


def message(told: Announcement, made: datetime) -> bytes:
    """The body. Pure."""
    data = {
        "guid": told.guid,
        "show": told.show,
        "show_title": told.show_title,
        "day": told.day.isoformat(),
        "title": told.title,
        "language": told.language,
        "seconds": told.seconds,
        "chapters": told.chapters,
        "play": told.play,
    }
    return json.dumps({"type": "episode.published", "timestamp": made.isoformat(), "data": data}).encode()


def signature(key: bytes, identity: str, timestamp: str, body: bytes) -> str:
    """The header webhook-signature. Pure."""
    digest = hmac.digest(key, f"{identity}.{timestamp}.".encode() + body, hashlib.sha256)
    return f"v1,{base64.b64encode(digest).decode()}"


def signing_key(secret: Secret | None) -> bytes | None:
    """The bytes that messages are signed with; None: they are not. Raises LibraryError where the secret is damaged."""
    if secret is None:
        return None
    text = revealed(secret, "secret").strip()
    if not text.startswith(PREFIX):
        return text.encode()
    try:
        key = base64.b64decode(text.removeprefix(PREFIX), validate=True)
    except ValueError:
        key = b""
    if not key:
        what = f"begins with {PREFIX}, but what follows is no base64. Copy it again from where it is from"
        raise LibraryError(f"The secret {what}.", transient=False)
    return key


LIBRARY = LibraryType("webhook", WebhookConfig, library, announces=True)
