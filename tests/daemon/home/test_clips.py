import os
import wave
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.home.clips import Clips, decode, encode, key_of
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
    assert decode(encode(clip)) == clip


@given(clips, st.data())
def test_a_clip_that_is_cut_off_is_none(clip: Clip, data: st.DataObject) -> None:
    whole = encode(clip)
    cut_off = whole[: data.draw(st.integers(0, len(whole.rstrip()) - 1))]
    with pytest.raises(ValueError):  # noqa: PT011  # json's own, or ours
        decode(cut_off)


def test_what_is_kept_is_found(tmp_path: Path) -> None:
    clips = Clips(tmp_path)
    clips.put(key_of("voice", "text"), a_clip())
    assert clips.get(key_of("voice", "text")) == a_clip()
    assert clips.get(key_of("voice", "other")) is None


def test_any_player_plays_it(tmp_path: Path) -> None:
    Clips(tmp_path).put(key_of("voice", "text"), a_clip())
    (path,) = tmp_path.rglob("*.wav")
    with wave.open(str(path)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getnframes()) == (22_050, 1, 1000)


def test_a_broken_file_is_no_clip_and_goes(tmp_path: Path) -> None:
    clips = Clips(tmp_path)
    clips.put(key_of("voice", "text"), a_clip())
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
        clips.put(key, a_clip())
        os.utime(tmp_path / key[:2] / f"{key}.wav", (1000 + age, 1000 + age))
    assert clips.get(keys[0])
    clips.trim()
    assert [clips.get(key) is not None for key in keys] == [True, False, False, True]
