"""What gateways send to the shop by themselves."""

from collections.abc import Mapping
from typing import Protocol, runtime_checkable
from uuid import UUID

from msgspec import Struct

from store.domain.shared.ids import PaymentId


class Notice(Struct, frozen=True):
    """Word from the gateway that something happened, about a payment of ours, a card or something else.

    It says that there is something to ask, never what became of it: notices come late, twice and in any order.
    """

    id: str
    kind: str
    payment_id: PaymentId | None = None
    known: bool = False
    """It came before, and was dealt with."""
    adding_id: UUID | None = None
    """It is about a card that somebody adds."""


@runtime_checkable
class Notices(Protocol):
    """Reads what arrives at the shop's door and says it is from the gateway."""

    def read(self, body: bytes, signature: str) -> Notice:
        """The notice in *body*.

        :raises BadValue: if it is not the gateway's, too old, of the other mode, or no notice at all.
        """

    def done(self, notice: Notice) -> None:
        """Remember that it was dealt with."""


@runtime_checkable
class SignedNotices(Protocol):
    """The same, where what proves a notice stands in several headers, and somebody else is asked about it."""

    def read(self, body: bytes, headers: Mapping[str, str]) -> Notice:
        """The notice in *body*.

        :raises BadValue: if it is not the gateway's, or no notice at all.
        :raises GatewayAway: if nobody says whose it is.
        """

    def done(self, notice: Notice) -> None:
        """Remember that it was dealt with."""
