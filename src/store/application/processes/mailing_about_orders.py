"""Mailing about orders: what happened to an order becomes a letter to whoever placed it."""

from dataclasses import dataclass
from uuid import UUID

from msgspec import Struct

from store.application.notifications.ports import Mail, Occasion, Outcome, Telling
from store.application.notifications.posting import Posting
from store.application.ordering.messages import AddressView, EstimateView, MeansView, ParcelView, ReplacesView, Shipment
from store.application.ordering.ports import AccessTokens
from store.application.processes.following_an_order import discounts
from store.application.processes.following_parts import address_view
from store.application.processes.order_means import credited_of, means_of, owed_to_payment
from store.application.processes.parcel_views import parcel_views
from store.application.shared.answers import DiscountView, Price
from store.application.shared.bus import handles
from store.application.shared.errors import NoSuch
from store.application.shared.work import UnitOfWork
from store.domain.ordering.events import Address
from store.domain.ordering.order import Order
from store.domain.payments.payment import Payment
from store.domain.payments.refund import Progress
from store.domain.shared.ids import OrderId, OrderNumber, PaymentId
from store.domain.shared.personal import Erased


class SendOrderMail(Telling, frozen=True):
    """Tell whoever placed an order what became of it. Asking again with the same *mail_id* sends nothing more."""

    order_id: OrderId
    kind: Occasion
    mail_id: UUID


class SendRefundMail(Telling, frozen=True):
    """Tell whoever placed an order that money is on its way back. The same *mail_id* again sends nothing more."""

    payment_id: PaymentId
    kind: Occasion
    mail_id: UUID


class LineInLetter(Struct, frozen=True):
    name: str
    options_text: str
    quantity: int
    line_total: Price
    cancelled: int = 0


class OrderInLetter(Struct, frozen=True):
    """An order as letters speak of it."""

    number: OrderNumber
    lines: list[LineInLetter]
    shipping: Price
    total: Price
    shipping_address: AddressView
    shipment: Shipment
    discounts: list[DiscountView] = []
    reason: str = ""
    owed_back: Price | None = None
    given_back: list[Price] = []
    parcels: list[ParcelView] = []
    estimate: EstimateView | None = None
    tax_added: Price | None = None
    tax_exempt: str | None = None
    paid_by: MeansView | None = None
    credited: Price | None = None
    replaces: ReplacesView | None = None


@dataclass(frozen=True)
class MailingAboutOrders:
    posting: Posting
    tokens: AccessTokens

    @handles(SendOrderMail)
    def send(self, command: SendOrderMail, work: UnitOfWork) -> Outcome:
        """Written from the facts as they are now, so that a person erased meanwhile gets no mail."""
        return self.posting.once(command.mail_id, lambda: self._send(command, work.get(Order, command.order_id)))

    @handles(SendRefundMail)
    def refunded(self, command: SendRefundMail, work: UnitOfWork) -> Outcome:
        """It lists all that went back so far, so that it is right however late it is sent."""
        return self.posting.once(command.mail_id, lambda: self._refunded(command, work))

    def _refunded(self, command: SendRefundMail, work: UnitOfWork) -> Outcome:
        payment = work.get(Payment, command.payment_id)
        order = work.get(Order, payment.order_id or payment.id)
        return self._send(SendOrderMail(order_id=order.id, kind=command.kind, mail_id=command.mail_id), order, payment)

    def _send(self, command: SendOrderMail, order: Order, payment: Payment | None = None) -> Outcome:
        if order.email is None or order.address is None:
            raise NoSuch(Order.kind, command.order_id)
        to, address = order.email.value, order.address.value
        if isinstance(to, Erased) or isinstance(address, Erased):
            return Outcome.ERASED
        token = self.tokens.of(order.number)
        letter = self.posting.letters.write(command.kind, {
            "order": _in_letter(order, address, payment), "token": token,
            "href": f"{self.posting.address}/orders/{order.number}?access_token={token}",
        })
        mail = Mail(command.mail_id, order.number, command.kind, order.email.subject, to, letter)
        return self.posting.send(mail)


def _in_letter(order: Order, address: Address, payment: Payment | None) -> OrderInLetter:
    if order.totals is None:
        raise NoSuch(Order.kind, order.id)
    refunds = payment.refunds.values() if payment else ()
    return OrderInLetter(
        number=order.number,
        lines=[
            LineInLetter(
                line.name, ", ".join(line.options.values()), line.quantity, Price.of(line.total),
                line.quantity if order.cancelled_by else order.pieces_cancelled.get(line.sku, 0),
            )
            for line in order.lines
        ],
        shipping=Price.of(order.totals.shipping), total=Price.of(order.totals.total),
        shipping_address=address_view(address),
        shipment=Shipment(order.carrier, order.tracking), discounts=discounts(order.totals),
        reason=order.cancelled_because, owed_back=owed_to_payment(order),
        estimate=EstimateView(order.expected.first, order.expected.last) if order.expected else None,
        tax_added=Price.of(order.totals.tax_added) if order.totals.tax_added else None,
        tax_exempt=order.totals.exempt or None,
        given_back=[Price.of(refund.amount) for refund in refunds if refund.progress is Progress.MADE],
        parcels=parcel_views(order), paid_by=means_of(order), credited=credited_of(order),
        replaces=ReplacesView(order.replaces.order, order.replaces.number) if order.replaces else None,
    )
