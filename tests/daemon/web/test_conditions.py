"""Conditional and range requests, as RFC 9110 has them and as podcast apps send them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from daemon.web.conditions import Part, Validators, http_date, part_of, unchanged

SIZE = 1000
WHEN = 1_774_332_000
DATE = "Tue, 24 Mar 2026 06:00:00 GMT"
KNOWN = Validators('"abc"', WHEN)
WHOLE = Part(200, 0, SIZE)


def part(**headers: str) -> Part:
    return part_of("GET", {name.replace("_", "-"): value for name, value in headers.items()}, KNOWN, SIZE)


def test_both_validators_are_sent() -> None:
    assert KNOWN.headers == {"ETag": '"abc"', "Last-Modified": DATE}
    assert http_date(WHEN) == DATE


@pytest.mark.parametrize("known", ['"abc"', 'W/"abc"', '"x", "abc"', '"x",W/"abc"', "*", ' "abc" '])
def test_an_app_that_has_it(known: str) -> None:
    assert part(if_none_match=known) == Part(304)
    assert unchanged({"if-none-match": known}, KNOWN)


@pytest.mark.parametrize("known", ['"x"', "abc", "", '"ABC"', '"abc'])
def test_an_app_that_has_another(known: str) -> None:
    assert part(if_none_match=known) == WHOLE


@pytest.mark.parametrize("since", [DATE, "Tuesday, 24-Mar-26 06:00:00 GMT"])
def test_an_app_that_sends_the_date_alone(since: str) -> None:
    assert part(if_modified_since=since) == Part(304)


@pytest.mark.parametrize(
    "since",
    [
        "Tue, 24 Mar 2026 05:59:59 GMT",
        "Wed, 25 Mar 2026 06:00:00 GMT",  # of when the clock was wrong
        "yesterday",
        "",
        "Tue, 99 Mar 2026 06:00:00 GMT",
    ],
)
def test_a_date_that_is_another_or_none(since: str) -> None:
    assert part(if_modified_since=since) == WHOLE


def test_the_tag_counts_before_the_date() -> None:
    assert part(if_none_match='"old"', if_modified_since=DATE) == WHOLE
    assert part(if_none_match='"abc"', if_modified_since="Tue, 24 Mar 2020 06:00:00 GMT") == Part(304)


@pytest.mark.parametrize(
    ("asked", "start", "stop"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=0-", 0, SIZE),
        ("bytes=10-19", 10, 20),
        ("bytes=990-5000", 990, SIZE),
        ("bytes=-1", 999, SIZE),
        ("bytes=-5000", 0, SIZE),
        ("Bytes= 5-6 ", 5, 7),
    ],
)
def test_a_part(asked: str, start: int, stop: int) -> None:
    assert part(range=asked) == Part(206, start, stop)


@pytest.mark.parametrize("asked", ["bytes=1000-", "bytes=1000-1001", "bytes=-0", f"bytes={10**17}-"])
def test_a_part_that_is_not_there(asked: str) -> None:
    assert part(range=asked) == Part(416)


@pytest.mark.parametrize(
    "asked", ["bytes=-", "bytes=5-4", "bytes=a-b", "lines=1-2", "bytes=0-1,5-6", "bytes", f"bytes=0-{'9' * 5000}"]
)
def test_what_is_no_single_part_is_answered_with_the_whole(asked: str) -> None:
    assert part(range=asked) == WHOLE


@pytest.mark.parametrize("same", ['"abc"', DATE])
def test_a_download_is_gone_on_with(same: str) -> None:
    assert part(range="bytes=10-", if_range=same) == Part(206, 10, SIZE)


@pytest.mark.parametrize(
    "other", ['"x"', 'W/"abc"', "Tue, 24 Mar 2026 05:00:00 GMT", "Wed, 25 Mar 2026 06:00:00 GMT", "?"]
)
def test_a_download_of_other_bytes_begins_anew(other: str) -> None:
    assert part(range="bytes=10-", if_range=other) == WHOLE


def test_a_head_request_is_told_of_the_whole() -> None:
    assert part_of("HEAD", {"range": "bytes=0-9"}, KNOWN, SIZE) == WHOLE


def test_an_empty_file() -> None:
    assert part_of("GET", {}, KNOWN, 0) == Part(200, 0, 0)
    assert part_of("GET", {"range": "bytes=0-"}, KNOWN, 0) == Part(416)


@given(st.text(max_size=40), st.integers(0, 5000))
def test_whatever_is_sent_the_part_lies_within(asked: str, size: int) -> None:
    for headers in ({"range": asked}, {"range": f"bytes={asked}"}, {"if-range": asked, "range": "bytes=0-"}):
        found = part_of("GET", headers, KNOWN, size)
        assert 0 <= found.start <= found.stop <= size
        assert found.status != 206 or found.start < found.stop


@given(st.integers(1, 300), st.integers(1, 100))
def test_parts_make_the_whole(size: int, step: int) -> None:
    parts = [
        part_of("GET", {"range": f"bytes={at}-{at + step - 1}"}, KNOWN, size) for at in range(0, size, step)
    ]  # fmt: skip
    data = bytes(n % 251 for n in range(size))
    assert b"".join(data[each.start : each.stop] for each in parts) == data


@given(st.text(max_size=60))
def test_no_header_is_too_strange(value: str) -> None:
    assert unchanged({"if-none-match": value, "if-modified-since": value}, KNOWN) in {True, False}
    assert unchanged({"if-modified-since": value}, KNOWN) in {True, False}
