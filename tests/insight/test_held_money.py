"""Analysts see what is held, until when, and whose money ran out before it was taken."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import sql

from store.application.shared.bus import Caller
from store.application.shared.ports import Change
from store.domain.payments.events import (
    PaymentAuthorised,
    PaymentCaptured,
    PaymentLetGo,
    PaymentLost,
    PaymentRequested,
    WrongAmountTaken,
)
from store.domain.payments.held_events import PaymentHeldAgain, PaymentNotHeldAgain
from store.domain.shared.ids import OrderNumber, PaymentId, order_of
from store.domain.shared.money import Money
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.settings import Settings

pytestmark = [pytest.mark.requirement("R8.1"), pytest.mark.story("US-3.5", "handle success and failure")]
NOON, TEN = datetime(2026, 5, 31, 12, tzinfo=UTC), Money(1000, "EUR")
WEEK, LATER = NOON + timedelta(days=7), NOON + timedelta(days=14)
IDS = [PaymentId(UUID(int=number)) for number in range(1, 9)]
NUMBER = OrderNumber("AAAAA-00001")


def asked(id):
    return PaymentRequested(
        at=NOON, payment_id=id, order_id=order_of(NUMBER), number=NUMBER, amount=TEN, method="stripe"
    )


def held(id):
    return PaymentAuthorised(at=NOON, payment_id=id, reference="r", amount=TEN, until=WEEK)


def ending(id):
    return PaymentNotHeldAgain(at=WEEK, payment_id=id, amount=TEN, reason="only once", until=WEEK)


def lost(id):
    return PaymentLost(at=WEEK, payment_id=id, amount=TEN, reason="for too long")


def again(id):
    return PaymentHeldAgain(at=WEEK, payment_id=id, reference="s", amount=TEN, generation=1, until=LATER)


def taken(id):
    return PaymentCaptured(at=LATER, payment_id=id, reference="s", amount=TEN)


def let_go(id):
    return PaymentLetGo(at=WEEK, payment_id=id, reason="cancelled")


def wrong(id):
    return WrongAmountTaken(at=WEEK, payment_id=id, reference="r", taken=Money(900, "EUR"), asked=TEN)


PASTS = {
    "requested": (asked,), "held": (asked, held), "running_out": (asked, held, ending),
    "lost": (asked, held, ending, lost), "held again": (asked, held, ending, lost, again),
    "captured": (asked, held, ending, again, taken), "let_go": (asked, held, let_go),
    "wrong_amount": (asked, held, wrong),
}


@pytest.fixture(scope="module")
def rows(postgres, migrated_template, tmp_path_factory):
    name = f"held_{uuid4().hex[:8]}"
    with psycopg.connect(postgres.url("postgres"), autocommit=True) as db:
        db.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
            sql.Identifier(name), sql.Identifier(migrated_template)
        ))
    settings = Settings(database_url=postgres.url(name), data_dir=tmp_path_factory.mktemp("held"))
    with postgres_shop(settings) as shop:
        changes = [
            Change(id, 0, b"", tuple(fact(id) for fact in past)) for id, past in zip(IDS, PASTS.values(), strict=True)
        ]
        by = Caller(actor="system:test", correlation=uuid4())
        shop.journal().hand_in(changes, by, NOON, None).settle()
    with psycopg.connect(settings.database_url) as db:
        found = db.execute(
            "SELECT status, held_at, held_until, ran_out_because, lost_at, captured_minor FROM insight.payments"
            " ORDER BY payment_id"
        ).fetchall()
    return dict(zip(PASTS, found, strict=True))


@pytest.mark.parametrize(("past", "row"), [
    ("requested", ("requested", None, None, None, None, None)), ("held", ("held", NOON, WEEK, None, None, None)),
    ("running_out", ("running_out", NOON, WEEK, "only once", None, None)),
    ("lost", ("lost", NOON, WEEK, "for too long", WEEK, None)),
    ("held again", ("held", NOON, LATER, "for too long", WEEK, None)),
    ("captured", ("captured", NOON, LATER, "only once", None, 1000)),
    ("let_go", ("let_go", NOON, WEEK, None, None, None)),
    ("wrong_amount", ("wrong_amount", NOON, WEEK, None, None, 900)),
])
def test_each_payment_stands_as_its_facts_say(rows, past, row):
    assert rows[past] == row
