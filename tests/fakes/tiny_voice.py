"""A voice model of a few kilobytes that sherpa-onnx loads and speaks with: each letter is a short tone.

It is a VITS model as far as its inputs, outputs and metadata go (sherpa-onnx, offline-tts-vits-model.cc), with letters
for phonemes. Two speakers, of different pitch. The file is ONNX's protocol buffer (onnx.proto3), written by hand.
"""

import io
import math
import struct
import tarfile
from pathlib import Path

RATE = 16_000
SAMPLES = 1_000
"""Of each letter, at the usual speed."""
PITCHES = (200.0, 400.0)
LETTERS = "abcdefghijklmnopqrstuvwxyzäöüßéèñ0123456789,.!?:'-"
FLOAT, INT64 = 1, 7


def _varint(number: int) -> bytes:
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*out, number])


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _bytes(field: int, value: bytes | str) -> bytes:
    data = value.encode() if isinstance(value, str) else value
    return _varint(field << 3 | 2) + _varint(len(data)) + data


def _node(kind: str, inputs: list[str], output: str, *attributes: bytes) -> bytes:
    """A NodeProto, as a field of the graph."""
    names = b"".join(_bytes(1, name) for name in inputs)
    settings = b"".join(_bytes(5, attribute) for attribute in attributes)
    return _bytes(1, names + _bytes(2, output) + _bytes(3, output) + _bytes(4, kind) + settings)


def _integer(name: str, value: int) -> bytes:
    return _bytes(1, name) + _number(3, value) + _number(20, 2)


def _text(name: str, value: str) -> bytes:
    return _bytes(1, name) + _bytes(4, value) + _number(20, 3)


def _tensor(name: str, kind: int, shape: tuple[int, ...], raw: bytes) -> bytes:
    """A TensorProto, as an initializer of the graph."""
    dimensions = b"".join(_number(1, each) for each in shape)
    return _bytes(5, dimensions + _number(2, kind) + _bytes(8, name) + _bytes(9, raw))


def _value(field: int, name: str, kind: int, shape: tuple[int | str, ...]) -> bytes:
    """An input (11) or output (12) of the graph."""
    sizes = (_number(1, each) if isinstance(each, int) else _bytes(2, each) for each in shape)
    dimensions = b"".join(_bytes(1, size) for size in sizes)
    tensor = _number(1, kind) + _bytes(2, dimensions)
    return _bytes(field, _bytes(1, name) + _bytes(2, _bytes(1, tensor)))


def _tones() -> bytes:
    samples = [0.4 * math.sin(2 * math.pi * pitch * at / RATE) for pitch in PITCHES for at in range(SAMPLES)]
    return struct.pack(f"<{len(samples)}f", *samples)


def _graph() -> bytes:
    """Letters × the speaker's tone, one after the other, stretched by the length scale."""
    one = ("noise_scale", "length_scale", "noise_scale_w")
    return b"".join(
        (
            _node("Gather", ["tones", "sid"], "tone", _integer("axis", 0)),
            _node("Cast", ["x"], "numbers", _integer("to", FLOAT)),
            _node("Mul", ["numbers", "nothing"], "nought"),
            _node("Unsqueeze", ["nought", "last"], "column"),
            _node("Add", ["column", "tone"], "letters"),
            _node("Reshape", ["letters", "flat"], "plain"),
            _node("Concat", ["unit", "length_scale"], "scales", _integer("axis", 0)),
            _node("Resize", ["plain", "", "scales"], "y", _text("mode", "nearest")),
            _bytes(2, "tiny"),
            _tensor("tones", FLOAT, (len(PITCHES), SAMPLES), _tones()),
            _tensor("nothing", FLOAT, (1,), struct.pack("<f", 0.0)),
            _tensor("last", INT64, (1,), struct.pack("<q", 2)),
            _tensor("flat", INT64, (3,), struct.pack("<3q", 1, 1, -1)),
            _tensor("unit", FLOAT, (2,), struct.pack("<2f", 1.0, 1.0)),
            _value(11, "x", INT64, (1, "letters")),
            _value(11, "x_length", INT64, (1,)),
            *(_value(11, name, FLOAT, (1,)) for name in one),
            _value(11, "sid", INT64, (1,)),
            _value(12, "y", FLOAT, (1, 1, "samples")),
        )
    )


def model() -> bytes:
    """The ONNX file."""
    known = {
        "model_type": "vits",
        "comment": "a stand-in",
        "language": "English",
        "frontend": "characters",
        "sample_rate": str(RATE),
        "n_speakers": str(len(PITCHES)),
        "add_blank": "0",
        "use_eos_bos": "0",
    }
    metadata = b"".join(_bytes(14, _bytes(1, key) + _bytes(2, value)) for key, value in known.items())
    return _number(1, 8) + _bytes(7, _graph()) + _bytes(8, _number(2, 13)) + metadata


def tokens() -> bytes:
    """Its table of letters: the blank has no name of its own."""
    return "".join(f"{letter} {number}\n" for number, letter in enumerate(" " + LETTERS)).encode()


def files(name: str = "tiny") -> dict[str, bytes]:
    """The files of the model by their path in its archive."""
    return {f"{name}/{name}.onnx": model(), f"{name}/tokens.txt": tokens()}


def archive(contents: dict[str, bytes] | None = None) -> bytes:
    """A .tar.bz2 of these files, else of the model's."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:bz2") as tar:
        for path, data in (contents or files()).items():
            entry = tarfile.TarInfo(path)
            entry.size = len(data)
            tar.addfile(entry, io.BytesIO(data))
    return packed.getvalue()


def unpack(folder: Path) -> Path:
    """The model, laid into a folder."""
    for path, data in files(folder.name).items():
        place = folder.parent / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    return folder
