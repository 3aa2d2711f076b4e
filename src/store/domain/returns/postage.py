"""Who pays for the way back."""

from enum import StrEnum
from typing import Final

from store.domain.returns.reasons import ReturnReason


class Postage(StrEnum):
    """What a policy says. The values are stored."""

    SHOPPER = "shopper"
    FAULTY = "faulty"
    """The shop, where the goods are not what was bought; the law wants that."""
    SHOP = "shop"


FAULTS: Final = frozenset({ReturnReason.DAMAGED, ReturnReason.NOT_AS_DESCRIBED, ReturnReason.WRONG_ITEM})


def paid_by_shop(postage: Postage, reason: str) -> bool:
    """Whether the shop pays, for goods that go back for that *reason*."""
    return postage is Postage.SHOP or (postage is Postage.FAULTY and reason in FAULTS)
