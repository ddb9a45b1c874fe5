"""`make attacks`: every case, as a table, and what went wrong in full. Ends with 1 where anything did."""

import asyncio
import sys
import tempfile
from pathlib import Path

from daemon.home.store import Store
from tests.attacks.run import Laboratory, cases, table_of, tried
from tests.attacks.stages import Studio


def main() -> int:
    """Run them all."""
    everything = cases()
    with tempfile.TemporaryDirectory() as folder:
        laboratory = Laboratory(Studio(Store(Path(folder) / "dawncast.db")))
        found = asyncio.run(tried(laboratory, everything))
    for leak in found:
        print(leak, file=sys.stderr)  # noqa: T201  # this is the command's result
    print(table_of(everything, found))  # noqa: T201  # this is the command's result
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
