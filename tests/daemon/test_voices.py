"""What `dawncast voices` lists, clones and forgets, with a service that does what it is told."""

import asyncio
import wave
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from config.errors import UsageError
from config.settings import Settings
from config.shows import Show
from daemon.cloning import (
    MOST_BYTES,
    MOST_RECORDINGS,
    ForgetError,
    Wish,
    check_name,
    checked,
    clone,
    forget,
    forgetting,
    record_of,
    recordings,
    statement_for,
)
from daemon.home.clips import Clips
from daemon.home.consents import Consent, Consents
from daemon.model import Clip
from daemon.narrate.base import VoiceConfig, VoiceError
from daemon.narrate.catalogue import known
from daemon.voices import cloning_of, overview, tables
from tests.daemon.narrate.test_local import install

NOW = datetime(2026, 3, 24, 6, 0, tzinfo=UTC)


class Service:
    """A service that clones; `falls` says how its next answers fail."""

    def __init__(self) -> None:
        self.voices: dict[str, tuple[str, int]] = {}
        self._failures: list[VoiceError] = []

    def falls(self, *failures: VoiceError) -> None:
        self._failures += failures

    async def clone(self, name: str, recordings: Sequence[Path]) -> str:
        self._fail()
        self.voices[f"id-{name}"] = (name, len(recordings))
        return f"id-{name}"

    async def forget(self, voice: str) -> None:
        self._fail()
        self.voices.pop(voice, None)

    def _fail(self) -> None:
        if self._failures:
            raise self._failures.pop(0)


@pytest.fixture
def service() -> Service:
    return Service()


@pytest.fixture
def voices(tmp_path: Path) -> Path:
    return tmp_path / "voices"


def a_recording(folder: Path, name: str = "kim.wav") -> Path:
    folder.mkdir(exist_ok=True)
    with wave.open(str(folder / name), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(bytes(32_000))
    return folder / name


def a_wish(folder: Path, name: str = "kim", **change: str) -> Wish:
    words = {"who": "Kim Berger", "statement": "I agree.", "scope": "my morning briefing", **change}
    return Wish(name=name, engine="elevenlabs", recordings=(a_recording(folder),), **words)


def cloned(wish: Wish, voices: Path, service: Service) -> Consent:
    return asyncio.run(clone(checked(wish, voices), voices, service, NOW))


def test_a_clone_has_its_record(tmp_path: Path, voices: Path, service: Service) -> None:
    consent = cloned(a_wish(tmp_path, who="  Kim Berger "), voices, service)
    assert Consents(voices).of("kim") == consent
    assert (consent.engine, consent.voice, consent.who, consent.when) == ("elevenlabs", "id-kim", "Kim Berger", NOW)
    assert (consent.statement, consent.scope) == ("I agree.", "my morning briefing")
    assert service.voices == {"id-kim": ("kim", 1)}
    assert (voices / "kim" / "consent.json").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("word", ["who", "statement", "scope"])
def test_no_clone_without_a_whole_record(tmp_path: Path, voices: Path, word: str) -> None:
    with pytest.raises(UsageError, match=f"--{word} must not be empty"):
        checked(a_wish(tmp_path, **{word: " \n"}), voices)


@pytest.mark.parametrize("name", ["../kim", "installed", "", "a/b", "kim berger", "tiny", "kim"])
def test_a_name_that_it_cannot_have(tmp_path: Path, voices: Path, service: Service, name: str) -> None:
    install(voices, "tiny")
    cloned(a_wish(tmp_path), voices, service)
    with pytest.raises(UsageError):
        check_name(name, voices)
    check_name("kim-2", voices)


def test_the_statement_says_who_and_what_for() -> None:
    statement = statement_for("Kim Berger", "elevenlabs", "my morning briefing")
    assert "I am Kim Berger." in statement
    assert "my morning briefing" in statement


BEGINNINGS = {
    "wav": b"RIFF\x24\x00\x00\x00WAVE",
    "mp3 with tags": b"ID3\x04\x00\x00\x00\x00\x00\x00\x00\x00",
    "mp3": b"\xff\xfb\x90\x00\x00\x00\x00\x00",
    "m4a": b"\x00\x00\x00\x20ftypM4A ",
    "flac": b"fLaC\x00\x00\x00\x22",
    "ogg": b"OggS\x00\x02",
    "webm": b"\x1aE\xdf\xa3\x9f",
}


@pytest.mark.parametrize("kind", BEGINNINGS)
def test_recordings_of_all_kinds(tmp_path: Path, kind: str) -> None:
    (tmp_path / "one").write_bytes(BEGINNINGS[kind])
    assert recordings([tmp_path / "one"]) == (tmp_path / "one",)


@pytest.mark.parametrize("body", [b"", b"\xff", b"Kim's voice", b"%PDF-1.7", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0"])
def test_what_is_no_recording(tmp_path: Path, body: bytes) -> None:
    (tmp_path / "one").write_bytes(body)
    for path in (tmp_path / "one", tmp_path / "missing", tmp_path):
        with pytest.raises(UsageError, match="is no recording"):
            recordings([path])


def test_how_many_recordings_and_how_much(tmp_path: Path) -> None:
    path = a_recording(tmp_path)
    for count in (0, MOST_RECORDINGS + 1):
        with pytest.raises(UsageError, match="from 1 to 25"):
            recordings([path] * count)
    with path.open("r+b") as file:
        file.truncate(MOST_BYTES)
    assert recordings([path]) == (path,)
    with pytest.raises(UsageError, match="50 MB"):
        recordings([path, a_recording(tmp_path, "two.wav")])


def test_a_service_that_refuses_leaves_no_record(tmp_path: Path, voices: Path, service: Service) -> None:
    service.falls(VoiceError("The key was refused. Check it.", "key"))
    with pytest.raises(VoiceError, match="key"):
        cloned(a_wish(tmp_path), voices, service)
    assert record_of("kim", voices) is None


def test_a_record_that_cannot_be_kept_leaves_no_voice(tmp_path: Path, voices: Path, service: Service) -> None:
    wish = checked(a_wish(tmp_path), voices)
    voices.write_text("a file where the folder should be")
    with pytest.raises(OSError, match="Not a directory"):
        asyncio.run(clone(wish, voices, service, NOW))
    assert service.voices == {}


def test_where_neither_record_nor_voice_can_be_got_rid_of(tmp_path: Path, voices: Path, service: Service) -> None:
    wish = checked(a_wish(tmp_path), voices)
    voices.write_text("a file where the folder should be")

    class Sticky(Service):
        async def forget(self, voice: str) -> None:
            raise VoiceError("No answer.", "unreachable")

    with pytest.raises(ForgetError, match=r"id-kim could not be deleted.*Delete it there") as caught:
        asyncio.run(clone(wish, voices, Sticky(), NOW))
    assert caught.value.exit_code == 74


def a_clip(clips: Clips, key: str, identity: str) -> None:
    clips.put(key * 64, Clip(text="Good morning.", rate=8000, pcm=b"\x01\x00" * 800), identity)


def test_forgetting_deletes_voice_clips_and_record(tmp_path: Path, voices: Path, service: Service) -> None:
    consent = cloned(a_wish(tmp_path), voices, service)
    clips = Clips(tmp_path / "clips")
    a_clip(clips, "a", "elevenlabs/id-kim/model/1")
    a_clip(clips, "b", "elevenlabs/id-kim/model/2")
    a_clip(clips, "c", "elevenlabs/id-kimberly/model")
    done = asyncio.run(forget(consent, voices, clips, service))
    assert (done.clips, service.voices, record_of("kim", voices)) == (2, {}, None)
    assert not (voices / "kim").exists()
    assert clips.get("c" * 64) is not None


@pytest.mark.parametrize(("why", "code"), [("unreachable", 75), ("key", 78)])
def test_a_service_that_cannot_be_asked_is_asked_again(
    tmp_path: Path, voices: Path, service: Service, why: str, code: int
) -> None:
    consent = cloned(a_wish(tmp_path), voices, service)
    clips = Clips(tmp_path / "clips")
    a_clip(clips, "a", "elevenlabs/id-kim/model")
    service.falls(VoiceError("It did not work.", why))  # type: ignore[arg-type]  # one of VoiceWhy
    with pytest.raises(ForgetError, match="voices forget kim") as caught:
        asyncio.run(forget(consent, voices, clips, service))
    assert caught.value.exit_code == code
    assert clips.get("a" * 64) is not None
    assert Consents(voices).for_voice("elevenlabs", "id-kim") is None  # it speaks no more
    assert list(forgetting(voices)) == [consent]
    with pytest.raises(UsageError, match="already"):
        check_name("kim", voices)

    again = record_of("kim", voices)
    assert again == consent
    assert asyncio.run(forget(again, voices, clips, service)).clips == 1
    assert (service.voices, list(forgetting(voices))) == ({}, [])


def test_forgetting_only_here_asks_nobody(tmp_path: Path, voices: Path, service: Service) -> None:
    consent = cloned(a_wish(tmp_path), voices, service)
    asyncio.run(forget(consent, voices, Clips(tmp_path / "clips"), None))
    assert "id-kim" in service.voices
    assert record_of("kim", voices) is None


def test_the_overview_of_an_empty_home(voices: Path) -> None:
    found = overview(voices)
    assert (found.installed, found.cloned) == ((), ())
    assert [model.name for model in found.available] == list(known())
    assert "builtin" in [engine.name for engine in found.engines if not engine.needs]


def test_the_overview_of_a_full_one(tmp_path: Path, voices: Path, service: Service) -> None:
    install(voices, "vits-piper-de_DE-thorsten-medium", languages=("de",))
    cloned(a_wish(tmp_path, "lena"), voices, service)
    gone = cloned(a_wish(tmp_path), voices, service)
    service.falls(VoiceError("No answer.", "unreachable"))
    with pytest.raises(ForgetError):
        asyncio.run(forget(gone, voices, Clips(tmp_path / "clips"), service))
    found = overview(voices)
    assert [(voice.name, voice.languages) for voice in found.installed] == [
        ("vits-piper-de_DE-thorsten-medium", ("de",))
    ]
    assert [(voice.name, voice.forgetting) for voice in found.cloned] == [("kim", True), ("lena", False)]
    assert "vits-piper-de_DE-thorsten-medium" not in [model.name for model in found.available]


def settings(**shows: Show) -> Settings:
    return Settings(
        timezone="Europe/Berlin", connectors={}, writer=None, voice=VoiceConfig(), fallback_voice=None, shows=shows
    )


def test_all_voices_of_the_settings() -> None:
    own, second = VoiceConfig(engine="one"), VoiceConfig(engine="two")
    found = tables(settings(morning=Show(), evening=Show(voice=own, second_voice=second)))
    assert [table.engine for table in found] == ["builtin", "one", "two"]


@pytest.mark.parametrize(
    ("engine", "told"), [("builtin", "clones no voices"), ("nobody", "There is no voice engine nobody")]
)
def test_an_engine_that_does_not_clone(engine: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        cloning_of(settings(morning=Show()), engine)
