"""Every page of both rooms: quiet, accessible, at every width, in light and dark, and from this host alone."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.visitor import MUG

WIDTHS = (320, 390, 768, 1280, 1920)
FRONT = {
    "home": "/", "everything": "/products", "category": "/categories/table",
    "categories": "/categories", "search": "/products?q=mug",
    "nothing found": "/products?q=xyzzy", "filtered": "/products?q=mug&in_stock=1&price_max=30", "product": MUG,
    "sold out": "/products/harbour-mug?sku=HARBOUR-MUG-INK", "empty cart": "/cart", "find an order": "/orders",
    "outbox": "/dev/outbox", "not there": "/nowhere", "API": "/api/v1/docs", "register": "/register",
    "log in": "/login", "look into your mail": "/register/sent", "password forgotten": "/password/forgotten",
    "confirm": "/verify?token=x", "another password": "/password/reset?token=x",
    "privacy": "/privacy", "choices": "/choices",
}
OFFICE = {
    "orders": "/backoffice/orders", "to send": "/backoffice/fulfilment?status=all",
    "products": "/backoffice/products?q=mug", "stock": "/backoffice/stock?q=mug",
    "stock of one": "/backoffice/stock/HARBOUR-MUG-SAGE", "stock by file": "/backoffice/stock-file",
    "products by file": "/backoffice/product-imports",
    "places of stock": "/backoffice/locations",
    "activity": "/backoffice/activity",
    "a search of facts": "/backoffice/activity?about=HARBOUR-MUG-SAGE&kind=inventory",
    "a history": "/backoffice/history/inventory/HARBOUR-MUG-SAGE",
    "the past": "/backoffice/history/inventory/HARBOUR-MUG-SAGE?version=1",
    "a difference": "/backoffice/history/inventory/HARBOUR-MUG-SAGE/difference?from=0",
    "stock in the past": "/backoffice/stock?q=mug&at=2199-01-01T00:00", "read models": "/backoffice/projections",
    "integrity": "/backoffice/integrity", "people": "/backoffice/users", "webhooks": "/backoffice/webhooks",
    "searches": "/backoffice/searches", "a word to explain": "/backoffice/search-words?word=sage+mug",
    "coupons": "/backoffice/coupons", "conservation": "/backoffice/conservation", "questions": "/backoffice/insight",
    "an example": "/backoffice/insight?example=stockouts", "not there": "/backoffice/nowhere",
    "a document": "/backoffice/documents/terms", "what is kept": "/backoffice/compliance",
}
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}

_OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
_DARK = "matchMedia('(prefers-color-scheme: dark)').matches"
_PICTURES = """
(async () => {
  const pictures = [...document.images];
  for (const one of pictures) one.loading = "eager";
  await Promise.allSettled(pictures.map((one) => one.decode()));
  return pictures.filter((one) => !one.naturalWidth || !one.getAttribute("width") || !one.getAttribute("height"))
    .map((one) => one.src);
})()
"""


def complaints(page, options):
    found = Axe().run(page, options=options).response["violations"]
    return [(one["id"], one["nodes"][0]["target"], one["nodes"][0]["failureSummary"]) for one in found]


def is_in_order(visitor):
    """What every page owes its visitors."""
    page = visitor.page
    assert page.locator("h1").count() == 1
    assert page.title()
    assert visitor.violations() == []
    assert page.evaluate(_PICTURES) == []
    visitor.rests()
    scheme = "dark" if page.evaluate(_DARK) else "light"
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(_OVERFLOW) <= 0, f"{width} px wide"
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert complaints(page, RULES) == [], f"{width} px wide"
        page.emulate_media(color_scheme="dark")
        assert complaints(page, COLOURS) == [], f"{width} px wide, dark"
        page.emulate_media(color_scheme=scheme)


@pytest.mark.parametrize("name", FRONT)
def test_every_page_of_the_shop_is_in_order(visit, name):
    visitor = visit()
    visitor.open(FRONT[name])
    is_in_order(visitor)


def test_the_pages_of_a_purchase_are_in_order(visit, staff):
    ann = visit()
    ann.puts_in_cart()
    ann.page.wait_for_selector("#cart-drawer[open]")
    assert complaints(ann.page, RULES) == []
    ann.open("/cart")
    is_in_order(ann)
    ann.open("/checkout")
    is_in_order(ann)
    ann.fills_in()
    ann.pays("decline")
    ann.page.wait_for_selector(".notice-bad")
    is_in_order(ann)
    ann.pays("challenge")
    ann.page.wait_for_url("**/sandbox/challenge/*")
    is_in_order(ann)
    ann.page.click("button[value=approve]")
    ann.page.wait_for_url("**/orders/*")
    is_in_order(ann)
    number = ann.order_number()
    ann.until(lambda: number in ann.page.inner_text("main"), "/dev/outbox")
    ann.page.click(f".mails li:has-text('{number}') a")
    ann.page.wait_for_load_state()
    is_in_order(ann)
    staff.until(lambda: staff.page.locator(".ship-form").count() > 0, f"/backoffice/orders/{number}")
    is_in_order(staff)
    staff.open(f"/backoffice/history/order/{number}")
    is_in_order(staff)


@pytest.mark.parametrize("name", OFFICE)
def test_every_page_of_the_back_office_is_in_order(staff, name):
    staff.open(OFFICE[name])
    is_in_order(staff)


@pytest.mark.parametrize("name", ["conservation", "integrity", "questions"])
def test_on_a_phone_one_sees_in_the_rail_where_one_is(visit, staff_cookies, name):
    staff = visit(known_as=staff_cookies, width=390)
    staff.open(OFFICE[name])
    place = staff.page.locator(".rail [aria-current]").bounding_box()
    assert place["x"] >= 0
    assert place["x"] + place["width"] <= 390


def test_the_login_and_a_product_of_the_back_office_are_in_order(visit, staff):
    somebody = visit()
    somebody.open("/backoffice")
    assert re.search("/backoffice/login", somebody.page.url)
    is_in_order(somebody)
    staff.open("/backoffice/products")
    staff.page.click("main table a >> nth=0")
    staff.page.wait_for_load_state()
    is_in_order(staff)


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("path", ["/", "/products", "/categories/table", MUG])
def test_nothing_moves_once_it_is_seen(visit, path, width):
    visitor = visit(width=width)
    visitor.open(path)
    visitor.page.evaluate("document.fonts.ready")
    visitor.page.mouse.wheel(0, 2000)
    visitor.page.wait_for_load_state("networkidle")
    assert visitor.page.evaluate("shifted") == 0


def test_whoever_wants_no_motion_sees_none(visit):
    visitor = visit(motion="reduce")
    visitor.puts_in_cart()
    visitor.page.wait_for_selector("#cart-drawer[open]")
    running = "document.getAnimations().filter((one) => one.effect.getComputedTiming().duration > 1).length"
    assert visitor.page.evaluate(running) == 0
    longest = "all => Math.max(...all.map((one) => parseFloat(getComputedStyle(one).transitionDuration)))"
    assert visitor.page.locator("*").evaluate_all(longest) < 0.001
