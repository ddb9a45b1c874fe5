"""Language tags."""

import pytest

from config.languages import base_of


@pytest.mark.parametrize(
    ("tag", "base"), [("de", "de"), ("de-AT", "de"), ("DE_at", "de"), ("zh-Hant-TW", "zh"), ("", "")]
)
def test_a_tags_language(tag: str, base: str) -> None:
    assert base_of(tag) == base
