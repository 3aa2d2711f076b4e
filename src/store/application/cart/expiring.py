"""Carts that were left alone: found by following the log as late as the shop keeps a cart."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from msgspec import Struct

from store.application.cart.messages import ExpireCart
from store.application.shared.bus import handles
from store.application.shared.ports import Clock
from store.application.shared.work import UnitOfWork
from store.domain.cart.cart import Cart
from store.domain.shared.ids import CartId


class Left(Struct, frozen=True):
    """Carts that something happened to before some instant, and how far the log was read for that."""

    carts: tuple[CartId, ...]
    reached: int


class LeftCarts(Protocol):
    """A reader of the log that comes late, and remembers how far it came."""

    def before(self, instant: datetime) -> Left | None:
        """The next of them; nothing where all that happened before *instant* was read."""

    def done(self, left: Left) -> None:
        """They were seen to."""


@dataclass(frozen=True)
class ExpiringCarts:
    clock: Clock
    after: timedelta

    @handles(ExpireCart)
    def expire(self, command: ExpireCart, work: UnitOfWork) -> None:
        """A cart that was touched since is no fact: its newer ones come by when they are as old."""
        cart = work.find(Cart, command.cart_id)
        cart.expire(self.after, at=self.clock.now())
        work.save(cart)
