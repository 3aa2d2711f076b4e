"""Names and addresses in pieces: a part of a word, or a misspelt one, has most of them."""

import pytest

from store.application.identity.grams import MOST, folded, pieces

pytestmark = pytest.mark.story("US-8.2", "search users")


def test_a_text_is_every_three_signs_of_each_word():
    assert pieces("Zoë Li") == [" zo", "zoe", " li"]
    assert pieces("ann.field") == ["~defil", " an", "ann", " fi", "fie", "iel", "eld"]
    assert pieces("x") == [" x"]
    assert pieces(" ... ") == []
    assert len(pieces(" ".join(f"word{number}" for number in range(100)))) == MOST


@pytest.mark.parametrize(("one", "other"), [("ZOË", "zoe"), ("Straße", "STRASSE"), ("Ａｎｎ", "ann"), ("Łódź", "łodz")])
def test_what_people_leave_out_when_they_type_makes_no_difference(one, other):
    assert folded(one) == folded(other)


@pytest.mark.parametrize(("typed", "name", "least"), [
    ("fiel", "Ann Field", 0.7), ("Feild", "Ann Field", 0.2), ("Jon Smiht", "John Smith", 0.4),
    ("李小", "李小龙", 1.0), ("nn.fie", "ann.field@example.org", 0.5), ("Maximilane", "Maximiliane", 0.7),
])
def test_a_part_and_a_misspelling_share_pieces(typed, name, least):
    wanted = set(pieces(typed))
    assert len(wanted & set(pieces(name))) / len(wanted) >= least
