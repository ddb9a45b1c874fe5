"""The JSON that commands print, as JSON Schema: `python -m tests.schemas` writes tests/data/schemas/ anew.

What is written there was promised to other programs: keys may come, none may go or change its meaning.
"""

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from daemon.costs import Costs
from daemon.feed_access import Access, Listed
from daemon.home.ledger import Calls
from daemon.home.store import EpisodeRecord
from daemon.judged import Judged
from daemon.model import Briefing, Rundown, Script
from daemon.mornings import Status
from daemon.produce import Produced
from daemon.voices import Overview

FOLDER = Path(__file__).parent / "data" / "schemas"

PRINTED: dict[str, Any] = {
    "collect": Briefing,
    "make": Produced,
    "make-until-plan": Rundown,
    "make-until-write-section": Script,
    "episodes-row": EpisodeRecord,
    "check": Judged,
    "costs": Costs,
    "ledger": Calls,
    "status": Status,
    "voices": Overview,
    "feed-add": Access,
    "feed-list": Listed,
}


def schema(name: str) -> str:
    """The schema of what that command prints."""
    kind = TypeAdapter(PRINTED[name]).json_schema(mode="serialization")
    return json.dumps(kind, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


if __name__ == "__main__":
    for name in PRINTED:
        (FOLDER / f"{name}.json").write_text(schema(name), encoding="utf-8")
