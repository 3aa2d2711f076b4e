"""The page about the laws of conservation: when all is well, and when a fact broke two of them."""

from uuid import UUID

from msgspec import structs

from store.application.audit.conservation import (
    Conservation,
    CreditSums,
    Law,
    LedgerSums,
    MoneySums,
    Offence,
    OrderCounts,
    StockSums,
)
from tests.entrypoints.page_frame import BACK, PAGE
from tests.entrypoints.page_goods import eur

WELL = Conservation(
    StockSums(2_104, 48_210, -37, 41_880, 312, 5_981, 0),
    [MoneySums(eur("71204.30"), eur("0.00"), eur("0.00"), eur("71204.30"), holds=True)],
    OrderCounts(1_688, 4, 1_602, 82),
    [LedgerSums(eur("71204.30"), eur("71204.30"), eur("0.00"), holds=True)], [], 0, "1-76349442",
    [CreditSums(eur("1204.30"), eur("204.30"), eur("1000.00"))],
)
BROKEN = [
    Offence(
        law=Law.STOCK, subject="MUG-SAG-S", position="1-7634944", stream=UUID(int=3), version=7,
        tag="inventory/reserved-1", kind="inventory", words="52 pieces are promised, 10 are on hand",
    ),
    Offence(
        law=Law.MONEY, subject="HF-7Q2M-4KDX", position="1-7634951", stream=UUID(int=4), version=2,
        tag="payments/captured-1", kind="payment", words="EUR 9999.99 were taken, the order is about EUR 14.90",
    ),
]


def _page(conservation: Conservation) -> PAGE:
    return "backoffice/conservation.html", {**BACK, "conservation": conservation}


CONSERVATION_PAGES: dict[str, PAGE] = {
    "office-conservation": _page(WELL),
    "office-conservation-broken": _page(structs.replace(
        WELL, offences=BROKEN, more=2,
        ledger=[LedgerSums(eur("81189.39"), eur("81189.39"), eur("-9985.09"), holds=False)],
        money=[MoneySums(eur("81189.39"), eur("0.00"), eur("0.00"), eur("71204.30"), holds=False)]
    )),
    "office-conservation-empty": _page(
        Conservation(StockSums(0, 0, 0, 0, 0, 0, 0), [], OrderCounts(0, 0, 0, 0), [], [], 0, "1-0")
    ),
}
