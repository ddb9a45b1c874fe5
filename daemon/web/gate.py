"""Who may have what: tokens as the database knows them at this moment, in the path or as a password (Basic auth)."""

import base64
import binascii
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from config.errors import DawncastError
from daemon.home.tokens import Token, digest_of
from daemon.serve.log import Log
from daemon.web.addresses import Address
from daemon.web.crawlers import crawler

A_DAY = timedelta(days=1)
Uses = Mapping[bytes, tuple[datetime, str]]
"""When which token (by its digest) was last used, and by which app."""


class Keys(Protocol):
    """The tokens: daemon/home/tokens.py. Raises DawncastError."""

    def version(self) -> int:
        """Another number after every change."""

    def known(self) -> Mapping[bytes, Token]:
        """All of them, by their digests."""


@dataclass(frozen=True, slots=True)
class Held:
    """A right token, as it was shown."""

    digest: bytes
    token: Token


class UnknownKeysError(DawncastError):
    """The tokens cannot be read, and have not been read before: nobody can be let in yet."""


class Gate:
    """Lets in who shows a token that is known now. What was read last holds while the database cannot be read."""

    def __init__(self, keys: Keys, log: Log, now: Callable[[], datetime]) -> None:
        self._keys = keys
        self._log = log
        self._now = now
        self._version: int | None = None
        self._known: Mapping[bytes, Token] = {}
        self._trouble = ""
        self._uses: dict[bytes, tuple[datetime, str]] = {}
        self._warned: dict[bytes, datetime] = {}

    def held(self, token: str) -> Held | None:
        """The token, if it is a right one. Takes as long for a wrong one. Raises UnknownKeysError."""
        shown, found = digest_of(token), None
        for digest, known in self._current().items():
            if hmac.compare_digest(digest, shown):
                found = Held(digest, known)
        return found if found and found.token.holds(self._now()) else None

    def note(self, held: Held, address: Address, agent: str) -> None:
        """Remember that the token was used, and warn (once a day) of a crawler that would make its feed public."""
        now = self._now()
        self._uses[held.digest] = (now, agent)
        if address.kind != "feed" or now - self._warned.get(held.digest, now - A_DAY) < A_DAY:
            return
        if name := crawler(agent):
            self._warned[held.digest] = now
            do = "find out who gave the address away, revoke the token (dawncast feed revoke) and make another"
            self._log(
                "warning", "a crawler that publishes feeds has this one", crawler=name, token=held.token.name, do=do
            )

    def uses(self) -> Uses:
        """What was noted since this was last asked for."""
        uses, self._uses = self._uses, {}
        return uses

    def not_noted(self, uses: Uses) -> None:
        """Keep what could not be written down for the next time."""
        self._uses = {**uses, **self._uses}

    def _current(self) -> Mapping[bytes, Token]:
        try:
            version = self._keys.version()
            if version != self._version:
                self._known, self._version = self._keys.known(), version
        except DawncastError as error:
            self._say(str(error))
            if self._version is None:
                raise UnknownKeysError(str(error)) from error
        else:
            self._trouble = ""
        return self._known

    def _say(self, trouble: str) -> None:
        if trouble != self._trouble:
            self._log("error", "tokens not read", why=trouble)
        self._trouble = trouble


def may(token: Token, address: Address) -> bool:
    """Whether a token is for that: all, one show, or one episode and never a feed."""
    if token.day is not None:
        return address.kind not in {"feed", "latest"} and (address.show, address.day) == (token.show, token.day)
    return token.show is None or address.show == token.show


def basic_password(header: str | None) -> str | None:
    """The password of an Authorization header; any user's. None where there is none."""
    scheme, _, value = (header or "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        _user, colon, password = base64.b64decode(value.strip(), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return password if colon else None
