"""Products are written down, changed, published, taken out and brought back by forms; vendors do so with their own."""

import html
import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from store.application.identity.messages import Secret
from store.application.identity.own_account import ConfirmEmail, Register
from store.application.identity.users import ChangeRole
from store.application.shared.bus import Caller
from store.domain.identity.events import Role
from store.entrypoints.backoffice.product_form import MOST_ROWS
from tests.entrypoints.backoffice.conftest import KEY, PASSWORD
from tests.entrypoints.backoffice.test_users import _address

pytestmark = [pytest.mark.requirement("R2.2")]
creates = pytest.mark.story("US-2.5", "add products with all details")
edits = pytest.mark.story("US-2.5", "edit products")
deletes = pytest.mark.story("US-2.5", "soft-delete products")
validates = pytest.mark.story("US-2.5", "invalid input is refused")
racing = pytest.mark.story("US-2.5", "edits at the same time do not overwrite each other")
HERE = "/backoffice/products"


class Shelf:
    """Somebody at the forms of products."""

    def __init__(self, desk):
        self.desk, self.tag = desk, uuid4().hex[:8]

    def form(self, **more):
        return {
            "name": f"Bowl {self.tag}", "brand": "Loam", "variant.0.sku": f"BOWL-{self.tag}",
            "variant.0.price": "18,00",
        } | {name.replace("__", "."): text for name, text in more.items()}

    def creates(self, **more):
        answer = self.desk.post(HERE, self.form(**more))
        assert answer.status_code == 303, answer.text
        self.desk.settle()
        return answer.headers["location"]

    def edit(self, page, **more):
        form = fields(self.desk.get(f"{page}/edit").text)
        return form | {name.replace("__", "."): text for name, text in more.items()}

    def acts(self, page, act, status=303, **more):
        answer = self.desk.post(f"{page}/{act}", {"version": version(self.desk.get(page).text)} | more)
        assert answer.status_code == status, answer.text
        self.desk.settle()
        return answer


def fields(text):
    """What a browser would send of the form as it stands."""
    form = re.search(r'<form class="product-form".*?</form>', text, re.DOTALL)[0]
    found = dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*? value="([^"]*)"', form))
    found |= dict(re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\n?(.*?)</textarea>', form, re.DOTALL))
    return {name: html.unescape(value) for name, value in found.items() if name != "_csrf_token"}


def version(text):
    return re.search(r'name="version" value="(\d+)"', text)[1]


def said(text, name):
    """The sentence beside a field."""
    found = re.search(rf'id="f-{re.escape(name)}-error">([^<]+)<', text)
    return found and html.unescape(found[1])


@pytest.fixture
def shelf(desk):
    return Shelf(desk)


@creates
def test_a_draft_is_written_down_looked_at_and_published(shelf):
    page = shelf.creates(
        text="*Wide*", features="Stacks\nLight", tags="new, gift", option__0="Colour", variant__0__option__0="Red",
        variant__1__sku=f"B2-{shelf.tag}", variant__1__price="19.50", variant__1__option__0="Blue",
        attribute__0__name="Width", attribute__0__value="30 cm",
    )
    slug = f"bowl-{shelf.tag}"
    assert shelf.desk.get(f"/products/{slug}").status_code == 404
    preview = shelf.desk.get(f"{page}/preview")
    assert preview.status_code == 200
    for words in ("This is a preview", "<em>Wide</em>", "Stacks", "30 cm", "€18.00", "noindex"):
        assert words in preview.text, words
    assert f"Bowl {shelf.tag}" in shelf.desk.get(HERE, params={"stage": "draft", "q": shelf.tag}).text
    assert f"Bowl {shelf.tag}" not in shelf.desk.get(HERE, params={"stage": "listed", "q": shelf.tag}).text
    shelf.acts(page, "publish")
    shown = shelf.desk.get(f"/products/{slug}")
    assert shown.status_code == 200
    assert "Light" in shown.text
    shelf.acts(page, "unpublish", reason="not yet")
    assert shelf.desk.get(f"/products/{slug}").status_code == 404
    assert "not yet" in shelf.desk.get(page).text


@creates
def test_what_goes_on_sale_at_once_is_for_sale(shelf):
    shelf.creates(go="publish")
    assert shelf.desk.get(f"/products/bowl-{shelf.tag}").status_code == 200


@validates
def test_what_makes_no_sense_is_said_beside_its_field_and_what_was_typed_stays(shelf):
    wrong = shelf.desk.post(HERE, shelf.form(
        name="", slug="x" * 201, category="nowhere", text="Kept <b>words</b>", variant__0__price="cheap",
    ))
    assert wrong.status_code == 422
    assert said(wrong.text, "name")
    assert said(wrong.text, "slug")
    assert said(wrong.text, "variant.0.price") == "Write an amount such as 18.50."
    assert fields(wrong.text)["text"] == "Kept <b>words</b>"
    shelf.creates()
    again = shelf.desk.post(HERE, shelf.form(
        slug=f"bowl-{shelf.tag}", category="nowhere", related="nothing", variant__2__sku="a b", variant__2__price="0",
        variant__2__list_price="1",
    ))
    assert again.status_code == 422
    assert said(again.text, "variant.0.sku") == "Another product has this SKU."
    for name in ("slug", "category", "related", "option.0", "variant.2.sku", "variant.2.price"):
        assert said(again.text, name), name
    assert fields(again.text)["variant.2.sku"] == "a b"


def test_more_rows_come_without_anything_being_saved(shelf):
    few = shelf.desk.get(f"{HERE}/new").text.count('.sku"')
    more = shelf.desk.post(HERE, shelf.form(more="variant", name=""))
    assert more.status_code == 200
    assert more.text.count('.sku"') > few
    assert fields(more.text)["brand"] == "Loam"


@edits
@pytest.mark.story("US-2.5", "changes leave an audit trail")
@pytest.mark.requirement("R2.2")
def test_a_product_is_changed_and_its_history_says_who_and_why(shelf):
    page = shelf.creates(go="publish", attribute__0__name="Oven proof", attribute__0__value="Yes")
    form = shelf.edit(page, brand="Kiln", reason="it moved", variant__0__list_price="20")
    assert shelf.desk.post(f"{page}/edit", form).status_code == 303
    shelf.desk.settle()
    shown = shelf.desk.get(page).text
    for words in ("Kiln", "it moved", "Ann Field", "wrote down anew"):
        assert words in shown, words
    same = shelf.desk.post(f"{page}/edit", shelf.edit(page))
    assert same.status_code == 303
    assert version(shelf.desk.get(page).text) == "2"


@edits
@racing
def test_who_comes_too_late_finds_both_changes_in_the_form_and_saves_once_more(shelf):
    page = shelf.creates(go="publish", text="Round.", attribute__0__name="Width", attribute__0__value="30 cm")
    mine, theirs = shelf.edit(page, name="My bowl", text="Mine."), shelf.edit(page, brand="Kiln", text="Theirs.")
    assert shelf.desk.post(f"{page}/edit", theirs | {"variant.0.price": "21.00"}).status_code == 303
    late = shelf.desk.post(f"{page}/edit", mine)
    assert late.status_code == 412
    assert "Somebody changed this product while you wrote" in late.text
    merged = fields(late.text)
    assert (merged["name"], merged["brand"], merged["text"]) == ("My bowl", "Kiln", "Mine.")
    assert merged["variant.0.price"] == "21.00"
    assert said(late.text, "text") == "Somebody else wrote “Theirs.” here meanwhile."
    assert said(late.text, "name") is None
    assert shelf.desk.post(f"{page}/edit", merged).status_code == 303
    shelf.desk.settle()
    shown = shelf.desk.get(page).text
    assert "My bowl" in shown
    assert "Mine." in shown


@deletes
@pytest.mark.requirement("R2.3")
def test_what_is_taken_out_says_so_helps_on_and_comes_back(shelf):
    page = shelf.creates(go="publish")
    assert "Say why" in shelf.acts(page, "withdraw", 422).text
    shelf.acts(page, "withdraw", reason="The glaze cracked")
    gone = shelf.desk.get(f"/products/bowl-{shelf.tag}")
    assert gone.status_code == 410
    assert f"Bowl {shelf.tag} is no longer here" in gone.text
    assert "The glaze cracked" in shelf.desk.get(page).text
    assert shelf.desk.post(f"{page}/edit", {"name": "x", "brand": "y"}).status_code in {409, 412, 422}
    shelf.acts(page, "relist")
    assert shelf.desk.get(f"/products/bowl-{shelf.tag}").status_code == 200
    stale = shelf.desk.post(f"{page}/withdraw", {"version": "1", "reason": "again"})
    assert stale.status_code == 409
    assert shelf.desk.post(f"{page}/explode", {"version": "1"}).status_code == 404


@edits
def test_a_moment_to_go_on_sale_is_planned_by_the_clock_of_the_shop(shelf):
    page = shelf.creates()
    for moment in ("", "yesterday", "2020-01-01T08:00"):
        assert shelf.acts(page, "plan", 409 if moment[:1] == "2" else 422, at=moment)
    due = (datetime.now(UTC) + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")
    shelf.acts(page, "plan", at=due)
    assert "It goes on sale by itself" in shelf.desk.get(page).text
    shelf.acts(page, "unpublish")
    assert "It goes on sale by itself" not in shelf.desk.get(page).text


@pytest.mark.requirement("R8.5")
@pytest.mark.story("US-1.4", "what is somebody else's is not there")
def test_a_vendor_has_a_desk_for_their_own_goods_and_finds_no_others(shelf, office):
    foreign = shelf.creates(go="publish")
    office.client.cookies.clear()
    email, by = f"vera-{shelf.tag}@example.org", Caller(actor="system:test", correlation=uuid4())
    bus = office.shop.bus()
    bus.do(Register(email=email, password=Secret(PASSWORD), given_name="Vera", family_name="Vendor"), by)
    account = office.shop.account_emails().find(email)
    bus.do(ConfirmEmail(account_id=account, address=_address(office.shop, email)), by)
    bus.do(ChangeRole(account_id=account, role=Role.VENDOR, by=None, version=None), by)
    came = office.log_in(email, headers={"x-api-key": KEY})
    assert (came.status_code, came.headers["location"]) == (303, HERE)
    rail = office.get(HERE).text
    assert "New product" in rail
    for closed in ("orders", "users", "activity", "insight"):
        assert f'href="/backoffice/{closed}"' not in rail
        assert office.get(f"/backoffice/{closed}").status_code == 403
    assert f"Bowl {shelf.tag}" not in office.get(HERE, params={"q": shelf.tag}).text
    mine = Shelf(office)
    token = re.search(r'name="_csrf_token" value="([^"]+)"', rail)[1]
    made = office.post(HERE, mine.form(go="publish"), token=token)
    assert made.status_code == 303, made.text
    office.settle()
    assert f"Bowl {mine.tag}" in office.get(HERE).text
    page = made.headers["location"]
    assert office.get(page).status_code == office.get(f"{page}/edit").status_code == 200
    assert office.get(f"{page}/pictures").status_code == 200
    for path in ("", "/edit", "/preview", "/pictures"):
        assert office.get(f"{foreign}{path}").status_code == 404, path
    for act in ("edit", "withdraw", "publish", "relist"):
        refused = office.post(f"{foreign}/{act}", {"version": "1", "reason": "mine", **mine.form()}, token=token)
        assert refused.status_code == 404, act


@edits
def test_a_product_with_as_many_variants_as_there_may_be_is_saved(shelf):
    """Six fields each: more than any other form has."""
    many = {f"variant.{n}.{part}": text for n in range(MOST_ROWS) for part, text in (
        ("sku", f"B{n}-{shelf.tag}"), ("option.0", f"Colour {n}"), ("option.1", "Large"), ("option.2", "Clay"),
        ("price", "18"), ("list_price", "20"),
    )}
    page = shelf.creates(option__0="Colour", option__1="Size", option__2="Material", **many)
    assert shelf.desk.post(f"{page}/edit", shelf.edit(page, brand="Kiln")).status_code == 303
