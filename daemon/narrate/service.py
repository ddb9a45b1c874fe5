"""What voices over the network share: where the service is, what it is told, and what its refusals mean."""

import re
import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from config.secrets import Secret, SecretError
from daemon.home.consents import Consent, Consents
from daemon.hosts import is_home, parts_of
from daemon.model import Clip, VoiceWhy
from daemon.narrate.base import VoiceConfig, VoiceError

if TYPE_CHECKING:
    import httpx

SILENCE_SECONDS, SILENCE_RATE = 0.1, 24_000
LONGEST = 300.0
"""Seconds that nothing waits longer than; each request has a limit of its own."""
_MOST = 12


def _address(text: str) -> str:
    if parts_of(text) is None:
        raise ValueError(
            "write the server's http:// or https:// address, as http://127.0.0.1:8880/v1, without a name, a password, "
            "? or #"
        )
    return text


class ServiceConfig(VoiceConfig):
    """A service, its key, its address where it is not the service's own; `price` in US dollars for 1,000 characters."""

    api_key: Secret | None = None
    api_base: Annotated[str, AfterValidator(_address)] | None = None
    price: float | None = Field(default=None, ge=0, allow_inf_nan=False)

    @model_validator(mode="after")
    def _key_is_kept(self) -> Self:
        if self.api_key is None and self.api_base is None:
            raise ValueError('the service wants a key: api_key = { file = "~/…" }, or another reference')
        if self.api_key and self.api_base and self.api_base.startswith("http:") and not is_home(self.api_base):
            raise ValueError(
                "api_base begins with https://, or anybody on the way could read the key; "
                "http:// is for a server on this machine or at home"
            )
        return self

    def key(self) -> str | None:
        """The key itself. Raises VoiceError."""
        try:
            return self.api_key.reveal() if self.api_key else None
        except SecretError as error:
            raise VoiceError(f"The key of the voice could not be read: {error}", "key") from None

    @property
    def price_a_character(self) -> float | None:
        """US dollars."""
        return None if self.price is None else self.price / 1000


def consent_of(engine: str, voice: str, folder: Path) -> Consent | None:
    """The record of consent for an engine's voice, by its ID or the record's name. One that cannot be read is none."""
    try:
        return Consents(folder).for_voice(engine, voice)
    except OSError:
        return None


def consented(record: Consent | None) -> str:
    """A voice's consent in its identity: what was spoken under a record is not there for anybody without that one."""
    return f"/{record.name}/{record.when.isoformat()}" if record else ""


def sayable(text: str) -> str:
    """The text on one line, without control characters and halves of letters, which no service takes."""
    return " ".join("".join(letter for letter in text if not _is_mute(letter)).split())


def _is_mute(letter: str) -> bool:
    control = letter < " " or "\x7f" <= letter <= "\x9f"
    return (control and not letter.isspace()) or "\ud800" <= letter <= "\udfff"


def has_words(text: str) -> bool:
    """Whether there is anything in it to say."""
    return bool(re.search(r"\w", text))


def silence(text: str) -> Clip:
    """The clip of a text without words, for which nobody needs to be asked."""
    return Clip(text=text, rate=SILENCE_RATE, pcm=bytes(2 * int(SILENCE_SECONDS * SILENCE_RATE)))


def http_client(address: str) -> "httpx.AsyncClient":
    """A client that follows no redirect, so that key and text go where the settings say and nowhere else.

    A host at home is asked past the proxy of the environment: what it is told would not stay there.
    """
    import httpx

    return httpx.AsyncClient(verify=tls(), trust_env=not is_home(address), follow_redirects=False, timeout=LONGEST)


@cache
def tls() -> ssl.SSLContext:
    """Whom to trust; reading that takes a while, so it is done once."""
    import httpx

    return httpx.create_ssl_context()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What a service answered in the place of sound: its HTTP status, its own words for it, and its headers."""

    status: int
    codes: frozenset[str]
    headers: Mapping[str, str]


_CODES: dict[VoiceWhy, tuple[str, ...]] = {
    "quota": (
        "quota_exceeded", "insufficient_quota", "insufficient_credits", "payment_required", "paid_plan_required",
        "output_format_not_allowed", "subscription_required", "can_not_use_instant_voice_cloning", "ivc_not_permitted",
        "voice_limit_reached",
    ),
    "key": (
        "invalid_api_key", "missing_api_key", "needs_authorization", "invalid_authorization_header",
        "missing_permissions", "insufficient_permissions", "detected_unusual_activity",
    ),
    "late": ("too_many_concurrent_requests", "concurrent_limit_exceeded", "rate_limit_exceeded", "system_busy"),
    "voice": (
        "voice_not_found", "voice_does_not_exist", "invalid_uid", "model_not_found", "unsupported_model",
        "model_access_denied", "voice_not_fine_tuned", "famous_voice_not_permitted", "free_users_not_allowed",
    ),
    "text": ("content_against_policy", "content_policy_violation", "text_too_long", "max_character_limit_exceeded"),
}  # fmt: skip  # one line says more than twenty
_STATUSES: dict[int, VoiceWhy] = {
    401: "key", 402: "quota", 403: "key", 404: "voice", 408: "unreachable", 413: "text", 429: "late",
}  # fmt: skip  # a table
_SENTENCES: dict[VoiceWhy, str] = {
    "quota": "{host} gives this account no more: its quota is used up, or its plan does not include this. Look at "
    "the account there, or choose another voice.",
    "key": "{host} refused the key. Check `api_key` under [voice], and what that key may do there.",
    "late": "{host} takes no more at once. Try again in a moment, or look at the limits of the plan there.",
    "voice": "{host} knows no such voice or model. Check `voice` and `model` under [voice].",
    "text": "{host} does not speak this text, or not with these settings. Check the settings under [voice]; if only a "
    "part of an episode fails, its source may be worth a look.",
    "unreachable": "{host} is out of order or overloaded. Try again later.",
}
_MOVED = "{host} answers from another address. Write that one as `api_base` under [voice]."
_CONNECTION = (
    (("SSL", "Certificate"), "{host} could not show who it is (TLS). Check `api_base` under [voice]."),
    (("gaierror",), "There is no server called {host}. Check `api_base` under [voice], and the connection."),
    (("ConnectError", "ConnectTimeout"), "{host} could not be reached. Check that it runs, `api_base` under [voice], "
     "and the connection."),
    (("Timeout",), "{host} took too long. Try again later."),
    (("ProtocolError", "ReadError", "WriteError"), "{host} broke off in the middle of its answer. Try again later."),
)  # fmt: skip  # marks, then the sentence
_ODD = "{host} gave no answer that a voice gives. Check `api_base` under [voice], or try again later."


def refusal(host: str, answered: Answered) -> VoiceError:
    """What a refusal means, by the service's own word for it, else by the status."""
    why = next((why for why, codes in _CODES.items() if answered.codes & set(codes)), None)
    why = why or _STATUSES.get(answered.status) or ("text" if 400 <= answered.status < 500 else "unreachable")
    moved = 300 <= answered.status < 400
    sentence = (_MOVED if moved else _ODD if answered.status < 300 else _SENTENCES[why]).format(host=host)
    return VoiceError(sentence, why, busy=why == "late", retry_after=_seconds(answered.headers.get("retry-after")))


def trouble(host: str, error: BaseException) -> VoiceError:
    """What an error of the connection means, by the names of all that is behind it."""
    names = " ".join(kind.__name__ for each in _chain(error) for kind in type(each).__mro__)
    sentence = next((found for marks, found in _CONNECTION if any(mark in names for mark in marks)), _ODD)
    return VoiceError(sentence.format(host=host))


def broken(host: str) -> VoiceError:
    """That what was answered cannot be played."""
    return VoiceError(f"{host} answered with sound that cannot be played. Try again.", "sound")


def _seconds(text: str | None) -> float | None:
    return float(text) if text and re.fullmatch(r"\d{1,5}(\.\d{1,3})?", text.strip()) else None


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The error and what it was raised from, the outermost first."""
    for _ in range(_MOST):
        if error is None:
            return
        yield error
        error = error.__cause__ or error.__context__
