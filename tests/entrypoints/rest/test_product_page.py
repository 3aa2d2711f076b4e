"""What a product's page says to shoppers, to search engines and to whoever passes it on, and what it weighs."""

import json
import re
import urllib.request
from html import unescape
from uuid import uuid4

import pytest

from store.application.processes.import_rows import ProductRow, VariantRow
from store.domain.catalogue.events import Picture
from store.domain.shared.ids import product_of
from store.domain.shared.money import Money
from store.entrypoints.shared.build_assets import build
from tests.adapters.catalogue.hostile_pictures import photo
from tests.harness.drivers.postgres import settle

LIGHT = 100_000
"""Bytes that a page may have without its pictures, as they leave the server."""
large = pytest.mark.story("US-2.4", "large pictures")
described = pytest.mark.story("US-2.4", "description, specifications and features")
priced = pytest.mark.story("US-2.4", "price and discount")
stocked = pytest.mark.story("US-2.4", "stock is shown")
related = pytest.mark.story("US-2.4", "related products")


@pytest.fixture(scope="module", autouse=True)
def _built():
    build()


@pytest.fixture(scope="module")
def lamp(api):
    """A lamp in two sizes, one of them sold out, with a picture of its own for the large one; and its like."""
    slug = f"lamp-{uuid4().hex[:8]}"
    api.sells(
        ProductRow(
            key=slug, slug=slug, name="Harbour <lamp>", brand="Kiln & Co", category=("Rooms", f"Lamps {slug}"),
            text="Light for the table.\n\n- dims by a touch\n- runs on 12 V",
            attributes={"Height": "32 cm", "Dims": True}, options=("Size",),
            pictures=(Picture("lamp.svg", "The lamp"),),
            variants=(
                VariantRow(f"{slug}-S", Money(4500, "EUR"), 3, {"Size": "S"}, Money(6000, "EUR")),
                VariantRow(f"{slug}-L", Money(9000, "EUR"), 0, {"Size": "L"}, None, "lamp-large.svg"),
            ),
        ),
        *(ProductRow(key=f"{slug}-{n}", slug=f"{slug}-{n}", name=f"Other lamp {n}", brand="Kiln",
                     category=("Rooms", f"Lamps {slug}"),
                     variants=(VariantRow(f"{slug}-{n}", Money(1000 + n, "EUR"), 5),)) for n in range(5)),
    )
    answer = api.asks(
        "POST", f"/products/{product_of('contract', slug)}/pictures?alt=At+night", content=photo(size=(1600, 1200)),
        headers=api.staff | {"content-type": "image/jpeg"},
    )
    assert answer.status_code == 201
    settle(api.back_room)
    return slug


def page_of(api, slug, query=""):
    answer = api.asks_page(f"/products/{slug}{query}")
    assert answer.status_code == 200
    return answer.text


def data_of(page):
    return json.loads(re.search(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', page, re.DOTALL)[1])


def meta_of(page):
    found = re.findall(r'<meta (?:property|name)="([a-z:]+)" content="([^"]*)">', page)
    return {name: unescape(words) for name, words in found}


@described
@priced
@stocked
@related
def test_the_page_says_what_one_needs_to_know_before_buying(api, lamp):
    page = page_of(api, lamp)
    words = re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))
    assert "Light for the table. dims by a touch runs on 12 V" in words
    assert "Height 32 cm" in words
    assert "Dims Yes" in words
    assert "Now €45.00 Before €60.00 25% less" in words
    assert "Only 3 left" in words
    assert "Nobody has said anything about it yet." in words
    assert page.index("Similar goods") < page.index("Other lamp")
    assert len(re.findall(r'<h3 class="card-name"', page)) == 4
    sold_out = page_of(api, lamp, f"?sku={lamp}-L")
    assert "Sold out for now. Another variant can be chosen above." in sold_out
    assert "% less" not in sold_out


@large
def test_pictures_are_offered_in_sizes_and_each_leads_to_itself_in_full(api, lamp):
    page = page_of(api, lamp)
    gallery = page[page.index("data-gallery"):page.index('id="buy"')]
    assert re.findall(r'href="(/media/[^"]+)" data-zoom', gallery)[0] == "/media/lamp.svg"
    first = re.search(r'<picture><source type="image/avif" srcset="([^"]+)" sizes="([^"]+)">', gallery)
    sized = re.search(r'<source type="image/webp" srcset="([^"]+)" sizes="([^"]+)">\s*<img ([^>]+)>', gallery)
    assert (first[1], first[2]) == (sized[1].replace(".webp ", ".avif "), sized[2])
    assert [one.split()[1] for one in sized[1].split(", ")] == ["320w", "640w", "960w", "1600w"]
    assert 'width="1600" height="1200"' in sized[3]
    assert re.search(r'srcset="[^"]+\.320\.jpg 320w', sized[3])
    assert gallery.count('fetchpriority="high"') == 1
    assert 'loading="lazy"' in gallery


@large
def test_choosing_a_variant_shows_its_picture_first(api, lamp):
    gallery = page_of(api, lamp, f"?sku={lamp}-L")
    assert re.findall(r'href="(/media/[^"]+)" data-zoom', gallery)[0] == "/media/lamp-large.svg"


def test_search_engines_find_what_they_ask_for(api, lamp):
    """Required by Google's documentation of product snippets, merchant listings and breadcrumbs, and then some."""
    product, trail = data_of(page_of(api, lamp))
    assert {product["@context"], trail["@context"]} == {"https://schema.org"}
    assert product["@type"] == "Product"
    assert product["name"] == "Harbour <lamp>"
    assert product["brand"] == {"@type": "Brand", "name": "Kiln & Co"}
    assert product["image"]
    assert all(re.match(r"https?://[^/]+/media/", image) for image in product["image"])
    assert "aggregateRating" not in product
    assert "review" not in product
    assert [(offer["sku"], offer["price"], offer["priceCurrency"]) for offer in product["offers"]] == [
        (f"{lamp}-S", "45.00", "EUR"), (f"{lamp}-L", "90.00", "EUR"),
    ]
    assert [offer["availability"].rpartition("/")[2] for offer in product["offers"]] == ["InStock", "OutOfStock"]
    assert {offer["@type"] for offer in product["offers"]} == {"Offer"}
    assert all(offer["url"].startswith(f"{product['url']}?sku=") for offer in product["offers"])
    steps = trail["itemListElement"]
    assert trail["@type"] == "BreadcrumbList"
    assert [(step["@type"], step["position"]) for step in steps] == [("ListItem", n) for n in (1, 2, 3, 4)]
    assert [step["name"] for step in steps][1::2] == ["Rooms", "Harbour <lamp>"]
    crumbs = api.expects(200, "GET", f"/products/{lamp}")["breadcrumbs"]
    assert [re.sub(r"^https?://[^/]+", "", step["item"]) for step in steps] == [
        "/products", *(f"/categories/{crumb['slug']}" for crumb in crumbs), f"/products/{lamp}",
    ]
    for place in [re.sub(r"^https?://[^/]+", "", step["item"]) for step in steps]:
        answer = api.asks_page(place)
        assert (answer.status_code, "noindex" in answer.text) == (200, False), f"{place} is where it says, and found"


def test_a_link_that_is_passed_on_shows_what_it_leads_to(api, lamp):
    page = page_of(api, lamp)
    meta, canonical = meta_of(page), re.search(r'<link rel="canonical" href="([^"]+)">', page)[1]
    assert canonical.endswith(f"/products/{lamp}")
    assert meta["og:url"] == canonical
    assert (meta["og:type"], meta["og:title"]) == ("product", "Harbour <lamp>")
    assert meta["og:description"].startswith("Light for the table.")
    assert (meta["product:price:amount"], meta["product:price:currency"]) == ("45.00", "EUR")
    assert re.fullmatch(r"https?://[^/]+/media/goods-[0-9a-f]{32}-1600x1200a\.jpg", meta["og:image"]), "no drawing"
    assert (meta["og:image:width"], meta["og:image:height"], meta["og:image:alt"]) == ("1600", "1200", "At night")
    assert f"/products/{lamp}</loc>" in api.asks_page("/sitemap.xml").text


def test_one_address_of_each_list_is_to_be_found_and_none_that_narrows_it_down(api, lamp):
    place = api.expects(200, "GET", f"/products/{lamp}")["breadcrumbs"][-1]["slug"]
    for list_ in ("/products", f"/categories/{place}"):
        for asked in ("", "?view=list", "?sort=price"):
            page = api.asks_page(list_ + asked).text
            assert re.search(r'<link rel="canonical" href="https?://[^/]+([^"]+)">', page)[1] == list_
            assert "noindex" not in page
        for asked in ("?brand=Kiln", "?in_stock=1", "?price_max=9", f"?category={place}", "?facet=Size:+S"):
            page = api.asks_page(list_ + asked).text
            assert '<meta name="robots" content="noindex">' in page
            assert 'rel="canonical"' not in page
    assert '<meta name="robots" content="noindex">' in api.asks_page("/products?q=lamp").text


def test_the_page_is_light(served, lamp):
    """All it needs but its pictures, as it leaves a real server: packed."""
    whole, page = fetched(f"{served}/products/{lamp}")
    parts = {"the page": whole}
    for address in sorted(set(re.findall(r'(?:href|src)="(/static/[^"#]+)', page))):
        parts[address], _ = fetched(served + address)
    assert {address.rpartition(".")[2] for address in parts} >= {"css", "js", "woff2", "svg"}
    assert sum(parts.values()) < LIGHT, parts


def fetched(address):
    """How many bytes came, and what they say."""
    import brotli

    asked = urllib.request.Request(address, headers={"accept-encoding": "br"})  # noqa: S310 - our own server
    with urllib.request.urlopen(asked, timeout=20) as answer:  # noqa: S310 - as above
        came = answer.read()
        packed = answer.headers.get("content-encoding") == "br"
    return len(came), (brotli.decompress(came) if packed else came).decode(errors="replace")
