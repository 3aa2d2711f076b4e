"""The shop's policy of returns: set for what is bought later, and looked at."""

from dataclasses import dataclass

from store.application.returns.queue import GetReturnPolicy, PolicyVersion, ReturnPolicyView, SetReturnPolicy
from store.application.shared.bus import answers, handles
from store.application.shared.ports import AsyncJournal, Clock, History
from store.application.shared.work import UnitOfWork
from store.domain.returns.policies import AT_FIRST, ReturnPolicies
from store.domain.shared.ids import return_policy


@dataclass(frozen=True)
class ReturnPolicyHandlers:
    journal: AsyncJournal
    clock: Clock
    reads = ()

    @handles(SetReturnPolicy)
    def set(self, command: SetReturnPolicy, work: UnitOfWork) -> int:
        policies = work.find(ReturnPolicies, return_policy())
        policies.set(command.terms, since=command.since, today=self.clock.today(), at=self.clock.now())
        work.save(policies)
        return len(policies.versions)

    @answers(GetReturnPolicy)
    async def get(self, _: GetReturnPolicy) -> ReturnPolicyView:
        """The first version holds since ever."""
        id = return_policy()
        policies = ReturnPolicies.replay(id, (await self.journal.read([id])).get(id, History()).events)
        return ReturnPolicyView(policies.on(self.clock.today()), [
            *(PolicyVersion(since, terms) for since, terms in reversed(policies.versions)),
            PolicyVersion(None, AT_FIRST),
        ])
