"""How far somebody is at the checkout of a cart: what of what they said still holds, and what it comes to."""

from collections.abc import Collection
from hashlib import sha256
from typing import Final
from uuid import UUID

from msgspec import Struct, json
from msgspec.structs import asdict, replace

from store.application.cart.kept_checkouts import FIELDS, KeepSteps, LookAtCheckout, Said, told
from store.application.payments.cards import ListOwnCards, OwnCard
from store.application.payments.ports import WaysToPay
from store.application.processes.cart_views import CartView, GetCart, ListShippingMethods, ShippingMethodView
from store.application.processes.relieving import VatNumberRefused
from store.application.shared.answers import Price
from store.domain.cart.steps import Step, first_open
from store.domain.shared.ids import AccountId, CartId
from store.domain.shared.money import Money
from store.entrypoints.shared.address_forms import Form
from store.entrypoints.shared.by_credit import ByCredit, own_credit, wished
from store.entrypoints.shared.checkout_address import Buyer, buyer
from store.entrypoints.shared.desk import AnyRequest, Desk
from store.entrypoints.shared.people import account_in

WITHOUT_TOKEN: Final = frozenset({"paypal"})
"""Ways to pay that take nothing along: the shopper says yes there."""


class Checkout(Struct, frozen=True):
    """A checkout as it stands. ``cart`` is priced with all that is known; ``form`` has what was said, ready to be
    shown; ``done``, the steps that need nothing more.
    """

    cart: CartView
    form: Form
    buyer: Buyer
    methods: tuple[ShippingMethodView, ...]
    cards: tuple[OwnCard, ...]
    done: frozenset[Step]
    errors: dict[str, str]
    available: Price | None = None
    """What credit there is."""

    @property
    def step(self) -> Step:
        """The first step of which something is missing."""
        return first_open(self.done)

    @property
    def method(self) -> ShippingMethodView | None:
        """How it travels, if that was chosen and still can be."""
        return next((it for it in self.methods if it.id == self.form.get("shipping_method")), None)

    @property
    def credit(self) -> ByCredit:
        """What it takes of it."""
        nothing = Price.of(Money(0, self.cart.total.currency))
        return ByCredit(self.available or nothing, wished(self.form), self.cart.total)

    @property
    def is_free(self) -> bool:
        """Whether there is nothing to pay, or credit pays for all of it."""
        return self.credit.is_free

    @property
    def card(self) -> OwnCard | None:
        """The kept card that was chosen, if it is still kept."""
        return next((it for it in self.cards if str(it.id) == self.form.get("card")), None)

    @property
    def seal(self) -> str:
        """Names all that was said, and the address behind a kept one: whoever looked it over buys that and no other."""
        said = [self.form.get(name, "") for step in Step for name in FIELDS[step]]
        where = self.buyer.address(self.form) if Step.ADDRESS in self.done else None
        return sha256(json.encode((said, where))).hexdigest()[:32]


async def look_at(cart: CartId, request: AnyRequest, desk: Desk, ways: WaysToPay) -> Checkout:
    """How far whoever asks is with *cart*. Asking changes nothing."""
    said = (await desk.do(LookAtCheckout(cart_id=cart, account_id=account_in(request)), request)).outcome
    return await checkout_of(cart, said, request, desk, ways)


async def keep(cart: CartId, steps: Collection[Step], form: Form, request: AnyRequest, desk: Desk) -> Said:
    """Keep what *form* says of *steps*."""
    command = KeepSteps(cart_id=cart, account_id=account_in(request), steps=tuple(steps), said=told(form))
    return (await desk.do(command, request, actor=f"guest:{cart}")).outcome


async def checkout_of(cart: CartId, said: Said, request: AnyRequest, desk: Desk, ways: WaysToPay) -> Checkout:
    """The checkout of *cart* at which this was *said*: each step is looked at again, for shops move."""
    whose = await buyer(request, desk)
    form = {**whose.blank(), **{name: text for name, text in asdict(said).items() if text}}
    if said.email and not said.address_id:
        form.pop("address_id", None)
    if said.payment_method:
        form["card"] = said.card
    errors = whose.faults(form) if said.email else {}
    asked, view, refused = await priced(whose.question(cart, form), request, desk)
    if refused:
        errors["vat_number"] = refused
    methods = tuple(await desk.ask(methods_for(view, asked), request))
    done = {Step.ADDRESS} if said.email and not errors else set()
    if said.shipping_method in {it.id for it in methods}:
        done.add(Step.SHIPPING)
        view = await desk.ask(replace(asked, shipping_method=said.shipping_method), request)
    cards = await _cards(whose.account, ways, request, desk)
    credit = await own_credit(whose.account, view.currency, request, desk)
    found = Checkout(view, form, whose, methods, cards, frozenset(done), errors, credit)
    if (found.is_free and Step.SHIPPING in done) or _can_pay(found, ways):
        done.add(Step.PAYMENT)
    return replace(found, done=frozenset(done))


async def priced(asked: GetCart, request: AnyRequest, desk: Desk) -> tuple[GetCart, CartView, str]:
    """The cart at that question; where its VAT number is refused, without it, and why."""
    try:
        return asked, await desk.ask(asked, request), ""
    except VatNumberRefused as refused:
        asked = replace(asked, vat_number="")
        return asked, await desk.ask(asked, request), str(refused)


def methods_for(cart: CartView, asked: GetCart) -> ListShippingMethods:
    """The question how what is in *cart* can travel to where it was *asked* for."""
    return ListShippingMethods(
        currency=cart.currency, goods=Money.parse(cart.subtotal.amount, cart.currency).minor, country=asked.country,
        postal_code=asked.postal_code, pieces=tuple((line.sku, line.quantity) for line in cart.lines),
        exchange=cart.rate.exchange if cart.rate else None,
    )


def fields_of(step: Step, form: Form) -> Form:
    """What of *form* belongs to *step*; what isn't in it is empty, as boxes are that nobody ticked."""
    return {name: form.get(name, "") for name in FIELDS[step]}


def chosen_card(form: Form) -> UUID | None:
    """The id of the kept card in *form*, if there is one."""
    try:
        return UUID(form.get("card", ""))
    except ValueError:
        return None


def _can_pay(it: Checkout, ways: WaysToPay) -> bool:
    method = it.form.get("payment_method", "")
    if method not in {way.method for way in ways.offered() if not way.away}:
        return False
    return method in WITHOUT_TOKEN or bool(it.form.get("payment_token")) or it.card is not None


async def _cards(
    account: AccountId | None, ways: WaysToPay, request: AnyRequest, desk: Desk
) -> tuple[OwnCard, ...]:
    if account is None:
        return ()
    there = {way.method for way in ways.offered() if not way.away}
    cards = (await desk.do(ListOwnCards(account_id=account), request)).outcome
    return tuple(card for card in cards if card.method in there)
