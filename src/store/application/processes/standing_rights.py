"""Standing rights: whether somebody may still do what they asked for earlier, and what is done in their name later."""

from dataclasses import dataclass
from uuid import UUID

from store.application.catalogue.import_ports import ImportJob
from store.application.identity.roles import GRANTS
from store.application.shared.authority import Permission, Reach
from store.application.shared.ports import Journal
from store.domain.identity.account import Account
from store.domain.shared.ids import AccountId


@dataclass(frozen=True)
class StandingRights:
    """Read from the facts at that moment: a role that was taken away acts on what waits, too."""

    journal: Journal

    def still_hold(self, job: ImportJob) -> bool:
        """Whether whoever sent it may still look after the goods it is about. The operator, who has no account, may."""
        id = job.vendor or _named(job.actor)
        if id is None:
            return True
        histories = self.journal.read([id])
        account = Account.replay(AccountId(id), histories[id].events if id in histories else ())
        if account.role is None or not account.active:
            return False
        reach = GRANTS[account.role].reach(Permission.WRITE_CATALOGUE)
        return reach is Reach.ALL or (reach is Reach.VENDOR and job.vendor is not None)


def _named(actor: str) -> UUID | None:
    """The account that *actor* names: ``staff:`` and its id."""
    try:
        return UUID(actor.partition(":")[2])
    except ValueError:
        return None
