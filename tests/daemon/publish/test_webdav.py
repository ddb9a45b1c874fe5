import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from daemon.publish.base import LibraryError
from daemon.publish.static import StaticLibrary
from daemon.publish.webdav import WebDAVConfig, library
from tests.contract.library import a_depot, an_episode
from tests.daemon.publish.stores import Moody, dav_config, wsgidav
from tests.fakes.between import Between
from tests.fakes.web import Web, refused


class Cloud:
    """A WebDAV server with the folder "pod"."""

    def __init__(self, folder: Path, host: str, moody: Moody) -> None:
        self.folder, self.host, self.moody = folder, host, moody

    def library(self, folder: str = "pod", **settings: Any) -> StaticLibrary:
        return library(dav_config(self.host, folder, prefix="secret-prefix", **settings), a_depot(self.folder))

    def refuses(self, **settings: Any) -> LibraryError:
        with pytest.raises(LibraryError) as caught:
            asyncio.run(self.library(**settings).publish(an_episode(self.folder / "made")))
        assert "secret-prefix" not in str(caught.value)
        return caught.value


@pytest.fixture
def cloud(tmp_path: Path) -> Iterator[Cloud]:
    (tmp_path / "cloud" / "pod").mkdir(parents=True)
    moody = Moody()
    with wsgidav(tmp_path / "cloud", wrapped=moody) as host:
        yield Cloud(tmp_path, host, moody)


def test_a_wrong_password(cloud: Cloud) -> None:
    error = cloud.refuses(password="wrong")
    assert "wants a user name and password, or refuses those" in str(error)
    assert not error.transient


def test_no_room(cloud: Cloud) -> None:
    cloud.moody.answers["PUT"] = "507 Insufficient Storage"
    error = cloud.refuses()
    assert str(error) == f"{cloud.host} has no room left. Delete something there."
    assert error.transient


def test_a_folder_that_is_not_there(cloud: Cloud) -> None:
    error = cloud.refuses(folder="missing")
    assert "does not have the folder of the settings. Make it there" in str(error)
    assert not error.transient


def test_a_file_that_is_locked(cloud: Cloud) -> None:
    cloud.moody.answers["MOVE"] = "423 Locked"
    assert cloud.refuses().transient


def test_a_server_that_is_busy_says_when(cloud: Cloud) -> None:
    cloud.moody.answers["MKCOL"] = "503 Busy"
    cloud.moody.headers.append(("Retry-After", "3600"))
    error = cloud.refuses()
    assert error.transient
    assert error.wait == timedelta(hours=1)


def test_a_web_server_that_is_no_webdav(tmp_path: Path) -> None:
    with Web() as web:
        shelf = library(dav_config(f"127.0.0.1:{web.port}", "pod"), a_depot(tmp_path))
        with pytest.raises(LibraryError, match="speaks no WebDAV at url"):
            asyncio.run(shelf.publish(an_episode(tmp_path / "made")))


def test_a_server_that_is_gone(tmp_path: Path) -> None:
    config = dav_config(refused().removeprefix("http://").rstrip("/"), "pod")
    with pytest.raises(LibraryError, match="refused the connection") as caught:
        asyncio.run(library(config, a_depot(tmp_path)).publish(an_episode(tmp_path / "made")))
    assert caught.value.transient


def test_a_password_that_cannot_be_had(tmp_path: Path) -> None:
    settings = {"kind": "webdav", "url": "https://cloud.example.org/dav", "password": {"env": "NO_SUCH_VARIABLE"}}
    wanting = library(WebDAVConfig.model_validate(settings), a_depot(tmp_path))
    with pytest.raises(LibraryError, match="NO_SUCH_VARIABLE is not set"):
        asyncio.run(wanting.publish(an_episode(tmp_path / "made")))


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_nothing_secret_goes_where_a_redirect_leads(tmp_path: Path, status: int) -> None:
    with Web() as here, Web() as there:
        for name in ("index.json", "feed.xml"):
            path = f"/pod/secret-prefix/morning/{name}"
            here.redirect(path, there.url("/stolen", "localhost"), status)
        there.serve("/stolen", b'{"records": [], "leaving": []}')
        config = dav_config(f"127.0.0.1:{here.port}", "pod", prefix="secret-prefix")
        with pytest.raises(LibraryError):
            asyncio.run(library(config, a_depot(tmp_path)).publish(an_episode(tmp_path / "made")))
    assert [request.method for request in there.requests] == ["GET"]
    assert not [request for request in there.requests if "authorization" in request.headers]


def test_an_upload_is_not_sent_on_to_another_server(tmp_path: Path) -> None:
    (tmp_path / "cloud" / "pod").mkdir(parents=True)
    moody = Moody({"PUT": "307 Elsewhere"})
    with Web() as there, wsgidav(tmp_path / "cloud", wrapped=moody) as host:
        moody.headers.append(("Location", there.url("/stolen", "localhost")))
        with pytest.raises(LibraryError, match="sends the request on to another server"):
            asyncio.run(library(dav_config(host, "pod"), a_depot(tmp_path)).publish(an_episode(tmp_path / "made")))
    assert there.requests == []


def test_what_is_uploaded_is_there_already_only_once_it_has_its_name(cloud: Cloud) -> None:
    with Between(cloud.host) as between:
        cloud.host = between.host
        asyncio.run(cloud.library().publish(an_episode(cloud.folder / "made")))
    puts = [asked.path for asked in between.asked if asked.method == "PUT"]
    assert puts
    assert all(path.endswith(".new") for path in puts)
    assert not list(cloud.folder.rglob("*.new"))


def test_a_second_time_nothing_is_uploaded_but_index_and_feed(cloud: Cloud) -> None:
    asyncio.run(cloud.library().publish(an_episode(cloud.folder / "made")))
    with Between(cloud.host) as between:
        cloud.host = between.host
        asyncio.run(cloud.library().publish(an_episode(cloud.folder / "made")))
    puts = [asked.path.rpartition("/")[2] for asked in between.asked if asked.method == "PUT"]
    assert puts == ["index.json.new", "index.json.new", "feed.xml.new"]


@pytest.mark.parametrize(
    "url", ["http://cloud.example.org/dav", "http://8.8.8.8/dav", "http://[2a00::1]/dav", "ftp://cloud.example.org"]
)
def test_a_password_goes_over_https_unless_it_stays_at_home(url: str) -> None:
    with pytest.raises(ValidationError, match="https://"):
        WebDAVConfig(kind="webdav", url=url)


@pytest.mark.parametrize("url", ["http://192.168.1.20/dav", "http://nas/dav", "https://cloud.example.org/dav/"])
def test_addresses_that_may_be_used(url: str) -> None:
    assert WebDAVConfig(kind="webdav", url=url).url == url.rstrip("/")


@pytest.mark.parametrize("prefix", ["", "/a", "a/", "a//b", "../a", "a b", "ä", "."])
def test_a_prefix_that_is_none(prefix: str) -> None:
    with pytest.raises(ValidationError):
        WebDAVConfig(kind="webdav", url="https://cloud.example.org", prefix=prefix)
