"""The currency that a program asks for: it says so itself, and nothing is guessed."""

from typing import Annotated, TypeAlias

from litestar.params import QueryParameter

from store.application.pricing.currencies import GetBoard
from store.application.shared.errors import BadValue
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.shop import ShopInfo

InCurrency: TypeAlias = Annotated[str, QueryParameter(
    description="One of the currencies at `GET /api/v1/currencies`; left out, the shop's own", max_length=3,
)]


async def sold_in(currency: str, request: AnyRequest, desk: Desk, shop: ShopInfo) -> str:
    """*currency*, or the shop's own where nothing is said.

    :raises BadValue: for one that the shop doesn't sell in.
    """
    if not currency or currency == shop.currency:
        return shop.currency
    codes = (await desk.ask(GetBoard(), request)).codes
    if currency not in codes:
        raise BadValue("currency", f"one of {', '.join(codes)}")
    return currency
