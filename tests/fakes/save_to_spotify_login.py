"""The login of save-to-spotify: two files, which a person's pasted address brings."""

import json
import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.fakes.save_to_spotify_rules import FailedError


def led_through(folder: Path, out: TextIO, typed: TextIO) -> None:
    """Print the address, take the pasted one, and keep the login. Raises FailedError."""
    state = secrets.token_urlsafe(8)
    asked = urlencode({"client_id": "c", "redirect_uri": "http://127.0.0.1:8085/callback", "state": state})
    out.write("Open this URL in any browser to authenticate:\n\n")
    out.write(f"  https://accounts.spotify.com/authorize?{asked}\n\nPaste the full redirect URL here: ")
    out.flush()
    query = parse_qs(urlsplit(typed.readline().strip()).query)
    if query.get("error"):
        raise FailedError(f"authorization error: {query['error'][0]}")
    if not query.get("code"):
        raise FailedError("no authorization code found in URL")
    if query.get("state") != [state]:
        raise FailedError("state mismatch — possible CSRF attack")
    log_in(folder)
    out.write("\n✓ Successfully authenticated with Spotify!\n")


def status_of(folder: Path) -> dict[str, Any]:
    """What `auth status` says."""
    file = folder / "token.json"
    if not file.exists():
        return {"authenticated": False}
    ends = datetime.fromisoformat(json.loads(file.read_text())["expires_at"])
    left = int((ends - datetime.now(UTC)).total_seconds())
    valid = {"token_valid": True} if left > 0 else {}
    return {"authenticated": True, **valid, "expires_in_seconds": left, "scopes": "sts-content-management"}


def log_in(folder: Path) -> None:
    """Give the program a login, which has expired and can be refreshed, as always in the morning."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    token = {"access_token": "a-secret-token", "refresh_token": "r", "token_type": "Bearer", "scopes": "s"}
    (folder / "token.json").write_text(json.dumps({**token, "expires_at": "2020-01-01T00:00:00+00:00"}))
    (folder / "dpop_key.json").write_text('{"kty":"EC","d":"a-secret-key"}')
    for name in ("token.json", "dpop_key.json"):
        (folder / name).chmod(0o600)
