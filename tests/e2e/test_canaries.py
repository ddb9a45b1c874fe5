"""What never leaves the machine does not, whichever source it came from: no model's and no voice's server sees it."""

import base64
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

import pytest

from daemon import registry
from daemon.hosts import is_home
from tests.attacks.models import Way, good
from tests.e2e.canary_sources import Sources, add_a_diary, sources_of_every_kind
from tests.e2e.command import Person
from tests.fakes import imap_server
from tests.fakes.model_server import ModelServer
from tests.fakes.speech_server import VOICE, SpeechServer

NOW = ("--now", "2026-03-24T05:30")
SETTINGS = """
name = "Kim"
emails = ["{mail}"]
timezone = "Europe/Berlin"
private_events = {private}

[shows.morning]
minutes = 30
prompt = "Dry humour."

[writer]
kind = "litellm"
model = "openai/gpt-4o"
api_base = "{base}"
values = "{way}"

[voice]
engine = "elevenlabs"
voice = "{voice}"
api_base = "{speech}"

{sources}
"""


@pytest.fixture
def model() -> Iterator[ModelServer]:
    with ModelServer() as server:
        yield server


@pytest.fixture
def speech() -> Iterator[SpeechServer]:
    with SpeechServer() as server:
        yield server


@pytest.fixture
def sources(tmp_path: Path) -> Iterator[Sources]:
    with sources_of_every_kind(Person(tmp_path)) as there:
        yield there


def elsewhere(address: str) -> str:
    """An address in a form that is nobody's home, although it leads to this machine."""
    address = address.replace("127.0.0.1", "0.0.0.0")
    assert not is_home(address)
    return address


@dataclass(frozen=True)
class Sent:
    """A request, to whatever server: all that was in it, and the words that it carried."""

    everything: tuple[str, ...]
    words: str


def sent_to(model: ModelServer, speech: SpeechServer) -> Iterator[Sent]:
    for told in model.requests:
        yield Sent((told.path, json.dumps(told.headers), told.raw.decode(), _json(told.body), told.text), told.text)
    for said in speech.requests:
        yield Sent((said.path, json.dumps(said.headers), said.raw.decode(), _json(said.body), said.text), said.text)


def _json(body: object) -> str:
    return json.dumps(body, ensure_ascii=False)


def forms(sent: Sent) -> Iterator[str]:
    """Everything in a request, as it stands and decoded."""
    for text in sent.everything:
        yield from (text, unquote(text))
        for token in re.findall(r"[A-Za-z0-9_+/-]{12,}={0,2}", text):
            whole = token.rstrip("=")[: len(token) // 4 * 4]
            yield base64.b64decode(whole + "=" * (-len(whole) % 4), altchars=b"-_").decode(errors="replace")


def carried(sources: Sources, requests: Iterable[Sent]) -> dict[str, str]:
    """The canaries that were found in requests, by what they stand for, and where."""
    found: dict[str, str] = {}
    for sent in requests:
        seen = "\n".join(forms(sent)).casefold()
        bare = re.sub(r"(?<=\d)[\s()/.-]+(?=\d)", "", seen)
        for canary, what in sources.canaries.planted.items():
            if canary in seen or canary in bare:
                at = next(
                    (line for line in sent.words.splitlines() if canary in re.sub(r"\s", "", line.casefold())), ""
                )
                found.setdefault(what, at)
    return found


def settings(sources: Sources, model: ModelServer, speech: SpeechServer, way: Way, *, private: bool) -> str:
    return SETTINGS.format(
        mail=sources.canaries.mail("the listener's own address"),
        base=elsewhere(model.api_base("openai")),
        speech=elsewhere(speech.api_base()),
        voice=VOICE,
        way=way,
        private=str(private).lower(),
        sources="\n".join(sources.tables),
    )


@pytest.mark.parametrize(("way", "private"), [("slots", False), ("copied", True)])
def test_no_request_carries_what_never_leaves(
    sources: Sources, model: ModelServer, speech: SpeechServer, way: Way, private: bool
) -> None:
    model.answers(lambda asked: "\n".join(line.json for line in good(asked.texts[-1], way)))
    if way == "slots":
        add_a_diary(sources)
    sources.person.writes(settings(sources, model, speech, way, private=private))
    done = sources.person.types("make", *NOW, "--json")
    assert done.code == 0, done.err
    assert done.json["failures"] == [], done.err
    assert len(model.requests) >= 5
    assert len(speech.speeches) >= 5
    told = "\n".join(asked.text for asked in model.requests)
    far = set(sources.seen) if way == "slots" else {kind for kind, word in sources.seen.items() if word in told}
    assert far == set(sources.seen), "not every source's items were shown to the model"
    assert carried(sources, sent_to(model, speech)) == {}


def test_every_kind_of_source_is_there(sources: Sources) -> None:
    without_a_server = {"imap"} if imap_server.missing() else set()
    assert set(registry.installed("connectors")) - without_a_server <= set(sources.seen)


def test_a_canary_that_got_out_would_be_found(sources: Sources) -> None:
    """The way the requests are searched sees through what lies around a canary."""
    canary = next(iter(sources.canaries.planted))
    for text in (
        canary,
        canary.upper(),
        base64.b64encode(f"xx{canary}xx".encode()).decode(),
        canary.replace("k", "%6b"),
    ):
        assert carried(sources, [Sent((text,), text)])
