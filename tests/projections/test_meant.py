"""What words of a search mean, where staff said so."""

import pytest

from projections.browsing.meant import MOST, meant
from store.application.browsing.ports import Wanted
from store.application.catalogue.search_words import WordsOfSearches

pytestmark = pytest.mark.story("US-2.2", "search by several criteria")
WORDS = WordsOfSearches((("laptop", "notebook", "portable computer"), ("head set", "headset")), ("cheap", "the"))


def ways(q):
    found = meant(Wanted(q=q, sort="relevance"), WORDS)
    return found.q, found.also


@pytest.mark.parametrize(("q", "kept", "also"), [
    ("Laptop bag", "Laptop bag", ("notebook bag", "portable computer bag")),
    ("bag for a portable computer", "bag for a portable computer", ("bag for a laptop", "bag for a notebook")),
    ("head set", "head set", ("headset",)),
    ("the cheap Mug", "Mug", ()),
    ("cheap", "cheap", ()),
    ("mug", "mug", ()),
    ("", "", ()),
])
def test_other_ways_to_say_it_are_looked_for_too(q, kept, also):
    assert ways(q) == (kept, also)


def test_many_words_are_not_said_in_all_ways_there_are():
    assert len(ways("laptop " * 5)[1]) == MOST


def test_where_nobody_said_anything_nothing_changes():
    wanted = Wanted(q="the cheap laptop", sort="relevance")
    assert meant(wanted, WordsOfSearches()) is wanted
