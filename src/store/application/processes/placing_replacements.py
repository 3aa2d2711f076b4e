"""Placing a replacement: the order that is sent for goods that came back, paid by their worth, in one go.

What its shopper gets back for these is granted to the purse of the return, claimed and spent by the order in the same
append: so the books of both orders add up as those of any order that credit pays, and nobody has to have an account.
"""

from datetime import datetime

from msgspec import structs

from store.application.processes.replacing_goods import Replacement
from store.application.processes.settling_a_payment import NOTHING_TO_PAY
from store.application.shared.ports import Ids
from store.application.shared.work import UnitOfWork
from store.domain.credit.credit import Credit
from store.domain.credit.events import Why
from store.domain.ordering.business_events import NumberChecked
from store.domain.ordering.events import Replaces
from store.domain.ordering.order import Order
from store.domain.payments.payment import Payment
from store.domain.returns.returning import Return
from store.domain.shared.ids import AccountId, CartId, OrderId, PaymentId, SubjectId, follow_up, order_of, purse_of
from store.domain.shared.money import Money
from store.domain.shared.personal import Erased, Personal


def place_replacement(
    it: Return, order: Order, replacement: Replacement, money: Money, ids: Ids, work: UnitOfWork, now: datetime
) -> Order | None:
    """Have what is sent for it be an order, which stands at once; *money* of its worth came from a payment."""
    what = replacement.what
    if what is None or order.email is None or order.address is None or order.gives_back_by is None:
        return None
    email, address = order.email.value, order.address.value
    if isinstance(email, Erased) or isinstance(address, Erased):
        return None
    new, payment = Order(order_of(replacement.number)), Payment(PaymentId(ids.next()))
    subject = SubjectId(ids.next())  # its papers are kept for longer, and a hold on it is its own
    purse = work.find(Credit, purse_of(it.id, what.worth.currency))
    pays = what.worth if what.worth.minor else None
    if pays:
        purse.grant(AccountId(it.id), pays, Why.EXCHANGE, number=it.number, order=order.id, at=now)
        purse.claim(new.id, replacement.number, pays, at=now)
    new.place(
        replacement.number, cart_id=CartId(follow_up(it.id, "no cart")), payment_id=payment.id,
        email=Personal(subject, email), address=Personal(subject, address),
        shipping_method=replacement.method, payment_method=order.payment_method, lines=what.lines, totals=what.totals,
        at=now, account_id=order.account_id, vat_number=_again(order.vat_number, subject),
        vat_check=_checked_again(order.vat_check, subject), credit=pays,
        replaces=_replaces(it, order, order.gives_back_by, money),
    )
    nothing = Money(0, what.worth.currency)
    payment.request(new.id, replacement.number, nothing, order.payment_method, at=now)
    payment.capture(NOTHING_TO_PAY, nothing, at=now)
    new.confirm(at=now)
    purse.spend(new.id, at=now)
    work.save(new, payment, purse)
    return new


def _again(text: Personal[str] | None, subject: SubjectId) -> Personal[str] | None:
    """The same, with a key of its own."""
    return None if text is None or isinstance(text.value, Erased) else Personal(subject, text.value)


def _checked_again(it: NumberChecked | None, subject: SubjectId) -> NumberChecked | None:
    """Its tax rests on what the register said of the first order."""
    told = _again(it.consultation, subject) if it else None
    return structs.replace(it, consultation=told) if it and told else None


def _replaces(it: Return, order: Order, payment: PaymentId, money: Money) -> Replaces:
    first = order.replaces
    return Replaces(
        it.id, it.number, order.number, OrderId(first.paid_for if first else order.id),
        first.paid_number if first else order.number, payment, money,
    )
