"""The contract of a writer, and what writers are given beside their brief."""

from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Protocol

from pydantic import BaseModel, ConfigDict, Field

from config.fields import Number
from daemon.home.account import Account
from daemon.model import Line, Refusal, SectionBrief, SectionKind, Why


class WriterConfig(BaseModel):
    """The `[writer]` table. A kind's config extends it."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    kind: str = "litellm"
    per_episode: Annotated[Number, Field(ge=0)] = 0.5
    """US dollars that the calls for one episode may cost."""
    per_month: Annotated[Number, Field(ge=0)] = 10.0
    """US dollars that the calls of all shows may cost in a calendar month."""


class WriterError(Exception):
    """The writer could not write the section; the next one on the ladder does. The sentence holds no secret."""

    def __init__(self, message: str, why: Why) -> None:
        super().__init__(message)
        self.why = why


class Writer(Protocol):
    """Finds the words of one section; knows nothing but its brief. Raises WriterError and nothing else."""

    name: str
    remote: bool
    """Whether what it is given leaves the machine."""

    def title(self, brief: SectionBrief) -> str:
        """The section's title in the brief's language, for the chapter mark."""

    def write(self, brief: SectionBrief, refused: Sequence[Refusal] = ()) -> AsyncGenerator[Line | Refusal, None]:
        """The lines, as they come, and what came but is no line. `refused` holds what must not be said again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What the writers of a show have at hand: its style, the listener's own prompts, and the account.

    `prompt`: the show's wish for style and choice. `prompts`: the folder in which the listener overrides templates.
    """

    show: str
    prompt: str | None
    prompts: Path
    account: Account
    offline: bool = False


@dataclass(frozen=True, slots=True)
class WriterType:
    """A kind of writer, as registered under `dawncast.writers`.

    `version` changes when its words do. `writers` gives, for a section of a kind, the models to try in turn before the
    built-in writer. `language` takes the language asked for and answers the one that it writes, with a note for the
    listener where that is another. `warm` does, for a language, what is slow to begin with: in a thread, while the
    sources are asked.
    """

    kind: str
    version: str
    config: type[WriterConfig]
    writers: Callable[[Any, Desk, SectionKind], Sequence[Writer]]
    language: Callable[[str], tuple[str, str | None]]
    warm: Callable[[str], None] | None = None
