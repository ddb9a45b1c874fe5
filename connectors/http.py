"""The one HTTP client: limits on time and bytes, conditional GET, redirects and one retry, in one place.

No sentence of an error holds more of an address than its host: the rest of it may be a secret.
"""

import asyncio
from collections.abc import Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any, Self, TypeVar

from connectors.base import ConnectorError
from connectors.http_answers import AgainError, Answer, StatusError, TooLargeError, failure, good
from connectors.http_asks import (
    NO_VALIDATORS,
    NONE,
    REDIRECTS,
    Ask,
    Fetched,
    Validators,
    body,
    conditions,
    first,
    redirected,
)
from connectors.http_wire import UnreachableError, Wire

__all__ = ["NO_VALIDATORS", "Fetched", "Fetcher", "StatusError", "TooLargeError", "Validators", "run"]

MOST_REDIRECTS = 5
UNSENT = "cannot be asked: a password or token in the settings holds a line break. Correct it."
T = TypeVar("T")


class Fetcher:
    """An HTTP client for one connector run; use it as an async context manager.

    `seconds` bounds a whole request, redirects and retry included; `most_bytes` its body, packed and unpacked. It knows
    no proxy and no cookie.
    """

    def __init__(self, *, seconds: float = 20.0, most_bytes: int = 20 * 2**20) -> None:
        self._seconds = seconds
        self._most_bytes = most_bytes

    async def __aenter__(self) -> Self:
        agent = f"Dawncast/{version('dawncast')} (+personal briefing)"
        self._own = {"User-Agent": agent, "Accept-Encoding": "gzip, deflate", "Accept": "*/*"}
        self._wire = Wire()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._wire.close()

    async def get(
        self,
        url: str,
        *,
        validators: Validators = NO_VALIDATORS,
        headers: Mapping[str, str] = NONE,
        params: Mapping[str, str] = NONE,
        accept: str = "*/*",
        auth: tuple[str, str] | None = None,
    ) -> Fetched:
        """GET an http(s) address (webcal and feed mean https). Raises ConnectorError, of which StatusError is one."""
        own = {**self._own, "Accept": accept, **conditions(validators)}
        return await self._fetch(first("GET", url, params, own, headers, auth))

    async def send(
        self,
        method: str,
        url: str,
        *,
        json: object | None = None,
        form: Mapping[str, str] | None = None,
        content: bytes | None = None,
        headers: Mapping[str, str] = NONE,
        params: Mapping[str, str] = NONE,
        auth: tuple[str, str] | None = None,
    ) -> Fetched:
        """Any other request: with a JSON or form body, or with a file's content, whose type is among the headers.

        One that may change something is sent again only where the server cannot have acted on it. Raises
        ConnectorError, of which StatusError is one.
        """
        content, kind = body(json, form, content)
        return await self._fetch(first(method, url, params, self._own | kind, headers, auth, content))

    async def _fetch(self, ask: Ask) -> Fetched:
        try:
            async with asyncio.timeout(self._seconds):
                return await self._follow(ask, asyncio.get_running_loop().time() + self._seconds)
        except TimeoutError as error:
            late = f"{ask.address.host} did not answer within {self._seconds:g} seconds."
            raise ConnectorError(late, transient=True) from error

    async def _follow(self, ask: Ask, until: float) -> Fetched:
        for _ in range(MOST_REDIRECTS + 1):
            answer = await self._with_one_retry(ask, until)
            if isinstance(answer, Fetched):
                return answer
            ask = answer
        endless = f"{ask.address.host} sends the request on without end. Check the address in the settings."
        raise ConnectorError(endless, transient=False)

    async def _with_one_retry(self, ask: Ask, until: float) -> Fetched | Ask:
        try:
            return await self._answer(ask)
        except AgainError as again:
            too_late = asyncio.get_running_loop().time() + again.wait >= until
            if too_late or not (ask.harmless or again.untaken):
                raise again.error from again
            await asyncio.sleep(again.wait)
        try:
            return await self._answer(ask)
        except AgainError as again:
            raise again.error from again

    async def _answer(self, ask: Ask) -> Fetched | Ask:
        import h11

        try:
            answer = await self._wire.answer(ask, self._most_bytes)
        except h11.LocalProtocolError as error:
            raise ConnectorError(f"{ask.address.host} {UNSENT}", transient=False) from error
        except (OSError, UnreachableError, h11.RemoteProtocolError) as error:
            raise failure(ask.address.host, error, untaken=isinstance(error, UnreachableError)) from error
        if answer.status in REDIRECTS and "location" in answer.headers:
            return redirected(ask, answer.status, answer.headers["location"])
        return self._whole(ask, answer)

    def _whole(self, ask: Ask, answer: Answer) -> Fetched:
        if answer.status == 304 and ask.conditional:
            return _fetched(ask, answer, b"")
        return _fetched(ask, answer, good(ask.address.host, answer, self._most_bytes, datetime.now(UTC)))


def run(main: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine as asyncio.run does, but do not wait at the end for a name server that does not answer."""

    async def without_waiting() -> T:
        asyncio.get_running_loop().set_default_executor(_Careless(max_workers=8))
        return await main

    return asyncio.run(without_waiting())


class _Careless(ThreadPoolExecutor):
    """Looks names up in threads that nobody waits for: the system's lookup can be neither limited nor ended."""

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: ARG002  # as inherited
        super().shutdown(wait=False, cancel_futures=True)


def _fetched(ask: Ask, answer: Answer, body: bytes) -> Fetched:
    return Fetched(
        url=str(ask.address),
        body=body,
        content_type=answer.headers.get("content-type", ""),
        validators=Validators(answer.headers.get("etag"), answer.headers.get("last-modified")),
        changed=answer.status != 304,
        moved=str(ask.address) if ask.moved else None,
        part=answer.headers.get("content-range", "") if answer.status == 206 else "",
    )
