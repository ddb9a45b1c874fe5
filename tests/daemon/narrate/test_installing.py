"""Installing a voice: from a server on loopback that cuts off, changes and lies, and from a file."""

import hashlib
import io
import shutil
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.errors import DiskError, TryLaterError, UsageError
from daemon.narrate import unpacking
from daemon.narrate.base import Studio
from daemon.narrate.downloading import TRIES, InstallError
from daemon.narrate.installed import Installed, find, folder_of, installed, remove
from daemon.narrate.installing import Site, install, unproven, wanted
from daemon.narrate.local import LocalVoice, LocalVoiceConfig
from daemon.narrate.unpacking import unpack
from tests.contract.voice import speak
from tests.fakes import tiny_voice
from tests.fakes.archives import Archive, ranges
from tests.fakes.web import Web, refused

NOW = datetime(2026, 3, 24, 6, 0, tzinfo=UTC)
BODY = tiny_voice.archive({**tiny_voice.files(), "tiny/MODEL_CARD": hashlib.shake_128(b"one").digest(200_000)})
OTHER = tiny_voice.archive({**tiny_voice.files(), "tiny/MODEL_CARD": hashlib.shake_128(b"two").digest(100_000)})
PATH = "/tiny.tar.bz2"


def sha256(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


@dataclass
class Listener:
    """Somebody with a folder for voices, who installs the model of an address again and again."""

    voices: Path
    address: str
    pauses: list[float] = field(default_factory=list)
    told: list[tuple[int, int | None]] = field(default_factory=list)
    free: int = 2**40

    def installs(self, body: bytes | None = BODY, *, trust: bool = False, **known_of_it: Any) -> Installed:
        checksum = None if body is None else sha256(body)
        model = wanted("tiny", self.address, checksum, self.voices)
        site = Site(
            voices=self.voices,
            told=lambda here, total: self.told.append((here, total)),
            pause=self.pauses.append,
            free=lambda _: self.free,
        )
        return install(replace(model, **known_of_it), site, NOW, trust=trust)

    @property
    def left(self) -> list[str]:
        """What lies there beside installed voices and what is there always."""
        names = (path.name for path in (self.voices / "installed").iterdir())
        return sorted(name for name in names if name not in {"tiny", ".tiny.lock", "checksums.txt"})


@pytest.fixture
def web() -> Iterator[Web]:
    with Web() as server:
        yield server


@pytest.fixture
def listener(web: Web, tmp_path: Path) -> Listener:
    return Listener(tmp_path / "voices", web.url(PATH))


def test_a_voice_is_there_and_speaks(web: Web, listener: Listener) -> None:
    web.answer(PATH, Archive(BODY))
    record = listener.installs(title="Tiny", languages=("en",), licence="CC0 1.0", speakers=("low", "high"))
    assert (record.kind, record.size, record.sha256) == ("vits", len(BODY), sha256(BODY))
    assert list(installed(listener.voices)) == [record]
    assert listener.left == []
    assert listener.told[-1] == (len(BODY), len(BODY))
    config = LocalVoiceConfig(engine="local", voice="tiny/high")
    assert speak(lambda: LocalVoice(config, Studio("en", listener.voices)), "Good morning.").seconds > 0.5


def test_what_is_cut_off_is_gone_on_with(web: Web, listener: Listener) -> None:
    server = Archive(BODY).cut(1000, 0, 2000)
    web.answer(PATH, server)
    listener.installs()
    assert ranges(web.asked(PATH)) == ["", "bytes=1000-", "bytes=1000-", "bytes=3000-"]
    assert [request.headers.get("if-range") for request in web.asked(PATH)] == [None, '"one"', '"one"', '"one"']
    assert server.sent == len(BODY)
    assert listener.pauses == [1.0, 2.0, 4.0]


def test_the_next_command_goes_on_where_one_gave_up(web: Web, listener: Listener) -> None:
    server = Archive(BODY).cut(500, *[0] * (TRIES - 1))
    web.answer(PATH, server)
    with pytest.raises(TryLaterError, match=r"the same command again goes on"):
        listener.installs()
    assert find(listener.voices, "tiny") is None
    listener.installs()
    assert server.sent == len(BODY)


def test_what_is_here_whole_is_not_asked_for_again(web: Web, listener: Listener) -> None:
    web.answer(PATH, Archive(BODY))
    listener.installs()
    part = folder_of(listener.voices, ".tiny.download")
    part.write_bytes(BODY)
    part.with_name(f"{part.name}.json").write_text(
        f'{{"address": "{listener.address}", "validator": null, "total": {len(BODY)}}}'
    )
    remove(listener.voices, "tiny")
    listener.installs()
    assert len(web.asked(PATH)) == 1


def test_a_server_without_ranges_begins_anew(web: Web, listener: Listener) -> None:
    web.answer(PATH, Archive(BODY, ranges=False).cut(1000))
    assert listener.installs().sha256 == sha256(BODY)


@pytest.mark.parametrize("heeds", [True, False])
def test_another_file_is_never_put_behind_the_beginning_of_the_first(web: Web, listener: Listener, heeds: bool) -> None:
    server = Archive(BODY).cut(1000, *[0] * (TRIES - 1))
    web.answer(PATH, server)
    with pytest.raises(TryLaterError):
        listener.installs(None, trust=True)
    server.becomes(OTHER, '"two"')
    if not heeds:
        server.forget_conditions()
    assert listener.installs(None, trust=True).sha256 == sha256(OTHER)


def test_a_part_of_what_became_shorter_is_thrown_away(web: Web, listener: Listener) -> None:
    server = Archive(BODY, None).cut(len(BODY) - 10, *[0] * (TRIES - 1))
    web.answer(PATH, server)
    with pytest.raises(TryLaterError):
        listener.installs(OTHER)
    server.becomes(OTHER, '"two"')
    assert len(OTHER) < len(BODY) - 10
    assert listener.installs(OTHER).sha256 == sha256(OTHER)


@pytest.mark.parametrize("etag", [None, 'W/"weak"'])
def test_without_a_name_for_the_file_or_a_checksum_it_begins_anew(
    web: Web, listener: Listener, etag: str | None
) -> None:
    web.answer(PATH, Archive(BODY, etag).cut(1000))
    listener.installs(None, trust=True)
    assert ranges(web.asked(PATH)) == ["", ""]


def test_with_a_checksum_it_goes_on_without_a_name_for_the_file(web: Web, listener: Listener) -> None:
    web.answer(PATH, Archive(BODY, None).cut(1000))
    listener.installs()
    assert ranges(web.asked(PATH)) == ["", "bytes=1000-"]


def test_a_file_of_another_size_than_is_known_is_not_fetched(web: Web, listener: Listener) -> None:
    server = Archive(BODY)
    web.answer(PATH, server)
    with pytest.raises(InstallError, match=r"not the one of 7 bytes.*--sha256"):
        listener.installs(size=7)
    assert listener.told == []


def test_a_server_that_sends_without_end_is_left(web: Web, listener: Listener) -> None:
    web.drip(PATH, b"x" * 4096, every=0.001)
    with pytest.raises(InstallError, match="sends more"):
        listener.installs(size=10_000)


def test_a_length_that_is_a_lie_is_a_cut_connection(web: Web, listener: Listener) -> None:
    web.answer(PATH, Archive(BODY[:-1], None))
    with pytest.raises(InstallError, match="its checksum is"):
        listener.installs()
    web.cut(PATH, BODY)
    with pytest.raises(TryLaterError, match="cut the connection off"):
        listener.installs(None, trust=True)


@pytest.mark.parametrize("status", [403, 404, 410, 418])
def test_nothing_there(web: Web, listener: Listener, status: int) -> None:
    web.fail(PATH, status)
    with pytest.raises(InstallError, match="another address") as caught:
        listener.installs()
    assert caught.value.exit_code == 2
    assert len(web.asked(PATH)) == 1


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_fault_of_the_server_is_waited_for(web: Web, listener: Listener, status: int) -> None:
    web.answer(PATH, Archive(BODY))
    web.fail(PATH, status, times=2)
    listener.installs()
    assert listener.pauses == [1.0, 2.0]


def test_nobody_there(tmp_path: Path) -> None:
    listener = Listener(tmp_path, refused())
    with pytest.raises(TryLaterError, match="cannot be reached") as caught:
        listener.installs()
    assert caught.value.exit_code == 75


def test_a_redirect_is_followed(web: Web, listener: Listener) -> None:
    web.answer("/elsewhere", Archive(BODY))
    web.redirect(PATH, web.url("/elsewhere"))
    assert listener.installs().address == listener.address


def test_another_checksum_and_then_the_right_one(web: Web, listener: Listener) -> None:
    web.answer(PATH, Archive(OTHER, None))
    with pytest.raises(InstallError, match=f"its checksum is {sha256(OTHER)}, not {sha256(BODY)}") as caught:
        listener.installs()
    assert caught.value.exit_code == 2
    assert (listener.left, find(listener.voices, "tiny")) == ([], None)
    web.answer(PATH, Archive(BODY, None))
    listener.installs()
    assert ranges(web.asked(PATH)) == ["", ""]


def test_a_full_disk_is_told_before(web: Web, listener: Listener) -> None:
    web.answer(PATH, Archive(BODY))
    listener.free = 3 * len(BODY) - 1
    with pytest.raises(DiskError, match=r"Make room") as caught:
        listener.installs()
    assert caught.value.exit_code == 74
    assert listener.told == []
    listener.free += 1
    listener.installs()


def test_a_file_without_a_known_checksum_is_known_from_then_on(web: Web, listener: Listener) -> None:
    web.answer(PATH, Archive(BODY))
    with pytest.raises(UsageError, match="--trust"):
        listener.installs(None)
    assert web.asked(PATH) == []
    listener.installs(None, trust=True)
    remove(listener.voices, "tiny")
    web.answer(PATH, Archive(OTHER))
    assert not unproven(wanted("tiny", listener.address, None, listener.voices))
    with pytest.raises(InstallError, match="its checksum is"):
        listener.installs(None)


def test_what_is_installed_stays(web: Web, listener: Listener) -> None:
    web.answer(PATH, Archive(BODY))
    listener.installs()
    with pytest.raises(UsageError, match="forget it first"):
        listener.installs(OTHER)
    assert len(web.asked(PATH)) == 1


def test_one_at_a_time(web: Web, listener: Listener) -> None:
    def in_the_middle(here: int, total: int | None) -> None:
        with pytest.raises(TryLaterError, match="another process"):
            listener.installs()
        listener.told.append((here, total))

    web.answer(PATH, Archive(BODY))
    model = wanted("tiny", listener.address, sha256(BODY), listener.voices)
    install(model, Site(voices=listener.voices, told=in_the_middle), NOW)
    assert listener.told


def test_from_a_file(tmp_path: Path) -> None:
    place = tmp_path / "tiny.tar.bz2"
    place.write_bytes(BODY)
    listener = Listener(tmp_path / "voices", str(place))
    with pytest.raises(InstallError, match="its checksum is"):
        listener.installs(OTHER)
    assert place.exists()
    assert listener.installs(None).sha256 == sha256(BODY)
    assert place.read_bytes() == BODY


def entry(name: str, kind: bytes = tarfile.REGTYPE, size: int = 0, link: str = "") -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    made.type, made.size, made.linkname = kind, size, link
    return made


def packed(*entries: tarfile.TarInfo) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as tar:
        for one in entries:
            tar.addfile(one, io.BytesIO(bytes(one.size)) if one.isreg() else None)
    return file.getvalue()


NASTY: dict[str, tuple[bytes, str]] = {
    "outside": (packed(entry("tiny/../../outside")), "outside its folder"),
    "absolute": (packed(entry("/outside")), "outside its folder"),
    "symlink": (packed(entry("tiny/x", tarfile.SYMTYPE, link="/etc/passwd")), "something else"),
    "link": (packed(entry("tiny/x", tarfile.LNKTYPE, link="tiny/y")), "something else"),
    "device": (packed(entry("tiny/x", tarfile.CHRTYPE)), "something else"),
    "pipe": (packed(entry("tiny/x", tarfile.FIFOTYPE)), "something else"),
    "twice": (packed(entry("tiny/x"), entry("tiny/x")), "twice"),
    "file and folder": (packed(entry("tiny"), entry("tiny/x")), "twice"),
    "no voice": (packed(entry("tiny/readme")), "no voice"),
    "no model": (packed(entry("tiny/tokens.txt")), "no voice"),
    "empty": (packed(), "no voice"),
    "no archive": (b"<html>Sign in</html>", "no archive"),
    "nothing": (b"", "no archive"),
    "half": (BODY[: len(BODY) // 2], "damaged"),
}


@pytest.mark.parametrize("case", NASTY)
def test_a_nasty_archive_leaves_nothing(web: Web, listener: Listener, case: str) -> None:
    body, told = NASTY[case]
    web.serve(PATH, body)
    with pytest.raises(InstallError, match=told) as caught:
        listener.installs(body)
    assert caught.value.exit_code == 2
    assert (listener.left, list(installed(listener.voices))) == ([], [])
    assert not (listener.voices / "outside").exists()


def test_an_archive_that_is_too_large_is_not_unpacked(tmp_path: Path) -> None:
    header = entry("tiny/zeros", size=unpacking.MOST_BYTES + 1).tobuf()
    (tmp_path / "bomb.tar").write_bytes(header + bytes(10_240))
    with pytest.raises(ValueError, match="larger than any voice"):
        unpack(tmp_path / "bomb.tar", tmp_path / "out")
    many = packed(*(entry(f"tiny/{number}", tarfile.DIRTYPE) for number in range(unpacking.MOST_FILES + 1)))
    (tmp_path / "many.tar.gz").write_bytes(many)
    with pytest.raises(ValueError, match="larger than any voice"):
        unpack(tmp_path / "many.tar.gz", tmp_path / "out")


@given(name=st.text(min_size=1, max_size=40).filter(lambda name: name.isprintable()))
def test_no_name_leads_out(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    folder = tmp_path_factory.mktemp("names")
    try:
        (folder / "x.tar.gz").write_bytes(packed(entry(name, size=1)))
        unpack(folder / "x.tar.gz", folder / "in" / "out")
    except ValueError:
        pass  # refused: as good as unpacked inside
    outside = [path for path in folder.rglob("*") if path.is_file() and not path.is_relative_to(folder / "in" / "out")]
    assert outside == [folder / "x.tar.gz"]
    shutil.rmtree(folder)
