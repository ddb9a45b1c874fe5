"""A morning told by a paid voice: a show whose words are the built-in writer's and whose voice is the fake's."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.e2e.command import Person
from tests.fakes.speech_server import VOICE, SpeechServer

DAY = "2026-03-24"
WORDS = ("make", "--now", f"{DAY}T06:30")
SETTINGS = """
name = "Kim"
timezone = "Europe/Berlin"

[connectors.phone]
kind = "inbox"
path = "inbox"

[voice]
engine = "elevenlabs"
voice = "{voice}"
api_key = {{ file = "key" }}
api_base = "{base}"
{more}
"""
STORIES = (
    "Ask Anna about the flat in Oldmere before the weekend. She said that the keys are with the neighbour.",
    "The plumber wants to know whether the boiler is still under warranty. The papers lie in the blue folder.",
    "Think about the summer. The island is quiet in June, and the ferry runs twice a day.",
)


@dataclass(frozen=True)
class Morning:
    """What a person has in front of them, and what they find afterwards."""

    person: Person

    @classmethod
    def of(cls, folder: Path, speech: SpeechServer, more: str = "") -> "Morning":
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "key").write_text("not-a-key")
        (folder / "key").chmod(0o600)
        (folder / "inbox").mkdir()
        morning = cls(Person(folder).writes(SETTINGS.format(base=speech.api_base(), voice=VOICE, more=more)))
        for place, what in enumerate(("Design review", "Lunch with Noor", "Dentist", "Choir")):
            start, end = (f"{DAY}T{10 + 2 * place}:{minute}" for minute in ("00", "45"))
            morning.drops({"kind": "event", "summary": what, "start": start, "end": end, "location": "the old library"})
        for place, text in enumerate(STORIES):
            morning.drops({"kind": "note", "title": f"Note {place}", "text": text, "day": DAY})
        for what in ("Pay the rent", "Renew the library card", "Call the plumber"):
            morning.drops({"kind": "task", "summary": what, "due": DAY})
        return morning

    @property
    def inbox(self) -> Path:
        return self.person.folder / "inbox"

    @property
    def episode(self) -> Path:
        return self.person.home / "episodes" / "morning" / DAY

    def drops(self, item: Any) -> None:
        """Put one more item into the folder."""
        (self.inbox / f"{len(list(self.inbox.iterdir())):02}.json").write_text(json.dumps(item))

    def made(self, *more: str) -> dict[str, Any]:
        """Make the episode; what it came to."""
        ended = self.person.types(*WORDS, *more, "--json")
        assert ended.code == 0, ended.err
        assert "Traceback" not in ended.err
        episode: dict[str, Any] = ended.json["episode"]
        return episode

    def segments(self) -> list[dict[str, Any]]:
        """Every section's finished audio, as it is described."""
        return [json.loads(file.read_text()) for file in sorted(self.episode.glob("sections/*/segment.json"))]
