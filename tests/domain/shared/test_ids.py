"""Ids that follow from what they are for."""

from uuid import UUID
from uuid import uuid5 as uuid5_of_the_library

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.domain.shared.ids import fact_id, follow_up, uuid5

pytestmark = pytest.mark.requirement("R3.1")


@given(st.uuids(), st.text(st.characters(exclude_categories=["Cs"])))
def test_an_id_by_name_is_that_of_the_standard(space, name):
    found, expected = uuid5(space, name), uuid5_of_the_library(space, name)
    assert (found, hash(found), str(found), found.version, found.variant) == (
        expected, hash(expected), str(expected), 5, expected.variant
    )


def test_what_follows_from_facts_stays_what_it_was():
    stream = UUID(int=7)
    assert fact_id(stream, 3) == uuid5_of_the_library(stream, "fact/3")
    assert follow_up(stream, "3/mail/x") == uuid5_of_the_library(stream, "3/mail/x")
