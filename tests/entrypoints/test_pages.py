"""How pages write amounts, moments, addresses and links, and which variant a choice leads to."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from jinja2 import UndefinedError

from store.application.ordering.messages import AddressView
from store.application.shared.answers import Price
from store.entrypoints.shared import build_assets
from store.entrypoints.shared.assets import Assets
from store.entrypoints.shared.formats import href, markdown, without, words
from store.entrypoints.shared.pages import environment, variant_for
from tests.entrypoints.page_goods import VARIANTS, card

NOON = datetime(2026, 11, 22, 12, 5, 7, tzinfo=UTC)


@pytest.fixture(scope="session")
def env():
    build_assets.build()
    return environment(Assets())


@pytest.fixture
def write(env):
    def written(template, locale="en-IE", **context):
        return env.from_string(template).render(locale=locale, **context)

    return written


@pytest.mark.parametrize(
    ("locale", "price", "text"),
    [
        ("en-IE", Price("24.90", "EUR"), "€24.90"),
        ("de", Price("1024.90", "EUR"), "1.024,90\xa0€"),
        ("ja-JP", Price("2490", "JPY"), "¥2,490"),
        ("xx-nowhere", Price("24.90", "EUR"), "€24.90"),
    ],
)
def test_an_amount_is_written_the_readers_way(write, locale, price, text):
    assert write("{{ it|money }}", locale, it=price).replace("￥", "¥") == text


def test_amounts_of_facts_and_amounts_apart_read_alike(write):
    assert write("{{ it|minor_money }}", it={"minor": 2490, "currency": "EUR"}) == "€24.90"
    assert write("{{ it|minor_money }}", it={"minor": 2490, "currency": "JPY"}) == "JP¥2,490"
    assert write("{{ '24.90'|price_in('EUR') }}") == "€24.90"


def test_moments_stand_on_the_shops_clock(write):
    assert write("{{ it|moment }}", it=NOON) == "22 Nov 2026, 12:05"
    assert write("{{ it|instant }}", it=NOON, timezone="Europe/Berlin") == "22 Nov 2026, 13:05:07"
    assert write("{{ it|moment }}", it="2026-11-22T12:05:07Z") == "22 Nov 2026, 12:05"
    assert write("{{ it|day }}", "de", it=date(2026, 11, 22)) == "22. November 2026"
    assert write("{{ it|iso }}", it=NOON) == "2026-11-22T12:05:07+00:00"
    assert write("{{ it|ago(now) }}", it=NOON - timedelta(minutes=3), now=NOON) == "3 minutes ago"


@pytest.mark.parametrize(
    ("country", "last"), [("PT", ["4050-448 PORTO", "Portugal"]), ("XX", ["4050-448 Porto", "North", "XX"])]
)
def test_an_address_is_written_as_its_country_does(write, country, last):
    it = AddressView("Ann Field", "Rua 14", None, "Porto", "North", "4050-448", country)
    lines = write("{{ it|address_lines|join('; ') }}", it=it).split("; ")
    assert lines[:2] == ["Ann Field", "Rua 14"]
    assert lines[-len(last):] == last


def test_a_link_keeps_what_was_asked_and_leaves_out_what_is_empty():
    asked = {"q": "mug & bowl", "brand": ["A", "B"], "in_stock": True, "price_min": None, "sort": ""}
    assert href("/products", asked) == "/products?q=mug+%26+bowl&brand=A&brand=B&in_stock=1"
    fewer = href("/products", asked, q=None, brand=without(asked["brand"], "A"), in_stock=False)
    assert fewer == "/products?brand=B"
    assert href("/products") == "/products"


@pytest.mark.requirement("R10.2")
def test_prose_of_strangers_loses_its_scripts_and_bad_links():
    text = markdown("[x](javascript:alert) <img src=x onerror=y> **bold** [y](https://shop.example)")
    assert "javascript" not in text.replace("(javascript:alert)", "")
    assert "<img" not in text
    assert "<strong>bold</strong>" in text
    assert 'rel="noopener nofollow"' in text


def test_a_name_in_snake_case_reads_as_words():
    assert words("cancelled_because") == "Cancelled because"


@pytest.mark.story("US-2.1", "a price says from where another variant costs more")
@pytest.mark.parametrize(
    ("varies", "variants", "words"), [(True, 3, "from €18.00"), (False, 3, "€18.00"), (True, 1, "€18.00")]
)
def test_a_card_says_from_only_where_another_variant_costs_more(write, varies, variants, words):
    mug = card("mug", "Mug", "Loam", "18.00", None, price_varies=varies, variant_count=variants)
    page = write("{% from 'shared/macros/goods.html' import card with context %}{{ card(it) }}", it=mug)
    ((price,),) = [re.findall(r'<p class="card-price">(.*?)</p>', page)]
    assert " ".join(re.sub("<.*?>", "", price).split()) == words


def test_one_other_choice_leads_to_the_variant_that_is_the_same_otherwise():
    large_oat = VARIANTS[1]
    found = variant_for(VARIANTS, large_oat, "Colour", "Rust")
    assert found is not None
    assert found.options == {"Colour": "Rust", "Size": "Large"}
    assert variant_for(VARIANTS, None, "Size", "Large") is large_oat
    assert variant_for(VARIANTS, large_oat, "Colour", "Blue") is None


@pytest.mark.requirement("R10.2")
def test_a_forgotten_variable_is_an_error_and_text_is_never_markup(write):
    with pytest.raises(UndefinedError):
        write("{{ forgotten }}")
    assert write("{{ it }}", it="<b>") == "&lt;b&gt;"
    assert write("{{ csrf_input }}", csrf_input="<input>") == "<input>"


def test_the_nonce_comes_from_the_request(write):
    class Request:
        scope = {"state": {"csp_nonce": "from-request"}}  # noqa: RUF012 - stands for one request

    assert write("{{ nonce() }}", request=Request()) == "from-request"
    assert write("{{ nonce() }}", csp_nonce="given") == "given"
    assert write("{{ nonce() }}") == ""
