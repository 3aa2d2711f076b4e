"""Photographs of goods that somebody sends back: decoded, and only pixels kept, sealed with the key of their order.

They are no media of the shop: nothing serves them but the routes that ask who wants to see them.
"""

from asyncio import to_thread
from collections.abc import Callable
from secrets import token_hex
from typing import TYPE_CHECKING, Any, Final, LiteralString

from psycopg import Connection
from psycopg_pool import ConnectionPool

from store.adapters.drivers.raster import JPEG, Bounds, decoded, encoded
from store.adapters.drivers.vault import Vault
from store.application.returns.ports import LARGEST
from store.domain.shared.ids import SubjectId
from store.domain.shared.pictures import PictureTooLarge

if TYPE_CHECKING:
    from PIL.Image import Image

LEAST: Final = 100
MEGAPIXELS: Final = 25
LONGEST_SIDE: Final = 1600
"""Enough to see what is wrong."""
_BOUNDS: Final = Bounds(LEAST, MEGAPIXELS)
_DIGITS: Final = 16
_KEEP: Final[LiteralString] = "INSERT INTO work.return_photographs (name, subject, sealed) VALUES (%s, %s, %s)"


class PostgresPhotographs:
    """A :class:`~store.application.returns.ports.Photographs` on ``work.return_photographs``."""

    def __init__(self, pool: ConnectionPool[Connection[Any]], vault: Vault) -> None:
        self._pool, self._vault = pool, vault

    def take_in(self, subject: SubjectId, data: bytes) -> str:
        """Under a name that nobody can guess, though nobody could do anything with it."""
        return kept(subject, data, self._vault, self._put)

    def throw_away(self, name: str) -> None:
        """Delete it."""
        with self._pool.connection() as db:
            db.execute("DELETE FROM work.return_photographs WHERE name = %s", (name,))

    async def show(self, subject: SubjectId, name: str) -> bytes | None:
        """Opened with the key of *subject* only, beside the loop."""
        return await to_thread(self._show, subject, name)

    def _show(self, subject: SubjectId, name: str) -> bytes | None:
        with self._pool.connection() as db:
            row = db.execute(
                "SELECT sealed FROM work.return_photographs WHERE name = %s AND subject = %s", (name, subject)
            ).fetchone()
        return self._vault.read(subject, row[0], place_of(name)) if row else None

    def _put(self, name: str, subject: SubjectId, sealed: str) -> None:
        with self._pool.connection() as db:
            db.execute(_KEEP, (name, subject, sealed))


class MemoryPhotographs:
    """The twin."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._kept: dict[str, tuple[SubjectId, str]] = {}

    def take_in(self, subject: SubjectId, data: bytes) -> str:
        """As on Postgres."""
        return kept(subject, data, self._vault, self._put)

    def throw_away(self, name: str) -> None:
        """Forget it."""
        self._kept.pop(name, None)

    async def show(self, subject: SubjectId, name: str) -> bytes | None:
        """As on Postgres."""
        of, sealed = self._kept.get(name, (None, ""))
        return self._vault.read(subject, sealed, place_of(name)) if of == subject else None

    def _put(self, name: str, subject: SubjectId, sealed: str) -> None:
        self._kept[name] = (subject, sealed)


def kept(subject: SubjectId, data: bytes, vault: Vault, put: Callable[[str, SubjectId, str], None]) -> str:
    """Make a photograph of *data* that may be shown, and *put* it somewhere, sealed; what it is called."""
    if len(data) > LARGEST:
        raise PictureTooLarge(LARGEST // 1_000_000)
    name = token_hex(_DIGITS)
    put(name, subject, vault.seal(subject, decoded(data, _BOUNDS, LONGEST_SIDE, _whole), place_of(name)))
    return name


def place_of(name: str) -> str:
    """Where the seal of a photograph stands."""
    return f"return photograph/{name}"


def _whole(image: "Image") -> bytes:
    from PIL.Image import Resampling

    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Resampling.LANCZOS, reducing_gap=3.0)
    return encoded(image, JPEG)
