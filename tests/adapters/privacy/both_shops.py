"""The ports of forgetting, over a shop in memory and over one on Postgres, spoken to alike."""

from contextlib import contextmanager
from uuid import UUID, uuid4

from msgspec import structs

from projections.privacy.purchases import PostgresPurchases
from projections.privacy.purchases_memory import MemoryPurchases
from store.adapters.privacy.evidence import MemoryEvidence
from store.application.privacy.ports import Whom
from store.application.shared.bus import Caller
from store.application.shared.ports import Change
from store.domain.shared.ids import OrderNumber, SubjectId, erasure_of, follow_up, order_of
from store.domain.shared.personal import Personal
from store.entrypoints.wiring.application import memory_shop, postgres_shop
from store.entrypoints.wiring.settings import Settings
from tests.domain.ordering.test_order import PLACED
from tests.harness.drivers.memory import OPENING
from tests.harness.drivers.postgres import settle
from tests.harness.world import CountingIds, StillClock


class Both:
    """One of the two. ``emails``, ``sessions`` and ``passwords`` are what an account has beside its facts."""

    def __init__(self, it, purchases, evidence, emails, settled):
        self.it, self.purchases, self.evidence, self.emails = it, purchases, evidence, emails
        self.traces, self.keys, self.portraits, self.factors = it.traces(), it.keys(), it.portraits(), it.factors()
        self.sessions = it.sessions()
        self._settled = settled

    def given(self, stream, *events):
        """These facts happened, and were learnt."""
        history = self.it.journal().read([stream]).get(stream)
        after, head = (len(history.events), history.head) if history else (0, b"")
        by = Caller(actor="test:somebody", correlation=uuid4())
        self.it.journal().hand_in([Change(stream, after, head, events)], by, OPENING, None).settle()
        self._settled()

    def bought(self, name, email, account=None):
        """An order of that name, and whose it is."""
        number = OrderNumber(f"AAAAA-{name:>05}")
        id, subject = order_of(number), SubjectId(follow_up(UUID(int=1), name))
        self.given(id, structs.replace(
            PLACED, order_id=id, number=number, account_id=account, email=Personal(subject, email),
            address=Personal(subject, PLACED.address.value),
        ))
        return id, subject

    def forgets(self, subject):
        """One key, and what finds whoever it was."""
        self.traces.sweep(Whom(erasure_of(subject), 1, (subject,)))
        self.keys.destroy(subject)


@contextmanager
def in_memory():
    it = memory_shop(StillClock(OPENING), CountingIds())
    log = it.log()
    yield Both(it, MemoryPurchases(log, it.codec()), MemoryEvidence(log, it.keys()), it.emails(), lambda: None)


@contextmanager
def on_postgres(url, folder):
    with postgres_shop(Settings(database_url=url, data_dir=folder, demo=False)) as it:
        it.runner().prepare()
        purchases = PostgresPurchases(it.pool(), it.marks())
        yield Both(it, purchases, it.evidence(), it.account_emails(), lambda: settle(it))
