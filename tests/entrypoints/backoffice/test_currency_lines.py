"""What staff type about currencies and prices: read line by line, shown as it would be typed, refused in words."""

import pytest

from store.domain.pricing.currency_events import CurrencyRules, Sold
from store.domain.shared.ids import Sku
from store.domain.shared.money import Money
from store.entrypoints.backoffice.currency_form import rules_in, typed_of
from store.entrypoints.backoffice.product_price_lines import Unreadable, prices_in

pytestmark = [pytest.mark.requirement("R12.3"), pytest.mark.story("US-12.3", "prices in the chosen currency")]
RULES = CurrencyRules((Sold("USD", 100, 5), Sold("CHF", 5), Sold("JPY")), {"CH": "CHF", "US": "USD"}, 48)


def test_rules_are_shown_as_they_are_typed():
    assert typed_of(RULES) == {
        "sold": "USD to 1.00 less 0.05\nCHF to 0.05\nJPY", "regions": "CH: CHF\nUS: USD", "hours": "48",
    }
    assert rules_in(typed_of(RULES)) == (RULES, {})
    assert rules_in({"sold": " usd , jpy\n\n", "regions": "us usd", "hours": "24"}) == (
        CurrencyRules((Sold("USD"), Sold("JPY")), {"US": "USD"}), {})


@pytest.mark.parametrize(("typed", "field"), [
    ({"sold": "dollars"}, "sold"), ({"sold": "USD to 1.001"}, "sold"), ({"sold": "USD to ..1"}, "sold"),
    ({"regions": "Germany: EUR"}, "regions"), ({"regions": "QQ: EUR"}, "regions"), ({"hours": "1.5"}, "hours"),
    ({"hours": ""}, "hours"), ({"hours": "²"}, "hours"), ({"hours": "1" * 99}, "hours"),
])
def test_what_cannot_be_read_is_said_beside_its_field(typed, field):
    rules, errors = rules_in({"hours": "24"} | typed)
    assert (rules, set(errors)) == (None, {field})


def test_prices_are_said_an_article_a_line():
    assert prices_in("MUG: usd 25.99, JPY 3900\n\nCUP:\n") == {
        Sku("MUG"): (Money(2599, "USD"), Money(3900, "JPY")), Sku("CUP"): (),
    }


@pytest.mark.parametrize("text", [
    "MUG USD 25.99", "MUG: 25.99", "MUG: USD", "MUG: JPY 1.5", "MUG: USD -1", "MUG: USD 1,5",
])
def test_lines_that_say_no_prices_are_refused_in_words(text):
    with pytest.raises(Unreadable, match=r"can't be read|is no price"):
        prices_in(text)
