"""`dawncast check`: judges a script against a briefing."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfoNotFoundError

import click

from config.errors import UsageError

if TYPE_CHECKING:
    from daemon.judged import Judged

T = TypeVar("T")


@click.command()
@click.option("--briefing", "briefing_file", required=True, type=click.Path(path_type=Path), metavar="FILE",
              help="The items: briefing.json of an episode's folder.")  # fmt: skip
@click.option("--script", "script_file", required=True, type=click.Path(path_type=Path), metavar="FILE",
              help="The words: a section's script.json, or what `make --until write --json` printed.")  # fmt: skip
@click.option("--name", metavar="NAME", help="The listener's name, as the settings have it.")
@click.option("--private-events", is_flag=True, help="The words of private events may be told.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as one JSON object.")
def check(briefing_file: Path, script_file: Path, name: str | None, private_events: bool, as_json: bool) -> None:
    """Judge a script against a briefing: which lines may not be spoken, and why."""
    from connectors.codec import from_json, to_json
    from daemon.judged import judged, scripts_of
    from daemon.model import Briefing

    briefing = _read(lambda data: from_json(Briefing, data), briefing_file, "briefing")
    scripts = _read(scripts_of, script_file, "script")
    try:
        found = judged(scripts, briefing, name=name, private_events=private_events)
    except ZoneInfoNotFoundError:
        raise UsageError(f"{briefing_file}: there is no time zone {briefing.timezone}.") from None
    click.echo(to_json(found).decode() if as_json else _for_people(found))
    if found.refused:
        raise SystemExit(2)


def _read(form: Callable[[bytes], T], file: Path, what: str) -> T:
    """What the file holds. Raises UsageError."""
    try:
        return form(file.read_bytes())
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}. Name the {what}'s file.") from None
    except ValueError:
        raise UsageError(
            f"{file} holds no {what}. Name a file that Dawncast wrote, or one of the form in tests/data/schemas."
        ) from None


def _for_people(found: "Judged") -> str:
    rows = [f"{one.section} {one.line}: {one.reason}\n    {one.text}" for one in found.refused]
    return "\n".join((*rows, f"{found.lines} lines, {len(found.refused)} refused."))
