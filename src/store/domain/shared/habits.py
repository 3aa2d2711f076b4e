"""How often somebody sends back what they buy: a rule that counts, for whoever looks at returns or at purchases."""

from typing import Final

from msgspec import Struct

DAYS: Final = 90
PART: Final = 2
"""More than every second order is unusual."""


class Habit(Struct, frozen=True):
    """What the same person bought and asked to send back, in :data:`DAYS` days. What they kept after all isn't
    counted, and what was refused is.
    """

    orders: int = 0
    returns: int = 0

    def is_unusual(self, few: int) -> bool:
        """Whether more than *few* came back, and of more than every second order."""
        return self.returns > few and self.returns * PART > self.orders
