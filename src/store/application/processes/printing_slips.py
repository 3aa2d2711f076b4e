"""Printing packing slips: what lies in each parcel and where it goes, and nothing else of whoever bought."""

from dataclasses import dataclass

from store.application.ordering.fulfilment import GetPart
from store.application.ordering.ports import PackingSlips
from store.application.processes.following_parts import FollowingParts
from store.application.shared.authority import EVERYTHING, Scope
from store.application.shared.bus import Query, answers
from store.domain.shared.ids import OrderNumber, PartId


class PrintSlips(Query[bytes], frozen=True):
    """A PDF with a page for each of these parts. Where one isn't to be seen, there is none at all."""

    parts: tuple[tuple[OrderNumber, PartId], ...]
    scope: Scope = EVERYTHING


@dataclass(frozen=True)
class PrintingSlips:
    following: FollowingParts
    slips: PackingSlips
    reads = ()

    @answers(PrintSlips)
    async def pdf(self, query: PrintSlips) -> bytes:
        """:raises NoSuchPart: for the first that isn't there, or isn't theirs."""
        found = [
            await self.following.part(GetPart(number=number, part_id=part, scope=query.scope))
            for number, part in query.parts
        ]
        return await self.slips.pdf(found)
