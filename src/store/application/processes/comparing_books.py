"""Comparing books: what gateways moved beside what the shop wrote down; what doesn't agree is mended by one press.

A refund that came back is mended at once: it is owed again, and staff are told. All else waits for somebody to look.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol
from uuid import UUID

from store.application.payments.errors import GatewayAway
from store.application.payments.messages import LookAtRefund, SettlePayment, SettleRefund
from store.application.payments.ports import Captured, Gateway
from store.application.payments.statements import (
    CompareBooks,
    DismissFinding,
    Finding,
    Findings,
    LookAtPayments,
    Movement,
    Ours,
    RepairFinding,
    SettleFound,
    Statement,
    Taken,
    TakenSince,
    Wrong,
)
from store.application.processes.refunding_a_payment import asked_for
from store.application.shared.bus import conducts, handles
from store.application.shared.dispatch import Conductor
from store.application.shared.errors import BadValue
from store.application.shared.ports import Clock
from store.application.shared.work import UnitOfWork
from store.domain.payments.payment import Payment, Stage
from store.domain.payments.refund import Progress
from store.domain.shared.ids import RefundId, follow_up
from store.domain.shared.money import Money

MAY_STILL_COME: Final = timedelta(seconds=90)
"""For so long a movement may be on its way into the shop's own books, or a payment on its way to the gateway."""
_AT_ONCE: Final = 200
_OPEN: Final = frozenset((Stage.PROCESSING, Stage.REQUIRES_ACTION, Stage.AUTHORISED))
_GIVEN_UP: Final = frozenset((Stage.DECLINED, Stage.LET_GO, Stage.LOST))
_ROOT: Final = UUID("6f3d5a0e-3c42-4b0f-9a55-0f7cb25a1d11")


class StatementOf(Protocol):
    """Asks the gateway for a method what it moved."""

    def __call__(self, method: str, since: datetime) -> Statement | None: ...


@dataclass(frozen=True)
class ComparingBooks:
    gateway: Gateway
    statement_of: StatementOf
    taken_since: TakenSince
    findings: Findings
    clock: Clock

    @conducts(CompareBooks)
    def compare(self, command: CompareBooks, conductor: Conductor) -> int:
        """One gateway.

        :raises GatewayAway: where it does not answer: then nothing is known, and nothing is found.
        """
        statement = self.statement_of(command.method, command.since)
        if statement is None:
            raise GatewayAway(command.method)
        now = self.clock.now()
        named = sorted({it.payment_id for it in statement.movements if it.payment_id})
        ours = dict[str, Ours]()
        for first in range(0, len(named), _AT_ONCE):
            ours |= conductor.then(LookAtPayments(payments=tuple(named[first:first + _AT_ONCE])))
        taken = self.taken_since(command.method, command.since, now - MAY_STILL_COME) if statement.whole else ()
        found = list(compared(command.method, statement.movements, ours, taken, now))
        for one in found:
            if one.wrong is Wrong.RETURNED:
                self._returned(one, statement.movements, conductor)
        kept = self.findings.keep(found, now)
        if statement.whole:
            self.findings.solved(command.method, command.since, [one.id for one in found], now)
        return kept

    def _returned(self, finding: Finding, movements: Sequence[Movement], conductor: Conductor) -> None:
        movement = next(it for it in movements if it.reference == finding.reference)
        if movement.payment_id and movement.refund_id:
            conductor.then(SettleRefund(
                payment_id=movement.payment_id, refund_id=movement.refund_id, made=True,
                verdict=self.gateway.refunded(movement.payment_id, movement.refund_id),
            ))

    @conducts(RepairFinding)
    def repair(self, command: RepairFinding, conductor: Conductor) -> str:
        """Ask the gateway what is true, and act on that: never on what stood in a list."""
        finding = self.findings.find(command.finding_id)
        if finding is None or finding.payment_id is None or not finding.repair:
            return ""
        payment_id = finding.payment_id
        verdict = self.gateway.look(payment_id)
        refund = conductor.then(SettleFound(payment_id=payment_id, verdict=verdict))
        if refund is not None:
            owed = conductor.then(LookAtRefund(payment_id=payment_id, refund_id=refund))
            conductor.then(asked_for(payment_id, owed, self.gateway))
            how = "given_back"
        else:
            conductor.then(SettlePayment(payment_id=payment_id, verdict=verdict, late=True))
            how = "adopted"
        self.findings.close(finding.id, how, command.actor, "", self.clock.now())
        return how

    @handles(DismissFinding)
    def dismiss(self, command: DismissFinding, work: UnitOfWork) -> bool:
        """Not without a reason."""
        del work
        if not command.reason.strip():
            raise BadValue("reason", "say what you saw, so that others know")
        return self.findings.close(
            command.finding_id, "looked_at", command.actor, command.reason.strip(), self.clock.now()
        )

    @handles(LookAtPayments)
    def look(self, command: LookAtPayments, work: UnitOfWork) -> dict[str, Ours]:
        found = work.find_all(Payment, list(command.payments))
        return {str(payment.id): _ours(payment) for payment in found if payment.version}

    @handles(SettleFound)
    def found(self, command: SettleFound, work: UnitOfWork) -> RefundId | None:
        """Only of what was given up; anything else stays as it is."""
        payment = work.get(Payment, command.payment_id)
        if payment.stage not in _GIVEN_UP or not isinstance(command.verdict, Captured):
            return None
        refund = payment.find(command.verdict.reference, command.verdict.amount, at=self.clock.now())
        work.save(payment)
        return refund


def compared(
    method: str, movements: Sequence[Movement], ours: Mapping[str, Ours], taken: Sequence[Taken], now: datetime
) -> Iterator[Finding]:
    """What doesn't agree. What is young may still be on its way, one way or the other."""
    settled = [it for it in movements if it.at <= now - MAY_STILL_COME]
    for it in settled:
        known = ours.get(str(it.payment_id))
        wrong, repair = _of_refund(it, known) if it.refund else _of_payment(it, known)
        if wrong:
            yield Finding(
                follow_up(_ROOT, f"{method}/{it.reference}/{wrong}"), wrong, method, it.reference, it.at, it.payment_id,
                known.number if known else None, it.amount, known.taken if known else None, repair,
            )
    there = {it.payment_id for it in movements if it.went and not it.refund}
    for one in taken:
        if one.payment_id not in there:
            yield Finding(
                follow_up(_ROOT, f"{method}/{one.reference}/{Wrong.MISSING}"), Wrong.MISSING, method, one.reference,
                one.at, one.payment_id, None, None, one.amount,
            )


def _of_payment(it: Movement, known: Ours | None) -> tuple[Wrong | None, str]:
    if not it.went:
        return None, ""
    if known is None:
        return Wrong.UNKNOWN, ""
    if known.stage in _OPEN:
        return Wrong.ORPHAN, "adopt"
    if known.stage in _GIVEN_UP:
        return Wrong.ORPHAN, "give_back"
    return (None, "") if known.stage == Stage.CAPTURED and known.taken == it.amount else (Wrong.DIFFERENT, "")


def _of_refund(it: Movement, known: Ours | None) -> tuple[Wrong | None, str]:
    progress = known.refunds.get(it.refund_id) if known and it.refund_id else None
    if it.failed:
        return (Wrong.RETURNED, "") if progress == Progress.MADE else (None, "")
    if it.went and progress in {None, Progress.FAILED}:
        return Wrong.UNKNOWN_REFUND, ""
    return None, ""


def _ours(payment: Payment) -> Ours:
    amount = payment.amount
    taken = Money(amount.minor - payment.lowered, amount.currency) if amount else None
    return Ours(
        payment.number, payment.stage, taken if payment.stage == Stage.CAPTURED else None,
        {id: refund.progress.value for id, refund in payment.refunds.items()},
    )
