"""The log as the application sees it: streams in, a position out, on both recorders."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from msgspec import json

from store.adapters.drivers.eventlog.codec import EventCodec
from store.adapters.drivers.eventlog.journal import (
    AsyncEventJournal,
    EventJournal,
    Metadata,
    WaitingLog,
)
from store.adapters.drivers.eventlog.rows import link
from store.adapters.drivers.eventlog.tokens import parse_token, token
from store.adapters.drivers.vault import Vault
from store.adapters.privacy.keys_memory import MemoryKeys
from store.application.shared.bus import Caller, Once
from store.application.shared.ports import Answer, Change, Clash, History
from store.domain.cart.events import CartOpened, LinePut
from store.domain.shared.ids import CartId, Sku
from store.domain.shared.money import Money
from store.entrypoints.wiring.register import EVENTS
from tests.domain.ordering.test_order import ANN, PLACED

pytestmark = [
    pytest.mark.requirement("R4.2"),
    pytest.mark.story("US-3.4", "nothing happens by halves"),
]

CART, OTHER = CartId(UUID(int=1)), CartId(UUID(int=2))
YESTERDAY = datetime(2026, 5, 30, 12, tzinfo=UTC)
NOW = YESTERDAY + timedelta(days=1)
OPENED = CartOpened(at=YESTERDAY, cart_id=CART, currency="EUR")
FILLED = LinePut(at=YESTERDAY, cart_id=CART, sku=Sku("mug"), quantity=2, price=Money(900, "EUR"))
ANN_HERSELF = Caller(
    actor="guest:1", correlation=UUID(int=7), causation=UUID(int=8), request_id="request-9", reason="curious"
)
SYSTEM = Caller(actor="system:import", correlation=UUID(int=7))
ONCE = Once(principal="p", route="r", key="k", body="digest", subject=UUID(int=3))


@pytest.fixture
def keys():
    return MemoryKeys()


@pytest.fixture
def codec(keys):
    return EventCodec(EVENTS, Vault(keys))


@pytest.fixture
def answered():
    return []


@pytest.fixture
def journal(log, appender, codec, answered, beside):
    write, _ = beside

    def remember(answer):
        answered.append(answer)
        return write(1)

    return EventJournal(log, appender, codec, remember)


def change(stream, after, head, *events):
    return Change(stream, after, head, events)


def test_what_is_appended_is_read_back_as_events(journal):
    journal.hand_in([change(CART, 0, b"", OPENED, FILLED)], ANN_HERSELF, NOW, None).settle()
    history = journal.read([CART])[CART]
    assert history.events == (OPENED, FILLED)
    journal.hand_in([change(CART, 2, history.head, FILLED)], ANN_HERSELF, NOW, None).settle()
    assert journal.read([CART, OTHER])[CART].events == (OPENED, FILLED, FILLED)
    assert OTHER not in journal.read([CART, OTHER])


def test_only_what_is_not_known_yet_is_read(journal):
    journal.hand_in([change(CART, 0, b"", OPENED, FILLED)], ANN_HERSELF, NOW, None).settle()
    journal.hand_in([change(OTHER, 0, b"", OPENED)], ANN_HERSELF, NOW, None).settle()
    whole = journal.read([CART])[CART]
    assert journal.read_beyond({CART: 1, OTHER: 1}) == {CART: History((FILLED,), whole.head)}
    assert journal.read_beyond({CART: 2}) == {}


def test_an_append_that_is_on_its_way_can_be_gone_on_from(journal):
    first = journal.hand_in([change(CART, 0, b"", OPENED)], ANN_HERSELF, NOW, None)
    second = journal.hand_in([change(CART, 1, first.heads[CART], FILLED)], ANN_HERSELF, NOW, None, [first])
    assert parse_token(first.settle()) < parse_token(second.settle())
    assert (first.settled, first.failed) == (second.settled, second.failed) == (True, False)
    assert journal.read([CART]) == {CART: History((OPENED, FILLED), second.heads[CART])}


def test_whatever_goes_on_from_something_lost_is_lost(journal):
    journal.hand_in([change(CART, 0, b"", OPENED)], ANN_HERSELF, NOW, None).settle()
    first = journal.hand_in([change(CART, 0, b"", OPENED)], ANN_HERSELF, NOW, None)
    second = journal.hand_in([change(CART, 1, first.heads[CART], FILLED)], ANN_HERSELF, NOW, None, [first])
    for lost in (second, first):
        with pytest.raises(Clash):
            lost.settle()
        assert lost.failed
    assert journal.read([CART])[CART].events == (OPENED,)


def test_queries_read_the_same(journal, log, codec):
    journal.hand_in([change(CART, 0, b"", OPENED)], ANN_HERSELF, NOW, None).settle()
    reader = AsyncEventJournal(WaitingLog(log), codec)
    assert asyncio.run(reader.read([CART])) == journal.read([CART]) == {
        CART: History((OPENED,), journal.read([CART])[CART].head)
    }


def test_queries_read_why_something_came_to_be(journal, log, codec):
    journal.hand_in([change(CART, 0, b"", OPENED)], ANN_HERSELF, NOW, None).settle()
    why = Caller(actor="staff:ann", correlation=ANN_HERSELF.correlation, reason="asked for on the phone")
    journal.hand_in([change(CART, 1, journal.read([CART])[CART].head, FILLED)], why, NOW, None).settle()
    reader = AsyncEventJournal(WaitingLog(log), codec)
    assert asyncio.run(reader.reasons(CART)) == {1: ANN_HERSELF.reason, 2: "asked for on the phone"}
    journal.hand_in([change(OTHER, 0, b"", OPENED)], SYSTEM, NOW, None).settle()
    assert asyncio.run(reader.reasons(OTHER)) == {}, "nobody said why"


def test_whoever_was_second_is_told_and_nothing_of_theirs_is_kept(journal):
    journal.hand_in([change(CART, 0, b"", OPENED)], ANN_HERSELF, NOW, None).settle()
    mine, theirs = change(OTHER, 0, b"", OPENED), change(CART, 0, b"", OPENED)
    with pytest.raises(Clash):
        journal.hand_in([mine, theirs], ANN_HERSELF, NOW, Answer(ONCE, b"{}")).settle()
    assert journal.read([OTHER]) == {}


@pytest.mark.requirement("R3.3")
def test_the_answer_is_remembered_with_the_append(journal, answered):
    answer = Answer(ONCE, b"{}")
    journal.hand_in([change(CART, 0, b"", OPENED)], ANN_HERSELF, NOW, answer).settle()
    assert answered == [answer]
    journal.hand_in([change(OTHER, 0, b"", OPENED)], ANN_HERSELF, NOW, None).settle()
    assert answered == [answer]


def test_what_is_to_be_written_beside_the_changes_is_so_or_not_at_all(journal, beside):
    write, written = beside

    def appended(*numbers, answer=None):
        opened = change(CART, 0, b"", OPENED)
        return journal.hand_in([opened], ANN_HERSELF, NOW, answer, (), [write(number) for number in numbers])

    appended(1, 2, answer=Answer(ONCE, b"{}")).settle()
    assert sorted(written()) == [5, 10, 10], "the answer is one of them"
    with pytest.raises(Clash):
        appended(5).settle()
    assert sorted(written()) == [5, 10, 10]


@pytest.mark.story("US-2.5", "changes leave an audit trail")
def test_who_and_why_and_when_stand_beside_every_fact(journal, log):
    journal.hand_in([change(CART, 0, b"", OPENED)], ANN_HERSELF, NOW, None).settle()
    journal.hand_in([change(OTHER, 0, b"", OPENED)], SYSTEM, NOW, None).settle()
    hers, theirs = (json.decode(row.metadata, type=Metadata) for row in log.select_notifications(1, 10))
    assert hers == Metadata(
        actor="guest:1", correlation=UUID(int=7), causation=UUID(int=8), request_id="request-9", reason="curious",
        recorded_at=NOW, effective_at=YESTERDAY,
    )
    assert theirs == Metadata(
        actor="system:import", correlation=UUID(int=7), recorded_at=NOW, effective_at=YESTERDAY
    )


@pytest.mark.story("US-10.5", "a changed or missing fact of a stream shows")
def test_each_fact_is_chained_to_the_one_before_it(journal, log):
    journal.hand_in([change(CART, 0, b"", OPENED, FILLED)], ANN_HERSELF, NOW, None).settle()
    head = journal.read([CART])[CART].head
    journal.hand_in([change(CART, 2, head, FILLED)], ANN_HERSELF, NOW, None).settle()
    head = b""
    for row in log.select_events(CART):
        head = link(head, row.originator_id, row.originator_version, row.topic, row.state, row.metadata)
        assert row.hash == head
    assert journal.read([CART])[CART].head == head


def test_a_position_is_at_or_after_everything_written(journal, log):
    before = parse_token(journal.position())
    at = parse_token(journal.hand_in([change(CART, 0, b"", OPENED)], ANN_HERSELF, NOW, None).settle())
    assert before < at <= parse_token(journal.position())
    assert at == (log.incarnation, log.newest())


def test_a_position_survives_being_written_down():
    assert parse_token(token(3, 2**62)) == (3, 2**62)


@pytest.mark.parametrize("text", ["", "1", "1-", "-1", "a-b", "1-b", "1-2-3", "١-٢", " 1-2", "1--2"])
def test_what_is_no_position_is_refused(text):
    with pytest.raises(ValueError, match="not a position"):
        parse_token(text)


@pytest.mark.requirement("R10.5")
@pytest.mark.story("US-10.4", "who was forgotten can be read nowhere")
def test_nobody_can_be_read_in_the_log_and_whoever_is_forgotten_is_gone(journal, log, keys):
    journal.hand_in([change(PLACED.order_id, 0, b"", PLACED)], ANN_HERSELF, NOW, None).settle()
    row = log.select_events(PLACED.order_id)[0]
    for word in (b"ann", b"Ann", b"Main Street", b"Berlin", b"10115"):
        assert word not in row.state
        assert word not in row.metadata
    assert journal.read([PLACED.order_id])[PLACED.order_id].events == (PLACED,)
    keys.destroy(ANN)
    read = journal.read([PLACED.order_id])[PLACED.order_id].events[0]
    assert (str(read.email.value), str(read.address.value)) == ("erased", "erased")
    assert (read.totals, read.lines, read.email.subject) == (PLACED.totals, PLACED.lines, ANN)
