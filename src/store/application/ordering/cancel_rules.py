"""How long shoppers may cancel: set by vendors for their own goods and by staff, for what is bought later."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from uuid import UUID

from msgspec import Struct

from store.application.shared.authority import EVERYTHING, Scope
from store.application.shared.bus import Command, Query, answers, handles
from store.application.shared.ports import AsyncJournal, Clock, History
from store.application.shared.work import UnitOfWork
from store.domain.ordering.cancel_policies import CancelPolicies
from store.domain.ordering.cancelling import Leave, Terms, Until
from store.domain.shared.ids import Sku, VendorId, cancel_policy


class CancelTerms(Struct, frozen=True):
    """Until when shoppers may cancel; ``hours`` after buying, where it is by the hour."""

    until: Until
    hours: int | None
    made_to_order: list[Sku]

    @classmethod
    def of(cls, terms: Terms) -> "CancelTerms":
        """These, as they are shown."""
        return cls(terms.until, terms.hours if terms.until is Until.HOURS else None, list(terms.made_to_order))


class CancelVersion(Struct, frozen=True):
    """What holds for orders that were placed from a day on, or since ever. Without terms those of the shop do."""

    since: date | None
    terms: CancelTerms | None


class CancelPolicyView(Struct, frozen=True):
    """What holds today for what is bought, whether that is one's own, what the shop says, and all versions."""

    vendor: VendorId | None
    today: CancelTerms
    own: bool
    shop: CancelTerms
    versions: list[CancelVersion]


class SetCancelPolicy(Command[int], frozen=True):
    """From a day on these terms hold for goods of *vendor*, or for all others. Without terms a vendor has none then."""

    terms: Terms | None
    since: date
    vendor: VendorId | None = None
    scope: Scope = EVERYTHING


class GetCancelPolicy(Query[CancelPolicyView], frozen=True):
    """How long goods of *vendor*, or of the shop, may be cancelled."""

    vendor: VendorId | None = None
    scope: Scope = EVERYTHING


@dataclass(frozen=True)
class CancelRules:
    """What is allowed where nobody ever set anything, and in whose calendar days count."""

    within: timedelta
    zone: tzinfo

    def leave(self, policies: CancelPolicies, placed_at: datetime | None) -> Leave:
        """What holds for an order that was placed then."""
        return leave_by(self, policies, placed_at)

    def day(self, moment: datetime) -> date:
        """On that calendar."""
        return moment.astimezone(self.zone).date()


def leave_by(rules: CancelRules, policies: CancelPolicies, placed_at: datetime | None) -> Leave:
    """The same, asking *rules* for nothing but what somebody set, so that it can be overheard."""
    return Leave(rules.within, policies.on(rules.day(placed_at)) if placed_at else {})


def policies_in(histories: Mapping[UUID, History]) -> CancelPolicies:
    """The policies, of what was read of the log."""
    id = cancel_policy()
    return CancelPolicies.replay(id, histories.get(id, History()).events)


@dataclass(frozen=True)
class CancelPolicyHandlers:
    journal: AsyncJournal
    clock: Clock
    rules: CancelRules
    reads = ()

    @handles(SetCancelPolicy)
    def set(self, command: SetCancelPolicy, work: UnitOfWork) -> int:
        """How many versions there are of whoever it is about.

        :raises OutOfReach: for goods of somebody else.
        """
        command.scope.expect(vendor=command.vendor)
        policies = work.find(CancelPolicies, cancel_policy())
        policies.set(
            command.vendor, command.terms, since=command.since, today=self.clock.today(), at=self.clock.now()
        )
        work.save(policies)
        return len(policies.versions.get(command.vendor, ()))

    @answers(GetCancelPolicy)
    async def get(self, query: GetCancelPolicy) -> CancelPolicyView:
        """The first version holds since ever."""
        query.scope.expect(vendor=query.vendor)
        policies = policies_in(await self.journal.read([cancel_policy()]))
        today, vendor = self.clock.today(), query.vendor
        leave = Leave(self.rules.within, policies.on(today))
        at_first = None if vendor else CancelTerms.of(Leave(self.rules.within).terms(None))
        return CancelPolicyView(
            vendor, CancelTerms.of(leave.terms(vendor)), policies.own(vendor, today) is not None,
            CancelTerms.of(leave.terms(None)),
            [*(CancelVersion(since, CancelTerms.of(terms) if terms else None)
               for since, terms in reversed(policies.versions.get(vendor, ()))), CancelVersion(None, at_first)],
        )
