"""Deciding on returns: they may come, or not, or are kept after all; what was put aside for them is kept, or free."""

from dataclasses import dataclass

from store.application.ordering.carrier_ports import Carrier
from store.application.processes.exchanging_goods import ExchangingGoods
from store.application.processes.judging_returns import JudgingReturns
from store.application.processes.labelling_returns import call_off
from store.application.processes.returning_goods import asked, of_number
from store.application.returns.messages import (
    ApproveReturn,
    AskedReturn,
    LetExchangeLapse,
    ReceiveReturn,
    RefuseReturn,
    WithdrawReturn,
)
from store.application.returns.ports import ReturnDesk
from store.application.shared.bus import handles
from store.application.shared.ports import Clock
from store.application.shared.work import UnitOfWork, expect
from store.domain.ordering.order import Order
from store.domain.returns.policies import ReturnPolicies
from store.domain.returns.postage import paid_by_shop
from store.domain.returns.returning import Return
from store.domain.shared.ids import Sku, return_policy


@dataclass(frozen=True)
class DecidingReturns:
    clock: Clock
    exchanging: ExchangingGoods
    desk: ReturnDesk
    judging: JudgingReturns
    carrier: Carrier | None

    @handles(WithdrawReturn)
    def withdraw(self, command: WithdrawReturn, work: UnitOfWork) -> AskedReturn:
        it, order = of_number(command.number, work)
        kept = it.aside
        it.expect_withdrawable()
        call_off(it, self.carrier)
        it.withdraw(at=self.clock.now())
        return self._let_go(it, order, kept, work)

    @handles(ApproveReturn)
    def approve(self, command: ApproveReturn, work: UnitOfWork) -> AskedReturn:
        """Who pays for its way is what the policy says that held when its order was placed."""
        it, order = of_number(command.number, work, command.scope)
        expect(it, command.version)
        policies = work.find(ReturnPolicies, return_policy())
        terms = policies.on(self.judging.day(order.placed_at or self.clock.now()))
        it.approve(self.desk.send_to, at=self.clock.now(), prepaid=paid_by_shop(terms.postage, it.reason))
        work.save(it)
        return asked(it)

    @handles(RefuseReturn)
    def refuse(self, command: RefuseReturn, work: UnitOfWork) -> AskedReturn:
        it, order = of_number(command.number, work, command.scope)
        expect(it, command.version)
        kept = it.aside
        it.refuse(command.reason, at=self.clock.now())
        return self._let_go(it, order, kept, work)

    @handles(ReceiveReturn)
    def receive(self, command: ReceiveReturn, work: UnitOfWork) -> AskedReturn:
        it, _ = of_number(command.number, work, command.scope)
        expect(it, command.version)
        it.receive(at=self.clock.now())
        work.save(it)
        return asked(it)

    @handles(LetExchangeLapse)
    def lapse(self, command: LetExchangeLapse, work: UnitOfWork) -> None:
        """Once; where it isn't time, or something came meanwhile, it is no fact."""
        it = work.get(Return, command.return_id)
        kept = it.aside
        if it.lapse(at=self.clock.now()):
            self.exchanging.let_go(it, kept, work, self.clock.now())
            work.save(it)

    def _let_go(self, it: Return, order: Order, kept: dict[Sku, int], work: UnitOfWork) -> AskedReturn:
        order.let_go(it.id, at=self.clock.now())
        if kept:
            self.exchanging.let_go(it, kept, work, self.clock.now())
        work.save(it, order)
        return asked(it)
