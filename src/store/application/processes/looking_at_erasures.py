"""Looking at erasures: how each stands, what was proven, and whether that is still so."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from store.application.identity.handlers import known
from store.application.privacy.messages import CheckProofs, GetErasure, GetHold, GetProofs
from store.application.privacy.ports import Evidence
from store.application.privacy.proofs import Checked, Fault, Proof
from store.application.privacy.views import ErasureView, HoldView, PartView, Put
from store.application.shared.bus import answers
from store.application.shared.errors import NoSuch
from store.application.shared.ports import AsyncJournal, History
from store.domain.ordering.order import Order
from store.domain.privacy.erasure import Erasure
from store.domain.privacy.events import About
from store.domain.privacy.hold import LegalHold
from store.domain.shared.ids import ErasureId, hold_of

T = TypeVar("T")
Elsewhere = Callable[[Callable[[], Any]], Awaitable[Any]]
"""Runs what waits for the database where nobody else waits for it."""


@dataclass(frozen=True)
class LookingAtErasures:
    journal: AsyncJournal
    evidence: Evidence
    elsewhere: Elsewhere
    reads: ClassVar = ()

    @answers(GetErasure)
    async def show(self, query: GetErasure) -> ErasureView:
        """From its facts, with the hold beside it and the numbers of orders that have to stay."""
        erasure = await self._erasure(query.erasure_id)
        orders = [why.order_id for why in erasure.waiting.values() if why.order_id]
        about, id = erasure.about, erasure.about_id or erasure.id
        hold = hold_of(id)
        wanted = [hold, *orders, *([id] if about is About.ORDER else [])]
        found = await self.journal.read(wanted)
        numbers = {order: self._number(order, found) for order in wanted[1:]}
        held = LegalHold.replay(hold, found.get(hold, History()).events)
        return ErasureView(
            erasure.id, about.value if about else "", id, numbers.get(id), erasure.state,
            erasure.ground.value if erasure.ground else None, known(erasure.reason) if query.persons else None,
            erasure.requested_at, erasure.due, erasure.completed_at,
            [
                Put(subject, why.because, why.until, numbers.get(why.order_id) if why.order_id else None)
                for subject, why in erasure.waiting.items()
            ],
            list(erasure.keys.values()),
            [
                PartView(part.number, part.at, len(part.subjects), part.facts, part.rows, part.digest)
                for part in erasure.parts
            ],
            held.stands,
        )

    @answers(GetHold)
    async def hold(self, query: GetHold) -> HoldView:
        """Whether it stands. Where nobody ever placed one it doesn't."""
        id = hold_of(query.about_id)
        hold = LegalHold.replay(id, (await self.journal.read([id])).get(id, History()).events)
        return HoldView(hold.stands, hold.since, known(hold.reason) if query.persons else None)

    @answers(GetProofs)
    async def proofs(self, query: GetProofs) -> Sequence[Proof]:
        """In order."""
        await self._erasure(query.erasure_id)
        return await self._in_a_thread(lambda: self.evidence.find(query.erasure_id))

    @answers(CheckProofs)
    async def check(self, query: CheckProofs) -> Checked:
        """Each proof is the one whose digest stands in the log, and each line of it is still so."""
        erasure = await self._erasure(query.erasure_id)

        def look() -> Checked:
            proofs = {proof.piece: proof for proof in self.evidence.find(query.erasure_id)}
            faults: list[Fault] = []
            for part in erasure.parts:
                proof = proofs.get(part.number)
                if proof is None:
                    faults.append(Fault(part.number, "the proof is not there"))
                elif proof.digest != part.digest:
                    faults.append(Fault(part.number, "the proof is not the one whose digest stands in the log"))
                else:
                    faults.extend(self.evidence.check(proof))
            return Checked(
                len(erasure.parts), sum(len(part.subjects) for part in erasure.parts),
                sum(part.facts for part in erasure.parts), faults,
            )

        return await self._in_a_thread(look)

    async def _erasure(self, id: ErasureId) -> Erasure:
        history = (await self.journal.read([id])).get(id, History())
        if not history.events:
            raise NoSuch(Erasure.kind, id)
        return Erasure.replay(id, history.events)

    async def _in_a_thread(self, work: Callable[[], T]) -> T:
        done: T = await self.elsewhere(work)
        return done

    @staticmethod
    def _number(order: UUID, found: Any) -> str:
        return Order.replay(order, found.get(order, History()).events).number
