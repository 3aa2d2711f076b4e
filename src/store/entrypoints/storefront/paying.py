"""Which ways to pay there are at the checkout, and which one somebody chose."""

from typing import Final
from uuid import UUID

from msgspec import Struct

from store.application.payments.cards import ListOwnCards, OwnCard
from store.application.payments.ports import WaysToPay
from store.domain.shared.ids import AccountId
from store.entrypoints.shared.address_forms import Form
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.shop import ShopInfo
from store.entrypoints.storefront.bank import let_stripe_in

_WAYS: Final = "ways_to_pay"
_NAMES: Final = {
    "stripe": ("Card", "Your card's details go straight to Stripe. This shop never sees them."),
    "paypal": ("PayPal", "You confirm on PayPal's own page and come back here."),
    "sandbox": ("Test card", "No money moves."),
}


class ShownWay(Struct, frozen=True):
    """A way to pay as the checkout shows it."""

    method: str
    name: str
    words: str
    away: bool


def let_pay(request: AnyRequest, shop: ShopInfo, ways: WaysToPay) -> None:
    """Have this answer show what may be chosen, and load what it takes."""
    let_stripe_in(request, shop)
    request.scope["state"][_WAYS] = ways


def offered(request: AnyRequest) -> list[ShownWay]:
    """What may be chosen; what is away for the moment stands there, too, and says so."""
    ways: WaysToPay = request.scope["state"][_WAYS]
    return [ShownWay(way.method, *_NAMES.get(way.method, (way.method, "")), away=way.away) for way in ways.offered()]


def chosen_way(form: Form, request: AnyRequest) -> str:
    """The way that is ticked: the one that was chosen, or else the first that answers."""
    ways: WaysToPay = request.scope["state"][_WAYS]
    there = ways.offered()
    if form.get("payment_method") in {way.method for way in there}:
        return form["payment_method"]
    return next((way.method for way in there if not way.away), there[0].method)


def open_way(form: Form, request: AnyRequest) -> str:
    """The way that is ticked.

    :raises GatewayAway: if nobody answers there for the moment; nothing is begun then.
    """
    ways: WaysToPay = request.scope["state"][_WAYS]
    method = chosen_way(form, request)
    ways.expect_there(method)
    return method


async def own_cards(account: AccountId | None, request: AnyRequest, desk: Desk) -> tuple[OwnCard, ...]:
    """The cards that whoever checks out keeps for a way that is offered. Guests keep none."""
    if account is None:
        return ()
    ways: WaysToPay = request.scope["state"][_WAYS]
    there = {way.method for way in ways.offered() if not way.away}
    cards = (await desk.do(ListOwnCards(account_id=account), request)).outcome
    return tuple(card for card in cards if card.method in there)


def own_card(form: Form) -> UUID | None:
    """The kept card that is chosen, if one is, and no other way to pay."""
    if form.get("payment_method") == "paypal":
        return None
    try:
        return UUID(form.get("card", ""))
    except ValueError:
        return None
