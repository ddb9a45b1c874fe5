"""What save-to-spotify checks before it asks its service, and the words of its errors."""

from itertools import pairwise
from pathlib import Path
from typing import Any

MEDIA = (".mp3", ".m4a", ".mp4", ".mov", ".wav", ".ogg")
MAGIC = {".jpg": b"\xff\xd8\xff", ".jpeg": b"\xff\xd8\xff", ".png": b"\x89PNG\r\n\x1a\n"}
HELP = ("-h", "--help", "help")
NET = 'request failed — check your connectivity: Post "https://saveto.spotify.com/api/v1/x": EOF'
CAPACITY = (
    'API error (429): {"error_code":"RATE_LIMIT_EXCEEDED","reason":"capacity",'
    '"message":"You\'ve reached the episode limit. Delete existing episodes to create new ones."}'
)
NOT_FOUND = 'API error (404): {"error_code":"RESOURCE_NOT_FOUND","message":"The specified episode was not found"}'
SIGNED = "https://storage.example.com/upload?X-Goog-Signature=c2VjcmV0"
BEFORE = {
    "auth": "not authenticated — run `save-to-spotify auth login` first",
    "refresh": "token refresh failed — run `save-to-spotify auth login` again: token error: invalid_grant — Expired",
    "offline": "token refresh failed — run `save-to-spotify auth login` again: token request failed: "
    'Post "https://accounts.spotify.com/api/token": dial tcp: lookup accounts.spotify.com: no such host',
    "net": NET,
    "server": "API error (503): <html>\x07\xa0unavailable</html>",
    "rate": 'API error (429): {"error_code":"RATE_LIMIT_EXCEEDED","reason":"save_rate","message":"Slow down"}',
    "old": "this version of save-to-spotify (v0.0.1) is no longer supported.\nThe minimum required version is v0.2.0.",
}


class FailedError(Exception):
    """An error, as the program words it."""


class HungError(Exception):
    """The call never ends; only where there is no process that could hang."""


class QuietError(Exception):
    """It ends with that code and says nothing more."""


def quoted(text: str) -> str:
    """As Go's %q has it: what cannot be printed is escaped in ways that JSON does not know."""
    short = {"\a": "\\a", "\v": "\\v", "\n": "\\n", "\t": "\\t", '"': '\\"', "\\": "\\\\"}
    return (
        '"' + "".join(short.get(each) or (each if each.isprintable() else f"\\x{ord(each):02x}") for each in text) + '"'
    )


def options(rest: list[str], *known: str) -> dict[str, str]:
    """Flags and their values."""
    given, words = {}, iter(rest)
    for flag in words:
        if flag not in known:
            raise FailedError(f"unknown flag: {flag}")
        value = next(words, None)
        if value is None:
            raise FailedError(f"{flag} requires a value")
        given[flag] = value
    return given


def bare(uri: str) -> str:
    """An address's last part."""
    return uri.rpartition(":")[2]


def safe(uri: str) -> str:
    """An address with nothing in it that would change a request. Raises FailedError."""
    if not bare(uri) or not all(each.isalnum() or each in "-._~" for each in bare(uri)):
        raise FailedError(f"backend URL path segment {quoted(bare(uri))} contains unsafe characters")
    return uri


def check_media(file: Path) -> None:
    """What the program looks at before it asks the service anything. Raises FailedError."""
    if not file.exists():
        raise FailedError(f'cannot access file "{file}": stat {file}: no such file or directory')
    if file.is_dir():
        raise FailedError(f'"{file}" is a directory, not a file')
    if file.stat().st_size == 0:
        raise FailedError(f'file "{file}" is empty (0 bytes)')
    if file.suffix.lower() not in MEDIA:
        raise FailedError(f'unsupported file extension "{file.suffix}" (allowed: .mp3, .m4a, .mp4, .mov, .wav, .ogg)')


def check_image(path: str | None) -> None:
    """The same for an image."""
    if not path:
        return
    suffix = Path(path).suffix.lower()
    if suffix not in MAGIC:
        raise FailedError(f'unsupported image extension "{suffix}" (allowed: .jpg, .jpeg, .png)')
    data = Path(path).read_bytes()
    if len(data) > 2**20:
        raise FailedError(f"image too large ({len(data) / 2**20:.1f} MB) — maximum is 1 MB")
    if not data.startswith(MAGIC[suffix]):
        raise FailedError(f"file does not appear to be a valid {suffix} image")


def check_timeline(items: list[dict[str, Any]]) -> None:
    """A timeline's rules; unlike the program this also holds the last chapter to its distance. Raises FailedError."""
    if not items:
        raise FailedError("timeline must have at least one item")
    starts = [item["chapter"]["start_time_ms"] for item in items if "chapter" in item]
    if not all(isinstance(start, int) for start in starts):
        raise FailedError("failed to parse timeline file: json: cannot unmarshal number into Go struct field")
    if any(not item["chapter"]["title"] for item in items if "chapter" in item):
        raise FailedError("chapter at index 0 has an empty title")
    if len(starts) == 1:
        raise FailedError("at least 2 chapters are required (found 1)")
    if starts and starts[0]:
        raise FailedError("first chapter must start at 0 ms")
    if any(after - before < 5000 for before, after in pairwise(starts)):
        raise FailedError("chapter at index 0 must be at least 5s long (found 0ms between start times)")
    links = sorted((item["link"]["start_time_ms"], item["link"]["duration_ms"]) for item in items if "link" in item)
    if any(duration <= 0 for _, duration in links):
        raise FailedError("link at index 0: duration_ms must be positive")
    if any(first[0] + first[1] > second[0] for first, second in pairwise(links)):
        raise FailedError("companion content overlaps: item at index 0 overlaps with item at index 1")
    for item in items:
        if "link" in item and not item["link"]["url"].startswith(("http://", "https://")):
            raise FailedError("link at index 0: url must be a valid HTTP(S) URL")
