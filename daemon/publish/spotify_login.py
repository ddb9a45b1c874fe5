"""`dawncast login` at Spotify: its program makes the address and takes the pasted one; the browser may be anywhere."""

import asyncio
import re
import threading
from asyncio.subprocess import Process

from connectors.base import Person
from daemon.publish.base import LibraryError
from daemon.publish.spotify_program import Held

PATIENCE = 600.0
"""Seconds that a person may take."""
EXCHANGE = 60.0
"""Seconds for the program to fetch the login, once it has the address."""
PAGE = re.compile(rb"https://accounts\.spotify\.com/authorize\?\S+")
ASKING = """Open this address in a browser, here or on another machine, and allow what it asks for:

{address}

The browser then cannot open a page of 127.0.0.1. That is well: copy the address of that page."""
QUESTION = "Paste that address here:"


async def log_in(held: Held, person: Person, patience: float = PATIENCE) -> None:
    """Lead a person through it; the program keeps what Spotify gives. Raises LibraryError, OSError."""
    arguments = ("auth", "login", "--no-browser")
    async with held.started(arguments, patience + EXCHANGE, typed=True) as process:
        try:
            async with asyncio.timeout(patience):
                person.say(ASKING.format(address=await _address(process)))
                pasted = await _asked(person)
            async with asyncio.timeout(EXCHANGE):
                await _exchange(process, pasted)
        except (TimeoutError, EOFError):
            raise LibraryError("Nobody pasted an address in time. Run the command again.", transient=False) from None


async def _address(process: Process) -> str:
    """The page at which a person logs in, as the program prints it. Other addresses are not shown to anybody."""
    while process.stdout and (line := await process.stdout.readline()):
        if found := PAGE.search(line):
            return found[0].decode(errors="replace")
    raise LibraryError(
        "save-to-spotify gave no address to log in at. Update it: save-to-spotify update.", transient=False
    )


async def _exchange(process: Process, pasted: str) -> None:
    await process.communicate(f"{' '.join(pasted.split())}\n".encode())
    if process.returncode:
        raise LibraryError(
            "Spotify gave no login: it was not allowed, or another address was pasted. Run the command again, and "
            "paste the whole address of the page that the browser cannot open.",
            transient=False,
        )


async def _asked(person: Person) -> str:
    """What the person types, asked in a thread that nobody waits for in the end."""
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[str] = loop.create_future()

    def settle(typed: str | None) -> None:
        if not answer.done():
            answer.set_result(typed) if typed is not None else answer.set_exception(EOFError())

    def ask() -> None:
        try:
            typed: str | None = person.ask(QUESTION)
        except EOFError:
            typed = None
        loop.call_soon_threadsafe(settle, typed)

    threading.Thread(target=ask, daemon=True).start()
    return await answer
