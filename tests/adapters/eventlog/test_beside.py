"""What is written beside appends comes and goes with them, and keeps nobody else's waiting."""

from contextlib import closing
from datetime import UTC, datetime
from threading import Thread
from uuid import uuid4

import psycopg
import pytest

from store.adapters.cart.kept_checkouts_memory import MemoryKeptCheckouts
from store.adapters.cart.kept_checkouts_postgres import PostgresKeptCheckouts
from store.adapters.drivers.eventlog.group_commit import GroupCommit
from store.adapters.drivers.eventlog.handing_in import OneByOne
from store.adapters.drivers.eventlog.memory import MemoryLog
from store.adapters.drivers.eventlog.sending import PipelinedLog
from store.adapters.drivers.pipeline import Pipeline
from store.adapters.drivers.pools import pool
from store.adapters.drivers.vault import Vault
from store.adapters.privacy.keys_memory import MemoryKeys
from store.application.cart.kept_checkouts import Said
from store.domain.shared.ids import CartId, SubjectId
from tests.adapters.eventlog.facts import facts

pytestmark = [
    pytest.mark.requirement("R9.4"), pytest.mark.story("US-3.4", "several steps: shipping, payment, review"),
]
SAID = Said(email="ann@example.org")
NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)


def test_a_checkout_somebody_is_at_keeps_no_orders_from_being_written(app_url):
    cart, whose = CartId(uuid4()), SubjectId(uuid4())
    with pool(app_url, 3) as connections, psycopg.connect(app_url) as other, closing(Pipeline(connections)) as pipeline:
        group = GroupCommit(PipelinedLog(pipeline))
        kept = PostgresKeptCheckouts(connections, str.encode, Vault(MemoryKeys()))
        kept.keep(cart, whose, lambda _: SAID, NOON)
        other.execute("SELECT FROM work.checkouts WHERE cart = %s FOR UPDATE", (cart,))

        def append(*along):
            group.settle(group.hand_in(facts(uuid4(), 1), along))

        buyers = [Thread(target=append, args=(kept.dropping(cart),)), Thread(target=append)]
        for buyer in buyers:
            buyer.start()
        for buyer in buyers:
            buyer.join(10)
        waiting = [buyer.is_alive() for buyer in buyers]
        other.rollback()
        for buyer in buyers:
            buyer.join(10)
    assert waiting == [False, False]


def test_nothing_is_dropped_in_memory_if_the_answer_beside_it_is_refused():
    log, kept, cart = MemoryLog(), MemoryKeptCheckouts(), CartId(uuid4())
    kept.keep(cart, SubjectId(uuid4()), lambda _: SAID, NOON)

    def somebody_elses():
        raise LookupError

    assert OneByOne(log).hand_in(facts(uuid4(), 1), (somebody_elses, kept.dropping(cart))).failed
    assert (log.max_notification_id(), kept.of(cart)) == (None, SAID)
