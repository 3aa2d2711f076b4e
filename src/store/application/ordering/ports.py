"""What ordering needs from outside."""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from store.application.ordering.fulfilment import PartView
from store.domain.shared.ids import OrderNumber


@runtime_checkable
class AccessTokens(Protocol):
    """A secret that opens one order for whoever holds it; made from the number, so it is never stored."""

    def of(self, number: OrderNumber) -> str:
        """The token that opens *number*."""

    def opens(self, token: str, number: OrderNumber) -> bool:
        """Whether *token* is the right one; takes as long whether it is or not."""


class PackingSlips(Protocol):
    """Papers that lie in parcels."""

    async def pdf(self, parts: Sequence[PartView]) -> bytes:
        """A page for each of *parts*, in one file."""
