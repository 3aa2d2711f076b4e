"""What is said of each field that belongs to a person: what it is, what for, on what ground, and for how long.

The mark stands in the type of the field, beside :class:`~store.domain.shared.personal.Personal`. The documents that
the law asks for are written from the marks, and a copy of somebody's data is held complete by them
(``docs/adr/0165``).
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from msgspec import Struct


class Category(StrEnum):
    """What kind of data it is, in the words of the record of processing."""

    NAME = "name"
    EMAIL = "e-mail address"
    PHONE = "telephone number"
    ADDRESS = "postal address"
    PICTURE = "picture"
    DEVICE = "device"
    ACCESS = "means of access"
    PURCHASES = "purchases"
    BUSINESS = "business number"
    LETTERS = "letters"
    CHOICES = "choices and consents"
    CONDUCT = "what somebody did here"
    PARTNER = "address of a partner's system"


class Ground(StrEnum):
    """Why the law allows it: the letters are those of article 6 (1) GDPR."""

    CONSENT = "consent (a)"
    CONTRACT = "contract (b)"
    DUTY = "legal obligation (c)"
    INTEREST = "legitimate interest (f)"


class Kept(StrEnum):
    """For how long: see :data:`UNTIL`."""

    ACCOUNT = "account"
    ORDER = "order"
    POST = "post"
    PARTNER = "partner"
    SESSION = "session"
    LINK = "link"
    DAYS = "days"
    WEEK = "week"
    USE = "use"
    WAITING = "waiting"
    CART = "cart"
    WINDOW = "window"
    CHECK = "check"


UNTIL: Final[Mapping[Kept, str]] = {
    Kept.ACCOUNT: "Until the account is deleted, 14 days after its owner asks for that: then the key is destroyed.",
    Kept.ORDER: "As long as the order, which has a key of its own. Once its buyer is to be forgotten: until it is"
                " carried out, and for as many years after the end of its year as laws on tax and trade want"
                " invoices kept (10, unless the shop says otherwise). Then the key is destroyed.",
    Kept.POST: "As long as somebody works here, and then until the shop destroys the key.",
    Kept.PARTNER: "Until the shop destroys the key, once it sends the partner nothing any more.",
    Kept.SESSION: "Until logout, or 14 days without use and 60 in all (staff: 12 hours and 7 days).",
    Kept.LINK: "Until it was used, and an hour or so after it is too old: 7 days at most.",
    Kept.WAITING: "Until it was used for the one letter it is for; if that never comes, 180 days.",
    Kept.CART: "Until it is bought; if it never is, as long as the shop keeps a cart that nobody touches (60 days,"
               " unless it says otherwise).",
    Kept.WINDOW: "As long as the fraud check counts it: a day, unless the shop says otherwise.",
    Kept.CHECK: "As long as it counts what a register said: a day, unless the shop says otherwise.",
    Kept.DAYS: "Two days, and then the whole day is dropped.",
    Kept.WEEK: "Seven days.",
    Kept.USE: "As long as it is in use, and then with the account.",
}
"""Each in a sentence. Where a number is one of the shop's rules, a test compares them."""


class Mark(Struct, frozen=True):
    """What is said of one field. ``purpose`` completes the sentence *It is kept to …*."""

    category: Category
    purpose: str
    ground: Ground
    kept: Kept
