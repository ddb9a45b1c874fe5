"""What is left on a disk when the power fails: rebuilt from a recording of the calls that wrote to it.

A file keeps what was in it when it was last fsynced; a folder keeps the names that it had when it was last fsynced.
Of all that came later any part may be there or not, in any order, torn at any sector. A folder itself is taken to last
as soon as anything in it does, as on ext4, XFS and Btrfs.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Literal

from tests.e2e.tracing import Call, bytes_of, file_of

SECTOR = 512
Fate = Literal["nothing", "names", "some"]
"""What becomes of what was not fsynced: it is lost, but for names of empty files, or any part of it is there."""


@dataclass
class Inode:
    """A file's bytes; `lasting`: those that were fsynced; `pending`: what was written since (place, bytes)."""

    now: bytearray = field(default_factory=bytearray)
    lasting: bytes = b""
    pending: list[tuple[int, bytes]] = field(default_factory=list)
    at: int = 0
    """The position of who writes to it; a file of ours has one writer at a time."""

    def write(self, at: int, data: bytes) -> None:
        """Write at a place."""
        self.now.extend(bytes(max(0, at - len(self.now))))
        self.now[at : at + len(data)] = data
        self.pending.append((at, data))

    def cut(self, size: int) -> None:
        """Give it a size. It is taken to last at once: the worst for who would write over what was there."""
        self.now = self.now[:size].ljust(size, b"\0")
        self.lasting = self.lasting[:size]
        self.pending = [(at, data[: size - at]) for at, data in self.pending if at < size]

    def sync(self) -> None:
        """Make it last."""
        self.lasting = bytes(self.now)
        self.pending.clear()

    def left(self, fate: Fate, lot: Random) -> bytes:
        """What is there after the power was cut."""
        after = bytearray(self.lasting)
        for at, data in self.pending if fate == "some" else ():
            if lot.random() < 0.5:
                kept = data if lot.random() < 0.5 else data[: SECTOR * lot.randint(0, len(data) // SECTOR)]
                after.extend(bytes(max(0, at - len(after))))
                after[at : at + len(kept)] = kept
        return bytes(after)


@dataclass
class Disk:
    """The files below `root`, as they are and as they would be found. `said`: who wrote what to `told`, in all."""

    root: Path
    told: Path
    names: dict[Path, Inode] = field(default_factory=dict)
    lasting: dict[Path, Inode] = field(default_factory=dict)
    pending: list[tuple[Path, Mapping[Path, Inode | None]]] = field(default_factory=list)
    said: bytes = b""

    def holds(self, files: Mapping[Path, bytes]) -> None:
        """Begin with files that have lain there for long."""
        for file, data in files.items():
            self.names[file] = self.lasting[file] = Inode(bytearray(data), data)

    def does(self, call: Call) -> bool:
        """Do what a call did; whether it was one that concerns this disk."""
        if act := _ACTS.get(call.name):
            return act(self, call.arguments, call.result)
        if any(self.within(file_of(each)) for each in call.arguments):
            raise NotImplementedError(call)
        return False

    def left(self, fate: Fate, lot: Random) -> dict[Path, bytes]:
        """The files that are found after the power was cut now, below the root."""
        names: dict[Path, Inode | None] = dict(self.lasting)
        for _, change in self.pending:
            if fate == "names" or (fate == "some" and lot.random() < 0.5):
                names.update(change)
        found = {file: inode.left(fate, lot) for file, inode in names.items() if inode}
        return {file.relative_to(self.root): data for file, data in found.items()}

    # what calls do ---

    def within(self, file: Path) -> bool:
        """Whether it lies on this disk. SQLite's index of its log is not read after a crash."""
        return self.root in file.parents and not file.name.endswith("-shm")

    def changes(self, folder: Path, change: Mapping[Path, Inode | None]) -> None:
        """Change names in a folder; they last when that is fsynced."""
        for file, inode in change.items():
            if inode:
                self.names[file] = inode
            else:
                self.names.pop(file, None)
        self.pending.append((folder, change))

    def syncs(self, file: Path) -> None:
        """Make a file's bytes or a folder's names last."""
        if file in self.names:
            self.names[file].sync()
            return
        for _, change in (each for each in self.pending if each[0] == file):
            self.lasting.update({name: inode for name, inode in change.items() if inode})
            for name in (name for name, inode in change.items() if inode is None):
                self.lasting.pop(name, None)
        self.pending = [each for each in self.pending if each[0] != file]


Arguments = tuple[str, ...]


def _open(disk: Disk, given: Arguments, _: int) -> bool:
    file, flags = file_of(given[0]) / file_of(given[1]), given[2].split("|")
    if not disk.within(file) or flags[0] not in ("O_WRONLY", "O_RDWR"):
        return False
    if file not in disk.names:
        disk.changes(file.parent, {file: Inode()})
    inode = disk.names[file]
    if "O_TRUNC" in flags:
        inode.cut(0)
    inode.at = len(inode.now) if "O_APPEND" in flags else 0
    return True


def _write(disk: Disk, given: Arguments, result: int) -> bool:
    file = file_of(given[0])
    if file == disk.told:
        disk.said += bytes_of(given[1])[:result]
        return True
    inode = disk.names.get(file)
    if inode is None:
        return False
    inode.write(inode.at, bytes_of(given[1])[:result])
    inode.at += result
    return True


def _write_at(disk: Disk, given: Arguments, result: int) -> bool:
    inode = disk.names.get(file_of(given[0]))
    if inode is None:
        return False
    inode.write(int(given[3]), bytes_of(given[1])[:result])
    return True


def _send(disk: Disk, given: Arguments, result: int) -> bool:
    inode, source = disk.names.get(file_of(given[0])), disk.names.get(file_of(given[1]))
    if inode is None:
        return False
    if source is None:
        raise ValueError(f"{given[1]} was never written")
    begin = int(given[2].partition("]")[0].strip("["))
    inode.write(inode.at, bytes(source.now[begin : begin + result]))
    inode.at += result
    return True


def _seek(disk: Disk, given: Arguments, result: int) -> bool:
    if inode := disk.names.get(file_of(given[0])):
        inode.at = result
    return False


def _rename(disk: Disk, given: Arguments, _: int) -> bool:
    old, new = file_of(given[0]), file_of(given[1])
    if not disk.within(new):
        return False
    if old.parent != new.parent:
        raise NotImplementedError(f"{old} goes to another folder")
    disk.changes(new.parent, {new: disk.names[old], old: None})
    return True


def _link(disk: Disk, given: Arguments, _: int) -> bool:
    old, new = file_of(given[0]), file_of(given[1])
    if not disk.within(new):
        return False
    disk.changes(new.parent, {new: disk.names[old]})
    return True


def _unlink(disk: Disk, given: Arguments, _: int) -> bool:
    return _gone(disk, file_of(given[0]))


def _unlink_at(disk: Disk, given: Arguments, _: int) -> bool:
    return "AT_REMOVEDIR" not in given[2] and _gone(disk, file_of(given[0]) / file_of(given[1]))


def _gone(disk: Disk, file: Path) -> bool:
    if file not in disk.names:
        return False
    disk.changes(file.parent, {file: None})
    return True


def _cut(disk: Disk, given: Arguments, _: int) -> bool:
    if inode := disk.names.get(file_of(given[0])):
        inode.cut(int(given[1]))
    return inode is not None


def _sync(disk: Disk, given: Arguments, _: int) -> bool:
    file = file_of(given[0])
    if not (disk.within(file) or file == disk.root):
        return False
    disk.syncs(file)
    return True


_ACTS: Mapping[str, Callable[[Disk, Arguments, int], bool]] = {
    "openat": _open,
    "write": _write,
    "pwrite64": _write_at,
    "sendfile": _send,
    "lseek": _seek,
    "rename": _rename,
    "link": _link,
    "unlink": _unlink,
    "unlinkat": _unlink_at,
    "ftruncate": _cut,
    "fsync": _sync,
    "fdatasync": _sync,
}
