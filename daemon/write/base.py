"""The contract of a writer."""

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from daemon.model import Line, Refusal, SectionBrief


class Writer(Protocol):
    """Finds the words of one section; knows nothing but its brief."""

    name: str

    def title(self, brief: SectionBrief) -> str:
        """The section's title in the brief's language, for the chapter mark."""

    def write(self, brief: SectionBrief, refused: Sequence[Refusal] = ()) -> AsyncIterator[Line]:
        """The lines, as they come. `refused` holds what an earlier try must not say again."""


@dataclass(frozen=True, slots=True)
class WriterType:
    """A kind of writer, as registered under `dawncast.writers`.

    `version` changes when its words do. `language` takes the language asked for and answers the one that it writes,
    with a note for the listener where that is another.
    """

    kind: str
    version: str
    writer: type[Writer]
    language: Callable[[str], tuple[str, str | None]]
