"""Settings → stages: the only module that names writers, voices and libraries."""

import threading
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

from config.errors import DawncastError
from config.settings import Settings, Show
from connectors.base import Listener, SourceConfig
from connectors.items import Event, Item, Message, Note, Story
from daemon import injections, registry
from daemon.clock.budget import Deadline
from daemon.collect.collect import Ask, Source, collect
from daemon.collect.sources import Sources
from daemon.home.account import EpisodeAccount
from daemon.home.clips import Clips
from daemon.home.files import sweep
from daemon.home.home import Home
from daemon.home.ledger import Ledger
from daemon.home.logins import Logins
from daemon.home.results import Results, fingerprint
from daemon.home.store import Store
from daemon.master import master as mastering
from daemon.master.encoder import FORMS
from daemon.master.segment import make_segment
from daemon.model import (
    Briefing,
    Dropped,
    Episode,
    Narration,
    Published,
    Rundown,
    Script,
    Section,
    SectionBrief,
    Segment,
)
from daemon.narrate.base import Voice
from daemon.narrate.narrate import narrate
from daemon.plan.plan import Taste, plan
from daemon.plan.privacy import kept_here
from daemon.plan.told import tellings
from daemon.produce import Production
from daemon.progress import Report, both, log_to
from daemon.publish.base import Library
from daemon.publish.publish import publish, verified
from daemon.write.base import Desk, WriterConfig, WriterType
from daemon.write.builtin import WRITER as BUILTIN
from daemon.write.builtin import BuiltinWriter
from daemon.write.check import VERSION as CHECK
from daemon.write.write import write

CLIPS_BYTES = 500 * 2**20
"""What the clips of a home may take; the oldest are thrown away first."""


A_DAY = 86_400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is asked for: an episode of this show for this local day, as of `now` (aware).

    `today`: whether the day is `now`'s own; `pretended`: whether `now` is the listener's word, not the clock's.
    """

    show: str
    day: date
    now: datetime
    offline: bool = False
    today: bool = True
    pretended: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowStages:
    """The stages of one show on one day (`daemon.produce.Stages`)."""

    order: Order
    settings: Settings
    show: Show
    home: Home
    store: Store
    sources_asked: tuple[Source, ...]
    writer: WriterType
    writer_config: WriterConfig
    desk: Desk
    voice: Voice
    clips: Clips
    libraries: Mapping[str, Library]
    guid: str
    language: str
    remarks: tuple[str, ...] = ()
    """What the listener should know before the episode is made."""

    @property
    def max_age(self) -> timedelta:
        """How old a briefing may be that is used again."""
        return timedelta(minutes=self.settings.max_age)

    @property
    def zone(self) -> ZoneInfo:
        """The listener's zone."""
        return ZoneInfo(self.settings.timezone)

    @property
    def title(self) -> str:
        """The show's name as podcast apps list it."""
        return self.show.title or self.order.show.replace("-", " ").replace("_", " ").capitalize()

    @property
    def asked(self) -> str:
        """The hash of all settings that an episode depends on."""
        return fingerprint(self.settings.model_dump(mode="json"), self.words, self.sound, self.form)

    @property
    def sources(self) -> str:
        """The hash of what the briefing is asked from."""
        asked = [(source.name, source.identity) for source in self.sources_asked]
        as_of = self.order.now if self.order.pretended else None
        return fingerprint(self.order.day, as_of, self.order.offline, self.settings.timezone, asked, self._listener())

    @property
    def words(self) -> str:
        """The hash of what a script is written with."""
        own = [
            (str(file), fingerprint(file.read_bytes()))
            for file in sorted(self.desk.prompts.rglob("*"))
            if file.is_file()
        ]
        asked = self.writer_config.model_dump(mode="json", exclude={"per_episode", "per_month"})
        desk = (self.desk.prompt, self.desk.offline, own)
        return fingerprint(self.writer.kind, self.writer.version, BUILTIN.version, CHECK, asked, *desk)

    @property
    def sound(self) -> str:
        """The hash of what a segment is spoken and levelled with."""
        return fingerprint(self.voice.identity, mastering.VERSION)

    @property
    def form(self) -> str:
        """The hash of what the episode's file is made with."""
        return fingerprint(self.title, self.show.format, self.guid, self.language, mastering.VERSION)

    async def collect(self, deadline: Deadline, report: Report) -> Briefing:
        """Ask the show's sources, while the writer gets ready."""
        if self.writer.warm:
            threading.Thread(target=_warmed, args=(self.writer.warm, self.language), daemon=True).start()
        return await collect(self.sources_asked, self.ask(), Sources(self.home.sources), deadline, report)

    def ask(self) -> Ask:
        """What the sources are asked for."""
        return Ask(
            show=self.order.show,
            day=self.order.day,
            zone=self.zone,
            now=self.order.now.astimezone(self.zone),
            listener=self._listener(),
            logins=Logins(self.home.logins),
            offline=self.order.offline,
            remembered=self.order.today,
        )

    def plan(self, briefing: Briefing) -> Rundown:
        """Choose, with what earlier episodes told and how fast the voice proved to speak."""
        told = self.store.told_before(self.order.show, self.order.day)
        settings = self.settings
        taste = Taste(minutes=self.show.minutes, interests=settings.interests, private_events=settings.private_events)
        if pace := self.store.pace(self.voice.identity, self.order.day):
            taste = replace(taste, words_per_minute=pace)
        rundown = plan(harmless(briefing), taste, told, briefing.made.astimezone(self.zone))
        return kept_here(rundown, briefing, {source.name: source.config.local_only for source in self.sources_asked})

    def brief(self, section: Section, briefing: Briefing) -> SectionBrief:
        """What the section's writer may see. Its `now` is the briefing's, so that a resumed section is the same."""
        return SectionBrief(
            section=section,
            day=briefing.day,
            now=briefing.made.astimezone(self.zone),
            timezone=briefing.timezone,
            language=self.language,
            name=self.settings.name,
        )

    async def write(self, brief: SectionBrief, deadline: Deadline) -> Script:
        """Write and check one section."""
        models = self.writer.writers(self.writer_config, self.desk, brief.section.kind)
        return await write(models, BuiltinWriter(), brief, deadline)

    async def narrate(self, script: Script, deadline: Deadline) -> Narration:
        """Speak one section."""
        return await narrate(script, self.voice, self.clips, deadline)

    async def level(self, narration: Narration, pcm: Path, deadline: Deadline) -> Segment:
        """Make one section's finished audio."""
        return await make_segment(narration, pcm, deadline)

    async def master(
        self, segments: Sequence[Awaitable[Segment]], briefing: Briefing, rundown: Rundown, deadline: Deadline
    ) -> Episode:
        """Make the episode's file and all that belongs to it."""
        spec = mastering.EpisodeSpec(
            show=self.order.show,
            show_title=self.title,
            day=briefing.day,
            guid=self.guid,
            language=self.language,
            format=self.show.format,
            made=briefing.made,
        )
        folder = self.home.episode(self.order.show, self.order.day)
        episode = await mastering.master(segments, rundown, briefing, spec, folder, deadline)
        for other in {folder / f"episode.{form}" for form in FORMS} - {episode.audio}:
            other.unlink(missing_ok=True)  # of a format that the show had before
        return episode

    async def deliver(self, episode: Episode, deadline: Deadline, report: Report) -> Published:
        """Give the episode to the show's libraries."""
        published = await publish(self.libraries, episode, deadline, report)
        for publication in published.publications:
            self.store.record_publication(episode.show, episode.day, publication)
        return published

    async def delivered(self, published: Published) -> bool:
        """Whether it is still where it was delivered, in each of the libraries that the settings name."""
        there = {publication.library: publication for publication in published.publications}
        named = {name: there[name] for name in self.libraries if name in there}
        return len(named) == len(self.libraries) and await verified(self.libraries, named)

    def remember(self, episode: Episode, published: Published, rundown: Rundown, briefing: Briefing) -> None:
        """What later mornings must know of this one; what nobody could hear yet was not told."""
        self.store.record_episode(episode, self.voice.identity)
        if published.publications:
            self.store.remember_told(episode.show, episode.day, tellings(rundown, briefing, episode.rests_on))
        self.clips.trim()

    def _listener(self) -> Listener:
        return Listener(emails=self.settings.emails)


def stages(settings: Settings, home: Home, order: Order, store: Store) -> ShowStages:
    """The stages for an order. Imports the kinds that the settings name, and no others."""
    show = settings.shows[order.show]
    config = settings.writer_of(order.show)
    desk = desk_of(settings, home, order, store)
    writer, missing = writer_of(config, desk)
    language, note = writer.language(show.language or settings.language)
    return ShowStages(
        order=order,
        settings=settings,
        show=show,
        home=home,
        store=store,
        sources_asked=sources_of(settings, show, Logins(home.logins)),
        writer=writer,
        writer_config=config,
        desk=desk,
        voice=voice_of(settings, language),
        clips=Clips(home.clips, CLIPS_BYTES),
        libraries=libraries_of(settings, show, home),
        guid=store.guid(order.show, order.day, lambda: uuid4().urn),
        language=language,
        remarks=tuple(remark for remark in (missing, note) if remark),
    )


def _warmed(warm: Callable[[str], None], language: str) -> None:
    """Get a writer ready, in a thread; what keeps it from that, its first call will say."""
    with suppress(Exception):
        warm(language)


def production(stages: ShowStages, report: Report, seconds: float, *, again: bool) -> Production:
    """A production of these stages in the home's folder for them, with that much time."""
    folder = stages.home.episode(stages.order.show, stages.order.day)
    sweep(folder)
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


def source_of(name: str, config: SourceConfig, logins: Logins) -> Source:
    """A source of the settings, with what its kind says of itself."""
    return Source(
        name=name,
        entry_point=registry.installed("connectors")[config.kind].value,
        config=config,
        brings=registry.load("connectors", config.kind).brings,
        account=logins.account(config.login) if hasattr(config, "login") else "",
    )


def harmless(briefing: Briefing) -> Briefing:
    """The briefing without the sentences in which somebody's text gives orders to whoever reads it out."""
    dropped = (
        Dropped.of(event, drop.why)
        for drop in briefing.dropped
        if isinstance(event := injections.harmless(drop.event), Event)
    )
    items = (injections.harmless(item) for item in briefing.items)
    return replace(briefing, items=tuple(item for item in items if not _is_empty(item)), dropped=tuple(dropped))


def _is_empty(item: Item) -> bool:
    """Whether nothing is left to tell: of an event or a task there always is that it stands there."""
    if isinstance(item, Story):
        return not (item.title or item.summary)
    if isinstance(item, Message):
        return not (item.subject or item.summary)
    return isinstance(item, Note) and not item.text


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


def voice_of(settings: Settings, language: str) -> Voice:
    """The voice of the settings, for a language."""
    voice: Voice = registry.load("voices", settings.voice.engine).voice(settings.voice, language)
    return voice


def libraries_of(settings: Settings, show: Show, home: Home) -> dict[str, Library]:
    """The show's libraries; all there are where it names none, and a folder in the home where there are none."""
    configs = {name: settings.libraries[name] for name in show.libraries or settings.libraries}
    if not configs:
        folder = registry.load("libraries", "folder")
        configs = {"folder": folder.config(kind="folder")}
    return {
        name: registry.load("libraries", config.kind).library(name, config, home.path)
        for name, config in configs.items()
    }
