"""Names and addresses made to do harm are shown as what they are: text."""

import re

import pytest

from tests.browser.visitor import MUG

HOSTILE = [
    '<script>document.title="broken in"</script>', '"><img src=x onerror="document.title=\'broken in\'">',
    "javascript:alert(1)", "{{7*7}}", "</script><svg onload=alert(1)>", "\u202egnp.exe", "long" * 29,
]

pytestmark = [pytest.mark.requirement("R10.2")]


@pytest.mark.story("US-10.2", "what people write is shown as text")
@pytest.mark.parametrize("words", HOSTILE)
def test_as_words_to_search_for(visit, words):
    visitor = visit(width=390)
    visitor.open("/")
    visitor.page.fill("#search", words)
    visitor.page.press("#search", "Enter")
    visitor.page.wait_for_url("**/products?q=*")
    assert visitor.page.input_value("#search") == words
    is_harmless(visitor)


@pytest.mark.story("US-10.2", "what people write is shown as text")
def test_as_the_address_of_an_order_in_both_rooms(visit, staff):
    ann = visit(width=390)
    ann.buys(name=HOSTILE[0], line1=HOSTILE[1], city=HOSTILE[4])
    ann.page.wait_for_url("**/orders/*")
    number = ann.order_number()
    assert HOSTILE[0] in ann.page.inner_text("main")
    is_harmless(ann)
    ann.until(lambda: number in ann.page.inner_text("main"), "/dev/outbox")
    ann.page.click(f".mails li:has-text('{number}') a")
    ann.page.wait_for_load_state()
    is_harmless(ann)
    staff.until(lambda: staff.page.locator(".ship-form").count() > 0, f"/backoffice/orders/{number}")
    is_harmless(staff)
    staff.open(f"/backoffice/history/order/{number}")
    is_harmless(staff)


def is_harmless(visitor):
    assert visitor.page.title() != "broken in"
    assert visitor.page.locator("main script, main img[src=x], main svg[onload], [onerror]").count() == 0
    assert visitor.violations() == []
    assert visitor.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.story("US-10.2", "output is escaped")
def test_what_search_engines_read_stays_inside_its_element(visit):
    visitor = visit()
    visitor.open(MUG)
    blocks = visitor.page.locator("script[type='application/ld+json']")
    assert blocks.count() == 1
    text = blocks.inner_text()
    assert not re.search(r"[<>]", text)
    product, _ = visitor.page.evaluate("text => JSON.parse(text)", text)
    assert (product["@type"], product["name"]) == ("Product", "Harbour mug")
    assert "aggregateRating" not in product
