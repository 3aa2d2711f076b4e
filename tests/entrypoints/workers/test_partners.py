"""Deliveries run side by side: one look for each round, nobody waits for anybody, and none is lost at the end."""

import asyncio
from datetime import UTC, datetime
from uuid import UUID

import pytest

from store.application.partners.ports import Answered, Batch, Place
from store.domain.shared.ids import WebhookId
from store.entrypoints.workers import partners
from store.entrypoints.workers.partners import Delivering, told

pytestmark = [pytest.mark.requirement("R9.3")]
NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)
A, B = Place(WebhookId(UUID(int=1))), Place(WebhookId(UUID(int=2)))


class Clock:
    def now(self):
        return NOON


class Desk:
    """Gives what is due, and delivers as it was told to."""

    def __init__(self, **does):
        self.due, self.does = [], {A.webhook_id: does.get("a"), B.webhook_id: does.get("b")}
        self.looks, self.delivered, self.rested, self.gone = [], [], [], False

    async def take(self, now, busy, most):
        assert now == NOON
        self.looks.append((list(busy), most))
        due, self.due = self.due, []
        return due

    async def faltered(self, place, fault, now, until):
        assert now == NOON
        self.rested.append((place.webhook_id, fault, until))

    async def let_go(self):
        self.gone = True

    async def deliver(self, place):
        does = self.does[place.webhook_id]
        if isinstance(does, Exception):
            raise does
        if does is not None:
            await does.wait()
        self.delivered.append(place.webhook_id)


def delivering(desk):
    return Delivering(desk, desk, Clock(), (OSError,), idle=0)


async def settled(it):
    await asyncio.gather(*it._under_way.values())


def test_an_idle_round_is_one_look():
    desk = Desk()
    asyncio.run(delivering(desk).round())
    assert desk.looks == [([], partners.MOST)]


def test_a_partner_who_does_not_answer_holds_nobody_up_and_is_not_begun_twice():
    async def go():
        never = asyncio.Event()
        desk = Desk(a=never)
        it = delivering(desk)
        desk.due = [A, B]
        await it.round()
        await asyncio.sleep(0)
        assert desk.delivered == [B.webhook_id]
        await it.round()
        assert desk.looks[-1] == ([A.webhook_id], partners.MOST - 1)
        never.set()
        await settled(it)
        assert desk.delivered == [B.webhook_id, A.webhook_id]

    asyncio.run(go())


def test_what_nobody_foresaw_leaves_that_webhook_alone_for_a_while():
    async def go():
        desk = Desk(a=ValueError("surprise"))
        it = delivering(desk)
        desk.due = [A, B]
        await it.round()
        await settled(it)
        assert desk.rested == [(A.webhook_id, "ValueError", NOON + partners.AFTER_A_FAULT)]
        assert desk.delivered == [B.webhook_id]

    asyncio.run(go())


def test_what_passes_is_left_to_the_next_round():
    async def go():
        desk = Desk(a=ConnectionError("the database is away"))
        it = delivering(desk)
        desk.due = [A]
        await it.round()
        await settled(it)
        assert not desk.rested

    asyncio.run(go())


def test_at_the_end_what_takes_too_long_is_cut_off_and_everything_let_go(monkeypatch):
    monkeypatch.setattr(partners, "GRACE", 0.01)

    async def go():
        desk = Desk(a=asyncio.Event())
        it = delivering(desk)
        desk.due = [A]
        await it.round()
        await it.close()
        assert desk.gone
        assert not desk.delivered
        assert not it._under_way

    asyncio.run(go())


def test_a_line_for_each_attempt_says_how_it_ended_and_nothing_of_what_it_held():
    batch = Batch(UUID(int=9), "1-3", "1-7", 4, reset=False)
    good, bad = told(A, batch, Answered(200, "OK", 0.12345)), told(A, batch, Answered(None, "nobody listens", 0.0))
    assert (good["status"], good["seconds"], bad["status"], bad["words"]) == (200, 0.123, None, "nobody listens")
    assert set(good) == {"webhook", "delivery", "facts", "until", "failures_before", "status", "words", "seconds"}
