"""listparser's tests: which feeds a list of subscriptions names. Not counted."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from connectors.opml import subscriptions
from tests.corpus_scores.checks import Check

_MANY = re.compile(r"len\(result\['feeds'\]\) == (\d+)")
_URL = re.compile(r"""result\[["']feeds["']\]\[(\d)\]\[["']url["']\] == ["']([^"']+)["']""")


def lists(folder: Path) -> Iterator[Check]:
    """A check a file that says how many feeds there are, or which."""
    for file in sorted(folder.glob("*.expected.json")):
        comment = json.loads(file.read_text(encoding="utf-8"))["comment"]
        many, urls = _MANY.search(comment), _URL.findall(comment)
        if many or urls:
            name = file.name.removesuffix(".expected.json")
            found = _urls((folder / name).read_bytes())
            agrees = (not many or len(found) == int(many[1])) and all(
                found[int(at) :][:1] == (url,) for at, url in urls
            )
            yield Check("subscriptions (listparser)", f"opml/listparser/{name}", agrees, str(found))


def _urls(data: bytes) -> tuple[str, ...]:
    try:
        return subscriptions(data).urls
    except ValueError:
        return ()
