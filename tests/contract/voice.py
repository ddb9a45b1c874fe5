"""The suite that every voice runs: subclass VoiceContract as `class TestXContract(VoiceContract)`."""

import asyncio
from array import array
from collections.abc import Awaitable, Callable
from importlib.metadata import entry_points
from typing import Any, ClassVar, TypeVar

import pytest
from pydantic import ValidationError

from daemon.model import Clip
from daemon.narrate.base import Voice, VoiceConfig, VoiceError, VoiceType

T = TypeVar("T")
SENTENCE = "Good morning, Kim. It's Tuesday, the twenty-fourth of March."
NAUGHTY = (
    "",
    " ",
    "…",
    "?! — .",
    "\x00\x07",
    "😀",
    "a\x00b",
    "\ud800 half a letter",
    "<speak>&amp;</speak>",
    "\u202eright to left",
)


class VoiceContract:
    """What holds for every voice.

    A subclass sets `voice_type` and `settings` (keys of a valid config, without `engine`) and defines the fixtures
    `make` and `broken`. `secrets` are words that the broken one knows and must not say.
    """

    voice_type: ClassVar[VoiceType]
    settings: ClassVar[dict[str, Any]]
    secrets: ClassVar[tuple[str, ...]] = ()

    @pytest.fixture
    def make(self) -> Callable[[], Voice]:
        """Makes a voice that speaks English."""
        raise NotImplementedError

    @pytest.fixture
    def broken(self) -> Callable[[], Voice]:
        """Makes a voice that cannot speak."""
        raise NotImplementedError

    def test_speaks(self, make: Callable[[], Voice]) -> None:
        clip = speak(make, SENTENCE)
        assert clip.text == SENTENCE
        assert 2.0 < clip.seconds < 10.0
        assert max(map(abs, array("h", clip.pcm))) > 1000

    def test_tells_when_the_words_begin(self, make: Callable[[], Voice]) -> None:
        clip = speak(make, SENTENCE)
        starts = [word.start for word in clip.words]
        assert starts == sorted(starts)
        assert all(0 <= start < clip.seconds for start in starts)

    @pytest.mark.parametrize("text", NAUGHTY)
    def test_has_a_clip_for_every_text(self, make: Callable[[], Voice], text: str) -> None:
        clip = speak(make, text)
        assert clip.text == text
        assert 0 < clip.seconds < 5.0

    def test_speaks_lines_side_by_side(self, make: Callable[[], Voice]) -> None:
        async def both(voice: Voice) -> tuple[Clip, Clip]:
            return await asyncio.gather(voice.speak("One line."), voice.speak("Another line, which is longer."))

        first, second = run(make, both)
        assert (first.text, second.text) == ("One line.", "Another line, which is longer.")
        assert first.seconds < second.seconds

    @pytest.mark.parametrize("turns", [0, 5, 50])
    def test_speaks_on_after_a_line_was_given_up(self, make: Callable[[], Voice], turns: int) -> None:
        async def given_up(voice: Voice) -> Clip:
            task = asyncio.ensure_future(voice.speak(SENTENCE * 20))
            for _ in range(turns):
                await asyncio.sleep(0.001)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            return await voice.speak("And on.")

        clip = run(make, given_up)
        assert clip.text == "And on."
        assert clip.seconds < 3.0

    def test_can_be_closed_twice_and_before_it_spoke(self, make: Callable[[], Voice]) -> None:
        async def close(voice: Voice) -> None:
            await voice.close()

        run(make, close)

    def test_its_identity_is_its_own(self, make: Callable[[], Voice]) -> None:
        assert make().identity == make().identity
        assert make().name
        assert [secret for secret in self.secrets if secret in make().identity] == []

    def test_a_broken_one_raises_an_error_for_people(self, broken: Callable[[], Voice]) -> None:
        with pytest.raises(VoiceError) as caught:
            speak(broken, SENTENCE)
        assert isinstance(caught.value.transient, bool)
        assert str(caught.value).strip()
        assert [secret for secret in self.secrets if secret in str(caught.value)] == []

    def test_its_config_is_frozen_and_refuses_unknown_keys(self) -> None:
        settings = {"engine": self.voice_type.kind, **self.settings}
        config = self.voice_type.config.model_validate(settings)
        assert isinstance(config, VoiceConfig)
        with pytest.raises(ValidationError):
            config.engine = "other"
        with pytest.raises(ValidationError):
            self.voice_type.config.model_validate({**settings, "no_such_key": 1})

    def test_its_kind_is_its_entry_point(self) -> None:
        found = entry_points(group="dawncast.voices", name=self.voice_type.kind)
        assert [point.load() for point in found] == [self.voice_type]


def speak(make: Callable[[], Voice], text: str) -> Clip:
    """One line by a new voice, closed afterwards."""

    async def once(voice: Voice) -> Clip:
        return await voice.speak(text)

    return run(make, once)


def run(make: Callable[[], Voice], use: Callable[[Voice], Awaitable[T]]) -> T:
    """Use a new voice in an event loop of its own, and close it."""

    async def using() -> T:
        voice = make()
        try:
            return await use(voice)
        finally:
            await voice.close()

    return asyncio.run(using())
