"""What one may say about segments of customers, and ask."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from store.application.shared.bus import Command, Query, answers, handles
from store.application.shared.ports import AsyncJournal, Clock, History
from store.application.shared.work import UnitOfWork, expect
from store.domain.pricing.errors import NoSuchSegment
from store.domain.pricing.segment_events import SegmentRule
from store.domain.pricing.segment_list import SegmentList
from store.domain.pricing.segments import Segments
from store.domain.shared.ids import AccountId, segment_list_of, segments


class SegmentView(Struct, frozen=True):
    """A segment as staff see it; ``version`` is that of all of them together."""

    id: UUID
    version: int
    name: str
    rule: SegmentRule
    ended: bool

    @classmethod
    def of(cls, them: Segments, id: UUID) -> "SegmentView":
        """As it is at this moment.

        :raises NoSuchSegment: if there is none.
        """
        it = them.all.get(id)
        if it is None:
            raise NoSuchSegment
        return cls(id, them.version, it.name, it.rule, it.ended)


class ListedAccount(Struct, frozen=True):
    """An account on the list of a segment, and since when."""

    account_id: AccountId
    since: datetime


class SegmentAccounts(Struct, frozen=True):
    """Who is on the list of a segment, the newest first."""

    items: list[ListedAccount]


class NameSegment(Command[SegmentView], frozen=True):
    """Have one more segment, or mean something else by it."""

    segment_id: UUID
    name: str
    rule: SegmentRule
    version: int | None = None


class EndSegment(Command[SegmentView], frozen=True):
    """Have nobody in it any more."""

    segment_id: UUID
    version: int | None = None


class UnlistAccount(Command[None], frozen=True):
    """Take an account off it."""

    segment_id: UUID
    account_id: AccountId


class ListSegments(Query[list[SegmentView]], frozen=True):
    """All that stand, the newest first. Answered from the facts themselves."""


class GetSegment(Query[SegmentView], frozen=True):
    """One of them."""

    segment_id: UUID


class ListSegmentAccounts(Query[SegmentAccounts], frozen=True):
    """Who is on its list?"""

    segment_id: UUID


@dataclass(frozen=True)
class SegmentHandlers:
    clock: Clock

    @handles(NameSegment)
    def name(self, command: NameSegment, work: UnitOfWork) -> SegmentView:
        them = work.find(Segments, segments())
        expect(them, command.version)
        them.name(command.segment_id, command.name, command.rule, at=self.clock.now())
        work.save(them)
        return SegmentView.of(them, command.segment_id)

    @handles(EndSegment)
    def end(self, command: EndSegment, work: UnitOfWork) -> SegmentView:
        them = work.find(Segments, segments())
        expect(them, command.version)
        them.end(command.segment_id, at=self.clock.now())
        work.save(them)
        return SegmentView.of(them, command.segment_id)

    @handles(UnlistAccount)
    def unlist(self, command: UnlistAccount, work: UnitOfWork) -> None:
        them, listed = work.gather((Segments, segments()), (SegmentList, segment_list_of(command.segment_id)))
        them.expect_list(command.segment_id)
        listed.strike(command.segment_id, command.account_id, at=self.clock.now())
        work.save(listed)


@dataclass(frozen=True)
class SegmentAnswers:
    """Answers from the facts themselves: never behind."""

    journal: AsyncJournal
    reads = ()

    @answers(ListSegments)
    async def list(self, query: ListSegments) -> list[SegmentView]:
        del query
        them = await self._all()
        return [SegmentView.of(them, id) for id in reversed([*them.standing])]

    @answers(GetSegment)
    async def get(self, query: GetSegment) -> SegmentView:
        return SegmentView.of(await self._all(), query.segment_id)

    @answers(ListSegmentAccounts)
    async def accounts(self, query: ListSegmentAccounts) -> SegmentAccounts:
        id = segment_list_of(query.segment_id)
        past = await self.journal.read([segments(), id])
        SegmentView.of(Segments.replay(segments(), past.get(segments(), History()).events), query.segment_id)
        listed = SegmentList.replay(id, past.get(id, History()).events)
        return SegmentAccounts([ListedAccount(account, since) for account, since in reversed(listed.accounts.items())])

    async def _all(self) -> Segments:
        return Segments.replay(segments(), (await self.journal.read([segments()])).get(segments(), History()).events)
