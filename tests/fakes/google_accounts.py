"""A stand-in for Google's accounts: the page of consent, the token endpoint, access tokens that carry scopes."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Callable
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests.fakes.web import Reply, Request, Web

ACCOUNT = "kim@example.org"
CLIENT_ID, CLIENT_SECRET = "1234-dawncast.apps.googleusercontent.com", "GOCSPX-hidden"
CALENDAR = "https://www.googleapis.com/auth/calendar.readonly"
TASKS = "https://www.googleapis.com/auth/tasks.readonly"
JWT_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
JSON = {"Content-Type": "application/json; charset=UTF-8"}
Object = dict[str, Any]


def error(status: int, reason: str, message: str, domain: str = "global", **more: Any) -> Reply:
    """An API's error: the old list of reasons in the Calendar API's form."""
    one = {"domain": domain, "reason": reason, "message": message, **more}
    return Reply(json.dumps({"error": {"errors": [one], "code": status, "message": message}}).encode(), status, JSON)


def refusal(error: str, description: str, status: int = 400) -> Reply:
    """The token endpoint's error."""
    return Reply(json.dumps({"error": error, "error_description": description}).encode(), status, JSON)


class GoogleAccounts(Web):
    """One client, and whoever logs in with it."""

    def __init__(self) -> None:
        super().__init__()
        self._codes: dict[str, Object] = {}
        self._logins: dict[str, list[str]] = {}
        self._access: dict[str, list[str]] = {}
        self._lives: int | None = None
        self._key: Callable[[bytes], Object] | None = None
        self.answer("/o/oauth2/v2/auth", self._consent)
        self.answer("/token", self._token)

    @property
    def base_url(self) -> str:
        return self.url("")

    def settings(self, **more: Any) -> Object:
        """What a source's table holds so that it comes here."""
        return {
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
            "auth_url": self.url("/o/oauth2/v2/auth"),
            "token_url": self.url("/token"),
            "base_url": self.base_url,
            **more,
        }

    # what becomes of logins ---

    def login(self, *scopes: str) -> str:
        """A refresh token that was given for these scopes."""
        token = f"1//refresh-{len(self._logins) + 1}"
        self._logins[token] = list(scopes or (CALENDAR, TASKS))
        return token

    def in_testing(self, seconds: int = 604_799) -> None:
        """The app was never published: from now on every login lives a week."""
        self._lives = seconds

    def revoke(self) -> None:
        """All logins end, and with them all access."""
        self._logins.clear()
        self._access.clear()

    def trust(self, key: Callable[[bytes], Object]) -> None:
        """A service account's key: what gives the claims of a good assertion, or raises ValueError."""
        self._key = key

    # OAuth ---

    def _consent(self, request: Request) -> Reply:
        """The page on which a person has just clicked Allow; `untick` (a scope) in its query leaves that one out."""
        query = request.query
        good = (
            query.get("client_id") == CLIENT_ID
            and query.get("response_type") == "code"
            and query.get("code_challenge_method") == "S256"
            and urlsplit(query["redirect_uri"]).hostname == "127.0.0.1"
        )
        if not good:
            return Reply(b"<h1>Error 400: redirect_uri_mismatch</h1>", 400, {"Content-Type": "text/html"})
        if "deny" in query:
            return self._redirect(query, {"error": "access_denied"})
        code = f"4/code-{len(self._codes) + 1}"
        scopes = [scope for scope in query["scope"].split() if scope != query.get("untick")]
        self._codes[code] = {**query, "scopes": scopes}
        return self._redirect(query, {"code": code, "scope": " ".join(scopes)})

    def _redirect(self, query: dict[str, str], answer: dict[str, str]) -> Reply:
        to = f"{query['redirect_uri']}?{urlencode({'state': query['state'], **answer})}"
        return Reply(b"", 302, {"Location": to})

    def _token(self, request: Request) -> Reply:
        form = request.form
        if form.get("grant_type") == JWT_GRANT:
            return self._by_assertion(form["assertion"])
        if form.get("client_id") != CLIENT_ID or form.get("client_secret") != CLIENT_SECRET:
            return refusal("invalid_client", "The OAuth client was not found.", 401)
        if form.get("grant_type") == "authorization_code":
            return self._by_code(form)
        scopes = self._logins.get(form.get("refresh_token", ""))
        if scopes is None:
            return refusal("invalid_grant", "Token has been expired or revoked.")
        return self._granted(scopes)

    def _by_code(self, form: dict[str, str]) -> Reply:
        asked = self._codes.pop(form.get("code", ""), None)  # a code is good for one use
        challenge = urlsafe_b64encode(sha256(form.get("code_verifier", "").encode()).digest()).decode().rstrip("=")
        if asked is None or asked["code_challenge"] != challenge:
            return refusal("invalid_grant", "Malformed auth code.")
        if asked["redirect_uri"] != form.get("redirect_uri"):
            return refusal("redirect_uri_mismatch", "Bad Request")
        lasting = asked.get("access_type") == "offline"
        more: Object = {"refresh_token": self.login(*asked["scopes"])} if lasting else {}
        if self._lives is not None:
            more["refresh_token_expires_in"] = self._lives
        return self._granted(asked["scopes"], more)

    def _by_assertion(self, assertion: str) -> Reply:
        try:
            claims = self._key(assertion.encode()) if self._key else {}
        except ValueError:
            claims = {}
        if claims.get("aud") != self.url("/token"):
            return refusal("invalid_grant", "Invalid JWT Signature.")
        return self._granted(claims["scope"].split())

    def _granted(self, scopes: list[str], more: Object | None = None) -> Reply:
        token = f"ya29.access-{len(self._access) + 1}"
        self._access[token] = scopes
        answer = {
            "access_token": token,
            "expires_in": 3599,
            "scope": " ".join(scopes),
            "token_type": "Bearer",
            **(more or {}),
        }
        return Reply(json.dumps(answer).encode(), headers=JSON)

    def _turned_away(self, request: Request, scope: str) -> Reply | None:
        scopes = self._access.get(request.headers.get("authorization", "").removeprefix("Bearer "))
        if scopes is None:
            return error(401, "authError", "Invalid Credentials", locationType="header", location="Authorization")
        if scope not in scopes:
            return error(403, "insufficientPermissions", "Insufficient Permission: Request had insufficient scopes.")
        return None
