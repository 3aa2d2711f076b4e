"""What search engines find: each category and each product that is for sale, however many there are."""

import re
from uuid import uuid4
from xml.etree import ElementTree as ET

import pytest
from litestar.testing import TestClient

from store.application.catalogue.categories import MoveCategory, OpenCategory
from store.application.catalogue.messages import UnpublishProduct, WithdrawProduct
from store.application.processes.import_rows import ProductRow, VariantRow
from store.application.shared.bus import Caller
from store.domain.shared.ids import product_of
from store.domain.shared.money import Money
from store.entrypoints.storefront.signposts import Sitemap
from store.entrypoints.wiring import dependencies
from store.entrypoints.wiring.http import create_app
from tests.entrypoints.rest.conftest import KEY, row
from tests.harness.drivers.postgres import settle

pytestmark = [pytest.mark.requirement("R7.1"), pytest.mark.story("US-7.1", "landing pages")]
SPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
BY = Caller(actor="system:test", correlation=uuid4())


class Robot:
    """Reads sitemaps of a shop in which so many addresses fit into one."""

    def __init__(self, client):
        self.client = client

    def reads(self, address="/sitemap.xml"):
        answer = self.client.get(address, headers={"x-api-key": KEY})
        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/xml"), answer.text
        root = ET.fromstring(answer.content)  # noqa: S314 - our own
        return root.tag.removeprefix(SPACE), [
            re.sub(r"^https?://[^/]+", "", it.text) for it in root.iter(f"{SPACE}loc")
        ]


@pytest.fixture(scope="module")
def robot(api):
    def sees(most):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(dependencies, "Sitemap", lambda: Sitemap(most))
            return create_app(api.settings)

    def opened(most):
        client = TestClient(sees(most))
        clients.append(client.__enter__())
        return Robot(clients[-1])

    clients = []
    yield opened
    for client in clients:
        client.__exit__()


def test_each_category_and_each_product_for_sale_stands_in_it_once_and_nothing_else(api, robot):
    tag = uuid4().hex[:8]
    api.sells(
        row(8801, f"seen-{tag}", f"SEEN-{tag}"), row(8802, f"gone-{tag}", f"GONE-{tag}"),
        row(8803, f"draft-{tag}", f"DRAFT-{tag}"),
        ProductRow(key=f"odd-{tag}", slug=f"日本-{tag}", name="Odd", brand="B", category=("Things",),
                   variants=(VariantRow(f"ODD-{tag}", Money(1, "EUR"), 0),)),
    )
    bus = api.back_room.bus()
    bus.do(WithdrawProduct(product_id=product_of("contract", f"gone-{tag}"), reason="test"), BY)
    bus.do(UnpublishProduct(product_id=product_of("contract", f"draft-{tag}")), BY)
    moves = bus.do(OpenCategory(name=f"Moves {tag}"), BY).outcome.id
    bus.do(MoveCategory(category_id=moves, parent=bus.do(OpenCategory(name=f"Stays {tag}"), BY).outcome.id), BY)
    settle(api.back_room)
    kind, found = robot(50_000).reads()
    assert kind == "urlset"
    assert len(found) == len(set(found))
    assert {
        f"/products/seen-{tag}", f"/products/%E6%97%A5%E6%9C%AC-{tag}", f"/categories/stays-{tag}/moves-{tag}",
    } < set(found)
    assert not [it for it in found if f"gone-{tag}" in it or f"draft-{tag}" in it or it == f"/categories/moves-{tag}"]
    goods = [it for it in found if it.startswith("/products/")]
    assert len(goods) == api.expects(200, "GET", "/products?limit=1")["total"]


def test_where_there_are_more_than_fit_there_are_several(api, robot):
    whole, small = robot(50_000), robot(97)
    kind, all_there_is = whole.reads()
    kind, parts = small.reads()
    assert kind == "sitemapindex"
    total = api.expects(200, "GET", "/products?limit=1")["total"]
    assert parts == [f"/sitemap.xml?part={n}" for n in range(1, -(-total // 97) + 2)]
    each = [small.reads(part) for part in parts]
    assert {kind for kind, _ in each} == {"urlset"}
    assert max(len(found) for _, found in each[1:]) == 97
    assert sorted(it for _, found in each for it in found) == sorted(all_there_is)
    assert small.reads("/sitemap.xml?part=999") == ("urlset", [])
    assert small.client.get("/sitemap.xml?part=0", headers={"x-api-key": KEY}).status_code in {400, 422}
