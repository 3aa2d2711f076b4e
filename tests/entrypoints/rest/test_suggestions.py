"""``/api/v1/products/suggest``: what fits while somebody types, for programs."""

import pytest

pytestmark = [pytest.mark.requirement("R2.6"), pytest.mark.story("US-2.2", "suggestions while typing")]


def test_categories_and_goods_that_fit_are_told(api):
    told = api.expects(200, "GET", "/products/suggest", params={"q": "thi"})
    assert [it["slug"] for it in told["categories"]] == ["things", "things/shelf-1"][: len(told["categories"])]
    assert told["categories"][0]["count"] > 0
    assert 1 <= len(told["products"]) <= 6
    assert set(told["products"][0]) >= {"slug", "name", "price", "image"}
    assert api.expects(200, "GET", "/products/suggest", params={"q": "t"}) == {
        "categories": [], "searches": [], "products": [],
    }
    assert api.asks("GET", "/products/suggest", params={"q": "x" * 201}).status_code == 400
