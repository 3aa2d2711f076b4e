"""``/api/v1/carts/{id}/checkout``: a checkout in steps, kept with its cart, to go on with later or elsewhere."""

from uuid import UUID

from litestar import Controller, Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody

from store.application.cart.kept_checkouts import DropCheckout, KeepSteps, LookAtCheckout, told
from store.application.cart.messages import FindCart
from store.application.customers.messages import GetAddress
from store.application.ordering.ports import AccessTokens
from store.application.payments.ports import WaysToPay
from store.application.processes.answering_again import AnswerAgain
from store.application.processes.carrying_checkouts import opens_cart
from store.application.processes.placing_an_order import BuyCart, PlaceOrder
from store.application.shared.errors import BadValue, NoSuch
from store.domain.cart.cart import Cart
from store.domain.cart.errors import SaidAnew, StepMissing
from store.domain.cart.steps import Step
from store.domain.ordering.events import Address
from store.domain.payments.errors import UnknownMethod
from store.domain.pricing.shipping import UnknownShippingMethod
from store.domain.privacy.purposes import DocumentKind
from store.domain.shared.ids import AccountId, CartId, SavedAddressId, SubjectId, follow_up
from store.entrypoints.rest.answers import NEVER_KEPT
from store.entrypoints.rest.checkout_shapes import (
    AddressStep,
    CheckoutView,
    PlacingForm,
    ShippingStep,
    address_fields,
    payment_fields,
    view_of,
)
from store.entrypoints.rest.consents import shown
from store.entrypoints.rest.credit import amount_of
from store.entrypoints.rest.orders import PaymentForm, PlacedOrder
from store.entrypoints.shared.address_forms import Form
from store.entrypoints.shared.addresses import AddressForm, checked
from store.entrypoints.shared.buyers import told_of
from store.entrypoints.shared.by_credit import FIELD, wished
from store.entrypoints.shared.channels import channel_of
from store.entrypoints.shared.checkout_steps import Checkout, checkout_of, chosen_card
from store.entrypoints.shared.desk import POSITION, AnyRequest, Desk, once_of
from store.entrypoints.shared.limits import GUESSING, READING, WRITING, RateLimits
from store.entrypoints.shared.looked_for import Searches
from store.entrypoints.shared.manners import described
from store.entrypoints.shared.people import account_in
from store.entrypoints.shared.permissions import LogInFirst, Permission, open_to
from store.entrypoints.shared.vat_limits import spend_a_number_in


class CheckoutsController(Controller):
    path = "/carts/{id:uuid}/checkout"
    cache_control = NEVER_KEPT
    opt = open_to(Permission.PUBLIC)
    tags = ("Carts",)

    @get(opt=described("getCheckout", 404, cart_key=True, limited=True))
    async def show(
        self, id: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk],
        tokens: NamedDependency[AccessTokens], limits: NamedDependency[RateLimits], ways: NamedDependency[WaysToPay],
        access_token: FromQuery[str | None] = None,
    ) -> CheckoutView:
        """How far a checkout is, with the ways it could be sent and what it comes to.

        Of a guest's cart this opens to whoever holds its key, the `store-cart-key` of `POST /api/v1/carts`; of a
        member's, to its owner.
        """
        await limits.spend(READING, request)
        cart = await opened(id, access_token, request, desk, tokens, limits)
        return view_of(await _look(cart, request, desk, ways))

    @put("/address", opt=described("sayAddress", 401, 404, 409, 422, cart_key=True, limited=True))
    async def say_address(
        self, id: FromPath[UUID], data: JSONBody[AddressStep], request: AnyRequest, desk: NamedDependency[Desk],
        tokens: NamedDependency[AccessTokens], limits: NamedDependency[RateLimits], ways: NamedDependency[WaysToPay],
        access_token: FromQuery[str | None] = None,
    ) -> CheckoutView:
        """Say where the parcel and its news go. What is wrong with the VAT number stands in `problems`."""
        await limits.spend(WRITING, request)
        cart = await opened(id, access_token, request, desk, tokens, limits)
        address: Address | None = None
        match data.shipping_address, data.shipping_address_id:
            case AddressForm() as typed, None:
                address = checked(typed)
            case None, UUID() as kept:
                await _expect_own(kept, account_in(request), request, desk)
            case _:
                raise BadValue("shipping_address", "send it, or shipping_address_id with the id of one you keep")
        fields = address_fields(data, address)
        await spend_a_number_in(fields, request, desk, limits)
        return await _keep(cart, Step.ADDRESS, fields, request, desk, ways)

    @put("/shipping", opt=described("sayShipping", 404, 409, 422, cart_key=True, limited=True))
    async def say_shipping(
        self, id: FromPath[UUID], data: JSONBody[ShippingStep], request: AnyRequest, desk: NamedDependency[Desk],
        tokens: NamedDependency[AccessTokens], limits: NamedDependency[RateLimits], ways: NamedDependency[WaysToPay],
        access_token: FromQuery[str | None] = None,
    ) -> CheckoutView:
        """Choose how it travels, among what can go to that address."""
        await limits.spend(WRITING, request)
        cart = await opened(id, access_token, request, desk, tokens, limits)
        it = await _look(cart, request, desk, ways)
        if data.shipping_method not in {method.id for method in it.methods}:
            raise UnknownShippingMethod(data.shipping_method)
        said = {"shipping_method": data.shipping_method}
        return await _keep(cart, Step.SHIPPING, said, request, desk, ways)

    @put("/payment", opt=described("sayPayment", 404, 409, 422, cart_key=True, limited=True))
    async def say_payment(
        self, id: FromPath[UUID], data: JSONBody[PaymentForm], request: AnyRequest, desk: NamedDependency[Desk],
        tokens: NamedDependency[AccessTokens], limits: NamedDependency[RateLimits], ways: NamedDependency[WaysToPay],
        access_token: FromQuery[str | None] = None,
    ) -> CheckoutView:
        """Say how it is to be paid. The token is kept sealed until then, and told to nobody."""
        await limits.spend(WRITING, request)
        cart = await opened(id, access_token, request, desk, tokens, limits)
        if data.method not in {way.method for way in ways.offered()}:
            raise UnknownMethod(data.method)
        ways.expect_there(data.method)
        kept = (await desk.do(LookAtCheckout(cart_id=cart, account_id=account_in(request)), request)).outcome
        return await _keep(cart, Step.PAYMENT, payment_fields(data) | {FIELD: kept.credit}, request, desk, ways)

    @post("/order", opt=described("placeCheckout", 402, 404, 409, 422, once=True, cart_key=True, limited=True))
    async def place(
        self, id: FromPath[UUID], data: JSONBody[PlacingForm], request: AnyRequest, desk: NamedDependency[Desk],
        tokens: NamedDependency[AccessTokens], limits: NamedDependency[RateLimits], ways: NamedDependency[WaysToPay],
        searches: NamedDependency[Searches], access_token: FromQuery[str | None] = None,
    ) -> Response[PlacedOrder]:
        """Buy the cart with what was said, as `POST /api/v1/orders` does with what is sent.

        Where a step is missing something it is refused and says which. What was said is forgotten once it is paid for.
        """
        await limits.spend(WRITING, request)
        cart = await opened(id, access_token, request, desk, tokens, limits)
        it = await _look(cart, request, desk, ways, ordered=True)
        once = await once_of(request, f"POST {request.scope['path']}", follow_up(id, "subject"))
        command: BuyCart | AnswerAgain
        if it.step is not Step.REVIEW:
            if it.cart.status == "open":
                raise StepMissing(it.step.value)
            command = AnswerAgain(cart_id=cart, account_id=it.buyer.account)
        else:
            if it.cart.status == "open" and data.seal not in {None, it.seal}:
                raise SaidAnew
            terms = await shown(DocumentKind.TERMS, data.terms, request, desk)
            command = _buying(cart, it, ways, data, terms, request)
        receipt = await desk.do(command, request, once=once, actor=f"guest:{cart}")
        bought = receipt.outcome
        searches.bought(cart)
        placed = PlacedOrder(
            bought.number, bought.status, bought.total, bought.placed_at, bought.payment, tokens.of(bought.number),
            bought.credit,
        )
        return Response(placed, status_code=201, headers={
            POSITION: receipt.position, "Location": f"/api/v1/orders/{bought.number}",
        })

    @delete(status_code=204, opt=described("dropCheckout", 404, cart_key=True, limited=True))
    async def drop(
        self, id: FromPath[UUID], request: AnyRequest, desk: NamedDependency[Desk],
        tokens: NamedDependency[AccessTokens], limits: NamedDependency[RateLimits],
        access_token: FromQuery[str | None] = None,
    ) -> None:
        """Have what was said be forgotten; the cart stays."""
        await limits.spend(WRITING, request)
        cart = await opened(id, access_token, request, desk, tokens, limits)
        await desk.do(DropCheckout(cart_id=cart, account_id=account_in(request)), request)


async def opened(
    id: UUID, token: str | None, request: AnyRequest, desk: Desk, tokens: AccessTokens, limits: RateLimits
) -> CartId:
    """The cart *id*, for its owner and for whoever holds its key.

    :raises NoSuch: for everybody else: ids of carts stand in facts and logs, and open nobody's address.
    """
    cart, account = CartId(id), account_in(request)
    if opens_cart(token or request.state.principal.bearer or "", cart, tokens):
        return cart
    found = await desk.ask(FindCart(account_id=account, known=cart), request) if account else None
    if found is None or found.cart_id != cart or not found.is_theirs:
        await limits.spend(GUESSING, request, f"cart {id}")
        raise NoSuch(Cart.kind, id)
    return cart


async def _look(
    cart: CartId, request: AnyRequest, desk: Desk, ways: WaysToPay, *, ordered: bool = False
) -> Checkout:
    looking = LookAtCheckout(cart_id=cart, account_id=account_in(request), ordered=ordered)
    said = (await desk.do(looking, request)).outcome
    return await checkout_of(cart, said, request, desk, ways)


async def _keep(
    cart: CartId, step: Step, fields: Form, request: AnyRequest, desk: Desk, ways: WaysToPay
) -> CheckoutView:
    command = KeepSteps(cart_id=cart, account_id=account_in(request), steps=(step,), said=told(fields))
    said = (await desk.do(command, request, actor=f"guest:{cart}")).outcome
    return view_of(await checkout_of(cart, said, request, desk, ways))


async def _expect_own(id: UUID, account: AccountId | None, request: AnyRequest, desk: Desk) -> None:
    if account is None:
        raise LogInFirst
    await desk.ask(GetAddress(account_id=account, address_id=SavedAddressId(id)), request)


def _buying(
    cart: CartId, it: Checkout, ways: WaysToPay, said: PlacingForm, terms: int | None, request: AnyRequest
) -> BuyCart:
    """The command behind what was said."""
    form = it.form
    method = form.get("payment_method") or ways.offered()[0].method
    order = PlaceOrder(
        cart_id=cart, subject=SubjectId(follow_up(cart, "subject")), email=form.get("email", "").strip(),
        address=it.buyer.address(form), shipping_method=form.get("shipping_method", ""), payment_method=method,
        quote=said.quote, account_id=it.buyer.account, terms=terms, vat_number=form.get("vat_number", ""),
        told=told_of(request, it.buyer.billed_to, chosen_card(form)), channel=channel_of(request),
        credit=amount_of(said.credit) if said.credit else wished(form) if it.credit.wanted else None,
    )
    return BuyCart(
        order=order, token=form.get("payment_token", ""), card_id=chosen_card(form),
        remember=bool(form.get("remember_card")),
    )
