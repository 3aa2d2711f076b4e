"""The carrier that the settings name takes the parcels of a whole shop; without one, only a demo has the sandbox."""

import asyncio
import contextlib
from datetime import timedelta

import pytest
from msgspec import ValidationError, convert

from store.adapters.ordering.carrier_sandbox import SANDBOX
from store.application.ordering.carrying import BookParcel, PrintLabels
from store.application.ordering.errors import CarrierAway, UnreadableLabel
from store.application.ordering.fulfilment import SendParcel
from store.application.processes.import_rows import ImportProducts
from store.domain.ordering.life import Stage
from store.domain.ordering.order import Order
from store.domain.shared.errors import StoreError
from store.domain.shared.ids import order_of, part_of
from store.entrypoints.wiring.application import asking, postgres_shop
from store.entrypoints.wiring.carrying import carrier, carrier_name, following_parcels
from store.entrypoints.wiring.reading_settings import Misconfigured, read_settings
from store.entrypoints.wiring.settings import Settings
from tests.adapters.test_cancelling_races import SOMEBODY, buy, replayed
from tests.application.processes.examples import NINE, goods
from tests.carrier_server import TOKEN, carrying
from tests.harness.processes import NOON
from tests.harness.world import StillClock

pytestmark = [pytest.mark.requirement("R4.2"), pytest.mark.story("US-4.2", "the tracking number")]


@pytest.fixture
def service():
    with carrying() as found:
        yield found


@pytest.fixture
def shop(migrated_url, tmp_path, service):
    settings = Settings(
        database_url=migrated_url, data_dir=tmp_path, demo=False, log_level="critical", carrier_url=service.address,
        carrier_token=TOKEN, carrier_name="DHL",
    )
    with postgres_shop(settings) as shop:
        shop.runner().prepare()
        shop.bus().do(ImportProducts(source="test", rows=(goods("mug", NINE, 100),)), SOMEBODY)
        shop.runner().catch_up()
        yield shop
        shop.carrier().close()


def labels(shop, service, number, part):
    """Its label, while the carrier sends one, sends garbage, and is away."""

    async def printed():
        async with asking(shop):
            for label, mood in ((service.label, "well"), (b"%PDF-1.7 garbage", "well"), (b"", 500)):
                service.label, service.mood = label, mood
                try:
                    yield (await shop.bus().ask(PrintLabels(parts=((number, part, None),)))).pdf
                except StoreError as refused:
                    yield type(refused)

    async def every():
        return [it async for it in printed()]

    return asyncio.run(every())


def test_a_parcel_is_booked_labelled_sent_and_followed_by_the_carriers_own_api(shop, service):
    number = buy(shop, 1)
    part = part_of(order_of(number), None, "MAIN")
    booking = shop.bus().do(BookParcel(number=number, part_id=part), SOMEBODY).outcome.booking
    assert (booking.carrier, booking.tracking in str(service.shipments)) == ("DHL", True)
    pdf, garbage, away = labels(shop, service, number, part)
    assert pdf.startswith(b"%PDF")
    assert (garbage, away) == (UnreadableLabel, CarrierAway)
    shop.bus().do(SendParcel(number=number, part_id=part, carrier="DHL", tracking=booking.tracking), SOMEBODY)
    shop.runner().catch_up()
    now = shop.clock().now()
    service.mood = "well"
    service.scans(booking.tracking, "1", "PICKED_UP", now - timedelta(hours=2), "Porto")
    service.scans(booking.tracking, "2", "DELIVERED", now - timedelta(hours=1), "Left with Mr Weber, number 4")
    following_parcels(shop.carrier(), shop.pool(), shop.bus(), shop.clock(), ())()
    order = replayed(shop, Order, order_of(number))
    assert order.stage is Stage.DELIVERED
    assert [(it.id, it.place) for it in order.parcels[0].scans] == [("1", "Porto"), ("2", "")]
    with shop.pool().connection() as db:
        assert "Weber" not in str(db.execute("SELECT state::text FROM log.events").fetchall())


@pytest.mark.parametrize(("said", "name"), [
    ({}, SANDBOX), ({"demo": False}, ""), ({"demo": False, "carrier": "sandbox"}, SANDBOX), ({"carrier": "none"}, ""),
])
def test_who_carries_follows_from_the_settings(said, name, tmp_path):
    settings = Settings(data_dir=tmp_path, **said)
    found = carrier(settings, StillClock(NOON))
    assert carrier_name(settings) == name == (found.name if found else "")


def test_an_address_and_a_token_go_together_and_lead_nowhere_in_the_clear():
    url, token = {"STORE_CARRIER_URL": "https://api.example/v1"}, {"STORE_CARRIER_TOKEN": "t-1"}
    assert carrier_name(read_settings({**url, **token, "STORE_CARRIER_NAME": "UPS"})) == "UPS"
    for wrong in (url, token, {**token, "STORE_CARRIER_URL": "http://api.example"},
                  {**token, "STORE_CARRIER_URL": "https://a:b@api.example"},
                  {**token, "STORE_CARRIER_URL": "http://localhost.example"}):
        with pytest.raises(Misconfigured) as refused:
            read_settings(wrong)
        assert "t-1" not in str(refused.value)
    for address, fits in (
        ("http://localhost:9/v1", True), ("https://a.example/v1\n", False), ("http://a.example", False),
    ):
        with contextlib.nullcontext() if fits else pytest.raises(ValidationError):
            convert({"carrier_url": address}, Settings)
