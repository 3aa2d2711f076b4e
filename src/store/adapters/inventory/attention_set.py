"""When few are few, as the operator of the shop set it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SetAttention:
    """An :class:`~store.application.inventory.ports.Attention`."""

    low_at: int | None
