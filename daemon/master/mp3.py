"""The first frame of an MP3 of constant bit rate, which tells players where its audio begins and ends. Pure.

An encoder puts a moment of silence before and after what it is given. Players leave that out only where this frame
(Xing's, with the extension of LAME) says how much it is, and know by it how long the file is.
"""

import struct
from dataclasses import dataclass

RATE = 44_100
SAMPLES = 1152
"""In a frame."""
BIT_RATE = 96_000
DELAY = 576
"""Samples that LAME puts before the first; what each decoder adds of its own is not counted."""
SIDE_INFO = 17
"""Bytes after the header of a mono frame."""
PADDED = 0x02
"""The bit in the header's third byte by which a frame is one byte longer."""
ALL_GIVEN = 0b1111
CONSTANT = 1
QUALITY = 50
CRC_16 = 0xA001


@dataclass(frozen=True, slots=True)
class Encoded:
    """What an encoder made of so many `samples` (44.1 kHz, mono): its first four bytes, and its size in bytes."""

    header: bytes
    size: int
    samples: int

    @property
    def frames(self) -> int:
        """How many frames it has; at a constant bit rate their sizes differ by a byte at most."""
        return round(self.size * RATE * 8 / (SAMPLES * BIT_RATE))

    @property
    def padding(self) -> int:
        """Samples after the last one."""
        return self.frames * SAMPLES - DELAY - self.samples


def info_frame(encoded: Encoded) -> bytes:
    """A silent frame to stand before the encoded ones."""
    size = SAMPLES * BIT_RATE // 8 // RATE
    header = encoded.header[:2] + bytes([encoded.header[2] & ~PADDED]) + encoded.header[3:4]
    contents = bytes(256 * part // 100 for part in range(100))
    counts = struct.pack(">4sIII", b"Info", ALL_GIVEN, encoded.frames, size + encoded.size)
    frame = header + bytes(SIDE_INFO) + counts + contents + struct.pack(">I", QUALITY) + _lame(encoded, size)
    return (frame + struct.pack(">H", _crc_16(frame))).ljust(size, b"\x00")


def _lame(encoded: Encoded, size: int) -> bytes:
    """LAME's extension, but for its check sum."""
    trimmed = (DELAY << 12 | encoded.padding).to_bytes(3, "big")
    described = struct.pack(">9sBB8sBB", b"LAME", CONSTANT, 0, bytes(8), 0, BIT_RATE // 1000)
    return described + trimmed + struct.pack(">BBHIH", 0, 0, 0, size + encoded.size, 0)


def _crc_16(data: bytes) -> int:
    """CRC-16/ARC."""
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (CRC_16 if crc & 1 else 0)
    return crc
