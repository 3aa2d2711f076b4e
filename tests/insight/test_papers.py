"""Invoices and the ledger as analysts see them are what the shop's own pages go by."""

from datetime import date
from functools import partial
from uuid import uuid4

import psycopg
import pytest
from msgspec import structs

from projections.invoicing.owed import owed_papers
from store.application.cart.messages import AddToCart
from store.application.pricing.taxes import ChangeTaxRules, RowRead, TakeRates
from store.application.processes.cancelling_an_order import CallOff, CancelOrder
from store.application.processes.import_rows import ImportProducts
from store.application.processes.placing_an_order import BuyCart
from store.application.shared.ports import Change
from store.domain.credit.credit import Credit
from store.domain.credit.events import Why
from store.domain.ordering.events import Canceller
from store.domain.ordering.order import Order
from store.domain.payments.events import PaymentFound, PaymentLowered, RefundReturned, WrongAmountTaken
from store.domain.pricing.tax_events import DatedRate, TaxRules
from store.domain.shared.ids import AccountId, CartId, RefundId, credit_of, order_of
from store.domain.shared.money import Money
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.settings import Settings
from store.entrypoints.workers.invoicing import Scrivener
from tests.adapters.test_cancelling_races import buy
from tests.application.processes.examples import MUG, NINE, PLACE, goods
from tests.harness.processes import NOON
from tests.harness.projections import SOMEBODY

pytestmark = [pytest.mark.requirement("R4.1"), pytest.mark.requirement("R4.4")]
PAPERS = """
SELECT number, kind, "on", order_id, order_number, corrects, country, currency, net_minor, tax_minor, total_minor
FROM insight.invoices ORDER BY number
"""
LISTED = """
SELECT number, kind, "on", "order", order_number, corrects, nullif(tax_place, ''), currency, net, tax, total
FROM read.invoices ORDER BY number
"""
TAXES = "SELECT number, rate_ppm, net_minor, tax_minor FROM insight.invoice_taxes ORDER BY number, rate_ppm"
RATES = "SELECT number, ppm, net, tax FROM read.invoice_taxes ORDER BY number, ppm"
LEDGER = """
SELECT position, at, account, debit_minor, credit_minor, currency, order_id, order_number, stream, version, tag
FROM insight.ledger ORDER BY position, account
"""
BOOKED = """
SELECT position, at, account, debit, credit, currency, "order", order_number, stream, version, tag
FROM read.ledger ORDER BY position, account
"""


def taxed_on_top(shop):
    """An order where prices are without tax, of which one piece is cancelled."""
    shop.bus().do(ChangeTaxRules(rules=TaxRules(net_places=("US",))), SOMEBODY)
    rates = (RowRead(1, DatedRate("US", date(2020, 1, 1), 72_500)),)
    shop.bus().do(TakeRates(rows=rates, source="x", dry=False), SOMEBODY)
    cart = CartId(uuid4())
    shop.bus().do(AddToCart(cart_id=cart, sku=MUG, quantity=3, currency="EUR"), SOMEBODY)
    there = structs.replace(PLACE.address, country="US", region="TX", postal_code="78701")
    wish = structs.replace(PLACE, cart_id=cart, address=there)
    bought = shop.bus().do(BuyCart(order=wish, token="success"), SOMEBODY).outcome
    id = order_of(bought.number)
    order = Order.replay(id, shop.journal().read([id])[id].events)
    assert order.totals.tax_added.minor > order.totals.shipping_tax_added.minor > 0
    shop.bus().do(CancelOrder(
        call_off=CallOff(number=bought.number, by=Canceller.STAFF, reason="x", pieces={MUG: 1})
    ), SOMEBODY)
    return bought.payment.id


def moved(shop, payment):
    """What else a gateway may say of money, whether or not it makes sense for this payment."""
    history = shop.journal().read([payment])[payment]
    amount = Money(250, "EUR")
    shop.journal().hand_in([Change(payment, len(history.events), history.head, (
        PaymentLowered(at=NOON, payment_id=payment, amount=amount),
        PaymentFound(at=NOON, payment_id=payment, reference="x", amount=amount),
        RefundReturned(at=NOON, payment_id=payment, refund_id=RefundId(uuid4()), amount=amount, reason="closed"),
        WrongAmountTaken(at=NOON, payment_id=payment, reference="y", taken=Money(10, "EUR"), asked=amount),
    ))], SOMEBODY, NOON, None).settle()


def credited(shop, number):
    """Credit that was granted for an order, given by staff, taken back, and spent."""
    account, order = AccountId(uuid4()), order_of(number)
    credit = Credit(credit_of(account, "EUR"))
    credit.grant(account, Money(900, "EUR"), Why.ORDER, number=number, order=order, at=NOON)
    credit.give(account, Money(300, "EUR"), "we made a mistake", at=NOON)
    credit.take_back(Money(100, "EUR"), "it was given twice", at=NOON)
    credit.pay_out(order, number, Money(200, "EUR"), at=NOON)
    credit.claim(order, number, Money(50, "EUR"), at=NOON)
    credit.spend(order, at=NOON)
    shop.journal().hand_in([Change(credit.id, 0, b"", credit.fresh)], SOMEBODY, NOON, None).settle()


def test_what_analysts_see_of_papers_and_ledger_is_what_has_been_learnt(migrated_url, tmp_path):
    settings = Settings(database_url=migrated_url, data_dir=tmp_path, demo=False, log_level="error")
    with postgres_shop(settings) as shop:
        shop.runner().prepare()
        shop.bus().do(ImportProducts(source="test", rows=(goods("mug", NINE, 100),)), SOMEBODY)
        shop.runner().catch_up()
        number, *_ = [buy(shop, 3) for _ in range(3)]
        moved(shop, taxed_on_top(shop))
        credited(shop, number)
        for pieces in ({MUG: 1}, {MUG: 1}, {}):
            wish = CallOff(number=number, by=Canceller.STAFF, reason="x", pieces=pieces)
            shop.bus().do(CancelOrder(call_off=wish), SOMEBODY)
        shop.runner().catch_up()
        Scrivener(partial(owed_papers, pool=shop.pool()), shop.bus())()
        shop.runner().catch_up()
    with psycopg.connect(migrated_url) as db:
        for seen, learnt in ((PAPERS, LISTED), (TAXES, RATES), (LEDGER, BOOKED)):
            rows = db.execute(seen).fetchall()
            assert rows == db.execute(learnt).fetchall()
            assert len(rows) > 5
