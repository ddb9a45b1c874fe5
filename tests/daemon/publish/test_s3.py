import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from daemon.publish.base import LibraryError
from daemon.publish.s3 import S3Config, library, meant
from tests.contract.library import a_depot, an_episode
from tests.daemon.publish.stores import KEYS, MotoBucket, moto, rclone_s3, s3_config
from tests.fakes.web import Reply, Web, refused


@pytest.fixture(scope="module")
def amazon() -> Iterator[str]:
    with moto() as host:
        yield host


def publish(config: S3Config, folder: Path) -> Any:
    return asyncio.run(library(config, a_depot(folder)).publish(an_episode(folder / "made")))


def refusal(config: S3Config, folder: Path) -> LibraryError:
    with pytest.raises(LibraryError) as caught:
        publish(config, folder)
    assert "secret-prefix" not in str(caught.value)
    assert KEYS[1] not in str(caught.value)
    return caught.value


def test_what_its_objects_say_of_themselves(amazon: str, tmp_path: Path) -> None:
    bucket = MotoBucket(amazon)
    publish(s3_config(amazon, bucket.name), tmp_path)
    said = {key.rpartition("/")[2]: bucket.headers(key) for key in bucket.names()}
    (audio,) = (name for name in said if name.endswith(".mp3"))
    assert {name: headers["Content-Type"] for name, headers in said.items()} == {
        "feed.xml": "application/rss+xml; charset=utf-8",
        "index.json": "application/json",
        audio: "audio/mpeg",
        "chapters.json": "application/json+chapters",
        "transcript.vtt": "text/vtt; charset=utf-8",
        "notes.html": "text/html; charset=utf-8",
        "cover.jpg": "image/jpeg",
    }
    assert {name for name, headers in said.items() if headers["Cache-Control"] == "no-cache"} == {
        "feed.xml",
        "index.json",
    }
    assert "immutable" in said[audio]["Cache-Control"]


def test_a_bucket_that_nobody_may_read_is_seen(amazon: str, tmp_path: Path) -> None:
    shelf = library(s3_config(amazon, MotoBucket(amazon, public=False).name), a_depot(tmp_path))
    publication = asyncio.run(shelf.publish(an_episode(tmp_path / "made")))
    with pytest.raises(LibraryError, match="shows its files to nobody") as caught:
        asyncio.run(shelf.verify(publication))
    assert not caught.value.transient


def test_no_bucket(amazon: str, tmp_path: Path) -> None:
    error = refusal(s3_config(amazon, "no-such-bucket", prefix="secret-prefix"), tmp_path)
    assert str(error) == f"{amazon} has no bucket no-such-bucket. Make it, or correct the settings."
    assert not error.transient


@pytest.mark.parametrize("keys", [("AKID", "wrong"), ("OTHER", "correct-secret")])
def test_wrong_keys(tmp_path: Path, keys: tuple[str, str]) -> None:
    (tmp_path / "buckets" / "pod").mkdir(parents=True)
    with rclone_s3(tmp_path / "buckets") as host:
        error = refusal(s3_config(host, "pod", keys=keys, prefix="secret-prefix"), tmp_path)
    assert "refuses the keys" in str(error)
    assert not error.transient


def test_a_server_that_is_gone(tmp_path: Path) -> None:
    host = refused().removeprefix("http://").rstrip("/")
    error = refusal(s3_config(host, "pod", prefix="secret-prefix"), tmp_path)
    assert (
        str(error) == f"{host} was not reached. Check the endpoint in the settings, and whether this machine is online."
    )
    assert error.transient


@pytest.mark.parametrize(
    ("status", "code", "said", "transient"),
    [
        (507, "", "has no room left", True),
        (400, "XMinioAdminBucketQuotaExceeded", "has no room left", True),
        (503, "SlowDown", "cannot take anything now", True),
        (500, "InternalError", "cannot take anything now", True),
        (429, "", "cannot take anything now", True),
        (400, "AuthorizationHeaderMalformed", "did not take the request (AuthorizationHeaderMalformed)", False),
        (301, "PermanentRedirect", "did not take the request (status 301). Check endpoint, region", False),
        (403, "RequestTimeTooSkewed", "The clock of this machine is wrong", True),
        (403, "AccessDenied", "refuses the keys (AccessDenied)", False),
        (404, "NoSuchBucket", "has no bucket pod", False),
    ],
)
def test_what_an_answer_means(tmp_path: Path, status: int, code: str, said: str, transient: bool) -> None:
    with Web() as web:
        body = f"<Error><Code>{code}</Code><Message>secret-prefix</Message></Error>".encode() if code else b""
        web.answer("/pod/secret-prefix/morning/index.json", lambda _: Reply(body, status))
        error = refusal(s3_config(f"127.0.0.1:{web.port}", "pod", prefix="secret-prefix"), tmp_path)
    assert said in str(error)
    assert error.transient is transient


def test_an_error_that_says_nothing_is_one_of_the_way() -> None:
    error = meant(s3_config("127.0.0.1:1", "pod"), OSError("?"))
    assert error.transient


def test_the_environment_leads_it_nowhere_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Web() as here, Web() as there:
        elsewhere = there.url("").rstrip("/")
        for name in ("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT"):
            monkeypatch.setenv(name, elsewhere)
        monkeypatch.setenv("AWS_SESSION_TOKEN", "foreign")
        monkeypatch.setenv("AWS_SKIP_SIGNATURE", "true")
        refusal(s3_config(f"127.0.0.1:{here.port}", "pod"), tmp_path)
    assert there.requests == []
    assert here.requests
    assert all("Credential=AKID/" in request.headers["authorization"] for request in here.requests)
    assert not any("x-amz-security-token" in request.headers for request in here.requests)


def test_a_redirect_gets_no_credentials_and_no_episode(tmp_path: Path) -> None:
    with Web() as here, Web() as there:
        here.redirect("/pod/p/morning/index.json", there.url("/stolen", "localhost"), 307)
        there.serve("/stolen", b'{"records": [], "leaving": []}')
        refusal(s3_config(f"127.0.0.1:{here.port}", "pod", prefix="p"), tmp_path)
    assert [request.method for request in there.requests] == ["GET"]
    assert not [request for request in there.requests if "authorization" in request.headers or request.body]


def test_without_the_library_it_is_said_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "obstore.store", None)
    error = refusal(s3_config("127.0.0.1:1", "pod"), tmp_path)
    assert str(error) == "The S3 library is not installed. Run: pip install 'dawncast[s3]'"


def test_a_key_that_cannot_be_had(tmp_path: Path) -> None:
    keys = {"access_key": {"env": "NO_SUCH_VARIABLE"}, "secret_key": {"env": "NO_SUCH_VARIABLE"}}
    error = refusal(S3Config.model_validate({"kind": "s3", "bucket": "pod", **keys}), tmp_path)
    assert "NO_SUCH_VARIABLE is not set" in str(error)


def test_amazons_own_address_follows_from_the_region() -> None:
    keys = {"access_key": {"env": "A"}, "secret_key": {"env": "B"}}
    config = S3Config.model_validate({"kind": "s3", "bucket": "pod", "region": "eu-central-1", **keys})
    assert config.server == "https://s3.eu-central-1.amazonaws.com"


@pytest.mark.parametrize(
    "wrong",
    [
        {"bucket": "a/b"},
        {"bucket": "../x"},
        {"endpoint": "http://s3.example.org"},
        {"endpoint": "https://k:s@s3.example.org"},
        {"region": "eu/../x"},
        {"access_key": "AKIA"},
    ],
)
def test_settings_that_cannot_be(wrong: dict[str, Any]) -> None:
    good = {"kind": "s3", "bucket": "pod", "access_key": {"env": "A"}, "secret_key": {"env": "B"}}
    with pytest.raises(ValidationError):
        S3Config.model_validate({**good, **wrong})
