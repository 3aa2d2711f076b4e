"""Pictures in storage that speaks S3: Amazon's, MinIO, Ceph, R2 and others."""

import re
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, Final
from urllib.parse import parse_qs, unquote, urlsplit
from uuid import uuid4

import obstore
from msgspec import Struct
from obstore.exceptions import BaseError
from obstore.store import S3Store

from store.application.catalogue.media_names import NotAMediaName, kept_for, type_of
from store.application.catalogue.ports import MediaAway, MediaFacts, MediaFile

_CHUNK: Final = 1 << 18
_CONNECT: Final = timedelta(seconds=2)
_PATIENCE: Final = timedelta(seconds=10)
"""A visitor waits for this: better no picture than a page that never ends."""
_CODE: Final = re.compile(r"<Code>(\w+)</Code>")


class Bucket(Struct, frozen=True):
    """Where pictures are kept."""

    endpoint: str
    name: str
    region: str
    prefix: str = ""
    virtual_host: bool = False
    key: str = ""
    secret: str = ""

    def __repr__(self) -> str:
        """Never the keys."""
        return f"Bucket({self.endpoint}, {self.name})"

    @classmethod
    def at(cls, url: str) -> "Bucket":
        """``https://key:secret@host/bucket/prefix?region=eu-central-1&style=virtual``.

        Style is ``path`` (the default, ``host/bucket/``) or ``virtual`` (``bucket.host/``). Without a key, what the
        machine itself has to show is used: ``AWS_*`` variables, or the role it runs in. ``s3://`` is ``https://``.

        :raises ValueError: if *url* is no such address.
        """
        parts = urlsplit(url)
        wanted = {name: values[-1] for name, values in parse_qs(parts.query, strict_parsing=bool(parts.query)).items()}
        name, _, prefix = parts.path.strip("/").partition("/")
        style = wanted.pop("style", "path")
        region = wanted.pop("region", "us-east-1")
        if (
            parts.scheme not in {"http", "https", "s3"} or not parts.hostname or not name or wanted
            or style not in {"path", "virtual"} or bool(parts.username) != bool(parts.password)
        ):
            raise ValueError("not the address of a bucket")
        scheme = "http" if parts.scheme == "http" else "https"
        host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
        host += f":{parts.port}" if parts.port else ""
        virtual = style == "virtual"
        return cls(
            f"{scheme}://{name}.{host}" if virtual else f"{scheme}://{host}", name, region, prefix, virtual,
            unquote(parts.username or ""), unquote(parts.password or ""),
        )


class S3Media:
    """A :class:`~store.application.catalogue.ports.Media` and its ``ShownMedia`` in a bucket.

    Pictures carry their type and how long they may be kept, so that a CDN may take them from the bucket itself.
    """

    def __init__(self, bucket: Bucket) -> None:
        keys: dict[str, Any] = (
            {"access_key_id": bucket.key, "secret_access_key": bucket.secret} if bucket.key else {}
        )
        self._bucket = bucket
        self._store = S3Store(
            bucket.name, prefix=bucket.prefix or None, endpoint=bucket.endpoint, region=bucket.region,
            virtual_hosted_style_request=bucket.virtual_host,
            client_options={
                "allow_http": bucket.endpoint.startswith("http:"), "connect_timeout": _CONNECT, "timeout": _PATIENCE,
            },
            retry_config={
                "max_retries": 2, "retry_timeout": _PATIENCE, "backoff": {"max_backoff": timedelta(seconds=1)},
            },
            **keys,
        )

    def put(self, name: str, data: bytes, type: str) -> None:
        """Send it; the storage shows it when it has all of it."""
        if type_of(name) != type:
            raise NotAMediaName(name)
        with self._present():
            obstore.put(self._store, name, data, attributes={"Content-Type": type, "Cache-Control": kept_for(name)})

    def remove(self, name: str) -> None:
        """Have the bucket forget it."""
        if not _is_name(name):
            return
        try:
            with self._present():
                obstore.delete(self._store, name)
        except FileNotFoundError:
            return  # some storage says so, some doesn't

    def exists(self, name: str) -> bool:
        """Whether the bucket has it."""
        if not _is_name(name):
            return False
        try:
            with self._present():
                obstore.head(self._store, name)
        except FileNotFoundError:
            return False
        return True

    def probe(self) -> str:
        """Put a small object there, read it and delete it."""
        name, written = f"probe-{uuid4().hex}.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"
        self.put(name, written, "image/svg+xml")
        try:
            with self._present():
                read = bytes(obstore.get(self._store, name).bytes())
                obstore.delete(self._store, name)
        except FileNotFoundError as error:
            raise MediaAway(f"{self._bucket} forgets what it was given") from error
        if read != written:
            raise MediaAway(f"{self._bucket} gives back something else")
        return f"bucket {self._bucket.name} at {self._bucket.endpoint}"

    async def about(self, name: str) -> MediaFacts | None:
        """What the bucket knows of it."""
        if not _is_name(name):
            return None
        try:
            with self._present():
                return _facts(name, await obstore.head_async(self._store, name))
        except FileNotFoundError:
            return None

    async def read(self, name: str) -> MediaFile | None:
        """The object, in pieces, as they come."""
        if not _is_name(name):
            return None
        try:
            with self._present():
                found = await obstore.get_async(self._store, name)
        except FileNotFoundError:
            return None
        return MediaFile(_facts(name, found.meta), self._pieces(found))

    async def _pieces(self, found: Any) -> AsyncIterator[bytes]:
        with self._present():
            async for piece in found.stream(min_chunk_size=_CHUNK):
                yield bytes(piece)

    @contextmanager
    def _present(self) -> Iterator[None]:
        try:
            yield
        except (BaseError, OSError) as error:
            if isinstance(error, FileNotFoundError) and "NoSuchBucket" not in str(error):
                raise
            raise MediaAway(f"{self._bucket}: {_reason(error)}") from error


def _is_name(name: str) -> bool:
    try:
        type_of(name)
    except NotAMediaName:
        return False
    return True


def _facts(name: str, meta: Mapping[str, Any]) -> MediaFacts:
    version = meta["e_tag"] or f"{meta['last_modified']:%s}-{meta['size']:x}"
    return MediaFacts(type_of(name), meta["size"], version.removeprefix("W/").strip('"'))


def _reason(error: Exception) -> str:
    """The code that S3 gives; where nobody answered, the first line of what was tried."""
    said = str(error)
    code = _CODE.search(said)
    return code[1] if code else (said.splitlines() or [type(error).__name__])[0][:200]
