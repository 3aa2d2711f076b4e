"""Which way each occasion goes, and what it is about, in the terms in which people choose."""

from collections.abc import Mapping
from typing import Final

from store.application.notifications.ports import Occasion
from store.domain.notifications.kinds import Channel, Kind

_ORDER: Final = (Channel.EMAIL, Kind.ORDERS)
_TEXT: Final = (Channel.SMS, Kind.ORDERS)
_PUSH: Final = (Channel.PUSH, Kind.ORDERS)
_ACCOUNT: Final = (Channel.EMAIL, Kind.ACCOUNT)

WAYS: Final[Mapping[Occasion, tuple[Channel, Kind]]] = {
    Occasion.CONFIRMED: _ORDER, Occasion.SHIPPED: _ORDER, Occasion.DELIVERED: _ORDER, Occasion.CANCELLED: _ORDER,
    Occasion.CALLED_OFF: _ORDER, Occasion.REDUCED: _ORDER, Occasion.REFUNDED: _ORDER,
    Occasion.PAY_AGAIN: _ORDER,
    Occasion.RETURN_REQUESTED: _ORDER, Occasion.RETURN_APPROVED: _ORDER, Occasion.RETURN_REFUSED: _ORDER,
    Occasion.NOT_EXCHANGED: _ORDER, Occasion.CREDIT_GRANTED: _ORDER,
    Occasion.NOT_REFUNDED: _ACCOUNT, Occasion.GOODS_CANCELLED: _ACCOUNT, Occasion.PAYMENT_TROUBLE: _ACCOUNT,
    Occasion.VERIFICATION: _ACCOUNT, Occasion.KNOWN_ALREADY: _ACCOUNT, Occasion.RESET: _ACCOUNT,
    Occasion.NEW_PASSWORD: _ACCOUNT, Occasion.NEW_EMAIL: _ACCOUNT, Occasion.FORMER_EMAIL: _ACCOUNT,
    Occasion.LEAVING: _ACCOUNT, Occasion.FACTOR_ON: _ACCOUNT, Occasion.FACTOR_OFF: _ACCOUNT,
    Occasion.JOINED: _ACCOUNT, Occasion.LOGIN_LINKED: _ACCOUNT, Occasion.LOGIN_UNLINKED: _ACCOUNT,
    Occasion.FACTOR_LOST: _ACCOUNT,
    Occasion.COPY_MADE: _ACCOUNT, Occasion.LOW_STOCK: _ACCOUNT, Occasion.BACK_IN_STOCK: _ACCOUNT,
    Occasion.FORGOTTEN: _ORDER,
    Occasion.SHIPPED_SMS: _TEXT, Occasion.DELIVERED_SMS: _TEXT, Occasion.CANCELLED_SMS: _TEXT,
    Occasion.REFUNDED_SMS: _TEXT,
    Occasion.SHIPPED_PUSH: _PUSH, Occasion.DELIVERED_PUSH: _PUSH, Occasion.CANCELLED_PUSH: _PUSH,
    Occasion.REFUNDED_PUSH: _PUSH,
    Occasion.NEWS_BEGUN: (Channel.EMAIL, Kind.PROMOTIONS),
}
