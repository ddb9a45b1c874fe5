"""Readers never see breakage: apps on a feed that changes, is killed and runs out of room (feed_load.py)."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.e2e.feed_load import EACH, PROCESSES
from tests.e2e.feed_reader import EVERY
from tests.mornings.real import has_small_disks

ON_A_SMALL_DISK = ("unshare", "--map-root-user", "--mount", "sh", "-c")
MOUNT = 'mkdir -p {home} && mount -t tmpfs -o size=96m none {home} && exec "$@"'


@pytest.mark.parametrize("seconds", [5, pytest.param(60, marks=pytest.mark.slow)])
def test_readers_never_see_breakage(tmp_path: Path, seconds: int) -> None:
    small = has_small_disks()
    wrapper = (*ON_A_SMALL_DISK, MOUNT.format(home=tmp_path / "home"), "sh") if small else ()
    words = ("-m", "tests.e2e.feed_load", "supervise", tmp_path, seconds, "small" if small else "large")
    done = subprocess.run([*wrapper, sys.executable, *map(str, words)], stdout=subprocess.PIPE, text=True)
    assert done.returncode == 0, (tmp_path / "serve.log").read_text()
    told = json.loads(done.stdout)

    assert Counter(wrong for app in told["apps"] for wrong in app["wrong"]) == {}
    broken = [each for app in told["apps"] for each in app["broken"]]
    outside = [what for at, what in broken if not any(begin <= at <= end for begin, end in told["restarts"])]
    assert Counter(outside) == {}
    assert broken, "the server was away for a while"
    assert told["revoked"] < 1
    assert told["put"] > seconds / 2
    assert sum(app["asked"] for app in told["apps"]) > 0.5 * PROCESSES * EACH * seconds / EVERY
    assert all({"feed", "audio", "chapters", "others"} & {*app["by_kind"]} for app in told["apps"])
    if not small:
        pytest.skip("all else held, but this system gives no small disk of one's own (unshare, tmpfs)")
    assert told["full"] > 0
