"""One home with a source of every kind. Each field that never leaves the machine holds a word found nowhere else."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from connectors.google_tokens import CALENDAR, TASKS
from daemon.home.logins import Logins
from tests.connectors.google import kept
from tests.e2e.command import Person
from tests.fakes import github, google_reader, homeassistant, imap_server, miniflux, ms_graph, todoist
from tests.fakes.caldav_server import PASSWORD, USER, Radicale, event, task
from tests.fakes.google import Google
from tests.fakes.open_meteo import OpenMeteo
from tests.fakes.web import Web

ZONE = ZoneInfo("Europe/Berlin")
DAY = date(2026, 3, 24)
AT = datetime(2026, 3, 24, 4, 10, tzinfo=UTC)
_SYLLABLES = "bacedifoguhajekilomunaperisotuvawexiyozu"


@dataclass
class Canaries:
    """Words and numbers that occur once in the world, and what each of them stands for."""

    planted: dict[str, str] = field(default_factory=dict)

    def word(self, what: str) -> str:
        """A new one, of letters alone."""
        number = len(self.planted)
        first, last = (_SYLLABLES[2 * part : 2 * part + 2] for part in divmod(number, 20))
        new = f"kz{first}{last}qv"
        self.planted[new] = what
        return new

    def number(self, what: str) -> str:
        """A new one, of ten digits, which stand together in no other number."""
        new = f"74{len(self.planted):03}91{len(self.planted):03}"
        self.planted[new] = what
        return new

    def phone(self, what: str) -> str:
        """A phone number, with the digits apart."""
        digits = self.number(what)
        return f"+49 {digits[:3]} {digits[3:6]} {digits[6:]}"

    def mail(self, what: str) -> str:
        return f"{self.word(what)}@people.example"

    def link(self, what: str) -> str:
        return f"https://meet.example/{self.word(what)}?pwd={self.word(f'{what}, its token')}"

    def secrets_of(self, kind: str) -> str:
        """What stands in descriptions and must not go on from there."""
        return (
            f"Join {self.link(f'{kind}: conference link')} or dial {self.phone(f'{kind}: phone number')}. "
            f"PIN: {self.number(f'{kind}: PIN')}. Ask {self.mail(f'{kind}: address in a description')}."
        )


@dataclass(frozen=True)
class Sources:
    """Builds the sources; each adds its table to the settings."""

    person: Person
    canaries: Canaries
    stack: ExitStack
    tables: list[str] = field(default_factory=list)
    seen: dict[str, str] = field(default_factory=dict)
    """By kind, a word that a model may see."""

    def add(self, kind: str, seen: str, **settings: Any) -> None:
        values = "".join(f"{key} = {_toml(value)}\n" for key, value in settings.items())
        self.tables.append(f'[connectors.{kind}]\nkind = "{kind}"\n{values}')
        self.seen[kind] = seen

    def file(self, name: str, text: str) -> None:
        path = self.person.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        path.chmod(0o600)


def _toml(value: object) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_toml(each)}" for key, each in value.items()) + " }"
    return json.dumps(value)


def _secret(sources: Sources, name: str, secret: str) -> dict[str, str]:
    sources.file(f"secrets/{name}", secret)
    return {"file": str(sources.person.folder / "secrets" / name)}


def _entry(canaries: Canaries, kind: str) -> tuple[str, ...]:
    """The lines of an appointment or a task, with everything that calendars hold."""
    plant = canaries
    return (
        f"ORGANIZER;CN={plant.word(f'{kind}: organiser')}:mailto:{plant.mail(f'{kind}: organiser')}",
        f"ATTENDEE;CN={plant.word(f'{kind}: attendee')}:mailto:{plant.mail(f'{kind}: attendee')}",
        f"CONTACT:{plant.word(f'{kind}: contact')} {plant.phone(f'{kind}: contact')}",
        f"CONFERENCE;VALUE=URI:{plant.link(f'{kind}: conference')}",
        f"X-GOOGLE-CONFERENCE:{plant.link(f'{kind}: Google conference')}",
        f"URL:{plant.link(f'{kind}: url')}",
        f"DESCRIPTION:{plant.secrets_of(kind)}",
    )


def _calendar_file(sources: Sources) -> None:
    plant = sources.canaries
    private = (
        f"SUMMARY:{plant.word('ics: private title')}", "CLASS:PRIVATE",
        f"LOCATION:{plant.word('ics: private place')}", f"DESCRIPTION:{plant.word('ics: private text')}",
        "DTEND:20260324T113000Z",
    )  # fmt: skip
    entries = (
        event(plant.word("ics: uid"), "SUMMARY:Pottery lesson", f"LOCATION:{plant.word('ics: local_only place')}",
              "DTEND:20260324T093000Z", *_entry(plant, "ics")),
        event(plant.word("ics: private uid"), *private, start="20260324T110000Z"),
        event("call", f"SUMMARY:Sailing call {plant.phone('ics: number in a title')}",
              f"LOCATION:{plant.link('ics: link as a place')}", "DTEND:20260324T123000Z", start="20260324T120000Z"),
    )  # fmt: skip
    sources.file("work.ics", f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//t//t\r\n{''.join(entries)}END:VCALENDAR\r\n")
    sources.add("ics", "Pottery", path="work.ics", local_only=["location"])


def _caldav(sources: Sources) -> None:
    plant = sources.canaries
    folder = sources.person.folder / "radicale"
    folder.mkdir()
    server = sources.stack.enter_context(Radicale(folder))
    path = server.make_calendar("Home")
    uid = plant.word("caldav: uid")
    server.add(path, uid, event(uid, "SUMMARY:Gardening hour", "DTEND:20260324T093000Z", *_entry(plant, "caldav"),
                                start="20260324T063000Z"))  # fmt: skip
    other = plant.word("caldav: task's uid")
    server.add(path, other, task(other, "SUMMARY:Sharpen the scissors", "DUE;VALUE=DATE:20260324",
                                 f"DESCRIPTION:{plant.secrets_of('caldav: task')}"))  # fmt: skip
    sources.add(
        "caldav", "Gardening", url=server.url(), username=USER, password=_secret(sources, "caldav", PASSWORD),
        allow_private=True,
    )  # fmt: skip


def _google(sources: Sources) -> None:
    plant = sources.canaries
    google = sources.stack.enter_context(Google())
    google.event(
        "2026-03-24T16:00:00+01:00", "2026-03-24T16:30:00+01:00", "Fencing practice",
        id=plant.word("google: id"), iCalUID=plant.word("google: uid"), htmlLink=plant.link("google: htmlLink"),
        hangoutLink=plant.link("google: hangoutLink"), description=plant.secrets_of("google"),
        organizer={"email": plant.mail("google: organiser"), "displayName": plant.word("google: organiser's name")},
        attendees=[{"email": plant.mail("google: attendee"), "displayName": plant.word("google: attendee's name")}],
        conferenceData={"entryPoints": [
            {"entryPointType": "video", "uri": plant.link("google: video"), "passcode": plant.word("google: passcode")},
            {"entryPointType": "phone", "uri": plant.phone("google: phone"), "pin": plant.number("google: PIN")},
        ]},
    )  # fmt: skip
    google.event("2026-03-24T17:00:00+01:00", "2026-03-24T17:30:00+01:00", plant.word("google: private title"),
                 visibility="private", location=plant.word("google: private place"))  # fmt: skip
    google.task("Wax the skis", "2026-03-24", notes=plant.secrets_of("google_tasks"),
                links=[{"type": "email", "link": plant.link("google_tasks: mail")}])  # fmt: skip
    Logins(sources.person.home / "logins").keep("google", kept(google, CALENDAR, TASKS))
    settings = google.settings()
    settings["client_secret"] = _secret(sources, "google", settings["client_secret"])
    sources.add("google_calendar", "Fencing", **settings, allow_private=True)
    sources.add("google_tasks", "skis", **settings, allow_private=True)


def _microsoft(sources: Sources) -> None:
    plant = sources.canaries
    service = sources.stack.enter_context(ms_graph.Microsoft())
    person = {"emailAddress": {"name": plant.word("ms_graph: person"), "address": plant.mail("ms_graph: person")}}
    service.event(
        "Chess evening", datetime(2026, 3, 24, 18, tzinfo=ZONE), datetime(2026, 3, 24, 19, tzinfo=ZONE),
        attendees=[person], organizer=person, bodyPreview=plant.secrets_of("ms_graph"),
        onlineMeeting={"joinUrl": plant.link("ms_graph: online meeting")}, webLink=plant.link("ms_graph: webLink"),
    )  # fmt: skip
    service.event(
        plant.word("ms_graph: private title"), datetime(2026, 3, 24, 20, tzinfo=ZONE),
        datetime(2026, 3, 24, 21, tzinfo=ZONE), sensitivity="private",
    )  # fmt: skip
    service.task("Oil the hinges", "2026-03-23T23:00:00", body={"content": plant.secrets_of("ms_graph: task")})
    Logins(sources.person.home / "logins").keep("microsoft", service.login)
    sources.add(
        "ms_graph", "Chess", client_id=ms_graph.CLIENT, base_url=service.base_url, login_url=service.base_url,
        allow_private=True,
    )  # fmt: skip


def _house(sources: Sources) -> None:
    plant = sources.canaries
    house = sources.stack.enter_context(homeassistant.HomeAssistant())
    house.calendar("calendar.family")
    house.event("calendar.family", "Puppet theatre", datetime(2026, 3, 24, 15, tzinfo=ZONE),
                datetime(2026, 3, 24, 16, tzinfo=ZONE), description=plant.secrets_of("homeassistant"),
                uid=plant.word("homeassistant: uid"),
                location=plant.word("homeassistant: local_only place"))  # fmt: skip
    house.todo("todo.chores", {"summary": "Bleed the radiators", "uid": plant.word("homeassistant: task's uid"),
                               "due": "2026-03-24",
                               "description": plant.secrets_of("homeassistant: task")})  # fmt: skip
    sources.add(
        "homeassistant", "theatre", base_url=house.base_url, token=_secret(sources, "house", homeassistant.TOKEN),
        calendars=["calendar.family"], lists=["todo.chores"], allow_private=True,
        local_only=["location", "description"],
    )  # fmt: skip


def _readers(sources: Sources) -> None:
    """Feeds, and the services that read them."""
    plant = sources.canaries

    def body(kind: str) -> str:
        return f"<p>The water is clean again. {plant.secrets_of(kind)}</p><img src='{plant.link(f'{kind}: picture')}'>"

    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Orbit", "items": [{
        "id": plant.word("feeds: id"), "url": plant.link("feeds: link"), "title": "Otters return to a river",
        "date_published": AT.isoformat(), "content_html": body("feeds"),
        "authors": [{"name": plant.word("feeds: author"), "url": plant.link("feeds: author")}]}]}  # fmt: skip
    web = sources.stack.enter_context(Web())
    path = f"/{plant.word('feeds: address')}.json"
    web.serve(path, json.dumps(feed).encode(), {"content-type": "application/feed+json"})
    sources.add("feeds", "Otters", urls=[web.url(path)], allow_private=True)

    reader = sources.stack.enter_context(miniflux.Miniflux())
    reader.story("Storks nest on a chimney", AT, url=plant.link("miniflux: link"), content=body("miniflux"),
                 author=plant.word("miniflux: author"))  # fmt: skip
    token = _secret(sources, "miniflux", miniflux.KEY)
    sources.add("miniflux", "Storks", base_url=reader.base_url, token=token, allow_private=True)

    other = sources.stack.enter_context(google_reader.GoogleReader())
    link = {"href": plant.link("freshrss: link")}
    other.story(
        "Bees move into a bell tower", AT, canonical=[link], alternate=[link], summary={"content": body("freshrss")}
    )
    password = _secret(sources, "freshrss", google_reader.PASSWORD)
    sources.add(
        "freshrss", "Bees", base_url=other.base_url, username=google_reader.USER, password=password, allow_private=True
    )


def _services(sources: Sources) -> None:
    plant = sources.canaries
    hub = sources.stack.enter_context(github.GitHub())
    subject = {"title": "Parser loses the last line", "type": "Issue", "url": plant.link("github: subject"),
               "latest_comment_url": plant.link("github: comment")}  # fmt: skip
    hub.thread("", AT, subject=subject, url=plant.link("github: thread"))
    sources.add(
        "github", "Parser", base_url=hub.base_url, token=_secret(sources, "github", github.TOKEN), allow_private=True
    )

    todo = sources.stack.enter_context(todoist.Todoist(datetime(2026, 3, 24, 6, tzinfo=UTC)))
    todo.task("Mend the kite", due="2026-03-24", description=plant.secrets_of("todoist"))
    todo.task(f"Ring the plumber {plant.phone('todoist: number in a title')}", due="2026-03-24")
    sources.add(
        "todoist", "kite", base_url=todo.base_url, token=_secret(sources, "todoist", todoist.TOKEN), allow_private=True
    )

    sky = sources.stack.enter_context(OpenMeteo(AT))
    sources.add("weather", "", latitude=52.74913, longitude=13.74917, base_url=sky.base_url, allow_private=True)
    plant.planted |= {"74913": "weather: latitude", "74917": "weather: longitude"}

    page = f"/{plant.word('web: address')}"
    web = sources.stack.enter_context(Web())
    text = "The harbour opens at dawn today and the ferries run as planned all day long for everybody."
    body = f"<html><title>Harbour</title><body><p>{text} {plant.secrets_of('web')}</p></body></html>"
    web.serve(page, body.encode(), {"content-type": "text/html"})
    sources.add("web", "harbour", urls=[web.url(page)], allow_private=True)


def _mail(sources: Sources) -> None:
    plant = sources.canaries
    server = sources.stack.enter_context(imap_server.dovecot())
    box = server.box("anna")
    heads = (
        f"From: Ines Varga <{plant.mail('imap: sender')}>",
        f"To: {plant.word('imap: recipient')} <{plant.mail('imap: to')}>",
        f"Cc: {plant.mail('imap: cc')}",
        f"Reply-To: {plant.mail('imap: reply')}",
        f"Message-ID: <{plant.mail('imap: message id')}>",
        "Subject: Choir moves to the small hall",
        "Date: Tue, 24 Mar 2026 05:00:00 +0100",
    )
    box.deliver("\r\n".join((*heads, "", f"Bring a pencil. {plant.secrets_of('imap')}", "")).encode(), at=AT)
    sources.add(
        "imap", "Choir", host="127.0.0.1", port=server.port, tls="none", username="anna",
        password=_secret(sources, "imap", imap_server.PASSWORD), allow_private=True,
    )  # fmt: skip


def _files(sources: Sources) -> None:
    plant = sources.canaries
    entries = [
        {"kind": "event", "summary": "Juggling club", "start": "2026-03-24T19:00", "end": "2026-03-24T20:00",
         "uid": plant.word("inbox: uid"), "description": plant.secrets_of("inbox"),
         "location": plant.word("inbox: local_only place")},
        {"kind": "event", "summary": plant.word("inbox: private title"), "start": "2026-03-24T21:00", "private": True},
    ]  # fmt: skip
    sources.file("inbox/phone.json", json.dumps(entries))
    sources.add("inbox", "Juggling", path="inbox", local_only=["location"])
    sources.file(
        "vault/2026-03-24.md",
        f"---\nid: {plant.word('markdown: front matter')}\n---\nOil the bicycle.\n\n"
        f"Wi-Fi password: {plant.number('markdown: password')}. Write to {plant.mail('markdown: address')}.\n",
    )
    sources.add("markdown", "bicycle", path="vault")
    sources.file(
        "todo.txt", f"Polish the boots due:2026-03-24 id:{plant.word('todotxt: id')} {plant.mail('todotxt: address')}\n"
    )
    sources.add("todotxt", "boots", path="todo.txt")


EVERY: tuple[Callable[[Sources], None], ...] = (
    _calendar_file, _caldav, _google, _microsoft, _house, _readers, _services, _files,
)  # fmt: skip


def add_a_diary(sources: Sources) -> None:
    """Notes whose words stay here: no model elsewhere is asked for the section that holds them."""
    entry = {
        "kind": "note",
        "text": f"Dear diary, {sources.canaries.word('inbox: local_only text')}.",
        "day": "2026-03-24",
    }
    sources.file("diary/today.json", json.dumps(entry))
    sources.tables.append('[connectors.diary]\nkind = "inbox"\npath = "diary"\nlocal_only = ["text", "title"]\n')


@contextmanager
def sources_of_every_kind(person: Person) -> Iterator[Sources]:
    """All of them; mail only where its server is installed."""
    with ExitStack() as stack:
        sources = Sources(person, Canaries(), stack)
        for add in (*EVERY, *(() if imap_server.missing() else (_mail,))):
            add(sources)
        yield sources
