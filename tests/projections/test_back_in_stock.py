"""Pieces that come call for a letter to each who waits for them, once for each fact, and for nobody else."""

from datetime import timedelta
from uuid import UUID

import pytest

from projections.notifications.back_in_stock import BackInStock
from store.domain.inventory.events import Cause, StockAdjusted, StockCounted, StockReceived
from store.domain.shared.ids import Sku, follow_up, stock_of
from tests.harness.projections import NOON, learning

pytestmark = [pytest.mark.requirement("R2.6"), pytest.mark.story("US-2.6", "a notice when something is back")]
MUG, POT = Sku("MUG"), Sku("POT")
ANN, LATE, TOLD, OTHER = (UUID(int=n) for n in (1, 2, 3, 4))
MUGS = stock_of(MUG)
DUE = "SELECT id, about, kind FROM work.outbox ORDER BY id"


@pytest.fixture
def reaction(migrated_url):
    with learning(migrated_url, BackInStock()) as learner:
        with learner.writing.connection() as db:
            for id, sku, at, told in (
                (ANN, MUG, NOON, None), (LATE, MUG, NOON + timedelta(hours=1), None), (TOLD, MUG, NOON, NOON),
                (OTHER, POT, NOON, None),
            ):
                db.execute(
                    "INSERT INTO work.waiting (id, sku, digest, subject, asked_at, told_at)"
                    " VALUES (%s, %s, %s, %s, %s, %s)", (id, sku, id.bytes, id, at, told),
                )
        yield learner


def test_who_waited_by_then_is_owed_a_letter(reaction):
    reaction.given(MUGS, StockReceived(at=NOON, sku=MUG, quantity=1)).then(
        DUE, (follow_up(ANN, f"{MUGS}/1"), ANN, "back_in_stock")
    )


def test_what_makes_no_more_calls_for_nothing(reaction):
    reaction.given(
        MUGS, StockAdjusted(at=NOON, sku=MUG, change=-1, cause=Cause.LOST, reason=""),
        StockCounted(at=NOON, sku=MUG, on_hand=2, was=3, reason=""),
    ).then(DUE)
