"""The page on permissions is what the table says, and each permission says what it is for."""

import pytest

from store.application.shared.authority import MEANS, Permission
from tests.architecture.permissions import PAGE, page

pytestmark = [pytest.mark.requirement("R1.5"), pytest.mark.story("US-1.4", "each role has its permissions")]


def test_every_permission_has_a_sentence():
    assert set(MEANS) == set(Permission)
    assert all(words[0].isupper() and words.endswith(".") for words in MEANS.values())
    assert len(set(MEANS.values())) == len(MEANS)


def test_the_page_about_permissions_is_what_the_table_says():
    assert PAGE.read_text() == page(), "`make permissions` writes docs/permissions.md anew"
