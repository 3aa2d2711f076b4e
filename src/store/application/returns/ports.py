"""What returns need of the world."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final, Protocol

from store.application.returns.views import ReturnView
from store.domain.shared.errors import StoreError
from store.domain.shared.ids import SubjectId

LARGEST: Final = 8_000_000
"""Bytes of a photograph as it comes from a telephone."""


class PhotographsAway(StoreError):
    """Photographs can't be kept at the moment. Send the request without them, or try again later."""


class ReturnDesk(Protocol):
    """Where goods go that come back, line by line, and by whose calendar days are counted."""

    send_to: tuple[str, ...]

    def day(self, moment: datetime) -> date:
        """On which day of the shop that was."""


class Photographs(Protocol):
    """Keeps what somebody shows of damaged goods: sealed, never public, and gone with the person."""

    def take_in(self, subject: SubjectId, data: bytes) -> str:
        """Keep what is to be seen in *data*, and nothing else of it; what that is called.

        :raises NotAPicture: for what is none; PictureMoves, PictureTooLarge and PictureOutOfSize for others.
        """

    def throw_away(self, name: str) -> None:
        """Keep it no longer."""

    async def show(self, subject: SubjectId, name: str) -> bytes | None:
        """A JPEG; none where it is gone, or its person was forgotten."""


class ReturnSlips(Protocol):
    """Papers that lie in parcels that come back."""

    async def pdf(self, returns: Sequence[ReturnView]) -> bytes:
        """A page for each, in one file."""
