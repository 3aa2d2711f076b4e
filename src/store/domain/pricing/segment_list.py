"""The accounts on the list of one segment."""

from datetime import datetime
from typing import Final, assert_never
from uuid import UUID

from store.domain.pricing.errors import ListFull
from store.domain.pricing.segment_events import AccountListed, AccountUnlisted, MemberEvent
from store.domain.shared.aggregate import Aggregate
from store.domain.shared.ids import AccountId

MOST_LISTED: Final = 5_000


class SegmentList(Aggregate[MemberEvent]):
    """The accounts on the list of one segment. A stream of its own: who weighs a cart needn't read it."""

    kind = "segment_list"

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.accounts: dict[AccountId, datetime] = {}

    def put(self, segment: UUID, account: AccountId, *, at: datetime) -> None:
        """Put *account* on it. Once more is no fact."""
        if account in self.accounts:
            return
        if len(self.accounts) >= MOST_LISTED:
            raise ListFull(MOST_LISTED)
        self._record(AccountListed(at=at, segment_id=segment, account_id=account))

    def strike(self, segment: UUID, account: AccountId, *, at: datetime) -> None:
        """Take *account* off. Where it isn't on it that is no fact."""
        if account in self.accounts:
            self._record(AccountUnlisted(at=at, segment_id=segment, account_id=account))

    def _evolve(self, event: MemberEvent) -> None:
        match event:
            case AccountListed(account_id=account, at=at):
                self.accounts[account] = at
            case AccountUnlisted(account_id=account):
                del self.accounts[account]
            case _:
                assert_never(event)
