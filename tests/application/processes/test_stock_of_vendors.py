"""Vendors look after the pieces of their own goods; of all others they are told what is told of none."""

from uuid import UUID

import pytest

from store.application.inventory.messages import (
    AdjustStock,
    CountStock,
    GetStockLevel,
    ReceiveStock,
    SetThreshold,
    SyncStock,
    TakeBackStock,
    TryOut,
)
from store.application.shared.authority import EVERYTHING, Reach, Scope
from store.application.shared.errors import NoSuch, Refusal
from store.domain.catalogue.events import Description, ProductListed, Variant
from store.domain.inventory.events import Cause, StockOpened, StockReceived
from store.domain.shared.ids import CategoryId, ProductId, Sku, VendorId, stock_of
from store.domain.shared.money import Money
from tests.harness.processes import NOON, SOMEBODY, given_facts

pytestmark = [
    pytest.mark.requirement("R1.5"), pytest.mark.requirement("R2.6"),
    pytest.mark.story("US-1.4", "what is somebody else's is not there"),
]

LOAM, OTTO = VendorId(UUID(int=77)), VendorId(UUID(int=78))
OWN, FOREIGN, NOBODYS = Scope(Reach.VENDOR, LOAM), Scope(Reach.VENDOR, OTTO), Scope(Reach.ACCOUNT, LOAM)
MUG, POT, LOST, NONE = Sku("MUG"), Sku("POT"), Sku("LOST"), Sku("NONE")
PRODUCTS = {MUG: (ProductId(UUID(int=1)), LOAM), POT: (ProductId(UUID(int=2)), None)}
WISHES = [
    lambda sku, scope: ReceiveStock(sku=sku, quantity=1, scope=scope),
    lambda sku, scope: CountStock(sku=sku, on_hand=3, reason="count", scope=scope),
    lambda sku, scope: CountStock(sku=sku, on_hand=3, reason="count", version=99, scope=scope),
    lambda sku, scope: CountStock(sku=sku, on_hand=3, reason="count", shown=99, scope=scope),
    lambda sku, scope: AdjustStock(sku=sku, change=-1, cause=Cause.LOST, reason="lost", scope=scope),
    lambda sku, scope: TakeBackStock(sku=sku, quantity=1, written_off=0, reason="back", scope=scope),
    lambda sku, scope: SetThreshold(sku=sku, threshold=2, scope=scope),
    lambda sku, scope: SyncStock(sku=sku, source="till", sequence=1, on_hand=2, scope=scope),
    lambda sku, scope: SyncStock(sku=sku, source="till", sequence=1, scope=scope),
]


def a_shop():
    """Loam sells mugs, the shop itself pots; LOST was counted before it was a product's."""
    facts = {}
    for sku, (product, vendor) in PRODUCTS.items():
        listed = ProductListed(
            at=NOON, product_id=product, vendor=vendor,
            description=Description(sku.lower(), sku, "Kiln", CategoryId(product)),
            variants=(Variant(sku, Money(900, "EUR")),),
        )
        facts[product] = [listed]
        facts[stock_of(sku)] = [
            StockOpened(at=NOON, sku=sku, product_id=product), StockReceived(at=NOON, sku=sku, quantity=7),
        ]
    return given_facts(facts | {stock_of(LOST): [StockReceived(at=NOON, sku=LOST, quantity=7)]})


@pytest.mark.parametrize("wish", WISHES)
@pytest.mark.parametrize(("sku", "scope"), [
    (MUG, FOREIGN), (POT, FOREIGN), (POT, OWN), (LOST, OWN), (NONE, OWN), (MUG, NOBODYS),
])
def test_what_is_not_ones_own_is_not_there_whatever_is_wanted_of_it(wish, sku, scope):
    a_shop().when(wish(sku, scope)).then_raises(NoSuch, kind="SKU", id=sku)


@pytest.mark.parametrize("scope", [OWN, EVERYTHING])
@pytest.mark.story("US-2.6", "bulk stock updates")
def test_what_is_ones_own_is_looked_after(scope):
    shop = a_shop()
    for wish in WISHES[0], WISHES[1], WISHES[4], WISHES[6], WISHES[7]:
        shop.shop.bus().do(wish(MUG, scope), SOMEBODY)
    level = shop.ask(GetStockLevel(sku=MUG, scope=scope))
    assert (level.on_hand, level.threshold) == (2, 2)


def test_what_is_only_asked_or_tried_tells_no_more():
    shop = a_shop()
    told = {}
    for sku in (MUG, POT, LOST, NONE):
        with pytest.raises(NoSuch) as refused:
            shop.ask(GetStockLevel(sku=sku, scope=FOREIGN))
        told[sku] = str(refused.value).replace(sku, "…")
    assert len(set(told.values())) == 1
    wishes = tuple(ReceiveStock(sku=sku, quantity=1) for sku in (MUG, POT, NONE))
    mine, *others = shop.ask(TryOut(wishes=wishes, scope=OWN))
    assert (mine.before.on_hand, mine.after.on_hand) == (7, 8)
    assert [(it.before, it.after, it.refusal) for it in others] == [
        (None, None, Refusal.of(NoSuch("SKU", sku))) for sku in (POT, NONE)
    ]
