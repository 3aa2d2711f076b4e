"""Refusals of the real API stay short and readable, wherever in a request the harm sits."""

from urllib.parse import quote

import pytest

from tests.entrypoints.rest.conftest import is_problem

pytestmark = [pytest.mark.requirement("R10.2"), pytest.mark.story("US-10.2", "what people write is shown as text")]
SIGNS = "\x1b[31m\u202e\u2028red"
LONG = "x" * 10_000


@pytest.fixture(scope="module")
def paths(api):
    described = api.expects(200, "GET", "/api/v1/openapi.json")["paths"]
    return [(method, path) for path, found in described.items() for method in found if "{" in path]


@pytest.mark.parametrize("string", [SIGNS, LONG, "x" * 250], ids=["signs", "ten thousand", "just a name"])
def test_in_every_address(api, paths, string):
    assert len(paths) > 10
    for method, path in paths:
        segments = [quote(string, safe="") if "{" in segment else segment for segment in path.split("/")]
        answer = api.asks(method.upper(), "/".join(segments), headers=api.in_person, json={"sku": "X", "quantity": 1})
        assert answer.status_code in {400, 404, 422}, (method, path, answer.text)
        problem = is_problem(answer)
        assert problem["detail"].isprintable(), (method, path)
        assert problem["instance"].isascii()
        assert len(answer.content) < 2_000, (method, path, len(answer.content))


@pytest.mark.parametrize("string", [SIGNS, LONG], ids=["signs", "ten thousand"])
@pytest.mark.parametrize("body", [
    lambda s: {s: 1}, lambda s: {"sku": s, "quantity": 1}, lambda s: {"sku": "X", "quantity": s},
], ids=["a field", "a value", "a number"])
def test_in_a_body(api, string, body):
    answer = api.asks("POST", f"/carts/{api.cart()}/lines", json=body(string))
    problem = is_problem(answer)
    assert answer.status_code in {400, 404}
    assert problem["detail"].isprintable()
    assert len(answer.content) < 2_000


def test_on_a_page(api):
    page = api.asks_page(f"/products/{quote(SIGNS)}")
    assert page.status_code == 404
    assert not {"\x1b", "\u202e", "\u2028"} & set(page.text)
