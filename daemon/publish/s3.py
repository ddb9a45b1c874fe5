"""A library in a bucket of S3, or of any store that speaks its protocol (R2, MinIO …), through obstore."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

from pydantic import Field

from config.secrets import Secret
from connectors.base import Person
from daemon.publish.asking import ServerAddress, revealed
from daemon.publish.base import Depot, LibraryConfig, LibraryError, LibraryType
from daemon.publish.records import WebAddress
from daemon.publish.static import StaticLibrary, tell_address
from daemon.publish.static_look import Visitor
from daemon.publish.static_store import Prefix, Store, Target

if TYPE_CHECKING:
    from obstore.store import S3Credential, S3Store

QUICK, SLOW = timedelta(minutes=1), timedelta(minutes=15)
"""For one request, and for one that carries a file over a slow line."""
PRIVATE = "the bucket shows its files to nobody. Let everybody read them (not list them), or set base_url."
ROOM = frozenset({"QuotaExceeded", "XMinioAdminBucketQuotaExceeded", "XMinioStorageFull", "InsufficientCapacity"})


class S3Config(LibraryConfig):
    """`endpoint`: the store's address, Amazon's own by default. `base_url`: under which everybody can read the bucket.

    `prefix`: where in the bucket; by default one that nobody guesses.
    """

    bucket: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{1,62}$")]
    endpoint: ServerAddress | None = None
    region: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")] = "us-east-1"
    access_key: Secret
    secret_key: Secret
    prefix: Prefix | None = None
    base_url: WebAddress | None = None

    @property
    def server(self) -> str:
        """The address that is asked."""
        return self.endpoint or f"https://s3.{self.region}.amazonaws.com"


def library(config: S3Config, depot: Depot) -> StaticLibrary:
    """A feed and its files in that bucket."""
    return StaticLibrary(target(config), depot)


def target(config: S3Config) -> Target:
    """The bucket as a library sees it."""

    @asynccontextmanager
    async def opened(prefix: str) -> AsyncIterator[Store]:
        yield Bucket(config, *await asyncio.to_thread(_stores, config, prefix))

    return Target(
        named=f"s3://{config.bucket}",
        address=config.base_url or f"{config.server}/{config.bucket}",
        prefix=config.prefix,
        opened=opened,
        visitor=lambda: Visitor(closed=PRIVATE),
    )


class Bucket:
    """The objects below a prefix."""

    def __init__(self, config: S3Config, store: "S3Store", uploads: "S3Store") -> None:
        self._config = config
        self._store = store
        self._uploads = uploads

    async def get(self, path: str) -> bytes | None:
        """The object; None where there is none."""
        import obstore

        with _trouble(self._config):
            try:
                answer = await obstore.get_async(self._store, path)
                return bytes(await answer.bytes_async())
            except FileNotFoundError:  # as obstore says it
                return None

    async def size(self, path: str) -> int | None:
        """How many bytes the object has; None where there is none."""
        import obstore

        with _trouble(self._config):
            try:
                return (await obstore.head_async(self._store, path))["size"]
            except FileNotFoundError:  # as obstore says it
                return None

    async def put(self, path: str, content: bytes, kind: str, *, lasting: bool) -> None:
        """Put it there in one request: parts of one that was cut off would stay, seen by nobody and paid for."""
        import obstore

        cache = "private, max-age=31536000, immutable" if lasting else "no-cache"
        with _trouble(self._config):
            about = {"Content-Type": kind, "Cache-Control": cache}
            await obstore.put_async(self._uploads, path, content, attributes=about, use_multipart=False)

    async def drop(self, folder: str, names: tuple[str, ...]) -> None:
        """Delete the files; a bucket has no folders."""
        import obstore

        if names:
            with _trouble(self._config), suppress(FileNotFoundError):
                await obstore.delete_async(self._store, [f"{folder}/{name}" for name in names])


def _stores(config: S3Config, prefix: str) -> "tuple[S3Store, S3Store]":
    """The clients for what is quick and for uploads. Raises LibraryError."""
    try:
        import obstore.store  # noqa: F401  # only whether it is there
    except ImportError as error:
        missing = "The S3 library is not installed. Run: pip install 'dawncast[s3]'"
        raise LibraryError(missing, transient=False) from error
    credential = _credential(config)
    return _store(config, prefix, credential, QUICK), _store(config, prefix, credential, SLOW)


def _store(config: S3Config, prefix: str, credential: "S3Credential", longest: timedelta) -> "S3Store":
    """A client that asks the endpoint of the settings, whatever the environment's AWS variables say."""
    from obstore.store import S3Store

    return S3Store(
        config.bucket,
        prefix=prefix,
        config={
            "endpoint": config.server,
            "aws_endpoint_url_s3": config.server,
            "region": config.region,
            "virtual_hosted_style_request": False,
            "skip_signature": False,
        },
        client_options={"allow_http": config.server.startswith("http://"), "timeout": longest},
        retry_config={"max_retries": 0, "retry_timeout": longest},  # it is `publish` that tries again
        credential_provider=lambda: credential,
    )


def _credential(config: S3Config) -> "S3Credential":
    access, secret = revealed(config.access_key, "access key"), revealed(config.secret_key, "secret key")
    return {"access_key_id": access, "secret_access_key": secret, "token": None, "expires_at": None}


@contextmanager
def _trouble(config: S3Config) -> Iterator[None]:
    """The library's own errors hold addresses, and in them the prefix: nothing of them goes on."""
    from obstore.exceptions import BaseError

    try:
        yield
    except (BaseError, OSError) as error:
        raise meant(config, error) from None


def meant(config: S3Config, error: Exception) -> LibraryError:
    """What an error of obstore means for the library."""
    host, text = urlsplit(config.server).netloc, str(error)
    code = next(iter(re.findall(r"<Code>(\w+)</Code>", text)), "")
    status = next((int(found) for found in re.findall(r"status code: (\d{3})\b", text)), 0)
    status = _BY_KIND.get(type(error).__name__, status) or (301 if "redirect without LOCATION" in text else 0)
    said = f" ({code})" if code else f" (status {status})" if status else ""
    if code == "NoSuchBucket" or status == 404:
        return LibraryError(f"{host} has no bucket {config.bucket}. Make it, or correct the settings.", transient=False)
    if code in ROOM or status == 507:
        return LibraryError(f"{host} has no room left{said}. Delete something there, or ask for more.", transient=True)
    if code == "RequestTimeTooSkewed":
        return LibraryError(f"The clock of this machine is wrong, so {host} lets nobody in. Set it.", transient=True)
    if status in {401, 403}:
        what = "Check them in the settings, and that they may read, list, write and delete in the bucket"
        return LibraryError(f"{host} refuses the keys{said}. {what}.", transient=False)
    if status and status < 500 and status not in {408, 429}:
        what = "Check endpoint, region and bucket in the settings"
        return LibraryError(f"{host} did not take the request{said}. {what}.", transient=False)
    if status:
        return LibraryError(f"{host} cannot take anything now{said}. It is tried again.", transient=True)
    what = "Check the endpoint in the settings, and whether this machine is online"
    return LibraryError(f"{host} was not reached. {what}.", transient=True)


_BY_KIND = {"FileNotFoundError": 404, "PermissionDeniedError": 403, "UnauthenticatedError": 401}


def log_in(config: S3Config, depot: Depot, person: Person) -> None:
    """Say where the feeds are. Raises LibraryError."""
    tell_address(library(config, depot), person)


LIBRARY = LibraryType("s3", S3Config, library, log_in=log_in)
