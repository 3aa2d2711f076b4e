"""Categories on the pages of staff and of shoppers: opened, told about, moved, merged."""

import re
from uuid import uuid4

import pytest

from store.application.processes.import_rows import ImportProducts, ProductRow, VariantRow
from store.application.shared.bus import Caller
from store.domain.catalogue.events import Picture
from store.domain.shared.money import Money

pytestmark = pytest.mark.story("US-7.1", "multi-level hierarchy")


@pytest.fixture
def opened(desk):
    """Opens a category, and says where its page is and what it would send."""

    def open_one(name, **more):
        answer = desk.post("/backoffice/categories", {"name": name} | more)
        assert answer.status_code == 303, answer.text
        desk.settle()
        return answer.headers["location"]

    return open_one


def version_on(page):
    return re.search(r'name="version" value="(\d+)"', page)[1]


@pytest.mark.story("US-7.1", "landing pages")
@pytest.mark.story("US-7.1", "breadcrumbs")
@pytest.mark.story("US-10.2", "what users write is sanitised")
def test_a_category_is_opened_described_and_seen_by_shoppers(desk, opened):
    top = opened("Scullery")
    page = opened("Copper pans", parent=top.rsplit("/", 1)[1], text="Pans that *last*.")
    shown = desk.get("/categories/scullery/copper-pans").text
    for words in ("<h1>Copper pans</h1>", "Pans that <em>last</em>.", 'href="/categories/scullery"', "shelf is empty"):
        assert words in shown
    text = "<script>x</script> [y](data:z)"
    changed = desk.post(page, {"version": version_on(desk.get(page).text), "name": "Pans", "text": text})
    assert changed.status_code == 303
    assert "&lt;script" not in (kept := desk.get(page).text)
    assert ">x [y](#)</textarea>" in kept
    desk.settle()
    shown = desk.get("/categories/scullery/copper-pans").text
    assert "<h1>Pans</h1>" in shown
    assert "<script>x" not in shown


@pytest.mark.story("US-7.1", "landing pages")
def test_staff_choose_a_picture_of_the_goods_in_it(desk, opened):
    page = opened("Pantry")
    assert 'name="picture"' not in desk.get(page).text, "there is nothing to choose from"
    desk.shop.media().put("jar.svg", b"<svg/>", "image/svg+xml")
    desk.shop.bus().do(ImportProducts(source="test", rows=(ProductRow(
        key="jar", name="Jar", brand="Kiln", category=("Pantry",), pictures=(Picture("jar.svg", "A jar"),),
        variants=(VariantRow("JAR-OF-PANTRY", Money(900, "EUR"), 3),),
    ),)), Caller(actor="system:test", correlation=uuid4()))
    desk.settle()
    assert 'value="jar.svg"><span>A jar</span>' in desk.get(page).text
    chosen = desk.post(f"{page}/picture", {"version": version_on(desk.get(page).text), "picture": "jar.svg"})
    assert (chosen.status_code, chosen.headers["location"]) == (303, page)
    desk.settle()
    assert 'value="jar.svg" checked>' in desk.get(page).text
    head = desk.get("/categories/pantry").text.partition('class="wrap listing-in"')[0]
    assert 'src="/media/jar.svg"' in head
    late = desk.post(f"{page}/picture", {"version": "1", "picture": ""})
    assert late.status_code == 409
    wrong = desk.post(f"{page}/picture", {"version": version_on(desk.get(page).text), "picture": "none.svg"})
    assert (wrong.status_code, "no picture called none.svg" in wrong.text) == (409, True)
    none = desk.post(f"{page}/picture", {"version": version_on(desk.get(page).text), "picture": ""})
    assert none.status_code == 303
    assert 'value="jar.svg"><span>' in desk.get(page).text


@pytest.mark.requirement("R7.1")
def test_an_address_that_was_left_leads_on_with_all_that_was_chosen(desk, opened):
    away, stays = opened("Larder"), opened("Cellar")
    answer = desk.post(f"{away}/place", {"version": "1", "parent": stays.rsplit("/", 1)[1]})
    assert answer.status_code == 303
    desk.settle()
    led = desk.get("/categories/larder?sort=price&brand=Kiln&view=list")
    assert (led.status_code, led.headers["location"]) == (
        301, "/categories/cellar/larder?brand=Kiln&sort=price&view=list"
    )
    chosen = desk.get("/products?category=cellar&category=larder&sort=price&brand=Kiln")
    assert (chosen.status_code, chosen.headers["location"]) == (
        301, "/products?category=cellar&category=cellar%2Flarder&brand=Kiln&sort=price"
    ), "and so does a list that was narrowed down to it"
    assert desk.get("/categories/cellar?category=larder").headers["location"] == (
        "/categories/cellar?category=cellar%2Flarder"
    )
    assert desk.get("/categories/nowhere").status_code == 404
    assert desk.get("/products?category=larder&category=nowhere").status_code == 404
    merged = desk.post(f"{away}/merger", {"version": "2", "into": stays.rsplit("/", 1)[1]})
    assert merged.headers["location"] == stays
    desk.settle()
    assert desk.get("/categories/larder").headers["location"] == "/categories/cellar"
    assert desk.get("/products?category=larder&category=cellar").headers["location"] == "/products?category=cellar"
    assert "Part of another category" in desk.get(away).text


@pytest.mark.requirement("R7.1")
def test_what_cannot_be_says_why_and_keeps_what_was_typed(desk, opened):
    page = opened("Attic")
    own = page.rsplit("/", 1)[1]
    refused = desk.post(f"{page}/place", {"version": "1", "parent": own})
    assert refused.status_code == 409
    assert "Attic can&#39;t stand inside itself" in refused.text
    late = desk.post(page, {"version": "7", "name": "Loft"})
    assert late.status_code == 409
    assert 'value="Loft"' in late.text
    assert desk.post(page, {"version": "1", "name": ""}).status_code == 422
    assert desk.post(page, {"version": "", "name": "Loft"}).status_code == 422
    assert desk.post(f"{page}/merger", {"version": "1", "into": "x"}).status_code == 422
    twice = desk.post("/backoffice/categories", {"name": "Attic", "text": "Again"})
    assert (twice.status_code, "This category is already open" in twice.text, ">Again</textarea>" in twice.text) == (
        409, True, True
    )


@pytest.mark.story("US-7.1", "a tree to navigate")
@pytest.mark.story("US-7.1", "counts by category")
def test_shoppers_walk_the_tree(desk, opened):
    opened("Under", parent=opened("Over").rsplit("/", 1)[1])
    tree = desk.get("/categories").text
    for words in ('href="/categories/over"', 'href="/categories/over/under"'):
        assert words in tree
    assert 'href="/categories/over/under"' in desk.get("/categories/over").text
