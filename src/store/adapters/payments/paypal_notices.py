"""What PayPal sends to the shop (webhooks): whether it is PayPal's, and which payment it is about.

PayPal itself is asked whether it signed a notice (docs/adr/0228), after what asks nobody: whether the notice
is about a payment of ours, and whether it was dealt with before.
"""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from msgspec import DecodeError, Struct, json

from store.adapters.payments.paypal_answers import Verified
from store.adapters.payments.paypal_client import PayPal
from store.adapters.payments.paypal_orders import OrderBook
from store.adapters.payments.stripe_notices import Inbox
from store.application.payments.errors import GatewayAway
from store.application.payments.notices import Notice
from store.application.shared.errors import BadValue
from store.domain.shared.ids import PaymentId

SIGNED: Final = (
    ("auth_algo", "paypal-auth-algo"), ("cert_url", "paypal-cert-url"),
    ("transmission_id", "paypal-transmission-id"), ("transmission_sig", "paypal-transmission-sig"),
    ("transmission_time", "paypal-transmission-time"),
)
"""What PayPal wants to be told of a notice, and the header it stands in."""
LONGEST: Final = 2000


class _Related(Struct, frozen=True):
    order_id: str = ""


class _Supplement(Struct, frozen=True):
    related_ids: _Related = _Related()


class _Unit(Struct, frozen=True):
    custom_id: str = ""


class _Resource(Struct, frozen=True):
    id: str = ""
    custom_id: str = ""
    supplementary_data: _Supplement = _Supplement()
    purchase_units: tuple[_Unit, ...] = ()


class _Event(Struct, frozen=True):
    id: str
    event_type: str
    resource: _Resource = _Resource()


class PayPalNotices:
    """:class:`~store.application.payments.ports.SignedNotices` of the webhook *id*."""

    def __init__(self, paypal: PayPal, id: str, book: OrderBook, inbox: Inbox) -> None:
        self._paypal, self._id, self._book, self._inbox = paypal, id, book, inbox

    def read(self, body: bytes, headers: Mapping[str, str]) -> Notice:
        """The notice in *body*, which is the bytes as they came."""
        signed = {name: headers.get(header, "")[:LONGEST] for name, header in SIGNED}
        if not all(signed.values()):
            raise BadValue(SIGNED[3][1], "missing: PayPal sends five of them")
        try:
            event = json.decode(body, type=_Event)
        except (DecodeError, UnicodeDecodeError) as error:
            raise BadValue("body", "not an event") from error
        payment = self._subject(event.resource)
        if payment is None:
            return Notice(event.id, event.event_type)
        if self._inbox.has(event.id):
            return Notice(event.id, event.event_type, known=True)
        self._expect_signed(body, signed)
        return Notice(event.id, event.event_type, payment)

    def done(self, notice: Notice) -> None:
        """Remember that it was dealt with; one that is about nothing of ours has not been proven, and isn't kept."""
        if notice.payment_id is not None:
            self._inbox.put(notice.id, notice.kind, notice.payment_id)

    def _subject(self, resource: _Resource) -> PaymentId | None:
        if named := self._book.payment_of(resource.supplementary_data.related_ids.order_id or resource.id):
            return named
        custom = resource.custom_id or next((unit.custom_id for unit in resource.purchase_units), "")
        try:
            id = PaymentId(UUID(custom))
        except ValueError:
            return None
        return id if self._book.find(id) else None

    def _expect_signed(self, body: bytes, signed: Mapping[str, str]) -> None:
        """The event goes along as it came: written anew, no signature would fit."""
        about = json.encode({**signed, "webhook_id": self._id})
        said = self._paypal.verified(about[:-1] + b',"webhook_event":' + body + b"}")
        if not isinstance(said, Verified):
            raise GatewayAway("PayPal")
        if said.verification_status != "SUCCESS":
            raise BadValue(SIGNED[3][1], "not signed by PayPal for this shop")
