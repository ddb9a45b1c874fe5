"""What holds for every voice over the network, beside what holds for every voice: at the fake service.

A test module subclasses it as `class TestXContract(ServiceVoiceContract)`, and gets `Making`, `refusal`, KEY and TEXT.
"""

import asyncio
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, ClassVar, Protocol

import pytest

from config.secrets import Secret
from daemon.narrate.base import Voice, VoiceError
from tests.contract.voice import VoiceContract, run, speak
from tests.fakes.speech_asked import Service
from tests.fakes.speech_server import SpeechServer
from tests.fakes.web import refused

KEY = "sk-a-key-that-nobody-may-see"
TEXT = "Good morning, Kim. The design review begins at ten, in room 4.2."


class Making(Protocol):
    """Makes voices with these settings, and all else that they need, at a fake service."""

    def __call__(self, **settings: Any) -> Callable[[], Voice]: ...


def refusal(make: Callable[[], Voice], text: str = TEXT) -> VoiceError:
    """What comes out in the place of a clip; it never holds the key or the text."""
    with pytest.raises(VoiceError) as caught:
        speak(make, text)
    assert KEY not in str(caught.value)
    assert text not in str(caught.value)
    return caught.value


class ServiceVoiceContract(VoiceContract):
    """A subclass sets `service`, `variables` (of the environment, which the service's library reads) and `elsewhere`
    (the path of speech), beside what VoiceContract wants, and defines `making`.
    """

    service: ClassVar[Service]
    variables: ClassVar[tuple[str, ...]]
    elsewhere: ClassVar[str]
    secrets: ClassVar[tuple[str, ...]] = (KEY,)

    @pytest.fixture
    def speech(self) -> Iterator[SpeechServer]:
        with SpeechServer() as server:
            yield server

    @pytest.fixture
    def making(self, speech: SpeechServer, tmp_path: Path) -> Making:
        raise NotImplementedError

    @pytest.fixture
    def make(self, making: Making) -> Callable[[], Voice]:
        return making()

    @pytest.fixture
    def broken(self, speech: SpeechServer, making: Making) -> Callable[[], Voice]:
        speech.refuses("key")
        return making()

    def nobody(self) -> str:
        """An address where nobody answers."""
        return refused().rstrip("/")

    def test_an_address_where_nobody_is(self, making: Making, speech: SpeechServer) -> None:
        assert "could not be reached" in str(refusal(making(api_base=self.nobody())))
        assert "no server called" in str(refusal(making(api_base="https://nobody.invalid/v1")))
        assert "could not show who it is (TLS)" in str(refusal(making(api_base=f"https://{speech.host}/v1")))

    def test_a_key_that_cannot_be_read_is_told_and_nothing_is_sent(self, making: Making, speech: SpeechServer) -> None:
        error = refusal(making(api_key=Secret("file", ("/nonexistent/key",))))
        assert (error.why, speech.requests) == ("key", [])

    def test_when_it_is_given_up_the_connection_is_closed(self, making: Making, speech: SpeechServer) -> None:
        speech.hangs_once()

        async def given_up(voice: Voice) -> None:
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.3):
                    await voice.speak(TEXT)
            assert await asyncio.to_thread(speech.hung_up.wait, 2)

        run(making(), given_up)

    def test_the_environment_says_nothing(
        self, making: Making, speech: SpeechServer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name in self.variables:
            monkeypatch.setenv(name, KEY)
        monkeypatch.setenv("HTTP_PROXY", refused())
        monkeypatch.setenv("ALL_PROXY", refused())
        speak(making(api_key=None), TEXT)
        assert KEY not in repr(speech.requests)

    def test_it_follows_nobody_elsewhere(self, making: Making, speech: SpeechServer) -> None:
        with SpeechServer() as other:
            speech.fails_once(307, {"Location": f"{other.api_base(self.service)}{self.elsewhere}"})
            assert "answers from another address" in str(refusal(making()))
            assert other.requests == []

    def test_no_text_is_logged(self, making: Making, caplog: pytest.LogCaptureFixture) -> None:
        with caplog.at_level(logging.DEBUG):
            speak(making(), TEXT)
            refusal(making(api_base=self.nobody()))
        assert TEXT not in caplog.text
        assert KEY not in caplog.text
