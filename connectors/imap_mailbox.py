"""One folder of an IMAP server (RFC 3501), examined: nothing in it is changed, nothing becomes read."""

import imaplib
import re
import ssl
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from connectors.base import ConnectorError
from connectors.http_answers import NEXT_TIME, AgainError, failure
from connectors.imap_answers import Fetched, day, fetched, folder, text_part
from connectors.imap_parse import Mail

MOST_SESSION = 32 * 2**20
MOST_HEADER, MOST_PLAIN, MOST_HTML = 16 * 2**10, 16 * 2**10, 128 * 2**10
"""Bytes of one mail that are fetched, however large it is."""
FIELDS = "SUBJECT FROM MESSAGE-ID LIST-ID"
BROKEN = (imaplib.IMAP4.error, OSError, ValueError)
"""What a conversation may end in; imaplib raises ValueError where it is given no ASCII."""
_CODE = re.compile(r"\[([A-Z-]+)[^\]]*\]")
_LATER = frozenset({"UNAVAILABLE", "INUSE", "LIMIT", "SERVERBUG", "OVERQUOTA"})
Tls = Literal["implicit", "starttls", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Whose mail, where; `seconds` is what one read from the network may take."""

    host: str
    port: int
    tls: Tls
    username: str
    password: str
    folder: str
    seconds: float


class _Plain(imaplib.IMAP4):
    """Reads so many bytes and no more: a literal's size is the server's word alone."""

    left = MOST_SESSION

    def read(self, size: int) -> bytes:
        self._spend(size)
        return super().read(size)

    def readline(self) -> bytes:
        line = super().readline()
        self._spend(len(line))
        return line

    def _spend(self, size: int) -> None:
        self.left -= size
        if self.left < 0:
            raise self.abort("the server sent too much")


class _Secure(_Plain, imaplib.IMAP4_SSL):
    """The same over TLS."""


class Mailbox:
    """An examined folder; its UIDs mean what they meant while `validity` is the same. Methods raise `BROKEN`."""

    def __init__(self, client: imaplib.IMAP4, validity: int) -> None:
        self._client = client
        self.validity = validity

    def search(self, since: datetime, flag: Literal["FLAGGED", "UNSEEN"]) -> tuple[int, ...]:
        """The UIDs of the mails with that flag that came on that day, as the server counts days, or later."""
        answers = self._asked("SEARCH", "UNDELETED", "SINCE", day(since), flag)
        return tuple(sorted({int(uid) for line in answers if isinstance(line, bytes) for uid in line.split()}))

    def headers(self, uids: Iterable[int]) -> tuple[Fetched, ...]:
        """When each came, and the fields of its header that are told of."""
        named = ",".join(map(str, uids))
        what = f"(UID INTERNALDATE BODY.PEEK[HEADER.FIELDS ({FIELDS})]<0.{MOST_HEADER}>)"
        return tuple(fetched(self._asked("FETCH", named, what))) if named else ()

    def with_text(self, mail: Mail) -> Mail:
        """The mail with the beginning of its text, its attachments left where they are."""
        told = self._of(mail.uid, "BODYSTRUCTURE")
        part = text_part(told.structure)
        if part is None:
            return mail
        most = MOST_HTML if part.html else MOST_PLAIN
        told = self._of(mail.uid, f"BODY.PEEK[{part.section}]<0.{most}>")
        return replace(mail, part=part, body=told.body, cut=part.octets > most)

    def leave(self) -> None:
        """Say goodbye."""
        self._client.logout()

    def _of(self, uid: int, what: str) -> Fetched:
        answers = fetched(self._asked("FETCH", str(uid), f"(UID {what})"))
        return next((told for told in answers if told.uid == uid), Fetched(uid))

    def _asked(self, command: str, *words: str) -> list[bytes | tuple[bytes, bytes] | None]:
        kind, answers = self._client.uid(command, *words)
        if kind != "OK":
            raise imaplib.IMAP4.error(f"{command} was refused")
        return answers


@contextmanager
def opened(account: Account) -> Iterator[Mailbox]:
    """The folder, until the block ends. Raises ConnectorError where it cannot be opened."""
    client = _connected(account)
    try:
        if account.tls == "starttls":
            _start_tls(client, account)
        _log_in(client, account)
        yield Mailbox(client, _examine(client, account))
    finally:
        with suppress(OSError):  # it may be closed already
            client.shutdown()


def _connected(account: Account) -> imaplib.IMAP4:
    try:
        if account.tls == "implicit":
            context = ssl.create_default_context()  # imaplib's own trusts everybody
            return _Secure(account.host, account.port, ssl_context=context, timeout=account.seconds)
        return _Plain(account.host, account.port, timeout=account.seconds)
    except BROKEN as error:
        raise _unreached(account, error) from error


def _start_tls(client: imaplib.IMAP4, account: Account) -> None:
    try:
        client.starttls(ssl.create_default_context())
    except BROKEN as error:
        raise _unreached(account, error) from error


def _unreached(account: Account, error: Exception) -> ConnectorError:
    if isinstance(error, TimeoutError):
        return ConnectorError(f"{account.host} did not answer in time. {NEXT_TIME}", transient=True)
    if isinstance(error, ssl.SSLError) and not isinstance(error, ssl.SSLCertVerificationError):
        return _insecure(account)
    if not isinstance(error, OSError):
        return _insecure(account) if "TLS" in str(error) else broken_off(account.host)
    found = failure(account.host, error)
    return found.error if isinstance(found, AgainError) else ConnectorError(str(found), transient=False)


def _insecure(account: Account) -> ConnectorError:
    remedy = f'Check port (it is {account.port}) and tls ("implicit" is usual on 993, "starttls" on 143).'
    return ConnectorError(f"No secure connection to {account.host} could be made. {remedy}", transient=False)


def broken_off(host: str) -> ConnectorError:
    """For a conversation that ended in one of `BROKEN`."""
    return ConnectorError(f"{host} broke off the conversation. {NEXT_TIME}", transient=True)


def _log_in(client: imaplib.IMAP4, account: Account) -> None:
    try:
        if "AUTH=PLAIN" in client.capabilities:
            client.authenticate("PLAIN", lambda _: f"\0{account.username}\0{account.password}".encode())
        elif "LOGINDISABLED" in client.capabilities:
            raise _insecure(account)
        else:
            client.login(_quoted(account.username), account.password)
    except imaplib.IMAP4.abort as error:
        raise broken_off(account.host) from error
    except imaplib.IMAP4.error as error:
        raise _refused(account, str(error)) from None  # the server's words may repeat what they were given
    except (OSError, ValueError) as error:
        raise broken_off(account.host) from error


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _refused(account: Account, words: str) -> ConnectorError:
    """RFC 5530 tells a wrong password from a server that is not well."""
    code = _CODE.search(words)
    if code and code[1] in _LATER:
        return ConnectorError(f"{account.host} takes no logins at the moment. {NEXT_TIME}", transient=True)
    if code and code[1] == "PRIVACYREQUIRED":
        return _insecure(account)
    remedy = (
        "Check username and password in the settings; Gmail, iCloud, Yahoo and Fastmail want an app password, "
        "which their account page makes."
    )
    return ConnectorError(f"{account.host} refuses the login. {remedy}", transient=False, needs_login=True)


def _examine(client: imaplib.IMAP4, account: Account) -> int:
    """Open the folder to be read only; its UIDVALIDITY, 0 where the server has none."""
    try:
        kind, _ = client.select(folder(account.folder), readonly=True)
        _, validity = client.response("UIDVALIDITY")
    except BROKEN as error:
        raise broken_off(account.host) from error
    if kind != "OK":
        missing = f'{account.host} has no folder "{account.folder}". Correct it in the settings.'
        raise ConnectorError(missing, transient=False)
    last = validity[-1] if validity else None
    return int(last) if isinstance(last, bytes) and last.isdigit() else 0
