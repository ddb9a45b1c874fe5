import os
import wave
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from daemon.home.clips import Clips, decode, encode, identity_of, key_of
from daemon.model import Clip, Word

words = st.builds(Word, text=st.text(), start=st.floats(0, 1000))
clips = st.builds(
    Clip,
    text=st.text(),
    rate=st.sampled_from([8000, 22_050, 44_100]),
    pcm=st.binary(max_size=200).map(lambda data: data[: len(data) // 2 * 2]),
    words=st.lists(words, max_size=5).map(tuple),
)


def a_clip(text: str = "Good morning.", samples: int = 1000) -> Clip:
    return Clip(text=text, rate=22_050, pcm=b"\x10\x00" * samples, words=(Word(text="Good", start=0.0),))


@given(clips)
def test_a_clip_comes_back_as_it_was(clip: Clip) -> None:
    assert decode(encode(clip, "fake/anna/1")) == clip


@given(clips, st.data())
def test_a_clip_that_is_cut_off_is_none(clip: Clip, data: st.DataObject) -> None:
    whole = encode(clip, "fake/anna/1")
    cut_off = whole[: data.draw(st.integers(0, len(whole.rstrip()) - 1))]
    with pytest.raises(ValueError):  # noqa: PT011  # json's own, or ours
        decode(cut_off)


def test_what_is_kept_is_found(tmp_path: Path) -> None:
    clips = Clips(tmp_path)
    clips.put(key_of("voice", "text"), a_clip(), "fake/anna/1")
    assert clips.get(key_of("voice", "text")) == a_clip()
    assert clips.get(key_of("voice", "other")) is None


def a_kept_clip(folder: Path, identity: str, text: str = "text") -> Path:
    Clips(folder).put(key := key_of(identity, text), a_clip(), identity)
    return folder / key[:2] / f"{key}.wav"


@settings(deadline=None)  # it writes a file
@given(clip=clips, identity=st.text())
def test_a_file_says_whose_voice_it_is(tmp_path_factory: pytest.TempPathFactory, clip: Clip, identity: str) -> None:
    path = tmp_path_factory.getbasetemp() / "one.wav"
    path.write_bytes(encode(clip, identity))
    assert identity_of(path) == identity


@pytest.mark.parametrize("data", [b"", b"RIFF", b"RIFF" + bytes(60), b"not a clip at all " * 9])
def test_a_file_that_is_no_clip_is_nobodys(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "one.wav").write_bytes(data)
    assert identity_of(tmp_path / "one.wav") == ""
    assert identity_of(tmp_path / "none.wav") == ""


def test_a_voice_is_forgotten_with_all_its_clips(tmp_path: Path) -> None:
    hers = [a_kept_clip(tmp_path, f"eleven/anna/{model}", text) for model in "12" for text in ("one", "two")]
    others = [a_kept_clip(tmp_path, identity) for identity in ("eleven/annabel/1", "local/anna/1", "eleven/ben/anna/")]
    assert Clips(tmp_path).forget("eleven", "anna") == 4
    assert [path.exists() for path in hers] == [False] * 4
    assert [path.exists() for path in others] == [True] * 3
    assert Clips(tmp_path).forget("eleven", "anna") == 0


def test_clips_of_before_voices_were_noted_are_still_found() -> None:
    whole = encode(a_clip(), "fake/anna/1")
    note = whole.index(b'{"voice"')
    older = whole[:note] + whole[note:].replace(b'"voice": "fake/anna/1", ', b"")
    assert decode(older) == a_clip()


def test_any_player_plays_it(tmp_path: Path) -> None:
    Clips(tmp_path).put(key_of("voice", "text"), a_clip(), "fake/anna/1")
    (path,) = tmp_path.rglob("*.wav")
    with wave.open(str(path)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getnframes()) == (22_050, 1, 1000)


def test_a_broken_file_is_no_clip_and_goes(tmp_path: Path) -> None:
    clips = Clips(tmp_path)
    clips.put(key_of("voice", "text"), a_clip(), "fake/anna/1")
    (path,) = tmp_path.rglob("*.wav")
    path.write_bytes(b"RIFF\x00")
    assert clips.get(key_of("voice", "text")) is None
    assert not path.exists()


def test_keys_differ_in_all_that_a_clip_is_made_from() -> None:
    keys = {key_of("a", "b"), key_of("ab", ""), key_of("a", "b", "c"), key_of("a", "b", "", "c"), key_of("a", "bc")}
    assert len(keys) == 5


def test_what_was_used_last_stays(tmp_path: Path) -> None:
    clips = Clips(tmp_path, most_bytes=5000)
    keys = [key_of("voice", str(number)) for number in range(4)]
    for age, key in enumerate(keys):
        clips.put(key, a_clip(), "fake/anna/1")
        os.utime(tmp_path / key[:2] / f"{key}.wav", (1000 + age, 1000 + age))
    assert clips.get(keys[0])
    clips.trim()
    assert [clips.get(key) is not None for key in keys] == [True, False, False, True]


def test_a_clip_that_another_trim_took_is_no_matter(tmp_path: Path) -> None:
    (tmp_path / "aa").mkdir()
    (tmp_path / "aa" / "gone.wav").symlink_to(tmp_path / "nowhere")
    Clips(tmp_path, most_bytes=0).trim()
