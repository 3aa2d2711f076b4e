"""The page about the laws of conservation, on a real shop."""

import re
from uuid import uuid4

import pytest
from msgspec import json

from store.adapters.drivers.eventlog.journal import Metadata
from store.adapters.drivers.eventlog.rows import Fact, link
from store.domain.inventory.events import StockReserved
from store.domain.shared.ids import OrderId, stock_of
from tests.harness.drivers.memory import OPENING

pytestmark = [pytest.mark.requirement("R2.6"), pytest.mark.story("US-3.4", "nothing happens by halves")]

PAGE = "/backoffice/conservation"


@pytest.fixture
def desk(own_office):
    """Ann is logged in to a shop nobody else was ever in."""
    assert own_office.log_in().status_code == 303
    return own_office


def figures(page):
    return re.findall(r'<dd class="figures">(?:<span[^>]*>[^<]*</span>)?([^<]*)</dd>', page)


def test_the_sums_stand_on_the_page(desk):
    page = desk.get(PAGE).text
    assert "All laws hold" in page
    assert page.count("badge-good") == 5
    assert figures(page)[:6] == ["50", "0", "48", "2", "0", "0"]
    assert figures(page)[6] == figures(page)[9] != "€0.00"
    assert figures(page)[7:9] == ["€0.00", "€0.00"]
    assert figures(page)[10] == figures(page)[11] != figures(page)[12] == "€0.00"
    assert figures(page)[13:] == ["1", "0", "1", "0"]
    assert 'store_conservation_offences{law="stock"} 0.0' in desk.get("/metrics").text


def test_a_fact_that_breaks_a_law_is_named_linked_and_counted(desk):
    mug = stock_of(desk.mug.sku)
    event = StockReserved(at=OPENING, sku=desk.mug.sku, order_id=OrderId(uuid4()), quantity=500)
    before = desk.shop.log().select_events(mug)
    tag, state = desk.shop.codec().encode(event, mug, len(before) + 1)
    about = json.encode(Metadata("system:intruder", uuid4(), OPENING, OPENING))
    hash = link(before[-1].hash, mug, len(before) + 1, tag, state, about)
    desk.shop.log().insert_events([Fact(mug, len(before) + 1, tag, state, about, hash)])
    desk.settle()
    page = desk.get(PAGE).text
    assert "Laws are broken in 2 places" in page, "the pieces, and an order that was never placed"
    assert "502 pieces are promised, 50 are on hand" in page
    address = re.search(r'<a href="(/backoffice/history/inventory/[^"]+)"', page)[1]
    assert desk.get(address).status_code == 200
    assert 'store_conservation_offences{law="stock"} 1.0' in desk.get("/metrics").text
