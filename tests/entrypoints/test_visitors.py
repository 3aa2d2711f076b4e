"""Who counts as a visitor, and who as the same one."""

from types import SimpleNamespace

import pytest
from litestar.datastructures import Headers

from store.entrypoints.shared.permissions import GUEST
from store.entrypoints.shared.visitors import is_nobody, network_of

pytestmark = [
    pytest.mark.requirement("R2.6"), pytest.mark.story("US-2.2", "searches are counted and nobody is known by them"),
]
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0"


@pytest.mark.parametrize(("host", "network"), [
    ("203.0.113.9", "203.0.113.0/24"), ("203.0.113.200", "203.0.113.0/24"), ("203.0.114.9", "203.0.114.0/24"),
    ("::ffff:203.0.113.9", "203.0.113.0/24"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"),
    ("2001:db8:1:ffff::1", "2001:db8:1::/48"), ("2001:db8:2::1", "2001:db8:2::/48"), ("a socket", "a socket"), ("", ""),
])
def test_what_one_household_can_have_many_of_is_one_visitor(host, network):
    assert network_of(host) == network


def asks(**headers):
    said = Headers({name.replace("_", "-"): value for name, value in headers.items()})
    return SimpleNamespace(headers=said, state=SimpleNamespace(principal=GUEST))


@pytest.mark.parametrize("headers", [
    {"user_agent": "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)"},
    {"user_agent": "Mozilla/5.0 HeadlessChrome/131.0"}, {"user_agent": "facebookexternalhit/1.1"},
    {"user_agent": "Baiduspider"}, {"user_agent": BROWSER, "sec_purpose": "prefetch;prerender"},
    {"user_agent": BROWSER, "purpose": "prefetch"}, {"user_agent": BROWSER, "x_moz": "prefetch"},
    {"user_agent": BROWSER, "referer": "https://shop.example/backoffice/searches?days=7"},
])
def test_robots_browsers_that_look_ahead_and_staff_at_their_desk_are_nobody(headers):
    assert is_nobody(asks(**headers))


@pytest.mark.parametrize("headers", [
    {}, {"user_agent": BROWSER}, {"user_agent": "curl/8"}, {"user_agent": "Mozilla/5.0 (Linux; CUBOT X30)"},
    {"user_agent": BROWSER, "referer": "https://shop.example/products?q=/backoffice"},
])
def test_everybody_else_is_somebody(headers):
    assert not is_nobody(asks(**headers))
