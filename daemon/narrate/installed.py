"""The voice models of a home, each a folder in `voices/installed/` with the model's files and our record of it."""

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from connectors.codec import from_json, to_json
from daemon.home.files import write_whole
from daemon.narrate.catalogue import Kind

RECORD = "voice.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """A model that is here, as `catalogue.Model` describes it; `sha256` of the archive that it was unpacked from."""

    name: str
    title: str
    kind: Kind
    languages: tuple[str, ...]
    address: str
    size: int
    sha256: str
    licence: str
    research_only: bool
    when: datetime
    speakers: tuple[str, ...] = ()
    best: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """What a model consists of, as sherpa-onnx wants it; empty where it has none."""

    model: str
    tokens: str
    voices: str = ""
    lexicon: str = ""
    data_dir: str = ""

    @property
    def kind(self) -> Kind:
        """What loads it: only Kokoro's speakers have a file of their own."""
        return "kokoro" if self.voices else "vits"


def folder_of(voices: Path, name: str) -> Path:
    """Where a model of that name lies, or would."""
    return voices / "installed" / name


def find(voices: Path, name: str) -> Installed | None:
    """The model of that name; None where there is none whose record can be understood."""
    try:
        return from_json(Installed, (folder_of(voices, name) / RECORD).read_bytes())
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return None


def installed(voices: Path) -> Iterator[Installed]:
    """All models, by name."""
    for record in sorted((voices / "installed").glob(f"[!.]*/{RECORD}")):
        if found := find(voices, record.parent.name):
            yield found


def keep_record(folder: Path, record: Installed) -> None:
    """Lay the record beside the model's files. Raises OSError."""
    write_whole(folder / RECORD, to_json(record), mode=0o600)  # an address may hold a secret


def remove(voices: Path, name: str) -> None:
    """Delete a model; one that is half deleted is not there any more. Raises OSError."""
    folder = folder_of(voices, name)
    gone = folder.with_name(f".{name}.gone")
    shutil.rmtree(gone, ignore_errors=True)
    folder.rename(gone)
    shutil.rmtree(gone)


def files_of(folder: Path) -> Files:
    """The files of a model. Raises ValueError where that is no voice."""
    models = sorted(folder.glob("*.onnx"), key=lambda path: (path.name != "model.onnx", path.name))
    if not models or not (folder / "tokens.txt").is_file():
        raise ValueError("no voice")
    data_dir = _if_there(folder / "espeak-ng-data")
    return Files(
        model=str(models[0]),
        tokens=str(folder / "tokens.txt"),
        voices=_if_there(folder / "voices.bin"),
        lexicon="" if data_dir else _if_there(folder / "lexicon.txt"),  # the one stands in for the other
        data_dir=data_dir,
    )


def _if_there(path: Path) -> str:
    return str(path) if path.exists() else ""
