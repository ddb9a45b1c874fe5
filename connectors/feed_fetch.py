"""Many feeds fetched side by side, in a thread, so that what has come in is parsed while the rest is on its way."""

import asyncio
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue

from connectors.base import ConnectorError
from connectors.feed_state import Wanted, host
from connectors.http import Fetched, Fetcher, TooLargeError, run

SIDE_BY_SIDE = 100
MOST_BYTES, LARGE = 8 * 2**20, 2**19
"""Nearly all feeds are smaller than `LARGE`. Those that are not come one by one: so much of them fits in memory."""
FEED_SECONDS = 12.0
ROOM = 0.01
"""Seconds between two looks at whether the parser has caught up."""
ACCEPT = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.8"
Answer = Fetched | ConnectorError
Auth = tuple[str, str] | None
Arrivals = SimpleQueue[tuple[str, Answer] | None]


def arriving(wanted: Mapping[str, Wanted], auth: Auth, seconds: float) -> Iterator[tuple[str, Answer]]:
    """Each feed's answer as it comes in, under its name in `wanted`; those not there after so many seconds failed."""
    if not wanted:
        return
    arrivals: Arrivals = SimpleQueue()
    with ThreadPoolExecutor(1) as thread:
        fetching = thread.submit(lambda: run(_fetch(wanted, auth, seconds, arrivals)))
        fetching.add_done_callback(lambda _: arrivals.put(None))
        while arrived := arrivals.get():
            yield arrived
        fetching.result()


async def _fetch(wanted: Mapping[str, Wanted], auth: Auth, seconds: float, arrivals: Arrivals) -> None:
    each = min(FEED_SECONDS, 0.9 * seconds)
    async with Fetcher(seconds=each, most_bytes=LARGE) as usual, Fetcher(seconds=each, most_bytes=MOST_BYTES) as large:
        asking = _Asking(usual, large, auth, arrivals)
        names = {asyncio.create_task(asking.ask(name, feed)): name for name, feed in wanted.items()}
        _, late = await asyncio.wait(names, timeout=seconds)
        for task in late:
            task.cancel()
            arrivals.put((names[task], _late(wanted[names[task]].url)))
        await asyncio.gather(*late, return_exceptions=True)
        for task in names.keys() - late:
            task.result()


class _Asking:
    """The requests of one collection, no more of them at a time than the parser and the memory can take."""

    def __init__(self, usual: Fetcher, large: Fetcher, auth: Auth, arrivals: Arrivals) -> None:
        self._usual, self._large = usual, large
        self._auth = auth
        self._arrivals = arrivals
        self._gate, self._alone = asyncio.Semaphore(SIDE_BY_SIDE), asyncio.Lock()

    async def ask(self, name: str, feed: Wanted) -> None:
        """Fetch one feed and hand it over."""
        try:
            answer = await self._get(feed)
        except ConnectorError as error:
            self._arrivals.put((name, error))
        except Exception as error:  # noqa: BLE001  # what one hostile server sets off must not cost the other feeds
            self._arrivals.put((name, _stumbled(feed.url, error)))
        else:
            self._arrivals.put((name, answer))

    async def _get(self, feed: Wanted) -> Fetched:
        try:
            async with self._gate:
                return await self._ask(self._usual, feed, waiting=SIDE_BY_SIDE)
        except TooLargeError:
            async with self._alone:
                return await self._ask(self._large, feed, waiting=1)

    async def _ask(self, fetcher: Fetcher, feed: Wanted, waiting: int) -> Fetched:
        while self._arrivals.qsize() >= waiting:
            await asyncio.sleep(ROOM)
        return await fetcher.get(feed.url, validators=feed.validators, accept=ACCEPT, auth=self._auth)


def _stumbled(url: str, error: Exception) -> ConnectorError:
    again = "It will be asked again the next time."
    return ConnectorError(f"{host(url)} could not be read ({type(error).__name__}). {again}", transient=True)


def _late(url: str) -> ConnectorError:
    return ConnectorError(f"{host(url)} did not answer in time. It will be asked again the next time.", transient=True)
