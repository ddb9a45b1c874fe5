"""ledger.json: whole at any time, and never in the way of an episode."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from daemon.home.ledger import Ledger
from tests.daemon.home.calls import CALL


def test_what_it_holds_can_be_read_by_anybody(tmp_path: Path) -> None:
    Ledger(tmp_path / "ledger.json").add(CALL)
    assert json.loads((tmp_path / "ledger.json").read_text()) == {
        "calls": [
            {
                "at": "2026-03-24T06:00:00Z",
                "purpose": "write",
                "section": "news",
                "host": "models.example.org",
                "model": "acme/large",
                "sent": 4200,
                "received": 900,
                "fields": ["story.title", "story.summary"],
                "tokens_in": 1400,
                "tokens_out": 300,
                "characters": None,
                "cost": 0.0087,
                "outcome": "done",
            }
        ]
    }


def test_a_production_that_is_resumed_goes_on_with_it(tmp_path: Path) -> None:
    assert Ledger(tmp_path / "ledger.json").calls() == ()
    late = replace(CALL, section="day", tokens_in=None, tokens_out=None, cost=None, outcome="late")
    for call in (CALL, late):
        Ledger(tmp_path / "ledger.json").add(call)
    assert Ledger(tmp_path / "ledger.json").calls() == (CALL, late)


@pytest.mark.parametrize("broken", [b"", b"{", b'{"calls": [{"at": 5}]}', b"\xff\x00", b"[" * 100_000])
def test_a_broken_one_is_set_aside(tmp_path: Path, broken: bytes) -> None:
    path = tmp_path / "ledger.json"
    path.write_bytes(broken)
    ledger = Ledger(path)
    ledger.add(CALL)
    assert ledger.calls() == (CALL,)
    assert (tmp_path / "ledger.json.broken").read_bytes() == broken


def test_sections_write_to_it_side_by_side(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.json")
    sections = {f"section {number}" for number in range(24)}
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda section: ledger.add(replace(CALL, section=section)), sections))
    assert {call.section for call in ledger.calls()} == sections
