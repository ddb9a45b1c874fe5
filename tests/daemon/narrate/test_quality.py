"""What is refused, and that nothing is which the built-in voice says in its four languages, slow or fast."""

import asyncio
from array import array
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.model import Clip
from daemon.narrate.base import Studio
from daemon.narrate.builtin import BuiltinVoice, BuiltinVoiceConfig
from daemon.narrate.quality import fault
from tests.fakes.voices import RATE, Sound, sound

SENTENCE = "In the middle of that, at half past ten, is your call with Doctor Weiss: you'll want to move one of them."
SPOKEN = {
    "en": (
        "Yes.", "I", "2026", "BBC.", "38 %", "Eleven.", "At 10:30.", "No, no, no, no, no.", "$1,250.50 & 3.2 GB/s",
        "Good morning, Kim.", "v2.0.1", "USA, EU, UN, NATO", SENTENCE,
        "Three things to do. Still open since Friday: send the invoice to Brandt. Due today: pay the rent.",
    ),
    "de": (
        "Ja.", "Nein!", "ADAC", "Um 14:30 Uhr.", "1.250,50 €", "z. B. 38 %",
        "Donaudampfschifffahrtsgesellschaftskapitän.",
        "Guten Morgen, Kim. Es ist Dienstag, der vierundzwanzigste März.",
        "Der Tagesblick meldet einen Streik bei der S-Bahn; voraussichtlich fährt nur alle zwanzig Minuten ein Zug.",
    ),
    "fr": (
        "Oui.", "Non.", "SNCF", "Il pleut.", "À 10 h 30.", "1 250,50 €", "Bonne journée.",
        "Deux rendez-vous se chevauchent à dix heures et demie.",
        "La sonde a envoyé la première image de la face cachée d'une comète ; elle montre une plaine lisse.",
    ),
    "es": (
        "Sí.", "No.", "OTAN", "Llueve.", "A las 10:30.", "1.250,50 €", "Que tengas un buen martes.",
        "Dos citas chocan a las diez y media.",
        "La sonda envió anoche la primera imagen de la cara oculta de un cometa; muestra una llanura lisa.",
    ),
}  # fmt: skip  # short ones share a line


def spoken(language: str, pace: int, *texts: str) -> list[Clip]:
    async def all_of_them() -> list[Clip]:
        voice = BuiltinVoice(BuiltinVoiceConfig(words_per_minute=pace), Studio(language, Path()))
        try:
            return [await voice.speak(text) for text in texts]
        finally:
            await voice.close()

    return asyncio.run(all_of_them())


@pytest.mark.parametrize("pace", [80, 165, 300])
@pytest.mark.parametrize("language", SPOKEN)
def test_nothing_that_was_spoken_is_refused(language: str, pace: int) -> None:
    texts = SPOKEN[language]
    clips = spoken(language, pace, *texts)
    assert {text: fault(clip, text) for text, clip in zip(texts, clips, strict=True)} == dict.fromkeys(texts)


def test_what_is_said_twice_is_refused() -> None:
    (clip,) = spoken("en", 165, SENTENCE)
    for gap in (0, 333, 5013):
        again = clip.pcm + bytes(2 * gap) + clip.pcm
        assert fault(Clip(text=SENTENCE, rate=clip.rate, pcm=again), SENTENCE) == "it repeats itself"


def test_the_wrong_text_is_refused() -> None:
    short, long = spoken("en", 165, "Yes.", " ".join([SENTENCE] * 3))
    assert fault(short, SENTENCE) == "it is too short for its words"
    assert fault(long, "Yes.") == "it is too long for its words"


@pytest.mark.parametrize(
    ("what", "why"),
    [
        ("speech", None),
        ("silence", "it is silent"),
        ("babble", "it is too long for its words"),
        ("clipped", "it is distorted"),
        ("short", "it is too short for its words"),
        ("noise", "it is noise"),
        ("odd", "it is no sound"),
        ("pause", "it stops in the middle"),
    ],
)
def test_faults(what: Sound, why: str | None) -> None:
    assert fault(Clip(text=SENTENCE, rate=RATE, pcm=sound(SENTENCE, what)), SENTENCE) == why


@pytest.mark.parametrize("rate", [0, 4_000, 96_000])
def test_a_rate_that_no_voice_has_is_refused(rate: int) -> None:
    assert fault(Clip(text=SENTENCE, rate=rate, pcm=sound(SENTENCE)), SENTENCE) == "it is no sound"


@pytest.mark.parametrize("loudness", [0.02, 0.2, 3.4])
def test_quiet_and_loud_are_no_faults(loudness: float) -> None:
    pcm = array("h", [round(loudness * sample) for sample in array("h", sound(SENTENCE))]).tobytes()
    assert fault(Clip(text=SENTENCE, rate=RATE, pcm=pcm), SENTENCE) is None


def test_silence_around_the_words_is_no_fault() -> None:
    pcm = bytes(2 * 4 * RATE) + sound(SENTENCE) + bytes(2 * 4 * RATE)
    assert fault(Clip(text=SENTENCE, rate=RATE, pcm=pcm), SENTENCE) is None


@pytest.mark.parametrize("data", [b"<html><body>Bad gateway</body></html>" * 3_000, b'{"error": "no"} ' * 5_000])
def test_bytes_of_another_kind_are_no_sound(data: bytes) -> None:
    assert fault(Clip(text=SENTENCE, rate=24_000, pcm=data), SENTENCE)


@pytest.mark.parametrize("text", ["…", "", "?! — ."])
def test_a_text_without_words_may_sound_like_nothing(text: str) -> None:
    assert fault(Clip(text=text, rate=RATE, pcm=b""), text) is None


@given(st.binary(max_size=4_000), st.text(max_size=40), st.sampled_from([8_000, 11_025, 22_050, 44_100, 48_000]))
def test_any_bytes_are_judged(pcm: bytes, text: str, rate: int) -> None:
    found = fault(Clip(text=text, rate=rate, pcm=pcm), text)
    assert found is None or found.startswith("it ")
