"""Two runners of one read model, as when an import learns beside the projector: what stopped it stays what is told."""

from threading import Barrier, Thread

import pytest
from msgspec import structs

from store.adapters.drivers.eventlog.codec import EventCodec
from store.adapters.drivers.vault import Vault
from store.adapters.privacy.keys_memory import MemoryKeys
from store.domain.catalogue.events import PriceChanged
from store.entrypoints.wiring.read_models import runner_over
from store.entrypoints.wiring.register import EVENTS
from tests.domain.catalogue.test_product import CHEAPER, ID
from tests.harness.projections import learning

pytestmark = [pytest.mark.requirement("R4.2")]
ROUNDS = 12
TOO_MUCH = "this price is too much for it"


class Prices:
    """A read model that keeps nothing, and stumbles over one price."""

    revision, kinds, tables, indexes, ddl = 1, (PriceChanged,), (), (), "SELECT 1"

    def __init__(self, name):
        self.name = name

    def project(self, facts, db):
        del db
        if any(fact.event.sku == "TOO-MUCH" for fact in facts):
            raise ValueError(TOO_MUCH)


def runner(learner, name):
    return runner_over([Prices(name)], learner.log, EventCodec(EVENTS, Vault(MemoryKeys())), learner.connections)


@pytest.fixture
def learner(migrated_url):
    with learning(migrated_url, Prices("alone")) as learner:
        yield learner


def test_whoever_comes_second_leaves_the_reason_of_the_first(learner):
    good = [structs.replace(CHEAPER, sku=f"SKU-{n}") for n in range(20)]
    learner.given(ID, *good, structs.replace(CHEAPER, sku="TOO-MUCH"), *good)
    learner.runner.catch_up()
    for n in range(ROUNDS):
        both, ready = [runner(learner, f"model-{n}") for _ in range(2)], Barrier(2)
        both[0].prepare()

        def learn(one, ready=ready):
            ready.wait(10)
            one.catch_up()

        threads = [Thread(target=learn, args=(one,)) for one in both]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        [status] = both[0].status()
        assert (status.state, status.failed_at) == ("stopped", learner.status.failed_at)
        assert status.error == learner.status.error
        assert TOO_MUCH in status.error
