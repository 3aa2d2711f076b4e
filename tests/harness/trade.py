"""Twelve days of trade in a small shop, always the same: something to count for whoever asks about a shop."""

from random import Random

from tests.harness.drivers.driver import Refused
from tests.harness.goods import Goods
from tests.harness.shop import Shop

DAYS = 12
GOODS = tuple(
    Goods(f"{wood} {thing}", price, category=(room, f"{thing}s".title()))
    for room, thing, prices in (
        ("Kitchen", "mug", ("9.90", "12.50", "14.00")), ("Kitchen", "bowl", ("19.00", "24.00", "31.50")),
        ("Bath", "towel", ("15.00", "18.00", "22.00")),
    )
    for wood, price in zip(("Ash", "Oak", "Elm"), prices, strict=True)
)
SCARCE = GOODS[0]
"""Sold out within days, and delivered again once."""


def trade(shop: Shop, seed: int = 7) -> None:
    """Visitors come and go for twelve days; some buy, some cards are declined, some carts are left behind."""
    chance = Random(seed)
    for goods in GOODS:
        shop.sells(goods, stock=2 if goods is SCARCE else 30)
    for day in range(DAYS):
        for number in range(chance.randint(2, 4)):
            _visit(shop, f"V{day}x{number}", chance)
        if day == DAYS // 2:
            shop.receives(3, SCARCE)
        shop.waits(days=1)


def _visit(shop: Shop, name: str, chance: Random) -> None:
    visitor, goods = shop.shopper(name), chance.choice([SCARCE, *GOODS])
    try:
        visitor.puts(chance.randint(1, 2), goods)
        if chance.random() < 0.3:
            return
        order = visitor.checks_out(card=chance.choice(["success", "success", "success", "decline", "challenge"]))
    except Refused:
        return
    if order.status == "confirmed" and chance.random() < 0.7:
        shop.ships(order)
