"""What ordering needs from outside."""

from typing import Protocol, runtime_checkable

from store.domain.shared.ids import OrderNumber


@runtime_checkable
class AccessTokens(Protocol):
    """A secret that opens one order for whoever holds it; made from the number, so it is never stored."""

    def of(self, number: OrderNumber) -> str:
        """The token that opens *number*."""

    def opens(self, token: str, number: OrderNumber) -> bool:
        """Whether *token* is the right one; takes as long whether it is or not."""
