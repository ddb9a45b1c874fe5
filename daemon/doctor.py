"""Tries everything that a morning needs, one by one, and says of each what is wrong and what to do."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass

from config.errors import DawncastError
from connectors.base import ConnectorError
from daemon.bootstrap import ShowStages
from daemon.clock.budget import Deadline
from daemon.collect.collect import Source, try_source
from daemon.collect.merge import merge
from daemon.collect.sources import Sources
from daemon.narrate.base import VoiceError

ROOM = 200 * 2**20
"""Free bytes under which a home is too full: some twenty episodes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing tried: whether it is well, and a sentence that ends in what to do where it is not."""

    well: bool
    what: str
    sentence: str


async def examine(stages: ShowStages, deadline: Deadline) -> AsyncIterator[Finding]:
    """Every finding, as soon as it is there."""
    yield _disk(stages)
    yield _sound()
    yield await _voice(stages)
    for trial in asyncio.as_completed([_source(source, stages, deadline) for source in stages.sources_asked]):
        yield await trial


def _disk(stages: ShowStages) -> Finding:
    home = stages.home.path
    free = shutil.disk_usage(home).free
    if free < ROOM:
        sentence = (
            f"Only {free // 2**20} MB are free where the home lies ({home}). Make room, or choose another --home."
        )
        return Finding(well=False, what="home", sentence=sentence)
    return Finding(well=True, what="home", sentence=f"{home}, {free // 2**30} GB free")


def _sound() -> Finding:
    from daemon.master.ffmpeg import find

    try:
        return Finding(well=True, what="ffmpeg", sentence=str(find().path))
    except DawncastError as error:
        return Finding(well=False, what="ffmpeg", sentence=str(error))


async def _voice(stages: ShowStages) -> Finding:
    try:
        clip = await stages.voice.speak("Good morning.")
    except VoiceError as error:
        return Finding(well=False, what=f"voice {stages.voice.name}", sentence=str(error))
    finally:
        await stages.voice.close()
    return Finding(well=True, what=f"voice {stages.voice.name}", sentence=f"spoke for {clip.seconds:.1f} s")


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
    sentence = f"{len(collected.items)} items, {len(today)} of them for today; {read}."
    return Finding(
        well=not collected.warnings, what=f"source {source.name}", sentence=" ".join([sentence, *collected.warnings])
    )
