"""Placing an order: order, closed cart, stock put aside and money asked for, all or nothing; then the money.

The gateway is asked after the order is safe in the log, under an id that stands there with it, so that
no crash can take money for nothing or twice: whoever finds the payment open asks the gateway again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from msgspec import Struct, structs, to_builtins

from store.application.cart.quoting import Quoting
from store.application.inventory.ports import Attention
from store.application.ordering.fraud import NOT_TOLD, FraudCheck, ToldOfBuyer, suspect
from store.application.payments.messages import PaymentView, Settled, SettlePayment
from store.application.payments.ports import Gateway, Undecided, Verdict
from store.application.pricing.buyers import Asker
from store.application.pricing.vat_checking import ChecksVatNumbers
from store.application.processes.agreeing import expect_agreed, took_off
from store.application.processes.keeping_cards import PayingByKeptCard
from store.application.processes.order_parts import expected, order_lines, order_totals
from store.application.processes.pricing_carts import Prices, Reckoned, Wish, some_way
from store.application.processes.putting_aside import expect_for_sale, put_aside
from store.application.processes.redeeming_coupons import RedeemingCoupons, Redemption
from store.application.processes.relieving import checked, may_relieve, relievable, relieves
from store.application.processes.said_of_prices import Said
from store.application.processes.spending_credit import claim_credit, credit_wanted
from store.application.processes.telling_buyers import TellingBuyers
from store.application.shared.answers import Price
from store.application.shared.bus import Command, conducts, handles
from store.application.shared.dispatch import Conductor
from store.application.shared.errors import NoSuch
from store.application.shared.ports import Clock, Ids
from store.application.shared.work import UnitOfWork
from store.domain.cart.cart import Cart
from store.domain.inventory.inventory import Inventory
from store.domain.ordering.business_events import NumberChecked
from store.domain.ordering.errors import PurchaseNotAccepted
from store.domain.ordering.events import Address
from store.domain.ordering.order import Order
from store.domain.ordering.screening import Judgement
from store.domain.payments.errors import CardDeclined, UnknownMethod
from store.domain.payments.payment import Payment
from store.domain.pricing.audience import Buyer, Channel
from store.domain.pricing.promotions import Promotions
from store.domain.pricing.quote import Quote
from store.domain.pricing.rate_book import Place
from store.domain.pricing.segments import Segments
from store.domain.pricing.shipping_rules import Shipping
from store.domain.pricing.taxes import Taxes
from store.domain.pricing.vat_numbers import canonical
from store.domain.shared.ids import (
    AccountId,
    CartId,
    OrderId,
    OrderNumber,
    PaymentId,
    Sku,
    SubjectId,
    order_of,
    promotions,
    segments,
    shipping,
    stock_of,
    taxes,
)
from store.domain.shared.money import Money
from store.domain.shared.personal import Personal


class Placed(Struct, frozen=True):
    """The order is in the log and its payment is still to be made."""

    number: OrderNumber
    payment_id: PaymentId
    total: Money
    placed_at: datetime
    refused: bool = False
    """It isn't in the log: the fraud check says no, and that is."""
    credit: Money | None = None
    """What of the total is paid by credit, and not asked for."""

    @property
    def to_pay(self) -> Money:
        """What the gateway is asked for."""
        return self.total - self.credit if self.credit else self.total


class Purchase(Struct, frozen=True):
    """An order somebody placed. ``status`` is confirmed, or awaiting_payment while the money is on its way."""

    number: OrderNumber
    status: str
    total: Price
    placed_at: datetime
    payment: PaymentView
    credit: Price | None = None
    """What of the total is paid by credit; the payment is about the rest."""


class PlaceOrder(Command[Placed], frozen=True):
    """Turn a cart into an order.

    *quote* names the price the shopper saw; if it moved, the order is refused rather than priced anew. *account_id* is
    whoever is logged in, if anybody is: so that they find the order again among their own. *terms* is the version of
    the terms that was shown to them. *channel* is where they buy, as whoever serves them says. *credit* is how much of
    their credit they saw it take, or more than it costs.
    """

    cart_id: CartId
    subject: SubjectId
    email: str
    address: Address
    shipping_method: str
    payment_method: str
    quote: str | None = None
    account_id: AccountId | None = None
    terms: int | None = None
    vat_number: str = ""
    told: ToldOfBuyer = NOT_TOLD
    channel: Channel | None = None
    credit: Money | None = None


class BuyCart(Command[Purchase], frozen=True):
    """Place an order and pay for it. *token* is what the payment method calls for; it is not kept."""

    order: PlaceOrder
    token: str
    card_id: UUID | None = None
    """One of the cards that whoever buys keeps; it takes no token."""
    remember: bool = False


@dataclass(frozen=True)
class PlacingAnOrder:
    quoting: Quoting
    prices: Prices
    gateway: Gateway
    clock: Clock
    ids: Ids
    attention: Attention
    redeeming: RedeemingCoupons
    telling: TellingBuyers
    cards: PayingByKeptCard
    fraud: FraudCheck
    vat: ChecksVatNumbers

    @conducts(BuyCart)
    def buy(self, command: BuyCart, conductor: Conductor) -> Purchase:
        """The whole of it: one command in, the order and its payment out.

        :raises CardDeclined: when the gateway says no; the cart is open again and the stock free.
        :raises PurchaseNotAccepted: when the fraud check does; the cart stays as it is.
        """
        who, method = command.order.account_id, command.order.payment_method
        token, card = self.cards.found(who, command.card_id, method, command.token)
        said = command.order.vat_number
        if may_relieve(said, command.order.address.country, self.prices.home, self.vat):
            self.vat.check(said)  # what it says is read by what follows, where nobody may wait
        placed = conductor.first(command.order)
        if placed.refused:
            raise PurchaseNotAccepted
        if command.remember and who and placed.to_pay.minor:
            card = self.cards.wish(who, placed.payment_id, method)
        verdict: Verdict = Undecided() if not placed.to_pay.minor else self.gateway.charge(
            placed.payment_id, placed.to_pay, method, token, card
        )

        def bought(settled: Settled) -> Purchase:
            if settled.declined:
                raise CardDeclined(settled.declined)
            return Purchase(
                placed.number, settled.order_status, Price.of(placed.total), placed.placed_at, settled.payment,
                Price.of(placed.credit) if placed.credit else None,
            )

        return conductor.conclude(SettlePayment(payment_id=placed.payment_id, verdict=verdict), bought)

    @handles(PlaceOrder)
    def place(self, command: PlaceOrder, work: UnitOfWork) -> Placed:
        """The part that is atomic."""
        if command.payment_method not in self.gateway.methods:
            raise UnknownMethod(command.payment_method)
        cart, *found = work.gather(
            (Cart, command.cart_id), (Promotions, promotions()), (Taxes, taxes()), (Shipping, shipping()),
            (Segments, segments()), *credit_wanted(command.credit, command.account_id),
        )
        said = Said(*found[:4])
        if not cart.version or not cart.is_for(command.account_id):
            raise NoSuch(Cart.kind, command.cart_id)
        cart.expect_goods()
        offers, exchange = self.quoting.at_rate(cart, cart.lines, work)
        expect_for_sale(cart, offers)
        redemptions, skus, stocks = self._claimed(cart, said.promotions.codes_allowed, work)
        now, today = self.clock.now(), self.clock.today()
        deals = (*said.promotions.deals(today), *(deal for it in redemptions for deal in it.deals))
        asker = Asker(command.account_id, command.email, command.channel)
        buyer = self.telling.of(deals, asker, said.segments)
        wish, number_checked = self._wish(command)
        reckon = partial(self.prices.of, cart.lines, offers, cart.currency, wish, today, deals, said, exchange)
        reckoned = self._as_first(reckon, buyer, asker, command, work)
        priced = reckoned.quote
        expect_agreed(command.quote, priced, redemptions)

        judged = self.fraud.judge(suspect(
            command.cart_id, command.subject, command.email, command.address, command.told, priced.total, exchange, now,
        )) if self.fraud.asks else None
        if judged and judged.refuses:
            return _turned_away(cart, judged, priced.total, self.clock.now(), work)
        number = OrderNumber(self.ids.number())
        order = Order(order_of(number))
        payment = Payment(PaymentId(self.ids.next()))
        wanted = {sku: (stock, offers[sku].name) for sku, stock in zip(skus, stocks, strict=True)}
        aside = put_aside(order.id, cart, wanted, work, at=now, low_at=self.attention.low_at)
        used = self._used(redemptions, priced, order.id, command, work)
        credit = claim_credit(command.credit, priced.total, (order.id, number), found[4:], work, now)
        order.place(
            number, cart_id=cart.id, payment_id=payment.id, email=Personal(command.subject, command.email),
            address=Personal(command.subject, command.address), shipping_method=command.shipping_method,
            payment_method=command.payment_method, lines=order_lines(priced, offers, aside),
            totals=order_totals(priced), at=now, account_id=command.account_id, terms=command.terms,
            coupons=tuple(it.called.code for it in used), reckoned=to_builtins(reckoned.around),
            expected=expected(reckoned.method, now, said, self.prices),
            vat_number=Personal(command.subject, canonical(command.vat_number)) if command.vat_number else None,
            vat_check=number_checked, credit=credit,
        )
        if judged:
            order.judge(judged, at=now)
        cart.check_out(number, at=now)
        placed = Placed(number, payment.id, priced.total, now, credit=credit)
        payment.request(order.id, number, placed.to_pay, command.payment_method, at=now)
        work.save(order, cart, payment, *stocks)
        return placed

    def _wish(self, command: PlaceOrder) -> tuple[Wish, NumberChecked | None]:
        """Where it goes, in which way, and whether without tax; and what a register said, where one was asked."""
        at, number = command.address, command.vat_number
        free = relievable(number, at.country, self.prices.home, self.vat)
        check = self.vat.known(number) if free else None
        return Wish(
            Place(at.country, at.region or "", at.postal_code), some_way(command.shipping_method),
            free and relieves(check),
        ), checked(check, command.subject) if check else None

    def _as_first(
        self, reckon: Callable[[Buyer], Reckoned], buyer: Buyer, asker: Asker, command: PlaceOrder, work: UnitOfWork
    ) -> Reckoned:
        """The price for *buyer*: whether it is a first order, where that is asked, is decided here. For a price that
        nobody saw it needn't be.
        """
        first = reckon(buyer)
        if buyer.ordered_before is not False:
            return first
        later = reckon(structs.replace(buyer, ordered_before=True))
        if command.quote not in {None, first.quote.seal, later.quote.seal}:
            return first
        return first if self.telling.is_first(asker, command.cart_id, command.subject, work) else later

    def _used(
        self, redemptions: list[Redemption], priced: Quote, order: OrderId, command: PlaceOrder, work: UnitOfWork
    ) -> list[Redemption]:
        """Those that took something off, which is what they are claimed for."""
        used = [it for it in redemptions if took_off(priced, it)]
        for it in used:
            self.redeeming.claim(it, order, command.cart_id, (command.email, command.subject), work)
        return used

    def _claimed(
        self, cart: Cart, most: int, work: UnitOfWork
    ) -> tuple[list[Redemption], list[Sku], list[Inventory]]:
        """What has to be claimed: what codes call for, *most* of them, and the stock of each SKU, in turn."""
        redemptions = self.redeeming.begin_all(cart.codes[:most], work)
        extra = [stream for it in redemptions for stream in it.streams]
        skus = sorted(cart.lines)
        work.in_turn(*(id for _, id in extra), *(stock_of(sku) for sku in skus))
        found = work.gather(*extra, *((Inventory, stock_of(sku)) for sku in skus))
        for it in redemptions:
            it.loaded(found[:len(extra)])
        return redemptions, skus, found[len(extra):]


def _turned_away(cart: Cart, judged: Judgement, total: Money, at: datetime, work: UnitOfWork) -> Placed:
    """The cart stays as it is, and knows why it wasn't sold."""
    cart.refuse(tuple(reason.rule for reason in judged.reasons), at=at)
    work.save(cart)
    return Placed(OrderNumber(""), PaymentId(cart.id), total, at, refused=True)
