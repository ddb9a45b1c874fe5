"""What a library no longer keeps: older episodes are taken out of it, never the newest one of a show."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from daemon.model import Publication
from daemon.progress import Report, Step
from daemon.publish.base import LibraryError, Outlet

Shelved = tuple[date, Publication]


def outdated(there: Sequence[Shelved], outlets: Mapping[str, Outlet], today: date) -> tuple[Shelved, ...]:
    """Of what is in those libraries, what is older than each keeps; `there`: of one show. Pure."""
    newest = {each.library: max(day for day, other in there if other.library == each.library) for _, each in there}
    return tuple(
        (day, each)
        for day, each in there
        if (outlet := outlets.get(each.library))
        and outlet.keep
        and today - day > outlet.keep
        and day < newest[each.library]
    )


async def retire(
    old: Sequence[Shelved], outlets: Mapping[str, Outlet], forget: Callable[[date, Publication], None], report: Report
) -> None:
    """Take them out; what cannot be taken out now is tried again after the next episode."""
    for day, publication in old:
        try:
            await outlets[publication.library].library.remove(publication)
        except LibraryError as error:
            detail = f"the episode of {day} could not be taken out: {error}"
            report(Step(stage="publish", name=publication.library, status="kept", detail=detail))
        else:
            forget(day, publication)
