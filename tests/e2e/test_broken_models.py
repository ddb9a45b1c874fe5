"""Whatever a model's server does, `dawncast make` ends with an episode that tells what must be told."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.attacks.models import good
from tests.daemon.write.broken import Breaks, breaks
from tests.e2e.command import Person
from tests.fakes.model_server import Asked, ModelServer
from tests.fakes.web import refused

NOW = ("--now", "2026-03-24T06:30")
SETTINGS = """
name = "Kim"
timezone = "Europe/Berlin"

[connectors.todo]
kind = "todotxt"
path = "todo.txt"

[connectors.phone]
kind = "inbox"
path = "inbox"

[writer]
kind = "litellm"
model = "openai/gpt-4o"
api_base = "{base}"
"""
EVENT = '{"kind": "event", "summary": "Pottery lesson", "start": "2026-03-24T15:00", "end": "2026-03-24T16:00"}'
TOLD = ("rent", "pottery")

Fault = Callable[[ModelServer], None]


def answers(model: ModelServer, broken: Breaks) -> None:
    def answer(asked: Asked) -> str:
        whole = "\n".join(line.json for line in good(asked.texts[-1], "slots"))
        return broken(asked.texts[-1], whole).encode("utf-8", "replace").decode()

    model.answers(answer)


def breaks_off(model: ModelServer) -> None:
    answers(model, lambda _prompt, whole: whole)
    model.cuts_off_after(12)


def failing(status: int) -> Fault:
    return lambda model: model.fails(status)


BROKEN = (
    "cut: 20 of 40", "empty: nothing", "long: 100 kB in a line", "refused: in prose 0", "wrapped: an open thought",
    "typed: items is zero", "looped: the first line", "echoed: the prompt",
)  # fmt: skip  # a list
FAULTS: dict[str, Fault] = {
    **{f"status {status}": failing(status) for status in (400, 401, 404, 429, 500, 503)},
    "a wait": lambda model: model.fails(429, retry_after=600),
    "a page": lambda model: model.garbage(),
    "bytes": lambda model: model.garbage(bytes(range(256)) * 20),
    "a stream of nothing": lambda model: model.garbage(b"data: {}\n\ndata: [DONE]\n\n"),
    "broken off": breaks_off,
}
QUICK = ("status 429", "broken off")


@pytest.fixture
def person(tmp_path: Path) -> Person:
    (tmp_path / "todo.txt").write_text("(A) Pay rent due:2026-03-24\n")
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "phone.json").write_text(EVENT)
    return Person(tmp_path)


@pytest.fixture
def model() -> Iterator[ModelServer]:
    with ModelServer() as server:
        yield server


def assert_told(person: Person, base: str) -> None:
    made = person.writes(SETTINGS.format(base=base)).types("make", *NOW, "--json")
    assert made.code == 0, made.err
    assert "Traceback" not in made.err
    episode = made.json["episode"]
    assert Path(episode["audio"]).stat().st_size > 10_000
    spoken = Path(episode["transcript"]).read_text(encoding="utf-8").casefold()
    assert [word for word in TOLD if word not in spoken] == []


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name in QUICK else pytest.mark.slow) for name in (*FAULTS, *BROKEN)]
)
def test_a_broken_model_costs_no_episode(person: Person, model: ModelServer, name: str) -> None:
    if name in FAULTS:
        FAULTS[name](model)
    else:
        answers(model, breaks()[name])
    assert_told(person, model.api_base("openai"))
    assert model.requests


def test_a_model_that_nobody_answers_for_costs_no_episode(person: Person) -> None:
    assert_told(person, refused())


def test_a_model_that_answers_well_writes_the_episode(person: Person, model: ModelServer) -> None:
    """Without this, nothing above would show that the model is listened to at all."""
    answers(model, lambda _prompt, whole: whole)
    assert_told(person, model.api_base("openai"))
    script = person.home / "episodes" / "morning" / "2026-03-24" / "sections" / "02-day" / "script.json"
    assert '"openai/gpt-4o"' in script.read_text(encoding="utf-8")
