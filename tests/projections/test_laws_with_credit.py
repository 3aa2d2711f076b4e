"""Orders in any order with credit among them: granted, spent, let go and given back, and every law holds throughout."""

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from store.application.credit.messages import GiveCredit, TakeCreditBack
from store.application.ordering.fulfilment import MarkDelivered, SendParcel
from store.application.processes.inspecting_returns import InspectReturn, RecordInspection
from store.application.processes.placing_an_order import BuyCart, PlaceOrder
from store.application.returns.messages import ApproveReturn, ReceiveReturn, RequestReturn, ids_of
from store.domain.credit.credit import Credit
from store.domain.payments.ledger import Account
from store.domain.returns.events import InspectedLine
from store.domain.returns.returning import Return
from store.domain.shared.ids import AccountId, SubjectId, credit_of, follow_up, purse_of
from store.domain.shared.money import Money
from tests.application.processes.test_shop_machine import CARDS, GOODS
from tests.harness.drivers.driver import Bought
from tests.projections.test_conservation import LawsMachine
from tests.projections.test_ledger import LedgerMachine

pytestmark = [pytest.mark.requirement("R4.1"), pytest.mark.story("US-4.5", "the refund comes after approval")]
MINORS = st.integers(1, 4000)


class CreditLawsMachine(LawsMachine, LedgerMachine):
    """Ann has an account, and buys with her credit as often as without."""

    @initialize()
    def join(self):
        self.account = AccountId(self.shop.person("Ann").joins()._in.account)
        self.credit_id = credit_of(self.account, "EUR")
        self.give(3000)

    @rule(minor=MINORS)
    def give(self, minor):
        self.attempt(lambda: self.driver.do(GiveCredit(
            account_id=self.account, amount=Money(minor, "EUR"), reason="we made a mistake",
        )))

    @rule(minor=MINORS)
    def take_back(self, minor):
        self.attempt(lambda: self.driver.do(TakeCreditBack(
            account_id=self.account, amount=Money(minor, "EUR"), reason="it was given twice",
        )))

    @rule(
        card=st.sampled_from(CARDS), minor=st.sampled_from([100, 1000, 9999]), goods=st.sampled_from(GOODS),
        pieces=st.integers(1, 3),
    )
    def check_out_with_credit(self, card, minor, goods, pieces):
        ann = self.people[0]
        self.shop.receives(pieces, goods)
        self.attempt(lambda: ann.puts(pieces, goods))
        order = PlaceOrder(
            cart_id=ann.cart_id, subject=SubjectId(follow_up(ann.cart_id, "subject")), email=ann.email,
            address=ann.address, shipping_method="standard", payment_method=self.driver.method, account_id=self.account,
            credit=Money(minor, "EUR"),
        )
        done = self.attempt(lambda: self.driver.do(BuyCart(order=order, token=self.token(card))))
        if done:
            ann._cart = None
            self.orders.append(Bought(done.number, "", done.payment.id, done.status, done.total.amount, None))

    @precondition(lambda self: self.orders)
    @rule(pick=st.integers(0, 99), as_credit=st.booleans(), some=st.booleans(), swap=st.booleans())
    def send_back(self, pick, as_credit, some, swap):
        number = self.order(pick).number
        for part in self.now(number).parts:
            about = {"number": number, "part_id": part.id}
            self.attempt(lambda it=about: self.driver.do(SendParcel(**it, carrier="Post", tracking="", pieces={})))
            self.attempt(lambda it=about: self.driver.do(MarkDelivered(**it)))
        order = self.now(number)
        pieces = dict(list(order.returnable.items())[: 1 if some else None])
        asked = self.attempt(lambda: self.driver.do(RequestReturn(
            number=number, pieces=pieces, reason="doesn't fit", as_credit=as_credit, account_id=self.account,
            instead={sku: self.instead(sku) for sku in list(pieces)[: 1 if swap else 0]},
        )))
        for it in asked.items if asked else ():
            self.driver.do(ApproveReturn(number=it.number))
            self.driver.do(ReceiveReturn(number=it.number))
            lines = Return.replay(ids_of(it.number)[1], self.events(ids_of(it.number)[1])).lines
            found = tuple(InspectedLine(line.sku, line.quantity, line.quantity, 0) for line in lines)
            done = self.driver.do(InspectReturn(inspection=RecordInspection(number=it.number, found=found)))
            if done.replaced_by:
                new = self.now(done.replaced_by)
                self.orders.append(Bought(
                    new.number, "", new.payment_id, new.stage, str(new.totals.total), None,
                ))

    def instead(self, sku):
        """What is wanted for what goes back: the same again."""
        return sku

    @invariant()
    def the_ledger_says_what_can_be_spent(self):
        if not hasattr(self, "account"):
            return
        credit = Credit.replay(self.credit_id, self.events(self.credit_id))
        held = sum(amount.minor for amount in credit.claims.values())
        assert credit.available("EUR").minor >= 0
        assert self.booked()[Account.CREDIT] == -credit.available("EUR").minor - held

    @invariant()
    def what_is_exchanged_is_worth_what_came_back_and_its_purse_is_empty(self):
        for order, _ in self.placed():
            if order.replaces:
                purse = purse_of(order.replaces.return_id, "EUR")
                left = Credit.replay(purse, self.events(purse))
                assert (left.available("EUR").minor, left.claims) == (0, {})
                assert order.totals.total == (order.credit or Money(0, "EUR"))

    @invariant()
    def refunds_and_credit_are_what_is_owed_and_never_more_than_was_paid(self):
        for order, _ in self.placed():
            as_credit = sum(share.to_credit.minor for share in order.shares if share.to_credit)
            money = sum(share.to_payment.minor for share in order.shares)
            assert as_credit + money == sum(share.total.minor for share in order.shares) <= order.totals.total.minor


TestCredit = CreditLawsMachine.TestCase
TestCredit.settings = settings(max_examples=12, stateful_step_count=20, deadline=None)
