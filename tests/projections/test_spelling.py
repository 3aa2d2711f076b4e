"""Which words a mistyped one may have been meant for."""

import pytest

from projections.browsing.spelling import distance, grams, nearest, slips, words_of

pytestmark = pytest.mark.requirement("R2.5")


@pytest.mark.parametrize(("one", "other", "far"), [
    ("kettle", "kettle", 0), ("ketle", "kettle", 1), ("kettel", "kettle", 1), ("harbuor", "harbour", 1),
    ("", "mug", 3), ("mug", "", 3), ("ca", "abc", 3), ("lamp", "ramp", 1), ("jakcte", "jacket", 2),
])
def test_distances(one, other, far):
    assert distance(one, other) == distance(other, one) == far


def test_longer_words_may_have_more_slips():
    assert [slips(word) for word in ("mug", "lamp", "press", "kettle")] == [0, 1, 1, 2]


def test_words_of_goods_are_letters_only():
    assert words_of(("Oat mug 2 l, M8x40", "CAFÉ mug", "AB-100", "KETTLE-9")) == ["café", "mug", "oat"]


def test_ends_of_words_are_pieces_too():
    assert grams("mug") == ["__m", "_mu", "g__", "mug", "ug_"]


def test_the_nearest_word_is_meant_and_of_equals_the_one_that_most_goods_have():
    neighbours = [("lamb", "lamp", 3), ("lamb", "lamé", 9), ("kettel", "nettle", 90), ("kettel", "kettle", 1)]
    assert nearest(neighbours) == {"lamb": "lamé", "kettel": "kettle"}
    assert nearest([("lamb", "pump", 3)]) == {}
