"""Settings → stages: the only module that names writers, voices and libraries."""

import random
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from uuid import uuid4
from zoneinfo import ZoneInfo

from config.errors import DawncastError
from config.settings import Settings
from config.shows import Show
from daemon import registry
from daemon.clock.budget import Deadline
from daemon.collect.collect import Source
from daemon.home.account import EpisodeAccount
from daemon.home.clips import Clips
from daemon.home.files import sweep
from daemon.home.home import Home
from daemon.home.ledger import Ledger
from daemon.home.logins import Logins
from daemon.home.results import Results
from daemon.home.store import Store
from daemon.home.tokens import Tokens
from daemon.home.widths import StoredWidths
from daemon.links import play_link
from daemon.master import master as mastering
from daemon.master.encoder import LIVE
from daemon.narrate.base import Studio, Voice, VoiceConfig
from daemon.narrate.narrate import Booth, Cast, Narrator
from daemon.narrate.spoken import speech
from daemon.produce import Production
from daemon.progress import Report, both, log_to
from daemon.publish.base import Depot, LibraryConfig, LibraryError, LibraryType, Outlet
from daemon.remembered import source_of
from daemon.stages import Order, ShowStages
from daemon.write.base import Desk, WriterConfig, WriterType
from daemon.write.builtin import WRITER as BUILTIN
from daemon.write.builtin import BuiltinWriter

__all__ = ["Order", "ShowStages", "production", "stages"]

A_DAY = 86_400.0


def stages(settings: Settings, home: Home, order: Order, store: Store) -> ShowStages:
    """The stages for an order. Imports the kinds that the settings name, and no others."""
    show = settings.shows[order.show]
    if order.plain:
        settings, show = plain(settings, order.show)
        order = replace(order, offline=True)
    config = settings.writer_of(order.show)
    desk = desk_of(settings, home, order, store)
    writer, missing = writer_of(config, desk)
    language, note = writer.language(show.language or settings.language)
    voices = voices_of(settings, order.show)
    clips = Clips(home.clips, round(settings.clips * 2**20))
    return ShowStages(
        order=order,
        settings=settings,
        show=show,
        home=home,
        store=store,
        sources_asked=sources_of(settings, show, Logins(home.logins)),
        writer=writer,
        writer_config=config,
        builtin=BuiltinWriter(),
        builtin_version=BUILTIN.version,
        desk=desk,
        narrator=narrator_of(voices, clips, Studio(language, home.voices), booth_of(settings, desk, store, language)),
        warmed=(
            partial(mastering.warm, language),
            partial(speech, "1", language, {}, normalizes=False),
            *slow_of(voices),
            *((partial(writer.warm, language),) if writer.warm else ()),
        ),
        clips=clips,
        libraries=libraries_of(settings, show, home),
        guid=store.guid(order.show, order.day, lambda: uuid4().urn),
        language=language,
        remarks=tuple(remark for remark in (missing, note) if remark),
    )


def plain(settings: Settings, name: str) -> tuple[Settings, Show]:
    """The settings with nothing in them that may be slow or elsewhere, and that show of them."""
    writer, voice = (
        registry.load("writers", "builtin").config(kind="builtin"),
        registry.load("voices", "builtin").config(),
    )
    own = {"writer": None, "voice": None, "second_voice": None}
    show = settings.shows[name].model_copy(update=own)
    change = {"writer": writer, "voice": voice, "fallback_voice": None, "shows": {**settings.shows, name: show}}
    return settings.model_copy(update=change), show


def production(stages: ShowStages, report: Report, seconds: float, *, again: bool) -> Production:
    """A production of these stages in the home's folder for them, with that much time."""
    folder = stages.home.episode(stages.order.show, stages.order.day)
    sweep(folder)
    (folder / LIVE).unlink(missing_ok=True)  # of a production that was cut off: nobody is to take it for this one's
    for shared in (stages.home.sources, stages.home.clips):
        sweep(shared, older_than=A_DAY)
    return Production(
        stages=stages,
        results=Results(folder, _now),
        deadline=Deadline.after(seconds, time.monotonic),
        report=both(log_to(folder / "log.jsonl", _now), report),
        again=again,
    )


def _now() -> datetime:
    return datetime.now(UTC)


def sources_of(settings: Settings, show: Show, logins: Logins) -> tuple[Source, ...]:
    """The show's sources; all there are, where it names none."""
    return tuple(source_of(name, settings.connectors[name], logins) for name in show.sources or settings.connectors)


def writer_of(config: WriterConfig, desk: Desk) -> tuple[WriterType, str | None]:
    """The kind of writer that the settings name; the built-in one, and why, where that cannot be used here."""
    writer: WriterType = registry.load("writers", config.kind)
    try:
        writer.writers(config, desk, "news")
    except DawncastError as error:
        return registry.load("writers", "builtin"), f"{error} Until then the built-in writer writes."
    return writer, None


def desk_of(settings: Settings, home: Home, order: Order, store: Store) -> Desk:
    """What the writers of the order's show have at hand."""
    config = settings.writer_of(order.show)
    account = EpisodeAccount(
        ledger=Ledger(home.episode(order.show, order.day) / "ledger.json"),
        store=store,
        show=order.show,
        day=order.day,
        zone=ZoneInfo(settings.timezone),
        per_episode=config.per_episode,
        per_month=config.per_month,
        now=_now,
    )
    prompts = settings.file.parent / "prompts"
    prompt = settings.shows[order.show].prompt
    return Desk(show=order.show, prompt=prompt, prompts=prompts, account=account, offline=order.offline)


VoicePair = tuple[VoiceConfig, VoiceConfig]
"""Who speaks on a rung of the ladder: the first host and the second, who may be the same."""


def voices_of(settings: Settings, show: str) -> tuple[VoicePair, ...]:
    """The show's voices, then the fallback, then the built-in one."""
    main: VoiceConfig = settings.voice_of(show)
    instead = (settings.fallback_voice, registry.load("voices", "builtin").config())
    pairs = [(main, settings.shows[show].second_voice or main), *((one, one) for one in instead if one)]
    return tuple(dict.fromkeys(pairs))


def slow_of(pairs: Sequence[VoicePair]) -> tuple[Callable[[], None], ...]:
    """What is slow of the first voices to begin with."""
    kinds = dict.fromkeys(config.engine for config in pairs[0])
    return tuple(warm for kind in kinds if (warm := registry.load("voices", kind).warm))


def narrator_of(pairs: Sequence[VoicePair], clips: Clips, studio: Studio, booth: Booth) -> Narrator:
    """Who speaks the show; settings that are the same are one voice."""
    configs = dict.fromkeys(config for pair in pairs for config in pair)
    voices: dict[VoiceConfig, Voice] = {
        config: registry.load("voices", config.engine).voice(config, studio) for config in configs
    }
    private = frozenset(voice.host for config, voice in voices.items() if config.hears_private)
    casts = [Cast(voices[first], voices[second]) for first, second in pairs]
    return Narrator(casts, clips, replace(booth, private_hosts=private))


def booth_of(settings: Settings, desk: Desk, store: Store, language: str) -> Booth:
    """What the narrator has at hand."""
    return Booth(
        language=language,
        pronounce=settings.pronounce,
        account=desk.account,
        widths=StoredWidths(store),
        offline=desk.offline,
        private_hosts=frozenset(),
        now=_now,
        clock=time.monotonic,
        jitter=random.random,
    )


def libraries_of(settings: Settings, show: Show, home: Home) -> dict[str, Outlet]:
    """The show's libraries; all there are where it names none."""
    configs = {name: settings.libraries[name] for name in show.libraries or settings.libraries}
    link = partial(play_link_of, settings, home)
    return {name: outlet_of(config, depot_of(name, home, link)) for name, config in configs.items()}


def outlet_of(config: LibraryConfig, depot: Depot) -> Outlet:
    """One library."""
    kind: LibraryType = registry.load("libraries", config.kind)
    library = kind.library(config, depot)
    keep = timedelta(days=config.keep) if config.keep else None
    return Outlet(library=library, redaction=config.redaction, keep=keep, announces=kind.announces)


def depot_of(name: str, home: Home, link: Callable[[str, date], str | None] = lambda _show, _day: None) -> Depot:
    """What a library of that name is given of the home; `link`: its play_link."""
    return Depot(name=name, home=home.path, folder=home.libraries / name, logins=Logins(home.logins), play_link=link)


def play_link_of(settings: Settings, home: Home, show: str, day: date) -> str | None:
    """Where the episode of that show and day can be heard, if there is an address. Raises LibraryError."""
    try:
        with closing(Store(home.database)) as store:
            return play_link(settings, Tokens(store), show, day, _now())
    except DawncastError as error:
        raise LibraryError(str(error), transient=True) from error
