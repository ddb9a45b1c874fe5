"""No record, no synthesis: a cloned voice speaks only where somebody's consent is on record."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from config.secrets import Secret
from daemon.home.consents import Consent, Consents
from daemon.model import VoiceWhy
from daemon.narrate.base import Studio, VoiceError
from daemon.narrate.elevenlabs import VOICE, ElevenLabsConfig, ElevenLabsVoice
from daemon.narrate.elevenlabs_account import ElevenLabsAccount
from daemon.narrate.elevenlabs_answers import is_clone
from daemon.narrate.elevenlabs_consent import KNOWN_FOR, Permission
from tests.fakes.speech_server import VOICE as NARRATOR
from tests.fakes.speech_server import SpeechServer
from tests.fakes.web import refused

KEY, CLONE = "sk_a_key_that_nobody_may_see", "Cloned00000000000001"
NOW = datetime(2026, 3, 24, 6, 0, tzinfo=UTC)
RECORD = Consent(
    name="anna", engine="elevenlabs", voice=CLONE, who="Anna", when=NOW, statement="Yes.", scope="This show."
)


@pytest.fixture
def speech() -> Iterator[SpeechServer]:
    with SpeechServer() as server:
        server.has_voice(CLONE, "cloned", is_owner=True)
        yield server


def config(speech: SpeechServer, voice: str, **settings: Any) -> ElevenLabsConfig:
    return ElevenLabsConfig(voice=voice, api_key=Secret(None, (KEY,)), **{"api_base": speech.api_base(), **settings})


def said(speech: SpeechServer, voice: str, home: Path, **settings: Any) -> VoiceWhy | None:
    """What kept two texts from being spoken, side by side; None where nothing did."""

    async def speaking() -> list[object]:
        made = ElevenLabsVoice(config(speech, voice, **settings), Studio("en", home))
        try:
            return list(await asyncio.gather(made.speak("One."), made.speak("Two."), return_exceptions=True))
        finally:
            await made.close()

    whys = {answer.why if isinstance(answer, VoiceError) else None for answer in asyncio.run(speaking())}
    (why,) = whys
    return why


def questions(speech: SpeechServer) -> int:
    return len([asked for asked in speech.requests if asked.method == "GET"])


@pytest.mark.parametrize(
    ("category", "is_owner", "clone"),
    [
        ("premade", False, False),
        ("premade", None, False),
        ("generated", True, False),
        ("famous", False, False),
        ("professional", False, False),
        ("high_quality", False, False),
        ("professional", True, True),
        ("professional", None, True),
        ("cloned", True, True),
        ("cloned", False, True),
        ("a category of tomorrow", False, True),
        (None, None, True),
    ],
)
def test_which_voices_may_be_somebodys(
    speech: SpeechServer, tmp_path: Path, category: str | None, is_owner: bool | None, clone: bool
) -> None:
    assert is_clone(category, is_owner) == clone
    speech.has_voice("Some0000000000000001", category, is_owner=is_owner)  # type: ignore[arg-type]  # as null in JSON
    assert said(speech, "Some0000000000000001", tmp_path) == ("consent" if clone else None)
    assert len(speech.speeches) == (0 if clone else 2)


def test_a_clone_without_a_record_says_what_to_do_and_sends_nothing(speech: SpeechServer, tmp_path: Path) -> None:
    voice = ElevenLabsVoice(config(speech, CLONE), Studio("en", tmp_path))
    with pytest.raises(VoiceError, match="`dawncast voices clone`, or set `voice`") as caught:
        asyncio.run(voice.speak("One."))
    assert not caught.value.transient
    assert speech.speeches == []


@pytest.mark.parametrize("name", ["anna", CLONE])
def test_with_a_record_it_speaks_and_nobody_needs_to_be_asked(speech: SpeechServer, tmp_path: Path, name: str) -> None:
    Consents(tmp_path).keep(RECORD)
    assert said(speech, name, tmp_path) is None
    assert [asked.voice for asked in speech.speeches] == [CLONE, CLONE]
    assert questions(speech) == 0
    voice = ElevenLabsVoice(config(speech, name), Studio("en", tmp_path))
    assert (voice.cloned, voice.identity.split("/")[:2]) == ("anna", ["elevenlabs", CLONE])


def test_what_was_spoken_under_a_record_is_there_under_that_one_alone(speech: SpeechServer, tmp_path: Path) -> None:
    def identity() -> str:
        return ElevenLabsVoice(config(speech, CLONE), Studio("en", tmp_path)).identity

    consents, found = Consents(tmp_path), [identity()]
    for record in (RECORD, replace(RECORD, when=NOW + timedelta(days=1))):
        consents.keep(record)
        found.append(identity())
        consents.forget(record.name)
    assert len(set(found)) == 3
    assert identity() == found[0]


def test_a_record_for_another_engine_or_that_cannot_be_read_is_none(speech: SpeechServer, tmp_path: Path) -> None:
    Consents(tmp_path).keep(Consent(**{**vars_of(RECORD), "engine": "openai"}))
    assert said(speech, CLONE, tmp_path) == "consent"
    (tmp_path / "anna" / "consent.json").write_text('{"name": "anna"')
    assert said(speech, CLONE, tmp_path) == "consent"
    (tmp_path / "anna" / "consent.json").unlink()
    (tmp_path / "anna" / "consent.json").mkdir()
    assert said(speech, CLONE, tmp_path) == "consent"
    assert speech.speeches == []


def vars_of(record: Consent) -> dict[str, Any]:
    return {name: getattr(record, name) for name in Consent.__slots__}


def test_a_voice_of_their_own_is_asked_about_once_a_month(speech: SpeechServer, tmp_path: Path) -> None:
    assert said(speech, NARRATOR, tmp_path) is None
    assert said(speech, NARRATOR, tmp_path) is None
    assert questions(speech) == 1
    assert said(speech, "marin", tmp_path) is None
    assert questions(speech) == 2
    assert said(speech, NARRATOR, tmp_path) is None
    assert questions(speech) == 2


@pytest.mark.parametrize(
    ("later", "asked"),
    [
        (timedelta(), 1),
        (KNOWN_FOR - timedelta(seconds=1), 1),
        (KNOWN_FOR, 2),
        (timedelta(seconds=-1), 2),
    ],
)
def test_a_good_answer_holds_for_a_month(speech: SpeechServer, tmp_path: Path, later: timedelta, asked: int) -> None:
    async def twice() -> None:
        account = ElevenLabsAccount(config(speech, NARRATOR))
        for now in (NOW, NOW + later):
            await Permission(account, NARRATOR, tmp_path, lambda now=now: now).check()  # type: ignore[misc]  # bound now
        await account.close()

    asyncio.run(twice())
    assert questions(speech) == asked


def test_what_another_server_says_of_a_voice_counts_for_that_server_alone(speech: SpeechServer, tmp_path: Path) -> None:
    with SpeechServer() as other:
        other.has_voice(CLONE, "premade")
        assert said(other, CLONE, tmp_path) is None
    assert said(speech, CLONE, tmp_path) == "consent"


@pytest.mark.parametrize("kept", ["", "[", "{}", '[{"host": "h", "voice": "v", "asked": "2026-03-24T06:00:00"}]'])
def test_a_note_that_cannot_be_understood_is_none(speech: SpeechServer, tmp_path: Path, kept: str) -> None:
    (tmp_path / "elevenlabs-voices.json").write_text(kept)
    assert said(speech, NARRATOR, tmp_path) is None
    assert questions(speech) == 1


def test_a_home_in_which_nothing_can_be_noted_asks_again(speech: SpeechServer, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert said(speech, NARRATOR, tmp_path / "file") is None
    assert said(speech, NARRATOR, tmp_path / "file") is None
    assert questions(speech) == 2


def test_without_an_answer_nothing_is_said(speech: SpeechServer, tmp_path: Path) -> None:
    assert said(speech, NARRATOR, tmp_path, api_base=refused().rstrip("/")) == "unreachable"
    assert said(speech, "NoSuchVoice", tmp_path) == "voice"
    speech.refuses("permission", of="/v1/voices/")
    assert said(speech, NARRATOR, tmp_path) == "key"
    assert speech.speeches == []
    assert not (tmp_path / "elevenlabs-voices.json").exists()


def test_the_note_is_its_owners_alone(speech: SpeechServer, tmp_path: Path) -> None:
    assert said(speech, NARRATOR, tmp_path) is None
    assert (tmp_path / "elevenlabs-voices.json").stat().st_mode & 0o077 == 0


def test_a_voice_is_made_from_recordings_and_deleted_again(speech: SpeechServer, tmp_path: Path) -> None:
    (tmp_path / "anna.wav").write_bytes(b"RIFF and so on")
    assert VOICE.cloning
    cloning = VOICE.cloning(config(speech, "anna"))
    voice = asyncio.run(cloning.clone("anna", [tmp_path / "anna.wav"]))
    (asked,) = speech.requests
    assert (asked.method, asked.path) == ("POST", "/v1/voices/add")
    assert b'name="name"\r\n\r\nanna\r\n' in asked.raw
    assert b'filename="anna.wav"' in asked.raw
    assert b"RIFF and so on" in asked.raw
    assert str(tmp_path).encode() not in asked.raw
    assert speech.has(voice)
    asyncio.run(cloning.forget(voice))
    assert not speech.has(voice)
    asyncio.run(cloning.forget(voice))


def test_what_keeps_a_voice_from_being_made_is_told(speech: SpeechServer, tmp_path: Path) -> None:
    assert VOICE.cloning
    cloning = VOICE.cloning(config(speech, "anna"))
    with pytest.raises(VoiceError, match=r"none\.wav could not be read"):
        asyncio.run(cloning.clone("anna", [tmp_path / "none.wav"]))
    assert speech.requests == []
    (tmp_path / "anna.wav").write_bytes(b"RIFF and so on")
    speech.refuses("key")
    for doing in (cloning.clone("anna", [tmp_path / "anna.wav"]), cloning.forget(CLONE)):
        with pytest.raises(VoiceError, match="refused the key") as caught:
            asyncio.run(doing)
        assert KEY not in str(caught.value)
