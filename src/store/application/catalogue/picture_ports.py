"""What the pictures of products need of the world."""

from collections.abc import Callable
from datetime import datetime
from typing import Final, Protocol

from store.domain.shared.errors import StoreError
from store.domain.shared.ids import ProductId

LARGEST: Final = 12_000_000
"""Bytes of a picture as it comes from a camera."""


class PicturesAway(StoreError):
    """Pictures can't be kept at the moment. Please try again later."""


class Studio(Protocol):
    """Makes pictures that may be shown of what strangers send. All of it raises ``PicturesAway`` where it can't."""

    def take_in(self, product: ProductId, data: bytes) -> str:
        """Keep what is to be seen in *data*, and nothing else of it; what that is called.

        :raises NotAPicture: for what is none, PictureMoves, PictureTooLarge, PictureOutOfSize.
        """

    def make_sizes(self, name: str) -> bool:
        """Make all sizes of it; false where there is no such picture."""

    def throw_away(self, name: str) -> None:
        """Remove it and its sizes."""


class Uploads(Protocol):
    """What came in: each of these gets its sizes, and those that no product ever showed go again."""

    def begin(self, name: str, product: ProductId, now: datetime) -> None:
        """Say that *name* is about to be kept; only then keep it."""

    def take(self, now: datetime) -> str | None:
        """One whose sizes nobody made yet, and nobody else makes now."""

    def sized(self, name: str, now: datetime) -> None:
        """Its sizes are made."""

    def failed(self, name: str, reason: str) -> None:
        """They could not be made; some time later it is taken again, a few times."""

    def sweep(
        self, before: datetime, is_shown: Callable[[ProductId, str], bool], throw_away: Callable[[str], None]
    ) -> int:
        """Look at those that began *before*, once each: keep what *is_shown*, and throw the others away, which are
        counted. While that goes on nobody can begin the same one anew.
        """
