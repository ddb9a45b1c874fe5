"""`dawncast login` at Google: the loopback flow with PKCE (RFC 8252, RFC 7636).

The browser may be on another machine: its last address, which it cannot open there, can be pasted here instead.
"""

import html
import secrets
import threading
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from queue import Empty, Queue
from urllib.parse import parse_qs, urlencode, urlsplit

from connectors.base import ConnectorError, Person
from connectors.codec import to_json
from connectors.google_tokens import CALENDAR, TASKS, GoogleConfig, Login, Token, ask_token, client

SCOPES = (CALENDAR, TASKS)
"""Asked for together, so that one login serves both kinds of sources; a person may leave one out."""
PATIENCE = 600.0
"""Seconds that a person may take."""
ASKING = """Open this address in a browser, here or on another machine, and allow what it asks for:

{address}

If the browser then cannot open a page of 127.0.0.1 (it runs on another machine), copy the address of that page."""
QUESTION = "Paste that address here, or just wait:"


def log_in(config: GoogleConfig, person: Person, patience: float = PATIENCE) -> str:
    """Lead a person through Google's login and return what to keep. Raises ConnectorError."""
    if config.key is not None:
        raise ConnectorError("This source has a service account, which needs no login.", transient=False)
    known = client(config)  # before anything is asked: the secret may be out of reach
    state, verifier = secrets.token_urlsafe(24), secrets.token_urlsafe(64)
    answers: Queue[str] = Queue()
    with _loopback(state, answers.put) as redirect:
        person.say(ASKING.format(address=address(config, redirect, state, verifier)))
        threading.Thread(target=_paste, args=(person, state, answers.put), daemon=True).start()
        code = code_of(_first(answers, patience), state)
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect, "code_verifier": verifier}
    token = ask_token(config, {**form, **known})
    login = login_given(token, datetime.now(UTC))
    for line in remarks(login):
        person.say(line)
    return to_json(login).decode()


def address(config: GoogleConfig, redirect: str, state: str, verifier: str) -> str:
    """The page at which a person logs in."""
    challenge = urlsafe_b64encode(sha256(verifier.encode()).digest()).decode().rstrip("=")
    query = {
        "client_id": config.client_id or "",
        "redirect_uri": redirect,
        "response_type": "code",
        "scope": " ".join(SCOPES),
        "state": state,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
        "access_type": "offline",
        "prompt": "consent",  # without it there is a refresh token the first time only
    }
    return f"{config.auth_url}?{urlencode(query)}"


def is_answer(url: str, state: str) -> bool:
    """Whether that is where Google sent the browser in the end, for this very question."""
    query = _query(url)
    asked = secrets.compare_digest(query.get("state", "").encode(), state.encode())
    return asked and bool(query.get("code") or query.get("error"))


def code_of(url: str, state: str) -> str:
    """The code in an answer. Raises ConnectorError where Google or the person said no."""
    query = _query(url)
    if is_answer(url, state) and query.get("code"):
        return query["code"]
    if query.get("error") == "access_denied":
        denied = "Google was told not to give access. Run the command again, and allow it."
        raise ConnectorError(denied, transient=False)
    raise ConnectorError("Google did not allow the login. Its page in the browser says why.", transient=False)


def _query(url: str) -> dict[str, str]:
    try:
        return {name: values[-1] for name, values in parse_qs(urlsplit(url.strip()).query).items()}
    except ValueError:
        return {}


def login_given(token: Token, now: datetime) -> Login:
    """What to keep of the token endpoint's answer. Raises ConnectorError where it will not last."""
    if not token.refresh_token:
        passing = (
            "Google gave a login for one hour only. Use an OAuth client of the type Desktop app, and log in again."
        )
        raise ConnectorError(passing, transient=False)
    return Login(refresh_token=token.refresh_token, scopes=tuple(token.scope.split()), given=now, ends=token.ends(now))


def remarks(login: Login) -> Iterator[str]:
    """What the person should know of their login."""
    for scope, things in ((CALENDAR, "calendars"), (TASKS, "tasks")):
        if scope not in login.scopes:
            yield f"You did not tick the {things}, so they cannot be read. If you want them, run the command again."
    if login.ends:
        yield (
            f"Google will end this login on {login.ends.astimezone():%A, %d %B}. Logins last once the app is published "
            "(Google Cloud console, OAuth consent screen, Publish app)."
        )


@contextmanager
def _loopback(state: str, answered: Callable[[str], None]) -> Iterator[str]:
    """Listens on this machine for the browser; gives the address to which Google is to send it."""
    from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

    class Handler(BaseHTTPRequestHandler):
        timeout = 10

        def do_GET(self) -> None:
            good = is_answer(self.path, state)
            text = "You can close this page: Dawncast has its answer." if good else "There is nothing here."
            body = f"<!doctype html><title>Dawncast</title><p>{html.escape(text)}".encode()
            self.send_response(200 if good else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            if good:
                answered(self.path)

        def log_message(self, *_: object) -> None:
            """Nothing: what it would write holds the code."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()


def _paste(person: Person, state: str, answered: Callable[[str], None]) -> None:
    """Ask for the address until it is the right one, or nobody is there to type (EOFError)."""
    try:
        while not is_answer(pasted := person.ask(QUESTION), state):
            if pasted.strip():
                person.say("That is not it. It begins with http://127.0.0.1 and has code= in it.")
    except EOFError:
        return
    answered(pasted)


def _first(answers: "Queue[str]", patience: float) -> str:
    try:
        return answers.get(timeout=patience)
    except Empty:
        late = f"Nobody has logged in within {patience / 60:.0f} minutes. Run the command again."
        raise ConnectorError(late, transient=True) from None
