"""Comparing books: what gateways moved beside what the shop wrote down; what doesn't agree is mended by one press.

A refund that came back is mended at once: it is owed again, and staff are told. All else waits for somebody to look.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from store.application.payments import comparing
from store.application.payments.errors import GatewayAway
from store.application.payments.findings import (
    CompareBooks,
    DismissFinding,
    Finding,
    Findings,
    LookAtPayments,
    RepairFinding,
    SettleFound,
    Wrong,
)
from store.application.payments.messages import LookAtRefund, SettlePayment, SettleRefund
from store.application.payments.ports import Captured, Gateway
from store.application.payments.statements import Movement, Ours, Statement, TakenSince
from store.application.processes.refunding_a_payment import asked_for
from store.application.shared.bus import conducts, handles
from store.application.shared.dispatch import Conductor
from store.application.shared.errors import BadValue
from store.application.shared.ports import Clock
from store.application.shared.work import UnitOfWork
from store.domain.payments.payment import Payment, Stage
from store.domain.shared.ids import RefundId
from store.domain.shared.money import Money

_AT_ONCE: Final = 200
_GIVEN_UP: Final = frozenset((Stage.DECLINED, Stage.LET_GO, Stage.LOST))


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
        until = now - comparing.MAY_STILL_COME
        taken = self.taken_since(command.method, command.since, until) if statement.whole else ()
        found = list(comparing.compared(command.method, statement.movements, ours, taken, now))
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


def _ours(payment: Payment) -> Ours:
    amount = payment.amount
    taken = Money(amount.minor - payment.lowered, amount.currency) if amount else None
    return Ours(
        payment.number, payment.stage, taken if payment.stage == Stage.CAPTURED else None,
        {id: refund.progress.value for id, refund in payment.refunds.items()},
    )
