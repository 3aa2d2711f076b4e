"""Facts reach partners over real HTTP, from worker processes that are killed, doubled, and given bad partners."""

from contextlib import ExitStack
from uuid import UUID

import psycopg
import pytest

from store.application.inventory.messages import ReceiveStock
from store.application.partners.messages import (
    PauseWebhook,
    RemoveWebhook,
    ResumeWebhook,
    RewindWebhook,
    RotateSecret,
    SubscribeWebhook,
)
from tests.entrypoints.background_shop import EMAIL, MUG, NAME, STREET, background_shop, stop
from tests.harness.partner import Partner, listening

pytestmark = [pytest.mark.requirement("R9.3"), pytest.mark.slow]
OPEN = ("127.0.0.0/8",)


@pytest.fixture
def shop(migrated_url, tmp_path):
    with background_shop(migrated_url, tmp_path, webhook_allow=OPEN) as shop:
        yield shop


@pytest.fixture
def stands():
    """Partners, each behind a server of their own."""
    with ExitStack() as stack:
        yield lambda mood=200: stack.enter_context(listening(Partner(mood)))


def subscribed(shop, partner, **asked):
    known = shop.do(SubscribeWebhook(
        name="Miller", address=partner.address, start=asked.pop("start", "0"), **asked
    ))
    partner.secrets.append(known.secret)
    return known.webhook_id


def stored(shop, where="true"):
    rows = shop.db.execute(f"SELECT stream, version FROM log.events WHERE {where} ORDER BY position")  # noqa: S608
    return [(str(stream), version) for stream, version in rows]


def complete(shop, partner):
    """Wait until it has all there is."""
    partner.until(lambda: set(stored(shop)) <= set(partner.places))


def in_order(partner):
    """Each stream without a gap and in order; doubles are those of a delivery that came before."""
    reached, ids = {}, set()
    for (headers, _), delivery in zip(
        [one for one in partner.seen if partner.genuine(*one)], partner.taken, strict=True
    ):
        double = headers["webhook-id"] in ids
        ids.add(headers["webhook-id"])
        for fact in delivery["items"]:
            known = reached.get(fact["stream"], 0)
            assert fact["version"] == known + 1 or (double and fact["version"] <= known), fact
            reached[fact["stream"]] = max(known, fact["version"])
    return reached


def test_a_partner_gets_every_fact_in_order_and_new_ones_within_moments(shop, stands):
    partner = stands()
    shop.buy()
    subscribed(shop, partner)
    process = shop.start()
    complete(shop, partner)
    shop.ship(shop.buy().number)
    complete(shop, partner)
    assert partner.places == stored(shop)
    assert all(name in partner.seen[0][0] for name in ("webhook-id", "webhook-timestamp", "webhook-signature"))
    assert stop(process) < 5
    assert process.returncode == 0
    said = str(partner.seen) + shop.logs()
    assert not [word for word in (NAME, EMAIL, STREET) if word in said], "no person leaves the shop"
    assert partner.address not in shop.logs()
    assert partner.secrets[0] not in shop.logs()
    assert '"event": "webhook"' in shop.logs() or '"event":"webhook"' in shop.logs()


@pytest.mark.story("US-12.2", "webhooks for stock changes")
def test_another_system_hears_of_each_change_of_stock_and_of_nothing_else(shop, stands):
    partner = stands()
    subscribed(shop, partner, kinds=("inventory",))
    shop.start()
    shop.do(ReceiveStock(sku=MUG, quantity=7))
    shop.ship(shop.buy().number)
    partner.until(lambda: any(fact["tag"] == "inventory/shipped-1" for fact in partner.facts))
    assert partner.places == stored(shop, "tag LIKE 'inventory/%%'")
    [received] = [fact for fact in partner.facts if fact["body"].get("quantity") == 7]
    assert (received["kind"], received["body"]["sku"]) == ("inventory", MUG)


def test_a_partner_that_fails_for_a_while_misses_nothing_and_slows_nobody(shop, stands):
    good, bad, dead = stands(), stands(500), stands("silent")
    for partner in (bad, dead, good):
        subscribed(shop, partner)
    shop.start()
    bad.until(lambda: bad.seen)
    dead.until(lambda: dead.seen)
    shop.buy()
    complete(shop, good)
    assert not bad.taken
    bad.mood = 200
    shop.db.execute("UPDATE work.webhooks SET next_try_at = now() WHERE next_try_at IS NOT NULL")
    complete(shop, bad)
    in_order(good)
    assert [headers["webhook-id"] for headers, _ in bad.seen[:2]] == [bad.seen[0][0]["webhook-id"]] * 2


@pytest.mark.crash
def test_nothing_is_missed_although_workers_are_killed_while_they_deliver(shop, stands):
    """Killed while the partner has the facts and the shop doesn't know it: they come once more, and can be told."""
    processes = []

    def killing(headers, body):
        if len(partner.seen) in {0, 2, 3}:
            processes[-1].kill()
            processes[-1].wait()
        return 200

    partner = stands(killing)
    subscribed(shop, partner)
    for round in range(4):
        shop.buy()
        processes.append(shop.start())
        if round < 3:
            partner.until(lambda: processes[-1].poll() is not None)
        shop.db.execute("UPDATE work.webhooks SET leased_until = now()")  # as if the lease had ended
    complete(shop, partner)
    reached = in_order(partner)
    assert len(partner.places) > len(set(partner.places)), "a kill in that moment makes doubles"
    assert sorted(reached) == sorted({stream for stream, _ in stored(shop)})


def test_two_workers_at_once_deliver_each_fact_once(shop, stands):
    partners = [stands() for _ in range(4)]
    for partner in partners:
        subscribed(shop, partner)
    shop.start()
    shop.start("worker")
    shop.start("worker")
    for _ in range(5):
        shop.buy()
    for partner in partners:
        complete(shop, partner)
        assert partner.places == stored(shop)
    assert shop.count("SELECT count(*) FROM work.webhooks WHERE holder IS NULL") == 0


def test_a_dead_workers_webhooks_are_taken_over(shop, stands):
    partner = stands()
    subscribed(shop, partner)
    shop.start("projector")
    first = shop.start("worker")
    complete(shop, partner)
    first.kill()
    first.wait()
    leases_end_soon(shop)
    shop.start("worker")
    shop.buy()
    partner.until(lambda: set(stored(shop)) <= set(partner.places), 60)
    in_order(partner)


def test_a_partner_may_begin_again_anywhere_and_follow_one_stream_alone(shop, stands):
    everything, one = stands(), stands()
    order = shop.buy()
    stream = next(UUID(stream) for stream, _ in stored(shop, "tag = 'ordering/placed-1'"))
    id = subscribed(shop, everything)
    subscribed(shop, one, stream=stream)
    shop.start()
    complete(shop, everything)
    there = stored(shop)
    place = everything.facts[2]["position"]
    shop.do(RewindWebhook(webhook_id=id, start=place))
    everything.until(lambda: len(everything.places) >= 2 * len(there) - 3 + 1)
    assert everything.places[len(there):][:len(there) - 3] == there[3:]
    shop.ship(order.number)
    one.until(lambda: len(one.places) == 3)
    assert one.places == [(str(stream), version) for version in (1, 2, 3)]


def test_secrets_are_rotated_without_a_delivery_that_is_not_genuine(shop, stands):
    partner = stands()
    id = subscribed(shop, partner)
    shop.start()
    complete(shop, partner)
    [old] = partner.secrets
    new = shop.do(RotateSecret(webhook_id=id, overlap_hours=24)).secret
    shop.buy()
    complete(shop, partner)
    partner.secrets = [new]
    shop.buy()
    complete(shop, partner)
    assert len(partner.taken) == len(partner.seen), "none was refused"
    assert all(partner.genuine(*one, secret=old) for one in partner.seen)
    shop.do(RotateSecret(webhook_id=id, overlap_hours=0))
    partner.until(lambda: partner.seen and not partner.genuine(*partner.seen[-1]))
    assert len(partner.seen[-1][0]["webhook-signature"].split()) == 1, "one that leaked is good no longer at once"


def test_a_restored_log_is_told_to_the_partner_and_comes_anew(shop, stands):
    partner = stands()
    subscribed(shop, partner)
    shop.start()
    complete(shop, partner)
    count = len(partner.places)
    shop.db.execute("INSERT INTO log.incarnations (number, base) SELECT 2, base FROM log.incarnations WHERE number = 1")
    partner.until(lambda: partner.taken[-1]["reset"] or len(partner.places) >= 2 * count)
    first = next(n for n, delivery in enumerate(partner.taken) if delivery["reset"])
    assert partner.taken[first]["items"][0]["position"].startswith("2-")
    partner.until(lambda: [place for delivery in partner.taken[first:] for place in delivery["items"]])


def test_whoever_is_gone_is_paused_by_itself_and_the_fact_says_why(shop, stands):
    partner = stands(410)
    id = subscribed(shop, partner)
    shop.start()
    shop.until("SELECT count(*) FROM log.events WHERE tag = 'partners/webhook-paused-1'", 1)
    state, metadata = shop.db.execute(
        "SELECT state, metadata FROM log.events WHERE tag = 'partners/webhook-paused-1'"
    ).fetchone()
    assert "410 Gone" in state
    assert "system:worker" in metadata
    shop.until("SELECT count(*) FROM read.webhooks WHERE NOT active", 1)
    calls = len(partner.seen)
    partner.mood = 200
    shop.buy()
    shop.do(ResumeWebhook(webhook_id=id))
    complete(shop, partner)
    assert calls == 1
    shop.do(PauseWebhook(webhook_id=id, reason="they move house"))
    shop.do(RemoveWebhook(webhook_id=id))
    shop.until("SELECT count(*) FROM read.webhooks", 0)


def test_addresses_inside_are_refused_unless_the_operator_names_their_network(migrated_url, tmp_path, stands):
    partner = stands()
    with background_shop(migrated_url, tmp_path, webhook_allow=OPEN) as shop:
        subscribed(shop, partner)
    with background_shop(migrated_url, tmp_path) as shop:
        shop.start()
        shop.until("SELECT count(*) FROM work.webhook_attempts WHERE words LIKE 'not sent: %'", 1)
    assert not partner.seen


def leases_end_soon(shop):
    """As if most of their time had passed: nobody need wait for it here."""
    with psycopg.connect(shop.settings.database_url, autocommit=True) as db:
        db.execute("UPDATE work.webhooks SET leased_until = now() + interval '2 seconds'")


def test_where_nothing_is_new_a_second_costs_one_statement_that_writes_nothing(shop, stands):
    partner = stands()
    subscribed(shop, partner)
    shop.start()
    complete(shop, partner)
    shop.until("SELECT count(*) FROM work.webhooks WHERE position = (SELECT max(position) FROM log.events)", 1)
    leases_end_soon(shop)
    with psycopg.connect(shop.settings.database_url, autocommit=True) as db:
        [(before, row)] = db.execute("SELECT xmin::text, row_to_json(w)::text FROM work.webhooks w").fetchall()
        shop.until("SELECT count(*) FROM work.webhooks WHERE leased_until > now()", 0, 60)
        [(after, still)] = db.execute("SELECT xmin::text, row_to_json(w)::text FROM work.webhooks w").fetchall()
    assert (before, row) == (after, still), "nobody wrote while there was nothing to do"
