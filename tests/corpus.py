"""Where the corpus of real-world files lies, for the tests that run against it."""

import os
from pathlib import Path

import pytest

BESIDE = Path(__file__).resolve().parents[2] / "shared" / "corpus"


def corpus(folder: str) -> Path:
    """A folder of the corpus; skips the test where the corpus is not there."""
    path = Path(os.environ.get("DAWNCAST_CORPUS", BESIDE)) / folder
    if not path.is_dir():
        pytest.skip("the corpus is not beside this checkout (set DAWNCAST_CORPUS)")
    return path
