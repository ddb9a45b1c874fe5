import struct
from array import array
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from config.secrets import Secret
from daemon.home.consents import Consent, Consents
from daemon.model import Clip
from daemon.narrate.base import Studio, VoiceError, VoiceType
from daemon.narrate.openai import VOICE, OpenAIConfig, OpenAIVoice, seconds_for
from daemon.narrate.openai_answers import clip_of
from tests.contract.service_voice import KEY, TEXT, Making, ServiceVoiceContract, refusal
from tests.contract.voice import speak
from tests.fakes.speech_asked import Service
from tests.fakes.speech_dialects import wav
from tests.fakes.speech_server import SpeechServer

PCM = array("h", range(-300, 300)).tobytes()


@pytest.fixture
def speech() -> Iterator[SpeechServer]:
    with SpeechServer() as server:
        yield server


@pytest.fixture
def make(speech: SpeechServer, tmp_path: Path) -> "Make":
    return Make(speech, tmp_path)


class Make:
    """Makes voices at the fake service, in a home of their own."""

    def __init__(self, speech: SpeechServer, home: Path) -> None:
        self.speech, self.home = speech, home

    def __call__(self, **settings: Any) -> Callable[[], OpenAIVoice]:
        given = {"api_key": Secret(None, (KEY,)), "api_base": self.speech.api_base("openai"), **settings}
        return lambda: OpenAIVoice(OpenAIConfig(engine="openai", **given), Studio("en", self.home))


class TestOpenAIContract(ServiceVoiceContract):
    voice_type: ClassVar[VoiceType] = VOICE
    settings: ClassVar[dict[str, Any]] = {"api_base": "http://127.0.0.1:8880/v1", "voice": "af_bella(2)+af_sky(1)"}
    service: ClassVar[Service] = "openai"
    variables: ClassVar[tuple[str, ...]] = tuple(
        f"OPENAI_{name}" for name in ("API_KEY", "ADMIN_KEY", "ORG_ID", "PROJECT_ID", "BASE_URL")
    )
    elsewhere: ClassVar[str] = "/audio/speech"

    @pytest.fixture
    def making(self, speech: SpeechServer, tmp_path: Path) -> Making:
        return Make(speech, tmp_path)


def test_one_text_is_one_request_with_all_that_the_settings_say(make: Make) -> None:
    clip = speak(make(model="tts-1-hd", voice="alloy", speed=1.1, instructions="Calm, as on the radio."), TEXT)
    assert (clip.rate, clip.words) == (24_000, ())
    (asked,) = make.speech.requests
    assert asked.headers["authorization"] == f"Bearer {KEY}"
    assert asked.body == {
        "model": "tts-1-hd",
        "voice": "alloy",
        "input": TEXT,
        "response_format": "wav",
        "speed": 1.1,
        "instructions": "Calm, as on the radio.",
    }


def test_what_is_not_set_is_not_sent(make: Make) -> None:
    speak(make(), TEXT)
    (asked,) = make.speech.requests
    assert set(asked.body) == {"model", "voice", "input", "response_format"}


@pytest.mark.parametrize(
    ("why", "told", "sentence"),
    [
        ("key", "key", "refused the key. Check `api_key`"),
        ("permission", "key", "what that key may do"),
        ("quota", "quota", "gives this account no more"),
        ("busy", "late", "takes no more at once"),
        ("voice", "voice", "knows no such voice or model. Check `voice`"),
        ("model", "voice", "Check `voice` and `model`"),
        ("text", "text", "does not speak this text"),
        ("down", "unreachable", "Try again later"),
    ],
)
def test_each_refusal_is_told_apart_and_tried_once(make: Make, why: Any, told: str, sentence: str) -> None:
    make.speech.refuses(why)
    error = refusal(make())
    assert (error.why, error.busy) == (told, why == "busy")
    assert make.speech.host in str(error)
    assert sentence in str(error)
    assert len(make.speech.requests) == 1


@pytest.mark.parametrize(
    ("status", "answer", "why"),
    [
        (
            400,
            {"detail": {"error": "validation_error", "message": "Voice 'x' not found. Available voices: …"}},
            "voice",
        ),
        (404, {"detail": "Model 'x' is not installed locally."}, "voice"),
        (422, {"detail": [{"type": "missing", "loc": ["body", "voice"], "msg": "Field required"}]}, "text"),
        (403, {"error": "forbidden"}, "key"),
        (429, {"error": {"message": "…", "type": "insufficient_quota", "code": None}}, "quota"),
        (429, "slow down", "late"),
        (500, "oops", "unreachable"),
        (503, None, "unreachable"),
        (307, None, "unreachable"),
    ],
)
def test_what_servers_like_it_say_is_understood(make: Make, status: int, answer: Any, why: str) -> None:
    make.speech.answers_once(status, answer)
    assert refusal(make()).why == why


def test_what_says_when_to_come_again_is_heard(make: Make) -> None:
    make.speech.fails_once(429, {"Retry-After": "1.5"})
    assert refusal(make()).retry_after == 1.5


def test_an_answer_that_breaks_off_or_is_none(make: Make) -> None:
    make.speech.cuts_once()
    assert "broke off" in str(refusal(make()))
    make.speech.garbage_once()
    error = refusal(make())
    assert "gave no sound in WAV" in str(error)
    assert error.why == "unreachable"
    make.speech.sounds_once(wav(b"", 24_000))
    assert refusal(make()).why == "sound"
    assert speak(make(), TEXT).seconds > 3


def test_a_server_at_home_has_more_time() -> None:
    assert [seconds_for("a" * length, remote=True) for length in (0, 400)] == [8.0, 20.0]
    assert [seconds_for("a" * length, remote=False) for length in (0, 400)] == [20.0, 80.0]


def test_a_custom_voice_speaks_with_a_record_alone(make: Make) -> None:
    assert refusal(make(voice="voice_1234")).why == "consent"
    assert make.speech.requests == []
    now = datetime(2026, 3, 24, tzinfo=UTC)
    Consents(make.home).keep(
        Consent(name="anna", engine="openai", voice="voice_1234", who="Anna", when=now, statement="Yes.", scope="All.")
    )
    make.speech.has_voice("voice_1234")
    for name in ("anna", "voice_1234"):
        assert speak(make(voice=name), TEXT).seconds > 3
        assert (make(voice=name)().cloned, make.speech.requests[-1].voice) == ("anna", "voice_1234")
    spoken_as = make(voice="voice_1234")().identity
    Consents(make.home).forget("anna")
    assert make(voice="voice_1234")().identity != spoken_as, "its clips are not there for anybody without the record"


def test_who_it_is(make: Make) -> None:
    voice = make(price=0.6, model="kokoro", voice="af_heart")()
    assert voice.identity.startswith("openai/af_heart/kokoro/")
    assert (voice.host, voice.remote, voice.normalizes, voice.cloned) == (make.speech.host, False, False, None)
    assert voice.price == pytest.approx(0.000_6)
    away = OpenAIVoice(OpenAIConfig(api_key=Secret(None, (KEY,))), Studio("en", make.home))
    assert (away.host, away.remote, away.normalizes, away.price) == ("api.openai.com", True, True, None)
    others = (make(model="tts-1"), make(voice="alloy"), make(speed=1.1), make(instructions="Calm."))
    assert len({each().identity for each in (make(), *others)}) == 5


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"api_base": "127.0.0.1:8880"},
        {"api_base": "http://tts.example.org/v1", "api_key": {"env": "KEY"}},
        {"api_base": "http://127.0.0.1", "voice": "../x"},
        {"api_base": "http://127.0.0.1", "speed": 9},
        {"api_base": "http://127.0.0.1", "api_key": "in plain sight"},
    ],
)
def test_settings_that_cannot_be(settings: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        OpenAIConfig.model_validate(settings)


@pytest.mark.parametrize(
    "data",
    [
        wav(PCM, 22_050),
        wav(PCM, 22_050, 0xFFFFFFFF),
        wav(PCM, 22_050, 0x7FFFFFFF),
        wav(PCM, 22_050, 2_000_000_000),
        wav(PCM, 22_050, 0),
        wav(PCM + b"\x00", 22_050, 0xFFFFFFFF),
        wav(PCM, 22_050) + b"LIST\x04\x00\x00\x00INFO",
        wav(b"", 22_050)[:36] + b"LIST\x03\x00\x00\x00odd\x00" + wav(PCM, 22_050)[36:],
        wav(b"".join(PCM[at : at + 2] + b"\x11\x11" for at in range(0, len(PCM), 2)), 22_050, channels=2),
    ],
)
def test_wav_as_it_comes(data: bytes) -> None:
    assert clip_of("host", "Text.", data) == Clip(text="Text.", rate=22_050, pcm=PCM)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "unreachable"),
        (b"ID3\x04 and so on, as MP3 begins", "unreachable"),
        (b'{"error": "no sound"}', "unreachable"),
        (wav(PCM, 22_050)[:20], "sound"),
        (wav(PCM, 22_050)[:44], "sound"),
        (wav(PCM, 22_050)[:-100], "sound"),
        (wav(PCM, 0), "sound"),
        (wav(PCM, 22_050).replace(b"\x10\x00data", b"\x08\x00data"), "sound"),
        (wav(PCM, 22_050).replace(b"fmt \x10\x00\x00\x00\x01", b"fmt \x10\x00\x00\x00\x03"), "sound"),
    ],
)
def test_what_is_no_wav_that_can_be_played(data: bytes, why: str) -> None:
    with pytest.raises(VoiceError) as caught:
        clip_of("host", "Text.", data)
    assert caught.value.why == why


@given(st.binary(max_size=200), st.integers(0, 60), st.binary(max_size=8))
def test_no_bytes_do_more_than_be_refused(tail: bytes, at: int, odd: bytes) -> None:
    data = wav(tail, 24_000)
    for each in (b"RIFF" + struct.pack("<I", len(tail)) + b"WAVE" + tail, data[:at] + odd + data[at + len(odd) :]):
        try:
            clip = clip_of("host", "Text.", each)
        except VoiceError:
            continue
        assert clip.seconds > 0
