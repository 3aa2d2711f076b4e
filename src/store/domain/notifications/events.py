"""What somebody wants to be told, and how that changed. Each wish says how it was made: it may have to be proven."""

from enum import StrEnum
from typing import Annotated, TypeAlias

from store.domain.notifications.kinds import Channel, Kind
from store.domain.shared.aggregate import Event
from store.domain.shared.ids import AccountId
from store.domain.shared.marks import Category, Ground, Kept, Mark
from store.domain.shared.personal import Personal

Phone: TypeAlias = Annotated[Personal[str], Mark(
    Category.PHONE, "send the text messages somebody asked for", Ground.CONSENT, Kept.ACCOUNT,
)]


class How(StrEnum):
    """By which way somebody said so. The values are stored."""

    PAGE = "page"
    PROGRAM = "program"
    LINK = "link"
    """The link in a mail, or the button of a mail program."""
    NUMBER = "number"
    """The telephone number it was for is gone, or another one."""


class SwitchedOn(Event, frozen=True, tag="notifications/switched-on-1"):
    """Somebody wants to be told. ``consent`` is the version of the words they agreed to, where that is needed."""

    account_id: AccountId
    channel: Channel
    kind: Kind
    how: How
    consent: str


class SwitchedOff(Event, frozen=True, tag="notifications/switched-off-1"):
    """Somebody does not want to be told any more."""

    account_id: AccountId
    channel: Channel
    kind: Kind
    how: How


class PhoneGiven(Event, frozen=True, tag="notifications/phone-given-1"):
    """Text messages go to this number from now on (E.164)."""

    account_id: AccountId
    phone: Phone


class PhoneRemoved(Event, frozen=True, tag="notifications/phone-removed-1"):
    """There is no number any more."""

    account_id: AccountId


PreferencesEvent: TypeAlias = SwitchedOn | SwitchedOff | PhoneGiven | PhoneRemoved
