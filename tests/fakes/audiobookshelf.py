"""A stand-in for an Audiobookshelf server: libraries, upload, scan, podcasts and their episodes, as its code has them.

(github.com/advplyr/audiobookshelf, server/controllers and server/scanner, 2.17.) Its libraries' folders lie below
`root`: what it calls "/podcasts" is root/podcasts. A scan shows what lies there then, each file as one episode.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import HTTP
from itertools import count
from pathlib import Path
from typing import Any

from tests.fakes.web import Reply, Request, Web

TOKEN = "eyJhbGciOi.correct"
AUDIO = {".mp3", ".m4a", ".opus"}
JSON = {"Content-Type": "application/json; charset=utf-8"}
LIBRARIES = "/api/libraries"


@dataclass
class _Library:
    id: str
    name: str
    folders: list[str]
    media_type: str = "podcast"


@dataclass
class _Podcast:
    """An item: a folder below a library's folder, with its episodes by id, each the file and its size when scanned."""

    library: str
    path: str
    folder: Path
    episodes: dict[str, tuple[Path, int]] = field(default_factory=dict)


class Audiobookshelf(Web):
    """The server; verbs say what goes wrong there."""

    def __init__(self, root: Path, base: str = "") -> None:
        super().__init__()
        self.root = root
        self._base = base
        self._numbers = count(1)
        self._libraries: dict[str, _Library] = {}
        self._podcasts: dict[str, _Podcast] = {}
        self._forbidden: set[str] = set()
        self._looks: int | None = None
        self._late = 0
        self._uploads_go = True
        self._scans = True
        self._guarded(LIBRARIES, self._list_or_make)
        self._guarded("/api/upload", self._upload)

    @property
    def address(self) -> str:
        return self.url(self._base)

    @property
    def libraries(self) -> list[str]:
        """The names of the libraries."""
        return [library.name for library in self._libraries.values()]

    @property
    def files(self) -> list[str]:
        """The audio of all episodes that it shows, by their names."""
        return [file.name for podcast in self._podcasts.values() for file, _ in podcast.episodes.values()]

    def has_library(self, name: str, folder: str = "/podcasts", media_type: str = "podcast") -> None:
        """Somebody has made one there."""
        self._make(name, [folder], media_type)

    def has_own(self, show: str, name: str) -> None:
        """The listener's own file in a podcast of a library that is there."""
        (library,) = self._libraries.values()
        file = self._real(library.folders[0]) / show / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"the listener's own")
        self._scan(library)

    def forbids(self, *what: str) -> None:
        """The token's user may not "make", "upload", "delete" or "scan"."""
        self._forbidden |= {*what}

    def scans_late(self, looks: int) -> None:
        """What a scan finds is shown only after so many further looks."""
        self._late = looks

    def never_scans(self) -> None:
        """Nothing new is shown any more."""
        self._scans = False

    def looks_by_itself(self) -> None:
        """As its watcher does: what lies there is shown."""
        for library in self._libraries.values():
            self._scan(library)

    def loses_uploads(self) -> None:
        """Its disk is full: it says 200 and keeps nothing (`file.mv` is only logged there)."""
        self._uploads_go = False

    def has_room_again(self) -> None:
        self._uploads_go = True

    def doubles(self) -> None:
        """Each file is shown twice (issue 2785)."""
        for podcast in self._podcasts.values():
            podcast.episodes |= {self._add_episode(podcast): each for each in tuple(podcast.episodes.values())}

    def cuts_off(self) -> None:
        """What it shows is half of what it was: a copy that did not end."""
        for podcast in self._podcasts.values():
            for file, size in podcast.episodes.values():
                file.write_bytes(file.read_bytes()[: size // 2])

    def _guarded(self, path: str, answer: Callable[[Request], Reply]) -> None:
        def guarded(request: Request) -> Reply:
            admitted = request.headers.get("authorization") == f"Bearer {TOKEN}"
            return answer(request) if admitted else Reply(b"Unauthorized", 401)

        self.answer(self._base + path, guarded)

    def _list_or_make(self, request: Request) -> Reply:
        if request.method == "GET":
            return _json({"libraries": [_library(each) for each in self._libraries.values()]})
        if "make" in self._forbidden:
            return Reply(b"Forbidden", 403)
        asked = request.json
        folders = [folder["fullPath"] for folder in asked["folders"]]
        return _json(_library(self._make(asked["name"], folders, asked["mediaType"])))

    def _make(self, name: str, folders: list[str], media_type: str) -> _Library:
        library = _Library(self._id("lib"), name, folders, media_type)
        self._libraries[library.id] = library
        for folder in folders:
            self._real(folder).mkdir(parents=True, exist_ok=True)
        self._guarded(f"{LIBRARIES}/{library.id}/items", lambda _: self._items(library))
        self._guarded(f"{LIBRARIES}/{library.id}/scan", lambda _: self._asked_to_scan(library))
        return library

    def _asked_to_scan(self, library: _Library) -> Reply:
        if "scan" in self._forbidden:
            return Reply(b"Forbidden", 403)
        self._looks = self._late
        if not self._looks:
            self._scan(library)
        return Reply(b"OK")

    def _items(self, library: _Library) -> Reply:
        if self._looks:
            self._looks -= 1
            if not self._looks:
                self._scan(library)
        found = [
            {"id": key, "relPath": each.path} for key, each in self._podcasts.items() if each.library == library.id
        ]
        return _json({"results": found, "total": len(found), "limit": 0, "page": 0})

    def _upload(self, request: Request) -> Reply:
        if "upload" in self._forbidden:
            return Reply(b"Forbidden", 403)
        fields, name, content = _parts(request)
        library = self._libraries[fields["library"]]
        (folder,) = (folder for folder in library.folders if _folder_id(folder) == fields["folder"])
        target = self._real(folder) / fields["title"]
        target.mkdir(exist_ok=True)
        if self._uploads_go:
            (target / name).write_bytes(content)
        return Reply(b"OK")

    def _scan(self, library: _Library) -> None:
        for folder in library.folders if self._scans else ():
            for path in sorted(each for each in self._real(folder).iterdir() if each.is_dir()):
                self._scan_podcast(library, path)

    def _scan_podcast(self, library: _Library, path: Path) -> None:
        files = [file for file in sorted(path.iterdir()) if file.suffix in AUDIO and not file.name.startswith(".")]
        podcast = next((each for each in self._podcasts.values() if each.folder == path), None)
        if not podcast and files:
            podcast = self._add_podcast(_Podcast(library.id, path.name, path))
        if not podcast or not files:
            return  # as there: a podcast's folder without a file keeps its episodes
        podcast.episodes = {key: each for key, each in podcast.episodes.items() if each[0] in files}
        known = {file: key for key, (file, _) in podcast.episodes.items()}
        for file in files:
            podcast.episodes[known.get(file) or self._add_episode(podcast)] = (file, file.stat().st_size)

    def _add_podcast(self, podcast: _Podcast) -> _Podcast:
        key = self._id("li")
        self._podcasts[key] = podcast
        self._guarded(f"/api/items/{key}", lambda _: _json(_item(key, podcast)))
        return podcast

    def _add_episode(self, podcast: _Podcast) -> str:
        episode = self._id("ep")
        (item,) = (key for key, each in self._podcasts.items() if each is podcast)
        self._guarded(
            f"/api/podcasts/{item}/episode/{episode}", lambda request: self._delete(request, podcast, episode)
        )
        self._guarded(f"/api/items/{item}/file/{_ino(episode)}", lambda request: _part(request, podcast, episode))
        return episode

    def _delete(self, request: Request, podcast: _Podcast, episode: str) -> Reply:
        if "delete" in self._forbidden:
            return Reply(b"Forbidden", 403)
        assert (request.method, request.query) == ("DELETE", {"hard": "1"})
        if episode not in podcast.episodes:
            return Reply(b"Not Found", 404)
        podcast.episodes.pop(episode)[0].unlink(missing_ok=True)
        return _json({})

    def _real(self, folder: str) -> Path:
        return self.root / folder.strip("/")

    def _id(self, kind: str) -> str:
        return f"{kind}_{next(self._numbers):06d}"


def _json(answer: Any) -> Reply:
    return Reply(json.dumps(answer).encode(), 200, JSON)


def _library(library: _Library) -> dict[str, Any]:
    folders = [{"id": _folder_id(path), "fullPath": path, "libraryId": library.id} for path in library.folders]
    return {"id": library.id, "name": library.name, "folders": folders, "mediaType": library.media_type}


def _folder_id(path: str) -> str:
    return f"fol_{path.strip('/').replace('/', '_')}"


def _item(key: str, podcast: _Podcast) -> dict[str, Any]:
    episodes = [
        {
            "id": episode,
            "title": file.stem,
            "duration": 151.4,
            "audioFile": {"index": 1, "ino": _ino(episode), "metadata": {"filename": file.name, "size": size}},
        }
        for episode, (file, size) in podcast.episodes.items()
    ]
    return {"id": key, "relPath": podcast.path, "mediaType": "podcast", "media": {"episodes": episodes}}


def _ino(episode: str) -> str:
    return episode.removeprefix("ep_")


def _part(request: Request, podcast: _Podcast, episode: str) -> Reply:
    if episode not in podcast.episodes:
        return Reply(b"Not Found", 404)
    content = podcast.episodes[episode][0].read_bytes()
    asked = re.fullmatch(r"bytes=(\d+)-(\d+)", request.headers["range"])
    assert asked
    first, last = int(asked[1]), int(asked[2])
    if first >= len(content):
        return Reply(b"", 416, {"Content-Range": f"bytes */{len(content)}"})
    return Reply(content[first : last + 1], 206, {"Content-Range": f"bytes {first}-{last}/{len(content)}"})


def _parts(request: Request) -> tuple[dict[str, str], str, bytes]:
    """The fields of a form, and its file's name and content."""
    head = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode()
    form = BytesParser(EmailMessage, policy=HTTP).parsebytes(head + request.body)
    fields, name, content = {}, "", b""
    for part in form.iter_parts():
        data = part.get_payload(decode=True)
        assert isinstance(data, bytes)
        if part.get_filename():
            name, content = str(part.get_filename()), data
        else:
            fields[str(part.get_param("name", header="Content-Disposition"))] = data.decode()
    return fields, name, content
