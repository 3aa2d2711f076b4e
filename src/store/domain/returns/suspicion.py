"""When staff should look closer: a rule that counts. It refuses nothing."""

from typing import Final

from msgspec import Struct

DAYS: Final = 90
FEW: Final = 3
"""So many returns are nobody's business."""
PART: Final = 2
"""More than every second order is unusual."""


class Habit(Struct, frozen=True):
    """What the same person bought and asked to send back, in :data:`DAYS` days."""

    orders: int
    returns: int


def look_closer(habit: Habit) -> str | None:
    """Why, or nothing."""
    if habit.returns <= FEW or habit.returns * PART <= habit.orders:
        return None
    return f"{habit.returns} returns of {habit.orders} orders within {DAYS} days."
