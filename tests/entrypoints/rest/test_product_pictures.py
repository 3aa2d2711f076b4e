"""The pictures of a product, by the API: they come as they are, in an order, and nobody overwrites anybody."""

import re
import socket
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest

from store.application.catalogue.picture_ports import LARGEST
from store.application.catalogue.pictures import AddPicture
from store.application.catalogue.sizes import sizes_of
from store.application.processes.import_rows import ProductRow, VariantRow
from store.application.shared.bus import Caller
from store.domain.catalogue.errors import TooManyPictures
from store.domain.shared.ids import product_of
from store.domain.shared.money import Money
from store.entrypoints.wiring.application import postgres_shop
from tests.adapters.catalogue.hostile_pictures import SVG, moving, photo
from tests.entrypoints.rest.conftest import KEY, is_problem, row
from tests.entrypoints.rest.test_product_desk import Desk, vendor
from tests.harness.drivers.postgres import settle

pytestmark = [pytest.mark.story("US-2.5", "up to ten pictures"), pytest.mark.requirement("R2.1")]


@pytest.fixture
def mug(api):
    """A product without a picture; its address."""
    key = uuid4().hex
    api.sells(row(1, f"mug-{key}", f"MUG-{key[:8]}", 5))
    return Mug(api, f"mug-{key}")


class Mug:
    def __init__(self, api, slug):
        self.api, self.slug = api, slug
        self.id = product_of("contract", slug)
        self.path = f"/products/{self.id}/pictures"

    def sends(self, data=None, kind="image/jpeg", query="", **headers):
        return self.api.asks(
            "POST", self.path + query, content=photo() if data is None else data,
            headers=self.api.staff | {"content-type": kind} | headers,
        )

    def asks(self, verb, name="", *, match="*", **more):
        headers = self.api.staff | ({"if-match": match} if match else {})
        return self.api.asks(verb, self.path + name, headers=headers, **more)

    def names(self):
        return [one["name"] for one in self.asks("GET").json()["items"]]

    def fills(self, count=3):
        colours = ("red", "green", "blue", "teal", "navy", "gold", "pink", "plum", "tan", "gray")
        return [self.sends(photo(colour=colour)).json()["items"][-1]["name"] for colour in colours[:count]]


def test_a_picture_comes_and_is_shown_in_lists_and_on_its_page(api, mug):
    answer = mug.sends(query="?alt=The+mug+from+above")
    assert (answer.status_code, answer.headers["etag"]) == (201, '"2"'), answer.text
    (one,) = answer.json()["items"]
    assert (one["alt"], one["image"]["width"], one["image"]["height"]) == ("The mug from above", 800, 600)
    settle(api.back_room)
    seen = {"store-position": answer.headers["store-position"]}
    page = api.expects(200, "GET", f"/products/{mug.slug}", headers=seen)
    assert page["images"] == [one["image"]]
    assert page["variants"][0]["image"] is None
    card = api.expects(200, "GET", f"/products?q={page['variants'][0]['sku']}")["items"][0]
    assert card["image"] == one["image"]
    cart = api.expects(200, "GET", f"/carts/{api.cart(page['variants'][0]['sku'])}")
    assert cart["lines"][0]["image"]["src"] == one["image"]["src"]
    assert api.asks_page(one["image"]["src"]).headers["content-type"] == "image/jpeg"


def test_until_its_sizes_are_made_the_whole_picture_is_shown_for_them(api, mug):
    (one,) = mug.sends(photo(colour="orchid")).json()["items"]
    smallest = re.match(r"(\S+) 320w, ", one["image"]["srcset"])[1]
    waiting = api.asks_page(smallest)
    assert (waiting.status_code, waiting.headers["location"]) == (302, one["image"]["src"])
    assert waiting.headers["cache-control"] == "no-store"
    while api.back_room.pictures_of_goods().size_next():
        pass
    made = api.asks_page(smallest)
    assert (made.status_code, made.headers["content-type"]) == (200, "image/webp")
    assert "immutable" in made.headers["cache-control"]
    assert len(made.content) < len(api.asks_page(one["image"]["src"]).content)
    assert [api.asks_page(f"/media/{name}").status_code for name in sizes_of(one["name"])] == [200] * 9
    assert api.asks_page(smallest.replace(".320.", ".321.")).status_code == 404


def test_pictures_change_places_get_words_go_and_come_back(mug):
    first, second, third = mug.fills()
    moved = mug.asks("PATCH", f"/{third}", json={"place": 0, "alt": "From behind"})
    assert [one["alt"] for one in moved.json()["items"]] == ["From behind", "", ""]
    assert mug.names() == [third, first, second]
    assert mug.asks("DELETE", f"/{first}").status_code == 200
    assert mug.names() == [third, second]
    assert mug.asks("POST", f"/{first}/return").status_code == 200
    assert mug.names() == [third, first, second]
    assert is_problem(mug.asks("DELETE", "/goods-none.jpg"))["type"] == "/problems/UnknownPicture"
    assert is_problem(mug.asks("POST", "/mug.svg/return"))["type"] == "/problems/PictureGone"


def test_a_picture_shows_the_variants_it_is_told_to(api, mug):
    (name,) = mug.fills(1)
    (variant,) = mug.asks("GET").json()["variants"]
    shown = mug.asks("PATCH", f"/{name}", json={"skus": [variant["sku"]]}).json()["items"][0]
    assert shown["skus"] == [variant["sku"]]
    settle(api.back_room)
    page = api.expects(200, "GET", f"/products/{mug.slug}")
    assert page["variants"][0]["image"]["src"] == page["images"][0]["src"]
    assert is_problem(mug.asks("PATCH", f"/{name}", json={"skus": ["NONE"]}))["type"] == "/problems/UnknownVariant"


@pytest.mark.story("US-2.5", "a variant has pictures of its own")
def test_a_variant_has_several_pictures_and_they_come_first_when_it_is_chosen(api):
    slug = f"jug-{uuid4().hex[:8]}"
    small, large = f"{slug}-S".upper(), f"{slug}-L".upper()
    api.sells(ProductRow(
        key=slug, slug=slug, name="Jug", brand="Ember", category=("Things",), options=("Size",), variants=(
            VariantRow(small, Money(900, "EUR"), 3, {"Size": "Small"}),
            VariantRow(large, Money(1900, "EUR"), 3, {"Size": "Large"}),
        ),
    ))
    jug = Mug(api, slug)
    one, two, three = jug.fills(3)
    for name, skus in ((three, [large]), (two, [large, small])):
        answer = jug.asks("PATCH", f"/{name}", json={"skus": skus})
        assert answer.status_code == 200, answer.text
    assert {it["name"]: it["skus"] for it in answer.json()["items"]} == {one: [], two: [small, large], three: [large]}
    settle(api.back_room)
    page = api.expects(200, "GET", f"/products/{slug}")
    address = dict(zip((one, two, three), (it["src"] for it in page["images"]), strict=True))
    own = {it["sku"]: [image["src"] for image in it.get("images", [])] for it in page["variants"]}
    assert own == {small: [], large: [address[two], address[three]]}
    assert {it["sku"]: it["image"]["src"] for it in page["variants"]} == {small: address[two], large: address[two]}
    for sku, order in ((large, (two, three, one)), (small, (two, one, three))):
        shown = re.findall(r'class="gallery-zoom" href="([^"]+)"', api.asks_page(f"/products/{slug}?sku={sku}").text)
        assert shown == [address[name] for name in order]
    record = api.expects(200, "GET", f"/products/{jug.id}/record", headers=api.staff)
    assert [it.get("more") for it in record["variants"]] == [[], [three]]
    line = api.expects(200, "GET", f"/carts/{api.cart(large)}")["lines"][0]
    assert line["image"]["src"] == address[two], "the first of them stands for it"
    moved = jug.asks("PATCH", f"/{three}", json={"place": 0})
    settle(api.back_room)
    page = api.expects(200, "GET", f"/products/{slug}", headers={"store-position": moved.headers["store-position"]})
    assert page["variants"][1]["image"]["src"] == address[three]


@pytest.mark.requirement("R2.2")
@pytest.mark.story("US-2.5", "edits at the same time do not overwrite each other")
def test_nobody_overwrites_what_they_have_not_seen(mug):
    (name,) = mug.fills(1)
    for verb, path, more in (("PATCH", "", {"json": {"place": 0}}), ("DELETE", "", {}), ("POST", "/return", {})):
        missing = is_problem(mug.asks(verb, f"/{name}{path}", match=None, **more))
        assert (missing["status"], missing["type"]) == (428, "/problems/PreconditionRequired")
        stale = is_problem(mug.asks(verb, f"/{name}{path}", match='"1"', **more))
        assert (stale["status"], stale["facts"]) == (412, {"now": 2})
    assert is_problem(mug.sends(photo(colour="red"), **{"if-match": '"1"'}))["status"] == 412
    assert mug.asks("DELETE", f"/{name}", match='"2"').headers["etag"] == '"3"'


def test_the_same_file_again_changes_nothing(mug):
    assert mug.sends().headers["etag"] == mug.sends().headers["etag"] == '"2"'


def test_the_eleventh_is_refused(mug):
    assert len(mug.fills(10)) == 10
    refused = is_problem(mug.sends(photo(colour="black")))
    assert (refused["status"], refused["type"], refused["facts"]) == (409, "/problems/TooManyPictures", {"most": 10})


def test_the_eleventh_is_refused_also_if_many_come_at_once_by_two_processes(api, mug):
    colours = [(n * 9, 99, 255 - n * 9) for n in range(16)]

    def add(shop, colour):
        command = AddPicture(product_id=mug.id, data=photo(size=(220, 220), colour=colour))
        try:
            shop.bus().do(command, Caller(actor="test", correlation=uuid4()))
        except TooManyPictures:
            return False
        return True

    with postgres_shop(api.settings) as one, postgres_shop(api.settings) as other, ThreadPoolExecutor(8) as threads:
        done = list(threads.map(lambda n: add((one, other)[n % 2], colours[n]), range(16)))
    assert (sum(done), len(mug.names())) == (10, 10)


@pytest.mark.parametrize(("data", "kind", "status", "type"), [
    (SVG, "image/svg+xml", 415, "UnsupportedMediaType"), (SVG, "image/png", 422, "NotAPicture"),
    (photo(size=(10, 10)), "image/jpeg", 422, "PictureOutOfSize"), (b"", "image/jpeg", 422, "NotAPicture"),
    (moving("PNG"), "image/png", 422, "PictureMoves"), (bytes(LARGEST + 1), "image/jpeg", 413, "RequestEntityTooLarge"),
])
def test_what_is_no_picture_is_refused_as_a_problem(mug, data, kind, status, type):
    problem = is_problem(mug.sends(data, kind))
    assert (problem["status"], problem["type"]) == (status, f"/problems/{type}")
    assert mug.names() == []


@pytest.mark.parametrize(("pieces", "status"), [
    ([b"<svg xmlns='http://www.w3.org/2000/svg'>"], 422), ([b"\xff\xd8\xff" + bytes(999_997)] * 13, 413),
])
def test_what_is_refused_is_refused_while_it_comes(mug, served, pieces, status):
    """The rest is neither waited for nor taken: it is never sent."""
    host, _, port = served.removeprefix("http://").partition(":")
    with socket.create_connection((host, int(port)), timeout=20) as line:
        line.sendall(
            f"POST /api/v1{mug.path} HTTP/1.1\r\nHost: {host}:{port}\r\nX-API-Key: {KEY}\r\n"
            f"Content-Type: image/jpeg\r\n"
            f"Authorization: {mug.api.staff['authorization']}\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
        )
        for piece in pieces:
            line.sendall(b"%x\r\n%s\r\n" % (len(piece), piece))
        answer = line.recv(100)
    assert answer.startswith(b"HTTP/1.1 %d " % status)


def test_only_who_may_write_the_catalogue_changes_pictures(api, mug):
    (name,) = mug.fills(1)
    for verb, path in (("GET", ""), ("POST", ""), ("PATCH", f"/{name}"), ("DELETE", f"/{name}")):
        more = {"content": photo(), "headers": {"content-type": "image/jpeg"}} if verb == "POST" else {}
        assert is_problem(api.asks(verb, mug.path + path, **more))["status"] == 401
    assert is_problem(api.asks("GET", f"/products/{uuid4()}/pictures", headers=api.staff))["status"] == 404


def test_what_no_product_ever_showed_is_swept_up_after_a_day(api, mug):
    kept, orphan = mug.fills(2)
    mug.asks("DELETE", f"/{kept}")
    media, studio = api.back_room.media(), api.back_room.pictures_of_goods()
    lost = studio._studio.take_in(mug.id, photo(colour="lime"))
    assert media.exists(lost)
    studio.sweep()
    assert media.exists(lost), "it may still be on its way"
    later = api.back_room.clock().now() + timedelta(days=2)
    assert studio._uploads.sweep(later, studio._is_shown, studio._studio.throw_away) >= 1
    assert [media.exists(name) for name in (kept, orphan, lost)] == [True, True, False]


@pytest.mark.requirement("R8.5")
@pytest.mark.story("US-1.4", "what is somebody else's is not there")
def test_a_vendor_shows_pictures_of_their_own_goods_alone(api, mug):
    kept, (vera, _) = mug.fills(2), vendor(api)
    own, camera = f"/{vera.creates().json()['id']}/pictures", Desk(api, vera.headers | {"content-type": "image/jpeg"})
    first = camera.asks("POST", own, 201, content=photo()).json()["items"][0]["name"]
    assert vera.asks("PATCH", f"{own}/{first}", json={"alt": "From above"}, etag='"2"').json()["items"][0]["alt"]
    vera.asks("DELETE", f"{own}/{first}", etag='"3"')
    assert len(vera.asks("POST", f"{own}/{first}/return", etag='"4"').json()["items"]) == 1
    told = set()
    for who, verb, path, more in (
        (vera, "GET", "", {}), (camera, "POST", "", {"content": photo()}),
        (vera, "PATCH", f"/{kept[0]}", {"json": {"place": 1}}), (vera, "DELETE", f"/{kept[0]}", {}),
        (vera, "POST", f"/{kept[0]}/return", {}),
    ):
        for id in (str(mug.id), str(uuid4())):
            refused = who.asks(verb, f"/{id}/pictures{path}", 404, etag="*", **more).json()
            told.add((refused["type"], refused["detail"].replace(id, "…")))
    assert told == {("/problems/NoSuch", "There is no product ….")}
    assert mug.names() == kept
