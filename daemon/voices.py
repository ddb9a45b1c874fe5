"""`dawncast voices`: which engines can speak here, which voices are installed or can be, and whose were cloned."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path

from config.errors import UsageError
from config.settings import Settings
from daemon import registry
from daemon.cloning import forgetting
from daemon.home.consents import Consent, Consents
from daemon.narrate.base import Cloning, VoiceConfig, VoiceType
from daemon.narrate.catalogue import Kind, Model, known
from daemon.narrate.installed import Installed, installed

NEEDS = {
    "elevenlabs": ("elevenlabs", "elevenlabs"),
    "local": ("sherpa_onnx", "voices"),
    "openai": ("openai", "llm"),
}
"""The library that an engine of ours imports when it speaks, and the extra that brings it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """A voice engine; `needs` says what to do where it cannot be used yet. `clones`: whether it can copy a voice."""

    name: str
    needs: str = ""
    clones: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class InstalledVoice:
    """A local voice that is here; sizes are its archive's, in bytes."""

    name: str
    title: str
    kind: Kind
    languages: tuple[str, ...]
    speakers: tuple[str, ...]
    size: int
    sha256: str
    licence: str
    research_only: bool
    installed: datetime

    @classmethod
    def of(cls, record: Installed) -> "InstalledVoice":
        """The record without where it came from: an address may hold a secret."""
        return cls(
            name=record.name,
            title=record.title,
            kind=record.kind,
            languages=record.languages,
            speakers=record.speakers,
            size=record.size,
            sha256=record.sha256,
            licence=record.licence,
            research_only=record.research_only,
            installed=record.when,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ClonedVoice:
    """Somebody's voice, by its record of consent. `forgetting`: it is still to be deleted at its service."""

    name: str
    engine: str
    voice: str
    who: str
    when: datetime
    statement: str
    scope: str
    forgetting: bool = False

    @classmethod
    def of(cls, consent: Consent, *, forgetting: bool = False) -> "ClonedVoice":
        """From its record."""
        return cls(
            name=consent.name,
            engine=consent.engine,
            voice=consent.voice,
            who=consent.who,
            when=consent.when,
            statement=consent.statement,
            scope=consent.scope,
            forgetting=forgetting,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """All of them; `available` are those that can be installed and are not."""

    engines: tuple[Engine, ...]
    installed: tuple[InstalledVoice, ...]
    available: tuple[Model, ...]
    cloned: tuple[ClonedVoice, ...]


def overview(voices: Path) -> Overview:
    """What there is, in a home's folder for voices. Raises OSError."""
    here = tuple(InstalledVoice.of(record) for record in installed(voices))
    names = {voice.name for voice in here}
    return Overview(
        engines=tuple(_engine(name) for name in registry.installed("voices")),
        installed=here,
        available=tuple(model for name, model in known().items() if name not in names),
        cloned=tuple(sorted(_cloned(voices), key=lambda voice: voice.name)),
    )


def _engine(name: str) -> Engine:
    try:
        registry.InstalledKinds().config_of("voices", name)
    except UsageError as error:
        return Engine(name=name, needs=str(error))
    clones = registry.load("voices", name).cloning is not None
    library, extra = NEEDS.get(name, ("", ""))
    missing = library and find_spec(library) is None
    return Engine(name=name, needs=f"Run: pip install 'dawncast[{extra}]'" if missing else "", clones=clones)


def _cloned(voices: Path) -> Iterator[ClonedVoice]:
    yield from (ClonedVoice.of(consent) for consent in Consents(voices).all())
    yield from (ClonedVoice.of(consent, forgetting=True) for consent in forgetting(voices))


def cloning_of(settings: Settings, engine: str) -> Cloning:
    """What clones with an engine, as the settings have it (its key, its address). Raises UsageError."""
    if engine not in registry.installed("voices"):
        raise UsageError(f"There is no voice engine {engine}. There is: {', '.join(registry.installed('voices'))}.")
    registry.InstalledKinds().config_of("voices", engine)
    kind: VoiceType = registry.load("voices", engine)
    if kind.cloning is None:
        raise UsageError(f"The voice engine {engine} clones no voices. Choose another with --engine.")
    config = next((table for table in tables(settings) if table.engine == engine), None)
    if config is None:
        raise UsageError(
            f'No voice of {settings.file} has engine = "{engine}": add it as [voice], with its key, then try again.'
        )
    return kind.cloning(config)


def tables(settings: Settings) -> Sequence[VoiceConfig]:
    """All voices of the settings: the first, its fallback, and the shows' own."""
    shows = [table for show in settings.shows.values() for table in (show.voice, show.second_voice)]
    return [table for table in (settings.voice, settings.fallback_voice, *shows) if table is not None]
