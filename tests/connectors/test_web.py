import asyncio
import json
import zlib
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from connectors.base import Collected, ConnectorError, Listener
from connectors.items import Note, Window
from connectors.web import CONNECTOR, WebConfig, WebConnector
from connectors.web_text import Page, parse
from connectors.worker import Job
from daemon.collect.process import run
from tests.contract.connector import ConnectorContract
from tests.fakes.web import Web, refused

DATA = Path(__file__).parent / "data" / "web"
BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 24, 6, 40, tzinfo=BERLIN)
DAY = timedelta(days=1)
MUSEUM = (DATA / "museum.html").read_bytes()
ONE = "The museum is open from ten to six, and closed on Mondays."
TWO = "The new hall shows the oldest ferry of the region."
THREE = "On Sunday at three there is a tour of the harbour."
LOGIN = b"<html><body><h1>Sign in</h1><form><p>Your name and password, to go on.</p><input type='password'></form>"


def window(now: datetime = NOW, days: int = 7) -> Window:
    return Window(first=now.date(), zone=BERLIN, now=now, days=days)


def html(*paragraphs: str, title: str = "Opening hours") -> bytes:
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    head = f'<title>{title}</title><meta property="og:site_name" content="Harbour Museum">'
    return f"<html><head>{head}</head><body><article><h1>{title}</h1>{body}</article></body></html>".encode()


def pdf(*lines: str, title: str = "", stream: bytes | None = None) -> bytes:
    """A PDF of one page."""
    shown = " T* ".join(f"({line}) Tj" for line in lines)
    drawn = f"BT /F1 12 Tf 14 TL 72 720 Td {shown} ET".encode("cp1252") if stream is None else zlib.compress(stream)
    packed = b"" if stream is None else b" /Filter /FlateDecode"
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d%s >>\nstream\n%s\nendstream" % (len(drawn), packed, drawn),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        f"<< /Title ({title}) >>".encode(),
    ]
    whole, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(whole))
        whole += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        whole
        + b"xref\n0 7\n0000000000 65535 f \n%strailer << /Size 7 /Root 1 0 R /Info 6 0 R >>\nstartxref\n%d\n%%%%EOF"
        % (
            table,
            len(whole),
        )
    )


@pytest.fixture
def site() -> Iterator[Web]:
    with Web() as server:
        server.serve("/hours", MUSEUM)
        yield server


def source(*urls: str, **settings: Any) -> WebConnector:
    return WebConnector(WebConfig.model_validate({"kind": "web", "urls": urls, **settings}), Listener())


def collect(site: Web, path: str = "/hours", state: bytes = b"", now: datetime = NOW) -> Collected:
    return source(site.url(path)).collect(window(now), state)


def texts(collected: Collected) -> list[str]:
    return [item.text for item in collected.items if isinstance(item, Note)]


class TestWebContract(ConnectorContract):
    connector_type = CONNECTOR
    settings: ClassVar[dict[str, Any]] = {"urls": ["https://example.org/hours"]}
    secrets = ("hidden",)

    @pytest.fixture
    def connector(self, site: Web) -> WebConnector:
        site.etag("/menu.pdf", pdf("Monday: lentil soup and bread. Tuesday: pasta with tomatoes."), '"1"')
        return source(site.url("/hours"), site.url("/menu.pdf"))

    @pytest.fixture
    def broken(self) -> WebConnector:
        return source(f"{refused()}page?key=hidden")

    @pytest.fixture
    def window(self) -> Window:
        return window()


@pytest.mark.parametrize("name", ["museum", "canteen"])
def test_the_main_text_of_a_page(name: str) -> None:
    expected = json.loads((DATA / f"{name}.json").read_bytes())
    page = parse((DATA / f"{name}.html").read_bytes(), "https://www.kantine.example.de/plan", "text/html")
    assert page == Page(title=expected["title"], site=expected["site"], text="\n".join(expected["text"]))


def test_a_page_is_a_note_for_today(site: Web) -> None:
    collected = collect(site)
    (note,) = collected.items
    assert isinstance(note, Note)
    assert (note.title, note.day, note.role) == ("Opening hours in spring", date(2026, 3, 24), "page")
    assert note.text.splitlines() == [
        "Harbour Museum: Opening hours in spring",
        "From the first of April the museum is open from ten to six. It is closed on Mondays – except in the holidays.",
        "The new hall shows the oldest ferry of the region, which sailed until 1931.",
    ]
    assert (collected.warnings, collected.complete) == ((), True)


def test_a_page_asked_for_tomorrow_is_a_note_for_tomorrow(site: Web) -> None:
    tomorrow = Window(first=date(2026, 3, 25), zone=BERLIN, now=NOW)
    (note,) = source(site.url("/hours")).collect(tomorrow, b"").items
    assert isinstance(note, Note)
    assert note.day == date(2026, 3, 25)


def test_an_unchanged_page_is_told_once(site: Web) -> None:
    first = collect(site)
    assert texts(collect(site, state=first.state, now=NOW + timedelta(minutes=20))) == texts(first)
    assert collect(site, state=first.state, now=NOW + DAY).items == ()
    assert collect(site, state=first.state, now=NOW + DAY - timedelta(minutes=30)).items == ()


def test_what_is_seen_at_noon_is_told_the_next_morning(site: Web) -> None:
    noon = collect(site, now=NOW + timedelta(hours=6))
    assert len(collect(site, state=noon.state, now=NOW + DAY).items) == 1


def test_only_what_was_added_is_told(site: Web) -> None:
    site.serve("/hours", html(ONE, TWO))
    first = collect(site)
    site.serve("/hours", html(TWO, ONE, THREE))
    second = collect(site, state=first.state, now=NOW + DAY)
    assert texts(second) == [f"Harbour Museum: Opening hours\n{THREE}"]
    site.serve("/hours", html(TWO, THREE))
    assert collect(site, state=second.state, now=NOW + 2 * DAY).items == ()


def test_a_server_that_says_unchanged_is_believed_for_a_week(site: Web) -> None:
    site.etag("/hours", MUSEUM, '"1"')
    early = NOW - 20 * DAY  # no clock changes in this week
    state = collect(site, now=early).state
    for days in range(1, 8):
        again = collect(site, state=state, now=early + days * DAY)
        assert (again.items, again.warnings) == ((), ())
        state = again.state
    asked = ["if-none-match" in request.headers for request in site.requests]
    assert asked == [False, *[True] * 6, False]


def test_a_pdf_is_read_to_paragraphs(site: Web) -> None:
    lines = ("Monday: lentil soup and bread, with an ap-", "ple for whoever wants one.", "Tuesday: Spätzle")
    site.serve("/lunch%20menu.pdf", pdf(*lines), {"Content-Type": "application/pdf"})
    (note,) = collect(site, "/lunch%20menu.pdf").items
    assert isinstance(note, Note)
    assert note.title == "lunch menu.pdf"
    assert note.text.splitlines()[1:] == [
        "Monday: lentil soup and bread, with an apple for whoever wants one.",
        "Tuesday: Spätzle",
    ]


def test_a_pdf_is_known_by_its_own_title() -> None:
    page = parse(pdf(ONE, title="The museum"), "https://www.example.org/x.pdf", "")
    assert page == Page(title="The museum", site="example.org", text=ONE)


def test_a_plain_text_is_a_page_too() -> None:
    page = parse(f"{ONE}\r\n\r\n{TWO}".encode(), "https://example.org/x.txt", "text/plain; charset=utf-8")
    assert page == Page(title="example.org", site="example.org", text=f"{ONE}\n{TWO}")


@pytest.mark.parametrize(
    ("body", "content_type", "why"),
    [
        (LOGIN, "text/html", "it asks for a password"),
        (b"", "text/html", "it is neither a web page nor a PDF"),
        (b"<html><body><div id=root></div><script>go()</script></body></html>", "text/html", "it has no text"),
        (b"\x89PNG\r\n\x1a\n", "image/png", "it is neither a web page nor a PDF"),
        (b'{"a": 1}', "application/json", "it is neither a web page nor a PDF"),
        (b"%PDF-1.4 nothing", "application/pdf", "it is a PDF that is damaged"),
        (pdf(), "application/pdf", "it has no text"),
        (pdf(stream=b"1 " * 5_000_000), "application/pdf", "it"),
        (b"<html>" + b"<div>" * 200_000, "text/html", "it has no text"),
    ],
    ids=["login", "empty", "program", "picture", "json", "broken pdf", "no text", "bomb", "nested"],
)
def test_what_is_no_text_costs_itself_only(site: Web, body: bytes, content_type: str, why: str) -> None:
    site.serve("/other", body, {"Content-Type": content_type})
    collected = source(site.url("/hours"), site.url("/other")).collect(window(), b"")
    assert len(collected.items) == 1
    (warning,) = collected.warnings
    assert warning.startswith(f"The page of 127.0.0.1 could not be read: {why}")
    assert not collected.complete


def test_being_sent_to_a_login_page_is_a_failure(site: Web) -> None:
    site.serve("/accounts/login", MUSEUM)
    site.redirect("/hours", "/accounts/login?next=/hours")
    with pytest.raises(ConnectorError, match="it sends on to a login page") as caught:
        collect(site)
    assert caught.value.transient


def test_a_page_that_moved_is_read(site: Web) -> None:
    site.serve("/authors/new-hours", MUSEUM)
    site.redirect("/hours", "/authors/new-hours", 301)
    assert len(collect(site).items) == 1


@pytest.mark.parametrize(("status", "transient"), [(404, False), (403, False), (503, True)])
def test_a_page_that_fails(site: Web, status: int, transient: bool) -> None:
    site.fail("/hours", status)
    with pytest.raises(ConnectorError) as caught:
        collect(site)
    assert caught.value.transient is transient


def test_a_page_that_failed_is_no_news_when_it_is_back(site: Web) -> None:
    site.serve("/other", html(TWO, title="Other"))
    both = source(site.url("/hours"), site.url("/other"))
    state = both.collect(window(), b"").state
    site.fail("/hours", 404)
    failed = both.collect(window(NOW + DAY), state)
    assert len(failed.warnings) == 1
    site.serve("/hours", MUSEUM)
    assert both.collect(window(NOW + 2 * DAY), failed.state).items == ()


def test_a_page_that_hangs_costs_itself_only(site: Web) -> None:
    site.hang("/slow")
    collected = source(site.url("/hours"), site.url("/slow"), timeout=1).collect(window(), b"")
    assert len(collected.items) == 1
    assert len(collected.warnings) == 1


def test_markup_and_what_cannot_be_heard_stay_out(site: Web) -> None:
    site.serve(
        "/hours", html("Say &lt;script&gt;x()&lt;/script&gt; and \u202eturned\u202c &amp;amp; go on with the tour.")
    )
    assert texts(collect(site))[0].splitlines()[1] == "Say and turned & go on with the tour."


def test_the_address_is_not_kept_or_shown(site: Web) -> None:
    site.serve("/private/secret-token", MUSEUM)
    collected = collect(site, "/private/secret-token")
    assert b"secret-token" not in collected.state
    assert "secret-token" not in repr(collected)


@pytest.mark.parametrize("urls", [[], ["https://example.org"] * 13, "https://example.org"])
def test_settings_that_are_none(urls: object) -> None:
    with pytest.raises(ValidationError):
        WebConfig.model_validate({"kind": "web", "urls": urls})


FRAGMENTS = st.sampled_from(
    ["<p>", "<html>", "<table>", "<tr><td>", "</td>", "a long enough text ", "|", "\n", "&amp;", "<", "\x00"]
)


@given(st.binary(max_size=80) | st.lists(FRAGMENTS, max_size=20).map(lambda parts: "".join(parts).encode()))
def test_any_bytes_are_a_page_or_none(data: bytes) -> None:
    with suppress(ValueError):  # what any other error would be is what is tested
        page = parse(data, "https://example.org/x", "text/plain")
        assert page.title
        assert all(line.strip() for line in page.text.splitlines())


def test_a_bomb_in_the_real_process_costs_itself_only(site: Web) -> None:
    site.serve("/menu.pdf", pdf("Monday: lentil soup and bread. Tuesday: pasta with tomatoes."))
    site.serve("/bomb.pdf", pdf(stream=b"BT (x) Tj ET " * 5_000_000))
    urls = [site.url(path) for path in ("/hours", "/menu.pdf", "/bomb.pdf")]
    job = Job(
        source="pages",
        entry_point="connectors.web:CONNECTOR",
        config={"kind": "web", "urls": urls, "allow_private": True},
        listener=Listener(),
        window=window(),
        state=b"",
        seconds=20,
    )
    collected = asyncio.run(run(job))
    assert [item.source for item in collected.items] == ["pages", "pages"]
    (warning,) = collected.warnings
    assert warning.startswith("The page of 127.0.0.1 could not be read: it ")  # needs too much memory, or time
