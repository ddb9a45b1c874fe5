"""What every `[libraries.NAME]` table may set."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from config.fields import Number

_TABLE = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Redaction(BaseModel):
    """What may go to a library on somebody else's servers; its sections are made anew without the rest."""

    model_config = _TABLE

    people: bool = False
    """Names of people in the listener's own items (calendar, tasks, notes, mail); the news names whom it names."""
    private_events: bool = False
    """Events that their calendar marks as private, and what the settings keep on this machine (`local_only`)."""
    notes: bool = False
    mail: bool = False


class LibraryConfig(BaseModel):
    """What every library may set. A library's config extends it."""

    model_config = _TABLE

    kind: str
    keep: Annotated[Number, Field(ge=1, le=36_500)] | None = None
    """For how many days an episode stays there; not set: for good."""
    redaction: Redaction | None = None
    """Not set: the episode goes there as it is."""
