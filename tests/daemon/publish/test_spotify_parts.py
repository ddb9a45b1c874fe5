"""What is pure of the Spotify library: answers, words, chapters."""

import json
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.model import Chapter, Episode
from daemon.publish.spotify_answers import Kind, Said, SpotifyError, answer_of, fault_of
from daemon.publish.spotify_decide import SETTLED, was_never_made
from daemon.publish.spotify_words import show_title, show_words, timeline_of, title_of, wanted_chapters, words_of
from tests.contract.library import an_episode
from tests.fakes.save_to_spotify_rules import check_timeline, quoted

# what it answers ---

ERRORS: dict[str, tuple[Kind, str]] = {
    "not authenticated — run `save-to-spotify auth login` first": ("auth", "no"),
    "corrupt token file: unexpected end of JSON input": ("auth", "no"),
    "DPoP key is corrupt — run `save-to-spotify auth login` again: failed to parse": ("auth", "no"),
    "token refresh failed — run `x` again: token error: invalid_grant — Refresh token revoked": ("auth", "no"),
    "token refresh failed — run `x` again: token error: server_error — ": ("away", "no"),
    'token refresh failed — run `x` again: token request failed: Post "https://a": dial tcp: no route': ("away", "no"),
    "token refresh failed — run `x` again: failed to parse token response: invalid character '<'": ("away", "no"),
    "API error (401): ": ("auth", "no"),
    "API error (403): {}": ("auth", "no"),
    'API error (404): {"error_code":"RESOURCE_NOT_FOUND"}': ("missing", "no"),
    'API error (429): {"error_code":"RATE_LIMIT_EXCEEDED","reason":"capacity","message":"…"}': ("cap", "no"),
    "API error (429): You've reached the episode limit.": ("cap", "no"),
    'API error (429): {"reason":"save_rate"}': ("rate", "no"),
    "API error (400): {}": ("input", "no"),
    "API error (502): <html>": ("away", "maybe"),
    'request failed — check your connectivity: Post "https://x": EOF': ("away", "maybe"),
    "failed to read response: unexpected EOF": ("away", "maybe"),
    "failed to parse response: invalid character": ("away", "maybe"),
    "upload failed (403): <Error>SignatureDoesNotMatch</Error>": ("away", "yes"),
    "upload failed for part 2 (500)": ("away", "yes"),
    "episode created but no upload URLs returned": ("away", "yes"),
    "image upload failed (503): ": ("away", "no"),
    "image upload failed (401): ": ("auth", "no"),
    'image upload failed: Post "https://x": EOF': ("away", "no"),
    'cannot access file "/a.mp3": no such file': ("input", "no"),
    'file "/a.mp3" is empty (0 bytes)': ("input", "no"),
    "file too large (1.5 GB) — maximum is 1 GB": ("input", "no"),
    "file does not appear to be a valid .jpg image": ("input", "no"),
    "unknown flag: --x": ("input", "no"),
    "first chapter must start at 0 ms": ("input", "no"),
    "too many short chapters (< 30s): 9 found, max allowed is 2 for 10 chapters": ("input", "no"),
    "this version of save-to-spotify (v0.1.0) is no longer supported.\nThe minimum": ("old", "maybe"),
    "something that nobody has seen yet": ("odd", "maybe"),
}


@pytest.mark.parametrize("text", ERRORS)
def test_what_an_error_means(text: str) -> None:
    assert fault_of(text) == ERRORS[text]


@pytest.mark.parametrize("text", ERRORS)
@pytest.mark.parametrize("ahead", ["", "Usage:\n  save-to-spotify <command>\n", '{"episodes":[]}\n'])
def test_the_last_line_is_the_answer(text: str, ahead: str) -> None:
    said = Said(1, f'{ahead}{{"error":{quoted(text)}}}\n'.encode())
    with pytest.raises(SpotifyError) as error:
        answer_of(dict[str, Any], said, "spotify")
    assert (error.value.kind, error.value.made) == ERRORS[text]


@pytest.mark.parametrize(
    "said",
    [Said(0, b""), Said(0, b"Usage: save-to-spotify upload\n"), Said(1, b'{"a":1}\n'), Said(0, b"{not json}\n")],
)
def test_an_end_without_an_answer_is_none(said: Said) -> None:
    with pytest.raises(SpotifyError) as error:
        answer_of(dict[str, int], said, "spotify")
    assert (error.value.kind, error.value.made) == ("odd", "maybe")


@given(st.binary(max_size=300), st.integers(0, 2))
def test_any_output(output: bytes, code: int) -> None:
    with suppress(SpotifyError):
        assert isinstance(answer_of(dict[str, int], Said(code, output), "spotify"), dict)


@given(st.text(max_size=100))
def test_an_error_is_one_whatever_its_text(text: str) -> None:
    line = f'{{"error":{quoted(text)}}}\n'.encode("utf-8", "surrogatepass")
    with pytest.raises(SpotifyError):
        answer_of(dict[str, Any], Said(1, line), "spotify")


# what was never made ---


@pytest.mark.parametrize(
    ("minutes", "looks", "never"),
    [(1, 0, False), (1, 9, False), (11, 0, False), (11, 1, False), (11, 2, True), (9, 2, False), (-9, 2, True)],
)
def test_what_is_missing_from_several_lists_for_a_while_was_not_made(minutes: int, looks: int, never: bool) -> None:
    began = datetime(2026, 3, 24, 6, tzinfo=UTC)
    assert was_never_made(began, looks, SETTLED, began + timedelta(minutes=minutes)) is never


# what it is told ---


@pytest.fixture
def episode(tmp_path: Path) -> Episode:
    return an_episode(tmp_path)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Tuesday, 24 March 2026", "Morning: Tuesday, 24 March 2026"),
        ("2026-03-24", "Morning: 2026-03-24"),
        ("Made again", "Morning: Made again (2026-03-24)"),
        ("24 things", "Morning: 24 things (2026-03-24)"),
        ("\x00--json\n", "Morning: --json (2026-03-24)"),
    ],
)
def test_the_title_has_the_date(episode: Episode, title: str, expected: str) -> None:
    assert title_of(replace(episode, title=title)) == expected


@pytest.mark.parametrize(
    ("wanted", "title"), [("My mornings", "My mornings"), ("--title", "title"), ("\n", "Dawncast"), ("a\tb", "a b")]
)
def test_a_shows_title_is_no_option(wanted: str, title: str) -> None:
    assert show_title(wanted) == title


def test_the_notes_are_one_line_of_paragraphs(episode: Episode) -> None:
    chapters = (
        Chapter(start=0, end=61, title="Opening"),
        Chapter(start=61, end=3700, title="A <comet>", link="https://www.orbit.example.org/1?a='1'&b=2"),
        Chapter(start=3700, end=3800, title="Unsafe", link="javascript:alert(1)"),
    )
    summary = words_of(replace(episode, chapters=chapters, summary="Two things\nclash & <b>"), "de-AT").summary
    assert summary == (
        "<p>Two things clash &amp; &lt;b&gt;</p><p>(0:00) - Opening</p>"
        "<p>(1:01) - A &lt;comet&gt; - "
        "<a href='https://www.orbit.example.org/1?a=&#x27;1&#x27;&amp;b=2'>orbit.example.org</a></p>"
        "<p>(1:01:40) - Unsafe</p>"
        "<p>Von einem Programm gemacht, mit einer künstlichen Stimme, für eine einzige Person.</p>"
    )


def test_a_show_says_that_a_program_makes_it() -> None:
    assert show_words("Morning", "fr-CA").summary.startswith("Réalisé par un programme")
    assert show_words("Morning", "pt").summary.startswith("Made by a program")


texts = st.text(max_size=80)
marks = st.lists(
    st.builds(
        lambda start, length, title, link: Chapter(start=start, end=start + length, title=title, link=link),
        st.floats(0, 5000),
        st.floats(0, 300),
        texts,
        st.none() | st.sampled_from(["https://a.example.org/1", "ftp://x", "http://["]) | texts.map("https://".__add__),
    ),
    max_size=60,
)
EPISODE_PATHS = ("audio", "chapters_json", "transcript", "notes", "cover")


@given(texts, texts, texts, marks, st.floats(0, 5000))
def test_any_text_and_chapters(title: str, show: str, summary: str, chapters: list[Chapter], seconds: float) -> None:
    episode = an_imagined(title, show, summary, tuple(sorted(chapters, key=lambda each: each.start)), seconds)
    words = words_of(episode)
    for told in (words.title, words.summary):
        assert told.isprintable()
        assert not told.startswith("-")
    assert len(words.summary) <= 4000
    timeline = timeline_of(episode)
    if timeline:
        items = json.loads(timeline)["items"]
        check_timeline(items)
        starts = [item["chapter"]["start_time_ms"] for item in items if "chapter" in item]
        assert wanted_chapters(timeline) == frozenset(starts)
        assert all(start < seconds * 1000 for start in starts)


def an_imagined(title: str, show: str, summary: str, chapters: tuple[Chapter, ...], seconds: float) -> Episode:
    nowhere: dict[str, Any] = dict.fromkeys(EPISODE_PATHS, Path("nowhere"))
    when: dict[str, Any] = {"day": date(2026, 3, 24), "made": None}
    texts: dict[str, Any] = {"show": "a", "show_title": show, "guid": "g", "title": title, "summary": summary}
    rest: dict[str, Any] = {"language": "en", "mime_type": "audio/mpeg", "size": 1, "words": 1, "rests_on": ()}
    return Episode(**nowhere, **when, **texts, **rest, seconds=seconds, chapters=chapters)


def test_chapters_that_are_too_close_are_left_out(episode: Episode) -> None:
    starts = (0.4, 3, 5, 9.9, 10, 151, 200)
    chapters = tuple(Chapter(start=start, end=start + 1, title=f"{start}") for start in starts)
    timeline = timeline_of(replace(episode, chapters=chapters))
    assert timeline
    assert sorted(wanted_chapters(timeline)) == [0, 5000, 10000, 151000]


def test_one_chapter_is_none(episode: Episode) -> None:
    assert timeline_of(replace(episode, chapters=(Chapter(start=0, end=9, title="All of it"),))) is None
