"""`dawncast costs`: what models and voices cost, and where what they were told went."""

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from config.errors import UsageError
from daemon.cli.common import Common, day_of, say

if TYPE_CHECKING:
    from config.settings import Settings
    from daemon.costs import Costs, Limit, Share
    from daemon.home.home import Home
    from daemon.home.store import CallRecord


@click.command()
@click.option("--month", metavar="MONTH", help="Another month than this one, as 2026-03.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def costs(common: Common, month: str | None, as_json: bool) -> None:
    """Say what models and voices cost, this month and before."""
    from connectors.codec import to_json
    from daemon.costs import costs as added_up

    settings, zone = common.settings(), ZoneInfo(common.settings().timezone)
    meant = month_of(month) if month else day_of(None, None, zone)
    found = added_up(_calls(common.home_folder(), meant, zone), meant, zone, _limits(settings))
    if as_json:
        click.echo(to_json(found).decode())
    elif any(each.calls for each in found.months):
        click.echo("\n".join(for_people(found)))
    else:
        say(
            f"No model or voice was called in {found.month.name} or the eleven months before: "
            "nothing has left this machine to be put into words or to be spoken."
        )


def month_of(text: str) -> date:
    """The first day of the month meant by --month. Raises UsageError."""
    found = re.fullmatch(r"(\d{4})-(\d\d)", text, re.ASCII)
    if not found or not 1 <= int(found[2]) <= 12 or not 1970 <= int(found[1]) <= 2999:
        raise UsageError(f"--month {text} is no month. Write it as 2026-03.")
    return date(int(found[1]), int(found[2]), 1)


def _calls(home: "Home", month: date, zone: ZoneInfo) -> "tuple[CallRecord, ...]":
    from daemon.costs import months_up_to
    from daemon.home.account import month_span
    from daemon.home.store import Store

    if not home.database.exists():
        return ()
    since, until = month_span(months_up_to(month)[-1], zone)[0], month_span(month, zone)[1]
    with closing(Store(home.database)) as store:
        return store.calls(since, until)


def _limits(settings: "Settings") -> "tuple[Limit, ...]":
    from daemon.costs import Limit

    writers = {show: settings.writer_of(show) for show in settings.shows}
    return tuple(
        Limit(show=show, per_episode=writer.per_episode, per_month=writer.per_month)
        for show, writer in writers.items()
        if writer.kind != "builtin"  # which calls nobody
    )


def for_people(found: "Costs") -> Iterator[str]:
    """The month with its limits and parts, then the months before, a line each."""
    yield _row(found.month)
    for limit in found.limits:
        yield f"  at most {_dollars(limit.per_episode)} an episode of {limit.show}, {_dollars(limit.per_month)} a month"
    for title, shares in (("Models", found.models), ("Hosts", found.hosts), ("Shows", found.shows)):
        yield from ["", title, *map(_row, shares)] if shares else []
    first = max(place for place, each in enumerate(found.months) if each.calls)
    yield from ["", "Months", *map(_row, found.months[: first + 1])]


def _row(share: "Share") -> str:
    unpriced = f", {share.unpriced} of them without a known price" if share.unpriced else ""
    calls = "1 call" if share.calls == 1 else f"{share.calls} calls"
    return f"  {share.name:<36} {_dollars(share.cost):>9}  {calls}, {_size(share.sent)} sent{unpriced}"


def _dollars(amount: float) -> str:
    return f"${amount:.4f}" if 0 < amount < 0.1 else f"${amount:.2f}"


def _size(count: int) -> str:
    return f"{count} bytes" if count < 1_000 else f"{count / 1_000:.0f} kB"
