"""The printed JSON is what was promised."""

import pytest

from tests.schemas import FOLDER, PRINTED, schema


@pytest.mark.parametrize("name", PRINTED)
def test_the_printed_json_is_the_documented_one(name: str) -> None:
    written = (FOLDER / f"{name}.json").read_text(encoding="utf-8")
    assert schema(name) == written, "see that no key has gone, then run: python -m tests.schemas"
