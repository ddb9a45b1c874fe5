"""A stand-in for a music server with Subsonic's API: startScan, getScanStatus and search3, as Navidrome has them.

Its music lies in `music`; a scan shows the audio files that lie there then. It knows a file's title from the record
beside it, where a server reads its tags.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from tests.fakes.web import Reply, Request, Web

USER, PASSWORD = "kim", "correct horse"
AUDIO = {".mp3", ".m4a", ".opus"}
Call = Callable[[dict[str, str]], dict[str, Any]]
SAID = {
    0: "A generic error.",
    40: "Wrong username or password",
    41: "Token authentication not supported for LDAP users.",
    50: "User is not authorized for the given operation",
    70: "The requested data was not found",
}


@dataclass
class _Moods:
    """What is set by verbs: codes of errors by call, and how many further calls a scan takes."""

    fails: dict[str, int] = field(default_factory=dict)
    late: int = 0
    left: int | None = None
    scans: bool = True


class Subsonic(Web):
    """The server; verbs say what goes wrong there."""

    def __init__(self, music: Path) -> None:
        super().__init__()
        self.music = music
        self.shown: dict[Path, dict[str, Any]] = {}
        self._moods = _Moods()
        calls = {"startScan": self._start_scan, "getScanStatus": self._get_scan_status, "search3": self._search3}
        for name, call in calls.items():
            self.answer(f"/rest/{name}", partial(self._called, name, call))

    @property
    def address(self) -> str:
        return self.url("")

    def fails(self, call: str, code: int) -> None:
        """That call answers with an error from now on."""
        self._moods.fails[call] = code

    def scans_late(self, calls: int) -> None:
        """A scan ends only after so many further calls."""
        self._moods.late = calls

    def never_scans(self) -> None:
        """A scan ends without having seen anything."""
        self._moods.scans = False

    def looks_by_itself(self) -> None:
        """As its watcher does."""
        self._scan()

    def _called(self, name: str, call: Call, request: Request) -> Reply:
        asked = request.query
        expected = hashlib.md5(f"{PASSWORD}{asked['s']}".encode(), usedforsecurity=False).hexdigest()
        assert (asked["v"], asked["c"], asked["f"]) == ("1.16.1", "dawncast", "json")
        assert len(asked["s"]) >= 6
        admitted = (asked["u"], asked["t"]) == (USER, expected)
        code = self._moods.fails.get(name, None if admitted else 40)
        self._passes()
        return _wrapped(call(asked) if code is None else {"error": {"code": code, "message": SAID[code]}})

    def _passes(self) -> None:
        if self._moods.left is not None:
            self._moods.left -= 1
            if self._moods.left < 0:
                self._moods.left = None
                self._scan()

    def _start_scan(self, asked: dict[str, str]) -> dict[str, Any]:
        self._moods.left = self._moods.late
        if not self._moods.late:
            self._moods.left = None
            self._scan()
        return self._get_scan_status(asked)

    def _get_scan_status(self, _asked: dict[str, str]) -> dict[str, Any]:
        return {"scanStatus": {"scanning": self._moods.left is not None, "count": len(self.shown)}}

    def _search3(self, asked: dict[str, str]) -> dict[str, Any]:
        words = asked["query"].lower().split()
        found = [song for song in self.shown.values() if all(word in song["title"].lower() for word in words)]
        return {"searchResult3": {"song": found[: int(asked["songCount"])]} if found else {}}

    def _scan(self) -> None:
        if self._moods.scans:
            self.shown = {file: _song(file) for file in sorted(self.music.rglob("*.*")) if file.suffix in AUDIO}


def _song(file: Path) -> dict[str, Any]:
    record = json.loads(file.with_name(f"{file.stem}.episode.json").read_bytes())
    return {"id": file.stem, "title": record["title"], "album": record["show_title"], "size": file.stat().st_size}


def _wrapped(answer: dict[str, Any]) -> Reply:
    status = "failed" if "error" in answer else "ok"
    whole = {"subsonic-response": {"status": status, "version": "1.16.1", "type": "navidrome", **answer}}
    return Reply(json.dumps(whole).encode(), 200, {"Content-Type": "application/json"})
