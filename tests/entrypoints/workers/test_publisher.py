"""Drafts go on sale at the moment that was planned, once, and only if it still is."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from projections.browsing.due import due_by
from store.application.catalogue.messages import PublishProduct, UnpublishProduct
from store.application.catalogue.wishes import ProductWish
from store.application.processes.keeping_products import CreateProduct
from store.application.shared.bus import Caller
from store.domain.catalogue.events import Variant
from store.domain.catalogue.standing_events import ProductPublished
from store.domain.shared.ids import ProductId, Sku
from store.domain.shared.money import Money
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.settings import Settings
from store.entrypoints.workers.publisher import Publisher
from tests.harness.drivers.postgres import settle
from tests.harness.processes import SOMEBODY, given_facts
from tests.harness.world import StillClock

pytestmark = [pytest.mark.requirement("R2.3"), pytest.mark.story("US-2.5", "edit products")]


def drafted(bus, sku="MUG"):
    wish = ProductWish(name=sku, brand="Kiln", variants=(Variant(Sku(sku), Money(900, "EUR")),))
    return bus.do(CreateProduct(wish=wish, draft=True), SOMEBODY).outcome.product_id


def test_what_is_due_is_published_once_and_only_at_its_moment():
    process = given_facts()
    bus, clock = process.shop.bus(), process.clock
    soon, later = clock.now() + timedelta(hours=1), clock.now() + timedelta(hours=2)
    first, called_off, moved = (drafted(bus, sku) for sku in ("A", "B", "C"))
    for id in (first, called_off, moved):
        bus.do(PublishProduct(product_id=id, due=soon), SOMEBODY)
    bus.do(UnpublishProduct(product_id=called_off), SOMEBODY)
    bus.do(PublishProduct(product_id=moved, due=later), SOMEBODY)
    unknown = ProductId(UUID(int=99))
    publish = Publisher(lambda _: [(it, soon) for it in (unknown, first, called_off, moved)], bus, clock)

    def published():
        return [id for id, facts in process.streams().items() if any(isinstance(it, ProductPublished) for it in facts)]

    publish()
    assert published() == [], "it is not time yet"
    clock.set(soon)
    publish()
    publish()
    assert published() == [first]
    by = process.streams()[first]
    assert sum(isinstance(it, ProductPublished) for it in by) == 1


def test_the_list_holds_drafts_whose_moment_has_come(migrated_url, tmp_path):
    with postgres_shop(Settings(database_url=migrated_url, data_dir=tmp_path)) as shop:
        shop.runner().prepare()
        bus, now = shop.bus(), shop.clock().now()
        due, other, plain = (drafted(bus, sku) for sku in ("A", "B", "C"))
        soon, later = now + timedelta(hours=1), now + timedelta(hours=2)
        bus.do(PublishProduct(product_id=due, due=soon), Caller(actor="test", correlation=uuid4()))
        bus.do(PublishProduct(product_id=other, due=later), Caller(actor="test", correlation=uuid4()))
        settle(shop)
        assert due_by(now, shop.pool()) == []
        assert due_by(soon, shop.pool()) == [(due, soon)]
        assert [id for id, _ in due_by(later, shop.pool())] == [due, other]
        bus.do(PublishProduct(product_id=due), Caller(actor="test", correlation=uuid4()))
        settle(shop)
        assert [id for id, _ in due_by(later, shop.pool())] == [other]
        Publisher(lambda at: due_by(at, shop.pool()), bus, StillClock(later))()
        assert plain
