"""Whoever has no mouse gets everywhere, sees where they are, and gets out again."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import LOOKED_FOR
from tests.browser.test_pages import is_in_order
from tests.browser.visitor import MUG

pytestmark = [pytest.mark.requirement("R9.1")]

_FOCUSED = """
() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const card = one.closest(".card, .room, .pick, .choice, .mails li") ?? one;
  const outlined = (it) => getComputedStyle(it).outlineStyle !== "none" && getComputedStyle(it).outlineWidth !== "0px";
  const place = one.getBoundingClientRect();
  return {
    name: one.id || one.name || one.textContent.trim().slice(0, 40),
    seen: (outlined(one) || outlined(card) || getComputedStyle(one).boxShadow !== "none") && place.width > 0,
    top: place.top + scrollY,
  };
}
"""


def focused(page):
    return page.evaluate(_FOCUSED)


@pytest.mark.parametrize("path", ["/", "/categories/table", MUG, "/cart", "/orders", "/register"])
def test_tab_goes_through_the_page_in_its_order_and_always_shows_where_one_is(visit, path):
    visitor = visit()
    visitor.open(path)
    stops = []
    for _ in range(16):
        visitor.page.keyboard.press("Tab")
        here = focused(visitor.page)
        assert here["seen"], here
        stops.append(here)
    assert stops[0]["name"] == "Skip to the content"
    assert len({stop["name"] for stop in stops}) > 5
    visitor.page.keyboard.press("Shift+Tab")
    assert focused(visitor.page)["name"] == stops[-2]["name"]


def test_the_first_stop_skips_the_header(visit):
    visitor = visit()
    visitor.open("/")
    visitor.page.keyboard.press("Tab")
    visitor.page.keyboard.press("Enter")
    visitor.page.keyboard.press("Tab")
    assert visitor.page.evaluate("document.getElementById('main').contains(document.activeElement)")


def test_slash_leads_to_the_search_and_is_a_letter_when_one_types(visit):
    visitor = visit()
    visitor.open("/")
    visitor.page.keyboard.press("/")
    assert focused(visitor.page)["name"] == "search"
    visitor.page.keyboard.type("a/b")
    assert visitor.page.input_value("#search") == "a/b"


@pytest.mark.story("US-2.2", "suggestions while typing")
def test_suggestions_are_walked_with_the_arrows_and_opened_with_enter(visit):
    visitor = visit()
    visitor.open("/")
    search = visitor.page.locator("#search")
    visitor.page.keyboard.press("/")
    visitor.page.keyboard.type("harbour mug")
    expect(search).to_have_attribute("aria-expanded", "true")
    visitor.page.keyboard.press("ArrowDown")
    expect(search).to_have_attribute("aria-activedescendant", "suggestion-1")
    expect(visitor.page.locator("#suggestion-1")).to_have_attribute("aria-selected", "true")
    visitor.page.keyboard.press("Escape")
    expect(search).to_have_attribute("aria-expanded", "false")
    assert visitor.page.input_value("#search") == "harbour mug"
    visitor.page.keyboard.press("ArrowUp")
    visitor.page.keyboard.press("ArrowDown")
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_url("**/products/harbour-mug")


@pytest.mark.story("US-2.2", "past searches of many are suggested")
def test_what_others_looked_for_is_walked_with_the_arrows_too(visit):
    visitor = visit()
    visitor.open("/")
    search = visitor.page.locator("#search")
    visitor.page.keyboard.press("/")
    visitor.page.keyboard.type("sag")
    group = visitor.page.get_by_role("group", name="Others looked for")
    expect(group.get_by_role("option")).to_have_text(LOOKED_FOR)
    visitor.page.keyboard.press("ArrowDown")
    expect(search).to_have_attribute("aria-activedescendant", "suggestion-other-1")
    visitor.page.keyboard.press("ArrowDown")
    expect(search).to_have_attribute("aria-activedescendant", "suggestion-1")
    visitor.page.keyboard.press("ArrowUp")
    is_in_order(visitor)
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_url("**/products?q=sage+mug")


def test_the_drawer_opens_closes_with_escape_and_gives_the_focus_back(visit):
    visitor = visit()
    visitor.open(MUG)
    visitor.page.focus(".buy-form .button-act")
    visitor.page.keyboard.press("Enter")
    drawer = visitor.page.locator("#cart-drawer")
    expect(drawer).to_be_visible()
    for _ in range(12):
        visitor.page.keyboard.press("Tab")
        inside = "document.activeElement === document.body || !!document.activeElement.closest('#cart-drawer')"
        assert visitor.page.evaluate(inside)
    visitor.page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    assert visitor.page.evaluate("document.activeElement.matches('.buy-form .button-act')")


@pytest.mark.story("US-3.4", "complete a purchase")
def test_a_purchase_needs_no_mouse(visit):
    ann = visit()
    ann.open(MUG)
    press = ann.page.keyboard.press

    def tab_to(selector):
        for _ in range(60):
            press("Tab")
            if ann.page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
        raise AssertionError(f"no way to {selector} by Tab")

    tab_to(".buy-form .button-act")
    press("Enter")
    expect(ann.page.locator("#cart-drawer")).to_be_visible()
    tab_to("a[href='/checkout']")
    press("Enter")
    ann.page.wait_for_url("**/checkout")
    for field, text in (("email", "ann@example.org"), ("name", "Ann"), ("line1", "Lindenweg 4")):
        tab_to(f"#f-{field}")
        ann.page.keyboard.type(text)
    for field, text in (("postal_code", "10115"), ("city", "Berlin")):
        tab_to(f"#f-{field}")
        ann.page.keyboard.type(text)
    tab_to("button.button-act")
    press("Enter")
    ann.page.wait_for_url("**/orders/*")
    assert ann.heading() == "Thank you. It is yours."
