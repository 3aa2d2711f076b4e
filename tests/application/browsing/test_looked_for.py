"""Which words of searches may be kept, and what stands in the middle of ranks."""

import pytest

from store.application.browsing.looked_for import LONGEST, median, words_of

pytestmark = [
    pytest.mark.requirement("R2.6"), pytest.mark.story("US-2.2", "searches are counted and nobody is known by them"),
]


@pytest.mark.parametrize(("q", "words"), [
    ("mug", "mug"), ("  Oat\t MUG ", "oat mug"), ("ＭＵＧ", "mug"), ("STRASSE Straße", "strasse strasse"),
    ("a/b", "a/b"), ("size 42", "size 42"), ("SKU-123456", "sku-123456"), ("<script>alert(1)", "<script>alert(1)"),
    ("=1+1", "=1+1"), ("кружка", "кружка"), ("x" * LONGEST, "x" * LONGEST),
])
def test_words_have_one_spelling(q, words):
    assert words_of(q) == words


@pytest.mark.parametrize("q", [
    "", "   ", "ann@example.org", "mail ann @ example", "@ann", "https://shop.example/x", "www.example.org",
    "0170 1234567", "+353 1 234 5678",
    "4111 1111 1111 1111", "4-1-1-1-1-1-1", "٤١١١١١١١", "DE89 3704 0044 0532 0130 00",
    "x" * (LONGEST + 1), "mug\0", "mug\x1b[31m", "mug\u202egum", "\ud800", "zero\u200bwidth",
])
def test_what_may_be_somebodys_is_kept_by_nobody(q):
    assert words_of(q) is None


@pytest.mark.parametrize(("ranks", "middle"), [
    ([], None), ([0, 0], None), ([1], 1), ([0, 5], 2), ([1, 1], 1), ([1, 1, 1], 2), ([3, 0, 0, 2], 1),
    ([1, 0, 0, 2], 4),
])
def test_the_median_is_a_rank_that_somebody_chose(ranks, middle):
    assert median(ranks) == middle
