"""A whole shop under random shoppers, staff and gateways: what must hold after every step."""

from uuid import UUID

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from store.application.ordering.fulfilment import MarkDelivered, MarkProcessing, SendParcel
from store.application.payments.messages import ReconcileRefund
from store.application.processes.cancelling_an_order import CallOff, CancelOrder
from store.application.processes.giving_back_again import GiveBackAgain
from store.application.processes.import_rows import ProductRow, TakeInEach, VariantRow
from store.domain.cart.cart import Cart
from store.domain.credit.events import CreditPaidOut
from store.domain.inventory.events import StockCounted, StockReceived, StockReturned, StockShipped
from store.domain.inventory.inventory import Inventory
from store.domain.ordering.events import Canceller
from store.domain.ordering.life import Stage
from store.domain.ordering.order import Order
from store.domain.payments.payment import Payment
from store.domain.payments.payment import Stage as Paid
from store.domain.payments.refund import Progress
from store.domain.shared.ids import VendorId, order_of, purse_of, stock_of
from store.domain.shared.money import Money
from tests.harness.drivers.driver import Bought, Refused
from tests.harness.drivers.memory import Memory
from tests.harness.goods import SOURCE, Goods
from tests.harness.shop import Shop

pytestmark = [
    pytest.mark.requirement("R2.6"),
    pytest.mark.requirement("R3.4"),
    pytest.mark.story("US-3.4", "nothing happens by halves"),
]

GOODS = [Goods("mug", "9.00"), Goods("hat", "25.00"), Goods("pen", "0.99")]
PEN, MAKER = GOODS[2], VendorId(UUID(int=77))
"""Somebody else sends those, so that an order with one of them and something else is sent in parts."""
CARDS = ["success", "success", "decline", "challenge", "timeout", "no_refund", "slow_refund"]


class ShopMachine(RuleBasedStateMachine):
    """Journeys in any order. A refusal is an answer; what follows from it is checked like everything else."""

    def __init__(self):
        super().__init__()
        self.driver = self.begins()
        self.shop = Shop(self.driver)
        self.people = [self.shop.shopper(name) for name in ("Ann", "Ben")]
        self.orders: list[Bought] = []

    def begins(self):
        """Where this shop is: subclasses have it elsewhere."""
        return Memory()

    def banks_are_done(self):
        """With refunds that took their time. In the sandbox it is the answer alone that does."""

    def token(self, card):
        """What that *card* is called at the gateway there."""
        return card

    @initialize(stocks=st.lists(st.integers(0, 6), min_size=3, max_size=3))
    def open(self, stocks):
        for goods, stock in zip(GOODS[:2], stocks, strict=False):
            self.shop.sells(goods, stock=stock)
        variants = (VariantRow(PEN.sku, PEN.money, stocks[2]),)
        row = ProductRow(PEN.name, PEN.name, "Harness", PEN.category, variants, PEN.slug)
        self.driver.do(TakeInEach(source=SOURCE, rows=(row,), vendor=MAKER))

    @rule(who=st.sampled_from([0, 1]), goods=st.sampled_from(GOODS), quantity=st.integers(0, 4))
    def put(self, who, goods, quantity):
        self.attempt(lambda: self.people[who].puts(quantity, goods))

    @rule(who=st.sampled_from([0, 1]), goods=st.sampled_from(GOODS))
    def take_out(self, who, goods):
        self.attempt(lambda: self.people[who].takes_out(goods))

    @rule(who=st.sampled_from([0, 1]), card=st.sampled_from(CARDS))
    def check_out(self, who, card):
        bought = self.attempt(lambda: self.people[who].checks_out(card=self.token(card)))
        if bought:
            self.orders.append(bought)

    @precondition(lambda self: self.orders)
    @rule(pick=st.integers(0, 99))
    def ship(self, pick):
        self.attempt(lambda: self.shop.ships(self.order(pick)))

    @precondition(lambda self: self.orders)
    @rule(
        pick=st.integers(0, 99), part=st.integers(0, 1), goods=st.none() | st.sampled_from(GOODS), there=st.booleans()
    )
    def send_a_parcel(self, pick, part, goods, there):
        number = self.order(pick).number
        parts = self.now(number).parts
        about = {"number": number, "part_id": parts[part % len(parts)].id}
        some = {goods.sku: 1} if goods else {}
        self.attempt(lambda: self.driver.do(MarkProcessing(**about)))
        self.attempt(lambda: self.driver.do(SendParcel(**about, carrier="Post", tracking="", pieces=some)))
        if there:
            self.attempt(lambda: self.driver.do(MarkDelivered(**about)))

    @precondition(lambda self: self.orders)
    @rule(pick=st.integers(0, 99), by=st.sampled_from(list(Canceller)[1:]))
    def cancel(self, pick, by):
        self._cancel(self.order(pick), by, {})

    @precondition(lambda self: self.orders)
    @rule(pick=st.integers(0, 99), goods=st.sampled_from(GOODS), pieces=st.integers(1, 2))
    def cancel_some(self, pick, goods, pieces):
        self._cancel(self.order(pick), Canceller.STAFF, {goods.sku: pieces})

    def _cancel(self, order, by, pieces):
        wish = CallOff(number=order.number, by=by, reason="x", pieces=pieces)
        self.attempt(lambda: self.driver.do(CancelOrder(call_off=wish)))

    @precondition(lambda self: self.orders)
    @rule(pick=st.integers(0, 99))
    def ask_about_refunds(self, pick):
        payment = self.payment(self.now(self.order(pick).number))
        self.banks_are_done()
        for refund in payment.refunds:
            self.attempt(lambda it=refund: self.driver.do(ReconcileRefund(payment_id=payment.id, refund_id=it)))

    @precondition(lambda self: self.orders)
    @rule(pick=st.integers(0, 99))
    def try_a_refund_again(self, pick):
        self.attempt(lambda: self.driver.do(GiveBackAgain(number=self.order(pick).number)))

    @precondition(lambda self: self.orders)
    @rule(pick=st.integers(0, 99), approved=st.booleans())
    def answer_bank(self, pick, approved):
        order = self.order(pick)
        self.attempt(lambda: self.people[0].approves(order) if approved else self.people[0].denies(order))

    @precondition(lambda self: self.orders)
    @rule(pick=st.integers(0, 99), give_up=st.booleans())
    def reconcile(self, pick, give_up):
        self.shop.asks_the_gateway_about(self.order(pick), giving_up=give_up)

    @rule(
        card=st.sampled_from(["no_refund", "slow_refund", "timeout"]), goods=st.sampled_from(GOODS),
        then=st.lists(st.sampled_from(["send", "some", "all", "ask", "again"]), min_size=1, max_size=5),
    )
    def buy_of_two_vendors_and_change_ones_mind(self, card, goods, then):
        """Cards that are slow or can't take money back, and parts of which one leaves: rare if left to chance."""
        before = len(self.orders)
        for each in {GOODS[0], PEN, goods}:
            self.receive(each, 2)
            self.put(1, each, 2)
        self.check_out(1, card)
        newest = len(self.orders) - 1
        for step in then if newest == before else ():
            match step:
                case "send":
                    self.send_a_parcel(newest, 0, None, there=True)
                case "some":
                    self.cancel_some(newest, goods, 1)
                case "all":
                    self.cancel(newest, Canceller.STAFF)
                case "ask":
                    self.ask_about_refunds(newest)
                case _:
                    self.try_a_refund_again(newest)

    @rule(goods=st.sampled_from(GOODS), pieces=st.integers(0, 3))
    def receive(self, goods, pieces):
        self.attempt(lambda: self.shop.receives(pieces, goods))

    @rule(goods=st.sampled_from(GOODS), pieces=st.integers(-1, 6))
    def count(self, goods, pieces):
        self.attempt(lambda: self.shop.counts(goods, pieces))

    @rule(goods=st.sampled_from(GOODS), price=st.sampled_from(["1.00", "9.00", "0.00"]))
    def reprice(self, goods, price):
        self.attempt(lambda: self.shop.reprices(goods, price))

    @invariant()
    def an_order_is_cancelled_if_and_only_if_its_payment_was_declined_or_is_owed_back(self):
        for order, payment in self.placed():
            assert order.stage is not Stage.CANCELLED or payment.stage in {Paid.DECLINED, Paid.CAPTURED}
            assert (payment.stage is Paid.DECLINED) == (order.stage is Stage.CANCELLED and not order.shares)
            assert order.stage in {Stage.AWAITING_PAYMENT, Stage.CANCELLED} or payment.stage is Paid.CAPTURED

    @invariant()
    def money_is_kept_for_no_order_that_came_to_nothing_and_given_back_to_the_cent(self):
        taken, back = self.driver.taken(), self.driver._gateway.refunds()
        for order, payment in self.placed():
            if payment.id in taken:
                assert taken[payment.id].minor == order.totals.total.minor - credit_of_order(order)
            given = sum(back[id].minor for id in payment.refunds if id in back)
            owed = sum(share.to_payment.minor for share in order.shares) + self.paid_out(order)
            assert given <= owed <= order.totals.total.minor - credit_of_order(order)
            open, made, failed = (self.refunds(payment, how) for how in Progress)
            assert made <= given <= made + open <= owed, "what nobody knows the end of may have been given back"
            assert failed or made + open == owed, "and what can't be given back is still owed"
            if order.stage is Stage.CANCELLED and not order.pieces_returned:
                assert taken.get(payment.id, Money(0, "EUR")).minor == owed

    @invariant()
    def what_is_put_aside_is_what_open_orders_wait_for(self):
        waiting = {}
        for order, _ in self.placed():
            for sku, pieces in order.left.items():
                waiting.setdefault(sku, {})[order.id] = pieces
        for goods in GOODS:
            assert self.stock(goods).reservations == waiting.get(goods.sku, {})

    @invariant()
    def pieces_neither_appear_nor_vanish(self):
        for goods in GOODS:
            facts = self.events(stock_of(goods.sku))
            came = sum(fact.quantity for fact in facts if isinstance(fact, StockReceived))
            found = sum(fact.on_hand - fact.was for fact in facts if isinstance(fact, StockCounted))
            left = sum(fact.quantity for fact in facts if isinstance(fact, StockShipped))
            left -= sum(fact.quantity - fact.written_off for fact in facts if isinstance(fact, StockReturned))
            stock = self.stock(goods)
            assert came + found - left == stock.on_hand >= stock.reserved >= 0

    @invariant()
    def a_cart_is_closed_if_and_only_if_its_order_still_stands(self):
        for order in (order for order, _ in self.placed() if not order.replaces):
            cart = Cart.replay(order.cart_id, self.events(order.cart_id))
            assert (cart.order == order.number) == (order.stage is not Stage.CANCELLED or bool(order.shares))

    @invariant()
    def every_order_adds_up(self):
        for order, _ in self.placed():
            lines = sum(line.total.minor for line in order.lines)
            assert lines == order.totals.subtotal.minor
            off = order.totals.discount.minor
            assert lines + order.totals.shipping.minor - off == order.totals.total.minor
            assert 0 <= order.totals.tax_included.minor <= order.totals.total.minor

    def paid_out(self, order):
        """What was sent for some of it, and came to nothing or came back: its worth goes back to its payment."""
        purses = {purse_of(it.replaces.return_id, "EUR") for it, _ in self.placed() if it.replaces}
        facts = (fact for purse in purses for fact in self.events(purse) if isinstance(fact, CreditPaidOut))
        return sum(fact.amount.minor for fact in facts if fact.order_id == order.id)

    def refunds(self, payment, how):
        return sum(it.amount.minor for it in payment.refunds.values() if it.progress is how)

    def now(self, number):
        return Order.replay(order_of(number), self.events(order_of(number)))

    def payment(self, order):
        return Payment.replay(order.payment_id, self.events(order.payment_id))

    def attempt(self, wish):
        try:
            return wish()
        except Refused:
            return None

    def order(self, pick):
        return self.orders[pick % len(self.orders)]

    def events(self, stream):
        history = self.driver.journal.read([stream]).get(stream)
        return history.events if history else ()

    def stock(self, goods):
        return Inventory.replay(stock_of(goods.sku), self.events(stock_of(goods.sku)))

    def placed(self):
        """All orders there ever were, refused payments included, each with its payment."""
        for n in range(1, self.driver.ids.numbers + 1):
            id = order_of(f"AAAAA-{n:05}")
            if history := self.events(id):
                order = Order.replay(id, history)
                yield order, self.payment(order)


def credit_of_order(order):
    """What of it its buyer's credit pays, in minor units."""
    return order.credit.minor if order.credit else 0


TestShop = ShopMachine.TestCase
TestShop.settings = settings(max_examples=20, stateful_step_count=20, deadline=None)
