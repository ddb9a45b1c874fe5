"""What stands between a client and an IMAP server: it listens in, and breaks off when it is told to."""

import contextlib
import socket
import threading
from typing import Self

from tests.fakes.imap_server import Dovecot


class Relay:
    """Passes on to the server what it is sent, and writes it down in `commands`; breaks off when it is told to."""

    def __init__(self, server: Dovecot) -> None:
        self._to = server.port
        self.commands: list[str] = []
        self.passed = 0
        """Bytes that the server sent through it."""
        self._cut: bytes | None = None
        self._stall = False
        self._instead: tuple[bytes, bytes] | None = None
        self._sockets: list[socket.socket] = []

    def __enter__(self) -> Self:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        for each in (self._listener, *self._sockets):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def cut_at(self, word: str) -> None:
        """Hang up when a command holds that word."""
        self._cut = word.encode()

    def stall_at(self, word: str) -> None:
        """Say nothing any more when a command holds that word."""
        self._cut, self._stall = word.encode(), True

    def answer(self, word: str, line: bytes) -> None:
        """Answer a command that holds that word with this line, a %s in it being the command's tag."""
        self._instead = (word.encode(), line)

    def mend(self) -> None:
        """Pass everything on again."""
        self._cut = self._instead = None

    def fetched(self) -> list[str]:
        """What was fetched, without tags."""
        return [command.split(" ", 3)[3] for command in self.commands if " UID FETCH " in command]

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.create_connection(("127.0.0.1", self._to))
                self._sockets += [client, server]
                for pump in (self._from_client, self._from_server):
                    threading.Thread(target=pump, args=(client, server), daemon=True).start()

    def _from_client(self, client: socket.socket, server: socket.socket) -> None:
        with contextlib.suppress(OSError, ValueError):
            for line in client.makefile("rb"):
                self.commands.append(line.decode("utf-8", "replace").strip())
                if self._cut and self._cut in line:
                    if not self._stall:
                        client.shutdown(socket.SHUT_RDWR)
                    return
                if self._instead and self._instead[0] in line:
                    client.sendall(self._instead[1].replace(b"%s", line.split()[0]) + b"\r\n")
                else:
                    server.sendall(line)

    def _from_server(self, client: socket.socket, server: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := server.recv(65536):
                self.passed += len(data)
                client.sendall(data)
