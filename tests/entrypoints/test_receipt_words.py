"""Whoever asks why it costs that much reads words, and no names out of the code."""

import pytest
from msgspec import structs

from store.domain.pricing.taxing import Rounding
from store.entrypoints.shared.assets import Assets
from store.entrypoints.shared.pages import environment
from tests.entrypoints.page_fixtures import PAGES

pytestmark = [pytest.mark.requirement("R3.2"), pytest.mark.story("US-3.2", "itemised breakdown")]


@pytest.mark.parametrize("page", ["receipt", "office-receipt"])
@pytest.mark.parametrize("rule", Rounding)
def test_how_a_tax_was_rounded_is_said_in_words(page, rule):
    template, context = PAGES[page]
    text = environment(Assets()).get_template(template).render(
        {**context, "receipt": structs.replace(context["receipt"], rounding=rule.value)}
    )
    each = {"unit": "for each piece by itself", "line": "line by line", "order": "once for each rate"}[rule.per]
    half = "half a coin to the even one" if rule.to_even else "half a coin up"
    assert f"rounded {each}, {half}." in " ".join(text.split())
    assert rule.value not in text
