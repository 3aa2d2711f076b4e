"""Codes as facts note them, and what only looks like that."""

import pytest

from store.domain.pricing.codes import noted, which

pytestmark = [pytest.mark.requirement("R10.1"), pytest.mark.story("US-10.2", "all input is validated")]


def test_a_noted_code_says_whose_it_is_and_buys_nothing():
    assert noted("GIFT-000B-YP2MFX6N") == "GIFT-000B*"
    assert which("GIFT-000B*") == ("GIFT", 11)


@pytest.mark.parametrize("text", [
    "GIFT-000B-YP2MFX6N", "*/alert(1)</script><script>/*", "*", "-*", "GIFT-i*", "a-\u0665*",
])
def test_what_is_no_note_of_a_code_is_nobodys(text):
    assert which(text) is None
