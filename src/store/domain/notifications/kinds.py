"""What people may be told, and by which way: a register, as data."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from msgspec import Struct


class Channel(StrEnum):
    """A way to reach somebody. The values are stored."""

    EMAIL = "email"
    SMS = "sms"
    PUSH = "push"


class Kind(StrEnum):
    """What somebody is told about. The values are stored."""

    ORDERS = "order_updates"
    ACCOUNT = "account_security"
    PROMOTIONS = "promotions"
    PRICE_DROPS = "price_drops"
    REVIEWS = "reviews"


class Nature(StrEnum):
    """Why it may be said at all."""

    TRANSACTIONAL = "transactional"
    """It belongs to what somebody bought or has: by e-mail it is always said, by other ways to whoever wants it."""
    MARKETING = "marketing"
    """It is said to nobody who did not ask for it, and who asked can be proven."""


class About(Struct, frozen=True):
    """One kind. ``consent`` names the version of the words that somebody agrees to: see :data:`WORDS`."""

    nature: Nature
    channels: frozenset[Channel]
    consent: str = ""


_ALL: Final = frozenset(Channel)

REGISTER: Final[Mapping[Kind, About]] = {
    Kind.ORDERS: About(Nature.TRANSACTIONAL, _ALL),
    Kind.ACCOUNT: About(Nature.TRANSACTIONAL, frozenset({Channel.EMAIL})),
    Kind.PROMOTIONS: About(Nature.MARKETING, _ALL, "promotions-1"),
    Kind.PRICE_DROPS: About(Nature.MARKETING, _ALL, "price-drops-1"),
    Kind.REVIEWS: About(Nature.MARKETING, frozenset({Channel.EMAIL, Channel.PUSH}), "reviews-1"),
}

WORDS: Final[Mapping[str, str]] = {
    "promotions-1": "Tell me about new goods and offers of this shop. I can stop this at any time.",
    "price-drops-1": "Tell me when something I look for costs less. I can stop this at any time.",
    "reviews-1": "Ask me what I think of what I bought. I can stop this at any time.",
}
"""What somebody agreed to, by version. A version that was ever shown stays here: it is the other half of the proof."""
