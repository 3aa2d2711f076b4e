"""What the stock room needs from outside."""

from typing import Protocol


class Attention(Protocol):
    """When the shop wants to be told that few are left, of what has no number of its own; ``None`` for never."""

    low_at: int | None
