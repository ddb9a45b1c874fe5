"""`dawncast init` and `dawncast doctor`: to begin, and to see what is wrong."""

import os
import time
from contextlib import closing
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from config.errors import UsageError
from daemon.cli.common import Common, moment_of, order_of, say, show_named, zone_of_machine

if TYPE_CHECKING:
    from config.init import Answers
    from daemon.bootstrap import ShowStages

UNHEALTHY = 2
SECONDS = 120.0


@click.command()
@click.option("--yes", is_flag=True, help="Ask nothing: write what is right for a person who changes nothing.")
@click.option("--force", is_flag=True, help="Write although there is a settings file; the old one is kept as .bak.")
@click.pass_obj
def init(common: Common, yes: bool, force: bool) -> None:
    """Ask a few questions and write the settings."""
    from config import init as first
    from daemon.home.files import copy_whole, write_whole

    path = common.settings_path()
    if path.exists() and not force:
        raise UsageError(
            f"There are settings already: {path}. Edit them, or write new ones with: dawncast init --force"
        )
    answers = first.defaults(os.environ, zone_of_machine().key)
    answers = answers if yes else _asked(answers)
    if path.exists():
        copy_whole(path, path.with_name(f"{path.name}.bak"))
    write_whole(path, first.settings_text(answers).encode())
    made = first.start(answers, moment_of(None, ZoneInfo(answers.timezone)).date())
    common.settings(path)
    click.echo("\n".join(["Written:", *(f"  {file}" for file in (path, *made))]))
    click.echo("Next: dawncast doctor tries every connection; dawncast make makes today's episode.")


def _asked(answers: "Answers") -> "Answers":
    """The answers after every question; a mistake is explained and asked again."""
    from config.init import questions

    say("Enter takes what stands in brackets; - means none.")
    for question in questions():
        say(f"\n{question.help}")
        while True:
            typed = click.prompt(question.prompt, default=question.default(answers), err=True)
            try:
                answers = question.answer(answers, typed)
                break
            except ValueError as error:
                say(f"That cannot be: {error}.")
    return answers


@click.command()
@click.argument("show", required=False)
@click.pass_context
def doctor(context: click.Context, show: str | None) -> None:
    """Try every connection and say what to do."""
    import asyncio

    from config.load import check_secrets
    from daemon import bootstrap
    from daemon.home.store import Store

    common: Common = context.obj
    settings = common.settings()
    home = common.home_folder()
    order = order_of(settings, show_named(settings, show), None, None, offline=False)
    home.path.mkdir(parents=True, exist_ok=True)
    problems = check_secrets(settings)
    for problem in problems:
        click.echo(f"✗ {problem}")
    with closing(Store(home.database)) as store:
        well = asyncio.run(_examined(bootstrap.stages(settings, home, order, store)))
    if problems or not well:
        context.exit(UNHEALTHY)


async def _examined(stages: "ShowStages") -> bool:
    from daemon.clock.budget import Deadline
    from daemon.doctor import examine

    well = True
    async for finding in examine(stages, Deadline.after(SECONDS, time.monotonic)):
        click.echo(f"{'✓' if finding.well else '✗'} {finding.what}: {finding.sentence}")
        well = well and finding.well
    return well
