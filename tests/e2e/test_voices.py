"""`dawncast voices`, as it is typed."""

import hashlib
import os
import pty
import signal
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from daemon.narrate.installed import find, folder_of
from tests.e2e.command import Person
from tests.fakes import tiny_voice
from tests.fakes.archives import Archive, ranges
from tests.fakes.web import Reply, Request, Web

BODY = tiny_voice.archive({**tiny_voice.files(), "tiny/MODEL_CARD": hashlib.shake_128(b"card").digest(200_000)})
SHA256 = hashlib.sha256(BODY).hexdigest()
PATH = "/tiny.tar.bz2"


@pytest.fixture
def web() -> Iterator[Web]:
    with Web() as server:
        yield server


@pytest.fixture
def person(tmp_path: Path) -> Person:
    return Person(tmp_path)


def test_the_list_needs_no_settings(person: Person) -> None:
    told = person.types("voices")
    assert told.code == 0
    assert "builtin" in told.out
    assert "vits-piper-de_DE-thorsten-medium" in told.out
    assert "research only" in told.out
    assert not person.home.exists()


def test_the_list_as_json(person: Person) -> None:
    found = person.types("voices", "--json").json
    assert set(found) == {"engines", "installed", "available", "cloned"}
    kokoro = found["available"][0]
    assert (kokoro["name"], kokoro["speakers"][3], kokoro["best"]["fr"]) == (
        "kokoro-multi-lang-v1_0",
        "af_heart",
        "ff_siwis",
    )


def test_install_list_and_forget(person: Person, web: Web) -> None:
    web.answer(PATH, Archive(BODY))
    asked = ("voices", "install", "tiny", "--from", web.url(PATH), "--sha256", SHA256, "--yes")
    told = person.types(*asked)
    assert told.code == 0, told.err
    assert 'voice = "tiny"' in told.out
    assert SHA256 in told.err
    assert "licence:  not known" in told.err
    again = person.types(*asked)
    assert (again.code, again.out) == (0, "")
    assert "already" in again.err
    assert [voice["sha256"] for voice in person.types("voices", "--json").json["installed"]] == [SHA256]
    assert "tiny" in person.types("voices").out
    assert person.types("voices", "forget", "tiny").code == 0
    assert person.types("voices", "--json").json["installed"] == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("install", "no-such-voice"), "--from"),
        (("install", "kokoro-en-v0_19"), "--yes"),
        (("install", "tiny", "--from", "https://example.org/x", "--yes"), "--trust"),
        (("forget", "nobody"), "no voice nobody"),
        (("clone", "kim"), "1 to 25 recordings"),
        (("clone", "kim", "--from", "kim.wav"), "consent"),
        (("clone", "kim", "--from", "kim.wav", "--who", "Kim", "--scope", "all", "--statement", "Yes."), "consent"),
        (("clone", "installed", "--from", "kim.wav"), "another name"),
    ],
)
def test_what_cannot_be(person: Person, words: tuple[str, ...], told: str) -> None:
    (person.folder / "kim.wav").write_bytes(b"RIFF\x24\x00\x00\x00WAVE")
    found = tuple(str(person.folder / word) if word == "kim.wav" else word for word in words)
    ended = person.types("voices", *found)
    assert (ended.code, ended.out) == (64, "")
    assert told in ended.err


def test_a_clone_needs_an_engine_that_is_set(person: Person) -> None:
    (person.folder / "kim.wav").write_bytes(b"RIFF\x24\x00\x00\x00WAVE")
    person.writes('timezone = "UTC"\n[connectors.todo]\nkind = "todotxt"\npath = "todo.txt"\n')
    consent = ("--who", "Kim", "--scope", "all", "--statement", "Yes.", "--yes")
    ended = person.types(
        "voices", "clone", "kim", "--from", str(person.folder / "kim.wav"), "--engine", "builtin", *consent
    )
    assert ended.code == 64
    assert "clones no voices" in ended.err


def test_nothing_there_and_another_file(person: Person, web: Web) -> None:
    ended = person.types("voices", "install", "tiny", "--from", web.url("/gone"), "--sha256", SHA256, "--yes")
    assert (ended.code, ended.out) == (2, "")
    assert "nothing there" in ended.err
    web.serve(PATH, b"another file")
    ended = person.types("voices", "install", "tiny", "--from", web.url(PATH), "--sha256", SHA256, "--yes")
    assert (ended.code, ended.out) == (2, "")
    assert "its checksum is" in ended.err


class Stuck:
    """Gives half of the file, then nothing until it is let go; then it is an ordinary server."""

    def __init__(self) -> None:
        self.hangs = threading.Event()
        self.go_on = threading.Event()
        self._archive = Archive(BODY).cut(len(BODY) // 2)

    def __call__(self, request: Request) -> Reply:
        if request.headers.get("range") and not self.go_on.is_set():
            self.hangs.set()
            self.go_on.wait(30)
            return Reply(status=503)
        return self._archive(request)


@pytest.mark.parametrize(("blow", "code"), [(signal.SIGKILL, -9), (signal.SIGINT, 130)])
def test_one_that_was_stopped_goes_on(person: Person, web: Web, blow: signal.Signals, code: int) -> None:
    server = Stuck()
    web.answer(PATH, server)
    words = ("voices", "install", "tiny", "--from", web.url(PATH), "--sha256", SHA256, "--yes")
    running = person.starts(*words)
    assert server.hangs.wait(20)
    os.kill(running.pid, blow)
    assert running.wait(20) == code
    assert find(person.home / "voices", "tiny") is None
    server.go_on.set()
    told = person.types(*words)
    assert told.code == 0, told.err
    assert ranges(web.asked(PATH))[-1] == f"bytes={len(BODY) // 2}-"
    assert (folder_of(person.home / "voices", "tiny") / "tiny.onnx").read_bytes() == tiny_voice.model()


@pytest.mark.parametrize(("typed", "there"), [(b"n\n", False), (b"y\n", True)])
def test_on_a_terminal_it_asks(person: Person, web: Web, typed: bytes, there: bool) -> None:
    web.answer(PATH, Archive(BODY))
    words = person._words(("voices", "install", "tiny", "--from", web.url(PATH), "--sha256", SHA256))
    keyboard, terminal = pty.openpty()
    try:
        running = subprocess.Popen(words, stdin=terminal, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        os.write(keyboard, typed)
        _, told = running.communicate(timeout=20)
    finally:
        os.close(keyboard)
        os.close(terminal)
    assert running.returncode == 0
    assert b"Install it? [y/N]" in told
    assert (find(person.home / "voices", "tiny") is not None) == there
