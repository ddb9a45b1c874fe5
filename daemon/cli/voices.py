"""`dawncast voices`: lists voices, installs local ones, clones and forgets."""

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from config.errors import UsageError
from daemon.cli.common import Common, everywhere, on_terminal, say

if TYPE_CHECKING:
    from daemon.home.consents import Consent
    from daemon.narrate.catalogue import Model
    from daemon.narrate.downloading import Told
    from daemon.voices import ClonedVoice, Overview

MEGABYTE = 1_000_000


@click.group(invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def voices(context: click.Context, as_json: bool) -> None:
    """List the voices: those that are here, and those that can be."""
    if context.invoked_subcommand is not None:
        return
    from connectors.codec import to_json
    from daemon.voices import overview

    found = overview(context.obj.home_folder().voices)
    click.echo(to_json(found).decode() if as_json else "\n".join(for_people(found)))


def for_people(found: "Overview") -> Iterator[str]:
    """The overview, a line a voice."""
    yield "Engines"
    yield from (f"  {engine.name:<12} {engine.needs or 'ready'}" for engine in found.engines)
    if found.installed:
        yield from ["", "Installed (engine local)"]
        yield from (_row(v.name, v.title, v.languages, v.size, v.licence) for v in found.installed)
    if found.cloned:
        yield from ["", "Cloned", *map(_cloned, found.cloned)]
    if found.available:
        yield from ["", "Can be installed: dawncast voices install NAME"]
        yield from (_row(v.name, v.title, v.languages, v.size, v.terms) for v in found.available)


def _row(name: str, title: str, languages: tuple[str, ...], size: int | None, licence: str) -> str:
    spoken = ",".join(languages) or "?"
    return f"  {name:<36} {spoken:<9} {_size(size):>7}  {title}; {licence or 'licence not known'}"


def _cloned(voice: "ClonedVoice") -> str:
    still = "; still to be forgotten at its service" if voice.forgetting else ""
    return f"  {voice.name:<12} {voice.engine}: {voice.who}, {voice.when:%Y-%m-%d}, for: {voice.scope}{still}"


def _size(size: int | None) -> str:
    return "?" if size is None else f"{size / MEGABYTE:.0f} MB"


@voices.command()
@click.argument("name")
@click.option("--from", "origin", metavar="URL|FILE", help="Where its archive is, if not where it is known to be.")
@click.option("--sha256", help="The archive's checksum.")
@click.option("--trust", is_flag=True, help="Take what comes where no checksum is known, and know it from then on.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.pass_obj
def install(common: Common, name: str, origin: str | None, sha256: str | None, trust: bool, yes: bool) -> None:
    """Bring a local voice here. The same command again goes on where one was interrupted."""
    from daemon.narrate import installing
    from daemon.narrate.installed import find

    place = common.home_folder().voices
    if find(place, name):
        say(f"{name} is installed already.")
        return
    model = installing.wanted(name, origin, sha256, place)
    say("\n".join(_offer(model)))
    installing.require_proof(model, trust=trust)
    if not _agreed("Install it?", yes=yes):
        say("Nothing was installed.")
        return
    with _progress(name) as told:
        installing.install(model, installing.Site(voices=place, told=told), datetime.now(UTC), trust=trust)
    click.echo(f'{name} is installed. To hear it, set in [voice]: engine = "local", voice = "{name}"')


def _offer(model: "Model") -> Iterator[str]:
    yield f"{model.name}: {model.title}"
    yield f"  from:     {_place(model)}"
    yield f"  size:     {_size(model.size)}"
    yield f"  licence:  {model.terms}"
    yield f"  SHA-256:  {model.sha256 or 'not known beforehand'}"


def _place(model: "Model") -> str:
    """The address without what may be a secret in it."""
    scheme, found, rest = model.address.partition("://")
    return f"{scheme}://{rest.partition('?')[0].rpartition('@')[2]}" if found else model.address


def _agreed(question: str, *, yes: bool) -> bool:
    if yes:
        return True
    if not sys.stdin.isatty():
        raise UsageError("Nobody can be asked here. Add --yes.")
    return click.confirm(question, err=True)


@contextmanager
def _progress(name: str) -> Iterator["Told"]:
    """How far a download is: a bar on a terminal, else a line every tenth."""
    if not on_terminal():
        yield _Tenths()
        return
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(24), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bars:
        bar = bars.add_task(name, total=None)
        yield lambda here, total: bars.update(bar, completed=here, total=total)


class _Tenths:
    def __init__(self) -> None:
        self._said = -1

    def __call__(self, here: int, total: int | None) -> None:
        """Say each tenth once."""
        tenth = 10 * here // total if total else 0
        if total and tenth > self._said:
            self._said = tenth
            say(f"  {here / MEGABYTE:.0f} of {total / MEGABYTE:.0f} MB")


@voices.command()
@click.argument("name")
@click.option("--from", "recordings", metavar="FILE", multiple=True, help="A recording of the person; may be repeated.")
@click.option("--engine", default="elevenlabs", show_default=True, help="Who clones it.")
@click.option("--who", help="Whose voice it is.")
@click.option("--scope", help="What it may be used for.")
@click.option("--statement", help="What that person has agreed to, word for word.")
@click.option("--yes", is_flag=True, help="That person has agreed: do not ask.")
@click.pass_obj
def clone(
    common: Common,
    name: str,
    recordings: tuple[str, ...],
    engine: str,
    who: str | None,
    scope: str | None,
    statement: str | None,
    yes: bool,
) -> None:
    """Clone somebody's voice, with their consent on record."""
    from daemon import cloning
    from daemon.voices import cloning_of

    place = common.home_folder().voices
    cloning.check_name(name, place)
    files = cloning.recordings([Path(each).expanduser() for each in recordings])
    _options_or_terminal(who, scope, statement, yes=yes)
    through = cloning_of(common.settings(), engine)
    whose = _answer(who, "Whose voice is it?")
    use = _answer(scope, "What may it be used for?")
    agreed = statement if statement is not None else cloning.statement_for(whose, engine, use)
    wish = cloning.Wish(name=name, engine=engine, recordings=files, who=whose, statement=agreed, scope=use)
    wish = cloning.checked(wish, place)
    say(f"{wish.who} agrees to this:\n  {wish.statement}")
    if not _agreed(f"Has {wish.who} agreed to it?", yes=yes):
        say("Nothing was cloned.")
        return
    consent = asyncio.run(cloning.clone(wish, place, through, datetime.now(UTC)))
    click.echo(f'{name} is cloned. To hear it, set in [voice]: engine = "{consent.engine}", voice = "{name}"')


def _options_or_terminal(*told: str | None, yes: bool) -> None:
    if not sys.stdin.isatty() and (None in told or not yes):
        raise UsageError(
            "A voice is cloned only with its owner's consent on record, and nobody can be asked here: give --who, "
            "--scope, --statement and --yes."
        )


def _answer(told: str | None, question: str) -> str:
    return told if told is not None else str(click.prompt(question, err=True))


@voices.command()
@click.argument("name")
@click.option("--local", "only_here", is_flag=True, help="Forget a cloned voice only here, not at its service.")
@click.pass_obj
def forget(common: Common, name: str, only_here: bool) -> None:
    """Delete a cloned voice with its clips and record, or an installed one."""
    from daemon import cloning
    from daemon.narrate.installed import find, remove

    place = common.home_folder().voices
    if consent := cloning.record_of(name, place):
        click.echo(_forgotten(common, consent, only_here=only_here))
    elif find(place, name):
        remove(place, name)
        click.echo(f"The installed voice {name} is deleted.")
    else:
        raise UsageError(f"There is no voice {name} here. `dawncast voices` lists those that are.")


def _forgotten(common: Common, consent: "Consent", *, only_here: bool) -> str:
    from daemon import cloning
    from daemon.home.clips import Clips
    from daemon.voices import cloning_of

    home = common.home_folder()
    through = None if only_here else cloning_of(common.settings(), consent.engine)
    done = asyncio.run(cloning.forget(consent, home.voices, Clips(home.clips), through))
    there = f"It is still at {consent.engine}: delete it there." if only_here else f"It is deleted at {consent.engine}."
    return f"The voice {consent.name} is forgotten. {there} Deleted here: {done.clips} clips and the record of consent."


for command in (install, clone, forget):
    everywhere(command)
