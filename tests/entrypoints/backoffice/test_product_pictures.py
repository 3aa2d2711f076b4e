"""The pictures of a product in the back office, without script: every act is a form, and says what came of it."""

import re

import pytest

from store.entrypoints.backoffice.product_pictures import AT_ONCE
from tests.adapters.catalogue.hostile_pictures import SVG, photo
from tests.harness.goods import Goods

pytestmark = [pytest.mark.story("US-2.5", "up to ten pictures"), pytest.mark.requirement("R2.1")]
COLOURS = ("red", "green", "blue", "teal", "navy", "gold", "pink", "plum", "tan", "gray", "lime")


@pytest.fixture
def jug(desk):
    return Jug(desk)


class Jug:
    made = 0

    def __init__(self, desk):
        Jug.made += 1
        goods = Goods(f"Jug {Jug.made}", "30.00")
        desk.back_room.offers(goods, 5)
        desk.settle()
        found = desk.get(f"/backoffice/products?q={goods.sku}").text
        self.desk, self.path = desk, re.search(r'href="(/backoffice/products/[0-9a-f-]{36})"', found)[1] + "/pictures"

    def sees(self, query=""):
        answer = self.desk.get(self.path + query)
        assert answer.status_code == 200
        return answer.text

    def token(self):
        """Of the page itself, which is never behind: others wait for what nobody learns in this test."""
        return re.search(r'name="_csrf_token" value="([^"]+)"', self.sees())[1]

    def sends(self, *files):
        return self.desk.post(self.path, files=[("pictures", file) for file in files], token=self.token())

    def fills(self, count=3):
        files = ((f"{colour}.png", photo("PNG", (220, 220), colour=colour)) for colour in COLOURS[:count])
        assert self.sends(*files).status_code == 303

    def shots(self, query=""):
        return re.findall(r'id="shot-(goods-[0-9a-f]{32}-\d+x\d+a)-jpg"', self.sees(query))

    def version(self):
        return re.search(r'name="version" value="(\d+)"', self.sees())[1]

    def does(self, act, shot, **form):
        wanted = {"version": self.version()} | form
        return self.desk.post(f"{self.path}/{shot}.jpg/{act}", wanted, token=self.token())


def test_files_come_several_at_once_and_are_shown_in_their_order(jug):
    assert "No pictures yet" in jug.sees()
    jug.fills()
    page = jug.sees()
    assert "3 of 10" in page
    assert "3 pictures are added" in page
    assert page.count('class="shot"') == 3
    assert page.count("In lists") == 1
    assert f'href="{jug.path}"' in jug.desk.get(jug.path.removesuffix("/pictures")).text


def test_they_are_moved_by_buttons_that_need_no_script(jug):
    jug.fills()
    first, second, third = jug.shots()
    page = jug.sees()
    assert re.search(rf'id="shot-{first}-jpg-up" name="place" value="-1" disabled', page)
    assert re.search(rf'id="shot-{third}-jpg-down" name="place" value="3" disabled', page)
    assert jug.does("move", third, place="1").headers["location"] == jug.path
    assert jug.shots() == [first, third, second]
    assert jug.does("move", third, place="-1").status_code == 422
    assert jug.does("move", third, place="").status_code == 422


def test_what_a_picture_shows_is_said_and_what_is_too_long_is_refused_beside_its_field(jug):
    jug.fills(1)
    (one,) = jug.shots()
    assert jug.does("describe", one, alt='Its <b> "handle"').status_code == 303
    assert 'value="Its &lt;b&gt; &#34;handle&#34;"' in jug.sees()
    refused = jug.does("describe", one, alt="x" * 301)
    assert (refused.status_code, "at most 300 characters" in refused.text) == (422, True)
    assert jug.does("describe", one, alt="").status_code == 303
    assert 'name="alt" value=""' in jug.sees()


def test_one_is_removed_and_brought_back(jug):
    jug.fills()
    first, second, third = jug.shots()
    gone = jug.does("remove", second)
    assert gone.headers["location"] == f"{jug.path}?removed={second}.jpg"
    query = gone.headers["location"].removeprefix(jug.path)
    assert "Bring it back" in jug.sees(query)
    assert jug.shots() == [first, third]
    assert jug.does("return", second).status_code == 303
    assert jug.shots() == [first, second, third]
    assert "Bring it back" not in jug.sees(query)


@pytest.mark.requirement("R2.2")
def test_who_decided_upon_what_is_no_longer_so_is_told_and_changes_nothing(jug):
    jug.fills()
    shots, version = jug.shots(), jug.version()
    jug.does("move", shots[2], place="0")
    for act, form in (("move", {"place": "0"}), ("remove", {}), ("describe", {"alt": "x"})):
        assert jug.does(act, shots[1], version=version, **form).status_code == 303
        assert "Somebody changed these pictures meanwhile" in jug.sees()
    assert jug.shots() == [shots[2], shots[0], shots[1]]


def test_what_is_wrong_with_one_file_is_said_by_its_name_and_keeps_out_no_other(jug):
    page = jug.sends(("a <mug>.svg", SVG), ("fine.jpg", photo()), ("small.jpg", photo(size=(20, 20))))
    assert page.status_code == 422
    assert "a &lt;mug&gt;.svg: This is no picture that can be shown here." in page.text
    assert "small.jpg: A picture has at least 200 pixels" in page.text
    assert len(jug.shots()) == 1
    assert jug.sends(("", b"")).status_code == 422


def test_the_eleventh_is_refused_in_words_and_the_form_is_closed_at_ten(jug):
    jug.fills(9)
    page = jug.sends(*((f"{colour}.jpg", photo(colour=colour)) for colour in COLOURS[9:]))
    assert (page.status_code, "lime.jpg: A product has at most 10 pictures." in page.text) == (422, True)
    closed = jug.sees()
    assert len(jug.shots()) == 10
    assert re.search(r'type="file"[^>]* disabled', closed)
    first = jug.shots()[0]
    jug.does("remove", first)
    jug.sends(("lime.jpg", photo(colour="lime")))
    jug.does("return", first)
    assert "A product has at most 10 pictures" in jug.sees()


def test_more_than_can_be_taken_at_once_is_refused(jug):
    assert jug.sends(("large.jpg", bytes(AT_ONCE + 1))).status_code == 413
    assert jug.sends(("large.jpg", photo() + bytes(12_000_000))).status_code == 422


def test_nobody_comes_here_without_a_login_or_posts_without_the_token_of_a_page(jug):
    assert jug.desk.post(jug.path, token=False, files=[("pictures", ("a.jpg", photo()))]).status_code == 403
    jug.desk.client.cookies.clear()
    assert jug.desk.get(jug.path).headers["location"].startswith("/backoffice/login")
