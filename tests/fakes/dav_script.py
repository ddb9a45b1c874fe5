"""CalDAV servers that cannot be had here, from what they are known to answer: SabreDAV (Baïkal, Nextcloud) and Cyrus.

A script, not a server: one user, one home, no storage. Each calendar counts its changes, as the real ones do, and its
sync tokens are numbers of changes. A calendar-query fails, as one poisoned event makes it fail on SabreDAV.
"""

import base64
import hashlib
import re
from dataclasses import dataclass, field
from urllib.parse import quote
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

from tests.fakes.caldav_server import PASSWORD, USER, calendar, event
from tests.fakes.web import Answer, Reply, Request, Web

XML = {"Content-Type": "application/xml; charset=utf-8"}
NAMESPACES = (
    'xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav" xmlns:s="http://sabredav.org/ns" '
    'xmlns:cs="http://calendarserver.org/ns/"'
)
DAV, CALDAV = "{DAV:}", "{urn:ietf:params:xml:ns:caldav}"


@dataclass
class Book:
    """A calendar: its members by name as (version, iCalendar), and which names changed when."""

    name: str
    members: dict[str, tuple[int, str]] = field(default_factory=dict)
    changes: list[str] = field(default_factory=list)
    oldest: int = 0
    """The oldest token that is still known."""

    @property
    def version(self) -> int:
        return len(self.changes)


class DavScript(Web):
    """What both have in common; subclasses say how they spell it."""

    root, person, home, token_form = "/", "/", "/", "{}"

    def __init__(self) -> None:
        super().__init__()
        self.digest = False
        self.syncs = True
        self.refuses_sync = 0
        """The status with which a sync that was announced is refused."""
        self.page: int | None = None
        self.silent_at = ""
        """A report that is never answered."""
        self.patience: int | None = None
        """Multigets that are answered; it is silent about those after them."""
        self.stumbles: str | None = None
        """A member that no answer of the server can hold."""
        self.books: dict[str, Book] = {}
        for path, props in (
            (self.root, {"d:current-user-principal": f"<d:href>{self.person}</d:href>"}),
            (self.person, {"c:calendar-home-set": f"<d:href>{self.home}</d:href>"}),
        ):
            self._at(path, self._saying(props))
        self.redirect("/.well-known/caldav", self.root, 301)
        self._at(self.home, self._listing)

    def make_calendar(self, name: str) -> str:
        """A new calendar; its path."""
        path = f"{self.home}{name.lower()}/"
        self.books[path] = Book(name)
        self._at(path, self._book)
        return path

    def add(self, path: str, uid: str, data: str | None = None) -> None:
        """Store or change a member."""
        book = self.books[path]
        book.changes.append(uid)
        book.members[uid] = (book.version, data or calendar(event(uid)).decode())

    def delete(self, path: str, uid: str) -> None:
        """Take a member away."""
        del self.books[path].members[uid]
        self.books[path].changes.append(uid)

    def mend(self, path: str) -> None:
        """A calendar that was told to `fail` or `hang` answers again."""
        self._at(path, self._book)

    def forget_tokens(self, path: str) -> None:
        """Every token given so far is dead."""
        self.books[path].oldest = self.books[path].version + 1
        self.books[path].changes.append("")

    def asked_for(self) -> list[str]:
        """What was asked since it was last forgotten, by report or method, without what was refused."""
        return [_what(one) for one in self.requests if "authorization" in one.headers]

    def forget(self) -> None:
        """Start counting anew."""
        self.requests.clear()

    def error(self, condition: str) -> bytes:
        """The body of an error with a precondition."""
        return f"<?xml version='1.0'?><d:error {NAMESPACES}>{condition}</d:error>".encode()

    def _at(self, path: str, answer: Answer) -> None:
        self.answer(path, lambda request: answer(request) if self._admitted(request) else self._challenge())

    def _saying(self, props: dict[str, str]) -> Answer:
        return lambda request: self._multistatus(_found(request.path, props))

    def _challenge(self) -> Reply:
        basic, digest = 'Basic realm="dav"', 'Digest realm="dav",qop="auth",nonce="n",opaque="o"'
        return Reply(self.error(""), 401, XML | {"WWW-Authenticate": digest if self.digest else basic})

    def _admitted(self, request: Request) -> bool:
        given = request.headers.get("authorization", "")
        if not self.digest:
            return given == "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        said: dict[str, str] = dict(re.findall(r'(\w+)="?([^",]+)"?', given))
        if not said.get("response"):
            return False
        who, what = _md5(f"{USER}:dav:{PASSWORD}"), _md5(f"{request.method}:{said['uri']}")
        response: str = said["response"]
        return response == _md5(f"{who}:{said['nonce']}:{said['nc']}:{said['cnonce']}:{said['qop']}:{what}")

    def _listing(self, request: Request) -> Reply:
        inbox = _found(f"{self.home}inbox/", {"d:resourcetype": "<d:collection/><c:schedule-inbox/>"})
        own = _found(self.home, {"d:resourcetype": "<d:collection/>"})
        deep = request.headers["depth"] == "1"
        return self._multistatus(own, *([inbox, *map(self._described, self.books)] if deep else []))

    def _described(self, path: str) -> str:
        book = self.books[path]
        token = self.token_form.format(book.version)
        report = "<d:supported-report><d:report><d:{}/></d:report></d:supported-report>"
        known = ["sync-collection"] if self.syncs else []
        props = {
            "d:resourcetype": "<d:collection/><c:calendar/>",
            "d:displayname": escape(book.name),
            "c:supported-calendar-component-set": '<c:comp name="VEVENT"/><c:comp name="VTODO"/>',
            "d:supported-report-set": "".join(report.format(one) for one in ["expand-property", *known]),
            "cs:getctag": token,
            **({"d:sync-token": token} if self.syncs else {}),
        }
        return _found(path, props)

    def _book(self, request: Request) -> Reply:
        path, what = request.path, _what(request)
        if what == self.silent_at:
            self._wait()
        if what == "PROPFIND" and request.headers["depth"] == "0":
            return self._multistatus(self._described(path))
        if what == "PROPFIND":
            return self._multistatus(self._described(path), *(self._tag(path, uid) for uid in self.books[path].members))
        if what == "sync-collection" and self.refuses_sync:
            return Reply(self.error(""), self.refuses_sync, XML)
        if what == "sync-collection" and self.syncs:
            return self._sync(path, ET.fromstring(request.body).findtext(f"{DAV}sync-token") or "")
        if what == "calendar-multiget":
            if self.patience is not None and self.asked_for().count(what) > self.patience:
                self._wait()
            return self._multiget(path, [one.text or "" for one in ET.fromstring(request.body).iter(f"{DAV}href")])
        return Reply(self.error("<d:supported-report/>"), 500 if what == "calendar-query" else 415, XML)

    def _sync(self, path: str, token: str) -> Reply:
        book = self.books[path]
        since = next((n for n in range(book.version + 1) if self.token_form.format(n) == token), None)
        if token and (since is None or since < book.oldest):
            return Reply(self.error("<d:valid-sync-token/>"), 403, XML)
        until = min(book.version, (since or 0) + self.page) if self.page else book.version
        changed = dict.fromkeys(book.changes[since or 0 : until])
        found = [self._tag(path, uid) for uid in changed if uid and (token or uid in book.members)]
        if until < book.version:
            found.append(f"<d:response><d:href>{path}</d:href><d:status>HTTP/1.1 507 x</d:status></d:response>")
        return self._multistatus(*found, after=f"<d:sync-token>{self.token_form.format(until)}</d:sync-token>")

    def _tag(self, path: str, uid: str) -> str:
        member = self.books[path].members.get(uid)
        href = self.href(path, uid)
        if member is None:
            return f"<d:response><d:status>HTTP/1.1 404 Not Found</d:status><d:href>{href}</d:href></d:response>"
        return _found(href, {"d:getetag": f'"{member[0]}"', "d:resourcetype": ""})

    def _multiget(self, path: str, hrefs: list[str]) -> Reply:
        members = {self.href(path, uid): (uid, *member) for uid, member in self.books[path].members.items()}
        if any(members[href][0] == self.stumbles for href in hrefs if href in members):
            return Reply(self.error("<s:exception>TypeError</s:exception>"), 500, XML)
        return self._multistatus(
            *(
                _found(href, {"d:getetag": f'"{members[href][1]}"', "c:calendar-data": escape(members[href][2])})
                if href in members
                else f"<d:response><d:href>{href}</d:href><d:status>HTTP/1.1 404 Not Found</d:status></d:response>"
                for href in hrefs
            )
        )

    def href(self, path: str, uid: str) -> str:
        """A member's path as this server spells it."""
        return f"{path}{quote(uid)}.ics"

    def _multistatus(self, *responses: str, after: str = "") -> Reply:
        body = f"<?xml version='1.0'?><d:multistatus {NAMESPACES}>{''.join(responses)}{after}</d:multistatus>"
        return Reply(body.encode(), 207, XML)


class SabreDAV(DavScript):
    """As Baïkal answers: https://sabre.io/dav/building-a-caldav-client/."""

    root, person, home = "/dav.php/", "/dav.php/principals/alice/", "/dav.php/calendars/alice/"
    token_form = "http://sabre.io/ns/sync/{}"

    def error(self, condition: str) -> bytes:
        """With the exception's name, as Sabre tells it."""
        return super().error(f"<s:exception>Sabre\\DAV\\Exception</s:exception><s:message>no</s:message>{condition}")


class Cyrus(DavScript):
    """As Cyrus 3.6 answers, Fastmail's family: users by address, tokens as data URLs, "@" quoted here and not there."""

    root, person = "/dav/", "/dav/principals/user/alice@example.org/"
    home = "/dav/calendars/user/alice%40example.org/"
    token_form = "data:,1700000000-{}"

    def make_calendar(self, name: str) -> str:
        """A new calendar, which answers to both spellings of its path."""
        path = super().make_calendar(name)
        self._at(
            path.replace("%40", "@"),
            lambda request: self._book(Request(path, {}, request.headers, request.method, request.body)),
        )
        return path


def _found(href: str, props: dict[str, str]) -> str:
    told = "".join(f"<{name}>{value}</{name}>" if value else f"<{name}/>" for name, value in props.items())
    return (
        f"<d:response><d:href>{href}</d:href><d:propstat><d:prop>{told}</d:prop><d:status>HTTP/1.1 200 OK</d:status>"
        "</d:propstat><d:propstat><d:prop><cs:unknown/></d:prop><d:status>HTTP/1.1 404 Not Found</d:status>"
        "</d:propstat></d:response>"
    )


def _what(request: Request) -> str:
    if request.method != "REPORT":
        return request.method
    return ET.fromstring(request.body).tag.rpartition("}")[2]


def _md5(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
