"""No secret is on a command line or in an environment, of whatever a whole morning of `dawncast serve` starts."""

import signal
from base64 import b64encode
from pathlib import Path

from tests.daemon.serve.inbox import Inbox
from tests.e2e.serving import soon
from tests.e2e.tracing import Traced, needs_tracing, recording, started

SECRETS = (
    "ein-langes-geheimnis",
    "un-secret-bien-long",
    "un-secreto-muy-largo",
    "a-key-of-a-voice",
    "a-token-of-a-phone",
)
MORE = """
[connectors.work]
kind = "ics"
url = "http://127.0.0.1:9/work.ics"
allow_private = true
username = "kim"
password = {{ file = "0" }}
[connectors.other]
kind = "ics"
url = "http://127.0.0.1:9/other.ics"
allow_private = true
username = "kim"
password = {{ command = "base64 -d {folder}/in-base64" }}
[connectors.third]
kind = "ics"
url = "http://127.0.0.1:9/third.ics"
allow_private = true
username = "kim"
password = {{ credential = "2" }}
[voice]
engine = "elevenlabs"
voice = "Xb7hH8MSUJpSbSDYk0k2"
api_key = {{ file = "3" }}
api_base = "http://127.0.0.1:9"
[notify]
to = [{{ file = "address" }}]
ready = true
"""
WHO = (
    *("base64", "connectors.worker", "daemon.narrate.espeak", "daemon.serve.sending"),
    *(" making ", "ffmpeg", " serve"),
)
"""Of what there must be a process, for the test to mean anything."""


def keep(folder: Path, name: str, secret: str) -> None:
    """Write a secret's file."""
    (folder / name).write_text(secret)
    (folder / name).chmod(0o600)


def test_no_process_was_ever_started_with_a_secret(tmp_path: Path) -> None:
    needs_tracing()
    with Inbox() as inbox:
        trace = tmp_path / "trace"
        served = Traced(tmp_path, more=MORE.format(folder=tmp_path), under=(*recording(trace, "execve"), "-D"))
        for number, secret in enumerate(SECRETS):
            keep(tmp_path, str(number), secret)
        keep(tmp_path, "in-base64", b64encode(SECRETS[1].encode()).decode())
        keep(tmp_path, "address", f"json://{inbox.host}/{SECRETS[4]}")
        with served.serving(CREDENTIALS_DIRECTORY=str(tmp_path)) as daemon:
            served.says("event=told")
            daemon.send_signal(signal.SIGTERM)
            assert daemon.wait(timeout=90) == 0
            soon(lambda: served.processes() == [])
    processes = [*started(trace)]
    for who in WHO:
        assert any(who in " ".join(each.words) for each in processes), who
    assert any(f"CREDENTIALS_DIRECTORY={tmp_path}" in each.environment for each in processes)
    said = ["\0".join((*each.words, *each.environment)) for each in processes]
    assert not [each for each in said for secret in SECRETS if secret in each]
    assert any(SECRETS[4] in each.path for each in inbox.arrived), "the secrets are found, and used"
    assert {"work", "other", "third"} <= {each.name for each in served.recorded().degraded}
    assert not [secret for secret in SECRETS if secret in served.output.read_text()]
