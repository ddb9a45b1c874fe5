"""The private feed: who shows a right token gets what that is for; everybody else gets nothing."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from daemon.serve.log import Log
from daemon.web.addresses import address_of
from daemon.web.answers import Answers, Asked
from daemon.web.gate import Gate, Held, UnknownKeysError, basic_password, may
from daemon.web.limits import BURST, FORGIVEN, WrongTokens
from daemon.web.visit import Visit, visit_of

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

NOTHING = "There is nothing here, or not any more.\n"
"""For a wrong token and for a thing that is not there alike: the answer does not tell which."""
CHALLENGE = {"WWW-Authenticate": 'Basic realm="Dawncast", charset="UTF-8"'}


@dataclass(frozen=True, slots=True)
class Feed:
    """Answers /f/TOKEN/… and /b/… (Basic auth). `clock`: seconds, for the limits."""

    gate: Gate
    log: Log
    now: Callable[[], datetime]
    clock: Callable[[], float] = time.monotonic
    _answers: Answers = field(default_factory=Answers)
    _wrong: WrongTokens = field(default_factory=WrongTokens)

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """The answer to a request."""
        answer = await self._answer(visit_of(scope), scope["method"], scope["path"])
        await answer(scope, receive, send)

    async def _answer(self, visit: Visit, method: str, path: str) -> "ASGIApp":
        if method not in {"GET", "HEAD"}:
            return _plain("This can only be read.\n", 405, Allow="GET, HEAD")
        basic = path.startswith("/b/")
        in_path, _, rest = path[3:].partition("/")
        token = basic_password(visit.headers.get("authorization")) if basic else in_path
        try:
            held = self.gate.held(token) if token else None
        except UnknownKeysError:
            return _later()
        if not held:
            return self._refused(visit, basic=basic, shown=token is not None)
        visit.token = held.token.name
        credential, rest = ("b", path[3:]) if basic else (f"f/{token}", rest)
        return await self._given(visit, method, held, credential, rest) or _plain(NOTHING, 404)

    def _refused(self, visit: Visit, *, basic: bool, shown: bool) -> "ASGIApp":
        """To who has no right token. An app that does not know yet that it needs one has done nothing wrong."""
        wrong = self._wrong.add(visit.asker.address, self.clock()) if shown else 0
        if wrong > BURST:
            if wrong <= BURST + 1:
                self.log("warning", "too many wrong tokens", address=str(visit.asker.address))
            return _plain("Too many wrong tokens. Try again later.\n", 429, **{"Retry-After": f"{FORGIVEN:.0f}"})
        return _plain("A token is needed as the password.\n", 401, **CHALLENGE) if basic else _plain(NOTHING, 404)

    async def _given(self, visit: Visit, method: str, held: Held, credential: str, rest: str) -> "ASGIApp | None":
        """What is asked for, if the token is for it and it is there."""
        address = address_of(rest)
        if address is None or not may(held.token, address):
            return None
        self.gate.note(held, address, visit.headers.get("user-agent", ""))
        asked = Asked(
            site=visit.site,
            asker=visit.asker,
            method=method,
            headers=visit.headers,
            credential=credential,
            address=address,
            now=self.now(),
        )
        try:
            answer = await self._answers.of(asked)
        except FileNotFoundError:  # it was let go of at this moment
            return None
        except OSError as error:
            self.log("error", "the feed's files cannot be read", why=error)
            return _later()
        if answer:
            visit.kind, visit.show = address.kind, address.show
        return answer


def _later() -> "ASGIApp":
    return _plain("Come again in a minute.\n", 503, **{"Retry-After": "60"})


def _plain(text: str, status: int, **headers: str) -> "ASGIApp":
    from starlette.responses import PlainTextResponse

    return PlainTextResponse(text, status, {"Cache-Control": "no-store", **headers})
