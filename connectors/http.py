"""The one HTTP client: limits on time and bytes, conditional GET, redirects and one retry, in one place.

No sentence of an error holds more of an address than its host: the rest of it may be a secret.
"""

import asyncio
import logging
from collections.abc import Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from connectors.base import ConnectorError
from connectors.http_answers import AgainError, StatusError, failure, refusal, unpacked

if TYPE_CHECKING:
    import httpx2

__all__ = ["Fetched", "Fetcher", "StatusError", "Validators", "run"]

MOST_REDIRECTS = 5
REDIRECTS = frozenset({301, 302, 303, 307, 308})
SCHEMES = {"http": "http", "https": "https", "webcal": "https", "webcals": "https", "feed": "https"}
MOST_OF_AN_ERROR = 64 * 1024
NO_PARAMS: Mapping[str, str] = MappingProxyType({})
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave with its last answer, handed back word for word (RFC 9110 §8.8)."""

    etag: str | None = None
    last_modified: str | None = None


NO_VALIDATORS = Validators()


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer. `url` is the final address; `changed` is False for a 304, whose body is empty."""

    url: str
    body: bytes
    content_type: str
    validators: Validators
    changed: bool


@dataclass(frozen=True, slots=True)
class _Ask:
    """One request of a chain of redirects."""

    url: "httpx2.URL"
    headers: Mapping[str, str]
    auth: tuple[str, str] | None

    @property
    def conditional(self) -> bool:
        return "If-None-Match" in self.headers or "If-Modified-Since" in self.headers


class Fetcher:
    """An HTTP client for one connector run; use it as an async context manager.

    `seconds` bounds a whole request, redirects and retry included; `most_bytes` its body, packed and unpacked.
    """

    def __init__(self, *, seconds: float = 20.0, most_bytes: int = 20 * 2**20) -> None:
        self._seconds = seconds
        self._most_bytes = most_bytes

    async def __aenter__(self) -> Self:
        import httpx2

        for library in ("httpx2", "httpcore2"):  # they log whole addresses and headers, secrets included
            logging.getLogger(library).setLevel(logging.WARNING)
        agent = f"Dawncast/{version('dawncast')} (+personal briefing)"
        self._client = httpx2.AsyncClient(
            trust_env=False,
            timeout=None,  # `get` bounds the whole request; a limit for each read would bound none
            headers={"User-Agent": agent, "Accept-Encoding": "gzip, deflate"},
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.aclose()

    async def get(
        self,
        url: str,
        *,
        validators: Validators = NO_VALIDATORS,
        params: Mapping[str, str] = NO_PARAMS,
        accept: str = "*/*",
        auth: tuple[str, str] | None = None,
    ) -> Fetched:
        """GET an http(s) address (webcal and feed mean https). Raises ConnectorError, of which StatusError is one."""
        ask = _first(url, params, {"Accept": accept} | _conditions(validators), auth)
        try:
            async with asyncio.timeout(self._seconds):
                return await self._with_one_retry(ask)
        except TimeoutError as error:
            late = f"{ask.url.host} did not answer within {self._seconds:g} seconds."
            raise ConnectorError(late, transient=True) from error

    async def _with_one_retry(self, ask: _Ask) -> Fetched:
        started = asyncio.get_running_loop().time()
        try:
            return await self._follow(ask)
        except AgainError as first:
            if asyncio.get_running_loop().time() + first.wait >= started + self._seconds:
                raise first.error from first
            await asyncio.sleep(first.wait)
        try:
            return await self._follow(ask)
        except AgainError as second:
            raise second.error from second

    async def _follow(self, ask: _Ask) -> Fetched:
        for _ in range(MOST_REDIRECTS + 1):
            answer = await self._answer(ask)
            if isinstance(answer, Fetched):
                return answer
            ask = answer
        endless = f"{ask.url.host} sends the request on without end. Check the address in the settings."
        raise ConnectorError(endless, transient=False)

    async def _answer(self, ask: _Ask) -> Fetched | _Ask:
        import httpx2

        try:
            async with self._client.stream("GET", ask.url, headers=ask.headers, auth=ask.auth) as response:
                if response.status_code in REDIRECTS and "location" in response.headers:
                    return _redirected(ask, response.headers["location"])
                return await self._whole(ask, response)
        except httpx2.RequestError as error:
            raise failure(ask.url.host, error) from error

    async def _whole(self, ask: _Ask, response: "httpx2.Response") -> Fetched:
        if response.status_code == 304 and ask.conditional:
            return _fetched(ask, response, b"")
        host, good = ask.url.host, response.is_success
        raw, more = await _read(response, self._most_bytes if good else MOST_OF_AN_ERROR)
        if good and more:
            large = f"{host} sent more than {self._most_bytes / 2**20:g} MB. Check the address in the settings."
            raise ConnectorError(large, transient=False)
        try:
            body = unpacked(raw, response.headers.get("content-encoding", "").strip().lower(), self._most_bytes)
        except ValueError as error:
            if good:
                raise ConnectorError(f"{host} could not be read: {error}.", transient=True) from error
            body = b""
        if not good:
            raise refusal(host, response.status_code, body, response.headers, datetime.now(UTC))
        return _fetched(ask, response, body)


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


def _first(url: str, params: Mapping[str, str], headers: Mapping[str, str], auth: tuple[str, str] | None) -> _Ask:
    address = _address(url)
    own = (address.username, address.password) if address.userinfo else None
    bare = address.copy_with(userinfo=b"", fragment=None)
    return _Ask(bare.copy_merge_params(dict(params)) if params else bare, headers, auth or own)


def _address(url: str, base: "httpx2.URL | None" = None) -> "httpx2.URL":
    """The http(s) address that is meant. Raises ConnectorError, which does not repeat it."""
    import httpx2

    try:
        address = base.join(url) if base else httpx2.URL(url.strip())
    except (httpx2.InvalidURL, ValueError):
        address = httpx2.URL()
    if address.scheme in SCHEMES and address.host:
        return address.copy_with(scheme=SCHEMES[address.scheme])
    where = f"{base.host} sends the request on to" if base else "The settings name"
    bad = f"{where} an address that is not of the form https://host/path. Correct it in the settings."
    raise ConnectorError(bad, transient=False)


def _conditions(validators: Validators) -> dict[str, str]:
    values = {"If-None-Match": validators.etag, "If-Modified-Since": validators.last_modified}
    # A header that no client may send would be refused; then the answer is simply fetched whole.
    return {name: value for name, value in values.items() if value and value.isascii() and value.isprintable()}


def _redirected(ask: _Ask, location: str) -> _Ask:
    url = _address(location, ask.url).copy_with(userinfo=b"", fragment=None)
    return replace(ask, url=url, auth=ask.auth if _same_origin(ask.url, url) else None)


def _same_origin(old: "httpx2.URL", new: "httpx2.URL") -> bool:
    """Whether a password for the one may be shown to the other: the same server, or its move to https."""
    same = (old.scheme, old.host, old.port) == (new.scheme, new.host, new.port)
    to_https = (old.scheme, new.scheme) == ("http", "https") and old.port is None and new.port is None
    return same or (to_https and old.host == new.host)


async def _read(response: "httpx2.Response", most: int) -> tuple[bytes, bool]:
    """The body as it came, and whether there is more of it than that many bytes."""
    declared = response.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > most:
        return b"", True
    raw = bytearray()
    async for chunk in response.aiter_raw():
        raw += chunk
        if len(raw) > most:
            return bytes(raw[:most]), True
    return bytes(raw), False


def _fetched(ask: _Ask, response: "httpx2.Response", body: bytes) -> Fetched:
    headers = response.headers
    validators = Validators(headers.get("etag"), headers.get("last-modified"))
    return Fetched(str(ask.url), body, headers.get("content-type", ""), validators, changed=response.status_code != 304)
