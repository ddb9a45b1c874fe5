import asyncio
from array import array
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest
from pydantic import ValidationError

from config.secrets import Secret
from daemon.model import Clip
from daemon.narrate.base import Studio, Voice, VoiceError, VoiceType
from daemon.narrate.elevenlabs import AT_ONCE, SEED, VOICE, ElevenLabsConfig, ElevenLabsVoice, seconds_for
from daemon.narrate.elevenlabs_account import ElevenLabsAccount
from tests.contract.service_voice import KEY, TEXT, Making, ServiceVoiceContract, refusal
from tests.contract.voice import run, speak
from tests.fakes.speech_asked import Service
from tests.fakes.speech_server import VOICE as NARRATOR
from tests.fakes.speech_server import SpeechServer

WORD_SECONDS, STOP_SECONDS = 0.4, 0.25


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

    def __call__(self, language: str = "en", **settings: Any) -> Callable[[], ElevenLabsVoice]:
        key = Secret(None, (KEY,))
        given = {"voice": NARRATOR, "api_key": key, "api_base": self.speech.api_base(), **settings}
        return lambda: ElevenLabsVoice(ElevenLabsConfig(engine="elevenlabs", **given), Studio(language, self.home))


class TestElevenLabsContract(ServiceVoiceContract):
    voice_type: ClassVar[VoiceType] = VOICE
    settings: ClassVar[dict[str, Any]] = {"voice": NARRATOR, "api_base": "http://127.0.0.1:8081", "stability": 0.5}
    service: ClassVar[Service] = "elevenlabs"
    variables: ClassVar[tuple[str, ...]] = ("ELEVENLABS_API_KEY",)
    elsewhere: ClassVar[str] = "/v1/text-to-speech/x/with-timestamps"

    @pytest.fixture
    def making(self, speech: SpeechServer, tmp_path: Path) -> Making:
        return Make(speech, tmp_path)


def test_one_text_is_one_request_with_all_that_the_settings_say(make: Make) -> None:
    voice = make(stability=0.7, similarity=0.9, style=0.1, speed=0.9)

    async def spoken(voice: Voice) -> Clip:
        return await voice.speak(TEXT, before="Before it.", after="After it.")

    run(voice, spoken)
    (asked,) = make.speech.speeches
    assert asked.headers["xi-api-key"] == KEY
    assert asked.body == {
        "text": TEXT,
        "model_id": "eleven_multilingual_v2",
        "voice_settings": {"stability": 0.7, "similarity_boost": 0.9, "style": 0.1, "speed": 0.9},
        "seed": SEED,
        "previous_text": "Before it.",
        "next_text": "After it.",
    }


def test_words_begin_when_they_are_heard(make: Make) -> None:
    clip = speak(make(), TEXT)
    assert [word.text for word in clip.words] == TEXT.split()
    samples = array("h", clip.pcm)
    for word in clip.words:
        at = round(word.start * clip.rate)
        assert max(map(abs, samples[max(0, at - clip.rate // 20) : at]), default=0) == 0
        assert max(map(abs, samples[at : at + clip.rate // 50])) > 500


@pytest.mark.parametrize(
    ("model", "stitches", "normalizes", "language"),
    [
        ("eleven_multilingual_v2", True, True, None),
        ("eleven_flash_v2_5", True, False, "de"),
        ("eleven_turbo_v2_5", True, False, "de"),
        ("eleven_v3", False, True, "de"),
        ("eleven_of_tomorrow", False, True, None),
    ],
)
def test_a_model_is_told_what_it_takes(
    make: Make, model: str, stitches: bool, normalizes: bool, language: str | None
) -> None:
    async def spoken(voice: Voice) -> tuple[bool, bool]:
        await voice.speak(TEXT, before="Before it.", after="After it.")
        return voice.stitches, voice.normalizes

    assert run(make("de-AT", model=model), spoken) == (stitches, normalizes)
    (asked,) = make.speech.speeches
    assert ("previous_text" in asked.body, asked.body.get("language_code")) == (stitches, language)
    assert asked.body["voice_settings"]["stability"] == (0.5 if model == "eleven_v3" else 0.6)


def test_the_best_sound_that_the_plan_gives_is_learnt_from_one_refusal(make: Make) -> None:
    make.speech.gives("pcm_24000", "mp3_44100_128")

    async def twice(voice: Voice) -> tuple[Clip, Clip]:
        return await voice.speak("One line."), await voice.speak("Another line.")

    first, second = run(make(), twice)
    assert (first.rate, second.rate) == (24_000, 24_000)
    assert first.seconds == pytest.approx(2 * WORD_SECONDS + STOP_SECONDS, abs=0.01)
    assert [asked.format for asked in make.speech.speeches] == ["pcm_44100", "pcm_24000", "pcm_24000"]
    assert "44100" not in make()().identity


def test_a_plan_without_lossless_sound_is_told(make: Make) -> None:
    make.speech.gives("mp3_44100_128")
    assert refusal(make()).why == "quota"
    assert len(make.speech.speeches) == 2


@pytest.mark.parametrize(
    ("why", "told", "sentence"),
    [
        ("key", "key", "refused the key. Check `api_key`"),
        ("permission", "key", "give the key the permission to read voices"),
        ("quota", "quota", "gives this account no more"),
        ("busy", "late", "takes no more at once"),
        ("voice", "voice", "knows no such voice or model. Check `voice`"),
        ("model", "voice", "Check `voice` and `model`"),
        ("text", "text", "does not speak this text"),
        ("down", "unreachable", "Try again later"),
    ],
)
def test_each_refusal_is_told_apart_and_tried_once(make: Make, why: Any, told: str, sentence: str) -> None:
    make.speech.refuses(why, of="/v1/voices/" if why == "permission" else "/v1/text-to-speech/")
    error = refusal(make())
    assert (error.why, error.busy, error.transient) == (told, why == "busy", told in ("late", "unreachable"))
    assert make.speech.host in str(error)
    assert sentence in str(error)
    assert len(make.speech.speeches) == (0 if why == "permission" else 1)


@pytest.mark.parametrize(
    ("status", "detail", "why"),
    [
        (402, {"type": "payment_required", "code": "insufficient_credits", "message": "…"}, "quota"),
        (401, {"status": "detected_unusual_activity", "message": "…"}, "key"),
        (429, {"code": "concurrent_limit_exceeded", "status": "concurrent_limit_exceeded"}, "late"),
        (429, {"status": "system_busy", "message": "…"}, "late"),
        (400, {"status": "voice_not_found", "message": "…"}, "voice"),
        (400, {"status": "invalid_uid", "message": "…"}, "voice"),
        (400, {"type": "validation_error", "code": "unsupported_model", "status": "unsupported_model"}, "voice"),
        (400, {"status": "max_character_limit_exceeded", "message": "…"}, "text"),
        (422, [{"loc": ["body", "text"], "msg": "…", "type": "value_error"}], "text"),
        (403, "Forbidden", "key"),
        (408, None, "unreachable"),
        (503, None, "unreachable"),
        (307, None, "unreachable"),
    ],
)
def test_every_form_of_their_errors_is_understood(make: Make, status: int, detail: Any, why: str) -> None:
    make.speech.answers_once(status, {"detail": detail})
    assert refusal(make()).why == why


def test_what_says_when_to_come_again_is_heard(make: Make) -> None:
    make.speech.fails_once(429, {"retry-after": "7"})
    assert refusal(make()).retry_after == 7
    make.speech.fails_once(429, {"retry-after": "Wed, 21 Oct 2026 07:28:00 GMT"})
    assert refusal(make()).retry_after is None


def test_an_answer_that_breaks_off_or_is_none(make: Make) -> None:
    make.speech.cuts_once()
    assert "broke off" in str(refusal(make()))
    make.speech.garbage_once()
    assert "gave no answer that a voice gives" in str(refusal(make()))
    make.speech.answers_once(200, ["no object"])
    assert refusal(make()).why == "unreachable"
    assert speak(make(), TEXT).seconds > 3


def test_an_answer_that_does_not_come(make: Make) -> None:
    make.speech.hangs_once()

    async def asked() -> None:
        account = ElevenLabsAccount(ElevenLabsConfig(voice=NARRATOR, api_base=make.speech.api_base()))
        with pytest.raises(VoiceError, match="took too long") as caught:
            await account.ask(
                lambda client: client.text_to_speech.with_raw_response.convert_with_timestamps(NARRATOR, text=TEXT), 0.2
            )
        assert caught.value.why == "unreachable"
        await account.close()

    asyncio.run(asked())
    assert [seconds_for("a" * length) for length in (0, 100, 400)] == [8.0, 11.0, 20.0]


@pytest.mark.parametrize(
    "answer",
    [
        {},
        None,
        {"audio_base64": None},
        {"audio_base64": ""},
        {"audio_base64": "no base 64!"},
        {"audio_base64": "AAAA"},
        {"audio_base64": "SUQzBAAAAAAA"},
        {"audio_base64": ["AAAA"]},
    ],
)
def test_an_answer_whose_sound_cannot_be_played(make: Make, answer: Any) -> None:
    make.speech.answers_once(200, answer)
    assert refusal(make()).why == "sound"


@pytest.mark.parametrize(
    "alignment",
    [
        None,
        {},
        [],
        {"characters": ["H", "i"], "character_start_times_seconds": [0.0]},
        {"characters": ["H", "o"], "character_start_times_seconds": [0.0, 0.1]},
        {"characters": ["H", "i"], "character_start_times_seconds": [0.0, None]},
        {"characters": ["H", "i"], "character_start_times_seconds": ["0", "soon"]},
        {"characters": [1, 2], "character_start_times_seconds": [0.0, 0.1]},
    ],
)
def test_sound_without_times_that_can_be_used_is_sound(make: Make, alignment: Any) -> None:
    make.speech.answers_once(200, {"audio_base64": "AAAAAAAA", "alignment": alignment})
    assert speak(make(), "Hi").words == ()


def test_how_much_is_taken_at_once_is_learnt_from_each_answer(make: Make) -> None:
    make.speech.takes(3)

    async def limits(voice: Voice) -> list[int]:
        known = [voice.at_once]
        await voice.speak("One.")
        known.append(voice.at_once)
        make.speech.takes(8)
        await voice.speak("Two.")
        known.append(voice.at_once)
        make.speech.tells_limits(tells=False)
        await voice.speak("Three.")
        return [*known, voice.at_once]

    assert run(make(), limits) == [AT_ONCE, 3, 8, 8]


def test_whoever_asks_for_too_much_at_once_is_told_how_much_is_taken(make: Make) -> None:
    make.speech.takes(2)
    make.speech.paced(first=0.2, per_audio_second=0)

    async def four(voice: Voice) -> tuple[list[Any], int]:
        await voice.speak("First.")
        lines = [voice.speak(f"Line {number}.") for number in range(4)]
        return await asyncio.gather(*lines, return_exceptions=True), voice.at_once

    answers, known = run(make(), four)
    busy = [answer for answer in answers if isinstance(answer, VoiceError)]
    assert [(error.why, error.busy) for error in busy] == [("late", True), ("late", True)]
    assert (known, make.speech.most_at_once) == (2, 2)


def test_who_it_is(make: Make) -> None:
    voice = make(price=0.18)()
    assert voice.identity.startswith(f"elevenlabs/{NARRATOR}/eleven_multilingual_v2/")
    assert (voice.host, voice.remote) == (make.speech.host, False)
    assert voice.price == pytest.approx(0.000_18)
    away = ElevenLabsVoice(ElevenLabsConfig(voice=NARRATOR, api_key=Secret(None, (KEY,))), Studio("en", make.home))
    assert (away.host, away.remote, away.price, away.cloned) == ("api.elevenlabs.io", True, None, None)
    others = [make("en", **{name: 0.25}) for name in ("stability", "similarity", "style")]
    others += [make(speed=1.1), make(model="eleven_v3"), make("de", model="eleven_flash_v2_5"), make(voice="Other")]
    assert len({each().identity for each in (make(), make("de"), *others)}) == len(others) + 1


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"voice": NARRATOR},
        {"voice": "../voices", "api_base": "http://127.0.0.1"},
        {"voice": NARRATOR, "api_base": "ftp://127.0.0.1"},
        {"voice": NARRATOR, "api_base": "https://kim:pass@127.0.0.1"},
        {"voice": NARRATOR, "api_base": "http://tts.example.org", "api_key": {"env": "KEY"}},
        {"voice": NARRATOR, "api_base": "http://127.0.0.1", "speed": 2},
        {"voice": NARRATOR, "api_base": "http://127.0.0.1", "price": -1},
        {"voice": NARRATOR, "api_base": "http://127.0.0.1", "stability": float("nan")},
        {"voice": NARRATOR, "api_base": "http://127.0.0.1", "api_key": "in plain sight"},
    ],
)
def test_settings_that_cannot_be(settings: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        ElevenLabsConfig.model_validate(settings)
