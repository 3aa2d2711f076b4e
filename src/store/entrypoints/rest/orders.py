"""``/api/v1/orders``: buying, and following what was bought."""

from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, FromQuery, JSONBody, SkipValidation
from litestar.response.base import ASGIResponse
from msgspec import Meta, Struct

from store.application.customers.messages import GetAddress
from store.application.ordering.messages import GetOrder, ListOrders, OrderRows, OrderView
from store.application.ordering.ports import AccessTokens
from store.application.payments.messages import PaymentView
from store.application.payments.ports import WaysToPay
from store.application.processes.placing_an_order import BuyCart, PlaceOrder, Purchase
from store.application.processes.shipping_an_order import ShipOrder, Shipped
from store.application.shared.answers import Price
from store.application.shared.errors import BadValue
from store.domain.ordering.errors import NoSuchOrder
from store.domain.ordering.events import Address
from store.domain.privacy.purposes import DocumentKind
from store.domain.shared.ids import AccountId, CartId, OrderNumber, SavedAddressId, SubjectId, follow_up
from store.entrypoints.rest.answers import NEVER_KEPT, raw, tagged
from store.entrypoints.rest.consents import VersionNumber, shown
from store.entrypoints.rest.credit import amount_of
from store.entrypoints.shared.addresses import NOTHING_OR_VISIBLE, PLAIN, VISIBLE, AddressForm, Email, checked, kept
from store.entrypoints.shared.buyers import billed_to, told_of
from store.entrypoints.shared.channels import channel_of
from store.entrypoints.shared.desk import POSITION, AnyRequest, Desk, expected_version, once_of
from store.entrypoints.shared.limits import GUESSING, READING, WRITING, RateLimits
from store.entrypoints.shared.looked_for import Searches
from store.entrypoints.shared.manners import described
from store.entrypoints.shared.people import account_in
from store.entrypoints.shared.permissions import LogInFirst, Permission, Principal, open_to, principal_of
from store.entrypoints.shared.terms_shapes import AmountForm
from store.entrypoints.shared.vat_limits import spend_a_number

MOST = 200


class PaymentForm(Struct, frozen=True, forbid_unknown_fields=True):
    """How to pay: `sandbox`, or `stripe` and `paypal` where the shop has accounts there.

    `sandbox` takes the tokens success, decline, challenge, timeout, late_notice, twice_notice, no_refund, slow_refund,
    returned_refund and no_capture. `stripe` takes the id of
    what Stripe made of a card, `pm_…` or `ctoken_…`. `paypal` takes no token. A `next_action` in the answer is an
    address of this shop to open
    in a browser.
    """

    method: Annotated[str, Meta(max_length=40, examples=["sandbox"])]
    token: Annotated[str, Meta(max_length=200, examples=["success"])] = ""
    card_id: UUID | None = None
    """One of `GET /api/v1/me/cards`, instead of a token."""
    remember: bool = False
    """Keep the card for next time; for whoever is logged in."""


_ADDRESS: Final = {
    "name": "Ann Example", "line1": "Lindenweg 4", "city": "Berlin", "postal_code": "10115", "country": "DE",
}


class OrderForm(Struct, frozen=True, forbid_unknown_fields=True):
    """What it takes to buy a cart. ``quote``, from the cart, refuses the order if prices moved since.

    Where the parcel goes is said by a `shipping_address`, or, for whoever is logged in, by the id of one they keep.
    ``terms`` is the version of the terms that was shown to whoever buys; the order is placed under it. A business of
    another member state of the European Union says its `vat_number`, and pays the tax there itself.
    `credit` has so much of the credit of whoever is logged in pay for it, or as much as it costs; the payment is about
    the rest. If less is there, nothing is placed (409, with what is missing).
    """

    cart_id: UUID
    email: Email
    payment: PaymentForm
    shipping_address: Annotated[AddressForm | None, Meta(examples=[_ADDRESS])] = None
    shipping_address_id: UUID | None = None
    shipping_method: Annotated[str, Meta(min_length=1, max_length=40, examples=["standard"])] = "standard"
    quote: Annotated[str, Meta(max_length=64)] | None = None
    terms: VersionNumber | None = None
    vat_number: Annotated[str, Meta(max_length=20, pattern=NOTHING_OR_VISIBLE, examples=[""])] = ""
    credit: AmountForm | None = None


class PlacedOrder(Struct, frozen=True):
    """An order that was placed. ``access_token`` opens it again: `Authorization: Bearer …` or `?access_token=`."""

    number: OrderNumber
    status: str
    total: Price
    placed_at: datetime
    payment: PaymentView
    access_token: str
    credit: Price | None = None
    """What of the total is paid by credit; the payment is about the rest."""


class ShipmentForm(Struct, frozen=True, forbid_unknown_fields=True):
    """The parcel as its carrier knows it."""

    carrier: Annotated[str, Meta(min_length=1, max_length=60, pattern=VISIBLE, examples=["DHL"])]
    tracking: Annotated[str, Meta(max_length=80, pattern=NOTHING_OR_VISIBLE, examples=["00340434161094022115"])] = ""
    reason: Annotated[str, Meta(max_length=200, pattern=PLAIN)] | None = None


class OrdersController(Controller):
    path = "/orders"
    cache_control = NEVER_KEPT
    tags = ("Orders",)

    @post(opt=open_to(Permission.PUBLIC) | described("placeOrder", 401, 402, 404, 409, 422, once=True, limited=True))
    async def place(
        self, data: JSONBody[OrderForm], request: AnyRequest, desk: NamedDependency[Desk],
        tokens: NamedDependency[SkipValidation[AccessTokens]], limits: NamedDependency[RateLimits],
        searches: NamedDependency[Searches], ways: NamedDependency[SkipValidation[WaysToPay]],
    ) -> Response[PlacedOrder]:
        """Buy a cart: the order, the closed cart and the reserved stock come together or not at all.

        Send an `Idempotency-Key`: the same request again gives the same answer and buys nothing twice. A declined
        payment answers 402, frees the stock and leaves the cart as it was.
        """
        await limits.spend(WRITING, request)
        ways.expect_there(data.payment.method)
        order = await place_order(data, request, desk)
        await spend_a_number(order.vat_number, order.address.country, request, desk, limits)
        receipt = await desk.do(
            BuyCart(
                order=order, token=data.payment.token, card_id=data.payment.card_id,
                remember=data.payment.remember,
            ), request,
            once=await once_of(request, "POST /orders", follow_up(data.cart_id, "subject")),
            actor=f"guest:{data.cart_id}",
        )
        bought: Purchase = receipt.outcome
        searches.bought(data.cart_id)
        placed = PlacedOrder(
            bought.number, bought.status, bought.total, bought.placed_at, bought.payment, tokens.of(bought.number),
            bought.credit,
        )
        return Response(placed, status_code=201, headers={
            POSITION: receipt.position, "Location": f"/api/v1/orders/{bought.number}",
        })

    @get(
        "/{number:str}", opt=open_to(Permission.PUBLIC) | described("getOrder", 404, order_token=True, limited=True)
    )
    async def show(
        self, number: FromPath[str], request: AnyRequest, desk: NamedDependency[Desk],
        tokens: NamedDependency[SkipValidation[AccessTokens]], limits: NamedDependency[RateLimits],
        access_token: FromQuery[str | None] = None,
    ) -> Response[OrderView]:
        """One order, for staff and for whoever holds its token; for everybody else there is none."""
        wanted = OrderNumber(number.upper())
        await expect_opened(wanted, access_token, request, tokens, limits)
        view = await desk.ask(GetOrder(number=wanted), request)
        return tagged(view, view.version)

    @get(
        opt=open_to(Permission.READ_ORDERS) | described("listOrders"),
        responses={200: ResponseSpec(OrderRows, description="One page of orders, newest first")},
    )
    async def list(
        self, request: AnyRequest, desk: NamedDependency[Desk], status: FromQuery[str | None] = None,
        q: FromQuery[str] = "",
        cursor: FromQuery[str | None] = None, limit: FromQuery[int] = 50,
    ) -> ASGIResponse:
        """Orders, newest first, for staff."""
        if not 1 <= limit <= MOST:
            raise BadValue("limit", f"choose 1 to {MOST}")
        return raw(await desk.ask(ListOrders(status=status, q=q[:40], cursor=cursor, limit=limit), request))

    @post(
        "/{number:str}/shipment",
        opt=open_to(Permission.SHIP_ORDERS) | described("shipOrder", 404, 409, 422, once=True, versioned=True),
    )
    async def ship(
        self, number: FromPath[str], data: JSONBody[ShipmentForm], request: AnyRequest, desk: NamedDependency[Desk]
    ) -> Response[Shipped]:
        """Hand the parcel to its carrier, for staff."""
        wanted = OrderNumber(number.upper())
        staff: Any = request.state.principal
        receipt = await desk.do(
            ShipOrder(
                number=wanted, carrier=data.carrier, tracking=data.tracking, version=expected_version(request)
            ), request, reason=data.reason,
            once=await once_of(request, f"POST /orders/{wanted}/shipment", follow_up(_desk_of(staff), "subject")),
        )
        return tagged(receipt.outcome, receipt.outcome.version, position=receipt.position, status=201)


async def expect_opened(
    number: OrderNumber, token: str | None, request: AnyRequest, tokens: AccessTokens, limits: RateLimits
) -> None:
    """Go on for staff and for whoever holds the order's token.

    :raises NoSuchOrder: for everybody else.
    """
    who = principal_of(request)
    if who.may(Permission.READ_ORDERS):
        return
    await limits.spend(READING, request)
    if not tokens.opens(token or who.bearer or "", number):
        await limits.spend(GUESSING, request, f"order {number}")
        raise NoSuchOrder(number)


async def place_order(form: OrderForm, request: AnyRequest, desk: Desk) -> PlaceOrder:
    """The command behind a filled-in form; the person in it is known by the cart."""
    account = account_in(request)
    return PlaceOrder(
        cart_id=CartId(form.cart_id), subject=SubjectId(follow_up(form.cart_id, "subject")),
        email=form.email, address=await _address(form, account, request, desk), shipping_method=form.shipping_method,
        payment_method=form.payment.method, quote=form.quote, account_id=account,
        terms=await shown(DocumentKind.TERMS, form.terms, request, desk), vat_number=form.vat_number.strip(),
        told=told_of(request, await billed_to(account, request, desk), form.payment.card_id),
        channel=channel_of(request),
        credit=amount_of(form.credit) if form.credit else None,
    )


async def _address(form: OrderForm, account: AccountId | None, request: AnyRequest, desk: Desk) -> Address:
    """Where the parcel goes. Nobody's address is found by its id but one's own."""
    match form.shipping_address, form.shipping_address_id:
        case AddressForm() as typed, None:
            return checked(typed)
        case None, UUID() as id:
            if account is None:
                raise LogInFirst
            return kept(await desk.ask(GetAddress(account_id=account, address_id=SavedAddressId(id)), request))
        case _:
            raise BadValue("shipping_address", "send an address, or shipping_address_id with the id of one you keep")


def _desk_of(staff: Principal) -> UUID:
    return staff.account or UUID(int=0)
