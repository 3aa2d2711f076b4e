"""The queue of what is to be sent: packed, sent, delivered, undone and printed; a vendor's own, and no others."""

import html
import re
from uuid import uuid4

import pytest

from store.domain.shared.ids import VendorId, order_of, part_of
from tests.entrypoints.backoffice.conftest import KEY
from tests.entrypoints.vendors import PASSWORD, Vendor, stock_routes
from tests.harness.pdf import pages_of

pytestmark = [
    pytest.mark.requirement("R4.2"), pytest.mark.requirement("R1.5"), pytest.mark.requirement("R8.5"),
    pytest.mark.story("US-4.3", "a vendor's orders are listed"),
]
HERE = "/backoffice/fulfilment"
SEND = {"act": "send", "carrier": "DHL", "tracking": "T-1", "version": "2"}


def main(answer):
    return answer.text.partition("<main")[2].partition("</main>")[0]


def keys(number, vendor=None):
    return f"{number}/{part_of(order_of(number), vendor, 'MAIN')}"


class Queue:
    """Ann at her desk, with one token for all her forms: to open a list for each would wait for the list."""

    def __init__(self, desk):
        desk.settle()
        self.desk, self.number, self.token = desk, desk.number, desk.fresh_token()

    def post(self, path, form):
        return self.desk.post(path, form, token=self.token)

    def __getattr__(self, name):
        return getattr(self.desk, name)


def everything(queue, **asked):
    """All pages of a list: other tests have orders in it as well."""
    shown = [main(queue.get(HERE, params=asked))]
    while more := re.search(r'rel="next" href="([^"]+)"', shown[-1]):
        shown.append(main(queue.get(html.unescape(more[1]))))
    return "".join(shown)


@pytest.fixture
def queue(desk):
    return Queue(desk)


@pytest.mark.story("US-4.3", "filter by status and date")
def test_what_is_paid_for_is_listed_oldest_first_and_narrowed_down(queue):
    other = queue.buy()
    queue.settle()
    listed = everything(queue)
    assert listed.index(queue.number) < listed.index(other)
    for asked, there in (
        ({"q": queue.number}, True), ({"status": "awaiting"}, True), ({"status": "all"}, True),
        ({"status": "shipped"}, False), ({"since": "2990-01-01"}, False), ({"until": "2020-01-01"}, False),
        ({"q": "%"}, False),
    ):
        assert (queue.number in everything(queue, **asked)) == there, asked
    assert queue.get(HERE, params={"status": "gone"}).status_code == 400
    assert queue.get(HERE, params={"since": "tomorrow"}).status_code == 400


@pytest.mark.story("US-4.3", "mark an order as processing or delivered")
def test_many_are_packed_at_once_each_by_itself_and_it_is_undone(queue):
    number, other, gone = queue.number, queue.buy(), f"ZZZZZ-ZZZZZ/{uuid4()}"
    ticked = {f"pick-{it}": "1" for it in (keys(number), keys(other), gone)}
    done = queue.post(HERE, ticked | {"act": "processing"})
    assert done.status_code == 200
    assert "2 were done." in main(done)
    assert "One was refused." in main(done)
    undo = dict.fromkeys(re.findall(r'name="(pick-[^"]+)"', done.text), "1")
    assert set(undo) == {f"pick-{keys(it)}" for it in (number, other)}
    queue.settle()
    assert "Being packed" in main(queue.get(HERE, params={"q": number})).partition("<tbody>")[2]
    back = queue.post(HERE, undo | {"act": "put_back"})
    assert "2 were done." in main(back)
    assert queue.facts(number)[-2:] == ["ordering/part-processing-1", "ordering/part-put-back-1"]
    queue.settle()
    assert queue.post(HERE, {"act": "processing"}).status_code == 422
    assert queue.post(HERE, {"act": "burn", f"pick-{keys(number)}": "1"}).status_code == 400
    assert queue.post(HERE, {"act": "processing", "pick-x": "1"}).status_code == 400


@pytest.mark.story("US-4.3", "mark an order as processing or delivered")
def test_many_are_said_to_have_arrived_at_once_and_what_was_said_before_is_not_undone_with_them(queue):
    number, other = queue.number, queue.buy()
    for it in (number, other):
        assert queue.post(f"{HERE}/{keys(it)}", SEND).status_code == 303
    ticked = {f"pick-{keys(it)}": "1" for it in (number, other)}
    queue.post(HERE, {f"pick-{keys(other)}": "1", "act": "delivered"})
    done = queue.post(HERE, ticked | {"act": "delivered"})
    assert "2 were done." in main(done)
    [undo] = re.findall(r'name="(pick-[^"]+)"', done.text)
    assert undo.startswith(f"pick-{keys(number)}/")
    [act] = re.findall(r'name="act" value="([^"]+)"', main(done))
    assert "One was done." in main(queue.post(HERE, {undo: "1", "act": act}))
    assert queue.facts(number)[-2:] == ["ordering/parcel-delivered-1", "ordering/delivery-taken-back-1"]
    assert queue.facts(other)[-1] == "ordering/parcel-delivered-1"


@pytest.mark.story("US-4.3", "mark an order as shipped")
@pytest.mark.story("US-4.2", "the tracking number")
def test_some_pieces_are_sent_then_the_rest_and_delivery_is_said_and_taken_back(queue):
    at = f"{HERE}/{keys(queue.number)}"
    page = main(queue.get(at))
    for words in ("Send a parcel", "Ben Hill", "To pack", "Packing slip"):
        assert words in page
    assert "ben@example.org" not in page
    wrong = queue.post(at, SEND | {"carrier": "", "pieces-0": "many"})
    assert wrong.status_code == 422
    assert 'href="#f-carrier"' in wrong.text
    assert 'href="#f-pieces-0"' in wrong.text
    assert queue.post(at, SEND | {"pieces-0": "0"}).status_code == 422
    assert queue.post(at, SEND | {"pieces-0": "3"}).status_code == 409
    assert queue.post(at, SEND | {"pieces-0": "1"}).status_code == 303
    assert queue.post(at, SEND | {"pieces-0": "1"}).status_code == 409, "somebody sent a parcel meanwhile"
    assert queue.post(at, SEND | {"version": "3"}).status_code == 303
    seen = main(queue.get(at))
    assert "tracking-id=T-1" in seen
    [first, second] = re.findall(r'name="parcel" value="([^"]+)"', seen)
    for act, parcel in (("delivered", first), ("delivered", second), ("taken_back", first)):
        assert queue.post(at, {"act": act, "parcel": parcel}).status_code == 303
    assert queue.facts(queue.number)[-3:] == [
        "ordering/parcel-delivered-1", "ordering/parcel-delivered-1", "ordering/delivery-taken-back-1",
    ]
    assert queue.post(at, {"act": "delivered", "parcel": "x"}).status_code == 400
    assert queue.post(at, {"act": "delivered", "parcel": str(uuid4())}).status_code == 404
    queue.settle()
    order = main(queue.get(f"/backoffice/orders/{queue.number}"))
    assert at in order
    assert "handed 1 of" in order
    past = main(queue.get(f"/backoffice/history/order/{queue.number}"))
    assert "took back that a parcel was delivered" in past
    assert "T-1" in past


@pytest.mark.story("US-4.3", "print packing slips")
@pytest.mark.story("US-4.3", "export as CSV")
@pytest.mark.requirement("R4.4")
def test_slips_of_many_are_one_file_and_the_list_is_taken_away(queue):
    picks = {f"pick-{keys(it)}": "1" for it in (queue.number, queue.buy())}
    made = queue.post(HERE, picks | {"act": "slips"})
    assert made.headers["content-type"] == "application/pdf"
    assert len(pages_of(made.content)) == 2
    one = queue.get(f"{HERE}/{keys(queue.number)}/slip")
    assert f"packing-slip-{queue.number}.pdf" in one.headers["content-disposition"]
    taken = queue.get(f"{HERE}/export", params={"q": queue.number})
    assert [line.partition(",")[0] for line in taken.text.splitlines()] == ["order", queue.number]
    assert "Ben Hill" not in taken.text


@pytest.fixture
def room(office):
    """Vera at her desk; an order has goods of hers, of Otto and of the shop."""
    vera, otto = (Vendor(office.shop).sells("kitchen") for _ in range(2))
    office.settle()
    cart = office.back_room.open_cart()
    for sku in (vera.sku, otto.sku, office.mug.sku):
        office.back_room.put(cart, sku, 1)
    from tests.entrypoints.backoffice.conftest import HOME

    office.number = office.back_room.buy(
        cart, "ben@example.org", HOME, method="standard", card="success", quote=None, key=None
    ).number
    office.settle()
    assert office.log_in(vera.email, PASSWORD, headers={"x-api-key": KEY}).status_code == 303
    page = office.get(HERE)
    office.token = re.search(r'name="_csrf_token" value="([^"]+)"', page.text)[1]
    office.vera, office.otto, office.page = vera, otto, page
    return office


def test_no_page_about_parts_is_left_out_here(office):
    routes = stock_routes(office.app, HERE)
    assert {name.replace(HERE, "") for name in routes} == {
        "GET ", "POST ", "GET /export", "GET /{number}/{part}", "POST /{number}/{part}", "GET /{number}/{part}/slip",
        "GET /{number}/{part}/label", "GET /cancelling", "POST /cancelling", "GET /sales",
    }
    assert all(opt["looks whose"] for opt in routes.values())


@pytest.mark.story("US-1.4", "what is somebody else's is not there")
def test_a_vendor_reaches_nothing_of_another_by_id_filter_total_or_export(room):
    own, others = keys(room.number, VendorId(room.vera.account)), [
        keys(room.number, VendorId(room.otto.account)), keys(room.number), f"{room.number}/{uuid4()}",
    ]
    before = room.facts(room.number)
    listed = main(room.page)
    assert own in listed
    assert listed.count(room.number + "/") == 2, "a box to tick and a link, of one part"
    assert "€9.00" in listed.partition("</dl>")[0]
    for it in others:
        assert it not in main(room.get(HERE, params={"status": "all", "q": room.number}))
        assert room.get(f"{HERE}/{it}").status_code == 404
        assert room.get(f"{HERE}/{it}/slip").status_code == 404
        for form in (SEND, {"act": "processing"}, {"act": "delivered"}, {"act": "put_back"}):
            assert room.post(f"{HERE}/{it}", form, token=room.token).status_code == 404
        refused = room.post(HERE, {"act": "processing", f"pick-{it}": "1"}, token=room.token)
        assert "One was refused." in main(refused)
        assert room.post(HERE, {"act": "slips", f"pick-{it}": "1"}, token=room.token).status_code == 404
    taken = room.get(f"{HERE}/export", params={"status": "all"}).text
    assert [line.split(",")[1] for line in taken.splitlines()[1:]] == [own.partition("/")[2]]
    assert room.facts(room.number) == before
    page = main(room.get(f"{HERE}/{own}"))
    assert "Ben Hill" in page
    for closed in ("ben@example.org", room.otto.sku, room.mug.sku, "/backoffice/orders/"):
        assert closed not in page
    assert room.post(f"{HERE}/{own}", SEND, token=room.token).status_code == 303
    assert room.get(f"/backoffice/orders/{room.number}").status_code == 403
