"""Nobody who comes to the shop is sent on to another site, whatever a link says."""

import pytest

from store.entrypoints.backoffice.login import local
from store.entrypoints.shared.addresses_inside import HOME, beyond_the_door, inside

pytestmark = [pytest.mark.requirement("R10.2"), pytest.mark.story("US-10.2", "all input is validated")]
ELSEWHERE = [
    "https://evil.example/", "//evil.example/", "///evil.example/", "////evil.example/", "/\\evil.example/",
    "\\\\evil.example/", "/\\/evil.example/", "\\///evil.example/", "//%2e%2e/x", "/\t/evil.example/", "javascript:1",
    "evil.example", "http:/account", "/account/\r\nset-cookie: a=b", "//[", "",
]


@pytest.mark.parametrize("way", ELSEWHERE)
def test_what_a_browser_would_take_for_another_site_leads_home(way):
    assert inside(way) == ""
    assert beyond_the_door(way) == HOME


@pytest.mark.parametrize("way", ["///backoffice/a", "////backoffice/a", "/\\/backoffice", "//backoffice/a", "//["])
def test_nor_into_a_house_that_is_only_called_as_ours(way):
    assert local(way) == "/backoffice/orders"


@pytest.mark.parametrize("way", ["/", "/orders/A?access_token=b#c", "/products?q=//x", "/products/a//b"])
def test_pages_of_the_shop_are_fine(way):
    assert inside(way) == way
