"""What is typed into a search is found as it is written, and what is sorted by comes from a list."""

import pytest

from tests.entrypoints.rest.conftest import is_problem, row

pytestmark = [
    pytest.mark.requirement("R10.2"), pytest.mark.story("US-10.1", "queries are parameterised"),
]


@pytest.fixture(scope="module")
def odd(api):
    """Two SKUs that a wildcard would take for each other."""
    api.sells(row(9401, sku="QUAINT_ONE"), row(9402, sku="QUAINTXONE"))


@pytest.mark.parametrize(("q", "found"), [
    ("QUAINT_", ["QUAINT_ONE"]), ("quaint_one", ["QUAINT_ONE"]), ("QUAINTX", ["QUAINTXONE"]),
    ("QUAINT", ["QUAINTXONE", "QUAINT_ONE"]), ("%", []), ("QUAINT%ONE", []), ("QU_INT", []), ("\\", []),
    ("QUAINT\\_", []), ("QUAINT_ONE\\", []),
])
def test_stock_is_searched_for_literally(api, odd, q, found):
    page = api.expects(200, "GET", "/inventory", params={"q": q}, headers=api.staff)
    assert sorted(line["sku"] for line in page["items"]) == found


@pytest.mark.parametrize("sign", ["%", "_", "\\"])
def test_orders_are_searched_for_literally(api, sign):
    number = api.order()["number"]
    for q in (sign, number[:2] + sign, sign * len(number)):
        page = api.expects(200, "GET", "/orders", params={"q": q}, headers=api.staff)
        assert page["items"] == []


@pytest.mark.parametrize("q", ["%", "_", "mug%", "m_g", "\\"])
def test_goods_are_searched_for_literally(api, q):
    assert api.asks("GET", "/products", params={"q": q}).status_code == 200
    if q in {"%", "_", "m_g"}:
        assert api.expects(200, "GET", "/products", params={"q": f"zzz{q}"})["items"] == []


@pytest.mark.parametrize(("name", "value"), [
    ("sort", "price; DROP TABLE read.products"), ("sort", "id"), ("sort", "price DESC"), ("sort", "(SELECT 1)"),
    ("limit", "1; SELECT 1"), ("limit", "-1"), ("limit", "1e3"), ("limit", "ALL"),
])
def test_what_lists_are_sorted_and_cut_by_comes_from_a_list(api, name, value):
    answer = api.asks("GET", "/products", params={name: value})
    assert answer.status_code in {400, 422}
    is_problem(answer)
