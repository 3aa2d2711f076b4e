"""What was asked and answered: the same promise in memory and in Postgres."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID

import pytest
from msgspec import structs

from store.adapters.drivers.idempotency_memory import MemoryIdempotency
from store.adapters.drivers.idempotency_postgres import PostgresIdempotency
from store.adapters.drivers.liveness import Liveness
from store.adapters.drivers.pools import pool
from store.adapters.drivers.vault import Vault
from store.adapters.privacy.keys_memory import MemoryKeys
from store.application.shared.bus import Once
from store.application.shared.errors import InFlight, KeyReused
from store.application.shared.ports import Answer, Recalled
from tests.harness.world import StillClock

pytestmark = [
    pytest.mark.requirement("R3.3"),
    pytest.mark.story("US-3.5", "a payment is taken once however often it is asked for"),
]
NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)
LEASE = timedelta(seconds=30)
ONCE = Once(principal="guest:1", route="POST /orders", key="key-1", body="digest", subject=UUID(int=1))
OTHER_BODY = structs.replace(ONCE, body="another digest")
ANSWER = Answer(ONCE, b'{"outcome":"ann@example.org"}')
OTHER_ANSWER = Answer(ONCE, b'{"outcome":"ben@example.org"}')
HALFWAY = Answer(ONCE, b'{"outcome":"placed"}', final=False)


@pytest.fixture
def clock():
    return StillClock(NOON)


@pytest.fixture
def connections(app_url):
    with pool(app_url, 6) as connections:
        yield connections


@pytest.fixture
def in_postgres(connections, clock, app_url):
    with closing(Liveness(app_url)) as liveness:
        yield PostgresIdempotency(connections, Vault(MemoryKeys()), clock, b"k" * 32, liveness)


@pytest.fixture(params=["memory", "postgres"])
def idempotency(request):
    return MemoryIdempotency() if request.param == "memory" else request.getfixturevalue("in_postgres")


def test_the_first_to_ask_carries_it_out(idempotency):
    assert idempotency.claim(ONCE, NOON, LEASE) is None


def test_whoever_asks_meanwhile_is_told_so_at_once(idempotency):
    idempotency.claim(ONCE, NOON, LEASE)
    with pytest.raises(InFlight):
        idempotency.claim(ONCE, NOON + LEASE - timedelta(seconds=1), LEASE)


def test_a_clock_that_is_put_back_locks_nobody_out(idempotency):
    idempotency.claim(ONCE, NOON, LEASE)
    assert idempotency.claim(ONCE, NOON - timedelta(hours=1), LEASE) is None


def test_whoever_asks_again_hears_the_same_answer(idempotency):
    idempotency.claim(ONCE, NOON, LEASE)
    idempotency.answer(ANSWER)
    assert idempotency.claim(ONCE, NOON, LEASE) == Recalled(ANSWER.body, final=True)
    assert idempotency.claim(ONCE, NOON + timedelta(hours=11), LEASE) == Recalled(ANSWER.body, final=True)


def test_the_same_key_for_something_else_is_refused(idempotency):
    idempotency.claim(ONCE, NOON, LEASE)
    with pytest.raises(KeyReused):
        idempotency.claim(OTHER_BODY, NOON, LEASE)
    idempotency.answer(ANSWER)
    with pytest.raises(KeyReused):
        idempotency.claim(OTHER_BODY, NOON, LEASE)


@pytest.mark.parametrize("field", ["principal", "route", "key"])
def test_a_key_belongs_to_one_person_and_one_route(idempotency, field):
    idempotency.claim(ONCE, NOON, LEASE)
    assert idempotency.claim(structs.replace(ONCE, **{field: "another"}), NOON, LEASE) is None


def test_a_right_that_was_given_back_can_be_taken_at_once(idempotency):
    idempotency.claim(ONCE, NOON, LEASE)
    idempotency.release(ONCE)
    assert idempotency.claim(ONCE, NOON, LEASE) is None
    with pytest.raises(InFlight):
        idempotency.claim(ONCE, NOON, LEASE)


def test_an_answer_is_not_given_back(idempotency):
    idempotency.claim(ONCE, NOON, LEASE)
    idempotency.answer(ANSWER)
    idempotency.release(ONCE)
    assert idempotency.claim(ONCE, NOON, LEASE) == Recalled(ANSWER.body, final=True)


def test_what_a_dead_process_held_can_be_taken_when_its_lease_is_over(idempotency):
    idempotency.claim(ONCE, NOON, LEASE)
    assert idempotency.claim(ONCE, NOON + LEASE, LEASE) is None
    with pytest.raises(InFlight):
        idempotency.claim(ONCE, NOON + LEASE, LEASE)


def test_whoever_takes_over_learns_how_far_the_first_one_came(idempotency):
    idempotency.claim(ONCE, NOON, LEASE)
    idempotency.answer(HALFWAY)
    with pytest.raises(InFlight):
        idempotency.claim(ONCE, NOON, LEASE)
    assert idempotency.claim(ONCE, NOON + LEASE, LEASE) == Recalled(HALFWAY.body, final=False)
    idempotency.answer(ANSWER)
    assert idempotency.claim(ONCE, NOON + LEASE, LEASE) == Recalled(ANSWER.body, final=True)


def test_who_lost_the_right_can_neither_answer_nor_give_it_back(idempotency):
    idempotency.claim(ONCE, NOON, LEASE)
    with ThreadPoolExecutor(1) as another:
        another.submit(idempotency.claim, ONCE, NOON + LEASE, LEASE).result()
        with pytest.raises(InFlight):
            idempotency.answer(OTHER_ANSWER)
        idempotency.release(ONCE)
        with pytest.raises(InFlight):
            idempotency.claim(ONCE, NOON + LEASE, LEASE)
        another.submit(idempotency.answer, ANSWER).result()
    assert idempotency.claim(ONCE, NOON + LEASE, LEASE) == Recalled(ANSWER.body, final=True)


def test_answers_are_kept_over_midnight_and_forgotten_after_two_days(idempotency, clock):
    late = NOON.replace(hour=23, minute=59)
    clock.set(late)
    idempotency.claim(ONCE, late, LEASE)
    past_midnight = late + timedelta(minutes=2)
    clock.set(past_midnight)
    idempotency.answer(ANSWER)
    assert idempotency.claim(ONCE, past_midnight, LEASE) == Recalled(ANSWER.body, final=True)
    nearly_a_day = late + timedelta(hours=23, minutes=59)
    clock.set(nearly_a_day)
    known = idempotency.claim(ONCE, nearly_a_day, LEASE)
    assert known == Recalled(ANSWER.body, final=True), "as the API's description says"
    much_later = late + timedelta(days=2)
    clock.set(much_later)
    assert idempotency.claim(ONCE, much_later, LEASE) is None


def test_of_many_who_ask_at_once_one_carries_it_out(idempotency):
    def ask(_):
        try:
            return idempotency.claim(ONCE, NOON, LEASE) is None
        except InFlight:
            return False

    with ThreadPoolExecutor(6) as askers:
        assert sum(askers.map(ask, range(18))) == 1


@pytest.mark.requirement("R10.5")
def test_what_was_asked_cannot_be_guessed_from_its_digest(connections, clock, app_url):
    kept = []
    for secret in (b"a" * 32, b"b" * 32):
        with closing(Liveness(app_url)) as liveness:
            PostgresIdempotency(connections, Vault(MemoryKeys()), clock, secret, liveness).claim(
                structs.replace(ONCE, key=secret.hex()), NOON, LEASE
            )
    with connections.connection() as db:
        kept = [body for (body,) in db.execute("SELECT body FROM work.idempotency")]
    assert len(set(kept)) == 2, "another secret gives another digest"
    assert not {ONCE.body, sha256(ONCE.body.encode()).hexdigest()} & set(kept)


@pytest.mark.story("US-10.4", "what belongs to a person is sealed before it is stored")
def test_stored_answers_hold_no_readable_person(in_postgres, connections):
    in_postgres.claim(ONCE, NOON, LEASE)
    in_postgres.answer(ANSWER)
    with connections.connection() as db:
        row = db.execute("SELECT kept::text FROM work.idempotency kept").fetchone()[0]
    assert "ann@example.org" not in row
    assert "outcome" not in row
