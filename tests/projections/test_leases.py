"""Several runners share the read models; one that dies is followed by another, and no fact counts twice."""

import signal
import time
from threading import Event

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projections.shared.leases import LEASE, RENEWED, Leases, shared_out
from tests.entrypoints.background_shop import background_shop

pytestmark = pytest.mark.requirement("R9.4")
NAMES = ["goods", "open_payments", "order_mails", "orders"]
TRUE = "SELECT count(*) FROM log.events WHERE tag = 'ordering/placed-1'"
HELD = "SELECT count(*) FROM read.copies WHERE leased_until > now() AND holder LIKE '%-{pid}-%'"


@pytest.fixture
def shop(migrated_url, tmp_path):
    with background_shop(migrated_url, tmp_path) as shop:
        yield shop


def soon(true, seconds=30.0):
    deadline, pause = time.monotonic() + seconds, Event()
    while not true():
        assert time.monotonic() < deadline
        pause.wait(0.02)


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.lists(st.sampled_from(NAMES), unique=True), max_size=5))
def test_every_copy_goes_to_one_runner_that_would_have_it(runners):
    copies = [(name, "read") for name in NAMES]
    shares = shared_out(copies, runners)
    given_out = [key for keys in shares.values() for key in keys]
    assert len(given_out) == len(set(given_out))
    wanted = {name for only in runners.values() for name in only or NAMES}
    assert {name for name, _ in given_out} == wanted
    assert all(name in only for holder, only in runners.items() if only for name, _ in shares[holder])
    easy = [len(shares[holder]) for holder, only in runners.items() if not only]
    assert max(easy, default=0) - min(easy, default=0) <= 1, "shared evenly"


def test_leases_are_let_go_and_taken_over(shop):
    one, two = (Leases(shop.shop.projector_pool(), name, lease=0.3) for name in ("one", "two"))
    all = len(shop.shop.runner().names)
    assert {name for name, _ in one.held()} == set(shop.shop.runner().names)
    assert two.held() == frozenset(), "the other one has not let go yet"
    soon(lambda: one.held() and two.held() and len(one.held() | two.held()) == all)
    soon(lambda: not one.held() & two.held() and abs(len(one.held()) - len(two.held())) < 2)
    one.let_go()
    soon(lambda: len(two.held()) == all)
    only = Leases(shop.shop.projector_pool(), "only", ["orders"], lease=0.3)
    soon(lambda: two.held() and {name for name, _ in only.held()} == {"orders"})


def test_what_a_batch_has_locked_when_leases_are_renewed_stays_held(shop):
    one = Leases(shop.shop.projector_pool(), "one", lease=5.0)
    all = one.held()
    assert {name for name, _ in all} == set(shop.shop.runner().names)
    with shop.shop.projector_pool().connection() as batch, batch.transaction():
        batch.execute("SELECT FROM read.copies ORDER BY name FOR UPDATE")
        one._renew()
        assert one.held() == all


def test_a_lease_outlives_a_renewal_that_passed_it_over():
    assert 2 * RENEWED < LEASE, "the next one comes in time"


def test_a_killed_projector_is_followed_by_the_other_one_and_nothing_is_taken_in_twice(shop):
    processes = [shop.start("projector"), shop.start("projector")]
    held = [HELD.format(pid=process.pid) for process in processes]
    for query in held:
        shop.until(query.replace("count(*)", "least(count(*), 2)"), 2)
    for n in range(40):
        shop.buy()
        if n == 20:
            processes[0].send_signal(signal.SIGKILL)
    shop.until(held[1], len(shop.shop.runner().names), LEASE + RENEWED + 5)
    shop.buy()
    orders = shop.count(TRUE)
    assert orders == 41
    shop.until("SELECT count(*) FROM read.orders WHERE status = 'confirmed'", orders)
    shop.until("SELECT count(*) FROM work.outbox", orders)
    # Folded by adding up: one batch taken in twice, or left out, and the sums are wrong.
    shop.until("SELECT reserved FROM read.variants WHERE sku = 'MUG-1'", orders)
    assert shop.count("SELECT count(*) FROM read.copies WHERE state <> 'running'") == 0
    assert shop.count("SELECT sum(facts) FROM read.copies WHERE name = 'orders'") == 2 * orders
