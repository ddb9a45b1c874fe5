import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.master.mp3 import DELAY, SAMPLES, Encoded, info_frame

HEADER = bytes.fromhex("fffb72c4")  # MPEG 1, layer III, 96 kb/s, 44.1 kHz, padded, mono


def an_mp3(frames: int) -> int:
    """The size of so many frames: each is one byte longer where the ones before fell short of the bit rate."""
    return sum(
        (96_000 * SAMPLES // 8 * (at + 1)) // 44_100 - (96_000 * SAMPLES // 8 * at) // 44_100 for at in range(frames)
    )


@given(st.integers(2, 20_000))
def test_the_number_of_frames_is_told_from_the_size(frames: int) -> None:
    size = frames * 96_000 * SAMPLES // 8 // 44_100
    assert [Encoded(HEADER, size + off, 0).frames for off in (-1, 0, 1)] == [frames] * 3


def test_a_frame_of_silence_that_says_what_follows() -> None:
    frame = info_frame(Encoded(HEADER, an_mp3(100), 100 * SAMPLES - DELAY - 1000))
    assert len(frame) == 313
    assert frame[:4] == bytes.fromhex("fffb70c4")  # the same, not padded
    assert frame[4:21] == bytes(17)
    assert frame[21:25] == b"Info"
    flags, frames, size = struct.unpack(">III", frame[25:37])
    assert (flags, frames, size) == (15, 100, an_mp3(100) + 313)
    assert list(frame[37:137]) == [at * 256 // 100 for at in range(100)]
    assert frame[141:145] == b"LAME"
    assert frame[151] == 0
    assert int.from_bytes(frame[162:165], "big") == 576 << 12 | 1000
    assert struct.unpack(">I", frame[169:173]) == (size,)
    assert frame[177:] == bytes(136)


@pytest.mark.parametrize(("data", "sum_of"), [(b"123456789", 0xBB3D), (b"", 0)])
def test_the_check_sum_is_arc(data: bytes, sum_of: int) -> None:
    from daemon.master.mp3 import _crc_16

    assert _crc_16(data) == sum_of
