"""When staff should look closer: a rule that counts. It refuses nothing."""

from typing import Final

from store.domain.shared.habits import DAYS, Habit

FEW: Final = 3
"""So many returns are nobody's business."""


def look_closer(habit: Habit) -> str | None:
    """Why, or nothing."""
    if not habit.is_unusual(FEW):
        return None
    return f"{habit.returns} returns of {habit.orders} orders within {DAYS} days."
