"""Readable failures for the contract suites, which are no test modules themselves."""

import pytest

for protocol in ("connector", "library", "voice", "writer"):
    pytest.register_assert_rewrite(f"tests.contract.{protocol}")
