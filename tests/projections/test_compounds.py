"""Words that stand behind each other in names."""

import pytest

from projections.browsing.compounds import head_of, pairs_of

pytestmark = pytest.mark.requirement("R2.5")


@pytest.mark.parametrize(("asked", "head"), [
    ("Projector", "projector"), ("gaming mouse pad", "pad"), ("case for a notebook", "case"), ("for dogs", "dogs"),
    ("Hülle für Tablet", "hülle"), ("windows 10", ""), ("", ""), ("!?", ""), ("kettle, black", "black"),
])
def test_the_head_is_the_last_word_before_what_it_is_for(asked, head):
    assert head_of(asked) == head


def test_words_are_about_the_two_behind_them():
    assert pairs_of("Projector Wall-Mount 3") == [
        "projector wall", "projector mount", "wall mount", "wall 3", "mount 3",
    ]


def test_a_word_counts_where_it_stands_last():
    assert "monitor cable" not in pairs_of("Monitor cable, monitor")


def test_what_is_for_something_is_not_about_it():
    assert pairs_of("Lamp for projector") == ["lamp for", "for projector"]
    assert pairs_of("") == []
