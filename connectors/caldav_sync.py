"""One calendar brought up to date: what has changed is asked for by sync token, or by ETag, and fetched by path.

The server is never asked to search or to expand: one poisoned event makes some of them hang, or fail for all others.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit
from xml.sax.saxutils import escape

from connectors.base import ConnectorError
from connectors.caldav_server import SAFE, Place
from connectors.caldav_session import explained, refused
from connectors.caldav_state import MOST_OF_ONE, Kept, Resource, key_of, same_key

if TYPE_CHECKING:
    from caldav.aio import AsyncDAVClient

AT_ONCE = 100
"""Resources that one request fetches."""
MOST_REFUSED = 20
"""Requests of one calendar's fetching that may fail before it is given up."""
ETAG = "{DAV:}getetag"
_COLLECTION = "{DAV:}collection"
ETAGS = (
    '<?xml version="1.0" encoding="utf-8"?>'
    '<d:propfind xmlns:d="DAV:"><d:prop><d:resourcetype/><d:getetag/></d:prop></d:propfind>'
)

MULTIGET = (
    '<?xml version="1.0" encoding="utf-8"?>'
    '<c:calendar-multiget xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav">'
    "<d:prop><d:getetag/><c:calendar-data/></d:prop>{}</c:calendar-multiget>"
)


@dataclass(frozen=True, slots=True)
class Changes:
    """What a server says has changed: paths to ETags ("" where it names none), and the keys of what is gone.

    `all`: these are all there are; `whole` is False where the server has cut its answer short.
    """

    etags: Mapping[str, str]
    token: str = ""
    gone: frozenset[str] = field(default_factory=frozenset)
    all: bool = True
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Synced:
    """A calendar as it is now, how many of its resources could not be had, and whether it was listed to its end."""

    kept: Kept
    missing: int = 0
    whole: bool = True


async def synced(client: "AsyncDAVClient", place: Place, before: Kept | None, now: datetime, *, relist: bool) -> Synced:
    """The calendar, of which only what differs from `before` is fetched. Raises ConnectorError."""
    try:
        return await _Calendar(client, place).synced(before, now, relist=relist)
    except Exception as error:
        # The library raises all sorts of things at what servers send; each costs the one calendar.
        raise explained(urlsplit(place.url).hostname or "", error) from error


class _Calendar:
    """One calendar on its server."""

    def __init__(self, client: "AsyncDAVClient", place: Place) -> None:
        self._client: Any = client  # the library's own types leave much of what is used here out
        self._place = place
        self._refused = 0

    async def synced(self, before: Kept | None, now: datetime, *, relist: bool) -> Synced:
        place = self._place
        kept = replace(before, name=place.name) if before else Kept(place.url, place.name, "", "", now)
        if place.mark and place.mark == kept.mark and not relist:
            return Synced(replace(kept, seen=now))
        changes = await self._changes("" if relist else kept.token)
        stays, wanted = difference(kept.resources, changes)
        texts = await self._fetched([one.href for one in wanted])
        new = tuple(replace(one, data=texts[one.key]) for one in wanted if one.key in texts)
        missing = len(wanted) - len(new)
        # What is missing is asked for again the next time: then everything is listed, and only that is fetched.
        token, mark = (changes.token, place.mark) if not missing and changes.whole else ("", "")
        resources = sorted((*stays, *filter(_is_there, new)), key=lambda one: one.key)
        after = replace(kept, token=token, mark=mark, seen=now, resources=tuple(resources))
        return Synced(after, missing, changes.whole)

    async def _changes(self, token: str) -> Changes:
        from caldav.lib.error import DAVError

        for since in dict.fromkeys((token, "")) if self._place.syncs else ():
            try:
                return await self._since(since)
            except DAVError as error:
                # 403 and 412 mean a dead token (RFC 6578 §3.2), or no sync at all; 401 alone is about the password.
                if error.status == 401:
                    raise
            except ConnectorError:
                break  # it hangs over this report: a plain listing may still work
        return await self._by_etag()

    async def _since(self, token: str) -> Changes:
        """RFC 6578, page by page; the library knows how each server pages."""
        page = await self._client.calendar(url=self._place.url).get_objects_by_sync_token(
            sync_token=token or None, disable_fallback=True
        )
        gone = frozenset(key_of(str(url.path)) for url in page.deleted_urls)
        found = {str(one.url.path): str(one.props.get(ETAG) or "") for one in page}
        etags = {href: etag for href, etag in found.items() if key_of(href) not in gone}
        return Changes(etags, page.sync_token or "", gone, all=not token, whole=not page.truncated)

    async def _by_etag(self) -> Changes:
        """The way of servers without sync (RFC 4791 §8.2.1)."""
        response = await self._client.propfind(self._place.url, body=ETAGS, depth=1)
        if response.results is None:
            raise refused(urlsplit(self._place.url).hostname or "", response.status)
        members = (
            one for one in response.results if _COLLECTION not in (one.properties.get("{DAV:}resourcetype") or ())
        )
        return Changes({quote(one.href, safe=SAFE): one.properties.get(ETAG) or "" for one in members})

    async def _fetched(self, hrefs: Sequence[str]) -> dict[str, str | None]:
        """The texts by key, "" of what is gone meanwhile, None of what is too large; what cannot be had is left out."""
        found: dict[str, str | None] = {}
        for first in range(0, len(hrefs), AT_ONCE):
            try:
                found |= await self._together(hrefs[first : first + AT_ONCE])
            except Exception:
                if not found:
                    raise
                break  # what there is already is kept, and the next time goes on from there
        return found

    async def _together(self, hrefs: Sequence[str]) -> dict[str, str | None]:
        """Some resources; where the server stumbles over one of them, the others in smaller parts."""
        try:
            return await self._multiget(hrefs)
        except Exception as error:
            self._refused += 1
            if getattr(error, "status", None) == 401 or self._refused > MOST_REFUSED:
                raise
        if len(hrefs) == 1:
            return {}
        half = len(hrefs) // 2
        return await self._together(hrefs[:half]) | await self._together(hrefs[half:])

    async def _multiget(self, hrefs: Sequence[str]) -> dict[str, str | None]:
        body = MULTIGET.format("".join(f"<d:href>{escape(href)}</d:href>" for href in hrefs))
        response = await self._client.report(self._place.url, body, depth=None)  # RFC 4791 §7.9: no Depth
        if response.status != 207:
            raise refused(urlsplit(self._place.url).hostname or "", response.status)
        return {
            same_key(one.href): "" if one.status == 404 else _readable(one.calendar_data)
            for one in response.parse_calendar_query()
            if one.status == 404 or one.calendar_data
        }


def difference(known: Sequence[Resource], changes: Changes) -> tuple[tuple[Resource, ...], tuple[Resource, ...]]:
    """What stays as it is, and what is to be fetched (without its text)."""
    before = {one.key: one for one in known}
    listed = {key_of(href): Resource(href, etag, "") for href, etag in changes.etags.items()}
    wanted = {
        key: one for key, one in listed.items() if not one.etag or key not in before or before[key].etag != one.etag
    }
    stays = (
        one
        for key, one in before.items()
        if key not in wanted and key not in changes.gone and (key in listed or not changes.all)
    )
    return tuple(stays), tuple(wanted.values())


def _is_there(resource: Resource) -> bool:
    return resource.data != ""


def _readable(data: str | None) -> str | None:
    return data if data and len(data) <= MOST_OF_ONE else None
