"""Whether the private feed can be reached: asks for it as a podcast app would, from this machine."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from config.settings import Settings
from daemon.finding import Finding
from daemon.home.home import Home
from daemon.home.tokens import DOCTOR, Tokens
from daemon.links import base_of, feed_address, feeds_of, shows_of
from daemon.podcast_apps import Reach, names_of, reach_of
from daemon.publish.shelf import Shelf

if TYPE_CHECKING:
    import httpx2

SECONDS = 10.0
AGENT = "Dawncast-Doctor"
MOMENT = timedelta(minutes=5)
"""How long the doctor's own token is valid, should it be cut off before it takes it back."""
SERVER, FEED, PROXY = "server", "feed", "web server in front"
FOR_A_PHONE = 'For a phone: host = "0.0.0.0" under [server], or base_url (README).'
_REFUSED = {
    404: "something else than Dawncast answers there, or the path of base_url is not the one that leads to it; correct "
    "base_url, or what the web server passes on",
    421: "the server does not know itself by that name; add it to names under [server]",
    502: "the web server in front of it does not reach it; let that pass on to {server}",
    503: "it has too much to do, or the web server in front does not reach it; that is to pass on to {server}",
}


def addresses_of(name: str) -> list[str]:
    """The numeric addresses of a name. Raises OSError."""
    return [str(found[4][0]) for found in socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)]


async def examine_reach(
    settings: Settings, home: Home, tokens: Tokens, now: datetime, lookup: Callable[[str], list[str]] = addresses_of
) -> AsyncIterator[Finding]:
    """Whether the server answers, then whether the feed does at its address, and who can therefore use it."""
    if not shows_of(settings):
        return
    if silent := await _server_trouble(settings, missed=bool(tokens.all(now))):
        yield silent
        return
    yield Finding(well=True, what=SERVER, sentence=f"answers at {local_address(settings)}")
    base = base_of(settings)
    trouble, addresses = await _looked_up(base, lookup)
    if trouble:
        yield Finding(well=False, what=FEED, sentence=trouble)
        return
    with _own_token(tokens, now) as token:
        yield await _feed(
            settings, feed_address(f"{base}/f/{token}", None), addresses, is_empty=_is_empty(settings, home)
        )
    if base.startswith("https:"):
        yield await _proxy(settings, base)


async def _server_trouble(settings: Settings, *, missed: bool) -> Finding | None:
    """Why nobody is answered; None where the server is. `missed`: some app has been let in; else it may not run yet."""
    address = local_address(settings)
    if not settings.server.port:
        why = "port = 0 under [server]: nothing listens, so that no app finds the feed. Take that line out."
        return Finding(well=False, what=SERVER, sentence=why)
    answer = await _asked(f"{address}/robots.txt")  # /healthz is not for whom a proxy asks, who may be on this machine
    if isinstance(answer, str):
        why = f"nothing answers at {address}. Start the daemon: dawncast service install, or dawncast serve."
        later = "not running. To listen in a podcast app: dawncast serve, and dawncast feed add phone."
        return Finding(well=not missed, what=SERVER, sentence=why if missed else later)
    if answer.status_code != 200 or "x-robots-tag" not in answer.headers:
        why = f"another program listens at {address}. End it, or choose another port under [server]."
        return Finding(well=False, what=SERVER, sentence=why)
    return None


def _is_empty(settings: Settings, home: Home) -> bool:
    return not any(Shelf(home.libraries / name).shows() for name in feeds_of(settings))


def local_address(settings: Settings) -> str:
    """Where the server can be asked from this machine."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.server.host, settings.server.host)  # noqa: S104  # to tell it
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.server.port}"


async def _looked_up(base: str, lookup: Callable[[str], list[str]]) -> tuple[str, list[str]]:
    """What is wrong with the address' name, "" if nothing; and the numeric addresses it has."""
    name = urlsplit(base).hostname or ""
    try:
        return "", await asyncio.wait_for(asyncio.to_thread(lookup, name), SECONDS)
    except (OSError, UnicodeError, TimeoutError):
        return (
            f"the name {name} leads nowhere. Correct base_url, or give the name an address where it is registered.",
            [],
        )


@contextmanager
def _own_token(tokens: Tokens, now: datetime) -> Iterator[str]:
    """A token for this examination alone."""
    tokens.revoke(DOCTOR)
    try:
        yield tokens.add(DOCTOR, now, expires=now + MOMENT)
    finally:
        tokens.revoke(DOCTOR)


async def _feed(settings: Settings, address: str, addresses: list[str], *, is_empty: bool) -> Finding:
    base = base_of(settings)
    answer = await _asked(address)
    wrong = answer if isinstance(answer, str) else _refusal(answer, settings, is_empty=is_empty)
    if wrong:
        return Finding(well=False, what=FEED, sentence=f"asked for at {base}, from this machine: {wrong}.")
    return Finding(well=True, what=FEED, sentence=f"asked for at {base}, from this machine. {_use(base, addresses)}")


def _refusal(answer: "httpx2.Response", settings: Settings, *, is_empty: bool) -> str:
    """What is wrong with an answer; "" where it is the feed."""
    if answer.is_redirect:
        return f"it leads on to {answer.headers.get('location', 'nowhere').split('/f/')[0]}; write that as base_url"
    if answer.status_code == 200 and b"<rss" in answer.content[:500]:
        return ""
    if answer.status_code == 404 and is_empty:
        return "there is no episode in it yet; make one: dawncast make"
    otherwise = f"the answer was {answer.status_code}, and no feed; see that {{server}} is what answers there"
    return _REFUSED.get(answer.status_code, otherwise).format(server=local_address(settings))


def _use(base: str, addresses: list[str]) -> str:
    """Which apps can use the feed."""
    reach = seen_reach(base, addresses)
    able, unable = names_of(reach, able=True), names_of(reach, able=False)
    match reach:
        case "here":
            return f"It is of use on this machine alone. {FOR_A_PHONE}"
        case "home":
            return f"In your network or VPN: {able}. Not {unable}, whose servers fetch from outside."
        case "open":
            return f"{able} can use it, but anybody on the way can read the address and listen: use https (README)."
        case "everywhere":
            return f"{able} can use it, if outside it is as from here: a phone on mobile data tells."


def seen_reach(base: str, addresses: list[str]) -> Reach:
    """From where the feed can be fetched; `addresses`: those that its name has here."""
    found = {reach_of(f"http://[{each}]" if ":" in each else f"http://{each}") for each in addresses}
    if not found or "open" in found:
        return reach_of(base)
    return "home" if "home" in found else "here"


async def _proxy(settings: Settings, base: str) -> Finding:
    """Whether the web server in front says for whom it asks, so that the house's own pages are not seen outside."""
    answer = await _asked(f"{base}/healthz")
    how = 'let it pass on Host and X-Forwarded-For, and name it under [server], as in proxies = ["127.0.0.1"] (README).'
    if not isinstance(answer, str) and answer.status_code in (200, 503):
        sentence = f"it does not say for whom it asks, so that anybody may see /healthz and /metrics: {how}"
        return Finding(well=False, what=PROXY, sentence=sentence)
    if not settings.server.proxies:
        sentence = f"it is named nowhere, so that wrong tokens are counted as if all were one's: {how}"
        return Finding(well=True, what=PROXY, sentence=sentence)
    unseen = "whether it passes on X-Forwarded-For cannot be seen from here."
    return Finding(well=True, what=PROXY, sentence=f"named, and /healthz is not seen through it; {unseen}")


async def _asked(address: str) -> "httpx2.Response | str":
    """The answer, or why there is none; what it says holds no path, in which a token may be."""
    import httpx2

    try:
        tls = httpx2.create_ssl_context()  # where the system keeps its certificates, or SSL_CERT_FILE says
        asking = httpx2.AsyncClient(verify=tls, timeout=SECONDS, trust_env=False, headers={"User-Agent": AGENT})
        async with asking as client:
            return await client.get(address)
    except httpx2.HTTPError as error:
        return _why(error)


def _why(error: BaseException) -> str:
    cause: BaseException | None = error
    while cause and not isinstance(cause, ssl.SSLError):
        cause = cause.__cause__ or cause.__context__
    if isinstance(cause, ssl.SSLCertVerificationError):
        return (
            f"its certificate is not valid ({cause.verify_message}), and podcast apps refuse it; get one, as Caddy does"
        )
    if cause:
        return "it does not speak https; see that base_url begins as the web server does, and names its port"
    return (
        "nothing answers; start the web server or tunnel that leads there. Some routers do not let their own network "
        "in by the public address: then try a phone on mobile data"
    )
