"""Attributes on the pages of categories, in the form of a product, and on the shelves: without any script."""

import html
import re
from urllib.parse import quote
from uuid import uuid4

import pytest

from tests.entrypoints.backoffice.test_products import Shelf, fields, said, version

pytestmark = pytest.mark.story("US-2.4", "attributes have types")
WEIGHT = {"name": "Weight", "kind": "number", "unit": "kg", "filterable": "1"}
SIZE = {"name": "Size", "kind": "choice", "choices": "S\r\nL", "filterable": "1", "required": "1"}


class Category:
    def __init__(self, desk, name, **more):
        self.desk = desk
        answer = desk.post("/backoffice/categories", {"name": name} | more)
        assert answer.status_code == 303, answer.text
        desk.settle()
        self.page = answer.headers["location"]
        self.id = self.page.rsplit("/", 1)[1]

    @property
    def text(self):
        return html.unescape(self.desk.get(self.page).text)

    def sends(self, act="", status=303, **form):
        at = f"{self.page}/attributes{act}"
        answer = self.desk.post(at, {"version": version(self.text)} | form)
        assert answer.status_code == status, answer.text
        self.desk.settle()
        return html.unescape(answer.text)

    def order(self):
        panel = self.text.split('id="attributes"')[1]
        return re.findall(r'attribute-line">\s*<p><strong>([^<]+)', panel)


@pytest.fixture
def mugs(desk):
    tag = uuid4().hex[:8]
    tops = Category(desk, f"Typed {tag}")
    tops.sends(**SIZE)
    below = Category(desk, "Mugs", parent=tops.id)
    below.sends(**WEIGHT, reason="the scales came")
    below.above, below.slug = tops, f"typed-{tag}/mugs"
    return below


@pytest.mark.story("US-2.5", "changes leave an audit trail")
def test_attributes_are_added_changed_moved_and_removed_and_the_history_tells_it(desk, mugs):
    assert mugs.order() == ["Size", "Weight"]
    assert 'from <a href="' + mugs.above.page in mugs.text
    mugs.sends(name="Dishwasher safe", kind="yes-no", unit="kg", choices="x")
    mugs.sends("/place", was="Dishwasher safe", place="0")
    assert mugs.order() == ["Size", "Dishwasher safe", "Weight"]
    mugs.sends("/change", was="Weight", name="Net weight", kind="number", unit="g", reason="as on the box")
    mugs.sends("/removal", was="Dishwasher safe", reason="it is a text now")
    assert mugs.order() == ["Size", "Net weight"]
    history = re.sub(r"<[^>]+>", "", html.unescape(desk.get(f"/backoffice/history/category/{mugs.id}").text))
    for words in (
        "said that its goods have Weight: a number in kg, to filter by", "the scales came",
        "moved Dishwasher safe to place 1 of its attributes", "called Weight Net weight from now on: a number in g",
        "as on the box", "said that its goods need say nothing of Dishwasher safe any more", "it is a text now",
    ):
        assert words in re.sub(r"\s+", " ", history), words


@pytest.mark.story("US-2.5", "invalid input is refused")
def test_what_makes_no_sense_is_told_beside_its_field_and_what_was_typed_stays(mugs):
    wrong = mugs.sends(status=422, name="weight", kind="choice", choices="A\nA")
    assert said(wrong, "new-name") == "This category has an attribute of that name."
    assert said(wrong, "new-choices") == "A stands here twice."
    assert "A\nA</textarea>" in wrong
    changed = mugs.sends("/change", status=422, was="Weight", name="a:b", kind="number", unit="kg")
    assert said(changed, "attribute2-name") == "A name has none of the signs : / ; ="
    assert 'value="a:b"' in changed
    assert mugs.sends(status=422, name="", kind="text").count("Write what it is called")
    assert "changed this meanwhile" in mugs.sends(status=409, version="1", **SIZE)
    assert "says nothing of its own" in mugs.sends("/removal", status=409, was="Nothing")
    assert mugs.sends("/place", status=422, was="Weight", place="up")


@pytest.mark.story("US-2.5", "add products with all details")
def test_the_form_of_a_product_asks_for_what_its_category_has(desk, mugs):
    shelf = Shelf(desk)
    bare = desk.get("/backoffice/products/new").text
    assert 'value="Weight"' not in bare
    chosen = desk.post("/backoffice/products", shelf.form(
        category=mugs.slug, more="category", attribute__0__name="Ean", attribute__0__value="123",
    )).text
    assert re.findall(r'name="attribute.\d.name" value="([^"]*)"', chosen)[:3] == ["Size", "Weight", "Ean"]
    assert '<option value="S">S</option>' in chosen
    assert 'id="f-attribute.1.value-unit">kg<' in chosen
    form = fields(chosen) | {"go": "publish", "attribute.1.value": "heavy"}
    wrong = desk.post("/backoffice/products", form)
    assert wrong.status_code == 422
    assert said(wrong.text, "attribute.0.value") == "This is needed for whatever is for sale."
    assert said(wrong.text, "attribute.1.value") == "Write a number in kg, such as 1.5."
    assert "Weight: Write a number in kg" in wrong.text
    assert desk.post(
        "/backoffice/products", form | {"attribute.0.value": "S", "attribute.1.value": "1,50"}
    ).status_code == 303
    desk.settle()
    shown = desk.get(f"/products/bowl-{shelf.tag}").text
    table = re.findall(r'<th scope="row">([^<]+)</th><td>([^<]+)</td>', shown)
    assert table == [("Size", "S"), ("Weight", "1.50 kg"), ("Ean", "123")]
    assert '"value": "1.50", "unitText": "kg"' in shown or '"unitText": "kg", "value": "1.50"' in shown


@pytest.mark.story("US-2.5", "edit products")
def test_another_category_asks_for_something_else_and_a_draft_may_lack_it(desk, mugs):
    shelf = Shelf(desk)
    page = shelf.creates(category=mugs.slug, attribute__0__name="weight", attribute__0__value="2")
    refused = shelf.acts(page, "publish", status=409)
    assert "Size: This is needed for whatever is for sale." in refused.text
    form = shelf.edit(page)
    assert (form["attribute.1.name"], form["attribute.1.value"]) == ("Weight", "2")
    elsewhere = desk.post(f"{page}/edit", form | {"category": "", "more": "category"}).text
    kept = fields(elsewhere)
    assert (kept["attribute.0.name"], kept["attribute.0.value"]) == ("Weight", "2")
    assert "Size" not in [text for name, text in kept.items() if name.endswith(".name")]


def test_what_no_longer_fits_is_listed_on_the_page_of_the_category(desk, mugs):
    shelf = Shelf(desk)
    page = shelf.creates(category=mugs.slug, go="publish", attribute__0__name="Size",
                         attribute__0__value="L")
    assert "What doesn't fit" not in mugs.text
    mugs.above.sends("/change", was="Size", name="Size", kind="number", unit="cm")
    for category in (mugs, mugs.above):
        listed = category.text.split("What doesn't fit")[1]
        assert f'<a href="{page}/edit">Bowl {shelf.tag}</a>' in listed
        assert "<td>Size</td><td>L</td><td>Write a number in cm, such as 1.5.</td>" in listed
    assert "<td>L</td>" in desk.get(f"/products/bowl-{shelf.tag}").text, "nothing is lost"


@pytest.mark.story("US-2.3", "a range of any number")
@pytest.mark.story("US-2.3", "choices can be seen and taken back")
@pytest.mark.requirement("R2.4")
def test_shoppers_narrow_a_category_down_by_its_attributes_without_script(desk, mugs):
    for size, weight in (("S", "0.5"), ("L", "2"), ("L", "3.25")):
        Shelf(desk).creates(
            category=mugs.slug, go="publish", attribute__0__name="Size", attribute__0__value=size,
            attribute__1__name="Weight", attribute__1__value=weight,
        )
    here = f"/categories/{mugs.slug}"
    page = desk.get(here).text
    assert re.findall(r"<legend>([^<]+)", page)[-2:] == ["Size", "Weight "]
    assert 'name="from.Weight (kg)"' in page
    assert 'placeholder="0.5"' in page
    assert 'step="0.01"' in page
    typed = desk.get(here, params={"from.Weight (kg)": "1", "to.Weight (kg)": "3", "facet": "Size: L"}).text
    chips = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", typed.split("filters-on")[1].split("</ul>")[0]))
    assert "Weight: 1–3 kg" in chips
    assert re.search(r'id="results-count"[^>]*>1 thing<', typed)
    assert 'name="range" value="Weight (kg): 1..3"' in typed, "sorting keeps it"
    shared = desk.get(f"{here}?range={quote('Weight (kg): 1..')}").text
    assert re.search(r'id="results-count"[^>]*>2 things<', shared)
    assert "Weight: from 1 kg" in re.sub(r"\s+", " ", shared)
    odd = desk.get(here, params={"from.Weight (kg)": "a lot"}).text
    assert "is not bounds such as" in html.unescape(odd)
