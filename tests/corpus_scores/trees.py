"""feedparser's own tests: expressions on what it makes of a file, given to it as our feeds are. Not counted."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

from tests.corpus_scores.checks import Check


def trees(folder: Path) -> Iterator[Check]:
    """A check a file."""
    import feedparser

    for file in sorted(folder.glob("*.expected.json")):
        test = json.loads(file.read_text(encoding="utf-8"))
        name = file.name.removesuffix(".expected.json")
        headers = {key.lower(): value for key, value in test["response_headers"].items()}
        headers.setdefault("content-type", "application/xml")
        found = feedparser.parse(io.BytesIO((folder / name).read_bytes()), response_headers=headers)
        yield Check(
            "expressions (feedparser)", f"feeds/feedparser/{name}", _holds(test["expect"], found), test["expect"]
        )


def _holds(expression: str, found: object) -> bool:
    try:
        return bool(eval(expression, {"__builtins__": {"len": len}}, found))  # type: ignore[arg-type]  # noqa: S307  # a mapping; the corpus is no stranger's
    except (KeyError, IndexError, AttributeError, TypeError, NameError):
        return False
