"""Pictures of goods in a browser: put in order by hand, by keys and without script, and looked at closely."""

import re
from io import BytesIO

import httpx
import pytest
from PIL import Image, ImageDraw

from tests.browser.conftest import STAFF_TOKEN
from tests.browser.test_pages import is_in_order

puts_in_order = pytest.mark.story("US-2.5", "up to ten pictures")
looks_closely = pytest.mark.story("US-2.4", "large pictures")
HEADERS = {"authorization": f"Bearer {STAFF_TOKEN}"}
_LARGE = "document.querySelector('.gallery-one img').currentSrc"


def photo(colour, size=(1500, 1500)):
    out, image = BytesIO(), Image.new("RGB", size, colour)
    draw = ImageDraw.Draw(image)
    for step in range(0, size[0], 60):
        draw.line((step, 0, size[0] - step, size[1]), fill="white", width=4)
    image.save(out, "JPEG", quality=90)
    return {"name": f"{colour}.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


@pytest.fixture
def product(shop):
    """A product of the demo, as it was before any test; the address of its pictures."""
    found = httpx.get(f"{shop}/api/v1/products?limit=1&sort=name", timeout=20).json()["items"][0]
    return Pictured(shop, found["id"], found["slug"])


class Pictured:
    def __init__(self, shop, id, slug):
        self.shop, self.slug = shop, slug
        self.page, self.api = f"/backoffice/products/{id}/pictures", f"{shop}/api/v1/products/{id}/pictures"
        for one in self.shown():
            httpx.delete(f"{self.api}/{one['name']}", headers=HEADERS | {"if-match": "*"}, timeout=20)

    def shown(self):
        return httpx.get(self.api, headers=HEADERS, timeout=20).json()["items"]

    def has(self, *colours):
        for colour in colours:
            answer = httpx.post(
                self.api, params={"alt": colour}, content=photo(colour)["buffer"], timeout=20,
                headers=HEADERS | {"content-type": "image/jpeg"},
            )
            assert answer.status_code == 201, answer.text
        return answer.headers["store-position"]

    def order(self):
        return [one["alt"] for one in self.shown()]


def until(visitor, condition):
    visitor.page.wait_for_function("(wanted) => document.querySelectorAll('.shot').length === wanted", arg=condition)


@puts_in_order
def test_files_are_chosen_dragged_described_removed_and_brought_back(staff, product):
    page = staff.page
    staff.open(product.page)
    is_in_order(staff)
    page.set_input_files("#f-pictures", [photo("teal"), photo("maroon"), photo("navy")])
    until(staff, 3)
    assert "The picture is added" in page.inner_text("main")
    is_in_order(staff)
    page.fill(".shot:nth-child(1) [name=alt]", "teal")
    page.press(".shot:nth-child(1) [name=alt]", "Enter")
    page.wait_for_selector("text=What the picture shows is saved")
    assert product.order() == ["teal", "", ""]
    page.drag_and_drop(".shot:nth-child(1) .shot-view", ".shot:nth-child(3) .shot-view")
    page.wait_for_selector("text=The picture stands at place 3")
    assert product.order() == ["", "", "teal"]
    page.focus(".shot:nth-child(3) [aria-label$='forward']")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=The picture stands at place 2")
    assert product.order() == ["", "teal", ""]
    assert page.evaluate("document.activeElement.ariaLabel") == "Move picture 2 forward"
    page.click(".shot:nth-child(2) [title=Remove]")
    until(staff, 2)
    page.click("text=Bring it back")
    until(staff, 3)
    assert product.order() == ["", "teal", ""]
    assert staff.violations() == []


@puts_in_order
def test_what_is_wrong_with_a_file_is_said_beside_it(staff, product):
    staff.open(product.page)
    bad = {"name": "mug.svg", "mimeType": "image/svg+xml", "buffer": b"<svg xmlns='http://www.w3.org/2000/svg'/>"}
    staff.page.set_input_files("#f-pictures", [bad, photo("teal")])
    until(staff, 1)
    assert "mug.svg: This is no picture that can be shown here." in staff.page.inner_text("#f-pictures-error")


@puts_in_order
def test_it_works_without_script(visit, staff_cookies, product):
    staff = visit(script=False, known_as=staff_cookies, width=390)
    page = staff.page
    staff.open(product.page)
    page.set_input_files("#f-pictures", [photo("teal"), photo("navy")])
    page.click(".drop .button-act")
    page.wait_for_selector(".shot:nth-child(2)")
    page.click(".shot:nth-child(1) [title=Back]")
    page.wait_for_selector("text=The picture stands at place 2")
    page.click(".shot:nth-child(1) [title=Remove]")
    page.click("text=Bring it back")
    page.wait_for_selector(".shot:nth-child(2)")


@looks_closely
def test_a_picture_opens_above_the_page_and_is_leafed_through_by_keys(visit, product):
    product.has("teal", "maroon", "navy")
    ann = visit()
    page = ann.page
    ann.until(lambda: page.locator(".thumbs a").count() >= 3, f"/products/{product.slug}")
    is_in_order(ann)
    page.locator("[data-zoom]:visible").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".zoom[open]")
    first = page.get_attribute(".zoom-picture", "src")
    page.keyboard.press("ArrowRight")
    assert page.get_attribute(".zoom-picture", "src") != first
    page.keyboard.press("ArrowLeft")
    assert page.get_attribute(".zoom-picture", "src") == first
    page.locator(".zoom-picture").evaluate("picture => picture.decode()")
    before = page.locator(".zoom-picture").bounding_box()["width"]
    page.click(".zoom-picture")
    assert page.locator(".zoom-picture").bounding_box()["width"] > before
    page.keyboard.press("Escape")
    assert page.locator(".zoom[open]").count() == 0
    assert page.evaluate("document.activeElement.matches('[data-zoom]')")
    assert ann.violations() == []


@puts_in_order
def test_a_variant_is_shown_by_its_own_picture(visit, staff, product):
    product.has("teal", "navy")
    staff.open(product.page)
    last = staff.page.locator(".shot:nth-child(2)")
    last.locator("summary").click()
    last.locator("[name=skus]").nth(1).check()
    sku = last.locator("[name=skus]").nth(1).input_value()
    last.locator("button:has-text('Save')").click()
    staff.page.wait_for_selector("text=What the picture shows is saved")
    is_in_order(staff)
    ann, (_, navy) = visit(), product.shown()
    ann.until(
        lambda: navy["name"] in ann.page.get_attribute("[data-zoom]", "href"), f"/products/{product.slug}?sku={sku}"
    )
    ann.open(f"/products/{product.slug}")
    assert navy["name"] not in ann.page.get_attribute("[data-zoom]", "href")


@looks_closely
def test_without_script_it_is_a_link_to_the_large_picture(visit, product):
    product.has("teal", "navy")
    ann = visit(script=False)
    ann.until(lambda: ann.page.locator(".thumbs a").count() >= 2, f"/products/{product.slug}")
    address = ann.page.get_attribute("[data-zoom]", "href")
    assert ann.open(address) == 200
    ann.open(f"/products/{product.slug}")


@looks_closely
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_jumps_and_no_more_is_fetched_than_is_seen(visit, product, width):
    product.has("teal", "maroon", "navy")
    ann = visit(width=width)
    page = ann.page
    ann.until(lambda: page.locator(".thumbs a").count() >= 3, f"/products/{product.slug}")
    made = re.compile(r"\.(320|640|960|1500)\.avif$")
    ann.until(
        lambda: made.search(page.evaluate(_LARGE)) and page.evaluate(f"fetch({_LARGE}).then((it) => !it.redirected)"),
        f"/products/{product.slug}",
    )
    page.mouse.wheel(0, 4000)
    page.wait_for_function("[...document.images].every((one) => one.complete || one.loading === 'lazy')")
    assert page.evaluate("window.shifted") <= 0.01
    shown = page.evaluate(_LARGE)
    assert int(re.search(r"\.(\d+)\.avif$", shown)[1]) <= {390: 640, 1280: 960}[width]
