"""Finding something in the shop: categories, filters that need no new page, what was looked for."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_pages import is_in_order

STAYS = "window.stays = 'the same page'"


@pytest.fixture
def ann(visit):
    return visit()


def shown(ann):
    return ann.page.locator("#results-count").inner_text()


def after(ann, act):
    """What the count says once the list was answered anew."""
    with ann.page.expect_response(lambda answer: "/products" in answer.url or "/categories/" in answer.url):
        act()
    settled(ann)
    return shown(ann)


def settled(ann):
    expect(ann.page.locator(".htmx-request, .htmx-settling, .htmx-swapping")).to_have_count(0)


@pytest.mark.story("US-2.3", "no page reload")
@pytest.mark.story("US-2.3", "choose several categories and brands")
@pytest.mark.story("US-2.3", "choices can be seen and taken back")
def test_choices_narrow_the_list_without_a_new_page_and_can_be_taken_back(ann):
    ann.open("/products")
    ann.page.evaluate(STAYS)
    everything = shown(ann)
    one = after(ann, lambda: ann.page.check("#category-table"))
    two = after(ann, lambda: ann.page.check("#category-kitchen"))
    counts = [int(words.split()[0].replace(",", "")) for words in (one, two, everything)]
    assert counts == sorted(counts)
    assert counts[0] < counts[1] < counts[2]
    assert after(ann, lambda: ann.page.check("#in-stock"))
    assert all(f"category={slug}" in ann.page.url for slug in ("table", "kitchen"))
    chips = [chip.split("\n")[0] for chip in ann.page.locator(".filters-on .chip").all_inner_texts()]
    assert {chip.removesuffix("take off").strip() for chip in chips} == {"Table", "Kitchen", "In stock"}
    assert ann.page.evaluate("window.stays") == "the same page"
    address = ann.page.url
    ann.page.go_back()
    expect(ann.page.locator("#in-stock")).not_to_be_checked()
    expect(ann.page.locator("#results-count")).to_have_text(two)
    ann.page.goto(address)  # as whoever is sent it sees it
    assert ann.page.locator("#category-table").is_checked()
    ann.page.click(".filters-on .chip:has-text('Table')")
    expect(ann.page.locator("#category-table")).not_to_be_checked()
    assert "category=table" not in ann.page.url


@pytest.mark.story("US-2.3", "a price range")
def test_a_range_of_prices_is_dragged_typed_or_moved_by_key(ann):
    ann.open("/categories/table")
    ann.page.evaluate(STAYS)
    everything = shown(ann)
    low = ann.page.locator("[data-end=price-min]")
    low.focus()
    for _ in range(3):
        ann.page.keyboard.press("PageUp")
    ann.page.wait_for_url("**price_min=**")
    settled(ann)
    expect(ann.page.locator("#results-count")).not_to_have_text(everything)
    typed = after(ann, lambda: ann.page.locator("#price-max").fill("30") or ann.page.keyboard.press("Tab"))
    prices = ann.page.locator("#goods .card-price").all_inner_texts()
    assert all(float(price.split("€")[1].split()[0]) <= 30 for price in prices), prices
    assert int(typed.split()[0]) == len(prices)
    assert ann.page.evaluate("window.stays") == "the same page"


@pytest.mark.story("US-2.1", "a grid of products")
@pytest.mark.story("US-2.1", "20 items a page")
@pytest.mark.story("US-2.1", "picture, name, price and rating are shown")
def test_goods_stand_in_a_grid_or_a_list_twenty_at_a_time(ann):
    ann.open("/products")
    cards = ann.page.locator("#goods > li")
    assert cards.count() == 20
    pictured = cards.filter(has=ann.page.locator("img"))  # other tests write down goods without pictures
    assert pictured.count() > 10
    for card in pictured.all()[:3]:
        assert card.locator("img").get_attribute("width")
        assert card.locator(".card-name").inner_text()
        assert "€" in card.locator(".card-price").inner_text()
    assert "rating" not in ann.page.locator("#goods").inner_html().lower(), "nobody has rated anything"
    one, other = (cards.nth(n).bounding_box() for n in (0, 1))
    assert one["y"] == other["y"]
    ann.page.click(".views a[title=List]")
    ann.page.wait_for_load_state()
    one, other = (cards.nth(n).bounding_box() for n in (0, 1))
    assert (one["x"], one["y"] < other["y"]) == (other["x"], True)
    ann.page.click("#more a")
    expect(cards).to_have_count(40)
    is_in_order(ann)


@pytest.mark.story("US-2.2", "suggestions while typing")
@pytest.mark.story("US-2.2", "matches are highlighted")
def test_what_was_typed_is_marked_in_suggestions_and_results(ann):
    ann.open("/")
    ann.page.locator("#search").press_sequentially("mug")
    first = ann.page.locator("#suggestions [role=option] >> nth=0")
    first.wait_for()
    assert "Mugs & cups" in first.inner_text()
    assert ann.page.locator("#suggestions .suggestion-name mark").count() > 0
    ann.page.keyboard.press("Enter")
    ann.page.wait_for_url("**/products?q=mug")
    assert {mark.lower() for mark in ann.page.locator("#goods mark").all_inner_texts()} <= {"mug", "mugs"}
    assert ann.page.locator("#goods mark").count() > 0
    ann.open("/products?q=%3Cimg+src%3Dx+onerror%3Dalert(1)%3E+mug")
    assert ann.page.locator("main img[src=x]").count() == 0


def test_without_script_every_choice_is_made_by_a_button(visit):
    ann = visit(script=False)
    ann.open("/categories/table")
    assert not ann.page.locator("[data-range]").is_visible()
    ann.page.check("#in-stock")
    ann.page.fill("#price-max", "20")
    ann.page.click(".filters-apply")
    ann.page.wait_for_load_state()
    assert "in_stock=1" in ann.page.url
    assert ann.page.locator(".filters-on .chip").count() == 2
