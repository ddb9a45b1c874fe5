"""Getting ready beside must not keep a process from ending."""

import subprocess
import sys

ENDS = """
import _imp, threading
from daemon.cli import _leave
from daemon.warming import warm

class Tidy:
    def __del__(self):
        import colorsys  # as litellm's clients do

held = threading.Event()

def importing():
    _imp.acquire_lock()
    held.set()
    threading.Event().wait()

kept = Tidy()
kept.itself = kept  # found only when all is tidied up
del kept
warm([importing])
held.wait()
print("done")
_leave(3)
"""


def test_a_process_ends_although_something_is_still_imported() -> None:
    ended = subprocess.run([sys.executable, "-c", ENDS], capture_output=True, text=True, timeout=60, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (3, "done\n", "")
