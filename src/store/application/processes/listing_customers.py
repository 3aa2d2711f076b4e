"""Listing customers: an account is put on the list of a segment, if there is such an account."""

from dataclasses import dataclass
from uuid import UUID

from store.application.shared.bus import Command, handles
from store.application.shared.ports import Clock
from store.application.shared.work import UnitOfWork
from store.domain.identity.account import Account
from store.domain.pricing.segment_list import SegmentList
from store.domain.pricing.segments import Segments
from store.domain.shared.ids import AccountId, segment_list_of, segments


class ListAccount(Command[None], frozen=True):
    """Put an account on the list of a segment."""

    segment_id: UUID
    account_id: AccountId


@dataclass(frozen=True)
class ListingCustomers:
    clock: Clock

    @handles(ListAccount)
    def put(self, command: ListAccount, work: UnitOfWork) -> None:
        """:raises NoSuch: where there is no such account."""
        them, listed = work.gather((Segments, segments()), (SegmentList, segment_list_of(command.segment_id)))
        them.expect_list(command.segment_id)
        work.get(Account, command.account_id)
        listed.put(command.segment_id, command.account_id, at=self.clock.now())
        work.save(listed)
