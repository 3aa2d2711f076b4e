"""Pictures in a folder of this machine."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from store.application.catalogue.media_names import NotAMediaName, type_of
from store.application.catalogue.ports import MediaAway, MediaFacts, MediaFile


class FolderMedia:
    """A :class:`~store.application.catalogue.ports.Media` and its ``ShownMedia`` in one folder, made when needed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.absolute()

    def put(self, name: str, data: bytes, type: str) -> None:
        """Write it beside its place, and move it there when it is whole and safe on the disk."""
        if type_of(name) != type:
            raise NotAMediaName(name)
        beside = self._folder / f".{uuid4().hex}"  # a dot in front: never a picture's name
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with beside.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(self._folder / name)
        except OSError as error:
            with suppress(OSError):
                beside.unlink()
            raise MediaAway(f"{self._folder} can't be written to: {error.strerror}") from error

    def remove(self, name: str) -> None:
        """Take the file away."""
        path = self._path(name)
        try:
            if path is not None:
                path.unlink(missing_ok=True)
        except OSError as error:
            raise MediaAway(f"{path} can't be removed: {error.strerror}") from error

    def exists(self, name: str) -> bool:
        """Whether there is such a file."""
        return self._path(name) is not None

    def probe(self) -> str:
        """Write a file, read it, remove it."""
        beside = self._folder / f".{uuid4().hex}"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            beside.write_bytes(b"probe")
            if beside.read_bytes() != b"probe":
                raise MediaAway(f"{self._folder} gives back something else")
            beside.unlink()
        except OSError as error:
            raise MediaAway(f"{self._folder} can't be written to: {error.strerror}") from error
        return str(self._folder)

    async def about(self, name: str) -> MediaFacts | None:
        """What the file system knows of it."""
        opened = await asyncio.to_thread(self._look, name, whole=False)
        return None if opened is None else opened[0]

    async def read(self, name: str) -> MediaFile | None:
        """The file at once: a picture is small, and a file left open would outlive a visitor who left."""
        opened = await asyncio.to_thread(self._look, name, whole=True)
        return None if opened is None else MediaFile(opened[0], _whole(opened[1]))

    def _path(self, name: str) -> Path | None:
        try:
            type_of(name)
        except NotAMediaName:
            return None
        path = self._folder / name
        return path if path.is_file() else None

    def _look(self, name: str, *, whole: bool) -> tuple[MediaFacts, bytes] | None:
        path = self._path(name)
        if path is None:
            return None
        try:
            with path.open("rb") as file:
                stat = os.fstat(file.fileno())
                data = file.read() if whole else b""
        except FileNotFoundError:
            return None
        except OSError as error:
            raise MediaAway(f"{path} can't be read: {error.strerror}") from error
        return MediaFacts(type_of(name), stat.st_size, f"{stat.st_mtime_ns:x}-{stat.st_size:x}"), data


async def _whole(data: bytes) -> AsyncIterator[bytes]:
    yield data
