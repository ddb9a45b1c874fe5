"""Listening to an episode while it is being made: a player on this machine is fed the file as it grows."""

import asyncio
import shutil
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import IO, cast

from daemon.cli.common import say

LISTENERS = (
    ("mpv", "--no-video", "--really-quiet", "-"),
    ("ffplay", "-nodisp", "-autoexit", "-loglevel", "error", "-f", "mp3", "-i", "-"),
    ("mpg123", "-q", "-"),
    ("cvlc", "--quiet", "--play-and-exit", "-"),
)
"""Programs that play an MP3 from their standard input, in the order in which they are tried."""
LOOK_AGAIN = 0.05
"""Seconds between two looks at a file that grows."""
BLOCK = 16_384


@asynccontextmanager
async def heard_live(live: Path) -> AsyncIterator[None]:
    """Play `live` as it grows while the body runs, and to its end after it. Says so where that cannot be."""
    command = next((words for words in LISTENERS if shutil.which(words[0])), None)
    if command is None:
        say("No player that could listen along was found (mpv, ffplay, mpg123 or vlc). See: dawncast play")
        yield
        return
    made = asyncio.Event()
    listening = asyncio.create_task(_listen(command, live, made))
    try:
        yield
        made.set()
        await listening
    finally:
        listening.cancel()
        with suppress(asyncio.CancelledError):
            await listening


async def _listen(command: tuple[str, ...], live: Path, made: asyncio.Event) -> None:
    file = await _opened(live, made)
    if file is None:
        say("Nothing could be listened along to: it was there before, or is no MP3. See: dawncast play")
        return
    with file:
        try:
            player = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=DEVNULL, stderr=DEVNULL)
        except OSError as error:
            say(f"{command[0]} cannot be started ({error.strerror}). See: dawncast play")
            return
        await _played(player, file, made)
        if player.returncode:
            say(f"{command[0]} ended with an error ({player.returncode}). To hear it all: dawncast play")


async def _played(player: Process, file: IO[bytes], made: asyncio.Event) -> None:
    try:
        await _feed(player, file, made)
        await player.wait()
    finally:
        if player.returncode is None:
            player.kill()
            await player.wait()


async def _opened(live: Path, made: asyncio.Event) -> IO[bytes] | None:
    """The file, once it is there; None where the episode was there whole already, or has another format."""
    while not made.is_set():
        with suppress(FileNotFoundError):
            return live.open("rb")
        await asyncio.sleep(LOOK_AGAIN)
    return None


async def _feed(player: Process, file: IO[bytes], made: asyncio.Event) -> None:
    """Hand over what there is and what is still to come; a player that was closed has heard enough."""
    stdin = cast("asyncio.StreamWriter", player.stdin)
    with suppress(ConnectionError):
        while True:
            whole = made.is_set()  # asked before reading: what is read after it is all there will be
            if block := file.read(BLOCK):
                stdin.write(block)
                await stdin.drain()
            elif whole:
                break
            else:
                await asyncio.sleep(LOOK_AGAIN)
    stdin.close()
