"""Publish: each library on its own, all at once; one that fails does not hold up the others."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime

from config.libraries import Redaction
from daemon.clock.budget import Deadline
from daemon.model import Episode, Publication, Published
from daemon.progress import Report, Step
from daemon.publish.base import Library, LibraryError, Outlet

Rendition = Callable[[Redaction | None], Awaitable[Episode]]
"""The episode as it may go to a library with that redaction. Raises LibraryError where it cannot be made."""


async def publish(
    outlets: Mapping[str, Outlet],
    rendition: Rendition,
    deadline: Deadline,
    report: Report,
    seen: Callable[[Publication], None],
    now: Callable[[], datetime],
) -> Published:
    """Deliver to all of them. `seen` is told of each publication at once, and again when it was verified."""
    answers = await asyncio.gather(
        *(_deliver(name, outlet, rendition, deadline, report, seen, now) for name, outlet in outlets.items())
    )
    named = dict(zip(outlets, answers, strict=True))
    return Published(
        publications=tuple(answer for answer in answers if isinstance(answer, Publication)),
        undelivered={name: str(answer) for name, answer in named.items() if isinstance(answer, LibraryError)},
    )


async def verified(outlets: Mapping[str, Outlet], publications: Mapping[str, Publication]) -> bool:
    """Whether every publication is still there as its library's user would see it."""
    try:
        for name, publication in publications.items():
            await outlets[name].library.verify(publication)
    except LibraryError:
        return False
    return True


async def _deliver(
    name: str,
    outlet: Outlet,
    rendition: Rendition,
    deadline: Deadline,
    report: Report,
    seen: Callable[[Publication], None],
    now: Callable[[], datetime],
) -> Publication | LibraryError:
    report(Step(stage="publish", name=name, status="started"))
    try:
        async with asyncio.timeout(deadline.left()):
            publication = await _published(outlet.library, await rendition(outlet.redaction), seen, now)
    except LibraryError as error:
        failed = error
    except TimeoutError:
        failed = LibraryError("It did not answer in time.", transient=True)
    else:
        report(Step(stage="publish", name=name, status="done"))
        return publication
    report(Step(stage="publish", name=name, status="failed", detail=str(failed)))
    return failed


async def _published(
    library: Library, episode: Episode, seen: Callable[[Publication], None], now: Callable[[], datetime]
) -> Publication:
    publication = await library.publish(episode)
    seen(publication)
    await library.verify(publication)
    verified = replace(publication, verified=now())
    seen(verified)
    return verified
