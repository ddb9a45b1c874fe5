"""What stands in the audio file beside the audio: ID3v2.3 for MP3, ffmpeg's metadata text for the others. Pure."""

import base64
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from config.languages import base_of
from daemon.master.transcript import timestamp
from daemon.model import Chapter

ARTIST = "Dawncast"
GENRE = "Podcast"
DISCLOSURE = "AI-CONTENT"
CLONE = "VOICE-CLONE"
WHOLE = 0xFFFFFFFF
MOST_CHILDREN = 255
FRONT_COVER = 3
LANGUAGES = {
    "ar": "ara", "cs": "ces", "da": "dan", "de": "deu", "el": "ell", "en": "eng", "es": "spa", "fi": "fin", "fr": "fra",
    "hu": "hun", "it": "ita", "ja": "jpn", "nb": "nob", "nl": "nld", "pl": "pol", "pt": "por", "ro": "ron", "ru": "rus",
    "sv": "swe", "tr": "tur", "uk": "ukr", "zh": "zho",
}  # fmt: skip  # ISO 639-1 to 639-2, which ID3 asks for; others are "und"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tags:
    """An episode's tags; `cover` is a JPEG.

    `disclosure` says that the voice is synthetic, and all that `clones` says: whose voices were cloned, with their
    consent; "" where no clone speaks.
    """

    title: str
    album: str
    day: date
    language: str
    comment: str
    disclosure: str
    clones: str = ""
    chapters: tuple[Chapter, ...]
    cover: bytes

    @property
    def code(self) -> str:
        """The language in ISO 639-2."""
        return LANGUAGES.get(base_of(self.language), "und")


def id3(tags: Tags) -> bytes:
    """An ID3v2.3 tag with chapters (CHAP, CTOC) and cover, to stand before the first frame of an MP3."""
    frames = (
        _text("TIT2", tags.title),
        _text("TPE1", ARTIST),
        _text("TALB", tags.album),
        _text("TYER", f"{tags.day:%Y}"),
        _text("TDAT", f"{tags.day:%d%m}"),
        _text("TCON", GENRE),
        _text("TLAN", tags.code),
        _frame("COMM", b"\x01" + tags.code.encode() + _utf16("") + _utf16(tags.comment)),
        *(_frame("TXXX", b"\x01" + _utf16(name) + _utf16(text)) for name, text in _own(tags)),
        *_chapter_frames(tags.chapters),
        _frame("APIC", b"\x00image/jpeg\x00" + bytes([FRONT_COVER]) + b"\x00" + tags.cover),
    )
    body = b"".join(frames)
    return b"ID3\x03\x00\x00" + _syncsafe(len(body)) + body


def _chapter_frames(chapters: Sequence[Chapter]) -> Iterable[bytes]:
    if not chapters:
        return
    names = [f"ch{index}".encode() for index in range(len(chapters))]
    listed = names[:MOST_CHILDREN]
    top_and_ordered = 0b11
    contents = b"toc\x00" + bytes([top_and_ordered, len(listed)]) + b"".join(name + b"\x00" for name in listed)
    yield _frame("CTOC", contents)
    for name, chapter in zip(names, chapters, strict=True):
        times = struct.pack(">IIII", round(chapter.start * 1000), round(chapter.end * 1000), WHOLE, WHOLE)
        yield _frame("CHAP", name + b"\x00" + times + _text("TIT2", chapter.title) + _link(chapter.link))


def _link(link: str | None) -> bytes:
    # Everything in a link but these is spelt in percent: the frame holds Latin-1.
    return _frame("WXXX", b"\x00\x00" + quote(link, safe="%:/?#[]@!$&'()*+,;=~").encode()) if link else b""


def _text(name: str, text: str) -> bytes:
    return _frame(name, b"\x01" + _utf16(text))


def _utf16(text: str) -> bytes:
    return b"\xff\xfe" + text.encode("utf-16-le", "replace") + b"\x00\x00"


def _frame(name: str, body: bytes) -> bytes:
    return name.encode() + struct.pack(">IH", len(body), 0) + body


def _syncsafe(number: int) -> bytes:
    return bytes((number >> shift) & 0x7F for shift in (21, 14, 7, 0))


def ffmetadata(tags: Tags) -> str:
    """The tags and chapters of an M4A, for ffmpeg to write."""
    return _metadata((*_common(tags), ("description", tags.comment))) + "".join(
        f"[CHAPTER]\nTIMEBASE=1/1000\nSTART={round(mark.start * 1000)}\nEND={round(mark.end * 1000)}\n"
        f"title={_escaped(mark.title)}\n"
        for mark in tags.chapters
    )


def ogg_metadata(tags: Tags) -> str:
    """The tags of an Opus file, for ffmpeg to write; chapters and cover are Vorbis comments among them.

    ffmpeg's own writer of chapters puts each that begins in the second half of a second one second late.
    """
    picture = base64.b64encode(_picture_block(tags.cover)).decode()
    return _metadata((*_common(tags), *_vorbis_chapters(tags.chapters), ("METADATA_BLOCK_PICTURE", picture)))


def _common(tags: Tags) -> tuple[tuple[str, str], ...]:
    return (
        ("title", tags.title),
        ("artist", ARTIST),
        ("album", tags.album),
        ("date", tags.day.isoformat()),
        ("genre", GENRE),
        ("language", tags.code),
        ("comment", f"{tags.comment}\n{tags.disclosure}"),
        *_own(tags),
    )


def _own(tags: Tags) -> Iterable[tuple[str, str]]:
    """What no standard has a field for; an M4A's has no room for such fields, so its comment says it too."""
    yield DISCLOSURE, tags.disclosure
    if tags.clones:
        yield CLONE, tags.clones


def _vorbis_chapters(chapters: Sequence[Chapter]) -> Iterable[tuple[str, str]]:
    for index, chapter in enumerate(chapters):
        name = f"CHAPTER{index:03}"
        yield name, timestamp(chapter.start)
        yield f"{name}NAME", chapter.title
        if chapter.link:
            yield f"{name}URL", chapter.link


def _metadata(pairs: Iterable[tuple[str, str]]) -> str:
    return ";FFMETADATA1\n" + "".join(f"{name}={_escaped(value)}\n" for name, value in pairs)


def _escaped(value: str) -> str:
    return "".join("\\" + letter if letter in "=;#\\\n" else letter for letter in value)


def _picture_block(cover: bytes) -> bytes:
    """A FLAC picture block of an unknown size in pixels."""
    mime = b"image/jpeg"
    head = struct.pack(">II", FRONT_COVER, len(mime)) + mime + struct.pack(">I", 0)
    return head + struct.pack(">IIIII", 0, 0, 0, 0, len(cover)) + cover
