"""The log: lines that machines can read, whatever somebody puts into a value."""

import io
import json
import logging
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.errors import TryLaterError
from config.secrets import Secret
from daemon.serve.log import LONGEST, Log, forward, line, on_stderr

NOW = datetime(2026, 3, 24, 5, 58, 1, tzinfo=UTC)
LOGFMT = re.compile(r'([a-z_]+)=("(?:[^"\\]|\\.)*"|[^ "=]*)(?: |$)')


def read(text: str) -> dict[str, str]:
    """The fields of a line, as a reader of logfmt has them."""
    found = LOGFMT.findall(text)
    assert "".join(f"{name}={value} " for name, value in found) == text + " "
    return {name: json.loads(value) if value.startswith('"') else value for name, value in found}


def written(text: str) -> dict[str, str]:
    return read(line("info", "made", {"value": text}, NOW))


def test_a_line_for_a_person_has_its_time() -> None:
    told = line("info", "episode ready", {"show": "morning", "day": date(2026, 3, 24), "late": None}, NOW)
    assert (
        told == 'time=2026-03-24T05:58:01+00:00 level=info event="episode ready" show=morning day=2026-03-24 late=none'
    )


def test_a_line_for_the_journal_has_its_priority() -> None:
    assert line("info", "made", {}, None) == "<6>level=info event=made"
    assert line("warning", "made", {}, None).startswith("<4>")
    assert line("error", "made", {}, None).startswith("<3>")
    assert line("debug", "made", {}, None).startswith("<7>")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (True, "true"),
        (3, "3"),
        (2.5, "2.5"),
        (timedelta(minutes=2), "120s"),
        (NOW, "2026-03-24T05:58:01+00:00"),
        (Path("/home/kim/x"), "/home/kim/x"),
        (("work", "mail"), "work,mail"),
        (TryLaterError("Try again later."), "Try again later."),
        (OSError(28, "No space left on device", "/home/kim/x"), "OSError: No space left on device"),
        (ValueError("Lunch with Anna"), "ValueError"),
        (b"Lunch with Anna", "bytes"),
        ({"summary": "Lunch with Anna"}, "dict"),
        ("", ""),
    ],
)
def test_values_are_shown_plainly(value: object, shown: str) -> None:
    assert read(line("info", "made", {"value": value}, NOW))["value"] == shown


@pytest.mark.parametrize(
    "naughty",
    [
        'a" event=forged',
        "two\nlines",
        "<3>forged",
        "\x1b[31mred",
        "a=b",
        "\u202egnol",
        "\x85\u2028",
        "\\",
        "\ud800",
        "é",
    ],
)
def test_no_value_makes_another_line_or_field(naughty: str) -> None:
    told = line("info", "made", {"value": naughty}, None)
    assert told.isprintable()
    assert read(told.removeprefix("<6>")) == {"level": "info", "event": "made", "value": naughty}


@given(st.text(st.characters(), max_size=60).filter(lambda text: "://" not in text))
def test_any_text_comes_back_as_it_was(text: str) -> None:
    assert written(text)["value"] == text


@pytest.mark.parametrize(
    "address",
    ["ntfy://kim:hunter2@ntfy.example.org/hunter2", "tgram://hunter2/42", "https://example.org/?token=hunter2"],
)
def test_of_an_address_only_the_scheme_is_told(address: str) -> None:
    told = written(f"could not reach {address} today")["value"]
    assert "hunter2" not in told
    assert told.startswith(f"could not reach {address.split(':', maxsplit=1)[0]}://…")


def test_a_secret_is_a_mask(tmp_path: Path) -> None:
    assert written(str(Secret(None, ("hunter2",))))["value"] == "**********"
    assert "hunter2" not in line("debug", "made", {"value": Secret(None, ("hunter2",))}, NOW)


def test_an_items_text_is_told_at_debug_alone() -> None:
    fields = {"summary": "Lunch with Anna", "title": "Lunch with Anna", "source": "work"}
    for level in ("info", "warning", "error"):
        assert "Anna" not in line(level, "read", fields, NOW)
    assert "Anna" in line("debug", "read", fields, NOW)


def test_a_long_value_is_cut() -> None:
    assert len(written("x" * 10_000)["value"]) == LONGEST + 1


def test_what_is_less_grave_is_not_written() -> None:
    out = io.StringIO()
    log = Log(out, "warning", now=lambda: NOW)
    log("info", "made")
    log("error", "broken")
    assert out.getvalue() == "time=2026-03-24T05:58:01+00:00 level=error event=broken\n"


def test_a_full_disk_and_a_closed_terminal_end_nothing() -> None:
    with Path("/dev/full").open("w", encoding="utf-8", buffering=1) as full:
        Log(full)("error", "broken")
        with pytest.raises(OSError, match="No space"):
            full.flush()
        os.dup2(os.open(os.devnull, os.O_WRONLY), full.fileno())  # so that closing it can flush
    closed = io.StringIO()
    closed.close()
    Log(closed)("error", "broken")


def test_the_journal_is_known_by_its_stream() -> None:
    asks = "import os; from daemon.serve.log import on_stderr; print(on_stderr().journal)"
    read_end, write_end = os.pipe()
    try:
        there = os.fstat(write_end)
        for stream, journal in ((f"{there.st_dev}:{there.st_ino}", "True\n"), ("1:1", "False\n")):
            environ = {**os.environ, "JOURNAL_STREAM": stream}
            ended = subprocess.run(
                [sys.executable, "-c", asks], env=environ, stdout=subprocess.PIPE, stderr=write_end, text=True
            )
            assert ended.stdout == journal
    finally:
        os.close(read_end)
        os.close(write_end)


def test_verbose_is_down_to_debug() -> None:
    assert on_stderr({}, verbose=True).least == "debug"
    assert on_stderr({}).least == "info"


@pytest.fixture
def _own_root() -> Iterator[None]:
    before = logging.root.handlers[:]
    yield
    logging.root.handlers[:] = before


@pytest.mark.usefixtures("_own_root")
def test_what_libraries_say_is_told_without_their_words() -> None:
    out = io.StringIO()
    forward(Log(out, now=lambda: NOW))
    try:
        int("Lunch with Anna")
    except ValueError:
        logging.getLogger("uvicorn.error").exception("Lunch with Anna at %s", "one")
    assert re.fullmatch(
        r"time=\S+ level=error event=library name=uvicorn.error error=ValueError at=test_log.py:\d+\n", out.getvalue()
    )


@pytest.mark.usefixtures("_own_root")
def test_at_debug_their_words_are_told_too() -> None:
    out = io.StringIO()
    forward(Log(out, "debug", now=lambda: NOW))
    logging.getLogger("asyncio").warning("slow")
    assert "level=debug" in out.getvalue()
    assert "slow" in out.getvalue()
