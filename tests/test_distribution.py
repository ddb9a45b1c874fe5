"""What is installed, what is locked, and what a first look at the program costs."""

import importlib
import re
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LOCKS = ("requirements.lock", "requirements-all.lock")

HEAVY = {
    "litellm", "openai", "elevenlabs", "sherpa_onnx", "googleapiclient", "google_auth_oauthlib", "caldav",
    "icalendar", "recurring_ical_events", "feedparser", "nh3", "httpx2", "PIL", "babel", "num2words", "rich",
    "pydantic",
}  # fmt: skip


@pytest.mark.parametrize("name", ["daemon", "connectors", "config"])
def test_the_import_names_are_ours_alone(name: str) -> None:
    """An editable install claims no names, so: nobody else claims them, and what is imported is this checkout."""
    assert set(packages_distributions().get(name, ())) <= {"dawncast"}
    module = importlib.import_module(name)
    assert [Path(place) for place in module.__path__] == [ROOT / name]


def test_help_imports_no_slow_library() -> None:
    code = (
        "import sys, daemon.cli\n"
        "try: daemon.cli.main(['--help'])\n"
        "except SystemExit: print('\\n'.join(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)
    loaded = {module.split(".")[0] for module in done.stderr.split()}
    assert "click" in loaded
    assert not loaded & HEAVY


def test_reading_the_settings_models_imports_no_slow_library() -> None:
    code = (
        "import sys, daemon.registry as r\n"
        "[r.load('connectors', kind) for kind in r.installed('connectors')]\n"
        "print('\\n'.join(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)
    assert not {module.split(".")[0] for module in done.stdout.split()} & (HEAVY - {"pydantic"})


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_has_hashes_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert "://" not in text
    assert "index-url" not in text
    pinned = re.split(r"\n(?=\S)", text.strip())
    assert all(re.match(r"[a-z0-9.\-\[\]]+==\S+", one) and "--hash=sha256:" in one for one in pinned)


def test_the_second_lock_agrees_with_the_first() -> None:
    core, everything = ({line.split(" ")[0] for line in _pins(lock)} for lock in LOCKS)
    assert core <= everything


def test_the_library_that_spoils_urllib3_is_in_no_lock() -> None:
    assert not any(line.startswith(("niquests", "urllib3-future")) for lock in LOCKS for line in _pins(lock))


def _pins(lock: str) -> list[str]:
    return [line for line in (ROOT / lock).read_text().splitlines() if re.match(r"\S", line)]
