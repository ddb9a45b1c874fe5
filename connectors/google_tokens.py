"""The way in at Google: the settings that its connectors share, logins as they are kept, and access tokens."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, AwareDatetime, Field, model_validator

from config.secrets import Secret
from config.settings import folder_name
from connectors.base import ConnectorError, SourceConfig
from connectors.codec import from_json
from connectors.http import Fetcher, StatusError, run
from connectors.items import Window

AUTH_URL = "https://accounts.google.com/o/oauth2/v2/auth"
TOKEN_URL = "https://oauth2.googleapis.com/token"  # noqa: S105  # an address, no secret
CALENDAR = "https://www.googleapis.com/auth/calendar.readonly"
TASKS = "https://www.googleapis.com/auth/tasks.readonly"
JWT_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
JWT_LIFE = timedelta(hours=1)
WARN_BEFORE = timedelta(days=2)
"""A login of an app in testing lives seven days: so it is warned of from the fifth on."""
MOST_BYTES = 2**20
MOST_SECONDS = 10**9
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def _secure(value: str) -> str:
    """An address that a secret may be sent to. Raises ValueError."""
    parts = urlsplit(value)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK):
        return value
    raise ValueError("write an address that begins with https:// (http:// only for this machine)")


Address = Annotated[str, AfterValidator(_secure)]


class GoogleConfig(SourceConfig):
    """An OAuth client of one's own ("Desktop app"), and the name of the login that was made with it."""

    client_id: str | None = None
    client_secret: Secret | None = None
    login: Annotated[str, AfterValidator(folder_name)] = "google"
    auth_url: Address = AUTH_URL
    token_url: Address = TOKEN_URL
    base_url: Address | None = None
    """Where the service is instead of at Google."""

    @property
    def key(self) -> Secret | None:
        """The key of a service account, which needs no client and no login."""
        return None

    @model_validator(mode="after")
    def _has_a_way_in(self) -> Self:
        if self.key is None and (self.client_id is None or self.client_secret is None):
            raise ValueError('set client_id and client_secret: those of your OAuth client of the type "Desktop app"')
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """What is kept of a login. `ends`: when Google will end it, None where it did not say so."""

    refresh_token: str
    scopes: tuple[str, ...]
    given: AwareDatetime
    ends: AwareDatetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """The token endpoint's answer (RFC 6749 §5.1). `refresh_token_expires_in` (seconds) comes for a login that ends:
    that of an app in testing, or one that was given for a time only.
    """

    access_token: str
    refresh_token: str | None = None
    scope: str = ""
    refresh_token_expires_in: Annotated[int | None, Field(ge=0, le=MOST_SECONDS)] = None

    def ends(self, now: datetime) -> datetime | None:
        """When the login will end, as far as this answer says so."""
        return None if self.refresh_token_expires_in is None else now + timedelta(seconds=self.refresh_token_expires_in)


@dataclass(frozen=True, slots=True)
class _Refusal:
    """Its error (RFC 6749 §5.2)."""

    error: str


@dataclass(frozen=True, slots=True)
class Access:
    """A token for the service's requests, and when the login ends if that is soon."""

    token: str
    ends: datetime | None = None


class AccountError(ConnectorError):
    """What would be the same for every calendar and list of the account."""


def access(config: GoogleConfig, kept: str, scope: str, window: Window) -> Access:
    """An access token, by the service account's key or by the login that was kept. Raises ConnectorError."""
    if config.key is not None:
        # By this machine's clock: Google compares it with its own, whatever time the episode pretends that it is.
        assertion = _assertion(config.key.reveal(), scope, config.token_url, datetime.now(UTC))
        return Access(ask_token(config, {"grant_type": JWT_GRANT, "assertion": assertion}).access_token)
    login = login_of(kept)
    if login is None:
        raise AccountError(
            f"Google needs a login. Run: dawncast login {config.login}.", transient=False, needs_login=True
        )
    if scope not in login.scopes:
        raise not_covered(config)
    form = {"grant_type": "refresh_token", "refresh_token": login.refresh_token, **client(config)}
    token = ask_token(config, form)
    return Access(token.access_token, ending(token.ends(window.now) or login.ends, window))


def login_of(kept: str) -> Login | None:
    """The login, None where there is none or none that can be read."""
    try:
        return from_json(Login, kept.encode()) if kept else None
    except ValueError:
        return None


def ending(ends: datetime | None, window: Window) -> datetime | None:
    """When the login ends, if that is soon enough to be said."""
    return ends if ends and timedelta() < ends - window.now <= WARN_BEFORE else None


def client(config: GoogleConfig) -> dict[str, str]:
    """The form fields by which the token endpoint knows the client."""
    return {
        "client_id": config.client_id or "",
        "client_secret": config.client_secret.reveal() if config.client_secret else "",
    }


def ask_token(config: GoogleConfig, form: Mapping[str, str]) -> Token:
    """One question to the token endpoint. Raises ConnectorError."""
    try:
        return from_json(Token, run(_posted(config, form)))
    except StatusError as error:
        if error.transient:
            raise
        raise _refused(config, error.body) from error
    except ValueError as error:
        strange = "Google's answer to the login could not be read. Check token_url in the settings."
        raise AccountError(strange, transient=True) from error


async def _posted(config: GoogleConfig, form: Mapping[str, str]) -> bytes:
    async with Fetcher(seconds=config.timeout / 3, most_bytes=MOST_BYTES) as fetcher:
        return (await fetcher.send("POST", config.token_url, form=form)).body


def _refused(config: GoogleConfig, body: bytes) -> AccountError:
    error = _error(body)
    if error in {"invalid_client", "unauthorized_client", "deleted_client"}:
        unknown = "Google does not know this client_id with this client_secret. Check both in the settings."
        return AccountError(unknown, transient=False)
    if config.key is not None:
        return key_refused()
    if error == "invalid_grant":
        return new_login(config)
    return AccountError(f"Google refuses the login ({error}). Run: dawncast login {config.login}.", transient=False)


def _error(body: bytes) -> str:
    try:
        found = from_json(_Refusal, body).error
    except ValueError:
        found = ""
    return found if re.fullmatch(r"\w{1,40}", found) else "it does not say why"


def new_login(config: GoogleConfig) -> AccountError:
    """The login has ended or was taken back."""
    return AccountError(
        f"Google needs a new login. Run: dawncast login {config.login}.", transient=False, needs_login=True
    )


def not_covered(config: GoogleConfig) -> AccountError:
    """The login was given for something else."""
    sentence = f"The login at Google is not for this. Run: dawncast login {config.login}, and tick every box there."
    return AccountError(sentence, transient=False)


def key_refused() -> AccountError:
    """The service account's key was deleted, or the clock is wrong."""
    sentence = (
        "Google refuses the key of the service account. Make a new one in the Google Cloud console and put it where "
        "service_account points; if it is a new one, check this machine's clock."
    )
    return AccountError(sentence, transient=False)


def not_installed() -> AccountError:
    """The libraries are an extra."""
    return AccountError("Google's libraries are not installed. Run: pip install 'dawncast[google]'", transient=False)


@dataclass(frozen=True, slots=True)
class _Key:
    """What is used of a service account's JSON key."""

    client_email: str
    private_key: str
    private_key_id: str | None = None


def _assertion(key: str, scope: str, audience: str, now: datetime) -> str:
    """A request for a token, signed with the key (RFC 7523). Raises ConnectorError."""
    try:
        from google.auth import crypt, jwt
    except ImportError:
        raise not_installed() from None
    try:
        info = from_json(_Key, key.encode())
        signer = crypt.RSASigner.from_string(info.private_key, info.private_key_id)  # type: ignore[no-untyped-call]  # it declares no types
    except ValueError:
        # From None: the errors of the parsers show parts of the key.
        wrong = "service_account is not the JSON key of a service account. Download it again, whole."
        raise AccountError(wrong, transient=False) from None
    claims = {"iss": info.client_email, "scope": scope, "aud": audience}
    times = {"iat": int(now.timestamp()), "exp": int((now + JWT_LIFE).timestamp())}
    return str(jwt.encode(signer, claims | times), "ascii")  # type: ignore[no-untyped-call]  # likewise
