"""What may be sent for goods that go back: another variant of the same product, that costs no more."""

from collections.abc import Mapping
from fractions import Fraction

from msgspec import Struct

from store.domain.returns.events import ALL, Part
from store.domain.shared.ids import Sku
from store.domain.shared.money import Money


class Alternative(Struct, frozen=True):
    """A variant that somebody might want instead, as it is offered now. ``dearer`` by so much, or where it is below
    zero, cheaper: than what goes back ``was`` now, or where that isn't sold any more, than it did.
    """

    name: str
    same_product: bool
    sold: bool
    dearer: Money
    was: Money | None = None

    @property
    def part(self) -> Part:
        """How much of what was paid for what goes back would pay for it: all, where it costs as much."""
        return 1 + Fraction(self.dearer.minor, self.was.minor) if self.was and self.was.minor else ALL


def why_not_instead(it: Alternative) -> str | None:
    """A sentence for why it can't be had in exchange, with the way out; ``None`` where it can, if there are pieces."""
    if not it.same_product:
        return "Only another variant of the same product can be sent instead."
    if not it.sold:
        return f"{it.name} is no longer sold."
    if it.dearer.minor > 0:
        return f"{it.name} costs {it.dearer} more: have the money back, and order it."
    return None


def wanted_twice(instead: Mapping[Sku, Sku]) -> bool:
    """Whether the same is wanted for goods of two lines: an order has one line of each."""
    return len(set(instead.values())) < len(instead)
