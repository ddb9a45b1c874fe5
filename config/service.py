"""What the daemon itself is set to: whom it tells, what it keeps, where it listens."""

import re
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from config.fields import Number
from config.secrets import Secret

_TABLE = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Notify(BaseModel):
    """Whom to tell of what; `to`: addresses as Apprise has them, as ntfy://…, each a secret."""

    model_config = _TABLE

    to: tuple[Secret, ...] = ()
    ready: bool = False
    degraded: bool = True
    failed: bool = True
    weekly: bool = False
    """A word on Sundays that all is well."""


class Keep(BaseModel):
    """For how many days things are kept; the last good episode of a show always is."""

    model_config = _TABLE

    episodes: Annotated[Number, Field(ge=1, le=36_500)] = 60
    records: Annotated[Number, Field(ge=90, le=36_500)] = 400
    """What was told, delivered and spent."""


def _network(value: object) -> IPv4Network | IPv6Network:
    try:
        network = ip_network(value if isinstance(value, str) else "", strict=False)
    except ValueError:
        raise ValueError('write an address or a network in numbers, as "192.168.1.2" or "172.16.0.0/12"') from None
    if network.prefixlen == 0:
        raise ValueError('these are all addresses; write only the one of the web server in front, as "192.168.1.2"')
    return network


def _host_name(value: str) -> str:
    name = value.strip().rstrip(".").lower()
    if not re.fullmatch(r"[a-z0-9_]([a-z0-9_.-]{0,251}[a-z0-9_])?", name):
        raise ValueError('write the name alone, as "nas.local": no https://, port or path')
    return name


class Server(BaseModel):
    """Where `dawncast serve` listens, and by whom it lets itself be told of whoever asks."""

    model_config = _TABLE

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65_535)] = 8571
    """0: it does not listen."""
    names: tuple[Annotated[str, AfterValidator(_host_name)], ...] = ()
    """Names it is called by, beside localhost, addresses in numbers and the one in the feed's `base_url`."""
    proxies: tuple[Annotated[IPv4Network | IPv6Network, BeforeValidator(_network)], ...] = ()
    """Whose X-Forwarded-For, -Proto and -Host are believed."""
