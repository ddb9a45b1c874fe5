"""Installs a voice model: found, downloaded, verified, unpacked beside, and there whole or not at all."""

import fcntl
import hashlib
import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from config.errors import TryLaterError, UsageError
from config.words import nearest
from daemon.home.files import write_whole
from daemon.hosts import is_home
from daemon.narrate.catalogue import Kind, Model, known
from daemon.narrate.downloading import Download, InstallError, Told, download
from daemon.narrate.installed import Installed, files_of, folder_of, keep_record
from daemon.narrate.unpacking import unpack

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


def free_bytes(folder: Path) -> int:
    """What is free on a folder's disk."""
    return shutil.disk_usage(folder).free


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Where voices are installed (the home's folder for them), and what installing has at hand."""

    voices: Path
    told: Told
    pause: Callable[[float], None] = time.sleep
    free: Callable[[Path], int] = free_bytes


def wanted(name: str, origin: str | None, sha256: str | None, voices: Path) -> Model:
    """The model that is meant by a name, with the address or file after --from and the checksum that is known for it.

    Raises UsageError.
    """
    if not NAME.fullmatch(name):
        raise UsageError(f"{name!r} cannot be a voice's name. Use letters, digits, dots, - and _.")
    found = known().get(name)
    if origin:
        address = _address(origin)
        found = replace(found or Model(name=name, title=name, address=address), address=address, size=None)
    if found is None:
        close = nearest(name, known())
        near = f" Did you mean {close}?" if close else ""
        raise UsageError(
            f"No voice {name} is known.{near} `dawncast voices` lists those that are; say another's place with --from."
        )
    return _safe(replace(found, sha256=_checksum(sha256) or found.sha256 or _seen(voices).get(found.address)))


def is_remote(model: Model) -> bool:
    """Whether it has to be downloaded."""
    return "://" in model.address


def unproven(model: Model) -> bool:
    """Whether nobody can tell beforehand that what will come is what is meant."""
    return is_remote(model) and model.sha256 is None


def require_proof(model: Model, *, trust: bool) -> None:
    """Raise UsageError where nobody can tell what will come, and it is not trusted all the same."""
    if unproven(model) and not trust:
        raise UsageError(
            f"No checksum is known for {model.name}. Give it with --sha256; or take what comes, and know it by its "
            "checksum from then on, with --trust."
        )


def install(model: Model, site: Site, now: datetime, *, trust: bool = False) -> Installed:
    """Install it. Raises UsageError, InstallError, TryLaterError, DiskError and OSError.

    `trust`: take what comes, where its checksum is not known, and know it from then on.
    """
    require_proof(model, trust=trust)
    folder = folder_of(site.voices, model.name)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        if folder.exists():
            raise UsageError(f"{model.name} is installed already. To install it anew, forget it first.")
        return _installed(model, folder, site, now)


def _installed(model: Model, folder: Path, site: Site, now: datetime) -> Installed:
    what = Download(
        address=model.address,
        part=folder.with_name(f".{model.name}.download"),
        size=model.size,
        checked=model.sha256 is not None,
    )
    if is_remote(model):
        download(what, site.told, site.pause, site.free)
    archive = what.part if is_remote(model) else Path(model.address)
    try:
        record = _settled(model, archive, folder, now)
    except InstallError:
        what.drop()  # else the same would come of it the next time
        raise
    what.drop()
    if is_remote(model):
        _remember(site.voices, record)
    return record


def _settled(model: Model, archive: Path, folder: Path, now: datetime) -> Installed:
    """Unpack it beside, and give it its name when it is whole."""
    sha256 = _verified(model, archive)
    fresh = folder.with_name(f".{model.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        unpack(archive, fresh)
        root, kind = _voice_in(fresh)
        record = _record(model, kind, archive.stat().st_size, sha256, now)
        keep_record(root, record)
        root.rename(folder)
    except ValueError as error:
        raise InstallError(f"{model.name} was not installed: {error}. Take another archive of it.") from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return record


def _verified(model: Model, archive: Path) -> str:
    """The archive's checksum. Raises InstallError where it is another file."""
    with archive.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    if model.sha256 and sha256 != model.sha256:
        raise InstallError(
            f"This is not {model.name} as it is known: its checksum is {sha256}, not {model.sha256}. Nothing was "
            "installed. Try again; if it stays so, the file was changed where it lies."
        )
    return sha256


def _record(model: Model, kind: Kind, size: int, sha256: str, now: datetime) -> Installed:
    return Installed(
        name=model.name,
        title=model.title,
        kind=kind,
        languages=model.languages,
        address=model.address,
        size=size,
        sha256=sha256,
        licence=model.licence,
        research_only=model.research_only,
        when=now,
        speakers=model.speakers,
        best=model.best,
    )


def _voice_in(fresh: Path) -> tuple[Path, Kind]:
    """The folder of an archive that holds the voice, and its kind. Raises ValueError where none does."""
    tables = sorted(fresh.rglob("tokens.txt"), key=lambda path: len(path.parts))
    if not tables:
        raise ValueError("it holds no voice for sherpa-onnx")
    try:
        return tables[0].parent, files_of(tables[0].parent).kind
    except ValueError:
        raise ValueError("it holds no voice for sherpa-onnx") from None


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    with folder.with_name(f".{folder.name}.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise TryLaterError(f"{folder.name} is being installed by another process right now.") from None
        yield


def _address(origin: str) -> str:
    if "://" not in origin:
        place = Path(origin).expanduser().absolute()
        if not place.is_file():
            raise UsageError(f"There is no file {place}. Give a file or an http(s) address after --from.")
        return str(place)
    parts = urlsplit(origin)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise UsageError("The address after --from is not of the form https://host/path. Correct it.")
    return origin


def _safe(model: Model) -> Model:
    if unproven(model) and model.address.startswith("http:") and not is_home(model.address):
        raise UsageError("An http:// address can be answered by anybody on the way: add the checksum with --sha256.")
    return model


def _checksum(text: str | None) -> str | None:
    if text is not None and not re.fullmatch(r"[0-9a-fA-F]{64}", text):
        raise UsageError("The checksum after --sha256 has 64 digits from 0 to f. Look it up where the file is offered.")
    return text.lower() if text else None


def _sums(voices: Path) -> Path:
    return voices / "installed" / "checksums.txt"


def _seen(voices: Path) -> dict[str, str]:
    """The checksums of files that were trusted once, by their addresses."""
    try:
        lines = _sums(voices).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return {}
    return {address: sha256 for sha256, _, address in (line.partition("  ") for line in lines)}


def _remember(voices: Path, record: Installed) -> None:
    seen = {**_seen(voices), record.address: record.sha256}
    lines = "".join(f"{sha256}  {address}\n" for address, sha256 in seen.items())
    write_whole(_sums(voices), lines.encode(), mode=0o600)  # an address may hold a secret
