"""The private feed as apps ask for it: what they get, when, and what nobody gets without a right token."""

import json
from base64 import b64encode
from dataclasses import replace
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urljoin
from xml.etree import ElementTree as ET

import feedparser
import pytest

from daemon.publish.records import audio_name
from daemon.publish.shelf import KEPT
from daemon.web.asking import Answered
from daemon.web.conditions import http_date
from daemon.web.feed import NOTHING
from daemon.web.limits import BURST, FORGIVEN
from daemon.web.site import Site
from tests.contract.library import MORNING
from tests.daemon.web.house import HERE, House

TOMORROW = MORNING + timedelta(days=1)
AUDIO = b"sound" * 100


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def basic(token: str, user: str = "kim") -> str:
    return "Basic " + b64encode(f"{user}:{token}".encode()).decode()


def enclosures(answer: Answered) -> list[str]:
    items = ET.fromstring(answer.body).iterfind("channel/item/enclosure")
    return [item.get("url", "") for item in items]


# what apps get ---


def test_the_feed(house: House) -> None:
    house.put()
    token = house.keys.gives()
    answer = house.ask(f"/f/{token}/morning/feed.xml")
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/rss+xml; charset=utf-8"
    assert answer.headers["cache-control"] == "private, no-cache"
    assert int(answer.headers["content-length"]) == len(answer.body)
    read = feedparser.parse(answer.body)
    assert not read["bozo"]
    assert [entry["id"] for entry in read["entries"]] == ["urn:uuid:2026-03-24"]


def test_all_that_the_feed_names_can_be_had_with_the_same_token(house: House) -> None:
    episode, record = house.made(), house.put()
    token, audio = house.keys.gives(), audio_name(record)
    text = house.ask(f"/f/{token}/morning/feed.xml").body.decode()
    item = ET.fromstring(text).find("channel/item")
    assert item is not None
    named = {element.get("url") or element.get("href") or "" for element in item.iter()} - {""}
    ours = sorted(address for address in named if address.startswith(f"{HERE}/f/{token}/morning/2026-03-24/"))
    answers = {address.rpartition("/")[2]: house.ask(address) for address in ours}
    assert {name: (answer.status, answer.headers["content-type"]) for name, answer in answers.items()} == {
        "chapters.json": (200, "application/json+chapters"),
        "cover.jpg": (200, "image/jpeg"),
        audio: (200, "audio/mpeg"),
        "transcript.vtt": (200, "text/vtt; charset=utf-8"),
    }
    assert answers[audio].body == AUDIO
    assert answers["cover.jpg"].body == episode.cover.read_bytes()
    assert house.ask(item.findtext("link") or "").headers["content-type"] == "text/html; charset=utf-8"


@pytest.mark.parametrize(("suffix", "kind"), [(".m4a", "audio/mp4")])
def test_other_kinds_of_audio(house: House, suffix: str, kind: str) -> None:
    house.put(suffix=suffix)
    [address] = enclosures(house.ask(f"/f/{house.keys.gives()}/morning/feed.xml"))
    assert house.ask(address).headers["content-type"] == kind


def test_the_feed_of_all_shows(house: House) -> None:
    house.put()
    house.shelf.put(replace(house.made(TOMORROW), show="evening", show_title="Evening"), house.now)
    read = feedparser.parse(house.ask(f"/f/{house.keys.gives()}/feed.xml").body)
    assert [entry["title"] for entry in read["entries"]] == [
        "Evening: Briefing of 2026-03-25",
        "Morning: Briefing of 2026-03-24",
    ]


def test_two_libraries_are_one_place(house: House, tmp_path: Path) -> None:
    house.put()
    other = House(tmp_path / "other")
    other.shelf.put(replace(other.made(), show="evening"), house.now)
    house.site = Site(shelves=(house.shelf, other.shelf))
    token = house.keys.gives()
    [audio] = enclosures(house.ask(f"/f/{token}/evening/feed.xml"))
    assert house.ask(audio).body == AUDIO
    assert len(enclosures(house.ask(f"/f/{token}/feed.xml"))) == 2


def test_a_new_episode_is_there_at_once(house: House) -> None:
    token = house.keys.gives()
    assert house.ask(f"/f/{token}/morning/feed.xml").status == 404
    house.put()
    assert len(enclosures(house.ask(f"/f/{token}/morning/feed.xml"))) == 1
    house.put(TOMORROW)
    assert len(enclosures(house.ask(f"/f/{token}/morning/feed.xml"))) == 2
    house.shelf.remove(f"urn:uuid:{MORNING}", house.now)
    assert len(enclosures(house.ask(f"/f/{token}/morning/feed.xml"))) == 1


def test_a_show_without_an_episode_left_has_an_empty_feed(house: House) -> None:
    record = house.put()
    house.shelf.remove(record.guid, house.now)
    token = house.keys.gives()
    assert enclosures(house.ask(f"/f/{token}/morning/feed.xml")) == []
    assert house.ask(f"/f/{token}/latest").status == 404
    assert house.ask(f"/f/{token}/morning/play").status == 404


def test_the_days_of_the_settings_are_told(house: House) -> None:
    house.put()
    address = f"/f/{house.keys.gives()}/morning/feed.xml"
    assert b"FREQ=DAILY" in house.ask(address).body
    house.site = replace(house.site, days={"morning": ("mon", "sat")})
    assert b"BYDAY=MO,SA" in house.ask(address).body


# conditional requests ---


def test_an_unchanged_feed_is_one_304(house: House) -> None:
    house.put()
    address = f"/f/{house.keys.gives()}/morning/feed.xml"
    first = house.ask(address)
    for known in ({"if_none_match": first.headers["etag"]}, {"if_modified_since": first.headers["last-modified"]}):
        again = house.ask(address, **known)
        assert (again.status, again.body) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
        assert again.headers["cache-control"] == "private, no-cache"
    house.put(TOMORROW)
    house.now += timedelta(seconds=5)
    assert house.ask(address, if_none_match=first.headers["etag"]).status == 200


def test_the_feed_is_the_same_after_a_restart_and_for_every_app(house: House, tmp_path: Path) -> None:
    house.put()
    path = f"/f/{house.keys.gives()}/morning/feed.xml"
    first = house.ask(path)
    other = House(tmp_path)
    other.keys.gives()
    assert other.ask(path).body == first.body
    assert other.ask(path).headers["etag"] == first.headers["etag"]
    assert other.ask(f"/f/{other.keys.gives('tablet')}/morning/feed.xml").headers["etag"] == first.headers["etag"]


def test_what_changes_twice_in_a_second_is_not_taken_for_unchanged(house: House) -> None:
    house.put()
    changed = house.shelf.version("morning")[0] // 10**9
    house.now = house.now.fromtimestamp(changed + 0.5, house.now.tzinfo)
    address = f"/f/{house.keys.gives()}/morning/feed.xml"
    early = house.ask(address).headers["last-modified"]
    assert early == http_date(changed - 1)
    house.now += timedelta(seconds=1)
    assert house.ask(address, if_modified_since=early).status == 200
    assert house.ask(address).headers["last-modified"] == http_date(changed)


@pytest.mark.parametrize("name", ["episode.mp3", "chapters.json", "transcript.vtt", "notes.html", "cover.jpg"])
def test_files_are_kept_by_apps(house: House, name: str) -> None:
    record = house.put()
    address = f"/f/{house.keys.gives()}/morning/{record.day}/{record.content}/{name}"
    first = house.ask(address)
    assert first.headers["cache-control"] == "private, max-age=86400, immutable"
    assert first.headers["accept-ranges"] == "bytes"
    assert house.ask(address, if_none_match=first.headers["etag"]).status == 304
    unchanged = house.ask(address, if_modified_since=first.headers["last-modified"])
    assert (unchanged.status, unchanged.body) == (304, b"")
    assert "content-length" not in unchanged.headers


def test_parts_of_the_audio(house: House) -> None:
    record = house.put(audio=bytes(range(256)) * 4096)
    address = f"/f/{house.keys.gives()}/morning/{record.day}/{record.content}/episode.mp3"
    part = house.ask(address, range="bytes=1000-300999")
    assert (part.status, part.headers["content-length"]) == (206, "300000")
    assert part.headers["content-range"] == "bytes 1000-300999/1048576"
    assert part.body == (bytes(range(256)) * 4096)[1000:301000]
    assert house.ask(address, range="bytes=-1").body == b"\xff"
    beyond = house.ask(address, range="bytes=1048576-")
    assert (beyond.status, beyond.headers["content-range"], beyond.body) == (416, "bytes */1048576", b"")


def test_a_head_request_has_no_body(house: House) -> None:
    record = house.put()
    token = house.keys.gives()
    for path in ("feed.xml", f"{record.day}/{record.content}/episode.mp3", "play"):
        head, get = (house.ask(f"/f/{token}/morning/{path}", method) for method in ("HEAD", "GET"))
        assert head.headers == get.headers
        assert head.status == 200
    assert house.ask(f"/f/{token}/morning/{record.day}/{record.content}/episode.mp3", "HEAD").body == b""


def test_a_download_that_is_resumed_never_mixes_two(house: House) -> None:
    old = house.put()
    token = house.keys.gives()
    address = f"/f/{token}/morning/{old.day}/{old.content}/episode.mp3"
    begun = house.ask(address, range="bytes=0-99")
    new = house.put(audio=b"other" * 100)
    rest = house.ask(address, range="bytes=100-", if_range=begun.headers["etag"])
    assert (rest.status, begun.body + rest.body) == (206, AUDIO)
    [named] = enclosures(house.ask(f"/f/{token}/morning/feed.xml"))
    assert f"/{new.content}/" in named
    mixed = house.ask(named, range="bytes=100-", if_range=begun.headers["etag"])
    assert (mixed.status, mixed.body) == (200, b"other" * 100)
    house.shelf.prune(house.now + KEPT + timedelta(hours=1))
    assert house.ask(address).status == 404


# the newest ---


def test_a_show_that_is_to_come_has_a_feed_already(house: House) -> None:
    house.site = replace(house.site, titles={"evening": "Kim's evening"})
    token = house.keys.gives()
    for path in ("evening/feed.xml", "feed.xml"):
        read = feedparser.parse(house.ask(f"/f/{token}/{path}").body)
        assert (read["bozo"], read["entries"]) == (False, [])
    assert house.ask(f"/f/{token}/night/feed.xml").status == 404
    house.put()
    assert len(feedparser.parse(house.ask(f"/f/{token}/feed.xml").body)["entries"]) == 1


def test_the_newest_episode(house: House) -> None:
    house.put()
    newest = house.put(TOMORROW)
    token = house.keys.gives()
    for path in ("latest", "morning/latest"):
        answer = house.ask(f"/f/{token}/{path}")
        assert (answer.status, answer.headers["cache-control"]) == (302, "no-store")
        to = urljoin(f"{HERE}/f/{token}/{path}", answer.headers["location"])
        assert to == f"{HERE}/f/{token}/morning/{TOMORROW}/{newest.content}/{audio_name(newest)}"
        assert house.ask(to).status == 200


# who gets nothing ---


def test_a_wrong_token_and_a_thing_that_is_not_there_are_answered_alike(house: House) -> None:
    record = house.put()
    token = house.keys.gives()
    wrong = [house.ask(f"/f/{'x' * 27}/{path}") for path in ("feed.xml", "nothing", f"morning/{record.day}/play")]
    missing = [
        house.ask(f"/f/{token}/{path}")
        for path in (
            "nothing",
            "evening/feed.xml",
            "morning/2020-01-01/play",
            f"morning/{record.day}/{'0' * 32}/cover.jpg",
        )
    ]
    assert {(answer.status, answer.body, *answer.headers.items()) for answer in wrong + missing} == {
        (404, NOTHING.encode(), *wrong[0].headers.items())
    }


@pytest.mark.parametrize("path", ["/f/", "/f", "/f//feed.xml", "/b", "/", "/f/../feed.xml", "/favicon.ico"])
def test_what_is_no_address(house: House, path: str) -> None:
    house.put()
    assert house.ask(path).status == 404


def test_basic_auth(house: House) -> None:
    house.put()
    token = house.keys.gives()
    unknown = house.ask("/b/morning/feed.xml")
    assert unknown.status == 401
    assert unknown.headers["www-authenticate"].startswith("Basic ")
    for wrong in (basic("wrong"), "Basic ?", "Bearer x", "Basic " + b64encode(b"nocolon").decode(), "Basic"):
        assert house.ask("/b/morning/feed.xml", authorization=wrong).status == 401
    answer = house.ask("/b/morning/feed.xml", authorization=basic(token, "anybody"))
    [audio] = enclosures(answer)
    assert audio.startswith(f"{HERE}/b/morning/")
    assert token.encode() not in answer.body
    assert int(answer.headers["content-length"]) == len(answer.body)
    assert house.ask(audio).status == 401
    assert house.ask(audio, authorization=basic(token)).body == AUDIO
    assert house.ask("/b/nothing", authorization=basic(token)).status == 404


def test_a_token_for_one_show(house: House) -> None:
    house.put()
    house.shelf.put(replace(house.made(TOMORROW), show="evening"), house.now)
    token = house.keys.gives(show="morning")
    [audio] = enclosures(house.ask(f"/f/{token}/morning/feed.xml"))
    assert house.ask(audio).status == 200
    assert house.ask(audio.replace("/morning/", "/evening/").replace(str(MORNING), str(TOMORROW))).status == 404
    for path in ("feed.xml", "latest", "play", "evening/feed.xml", "evening/latest", "evening/play"):
        assert house.ask(f"/f/{token}/{path}").status == 404


def test_a_play_link_is_for_one_episode(house: House) -> None:
    record, tomorrow = house.put(), house.put(TOMORROW)
    token = house.keys.gives(show="morning", day=MORNING, expires=house.now + timedelta(days=7))
    assert house.ask(f"/f/{token}/morning/{MORNING}/play").status == 200
    for name in ("episode.mp3", "chapters.json", "transcript.vtt", "notes.html", "cover.jpg"):
        assert house.ask(f"/f/{token}/morning/{MORNING}/{record.content}/{name}").status == 200
    others = (
        "feed.xml",
        "latest",
        "play",
        "morning/feed.xml",
        "morning/latest",
        "morning/play",
        f"morning/{TOMORROW}/play",
    )
    for path in (*others, f"morning/{TOMORROW}/{tomorrow.content}/episode.mp3"):
        assert house.ask(f"/f/{token}/{path}").status == 404
    house.now += timedelta(days=7)
    assert house.ask(f"/f/{token}/morning/{MORNING}/play").status == 404


def test_a_revoked_token_gets_nothing(house: House) -> None:
    house.put()
    phone, tablet = house.keys.gives("phone"), house.keys.gives("tablet")
    before = house.ask(f"/f/{tablet}/morning/feed.xml")
    house.keys.revokes("phone")
    gone = house.ask(f"/f/{phone}/morning/feed.xml", if_none_match="*")
    assert (gone.status, gone.body.decode()) == (404, NOTHING)
    assert house.ask(f"/f/{tablet}/morning/feed.xml").body == before.body


def test_nothing_can_be_written(house: House) -> None:
    house.put()
    for method in ("POST", "PUT", "DELETE", "OPTIONS", "PROPFIND"):
        assert house.ask(f"/f/{house.keys.gives()}/morning/feed.xml", method).status == 405


# limits ---


def test_who_guesses_is_told_to_wait_and_who_knows_is_let_in(house: House) -> None:
    house.put()
    token = house.keys.gives()
    answers = [house.ask(f"/f/wrong{number}/feed.xml").status for number in range(BURST + 5)]
    assert answers == [404] * BURST + [429] * 5
    assert house.said.count("too many wrong tokens") == 1
    assert house.ask("/b/feed.xml", authorization=basic("wrong")).status == 429
    assert house.ask(f"/f/{token}/feed.xml").status == 200
    assert house.ask("/f/wrong/feed.xml", client="192.0.2.8").status == 404
    house.clock += 3 * FORGIVEN
    assert house.ask("/f/wrong/feed.xml").status == 404


def test_what_is_not_there_and_a_missing_password_are_no_guesses(house: House) -> None:
    house.put()
    token = house.keys.gives()
    for _ in range(BURST + 5):
        assert house.ask(f"/f/{token}/nothing").status == 404
        assert house.ask("/b/feed.xml").status == 401


def test_behind_a_proxy_each_guesser_has_a_limit_of_its_own(house: House) -> None:
    house.site = replace(house.site, proxies=(ip_network("127.0.0.1"),))

    def guess(who: str) -> int:
        return house.ask("/f/wrong/feed.xml", client="127.0.0.1", x_forwarded_for=who).status

    assert {guess("198.51.100.1") for _ in range(BURST + 1)} == {404, 429}
    assert guess("198.51.100.2") == 404
    assert guess("10.0.0.1, 198.51.100.1") == 429


# trouble ---


def test_while_the_database_cannot_be_read_what_was_known_holds(house: House) -> None:
    house.put()
    token = house.keys.gives()
    assert house.ask(f"/f/{token}/feed.xml").status == 200
    house.keys.broken = True
    assert [house.ask(f"/f/{token}/feed.xml").status for _ in range(2)] == [200, 200]
    assert house.ask("/f/wrong/feed.xml").status == 404
    assert house.said.count('event="tokens not read"') == 1


def test_before_it_was_ever_read_apps_are_told_to_come_again(house: House) -> None:
    house.put()
    token = house.keys.gives()
    house.keys.broken = True
    answer = house.ask(f"/f/{token}/feed.xml")
    assert (answer.status, answer.headers["retry-after"]) == (503, "60")
    house.keys.broken = False
    assert house.ask(f"/f/{token}/feed.xml").status == 200


def test_tokens_are_read_only_when_they_have_changed(house: House) -> None:
    house.put()
    token = house.keys.gives()
    for _ in range(5):
        house.ask(f"/f/{token}/feed.xml")
    assert house.keys.asked == 1


def test_files_that_cannot_be_read(house: House) -> None:
    house.put()
    index = house.shelf.folder / "morning" / "index.json"
    index.unlink()
    index.mkdir()
    token = house.keys.gives()
    assert house.ask(f"/f/{token}/morning/feed.xml").status == 503
    assert "the feed's files cannot be read" in house.said


def test_chapters_are_what_was_made(house: House) -> None:
    record = house.put()
    answer = house.ask(f"/f/{house.keys.gives()}/morning/{record.day}/{record.content}/chapters.json")
    assert json.loads(answer.body) == {}


# the public address ---


def test_addresses_are_public_where_there_is_a_public_address(house: House) -> None:
    house.put()
    house.site = replace(house.site, base="https://me.example.org/pod")
    token = house.keys.gives()
    [audio] = enclosures(house.ask(f"/f/{token}/morning/feed.xml"))
    assert audio.startswith(f"https://me.example.org/pod/f/{token}/morning/")
    assert house.ask(audio).status == 200
    assert house.ask(audio.replace("/pod/", "/")).status == 200


def test_else_they_are_as_the_app_has_asked(house: House) -> None:
    house.put()
    token = house.keys.gives()
    house.site = replace(house.site, names=frozenset({"nas.local"}), proxies=(ip_network("127.0.0.1"),))
    [near] = enclosures(house.ask(f"http://nas.local:8571/f/{token}/morning/feed.xml"))
    assert near.startswith("http://nas.local:8571/f/")
    [far] = enclosures(
        house.ask(f"http://nas.local/f/{token}/morning/feed.xml", client="127.0.0.1", x_forwarded_proto="https")
    )
    assert far.startswith("https://nas.local/f/")
