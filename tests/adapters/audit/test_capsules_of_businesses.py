"""What a business bought is carried out again without the register that was asked, and without its number."""

import psycopg
import pytest
from msgspec import structs

from store.application.processes.placing_an_order import BuyCart, PlaceOrder
from store.domain.ordering.events import Address
from store.domain.shared.ids import SubjectId
from store.entrypoints.wiring.application import postgres_shop
from store.entrypoints.wiring.replaying import replay
from store.entrypoints.wiring.settings import Settings
from tests.adapters.audit.test_capsules import MUG, Recorder
from tests.harness.processes import SOMEBODY

pytestmark = [pytest.mark.requirement("R9.4"), pytest.mark.story("US-3.4", "nothing happens by halves")]
NUMBER, PARIS = "FR40303265045", Address("Ben Hill", "1 Rue", "Paris", "75001", "FR")


@pytest.mark.parametrize(("register", "exempt"), [("off", True), ("sandbox", True)])
def test_it_is_reproduced_and_the_number_is_in_no_recording(migrated_url, tmp_path, register, exempt):
    settings = Settings(database_url=migrated_url, data_dir=tmp_path, vat_register=register)
    with postgres_shop(settings) as shop:
        recording = Recorder(shop)
        cart = recording.driver.open_cart()
        recording.driver.put(cart, MUG.sku, 2)
        order = PlaceOrder(
            cart_id=cart, subject=SubjectId(recording.ids.next()), email="ben@example.org", address=PARIS,
            shipping_method="standard", payment_method="sandbox", vat_number=NUMBER,
        )
        correlation = recording.ids.next()
        shop.bus().do(BuyCart(order=order, token="success"), structs.replace(SOMEBODY, correlation=correlation))
        recording.newest()
        capsule = recording.pack(correlation)
        assert replay(capsule).difference is None
        tags = [fact.tag for fact in capsule.after]
        assert ("ordering/vat-number-checked-1" in tags) is (register == "sandbox")
        placed = next(fact.state for fact in capsule.after if fact.tag == "ordering/placed-1")
        assert ("reverse-charge" in placed) is exempt
        with psycopg.connect(migrated_url) as db:
            stored = db.execute("SELECT string_agg(recording, '') FROM work.recordings").fetchone()[0]
    assert NUMBER not in stored
    assert "SANDBOX0" not in stored, "nor what leads to it"
