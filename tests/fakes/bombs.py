"""Answers and files that are made to hang, crash or mislead whoever reads them. All written for these tests."""

import gzip
import json
import zlib
from datetime import date, timedelta
from html import escape

MEGABYTE = 2**20

NAUGHTY = (
    # emptiness, white space, what cannot be seen
    "", " ", "\t", "\u00a0", "\u200b", "\u2060\ufeff", "\u3000", "\u202e\u2066", "\u00ad", "\u0085",
    # what code may take for something else
    "null", "None", "undefined", "NaN", "-0", "1e309", "0x10", "1/0", "()", "[]", "{}", "{0}", "{title}", "%s%n%x",
    "${HOME}", "$(reboot)", "`reboot`", "; reboot", "' OR 1=1 --", '"; DROP TABLE stories; --', "../../etc/passwd",
    "C:\\CON\\NUL", "file:///etc/passwd", "javascript:alert(1)", "\\u0000", "\\x00", "<!--", "-->", "]]>", "<![CDATA[",
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "&lt;b&gt;", "&amp;amp;", "&nosuch;", "&#0;",
    "{{ 7*7 }}", "{% raw %}", "{e1.start}", "{n3.num2}", "<speak><break time='9s'/></speak>", "[[inp mode]]",
    # letters that are more, or less, than they look
    "e\u0301" * 40, "Z\u0351\u036b\u0343\u036a" * 20, "\u1e9e\u0130\u0131\ufb03", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢", "ⓤⓝⓘⓒⓞⓓⓔ",
    "مرحبا", "\u202bمرحبا\u202c hello", "שלום", "ਪੰਜਾਬੀ", "👩\u200d👩\u200d👧", "🇩🇪🇩",
    "🏴\U000e0067\U000e007f", "\U0010ffff", "\ufdfd", "田中さんに", "(╯°□°)╯",
    # too much of it
    "a" * 100_000, "ha " * 30_000, "\u0e49" * 5000, "(" * 20_000, "<b>" * 20_000, "&" * 20_000, "http://" * 5000,
)  # fmt: skip


def rss(items: str, head: str = "") -> bytes:
    """A feed of what need be no XML."""
    return f"{head}<rss version='2.0'><channel><title>Feed</title>{items}</channel></rss>".encode()


def item(title: str, number: int = 0) -> str:
    """An item of a feed; its title is markup."""
    return f"<item><title>{title}</title><guid isPermaLink='false'>urn:x:{number}</guid></item>"


def naughty_feed() -> bytes:
    """All naughty strings as titles, as well as XML can hold them."""
    return rss("".join(item(escape(text), number) for number, text in enumerate(NAUGHTY)))


def _nested_entities() -> bytes:
    lines = "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))
    return rss(item("&a11;"), f'<!DOCTYPE rss [<!ENTITY a0 "lol">{lines}]>')


def _quadratic_entity() -> bytes:
    return rss(item("&a;" * 50_000), f'<!DOCTYPE rss [<!ENTITY a "{"a" * 50_000}">]>')


def _foreign_entity() -> bytes:
    return rss(item("&a; read"), '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]>')


def _json(items: str) -> bytes:
    return f'{{"version": "https://jsonfeed.org/version/1.1", "title": "Feed", "items": [{items}]}}'.encode()


FEEDS: dict[str, bytes] = {
    "nested entities": _nested_entities(),
    "a quadratic entity": _quadratic_entity(),
    "an entity from a file": _foreign_entity(),
    "an endless depth": rss("<a>" * 200_000),
    "an endless depth in a title": rss(item("<a>" * 100_000)),
    "a million empty items": rss("<item/>" * 1_000_000),
    "many small items": rss("".join(item("a", number) for number in range(60_000))),
    "items within items": rss("<item><title>a</title>" * 20_000),
    "a hundred thousand attributes": rss("<item " + " ".join(f"a{n}=''" for n in range(100_000)) + "/>"),
    "a hundred thousand namespaces": rss("".join(f"<a xmlns:n{n}='urn:{n}'>" for n in range(50_000))),
    "a title of 7 MB": rss(item("a" * 7 * MEGABYTE)),
    "a title of 2 MB of tags": rss(item(escape("<b><i>" * 300_000))),
    "a date of 1 MB": rss(f"<item><title>a</title><pubDate>{'1' * MEGABYTE}</pubDate></item>"),
    "a link of 1 MB": rss(f"<item><title>a</title><link>http://{'a.' * (MEGABYTE // 2)}</link></item>"),
    "bare ampersands": rss("&" * MEGABYTE),
    "angle brackets": b"<" * MEGABYTE,
    "comments that do not end": b"<rss><!--" * 100_000,
    "sections that do not end": rss("<![CDATA[" * 100_000),
    "quotes that do not end": b"<rss a='" + b"<a b=" * 200_000,
    "a page that is no feed": b"<!doctype html><html>" + b"<p>hello" * 500_000,
    "a depth of JSON": _json("[" * 500_000),
    "a number of JSON": _json('{"id": ' + "9" * MEGABYTE + "}"),
    "many items of JSON": _json(",".join(json.dumps({"id": n, "content_text": "a"}) for n in range(100_000))),
    "half a character": rss(item("a")).replace(b"<title>a", b"<title>a\xf0\x9f"),
    "an unknown charset": rss(item("a"), '<?xml version="1.0" encoding="x-nobody-knows"?>'),
    "a charset that is another": rss(item("ä"), '<?xml version="1.0" encoding="utf-16"?>'),
    "a charset of codes": rss(item("+AGEAYg-"), '<?xml version="1.0" encoding="utf-7"?>'),
    "a charset that unpacks": rss(item("a"), '<?xml version="1.0" encoding="zlib"?>'),
    "zeros": bytes(7 * MEGABYTE),
    "half of UTF-16": "\ufeff<rss>".encode("utf-16-le")[:-1] + b"\xd8" * 10_000,
    "naughty titles": naughty_feed(),
}

PACKED: dict[str, tuple[bytes, str]] = {
    "gzip": (gzip.compress(bytes(100 * MEGABYTE)), "gzip"),
    "gzip without its header": (gzip.compress(bytes(100 * MEGABYTE)), ""),
    "gzip in gzip": (gzip.compress(gzip.compress(bytes(100 * MEGABYTE))), "gzip"),
    "many of gzip": (gzip.compress(bytes(MEGABYTE)) * 100, "gzip"),
    "deflate": (zlib.compress(bytes(100 * MEGABYTE)), "deflate"),
    "brotli": (b"\xcf\xff\xff\x7f\xf8'" + b"\x00" * 20, "br"),
    "an encoding of encodings": (gzip.compress(b"a"), ", ".join(["gzip"] * 1000)),
}
"""Bodies and their Content-Encoding."""


def calendar(*components: str) -> bytes:
    """A calendar of what need be no iCalendar."""
    return ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + "".join(components) + "END:VCALENDAR\r\n").encode()


def event(uid: str, *lines: str, start: str = "20260324T090000Z", summary: str = "Bomb") -> str:
    """A VEVENT of an hour's quarter."""
    head = (f"UID:{uid}", f"DTSTART:{start}", "DURATION:PT15M", f"SUMMARY:{summary}")
    return "\r\n".join(("BEGIN:VEVENT", *head, *lines, "END:VEVENT", ""))


_DAYS = ",".join(f"{date(1900, 1, 1) + timedelta(days=n):%Y%m%d}T090000Z" for n in range(100_000) if n != 46_103)
"""Nearly three centuries, without 24 March 2026."""

CALENDARS: dict[str, bytes] = {
    "a line of 50 MB": b"BEGIN:VCALENDAR\r\nX:" + b"x" * 50 * MEGABYTE,
    "a line of 15 MB": calendar(event("a", f"DESCRIPTION:{'x' * 15 * MEGABYTE}")),
    "a line folded a million times": calendar(event("a", "DESCRIPTION:x" + "\r\n x" * 1_000_000)),
    "a hundred thousand EXDATEs": calendar(event("a", "RRULE:FREQ=DAILY", f"EXDATE:{_DAYS}", start="19000101T090000Z")),
    "a hundred thousand EXDATE lines": calendar(
        event("a", "RRULE:FREQ=MINUTELY", *(f"EXDATE:20260324T{n // 60 % 24:02}{n % 60:02}00Z" for n in range(100_000)))
    ),
    "a hundred thousand RDATEs": calendar(
        event("a", *(f"RDATE:202603{n % 28 + 1:02}T{n % 24:02}{n % 60:02}00Z" for n in range(100_000)))
    ),
    "20,000 daily series": calendar(
        *(event(f"{n}", "RRULE:FREQ=DAILY", start="20100101T090000Z") for n in range(20_000))
    ),
    "every second for ever": calendar(event("a", "RRULE:FREQ=SECONDLY", start="19700101T000000Z")),
    "a billion times": calendar(event("a", "RRULE:FREQ=SECONDLY;COUNT=1000000000", start="19700101T000000Z")),
    "never": calendar(event("a", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")),
    "an interval of none": calendar(event("a", "RRULE:FREQ=DAILY;INTERVAL=0")),
    "an endless event": calendar(event("a", "DTEND:99991231T235959Z", "RRULE:FREQ=SECONDLY")),
    "a depth of components": calendar("BEGIN:VEVENT\r\n" * 50_000),
    "many overrides": calendar(
        event("a", "RRULE:FREQ=DAILY"),
        *(event("a", f"RECURRENCE-ID:202603{n % 28 + 1:02}T090000Z", f"SEQUENCE:{n}") for n in range(10_000)),
    ),
    "many time zones": calendar(
        *(f"BEGIN:VTIMEZONE\r\nTZID:Z{n}\r\nEND:VTIMEZONE\r\n" for n in range(20_000)),
        event("a", start="20260324T090000"),
    ),
    "many parameters": calendar(event("a", "ATTENDEE" + ";X=y" * 200_000 + ":mailto:a@x.example")),
    "zeros": bytes(10 * MEGABYTE),
    "half of UTF-16": "BEGIN:VCALENDAR\r\n".encode("utf-16")[:-1],
    "naughty summaries": calendar(
        *(event(f"n{n}", summary=text.replace("\n", " ")[:5000]) for n, text in enumerate(NAUGHTY))
    ),
}
