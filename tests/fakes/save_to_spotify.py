"""A stand-in for save-to-spotify and the service behind it: the same arguments, answers, limits and quirks.

Its account lies in $XDG_CONFIG_HOME/save-to-spotify/fake_state.json, each call's arguments in journal.jsonl beside it,
the names of the last call's environment in environment.json.
What goes wrong is told by the environment:

FAKE_STS_FAIL        FAULT or FAULT@COMMAND, several with commas: auth, refresh, offline, cap, rate, net, server, lost,
                     put, put_lost, no_urls, reject, old, hang, garbage, usage; what ends in lost has happened
FAKE_STS_STOP        MOMENT: writes `stopped` beside the state, and goes on when somebody opens the FIFO `go` for
                     writing: asked, created, sent (of an upload)
FAKE_STS_READY_AFTER how many looks an episode takes to be READY (0)
FAKE_STS_LAG         how many lists a new episode or show is missing from (0)
FAKE_STS_NOISE       writes to standard error
FAKE_STS_NULL_SHOWS  an empty list of shows is null
FAKE_STS_NOW         the time, as ISO 8601
FAKE_STS_IN_PROCESS  it is no process of its own: what would hang raises HungError
"""

import hashlib
import json
import os
import secrets
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn, TextIO

from tests.fakes.save_to_spotify_login import led_through, status_of
from tests.fakes.save_to_spotify_rules import (
    BEFORE,
    CAPACITY,
    HELP,
    NET,
    SIGNED,
    FailedError,
    HungError,
    QuietError,
    bare,
    check_image,
    check_media,
    check_timeline,
    options,
    quoted,
)
from tests.fakes.save_to_spotify_service import Service, seen_less

CAP = 60


class Program:
    """One call."""

    def __init__(self, environ: Mapping[str, str], out: TextIO, err: TextIO, typed: TextIO | None = None) -> None:
        self.environ = environ
        self.out = out
        self.err = err
        self.typed = typed
        self.json = False
        home = environ.get("XDG_CONFIG_HOME") or f"{environ['HOME']}/.config"
        self.folder = Path(home) / "save-to-spotify"
        self.service = Service(environ, self.folder)
        self.in_process = "FAKE_STS_IN_PROCESS" in environ

    def main(self, arguments: Sequence[str]) -> int:
        """The whole call; its exit code."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (self.folder / "journal.jsonl").open("a") as journal:
            journal.write(json.dumps(list(arguments)) + "\n")
        (self.folder / "environment.json").write_text(json.dumps(sorted(self.environ)))
        if "FAKE_STS_NOISE" in self.environ:
            self.err.write('Warning: could not save refreshed token: {"error":"noise"}\n' * 3)
        try:
            self.dispatch(self.without_options(arguments))
        except QuietError as quiet:
            return int(str(quiet))
        except FailedError as error:
            if self.json:
                self.out.write('{"error":' + quoted(str(error)) + "}\n")
            else:
                self.err.write(f"Error: {error}\n")
            return 1
        return 0

    def without_options(self, arguments: Sequence[str]) -> list[str]:
        """The options for every command are taken from anywhere."""
        left, given = [], iter(arguments)
        for each in given:
            if each == "--json":
                self.json = True
            elif each == "--timeout":
                if not next(given, ""):
                    raise FailedError("--timeout requires a value (examples: 30s, 2m)")
            else:
                left.append(each)
        return left

    def dispatch(self, words: list[str]) -> None:
        """The command itself."""
        command, rest = (words[0], words[1:]) if words else ("", [])
        verb = f"{command} {rest[0]}" if rest and not rest[0].startswith("-") else command
        commands = {
            "upload": self.upload,
            "shows create": self.shows_create,
            "shows get": self.shows_get,
            "shows delete": self.shows_delete,
            "shows": self.shows,
            "list shows": self.shows,
            "episodes status": self.episodes_status,
            "episodes delete": self.episodes_delete,
            "episodes": self.episodes,
            "list": self.episodes,
            "list episodes": self.episodes,
            "timeline set": self.timeline_set,
            "timeline get": self.timeline_get,
            "auth login": self.auth_login,
            "auth status": self.auth_status,
        }
        if command in ("", *HELP):
            self.out.write("save-to-spotify — Save to Spotify\n\nUsage:\n  save-to-spotify <command> [flags]\n")
        elif command == "upload":
            self.upload(rest)
        elif verb in commands:
            commands[verb](rest if verb == command else rest[1:])
        else:
            self.out.write("save-to-spotify — Save to Spotify\n\nUsage:\n")
            raise FailedError(f"unknown command: {command}")

    # what goes wrong ---

    def fault(self, command: str) -> str:
        """The fault that this command has."""
        for each in filter(None, self.environ.get("FAKE_STS_FAIL", "").split(",")):
            name, _, where = each.partition("@")
            if where in ("", command):
                return name
        return ""

    def begin(self, command: str) -> str:
        """The faults that any command may have; the name of one that is this command's own matter."""
        fault = self.fault(command)
        if fault == "garbage":
            self.out.write("<html>\n{not json}\n")
            raise QuietError(0)
        if fault == "usage":
            self.out.write("Usage: save-to-spotify upload <file> --title <title> [flags]\n")
            raise QuietError(0)
        if fault == "hang" and command != "upload":
            self.hang()
        if fault in BEFORE:
            raise FailedError(BEFORE[fault])
        token = self.folder / "token.json"
        if not token.exists():
            raise FailedError(BEFORE["auth"])
        try:
            json.loads(token.read_text())
        except ValueError as error:
            raise FailedError(f"corrupt token file: {error}") from None
        return fault

    def hang(self) -> NoReturn:
        """Never end, nor what it has started."""
        if self.in_process:
            raise HungError
        child = subprocess.Popen(["sleep", "600"])
        self.note("child", child.pid)
        child.wait()
        raise QuietError(1)

    def note(self, name: str, pid: int) -> None:
        """Write a process's number to a file that is there whole or not at all."""
        beside = self.folder / f"{name}.part"
        beside.write_text(str(pid))
        beside.replace(self.folder / name)

    def stop(self, moment: str) -> None:
        """Wait at that moment of an upload, if the test wants it."""
        if self.environ.get("FAKE_STS_STOP") != moment or self.in_process:
            return
        self.note("stopped", os.getpid())
        with (self.folder / "go").open() as go:
            go.read()

    def answer(self, value: Any) -> None:
        """Success."""
        if not self.json:
            self.out.write("Done.\n")
            return
        self.out.write(json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n")

    # commands ---

    def shows(self, rest: list[str]) -> None:
        """`shows`."""
        self.begin("shows")
        state = self.service.state()
        listed = [show for show in state["shows"] if not seen_less(show)]
        self.service.keep(state)
        keys = ("show_uri", "title", "language", "created_at")
        found = [{key: show[key] for key in keys} for show in listed]
        self.answer({"shows": None if not found and "FAKE_STS_NULL_SHOWS" in self.environ else found})

    def shows_create(self, rest: list[str]) -> None:
        """`shows create`."""
        given = options(rest, "--title", "--summary", "--image", "--language", "--playback-control")
        if not given.get("--title"):
            raise FailedError("missing required flag: --title")
        fault = self.begin("shows create")
        state = self.service.state()
        show = self.service.new_show(given["--title"], given.get("--language", "en"))
        state["shows"].append(show)
        self.service.keep(state)
        if fault == "lost":
            raise FailedError(NET)
        self.answer({"show_uri": show["show_uri"]})

    def shows_get(self, rest: list[str]) -> None:
        """`shows get`."""
        self.begin("shows get")
        show = self.service.show_of(self.service.state(), rest[0])
        self.answer({"show_uri": show["show_uri"], "title": show["title"]})

    def shows_delete(self, rest: list[str]) -> None:
        """`shows delete`: with all its episodes."""
        self.begin("shows delete")
        state = self.service.state()
        show = self.service.show_of(state, rest[0])
        state["shows"].remove(show)
        self.service.keep(state)
        self.answer({"show_id": bare(rest[0]), "status": "deleted"})

    def auth_login(self, rest: list[str]) -> None:
        """`auth login`: with --no-browser, since there is none."""
        if "--no-browser" not in rest or self.typed is None:
            raise FailedError("timed out waiting for authorization (waited 5m0s)")
        fault = self.fault("auth login")
        if fault == "hang":
            self.hang()
        if fault == "garbage":
            self.out.write("Open http://phish.example.org/authorize?client_id=1\n")
            raise QuietError(0)
        led_through(self.folder, self.out, self.typed)

    def auth_status(self, rest: list[str]) -> None:
        """`auth status`: exit 0 without a login, 1 with one that is only expired."""
        status = status_of(self.folder)
        self.answer(status)
        if status["authenticated"] and "token_valid" not in status:
            raise QuietError(1)

    def upload(self, rest: list[str]) -> None:
        """`upload`."""
        if any(each in HELP for each in rest):
            self.out.write("Usage: save-to-spotify upload <file> --title <title> [flags]\n")
            return
        if not rest or rest[0].startswith("-"):
            raise FailedError("usage: save-to-spotify upload <file> --title <title> [flags]")
        flags = ("--title", "--show-id", "--new-show", "--summary", "--image", "--language")
        given = options(rest[1:], *flags)
        if not given.get("--title"):
            raise FailedError("missing required flag: --title")
        if given.get("--new-show") and given.get("--show-id"):
            raise FailedError("--new-show and --show-id are mutually exclusive")
        check_media(Path(rest[0]))
        fault = self.begin("upload")
        check_image(given.get("--image"))
        self.stop("asked")
        uri = self.created(given, fault)
        self.stop("created")
        self.sent(uri, Path(rest[0]), fault)
        self.stop("sent")
        if fault in ("lost", "put_lost"):
            raise FailedError(
                NET if fault == "lost" else f'upload failed: Put "{SIGNED}": read: connection reset by peer'
            )
        self.answer({"episode_uri": uri, "title": given["--title"], "status": "PROCESSING"})

    def created(self, given: dict[str, str], fault: str) -> str:
        """Make the episode; its audio is still to come."""
        state = self.service.state()
        show = self.target(state, given)
        if fault == "cap" or len(show["episodes"]) >= CAP:
            raise FailedError(CAPACITY)
        uri = f"spotify:episode:{secrets.token_hex(11)}"
        made = {"episode_uri": uri, "title": given["--title"], "language": given.get("--language", "en")}
        made |= {"media_type": "EPISODE_AUDIO", "created_at": self.service.now(), "summary": given.get("--summary", "")}
        show["episodes"].append(
            {**made, "audio": "", "looks": 0, "lag": self.service.lag(), "items": None, "failed": False}
        )
        self.service.keep(state)
        if fault == "no_urls":
            raise FailedError("episode created but no upload URLs returned")
        if fault == "hang":
            self.hang()
        return uri

    def target(self, state: dict[str, Any], given: dict[str, str]) -> dict[str, Any]:
        """The show that is meant; without one the last of the list, or a new one."""
        if given.get("--show-id"):
            return self.service.show_of(state, given["--show-id"])
        if not state["shows"] or given.get("--new-show") or self.fault("shows") == "net":
            state["shows"].append(self.service.new_show(given.get("--new-show") or "My Personal Podcast", "en"))
        last: dict[str, Any] = state["shows"][-1]
        return last

    def sent(self, uri: str, file: Path, fault: str) -> None:
        """Let the audio arrive."""
        if fault == "put":
            raise FailedError(f'upload failed: Put "{SIGNED}": write: broken pipe')
        state = self.service.state()
        episode = self.service.episode_of(state, uri)
        audio = hashlib.sha256(file.read_bytes()).hexdigest()
        if fault == "reject":
            state["rejected"].append(audio)
        episode |= {"audio": audio, "failed": audio in state["rejected"]}
        self.service.keep(state)

    def episodes(self, rest: list[str]) -> None:
        """`episodes`."""
        given = options(rest, "--show-id")
        self.begin("episodes")
        state = self.service.state()
        if not given.get("--show-id"):
            if not state["shows"] or self.fault("shows") == "net":
                return self.answer({"episodes": []})
            given["--show-id"] = state["shows"][-1]["show_uri"]
        show = self.service.show_of(state, given["--show-id"])
        keys = ("episode_uri", "title", "language", "media_type", "created_at")
        listed = [each for each in show["episodes"] if not seen_less(each)]
        self.service.keep(state)
        found = [{**{key: each[key] for key in keys}, "status": self.service.readiness(each)} for each in listed]
        return self.answer({"episodes": found})

    def episodes_status(self, rest: list[str]) -> None:
        """`episodes status`."""
        if "--show-id" in rest:
            raise FailedError("unknown flag: --show-id")
        self.begin("episodes status")
        state = self.service.state()
        episode = self.service.episode_of(state, rest[-1])
        readiness = self.service.readiness(episode)
        episode["looks"] += 1
        self.service.keep(state)
        self.answer({"episode_uri": episode["episode_uri"], "readiness": readiness})

    def episodes_delete(self, rest: list[str]) -> None:
        """`episodes delete`."""
        if len(rest) != 1:
            raise FailedError(f"unknown argument: {rest[1]}" if rest else "usage: save-to-spotify episodes delete <id>")
        fault = self.begin("episodes delete")
        state = self.service.state()
        episode = self.service.episode_of(state, rest[0])
        for show in state["shows"]:
            show["episodes"] = [each for each in show["episodes"] if each is not episode]
        self.service.keep(state)
        if fault == "lost":
            raise FailedError(NET)
        self.answer({"episode_id": bare(rest[0]), "status": "deleted"})

    def timeline_set(self, rest: list[str]) -> None:
        """`timeline set`."""
        given = options(rest, "--episode-id", "--show-id", "--from-file")
        for flag in ("--episode-id", "--from-file"):
            if flag not in given:
                raise FailedError(f"missing required flag: {flag}")
        items = json.loads(Path(given["--from-file"]).read_text())["items"]
        check_timeline(items)
        fault = self.begin("timeline set")
        state = self.service.state()
        self.service.show_of(state, given.get("--show-id", ""))
        self.service.episode_of(state, given["--episode-id"])["items"] = None if fault == "lost" else items
        self.service.keep(state)
        self.answer({"items": None})

    def timeline_get(self, rest: list[str]) -> None:
        """`timeline get`."""
        given = options(rest[1:], "--show-id")
        self.begin("timeline get")
        state = self.service.state()
        self.service.show_of(state, given.get("--show-id", ""))
        items = self.service.episode_of(state, rest[0])["items"] or []
        shown = [
            {kind: {key: value for key, value in each.items() if key != "url"}}
            for item in items
            for kind, each in item.items()
        ]
        self.answer({"items": shown})


if __name__ == "__main__":
    sys.exit(Program(os.environ, sys.stdout, sys.stderr, sys.stdin).main(sys.argv[1:]))
