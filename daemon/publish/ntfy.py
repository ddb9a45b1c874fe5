"""Pushes a notification through ntfy (docs.ntfy.sh/publish, "Publish as JSON"): it opens the play link."""

import hashlib
import json
import re
from functools import partial
from typing import Any

from config.secrets import Secret
from daemon.model import Episode
from daemon.publish.announcing import Announcement, Announcer, announcement, post, secret_address
from daemon.publish.asking import revealed
from daemon.publish.base import Depot, LibraryConfig, LibraryError, LibraryType

SEQUENCE = 32
REFUSED = "Check the topic's address and the token in the settings, and that the token may publish there"


class NtfyConfig(LibraryConfig):
    """`url`: a topic's address, as https://ntfy.sh/TOPIC: whoever knows it can read along. `token`: where it asks."""

    url: Secret
    token: Secret | None = None


def library(config: NtfyConfig, depot: Depot) -> Announcer:
    """Tells that topic."""
    return Announcer(depot, partial(_tell, config, depot))


async def _tell(config: NtfyConfig, depot: Depot, episode: Episode) -> str:
    server, topic = server_and_topic(secret_address(config.url))
    own = {"Authorization": f"Bearer {revealed(config.token, 'token')}"} if config.token else {}
    told = await announcement(episode, depot)
    return await post(server, json.dumps(message(topic, told)).encode(), own, refused=REFUSED)


def message(topic: str, told: Announcement) -> dict[str, Any]:
    """The notification; one of the same episode takes its place on the phone (from ntfy 2.16 on). Pure."""
    minutes = max(1, round(told.seconds / 60))
    link = {"click": told.play} if told.play else {}
    return {
        "topic": topic,
        "title": told.show_title,
        "message": f"{told.title} · {minutes} min",
        "tags": ["headphones"],
        "sequence_id": sequence(told.guid),
        **link,
    }


def sequence(guid: str) -> str:
    """What the notifications of one episode have in common. Pure."""
    return hashlib.sha256(guid.encode()).hexdigest()[:SEQUENCE]


def server_and_topic(url: str) -> tuple[str, str]:
    """The address of the server, to which JSON goes, and the topic. Raises LibraryError. Pure."""
    found = re.fullmatch(r"(https?://[^/?#]+/(?:[^?#]*/)?)([A-Za-z0-9_-]{1,64})/?", url)
    if not found:
        what = "ends in the topic, as https://ntfy.sh/TOPIC. Correct it where url in the settings says"
        raise LibraryError(f"The address of a topic {what}.", transient=False)
    return found[1], found[2]


LIBRARY = LibraryType("ntfy", NtfyConfig, library, announces=True)
