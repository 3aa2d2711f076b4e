"""The page of a return offers what the shop can do, and nothing else."""

import pytest

from store.entrypoints.shared.assets import Assets
from store.entrypoints.shared.pages import environment
from tests.entrypoints.page_fixtures import PAGES

pytestmark = [pytest.mark.requirement("R4.5"), pytest.mark.story("US-4.5", "a label for the way back")]


def shown(name):
    template, context = PAGES[name]
    return environment(Assets()).get_template(template).render(context)


def test_with_a_carrier_there_is_a_label_and_where_to_hand_it_in():
    page = shown("return-prepaid")
    assert "Make a label" in page
    assert "Where to hand it in" in page


def test_without_one_no_label_is_promised_and_yet_its_way_costs_nothing():
    page = shown("return-uncarried")
    for promised in ("Make a label", "have a label made", "Where to hand it in", "at your own expense"):
        assert promised not in page
    assert "Its way costs you nothing: write to us" in page
