"""Publish: each library on its own, all at once; one that fails does not hold up the others."""

import asyncio
from collections.abc import Mapping

from daemon.clock.budget import Deadline
from daemon.model import Episode, Publication, Published
from daemon.progress import Report, Step
from daemon.publish.base import Library, LibraryError


async def publish(libraries: Mapping[str, Library], episode: Episode, deadline: Deadline, report: Report) -> Published:
    """Deliver to all of them."""
    answers = await asyncio.gather(
        *(_deliver(name, library, episode, deadline, report) for name, library in libraries.items())
    )
    named = dict(zip(libraries, answers, strict=True))
    return Published(
        publications=tuple(answer for answer in answers if isinstance(answer, Publication)),
        undelivered={name: str(answer) for name, answer in named.items() if isinstance(answer, LibraryError)},
    )


async def verified(libraries: Mapping[str, Library], publications: Mapping[str, Publication]) -> bool:
    """Whether every publication is still there as its library's user would see it."""
    try:
        for name, publication in publications.items():
            await libraries[name].verify(publication)
    except LibraryError:
        return False
    return True


async def _deliver(
    name: str, library: Library, episode: Episode, deadline: Deadline, report: Report
) -> Publication | LibraryError:
    report(Step(stage="publish", name=name, status="started"))
    try:
        async with asyncio.timeout(deadline.left()):
            publication = await library.publish(episode)
            await library.verify(publication)
    except LibraryError as error:
        failed = error
    except TimeoutError:
        failed = LibraryError("It did not answer in time.", transient=True)
    else:
        report(Step(stage="publish", name=name, status="done"))
        return publication
    report(Step(stage="publish", name=name, status="failed", detail=str(failed)))
    return failed
