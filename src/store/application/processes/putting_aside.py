"""Putting aside what a cart holds: what is still sold, from the places where it lies, in their order."""

from collections.abc import Mapping
from datetime import datetime

from store.application.cart.errors import MOST_TOLD, NoLongerSold, TooManyWanted, UnknownSku
from store.application.cart.ports import Offer
from store.application.shared.work import UnitOfWork
from store.domain.cart.cart import Cart
from store.domain.inventory.errors import NotEnoughStock
from store.domain.inventory.inventory import Inventory
from store.domain.inventory.locations import Locations
from store.domain.inventory.places import LocationCode
from store.domain.shared.ids import OrderId, Sku, locations


def expect_for_sale(cart: Cart, offers: Mapping[Sku, Offer]) -> None:
    """Refuse what isn't sold any more, or not in the cart's currency.

    :raises UnknownSku: if there never was such a thing.
    :raises NoLongerSold: if there was.
    """
    for sku in cart.lines:
        offer = offers.get(sku)
        if offer is None:
            raise UnknownSku(sku)
        if not offer.for_sale or offer.price.currency != cart.currency:
            raise NoLongerSold(sku, offer.name)


def put_aside(
    order: OrderId, cart: Cart, wanted: Mapping[Sku, tuple[Inventory, str]], work: UnitOfWork, *, at: datetime,
    low_at: int | None,
) -> dict[Sku, dict[LocationCode, int]]:
    """Reserve each line in its stock, which comes with what the goods are called; from where how many come.

    Shoppers aren't told how many there are unless those are few.

    :raises NotEnoughStock: where fewer are there.
    :raises TooManyWanted: the same, without saying how many.
    """
    by = order_of_places([stock for stock, _ in wanted.values()], work)
    for sku, (stock, name) in wanted.items():
        try:
            stock.reserve(sku, order, cart.lines[sku].quantity, at=at, low_at=low_at, by=by)
        except NotEnoughStock as refused:
            if refused.available > MOST_TOLD:
                raise TooManyWanted(sku, name) from None
            raise
    return {sku: stock.aside_for(order) for sku, (stock, _) in wanted.items()}


def order_of_places(stocks: list[Inventory], work: UnitOfWork) -> list[LocationCode]:
    """In which order places serve. It is looked up where some of the goods lie at another than the first."""
    if not any(stock.is_elsewhere for stock in stocks):
        return []
    return [it.code for it in work.find(Locations, locations()).by_priority]
