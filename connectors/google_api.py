"""Requests to Google's services through google-api-python-client, sent by our own HTTP client, and what errors mean.

The library finds addresses and parameters in the service's description (which comes with it); it asks nothing by
itself. Its own transport, httplib2, connects to names instead of addresses, which no guard can judge.
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from pydantic import ConfigDict, ValidationError, ValidatorFunctionWrapHandler, WrapValidator
from pydantic.alias_generators import to_camel

from connectors.base import ConnectorError
from connectors.codec import from_json
from connectors.google_tokens import AccountError, GoogleConfig, key_refused, new_login, not_covered, not_installed
from connectors.http import Fetcher, StatusError, run
from connectors.plaintext import cut

if TYPE_CHECKING:
    from httplib2 import Response  # type: ignore[import-untyped]  # it ships no types

REQUEST_SECONDS = 10.0
MOST_PAGES = 50
RATE_LIMITS = frozenset(
    {"rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded", "dailyLimitExceeded", "RATE_LIMIT_EXCEEDED"}
)
DISABLED = frozenset({"accessNotConfigured", "SERVICE_DISABLED"})
UNCOVERED = frozenset({"insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT"})
CAMEL_CASE = ConfigDict(alias_generator=to_camel)
"""For dataclasses of Google's JSON: `next_page_token` is its nextPageToken."""


class Page(Protocol):
    """One page of a list."""

    @property
    def next_page(self) -> str | None:
        """The token of the page after it, None where it is the last."""


P = TypeVar("P", bound=Page)


def _or_nothing(value: object, handler: ValidatorFunctionWrapHandler) -> object:
    try:
        return handler(value)
    except ValidationError:
        return None


LOSES_ITSELF = WrapValidator(_or_nothing)
"""For entries of a list: one that is not as documented is None, and the others are whole."""


def one_line(text: str, most: int) -> str:
    """A title or a place as one line of at most so many characters."""
    return cut(" ".join("".join(char if char.isprintable() else " " for char in text).split()), most)


def service(config: GoogleConfig, token: str, name: str, version: str, path: str, ends: float) -> Any:
    """The library's object for a service, which lies at `path` where `base_url` is set.

    Its requests answer with bytes, and end by `ends` (of `monotonic`).
    """
    try:
        from googleapiclient.discovery import build  # type: ignore[import-untyped]  # it ships no types
        from googleapiclient.model import RawModel  # type: ignore[import-untyped]  # likewise
    except ImportError:
        raise not_installed() from None
    logging.getLogger("googleapiclient").setLevel(logging.ERROR)  # it logs addresses and answers
    options = {"api_endpoint": config.base_url.rstrip("/") + path} if config.base_url else None
    return build(
        name,
        version,
        http=_Http(token, ends),
        model=RawModel(),
        client_options=options,
        cache_discovery=False,
        static_discovery=True,
    )


class _Http:
    """What the library takes in place of an httplib2.Http. Raises StatusError for whatever is no success."""

    def __init__(self, token: str, ends: float) -> None:
        self._token = token
        self._ends = ends

    def request(self, uri: str, method: str, body: None, headers: Mapping[str, str]) -> "tuple[Response, bytes]":  # noqa: ARG002  # reading needs no body and no other method than GET
        """One GET with the access token."""
        from httplib2 import Response

        left = min(REQUEST_SECONDS, self._ends - monotonic())
        if left <= 0:
            raise ConnectorError("There was no time left for it.", transient=True)
        kept = {name: value for name, value in headers.items() if name.lower() == "x-goog-api-client"}
        return Response({"status": "200"}), run(self._get(uri, kept, left))

    async def _get(self, uri: str, headers: Mapping[str, str], seconds: float) -> bytes:
        async with Fetcher(seconds=seconds) as fetcher:
            return (await fetcher.get(uri, headers={**headers, "Authorization": f"Bearer {self._token}"})).body


def pages(config: GoogleConfig, what: str, ask: Callable[[str | None], Any], read: Callable[[bytes], P]) -> Iterator[P]:
    """All pages of a list: `ask` makes the request for a page's token, `read` understands its answer or raises
    ValueError, `what` is the list's name. Raises ConnectorError, of which AccountError goes beyond the list.
    """
    token: str | None = None
    for _ in range(MOST_PAGES):
        try:
            page = read(ask(token).execute())
        except StatusError as error:
            raise refusal(error, what, config) from None
        except ValueError as error:
            raise ConnectorError(f"Google's answer for {what} could not be read: {error}.", transient=True) from error
        yield page
        if page.next_page is None:
            return
        token = page.next_page
    raise ConnectorError(f"Google sent {what} in more than {MOST_PAGES} pages.", transient=False)


@dataclass(frozen=True, slots=True)
class _Reason:
    reason: str = ""


@dataclass(frozen=True, slots=True)
class _Errors:
    errors: tuple[_Reason, ...] = ()
    details: tuple[_Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class _Answer:
    """An error's body, old (`errors`) and new (`details`)."""

    error: _Errors


def refusal(error: StatusError, what: str, config: GoogleConfig) -> ConnectorError:
    """What an error of a service means (developers.google.com/workspace/calendar/api/guides/errors)."""
    reasons = _reasons(error.body)
    if error.status == 401:
        return new_login(config) if config.key is None else key_refused()
    if reasons & RATE_LIMITS or error.status == 429:
        busy = "Google has had too many requests. It will be asked again the next time."
        return AccountError(busy, transient=True)
    if reasons & DISABLED:
        off = (
            "Your project at Google may not be asked yet. In the Google Cloud console (APIs & Services), enable the "
            "Google Calendar API or the Google Tasks API for it."
        )
        return AccountError(off, transient=False)
    if reasons & UNCOVERED:
        return not_covered(config)
    if error.status == 403:
        return ConnectorError(f"Google refuses access to {what}. Ask its owner to share it again.", transient=False)
    if error.status in {404, 410}:
        gone = f"Google knows no such thing as {what}. Take it out of the settings, or write its ID there."
        return ConnectorError(gone, transient=False)
    return error


def _reasons(body: bytes) -> frozenset[str]:
    try:
        error = from_json(_Answer, body).error
    except ValueError:
        return frozenset()
    return frozenset(one.reason for one in (*error.errors, *error.details))
