"""A real shop on a port of its own, and Debian's Chromium in front of it."""

import os
import re
import shutil
import tempfile
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import sync_playwright

from tests.adapters.customers.geocoder import geocoding
from tests.browser.visitor import Visitor
from tests.providers import elsewhere
from tests.servers import free_port
from tests.serving import Serving

ALWAYS = {
    "test_buying.py", "test_cart.py", "test_every_page.py", "test_hostile_pages.py", "test_whole_purchase_by_keys.py",
}
"""What a shop lives by, and what walks over all of it."""
STAFF_TOKEN = "staff-of-the-browser"
UNCOUNTED = "logins-of-the-browser"
LOOKED_FOR = "sage mug"
STAFF = ("staff@example.com", "a-shop-to-play-with")
_QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]


def pytest_collection_modifyitems(config, items):
    """With WALK=3 a third of the tests is left beside those that are always run, with each TURN another one."""
    here = [item for item in items if item.path.parent.name == "browser"]
    for item in here:
        item.add_marker(pytest.mark.browser)
        item.add_marker(pytest.mark.slow)
    dealt = {item.nodeid for item in here if item.path.name not in ALWAYS}
    left = dealt - whose_turn_it_is(dealt)
    if left:
        config.hook.pytest_deselected(items=[item for item in items if item.nodeid in left])
        items[:] = [item for item in items if item.nodeid not in left]


def whose_turn_it_is(names):
    """All *names*, or with WALK=3 a third of them, with each TURN another one."""
    share, turn = int(os.environ.get("WALK", "1")), int(os.environ.get("TURN", "0"))
    return {name for place, name in enumerate(sorted(names)) if (place + turn) % share == 0}


@pytest.fixture(scope="session")
def program():
    """Without windows it takes a third of the processor's time, and draws and runs the same."""
    known = (os.environ.get("BROWSER", ""), "chromium-headless-shell", "chromium", "chromium-browser")
    found = next(filter(None, map(shutil.which, filter(None, known))), None)
    return found or pytest.skip("no chromium on the PATH (Debian: apt-get install chromium-headless-shell)")


@pytest.fixture(scope="session")
def there():
    """Google, Facebook and GitHub, as far as the shop is concerned."""
    with elsewhere() as servers:
        yield servers


@pytest.fixture(scope="session")
def shop(program, there):
    """The demo shop, served by a process tree of its own; its address.

    Its folder is not pytest's own: every run closes that anew to the account that Postgres gets under root.
    """
    place = Path(tempfile.mkdtemp(prefix="store-browser-"))
    with geocoding() as service:
        serving = Serving(
            place / "data", free_port(), STORE_DEMO="1", STORE_LOG_LEVEL="error",
            STORE_STAFF_TOKEN=STAFF_TOKEN, STORE_RATE_LIMIT_KEYS=UNCOUNTED, STORE_GEOCODING_URL=service.address,
            STORE_TRUSTED_PROXIES="127.0.0.1",
            **{f"STORE_{name.upper()}": value for name, value in there.settings.items()},
        )
        try:
            serving.opened()
            address = f"http://127.0.0.1:{serving.port}"
            _stock_up(address)
            _look_for(address, LOOKED_FOR)
            yield address
        finally:
            serving.close()
            shutil.rmtree(place)


def _stock_up(address):
    """Enough mugs for every test."""
    for sku in ("HARBOUR-MUG-SAGE", "HARBOUR-MUG-OAT"):
        answer = httpx.post(
            f"{address}/api/v1/inventory/{sku}/receipts", json={"quantity": 1000}, timeout=20,
            headers={"authorization": f"Bearer {STAFF_TOKEN}"},
        )
        assert answer.status_code == 201, answer.text


def _look_for(address, words):
    """Enough visitors, each in a network of their own, look for the same before anybody types something."""
    for network in range(5):
        answer = httpx.get(
            f"{address}/products", params={"q": words}, headers={"x-forwarded-for": f"10.9.{network}.1"}, timeout=20
        )
        assert answer.status_code == 200, answer.text
    report = httpx.get(f"{address}/api/v1/searches", headers={"authorization": f"Bearer {STAFF_TOKEN}"}, timeout=20)
    assert [row["words"] for row in report.json()["rows"]] == [words]


@pytest.fixture(scope="module")
def chromium(program):
    """Module by module: while Playwright is there, nothing else in this thread may run an event loop."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, headless=True, args=_QUIET)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium, shop):
    """Opens the shop for a visitor, and afterwards asks whether anything was amiss on their pages."""
    visitors = []

    def begin(*, width=1280, script=True, scheme="light", motion="no-preference", known_as=None):
        context = chromium.new_context(
            base_url=shop, viewport={"width": width, "height": 900}, java_script_enabled=script,
            color_scheme=scheme, reduced_motion=motion, storage_state=known_as,
        )
        context.set_default_timeout(15_000)
        visitors.append(Visitor(context, shop))
        return visitors[-1]

    yield begin
    faults = [fault for visitor in visitors for fault in visitor.faults]
    for visitor in visitors:
        visitor.context.close()
    assert not faults


@pytest.fixture(scope="module")
def staff_cookies(chromium, shop):
    """What a browser keeps of a login by the form."""
    context = chromium.new_context(base_url=shop)
    page = context.new_page()
    page.goto("/backoffice/login")
    email, password = STAFF
    page.fill("[name=email]", email)
    page.fill("[name=password]", password)
    page.click("main button")
    page.wait_for_url(re.compile("/backoffice(?!/login)"))
    kept = context.storage_state()
    context.close()
    return kept


@pytest.fixture
def staff(visit, staff_cookies):
    """Somebody who is logged in to the back office."""
    return visit(known_as=staff_cookies)
