"""From an address in the settings to the calendars that it leads to (RFC 6764, RFC 5397, RFC 4791 §6.2.1)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urljoin, urlsplit

from connectors.base import ConnectorError
from connectors.caldav_session import refused

if TYPE_CHECKING:
    from caldav.aio import AsyncDAVClient
    from caldav.response import DAVResponse, PropfindResult

WELL_KNOWN = "/.well-known/caldav"
MOST_REDIRECTS = 5
REDIRECTS = frozenset({301, 302, 303, 307, 308})
SAFE = "/:@!$&'()*+,;=~"
"""What stands for itself in a path."""
TELLABLE = frozenset({"VEVENT", "VTODO"})
_DAV, _CALDAV, _CS = "{DAV:}", "{urn:ietf:params:xml:ns:caldav}", "{http://calendarserver.org/ns/}"
_GONE = "{http://nextcloud.com/ns}deleted-calendar"

# One question for every step: an address may turn out to be a server's, a person's, a home's or a calendar's own.
WHAT = (
    '<?xml version="1.0" encoding="utf-8"?>'
    '<d:propfind xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav" xmlns:s="http://calendarserver.org/ns/"><d:prop>'
    "<d:resourcetype/><d:displayname/><d:current-user-principal/><d:sync-token/><d:supported-report-set/>"
    "<c:calendar-home-set/><c:supported-calendar-component-set/><s:getctag/>"
    "</d:prop></d:propfind>"
)


@dataclass(frozen=True, slots=True)
class Place:
    """What a server says of an address; `url` is absolute. Empty means that it does not say.

    `mark` changes with whatever happens to a calendar (its sync token and its CTag).
    """

    url: str
    name: str = ""
    is_calendar: bool = False
    holds: frozenset[str] = field(default_factory=frozenset)
    mark: str = ""
    syncs: bool = False
    principal: str = ""
    homes: tuple[str, ...] = ()


async def find(client: "AsyncDAVClient", homes: Sequence[str]) -> tuple[tuple[str, ...], tuple[Place, ...]]:
    """Where the calendars are listed (to be handed in again the next time), and the calendars.

    A calendar's own address has no such place. Raises ConnectorError, and whatever the library raises.
    """
    if homes:
        try:
            return tuple(homes), await _listed(client, homes)
        except ConnectorError as error:
            if error.transient or error.needs_login:
                raise
    start = str(client.url)
    for address in (start, urljoin(start, WELL_KNOWN)):
        place = await _place(client, address)
        if place and (found := await _from(client, place)):
            return found
    nothing = f"{urlsplit(start).hostname} has no calendars at this address. Correct it in the settings."
    raise ConnectorError(nothing, transient=False)


async def _from(client: "AsyncDAVClient", place: Place) -> tuple[tuple[str, ...], tuple[Place, ...]] | None:
    """The calendars that a place leads to; None where it leads nowhere."""
    if place.is_calendar:
        return (), (place,)
    person = await _place(client, place.principal) if place.principal and not place.homes else place
    homes = place.homes or (person.homes if person else ())
    if homes:
        return homes, await _listed(client, homes)
    # A server that names no home may keep the calendars under the person, or right here.
    for url in dict.fromkeys((person.url if person else place.url, place.url)):
        if calendars := await _listed(client, (url,)):
            return (url,), calendars
    return None


async def _listed(client: "AsyncDAVClient", homes: Iterable[str]) -> tuple[Place, ...]:
    found: dict[str, Place] = {}
    for home in homes:
        response = await client.propfind(home, body=WHAT, depth=1)
        for place in places(home, _results(home, response)):
            found.setdefault(place.url, place)
    return tuple(place for place in found.values() if place.is_calendar and place.holds & TELLABLE)


async def _place(client: "AsyncDAVClient", url: str) -> Place | None:
    """What is at an address, wherever it has moved; None where there is nothing that speaks WebDAV."""
    for _ in range(MOST_REDIRECTS + 1):
        response = await client.propfind(url, body=WHAT, depth=0)
        if response.status not in REDIRECTS or not response.headers.get("location"):
            break
        url = urljoin(url, response.headers["location"])
    if response.status >= 500:
        raise refused(urlsplit(url).hostname or "", response.status)
    said: Sequence[Any] = response.results or ()
    place = next(iter(places(url, said)), None)
    if place and not place.principal and not client.auth and client.username:
        client.build_auth_object(["basic"])  # it shows strangers something too, and so has not asked who we are
        return await _place(client, url)
    return replace(place, url=url) if place else None


def _results(url: str, response: "DAVResponse") -> Sequence[Any]:
    if response.results is None:
        raise refused(urlsplit(url).hostname or "", response.status)
    return response.results


def places(base: str, results: Iterable["PropfindResult"]) -> tuple[Place, ...]:
    """What an answer says of each address in it, joined to that of the request."""
    return tuple(_described(base, result) for result in results if result.status < 400)


def chosen(calendars: Sequence[Place], wanted: Sequence[str]) -> tuple[tuple[Place, ...], tuple[str, ...]]:
    """The calendars that are wanted, by name or path (all, if none is named), and the words that name none."""
    if not wanted:
        return tuple(calendars), ()
    found = tuple(one for one in calendars if any(_is_meant(one, word) for word in wanted))
    return found, tuple(word for word in wanted if not any(_is_meant(one, word) for one in found))


def _is_meant(place: Place, word: str) -> bool:
    address, named = unquote(place.url).rstrip("/"), unquote(word.strip()).rstrip("/")
    path = unquote(urlsplit(place.url).path).rstrip("/")
    return named.casefold() == place.name.casefold() or named in {address, path, path.rpartition("/")[2]}


def _described(base: str, result: "PropfindResult") -> Place:
    said = result.properties
    kinds, reports = _texts(said.get(f"{_DAV}resourcetype")), _texts(said.get(f"{_DAV}supported-report-set"))
    token = _text(said.get(f"{_DAV}sync-token"))
    return Place(
        url=urljoin(base, quote(result.href, safe=SAFE)),  # the library has unquoted it, and cut off the host
        name=_text(said.get(f"{_DAV}displayname")),
        is_calendar=f"{_CALDAV}calendar" in kinds and _GONE not in kinds,
        holds=frozenset(_texts(said.get(f"{_CALDAV}supported-calendar-component-set"))) or TELLABLE,
        mark=f"{token} {_text(said.get(f'{_CS}getctag'))}".strip(),
        syncs=bool(token) or f"{_DAV}sync-collection" in reports,
        principal=_joined(base, _text(said.get(f"{_DAV}current-user-principal"))),
        homes=tuple(_joined(base, home) for home in _texts(said.get(f"{_CALDAV}calendar-home-set"))),
    )


def _joined(base: str, href: str) -> str:
    return urljoin(base, quote(href, safe=SAFE + "%")) if href else ""


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _texts(value: object) -> tuple[str, ...]:
    """A property of one or many values, as the library hands it over: a text or a list of them."""
    many = value if isinstance(value, list) else [value]
    return tuple(one.strip() for one in many if isinstance(one, str) and one.strip())
