"""A real IMAP server, Dovecot 2.3, on loopback.

`with dovecot() as server: server.box("anna").deliver(b"Subject: …", at=…)`. Any name logs in, with PASSWORD.
"""

import contextlib
import grp
import imaplib
import itertools
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Self

PASSWORD = "secret-\N{GREEK SMALL LETTER PI}"
FOUND = shutil.which("dovecot", path=os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin")))
CONFIG = """
base_dir = {base}/run
state_dir = {base}/state
log_path = {base}/log
protocols = imap
listen = 127.0.0.1
default_internal_user = {internal}
default_internal_group = {group}
default_login_user = {login}
first_valid_uid = 1
ssl = yes
ssl_cert = <{base}/cert.pem
ssl_key = <{base}/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain
auth_failure_delay = 0
mail_location = maildir:~/Maildir
maildir_stat_dirs = no
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={base}/mail/%u
}}
service imap-login {{
  chroot =
  process_min_avail = 1
  service_count = 0
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
service imap {{
  process_min_avail = 2
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
"""


def missing() -> str | None:
    """Why there is no Dovecot to test against, None where there is one."""
    if FOUND is None:
        return "no Dovecot here; on Debian and Ubuntu: apt install dovecot-imapd"
    version = subprocess.run([FOUND, "--version"], capture_output=True, text=True).stdout.strip()
    return None if version.startswith("2.3") else f"the test's settings are for Dovecot 2.3, this is {version}"


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextlib.contextmanager
def dovecot() -> Iterator["Dovecot"]:
    """A running server whose mail is gone afterwards."""
    base = Path(tempfile.mkdtemp(prefix="dc"))  # pytest's own paths are too long for its sockets
    try:
        with Dovecot(base) as server:
            yield server
    finally:
        shutil.rmtree(base)


class Dovecot:
    """The server, its mail below `base`: a short path, for it holds sockets."""

    def __init__(self, base: Path) -> None:
        self._base = base
        self._users_so_far = itertools.count(1)
        self.port, self.tls_port = free_port(), free_port()

    @property
    def certificate(self) -> Path:
        return self._base / "cert.pem"

    def __enter__(self) -> Self:
        self._base.chmod(0o755)
        _make_certificate(self._base)
        config = self._base / "dovecot.conf"
        config.write_text(CONFIG.format(base=self._base, port=self.port, tls_port=self.tls_port, **self._users()))
        assert FOUND
        self._process = subprocess.Popen(
            [FOUND, "-F", "-c", str(config)], stderr=subprocess.DEVNULL, start_new_session=True
        )
        self._wait()
        return self

    def __exit__(self, *_: object) -> None:
        os.killpg(self._process.pid, signal.SIGKILL)  # asked politely, it waits for clients that have fallen silent
        self._process.wait()

    def _users(self) -> dict[str, object]:
        """Its mail may not be root's; whoever else starts it runs all of it."""
        mail = self._base / "mail"
        mail.mkdir()
        me = pwd.getpwuid(os.getuid())
        if me.pw_uid:
            own = {"internal": me.pw_name, "login": me.pw_name, "group": grp.getgrgid(me.pw_gid).gr_name}
            return {**own, "uid": me.pw_uid, "gid": me.pw_gid, "password": PASSWORD}
        user = pwd.getpwnam("mail")
        os.chown(mail, user.pw_uid, user.pw_gid)
        named = {"internal": "dovecot", "login": "dovenull", "group": "dovecot"}
        return {**named, "uid": user.pw_uid, "gid": user.pw_gid, "password": PASSWORD}

    def _wait(self) -> None:
        for _ in range(200):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 5) as talk:
                if talk.recv(16).startswith(b"* OK"):
                    return
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout=0.02)  # nothing tells that a daemon listens
            assert self._process.returncode is None, (self._base / "log").read_text()
        raise AssertionError("Dovecot does not answer")

    def new_box(self) -> "Box":
        """The mail of a user who has none yet."""
        return self.box(f"user{next(self._users_so_far)}")

    def box(self, user: str) -> "Box":
        """That user's mail."""
        return Box(self, user)


class Box:
    """What a user's own mail program does; everything through the server."""

    def __init__(self, server: Dovecot, user: str) -> None:
        self._server = server
        self.user = user

    @contextlib.contextmanager
    def _client(self, folder: str = "INBOX") -> Iterator[imaplib.IMAP4]:
        with imaplib.IMAP4("127.0.0.1", self._server.port, timeout=10) as client:
            client.authenticate("PLAIN", lambda _: f"\0{self.user}\0{PASSWORD}".encode())
            client.select(f'"{folder}"')
            yield client

    def deliver(self, *mails: bytes, at: datetime, flags: str = "", folder: str = "INBOX") -> None:
        """Put mails into a folder, as having come then."""
        with self._client() as client:
            for mail in mails:
                kind, told = client.append(f'"{folder}"', flags, imaplib.Time2Internaldate(at), mail)
                assert kind == "OK", told

    def make(self, folder: str) -> None:
        """Make a folder; one that was there is thrown away, so that its UIDVALIDITY changes."""
        with self._client() as client:
            client.delete(f'"{folder}"')
            assert client.create(f'"{folder}"')[0] == "OK"

    def mark(self, number: int, flags: str, *, off: bool = False) -> None:
        """Set or take flags of the mail with that number, from 1."""
        with self._client() as client:
            client.store(str(number), "-FLAGS" if off else "+FLAGS", f"({flags})")

    def remove(self, number: int) -> None:
        with self._client() as client:
            client.store(str(number), "+FLAGS", "(\\Deleted)")
            client.expunge()

    def flags(self) -> list[tuple[str, ...]]:
        """Each mail's flags, \\Recent left out."""
        with self._client() as client:
            _, lines = client.fetch("1:*", "(FLAGS)")
        told = [imaplib.ParseFlags(line) for line in lines if isinstance(line, bytes)]
        return [tuple(sorted(flag.decode() for flag in flags if flag != b"\\Recent")) for flags in told]


def _make_certificate(folder: Path) -> None:
    key, certificate = folder / "key.pem", folder / "cert.pem"
    named = ("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1")
    kind = ("-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2")
    subprocess.run(
        ["openssl", "req", *kind, *named, "-keyout", str(key), "-out", str(certificate)],
        check=True,
        capture_output=True,
    )
    certificate.chmod(0o644)
