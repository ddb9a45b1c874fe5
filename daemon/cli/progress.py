"""How a production is seen: a bar for each source and section on a terminal, plain lines otherwise."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from daemon.cli.common import on_terminal, say
from daemon.progress import Report, Step

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

ENDED = {"done": "ready", "kept": "kept from before", "failed": "failed"}
DOING = {
    "collect": "asking",
    "plan": "planning",
    "write": "writing",
    "narrate": "speaking",
    "master": "mastering",
    "publish": "delivering",
}


@contextmanager
def shown() -> Iterator[Report]:
    """A report that shows each step on standard error."""
    if not on_terminal():
        yield _lines
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description:<16}"), BarColumn(24), TextColumn("{task.fields[state]}"))
    with Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True)) as progress:
        yield _Bars(progress).tell


def _lines(step: Step) -> None:
    if step.status != "started":
        say(f"{step.stage:>8}  {step.name}: {_ended(step)}")


def _ended(step: Step) -> str:
    return f"{ENDED[step.status]} ({step.detail})" if step.detail else ENDED[step.status]


class _Bars:
    """One bar a source, section and library; a section's has two halves, written and spoken."""

    def __init__(self, progress: "Progress") -> None:
        self._progress = progress
        self._bars: dict[str, TaskID] = {}

    def tell(self, step: Step) -> None:
        """Show a step."""
        section = step.stage in ("write", "narrate")
        bar = self._bar(f"{'' if section else step.stage + '/'}{step.name}", step.name, 2 if section else 1)
        if step.status == "started":
            self._progress.update(bar, state=DOING[step.stage])
        else:
            self._progress.update(bar, advance=1, state="" if step.stage == "write" else _ended(step))

    def _bar(self, key: str, name: str, parts: int) -> "TaskID":
        if key not in self._bars:
            self._bars[key] = self._progress.add_task(name, total=parts, state="")
        return self._bars[key]
