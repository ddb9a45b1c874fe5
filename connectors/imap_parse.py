"""A mail's header and text to a Message, or to a Story where it is a newsletter. Pure; no byte makes it fail."""

import html as markup
import re
from dataclasses import dataclass
from datetime import datetime

from connectors.feed_text import canonical, plain, web_link
from connectors.imap_answers import Part
from connectors.imap_text import decoded, unpacked
from connectors.items import Message, Story
from connectors.plaintext import uid_of

LONGEST_SUBJECT = 300
LONGEST_NAME = 80
MESSAGE_TEXT, NEWSLETTER_TEXT = 600, 2000
"""Characters that are kept of a text."""
ALL = "*"

_FOLD = re.compile(rb"\r?\n[ \t]+")
_ADDRESS = re.compile(r"[^\s@<>]+\s?@\s?[^\s@<>]+")
_QUOTED = re.compile(r'\s*"((?:[^"\\]|\\.)*)"')
_COMMENT = re.compile(r"\(([^()]*)\)")
_LIST_ID = re.compile(r"<([^<>]*)>")
_SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)
_IN_BROWSER = re.compile(
    r"(?:view|read|open|see)\b.{0,40}\b(?:browser|online|on the web)|(?:web|online|browser) version|view in browser"
    r"|im browser|online-version|webversion|online (?:lesen|ansehen)"
    r"|dans (?:votre|un|le) navigateur|version en ligne|en (?:tu|el|su) navegador|versión (?:web|en línea)",
    re.IGNORECASE,
)
_ANCHOR = re.compile(
    r"<a\b[^>]{0,1000}?\bhref\s*=\s*[\"']([^\"'<>]{1,2000})[\"'][^>]{0,1000}>(.{0,300}?)</a\s{0,9}>", re.S | re.I
)
_URL = re.compile(r"https://[^\s<>\"'()\[\]]{4,2000}")
_NEAR = 200


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail as it was fetched: some fields of its header, and the first bytes of its text (`cut`: there are more)."""

    uid: int
    arrived: datetime
    header: bytes
    part: Part | None = None
    body: bytes = b""
    cut: bool = False


def is_newsletter(header: bytes, wanted: tuple[str, ...]) -> bool:
    """Whether its List-Id (RFC 2919) is one of those, or any where "*" is wanted."""
    found = list_id(header)
    return bool(found) and (ALL in wanted or found in {each.strip().strip("<>").lower() for each in wanted})


def list_id(header: bytes) -> str:
    """The identifier alone, in lower case; empty where there is none."""
    value = field(header, b"list-id")
    found = _LIST_ID.search(value)
    return (found[1] if found else value).strip().lower()


def message(mail: Mail, validity: int) -> Message:
    """The mail as a message; `sent` is when it arrived, since anybody may write any date into a header."""
    return Message(
        uid=_uid(mail, validity),
        subject=plain(field(mail.header, b"subject"), LONGEST_SUBJECT),
        sender=sender(mail.header),
        sent=mail.arrived,
        summary=plain(_without_quotes(_text(mail)), MESSAGE_TEXT) if mail.part else "",
    )


def newsletter(mail: Mail, validity: int) -> Story:
    """The mail as a story of its list; the link is that of its page, where it names one."""
    text, html = _text(mail), mail.part is not None and mail.part.html
    return Story(
        uid=_uid(mail, validity),
        title=plain(field(mail.header, b"subject"), LONGEST_SUBJECT),
        link=page(text, html=html),
        published=mail.arrived,
        summary=plain(_without_page(text) if html else text, NEWSLETTER_TEXT),
        feed=_list_name(mail.header),
    )


def field(header: bytes, name: bytes) -> str:
    """The first field of that name, decoded and in one line; empty where there is none."""
    return decoded(_raw(header, name))


def _raw(header: bytes, name: bytes) -> bytes:
    for line in _FOLD.sub(b" ", header).splitlines():
        key, colon, value = line.partition(b":")
        if colon and key.strip().lower() == name:
            return value.strip()
    return b""


def sender(header: bytes) -> str:
    """The name that the sender goes by; empty where there is only an address, for that is not spoken."""
    return _name(_raw(header, b"from"))


def _name(field: bytes) -> str:
    """The name in a field that is not decoded yet: an encoded word may hold a comma or a bracket that is none."""
    value = field.decode("utf-8", "surrogateescape")
    quoted = _QUOTED.match(value)
    comment = _COMMENT.search(value)
    if quoted:
        name = re.sub(r"\\(.)", r"\1", quoted[1])
    elif "<" in value:
        name = value.split("<", 1)[0]
    else:
        name = comment[1] if comment else ""
    said = plain(decoded(name.encode("utf-8", "surrogateescape")), LONGEST_NAME).strip(" \"'")
    return "" if _ADDRESS.search(said) else said


def _list_name(header: bytes) -> str:
    """What the list calls itself; machines' numbers ("1f0d04 list") say less than its sender's name."""
    value = _raw(header, b"list-id")
    name = _name(value) if b"<" in value else ""
    own = "" if any(letter.isdigit() for letter in name) else name
    return own or sender(header) or list_id(header)


def _uid(mail: Mail, validity: int) -> str:
    """The Message-ID's hash: the same after a move or a new UIDVALIDITY, and no address in any file."""
    own = field(mail.header, b"message-id")
    return uid_of("message-id", own) if own else uid_of("uid", f"{validity}/{mail.uid}")


def _text(mail: Mail) -> str:
    return unpacked(mail.body, mail.part.encoding, mail.part.charset, cut=mail.cut) if mail.part else ""


def _without_quotes(text: str) -> str:
    """The writer's own words: no signature, no quotation with the line that introduces it."""
    lines = _SIGNATURE.split(text, maxsplit=1)[0].splitlines()
    kept: list[str] = []
    for line in lines:
        if not line.lstrip().startswith(">"):
            kept.append(line)
        elif kept and kept[-1].rstrip().endswith(":"):
            kept.pop()
    return "\n".join(kept)


def page(text: str, *, html: bool) -> str | None:
    """The https address that the mail offers for reading it in a browser, None where it offers none."""
    candidates = _linked(text) if html else _beside(text)
    safe = (web_link(link) for link in candidates if link.startswith("https://"))
    return next((canonical(link) for link in safe if link), None)


def _linked(text: str) -> list[str]:
    anchors = (found for found in _ANCHOR.finditer(text) if _IN_BROWSER.search(found[2]))
    return [markup.unescape(found[1]) for found in anchors]


def _without_page(text: str) -> str:
    """The HTML without the links to its own page: they stand before everything else, and say nothing."""
    return _ANCHOR.sub(lambda found: "" if _IN_BROWSER.search(found[2]) else found[0], text)


def _beside(text: str) -> list[str]:
    found = _IN_BROWSER.search(text)
    after = _URL.search(text, found.end(), found.end() + _NEAR) if found else None
    return [after[0].rstrip(".,;:!?")] if after else []
