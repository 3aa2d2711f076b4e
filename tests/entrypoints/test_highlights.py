"""What was looked for is marked in what was found, and nothing else can be brought into the page that way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from store.entrypoints.shared.highlights import highlighted

pytestmark = [pytest.mark.story("US-2.2", "matches are highlighted"), pytest.mark.requirement("R2.6")]


@pytest.mark.parametrize(("text", "terms", "shown"), [
    ("Harbour mug", ["mug"], "Harbour <mark>mug</mark>"),
    ("Harbour mug", ["harb mug"], "<mark>Harbour</mark> <mark>mug</mark>"),
    ("Mugs & cups", ["mug"], "<mark>Mugs</mark> &amp; cups"),
    ("Harbour mug", ["mugs"], "Harbour <mark>mug</mark>"),
    ("Café press", ["cafe"], "<mark>Café</mark> press"),
    ("Smug", ["mug"], "Smug"),
    ("Harbour mug", ["", "x", "-"], "Harbour mug"),
    ("RJ-2201", ["rj-2201"], "<mark>RJ</mark>-<mark>2201</mark>"),
    ("<b>mug</b>", ["mug", "b"], "&lt;b&gt;<mark>mug</mark>&lt;/b&gt;"),
    ("ﬃ mug", ["<mark>"], "ﬃ mug"),
])
def test_words_that_were_looked_for_are_marked(text, terms, shown):
    assert highlighted(text, terms) == shown


@given(st.text(), st.lists(st.text(), max_size=3))
def test_without_its_marks_it_is_the_text_escaped(text, terms):
    assert highlighted(text, terms).replace("<mark>", "").replace("</mark>", "") == escape(text)
