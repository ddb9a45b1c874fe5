"""The voice models that are known by name (`catalogue.toml`), and what there is to know of one that is not."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

Kind = Literal["kokoro", "vits"]
"""What of sherpa-onnx loads it; Piper's voices are VITS models."""

_TABLE = Path(__file__).with_name("catalogue.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A voice model. `address`: an http(s) address of its archive, or a file; `size` of the archive, in bytes.

    `speakers`: their names in the model's order; one without a name goes by its number. `best`: the speaker of a
    language. `research_only`: its recordings may not be used for anything else. What nobody has said is empty.
    """

    name: str
    title: str
    address: str
    kind: Kind | None = None
    languages: tuple[str, ...] = ()
    size: int | None = None
    sha256: str | None = None
    licence: str = ""
    research_only: bool = False
    speakers: tuple[str, ...] = ()
    best: Mapping[str, str] = field(default_factory=dict)

    @property
    def terms(self) -> str:
        """Its licence, for people."""
        licence = self.licence or "not known; ask where it comes from"
        return f"{licence} (its recordings are for research only)" if self.research_only else licence


@cache
def known() -> Mapping[str, Model]:
    """The catalogue, by name, in its order."""
    table = tomllib.loads(_TABLE.read_text(encoding="utf-8"))
    return {name: _model(name, table["release"], entry) for name, entry in table["models"].items()}


def _model(name: str, release: str, entry: dict[str, Any]) -> Model:
    lists = {"languages": tuple(entry["languages"]), "speakers": tuple(entry.get("speakers", "").split())}
    return Model(name=name, address=f"{release}/{name}.tar.bz2", **{**entry, **lists})
