"""Codes for single use that nobody has to keep."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.adapters.pricing.code_marks_hmac import HmacCodeMarks
from store.domain.pricing.codes import canonical_code, noted, which
from store.domain.pricing.errors import CodeMalformed

pytestmark = [
    pytest.mark.requirement("R3.5"), pytest.mark.story("US-3.3", "expiry, limits and conditions hold"),
]
MARKS = HmacCodeMarks(b"k")


@given(st.text("ABZ019-", min_size=1, max_size=10).map(lambda middle: f"A{middle}0"), st.integers(0, 2**20 - 1))
def test_what_was_made_is_known_again(coupon, number):
    code = MARKS.make(coupon, number)
    assert MARKS.read(canonical_code(code)) == (coupon, number)
    assert HmacCodeMarks(b"another").read(code) is None
    assert which(code) is None
    assert which(noted(code)) == (coupon, number)
    assert MARKS.read(noted(code)) is None
    with pytest.raises(CodeMalformed):
        canonical_code(noted(code))


@given(st.text("0123456789ABCDEFGHJKMNPQRSTVWXYZ-", max_size=40))
def test_what_was_made_up_is_not(code):
    assert MARKS.read(code) is None


def test_letters_that_are_read_as_others_do_no_harm():
    code = MARKS.make("SPRING", 1)
    assert code.startswith("SPRING-0001-")
    assert MARKS.read(code.replace("-0001-", "-OOOI-")) == ("SPRING", 1)
    assert MARKS.read(MARKS.make("SPRING", 2)[:-1]) is None
