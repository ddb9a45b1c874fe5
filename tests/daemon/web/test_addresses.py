"""What is asked for by an address, and what is none."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.web.addresses import FILES, Address, address_of

DAY = date(2026, 3, 24)
CONTENT = "0123456789abcdef" * 2


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("feed.xml", Address(kind="feed")),
        ("latest", Address(kind="latest")),
        ("play", Address(kind="play")),
        ("morning/feed.xml", Address(kind="feed", show="morning")),
        ("morning/latest", Address(kind="latest", show="morning")),
        ("play/play", Address(kind="play", show="play")),
        ("morning/2026-03-24/play", Address(kind="play", show="morning", day=DAY)),
        (
            f"m-1_/2026-03-24/{CONTENT}/episode.opus",
            Address(kind="audio", show="m-1_", day=DAY, content=CONTENT, name="episode.opus"),
        ),
        (
            f"morning/2026-03-24/{CONTENT}/transcript.vtt",
            Address(kind="transcript", show="morning", day=DAY, content=CONTENT, name="transcript.vtt"),
        ),
    ],
)
def test_addresses(path: str, asked: Address) -> None:
    assert address_of(path) == asked


@pytest.mark.parametrize(
    "path",
    [
        "", "/", "feed.xml/", "/feed.xml", "morning", "morning/", "../feed.xml", "a/../feed.xml", "morning/x/feed.xml",
        "morning/2026-03-24/feed.xml", "morning/2026-03-24/latest", "morning/2026-13-01/play", "morning/20260324/play",
        "morning/2026-W13-2/play", "mörning/feed.xml", "a\0/feed.xml", f"{'a' * 41}/feed.xml", "FEED.XML", "a\n/play",
        f"morning/2026-03-24/{CONTENT}/record.json", f"morning/2026-03-24/{CONTENT}/..", "morning/2026-03-24/../play",
        f"morning/2026-03-24/{CONTENT.upper()}/episode.mp3", f"morning/2026-03-24/{CONTENT}/episode.mp3/",
    ],
)  # fmt: skip  # a few lines
def test_what_is_no_address(path: str) -> None:
    assert address_of(path) is None


@given(st.lists(st.sampled_from([*FILES, "..", ".", "", "morning", "2026-03-24", CONTENT, "play", "\0", "%2e"])))
def test_whatever_is_asked_for_is_made_of_safe_parts(parts: list[str]) -> None:
    found = address_of("/".join(parts))
    if found:
        assert found.show in {None, "morning", "2026-03-24", "play", CONTENT}
        assert found.name in {"", *FILES}
        assert found.content in {"", CONTENT}
