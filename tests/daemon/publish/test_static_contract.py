"""Both kinds of store through the suite of all libraries, each at a real server."""

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, ClassVar

import feedparser
import pytest

from daemon.publish.base import Library
from daemon.publish.s3 import LIBRARY as S3
from daemon.publish.s3 import library as s3_library
from daemon.publish.webdav import LIBRARY as WEBDAV
from daemon.publish.webdav import library as dav_library
from tests.contract.library import LibraryContract, a_depot
from tests.daemon.publish.stores import (
    KEYS,
    MotoBucket,
    a_folder,
    dav_config,
    moto,
    rclone_http,
    rclone_s3,
    s3_config,
    wsgidav,
)

KEY = {"env": "KEY"}


def guids(feeds: Collection[bytes]) -> list[str]:
    """What the feeds name, as an app reads them."""
    parsed = [feedparser.parse(feed) for feed in feeds]
    assert not any(feed.bozo for feed in parsed)
    return [entry.id for feed in parsed for entry in feed.entries]


def feeds_below(folder: Path) -> list[bytes]:
    return [file.read_bytes() for file in folder.rglob("feed.xml")]


@pytest.fixture(scope="module")
def buckets(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str, str]]:
    """A folder with the bucket "pod" in it, and where it is written and read."""
    root = tmp_path_factory.mktemp("buckets")
    (root / "pod").mkdir()
    with rclone_s3(root) as host, rclone_http(root) as public:
        yield root, host, public


@pytest.fixture(scope="module")
def amazon() -> Iterator[str]:
    with moto() as host:
        yield host


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    root = tmp_path_factory.mktemp("cloud")
    with wsgidav(root) as host:
        yield root, host


class TestRcloneS3Contract(LibraryContract):
    library_type = S3
    settings: ClassVar[dict[str, Any]] = {"bucket": "pod", "access_key": KEY, "secret_key": KEY}

    @pytest.fixture
    def library(self, buckets: tuple[Path, str, str], tmp_path: Path) -> Library:
        root, host, public = buckets
        depot = a_depot(tmp_path)
        self.bucket, self.logins = root / "pod", depot.logins
        return s3_library(s3_config(host, "pod", base_url=f"http://{public}/pod"), depot)

    @pytest.fixture
    def broken(self, buckets: tuple[Path, str, str], tmp_path: Path) -> Library:
        _, host, _ = buckets
        return s3_library(s3_config(host, "pod", keys=(KEYS[0], "wrong")), a_depot(tmp_path))

    def listed(self, library: Library) -> Collection[str]:
        return guids(feeds_below(self.bucket / self.logins.read("shelf.prefix")))


class TestMotoContract(LibraryContract):
    library_type = S3
    settings: ClassVar[dict[str, Any]] = {"bucket": "pod", "access_key": KEY, "secret_key": KEY, "region": "auto"}

    @pytest.fixture
    def library(self, amazon: str, tmp_path: Path) -> Library:
        self.bucket = MotoBucket(amazon)
        return s3_library(s3_config(amazon, self.bucket.name), a_depot(tmp_path))

    @pytest.fixture
    def broken(self, amazon: str, tmp_path: Path) -> Library:
        return s3_library(s3_config(amazon, "no-such-bucket"), a_depot(tmp_path))

    def listed(self, library: Library) -> Collection[str]:
        return guids([self.bucket.get(key) for key in self.bucket.names() if key.endswith("/feed.xml")])


class TestWebDAVContract(LibraryContract):
    library_type = WEBDAV
    settings: ClassVar[dict[str, Any]] = {
        "url": "https://cloud.example.org/dav/pod/",
        "username": "kim",
        "password": KEY,
    }

    @pytest.fixture
    def library(self, cloud: tuple[Path, str], tmp_path: Path) -> Library:
        root, host = cloud
        folder = a_folder(root)
        self.folder = root / folder
        return dav_library(dav_config(host, folder), a_depot(tmp_path))

    @pytest.fixture
    def broken(self, cloud: tuple[Path, str], tmp_path: Path) -> Library:
        root, host = cloud
        return dav_library(dav_config(host, a_folder(root), password="wrong"), a_depot(tmp_path))

    def listed(self, library: Library) -> Collection[str]:
        return guids(feeds_below(self.folder))
