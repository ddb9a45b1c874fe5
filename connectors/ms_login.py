"""Logging in at Microsoft: the device code flow (RFC 8628) and the refreshing of its tokens.

Documented at https://learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code. Plain HTTP, because two forms
and three answers need no library.
"""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from connectors.base import ConnectorError, Person
from connectors.codec import from_json, to_json
from connectors.feed_text import plain
from connectors.http import Fetcher, StatusError

SCOPES = "offline_access Calendars.Read Tasks.Read"
SECONDS = 20.0
SLOWER = 5.0
"""Seconds by which the polling slows down when it is told to (RFC 8628 §3.5)."""
MOST_BYTES = 2**20
MOST_SHOWN = 200
DEVICE = "urn:ietf:params:oauth:grant-type:device_code"
PENDING, TOO_FAST = "authorization_pending", "slow_down"
ENDED = frozenset({"expired_token", "bad_verification_code", "code_expired"})
DECLINED = frozenset({"authorization_declined", "access_denied"})
AGAIN = frozenset({"invalid_grant", "interaction_required", "consent_required", "login_required"})
"""Errors at a refresh that only a person can mend: revoked, expired, a new password, a permission taken back."""
_CODE = re.compile(r"AADSTS\d{3,9}")
Sleep = Callable[[float], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Client:
    """The application that asks: `address` is that of its tenant; `login` the name under which the login is kept."""

    address: str
    client_id: str
    login: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a login is worth; Microsoft gives a new refresh token with each use."""

    access_token: str = field(repr=False)
    refresh_token: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class _Kept:
    """The login as it is kept."""

    refresh_token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Code:
    """What the person is shown, and how long and how often to ask whether they are through (seconds)."""

    device_code: str = field(repr=False)
    user_code: str
    verification_uri: str
    expires_in: float = 900.0
    interval: float = 5.0


@dataclass(frozen=True, slots=True)
class _Error:
    error: str
    error_description: str = ""


def kept(tokens: Tokens) -> str:
    """The login to keep. It is a secret."""
    return to_json(_Kept(tokens.refresh_token)).decode()


async def device_login(client: Client, person: Person, sleep: Sleep) -> str:
    """Lead a person through the login on a device of theirs; the login to keep. Raises ConnectorError."""
    async with Fetcher(seconds=SECONDS, most_bytes=MOST_BYTES) as fetcher:
        code = await _code(fetcher, client)
        address, shown = plain(code.verification_uri, MOST_SHOWN), plain(code.user_code, MOST_SHOWN)
        person.say(f"Open {address} on any device, enter the code {shown} and log in there.")
        tokens = await _waited(fetcher, client, code, sleep)
    if not tokens.refresh_token:
        raise ConnectorError("Microsoft gave no lasting login. Allow what it asks for, and try again.", transient=False)
    return kept(tokens)


async def refreshed(fetcher: Fetcher, client: Client, login: str) -> Tokens:
    """New tokens for a kept login. Raises ConnectorError, with `needs_login` where it is used up."""
    try:
        refresh_token = from_json(_Kept, login.encode()).refresh_token
    except ValueError as error:
        raise needs_login(client.login, "Microsoft needs a login.") from error
    form = {"grant_type": "refresh_token", "refresh_token": refresh_token, "scope": SCOPES}
    try:
        tokens = await _tokens(fetcher, client, form)
    except StatusError as error:
        refused = _error(error)
        if refused.error in AGAIN:
            raise needs_login(client.login, f"Microsoft needs a new login{_number(refused)}.") from error
        raise _explained(error, refused) from error
    return Tokens(tokens.access_token, tokens.refresh_token or refresh_token)


def needs_login(login: str, why: str) -> ConnectorError:
    """The error that only a new login mends."""
    return ConnectorError(f"{why} Run: dawncast login {login}.", transient=False, needs_login=True)


async def _code(fetcher: Fetcher, client: Client) -> _Code:
    form = {"client_id": client.client_id, "scope": SCOPES}
    try:
        answer = await fetcher.send("POST", f"{client.address}/oauth2/v2.0/devicecode", form=form)
        return from_json(_Code, answer.body)
    except StatusError as error:
        raise _explained(error, _error(error)) from error
    except ValueError as error:
        raise _not_understood() from error


async def _waited(fetcher: Fetcher, client: Client, code: _Code, sleep: Sleep) -> Tokens:
    """The tokens, as soon as the person is through."""
    form = {"grant_type": DEVICE, "device_code": code.device_code}
    wait, left = max(1.0, code.interval), code.expires_in
    while left > 0:
        await sleep(wait)
        left -= wait
        try:
            return await _tokens(fetcher, client, form)
        except StatusError as error:
            wait += _more_wait(error)
        except ConnectorError as error:
            if not error.transient:
                raise
    raise _expired()


def _more_wait(error: StatusError) -> float:
    """Seconds to wait longer from now on. Raises ConnectorError where waiting leads to nothing."""
    refused = _error(error)
    if refused.error in DECLINED:
        declined = "The login at Microsoft was declined. Try again when you want it."
        raise ConnectorError(declined, transient=False) from error
    if refused.error in ENDED:
        raise _expired() from error
    if refused.error not in {PENDING, TOO_FAST} and not error.transient:
        raise _explained(error, refused) from error
    return SLOWER if refused.error == TOO_FAST or error.status == 429 else 0.0


async def _tokens(fetcher: Fetcher, client: Client, form: dict[str, str]) -> Tokens:
    whole = {"client_id": client.client_id, **form}
    answer = await fetcher.send("POST", f"{client.address}/oauth2/v2.0/token", form=whole)
    try:
        return from_json(Tokens, answer.body)
    except ValueError as error:
        raise _not_understood() from error


def _error(error: StatusError) -> _Error:
    try:
        return from_json(_Error, error.body)
    except ValueError:
        return _Error("")


def _number(refused: _Error) -> str:
    """Microsoft's own number of the error, by which its meaning can be looked up."""
    found = _CODE.search(refused.error_description)
    return f" ({found[0]})" if found else ""


def _explained(error: StatusError, refused: _Error) -> ConnectorError:
    if not refused.error or error.transient:
        return error
    sentence = (
        f"Microsoft refuses the application{_number(refused)}. Check client_id and tenant in the settings, and that "
        "its registration allows public client flows."
    )
    return ConnectorError(sentence, transient=False)


def _expired() -> ConnectorError:
    return ConnectorError("The code is no longer valid. Run the login again and enter the new one.", transient=False)


def _not_understood() -> ConnectorError:
    return ConnectorError("Microsoft's login could not be understood. Try again later.", transient=True)
