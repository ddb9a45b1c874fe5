"""Tries everything that a morning needs, one by one, and says of each what is wrong and what to do."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from typing import get_args

from config.errors import DawncastError
from config.load import dotted
from config.secrets import SecretError, secrets_of
from config.words import counted
from connectors.base import ConnectorError
from daemon.bootstrap import ShowStages
from daemon.clock.budget import Deadline
from daemon.collect.collect import Source, try_source
from daemon.collect.merge import merge
from daemon.collect.sources import Sources
from daemon.finding import Finding
from daemon.home.account import month_span
from daemon.home.tokens import Tokens
from daemon.model import SectionKind
from daemon.mornings import ROOM
from daemon.narrate.base import Voice, VoiceError
from daemon.publish.base import Examined, LibraryError
from daemon.reach import examine_reach
from daemon.write.base import Desk, Writer, WriterConfig, WriterType
from daemon.write.completion import cost

Price = Callable[[str, int, int], float | None]
"""What a model takes (US dollars, None where that is not known) for so many tokens in and out."""
A_MILLION = 1_000_000


async def examine(stages: ShowStages, deadline: Deadline) -> AsyncIterator[Finding]:
    """Every finding, as soon as it is there."""
    yield _disk(stages)
    yield _sound()
    async for finding in _voices(stages):
        yield finding
    for finding in await asyncio.to_thread(_writer, stages):
        yield finding
    for trial in asyncio.as_completed([_source(source, stages, deadline) for source in stages.sources_asked]):
        yield await trial
    for name, outlet in stages.libraries.items():
        if isinstance(outlet.library, Examined) and not stages.order.offline:
            yield await examine_library(name, outlet.library)
    async for finding in examine_reach(stages.settings, stages.home, Tokens(stages.store), stages.order.now):
        yield finding


async def examine_library(name: str, library: Examined) -> Finding:
    """How a library stands."""
    try:
        return Finding(well=True, what=f"library {name}", sentence=await library.examine())
    except LibraryError as error:
        return Finding(well=False, what=f"library {name}", sentence=str(error))


def _disk(stages: ShowStages) -> Finding:
    home = stages.home.path
    free = shutil.disk_usage(home).free
    if free < ROOM:
        sentence = (
            f"Only {free // 2**20} MB are free where the home lies ({home}). Make room, or choose another --home."
        )
        return Finding(well=False, what="home", sentence=sentence)
    return Finding(well=True, what="home", sentence=f"{home}, {free / 1e9:.0f} GB free")


def _sound() -> Finding:
    from daemon.master.ffmpeg import find

    try:
        return Finding(well=True, what="ffmpeg", sentence=str(find().path))
    except DawncastError as error:
        return Finding(well=False, what="ffmpeg", sentence=str(error))


async def _voices(stages: ShowStages) -> AsyncIterator[Finding]:
    """Each of the show's voices says two words; one that is never needed costs nothing else."""
    try:
        for voice in stages.narrator.voices:
            yield await _voice(voice, offline=stages.order.offline)
    finally:
        await stages.narrator.close()


async def _voice(voice: Voice, *, offline: bool) -> Finding:
    what = f"voice {voice.name}"
    if offline and voice.host:
        return Finding(well=True, what=what, sentence="not tried: this run is offline")
    try:
        clip = await voice.speak("Good morning.")
    except VoiceError as error:
        return Finding(well=False, what=what, sentence=str(error))
    return Finding(well=True, what=what, sentence=f"spoke for {clip.seconds:.1f} s")


def _writer(stages: ShowStages) -> tuple[Finding, ...]:
    found = tuple(examine_writer(stages.writer, stages.writer_config, stages.desk))
    if not found:
        return ()
    today = stages.order.now.astimezone(stages.zone).date()
    return (*found, _limits(stages.writer_config, stages.store.spent(*month_span(today, stages.zone))))


def _limits(config: WriterConfig, spent: float) -> Finding:
    sentence = f"${config.per_episode:.2f} an episode, ${config.per_month:.2f} a month; ${spent:.2f} spent this month."
    if spent <= config.per_month:
        return Finding(well=True, what="limits", sentence=sentence)
    over = "The built-in writer writes until it is over; raise per_month to change that."
    return Finding(well=False, what="limits", sentence=f"{sentence} {over}")


def examine_writer(writer: WriterType, config: WriterConfig, desk: Desk, price: Price = cost) -> Iterator[Finding]:
    """Whether the models that a writer would call can be called. None is: that may cost something."""
    try:
        models = {model.name: model for kind in get_args(SectionKind) for model in writer.writers(config, desk, kind)}
    except DawncastError as error:
        yield Finding(well=False, what="writer", sentence=str(error))
        return
    for key, secret in secrets_of(config):
        try:
            secret.reveal()
        except SecretError as error:
            yield Finding(well=False, what=f"writer {dotted(key)}", sentence=str(error))
    for model in models.values():
        sentence = f"{_model(model, price)}; it was not called."
        yield Finding(well=True, what=f"model {model.name}", sentence=sentence)


def _model(model: Writer, price: Price) -> str:
    if not model.remote:
        return "at home: what it is given leaves neither this machine nor its network"
    where = "elsewhere: what it is given leaves this machine, and each episode's ledger.json says what that was"
    sent, received = price(model.name, A_MILLION, 0), price(model.name, 0, A_MILLION)
    if sent is None or received is None:
        return f"{where}; its price is not known, so the limits cannot hold it: set one with its provider"
    return f"{where}; a million tokens cost ${sent:.2f} to send and ${received:.2f} to receive"


async def _source(source: Source, stages: ShowStages, deadline: Deadline) -> Finding:
    """Ask one source as a morning would, keeping nothing."""
    try:
        collected = await try_source(source, stages.ask(), deadline)
    except ConnectorError as error:
        return Finding(well=False, what=f"source {source.name}", sentence=str(error))
    ask = stages.ask()
    today, _ = merge({source.name: collected.items}, ask.day, ask.zone)
    last = Sources(stages.home.sources).last_good(source.name, source.identity)
    read = (
        f"last read for an episode {last.brought.astimezone(ask.zone):%Y-%m-%d %H:%M}"
        if last
        else "not in an episode yet"
    )
    sentence = f"{counted(len(collected.items), 'item')}, {len(today)} of them for today; {read}."
    return Finding(
        well=not collected.warnings, what=f"source {source.name}", sentence=" ".join([sentence, *collected.warnings])
    )
