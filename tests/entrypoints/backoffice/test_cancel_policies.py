"""Vendors say how long shoppers may cancel; whoever bought sees line by line what they may, and why not."""

import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from store.domain.ordering.cancelling import Terms, Until
from store.domain.shared.ids import OrderNumber, VendorId
from tests.entrypoints.backoffice.conftest import EMAIL, HOME, KEY
from tests.entrypoints.backoffice.conftest import PASSWORD as STAFFS
from tests.entrypoints.vendors import PASSWORD, Vendor
from tests.harness.cancel_policies import held

pytestmark = [
    pytest.mark.requirement("R4.2"), pytest.mark.requirement("R1.5"),
    pytest.mark.story("US-4.4", "each vendor says how long shoppers may cancel"),
]
HERE = "/backoffice/fulfilment/cancelling"
TOMORROW = (datetime.now(UTC) + timedelta(days=2)).date().isoformat()


def main(answer):
    return " ".join(answer.text.partition("<main")[2].partition("</main>")[0].split())


def enters(office, email, password):
    assert office.log_in(email, password, headers={"x-api-key": KEY}).status_code == 303
    token = re.search(r'name="_csrf_token" value="([^"]+)"', office.get(HERE).text)[1]
    return lambda form, path=HERE: office.post(path, form, token=token)


def test_a_vendor_sets_versions_of_their_own_and_nobody_elses(office):
    vera, otto = Vendor(office.shop), Vendor(office.shop)
    saves = enters(office, vera.email, PASSWORD)
    assert "for 24 hours after buying</strong> (as the shop says)" in main(office.get(HERE))
    wish = {"until": "hours", "hours": "48", "made": f"{vera.sku}\n\nANOTHER", "since": TOMORROW}
    assert saves(wish).status_code == 303
    shown = main(office.get(HERE))
    assert "for 48 hours after buying" in shown
    assert f"ANOTHER, {vera.sku}" in shown
    assert saves({"until": "shop", "hours": "48", "made": "", "since": TOMORROW}).status_code == 303
    for wrong, said in (
        ({"until": "hours", "hours": "x", "since": TOMORROW}, "Write how many hours"),
        ({"until": "whenever", "hours": "1", "since": TOMORROW}, "Choose until when."),
        ({"until": "never", "hours": "1", "since": "2020-01-01"}, "tomorrow at the earliest"),
        ({"until": "never", "hours": "1", "since": TOMORROW, "made": "\n".join(map(str, range(201)))}, "At most 200"),
    ):
        answer = saves(wrong)
        assert (answer.status_code, said in answer.text) == (422, True), said
    for path in (f"{HERE}?vendor={otto.account}", f"{HERE}?vendor={uuid4()}"):
        assert office.get(path).status_code == 404
        assert saves(wish, path).status_code == 404


def test_staff_set_it_for_the_shop_and_for_a_vendor_and_the_history_says_so(office):
    vera = Vendor(office.shop)
    saves = enters(office, EMAIL, STAFFS)
    path = f"{HERE}?vendor={vera.account}"
    assert saves({"until": "packed", "hours": "24", "since": TOMORROW}, path).status_code == 303
    assert "until somebody begins to pack it" in main(office.get(path))
    assert "The shop's own goods" in main(office.get(HERE)).replace("about the shop", "The shop").replace("&#39;", "'")
    office.settle()
    said = main(office.get("/backoffice/history/cancel_policy/all"))
    assert "can be cancelled until they are packed" in re.sub(r"<[^>]+>", "", said)


def test_whoever_bought_sees_why_not_and_cancels_the_rest(office):
    vera = Vendor(office.shop).sells("kitchen")
    held(office.shop, VendorId(vera.account), Terms(Until.NEVER))
    office.settle()
    cart = office.back_room.open_cart()
    for sku in (vera.sku, office.mug.sku):
        office.back_room.put(cart, sku, 1)
    number = office.back_room.buy(
        cart, "ben@example.org", HOME, method="standard", card="success", quote=None, key=None
    ).number
    token = office.shop.access_tokens().of(OrderNumber(number))
    path = f"/orders/{number}/cancellation"
    page = office.get(path, params={"access_token": token})
    assert "can&#39;t be cancelled once it is bought" in page.text
    csrf = re.search(r'name="_csrf_token" value="([^"]+)"', page.text)[1]
    form = {"access_token": token, "reason": "not_wanted"}
    refused = office.post(path, form | {"pieces-0": "1", "pieces-1": "1"}, token=csrf)
    assert (refused.status_code, "once it is bought: whoever sells it says so" in refused.text) == (409, True)
    quote = office.post(path, form | {"pieces-0": "0", "pieces-1": "1"}, token=csrf)
    assert (quote.status_code, "Cancel a part of it?" in quote.text) == (200, True)
