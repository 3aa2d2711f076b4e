"""Whom requests are counted for, and what happens where nobody counts."""

import asyncio
from uuid import uuid4

import pytest
from litestar import Litestar, Request, get
from litestar.testing import TestClient
from prometheus_client import CollectorRegistry, generate_latest

from store.entrypoints.shared.buyers import told_of
from store.entrypoints.shared.limits import (
    GUESSING,
    MAILING,
    READING,
    WRITING,
    LimitCounts,
    NobodyCounts,
    SlidingLimits,
    TooManyRequests,
    place_of,
)
from store.entrypoints.shared.permissions import GUEST, Principal
from store.entrypoints.shared.proxies import TrustedProxies
from store.entrypoints.shared.windows import CountsAway, MemoryWindows, Windows

pytestmark = [pytest.mark.requirement("R9.2"), pytest.mark.requirement("R1.6")]


class Time:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


class Noted(MemoryWindows):
    """Counts that remember what they were asked about."""

    def __init__(self):
        super().__init__()
        self.names = set()

    async def spend(self, window, name, cost=1):
        self.names.add(name)
        return await super().spend(window, name, cost)


class Away(Windows):
    """Counts that are away, and how often they were asked."""

    def __init__(self):
        self.asked = 0

    async def spend(self, window, name, cost=1):  # noqa: ARG002 - what a port has to have
        self.asked += 1
        raise CountsAway

    async def close(self):
        pass


def request(host="198.51.100.7", who=GUEST, **headers):
    return Request({
        "type": "http", "client": (host, 4711), "state": {"principal": who},
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
    })


def spend(limits, kind, times, *names, of=None, cost=1):
    """How many of so many requests are let through, and the refusal of the rest."""

    async def ask():
        for done in range(times):
            try:
                await limits.spend(kind, of or request(), *names, cost=cost)
            except TooManyRequests as refused:
                return done, refused.headers
        return times, None

    return asyncio.run(ask())


@pytest.mark.story("US-9.3", "by address and by user")
def test_an_address_is_counted_and_so_is_an_account_wherever_it_asks_from():
    ann = Principal("customer:ann", account=uuid4())
    limits = SlidingLimits(MemoryWindows(), ())
    assert spend(limits, WRITING, 240)[0] == 240
    assert spend(limits, WRITING, 1)[0] == 0
    assert spend(limits, WRITING, 1, of=request("198.51.100.8"))[0] == 1, "somebody else"
    limits = SlidingLimits(MemoryWindows(), ())
    done = [spend(limits, WRITING, 100, of=request(f"198.51.100.{n}", ann))[0] for n in (1, 2, 3, 4)]
    assert done == [100, 100, 40, 0]


@pytest.mark.story("US-9.3", "whoever goes on waits longer")
def test_whoever_goes_on_guessing_waits_longer_each_time():
    time = Time()
    limits = SlidingLimits(MemoryWindows(time), ())
    guessed, waits = 0, []
    while time.now < 86_000:
        done, refused = spend(limits, GUESSING, 11)
        guessed += done
        waits.append(int(refused["Retry-After"]))
        time.now += waits[-1]
    assert guessed <= 500
    assert waits[0] == 60
    assert max(waits) > 3600 * 10
    assert sum(wait <= 60 for wait in waits) < len(waits)


def test_nobody_is_shut_out_for_long_by_strangers_who_ask_for_them():
    time = Time()
    limits = SlidingLimits(MemoryWindows(time), ())
    for n in range(60):
        spend(limits, GUESSING, 11, "login ann", of=request(f"203.0.113.{n}"))
        time.now += 10
    refused = spend(limits, GUESSING, 11, "login ann", of=request("198.51.100.9"))[1]
    assert int(refused["Retry-After"]) <= 60


@pytest.mark.story("US-9.3", "limits differ by endpoint")
def test_each_class_of_requests_has_a_limit_of_its_own():
    limits = SlidingLimits(MemoryWindows(), ())
    assert spend(limits, GUESSING, 20)[0] == 10
    assert spend(limits, MAILING, 30)[0] == 20
    assert spend(limits, WRITING, 300)[0] == 240
    assert spend(limits, READING, 1300)[0] == 1200


def test_what_costs_the_shop_more_costs_the_visitor_more():
    assert spend(SlidingLimits(MemoryWindows(), ()), READING, 1300, cost=5)[0] == 240


@pytest.mark.story("US-9.3", "trusted clients are let through")
def test_a_key_on_the_list_is_not_counted_and_one_that_is_not_is_worth_nothing():
    limits = SlidingLimits(MemoryWindows(), ("let me in",))
    assert spend(limits, GUESSING, 50, of=request(x_api_key="let me in"))[0] == 50
    assert spend(limits, GUESSING, 50, of=request(x_api_key="let me"))[0] == 10


def test_while_nobody_counts_goods_are_shown_and_doors_stay_shut():
    registry, away = CollectorRegistry(), Away()
    limits = SlidingLimits(away, (), LimitCounts(registry))
    assert spend(limits, READING, 5)[0] == 5
    assert spend(limits, WRITING, 5)[0] == 5
    for kind in (GUESSING, MAILING):
        with pytest.raises(NobodyCounts):
            spend(limits, kind, 1)
    assert away.asked == 1, "what just was away is left alone for a moment"
    told = generate_latest(registry).decode()
    assert 'store_rate_limit_uncounted_total{let_through="true",limit="reading"} 5.0' in told
    assert 'store_rate_limit_uncounted_total{let_through="false",limit="guessing"} 1.0' in told


@pytest.mark.story("US-9.3", "operators are told")
def test_refusals_are_counted_for_operators():
    registry = CollectorRegistry()
    spend(SlidingLimits(MemoryWindows(), (), LimitCounts(registry)), GUESSING, 11)
    assert 'store_rate_limit_refused_total{limit="guessing"} 1.0' in generate_latest(registry).decode()


@pytest.mark.parametrize(("host", "place"), [
    ("198.51.100.7", "198.51.100.7"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
    ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"), ("::ffff:198.51.100.7", "198.51.100.7"),
    ("testclient", "testclient"), ("", "unknown"),
])
def test_a_household_of_many_addresses_is_one_place(host, place):
    assert place_of(host) == place
    buying = Request({"type": "http", "client": (host, 4711)})
    assert told_of(buying, "", None).network == place, "purchases are counted by the same"


@get("/", opt={"exclude_from_auth": True}, sync_to_thread=False)
def whoami(request: Request) -> str:
    return request.client.host


@pytest.mark.parametrize(("trusted", "said", "seen"), [
    ((), "203.0.113.9", "192.0.2.1"),
    (("10.0.0.0/8",), "203.0.113.9", "192.0.2.1"),
    (("192.0.2.1",), "203.0.113.9", "203.0.113.9"),
    (("192.0.2.1",), "8.8.8.8, 203.0.113.9", "203.0.113.9"),
    (("192.0.2.1", "10.0.0.0/8"), "8.8.8.8, 203.0.113.9, 10.1.2.3", "203.0.113.9"),
    (("192.0.2.1", "10.0.0.0/8"), "10.9.9.9, 10.1.2.3", "10.9.9.9"),
    (("192.0.2.1",), "not an address", "192.0.2.1"),
    (("192.0.2.1",), "203.0.113.9, unknown", "192.0.2.1"),
    (("192.0.2.1",), "[2001:db8::7]:4711", "2001:db8::7"),
    (("192.0.2.1",), "203.0.113.9:4711", "203.0.113.9"),
    (("192.0.2.1",), "::ffff:203.0.113.9", "203.0.113.9"),
    (("192.0.2.1",), "", "192.0.2.1"),
    (("0.0.0.0/0",), "1.1.1.1, " * 40 + "2.2.2.2", "1.1.1.1"),
])
def test_only_proxies_that_are_trusted_say_where_somebody_comes_from(trusted, said, seen):
    app = Litestar([whoami])
    app.asgi_handler = TrustedProxies(trusted)(app.asgi_handler)

    async def from_proxy(scope, receive, send):
        if scope["type"] == "http":
            scope["client"] = ("192.0.2.1", 4711)
        await app(scope, receive, send)

    with TestClient(from_proxy) as client:
        assert client.get("/", headers={"x-forwarded-for": said} if said else {}).text == seen


@pytest.mark.requirement("R10.5")
def test_a_card_number_that_was_guessed_as_an_order_is_not_counted_by_its_name():
    noted = Noted()
    assert spend(SlidingLimits(noted, ()), GUESSING, 10, "order 4242424242424242") == (10, None)
    assert noted.names == {"guessing 198.51.100.7", "guessing order ****4242"}
