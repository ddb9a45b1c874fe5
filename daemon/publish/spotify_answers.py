"""What save-to-spotify answers: read, and its errors told apart. Pure.

It prints one line of JSON, an error too, and quotes errors as Go does, which is not always JSON. An error may hold
signed addresses, so none is ever passed on: people read the sentences here.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, TypeVar

from connectors.codec import from_json
from daemon.publish.base import LibraryError

T = TypeVar("T")
Made = Literal["no", "maybe", "yes"]
"""Whether what was to be made is there all the same."""
Kind = Literal[
    "auth", "cap", "rate", "away", "hung", "odd", "busy", "input", "missing", "old", "absent",
    "processing", "chapters", "cut", "unsettled", "rejected", "gone", "foreign", "shows", "format",
]  # fmt: skip
"""What kept an episode out; of `away` to `busy` the program or the way to Spotify is the cause."""

_SENTENCES: dict[Kind, str] = {
    "auth": "Spotify does not let this machine in, or no longer. Log in with `dawncast login {login}`.",
    "cap": "The show is full: Spotify takes 60 episodes in one. Delete some of them in Spotify, or set prune = true, "
    "so that Dawncast deletes the oldest of its own.",
    "rate": "Spotify takes no more episodes from this account for now. Dawncast tries again later.",
    "away": "Spotify could not be reached, or did not take it. Dawncast tries again.",
    "hung": "save-to-spotify did not end in time and was stopped. Dawncast tries again.",
    "odd": "save-to-spotify gave an answer that Dawncast does not understand. Dawncast tries again; update both if it "
    "stays so.",
    "busy": "Another save-to-spotify is at work with this login. Dawncast tries again when it has ended.",
    "input": "save-to-spotify refused what it was given. Update it and Dawncast, and report it if that does not help.",
    "missing": "The show that Dawncast filled at Spotify was deleted, or is another account's. Log in with "
    "`dawncast login {login}` to let it begin a new one; correct `show` if the settings have it.",
    "old": "Spotify no longer takes this version of save-to-spotify. Update it: save-to-spotify update.",
    "absent": "The program save-to-spotify is not there. Install it from github.com/spotify/save-to-spotify, or set "
    "`program` to where it is.",
    "processing": "Spotify is still processing it, which may take half an hour. Dawncast looks again.",
    "chapters": "It can be heard at Spotify, but its chapters are not there yet. Dawncast looks again.",
    "cut": "The upload was cut off. Dawncast sends it again.",
    "unsettled": "Spotify's answer was lost, and what it was asked for is not listed there yet. Dawncast looks again "
    "before it sends anything a second time.",
    "rejected": "Spotify has processed this audio and rejected it. Make the episode anew: dawncast make --again.",
    "gone": "It is not at Spotify any more. Publish it again with `dawncast publish`.",
    "foreign": "The show at Spotify has an episode of this title that Dawncast does not know as its own, and leaves "
    "alone. Delete it in Spotify, then publish again.",
    "shows": "There are several shows of this title at Spotify. Set `show` to the address of the one that is meant, as "
    "spotify:show:….",
    "format": 'Spotify takes MP3 and M4A. Set format = "mp3" for this show.',
}
_TRANSIENT: dict[Kind, timedelta | None] = {
    "rate": timedelta(hours=1),
    "away": None,
    "hung": None,
    "odd": None,
    "busy": timedelta(minutes=1),
    "processing": timedelta(seconds=20),
    "chapters": timedelta(seconds=90),
    "cut": None,
    "unsettled": timedelta(minutes=5),
    "gone": None,
}
"""What may pass, and how long to wait for it at least."""


class SpotifyError(LibraryError):
    """Why it is not at Spotify. `made`: whether what was asked for was made all the same."""

    def __init__(self, kind: Kind, login: str, made: Made = "no") -> None:
        sentence = _SENTENCES[kind].format(login=login)
        super().__init__(sentence, transient=kind in _TRANSIENT, wait=_TRANSIENT.get(kind))
        self.kind = kind
        self.made = made


@dataclass(frozen=True, slots=True)
class Said:
    """How the program ended, and what it wrote to standard output."""

    code: int
    output: bytes


def answer_of(shape: type[T], said: Said, login: str) -> T:
    """Its answer. Raises SpotifyError."""
    lines = [line.strip() for line in said.output.splitlines()]
    last = next((line for line in reversed(lines) if line.startswith(b"{") and line.endswith(b"}")), b"")
    if error := re.fullmatch(rb'\{"error":"(.*)"\}', last):
        kind, made = fault_of(error[1].decode(errors="replace").replace('\\"', '"'))
        raise SpotifyError(kind, login, made)
    if said.code == 0:
        try:
            return from_json(shape, last)
        except ValueError:
            pass  # usage, or the words of another version: no answer either
    raise SpotifyError("odd", login, "maybe")


def fault_of(text: str) -> tuple[Kind, Made]:
    """What an error of the program means."""
    for pattern, kind, made in _RULES:
        if re.search(pattern, text):
            return kind, made
    if status := re.search(r"^image upload failed \((\d{3})\)", text):
        return _kind_of(int(status[1]), text), "no"
    if status := re.search(r"API error \((\d{3})\)", text):
        kind = _kind_of(int(status[1]), text)
        return kind, "maybe" if kind == "away" else "no"
    return "odd", "maybe"


_RULES: tuple[tuple[str, Kind, Made], ...] = (
    (r"is no longer supported", "old", "maybe"),
    (r"^(not authenticated|corrupt token file|failed to read token file|DPoP key is corrupt)", "auth", "no"),
    # A refresh that did not get through is called a failed one as well; only the server's own word ends a login.
    (r"^token refresh failed.*token error: (server_error|temporarily_unavailable)", "away", "no"),
    (r"^token refresh failed.*token error: ", "auth", "no"),
    (r"^token refresh failed", "away", "no"),
    (r"^(upload failed|cannot open file|failed to create upload request)", "away", "yes"),
    (r"^episode created but no upload URLs", "away", "yes"),
    (r"^image upload (failed: |succeeded but)|^failed to (read|parse) image upload response", "away", "no"),
    (r"request failed|^failed to (read|parse) response", "away", "maybe"),
    (r"^(cannot access file|unsupported|missing required|unknown|file |usage: |chapters? |companion |item at index)"
     r"|is a directory|is empty|too large|requires a value|unsafe characters|mutually exclusive|timeline"
     r"|^(first chapter|at least 2 chapters|link at index|too many short chapters)", "input", "no"),
)  # fmt: skip


def _kind_of(status: int, text: str) -> Kind:
    if status in (401, 403):
        return "auth"
    if status == 404:
        return "missing"
    if status == 429:
        return "cap" if re.search(r'"reason"\s*:\s*"capacity"|episode limit', text) else "rate"
    return "away" if status >= 500 or status == 408 else "input"
