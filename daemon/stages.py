"""What the line runs through for one show on one day: each stage with all that it needs of the settings."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from config.libraries import Redaction
from config.settings import Settings
from config.shows import Show
from connectors.base import Listener
from daemon.clock.budget import Deadline
from daemon.collect.collect import Ask, Source, collect
from daemon.collect.sources import Sources
from daemon.growing import Growing
from daemon.home.clips import Clips
from daemon.home.home import Home
from daemon.home.logins import Logins
from daemon.home.results import fingerprint
from daemon.home.store import Store
from daemon.master import master as mastering
from daemon.master.encoder import FORMS
from daemon.master.music import UNDER_MUSIC, Music
from daemon.master.segment import join
from daemon.master.take import level
from daemon.model import (
    Briefing,
    Episode,
    Hosts,
    Line,
    Narration,
    Published,
    Rundown,
    Script,
    Section,
    SectionBrief,
    SectionKind,
    Segment,
    Spoken,
    Take,
)
from daemon.narrate.narrate import Level, Narrator
from daemon.plan.disarmed import disarmed
from daemon.plan.plan import Taste, plan
from daemon.plan.privacy import kept_here
from daemon.plan.redaction import redacted
from daemon.plan.told import tellings
from daemon.progress import Report
from daemon.publish.base import Outlet
from daemon.publish.publish import Delivery, Rendition, publish, verified
from daemon.publish.retire import outdated, retire
from daemon.rendering import folder_of_rendition
from daemon.warming import warm
from daemon.write.base import Desk, Writer, WriterConfig, WriterType
from daemon.write.check import VERSION as CHECK
from daemon.write.people import may_name
from daemon.write.write import Heard, write


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is asked for: an episode of this show for this local day, as of `now` (aware).

    `today`: whether the day is `now`'s own; `pretended`: whether `now` is the listener's word, not the clock's.
    `plain`: by the built-in writer and voice alone, from what the sources said last: without network, in little time.
    """

    show: str
    day: date
    now: datetime
    offline: bool = False
    today: bool = True
    pretended: bool = False
    plain: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowStages:
    """The stages of one show on one day (`daemon.produce.Stages`)."""

    order: Order
    settings: Settings
    show: Show
    home: Home
    store: Store
    sources_asked: tuple[Source, ...]
    builtin_version: str
    writer: WriterType
    writer_config: WriterConfig
    desk: Desk
    builtin: Writer
    narrator: Narrator
    warmed: tuple[Callable[[], object], ...]
    """What is slow to begin with, and is done while the sources are asked."""
    clips: Clips
    libraries: Mapping[str, Outlet]
    guid: str
    language: str
    remarks: tuple[str, ...] = ()
    """What the listener should know before the episode is made."""
    redaction: Redaction | None = None
    """What may go into what is made; None: everything, it is the listener's own episode."""

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
        return self.show.titled(self.order.show)

    @property
    def folder(self) -> Path:
        """Where the episode is made."""
        whole = self.home.episode(self.order.show, self.order.day)
        return whole / folder_of_rendition(self.redaction) if self.redaction else whole

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
        hosts = (self.hosts, self.show.disclose)
        return fingerprint(self.writer.kind, self.writer.version, self.builtin_version, CHECK, asked, *desk, *hosts)

    @property
    def sound(self) -> str:
        """The hash of what a segment is spoken and levelled with."""
        return fingerprint(self.narrator.identity, self.settings.pronounce, self._heard_music(), mastering.VERSION)

    @property
    def form(self) -> str:
        """The hash of what the episode's file is made with."""
        return fingerprint(
            self.title, self.show.format, self.guid, self.language, self._heard_music(), mastering.VERSION
        )

    @property
    def hosts(self) -> Hosts:
        """Who speaks."""
        if self.show.second_voice is None:
            return "one"
        return "conversation" if self.show.conversation else "two"

    async def collect(self, deadline: Deadline, report: Report) -> Briefing:
        """Ask the show's sources, while voice and writer get ready."""
        warm(self.warmed)
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
        if pace := self.store.pace(self.narrator.voice.identity, self.order.day):
            taste = replace(taste, words_per_minute=pace)
        rundown = plan(disarmed(briefing), taste, told, briefing.made.astimezone(self.zone))
        return self._kept_here(rundown, briefing)

    def _kept_here(self, rundown: Rundown, briefing: Briefing) -> Rundown:
        return kept_here(rundown, briefing, {source.name: source.config.local_only for source in self.sources_asked})

    def rendering(self, redaction: Redaction) -> "ShowStages":
        """The stages of a rendition."""
        return replace(self, redaction=redaction)

    def redacted(self, rundown: Rundown, briefing: Briefing) -> tuple[Rundown, Briefing]:
        """What of them may go into a rendition, as the settings have it now."""
        if self.redaction is None:
            return rundown, briefing
        named = partial(may_name, language=self.language)
        mailboxes = {source.name for source in self.sources_asked if "message" in source.brings}
        return redacted(self._kept_here(rundown, briefing), briefing, self.redaction, named, mailboxes)

    def brief(self, section: Section, briefing: Briefing) -> SectionBrief:
        """What the section's writer may see. Its `now` is the briefing's, so that a resumed section is the same."""
        nameless = section.kind == "opening" and self.redaction is not None and not self.redaction.people
        return SectionBrief(
            section=section,
            day=briefing.day,
            now=briefing.made.astimezone(self.zone),
            timezone=briefing.timezone,
            language=self.language,
            name=None if nameless else self.settings.name,
            hosts=self.hosts,
            disclose=self.show.disclose,
        )

    async def write(self, brief: SectionBrief, deadline: Deadline, heard: Heard) -> Script:
        """Write and check one section; `heard` is told its lines as they come."""
        models = self.writer.writers(self.writer_config, self.desk, brief.section.kind)
        return await write(models, self.builtin, brief, deadline, heard)

    def ahead(self, place: int, section: SectionKind, lines: Sequence[Line], level: Level) -> None:
        """Begin to speak a section that is still being written."""
        self.narrator.ahead(place, section, lines, level)

    async def narrate(self, script: Script, place: int, level: Level, ready: Growing, deadline: Deadline) -> Narration:
        """Speak one section; each clip is levelled as soon as it is there."""
        return await self.narrator.narrate(script, place, level, deadline, ready)

    async def level(self, spoken: Spoken, pcm: Path, deadline: Deadline) -> Take:
        """Make one clip's finished audio."""
        return await level(spoken, pcm, deadline)

    async def join(self, narration: Narration, pcm: Path, deadline: Deadline) -> Segment:
        """Make one section's finished audio."""
        bed = self._music() if narration.script.section in UNDER_MUSIC else None
        return await join(narration, pcm, deadline, bed)

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
            music=self._music(),
        )
        episode = await mastering.master(segments, rundown, briefing, spec, self.folder, deadline)
        for other in {self.folder / f"episode.{form}" for form in FORMS} - {episode.audio}:
            other.unlink(missing_ok=True)  # of a format that the show had before
        return episode

    async def deliver(self, rendition: Rendition, deadline: Deadline, report: Report) -> Published:
        """Give the episode to the show's libraries, each as it may go there."""
        there = self.store.publications(self.order.show, self.order.day)
        delivery = Delivery(
            rendition=rendition,
            there={publication.library: publication for publication in there},
            deadline=deadline,
            report=report,
            seen=partial(self.store.record_publication, self.order.show, self.order.day),
            now=lambda: datetime.now(UTC),
        )
        published = await publish(self.libraries, delivery)
        await self._retire(report)
        return published

    async def _retire(self, report: Report) -> None:
        """Take out of the libraries what they no longer keep. A day ahead that is only pretended ages nothing."""
        today = min(self.order.now, datetime.now(UTC)).astimezone(self.zone).date()
        old = outdated(self.store.published(self.order.show), self.libraries, today)
        await retire(
            old,
            self.libraries,
            lambda day, each: self.store.forget_publication(self.order.show, day, each.library),
            report,
        )

    async def delivered(self, published: Published) -> bool:
        """Whether it is still where it was delivered, in each of the libraries that the settings name."""
        there = {publication.library: publication for publication in published.publications}
        named = {name: there[name] for name in self.libraries if name in there}
        return len(named) == len(self.libraries) and await verified(self.libraries, named)

    def remember(self, episode: Episode, published: Published, rundown: Rundown, briefing: Briefing) -> None:
        """What later mornings must know of this one; what nobody could hear yet was not told."""
        self.store.record_episode(episode, self.narrator.voice.identity)
        if published.publications:
            self.store.remember_told(episode.show, episode.day, tellings(rundown, briefing, episode.rests_on))
        self.clips.trim()

    def _music(self) -> Music:
        sting, bed = (
            Path(one) if isinstance(one, str) else one for one in (self.show.music.sting, self.show.music.bed)
        )
        return Music(sting=sting, bed=bed)

    def _heard_music(self) -> str:
        """The hash of the music as it sounds: files of the listener's own may change under their names."""
        music = self._music()
        own = [file for file in (music.sting, music.bed) if isinstance(file, Path)]
        return fingerprint(music, [_look_of(file) for file in own])

    def _listener(self) -> Listener:
        return Listener(emails=self.settings.emails)


def _look_of(file: Path) -> tuple[int, int] | None:
    """What tells a file from the one that had its name before: its size and when it was written."""
    try:
        stat = file.stat()
    except OSError:
        return None  # as good as none: the master says so
    return stat.st_size, stat.st_mtime_ns
