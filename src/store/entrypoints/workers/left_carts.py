"""Has what lies in carts wait beside them, once nobody touched them for as long as the shop keeps one."""

from datetime import timedelta
from typing import Final
from uuid import uuid4

from store.application.cart.expiring import LeftCarts
from store.application.cart.messages import ExpireCart
from store.application.shared.bus import Bus, Caller
from store.application.shared.ports import Clock

ACTOR: Final = "system:scheduler"


class LeftCartsSweeper:
    """An errand: some thousand facts at a time, so that other errands needn't wait. Done twice, it is no fact again."""

    def __init__(self, left: LeftCarts, bus: Bus, clock: Clock, after: timedelta) -> None:
        self._left, self._bus, self._clock, self._after = left, bus, clock, after

    def __call__(self) -> None:
        """See to the next of them."""
        if not self._after:
            return
        found = self._left.before(self._clock.now() - self._after)
        if found is None:
            return
        for id in found.carts:
            self._bus.do(ExpireCart(cart_id=id), Caller(actor=ACTOR, correlation=uuid4()))
        self._left.done(found)
