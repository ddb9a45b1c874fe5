"""Mails in few words."""

from itertools import count

_NUMBERS = count()


def mail(
    subject: str, sender: str = "Kim <kim@example.org>", text: str = "Hello.\r\n", *, message_id: str | None = None
) -> bytes:
    own = message_id or f"<{next(_NUMBERS)}@example.org>"
    return f"From: {sender}\r\nSubject: {subject}\r\nMessage-ID: {own}\r\n\r\n{text}".encode()


def a_newsletter(title: str, *, list_id: str = "Orbit <orbit.example>") -> bytes:
    page = "https://orbit.example/42?a=1&amp;utm_source=mail"
    return (
        f"From: Orbit <news@orbit.example>\r\nSubject: {title}\r\nList-Id: {list_id}\r\n"
        f"Message-ID: <{next(_NUMBERS)}@orbit.example>\r\n"
        "MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
        f'<p><a href="https://orbit.example/about">About us</a> <a href="{page}">Read <b>this</b> in your browser</a>'
        "</p><p>A comet shows its far side.</p>\r\n"
    ).encode()
