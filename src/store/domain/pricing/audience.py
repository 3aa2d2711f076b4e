"""Audience: for whom a promotion is, and what is known of whoever buys."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from msgspec import Struct


class Channel(StrEnum):
    """Where somebody buys. Whoever serves the request says so, never the request itself. The values are stored."""

    STOREFRONT = "storefront"
    API = "api"


class Audience(Struct, frozen=True, omit_defaults=True):
    """For whom it is: for a first order, for whoever is in one of these segments, for orders in one of these channels.

    Nothing said means everybody, everywhere.
    """

    first_order: bool = False
    segments: tuple[str, ...] = ()
    channels: tuple[Channel, ...] = ()

    @property
    def asks_who(self) -> bool:
        """Whether it matters who buys, beside where."""
        return self.first_order or bool(self.segments)


EVERYBODY: Final = Audience()


class Buyer(Struct, frozen=True, omit_defaults=True):
    """Who buys, as far as promotions ask; recorded with the order, and nothing in it says which person that is.

    ``ordered_before`` is unknown while nobody has said who they are: until then everybody is taken at their word.
    ``segments`` are those that promotions asked for and that the buyer was in.
    """

    channel: Channel | None = None
    ordered_before: bool | None = None
    segments: tuple[str, ...] = ()


NOBODY: Final = Buyer()


def plain(buyer: Buyer) -> Buyer:
    """The same; where nothing is known of them, the one that isn't written down."""
    return NOBODY if buyer == NOBODY else buyer


def asks_who(audiences: Iterable[Audience]) -> bool:
    """Whether it has to be looked up who buys."""
    return any(it.asks_who for it in audiences)
