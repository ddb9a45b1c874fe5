"""What is asked of a server, and what may go along to the next one when it sends the request on. Pure."""

import json as json_format
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from urllib.parse import SplitResult, quote, unquote, urlencode, urljoin, urlsplit

from connectors.base import ConnectorError

REDIRECTS = frozenset({301, 302, 303, 307, 308})
PERMANENT = frozenset({301, 308})
HARMLESS = frozenset({"GET", "HEAD", "OPTIONS", "PROPFIND", "REPORT"})
SCHEMES = {"http": "http", "https": "https", "webcal": "https", "webcals": "https", "feed": "https"}
PORTS = {"http": 80, "https": 443}
MOST_OF_A_LABEL = 63
"""Characters between two dots of a name (RFC 1035 §2.3.4)."""
NONE: Mapping[str, str] = MappingProxyType({})
_SAFE = "%/:@!$&'()*+,;=~-._"


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave with its last answer, handed back word for word (RFC 9110 §8.8)."""

    etag: str | None = None
    last_modified: str | None = None


NO_VALIDATORS = Validators()


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer. `url` is the final address; `changed` is False for a 304, whose body is empty.

    `moved`: the address that the one asked for has been left for, for good (all redirects were permanent ones).
    `part`: of what was asked for with a Range, which part it is, as "bytes 0-0/1234"; "" for the whole.
    """

    url: str
    body: bytes
    content_type: str
    validators: Validators
    changed: bool
    moved: str | None = None
    part: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """An http(s) address without userinfo and fragment, in ASCII; an IPv6 `host` has no brackets."""

    scheme: str
    host: str
    port: int
    target: str = "/"

    @property
    def authority(self) -> str:
        """Host and port, as the Host header has them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def server(self) -> "Address":
        """Whom one is connected to."""
        return replace(self, target="")

    def __str__(self) -> str:
        return f"{self.scheme}://{self.authority}{self.target}"


@dataclass(frozen=True, slots=True)
class Ask:
    """One request of a chain of redirects: `headers` are the connector's, `own` the client's."""

    method: str
    address: Address
    own: Mapping[str, str]
    headers: Mapping[str, str]
    content: bytes | None
    moved: bool | None = None
    """Whether all redirects so far were for good; None before the first."""

    @property
    def all_headers(self) -> dict[str, str]:
        """What is sent; the connector's word is the last."""
        named = {name.lower() for name in self.headers}
        return {name: value for name, value in self.own.items() if name.lower() not in named} | dict(self.headers)

    @property
    def conditional(self) -> bool:
        """Whether "not modified" is an answer to it."""
        return "If-None-Match" in self.own or "If-Modified-Since" in self.own

    @property
    def harmless(self) -> bool:
        """Whether it may be sent twice."""
        return self.method in HARMLESS


def first(
    method: str,
    url: str,
    params: Mapping[str, str],
    own: Mapping[str, str],
    headers: Mapping[str, str],
    auth: tuple[str, str] | None,
    content: bytes | None = None,
) -> Ask:
    """The first request to an address as the settings have it. Raises ConnectorError where it is none."""
    found = address(url)
    if params:
        query = urlencode(params, quote_via=quote)
        found = replace(found, target=f"{found.target}{'&' if '?' in found.target else '?'}{query}")
    password = _basic(auth or _userinfo(url))
    return Ask(method.upper(), found, own, {**password, **headers}, content)


def _userinfo(url: str) -> tuple[str, str] | None:
    parts = urlsplit(url.strip())
    return (unquote(parts.username or ""), unquote(parts.password or "")) if "@" in parts.netloc else None


def _basic(auth: tuple[str, str] | None) -> dict[str, str]:
    return {"Authorization": f"Basic {b64encode(':'.join(auth).encode()).decode()}"} if auth else {}


def body(
    json: object | None, form: Mapping[str, str] | None, content: bytes | None = None
) -> tuple[bytes | None, dict[str, str]]:
    """A request's body, and the header that says what it is."""
    if json is not None:
        return json_format.dumps(json).encode(), {"Content-Type": "application/json"}
    if form is not None:
        return urlencode(form).encode(), {"Content-Type": "application/x-www-form-urlencoded"}
    return content, {}


def conditions(validators: Validators) -> dict[str, str]:
    """The headers that ask for an answer only if it has changed."""
    values = {"If-None-Match": validators.etag, "If-Modified-Since": validators.last_modified}
    # A header that no client may send would be refused; then the answer is simply fetched whole.
    return {name: value for name, value in values.items() if value and value.isascii() and value.isprintable()}


def redirected(ask: Ask, status: int, location: str) -> Ask:
    """The request that follows a redirect. Raises ConnectorError where none may.

    Another server gets no password, no body and none of the connector's headers, of which each may be a secret.
    """
    there = address(location, ask.address)
    following = replace(ask, address=there, moved=ask.moved is not False and status in PERMANENT)
    if _becomes_get(ask.method, status):
        own = {name: value for name, value in ask.own.items() if name != "Content-Type"}
        following = replace(following, method="GET", content=None, own=own)
    if _same_server(ask.address, there):
        return following
    if following.method not in {"GET", "HEAD"}:
        elsewhere = f"{ask.address.host} sends the request on to another server. Correct the address in the settings."
        raise ConnectorError(elsewhere, transient=False)
    return replace(following, headers=NONE)


def _becomes_get(method: str, status: int) -> bool:
    """As browsers do it (https://fetch.spec.whatwg.org, "HTTP-redirect fetch")."""
    return (status in {301, 302} and method == "POST") or (status == 303 and method not in {"GET", "HEAD"})


def _same_server(old: Address, new: Address) -> bool:
    """Whether a password for the one may be shown to the other: the same server, or its move to https."""
    to_https = (old.scheme, old.port, new.scheme, new.port) == ("http", 80, "https", 443)
    return old.server == new.server or (to_https and old.host == new.host)


def stays(url: str, moved: str) -> bool:
    """Whether `moved` may be asked instead of `url` from now on, with the password that is meant for `url`."""
    try:
        old, new = address(url), address(moved)
    except ConnectorError:
        return False
    return _userinfo(url) is None and _same_server(old, new)  # userinfo is no part of `moved`: it would be lost


def address(url: str, base: Address | None = None) -> Address:
    """The http(s) address that is meant, seen from `base`. Raises ConnectorError, which does not repeat it."""
    try:
        parts = urlsplit(urljoin(str(base), url) if base else url.strip())
        return Address(SCHEMES[parts.scheme], _host(parts), parts.port or PORTS[SCHEMES[parts.scheme]], _target(parts))
    except (ValueError, KeyError) as error:
        where = f"{base.host} sends the request on to" if base else "The settings name"
        bad = f"{where} an address that is not of the form https://host/path. Correct it in the settings."
        raise ConnectorError(bad, transient=False) from error


def _host(parts: SplitResult) -> str:
    """The host in ASCII. Raises ValueError where there is none, or one that two readers may take for two hosts."""
    host = parts.hostname or ""
    if not host.isascii():
        import idna

        host = idna.encode(host, uts46=True).decode()
    if not host or not host.isprintable() or "\\" in parts.netloc or set(host) & set(" <>\"'^`{|}@"):
        raise ValueError("no host")
    if not all(0 < len(label) <= MOST_OF_A_LABEL for label in host.removesuffix(".").split(".")):
        raise ValueError("no name that could be looked up")
    return host


def _target(parts: SplitResult) -> str:
    path = quote(parts.path, safe=_SAFE) or "/"
    return f"{path}?{quote(parts.query, safe=_SAFE + '?')}" if parts.query else path
