import asyncio
import re
import struct
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.master.ffmpeg import Ffmpeg, run
from daemon.master.tags import Tags, ffmetadata, id3, ogg_metadata
from daemon.model import Chapter
from tests.daemon.master.studio import BINARIES, DAY, binary, chapters_in, listed, soon

TAGS = Tags(
    title="Tuesday",
    album="Morning",
    day=DAY,
    language="de-AT",
    comment="Your day · News",
    disclosure="Synthetic voice.",
    chapters=(
        Chapter(start=0.0, end=1.5, title="Tag"),
        Chapter(start=1.5, end=2.0, title="Strike", link="https://example.org/東"),
    ),
    cover=b"\xff\xd8 a picture",
)


def frames(tag: bytes) -> list[tuple[str, bytes]]:
    """The frames of a run of ID3v2.3 frames."""
    found, at = [], 0
    while at < len(tag):
        (size,) = struct.unpack(">I", tag[at + 4 : at + 8])
        found.append((tag[at : at + 4].decode(), tag[at + 10 : at + 10 + size]))
        at += 10 + size
    return found


def utf16(text: str) -> bytes:
    return b"\xff\xfe" + text.encode("utf-16-le") + b"\x00\x00"


def test_id3() -> None:
    tag = id3(TAGS)
    assert tag[:6] == b"ID3\x03\x00\x00"
    size = int.from_bytes(tag[6:7]) << 21 | tag[7] << 14 | tag[8] << 7 | tag[9]
    assert size == len(tag) - 10
    assert frames(tag[10:]) == [
        ("TIT2", b"\x01" + utf16("Tuesday")),
        ("TPE1", b"\x01" + utf16("Dawncast")),
        ("TALB", b"\x01" + utf16("Morning")),
        ("TYER", b"\x01" + utf16("2026")),
        ("TDAT", b"\x01" + utf16("2403")),
        ("TCON", b"\x01" + utf16("Podcast")),
        ("TLAN", b"\x01" + utf16("deu")),
        ("COMM", b"\x01deu" + utf16("") + utf16("Your day · News")),
        ("TXXX", b"\x01" + utf16("AI-CONTENT") + utf16("Synthetic voice.")),
        ("CTOC", b"toc\x00\x03\x02ch0\x00ch1\x00"),
        ("CHAP", b"ch0\x00" + struct.pack(">II", 0, 1500) + b"\xff" * 8 + frame("TIT2", b"\x01" + utf16("Tag"))),
        (
            "CHAP",
            b"ch1\x00" + struct.pack(">II", 1500, 2000) + b"\xff" * 8 + frame("TIT2", b"\x01" + utf16("Strike"))
            + frame("WXXX", b"\x00\x00https://example.org/%E6%9D%B1"),
        ),
        ("APIC", b"\x00image/jpeg\x00\x03\x00\xff\xd8 a picture"),
    ]  # fmt: skip


def frame(name: str, body: bytes) -> bytes:
    return name.encode() + struct.pack(">IH", len(body), 0) + body


CLONED = replace(TAGS, disclosure="Synthetic voice. Anna is a clone.", clones="Anna is a clone.")


def test_a_clone_has_a_frame_of_its_own() -> None:
    before, after = ([frame for frame in frames(id3(tags)[10:]) if frame[0] == "TXXX"] for tags in (TAGS, CLONED))
    assert before == [("TXXX", b"\x01" + utf16("AI-CONTENT") + utf16("Synthetic voice."))]
    assert after == [
        ("TXXX", b"\x01" + utf16("AI-CONTENT") + utf16("Synthetic voice. Anna is a clone.")),
        ("TXXX", b"\x01" + utf16("VOICE-CLONE") + utf16("Anna is a clone.")),
    ]


def test_an_unknown_language_is_undetermined() -> None:
    assert replace(TAGS, language="tlh").code == "und"


def test_more_chapters_than_a_table_of_contents_holds() -> None:
    many = tuple(Chapter(start=float(at), end=at + 1.0, title=str(at)) for at in range(300))
    found = frames(id3(replace(TAGS, chapters=many))[10:])
    assert len([name for name, _ in found if name == "CHAP"]) == 300
    assert next(body for name, body in found if name == "CTOC")[5] == 255


@given(st.text())
def test_any_title_makes_whole_frames(title: str) -> None:
    tag = id3(replace(TAGS, title=title, chapters=(Chapter(start=0.0, end=1.0, title=title),)))
    assert sum(10 + len(body) for _, body in frames(tag[10:])) == len(tag) - 10


def written(folder: Path, text: str, name: str) -> Path:
    """A second of silence with these tags, as that binary's ffmpeg writes it."""
    (folder / "tags.txt").write_text(text)
    inputs = ("-f", "lavfi", "-i", "anullsrc=d=1:r=48000", "-f", "ffmetadata", "-i", str(folder / "tags.txt"))
    asyncio.run(run(Ffmpeg(Path(binary("wheel"))), (*inputs, "-map_metadata", "1", str(folder / name)), soon()))
    return folder / name


@pytest.mark.parametrize(
    ("text", "name"), [(ffmetadata(TAGS), "a.m4a"), (ogg_metadata(TAGS), "a.opus")], ids=["m4a", "opus"]
)
def test_ffmpeg_reads_the_chapters_as_they_were_meant(tmp_path: Path, text: str, name: str) -> None:
    found = chapters_in(binary("wheel"), written(tmp_path, text, name))
    assert [title for _, _, title in found] == ["Tag", "Strike"]
    assert [start for start, _, _ in found] == pytest.approx([0.0, 1.5], abs=0.001)


def test_no_title_is_read_as_syntax(tmp_path: Path) -> None:
    title = "a=b; #1 \\ [CHAPTER] x\\"
    found = chapters_in(
        binary("wheel"),
        written(tmp_path, ffmetadata(replace(TAGS, chapters=(Chapter(start=0.0, end=1.0, title=title),))), "a.m4a"),
    )
    assert [found_title for _, _, found_title in found] == [title]


@pytest.mark.parametrize("name", BINARIES)
def test_every_format_says_that_the_voice_is_synthetic_and_a_clone(tmp_path: Path, name: str) -> None:
    ffmpeg = binary(name)
    m4a = listed(ffmpeg, written(tmp_path, ffmetadata(CLONED), "a.m4a"))
    opus = listed(ffmpeg, written(tmp_path, ogg_metadata(CLONED), "a.opus"))
    mp3 = written(tmp_path, "", "bare.mp3")
    mp3.write_bytes(id3(replace(CLONED, cover=b"")) + mp3.read_bytes())
    said = re.compile(r"(AI-CONTENT|VOICE-CLONE) *: (.*)")
    both = {"AI-CONTENT": CLONED.disclosure, "VOICE-CLONE": CLONED.clones}
    assert dict(said.findall(listed(ffmpeg, mp3))) == dict(said.findall(opus)) == both
    assert re.search(r"comment +: .*\n +: Synthetic voice. Anna is a clone.", m4a)
    assert "VOICE-CLONE" not in listed(ffmpeg, written(tmp_path, ogg_metadata(TAGS), "b.opus"))
