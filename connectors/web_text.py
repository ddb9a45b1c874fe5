"""The title and the main text of a web page or a PDF, from its bytes alone. Pure."""

import logging
import re
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from connectors.feed_text import plain
from connectors.plaintext import cut, decode

if TYPE_CHECKING:
    from pypdf import PdfReader

MOST_TITLE, MOST_LINE, MOST_TEXT = 200, 2000, 8000
MOST_MARKUP = 1_000_000
"""Bytes of a page that are looked at: enough for a book, and read in a second or two."""
MOST_PAGES = 30
LEAST = 40
"""Characters; less is a menu or a notice, not a text."""
A_LOGIN = 800
"""Characters under which the text of a page that asks for a password is about logging in."""
PDF = b"%PDF-"
_PASSWORD = re.compile(rb"<input\b[^>]{0,500}\btype\s*=\s*[\"']?password", re.IGNORECASE)
_SIGN_IN = re.compile(r"(?:^|[/_.-])(?:log-?in|sign-?in|sso|auth|oauth2?|saml2?)(?:$|[/_.-])", re.IGNORECASE)
_HTML = re.compile(rb"<(?:!doctype html|html|head|body|div|p|article|main)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says: `text` has one line a paragraph, `site` is what it calls itself, else its host."""

    title: str
    site: str
    text: str


def parse(data: bytes, url: str, content_type: str, asked: str = "") -> Page:
    """The page that came from `url` (of `asked`). Raises ValueError (a plain clause) where it has no text to tell.

    A PDF that is made to confuse its reader may raise anything else.
    """
    if _is_login(url, asked or url):
        raise ValueError("it sends on to a login page")
    if data[:1024].lstrip().startswith(PDF):
        page = _whole_pdf(data, url)
    elif _HTML.search(data[:100_000]):
        page = _html(data, url)
    elif content_type.startswith("text/plain"):
        page = _page("", "", decode(data)[0], url)
    else:
        raise ValueError("it is neither a web page nor a PDF")
    if len(page.text) < LEAST:
        raise ValueError("it has no text that could be told; a page may need a browser that runs its programs")
    return page


def _is_login(url: str, asked: str) -> bool:
    """Whether the answer came from a page for logging in that nobody asked for."""
    before, after = urlsplit(asked), urlsplit(url)
    moved = (before.hostname, before.path) != (after.hostname, after.path)
    return moved and bool(_SIGN_IN.search(after.path)) and not _SIGN_IN.search(before.path)


def _html(data: bytes, url: str) -> Page:
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    _quiet("trafilatura", "htmldate", "courlan")
    found: Document | None = None
    for precisely in (True, False):  # without menus, if that leaves any text
        tried = bare_extraction(
            data[:MOST_MARKUP], fast=True, include_comments=False, with_metadata=True, favor_precision=precisely
        )
        found = tried if isinstance(tried, Document) else None
        if found and len(found.text or "") >= LEAST:
            break
    text = (found and found.text) or ""
    if _PASSWORD.search(data) and len(text) < A_LOGIN:
        raise ValueError("it asks for a password")
    rows = "\n".join(_row(line) if line.startswith("|") else line for line in text.splitlines())
    return _page((found and found.title) or "", (found and found.sitename) or "", rows, url)


def _row(line: str) -> str:
    """A table's row in words."""
    first, *rest = [cell.strip() for cell in line.strip("| ").split("|") if cell.strip(" -:")] or [""]
    return f"{first}: {', '.join(rest)}" if rest else first


def _whole_pdf(data: bytes, url: str) -> Page:
    from pypdf.errors import PyPdfError

    _quiet("pypdf")
    try:
        return _pdf(data, url)
    except PyPdfError as error:
        raise ValueError("it is a PDF that is damaged, or locked") from error


def _pdf(data: bytes, url: str) -> Page:
    from pypdf import PdfReader

    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        raise ValueError("it is a PDF that asks for a password")
    title = (reader.metadata and reader.metadata.title) or ""
    name = unquote(urlsplit(url).path.rpartition("/")[2])
    return _page(title if isinstance(title, str) else "", "", _text(reader), url, name)


def _text(reader: "PdfReader") -> str:
    text = ""
    for page in islice(reader.pages, MOST_PAGES):
        text += page.extract_text() + "\n"
        if len(text) > 2 * MOST_TEXT:
            break
    return _paragraphs(text)


def _paragraphs(text: str) -> str:
    """Lines as they were set, joined to paragraphs; a word that was divided at a line's end is whole again."""
    whole = re.sub(r"(?<=[^\W\d_])-\n(?=[a-zß-ÿ])", "", text[: 4 * MOST_TEXT])
    return re.sub(r"(?<=[^\s.!?:])[ \t]*\n(?=[^\s•*-])", " ", whole)


def _page(title: str, site: str, text: str, url: str, name: str = "") -> Page:
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    lines = (plain(line, MOST_LINE) for line in text[: 10 * MOST_TEXT].splitlines())
    whole = cut("\n".join(line for line in lines if line), MOST_TEXT)
    called = plain(title, MOST_TITLE) or plain(name, MOST_TITLE) or host
    return Page(title=called, site=plain(site, MOST_TITLE) or host, text=whole)


def _quiet(*libraries: str) -> None:
    """They log what they read."""
    for library in libraries:
        logging.getLogger(library).setLevel(logging.CRITICAL)
