"""Why a count is not taken, beside what the stock room itself refuses."""

from dataclasses import dataclass

from store.domain.shared.errors import Conflict
from store.domain.shared.ids import Sku


@dataclass(eq=False)
class CountedAnew(Conflict):
    """Pieces of {sku} came or went since you looked: the books say {on_hand} now. Please count again."""

    sku: Sku
    on_hand: int
