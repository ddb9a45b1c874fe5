"""What the caldav library sends its requests through: to one server only, bounded in time and bytes.

No sentence of an error holds more of an address than its host: the rest of it may be a secret.
"""

import asyncio
import logging
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from connectors.base import ConnectorError
from connectors.http_answers import AgainError, failure, refusal, unpacked

if TYPE_CHECKING:
    import ssl

    import httpx2

MOST_BYTES = 20 * 2**20
AGAIN = frozenset({429, 502, 503, 504})
"""A 500 is not among them: what made a server stumble over a calendar makes it stumble again."""
SHARDS = (".icloud.com",)
"""Services that keep an account on another of their own hosts than the one that is written down."""


def user_agent() -> str:
    """Who we say we are."""
    return f"Dawncast/{version('dawncast')} (+personal briefing)"


@cache
def authorities() -> "ssl.SSLContext":
    """Whose certificates are trusted; to load them takes longer than the whole of a quiet morning's collection."""
    import httpx2

    return httpx2.create_ssl_context(trust_env=False)


class Session:
    """Stands in for the library's own HTTP client (`AsyncDAVClient.session`): the last of its words on the wire.

    `base` is the address in the settings; `seconds` bounds one request, retry included, `left` all of them, from now
    on. Raises ConnectorError where no answer was had. Made and used in a running loop.
    """

    def __init__(self, base: str, *, seconds: float, left: float) -> None:
        import httpx2

        for library in ("httpx2", "httpcore2"):  # they log whole addresses and headers, secrets included
            logging.getLogger(library).setLevel(logging.WARNING)
        logging.getLogger("caldav").setLevel(logging.CRITICAL)  # it logs what it did not understand: people's entries
        self._base = httpx2.URL(base)
        self._seconds, self._ends = seconds, asyncio.get_running_loop().time() + left
        self._client = httpx2.AsyncClient(
            trust_env=False, timeout=None, verify=authorities(), headers={"Accept-Encoding": "gzip, deflate"}
        )

    async def request(self, *, method: str, url: str, **given: Any) -> "httpx2.Response":
        """One answer, read to its end; `content`, `headers` and `auth` as httpx2 takes them."""
        import httpx2

        content = {name: value for name, value in given.items() if name != "timeout"}  # ours bounds all of it
        address = httpx2.URL(url)
        if not is_ours(self._base, address):
            raise ConnectorError(_elsewhere(self._base.host, address.host), transient=False)
        now = asyncio.get_running_loop().time()
        if now >= self._ends:
            raise ConnectorError(f"There was no time left to ask {address.host}.", transient=True)
        until = min(now + self._seconds, self._ends)
        try:
            async with asyncio.timeout_at(until):
                return await self._with_one_retry(until, method, address, content)
        except TimeoutError as error:
            late = f"{address.host} did not answer within {max(0.1, until - now):.2g} seconds."
            raise ConnectorError(late, transient=True) from error

    async def aclose(self) -> None:
        """Close its connections."""
        await self._client.aclose()

    async def _with_one_retry(
        self, until: float, method: str, url: "httpx2.URL", content: dict[str, Any]
    ) -> "httpx2.Response":
        try:
            return await self._answer(method, url, content)
        except AgainError as again:
            if asyncio.get_running_loop().time() + again.wait >= until:
                raise again.error from again
            await asyncio.sleep(again.wait)
        try:
            return await self._answer(method, url, content)
        except AgainError as again:
            raise again.error from again

    async def _answer(self, method: str, url: "httpx2.URL", content: dict[str, Any]) -> "httpx2.Response":
        import httpx2

        try:
            async with self._client.stream(method, url, **content) as response:
                if response.status_code in AGAIN:
                    raise refusal(url.host, response.status_code, b"", response.headers, datetime.now(UTC))
                return await _whole(response)
        except httpx2.RequestError as error:
            raise failure(url.host, error) from error


def is_ours(base: "httpx2.URL", url: "httpx2.URL") -> bool:
    """Whether the password for the one may be shown to the other: the same server, its move to https, a host of it."""
    if (url.scheme, url.host, url.port) == (base.scheme, base.host, base.port):
        return True
    if url.scheme != "https" or url.port is not None or base.port is not None:
        return False
    siblings = any(base.host.endswith(shard) and url.host.endswith(shard) for shard in SHARDS)
    return siblings or url.host == base.host or url.host.endswith(f".{base.host}")


def refused(host: str, status: int | None) -> ConnectorError:
    """What a status means for a whole account or calendar."""
    if status == 401:
        wrong = (
            f"{host} wants a user name and password, or refuses those it was given. Set them anew in the settings; "
            "many services want a password made for this purpose (an app password)."
        )
        return ConnectorError(wrong, transient=False, needs_login=True)
    if status is None or status < 400:
        strange = f"{host} answers, but not as a calendar server does. Check the address in the settings."
        return ConnectorError(strange, transient=True)
    found = refusal(host, status, b"", {}, datetime.now(UTC))
    error = found.error if isinstance(found, AgainError) else found
    return error if isinstance(error, ConnectorError) else refused(host, None)


def explained(host: str, error: Exception) -> ConnectorError:
    """What the library raised, for people; its own words hold addresses and what the server sent."""
    return error if isinstance(error, ConnectorError) else refused(host, getattr(error, "status", None))


def _elsewhere(base: str, host: str) -> str:
    return (
        f"{base} sends the request on to {host or 'nowhere'}. If that is your calendar server, write its address "
        "into the settings; the password is not sent there otherwise."
    )


async def _whole(response: "httpx2.Response") -> "httpx2.Response":
    """The answer with its body, unpacked."""
    import httpx2

    host, raw = response.request.url.host, bytearray()
    async for chunk in response.aiter_raw():
        raw += chunk
        if len(raw) > MOST_BYTES:
            raise ConnectorError(f"{host} sent more than {MOST_BYTES / 2**20:g} MB at once.", transient=False)
    encoding = response.headers.get("content-encoding", "").strip().lower()
    try:
        body = unpacked(bytes(raw), encoding, MOST_BYTES)
    except ValueError as error:
        raise ConnectorError(f"{host} could not be read: {error}.", transient=True) from error
    headers = [(name, value) for name, value in response.headers.multi_items() if name not in _OF_THE_WIRE]
    return httpx2.Response(response.status_code, headers=headers, content=body, request=response.request)


_OF_THE_WIRE = frozenset({"content-encoding", "content-length", "transfer-encoding"})
