"""The pictures of a product: at most ten, in an order, each with words for those who can't see it."""

import pytest
from msgspec import structs

from store.domain.catalogue.errors import NotForSale, PictureGone, TooManyPictures, UnknownPicture, UnknownVariant
from store.domain.catalogue.events import Picture, ProductListed, ProductRevised, Variant
from store.domain.catalogue.picture_events import (
    PictureAdded,
    PictureAssigned,
    PictureDescribed,
    PictureMoved,
    PictureRemoved,
)
from store.domain.catalogue.product import Product
from store.domain.shared.ids import Sku
from tests.domain.catalogue.test_product import BLUE, ID, MUG, NOON, RED, WITHDRAWN
from tests.harness.scenario import given

pytestmark = [pytest.mark.story("US-2.5", "up to ten pictures"), pytest.mark.requirement("R2.1")]


def added(name, place, alt="", skus=()):
    return PictureAdded(
        at=NOON, product_id=ID, name=name, place=place, alt=alt, skus=skus, beside=bool(skus),
    )


def assigned(name, *skus, beside=True):
    return PictureAssigned(at=NOON, product_id=ID, name=name, skus=skus, beside=beside)


def removed(name):
    return PictureRemoved(at=NOON, product_id=ID, name=name)


SHOWN = structs.replace(MUG, pictures=(Picture("a.jpg", "From the front"), Picture("b.jpg"), Picture("c.jpg")))
LISTED = ProductListed(
    at=NOON, product_id=ID, description=SHOWN, variants=(RED, Variant(Sku("M"), BLUE.price, picture="b.jpg"))
)
three = given(Product, ID, LISTED)


def names(*facts):
    return [picture.name for picture in Product.replay(ID, (LISTED, *facts)).pictures]


def test_a_picture_comes_behind_the_others():
    three.when(Product.add_picture, "d.jpg", "From behind", at=NOON).then(added("d.jpg", 3, "From behind"))
    assert names(added("d.jpg", 3)) == ["a.jpg", "b.jpg", "c.jpg", "d.jpg"]


def test_one_that_is_shown_already_is_no_fact():
    three.when(Product.add_picture, "b.jpg", "", at=NOON).then_nothing()
    three.when(Product.bring_back_picture, "b.jpg", at=NOON).then_nothing()


def test_the_eleventh_is_refused_and_so_is_bringing_one_back_as_the_eleventh():
    more = [added(f"{n}.jpg", n) for n in range(3, 10)]
    ten = given(Product, ID, LISTED, *more)
    ten.when(Product.add_picture, "10.jpg", "", at=NOON).then_raises(TooManyPictures, most=10)
    ten.when(Product.expect_room).then_raises(TooManyPictures)
    ten.when(Product.add_picture, "9.jpg", "", at=NOON).then_nothing()
    given(Product, ID, LISTED, *more, removed("a.jpg"), added("10.jpg", 9)).when(
        Product.bring_back_picture, "a.jpg", at=NOON
    ).then_raises(TooManyPictures)
    three.when(Product.expect_room).then_nothing()


def test_one_that_is_removed_is_shown_for_no_variant_either():
    three.when(Product.remove_picture, "b.jpg", at=NOON).then(removed("b.jpg"))
    product = Product.replay(ID, (LISTED, removed("b.jpg")))
    assert (names(removed("b.jpg")), product.variants["M"].picture) == (["a.jpg", "c.jpg"], None)
    assert product.variants[RED.sku].picture == RED.picture
    assert product.ever_showed("b.jpg")
    assert not product.ever_showed("d.jpg")


def test_it_can_be_brought_back_as_it_was():
    gone = given(Product, ID, LISTED, removed("b.jpg"))
    gone.when(Product.bring_back_picture, "b.jpg", at=NOON).then(added("b.jpg", 1, skus=("M",)))
    back = Product.replay(ID, (LISTED, removed("b.jpg"), added("b.jpg", 1, skus=("M",))))
    assert (back.pictures, back.variants["M"].picture) == (SHOWN.pictures, "b.jpg")
    given(Product, ID, LISTED, removed("a.jpg")).when(Product.bring_back_picture, "a.jpg", at=NOON).then(
        added("a.jpg", 0, "From the front")
    )


def test_what_was_there_for_a_variant_that_is_gone_comes_back_without_it():
    only_red = ProductRevised(
        at=NOON, product_id=ID, description=structs.replace(MUG, pictures=(Picture("a.jpg"),)), variants=(RED,)
    )
    given(Product, ID, LISTED, removed("b.jpg"), only_red).when(Product.bring_back_picture, "b.jpg", at=NOON).then(
        added("b.jpg", 1)
    )
    assert Product.replay(ID, (LISTED, only_red)).ever_showed("c.jpg")


def test_nobody_brings_back_what_was_never_there():
    three.when(Product.bring_back_picture, "somebody-elses.jpg", at=NOON).then_raises(PictureGone)


@pytest.mark.parametrize(("name", "place", "at", "order"), [
    ("c.jpg", 0, 0, "cab"), ("a.jpg", 1, 1, "bac"), ("a.jpg", 99, 2, "bca"), ("b.jpg", 2, 2, "acb"),
])
def test_pictures_change_places(name, place, at, order):
    moved = PictureMoved(at=NOON, product_id=ID, name=name, place=at)
    three.when(Product.move_picture, name, place, at=NOON).then(moved)
    assert names(moved) == [f"{letter}.jpg" for letter in order]


def test_staying_where_it_is_is_no_fact():
    three.when(Product.move_picture, "c.jpg", 7, at=NOON).then_nothing()


def test_what_a_picture_shows_is_put_into_words():
    said = PictureDescribed(at=NOON, product_id=ID, name="b.jpg", alt="Its handle")
    three.when(Product.describe_picture, "b.jpg", "Its handle", at=NOON).then(said)
    assert Product.replay(ID, (LISTED, said)).pictures[1] == Picture("b.jpg", "Its handle")
    three.when(Product.describe_picture, "a.jpg", "From the front", at=NOON).then_nothing()


def test_variants_are_shown_by_a_picture_and_no_others():
    red = assigned("b.jpg", RED.sku)
    three.when(Product.assign_picture, "b.jpg", (RED.sku,), at=NOON).then(red)
    product = Product.replay(ID, (LISTED, red))
    assert {sku: variant.picture for sku, variant in product.variants.items()} == {RED.sku: "b.jpg", "M": None}
    assert product.pictures == SHOWN.pictures
    three.when(Product.assign_picture, "b.jpg", ("M",), at=NOON).then_nothing()
    three.when(Product.assign_picture, "b.jpg", ("M", "NONE"), at=NOON).then_raises(UnknownVariant, sku="NONE")
    nobody = assigned("b.jpg")
    three.when(Product.assign_picture, "b.jpg", (), at=NOON).then(nobody)
    both = assigned("b.jpg", RED.sku, "M")
    three.when(Product.assign_picture, "b.jpg", ("M", RED.sku, "M"), at=NOON).then(both)


several = pytest.mark.story("US-2.5", "a variant has pictures of its own")


def own(*facts):
    """The pictures of each variant."""
    product = Product.replay(ID, (LISTED, *facts))
    return {sku: "".join(name.removesuffix(".jpg") for name in it.pictures) for sku, it in product.variants.items()}


@several
def test_a_variant_has_several_pictures_in_the_order_of_the_products():
    facts = assigned("c.jpg", "M"), assigned("a.jpg", "M")
    assert own(*facts)["M"] == "abc"
    assert Product.replay(ID, (LISTED, *facts)).variants["M"].picture == "a.jpg", "carts show the first"
    moved = PictureMoved(at=NOON, product_id=ID, name="c.jpg", place=0)
    assert own(*facts, moved)["M"] == "cab"
    assert own(*facts, removed("a.jpg"))["M"] == "bc"
    assert own(*facts, removed("b.jpg"), removed("a.jpg"), removed("c.jpg"))["M"] == ""
    assert own(*facts, assigned("a.jpg"))["M"] == "bc"


@several
def test_what_came_with_an_import_alone_gives_way_to_what_somebody_chose():
    assert own() == {RED.sku: RED.picture.removesuffix(".jpg"), "M": "b"}
    assert own(assigned("a.jpg", RED.sku), assigned("c.jpg", RED.sku))[RED.sku] == "ac"


@several
def test_one_that_is_brought_back_takes_none_away():
    facts = assigned("c.jpg", "M"), removed("b.jpg")
    gone = given(Product, ID, LISTED, *facts)
    gone.when(Product.bring_back_picture, "b.jpg", at=NOON).then(added("b.jpg", 1, skus=("M",)))
    assert own(*facts, added("b.jpg", 1, skus=("M",)))["M"] == "bc"


@several
def test_facts_from_when_each_had_one_at_most_still_mean_that():
    assert own(assigned("c.jpg", "M", beside=False))["M"] == "c"
    was = PictureAdded(at=NOON, product_id=ID, name="d.jpg", place=3, skus=("M",))
    assert own(assigned("c.jpg", "M"), was)["M"] == "d"


@several
def test_whoever_writes_the_product_down_anew_and_names_the_first_keeps_the_others():
    had = given(Product, ID, LISTED, assigned("c.jpg", "M"))
    medium = Variant(Sku("M"), BLUE.price, picture="b.jpg")
    had.when(Product.revise, SHOWN, (RED, medium), at=NOON).then_nothing()
    renamed = structs.replace(SHOWN, name="Another mug")
    kept = structs.replace(medium, more=("c.jpg",))
    had.when(Product.revise, renamed, (RED, medium), at=NOON).then(
        ProductRevised(at=NOON, product_id=ID, description=renamed, variants=(RED, kept))
    )
    without = structs.replace(SHOWN, pictures=SHOWN.pictures[:2])
    had.when(Product.revise, without, (RED, medium), at=NOON).then(
        ProductRevised(at=NOON, product_id=ID, description=without, variants=(RED, medium))
    )
    another = structs.replace(medium, picture="a.jpg")
    had.when(Product.revise, SHOWN, (RED, another), at=NOON).then(
        ProductRevised(at=NOON, product_id=ID, description=SHOWN, variants=(RED, another))
    )


@several
def test_another_price_leaves_the_pictures_as_they_are():
    product = Product.replay(ID, (LISTED, assigned("c.jpg", "M")))
    product.reprice(Sku("M"), structs.replace(BLUE.price, minor=1), None, at=NOON)
    assert product.variants["M"].pictures == ("b.jpg", "c.jpg")


def test_there_is_nothing_to_do_with_a_picture_that_is_not_there():
    for act in (
        three.when(Product.remove_picture, "d.jpg", at=NOON), three.when(Product.move_picture, "d.jpg", 0, at=NOON),
        three.when(Product.describe_picture, "d.jpg", "", at=NOON),
        three.when(Product.assign_picture, "d.jpg", (), at=NOON),
    ):
        act.then_raises(UnknownPicture)


def test_a_product_that_was_withdrawn_keeps_its_pictures_as_they_are():
    gone = given(Product, ID, LISTED, WITHDRAWN)
    for act in (
        gone.when(Product.add_picture, "d.jpg", "", at=NOON), gone.when(Product.remove_picture, "a.jpg", at=NOON),
        gone.when(Product.bring_back_picture, "a.jpg", at=NOON), gone.when(Product.expect_room),
    ):
        act.then_raises(NotForSale)


def test_saying_something_else_of_a_product_leaves_what_was_removed_to_be_brought_back():
    history = (LISTED, removed("a.jpg"), ProductRevised(
        at=NOON, product_id=ID, description=structs.replace(SHOWN, pictures=SHOWN.pictures[1:]), variants=(RED,),
    ))
    given(Product, ID, *history).when(Product.bring_back_picture, "a.jpg", at=NOON).then(
        added("a.jpg", 0, "From the front")
    )
