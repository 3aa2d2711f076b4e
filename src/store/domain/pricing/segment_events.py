"""Segments: how staff name some of the shop's customers, so that promotions can be for them alone."""

from typing import TypeAlias
from uuid import UUID

from msgspec import Struct

from store.domain.shared.aggregate import Event
from store.domain.shared.ids import AccountId


class Listed(Struct, frozen=True, tag="listed", tag_field="kind"):
    """The accounts that staff put on its list."""


class OrdersFrom(Struct, frozen=True, tag="orders", tag_field="kind"):
    """Whoever has so many orders or more; those that were cancelled don't count."""

    orders: int


class SpentFrom(Struct, frozen=True, tag="spent", tag_field="kind"):
    """Whoever spent so much or more, said for each currency in minor units; one of them is enough."""

    amounts: dict[str, int]


SegmentRule: TypeAlias = Listed | OrdersFrom | SpentFrom


class SegmentNamed(Event, frozen=True, tag="pricing/segment-named-1"):
    """From now on promotions can be for these customers; or what was meant by it is another thing now."""

    segment_id: UUID
    name: str
    rule: SegmentRule


class SegmentEnded(Event, frozen=True, tag="pricing/segment-ended-1"):
    """Nobody is in it any more."""

    segment_id: UUID


class AccountListed(Event, frozen=True, tag="pricing/account-listed-1"):
    """This account is on the list of the segment."""

    segment_id: UUID
    account_id: AccountId


class AccountUnlisted(Event, frozen=True, tag="pricing/account-unlisted-1"):
    """It isn't any more."""

    segment_id: UUID
    account_id: AccountId


SegmentEvent: TypeAlias = SegmentNamed | SegmentEnded
MemberEvent: TypeAlias = AccountListed | AccountUnlisted
