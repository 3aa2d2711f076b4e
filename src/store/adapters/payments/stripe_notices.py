"""What Stripe sends to the shop (webhooks): whether it is Stripe's, and which payment it is about."""

import hmac
from hashlib import sha256
from typing import Final, Protocol
from uuid import UUID

from msgspec import DecodeError, Struct, json

from store.adapters.payments.gateway_stripe import IntentBook
from store.adapters.payments.stripe_setup_book import SetupBook
from store.application.payments.notices import Notice
from store.application.shared.errors import BadValue
from store.application.shared.ports import Clock

HEADER: Final = "stripe-signature"
TOLERANCE: Final = 300
"""Seconds: a notice signed longer ago may have been recorded by somebody and sent again."""


class _Subject(Struct, frozen=True):
    object: str = ""
    id: str = ""
    payment_intent: str | None = None


class _Data(Struct, frozen=True):
    object: _Subject = _Subject()


class _Event(Struct, frozen=True):
    id: str
    type: str
    livemode: bool
    data: _Data = _Data()


class Inbox(Protocol):
    """The notices that were dealt with."""

    def has(self, id: str) -> bool: ...

    def put(self, id: str, kind: str, payment: object | None) -> None: ...


class StripeNotices:
    """:class:`~store.application.payments.ports.Notices`. Several *secrets* let one be replaced without a gap."""

    def __init__(
        self, secrets: tuple[str, ...], book: IntentBook, inbox: Inbox, clock: Clock, *, live: bool,
        setups: SetupBook | None = None,
    ) -> None:
        self._setups = setups
        self._secrets = tuple(secret.encode() for secret in secrets)
        self._book, self._inbox, self._clock, self._live = book, inbox, clock, live

    def read(self, body: bytes, signature: str) -> Notice:
        """The notice in *body*, which is the bytes as they came: written anew, no signature would fit."""
        self._expect_signed(body, signature)
        try:
            event = json.decode(body, type=_Event)
        except (DecodeError, UnicodeDecodeError) as error:
            raise BadValue("body", "not an event") from error
        if event.livemode is not self._live:
            raise BadValue("livemode", f"this shop is in {'live' if self._live else 'test'} mode")
        if self._inbox.has(event.id):
            return Notice(event.id, event.type, known=True)
        subject = event.data.object
        if subject.object == "setup_intent":
            adding: UUID | None = self._setups.adding_of(subject.id) if self._setups else None
            return Notice(event.id, event.type, adding_id=adding)
        intent = subject.id if subject.object == "payment_intent" else subject.payment_intent
        return Notice(event.id, event.type, self._book.payment_of(intent) if intent else None)

    def done(self, notice: Notice) -> None:
        """Remember that it was dealt with."""
        self._inbox.put(notice.id, notice.kind, notice.payment_id)

    def _expect_signed(self, body: bytes, signature: str) -> None:
        pairs = [part.strip().partition("=")[::2] for part in signature.split(",")]
        at = next((value for name, value in pairs if name == "t"), "")
        given = [value.encode() for name, value in pairs if name == "v1"]
        if not (at.isascii() and at.isdecimal()) or not given:
            raise BadValue(HEADER, "missing, or not made by Stripe")
        due = [hmac.new(key, b"%s.%s" % (at.encode(), body), sha256).hexdigest().encode() for key in self._secrets]
        if not any(hmac.compare_digest(one, other) for one in due for other in given):
            raise BadValue(HEADER, "not signed with this shop's secret")
        if abs(self._clock.now().timestamp() - int(at)) > TOLERANCE:
            raise BadValue(HEADER, "signed more than five minutes from now")
