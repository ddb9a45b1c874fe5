"""Publish: each library on its own, all at once; one that fails is tried again and holds up no other one.

A library's name and the episode's guid are the key: what is there already, in the same state, is only looked at again.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from config.libraries import Redaction
from daemon.clock.budget import Deadline
from daemon.model import Episode, Publication, Published
from daemon.progress import Report, Step
from daemon.publish.base import Library, LibraryError, Outlet
from daemon.publish.disk import disk_trouble
from daemon.publish.records import content_of
from daemon.rendering import why_of

PAUSES = (1.0, 3.0)
"""Seconds before another try. What is away for longer is tried by the daemon again until the day is over."""
PATIENCE = 20.0
"""Seconds that a library may ask to be waited for."""
NOWHERE = "The episode is in no other library yet, so there is nothing to announce. It is announced when it is in one."
FAULT = "Its kind has a fault ({}). Tell whoever made that kind; it is tried again."

Rendition = Callable[[Redaction | None], Awaitable[Episode]]
"""The episode as it may go to a library with that redaction. Raises LibraryError where it cannot be made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What is delivered, and how long that may take.

    `there`: where the episode was delivered before, by library. `seen` is told of each publication at once,
    and again when it was seen to be there. `pause` waits that many seconds.
    """

    rendition: Rendition
    there: Mapping[str, Publication]
    deadline: Deadline
    report: Report
    seen: Callable[[Publication], None]
    now: Callable[[], datetime]
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep


async def publish(outlets: Mapping[str, Outlet], delivery: Delivery) -> Published:
    """Deliver to all of them; those that announce wait until it is somewhere."""
    tasks: dict[str, asyncio.Task[Publication | LibraryError]] = {}
    async with asyncio.TaskGroup() as at_once:
        for name, outlet in sorted(outlets.items(), key=lambda each: each[1].announces):
            others = tuple(tasks[other] for other in tasks if not outlets[other].announces)
            somewhere = _somewhere(others) if outlet.announces else None
            tasks[name] = at_once.create_task(_answer(name, outlet, delivery, somewhere))
    answers = {name: tasks[name].result() for name in outlets}
    return Published(
        publications=tuple(answer for answer in answers.values() if isinstance(answer, Publication)),
        undelivered={name: str(answer) for name, answer in answers.items() if isinstance(answer, LibraryError)},
    )


async def _somewhere(others: Iterable[asyncio.Task[Publication | LibraryError]]) -> None:
    """Wait until one of them has taken the episode. Raises LibraryError where none does."""
    for task in asyncio.as_completed(others):
        if isinstance(await task, Publication):
            return
    raise LibraryError(NOWHERE, transient=True)


async def verified(outlets: Mapping[str, Outlet], publications: Mapping[str, Publication]) -> bool:
    """Whether every publication is still there as its library's user would see it."""
    try:
        for name, publication in publications.items():
            await outlets[name].library.verify(publication)
    except LibraryError:
        return False
    return True


async def _answer(
    name: str, outlet: Outlet, delivery: Delivery, first: Awaitable[None] | None
) -> Publication | LibraryError:
    """Where it is now, or what kept it out."""
    delivery.report(Step(stage="publish", name=name, status="started"))
    try:
        async with asyncio.timeout(delivery.deadline.left()):
            if first:
                await first
            publication = await _persistently(name, outlet, delivery)
    except LibraryError as error:
        failed = error
    except TimeoutError:
        failed = LibraryError("It did not answer in time.", transient=True)
    except Exception as error:  # noqa: BLE001  # whatever a library's kind raises must hold up no other one; it is told
        failed = LibraryError(FAULT.format(why_of(error)), transient=True)
    else:
        delivery.report(Step(stage="publish", name=name, status="done"))
        return publication
    delivery.report(Step(stage="publish", name=name, status="failed", detail=str(failed)))
    return failed


async def _persistently(name: str, outlet: Outlet, delivery: Delivery) -> Publication:
    """Deliver; where that may pass, try again after a pause, as long as there is time. Raises LibraryError."""
    episode = await delivery.rendition(outlet.redaction)
    with disk_trouble():
        content = await asyncio.to_thread(content_of, episode)
    for pause in PAUSES:
        try:
            return await _delivered(name, outlet.library, episode, content, delivery)
        except LibraryError as error:
            wait = max(pause, error.wait.total_seconds() if error.wait else 0)
            if not error.transient or wait > PATIENCE or wait >= delivery.deadline.left():
                raise
        await delivery.pause(wait)
    return await _delivered(name, outlet.library, episode, content, delivery)


async def _delivered(name: str, library: Library, episode: Episode, content: str, delivery: Delivery) -> Publication:
    """Deliver once, unless the same is there already, and see that it is there. Raises LibraryError."""
    before = delivery.there.get(name)
    if before and before.verified and (before.guid, before.content) == (episode.guid, content):
        try:
            await library.verify(before)
        except LibraryError:
            pass  # it is not there any more, or cannot be seen: delivering it again mends the one and tells the other
        else:
            return before
    publication = replace(await library.publish(episode), library=name, content=content, verified=None)
    delivery.seen(publication)
    await library.verify(publication)
    verified = replace(publication, verified=delivery.now())
    delivery.seen(verified)
    return verified
