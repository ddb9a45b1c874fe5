"""A name server and a public internet for a process of its own: what stands in for the system in it.

`Resolver` answers for `socket.getaddrinfo`; `Internet` for the servers at public addresses, which it serves itself.
Every other connection goes to the system, and those that nothing has refused stand in `Internet.reached`.
"""

import os
import socket
import sys
import threading
from collections.abc import Callable
from typing import Any

from connectors.guard import AddressRefusedError

PUBLIC = "93.184.216.34"
Answer = Callable[[str], bytes]
"""A request's head to its whole answer."""


class Resolver:
    """Knows numbers, this machine, and the names that it is told; no other name is there."""

    def __init__(self) -> None:
        self._names: dict[str, list[str]] = {"localhost": ["127.0.0.1"]}
        self._system = socket.getaddrinfo

    def leads(self, name: str, *addresses: str) -> None:
        """A name leads to the first of these when it is first looked up, to the next then, and so on to the last."""
        self._names[name] = list(addresses)

    def install(self) -> None:
        """Answer for the system from now on."""
        socket.getaddrinfo = self._look_up

    def _look_up(self, host: Any, port: Any, family: int = 0, type: int = 0, proto: int = 0, flags: int = 0) -> Any:  # noqa: A002  # as the system has it
        try:
            return self._system(host, port, family, type, proto, flags | socket.AI_NUMERICHOST)
        except socket.gaierror:
            if flags & socket.AI_NUMERICHOST:
                raise
        addresses = self._names.get(str(host).rstrip(".").lower())
        if not addresses:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        address = addresses.pop(0) if len(addresses) > 1 else addresses[0]
        return self._system(address, port, family, type, proto, flags | socket.AI_NUMERICHOST)


class Internet:
    """One server for all of the public address, made of socket pairs; it answers each connection once."""

    def __init__(self, answer: Answer) -> None:
        self.reached: list[str] = []
        self.asked: list[str] = []
        self._answer = answer

    def install(self) -> None:
        """Take over all connections that are made from now on."""
        internet = self

        class Socket(socket.socket):
            def connect(self, address: Any) -> None:
                if address[0] == PUBLIC:
                    internet._admit(self, address)
                else:
                    internet._pass_on(address, lambda: super(Socket, self).connect(address))

            def connect_ex(self, address: Any) -> int:
                return internet._pass_on(address, lambda: super(Socket, self).connect_ex(address)) or 0

        socket.socket = Socket  # type: ignore[misc]  # in this process alone, for everything in it

    def _pass_on(self, address: Any, connect: Callable[[], int | None]) -> int | None:
        try:
            result = connect()
        except (AddressRefusedError, socket.gaierror):
            raise
        except OSError:
            self.reached.append(str(address[0]))
            raise
        self.reached.append(str(address[0]))
        return result

    def _admit(self, sock: socket.socket, address: Any) -> None:
        sys.audit("socket.connect", sock, address)  # as the system's own connect does
        here, there = socket.socketpair()
        here.setblocking(sock.getblocking())
        os.dup2(here.fileno(), sock.fileno())
        here.close()
        threading.Thread(target=self._serve, args=(there,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            head = connection.recv(65536).decode("latin-1")
            self.asked.append(head.partition("\r\n")[0])
            connection.sendall(self._answer(head))
