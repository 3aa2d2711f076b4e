"""Which words of searches mean the same, and which mean nothing."""

from datetime import UTC, datetime

import pytest

from store.domain.catalogue.errors import SearchWordTwice, TooManySearchWords, WordMalformed
from store.domain.catalogue.search_words import SearchWords
from store.domain.catalogue.search_words_events import SearchWordsSet
from store.domain.shared.ids import search_words
from tests.harness.scenario import given

pytestmark = pytest.mark.story("US-2.2", "search by several criteria")
NOON = datetime(2026, 5, 31, 12, tzinfo=UTC)
SET = SearchWordsSet(at=NOON, synonyms=(("laptop", "notebook"),), stop_words=("cheap",))


def words(*facts):
    return given(SearchWords, search_words(), *facts)


def test_words_are_kept_in_small_letters_and_each_once():
    words().when(SearchWords.set, [["Laptop", " note book ", "laptop"], ["alone"], [" "]], ["Cheap"], at=NOON).then(
        SearchWordsSet(at=NOON, synonyms=(("laptop", "note book"),), stop_words=("cheap",))
    )


def test_saying_the_same_again_is_no_fact():
    words(SET).when(SearchWords.set, [["laptop", "notebook"]], ["cheap"], at=NOON).then()


@pytest.mark.parametrize(("synonyms", "stops"), [
    ([["a", "b"], ["b", "c"]], []), ([["a", "b"]], ["a"]),
])
def test_a_word_means_one_thing_or_nothing(synonyms, stops):
    words().when(SearchWords.set, synonyms, stops, at=NOON).then_raises(SearchWordTwice)


def test_what_nobody_could_look_for_is_no_word():
    words().when(SearchWords.set, [["x" * 61, "y"]], [], at=NOON).then_raises(WordMalformed)
    words().when(SearchWords.set, [], ["a\x07b"], at=NOON).then_raises(WordMalformed)


def test_there_is_an_end_to_it():
    words().when(SearchWords.set, [[f"{n}" for n in range(11)]], [], at=NOON).then_raises(TooManySearchWords)
    words().when(SearchWords.set, [], [f"{n}" for n in range(501)], at=NOON).then_raises(TooManySearchWords)
