"""What goes to somebody else's servers: an episode of its own, made by the same line, without what may not go there."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from config.errors import TryLaterError
from config.libraries import Redaction
from daemon import bootstrap
from daemon.clock.budget import Deadline
from daemon.demo.folder import write
from daemon.model import Briefing, Episode, Rundown
from daemon.produce import Production, files_of
from daemon.publish.base import Outlet
from daemon.rendering import folder_of_rendition
from daemon.stages import ShowStages
from tests.attacks.models import good
from tests.e2e.canary_sources import Sources, sources_of_every_kind
from tests.e2e.command import Person, kill_once_logged
from tests.e2e.redacted import DAY, Recorder, produced, said, scripts
from tests.fakes.model_server import ModelServer

FAR = Redaction()
MAKE = ("make", "--now", f"{DAY}T05:30", "--json")
LIBRARIES = """
[libraries.near]
kind = "folder"
path = "near"

[libraries.far]
kind = "folder"
path = "far"
redaction = {}
"""
SETTINGS = """
timezone = "Europe/Berlin"
private_events = true
{more}

[connectors.phone]
kind = "inbox"
path = "inbox"

[connectors.news]
kind = "feeds"
path = "feed.json"
"""
FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Orbit",
    "items": [
        {
            "id": "1", "url": "https://orbit.example/1", "title": "Ines Varga photographs a comet",
            "content_text": "The picture shows a smooth plain.", "date_published": f"{DAY}T03:00:00Z",
        }
    ],
}  # fmt: skip  # a story a row
OWN = (
    {"kind": "event", "summary": "Lunch with Noor", "start": f"{DAY}T13:00", "end": f"{DAY}T14:00"},
    {"kind": "event", "summary": "Oncologist", "start": f"{DAY}T09:00", "end": f"{DAY}T10:00", "private": True},
    {
        "kind": "event",
        "summary": "Design review",
        "start": f"{DAY}T15:00",
        "end": f"{DAY}T16:00",
        "location": "Solbakken",
    },
    {"kind": "task", "summary": "Send Noor the photos", "due": f"{DAY}"},
    {"kind": "task", "summary": "Pay the rent", "due": f"{DAY}"},
    {"kind": "note", "title": "Folder", "text": "Take the folder along.", "day": f"{DAY}"},
)
REDACTED = ("Noor", "Oncologist", "Solbakken", "folder along", "photos")


def a_person(folder: Path, *own: dict[str, Any], more: str = "", after: str = "") -> Person:
    (folder / "inbox").mkdir(parents=True)
    (folder / "inbox" / "phone.json").write_text(json.dumps(own))
    (folder / "feed.json").write_text(json.dumps(FEED))
    return Person(folder).writes(SETTINGS.format(more=more) + after)


def folder_of(person: Person) -> Path:
    return person.home / "episodes" / "morning" / f"{DAY}"


def rendition_of(person: Person) -> Path:
    return folder_of(person) / folder_of_rendition(FAR)


def production(stages: ShowStages, *libraries: Recorder) -> Production:
    """One that delivers to these libraries, all but the first with a redaction."""
    outlets = {each.name: Outlet(library=each, redaction=FAR if at else None) for at, each in enumerate(libraries)}
    return bootstrap.production(replace(stages, libraries=outlets), lambda _: None, 300, again=False)


# what goes ---


@pytest.fixture
def pair() -> tuple[Recorder, Recorder]:
    log: list[str] = []
    return Recorder("near", log), Recorder("far", log)


def test_each_library_gets_what_may_go_there(tmp_path: Path, pair: tuple[Recorder, Recorder]) -> None:
    person, (near, far) = a_person(tmp_path, *OWN, more='name = "Kim"'), pair
    made = produced(person, lambda stages: production(stages, *pair))
    assert made.published.undelivered == {}
    assert near.log == ["near", "far"], "who takes it as it is does not wait"
    assert [word for word in (*REDACTED, "Good morning, Kim") if not near.holds(word)] == []
    assert [word for word in (*REDACTED, "Kim") if far.holds(word)] == []
    for told in ("Ines Varga", "Design review", "private appointment", "https://orbit.example/1"):
        assert far.holds(told)
    (whole,), (part,) = near.episodes, far.episodes
    assert (part.guid, part.title, part.made) == (whole.guid, whole.title, whole.made)
    assert part.seconds < whole.seconds
    assert made.episode == whole


def test_sections_that_hold_nothing_of_it_are_the_same_byte_for_byte(
    tmp_path: Path, pair: tuple[Recorder, Recorder]
) -> None:
    person = a_person(tmp_path, *OWN)
    produced(person, lambda stages: production(stages, *pair))
    whole, part = scripts(folder_of(person)), scripts(rendition_of(person))
    assert {*whole} == {"opening", "day", "tasks", "news", "notes", "closing"}
    assert {name for name, script in part.items() if script == whole[name]} == {"news", "closing"}
    assert {*part} == {*whole} - {"notes"}
    assert not list(folder_of(person).rglob("*.wav"))
    assert not list(folder_of(person).rglob("takes"))


def test_where_all_of_it_may_go_it_is_the_episode_itself(tmp_path: Path, pair: tuple[Recorder, Recorder]) -> None:
    """As it would be, byte for byte, if it were made anew."""
    person, (near, far) = a_person(tmp_path, OWN[4]), pair
    made_anew: list[Episode] = []

    async def make_anew(done: Production) -> None:
        assert not rendition_of(person).exists()
        results = done.results.within(folder_of_rendition(FAR))
        again = replace(done, stages=done.stages.rendering(FAR), results=results, origin=done.parts)
        rundown, briefing = done.results.get("rundown.json", Rundown), done.results.get("briefing.json", Briefing)
        assert rundown
        assert briefing
        made_anew.append(await again.episode(*again.stages.redacted(rundown, briefing)))

    produced(person, lambda stages: production(stages, near, far), make_anew)
    assert far.episodes == near.episodes
    assert {file.name: file.read_bytes() for file in files_of(made_anew[0])} == near.files


class Failing(ShowStages):
    """Stages that master no rendition."""

    async def master(self, segments: Any, briefing: Briefing, rundown: Rundown, deadline: Deadline) -> Episode:
        if self.redaction:
            raise TryLaterError("The disk is slow. Wait.")
        return await super().master(segments, briefing, rundown, deadline)


def test_a_rendition_that_cannot_be_made_costs_that_library_alone(
    tmp_path: Path, pair: tuple[Recorder, Recorder]
) -> None:
    person, (near, far) = a_person(tmp_path, *OWN), pair

    def failing(stages: ShowStages) -> Production:
        return production(Failing(**{each.name: getattr(stages, each.name) for each in fields(stages)}), near, far)

    made = produced(person, failing)
    assert [each.library for each in made.published.publications] == ["near"]
    assert {*made.published.undelivered} == {"far"}
    assert "The disk is slow" in made.published.undelivered["far"]
    assert far.episodes == []
    later = produced(person, lambda stages: production(stages, near, far))
    assert later.published.undelivered == {}
    assert [word for word in REDACTED if far.holds(word)] == []
    assert near.log.count("near") == 1, "what is there already is not delivered again"


# what never leaves ---


@pytest.fixture
def sources(tmp_path: Path) -> Iterator[Sources]:
    with sources_of_every_kind(Person(tmp_path)) as there:
        yield there


@pytest.mark.parametrize("settings_tell_private_ones", [pytest.param(False, marks=pytest.mark.slow), True])
def test_no_canary_of_any_source_gets_there(
    sources: Sources, pair: tuple[Recorder, Recorder], settings_tell_private_ones: bool
) -> None:
    person, (near, far) = sources.person, pair
    people = add_people(sources)
    private = str(settings_tell_private_ones).lower()
    head = f'name = "{people[0]}"\ntimezone = "Europe/Berlin"\nprivate_events = {private}\n'
    person.writes(f"{head}[shows.morning]\nminutes = 30\n\n" + "\n".join(sources.tables))
    made = produced(person, lambda stages: production(stages, near, far))
    assert made.failures == ()
    assert made.published.undelivered == {}
    assert [name for name in people if not near.holds(name)] == [], "the episode itself tells them"
    assert [word for word in ("Otters", "Pottery", "Fencing") if not far.holds(word)] == []
    spoken = "\n".join(map(said, scripts(rendition_of(person)).values())).casefold()
    found = {what for word, what in sources.canaries.planted.items() if far.holds(word) or word in spoken}
    assert found == set()


def add_people(sources: Sources) -> list[str]:
    """Appointments, tasks and notes with names in them; the first is the listener's own."""
    names = [
        sources.canaries.word(f"a name: {what}") for what in ("listener", "title", "place", "task", "note", "small")
    ]
    me, title, place, task, note, small = (name.capitalize() for name in names)
    entries = [
        appointment(f"Lunch with {title}", "12:30"),
        {**appointment("Dentist", "14:10"), "location": f"{place} house"},
        appointment(f"coffee with {small.lower()}", "17:40"),
        {"kind": "task", "summary": f"Call {task}", "due": f"{DAY}", "priority": 1},
        {"kind": "note", "title": "Today", "text": f"Ask {note} about the flat.", "day": f"{DAY}"},
    ]
    sources.file("people/1.json", json.dumps(entries))
    sources.tables.append('[connectors.people]\nkind = "inbox"\npath = "people"\n')
    return [me, title, place, task, note, small]


def appointment(summary: str, clock: str) -> dict[str, str]:
    start = datetime.fromisoformat(f"{DAY}T{clock}")
    return {
        "kind": "event",
        "summary": summary,
        "start": f"{start:%FT%R}",
        "end": f"{start + timedelta(minutes=10):%FT%R}",
    }


# resuming, and delivering anew ---


@pytest.mark.parametrize("lines", [pytest.param(47, marks=pytest.mark.slow), 50])
def test_killed_while_it_is_made_and_run_again(tmp_path: Path, lines: int) -> None:
    """With the demo's own sources. The episode itself has logged 39 steps before a rendition logs its first."""
    write(tmp_path, DAY, ZoneInfo("Europe/Berlin"))
    person = Person(tmp_path)
    person.writes(person.settings.read_text() + LIBRARIES)
    assert kill_once_logged(person.starts(*MAKE), folder_of(person) / "log.jsonl", lines)
    before = {file: file.stat().st_mtime_ns for file in whole_in(folder_of(person))}
    begun = scripts(rendition_of(person))
    assert begun
    again = person.types(*MAKE)
    assert again.code == 0, again.err
    assert {file for file, at in before.items() if file.stat().st_mtime_ns != at} <= {
        folder_of(person) / "rundown.json"
    }
    assert begun.items() <= scripts(rendition_of(person)).items()
    (near,), (far,) = near_and_far(person)
    assert near.read_bytes() == (folder_of(person) / "episode.mp3").read_bytes()
    assert far.read_bytes() == (rendition_of(person) / "episode.mp3").read_bytes()
    assert [
        name for name in ("Noor", "Kestrel", "Lena", "Linden", "Kim") if name in far.with_suffix(".vtt").read_text()
    ] == []
    assert not [*folder_of(person).rglob("*.part"), *folder_of(person).rglob("*.wav")]


def whole_in(folder: Path) -> list[Path]:
    """The files of the results that are recorded as whole, but for the sound that only making them needed."""
    made = json.loads((folder / "made.json").read_text())
    files = {folder / file for result in made.values() for file in result["files"]}
    return [file for file in files if file.suffix != ".wav"]


def near_and_far(person: Person) -> tuple[list[Path], list[Path]]:
    return list((person.folder / "near").rglob("*.mp3")), list((person.folder / "far").rglob("*.mp3"))


def test_a_library_that_lost_it_gets_the_same_rendition_again(tmp_path: Path) -> None:
    person = a_person(tmp_path, *OWN, after=LIBRARIES)
    assert person.types(*MAKE).code == 0
    _, (before,) = near_and_far(person)
    delivered = before.read_bytes()
    shutil.rmtree(tmp_path / "far")
    assert person.types(*MAKE).code == 0
    assert before.read_bytes() == delivered
    shutil.rmtree(tmp_path / "far")
    shutil.rmtree(rendition_of(person))
    assert person.types(*MAKE).code == 0
    assert before.read_bytes() == delivered, "made anew from the kept briefing, it is the same"


def test_a_library_that_came_later_gets_its_rendition_by_the_settings_of_now(tmp_path: Path) -> None:
    person = a_person(tmp_path, *OWN)
    assert person.types(*MAKE).code == 0
    kept_here = person.settings.read_text().replace('path = "inbox"', 'path = "inbox"\nlocal_only = ["title"]')
    person.writes(kept_here + LIBRARIES)
    again = person.types(*MAKE)
    assert again.code == 0, again.err
    (near,), (far,) = near_and_far(person)
    assert far.read_bytes() == (rendition_of(person) / "episode.mp3").read_bytes()
    assert "design review" in near.with_suffix(".vtt").read_text()
    transcript = far.with_suffix(".vtt").read_text()
    assert [title for title in ("Noor", "design review", "rent") if title in transcript] == []
    assert "a private appointment" in transcript


def test_without_its_briefing_it_goes_nowhere_else(tmp_path: Path) -> None:
    person = a_person(tmp_path, *OWN)
    assert person.types(*MAKE).code == 0
    (folder_of(person) / "briefing.json").unlink()
    person.writes(person.settings.read_text() + LIBRARIES)
    again = person.types(*MAKE)
    assert "Make it anew, with --again" in again.json["published"]["undelivered"]["far"]
    (near,), far = near_and_far(person)
    assert near.exists()
    assert far == []


# a model ---


@pytest.fixture
def model() -> Iterator[ModelServer]:
    with ModelServer() as server:
        server.answers(lambda asked: "\n".join(line.json for line in good(asked.texts[-1], "slots")))
        yield server


def test_a_model_is_asked_again_only_for_what_is_told_otherwise(tmp_path: Path, model: ModelServer) -> None:
    writer = f'\n[writer]\nmodel = "openai/gpt-4o"\napi_base = "{model.api_base("openai")}"\n'
    person = a_person(tmp_path, *OWN, after=writer + LIBRARIES)
    assert person.types(*MAKE, OPENAI_API_KEY="not-a-key").code == 0
    assert asked_for(model) == {"day": 2, "tasks": 2, "news": 1, "notes": 1}
    calls = json.loads((folder_of(person) / "ledger.json").read_text())["calls"]
    assert len(calls) == len(model.requests)
    shutil.rmtree(tmp_path / "far")
    shutil.rmtree(rendition_of(person))
    assert person.types(*MAKE, OPENAI_API_KEY="not-a-key").code == 0
    assert asked_for(model) == {"day": 3, "tasks": 3, "news": 1, "notes": 1}


def asked_for(model: ModelServer) -> dict[str, int]:
    """How often each section was asked for."""
    kinds = [line.removeprefix("SECTION: ").split(",")[0] for each in model.requests for line in each.text.splitlines()
             if line.startswith("SECTION: ")]  # fmt: skip
    return {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)}
