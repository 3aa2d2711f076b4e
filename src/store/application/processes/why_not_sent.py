"""Why not sent: what keeps goods from being sent that were wanted for those that came back, in words of the fact."""

from collections.abc import Mapping
from typing import Final

from store.application.cart.ports import Offer
from store.application.processes.exchanging_goods import alternative
from store.application.processes.spared_taxes import NOTHING_SPARED
from store.domain.ordering.events import OrderLine
from store.domain.returns.events import Instead, Part
from store.domain.shared.ids import Sku

SOLD_OUT: Final = "it is sold out"
GONE: Final = "it is no longer sold"
PRICED_ANEW: Final = "it no longer costs what was sent back costs"
NOT_SENT_THERE: Final = "we no longer send to the address of the order"
FORGOTTEN: Final = "its address was forgotten"
NEVER_TAKEN: Final = "nothing was paid for what came back"
"""They stand in facts: never reword one."""


def why_not_offered(
    line: OrderLine, now: Offer | None, offer: Offer | None, wanted: Instead, *, aside: bool,
    spared: Mapping[Sku, int] = NOTHING_SPARED,
) -> tuple[str, Part]:
    """Whether it is still sold, and how much of what was paid for what came back pays for it: as when it was *wanted*.
    Where none is put *aside* any more, so that no promise is left, as today, if that isn't more; what came back is
    offered as *now*, or was bought with the tax *spared* at these rates.
    """
    if offer is None or not offer.for_sale:
        return GONE, wanted.part
    if aside:
        return "", wanted.part
    found = alternative(line, now, offer, same=True, spared=spared)
    return PRICED_ANEW if found.part > wanted.part or not found.sold else "", found.part
