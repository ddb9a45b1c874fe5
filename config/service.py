"""What the daemon itself is set to: whom it tells, what it keeps, where it listens."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

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


class Server(BaseModel):
    """Where `dawncast serve` listens."""

    model_config = _TABLE

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65_535)] = 8571
    """0: it does not listen."""
